//! Does the article retell one piece of one outlet?
//!
//! "The Courier ran a profile of a lighthouse keeper. … The piece ends …": all that people say in such an
//! article they said in the piece. It must be a piece about people (a feature, a profile, a portrait), told
//! of at the top and still spoken of near the end, with no other outlet between.

use sayso_core::Span;
use sayso_core::record::SpeakerClass;

use super::press::{Press, is_open_to_all};
use super::relay::outlet_behind;
use super::{Way, start_of};
use crate::coref::FigureId;
use crate::speaker::Room;

/// Sentences at the top of which one must tell of the piece.
const LEAD: usize = 4;

/// Lets what people say in an article that retells a piece come through its outlet.
pub(super) fn retell(room: &Room<'_>, press: &Press, ways: &mut [Way]) {
    let Some((outlet, start, place)) = piece(room, press) else { return };
    let name = &room.cast.figures[outlet].name;
    let other = |r: usize| {
        let speaks = outlet_behind(room, press, r).is_some_and(|o| o != outlet);
        speaks || ways[r].via.iter().any(|via| via != name && !is_open_to_all(via))
    };
    if (0..ways.len()).any(other) {
        return;
    }
    for (r, way) in ways.iter_mut().enumerate() {
        let Some(voice) = &room.voices[r] else { continue };
        let person = matches!(voice.class, SpeakerClass::Named | SpeakerClass::Anonymous);
        if person
            && way.via.is_empty()
            && start_of(room, r) > start
            && outlet_behind(room, press, r).is_none()
        {
            way.via.push(name.clone());
            way.evidence.push(("via", place, "the article retells a piece of this outlet"));
        }
    }
}

/// The outlet whose piece an article retells, where the sentence that tells of it ends, and its words.
fn piece(room: &Room<'_>, press: &Press) -> Option<(FigureId, usize, Span)> {
    let page = room.page;
    let sentences = &page.segmented.sentences;
    let (outlet, end, place) = sentences.iter().take(LEAD).find_map(|sentence| {
        let tokens = sentence.tokens.clone();
        let told = tokens.clone().find(|at| is_about_people(page.lower(*at)))?;
        let (outlet, name) = (tokens.start..told).rev().find_map(|at| press.outlet_at(room, at))?;
        let single = is_open_to_all(&room.cast.figures[outlet].name);
        (!single && sentence.paragraph > 0)
            .then(|| (outlet, page.segmented.cover(tokens).end(), page.segmented.cover(name)))
    })?;
    let spoken_of = |at: usize| {
        matches!(page.lower(at), "the" | "its")
            && matches!(
                page.lower(at + 1),
                "piece" | "article" | "profile" | "feature" | "portrait" | "story"
            )
            || press.outlet_at(room, at).is_some_and(|(figure, _)| figure == outlet)
    };
    let n = page.segmented.paragraphs.len();
    let places: Vec<usize> = (0..page.segmented.tokens.len())
        .filter(|at| room.field.quotation[*at].is_none() && spoken_of(*at))
        .map(|at| page.segmented.tokens[at].span.start())
        .filter(|start| *start > end)
        .map(|start| page.segmented.paragraph_at(start))
        .collect();
    let late = places.iter().any(|paragraph| paragraph * 3 >= n * 2);
    (places.len() >= 2 && late).then_some((outlet, end, place))
}

/// Words for a piece about people.
fn is_about_people(lower: &str) -> bool {
    matches!(lower, "feature" | "profile" | "portrait" | "profiled" | "profiles" | "profiling")
}
