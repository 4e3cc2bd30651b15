//! How are authority, stance, confidence and dates said to a reader?
//!
//! One phrasing for every surface: the page uses it, and whoever prints a ledger can.

use sayso_core::record::{ArticleRecord, Quotation, Speaker, SpeakerClass, Stance, Statement};
use sayso_core::span::Span;
use sayso_core::time::Date;

/// At or above this confidence a reader is told "sure".
const SURE: f32 = 0.8;
/// At or above this confidence, "fairly sure"; below it, "not sure".
const FAIRLY_SURE: f32 = 0.5;

/// A class of speaker as the heading of a count.
pub fn class_heading(class: SpeakerClass) -> &'static str {
    match class {
        SpeakerClass::Named => "Named people",
        SpeakerClass::Spokesperson => "Official voices",
        SpeakerClass::Organisation => "Organisations",
        SpeakerClass::Anonymous => "Unnamed sources",
        SpeakerClass::Collective => "Groups of people",
        SpeakerClass::Document => "Documents",
        SpeakerClass::Author => "The writers",
        SpeakerClass::Unattributed => "Nobody named",
    }
}

/// A class of speaker as a tag on the words that name the source.
pub fn class_tag(class: SpeakerClass) -> &'static str {
    match class {
        SpeakerClass::Named => "who",
        SpeakerClass::Spokesperson => "official",
        SpeakerClass::Organisation => "organisation",
        SpeakerClass::Anonymous => "unnamed",
        SpeakerClass::Collective => "group",
        SpeakerClass::Document => "document",
        SpeakerClass::Author => "writer",
        SpeakerClass::Unattributed => "nobody",
    }
}

/// Who speaks, in as few words as the record allows.
pub fn speaker(speaker: &Speaker) -> String {
    if let Some(name) = &speaker.name {
        return name.clone();
    }
    if let Some(role) = &speaker.role {
        return capitalised(role);
    }
    match speaker.class {
        SpeakerClass::Named => "A person",
        SpeakerClass::Spokesperson => "A spokesperson",
        SpeakerClass::Organisation => "An organisation",
        SpeakerClass::Anonymous => "Unnamed source",
        SpeakerClass::Collective => "A group of people",
        SpeakerClass::Document => "A document",
        SpeakerClass::Author => "The writer",
        SpeakerClass::Unattributed => "Nobody named",
    }
    .to_owned()
}

/// On whose authority a statement rests: one sentence without its full stop.
///
/// `speaks_for` and `close_to` are names, not ids; `printed` is the source as the article prints it.
pub fn authority(
    speaker: &Speaker,
    speaks_for: Option<&str>,
    close_to: Option<&str>,
    printed: &str,
) -> String {
    let mut words = match (speaker.class, speaks_for) {
        (SpeakerClass::Named, None) => "Named person".to_owned(),
        (SpeakerClass::Named, Some(whom)) => format!("Named person, speaking for {whom}"),
        (SpeakerClass::Spokesperson, None) => "Official spokesperson".to_owned(),
        (SpeakerClass::Spokesperson, Some(whom)) => format!("Official spokesperson for {whom}"),
        (SpeakerClass::Organisation, None) => "Organisation, speaking as such".to_owned(),
        (SpeakerClass::Organisation, Some(whom)) => format!("Organisation, speaking for {whom}"),
        (SpeakerClass::Anonymous, _) => quoting("Unnamed", printed),
        (SpeakerClass::Collective, _) => quoting("Group, nobody in it named", printed),
        (SpeakerClass::Document, _) => "Document".to_owned(),
        (SpeakerClass::Author, _) => "The article’s own writer".to_owned(),
        (SpeakerClass::Unattributed, _) => "The article names no source".to_owned(),
    };
    if let Some(whom) = close_to {
        words.push_str(", said to be close to ");
        words.push_str(whom);
    }
    words
}

/// A stance where it is other than plain assertion.
pub fn stance(stance: Stance) -> Option<&'static str> {
    match stance {
        Stance::Asserts => None,
        Stance::Denies => Some("denies"),
        Stance::Hedged => Some("hedged"),
        Stance::Forecast => Some("forecast"),
    }
}

/// How much of the words is the speaker's own.
pub fn quotation(quotation: Quotation) -> &'static str {
    match quotation {
        Quotation::Direct => "word for word",
        Quotation::Mixed => "partly word for word",
        Quotation::Indirect => "in the article’s words",
    }
}

/// A confidence in words.
pub fn sureness(confidence: f32) -> &'static str {
    if confidence >= SURE {
        "sure"
    } else if confidence >= FAIRLY_SURE {
        "fairly sure"
    } else {
        "not sure"
    }
}

/// Whether a confidence calls for a second look.
pub fn is_unsure(confidence: f32) -> bool {
    sureness(confidence) == "not sure"
}

/// A date as one says it: `14 February 2024`, `February 2024`, `2024`.
pub fn date(date: Date) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = date.month().and_then(|month| MONTHS.get(usize::from(month).wrapping_sub(1)));
    match (date.day(), month) {
        (Some(day), Some(month)) => format!("{day} {month} {}", date.year()),
        (None, Some(month)) => format!("{month} {}", date.year()),
        (_, None) => date.year().to_string(),
    }
}

/// A number with its noun: `1 article`, `2 articles`, `1,204 statements`.
pub fn count(number: usize, noun: &str) -> String {
    format!("{} {noun}{}", grouped(number), if number == 1 { "" } else { "s" })
}

/// A number with its thousands set apart.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The name behind a field that holds an entity's id or else plain words.
pub fn named<'a>(record: &'a ArticleRecord<Span>, id_or_words: &'a str) -> &'a str {
    record
        .entities
        .iter()
        .find(|entity| entity.id.as_str() == id_or_words)
        .map_or(id_or_words, |entity| entity.name.as_str())
}

/// The name that a statement's carriers, or its article, go by when the record has none.
pub fn outlet(record: &ArticleRecord<Span>) -> &str {
    record.outlet.as_deref().unwrap_or("Outlet not given")
}

/// Whether a statement or its speaker calls for a second look.
pub fn calls_for_a_look(statement: &Statement<Span>) -> bool {
    is_unsure(statement.confidence) || is_unsure(statement.speaker.confidence)
}

fn quoting(words: &str, printed: &str) -> String {
    if printed.is_empty() { words.to_owned() } else { format!("{words}: “{printed}”") }
}

fn capitalised(words: &str) -> String {
    let mut chars = words.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(class: SpeakerClass) -> Speaker {
        Speaker {
            class,
            entity: None,
            name: None,
            role: Some("harbour pilot".into()),
            speaks_for: None,
            close_to: None,
            anonymity_reason: None,
            confidence: 1.0,
            candidates: Vec::new(),
        }
    }

    #[test]
    fn authority_is_said_in_words() {
        let anonymous = of(SpeakerClass::Anonymous);
        assert_eq!(
            authority(&anonymous, None, Some("the mayor"), "an aide"),
            "Unnamed: “an aide”, said to be close to the mayor"
        );
        assert_eq!(
            authority(&of(SpeakerClass::Spokesperson), Some("Quay Trust"), None, "a spokesman"),
            "Official spokesperson for Quay Trust"
        );
        assert_eq!(
            authority(&of(SpeakerClass::Unattributed), None, None, ""),
            "The article names no source"
        );
        assert_eq!(speaker(&anonymous), "Harbour pilot");
    }

    #[test]
    fn dates_are_as_precise_as_they_are() {
        let words = |text: &str| text.parse().map(date);
        assert_eq!(words("2024-02-04").as_deref(), Ok("4 February 2024"));
        assert_eq!(words("2024-12").as_deref(), Ok("December 2024"));
        assert_eq!(words("2024").as_deref(), Ok("2024"));
    }

    #[test]
    fn numbers_are_readable() {
        assert_eq!(count(1, "article"), "1 article");
        assert_eq!(count(0, "article"), "0 articles");
        assert_eq!(count(1_234_567, "statement"), "1,234,567 statements");
    }

    #[test]
    fn confidence_without_a_number_is_not_sure() {
        assert_eq!(sureness(0.8), "sure");
        assert_eq!(sureness(0.79), "fairly sure");
        assert_eq!(sureness(f32::NAN), "not sure");
    }
}
