//! Whom does a headline or a lead describe before the text names them?
//!
//! "Harbour master warns of ice" is the harbour master whom the third paragraph names. The person must
//! be a source, must not be named beside the description already, and the description must fit what the
//! text tells of them; failing that, one person must do most of the talking.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Room, Voice, head_word};
use crate::coref::{FigureId, is_a};
use crate::phrase::Phrase;
use crate::words::{self, Class};

/// How many paragraphs can describe whom a later one names.
const OPENING_PARAGRAPHS: usize = 5;
/// How many tokens they may have together.
const OPENING_TOKENS: usize = 150;

impl Room<'_> {
    /// The person whom a description in the opening of the article means, if they are named further on.
    pub(super) fn foretold(&self, tokens: &Range<usize>, phrase: &Phrase) -> Option<Voice> {
        let page = self.page;
        if !self.in_opening(tokens.start) || self.stays_unnamed(tokens, phrase) {
            return None;
        }
        // "renewed Republican calls": without a determiner only what opens a clause is a person.
        let bare = phrase.determiner.is_none() && phrase.possessor.is_none();
        let sentence = page.sentence_of(tokens.start);
        if bare && tokens.start > sentence.start && page.is_word(tokens.start - 1) {
            return None;
        }
        let head = head_word(page, phrase.head);
        let gender = words::gender_of_word(page.lower(phrase.head));
        let about = self.words_about(tokens, phrase);
        let later = |id: &FigureId| {
            let figure = &self.cast.figures[*id];
            self.cast.is_person(*id)
                && figure.gender.agrees(gender)
                && self.speaks(*id)
                && !self.is_named_before(*id, tokens.start)
        };
        let beside = |id: FigureId| self.is_named_before(id, sentence.end);
        let people: Vec<FigureId> = (0..self.cast.figures.len()).filter(later).collect();
        let indefinite = phrase.determiner.is_some_and(|d| matches!(page.lower(d), "a" | "an"));
        // A party alone says too little.
        let partisan = is_party(&head);
        let described = people
            .iter()
            .filter_map(|id| Some((self.description_fits(*id, &head, &about)?, *id)))
            .filter(|(fits, id)| !partisan && (*fits >= 3 || *fits >= 2 && !beside(*id)))
            // "a judge" may be another one than the judge who speaks, unless all words fit.
            .filter(|(fits, _)| !indefinite || !about.is_empty() && *fits == 2 + about.len())
            .max_by_key(|(fits, id)| (*fits, std::cmp::Reverse(*id)));
        let (figure, confidence, by) = match described {
            Some((fits, id)) => {
                let confidence = if fits >= 3 { 0.75 } else { 0.65 };
                (id, confidence, "description: the person named later with that role")
            }
            // "the judge" without a judge in the article is nobody whom it names.
            None if phrase.determiner.is_some() => return None,
            None => {
                let free = |id: &FigureId| !beside(*id) && !self.is_of_another_party(*id, &head);
                let main = self.main_speaker(&people).filter(free);
                let lead = || self.first_in_lead(tokens.end).filter(|id| people.contains(id));
                let most = "description: the person who does most of the talking";
                match main {
                    Some(main) => (main, 0.55, most),
                    None if !bare || !self.in_headline(tokens.start) => return None,
                    None => (
                        lead().filter(free)?,
                        0.5,
                        "description in a headline: who speaks first in the lead",
                    ),
                }
            }
        };
        let mut voice = self.of_figure(figure);
        voice.confidence = confidence;
        voice.role = self.describes(tokens.clone());
        voice.others =
            people.iter().filter(|id| **id != figure).take(3).map(|id| (*id, 0.1)).collect();
        Some(voice.because("speaker", page.segmented.cover(tokens.clone()), by))
    }

    /// Whether a figure is called by its name before a token.
    fn is_named_before(&self, figure: FigureId, token: usize) -> bool {
        self.cast.named.iter().any(|(name, f)| *f == figure && name.tokens.start < token)
    }

    /// Whether a token stands where articles describe people whom they name later.
    pub(super) fn in_opening(&self, at: usize) -> bool {
        let span = self.page.segmented.tokens[at].span;
        at < OPENING_TOKENS && self.page.segmented.paragraph_at(span.start()) < OPENING_PARAGRAPHS
    }

    /// Whether a description may be of somebody who is left unnamed on purpose, or of many.
    fn stays_unnamed(&self, tokens: &Range<usize>, phrase: &Phrase) -> bool {
        let page = self.page;
        let shy = page.is_any(phrase.head, &[Class::Insider, Class::Near, Class::Spokes])
            || page.is_any(phrase.head, &[Class::Voice]) && phrase.possessor.is_none()
            || words::is_plural(page.lower(phrase.head));
        shy || page.sentence_of(tokens.start).any(|at| {
            matches!(page.lower(at), "anonymity" | "unnamed" | "unidentified" | "anonymous")
        })
    }

    /// The words of a description beside its head that can be found again.
    fn words_about(&self, tokens: &Range<usize>, phrase: &Phrase) -> Vec<String> {
        let page = self.page;
        tokens
            .clone()
            .filter(|at| *at != phrase.head && page.is_word(*at))
            .map(|at| page.lower(at))
            .filter(|word| {
                word.len() > 2
                    && !matches!(
                        *word,
                        "the"
                            | "former"
                            | "new"
                            | "longtime"
                            | "top"
                            | "and"
                            | "his"
                            | "her"
                            | "ex"
                    )
            })
            .map(str::to_owned)
            .collect()
    }

    /// How well a description fits a person: 2 for the role, 1 for each further word that their roles
    /// have too. `None` if they have no such role.
    fn description_fits(&self, figure: FigureId, head: &str, about: &[String]) -> Option<usize> {
        let facts = &self.cast.figures[figure].facts;
        let role = facts.iter().filter(|fact| {
            is_a(&fact.head, head) || fact.value.to_lowercase().split([' ', '-']).any(|w| w == head)
        });
        role.map(|fact| {
            let sentence = self.page.sentence_of(fact.tokens.start);
            let told = |word: &&String| sentence.clone().any(|at| self.page.lower(at) == **word);
            2 + about.iter().filter(told).count()
        })
        .max()
    }

    /// Whether a token stands in a paragraph as short as headlines are.
    fn in_headline(&self, at: usize) -> bool {
        const LONGEST: usize = 25;
        let segmented = self.page.segmented;
        let paragraph = segmented.paragraph_at(segmented.tokens[at].span.start());
        segmented.paragraphs.get(paragraph).is_some_and(|p| p.tokens.len() <= LONGEST)
    }

    /// The person who is the source of the first statement in running text, if that is one person.
    fn first_in_lead(&self, after: usize) -> Option<FigureId> {
        /// A headline or deck has fewer words.
        const RUNNING: usize = 16;
        let page = self.page;
        let lead = page
            .segmented
            .paragraphs
            .iter()
            .find(|p| p.tokens.start >= after && p.tokens.len() >= RUNNING)?;
        let first = self
            .relations
            .iter()
            .filter(|relation| relation.source.iter().any(|s| lead.span.contains(*s)))
            .min_by_key(|relation| super::place_of(relation))?;
        let source = self.tokens_of(&first.source);
        let names = self.cast.within(source.clone());
        let mut people =
            names.iter().map(|(_, figure)| *figure).filter(|f| self.cast.is_person(*f));
        let joined = source.clone().any(|at| page.lower(at) == "and");
        people.next().filter(|_| people.next().is_none() && !joined)
    }

    /// Whether the text tells of a person's party, and it is not the one that a noun names.
    fn is_of_another_party(&self, figure: FigureId, head: &str) -> bool {
        is_party(head)
            && self.cast.figures[figure].facts.iter().any(|f| is_party(&f.head) && f.head != head)
    }

    /// The person who does most of the talking: three statements at least, twice as many as anybody else.
    fn main_speaker(&self, people: &[FigureId]) -> Option<FigureId> {
        const FEWEST: usize = 3;
        let mut statements: BTreeMap<FigureId, Vec<usize>> = BTreeMap::new();
        let named = self.cast.named.iter().map(|(name, figure)| (name.tokens.start, *figure));
        let spoken_of = self.pronouns.iter().map(|(token, reading)| (token, reading.figure));
        for (token, figure) in named.chain(spoken_of) {
            if let Some(r) = self.field.source_of[token].filter(|_| self.cast.is_person(figure)) {
                statements.entry(figure).or_default().push(r);
            }
        }
        let mut counts: Vec<(usize, FigureId)> = statements
            .into_iter()
            .map(|(figure, mut of)| {
                of.sort_unstable();
                of.dedup();
                (of.len(), figure)
            })
            .collect();
        counts.sort_unstable_by_key(|(n, figure)| (std::cmp::Reverse(*n), *figure));
        let (most, figure) = *counts.first()?;
        let next = counts.get(1).map_or(0, |(n, _)| *n);
        (most >= FEWEST && most >= 2 * next && people.contains(&figure)).then_some(figure)
    }
}

/// Whether a noun tells of a person no more than the party.
pub(super) fn is_party(head: &str) -> bool {
    matches!(
        head,
        "republican" | "democrat" | "conservative" | "labour" | "liberal" | "tory" | "socialist"
    )
}
