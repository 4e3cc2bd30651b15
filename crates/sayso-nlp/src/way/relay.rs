//! What comes through an outlet because somebody else cites or asks for it?
//!
//! An outlet that quotes a source carries what the source says; so does the outlet that a journalist works
//! for, and the one whose interviewer asks.

use sayso_core::record::{EntityKind, SpeakerClass};

use super::press::Press;
use super::{Way, add, cue_tokens, sentence_of, start_of};
use crate::coref::FigureId;
use crate::speaker::Room;

/// What decides for a question.
const ASKED: &str = "asked in the same interview";
/// Paragraphs over which a source without a name is still the same.
const SAME: usize = 4;

/// "Ana Ruiz of the Courier wrote": a journalist speaks through the outlet they work for.
pub(super) fn through_staff(room: &Room<'_>, press: &Press, ways: &mut [Way]) {
    for (r, way) in ways.iter_mut().enumerate().filter(|(_, way)| way.via.is_empty()) {
        let Some(figure) = room.voices[r].as_ref().and_then(|v| v.figure) else { continue };
        if let Some((outlet, tokens)) = press.outlet_of(figure) {
            let name = room.cast.figures[outlet].name.clone();
            add(way, name, room.page, tokens, "the outlet that the speaker works for");
        }
    }
}

/// The outlet behind a voice: itself, or the one it works for.
pub(super) fn outlet_behind(room: &Room<'_>, press: &Press, r: usize) -> Option<FigureId> {
    let figure = room.voices[r].as_ref()?.figure?;
    if press.is_outlet(figure) {
        return Some(figure);
    }
    press.outlet_of(figure).map(|(outlet, _)| outlet)
}

/// "The Echo said …, with Lund reportedly calling it …", "… how it would end, when asked": what is
/// reported or asked in a sentence came the way of its other statement.
pub(super) fn within_sentences(room: &Room<'_>, press: &Press, ways: &mut [Way]) {
    for r in 0..ways.len() {
        let cue = cue_tokens(room, r);
        let is = |words: &[&str]| cue.iter().any(|at| words.contains(&room.page.lower(*at)));
        let hedged = is(&["reportedly", "allegedly"]) && !room.relations[r].source.is_empty();
        let cites = is(&["citing", "quoting", "cites", "quotes"]);
        let asked = is(&["asked", "pressed"]) && is_asker(room, r);
        if !(hedged || cites || asked) || !ways[r].via.is_empty() {
            continue;
        }
        let Some(sentence) = sentence_of(room, r) else { continue };
        let beside = |other: usize| {
            let span = room.relations[other].cue.first().or(room.relations[other].source.first());
            // What is quoted inside came its own way.
            other != r
                && holder(room, other) != Some(r)
                && span.is_some_and(|s| sentence.contains(&room.page.segmented.tokens_in(*s).start))
        };
        if asked {
            let told = (0..ways.len()).find(|other| beside(*other) && !ways[*other].via.is_empty());
            if let Some(other) = told {
                let place = ways[other].evidence.iter().find(|(field, ..)| *field == "via");
                let place = place.map(|(_, place, _)| *place);
                let via = ways[other].via.clone();
                ways[r].via = via;
                ways[r].evidence.extend(place.map(|p| ("via", p, ASKED)));
            }
            continue;
        }
        let outlet = (0..ways.len()).filter(|other| beside(*other)).find_map(|other| {
            let figure = outlet_behind(room, press, other)?;
            let own = room.voices[r].as_ref().is_some_and(|v| v.figure == Some(figure));
            (!own).then_some((figure, *room.relations[other].source.first()?))
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

/// Whether whoever a relation has as its source, if anybody, may be an interviewer.
fn is_asker(room: &Room<'_>, r: usize) -> bool {
    room.relations[r].source.is_empty() || asker(room, r).is_some()
}

/// The person who asks, of whom the text says no more.
fn asker(room: &Room<'_>, r: usize) -> Option<FigureId> {
    let asks = cue_tokens(room, r)
        .iter()
        .any(|at| matches!(room.page.lower(*at), "asked" | "pressed" | "questioned"));
    room.voices[r].as_ref()?.figure.filter(|f| asks && room.cast.is_person(*f))
}

/// "Asked by Ruiz if it leaked, Vik …": who asks in an interview writes for the outlet that has it.
pub(super) fn through_interviewers(room: &Room<'_>, ways: &mut [Way]) {
    let found: Vec<(FigureId, usize)> = (0..ways.len())
        .filter(|r| ways[*r].evidence.iter().any(|(.., by)| *by == ASKED))
        .filter_map(|r| Some((asker(room, r)?, r)))
        .collect();
    for (figure, from) in found {
        for r in 0..ways.len() {
            let same = room.voices[r].as_ref().is_some_and(|v| v.figure == Some(figure));
            if !same || r == from || !ways[r].via.is_empty() {
                continue;
            }
            let via = ways[from].via.clone();
            ways[r].via = via;
            let place = ways[from].evidence.iter().find(|(.., by)| *by == ASKED);
            let place = place.map(|(_, place, _)| *place);
            ways[r].evidence.extend(place.map(|p| ("via", p, "the interviewer's outlet")));
        }
    }
}

/// "… wrote one fan on the forum. … posted another": others on the same platform; "the trustee", after "a
/// trustee told the Courier": the same source by a word of its description.
pub(super) fn through_likes(room: &Room<'_>, ways: &mut [Way]) {
    let page = room.page;
    let paragraph = |r: usize| page.segmented.paragraph_at(start_of(room, r));
    let source = |r: usize| -> Vec<usize> {
        let spans = room.relations[r].source.iter();
        spans.flat_map(|span| page.segmented.tokens_in(*span)).collect()
    };
    let order = super::in_order(room);
    for (n, &r) in order.iter().enumerate() {
        let words = source(r);
        let Some(first) = words.first().map(|at| page.lower(*at)) else { continue };
        if !ways[r].via.is_empty() {
            continue;
        }
        let before = order[..n].iter().rev();
        let from = if matches!(first, "another" | "one" | "others" | "a") {
            let posts = cue_tokens(room, r).iter().any(|at| {
                matches!(page.lower(*at), "posted" | "wrote" | "commented" | "tweeted" | "added")
            });
            before
                .take(1)
                .find(|o| {
                    let one = source(**o).first().map_or("", |at| page.lower(*at));
                    posts
                        && paragraph(**o) == paragraph(r)
                        && matches!(one, "one" | "a" | "an" | "another" | "others")
                })
                .filter(|o| !ways[**o].via.is_empty())
        } else {
            let anonymous = |r: usize| {
                let voice = room.voices[r].as_ref();
                voice.is_some_and(|v| {
                    v.class == SpeakerClass::Anonymous && v.figure.is_none() && !v.head.is_empty()
                })
            };
            let head = room.voices[r].as_ref().map_or("", |v| v.head.as_str());
            let definite = matches!(first, "the" | "this" | "that") && anonymous(r);
            // Whoever has the word in their description was the last to have it.
            before
                .take_while(|o| definite && paragraph(r) <= paragraph(**o) + SAME)
                .find(|o| anonymous(**o) && source(**o).iter().any(|at| page.lower(*at) == head))
                .filter(|o| !ways[**o].via.is_empty())
        };
        if let Some(&from) = from {
            let via = ways[from].via.clone();
            let place = ways[from].evidence.iter().find(|(field, ..)| *field == "via");
            let place = place.map(|(_, place, _)| *place);
            ways[r].via = via;
            ways[r].evidence.extend(place.map(|p| ("via", p, "the same source or place")));
        }
    }
}

/// "The Echo quoted an official as saying … . “…,” the official said": the outlet that cited somebody
/// without a name carries what else they say.
pub(super) fn through_quoting(room: &Room<'_>, press: &Press, ways: &mut [Way]) {
    let page = room.page;
    let paragraph = |r: usize| page.segmented.paragraph_at(start_of(room, r));
    for r in 0..ways.len() {
        let Some(voice) = room.voices[r].as_ref() else { continue };
        let definite = room.relations[r].source.first().is_some_and(|source| {
            let first = page.segmented.tokens_in(*source).start;
            matches!(page.lower(first), "the" | "this" | "that")
        });
        if voice.class != SpeakerClass::Anonymous
            || voice.figure.is_some()
            || !definite
            || voice.head.is_empty()
            || !ways[r].via.is_empty()
        {
            continue;
        }
        let quoting = (0..ways.len())
            .filter(|o| start_of(room, *o) < start_of(room, r) && paragraph(r) <= paragraph(*o) + 3)
            .rfind(|o| {
                let cites = cue_tokens(room, *o).iter().any(|at| {
                    matches!(
                        page.lower(*at),
                        "quoted" | "quoting" | "quotes" | "cited" | "citing" | "cites"
                    )
                });
                let names = room.relations[*o]
                    .content
                    .iter()
                    .flat_map(|c| page.segmented.tokens_in(*c))
                    .any(|at| crate::words::singular(page.lower(at)) == voice.head);
                cites && names && paragraph(r) <= paragraph(*o) + 3
            });
        let Some((o, outlet)) = quoting.and_then(|o| Some((o, outlet_behind(room, press, o)?)))
        else {
            continue;
        };
        let place = room.relations[o].source.first().copied();
        ways[r].via.push(room.cast.figures[outlet].name.clone());
        ways[r].evidence.extend(place.map(|p| ("via", p, "the outlet that cited the same source")));
    }
}

/// "X reported, citing Y": what Y says came through X.
pub(super) fn through_parents(room: &Room<'_>, press: &Press, ways: &mut [Way]) {
    for r in 0..ways.len() {
        let mut carriers = Vec::new();
        let (mut child, mut at) = (r, holder(room, r));
        let mut steps = 0;
        while let Some(parent) = at.filter(|p| *p < ways.len() && *p != r && steps < 4) {
            // "Dockside says that the Meridian quotes …": a body that reports what an outlet reports is one.
            let relays = |figure: &FigureId| {
                room.cast.figures[*figure].kind == EntityKind::Organisation
                    && outlet_behind(room, press, child).is_some()
            };
            let body = || room.voices[parent].as_ref()?.figure.filter(relays);
            if let Some(figure) = outlet_behind(room, press, parent).or_else(body) {
                let place = room.relations[parent].source.first().copied();
                carriers.push((room.cast.figures[figure].name.clone(), place));
            }
            (child, at) = (parent, holder(room, parent));
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

/// The statement inside which another stands: its parent, or the one whose content holds its cue.
fn holder(room: &Room<'_>, r: usize) -> Option<usize> {
    room.relations[r].parent.or_else(|| {
        let cue = room.relations[r].cue.first()?;
        let token = room.page.segmented.tokens_in(*cue).start;
        room.field.content_of.get(token).copied().flatten().filter(|o| *o != r)
    })
}
