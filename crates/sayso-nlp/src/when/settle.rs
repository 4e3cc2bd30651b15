//! Which day is meant?
//!
//! What an expression says is settled against the day of writing, what was spoken of before, and the
//! tense around it. Where the day of writing is known only as an interval, an expression has the value that it
//! has on all its days; if they differ it keeps what it says itself, or takes the likeliest, marked as a guess.

use sayso_core::time::{Date, Weekday};

use super::length;
use super::meaning::{Meaning, Name, Way, Which};
use super::moment::{Calendar, Clock, Length, Unit, Value};
use super::tense::Direction;

/// How many days nearer a date must be that lies on the other side of the day of writing than the tense says.
const WRONG_WAY: i32 = 160;

/// A season that begins in fewer days is "this" one.
const SOON: i32 = 100;

/// The same for a date that does not fall on the weekday beside it.
const OTHER_WEEKDAY: i32 = 400;

/// The day of writing, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Today {
    /// Not before.
    pub from: Date,
    /// Not after.
    pub to: Date,
    /// The likeliest day, where one is.
    pub likely: Option<Date>,
}

/// What the text told so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Told {
    /// The last stretch of the calendar.
    pub(super) there: Option<Calendar>,
    /// The last quarter of a year.
    pub(super) quarter: Option<Calendar>,
    /// The last day.
    pub(super) day: Option<Date>,
    /// A year that was named shortly before, where it is not the day of writing's.
    pub(super) year: Option<u16>,
    /// The weekday beside the expression.
    pub(super) weekday: Option<Weekday>,
    /// Whether a past verb stands right before the expression.
    pub(super) follows_past: bool,
    /// Whether the text goes on in a year that it names.
    pub(super) is_narrative: bool,
}

/// A value, and whether it was chosen among several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Settled {
    pub(super) value: Value,
    pub(super) is_guess: bool,
}

impl Today {
    /// A date of publication: one day, or all days of its month or year.
    pub fn of(published: Date) -> Self {
        Today { from: published.first_day(), to: published.last_day(), likely: None }
    }

    /// The one day that it is.
    pub fn day(self) -> Option<Date> {
        (self.from == self.to).then_some(self.from)
    }
}

/// Settles an expression.
pub(super) fn settle(
    meaning: Meaning,
    clock: Option<Clock>,
    today: Option<Today>,
    told: Told,
    direction: Direction,
) -> Settled {
    let on = |day: Date| Settle { today: day, told, direction }.calendar(meaning);
    let sure = |value| Settled { value, is_guess: false };
    if let Meaning::Whole(value) = meaning {
        return sure(with_clock(value, clock));
    }
    let mut is_guess = false;
    let found = match today {
        Some(Today { from, to, likely }) => {
            let first = on(from);
            if first.is_some() && first == on(to) {
                first
            } else {
                is_guess = likely.is_some();
                likely.and_then(on)
            }
        }
        None => None,
    };
    let by_itself = || {
        let beside = Settle { today: Date::year_only(1)?.first_day(), told, direction };
        beside.without_today(meaning)
    };
    match found {
        Some(calendar) => {
            Settled { value: with_clock(Value::at(calendar), clock), is_guess }
        }
        None => match by_itself() {
            Some(calendar) => sure(with_clock(Value::at(calendar), clock)),
            None => sure(with_clock(unsettled(meaning), clock)),
        },
    }
}

fn with_clock(value: Value, clock: Option<Clock>) -> Value {
    match (value, clock) {
        (Value::At(calendar, None), Some(clock)) => {
            // Midnight at the end of a day is told as its hour 24.
            Value::At(calendar, Some(clock))
        }
        _ => value,
    }
}

/// What an expression says by itself.
fn unsettled(meaning: Meaning) -> Value {
    Value::at(match meaning {
        Meaning::Whole(value) => return value,
        Meaning::Named(name, _) | Meaning::FromName(_, _, name, _) => match name {
            Name::Day(month, day) => Calendar::SomeDay(month, day),
            Name::Month(month) => Calendar::SomeMonth(month),
            Name::Weekday(day) => Calendar::SomeWeekday(day),
            Name::Season(season) => Calendar::SomeSeason(season),
            Name::Quarter(q) => Calendar::SomeQuarter(q),
            Name::Half(_) => Calendar::Some(Unit::Year),
            Name::Feast(_) | Name::DayOfMonth(_) => Calendar::Some(Unit::Day),
        },
        Meaning::Stretch(_, unit) | Meaning::There(unit) => Calendar::Some(unit),
        Meaning::FromToday(length, _) | Meaning::FromThere(length, _) | Meaning::FromWhole(length, ..) => {
            Calendar::Some(length.unit)
        }
        Meaning::WeekOf(..) => Calendar::Some(Unit::Week),
        Meaning::YearEnd(_) => Calendar::Some(Unit::Year),
    })
}

/// An expression being settled on one day.
struct Settle {
    today: Date,
    told: Told,
    direction: Direction,
}

impl Settle {
    fn calendar(&self, meaning: Meaning) -> Option<Calendar> {
        match meaning {
            Meaning::Whole(value) => value.calendar(),
            Meaning::Named(name, which) => self.named(name, which),
            Meaning::Stretch(which, unit) => self.stretch(which, unit),
            Meaning::FromToday(length, way) => {
                // "a year ago" beside a quarter is the same quarter of the year before.
                if length == Length::of(1, Unit::Year)
                    && way == Way::Back
                    && let Some(Calendar::Quarter(year, q)) = self.told.quarter
                {
                    return Some(Calendar::Quarter(year.checked_sub(1)?, q));
                }
                length::shifted(Calendar::Day(self.today), length, way)
            }
            Meaning::FromThere(length, way) => {
                if length == Length::of(1, Unit::Year)
                    && way == Way::Back
                    && let Some(Calendar::Quarter(year, q)) = self.told.quarter
                {
                    return Some(Calendar::Quarter(year.checked_sub(1)?, q));
                }
                if length == Length::of(1, Unit::Year) && way == Way::Back && !self.told.is_narrative {
                    return Some(Calendar::Year(self.today.year().checked_sub(1)?));
                }
                let from = self.base(length.unit).unwrap_or(Calendar::Day(self.today));
                length::shifted(from, length, way)
            }
            Meaning::FromName(length, way, name, which) => {
                length::shifted(self.named(name, which)?, length, way)
            }
            Meaning::FromWhole(length, way, value) => length::shifted(value.calendar()?, length, way),
            Meaning::WeekOf(name, which) => {
                let (first, _) = self.named(name, which)?.days()?;
                let (year, week) = first.iso_week()?;
                Some(Calendar::Week(year, week))
            }
            Meaning::There(unit) => self.there(unit),
            Meaning::YearEnd(which) => match which {
                Which::Last => Some(Calendar::Year(self.today.year().checked_sub(1)?)),
                _ => Some(Calendar::Year(self.today.year())),
            },
        }
    }

    /// What can be said without any day of writing.
    fn without_today(&self, meaning: Meaning) -> Option<Calendar> {
        match meaning {
            Meaning::Whole(_) | Meaning::FromWhole(..) => self.calendar(meaning),
            Meaning::FromThere(length, way) => length::shifted(self.base(length.unit)?, length, way),
            Meaning::There(unit) => self.base(unit).and_then(|_| self.there(unit)),
            Meaning::Named(name, Which::Bare) => {
                let year = self.told.year?;
                match name {
                    Name::Day(..) | Name::Month(_) => in_year(name, year),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// What is counted from: days from a day, all else from whatever was told last.
    fn base(&self, unit: Unit) -> Option<Calendar> {
        if unit <= Unit::Day {
            self.told.day.map(Calendar::Day)
        } else {
            self.told.there
        }
    }

    fn there(&self, unit: Unit) -> Option<Calendar> {
        let today = Calendar::Day(self.today);
        let there = self.told.there.unwrap_or(today);
        let (first, _) = there.days()?;
        Some(match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => {
                Calendar::Day(self.told.day.unwrap_or(self.today))
            }
            Unit::Week => {
                let (year, week) = self.told.day.unwrap_or(self.today).iso_week()?;
                Calendar::Week(year, week)
            }
            Unit::Weekend => {
                let (year, week) = self.told.day.unwrap_or(self.today).iso_week()?;
                Calendar::Weekend(year, week)
            }
            Unit::Month => Calendar::Month(first.year(), first.month()?),
            Unit::Quarter => quarter_of(first)?,
            Unit::Year => Calendar::Year(there.year().unwrap_or(first.year())),
            Unit::Decade => Calendar::Decade(first.year() / 10),
            Unit::Century => Calendar::Century(first.year() / 100),
        })
    }

    fn named(&self, name: Name, which: Which) -> Option<Calendar> {
        if let Name::Weekday(day) = name {
            return self.weekday(day, which).map(Calendar::Day);
        }
        if let Name::DayOfMonth(day) = name {
            let month = self.told.there?.days()?.0;
            return Date::day_of(month.year(), month.month()?, day).map(Calendar::Day);
        }
        let this_year = self.today.year();
        let is_report = matches!(name, Name::Quarter(_) | Name::Half(_));
        let years = [this_year.checked_sub(2)?, this_year - 1, this_year, this_year + 1, this_year + 2];
        let options = years.into_iter().filter_map(|year| in_year(name, year));
        let starts_by_today =
            |c: &Calendar| c.days().is_some_and(|(from, _)| from <= self.today);
        let is_over = |c: &Calendar| c.days().is_some_and(|(_, to)| to < self.today);
        let is_ahead = |c: &Calendar| c.days().is_some_and(|(from, _)| from > self.today);
        // A date without its year is near: what lies almost a year back is more likely still ahead.
        let cost = |c: &Calendar| {
            let Some((from, to)) = c.days() else { return i32::MAX };
            let (since, until) = (self.today.days_since(to), from.days_since(self.today));
            let (Some(since), Some(until)) = (since, until) else { return i32::MAX };
            let wrong = match self.direction {
                Direction::Back if until > 0 && self.told.follows_past => 2 * WRONG_WAY,
                Direction::Back if until > 0 => WRONG_WAY,
                Direction::Ahead if since > 0 => 2 * WRONG_WAY,
                _ => 0,
            };
            // A weekday beside the date decides between years.
            let other = match self.told.weekday {
                Some(weekday) if from.weekday() != Some(weekday) => OTHER_WEEKDAY,
                _ => 0,
            };
            since.max(until).max(0) + wrong + other
        };
        let nearest = |c: &Calendar| {
            c.middle().and_then(|day| day.days_since(self.today)).map_or(i32::MAX, i32::abs)
        };
        match which {
            // "last month" and "this summer" have names of their own: "last April" is not said in May, and
            // "next summer" not in spring.
            Which::Last => {
                let last_month = |c: &Calendar| {
                    let before = self.today.to_month().plus_months(-1);
                    matches!(c, Calendar::Month(..)) && c.date() == before
                };
                options.filter(is_over).filter(|c| !last_month(c)).last()
            }
            Which::Next => {
                let is_soon = |c: &Calendar| {
                    let days = c.days().and_then(|(from, _)| from.days_since(self.today));
                    matches!(c, Calendar::Season(..)) && days.is_some_and(|days| days < SOON)
                };
                options.filter(is_ahead).filter(|c| !is_soon(c)).min_by_key(nearest)
            }
            Which::This => in_year(name, this_year),
            Which::OfYear(shift) => in_year(name, this_year.checked_add_signed(i16::from(shift))?),
            Which::YearBefore => {
                let year = self.told.quarter.and_then(Calendar::year).unwrap_or(this_year);
                in_year(name, year.checked_sub(1)?)
            }
            Which::Latest => options.filter(starts_by_today).last(),
            Which::Bare | Which::The => {
                // A text that tells of another year goes on in it.
                if let (Some(year), false) = (self.told.year, is_report) {
                    return in_year(name, year);
                }
                match self.direction {
                    _ if is_report => options.min_by_key(nearest),
                    _ => options.min_by_key(cost),
                }
            }
        }
    }

    fn weekday(&self, day: Weekday, which: Which) -> Option<Date> {
        let today = self.today.weekday()?;
        let back = (i32::from(today.number()) - i32::from(day.number())).rem_euclid(7);
        let last = self.today.plus_days(-back)?;
        let next = if back == 0 { self.today } else { self.today.plus_days(7 - back)? };
        match which {
            Which::Last | Which::Latest if back == 0 => self.today.plus_days(-7),
            Which::Last | Which::Latest => Some(last),
            Which::Next if back == 0 => self.today.plus_days(7),
            Which::Next => Some(next),
            Which::This if self.direction == Direction::Back => Some(last),
            Which::This => Some(next),
            _ if self.direction == Direction::Ahead => Some(next),
            _ => Some(last),
        }
    }

    fn stretch(&self, which: Which, unit: Unit) -> Option<Calendar> {
        let today = self.today;
        let n = match which {
            Which::Last => -1,
            Which::Next => 1,
            _ => 0,
        };
        Some(match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Calendar::Day(today.plus_days(n)?),
            Unit::Week => {
                let (year, week) = today.plus_days(7 * n)?.iso_week()?;
                Calendar::Week(year, week)
            }
            Unit::Weekend => {
                let is_over_on = |day: Weekday| day.number() <= 3;
                let is_weekend = today.weekday()?.number() >= 6;
                let back = self.direction == Direction::Back
                    && !is_weekend
                    && (which == Which::The || is_over_on(today.weekday()?));
                let n = if which == Which::Last || back { -1 } else { n };
                let (year, week) = today.plus_days(7 * n)?.iso_week()?;
                Calendar::Weekend(year, week)
            }
            Unit::Month => {
                let month = today.plus_months(n)?;
                Calendar::Month(month.year(), month.month()?)
            }
            Unit::Quarter => self.quarter(which)?,
            Unit::Year => match which {
                Which::Latest => Calendar::Year(today.year().checked_sub(1)?),
                Which::The => Calendar::Year(self.told.year.unwrap_or(today.year())),
                _ => Calendar::Year(today.year().checked_add_signed(i16::try_from(n).ok()?)?),
            },
            Unit::Decade => {
                Calendar::Decade((today.year() / 10).checked_add_signed(i16::try_from(n).ok()?)?)
            }
            Unit::Century => {
                Calendar::Century((today.year() / 100).checked_add_signed(i16::try_from(n).ok()?)?)
            }
        })
    }

    fn quarter(&self, which: Which) -> Option<Calendar> {
        let current = quarter_of(self.today)?;
        let beside = |n| length::shifted(current, Length::of(1, Unit::Quarter), n);
        match which {
            Which::Last => beside(Way::Back),
            Which::Next => beside(Way::On),
            Which::This => Some(current),
            Which::YearBefore => match self.told.quarter {
                Some(Calendar::Quarter(year, q)) => Some(Calendar::Quarter(year.checked_sub(1)?, q)),
                _ => Some(Calendar::Year(self.today.year().checked_sub(1)?)),
            },
            Which::Latest => {
                let is_over = |c: &Calendar| c.days().is_some_and(|(_, to)| to < self.today);
                self.told.quarter.filter(is_over).or_else(|| beside(Way::Back))
            }
            _ => self.told.quarter.or_else(|| beside(Way::Back)),
        }
    }
}

fn quarter_of(day: Date) -> Option<Calendar> {
    Some(Calendar::Quarter(day.year(), (day.month()? - 1) / 3 + 1))
}

fn in_year(name: Name, year: u16) -> Option<Calendar> {
    Some(match name {
        Name::Day(month, day) => Calendar::Day(Date::day_of(year, month, day)?),
        Name::Month(month) => Calendar::Month(year, month),
        Name::Season(season) => Calendar::Season(year, season),
        Name::Quarter(q) => Calendar::Quarter(year, q),
        Name::Half(half) => Calendar::Half(year, half),
        Name::Feast(feast) => Calendar::Day(feast.in_year(year)?),
        Name::Weekday(_) | Name::DayOfMonth(_) => return None,
    })
}
