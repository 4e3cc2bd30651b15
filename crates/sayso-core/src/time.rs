//! When, and how precisely?
//!
//! News says "in 2022", "last month", "on 10 September": a date here is as precise as the text and
//! no more. ISO 8601 / EDTF level 0 in and out: `2024`, `2024-02`, `2024-02-14`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A date of limited precision in the proleptic Gregorian calendar.
///
/// Ordered by its parts, a less precise date before the more precise ones that it contains.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Date {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// All days from Monday on.
    pub const ALL: [Weekday; 7] = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ];

    /// 1 for Monday to 7 for Sunday, as ISO 8601 counts.
    pub fn number(self) -> u8 {
        self as u8 + 1
    }

    /// The English name.
    pub fn name(self) -> &'static str {
        match self {
            Weekday::Monday => "Monday",
            Weekday::Tuesday => "Tuesday",
            Weekday::Wednesday => "Wednesday",
            Weekday::Thursday => "Thursday",
            Weekday::Friday => "Friday",
            Weekday::Saturday => "Saturday",
            Weekday::Sunday => "Sunday",
        }
    }
}

impl Date {
    /// A whole year, 0 to 9999.
    pub fn year_only(year: u16) -> Option<Self> {
        (year <= 9999).then_some(Date { year, month: None, day: None })
    }

    /// A month of a year.
    pub fn month_of(year: u16, month: u8) -> Option<Self> {
        (year <= 9999 && (1..=12).contains(&month)).then_some(Date {
            year,
            month: Some(month),
            day: None,
        })
    }

    /// One day; `None` where the calendar has no such day.
    pub fn day_of(year: u16, month: u8, day: u8) -> Option<Self> {
        Date::month_of(year, month)?;
        (1..=days_in(year, month)).contains(&day).then_some(Date {
            year,
            month: Some(month),
            day: Some(day),
        })
    }

    /// The year.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12, if it is known.
    pub fn month(self) -> Option<u8> {
        self.month
    }

    /// The day of the month, if it is known.
    pub fn day(self) -> Option<u8> {
        self.day
    }

    /// The same date without its day.
    #[must_use]
    pub fn to_month(self) -> Self {
        Date { day: None, ..self }
    }

    /// The day of the week, if the date is a day.
    pub fn weekday(self) -> Option<Weekday> {
        // Day 0 of the count, 0000-03-01, was a Wednesday.
        self.day_number().map(|n| Weekday::ALL[(n + 2).rem_euclid(7) as usize])
    }

    /// The day that lies `days` later (or earlier, if negative), if this date is a day.
    pub fn plus_days(self, days: i32) -> Option<Self> {
        from_day_number(self.day_number()?.checked_add(days)?)
    }

    /// The month that lies `months` later (or earlier); `None` if this date is only a year.
    pub fn plus_months(self, months: i32) -> Option<Self> {
        let month = i32::from(self.month?) - 1 + i32::from(self.year) * 12 + months;
        let year = u16::try_from(month.div_euclid(12)).ok()?;
        Date::month_of(year, u8::try_from(month.rem_euclid(12) + 1).ok()?)
    }

    /// How many days after `earlier` this day is (negative if it is before), if both are days.
    pub fn days_since(self, earlier: Self) -> Option<i32> {
        Some(self.day_number()? - earlier.day_number()?)
    }

    /// The first day that this date may mean: 1 January of a year, the first of a month.
    #[must_use]
    pub fn first_day(self) -> Self {
        let (month, day) = (self.month.unwrap_or(1), self.day.unwrap_or(1));
        Date { year: self.year, month: Some(month), day: Some(day) }
    }

    /// The last day that this date may mean.
    #[must_use]
    pub fn last_day(self) -> Self {
        let month = self.month.unwrap_or(12);
        let day = self.day.unwrap_or_else(|| days_in(self.year, month));
        Date { year: self.year, month: Some(month), day: Some(day) }
    }

    /// Year and number of the ISO 8601 week of a day; the year is another one than the day's at its ends.
    pub fn iso_week(self) -> Option<(u16, u8)> {
        let thursday = self.plus_days(3 - i32::from(self.weekday()?.number()) + 1)?;
        let days = thursday.days_since(Date::day_of(thursday.year, 1, 1)?)?;
        Some((thursday.year, u8::try_from(days / 7 + 1).ok()?))
    }

    /// The Monday of an ISO 8601 week; `None` if the year has no such week.
    pub fn monday_of_week(year: u16, week: u8) -> Option<Self> {
        // The fourth of January lies in the first week.
        let fourth = Date::day_of(year, 1, 4)?;
        let first = fourth.plus_days(1 - i32::from(fourth.weekday()?.number()))?;
        let monday = first.plus_days((i32::from(week) - 1) * 7)?;
        (monday.iso_week() == Some((year, week))).then_some(monday)
    }

    /// Days since 0000-03-01: a year that starts in March ends with its leap day.
    fn day_number(self) -> Option<i32> {
        let (month, day) = (i32::from(self.month?), i32::from(self.day?));
        let year = i32::from(self.year) - i32::from(month <= 2);
        let since_march = (month + 9) % 12;
        Some(
            year * 365 + year.div_euclid(4) - year.div_euclid(100)
                + year.div_euclid(400)
                + (since_march * 153 + 2) / 5
                + day
                - 1,
        )
    }
}

fn from_day_number(number: i32) -> Option<Date> {
    let guess = number.div_euclid(366);
    // The guess is early by less than one year in 1,460 days: step forward to the right year.
    let first =
        |year: i32| year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let mut year = guess;
    while first(year + 1) <= number {
        year += 1;
    }
    let day_of_year = number - first(year);
    let since_march = (day_of_year * 5 + 2) / 153;
    let day = day_of_year - (since_march * 153 + 2) / 5 + 1;
    let month = (since_march + 2) % 12 + 1;
    let year = year + i32::from(month <= 2);
    Date::day_of(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<Date> for String {
    fn from(date: Date) -> String {
        date.to_string()
    }
}

impl TryFrom<String> for Date {
    type Error = NotADate;

    fn try_from(words: String) -> Result<Self, NotADate> {
        words.parse()
    }
}

/// A string that is no `YYYY`, `YYYY-MM` or `YYYY-MM-DD` of the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotADate(String);

impl fmt::Display for NotADate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no date of the form 2024, 2024-02 or 2024-02-14", self.0)
    }
}

impl std::error::Error for NotADate {}

impl FromStr for Date {
    type Err = NotADate;

    /// Reads the forms that [`Display`](fmt::Display) writes; a time of day after `T` is ignored.
    fn from_str(words: &str) -> Result<Self, NotADate> {
        let parse = || {
            let date = words.split_once(['T', ' ']).map_or(words, |(date, _)| date);
            let parts: Vec<&str> = date.split('-').collect();
            let small = |part: &str| digits(part, 2).and_then(|n| u8::try_from(n).ok());
            match parts[..] {
                [year] => Date::year_only(digits(year, 4)?),
                [year, month] => Date::month_of(digits(year, 4)?, small(month)?),
                [year, month, day] => Date::day_of(digits(year, 4)?, small(month)?, small(day)?),
                _ => None,
            }
        };
        parse().ok_or_else(|| NotADate(words.to_owned()))
    }
}

fn digits(words: &str, length: usize) -> Option<u16> {
    (words.len() == length && words.bytes().all(|b| b.is_ascii_digit()))
        .then(|| words.parse().ok())
        .flatten()
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Date {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "an ISO 8601 date of the precision that the text supports",
            "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn date(words: &str) -> Date {
        words.parse().expect("a date")
    }

    proptest! {
        #[test]
        fn days_go_there_and_back(year in 1u16..9990, month in 1u8..=12, day in 1u8..=31, days in -900i32..900) {
            if let Some(date) = Date::day_of(year, month, day) {
                let there = date.plus_days(days);
                prop_assume!(there.is_some());
                prop_assert_eq!(there.and_then(|d| d.plus_days(-days)), Some(date));
                prop_assert_eq!(date.to_string().parse::<Date>(), Ok(date));
            }
        }
    }

    #[test]
    fn known_weekdays() {
        assert_eq!(date("2025-09-27").weekday(), Some(Weekday::Saturday));
        assert_eq!(date("2000-02-29").weekday(), Some(Weekday::Tuesday));
        assert_eq!(date("1969-07-20").weekday(), Some(Weekday::Sunday));
        assert_eq!(date("2024-02").weekday(), None);
    }

    #[test]
    fn months_cross_years() {
        assert_eq!(date("2024-01-15").plus_months(-1), Some(date("2023-12")));
        assert_eq!(date("2024").plus_months(1), None);
        assert_eq!(date("2024-02-28").plus_days(2), Some(date("2024-03-01")));
    }

    #[test]
    fn weeks_belong_to_the_year_of_their_thursday() {
        for (day, week) in [
            ("2025-09-28", (2025, 39)),
            ("2024-12-30", (2025, 1)),
            ("2021-01-03", (2020, 53)),
            ("2000-01-01", (1999, 52)),
            ("2015-12-31", (2015, 53)),
        ] {
            assert_eq!(date(day).iso_week(), Some(week), "{day}");
            let monday = Date::monday_of_week(week.0, week.1).expect("a week");
            assert_eq!(monday.weekday(), Some(Weekday::Monday));
            assert!((0..7).contains(&date(day).days_since(monday).expect("days")));
        }
        assert_eq!(Date::monday_of_week(2025, 53), None);
        assert_eq!(date("2024").iso_week(), None);
    }

    #[test]
    fn a_date_means_its_first_day_to_its_last() {
        let ends = |words| (date(words).first_day().to_string(), date(words).last_day().to_string());
        assert_eq!(ends("2024-02"), ("2024-02-01".into(), "2024-02-29".into()));
        assert_eq!(ends("2023"), ("2023-01-01".into(), "2023-12-31".into()));
        assert_eq!(ends("2023-04-05"), ("2023-04-05".into(), "2023-04-05".into()));
    }

    #[test]
    fn what_the_calendar_lacks_is_refused() {
        for words in ["2023-02-29", "2024-13", "24-01-01", "2024-1-1", "", "2024-02-14-1", "+024"] {
            assert!(words.parse::<Date>().is_err(), "{words}");
        }
        assert_eq!(date("2024-06-23T10:00:00Z"), date("2024-06-23"));
    }
}
