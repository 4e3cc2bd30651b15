//! Whom does "who" mean?
//!
//! The name before it, the source before it, the person whom a phrase before it describes; else what the
//! noun itself tells: "listeners to his programme who said" are listeners.

use std::ops::Range;

use super::group::is_agent_noun;
use super::{Room, Voice};
use crate::phrase::{is_determiner, is_preposition};
use crate::segment::Shape;
use crate::words::{self, Class};

impl Room<'_> {
    /// "Lund, who said": the noun before the pronoun.
    pub(super) fn of_relative(&mut self, at: usize, tokens: &Range<usize>) -> Option<Voice> {
        let span = self.page.segmented.cover(tokens.clone());
        let sentence = self.page.sentence_of(at);
        let mut before = at;
        while before > sentence.start && !self.page.is_word(before - 1) {
            before -= 1;
        }
        let last = before.checked_sub(1).filter(|b| *b >= sentence.start)?;
        let human = page_is_human(self.page.lower(at));
        if let Some(figure) = self.cast.at(last).filter(|f| !human || self.cast.is_person(*f)) {
            return Some(self.of_figure(figure).because(
                "speaker",
                span,
                "relative pronoun: the name before it",
            ));
        }
        if let Some(r) = self.field.source_of[last]
            && let Some(voice) = self.voices[r].clone()
        {
            return Some(voice.again(span, "relative pronoun: the source before it"));
        }
        if human && let Some(voice) = self.person_before(sentence.start..before, span) {
            return Some(voice);
        }
        let start = self.phrase_start(sentence.start, last);
        let phrase = self.page.phrase(start..last + 1)?;
        Some(self.by_head(start..last + 1, &phrase))
    }

    /// The nearest name or noun for people before a "who", past things: "a member of the board who".
    fn person_before(&mut self, clause: Range<usize>, pronoun: sayso_core::Span) -> Option<Voice> {
        const APPOSITION: &str = "relative pronoun: the person named before it";
        let page = self.page;
        for at in clause.clone().rev() {
            if let Some(figure) = self.cast.at(at).filter(|f| self.cast.is_person(*f)) {
                let end = self.cast.name_at(at).map_or(at + 1, |(name, _)| name.tokens.end);
                // "Lund's office, who": the owner is not meant.
                if page.is_possessive(end) {
                    continue;
                }
                return Some(self.of_figure(figure).because("speaker", pronoun, APPOSITION));
            }
            if !self.is_human_noun(at) {
                continue;
            }
            let start = self.phrase_start(clause.start, at);
            // "Lund, a sailor from the north who"
            let apposed = start
                .checked_sub(2)
                .filter(|name| *name >= clause.start && page.lower(start - 1) == ",")
                .and_then(|name| self.cast.at(name))
                .filter(|f| self.cast.is_person(*f) && !words::is_plural(page.lower(at)));
            if let Some(figure) = apposed {
                return Some(self.of_figure(figure).because("speaker", pronoun, APPOSITION));
            }
            let phrase = page.phrase(start..clause.end)?;
            return Some(self.by_head(start..clause.end, &phrase));
        }
        None
    }

    /// Whether a token is a noun for people, written small.
    fn is_human_noun(&self, at: usize) -> bool {
        let token = &self.page.segmented.tokens[at];
        token.shape == Shape::Lower
            && (self.page.is_any(
                at,
                &[
                    Class::Role,
                    Class::Insider,
                    Class::Collective,
                    Class::Near,
                    Class::Spokes,
                    Class::Kin,
                ],
            ) && !self.page.is(at, Class::Quantity)
                || words::is_plural(&token.lower) && is_agent_noun(&words::singular(&token.lower)))
    }

    /// Where the words before a noun that belong to its phrase begin.
    pub(super) fn phrase_start(&self, floor: usize, noun: usize) -> usize {
        const LONGEST: usize = 8;
        let page = self.page;
        let mut start = noun;
        while start > floor
            && noun - start < LONGEST
            && (page.is_word(start - 1) || page.is_possessive(start - 1))
            && !page.is(start - 1, Class::Speech)
            && !is_preposition(page.lower(start - 1))
        {
            start -= 1;
            if is_determiner(page.lower(start)) {
                break;
            }
        }
        start
    }
}

/// Whether a relative pronoun is one for people.
fn page_is_human(lower: &str) -> bool {
    matches!(lower, "who" | "whom")
}
