//! To whom does a trained reader trace a description back?
//!
//! Asked where no rule knows: "the club", "the striker", "the new chairman". The reader gives each
//! mention the probabilities of earlier ones; those of one figure are summed, and mentions that are
//! nobody's yet are traced further back.

use std::collections::BTreeMap;
use std::ops::Range;

use sayso_core::record::{EntityKind, SpeakerClass};

use super::{Room, Voice};
use crate::coref::FigureId;
use crate::phrase::Phrase;
use crate::words::{self, Gender};

/// A figure must be so probable.
const LEAST: f32 = 0.5;

/// How many mentions of nobody are traced further back, one after the other.
const STEPS: usize = 3;

impl Room<'_> {
    /// The person or body that a definite description of one goes back to, if the reader is sure.
    pub(super) fn traced(
        &self,
        tokens: &Range<usize>,
        phrase: &Phrase,
        is_person: bool,
    ) -> Option<Voice> {
        let page = self.page;
        let definite =
            phrase.determiner.is_some_and(|at| matches!(page.lower(at), "the" | "this" | "that"));
        let head = page.lower(phrase.head);
        if !definite || phrase.possessor.is_some() || words::is_plural(head) {
            return None;
        }
        let mut shares = BTreeMap::new();
        self.trace(phrase.head, 1.0, STEPS, &mut shares);
        let (figure, share) = shares.into_iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
        let known = &self.cast.figures[figure];
        let gender = words::gender_of_word(head);
        let fits = if is_person {
            self.cast.is_person(figure)
                && (gender == Gender::Unknown || known.gender.agrees(gender))
        } else {
            matches!(known.kind, EntityKind::Organisation | EntityKind::Outlet) && !known.unknown
        };
        if share < LEAST || !fits {
            return None;
        }
        let span = page.segmented.cover(tokens.clone());
        let mut voice = self.of_figure(figure);
        if is_person {
            voice.class = SpeakerClass::Named;
        }
        voice.role = self.describes(tokens.clone());
        Some(voice.because("speaker", span, "description: whom the reader traces it back to"))
    }

    /// Adds what the antecedents of a mention say of each figure.
    fn trace(&self, token: usize, weight: f32, steps: usize, shares: &mut BTreeMap<FigureId, f32>) {
        for (before, probability) in self.hints.antecedents(token) {
            let weight = weight * probability;
            if let Some(figure) = self.mentioned_at(*before) {
                *shares.entry(figure).or_default() += weight;
            } else if steps > 0 && weight > 0.1 {
                self.trace(*before, weight, steps - 1, shares);
            }
        }
    }

    /// The figure whose name ends at a token, or that a pronoun there means.
    fn mentioned_at(&self, token: usize) -> Option<FigureId> {
        let name = self.cast.name_at(token).filter(|(name, _)| name.core.end == token + 1);
        name.map(|(_, figure)| figure)
            .or_else(|| self.pronouns.at(token).map(|reading| reading.figure))
    }
}
