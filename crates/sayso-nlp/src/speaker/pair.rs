//! Whom do "the pair", "both leaders", "the two countries" and "the senators" mean?
//!
//! Two whom the text has joined by "and", the last such pair that fits; else the only two people of the
//! article with that role.

use std::ops::Range;

use sayso_core::record::{EntityKind, SpeakerClass};

use super::{Room, Voice, head_word};
use crate::coref::{FigureId, is_a};
use crate::names::Name;
use crate::phrase::Phrase;
use crate::segment::Shape;
use crate::words::{self, Class};

/// How many tokens may stand between two joined names: a party, an age, a role.
const APART: usize = 14;
/// How many paragraphs back a pair is still meant.
const BACK: usize = 8;

impl Room<'_> {
    /// The two people, bodies or countries that a plural description means.
    pub(super) fn pair(&self, tokens: &Range<usize>, phrase: &Phrase) -> Option<Voice> {
        let page = self.page;
        let head = page.lower(phrase.head);
        let opening: Vec<&str> = phrase
            .determiner
            .into_iter()
            .chain(phrase.modifiers.clone())
            .map(|at| page.lower(at))
            .collect();
        // "both" before a source is left out of it when it is trimmed.
        let before = phrase.determiner.unwrap_or(phrase.head).checked_sub(1);
        let both = before.is_some_and(|b| page.lower(b) == "both");
        let two = both
            || opening.iter().any(|word| matches!(*word, "two" | "both"))
            || matches!(head, "pair" | "duo" | "couple" | "both" | "two");
        let definite = both || opening.iter().any(|w| matches!(*w, "the" | "these" | "both"));
        if !definite || phrase.possessor.is_some() || self.has_complement(phrase, tokens) {
            return None;
        }
        let complement = phrase.after < tokens.end
            && page.is_word(phrase.after)
            && !matches!(page.lower(phrase.after), "themselves" | "both");
        let described = phrase
            .modifiers
            .clone()
            .any(|at| page.is_word(at) && !matches!(page.lower(at), "two" | "both"));
        if complement || described && !two {
            return None;
        }
        let kind = kind_of(head);
        // "the companies" may be any, and whose parents "both parents" are nobody knows from here.
        let people = !two && kind.is_none() && page.is(phrase.head, Class::Role);
        if !two && !people
            || words::classes(&words::singular(head)).is(Class::Kin)
            || matches!(head, "camps" | "sides")
        {
            return None;
        }
        let (first, second) = self
            .joined_two(0..tokens.start, kind, two, head)
            .or_else(|| {
                // An opening may speak of two whom it names later.
                let rest = tokens.end..page.segmented.tokens.len();
                (two && self.in_opening(tokens.start))
                    .then(|| self.joined_two(rest, kind, two, head))
                    .flatten()
            })
            .or_else(|| {
                kind.is_none().then(|| self.only_two(&head_word(page, phrase.head))).flatten()
            })?;
        let name = |figure: FigureId| &self.cast.figures[figure].name;
        let people = self.cast.is_person(first) && self.cast.is_person(second);
        let class = if people { SpeakerClass::Named } else { SpeakerClass::Organisation };
        let mut voice = Voice::new(class, if two { 0.7 } else { 0.6 });
        voice.name = Some(format!("{} and {}", name(first), name(second)));
        voice.plural = true;
        voice.head = head_word(page, phrase.head);
        voice.role = self.describes(tokens.clone());
        let span = page.segmented.cover(tokens.clone());
        Some(voice.because("speaker", span, "description: the two whom the text has joined"))
    }

    /// The two of a kind that "and" joins in one sentence of some tokens: of those before a description
    /// the last two, of those after it the first.
    fn joined_two(
        &self,
        among: Range<usize>,
        kind: Option<EntityKind>,
        two: bool,
        head: &str,
    ) -> Option<(FigureId, FigureId)> {
        let page = self.page;
        let paragraph =
            |at: usize| page.segmented.paragraph_at(page.segmented.tokens[at].span.start());
        let ahead = among.start > 0;
        let here = paragraph(
            if ahead { among.start } else { among.end }.min(page.segmented.tokens.len() - 1),
        );
        let singular = words::singular(head);
        let fits = |figure: FigureId| {
            let known = &self.cast.figures[figure];
            !known.unknown
                && match kind {
                    Some(EntityKind::Organisation) => {
                        matches!(known.kind, EntityKind::Organisation | EntityKind::Outlet)
                    }
                    Some(kind) => known.kind == kind,
                    None => known.kind == EntityKind::Person,
                }
        };
        let gender = words::gender_of_word(&singular);
        let called_so = |figure: FigureId| {
            self.cast.figures[figure].facts.iter().any(|fact| is_a(&fact.head, &singular))
        };
        let named: Vec<&(Name, FigureId)> = self
            .cast
            .named
            .iter()
            .filter(|(name, figure)| {
                name.tokens.start >= among.start && name.tokens.end <= among.end && fits(*figure)
            })
            .collect();
        let meant = |(a, b): &(&(Name, FigureId), &(Name, FigureId))| {
            a.1 != b.1
                && self.cast.figures[a.1].gender.agrees(gender)
                && self.cast.figures[b.1].gender.agrees(gender)
                && here.abs_diff(paragraph(a.0.tokens.start)) <= BACK
                && self.are_joined(a.0.tokens.end, b.0.tokens.start)
                && (two || called_so(a.1) || called_so(b.1))
        };
        let mut pairs = named.iter().copied().zip(named.iter().copied().skip(1));
        let found = if ahead { pairs.find(meant) } else { pairs.rfind(meant) };
        found.map(|(a, b)| (a.1, b.1))
    }

    /// Whether "and" joins what stands before and after some tokens of one sentence.
    fn are_joined(&self, end: usize, start: usize) -> bool {
        let page = self.page;
        start > end
            && start - end <= APART
            && page.sentence_index(end) == page.sentence_index(start)
            && (end..start).any(|at| page.lower(at) == "and")
            && (end..start).all(|at| {
                let token = &page.segmented.tokens[at];
                let verb = token.shape == Shape::Lower && page.is(at, Class::Speech);
                !verb
                    && token.shape != Shape::QuotationMark
                    && !page.is_possessive(at)
                    && !matches!(
                        token.lower.as_str(),
                        "who"
                            | "which"
                            | "is"
                            | "was"
                            | "are"
                            | "were"
                            | "has"
                            | "had"
                            | "to"
                            | "with"
                            | "but"
                            | "while"
                            | "that"
                    )
            })
    }

    /// The two people of the article with a role, if there are no more.
    fn only_two(&self, role: &str) -> Option<(FigureId, FigureId)> {
        let mut people = (0..self.cast.figures.len()).filter(|id| {
            self.cast.is_person(*id)
                && self.cast.figures[*id].facts.iter().any(|fact| is_a(&fact.head, role))
        });
        let (first, second) = (people.next()?, people.next()?);
        people.next().is_none().then_some((first, second))
    }
}

/// The kind of things that a noun for two of them means; people have none.
fn kind_of(head: &str) -> Option<EntityKind> {
    match head {
        "countries" | "nations" | "governments" | "states" | "capitals" | "powers" => {
            Some(EntityKind::Place)
        }
        "clubs" | "companies" | "firms" | "agencies" | "banks" | "teams" | "unions" | "parties"
        | "papers" | "newspapers" | "networks" | "bodies" | "groups" => {
            Some(EntityKind::Organisation)
        }
        _ => None,
    }
}
