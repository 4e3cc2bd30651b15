//! Through whom did the words come, from which work, and to whom were they said?
//!
//! A carrier is an outlet, programme or platform that stands between speaker and article: the object of
//! "told", the end of "in an interview with", the place of "wrote on". It holds for the whole of one
//! interview, so it is carried on to what the same voice says next, and back to a headline and lead,
//! until the text speaks of another occasion.

mod hop;
mod scene;

pub(crate) use scene::{is_other_occasion, key};

use std::ops::Range;

use sayso_core::Span;
use sayso_core::record::EntityKind;

use crate::coref::FigureId;
use crate::phrase::Page;
use crate::segment::Shape;
use crate::speaker::Room;
use crate::words::Class;

/// How the words of one relation came.
#[derive(Clone, Debug, Default)]
pub struct Way {
    /// The carriers, nearest to the speaker first.
    pub via: Vec<String>,
    /// The book or document that the words come from.
    pub work: Option<String>,
    /// To whom they were said.
    pub addressee: Option<Addressee>,
    /// What decided, by field, with the words that prove it.
    pub evidence: Vec<(&'static str, Span, &'static str)>,
}

/// Whom words were said to.
#[derive(Clone, Debug, PartialEq)]
pub enum Addressee {
    /// A figure of the article.
    Figure(FigureId),
    /// Words that name none.
    Words(String),
}

/// The way of each relation, in the same order.
pub fn trace(room: &Room<'_>) -> Vec<Way> {
    let mut ways = vec![Way::default(); room.relations.len()];
    // "The outlet" is the last one that carried something, so the order of the text counts.
    let mut carrier = None;
    for r in in_order(room) {
        ways[r] = explicit(room, r, carrier);
        if let Some(name) = ways[r].via.first() {
            carrier = room.cast.figures.iter().position(|f| f.name == *name).or(carrier);
        }
    }
    through_parents(room, &mut ways);
    scene::carry(room, &mut ways);
    within_sentences(room, &mut ways);
    ways
}

/// What the words around one cue say.
fn explicit(room: &Room<'_>, r: usize, carrier: Option<FigureId>) -> Way {
    let mut way = Way::default();
    let Some(sentence) = sentence_of(room, r) else { return way };
    let outside: Vec<usize> = sentence.clone().filter(|at| belongs(room, r, *at)).collect();
    let cue = cue_tokens(room, r);
    let search = hop::Search { room, r, cue: &cue, before: carrier };
    for &at in &outside {
        hop::hop_at(search, at, &mut way);
    }
    hop::told(search, &mut way);
    if way.work.is_none() {
        work_of(room, r, &outside, &mut way);
    }
    if let Some(voice) = &room.voices[r]
        && way.work.is_none()
    {
        way.work.clone_from(&voice.work);
    }
    way
}

/// The sentence of a relation's cue, else of its source.
fn sentence_of(room: &Room<'_>, r: usize) -> Option<Range<usize>> {
    let relation = &room.relations[r];
    let span = relation.cue.first().or(relation.source.first())?;
    let token = room.page.segmented.tokens_in(*span).start;
    Some(room.page.sentence_of(token)).filter(|s| !s.is_empty())
}

fn cue_tokens(room: &Room<'_>, r: usize) -> Vec<usize> {
    room.relations[r].cue.iter().flat_map(|s| room.page.segmented.tokens_in(*s)).collect()
}

/// Whether a token belongs to the frame of a relation: not to its content, nor to a part of the
/// sentence that another relation frames.
fn belongs(room: &Room<'_>, r: usize, at: usize) -> bool {
    let span = room.page.segmented.tokens[at].span;
    let relation = &room.relations[r];
    if relation.content.iter().any(|c| c.contains(span)) {
        return false;
    }
    match room.field.content_of[at] {
        None => true,
        Some(holder) => relation
            .cue
            .first()
            .is_some_and(|cue| room.relations[holder].content.iter().any(|c| c.contains(*cue))),
    }
}

pub(crate) fn is_title_case(words: &str) -> bool {
    let mut long = words.split_whitespace().filter(|w| w.len() > 3).peekable();
    long.peek().is_some() && long.all(|w| w.starts_with(char::is_uppercase))
}

/// The work that the frame names: "in his memoir Low Water".
fn work_of(room: &Room<'_>, r: usize, outside: &[usize], way: &mut Way) {
    let page = room.page;
    let Some(&noun) = outside.iter().find(|at| {
        page.is(**at, Class::Work)
            && page.segmented.tokens[**at].shape == Shape::Lower
            && room.field.source_of[**at] != Some(r)
            && preceded_by_in(page, **at)
    }) else {
        return;
    };
    let mut at = noun + 1;
    while matches!(page.lower(at), "," | "titled" | "entitled" | "called" | ":")
        || page.segmented.tokens.get(at).is_some_and(|t| t.shape == Shape::QuotationMark)
    {
        at += 1;
    }
    let quoted = page
        .segmented
        .quotations
        .iter()
        .find(|q| page.segmented.tokens.get(at).is_some_and(|t| q.inner.holds(t.span.start())))
        .filter(|q| q.inner.len() < 90)
        .map(|q| q.inner);
    let mut end = at;
    while page.segmented.tokens.get(end).is_some_and(|t| {
        t.is_capital()
            || end > at
                && (crate::lexicon::is_title_small_word(&t.lower)
                    || matches!(t.form, ":" | "’s" | "'s"))
    }) && end - at < 14
    {
        end += 1;
    }
    while end > at && !page.segmented.tokens[end - 1].is_capital() {
        end -= 1;
    }
    let title = quoted.or_else(|| (end > at).then(|| page.segmented.cover(at..end)));
    let span = title.unwrap_or_else(|| page.segmented.cover(noun..noun + 1));
    let words = span.of(page.segmented.text).trim_end_matches([',', '.']).to_owned();
    way.evidence.push(("work", span, "a work that the frame names"));
    way.work = Some(words);
}

/// Whether "in", "from" or the like opens the phrase that ends with a noun.
fn preceded_by_in(page: Page<'_>, noun: usize) -> bool {
    (noun.saturating_sub(6)..noun)
        .rev()
        .take_while(|at| page.is_word(*at) || page.is_possessive(*at) || page.lower(*at) == ",")
        .any(|at| matches!(page.lower(at), "in" | "from" | "throughout"))
}

/// "The Echo said …, with Lund reportedly calling it …": the outlet of the sentence carries what it
/// reports.
fn within_sentences(room: &Room<'_>, ways: &mut [Way]) {
    for r in 0..ways.len() {
        let hedged = cue_tokens(room, r)
            .iter()
            .any(|at| matches!(room.page.lower(*at), "reportedly" | "allegedly"));
        if !hedged || !ways[r].via.is_empty() || room.relations[r].source.is_empty() {
            continue;
        }
        let Some(sentence) = sentence_of(room, r) else { continue };
        let outlet = (0..ways.len()).find_map(|other| {
            let source = room.relations[other].source.first()?;
            let token = room.page.segmented.tokens_in(*source).start;
            let figure = room.voices[other].as_ref()?.figure?;
            (other != r
                && sentence.contains(&token)
                && room.cast.figures[figure].kind == EntityKind::Outlet)
                .then_some((figure, *source))
        });
        if let Some((figure, place)) = outlet {
            ways[r].evidence.push((
                "via",
                place,
                "the outlet that reports it in the same sentence",
            ));
            ways[r].via.push(room.cast.figures[figure].name.clone());
        }
    }
}

/// "X reported, citing Y": what Y says came through X.
fn through_parents(room: &Room<'_>, ways: &mut [Way]) {
    for r in 0..ways.len() {
        let mut carriers = Vec::new();
        let mut at = room.relations[r].parent;
        let mut steps = 0;
        while let Some(parent) = at.filter(|p| *p < ways.len() && *p != r && steps < 4) {
            if let Some(figure) = room.voices[parent].as_ref().and_then(|v| v.figure)
                && room.cast.figures[figure].kind == EntityKind::Outlet
            {
                let place = room.relations[parent].source.first().copied();
                carriers.push((room.cast.figures[figure].name.clone(), place));
            }
            at = room.relations[parent].parent;
            steps += 1;
        }
        let own = room.voices[r].as_ref().and_then(|v| room.name_of(v));
        for (carrier, place) in carriers {
            if !ways[r].via.contains(&carrier) && own.as_deref() != Some(carrier.as_str()) {
                if let Some(place) = place {
                    ways[r].evidence.push(("via", place, "an outlet that cites the source"));
                }
                ways[r].via.push(carrier);
            }
        }
    }
}

fn add(way: &mut Way, name: String, page: Page<'_>, tokens: Range<usize>, by: &'static str) {
    if !way.via.contains(&name) {
        way.evidence.push(("via", page.segmented.cover(tokens), by));
        way.via.push(name);
    }
}

/// Where a relation stands in the text.
pub(crate) fn start_of(room: &Room<'_>, r: usize) -> usize {
    let relation = &room.relations[r];
    relation
        .cue
        .first()
        .or(relation.source.first())
        .or(relation.content.first())
        .map_or(0, |s| s.start())
}

/// The relations in the order of the text.
pub(crate) fn in_order(room: &Room<'_>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..room.relations.len()).collect();
    order.sort_by_key(|r| (start_of(room, *r), *r));
    order
}

/// The tokens of the frame of a relation: its sentence without what is said in it.
pub fn frame(room: &Room<'_>, r: usize) -> Vec<usize> {
    sentence_of(room, r)
        .map(|sentence| sentence.filter(|at| belongs(room, r, *at)).collect())
        .unwrap_or_default()
}
