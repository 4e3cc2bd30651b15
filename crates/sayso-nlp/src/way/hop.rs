//! Which words around a cue name a carrier?
//!
//! After "on", "to", "with" and the like an outlet, programme or platform is a carrier. A programme is
//! preferred to its station.

use std::ops::Range;

use sayso_core::Span;
use sayso_core::record::{EntityKind, SpeakerClass};

use super::press::Press;
use super::{Way, add, is_title_case};
use crate::coref::FigureId;
use crate::phrase::Page;
use crate::quotation::Kind;
use crate::segment::Shape;
use crate::speaker::Room;
use crate::words::Class;

/// What is known when a carrier is looked for.
#[derive(Clone, Copy)]
pub(super) struct Search<'r, 'a> {
    pub(super) room: &'r Room<'a>,
    /// The relation.
    pub(super) r: usize,
    /// The tokens of its cue.
    pub(super) cue: &'r [usize],
    /// The carrier found last in the article.
    pub(super) before: Option<FigureId>,
    /// The outlets, and who works for them.
    pub(super) press: &'r Press,
    /// The relation whose cue holds a token, for each token.
    pub(super) cue_of: &'r [Option<usize>],
}

/// Adds the carrier that a token begins or introduces, if it does.
pub(super) fn hop_at(search: Search<'_, '_>, at: usize, way: &mut Way) {
    let Search { room, r, cue, .. } = search;
    let page = room.page;
    let lower = page.lower(at);
    if room.field.source_of[at] == Some(r) {
        in_source(search, at, way);
        return;
    }
    if lower.starts_with("tweet") && near_cue(cue, at) || lower == "retweeted" {
        add(way, platform(room), page, at..at + 1, "a tweet");
    } else if is_published(lower) && page.lower(at + 1) == "by" {
        published_by(search, at + 2, way);
    } else if is_carrying(page, at) && !beyond_another(search, at) {
        after_preposition(search, at, way);
    }
}

/// Whether another cue lies between a cue and what follows it: "they said it was, and gave it to the
/// Courier".
fn beyond_another(search: Search<'_, '_>, at: usize) -> bool {
    let Search { room, r, cue, cue_of, .. } = search;
    let Some(last) = cue.last().filter(|last| **last < at) else { return false };
    (last + 1..at).any(|between| {
        let span = room.page.segmented.tokens[between].span;
        let own = room.relations[r].content.iter().any(|c| c.contains(span));
        !own && cue_of[between].is_some_and(|o| o != r)
    })
}

/// "A memo seen by the Courier", "her page on a platform".
fn in_source(search: Search<'_, '_>, at: usize, way: &mut Way) {
    let Search { room, r, press, .. } = search;
    let page = room.page;
    if matches!(
        page.lower(at),
        "seen" | "obtained" | "reviewed" | "viewed" | "published" | "released" | "leaked"
    ) && page.lower(at + 1) == "by"
    {
        let start = at + 2 + usize::from(page.lower(at + 2) == "the");
        let text = room.voices[r].as_ref().is_some_and(|v| v.class == SpeakerClass::Document);
        if let Some((figure, tokens)) = press.outlet_at(room, start)
            && (text || !speaks_itself(room, r, figure))
        {
            add_figure(room, way, figure, tokens, "a text that a carrier has");
        }
    } else if matches!(page.lower(at), "page" | "account" | "profile" | "feed")
        && let Some(before) = at.checked_sub(1)
        && let Some((figure, tokens)) = press.outlet_at(room, before)
        && !speaks_itself(room, r, figure)
    {
        add_figure(room, way, figure, tokens, "a page on a platform");
    }
}

/// Participles before the "by" of a carrier.
fn is_published(lower: &str) -> bool {
    matches!(
        lower,
        "released"
            | "published"
            | "obtained"
            | "leaked"
            | "reviewed"
            | "seen"
            | "issued"
            | "distributed"
            | "aired"
            | "broadcast"
            | "contacted"
            | "reached"
            | "interviewed"
    )
}

/// "a statement released by the Vik campaign"
fn published_by(search: Search<'_, '_>, at: usize, way: &mut Way) {
    let Search { room, r, .. } = search;
    let start = at + usize::from(room.page.lower(at) == "the");
    if let Some((name, figure)) = room.cast.name_at(start)
        && matches!(room.cast.figures[figure].kind, EntityKind::Outlet | EntityKind::Organisation)
        && !speaks_itself(room, r, figure)
    {
        add_figure(room, way, figure, name.tokens.clone(), "published by a carrier");
    }
}

/// Whether a preposition can lead to a carrier.
fn is_carrying(page: Page<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |b| page.lower(b));
    match page.lower(at) {
        "of" => matches!(before, "broadcast" | "edition" | "episode" | "issue" | "airing"),
        "by" => matches!(
            before,
            "interviewed" | "interview" | "published" | "asked" | "pressed" | "questioned"
        ),
        "to" => before != "according",
        // "for" carries only what is written: "wrote for", "in a column for".
        "for" => matches!(
            before,
            "writing"
                | "wrote"
                | "column"
                | "op-ed"
                | "piece"
                | "article"
                | "essay"
                | "poll"
                | "survey"
        ),
        "on" | "with" | "in" | "via" | "through" | "during" => true,
        _ => false,
    }
}

fn speaks_itself(room: &Room<'_>, r: usize, figure: FigureId) -> bool {
    room.voices[r].as_ref().is_some_and(|v| v.figure == Some(figure))
}

pub(super) fn add_figure(
    room: &Room<'_>,
    way: &mut Way,
    figure: FigureId,
    tokens: Range<usize>,
    by: &'static str,
) {
    add(way, room.cast.figures[figure].name.clone(), room.page, tokens, by);
}

fn is_quotation_mark(page: Page<'_>, at: usize) -> bool {
    page.segmented.tokens.get(at).is_some_and(|t| t.shape == Shape::QuotationMark)
}

/// "on Sky", "in an interview with the Vik Gazette", "on X".
fn after_preposition(search: Search<'_, '_>, at: usize, way: &mut Way) {
    let Search { room, r, before, press, .. } = search;
    let page = room.page;
    let lower = page.lower(at);
    let mut start = at + 1;
    if let Some((figure, tokens)) = in_its_interview(search, at) {
        add_figure(room, way, figure, tokens, "an interview or piece of a carrier");
        return;
    }
    let form = |n: usize| page.segmented.tokens.get(n).map_or("", |t| t.form);
    let capital =
        page.segmented.tokens.get(start + 1).is_some_and(crate::segment::Token::is_capital);
    if lower == "on" && form(start) == "X" && !capital {
        add(way, "X".to_owned(), page, start..start + 1, "a platform");
        return;
    }
    // "on the podcast Low Tide", "on his Channel 5 show"
    let medium = (start..start + 4).find(|n| is_medium(page.lower(*n)));
    if let Some(medium) = medium
        && matches!(lower, "on" | "to" | "with" | "in")
        && (start..medium).all(|n| page.is_word(n) && !page.is(n, Class::Speech))
        && let Some((name, figure)) = named_about(room, start, medium)
    {
        add_figure(room, way, figure, name, "a carrier by its kind");
        return;
    }
    while matches!(page.lower(start), "the" | "both") || is_quotation_mark(page, start) {
        start += 1;
    }
    let Some((name, figure)) = room.cast.name_at(start) else {
        by_description(room, at, before, way);
        return;
    };
    if matches!(lower, "with" | "by" | "to")
        && name.tokens.start == start
        && let Some((outlet, tokens)) = press.outlet_of(figure)
    {
        add_figure(room, way, outlet, tokens, "the outlet of who asked");
        return;
    }
    if said_on(search, at, figure, &name.tokens) {
        add_figure(room, way, figure, name.tokens.clone(), "a programme on which it was said");
        return;
    }
    if name.tokens.start > start
        || !press.is_outlet(figure)
        || lower == "during"
        || speaks_itself(room, r, figure)
    {
        return;
    }
    let end = programme_or_station(room, figure, name.tokens.clone(), way);
    // "to Sky and the BBC"
    if page.lower(end) == "and" {
        let second = end + 1 + usize::from(page.lower(end + 1) == "the");
        if let Some((name, figure)) = room.cast.name_at(second)
            && room.cast.figures[figure].kind == EntityKind::Outlet
        {
            add_figure(room, way, figure, name.tokens.clone(), "a second carrier");
        }
    }
}

/// "said on Vik at Breakfast": what somebody says on is a programme, whatever its name.
fn said_on(
    search: Search<'_, '_>,
    preposition: usize,
    figure: FigureId,
    name: &Range<usize>,
) -> bool {
    let Search { room, cue, .. } = search;
    let page = room.page;
    let known = &room.cast.figures[figure];
    page.lower(preposition) == "on"
        && name.start > preposition
        && name.len() > 1
        && (known.unknown || known.guessed)
        && preposition.checked_sub(1).is_some_and(|b| cue.contains(&b))
        && matches!(
            page.lower(preposition - 1),
            "said" | "says" | "claimed" | "joked" | "predicted"
        )
        && !page.is_any(name.end - 1, &[Class::Month, Class::ThingName, Class::BodyName])
}

/// "in a Courier essay", "during an exclusive Courier interview": the outlet before a noun for a piece.
fn in_its_interview(
    search: Search<'_, '_>,
    preposition: usize,
) -> Option<(FigureId, Range<usize>)> {
    let Search { room, r, press, .. } = search;
    let page = room.page;
    if !matches!(page.lower(preposition), "in" | "on" | "during") {
        return None;
    }
    let at = (preposition + 1..preposition + 6)
        .take_while(|at| page.is_word(*at) && !crate::phrase::is_preposition(page.lower(*at)))
        .find(|at| page.segmented.tokens[*at].is_capital())?;
    let (figure, tokens) = press.outlet_at(room, at)?;
    let piece = (tokens.end..tokens.end + 4)
        .take_while(|n| page.is_word(*n) || page.is_possessive(*n))
        .any(|n| is_piece(page.lower(n)));
    (piece && !speaks_itself(room, r, figure)).then_some((figure, tokens))
}

/// Nouns for what one person says or writes in an outlet.
pub(super) fn is_piece(lower: &str) -> bool {
    matches!(
        lower,
        "interview"
            | "essay"
            | "op-ed"
            | "column"
            | "piece"
            | "article"
            | "appearance"
            | "editorial"
            | "profile"
            | "documentary"
            | "podcast"
            | "feature"
    )
}

/// Adds an outlet, or the programme of it that a possessive introduces: "on ITV's Good Morning Vik". Gives
/// the token after it.
fn programme_or_station(
    room: &Room<'_>,
    figure: FigureId,
    tokens: Range<usize>,
    way: &mut Way,
) -> usize {
    let page = room.page;
    if page.is_possessive(tokens.end) {
        let mut next = tokens.end + 1;
        while is_quotation_mark(page, next) {
            next += 1;
        }
        if let Some((programme, of)) = room.cast.name_at(next)
            && room.cast.figures[of].kind == EntityKind::Outlet
        {
            let programme = programme.tokens.clone();
            add_figure(room, way, of, programme.clone(), "a programme");
            return programme.end;
        }
        if let Some(title) = quoted_title(room, tokens.end + 1) {
            let words = title.of(page.segmented.text).trim_end_matches([',', '.']).to_owned();
            let tokens = page.segmented.tokens_in(title);
            add(way, words, page, tokens.clone(), "a programme");
            return tokens.end;
        }
    }
    let end = tokens.end;
    add_figure(room, way, figure, tokens, "a carrier after its preposition");
    end
}

/// "on social media", "to the outlet", "in the newspaper".
fn by_description(room: &Room<'_>, preposition: usize, carrier: Option<FigureId>, way: &mut Way) {
    let page = room.page;
    if page.lower(preposition) == "on"
        && page.lower(preposition + 1) == "social"
        && page.lower(preposition + 2) == "media"
    {
        add(way, "social media".to_owned(), page, preposition + 1..preposition + 3, "a platform");
        return;
    }
    if let Some((figure, tokens)) = outlet_described(room, preposition + 1, carrier) {
        add(way, room.cast.figures[figure].name.clone(), page, tokens, "the outlet named before");
    }
}

/// "the outlet", "the paper": the outlet named last before a token.
pub(super) fn outlet_described(
    room: &Room<'_>,
    at: usize,
    carrier: Option<FigureId>,
) -> Option<(FigureId, Range<usize>)> {
    let page = room.page;
    if !matches!(page.lower(at), "the" | "that" | "this") {
        return None;
    }
    let noun = at + 1;
    if !matches!(
        page.lower(noun),
        "outlet"
            | "newspaper"
            | "paper"
            | "magazine"
            | "publication"
            | "website"
            | "site"
            | "broadcaster"
            | "network"
            | "channel"
            | "station"
            | "tabloid"
            | "broadsheet"
            | "agency"
            | "programme"
            | "program"
            | "show"
            | "podcast"
    ) {
        return None;
    }
    let named = || {
        room.cast
            .named
            .iter()
            .filter(|(name, f)| {
                name.tokens.start < at && room.cast.figures[*f].kind == EntityKind::Outlet
            })
            .map(|(_, f)| *f)
            .next_back()
    };
    carrier.or_else(named).map(|figure| (figure, at..noun + 1))
}

/// A quotation that is a title and begins about a token.
fn quoted_title(room: &Room<'_>, at: usize) -> Option<Span> {
    let start = room.page.segmented.tokens.get(at)?.span.start();
    room.page
        .segmented
        .quotations
        .iter()
        .find(|q| {
            q.span.start() >= start
                && q.span.start() <= start + 1
                && (q.kind == Kind::Name || is_title_case(q.inner.of(room.page.segmented.text)))
        })
        .map(|q| q.inner)
}

fn near_cue(cue: &[usize], at: usize) -> bool {
    cue.iter().any(|c| c.abs_diff(at) <= 12) || cue.is_empty()
}

/// The name under which the text knows the platform of tweets.
fn platform(room: &Room<'_>) -> String {
    let named = |name: &str| room.cast.figures.iter().any(|f| f.name == name);
    if named("X") && !named("Twitter") { "X".to_owned() } else { "Twitter".to_owned() }
}

/// Nouns for a medium beside its name: "the podcast Ebb", "Low Tide magazine".
pub(super) fn is_medium(lower: &str) -> bool {
    matches!(
        lower,
        "podcast"
            | "programme"
            | "program"
            | "show"
            | "magazine"
            | "newspaper"
            | "website"
            | "station"
            | "broadcaster"
            | "channel"
            | "network"
            | "blog"
            | "newsletter"
            | "forum"
            | "agency"
            | "daily"
    )
}

/// The name beside a noun for a medium: after it, else before it.
pub(super) fn named_about(
    room: &Room<'_>,
    start: usize,
    medium: usize,
) -> Option<(Range<usize>, FigureId)> {
    let carries = |figure: FigureId| {
        let figure = &room.cast.figures[figure];
        !matches!(figure.kind, EntityKind::Person | EntityKind::Place | EntityKind::Group)
            || figure.unknown
    };
    let mut next = medium + 1;
    while matches!(room.page.lower(next), "," | "called")
        || room.page.segmented.tokens.get(next).is_some_and(|t| t.shape == Shape::QuotationMark)
    {
        next += 1;
    }
    let after =
        room.cast.name_at(next).filter(|(name, f)| name.tokens.start == next && carries(*f));
    after
        .map(|(name, f)| (name.tokens.clone(), f))
        .or_else(|| room.cast.within(start..medium).into_iter().rfind(|(_, f)| carries(*f)))
}
