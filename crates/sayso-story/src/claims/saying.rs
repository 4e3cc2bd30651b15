//! What does a statement say, in a form that can be compared?
//!
//! A [`Saying`] is a statement with its content cut into sentences ([`Unit`]), and these into terms: the
//! people meant, the stems of words, quantities. Who is meant counts, not how they are called: names,
//! pronouns and the speaker's own `I` all become the same term.

use std::collections::BTreeMap;

use sayso_core::Span;
use sayso_core::across::{EntityAcross, Place};
use sayso_core::id::{ArticleId, EntityId, StatementId};
use sayso_core::record::{FurnitureKind, MentionForm, Quotation, Stance, Statement};

use super::marks::{Mark, mark_of};
use super::quantity::{Quantity, quantities_of};
use super::stem::stem;
use super::voice::{Outlets, Voice};
use super::weight::{Weights, month_term, name_term, number_term};
use crate::dossier::View;
use crate::words::Word;

/// Words for the one who speaks.
const FIRST_PERSON: [&str; 5] = ["i", "me", "my", "mine", "myself"];

/// Verbs that cite what they reject: the content of `denied that …` is what is not so.
const REJECTING: [&str; 11] = [
    "contest",
    "contradict",
    "deny",
    "dismiss",
    "dispute",
    "rebut",
    "refute",
    "reject",
    "repudiate",
    "rubbish",
    "withdraw",
];

/// Names of months; `May` and `March` at the head of a sentence are taken for them too.
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

/// Words after a negation that it may turn round, with those between.
const REACH: usize = 6;

/// Words of a content that may be too few to say anything.
const FRAGMENT: usize = 4;

/// A statement in a form that can be compared.
pub(crate) struct Saying<'a> {
    /// The number of its article among the views.
    pub(crate) article: usize,
    /// The statement.
    pub(crate) statement: &'a Statement<Span>,
    /// Its content, a sentence each.
    pub(crate) units: Vec<Unit>,
    /// Who speaks.
    pub(crate) voice: Voice,
    /// Whether it stands in a headline or a deck.
    pub(crate) is_headline: bool,
    /// Whether the source rejects what the content says.
    pub(crate) is_rejected: bool,
}

/// The part of a statement's content that stands in one sentence.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    /// From its first word to its last.
    pub(crate) span: Span,
    /// The number of its sentence.
    pub(crate) sentence: usize,
    /// What it is made of, in order, once each.
    pub(crate) terms: Vec<String>,
    /// The words that withhold, turn round or limit, and their places.
    pub(crate) marks: Vec<(Mark, Span)>,
    /// The terms that follow a negation closely.
    pub(crate) negated: Vec<String>,
    /// Its numbers.
    pub(crate) quantities: Vec<Quantity>,
}

/// All statements of the articles, with what is needed to compare them.
pub(crate) struct Sayings<'a> {
    /// The articles.
    pub(crate) views: &'a [View<'a>],
    /// In order of publication, then of appearance.
    pub(crate) all: Vec<Saying<'a>>,
    /// How much each term proves.
    pub(crate) weights: Weights,
    /// The outlets of the articles.
    pub(crate) outlets: Outlets,
    /// The person or body of each entity.
    names: Names,
    by_id: BTreeMap<&'a StatementId, usize>,
    first_of_article: Vec<usize>,
}

/// Who each entity of an article is across articles.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    terms: BTreeMap<(ArticleId, EntityId), String>,
    shown: BTreeMap<String, String>,
    /// The term of a full name in small letters; `None` where two go by it.
    by_name: BTreeMap<String, Option<String>>,
}

impl<'a> Sayings<'a> {
    /// Prepares the statements of all articles.
    pub(crate) fn of(views: &'a [View<'a>], people: &[EntityAcross]) -> Self {
        let names = Names::of(views, people);
        let outlets = Outlets::of(views);
        let mut all: Vec<Saying<'a>> = Vec::new();
        let mut first_of_article = Vec::with_capacity(views.len() + 1);
        for (article, view) in views.iter().enumerate() {
            first_of_article.push(all.len());
            let mentions = Mentions::of(view, &names);
            for statement in &view.record.statements {
                let voice = Voice::of(view, statement, &names, &outlets);
                let units = units_of(view, statement, &mentions, voice.name());
                let at = statement.content.first().map_or(0, |span| span.start());
                all.push(Saying {
                    article,
                    statement,
                    units,
                    voice,
                    is_headline: is_headline(view, at),
                    is_rejected: is_rejected(view, statement),
                });
            }
        }
        first_of_article.push(all.len());
        let weights =
            Weights::of(all.iter().map(|saying| saying.units.iter().flat_map(Unit::terms)));
        let by_id = all.iter().enumerate().map(|(n, saying)| (&saying.statement.id, n)).collect();
        Sayings { views, all, weights, outlets, names, by_id, first_of_article }
    }

    /// The article of a saying.
    pub(crate) fn view(&self, n: usize) -> &'a View<'a> {
        &self.views[self.all[n].article]
    }

    /// The number of the saying of a statement.
    pub(crate) fn number_of(&self, id: &StatementId) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The numbers of the sayings of an article.
    pub(crate) fn of_article(&self, article: usize) -> std::ops::Range<usize> {
        self.first_of_article[article]..self.first_of_article[article + 1]
    }

    /// The saying that holds another in its content.
    pub(crate) fn parent_of(&self, n: usize) -> Option<usize> {
        self.number_of(self.all[n].statement.parent.as_ref()?)
    }

    /// What a statement's content says, its pieces joined.
    pub(crate) fn wording(&self, n: usize) -> String {
        let text = &self.view(n).record.text;
        let pieces = self.all[n].statement.content.iter().map(|span| span.of(text).trim());
        pieces.collect::<Vec<_>>().join(" … ")
    }

    /// The words of a statement's cue, as keys.
    pub(crate) fn cue(&self, n: usize) -> Vec<&'a str> {
        let view = self.view(n);
        let cue = self.all[n].statement.cue.iter();
        cue.flat_map(|span| view.words_in(*span)).map(|word| word.key.as_str()).collect()
    }

    /// The places of a statement's content.
    pub(crate) fn places(&self, n: usize) -> Vec<Place> {
        let view = self.view(n);
        self.all[n].statement.content.iter().map(|span| view.place(*span)).collect()
    }

    /// What the terms of a unit prove together.
    pub(crate) fn weight(&self, unit: &Unit) -> f32 {
        unit.terms.iter().map(|term| self.weights.of_term(term)).sum()
    }

    /// The term of an entity of an article.
    pub(crate) fn name_of(&self, article: &ArticleId, entity: &EntityId) -> Option<&str> {
        self.names.term(article, entity)
    }

    /// The terms of any stretch of an article, as those of a statement without a speaker.
    pub(crate) fn unit_of(&self, article: usize, sentence: usize) -> Unit {
        let view = &self.views[article];
        let mentions = Mentions::of(view, &self.names);
        let span = view.sentences[sentence].span;
        unit_of(view, sentence, &[span], &mentions, None)
    }

    /// All sentences of an article as units.
    pub(crate) fn sentences_of(&self, article: usize) -> Vec<Unit> {
        let view = &self.views[article];
        let mentions = Mentions::of(view, &self.names);
        let each = view.sentences.iter().enumerate();
        each.map(|(n, sentence)| unit_of(view, n, &[sentence.span], &mentions, None)).collect()
    }
}

impl Saying<'_> {
    /// Whether somebody may agree or disagree with it: it is no fragment such as `to comment`, no
    /// question, and says what is said rather than that the source did not say it.
    pub(crate) fn is_proposition(&self, view: &View<'_>) -> bool {
        let mut words = self
            .statement
            .content
            .iter()
            .flat_map(|span| view.words_in(*span))
            .map(|w| w.key.as_str());
        let n_words = words.clone().count();
        let Some(first) = words.next() else { return false };
        if matches!(first, "whether" | "why" | "how" | "who" | "what") && !self.is_quotation() {
            return false;
        }
        let is_fragment = n_words <= FRAGMENT
            && matches!(first, "to" | "for" | "about" | "of" | "a" | "an" | "the" | "not" | "it");
        !(is_fragment && self.statement.quotation != Quotation::Direct)
    }

    /// Whether at least a part of it stands in quotation marks.
    pub(crate) fn is_quotation(&self) -> bool {
        self.statement.quotation != Quotation::Indirect
    }

    /// Where its first word stands.
    pub(crate) fn start(&self) -> usize {
        self.statement.content.first().map_or(0, |span| span.start())
    }
}

impl Unit {
    fn terms(&self) -> impl Iterator<Item = &str> {
        self.terms.iter().map(String::as_str)
    }

    /// Whether it has words of a kind.
    pub(crate) fn has(&self, kind: Mark) -> bool {
        self.marks.iter().any(|(mark, _)| *mark == kind)
    }
}

impl Names {
    fn of(views: &[View<'_>], people: &[EntityAcross]) -> Self {
        let mut names = Names::default();
        for person in people {
            for member in &person.members {
                let place = (member.article.clone(), member.entity.clone());
                names.terms.insert(place, name_term(person.id.as_str()));
            }
            names.shown.insert(name_term(person.id.as_str()), person.name.clone());
        }
        for view in views {
            for entity in &view.record.entities {
                let place = (view.record.id.clone(), entity.id.clone());
                // Whom no step has tied to others goes by the name.
                let own = name_term(&format!("~{}", entity.name.to_lowercase()));
                let term = names.terms.entry(place).or_insert(own).clone();
                names.shown.entry(term).or_insert_with(|| entity.name.clone());
            }
        }
        let of_people = people.iter().map(|p| (p.name.as_str(), name_term(p.id.as_str())));
        let of_articles = views.iter().flat_map(|view| {
            let all = view.record.entities.iter();
            all.map(|e| {
                (e.name.as_str(), names.terms[&(view.record.id.clone(), e.id.clone())].clone())
            })
        });
        let mut by_name: BTreeMap<String, Option<String>> = BTreeMap::new();
        for (name, term) in of_people.chain(of_articles) {
            let known = by_name.entry(name.to_lowercase()).or_insert_with(|| Some(term.clone()));
            if known.as_ref() != Some(&term) {
                *known = None;
            }
        }
        names.by_name = by_name;
        names
    }

    /// The term that a full name means; one of its own if none or several are known.
    pub(crate) fn by_name(&self, name: &str) -> String {
        let lower = name.to_lowercase();
        let known = self.by_name.get(&lower).cloned().flatten();
        known.unwrap_or_else(|| name_term(&format!("~{lower}")))
    }

    /// The term of an entity of an article.
    pub(crate) fn term(&self, article: &ArticleId, entity: &EntityId) -> Option<&str> {
        self.terms.get(&(article.clone(), entity.clone())).map(String::as_str)
    }

    /// The name that a term stands for.
    pub(crate) fn shown(&self, term: &str) -> Option<&str> {
        self.shown.get(term).map(String::as_str)
    }
}

/// The mentions of one article by place.
struct Mentions<'n> {
    /// By start; of two that start together the longer first.
    all: Vec<(Span, MentionForm, &'n str)>,
}

impl<'n> Mentions<'n> {
    fn of(view: &View<'_>, names: &'n Names) -> Self {
        let mut all = Vec::new();
        for entity in &view.record.entities {
            if let Some(term) = names.term(&view.record.id, &entity.id) {
                all.extend(entity.mentions.iter().map(|m| (m.place, m.form, term)));
            }
        }
        all.sort_by_key(|(span, _, term)| (span.start(), std::cmp::Reverse(span.end()), *term));
        Mentions { all }
    }

    /// The mention that a word begins in, the shortest: `Calder’s` belongs to `Calder`.
    fn at(&self, word: Span) -> Option<&(Span, MentionForm, &'n str)> {
        let until = self.all.partition_point(|(span, ..)| span.start() <= word.start());
        // Mentions within mentions are few: a look at the last ones before the word finds them.
        let near = self.all[until.saturating_sub(8)..until].iter();
        near.filter(|(span, ..)| span.holds(word.start())).min_by_key(|(span, ..)| span.len())
    }
}

fn units_of(
    view: &View<'_>,
    statement: &Statement<Span>,
    mentions: &Mentions<'_>,
    speaker: Option<&str>,
) -> Vec<Unit> {
    let mut pieces: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
    for &content in &statement.content {
        let first = view.sentences.partition_point(|s| s.span.end() <= content.start());
        for (n, sentence) in view.sentences.iter().enumerate().skip(first) {
            let Some(piece) = sentence.span.intersection(content) else { break };
            pieces.entry(n).or_default().push(piece);
        }
    }
    let pieces = pieces.into_iter().flat_map(|(n, pieces)| apart(view, n, pieces));
    let speaker = speaker.filter(|_| statement.quotation != Quotation::Indirect);
    let units = pieces.map(|(n, pieces)| unit_of(view, n, &pieces, mentions, speaker));
    units.filter(|unit| !unit.terms.is_empty()).collect()
}

/// The pieces of a sentence, cut before `and that` and `but that`: what is said twice is two things.
fn apart(view: &View<'_>, sentence: usize, pieces: Vec<Span>) -> Vec<(usize, Vec<Span>)> {
    let mut parts = vec![Vec::new()];
    for piece in pieces {
        let words = view.words_in(piece);
        let mut start = piece.start();
        for pair in words.windows(2) {
            if matches!(pair[0].key.as_str(), "and" | "but") && pair[1].key == "that" {
                parts.last_mut().into_iter().for_each(|part: &mut Vec<Span>| {
                    part.push(Span::new(start, pair[0].span.start()));
                });
                parts.push(Vec::new());
                start = pair[1].span.end();
            }
        }
        parts.last_mut().into_iter().for_each(|part| part.push(Span::new(start, piece.end())));
    }
    parts.into_iter().map(|part| (sentence, part)).collect()
}

fn unit_of(
    view: &View<'_>,
    sentence: usize,
    pieces: &[Span],
    mentions: &Mentions<'_>,
    speaker: Option<&str>,
) -> Unit {
    let text = &view.record.text;
    let span = pieces.iter().copied().reduce(Span::cover).unwrap_or(Span::new(0, 0));
    let mut unit = Unit {
        span,
        sentence,
        terms: Vec::new(),
        marks: Vec::new(),
        negated: Vec::new(),
        quantities: Vec::new(),
    };
    // Words that a negation still reaches.
    let mut reach = 0_usize;
    for &piece in pieces {
        let words = view.words_in(piece);
        unit.quantities.extend(quantities_of(text, words));
        for word in words {
            let mark = mark_of(&word.key).filter(|_| word.span.of(text) != "May");
            if let Some(mark) = mark {
                unit.marks.push((mark, word.span));
            }
            let of_number = unit.quantities.iter().find(|q| q.span.contains(word.span));
            let term = match (of_number, mentions.at(word.span)) {
                (Some(quantity), _) => number_term(&quantity.key()),
                (None, _) if month_of(word.span.of(text)).is_some() => {
                    month_of(word.span.of(text)).map(month_term).unwrap_or_default()
                }
                (None, Some((_, MentionForm::Name | MentionForm::Pronoun, name))) => {
                    (*name).to_owned()
                }
                (None, described) => {
                    if let Some((_, _, name)) = described {
                        push_new(&mut unit.terms, (*name).to_owned());
                    }
                    own_term(word, speaker)
                }
            };
            reach = reach.saturating_sub(1);
            if reach > 0 {
                push_new(&mut unit.negated, term.clone());
            }
            if mark_of(&word.key) == Some(Mark::Negation) {
                reach = REACH;
            }
            push_new(&mut unit.terms, term);
        }
    }
    unit
}

/// The term of a word that names nobody.
fn own_term(word: &Word, speaker: Option<&str>) -> String {
    let head = word.key.split('\'').next().unwrap_or(&word.key);
    match speaker {
        Some(speaker) if FIRST_PERSON.contains(&head) => speaker.to_owned(),
        _ => stem(head),
    }
}

/// The month that a word with a capital names.
fn month_of(word: &str) -> Option<usize> {
    MONTHS.iter().position(|month| *month == word).map(|at| at + 1)
}

fn push_new(terms: &mut Vec<String>, term: String) {
    if !term.is_empty() && !terms.contains(&term) {
        terms.push(term);
    }
}

fn is_headline(view: &View<'_>, at: usize) -> bool {
    view.record.furniture.iter().any(|furniture| {
        matches!(furniture.kind, FurnitureKind::Headline | FurnitureKind::Deck)
            && furniture.place.holds(at)
    })
}

fn is_rejected(view: &View<'_>, statement: &Statement<Span>) -> bool {
    let cue = statement.cue.iter().flat_map(|span| view.words_in(*span));
    statement.negated
        || statement.stance == Stance::Denies
            && cue.into_iter().any(|word| {
                let stem_of_cue = stem(&word.key);
                REJECTING.iter().any(|verb| stem(verb) == stem_of_cue)
            })
}
