//! Whose turn is it in an interview or a transcript?
//!
//! Printed conversations label each turn: `ORR: We never asked.` A label counts if it opens at least
//! two paragraphs of the text. Who mostly asks is the interviewer, whose questions state nothing; what
//! they report of others is found line by line as everywhere else.

use std::collections::BTreeMap;

use sayso_core::Span;

use crate::segment::{Paragraph, Segmented, Shape};

/// What a paragraph is in a conversation.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Turn {
    /// No part of one, or a question.
    None,
    /// The interviewer's: it states nothing itself.
    Question,
    /// Somebody's labelled turn.
    Answer { source: Span, colon: Span, content: Span },
    /// A paragraph without a label between two labelled ones.
    GoesOn,
}

/// For each paragraph, what it is.
pub(super) fn turns(segmented: &Segmented<'_>) -> Vec<Turn> {
    let labels: Vec<Option<(Span, Span, Span)>> =
        segmented.paragraphs.iter().map(|p| label(segmented, p)).collect();
    // How often each label opens a paragraph, and how often that paragraph ends in a question.
    let mut count: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (name, _, content) in labels.iter().flatten() {
        let entry = count.entry(name.of(segmented.text)).or_default();
        entry.0 += 1;
        entry.1 += usize::from(content.of(segmented.text).ends_with('?'));
    }
    let of = |name: &Span| count.get(name.of(segmented.text)).copied().unwrap_or_default();
    let is_turn = |name: &Span| of(name).0 >= 2;
    let conversation = count.values().filter(|(n, _)| *n >= 2).count() >= 2;
    let last = labels.iter().rposition(|l| l.as_ref().is_some_and(|(name, ..)| is_turn(name)));
    let mut answering = false;
    labels
        .iter()
        .enumerate()
        .map(|(n, label)| match label {
            Some((name, colon, content)) if conversation && is_turn(name) => {
                let (turns, questions) = of(name);
                answering = questions * 2 < turns;
                if answering {
                    Turn::Answer { source: *name, colon: *colon, content: *content }
                } else {
                    Turn::Question
                }
            }
            None if answering && last.is_some_and(|last| n < last) => {
                if segmented.paragraphs[n].furniture.is_none() { Turn::GoesOn } else { Turn::None }
            }
            _ => Turn::None,
        })
        .collect()
}

/// Label, colon and words of a paragraph that begins with one to four capitalised words and a colon.
fn label(segmented: &Segmented<'_>, paragraph: &Paragraph) -> Option<(Span, Span, Span)> {
    let tokens = &segmented.tokens[paragraph.tokens.clone()];
    let colon = tokens.iter().take(5).position(|t| t.form == ":").filter(|&at| at > 0)?;
    let named =
        tokens[..colon].iter().all(|t| matches!(t.shape, Shape::Upper | Shape::Capitalised));
    let first = tokens.get(colon + 1)?;
    let content = Span::new(first.span.start(), paragraph.span.end());
    named.then(|| (tokens[0].span.cover(tokens[colon - 1].span), tokens[colon].span, content))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::segment;

    #[test]
    fn questions_state_nothing_and_answers_go_on() {
        let text = "PAPER: Was it you?\n\nORR: No.\n\nI was away.\n\nPAPER: Where?\n\nORR: In Ghent.\n\nShe left.";
        let segmented = segment(text, &[]);
        let kinds: Vec<&str> = turns(&segmented)
            .iter()
            .map(|turn| match turn {
                Turn::None => "none",
                Turn::Question => "question",
                Turn::Answer { source, .. } => source.of(text),
                Turn::GoesOn => "goes on",
            })
            .collect();
        assert_eq!(kinds, ["question", "ORR", "goes on", "question", "ORR", "none"]);
    }

    #[test]
    fn one_colon_is_no_conversation() {
        let text = "Verdict: a good evening.\n\nStars: four.";
        assert!(turns(&segment(text, &[])).iter().all(|t| *t == Turn::None));
    }
}
