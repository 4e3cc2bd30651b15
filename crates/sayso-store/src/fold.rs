//! When are two names the same?
//!
//! Names are compared without case, accents and punctuation: `Zoë O’Hara` is `zoe ohara`. That two
//! people bear one name, or one person two, is for corrections and for whoever looks across articles.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The name as it is compared.
pub fn folded(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for letter in name.nfd().filter(|letter| !is_combining_mark(*letter)) {
        if letter.is_alphanumeric() {
            folded.extend(letter.to_lowercase());
        } else if !matches!(letter, '\'' | '’' | '.') && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_punctuation_do_not_matter() {
        for name in ["Zoë O’Hara", "ZOE O'HARA", " Zoe\u{301}  Ohara "] {
            assert_eq!(folded(name), "zoe ohara", "{name}");
        }
        assert_eq!(folded("Anne-Marie St. John"), "anne marie st john");
        assert_eq!(folded("…"), "");
    }
}
