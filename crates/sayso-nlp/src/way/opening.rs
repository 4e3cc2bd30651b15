//! Which sentences tell of an interview before, or without, citing it?
//!
//! "Reached by the Courier, Ruiz had little to say." "The mayor appeared on Radio Vik on Monday." Such a
//! sentence opens an occasion for the person whom it speaks of; what they say next came that way.

use std::ops::Range;

use sayso_core::Span;

use super::Days;
use super::day::{self, When};
use super::hop::is_piece;
use super::press::{Press, is_open_to_all};
use crate::coref::FigureId;
use crate::phrase::{is_determiner, is_preposition};
use crate::segment::Shape;
use crate::speaker::Room;

/// An interview that a sentence tells of.
#[derive(Clone, Debug)]
pub(super) struct Opening {
    /// Where the words for it begin.
    pub(super) at: usize,
    /// Who is interviewed.
    pub(super) figure: FigureId,
    /// The name of the carrier.
    pub(super) carrier: String,
    /// The words that name the carrier.
    pub(super) place: Span,
    /// When it was.
    pub(super) said: Option<When>,
}

/// The openings of an article, in order.
pub(super) fn find(room: &Room<'_>, press: &Press, days: Days<'_>) -> Vec<Opening> {
    let mut openings = Vec::new();
    for sentence in &room.page.segmented.sentences {
        let sentence = sentence.tokens.clone();
        for at in sentence.clone() {
            if room.field.quotation[at].is_some() {
                continue;
            }
            let Some((figure, tokens)) = carrier_of(room, press, at) else { continue };
            if is_open_to_all(&room.cast.figures[figure].name)
                || tokens.end > sentence.end
                || is_refused(room, sentence.start.max(at.saturating_sub(7))..at)
                || is_somebody_elses(room, at)
            {
                continue;
            }
            let Some(subject) = subject(room, &sentence, at, tokens.end) else { continue };
            if subject == figure {
                continue;
            }
            openings.push(Opening {
                at,
                figure: subject,
                carrier: room.cast.figures[figure].name.clone(),
                place: room.page.segmented.cover(tokens),
                said: day::of_sentence(room, sentence.clone(), days),
            });
            break;
        }
    }
    openings
}

/// The carrier that words for an interview, beginning at a token, name.
fn carrier_of(room: &Room<'_>, press: &Press, at: usize) -> Option<(FigureId, Range<usize>)> {
    let page = room.page;
    let next = page.lower(at + 1);
    let start = match page.lower(at) {
        "interview" | "conversation" | "appearance" | "sit-down" => (at + 1..at + 6)
            .take_while(|n| !matches!(page.lower(*n), "," | ";" | "." | "that"))
            .find(|n| matches!(page.lower(*n), "with" | "on" | "to" | "by" | "in"))?,
        "appeared" | "appearing" | "appears" if next == "on" => at + 1,
        "spoke" | "speaking" | "speaks" | "talked" | "talking"
            if matches!(next, "to" | "with" | "on") =>
        {
            at + 1
        }
        "interviewed" | "reached" | "contacted" if matches!(next, "by" | "on") => at + 1,
        "asked" | "pressed" | "questioned" if next == "by" => at + 1,
        _ => return None,
    };
    // "with the Courier", "on the Vik show", "by Ana Ruiz of the Courier"
    let name = (start + 1..start + 5)
        .take_while(|n| {
            let token = page.segmented.tokens.get(*n);
            token.is_some_and(|t| {
                t.is_capital()
                    || t.shape == Shape::QuotationMark
                    || is_determiner(&t.lower)
                    || t.shape == Shape::Lower && !is_preposition(&t.lower)
            })
        })
        .find(|n| page.segmented.tokens[*n].is_capital())?;
    press.outlet_at(room, name).or_else(|| {
        let (_, person) = room.cast.name_at(name)?;
        press.outlet_of(person)
    })
}

/// Whether the words before tell that there was no interview.
fn is_refused(room: &Room<'_>, lead: Range<usize>) -> bool {
    lead.clone().any(|at| {
        matches!(
            room.page.lower(at),
            "declined"
                | "refused"
                | "cancelled"
                | "canceled"
                | "never"
                | "not"
                | "n't"
                | "didn't"
                | "hasn't"
                | "wouldn't"
                | "postponed"
                | "rejected"
        )
    })
}

/// "the figure who spoke to Radio Vik": nobody whom the sentence names.
fn is_somebody_elses(room: &Room<'_>, at: usize) -> bool {
    let before = |n: usize| at.checked_sub(n);
    before(1).is_some_and(|who| room.page.lower(who) == "who")
        && !(2..4).filter_map(before).any(|n| room.cast.at(n).is_some())
}

/// Whom a sentence tells to have been interviewed: the person named last before the words for it, else
/// the first after its carrier.
fn subject(room: &Room<'_>, sentence: &Range<usize>, at: usize, end: usize) -> Option<FigureId> {
    let page = room.page;
    let person = |n: usize| -> Option<FigureId> {
        if room.field.quotation[n].is_some() {
            return None;
        }
        if let Some(reading) = room.pronouns.at(n) {
            return Some(reading.figure).filter(|f| room.cast.is_person(*f));
        }
        let (name, figure) = room.cast.name_at(n)?;
        let whole = name.tokens.start == n && room.cast.is_person(figure);
        // "Ruiz's aide" is not Ruiz; "Ruiz's appearance" is.
        let owner = page.is_possessive(name.tokens.end)
            && !(name.tokens.end + 1..name.tokens.end + 3).any(|m| is_piece(page.lower(m)));
        (whole && !owner).then_some(figure)
    };
    (sentence.start..at).rev().find_map(person).or_else(|| (end..sentence.end).find_map(person))
}
