//! Whom do "he" and "she" mean?
//!
//! [`Pronouns::resolve`] reads the text once from left to right and keeps, for each person, where the
//! text last spoke of them and how: as the subject of a sentence, as the source of a statement, inside
//! somebody's words. The person with the most weight at the pronoun is meant; how far the next one is
//! behind tells how sure that is.

use std::collections::BTreeMap;

use sayso_core::Span;
use sayso_encoder::logarithm;

use crate::coref::{Cast, FigureId};
use crate::hints::Hints;
use crate::phrase::Page;
use crate::relation::Relation;
use crate::words::Gender;

/// What the relations say of each token.
#[derive(Debug)]
pub struct Field {
    /// The relation in whose source the token stands.
    pub source_of: Vec<Option<usize>>,
    /// The innermost quotation that holds the token.
    pub quotation: Vec<Option<usize>>,
    /// The innermost relation whose content holds the token.
    pub content_of: Vec<Option<usize>>,
}

impl Field {
    /// Looks up where the spans of the relations lie.
    pub fn new(page: Page<'_>, relations: &[Relation]) -> Field {
        let n = page.segmented.tokens.len();
        let mut field =
            Field { source_of: vec![None; n], quotation: vec![None; n], content_of: vec![None; n] };
        for (at, quotation) in page.segmented.quotations.iter().enumerate() {
            for token in page.segmented.tokens_in(quotation.span) {
                field.quotation[token] = Some(at);
            }
        }
        let length = |spans: &[Span]| spans.iter().map(|s| s.len()).sum::<usize>();
        let mut order: Vec<usize> = (0..relations.len()).collect();
        order.sort_by_key(|r| std::cmp::Reverse(length(&relations[*r].content)));
        for r in order {
            for span in &relations[r].content {
                for token in page.segmented.tokens_in(*span) {
                    field.content_of[token] = Some(r);
                }
            }
        }
        for (r, relation) in relations.iter().enumerate() {
            for span in &relation.source {
                for token in page.segmented.tokens_in(*span) {
                    field.source_of[token] = Some(r);
                }
            }
        }
        field
    }
}

/// What a pronoun means.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The person.
    pub figure: FigureId,
    /// How far ahead of the next person.
    pub margin: f32,
    /// The others, best first, with their distance to the best.
    pub others: Vec<(FigureId, f32)>,
    /// Where the text spoke of the person before.
    pub antecedent: usize,
}

/// All pronouns of a text that mean one of its people.
#[derive(Debug, Default)]
pub struct Pronouns {
    of: BTreeMap<usize, Reading>,
    /// Whom a source that begins with "the" at a token would mean if it were a pronoun.
    described: BTreeMap<usize, Reading>,
}

/// One place where the text speaks of a person.
struct Place {
    token: usize,
    /// The last token of a name's core, by which a trained reader knows it.
    head: usize,
    figure: FigureId,
    weight: f32,
    quotation: Option<usize>,
    source_of: Option<usize>,
    sentence: usize,
    paragraph: usize,
}

/// Where the text spoke of its people so far, and how often of each.
struct History<'h> {
    places: Vec<Place>,
    counts: BTreeMap<FigureId, u32>,
    /// What a trained reader thinks of antecedents.
    hints: &'h Hints,
}

impl History<'_> {
    fn push(&mut self, place: Place) {
        *self.counts.entry(place.figure).or_default() += 1;
        self.places.push(place);
    }
}

/// Weights tuned on the speakers of labelled news; they hold together, so change none alone.
mod weight {
    /// The first person that a sentence names, not inside a possessive.
    pub(super) const SUBJECT: f32 = 1.0;
    /// The source of a statement.
    pub(super) const SPEAKER: f32 = 0.7;
    /// A possessive: "Lund's boat".
    pub(super) const POSSESSIVE: f32 = -0.4;
    /// Each sentence back, for the first three.
    pub(super) const SENTENCE: f32 = -0.8;
    /// Each sentence back beyond them.
    pub(super) const FAR: f32 = -0.3;
    /// Another paragraph.
    pub(super) const PARAGRAPH: f32 = -0.3;
    /// Inside words that somebody else speaks.
    pub(super) const QUOTED: f32 = -1.2;
    /// Inside the words that the pronoun's own source speaks, or the speaker of the pronoun's words.
    pub(super) const OWN_WORDS: f32 = -2.0;
    /// A person whose gender is not told.
    pub(super) const UNTOLD: f32 = -0.5;
    /// The source of the statement before.
    pub(super) const LAST_SPEAKER: f32 = 0.4;
    /// Times the logarithm of how often the person was named.
    pub(super) const OFTEN: f32 = 0.3;
    /// Times the logarithm of the probability that a trained reader gives the person.
    pub(super) const HINTED: f32 = 0.4;
    /// What a reader gives nobody it has not thought of.
    pub(super) const UNTHOUGHT: f32 = 0.03;
}

impl Pronouns {
    /// Reads all pronouns of a text.
    pub fn resolve(
        page: Page<'_>,
        cast: &mut Cast,
        field: &Field,
        relations: &[Relation],
        hints: &Hints,
    ) -> Self {
        let mut names: Vec<(usize, usize, usize, FigureId)> = cast
            .named
            .iter()
            .filter(|(_, figure)| cast.is_person(*figure))
            .map(|(name, figure)| (name.tokens.start, name.core.end, name.tokens.end, *figure))
            .collect();
        names.sort_unstable();
        let mut names = names.into_iter().peekable();
        let mut pronouns = Pronouns::default();
        let mut history = History { places: Vec::new(), counts: BTreeMap::new(), hints };
        let mut seen_in_sentence = usize::MAX;
        for token in 0..page.segmented.tokens.len() {
            while let Some((start, core, end, figure)) =
                names.next_if(|(start, ..)| *start <= token)
            {
                let sentence = page.sentence_index(start);
                let first = seen_in_sentence != sentence;
                seen_in_sentence = sentence;
                let mut weight = 0.0;
                if page.is_possessive(end) {
                    weight += weight::POSSESSIVE;
                } else if first {
                    weight += weight::SUBJECT;
                }
                history.push(Place {
                    head: core - 1,
                    ..place(page, field, start, figure, weight, sentence)
                });
            }
            // "Lund, who told": the person named before the pronoun speaks.
            if page.lower(token) == "who" && field.source_of[token].is_some() {
                let sentence = page.sentence_index(token);
                if let Some(before) = history.places.last().filter(|p| p.sentence == sentence) {
                    let figure = before.figure;
                    history.push(place(page, field, token, figure, weight::SUBJECT, sentence));
                }
            }
            let begins_source = field.source_of[token].is_some()
                && token
                    .checked_sub(1)
                    .is_none_or(|b| field.source_of[b] != field.source_of[token]);
            if begins_source && page.lower(token) == "the" {
                let gender = (token + 1..token + 5)
                    .map(|at| crate::words::gender_of_word(page.lower(at)))
                    .find(|gender| *gender != Gender::Unknown)
                    .unwrap_or_default();
                if let Some(reading) = read(page, cast, field, relations, &history, token, gender) {
                    pronouns.described.insert(token, reading);
                }
            }
            let Some(gender) = gender_of_pronoun(page.lower(token)) else { continue };
            let sentence = page.sentence_index(token);
            let Some(reading) = read(page, cast, field, relations, &history, token, gender) else {
                continue;
            };
            let subject = matches!(page.lower(token), "he" | "she");
            let first = seen_in_sentence != sentence;
            if subject {
                seen_in_sentence = sentence;
            }
            let weight = if subject && first { weight::SUBJECT } else { 0.0 };
            let figure = reading.figure;
            if cast.figures[figure].gender == Gender::Unknown && reading.margin > 0.8 {
                cast.figures[figure].gender = gender;
            }
            history.push(place(page, field, token, figure, weight, sentence));
            pronouns.of.insert(token, reading);
        }
        pronouns
    }

    /// What the pronoun at a token means.
    pub fn at(&self, token: usize) -> Option<&Reading> {
        self.of.get(&token)
    }

    /// Whom the text speaks of where a source that begins with "the" stands.
    pub fn described_at(&self, token: usize) -> Option<&Reading> {
        self.described.get(&token)
    }

    /// All pronouns with their readings, in order.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &Reading)> {
        self.of.iter().map(|(token, reading)| (*token, reading))
    }
}

fn place(
    page: Page<'_>,
    field: &Field,
    token: usize,
    figure: FigureId,
    mut weight: f32,
    sentence: usize,
) -> Place {
    if field.source_of[token].is_some() {
        weight += weight::SPEAKER;
    }
    let paragraph = page.segmented.sentences.get(sentence).map_or(0, |s| s.paragraph);
    Place {
        token,
        head: token,
        figure,
        weight,
        quotation: field.quotation[token],
        source_of: field.source_of[token],
        sentence,
        paragraph,
    }
}

/// The gender of a pronoun for one person.
pub fn gender_of_pronoun(lower: &str) -> Option<Gender> {
    match lower {
        "he" | "him" | "his" | "himself" => Some(Gender::Male),
        "she" | "her" | "hers" | "herself" => Some(Gender::Female),
        _ => None,
    }
}

fn read(
    page: Page<'_>,
    cast: &Cast,
    field: &Field,
    relations: &[Relation],
    history: &History<'_>,
    token: usize,
    gender: Gender,
) -> Option<Reading> {
    let sentence = page.sentence_index(token);
    let paragraph = page.segmented.sentences.get(sentence).map_or(0, |s| s.paragraph);
    let quotation = field.quotation[token];
    let own = field.source_of[token];
    let said_in = field.content_of[token];
    let mut scores: BTreeMap<FigureId, (f32, usize)> = BTreeMap::new();
    let speaker_before =
        history.places.iter().rev().find(|p| p.source_of.is_some()).map(|p| p.token);
    for place in history.places.iter().rev().take(60) {
        let back = sentence.saturating_sub(place.sentence);
        if back > 12 {
            break;
        }
        if !cast.figures[place.figure].gender.agrees(gender) {
            continue;
        }
        let mut score = place.weight + distance(back);
        if own.is_some() && speaker_before == Some(place.token) {
            score += weight::LAST_SPEAKER;
        }
        if place.paragraph != paragraph {
            score += weight::PARAGRAPH;
        }
        if place.quotation.is_some() && place.quotation != quotation {
            score += weight::QUOTED;
        }
        let inside = |r: usize| {
            let span = page.segmented.tokens[place.token].span;
            relations[r].content.iter().any(|c| c.contains(span))
        };
        if own.is_some_and(inside) {
            score += weight::OWN_WORDS;
        }
        if place.source_of.is_some() && place.source_of == said_in && quotation.is_some() {
            score += weight::OWN_WORDS;
        }
        if cast.figures[place.figure].gender == Gender::Unknown {
            score += weight::UNTOLD;
        }
        let entry = scores.entry(place.figure).or_insert((f32::MIN, place.token));
        if score > entry.0 {
            *entry = (score, place.token);
        }
    }
    let mut hinted: BTreeMap<FigureId, f32> = BTreeMap::new();
    for place in history.places.iter().rev().take(60) {
        if let Some(probability) = history.hints.antecedent(token, place.head) {
            *hinted.entry(place.figure).or_default() += probability;
        }
    }
    let mut ranked: Vec<(FigureId, f32, usize)> = scores
        .into_iter()
        .map(|(figure, (score, at))| {
            let often = history.counts.get(&figure).map_or(0.0, |n| (*n as f32).ln());
            let hint = hinted.get(&figure).map_or(0.0, |probability| {
                weight::HINTED * logarithm::ln(probability.max(weight::UNTHOUGHT))
            });
            (figure, score + weight::OFTEN * often + hint, at)
        })
        .collect();
    // Ties go to the one spoken of last.
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.2.cmp(&a.2)));
    let (figure, best, antecedent) = *ranked.first()?;
    let margin = ranked.get(1).map_or(3.0, |second| best - second.1);
    let others = ranked[1..].iter().take(3).map(|(f, score, _)| (*f, best - score)).collect();
    Some(Reading { figure, margin, others, antecedent })
}

fn distance(back: usize) -> f32 {
    let near = back.min(3) as f32;
    let far = back.saturating_sub(3) as f32;
    near * weight::SENTENCE + far * weight::FAR
}

/// Whether a token is a pronoun of the first person.
pub fn is_first_person(lower: &str) -> bool {
    matches!(
        lower,
        "i" | "me" | "my" | "mine" | "myself" | "we" | "us" | "our" | "ours" | "ourselves"
    )
}
