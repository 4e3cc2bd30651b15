//! What can words of time mean, and how is it written?
//!
//! A [`Value`] is a point in time, a length of time, something that comes back, or no more than past,
//! present or future. It is written as TIMEX3 does it, as an Extended Date/Time with doubt marked, and as a
//! plain date no more precise than the words.

use std::fmt;

use sayso_core::record::TimeKind;
use sayso_core::time::{Date, Weekday};

/// What an expression means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// A point or stretch of the calendar, with a time of day if one is given.
    At(Calendar, Option<Clock>),
    /// A length of time.
    Lasting(Length),
    /// Something that comes back.
    Every(Recurring),
    /// Some time before now.
    Past,
    /// About now.
    Present,
    /// Some time after now.
    Future,
}

/// A stretch of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Calendar {
    /// By its first two digits.
    Century(u16),
    /// By its first three digits.
    Decade(u16),
    Year(u16),
    Half(u16, u8),
    Quarter(u16, u8),
    Season(u16, Season),
    Month(u16, u8),
    /// After ISO 8601.
    Week(u16, u8),
    Weekend(u16, u8),
    Day(Date),
    /// A day of an unknown year.
    SomeDay(u8, u8),
    /// A month of an unknown year.
    SomeMonth(u8),
    SomeSeason(Season),
    SomeQuarter(u8),
    SomeWeekday(Weekday),
    /// A day, week, month or year of which nothing more is known.
    Some(Unit),
}

/// A season of the northern year; winter belongs to the year in which it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Clock {
    At(u8, Option<u8>),
    Morning,
    Afternoon,
    Evening,
    Night,
    Daytime,
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// How many; `None` for "several".
    pub count: Option<u32>,
    /// Whether half a unit is added.
    pub and_half: bool,
    /// Of what.
    pub unit: Unit,
}

/// Something that comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Recurring {
    Each(Length),
    Weekday(Weekday, Option<Clock>),
    Month(u8),
    Season(Season),
}

/// How near the words come to their value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Hedge {
    #[default]
    None,
    About,
    Before,
    After,
}

impl Season {
    /// The months of the season; those of winter run into the next year.
    pub fn months(self) -> (u8, u8) {
        match self {
            Season::Spring => (3, 5),
            Season::Summer => (6, 8),
            Season::Autumn => (9, 11),
            Season::Winter => (12, 2),
        }
    }

    fn code(self) -> &'static str {
        match self {
            Season::Spring => "SP",
            Season::Summer => "SU",
            Season::Autumn => "FA",
            Season::Winter => "WI",
        }
    }
}

impl Length {
    /// Some whole units.
    pub fn of(count: u32, unit: Unit) -> Self {
        Length { count: Some(count), and_half: false, unit }
    }

    /// An unknown number of units.
    pub fn some(unit: Unit) -> Self {
        Length { count: None, and_half: false, unit }
    }
}

impl Calendar {
    /// The first and the last day.
    pub fn days(self) -> Option<(Date, Date)> {
        let whole = |from: Date, to: Date| Some((from.first_day(), to.last_day()));
        match self {
            Calendar::Century(c) => whole(Date::year_only(c * 100)?, Date::year_only(c * 100 + 99)?),
            Calendar::Decade(d) => whole(Date::year_only(d * 10)?, Date::year_only(d * 10 + 9)?),
            Calendar::Year(year) => whole(Date::year_only(year)?, Date::year_only(year)?),
            Calendar::Half(year, half) => {
                whole(Date::month_of(year, half * 6 - 5)?, Date::month_of(year, half * 6)?)
            }
            Calendar::Quarter(year, q) => {
                whole(Date::month_of(year, q * 3 - 2)?, Date::month_of(year, q * 3)?)
            }
            Calendar::Season(year, season) => {
                let (first, last) = season.months();
                let end = if last < first { year + 1 } else { year };
                whole(Date::month_of(year, first)?, Date::month_of(end, last)?)
            }
            Calendar::Month(year, month) => {
                let month = Date::month_of(year, month)?;
                whole(month, month)
            }
            Calendar::Week(year, week) => {
                let monday = Date::monday_of_week(year, week)?;
                Some((monday, monday.plus_days(6)?))
            }
            Calendar::Weekend(year, week) => {
                let monday = Date::monday_of_week(year, week)?;
                Some((monday.plus_days(5)?, monday.plus_days(6)?))
            }
            Calendar::Day(day) => Some((day, day)),
            _ => None,
        }
    }

    /// The day in the middle, to measure distances from.
    pub fn middle(self) -> Option<Date> {
        let (from, to) = self.days()?;
        from.plus_days(to.days_since(from)? / 2)
    }

    /// A plain date that says no more than this: a week is no more than its month, a season than its year.
    pub fn date(self) -> Option<Date> {
        match self {
            Calendar::Year(year) => Date::year_only(year),
            Calendar::Month(year, month) => Date::month_of(year, month),
            Calendar::Day(day) => Some(day),
            _ => {
                let (from, to) = self.days()?;
                if from.to_month() == to.to_month() {
                    Some(from.to_month())
                } else if from.year() == to.year() {
                    Date::year_only(from.year())
                } else {
                    None
                }
            }
        }
    }

    /// The year, if it is one.
    pub fn year(self) -> Option<u16> {
        match self {
            Calendar::Week(year, _) | Calendar::Weekend(year, _) | Calendar::Season(year, _) => {
                Some(year)
            }
            _ => {
                let (from, to) = self.days()?;
                (from.year() == to.year()).then_some(from.year())
            }
        }
    }

    fn edtf(self) -> Option<String> {
        Some(match self {
            Calendar::Century(c) => format!("{c:02}XX"),
            Calendar::Decade(d) => format!("{d:03}X"),
            Calendar::Half(year, half) => format!("{year:04}-{}", 39 + half),
            Calendar::Quarter(year, q) => format!("{year:04}-{}", 32 + q),
            Calendar::Season(year, season) => format!("{year:04}-{}", 21 + season as u8),
            Calendar::Week(..) | Calendar::Weekend(..) => {
                let (from, to) = self.days()?;
                format!("{from}/{to}")
            }
            Calendar::SomeDay(month, day) => format!("XXXX-{month:02}-{day:02}"),
            Calendar::SomeMonth(month) => format!("XXXX-{month:02}"),
            Calendar::SomeSeason(season) => format!("XXXX-{}", 21 + season as u8),
            Calendar::SomeQuarter(_) | Calendar::SomeWeekday(_) | Calendar::Some(_) => return None,
            Calendar::Year(_) | Calendar::Month(..) | Calendar::Day(_) => self.date()?.to_string(),
        })
    }
}

impl Value {
    /// A point or stretch without a time of day.
    pub fn at(calendar: Calendar) -> Self {
        Value::At(calendar, None)
    }

    /// The plain date that it gives, no more precise than the words.
    pub fn date(self) -> Option<Date> {
        self.calendar()?.date()
    }

    /// The stretch of the calendar that it gives.
    pub fn calendar(self) -> Option<Calendar> {
        match self {
            Value::At(calendar, _) => Some(calendar),
            _ => None,
        }
    }

    /// What TIMEX3 calls it.
    pub fn kind(self) -> TimeKind {
        match self {
            Value::At(_, Some(_)) => TimeKind::Time,
            Value::Lasting(_) => TimeKind::Duration,
            Value::Every(_) => TimeKind::Set,
            _ => TimeKind::Date,
        }
    }

    /// The same as an Extended Date/Time: `~` about, `?` when the words leave it open which one, an
    /// interval open on one side for before and after. Lengths of time have no such form.
    pub fn edtf(self, hedge: Hedge, is_guess: bool) -> Option<String> {
        let Value::At(calendar, clock) = self else { return None };
        let plain = match clock {
            Some(Clock::At(hour @ 0..=23, minute)) if matches!(calendar, Calendar::Day(_)) => {
                format!("{}T{hour:02}:{:02}:00", calendar.edtf()?, minute.unwrap_or(0))
            }
            _ => calendar.edtf()?,
        };
        let marked = match (hedge, is_guess) {
            (Hedge::About, true) => "%",
            (Hedge::About, false) => "~",
            (_, true) => "?",
            (_, false) => "",
        };
        // A mark belongs to a date, and an interval has two.
        let with_mark: Vec<String> = plain.split('/').map(|date| format!("{date}{marked}")).collect();
        let marked = with_mark.join("/");
        Some(match hedge {
            Hedge::Before if !marked.contains('/') => format!("../{marked}"),
            Hedge::After if !marked.contains('/') => format!("{marked}/.."),
            _ => marked,
        })
    }
}

impl fmt::Display for Value {
    /// As TIMEX3's `value`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::At(calendar, None) => calendar.fmt(f),
            Value::At(calendar, Some(clock)) => {
                match calendar {
                    Calendar::Day(day) => write!(f, "{day}")?,
                    Calendar::SomeDay(..) | Calendar::SomeWeekday(_) => calendar.fmt(f)?,
                    _ => f.write_str("XXXX-XX-XX")?,
                }
                clock.fmt(f)
            }
            Value::Lasting(length) => length.fmt(f),
            Value::Every(recurring) => recurring.fmt(f),
            Value::Past => f.write_str("PAST_REF"),
            Value::Present => f.write_str("PRESENT_REF"),
            Value::Future => f.write_str("FUTURE_REF"),
        }
    }
}

impl fmt::Display for Calendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Calendar::Century(c) => write!(f, "{c:02}"),
            Calendar::Decade(d) => write!(f, "{d:03}"),
            Calendar::Year(year) => write!(f, "{year:04}"),
            Calendar::Half(year, half) => write!(f, "{year:04}-H{half}"),
            Calendar::Quarter(year, q) => write!(f, "{year:04}-Q{q}"),
            Calendar::Season(year, season) => write!(f, "{year:04}-{}", season.code()),
            Calendar::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Calendar::Week(year, week) => write!(f, "{year:04}-W{week:02}"),
            Calendar::Weekend(year, week) => write!(f, "{year:04}-W{week:02}-WE"),
            Calendar::Day(day) => write!(f, "{day}"),
            Calendar::SomeDay(month, day) => write!(f, "XXXX-{month:02}-{day:02}"),
            Calendar::SomeMonth(month) => write!(f, "XXXX-{month:02}"),
            Calendar::SomeSeason(season) => write!(f, "XXXX-{}", season.code()),
            Calendar::SomeQuarter(q) => write!(f, "XXXX-Q{q}"),
            Calendar::SomeWeekday(day) => write!(f, "XXXX-WXX-{}", day.number()),
            Calendar::Some(unit) => f.write_str(match unit {
                Unit::Month => "XXXX-XX",
                Unit::Week => "XXXX-WXX",
                Unit::Weekend => "XXXX-WXX-WE",
                Unit::Quarter => "XXXX-QX",
                Unit::Year => "XXXX",
                Unit::Decade => "XXX",
                Unit::Century => "XX",
                Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => "XXXX-XX-XX",
            }),
        }
    }
}

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Clock::At(hour, Some(minute)) => write!(f, "T{hour:02}:{minute:02}"),
            Clock::At(hour, None) => write!(f, "T{hour:02}:00"),
            Clock::Morning => f.write_str("TMO"),
            Clock::Afternoon => f.write_str("TAF"),
            Clock::Evening => f.write_str("TEV"),
            Clock::Night => f.write_str("TNI"),
            Clock::Daytime => f.write_str("TDT"),
        }
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (before, letter, times, half) = match self.unit {
            Unit::Second => ("PT", "S", 1, ""),
            Unit::Minute => ("PT", "M", 1, "30S"),
            Unit::Hour => ("PT", "H", 1, "30M"),
            Unit::Day => ("P", "D", 1, "T12H"),
            Unit::Weekend => ("P", "D", 2, ""),
            Unit::Week => ("P", "W", 1, ""),
            Unit::Month => ("P", "M", 1, ""),
            Unit::Quarter => ("P", "M", 3, ""),
            Unit::Year => ("P", "Y", 1, "6M"),
            Unit::Decade => ("P", "Y", 10, ""),
            Unit::Century => ("P", "Y", 100, ""),
        };
        match self.count {
            // Half a decade is five years; half of what is no such multiple is written as a fraction.
            Some(count) if self.and_half && times > 1 => {
                write!(f, "{before}{}{letter}", count.saturating_mul(times) + times / 2)
            }
            Some(count) if self.and_half && half.is_empty() => {
                write!(f, "{before}{count}.5{letter}")
            }
            Some(0) if self.and_half => {
                let time = if before == "P" && half.starts_with('T') { "P" } else { before };
                write!(f, "{time}{half}")
            }
            Some(count) => {
                let half = if self.and_half { half } else { "" };
                write!(f, "{before}{}{letter}{half}", count.saturating_mul(times))
            }
            None => {
                let letter = match self.unit {
                    Unit::Quarter => "Q",
                    Unit::Century => "C",
                    _ => letter,
                };
                write!(f, "{before}X{letter}")
            }
        }
    }
}

impl fmt::Display for Recurring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Recurring::Each(length) => length.fmt(f),
            Recurring::Weekday(day, None) => write!(f, "XXXX-WXX-{}", day.number()),
            Recurring::Weekday(day, Some(clock)) => write!(f, "XXXX-WXX-{}{clock}", day.number()),
            Recurring::Month(month) => write!(f, "XXXX-{month:02}"),
            Recurring::Season(season) => write!(f, "XXXX-{}", season.code()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(words: &str) -> Calendar {
        Calendar::Day(words.parse().expect("a day"))
    }

    #[test]
    fn values_are_written_after_timex3() {
        let half = |count, unit| Value::Lasting(Length { count: Some(count), and_half: true, unit });
        for (value, expected) in [
            (Value::at(Calendar::Century(19)), "19"),
            (Value::at(Calendar::Decade(198)), "198"),
            (Value::at(Calendar::Quarter(2024, 3)), "2024-Q3"),
            (Value::at(Calendar::Season(2024, Season::Autumn)), "2024-FA"),
            (Value::at(Calendar::Weekend(2024, 5)), "2024-W05-WE"),
            (Value::at(Calendar::SomeDay(10, 31)), "XXXX-10-31"),
            (Value::At(day("2024-02-14"), Some(Clock::Evening)), "2024-02-14TEV"),
            (Value::At(day("2024-02-14"), Some(Clock::At(9, Some(5)))), "2024-02-14T09:05"),
            (Value::Lasting(Length::of(3, Unit::Quarter)), "P9M"),
            (Value::Lasting(Length::of(2, Unit::Century)), "P200Y"),
            (Value::Lasting(Length::some(Unit::Minute)), "PTXM"),
            (half(5, Unit::Hour), "PT5H30M"),
            (half(2, Unit::Year), "P2Y6M"),
            (half(0, Unit::Year), "P6M"),
            (half(0, Unit::Hour), "PT30M"),
            (half(0, Unit::Decade), "P5Y"),
            (Value::Every(Recurring::Weekday(Weekday::Tuesday, None)), "XXXX-WXX-2"),
            (Value::Present, "PRESENT_REF"),
        ] {
            assert_eq!(value.to_string(), expected);
        }
    }

    #[test]
    fn doubt_is_marked_in_extended_dates() {
        let edtf = |value: Value, hedge, guess| value.edtf(hedge, guess).expect("a date");
        let week = Value::at(Calendar::Week(2025, 39));
        assert_eq!(edtf(week, Hedge::None, false), "2025-09-22/2025-09-28");
        assert_eq!(edtf(week, Hedge::About, false), "2025-09-22~/2025-09-28~");
        let year = Value::at(Calendar::Year(2019));
        assert_eq!(edtf(year, Hedge::About, true), "2019%");
        assert_eq!(edtf(year, Hedge::Before, false), "../2019");
        assert_eq!(edtf(year, Hedge::After, true), "2019?/..");
        assert_eq!(edtf(Value::at(Calendar::Season(2024, Season::Winter)), Hedge::None, false), "2024-24");
        assert_eq!(edtf(Value::at(Calendar::Decade(199)), Hedge::None, false), "199X");
        let noon = Value::At(day("2024-02-14"), Some(Clock::At(12, None)));
        assert_eq!(edtf(noon, Hedge::None, false), "2024-02-14T12:00:00");
        assert_eq!(Value::Past.edtf(Hedge::None, false), None);
    }

    #[test]
    fn plain_dates_say_no_more_than_the_words() {
        let date = |calendar: Calendar| calendar.date().map(|d| d.to_string());
        assert_eq!(date(Calendar::Week(2025, 38)).as_deref(), Some("2025-09"));
        assert_eq!(date(Calendar::Week(2025, 40)).as_deref(), Some("2025"), "two months");
        assert_eq!(date(Calendar::Season(2024, Season::Spring)).as_deref(), Some("2024"));
        assert_eq!(date(Calendar::Season(2024, Season::Winter)), None, "two years");
        assert_eq!(date(Calendar::SomeMonth(5)), None);
    }
}
