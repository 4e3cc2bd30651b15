//! When, by the words of the text?
//!
//! [`Times::read`] finds expressions of time after TIMEX3 (dates, times of day, lengths, what comes back) and
//! settles each against the day of writing, what was told before, and the tense around it. Rules read what is
//! regular (`grammar`); where a trained reader looked as well, what rules only think likely needs its consent,
//! and what it alone sees is kept. Nothing is more precise than the words.
//!
//! Which of the dates is when something was said, [`crate::way`] decides.

mod atoms;
pub mod check;
mod clock;
mod feast;
mod grammar;
mod known;
mod length;
mod meaning;
pub mod moment;
mod named;
mod printed;
mod settle;
mod tense;
mod vague;

use std::ops::Range;

use sayso_core::Span;
use sayso_core::record::{self, InferredDate, TimeKind};
use sayso_core::time::{Date, Weekday};

use crate::hints::{Hints, TimeHint};
use crate::segment::Segmented;

use atoms::Atoms;
use meaning::{Meaning, Name, Parsed, Strength, Which};
use moment::{Calendar, Hedge, Length, Unit, Value};
pub use settle::Today;
use settle::{Settled, Told};
pub use tense::Direction;
pub(crate) use tense::is_past;

/// How many sentences a quarter of a year is still spoken of.
const QUARTER_LASTS: usize = 3;

/// A trained reader that sees a time where no rule sees one must be this sure.
const SURE_ALONE: f32 = 0.5;

/// And this sure where no rule can read what it sees either.
const SURE_UNREAD: f32 = 0.9;

/// An expression of time.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each says something of its own")]
pub struct Time {
    /// Where it stands.
    pub place: Span,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What it is called.
    pub kind: TimeKind,
    /// What it means.
    pub value: Value,
    /// How near the words come to that.
    pub hedge: Hedge,
    /// Whether it was chosen among several.
    pub is_guess: bool,
    /// Whether its value needed the day of writing.
    pub is_relative: bool,
    /// Which way the clause around it looks.
    pub direction: Direction,
    /// The weekday that stands beside a date.
    pub weekday: Option<Weekday>,
    /// Whether only the end of the stretch is meant.
    pub is_end: bool,
    /// Whether it is only an edge: "before Christmas", "after May 3".
    pub is_edge: bool,
    /// The rule that read it.
    pub rule: &'static str,
}

/// The expressions of time of a text, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Times {
    /// They do not overlap.
    pub all: Vec<Time>,
}

impl Times {
    /// Finds the expressions of an article and settles them against its day of publication, or, where it has
    /// none, against what the text says of it, which is told as well.
    pub fn read(
        segmented: &Segmented<'_>,
        hints: &Hints,
        published: Option<Date>,
    ) -> (Times, Option<InferredDate>) {
        let atoms = Atoms::of(segmented);
        let found = Unsettled::read(segmented, &atoms, hints);
        if let Some(published) = published {
            return (Times::settled(segmented, &found, Some(Today::of(published))), None);
        }
        match printed::infer(segmented, &atoms, &found) {
            Some((inferred, today)) => {
                (Times::settled(segmented, &found, Some(today)), Some(inferred))
            }
            None => (Times::settled(segmented, &found, None), None),
        }
    }

    fn settled(segmented: &Segmented<'_>, found: &Unsettled, today: Option<Today>) -> Times {
        let mut told = Told { is_narrative: found.is_narrative, ..Told::default() };
        let mut quarter_at = 0;
        let mut all = Vec::with_capacity(found.all.len());
        for Found { parsed, place, tokens } in &found.all {
            let sentence = segmented.sentence_at(place.start());
            if sentence > quarter_at + QUARTER_LASTS {
                told.quarter = None;
            }
            let direction = tense::around(segmented, tokens.clone());
            told.weekday = parsed.weekday;
            told.follows_past = tense::follows_past(segmented, tokens.clone());
            let Settled { value, is_guess } =
                settle::settle(parsed.meaning, parsed.clock, today, told, direction);
            // "may leave before Christmas": a text does not go on from a deadline.
            let is_told = |calendar: &Calendar| {
                let is_deadline = direction == Direction::Ahead && parsed.hedge == Hedge::Before;
                calendar.days().is_some() && !(is_deadline && matches!(calendar, Calendar::Day(_)))
            };
            if let Some(calendar) = value.calendar().filter(is_told) {
                told.there = Some(calendar);
                match calendar {
                    Calendar::Day(day) => told.day = Some(day),
                    Calendar::Quarter(..) if !is_comparison(parsed.meaning) => {
                        told.quarter = Some(calendar);
                        quarter_at = sentence;
                    }
                    _ => {}
                }
                // A history goes on in the year that it named last.
                if found.is_narrative && calendar.year().is_some() {
                    let now = today.and_then(|today| today.likely.or(today.day())).map(Date::year);
                    told.year = calendar.year().filter(|year| now.is_none_or(|now| *year < now));
                }
            }
            all.push(Time {
                place: *place,
                tokens: tokens.clone(),
                kind: value.kind(),
                value,
                hedge: parsed.hedge,
                is_guess,
                is_relative: !matches!(parsed.meaning, Meaning::Whole(_)),
                direction,
                weekday: parsed.weekday,
                is_end: parsed.is_end,
                is_edge: tokens.start.checked_sub(1).is_some_and(|at| {
                    matches!(segmented.tokens[at].lower.as_str(), "before" | "after")
                }) && segmented
                    .tokens
                    .get(tokens.end)
                    .is_none_or(|token| token.lower != "'s"),
                rule: parsed.rule,
            });
        }
        Times { all }
    }

    /// The dates whose words all stand among some tokens, in order.
    pub fn dates_in(&self, tokens: &[usize]) -> Vec<(Date, Range<usize>)> {
        let (Some(first), Some(last)) = (tokens.iter().min(), tokens.iter().max()) else {
            return Vec::new();
        };
        let from = self.all.partition_point(|time| time.tokens.end <= *first);
        self.all[from..]
            .iter()
            .take_while(|time| time.tokens.start <= *last)
            .filter(|time| time.tokens.clone().all(|at| tokens.contains(&at)))
            .filter_map(|time| Some((time.value.date()?, time.tokens.clone())))
            .collect()
    }

    /// As they are in the ledger.
    pub fn records(&self) -> Vec<record::Time<Span>> {
        let record = |time: &Time| record::Time {
            place: time.place,
            kind: time.kind,
            value: time.value.to_string(),
            edtf: time.value.edtf(time.hedge, time.is_guess),
        };
        self.all.iter().map(record).collect()
    }
}

/// Whether something is named only to compare with it.
fn is_comparison(meaning: Meaning) -> bool {
    matches!(
        meaning,
        Meaning::Named(_, Which::YearBefore)
            | Meaning::Stretch(Which::YearBefore, _)
            | Meaning::FromToday(..)
            | Meaning::FromThere(..)
    )
}

/// Expressions whose values wait for the day of writing.
struct Unsettled {
    all: Vec<Found>,
    /// Whether the text tells of other times than its own, so that it goes on in a year that it names.
    is_narrative: bool,
}

struct Found {
    parsed: Parsed,
    place: Span,
    tokens: Range<usize>,
}

impl Unsettled {
    fn read(segmented: &Segmented<'_>, atoms: &Atoms<'_>, hints: &Hints) -> Unsettled {
        let mut parsed: Vec<Parsed> = Vec::new();
        for paragraph in &segmented.paragraphs {
            // What is in another language is not read; furniture may give dates.
            if !paragraph.is_read && paragraph.furniture.is_none() {
                continue;
            }
            let end = atoms.first_of(paragraph.tokens.end);
            let mut at = atoms.first_of(paragraph.tokens.start);
            while at < end {
                let found = grammar::at(atoms, at).filter(|found| {
                    found.end <= end && is_kept(found, atoms.span(found.start, found.end), hints)
                });
                match found {
                    Some(mut found) => {
                        at = found.end;
                        let least = parsed.last().map_or(0, |last| last.end);
                        let (hedge, back) = grammar::hedge_before(atoms, found.start);
                        found.hedge = hedge;
                        found.start = (found.start - back).max(least);
                        parsed.push(found);
                    }
                    None => at += 1,
                }
            }
        }
        let mut all: Vec<Found> = parsed
            .into_iter()
            .map(|parsed| Found {
                parsed,
                place: atoms.span(parsed.start, parsed.end),
                tokens: atoms.token(parsed.start)..atoms.token(parsed.end - 1) + 1,
            })
            .collect();
        let alone: Vec<Found> = hints
            .times
            .iter()
            .filter(|hint| hint.probability >= SURE_ALONE)
            .filter(|hint| {
                let next = all.partition_point(|found| found.place.end() <= hint.place.start());
                all.get(next).is_none_or(|found| !found.place.overlaps(hint.place))
            })
            .filter_map(|hint| seen_alone(segmented, atoms, hint))
            .collect();
        all.extend(alone);
        all.sort_by_key(|found| found.place);
        all.dedup_by(|later, first| later.place.overlaps(first.place));
        let is_narrative = is_narrative(&all);
        Unsettled { all, is_narrative }
    }
}

/// Whether a text names its dates in full more than it points to them: a history rather than news.
fn is_narrative(all: &[Found]) -> bool {
    let in_full = |found: &&Found| match found.parsed.meaning {
        Meaning::Whole(value) => {
            matches!(
                value.calendar(),
                Some(Calendar::Year(_) | Calendar::Month(..) | Calendar::Day(_))
            )
        }
        _ => false,
    };
    let pointed = |found: &&Found| {
        matches!(
            found.parsed.meaning,
            Meaning::FromToday(..) | Meaning::Stretch(..) | Meaning::Named(Name::Weekday(_), _)
        )
    };
    // A report has years in its background, a history has months and days as well.
    let precise = |found: &&Found| match found.parsed.meaning {
        Meaning::Whole(value) => {
            matches!(value.calendar(), Some(Calendar::Month(..) | Calendar::Day(_)))
        }
        _ => false,
    };
    let n_in_full = all.iter().filter(in_full).count();
    n_in_full >= 5
        && all.iter().filter(precise).count() >= 3
        && n_in_full >= 3 * all.iter().filter(pointed).count()
}

/// Whether what a rule reads is an expression of time, all things considered.
fn is_kept(parsed: &Parsed, place: Span, hints: &Hints) -> bool {
    let is_seen = || hints.times.iter().any(|hint| hint.place.overlaps(place));
    match parsed.strength {
        Strength::Sure | Strength::Likely => true,
        Strength::Weak => is_seen(),
    }
}

/// What a trained reader sees and no rule reads: some word of it may still say something.
fn seen_alone(segmented: &Segmented<'_>, atoms: &Atoms<'_>, hint: &TimeHint) -> Option<Found> {
    let tokens = segmented.tokens_in(hint.place);
    let (first, end) = (atoms.first_of(tokens.start), atoms.first_of(tokens.end));
    if tokens.is_empty() {
        return None;
    }
    let inner = (first..end).find_map(|at| grammar::at(atoms, at).filter(|found| found.end <= end));
    if inner.is_none() && hint.probability < SURE_UNREAD {
        return None;
    }
    let meaning = inner.map_or_else(
        || match hint.kind {
            TimeKind::Duration => Meaning::Whole(Value::Lasting(Length::some(Unit::Year))),
            TimeKind::Set => {
                Meaning::Whole(Value::Every(moment::Recurring::Each(Length::of(1, Unit::Day))))
            }
            TimeKind::Date | TimeKind::Time => lone_number(atoms, first, end),
        },
        |inner| inner.meaning,
    );
    let clock = inner.and_then(|inner| inner.clock);
    let mut parsed = Parsed::new(first, end, meaning, "encoder");
    parsed.clock = clock;
    let place = segmented.cover(tokens.clone());
    Some(Found { parsed, place, tokens })
}

/// "on the 5th", of the month that was spoken of; else a day of which nothing is known.
fn lone_number(atoms: &Atoms<'_>, first: usize, end: usize) -> Meaning {
    (first..end)
        .find_map(|at| atoms.day_of_month(at))
        .map_or(Meaning::There(Unit::Day), |day| Meaning::Named(Name::DayOfMonth(day), Which::The))
}
