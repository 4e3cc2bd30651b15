//! When was it handed in?
//!
//! A [`Moment`] is a second of the clock of whoever uses the ledger. The ledger never asks one itself,
//! and nothing in it depends on moments growing: clocks are turned back.

use std::fmt;
use std::str::FromStr;

use sayso_core::time::Date;
use serde::{Deserialize, Serialize};

/// Seconds of a day.
const DAY: i64 = 86_400;

/// The last second that can be written down, at the end of the year 9999.
const LAST: i64 = 253_402_300_799;

/// A second, counted from the start of 1970 in UTC; written `2024-02-14T09:30:00Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Moment(i64);

impl Moment {
    /// The moment so many seconds after the start of 1970; what no date can name is brought near.
    pub fn of_seconds(seconds: i64) -> Self {
        Moment(seconds.clamp(0, LAST))
    }

    /// Seconds since the start of 1970.
    pub fn seconds(self) -> i64 {
        self.0
    }

    /// The moment some seconds later.
    #[must_use]
    pub fn plus(self, seconds: i64) -> Self {
        Moment::of_seconds(self.0.saturating_add(seconds))
    }

    /// The day in UTC.
    fn date(self) -> Date {
        let epoch = Date::day_of(1970, 1, 1).expect("the calendar has this day");
        let days = i32::try_from(self.0 / DAY).expect("moments end with the year 9999");
        epoch.plus_days(days).expect("moments end with the year 9999")
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let second = self.0 % DAY;
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        write!(f, "{}T{hour:02}:{minute:02}:{second:02}Z", self.date())
    }
}

impl From<Moment> for String {
    fn from(moment: Moment) -> String {
        moment.to_string()
    }
}

impl TryFrom<String> for Moment {
    type Error = String;

    fn try_from(words: String) -> Result<Self, String> {
        words.parse()
    }
}

impl FromStr for Moment {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        let no_moment = || format!("`{words}` is no moment like 2024-02-14T09:30:00Z");
        let (day, time) = words.split_once('T').ok_or_else(no_moment)?;
        let date: Date = day.parse().map_err(|_| no_moment())?;
        let epoch = Date::day_of(1970, 1, 1).expect("the calendar has this day");
        let days = days_between(epoch, date).ok_or_else(no_moment)?;
        let time = time.strip_suffix('Z').ok_or_else(no_moment)?;
        let parts: Vec<&str> = time.split(':').collect();
        let [hour, minute, second] = parts[..] else { return Err(no_moment()) };
        let number = |digits: &str, below: i64| {
            let well_formed = digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit());
            digits.parse::<i64>().ok().filter(|n| well_formed && *n < below).ok_or_else(no_moment)
        };
        let (hour, minute, second) = (number(hour, 24)?, number(minute, 60)?, number(second, 60)?);
        Ok(Moment(i64::from(days) * DAY + hour * 3600 + minute * 60 + second))
    }
}

/// Days from one day to a later one; nothing where a date is less than a day, or earlier.
fn days_between(from: Date, to: Date) -> Option<i32> {
    to.day()?;
    // By halves: years 1970 to 9999 hold fewer than three million days.
    let (mut low, mut high) = (0, 3_000_000);
    while low < high {
        let middle = i32::midpoint(low, high);
        match from.plus_days(middle) {
            Some(day) if day < to => low = middle + 1,
            _ => high = middle,
        }
    }
    (from.plus_days(low)? == to).then_some(low)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_read_again(seconds in 0..=LAST) {
            let moment = Moment::of_seconds(seconds);
            prop_assert_eq!(moment.to_string().parse(), Ok(moment));
        }
    }

    #[test]
    fn moments_are_written_as_machines_agree_on() {
        assert_eq!(Moment::of_seconds(0).to_string(), "1970-01-01T00:00:00Z");
        assert_eq!(Moment::of_seconds(1_707_903_000).to_string(), "2024-02-14T09:30:00Z");
        assert_eq!(Moment::of_seconds(i64::MAX).to_string(), "9999-12-31T23:59:59Z");
        for wrong in [
            "",
            "2024-02-14",
            "2024-02T09:30:00Z",
            "2024-02-14T24:00:00Z",
            "1969-12-31T00:00:00Z",
            "2024-02-14T+9:30:00Z",
        ] {
            assert!(wrong.parse::<Moment>().is_err(), "{wrong}");
        }
    }
}
