//! Which words matter to where sentences and quotations begin and end?
//!
//! Closed lists, kept in one place and in alphabetical order. A word belongs here if a rule asks for
//! it by class; a rule that needs a single word names it itself.

/// Whether a list, in alphabetical order, holds a word.
fn holds(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}

/// Abbreviations that stand before a name or number and so end no sentence, without their point.
const TITLE_ABBREVIATIONS: &[&str] = &[
    "adm", "ave", "brig", "capt", "cmdr", "col", "corp", "cpl", "dept", "det", "dr", "drs", "fr",
    "gen", "gov", "govs", "hon", "insp", "jr", "lt", "maj", "mass", "messrs", "mlle", "mme", "mr",
    "mrs", "ms", "mt", "mx", "no", "nos", "prof", "pte", "pvt", "rep", "reps", "rev", "sen",
    "sens", "sgt", "sr", "st", "ste", "supt", "vs",
];

/// Other abbreviations, without their point: they may end a sentence.
const ABBREVIATIONS: &[&str] = &[
    "apr", "assn", "aug", "bros", "co", "dec", "etc", "feb", "inc", "jan", "jul", "jun", "ltd",
    "mar", "nov", "oct", "sep", "sept", "tues", "wed",
];

/// Words that begin sentences and are hardly ever the first word of a name after an abbreviation.
const BEGINNERS: &[&str] = &[
    "a", "after", "although", "an", "and", "another", "as", "asked", "at", "because", "before",
    "but", "by", "during", "for", "from", "he", "her", "his", "how", "however", "i", "if", "in",
    "it", "its", "last", "many", "most", "mr", "mr.", "mrs", "ms", "no", "on", "one", "our", "she",
    "since", "so", "some", "that", "the", "their", "then", "there", "these", "they", "this",
    "those", "to", "under", "we", "what", "when", "where", "while", "who", "why", "with", "yet",
    "you",
];

/// Words that are written with an apostrophe in front.
const ELISIONS: &[&str] =
    &["bout", "cause", "cos", "em", "n", "round", "til", "till", "tis", "twas"];

/// Words in lower case inside a title.
const TITLE_SMALL_WORDS: &[&str] = &[
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "is", "my", "nor", "of", "on",
    "or", "the", "to", "with",
];

/// Words after which a quotation is a name, not speech.
const NAME_INTRODUCERS: &[&str] = &[
    "album",
    "alias",
    "book",
    "dubbed",
    "entitled",
    "episode",
    "film",
    "memoir",
    "movie",
    "nicknamed",
    "novel",
    "play",
    "single",
    "so-called",
    "song",
    "titled",
];

/// Whether a word, without its point, is an abbreviation.
pub fn is_abbreviation(word: &str) -> bool {
    let lower = word.to_lowercase();
    // "No." and "Mass." are words too; only the capital tells.
    let needs_capital =
        matches!(lower.as_str(), "no" | "mass" | "mar" | "jun" | "dec" | "co" | "sat" | "wed");
    (holds(TITLE_ABBREVIATIONS, &lower) || holds(ABBREVIATIONS, &lower))
        && (!needs_capital || word.starts_with(char::is_uppercase))
}

/// Whether a token in lower case, with its point, stands before a name: `mr.`, `j.`
pub fn is_title_abbreviation(lower: &str) -> bool {
    let stem = lower.trim_end_matches('.');
    holds(TITLE_ABBREVIATIONS, stem) || stem.chars().count() == 1
}

/// Whether a word begins sentences and hardly ever a name.
pub fn begins_sentences(lower: &str) -> bool {
    holds(BEGINNERS, lower)
}

/// Whether a word is one that an apostrophe precedes.
pub fn is_elision(lower: &str) -> bool {
    holds(ELISIONS, lower)
}

/// Whether a word is written small inside a title.
pub fn is_title_small_word(lower: &str) -> bool {
    holds(TITLE_SMALL_WORDS, lower)
}

/// Whether a quotation after this word is a name.
pub fn introduces_name(lower: &str) -> bool {
    holds(NAME_INTRODUCERS, lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_in_order() {
        for list in [
            TITLE_ABBREVIATIONS,
            ABBREVIATIONS,
            BEGINNERS,
            ELISIONS,
            TITLE_SMALL_WORDS,
            NAME_INTRODUCERS,
        ] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }
}
