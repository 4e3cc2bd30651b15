//! Whose names are in the words of a byline?
//!
//! `By Ann Lee and Ben Roe, chief reporter` names two people, and so does `Ann Lee; Ben Roe`. Bodies
//! that sign are names as well; addresses, roles and dates are none.

use std::sync::LazyLock;

use regex::Regex;

use super::gather::spaced;
use crate::furniture::vocabulary::ROLES;

/// Most names of one byline, and most letters of one name.
const MAX_NAMES: usize = 20;
const MAX_LETTERS: usize = 60;
const MAX_WORDS: usize = 7;

/// Words before the first name, in the languages of news pages.
static BY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?i:(?:written|posted|published|reported|reporting|words|text|story|interview|analysis|opinion|created|edited|presented|reviewed|updated)(?: on)? by|by|von|vom|par|por|door|av|af|di|texte?(?: von| par)?|autor(?:in|en|es)?|auth?ors?|auteure?s?|autore|geschrieben von|publié par|escrito por|skrevet av|yazan|от)(?: *: *| +)",
    )
});

/// What joins names.
static JOINT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\n|[;,|•·、/＆]| +(?:and|AND|und|UND|et|with|mit|och|og|ve|&|\+) +|, (?:and|und) +")
});

/// Joints of one letter or two, which names hold as well.
static SMALL_JOINT: LazyLock<Regex> = LazyLock::new(|| pattern(r" +(?:y|e|en|i) +"));

/// Ends the names: what follows is a role, an outlet, an address or a date.
static AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r" *[(\[<]| +[-–—] +| +(?:for|at|from|in|für|aus|pour|em|bei) +| *\S*@|\s+(?:https?:|www\.)| +(?i:updated|published|posted|on) +|(?:, *)?\b[0-9]",
    )
});

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is constant and a test compiles it")
}

/// The names in a byline or a list of authors; empty where it holds none.
pub(super) fn people(words: &str) -> Vec<String> {
    let lines: Vec<String> =
        words.split('\n').map(spaced).filter(|line| !line.is_empty()).collect();
    let words = lines.join("\n");
    let words = without_by(&words);
    if words.is_empty() || is_address(words) || words.len() > 600 {
        return Vec::new();
    }
    let mut found: Vec<String> = Vec::new();
    for part in JOINT.split(words) {
        let part = without_by(part.trim());
        let end = AFTER.find(part).map_or(part.len(), |m| m.start());
        let part = part[..end].trim();
        for name in small_parts(part) {
            let name =
                name.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '”' | ')'));
            let is_known = found.iter().any(|known| known.to_lowercase() == name.to_lowercase());
            if is_name(name) && !is_known && found.len() < MAX_NAMES {
                found.push(name.to_owned());
            }
        }
    }
    found
}

/// The names in words that a page prints: what stands before `by` is a section or a label.
pub(super) fn in_byline(words: &str) -> Vec<String> {
    static WITHIN: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"[\s:](?:by|von|par)[ :]+(\p{Lu}\S* +\p{Lu})"));
    match WITHIN.captures(words).and_then(|found| found.get(1)) {
        Some(name) => people(&words[name.start()..]),
        None => people(words),
    }
}

/// The words behind `By` and its like.
fn without_by(words: &str) -> &str {
    let Some(by) = BY.find(words) else { return words };
    let rest = &words[by.end()..];
    // `Von der Aa` and `Di Canio` are names: what they begin with belongs to them.
    let is_particle = matches!(
        words[..by.end()].trim(),
        "Von" | "von" | "Di" | "di" | "Av" | "av" | "Af" | "Par" | "Por"
    );
    let n_words = rest.split_whitespace().count();
    if is_particle && (rest.starts_with(char::is_lowercase) || n_words < 2) { words } else { rest }
}

/// The parts around a small joint, where each can be a whole name.
fn small_parts(words: &str) -> Vec<&str> {
    let parts: Vec<&str> = SMALL_JOINT.split(words).collect();
    if parts.len() > 1 && parts.iter().all(|part| part.split_whitespace().count() > 1) {
        parts
    } else {
        vec![words]
    }
}

fn is_name(words: &str) -> bool {
    let n_letters = words.chars().filter(|c| c.is_alphabetic()).count();
    let is_role = |word: &str| {
        let word = word.to_lowercase();
        ROLES.contains(&word.trim_matches(|c: char| !c.is_alphabetic()))
    };
    // `Chief Reporter` is a role, `Orb Staff` is who signs.
    let ends_as_role = words.split_whitespace().next_back().is_some_and(is_role) && {
        let last = words.split_whitespace().next_back().unwrap_or_default().to_lowercase();
        !matches!(last.as_str(), "staff" | "team" | "desk" | "agencies" | "bureau")
    };
    n_letters >= 2
        && words.chars().count() <= MAX_LETTERS
        && words.split_whitespace().count() <= MAX_WORDS
        && 2 * n_letters > words.chars().count()
        && !is_address(words)
        && !ends_as_role
        && !words.contains(['{', '}', '=', '#', '?', '!'])
        && !NOBODY.contains(&words.to_lowercase().as_str())
}

/// Words that fields for names hold where nobody filled them in, or beside names.
const NOBODY: [&str; 36] = [
    "admin",
    "administrator",
    "author",
    "autor",
    "byline",
    "by",
    "null",
    "none",
    "undefined",
    "unknown",
    "guest",
    "share",
    "follow",
    "following",
    "updated",
    "published",
    "profile",
    "view profile",
    "bio",
    "more",
    "read more",
    "see more",
    "anonymous",
    "editor",
    "editors",
    "redirect",
    "www-data",
    "root",
    "website",
    "email",
    "twitter",
    "facebook",
    "instagram",
    "linkedin",
    "view all posts",
    "about the author",
];

fn is_address(words: &str) -> bool {
    let lower = words.to_ascii_lowercase();
    lower.contains("://")
        || lower.starts_with("www.")
        || lower.starts_with('/')
        || lower.starts_with('@')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_of_a_byline() {
        for (words, expected) in [
            ("Ann Lee", vec!["Ann Lee"]),
            ("By Ann Lee", vec!["Ann Lee"]),
            ("BY ANN LEE AND BEN ROE", vec!["ANN LEE", "BEN ROE"]),
            ("By Ann Lee, Ben Roe and J. D. Orme", vec!["Ann Lee", "Ben Roe", "J. D. Orme"]),
            ("Ann Lee; Ben Roe", vec!["Ann Lee", "Ben Roe"]),
            ("Von Ann Lee und Ben Roe", vec!["Ann Lee", "Ben Roe"]),
            ("Von der Aa", vec!["Von der Aa"]),
            ("Di Canio", vec!["Di Canio"]),
            ("Por Ana e Rui Sá", vec!["Ana e Rui Sá"]),
            ("Por Ana Lima e Rui de Sá", vec!["Ana Lima", "Rui de Sá"]),
            ("Ann Lee, Chief Reporter", vec!["Ann Lee"]),
            ("Ann Lee\nArts Correspondent\n23 June 2024", vec!["Ann Lee"]),
            ("Ann Lee (Halyard)", vec!["Ann Lee"]),
            ("Ann Lee, Ann Lee", vec!["Ann Lee"]),
            ("By Orb Staff", vec!["Orb Staff"]),
            ("Halyard News Agency", vec!["Halyard News Agency"]),
            ("Ann Lee ann@orb.example", vec!["Ann Lee"]),
            ("李安、王本", vec!["李安", "王本"]),
            ("https://orb.example/ann", vec![]),
            ("admin", vec![]),
            ("2024", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(people(words), expected, "{words}");
        }
    }

    proptest! {
        #[test]
        fn no_byline_is_too_odd(words in "\\PC{0,60}") {
            people(&words);
        }
    }
}
