//! Which of the article's people does a description name?
//!
//! "The harbour master" is whoever was called so, "her brother" whoever was said to be one; a headline's
//! "tax expert" may be named only further down. Where no role tells, a definite description of one
//! person means whom the text speaks of, with less confidence.

use std::ops::Range;

use sayso_core::record::{AttributeKind, EntityKind};

use super::foretold::is_party;
use super::{Room, Voice, head_word};
use crate::coref::{FigureId, Principal, is_a};
use crate::phrase::Phrase;
use crate::words::{self, Class};

/// How often the person whom an article is about is named at least.
const OFTEN: usize = 5;

impl Room<'_> {
    /// "A tax expert" before or after "Olga Brandt, the tax expert": the person with that description.
    pub(super) fn named_by_description(
        &self,
        tokens: &Range<usize>,
        phrase: &Phrase,
        definite: bool,
    ) -> Option<Voice> {
        let page = self.page;
        let span = page.segmented.cover(tokens.clone());
        let complement = phrase.after < tokens.end
            && page.is_word(phrase.after)
            && !matches!(page.lower(phrase.after), "and" | "who")
            && !page.is(phrase.after + 1, Class::Number);
        if complement && !definite {
            return None;
        }
        let head = head_word(page, phrase.head);
        let modifiers: Vec<&str> = phrase.modifiers.clone().map(|at| page.lower(at)).collect();
        if !definite {
            if !page.is(phrase.head, Class::Role)
                || page.is(phrase.head, Class::Insider)
                || is_party(&head)
            {
                return None;
            }
            return self.with_role(tokens, &head, &modifiers);
        }
        // A description that no unnamed source carries.
        if self.recent().any(|(_, v)| v.figure.is_none() && !v.plural && is_a(&v.head, &head)) {
            return None;
        }
        if let Some(voice) = self.main_candidate(tokens, phrase, &modifiers) {
            return Some(voice);
        }
        if let Some(figure) = self.person_described(tokens.start, &head, &modifiers) {
            let mut voice = self.of_figure(figure);
            voice.confidence = 0.75;
            voice.role = self.describes(tokens.clone());
            return Some(voice.because("speaker", span, "description: the person with that role"));
        }
        // "the tycoon" after "Olga Brandt, the richest woman in town": whom the text speaks of.
        let aged = modifiers.iter().any(|m| m.ends_with("-year-old"));
        let plain = page.is_any(phrase.head, &[Class::Insider, Class::Kin]) && !aged
            || matches!(
                head.as_str(),
                "employee"
                    | "member"
                    | "worker"
                    | "player"
                    | "reporter"
                    | "resident"
                    | "supporter"
                    | "witness"
                    | "student"
                    | "voter"
                    | "neighbour"
                    | "neighbor"
                    | "fan"
                    | "victim"
            );
        let sentence = page.sentence_of(tokens.start);
        let hidden = sentence.clone().any(|at| page.lower(at) == "anonymity");
        let of_body = self.cast.within(phrase.modifiers.clone()).iter().any(|(_, f)| {
            let figure = &self.cast.figures[*f];
            // A party is no employer: "the GOP candidate".
            let party = figure.words.iter().any(|w| matches!(w.as_str(), "gop" | "party"));
            matches!(figure.kind, EntityKind::Organisation | EntityKind::Outlet) && !party
        });
        if plain || hidden || complement || of_body {
            return None;
        }
        let reading = self.pronouns.described_at(tokens.start)?;
        let age = page
            .lower(phrase.head)
            .strip_suffix("-year-old")
            .or_else(|| modifiers.iter().find_map(|m| m.strip_suffix("-year-old")));
        let figure = std::iter::once(reading.figure)
            .chain(reading.others.iter().map(|(figure, _)| *figure))
            .find(|figure| {
                // Not somebody of another age, and not the candidate's daughter for the candidate.
                !self.belongs_to(*figure, &head)
                    && age.is_none_or(|age| {
                        !self.cast.figures[*figure]
                            .facts
                            .iter()
                            .any(|f| f.kind == AttributeKind::Age && f.head != age)
                    })
            })?;
        let mut voice = self.of_figure(figure);
        voice.confidence = 0.5;
        voice.role = self.describes(tokens.clone());
        Some(voice.because("speaker", span, "description: the person whom the text speaks of"))
    }

    /// "A tax expert": the nearest person with that very role who is a source somewhere.
    fn with_role(&self, tokens: &Range<usize>, head: &str, modifiers: &[&str]) -> Option<Voice> {
        let span = self.page.segmented.cover(tokens.clone());
        let fits = |fact: &crate::coref::Fact| {
            let value = fact.value.to_lowercase();
            is_a(&fact.head, head)
                && (fact.head == head || !modifiers.is_empty())
                && modifiers.iter().all(|m| value.split([' ', ',']).any(|w| w == *m))
        };
        let mut people: Vec<FigureId> = (0..self.cast.figures.len())
            .filter(|id| {
                let figure = &self.cast.figures[*id];
                figure.kind == EntityKind::Person && figure.facts.iter().any(fits)
            })
            .collect();
        // The nearest in the text that is a source somewhere.
        people.retain(|id| self.speaks(*id));
        let nearest = people.into_iter().min_by_key(|id| {
            self.cast.figures[*id]
                .mentions
                .iter()
                .map(|m| m.start.abs_diff(tokens.start))
                .min()
                .unwrap_or(usize::MAX)
        })?;
        let mut voice = self.of_figure(nearest);
        voice.confidence = 0.65;
        voice.role = self.describes(tokens.clone());
        Some(voice.because("speaker", span, "description: the only person named with that role"))
    }

    /// "The candidate": whom the article is about, unless another one whom it calls so is so as much.
    fn main_candidate(
        &self,
        tokens: &Range<usize>,
        phrase: &Phrase,
        modifiers: &[&str],
    ) -> Option<Voice> {
        let page = self.page;
        let head = head_word(page, phrase.head);
        let main = self.main_person().filter(|_| is_running(&head))?;
        if self.cast.figures[main].mentions.len() < OFTEN {
            return None;
        }
        let gender = words::gender_of_word(page.lower(phrase.head));
        let mentions = |id: FigureId| self.cast.figures[id].mentions.len();
        let rival = self
            .person_described(tokens.start, &head, modifiers)
            .is_some_and(|other| other != main && 2 * mentions(other) >= mentions(main));
        if rival
            || !self.cast.figures[main].gender.agrees(gender)
            || self.cast.last_before(main, tokens.start).is_none()
            || self.belongs_to(main, &head)
        {
            return None;
        }
        let mut voice = self.of_figure(main);
        voice.confidence = 0.6;
        voice.role = self.describes(tokens.clone());
        let span = page.segmented.cover(tokens.clone());
        Some(voice.because("speaker", span, "description: the person whom the article is about"))
    }

    /// Whether a person is said to be somebody of such a one: "the candidate's daughter".
    fn belongs_to(&self, figure: FigureId, head: &str) -> bool {
        let page = self.page;
        self.cast.figures[figure].facts.iter().any(|fact| {
            let sentence = page.sentence_of(fact.tokens.start);
            // The fact may leave out what stands before the possessive.
            (sentence.start.max(fact.tokens.start.saturating_sub(1))..fact.tokens.end)
                .any(|at| page.is_possessive(at + 1) && is_a(&head_word(page, at), head))
        })
    }

    /// "her brother", "Lund's brother": the person who is said to be one.
    pub(super) fn relative_of(&self, tokens: &Range<usize>, phrase: &Phrase) -> Option<Voice> {
        let page = self.page;
        let head = head_word(page, phrase.head);
        let owner = match self.owner(phrase.possessor.clone()?) {
            Some(Principal::Figure(figure)) => Some(figure),
            _ => None,
        };
        let figure = self.cast.figures.iter().enumerate().find(|(id, f)| {
            f.kind == EntityKind::Person
                && Some(*id) != owner
                && f.facts.iter().any(|fact| {
                    fact.kind == AttributeKind::Kin && fact.head == head
                        || is_a(&fact.head, &head)
                            && self.fact_owner(fact) == owner
                            && owner.is_some()
                })
        })?;
        let span = page.segmented.cover(tokens.clone());
        let mut voice = self.of_figure(figure.0);
        voice.confidence = 0.75;
        voice.role = self.describes(tokens.clone());
        Some(voice.because("speaker", span, "description: the person with that kinship or role"))
    }

    /// Whose brother, whose mayor: the possessor in the words of a fact.
    pub(super) fn fact_owner(&self, fact: &crate::coref::Fact) -> Option<FigureId> {
        let phrase = self.page.phrase(fact.tokens.clone())?;
        match self.owner(phrase.possessor?) {
            Some(Principal::Figure(figure)) => Some(figure),
            _ => None,
        }
    }

    /// Whether a figure is named in the source of some relation.
    pub(super) fn speaks(&self, figure: FigureId) -> bool {
        self.cast
            .named
            .iter()
            .any(|(name, f)| *f == figure && self.field.source_of[name.tokens.start].is_some())
    }
}

/// Nouns for somebody who runs for an office, of whom an election report has one in mind.
fn is_running(head: &str) -> bool {
    matches!(head, "candidate" | "nominee" | "contender" | "front-runner" | "frontrunner")
}
