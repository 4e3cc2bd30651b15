//! Which words around a cue name a carrier, and which somebody addressed?
//!
//! The object of "told" is a carrier if it is an outlet or may be one; after "on", "to", "with" and the
//! like only an outlet, programme or platform is. A programme is preferred to its station.

use std::ops::Range;

use sayso_core::Span;
use sayso_core::record::{EntityKind, SpeakerClass};

use super::press::Press;
use super::{Addressee, Way, add, belongs, is_title_case, sentence_of};
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

fn add_figure(
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
fn outlet_described(
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

/// The object of "told": a carrier if it is an outlet, else somebody addressed.
pub(super) fn told(search: Search<'_, '_>, way: &mut Way) {
    let Search { room, r, cue, .. } = search;
    let page = room.page;
    for &at in cue {
        let lower = page.lower(at);
        let tells = matches!(lower, "told" | "tell" | "tells" | "telling");
        let addresses = tells
            || matches!(
                lower,
                "asked"
                    | "asks"
                    | "asking"
                    | "urged"
                    | "urges"
                    | "urging"
                    | "warned"
                    | "warns"
                    | "assured"
                    | "assures"
                    | "informed"
                    | "reminded"
                    | "advised"
                    | "ordered"
                    | "instructed"
                    | "assure"
            );
        if addresses && let Some(object) = object_after(room, r, at + 1) {
            addressed(search, object, tells, way);
        }
        // "said to reporters", "wrote in a letter to the board"
        let to = (at + 1..at + 9).find(|to| {
            page.lower(*to) == "to"
                && !page.is(*to + 1, Class::Speech)
                && belongs_safe(room, r, *to)
        });
        if let Some(to) = to.filter(|to| {
            way.addressee.is_none()
                && matches!(
                    page.lower(to - 1),
                    "said"
                        | "letter"
                        | "speech"
                        | "remarks"
                        | "statement"
                        | "address"
                        | "email"
                        | "memo"
                        | "spoke"
                        | "speaking"
                        | "clear"
                        | "wrote"
                        | "testimony"
                        | "message"
                )
        }) && let Some(object) = object_after(room, r, to + 1)
        {
            addressed(search, object, false, way);
        }
    }
    // "told" that the relation's cue leaves out: "speaking to reporters on Monday, he said".
    if way.addressee.is_none()
        && way.via.is_empty()
        && let Some(sentence) = sentence_of(room, r)
    {
        let speaking = sentence.clone().find(|at| {
            matches!(page.lower(*at), "speaking" | "talking" | "spoke" | "briefing" | "telling")
                && belongs_safe(room, r, *at)
        });
        if let Some(at) = speaking {
            let start =
                at + 1 + usize::from(matches!(page.lower(at + 1), "to" | "with" | "before"));
            if let Some(object) = object_after(room, r, start)
                && (start > at + 1 || matches!(page.lower(at), "briefing" | "telling"))
            {
                addressed(search, object, true, way);
            }
        }
    }
}

fn belongs_safe(room: &Room<'_>, r: usize, at: usize) -> bool {
    at < room.page.segmented.tokens.len() && belongs(room, r, at)
}

/// The noun phrase that begins at a token, up to what is said.
fn object_after(room: &Room<'_>, r: usize, start: usize) -> Option<Range<usize>> {
    let page = room.page;
    if !belongs_safe(room, r, start) || !page.is_word(start) {
        return None;
    }
    if matches!(
        page.lower(start),
        "that"
            | "to"
            | "if"
            | "whether"
            | "how"
            | "what"
            | "why"
            | "about"
            | "for"
            | "in"
            | "on"
            | "of"
            | "by"
            | "not"
    ) {
        return None;
    }
    let sentence = page.sentence_of(start);
    let mut end = start;
    while end < sentence.end && belongs(room, r, end) && end - start < 12 {
        let lower = page.lower(end);
        let token = &page.segmented.tokens[end];
        if matches!(
            lower,
            "that"
                | ","
                | ":"
                | "–"
                | "—"
                | ";"
                | "."
                | "to"
                | "on"
                | "in"
                | "at"
                | "after"
                | "during"
                | "if"
                | "whether"
                | "about"
                | "last"
                | "earlier"
                | "exclusively"
                | "this"
                | "when"
                | "how"
        ) && end > start
            || token.shape == Shape::QuotationMark && !page.is_possessive(end)
            || end > start && page.is(end, Class::Month)
        {
            break;
        }
        end += 1;
    }
    (end > start).then_some(start..end)
}

/// Sorts the object of a verb of telling into carrier or addressee.
fn addressed(search: Search<'_, '_>, object: Range<usize>, tells: bool, way: &mut Way) {
    let Search { room, r, before: carrier, .. } = search;
    let page = room.page;
    let first = object.start + usize::from(page.lower(object.start) == "the");
    if let Some((figure, tokens)) = outlet_described(room, object.start, carrier) {
        add(way, room.cast.figures[figure].name.clone(), page, tokens, "the outlet named before");
        return;
    }
    if matches!(page.lower(object.start), "us" | "me") && object.len() == 1 && tells {
        if let Some(outlet) = room.outlet.filter(|_| room.relations[r].parent.is_none()) {
            add(way, outlet.to_owned(), page, object, "told the outlet itself");
        }
        return;
    }
    let medium = object.clone().find(|at| is_medium(page.lower(*at)));
    if let Some(medium) = medium
        && tells
        && let Some((name, figure)) = named_about(room, first, medium)
    {
        add(way, room.cast.figures[figure].name.clone(), page, name, "a carrier by its kind");
        return;
    }
    // "told ITV's Good Morning Vik", "told Norway's TV Nord": the last name is the carrier.
    let nested = room.cast.within(object.clone()).into_iter().rfind(|(name, f)| {
        let figure = &room.cast.figures[*f];
        name.start > first
            && page.is_possessive(name.start - 1)
            && (matches!(figure.kind, EntityKind::Outlet | EntityKind::Organisation)
                || figure.unknown
                || figure.guessed)
    });
    if let Some((name, figure)) = nested.filter(|_| tells) {
        add(
            way,
            room.cast.figures[figure].name.clone(),
            page,
            name,
            "the object of telling is a carrier",
        );
        return;
    }
    if name_told(search, first, &object, tells, way) {
        return;
    }
    if let Some(reading) = room.pronouns.at(object.start).filter(|_| object.len() == 1) {
        way.evidence.push(("addressee", page.segmented.cover(object), "the object of telling"));
        way.addressee = Some(Addressee::Figure(reading.figure));
        return;
    }
    if way.addressee.is_none()
        && !matches!(page.lower(object.start), "it" | "them" | "you" | "him" | "her")
    {
        let mut tokens = object;
        if page.lower(tokens.start) == "the" && tokens.len() > 1 {
            tokens.start += 1;
        }
        let span = page.segmented.cover(tokens);
        way.evidence.push(("addressee", span, "the object of telling"));
        way.addressee = Some(Addressee::Words(span.of(page.segmented.text).to_owned()));
    }
}

/// Sorts a name that is told something; `false` if there is none or it decides nothing.
fn name_told(
    search: Search<'_, '_>,
    first: usize,
    object: &Range<usize>,
    tells: bool,
    way: &mut Way,
) -> bool {
    let Search { room, r, press, .. } = search;
    let page = room.page;
    let Some((name, figure)) = room.cast.name_at(first).map(|(n, f)| (n.tokens.clone(), f)) else {
        return false;
    };
    let known = &room.cast.figures[figure];
    if tells && let Some((outlet, tokens)) = host_of(search, figure, first) {
        add_figure(room, way, outlet, tokens, "the outlet of who was told");
        return true;
    }
    // "told the Courier's weekly video series": the programme that the text named before.
    if page.is_possessive(name.end)
        && press.is_outlet(figure)
        && object.clone().any(|at| matches!(page.lower(at), "series" | "show" | "programme"))
    {
        return true;
    }
    // "told the Courier's Ana Ruiz"
    let host = page.is_possessive(name.end)
        && room.cast.name_at(name.end + 1).is_some_and(|(_, f)| room.cast.is_person(f));
    if tells && host && press.is_outlet(figure) {
        add_figure(room, way, figure, name, "the outlet of who was told");
        return true;
    }
    let own = room.voices[r].as_ref().is_some_and(|v| v.figure == Some(figure));
    let whole = name.end >= object.end
        || !page.is_possessive(name.end) && !noun_follows(page, name.end, object);
    let carrier = match known.kind {
        _ if press.is_outlet(figure) => true,
        // An unknown name that is told something is an outlet more often than not.
        EntityKind::Organisation => {
            tells && (known.unknown || known.guessed || looks_like_outlet(&known.words))
        }
        _ => false,
    };
    if carrier && whole && !own {
        add(way, known.name.clone(), page, name.clone(), "the object of telling is a carrier");
        if page.lower(name.end) == "and" || page.lower(name.end) == "'s" {
            // "told Reuters and Radio Vik", "told CNN's Olga Brandt" name a second carrier or a host.
            let second = name.end + 1 + usize::from(page.lower(name.end + 1) == "the");
            if let Some((other, f)) = room.cast.name_at(second)
                && room.cast.figures[f].kind == EntityKind::Outlet
            {
                if page.lower(name.end) == "'s" {
                    way.via.pop();
                }
                add(
                    way,
                    room.cast.figures[f].name.clone(),
                    page,
                    other.tokens.clone(),
                    "a second carrier",
                );
            }
        }
        return true;
    }
    if whole && way.addressee.is_none() && !own {
        way.evidence.push(("addressee", page.segmented.cover(name), "the object of telling"));
        way.addressee = Some(Addressee::Figure(figure));
        return true;
    }

    false
}

/// The outlet of the person who was told: where they work, or the programme that bears their name.
fn host_of(
    search: Search<'_, '_>,
    figure: FigureId,
    at: usize,
) -> Option<(FigureId, Range<usize>)> {
    let Search { room, press, .. } = search;
    let known = &room.cast.figures[figure];
    if known.kind != EntityKind::Person && !known.unknown && !known.guessed {
        return None;
    }
    if let Some(found) = press.outlet_of(figure) {
        return Some(found);
    }
    let name = known.words.last()?;
    room.cast
        .named
        .iter()
        .filter(|(name, _)| name.tokens.end <= at)
        .rfind(|(_, f)| {
            press.is_outlet(*f)
                && room.cast.figures[*f].words.len() > 1
                && room.cast.figures[*f].words.contains(name)
        })
        .map(|(name, f)| (*f, name.tokens.clone()))
}

/// Nouns for a medium beside its name: "the podcast Ebb", "Low Tide magazine".
fn is_medium(lower: &str) -> bool {
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
fn named_about(room: &Room<'_>, start: usize, medium: usize) -> Option<(Range<usize>, FigureId)> {
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

fn noun_follows(page: Page<'_>, at: usize, object: &Range<usize>) -> bool {
    at < object.end && page.is_any(at, &[Class::Role, Class::Insider, Class::Collective])
}

/// Words in a name that mark a programme, paper or station.
fn looks_like_outlet(words: &[String]) -> bool {
    words.iter().any(|w| {
        matches!(
            w.as_str(),
            "radio"
                | "tv"
                | "news"
                | "magazine"
                | "podcast"
                | "breakfast"
                | "tonight"
                | "show"
                | "online"
        )
    })
}
