//! Which words take back a part of what is said?
//!
//! A reader must see the "may" in "may leave". The record's own evidence for a stance comes first;
//! beside it every modal and every adverb of hearsay is shown, whatever the stance was decided to be.

use sayso::Span;
use sayso::record::{Stance, Statement};

/// Words that hedge wherever they stand in a content or a cue. "May" with a capital is the month.
const ANYWHERE: &[&str] = &[
    "allegedly",
    "alleged",
    "apparently",
    "could",
    "likely",
    "may",
    "maybe",
    "might",
    "perhaps",
    "possibly",
    "presumably",
    "probably",
    "purportedly",
    "reportedly",
    "rumored",
    "rumoured",
    "seemingly",
    "supposedly",
    "unlikely",
];

/// Words that hedge in a cue only: "is understood to", but "he understood her".
const IN_A_CUE: &[&str] = &[
    "appear",
    "appeared",
    "appears",
    "believed",
    "expected",
    "feared",
    "seem",
    "seemed",
    "seems",
    "suggested",
    "suggests",
    "thought",
    "understood",
];

/// The places of the words that hedge a statement, in order, none inside another.
pub(crate) fn hedges(text: &str, statement: &Statement<Span>) -> Vec<Span> {
    let mut places: Vec<Span> = Vec::new();
    if matches!(statement.stance, Stance::Hedged | Stance::Forecast) {
        let proofs = statement.evidence.iter().filter(|evidence| evidence.field == "stance");
        places.extend(proofs.map(|evidence| evidence.place));
    }
    for (spans, lists) in
        [(&statement.content, &[ANYWHERE][..]), (&statement.cue, &[ANYWHERE, IN_A_CUE])]
    {
        for span in spans {
            let found = words(text, *span)
                .filter(|place| lists.iter().any(|list| list.contains(&place.of(text))));
            places.extend(found);
        }
    }
    // A whole clause as evidence would colour everything; the word inside it says it better.
    places.retain(|place| !place.is_empty() && place.len() <= LONGEST);
    places.sort_by_key(|place| (place.start(), std::cmp::Reverse(place.end())));
    let mut apart: Vec<Span> = Vec::new();
    for place in places {
        if apart.last().is_none_or(|last| last.end() <= place.start()) {
            apart.push(place);
        }
    }
    apart
}

/// Bytes above which evidence is a clause rather than a word or two.
const LONGEST: usize = 24;

/// The words within a span, letters only.
fn words(text: &str, span: Span) -> impl Iterator<Item = Span> + '_ {
    let is_no_letter = |c: char| !c.is_alphabetic();
    let mut at = span.start();
    span.of(text).split_inclusive(is_no_letter).filter_map(move |piece| {
        let start = at;
        at += piece.len();
        let word = piece.trim_end_matches(is_no_letter);
        (!word.is_empty()).then(|| Span::new(start, start + word.len()))
    })
}

#[cfg(test)]
mod tests {
    use sayso::id::StatementId;
    use sayso::record::{Evidence, Quotation, Speaker, SpeakerClass};

    use super::*;

    /// A statement with this content and cue in a text.
    fn statement(text: &str, content: &str, cue: &str) -> Statement<Span> {
        let place = |words: &str| {
            let start = text.find(words).expect("in the text");
            Span::new(start, start + words.len())
        };
        Statement {
            id: StatementId::new("a/0"),
            source: Vec::new(),
            cue: vec![place(cue)],
            content: vec![place(content)],
            quotation: Quotation::Indirect,
            speaker: Speaker {
                class: SpeakerClass::Unattributed,
                entity: None,
                name: None,
                role: None,
                speaks_for: None,
                close_to: None,
                anonymity_reason: None,
                confidence: 1.0,
                candidates: Vec::new(),
            },
            via: Vec::new(),
            work: None,
            addressee: None,
            said: None,
            stance: Stance::Asserts,
            negated: false,
            parent: None,
            continues: None,
            disputes: Vec::new(),
            disputed_by: Vec::new(),
            confidence: 1.0,
            evidence: Vec::new(),
        }
    }

    fn found<'a>(text: &'a str, statement: &Statement<Span>) -> Vec<&'a str> {
        hedges(text, statement).iter().map(|place| place.of(text)).collect()
    }

    #[test]
    fn hedges_are_words_of_content_and_cue() {
        let text = "In May it is understood that he understood she might perhaps sail.";
        let statement = statement(text, "he understood she might perhaps sail", "is understood");
        assert_eq!(found(text, &statement), ["understood", "might", "perhaps"]);
    }

    #[test]
    fn evidence_of_the_stance_comes_first_and_nothing_is_marked_twice() {
        let text = "Sources say it is set to close and may well sink.";
        let mut statement = statement(text, "it is set to close and may well sink", "say");
        statement.stance = Stance::Forecast;
        for words in ["set to", "may well", "it is set to close and may well sink, "] {
            let start = text.find(words.trim_end_matches(", ")).expect("in the text");
            let place = Span::new(start, start + words.len().min(text.len() - start));
            let by = "a rule".to_owned();
            statement.evidence.push(Evidence { field: "stance".to_owned(), place, by });
        }
        assert_eq!(found(text, &statement), ["set to", "may well"]);
    }
}
