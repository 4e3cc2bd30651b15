//! Do two names mean the same one?

use std::collections::BTreeSet;

/// Titles that a name may carry in one place and lack in another.
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "sir",
    "dame",
    "lord",
    "lady",
    "king",
    "queen",
    "prince",
    "princess",
    "president",
    "senator",
    "sen",
    "governor",
    "gov",
    "rep",
    "judge",
    "justice",
    "professor",
    "prof",
    "minister",
    "the",
];

/// A name in lower case, as words with one space between them, without titles before it.
///
/// Case is folded by `to_lowercase` with the two letters of news that fold further; compatible forms
/// (ligatures, full width) are left as they are.
pub(super) fn plain(name: &str) -> String {
    let folded = name.to_lowercase().replace('ß', "ss").replace('ς', "σ");
    // A genitive inside a name is not a word of it; a space may be one that does not break.
    let folded = folded.replace('\u{a0}', " ").replace("’s ", " ");
    let mut words: &[&str] = &folded
        .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>();
    while words.len() > 1 && TITLES.contains(&words[0]) {
        words = &words[1..];
    }
    words.join(" ")
}

/// Whether the words of one name are all in the other.
pub(super) fn same(a: &str, b: &str) -> bool {
    let (a, b) = (plain(a), plain(b));
    let (a, b): (BTreeSet<_>, BTreeSet<_>) =
        (a.split_whitespace().collect(), b.split_whitespace().collect());
    !a.is_empty() && !b.is_empty() && (a.is_subset(&b) || b.is_subset(&a))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_case_and_punctuation_do_not_matter() {
        assert_eq!(plain("The Prime Minister’s Office"), "prime minister office");
        assert_eq!(plain("Dame  Ines O'Calder-Ruiz"), "ines o calder ruiz");
        assert_eq!(plain("President"), "president");
        assert_eq!(plain("Straße"), plain("STRASSE"));
        assert_eq!(plain("“…”"), "");
    }

    #[test]
    fn a_part_of_a_name_is_the_same_and_nothing_is_the_same_as_nothing() {
        assert!(same("Ms Calder", "Ines Calder"));
        assert!(!same("Ines Calder", "Ines Ruiz"));
        assert!(!same("", "…"));
    }
}
