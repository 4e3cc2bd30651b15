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

/// More titles, which the names that people write down keep: "Sheikh Karim".
const NOBLE_TITLES: &[&str] = &[
    "sheikh", "sheikha", "sheik", "pope", "duke", "duchess", "earl", "count", "countess", "baron",
    "baroness", "emperor", "empress", "sultan", "emir",
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

/// Where the words between two places of a text go on after titles that a name follows.
pub(super) fn after_titles(letters: &[char], start: usize, end: usize) -> usize {
    let mut at = start;
    loop {
        let word = at + letters[at..end].iter().take_while(|c| c.is_alphanumeric()).count();
        let title: String = letters[at..word].iter().flat_map(|c| c.to_lowercase()).collect();
        let gap = letters[word..end].iter().take_while(|c| !c.is_alphanumeric()).count();
        let named = letters[word + gap..end].first().is_some_and(|c| c.is_uppercase());
        let title = title.as_str();
        let is_title = TITLES.contains(&title) && title != "the" || NOBLE_TITLES.contains(&title);
        if !is_title || !named {
            return at;
        }
        at = word + gap;
    }
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
    fn a_title_goes_only_before_a_name() {
        let rest = |words: &str| -> String {
            let letters: Vec<char> = words.chars().collect();
            letters[after_titles(&letters, 0, letters.len())..].iter().collect()
        };
        assert_eq!(rest("Prime Minister Calder"), "Prime Minister Calder");
        assert_eq!(rest("Dr. Sir Anton Vik"), "Anton Vik");
        assert_eq!(rest("Sheikh Karim"), "Karim");
        assert_eq!(rest("the King"), "the King");
        assert_eq!(rest("Judge who sat"), "Judge who sat");
        assert_eq!(rest("Mr ."), "Mr .");
        assert_eq!(rest(""), "");
    }

    #[test]
    fn a_part_of_a_name_is_the_same_and_nothing_is_the_same_as_nothing() {
        assert!(same("Ms Calder", "Ines Calder"));
        assert!(!same("Ines Calder", "Ines Ruiz"));
        assert!(!same("", "…"));
    }
}
