//! Which speech goes on without a cue of its own?
//!
//! A quotation that stands alone after reported speech in its paragraph belongs to it; a paragraph of
//! nothing but quotation goes on with whoever spoke last. Only then is a quotation nobody's.

use sayso_core::Span;

use super::line::{self, Line};
use super::rule::Rule;
use super::turn::{self, Turn};
use super::{Found, relation, verbal};
use crate::quotation::{End, Kind};
use crate::relation::Relation;
use crate::segment::{Paragraph, Segmented};

/// All outermost attributions of a text.
pub(super) fn join(segmented: &Segmented<'_>) -> Vec<Relation> {
    let mut relations: Vec<Relation> = Vec::new();
    // The last relation of the last paragraph of running text, and how many such paragraphs ago.
    let mut last: Option<usize> = None;
    // A speech that began in the paragraph before and waits for its speaker.
    let mut waiting: Option<usize> = None;
    let turns = turn::turns(segmented);
    // The turn that paragraphs without a label belong to.
    let mut turn: Option<usize> = None;
    for (number, paragraph) in segmented.paragraphs.iter().enumerate() {
        if !paragraph.is_read {
            continue;
        }
        match &turns[number] {
            Turn::Answer { source, colon, content } => {
                let found = Found {
                    source: vec![*source],
                    cue: vec![*colon],
                    content: vec![*content],
                    by: Rule::TurnOfAConversation,
                };
                relations.push(relation(found, None));
                turn = Some(relations.len() - 1);
                last = turn;
                continue;
            }
            Turn::GoesOn => {
                if let Some(answer) = turn {
                    relations.push(without_cue(paragraph.span, Some(answer)));
                    turn = Some(relations.len() - 1);
                    continue;
                }
            }
            Turn::Question | Turn::None => turn = None,
        }
        let mut in_paragraph: Option<usize> = None;
        for line in line::lines(segmented, number) {
            let mut found = verbal::attributions(&line);
            if turns[number] == Turn::Question {
                found.retain(|f| f.by != Rule::NameAndColon);
            }
            if found.is_empty() && line.is_all_quotes() {
                let Some(span) = speech_of(&line) else { continue };
                let ends_before =
                    |n: usize| relations[n].content.last().is_none_or(|s| s.end() <= span.start());
                match in_paragraph {
                    // Another piece of what the cue before it reports.
                    Some(n) if is_spoken(segmented, &relations[n]) && ends_before(n) => {
                        relations[n].content.push(span);
                    }
                    _ => {
                        // After reported speech, the same speaker's own words.
                        let goes_on = in_paragraph.or(last);
                        relations.push(without_cue(span, goes_on));
                        let this = relations.len() - 1;
                        if goes_on.is_none() && runs_on(segmented, paragraph) {
                            waiting = Some(this);
                        }
                        in_paragraph = Some(this);
                    }
                }
                continue;
            }
            for found in found {
                relations.push(relation(found, None));
                let this = relations.len() - 1;
                if let Some(begun) = waiting.take()
                    && is_spoken(segmented, &relations[this])
                {
                    relations[begun].continues = Some(this);
                }
                in_paragraph = Some(this);
            }
        }
        if paragraph.furniture.is_none() {
            last = in_paragraph;
        }
    }
    relations
}

/// A piece of speech that goes on with another relation, or that nothing explains.
pub(super) fn without_cue(span: Span, continues: Option<usize>) -> Relation {
    let by = if continues.is_some() { Rule::SpeechGoesOn } else { Rule::SpeechWithoutACue };
    let found = Found { source: Vec::new(), cue: Vec::new(), content: vec![span], by };
    Relation { continues, ..relation(found, None) }
}

/// The quotations of a line as one span, if they hold speech.
fn speech_of(line: &Line<'_, '_>) -> Option<Span> {
    let items = line.trim(0..line.len());
    let any = (items.start..items.end).any(|at| line.is_speech(at));
    any.then(|| line.cover(items)).flatten()
}

/// Whether a relation holds quoted words.
fn is_spoken(segmented: &Segmented<'_>, relation: &Relation) -> bool {
    let spoken = |span: &Span| segmented.quotations_in(*span).any(|q| q.kind != Kind::Name);
    relation.content.iter().any(spoken)
}

/// Whether a paragraph's last quotation goes on in the next paragraph.
fn runs_on(segmented: &Segmented<'_>, paragraph: &Paragraph) -> bool {
    segmented.quotations_in(paragraph.span).any(|q| q.end == End::Continues)
}
