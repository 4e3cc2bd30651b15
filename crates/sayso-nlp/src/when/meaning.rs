//! What do words of time say before anybody knows the day?
//!
//! "Last Friday" and "the year-ago quarter" mean something on their own, and a date only beside one:
//! [`Meaning`] is the first, a [`Value`] the second.

use sayso_core::time::Weekday;

use super::feast::Feast;
use super::moment::{Clock, Hedge, Length, Season, Unit, Value};

/// What an expression says by itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Meaning {
    /// All that there is to know.
    Whole(Value),
    /// Something with a name that comes back every week or year: "last Friday", "in May".
    Named(Name, Which),
    /// A week, month, year of those around the day of writing.
    Stretch(Which, Unit),
    /// So long before or after the day of writing: "three days ago", "two weeks from now".
    FromToday(Length, Way),
    /// So long before or after what was spoken of: "two days later", "the following month".
    FromThere(Length, Way),
    /// So long before or after a date that is told: "the day after Christmas".
    FromName(Length, Way, Name, Which),
    /// So long before or after a whole date.
    FromWhole(Length, Way, Value),
    /// The week in which a date lies.
    WeekOf(Name, Which),
    /// What was spoken of: "that day".
    There(Unit),
    /// The end of a year.
    YearEnd(Which),
}

/// What has a name and comes back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Name {
    /// A day of a month.
    Day(u8, u8),
    /// A day of the month that was spoken of.
    DayOfMonth(u8),
    Month(u8),
    Weekday(Weekday),
    Season(Season),
    Quarter(u8),
    Half(u8),
    Feast(Feast),
}

/// Which of those around the day of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// The words do not say.
    Bare,
    Last,
    This,
    Next,
    /// The last that is over: "the latest quarter".
    Latest,
    /// So many years from this one: "in May last year".
    OfYear(i8),
    /// The year, month or quarter of which the text tells: "the quarter", "the year".
    The,
    /// The same of the year before that of which the text tells: "the year-ago quarter".
    YearBefore,
}

/// Before or after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Back,
    On,
}

/// How sure it is that words of this form are an expression of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// Only where a trained reader sees one too.
    Weak,
    /// Unless a trained reader sees none.
    Likely,
    /// Always.
    Sure,
}

/// An expression as it is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parsed {
    /// Its first atom.
    pub(super) start: usize,
    /// The atom after its last.
    pub(super) end: usize,
    pub(super) meaning: Meaning,
    pub(super) clock: Option<Clock>,
    pub(super) hedge: Hedge,
    /// The weekday that stands beside a date.
    pub(super) weekday: Option<Weekday>,
    /// Whether only the end of the stretch is meant.
    pub(super) is_end: bool,
    pub(super) strength: Strength,
    /// The rule that read it.
    pub(super) rule: &'static str,
}

impl Parsed {
    pub(super) fn new(start: usize, end: usize, meaning: Meaning, rule: &'static str) -> Self {
        let (clock, hedge, strength) = (None, Hedge::None, Strength::Sure);
        Parsed { start, end, meaning, clock, hedge, weekday: None, is_end: false, strength, rule }
    }

    pub(super) fn likely(self) -> Self {
        Parsed { strength: Strength::Likely.min(self.strength), ..self }
    }

    pub(super) fn weak(self) -> Self {
        Parsed { strength: Strength::Weak, ..self }
    }

    pub(super) fn sure(self) -> Self {
        Parsed { strength: Strength::Sure, ..self }
    }

    pub(super) fn with_clock(self, clock: Clock) -> Self {
        Parsed { clock: Some(clock), ..self }
    }

    pub(super) fn to(self, end: usize) -> Self {
        Parsed { end, ..self }
    }

    pub(super) fn from(self, start: usize) -> Self {
        Parsed { start, ..self }
    }
}
