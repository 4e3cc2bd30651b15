//! Who wrote it, and for whom?
//!
//! A byline is told by its first word (`By`), or where it has none by being nothing but a name, a
//! role and an outlet. The names are a copy of the words as printed.

use std::sync::LazyLock;

use regex::Regex;
use sayso_core::Span;

use crate::furniture::is_label;
use crate::furniture::vocabulary::{
    NO_NAMES, OUTLET_WORDS, PARTICLES, ROLES, SECTIONS, WIRE_WORDS,
};
use crate::lines::lower as in_lower;

/// Longest byline in bytes: four names with their roles.
const MAX_BYLINE: usize = 180;

/// What a byline says, as places in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Byline {
    /// Who wrote it.
    pub(crate) writers: Option<Span>,
    /// The outlet that it names.
    pub(crate) outlet: Option<Span>,
}

/// Words that begin a byline; what follows is a name.
static BY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^(?:by|(?:words|text|written|story|report|reported|reporting|interview|review|reviewed|exclusive|analysis|opinion|comment|essay|compiled|posted|published|article|author) by|author:|by:|writer:|reporter:) +",
    )
});

/// Lines that name nobody and are bylines all the same.
static STAFF: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:by )?(?:our|a|from our|from a) (?:own |special |[a-z]+ )?(?:correspondents?|reporters?|staff|writers?)|staff (?:report|reporters?|writers?|and (?:agencies|wires?))|from (?:staff|wire|news service)(?: and [a-z]+)?(?: [a-z]+)? reports|news desk|newsroom|web desk|agencies)\.?$",
    )
});

/// Ends the names within a byline.
static AFTER_NAMES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r" *[|·•/(]| +[-–—] +| +(?:in|for|at|from|of|with|on) +|\. +| *,? *[^ ]*@| +(?:updated|published|posted) +",
    )
});

/// What joins the names of a byline.
static JOINT: LazyLock<Regex> = LazyLock::new(|| pattern(" *, *(?:and +)?| +and +| +& +| *; *"));

/// What stands between the names and the outlet.
static BEFORE_OUTLET: LazyLock<Regex> = LazyLock::new(|| pattern(r" +for +| *\| *|, +"));

/// Compiles a pattern for words in lower case.
fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is constant and a test compiles it")
}

/// Reads a line that begins as only bylines do.
pub(crate) fn marked(words: &str, offset: usize) -> Option<Byline> {
    if words.len() > MAX_BYLINE || ends_a_sentence(words) {
        return None;
    }
    let lower = in_lower(words);
    if let Some(by) = BY.find(&lower) {
        let (rest, at) = (&words[by.end()..], offset + by.end());
        let writers = writers(rest, at)?;
        return Some(Byline { writers: Some(writers), outlet: outlet(rest, at, writers) });
    }
    if lower.starts_with("with ") {
        // `With Ann Lee in Oslo`, below a headline of a live report.
        let end = AFTER_NAMES.find_at(&lower, 5)?.start();
        return is_person(words.get(5..end)?)
            .then(|| Byline { writers: Some(Span::new(offset + 5, offset + end)), outlet: None });
    }
    let special = lower.strip_prefix("special to ").or_else(|| lower.strip_prefix("special for "));
    if let Some(outlet) = special {
        let start = words.len() - outlet.len();
        return all_capitalised(words.get(start..)?).then(|| Byline {
            writers: None,
            outlet: Some(Span::new(offset + start, offset + words.len())),
        });
    }
    STAFF.is_match(&lower).then_some(Byline { writers: None, outlet: None })
}

/// Reads a line that is nothing but a name, a name and a role, a section and a name, or a wire
/// service. Only right below a headline is that enough.
pub(crate) fn unmarked(words: &str, offset: usize) -> Option<Byline> {
    // A name in capitals alone is more often a heading.
    let is_shout = !words.contains([',', '|']) && words.chars().all(|c| !c.is_lowercase());
    if is_label(words) || is_shout && words.split_whitespace().count() > 2 {
        return None;
    }
    if words.len() > MAX_BYLINE / 2
        || words.ends_with(['.', ',', ';', ':', '!', '?', '”', '"', '’'])
    {
        return None;
    }
    if let Some((left, right)) = words.split_once('|') {
        let at = offset + left.len() + 1 + (right.len() - right.trim_start().len());
        let (left, right) = (left.trim(), right.trim());
        if is_section(left) && is_person(right) {
            let writers = Span::new(at, at + right.len());
            return Some(Byline { writers: Some(writers), outlet: None });
        }
    }
    let found = writers(words, offset)?;
    let names = &words[..found.len()];
    let rest = words[found.len()..].trim_start_matches([',', ' ', '|', '-', '–', '—']);
    let good = if rest.is_empty() {
        is_person_list(names) || is_wire(words)
    } else {
        is_person_list(names)
            && (has_role(rest)
                || rest
                    .strip_prefix("in ")
                    .is_some_and(|place| place.starts_with(char::is_uppercase))
                || rest.starts_with("for ")
                || is_outlet(rest))
            && rest.split_whitespace().count() <= 7
    };
    good.then(|| Byline { writers: Some(found), outlet: outlet(words, offset, found) })
}

/// Whether these few words can be a name of somebody or of an outlet.
pub(crate) fn may_be_name(words: &str) -> bool {
    (1..=6).contains(&words.split_whitespace().count()) && all_capitalised(words)
}

/// Whether a line right under a byline goes on with it: a role, an outlet, a place, a second name.
pub(crate) fn goes_on(words: &str) -> bool {
    let n_words = words.split_whitespace().count();
    words.len() <= 80
        && n_words <= 9
        && !is_label(words)
        && !words.ends_with(['.', ':', ';', '!', '?', '”', '"'])
        && (has_role(words) || all_capitalised(words))
}

/// The outlet in a line right under a byline: `Estuary News, Aldermoor`.
pub(crate) fn outlet_below(words: &str, offset: usize) -> Option<Span> {
    let name = words.split([',', '|']).next().unwrap_or(words).trim_end();
    is_outlet(name).then(|| Span::new(offset, offset + name.len()))
}

/// Whether the words name an outlet: capitals, a word that outlets have, no role, no wire service.
fn is_outlet(words: &str) -> bool {
    all_capitalised(words)
        && !has_role(words)
        && !is_wire(words)
        && words.split_whitespace().count() <= 6
        && words
            .split_whitespace()
            .any(|w| OUTLET_WORDS.contains(&w.to_lowercase().trim_matches([',', '.'])))
}

/// A byline may end with a full stop; a sentence is longer than a byline with one.
fn ends_a_sentence(words: &str) -> bool {
    let ends = words.ends_with(['.', '!', '?', '”', '"', ':', ';', ',']);
    ends && (words.split_whitespace().count() > 8 || !words.ends_with('.'))
}

/// The names at the start of these words: one or several, joined by commas and "and".
fn writers(words: &str, offset: usize) -> Option<Span> {
    let lower = in_lower(words);
    // The full stop of an initial ends no name.
    let is_initial = |at: usize| at < 2 || !lower.as_bytes()[at - 2].is_ascii_alphabetic();
    let cut = AFTER_NAMES
        .find_iter(&lower)
        .find(|m| !(m.as_str().starts_with('.') && is_initial(m.start())))
        .map_or(words.len(), |m| m.start());
    let names = words[..cut].trim_end_matches(['.', ',', ' ']);
    let mut end = 0;
    let mut at = 0;
    for (part, joint) in parts(names) {
        let trimmed = part.trim();
        let good = if end == 0 { is_writer(trimmed) } else { is_person(trimmed) };
        if !good {
            break;
        }
        end = at + part.trim_end().len();
        at += part.len() + joint;
    }
    (end > 0).then(|| Span::new(offset, offset + end))
}

/// The parts of a list of names, each with the length of what joins it to the next.
fn parts(names: &str) -> Vec<(&str, usize)> {
    let lower = in_lower(names);
    let mut parts = Vec::new();
    let mut start = 0;
    for joint in JOINT.find_iter(&lower) {
        parts.push((&names[start..joint.start()], joint.len()));
        start = joint.end();
    }
    parts.push((&names[start..], 0));
    parts
}

/// The outlet behind the names.
fn outlet(words: &str, offset: usize, writers: Span) -> Option<Span> {
    let behind = &words[writers.end() - offset..];
    let lower = in_lower(behind);
    let joint = BEFORE_OUTLET.find_iter(&lower).last()?;
    let name = behind[joint.end()..].trim_end();
    let good = all_capitalised(name)
        && !has_role(name)
        && !is_section(name)
        && !is_wire(name)
        && name.split_whitespace().count() <= 6
        && (!joint.as_str().starts_with(',') || is_outlet(name));
    let start = writers.end() + joint.end();
    good.then(|| Span::new(start, start + name.len()))
}

/// Whether the words can be who wrote it: a person, a single name, or staff.
fn is_writer(words: &str) -> bool {
    let n_words = words.split_whitespace().count();
    let last = words.split_whitespace().next_back().unwrap_or("").to_lowercase();
    let is_staff = matches!(
        last.as_str(),
        "staff" | "reporter" | "reporters" | "correspondent" | "team" | "desk" | "agencies"
    );
    (1..=6).contains(&n_words)
        && words.starts_with(char::is_uppercase)
        && (is_staff || all_capitalised(words))
        && !words.chars().any(|c| c.is_ascii_digit())
        && !matches!(
            last.as_str(),
            "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday"
        )
}

/// Whether the words are a person's name: two to five, capitalised, no role, section or outlet.
fn is_person(words: &str) -> bool {
    let names: Vec<&str> = words.split_whitespace().collect();
    (2..=5).contains(&names.len())
        && all_capitalised(words)
        && names.last().is_some_and(|n| n.starts_with(char::is_uppercase))
        && words
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '’' | '\'' | '\u{A0}'))
        && !has_role(words)
        && !names.iter().any(|n| OUTLET_WORDS.contains(&n.to_lowercase().as_str()))
        && !names.iter().any(|n| WIRE_WORDS.contains(&n.to_lowercase().as_str()))
        && !names.iter().any(|n| NO_NAMES.contains(&n.to_lowercase().as_str()))
}

fn is_person_list(words: &str) -> bool {
    parts(words).iter().all(|(part, _)| is_person(part.trim()))
}

/// Whether the words are a wire service or agency: `Northern News Agency`, `Press Association`.
pub(crate) fn is_wire(words: &str) -> bool {
    let n_words = words.split_whitespace().count();
    (1..=5).contains(&n_words)
        && all_capitalised(words)
        && words
            .split_whitespace()
            .any(|w| WIRE_WORDS.contains(&w.to_lowercase().trim_matches([',', '.'])))
}

fn is_section(words: &str) -> bool {
    SECTIONS.contains(&words.to_lowercase().trim())
        || words.split_whitespace().count() <= 2 && words.chars().all(|c| !c.is_lowercase())
}

fn has_role(words: &str) -> bool {
    words.split(|c: char| !c.is_alphabetic()).any(|w| ROLES.contains(&w.to_lowercase().as_str()))
}

/// Whether each word begins with a capital, but for the small words of names.
fn all_capitalised(words: &str) -> bool {
    let mut any = false;
    words.split_whitespace().all(|word| {
        let word = word.trim_start_matches(['(', '‘', '“', '"', '\'']);
        let capital = word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        any |= capital;
        capital
            || word.starts_with("d’")
            || word.starts_with("d'")
            || PARTICLES.contains(&word)
            || matches!(word, "&" | "-" | "–")
    }) && any
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words_of(found: Option<Byline>, words: &str) -> Option<(Option<&str>, Option<&str>)> {
        found.map(|b| (b.writers.map(|w| w.of(words)), b.outlet.map(|o| o.of(words))))
    }

    #[test]
    fn bylines_with_by() {
        for (words, writers, outlet) in [
            ("By Ann Lee", "Ann Lee", None),
            ("BY ANN LEE", "ANN LEE", None),
            ("By Ann Lee and Ben Roe, chief reporter", "Ann Lee and Ben Roe", None),
            ("By Ann Lee, Ben Roe and J. D. Orme", "Ann Lee, Ben Roe and J. D. Orme", None),
            ("By Ann Lee for Tidewatch", "Ann Lee", Some("Tidewatch")),
            ("By Ann Lee | The Orb", "Ann Lee", Some("The Orb")),
            ("By Ann Lee, Daily Orb", "Ann Lee", Some("Daily Orb")),
            ("By Ann Lee in Port Clement", "Ann Lee", None),
            ("By Tidewatch staff", "Tidewatch staff", None),
            ("Words by Zoë O’Hara-Lee", "Zoë O’Hara-Lee", None),
            ("By\u{A0}Ann\u{A0}Lee\u{A0}in\u{A0}Oslo", "Ann\u{A0}Lee", None),
            ("By Ann Lee annl@orb.example", "Ann Lee", None),
            ("With Ann Lee at the ground", "Ann Lee", None),
        ] {
            let found = words_of(marked(words, 0), words);
            assert_eq!(found, Some((Some(writers), outlet)), "{words}");
        }
        assert_eq!(
            words_of(marked("Special to The Orb", 0), "Special to The Orb"),
            Some((None, Some("The Orb")))
        );
        assert!(marked("Staff report", 0).is_some());
    }

    #[test]
    fn sentences_with_by_are_none() {
        for words in [
            "By Monday the talks had failed.",
            "By the time the boat came in, nobody was left to meet it.",
            "By now",
            "By Monday",
            "With luck in the harbour",
        ] {
            assert_eq!(marked(words, 0), None, "{words}");
        }
    }

    #[test]
    fn bare_names_and_roles() {
        for (words, writers) in [
            ("Ann Lee", "Ann Lee"),
            ("Ann Lee, City editor", "Ann Lee"),
            ("Ann Lee and Ben Roe", "Ann Lee and Ben Roe"),
            ("BOOKS | Ann Lee", "Ann Lee"),
            ("Northern News Agency", "Northern News Agency"),
        ] {
            let found = words_of(unmarked(words, 0), words);
            assert_eq!(found.and_then(|f| f.0), Some(writers), "{words}");
        }
        for words in ["Key Points", "Read More", "What did she do?", "Rain again", "OLD TOWN FEARS"]
        {
            assert_eq!(unmarked(words, 0), None, "{words}");
        }
    }
}
