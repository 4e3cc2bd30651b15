//! Which dates do some words give?
//!
//! A weekday, a relative day or month, or an explicit date, read against the day of publication. No date
//! where the text gives none. Which of them is when something was said, [`crate::way`] decides.

use std::ops::Range;

use sayso_core::time::{Date, Weekday};

use crate::phrase::Page;
use crate::segment::Shape;

/// The dates that some tokens give, and where, in order.
pub fn dates_in(
    page: Page<'_>,
    tokens: &[usize],
    published: Option<Date>,
) -> Vec<(Date, Range<usize>)> {
    let mut dates = Vec::new();
    let mut n = 0;
    while n < tokens.len() {
        let at = tokens[n];
        // Neighbours in the text only: a content may lie between two tokens of a frame.
        let run = tokens[n..].iter().zip(at..).take_while(|(t, expected)| **t == *expected).count();
        if let Some((date, length)) = date_at(page, at, at + run, published) {
            dates.push((date, at..at + length));
            n += length.max(1);
        } else {
            n += 1;
        }
    }
    dates
}

fn date_at(
    page: Page<'_>,
    at: usize,
    end: usize,
    published: Option<Date>,
) -> Option<(Date, usize)> {
    let lower = page.lower(at);
    let number = |n: usize| -> Option<u16> {
        (n < end && page.segmented.tokens[n].shape == Shape::Number)
            .then(|| {
                page.lower(n)
                    .trim_end_matches("st")
                    .trim_end_matches("nd")
                    .trim_end_matches("rd")
                    .trim_end_matches("th")
                    .parse()
                    .ok()
            })
            .flatten()
    };
    let year_at =
        |n: usize| number(n).filter(|y| (1800..2200).contains(y) && page.lower(n).len() == 4);
    if let Some(month) = month(page, at) {
        // "March 3, 2024", "March 3", "March 2024", "in March"
        let day = number(at + 1).filter(|d| (1..=31).contains(d));
        if let Some(day) = day.and_then(|d| u8::try_from(d).ok()) {
            let comma = usize::from(page.lower(at + 2) == ",");
            if let Some(year) = year_at(at + 2 + comma) {
                return Some((Date::day_of(year, month, day)?, 3 + comma));
            }
            let year = year_before(published?, month, Some(day));
            return Some((Date::day_of(year, month, day)?, 2));
        }
        if let Some(year) = year_at(at + 1) {
            return Some((Date::month_of(year, month)?, 2));
        }
        let year = match page.lower(at.saturating_sub(1)) {
            "last" | "in" | "since" | "early" | "late" | "mid" => {
                year_before(published?, month, None)
            }
            _ => return None,
        };
        return Some((Date::month_of(year, month)?, 1));
    }
    if let Some(day) = number(at).filter(|d| (1..=31).contains(d))
        && at + 1 < end
        && let Some(month) = month(page, at + 1)
    {
        let day = u8::try_from(day).ok()?;
        if let Some(year) = year_at(at + 2) {
            return Some((Date::day_of(year, month, day)?, 3));
        }
        return Some((Date::day_of(year_before(published?, month, Some(day)), month, day)?, 2));
    }
    if let Some(year) = year_at(at)
        && (matches!(
            page.lower(at.wrapping_sub(1)),
            "in" | "since" | "his" | "her" | "their" | "the" | "a" | "during" | "of"
        ))
    {
        return Some((Date::year_only(year)?, 1));
    }
    relative(page, at, end, lower, published?)
}

/// Days, weeks, months and years told from the day of publication.
fn relative(
    page: Page<'_>,
    at: usize,
    end: usize,
    lower: &str,
    published: Date,
) -> Option<(Date, usize)> {
    let next = if at + 1 < end { page.lower(at + 1) } else { "" };
    if let Some(weekday) = weekday(page, at) {
        let last = page.lower(at.wrapping_sub(1)) == "last";
        return Some((weekday_before(published, weekday, last)?, 1));
    }
    Some(match (lower, next) {
        // "USA TODAY" is no day.
        ("today" | "tonight" | "yesterday", _)
            if page.segmented.tokens[at].shape == Shape::Upper =>
        {
            return None;
        }
        ("today" | "tonight", _) => (published, 1),
        ("yesterday", _) => (published.plus_days(-1)?, 1),
        ("last", "month") => (published.to_month_if_known()?.plus_months(-1)?, 2),
        ("this" | "earlier", "month") => (published.to_month_if_known()?, 2),
        ("last", "year") => (Date::year_only(published.year().checked_sub(1)?)?, 2),
        ("this", "year") => (Date::year_only(published.year())?, 2),
        ("last", "week") => (published.plus_days(-7)?.to_month(), 2),
        ("this", "week") => {
            // No more precise than the month, and that only if the week does not lie in two.
            let monday = weekday_before(published, Weekday::Monday, false)?;
            (monday.to_month() == published.to_month()).then_some((published.to_month(), 2))?
        }
        _ if end > at + 2 && page.lower(at + 2) == "ago" => (ago(lower, next, published)?, 3),
        _ => return None,
    })
}

/// "three days ago", "a month ago": as precise as the unit.
fn ago(count: &str, unit: &str, published: Date) -> Option<Date> {
    const COUNTS: [&str; 10] =
        ["a", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let n: i32 = match COUNTS.iter().position(|word| *word == count) {
        Some(at) => i32::try_from(at + 1).ok()?,
        None if count == "one" => 1,
        None => count.parse().ok().filter(|n| (1..1000).contains(n))?,
    };
    match unit {
        "day" | "days" => published.plus_days(-n),
        "week" | "weeks" => Some(published.plus_days(-7 * n)?.to_month()),
        "month" | "months" => published.to_month_if_known()?.plus_months(-n),
        "year" | "years" => Date::year_only(published.year().checked_sub(u16::try_from(n).ok()?)?),
        _ => None,
    }
}

/// A date as a month, if it is at least that precise.
trait ToMonth {
    fn to_month_if_known(self) -> Option<Date>;
}

impl ToMonth for Date {
    fn to_month_if_known(self) -> Option<Date> {
        self.month().map(|_| self.to_month())
    }
}

/// The last such weekday on or before a day; the one before that for "last".
fn weekday_before(published: Date, weekday: Weekday, last: bool) -> Option<Date> {
    let today = published.weekday()? as i32;
    let back = (today - weekday as i32).rem_euclid(7);
    published.plus_days(-(back + if last && back == 0 { 7 } else { 0 }))
}

/// The year in which a month, or day of a month, last was on the day of publication.
fn year_before(published: Date, month: u8, day: Option<u8>) -> u16 {
    let later = published.month().is_some_and(|now| {
        month > now || month == now && day.zip(published.day()).is_some_and(|(d, today)| d > today)
    });
    published.year().saturating_sub(u16::from(later))
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

fn month(page: Page<'_>, at: usize) -> Option<u8> {
    if !page.segmented.tokens.get(at)?.is_capital() {
        return None;
    }
    let lower = page.lower(at).trim_end_matches('.');
    MONTHS
        .iter()
        .position(|m| {
            *m == lower
                || lower.len() >= 3 && lower.len() <= 4 && m.starts_with(lower) && *m != "may"
        })
        .and_then(|n| u8::try_from(n + 1).ok())
}

fn weekday(page: Page<'_>, at: usize) -> Option<Weekday> {
    use Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
    let days = [
        ("monday", Monday),
        ("tuesday", Tuesday),
        ("wednesday", Wednesday),
        ("thursday", Thursday),
        ("friday", Friday),
        ("saturday", Saturday),
        ("sunday", Sunday),
    ];
    if !page.segmented.tokens.get(at)?.is_capital() {
        return None;
    }
    days.iter().find(|(name, _)| *name == page.lower(at)).map(|(_, day)| *day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::segment;
    use crate::words;

    fn date(text: &str) -> Option<String> {
        let segmented = segment(text, &[]);
        let classes: Vec<_> = segmented.tokens.iter().map(|t| words::classes(&t.lower)).collect();
        let tokens: Vec<usize> = (0..segmented.tokens.len()).collect();
        // A Sunday.
        let published = "2025-09-28".parse().ok();
        let page = Page { segmented: &segmented, classes: &classes };
        dates_in(page, &tokens, published).first().map(|(date, _)| date.to_string())
    }

    #[test]
    fn dates_are_as_precise_as_the_text() {
        for (text, expected) in [
            ("she said on Saturday", "2025-09-27"),
            ("she said on Sunday", "2025-09-28"),
            ("she said last Sunday", "2025-09-21"),
            ("she said yesterday", "2025-09-27"),
            ("she said last month", "2025-08"),
            ("she said in October", "2024-10"),
            ("she said on 10 September", "2025-09-10"),
            ("she said on March 3, 2019", "2019-03-03"),
            ("she said in 2022", "2022"),
            ("she said last year", "2024"),
            ("she said three days ago", "2025-09-25"),
            ("she said two months ago", "2025-07"),
            ("she said eight years ago", "2017"),
            ("she said this week", "2025-09"),
        ] {
            assert_eq!(date(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(date("she may march 40 miles"), None);
    }
}
