//! To whom was it told: an outlet, which carries it, or somebody addressed?
//!
//! The object of "told" is a carrier if it is an outlet or may be one, or somebody who works for one.

use std::ops::Range;

use sayso_core::record::EntityKind;

use super::hop::{Search, add_figure, is_medium, named_about, outlet_described};
use super::{Addressee, Way, add, belongs, sentence_of};
use crate::coref::FigureId;
use crate::phrase::Page;
use crate::segment::Shape;
use crate::speaker::Room;
use crate::words::Class;

/// The object of "told": a carrier if it is an outlet, else somebody addressed.
pub(super) fn object(search: Search<'_, '_>, way: &mut Way) {
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
