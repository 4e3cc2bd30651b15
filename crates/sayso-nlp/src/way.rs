//! Through whom did the words come, from which work, and to whom were they said?
//!
//! A carrier is an outlet, programme or platform that stands between speaker and article: the object of
//! "told", the end of "in an interview with", the place of "wrote on"; whoever writes for an outlet speaks
//! through it. Carrier and day hold for all of one occasion, so each statement is given its occasion, and
//! with it what the text tells elsewhere of how and when the words came.

mod day;
mod hop;
mod occasion;
mod opening;
mod piece;
mod press;
mod relay;
mod told;
mod work;

pub use day::When;
pub(crate) use occasion::key;

use std::ops::Range;

use sayso_core::Span;
use sayso_core::time::Date;

use crate::coref::FigureId;
use crate::phrase::Page;
use crate::speaker::Room;
use crate::when::Times;

use press::Press;

/// How the words of one relation came.
#[derive(Clone, Debug, Default)]
pub struct Way {
    /// The carriers, nearest to the speaker first.
    pub via: Vec<String>,
    /// The book or document that the words come from.
    pub work: Option<String>,
    /// To whom they were said.
    pub addressee: Option<Addressee>,
    /// When they were said.
    pub said: Option<When>,
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

/// What is known of days.
#[derive(Clone, Copy, Debug)]
pub struct Days<'a> {
    /// When the article was published.
    pub published: Option<Date>,
    /// The expressions of time in its text.
    pub times: &'a Times,
}

/// The way of each relation, in the same order.
pub fn trace(room: &Room<'_>, days: Days<'_>) -> Vec<Way> {
    let mut ways = vec![Way::default(); room.relations.len()];
    let press = Press::gather(room);
    let mut cue_of = vec![None; room.page.segmented.tokens.len()];
    for r in 0..ways.len() {
        for at in cue_tokens(room, r) {
            cue_of[at] = Some(r);
        }
    }
    // "The outlet" is the last one that carried something, so the order of the text counts.
    let mut carrier = None;
    for r in in_order(room) {
        ways[r] = explicit(room, &press, &cue_of, r, carrier);
        ways[r].said = day::of_frame(room, &cue_of, r, days)
            .or_else(|| day::of_sentence_before(room, &cue_of, r, days));
        if let Some(name) = ways[r].via.first() {
            carrier = room.cast.figures.iter().position(|f| f.name == *name).or(carrier);
        }
    }
    relay::through_staff(room, &press, &mut ways);
    relay::through_parents(room, &press, &mut ways);
    let openings = opening::find(room, &press, days);
    occasion::carry(room, &openings, days.published, &mut ways);
    relay::within_sentences(room, &press, &mut ways);
    relay::through_interviewers(room, &mut ways);
    relay::through_likes(room, &mut ways);
    relay::through_quoting(room, &press, &mut ways);
    piece::retell(room, &press, &mut ways);
    for (way, day) in ways.iter_mut().zip(day::of_printing(room, days.published)) {
        way.said = way.said.or(day);
    }
    ways
}

/// What the words around one cue say.
fn explicit(
    room: &Room<'_>,
    press: &Press,
    cue_of: &[Option<usize>],
    r: usize,
    carrier: Option<FigureId>,
) -> Way {
    let mut way = Way::default();
    let Some(sentence) = sentence_of(room, r) else { return way };
    let outside: Vec<usize> = sentence.clone().filter(|at| belongs(room, r, *at)).collect();
    let cue = cue_tokens(room, r);
    let search = hop::Search { room, r, cue: &cue, before: carrier, press, cue_of };
    for &at in &outside {
        hop::hop_at(search, at, &mut way);
    }
    told::object(search, &mut way);
    if way.work.is_none() {
        work::named_in(room, r, &outside, &mut way);
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
