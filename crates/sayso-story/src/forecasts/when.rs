//! For when is something foretold?
//!
//! From the temporal expressions that extraction found in the statement; where it found none, from words
//! that say it by themselves: months, years, `by Christmas`, `next week`.

use sayso_core::across::DateOrInterval;
use sayso_core::time::Date;

use crate::claims::Sayings;

const MONTHS: [(&str, u8); 12] = [
    ("january", 1),
    ("february", 2),
    ("march", 3),
    ("april", 4),
    ("may", 5),
    ("june", 6),
    ("july", 7),
    ("august", 8),
    ("september", 9),
    ("october", 10),
    ("november", 11),
    ("december", 12),
];

/// The day or the time that a statement is about.
pub(crate) fn about(sayings: &Sayings<'_>, n: usize) -> Option<DateOrInterval> {
    let view = sayings.view(n);
    let statement = sayings.all[n].statement;
    let times = view
        .record
        .times
        .iter()
        .filter(|time| statement.content.iter().any(|span| span.contains(time.place)));
    let mut dates: Vec<Date> =
        times.filter_map(|time| time.edtf.as_deref().unwrap_or(&time.value).parse().ok()).collect();
    let printed = view.published();
    if dates.is_empty() {
        let words = statement.content.iter().flat_map(|span| view.words_in(*span));
        let words: Vec<(&str, bool)> = words
            .map(|word| {
                let first = word.span.of(&view.record.text).chars().next();
                (word.key.as_str(), first.is_some_and(char::is_uppercase))
            })
            .collect();
        dates = in_words(&words, printed);
    }
    dates.sort_unstable();
    dates.dedup();
    match (dates.first(), dates.last()) {
        (Some(only), Some(last)) if only == last => Some(DateOrInterval::Date(*only)),
        (Some(from), Some(to)) => Some(DateOrInterval::Interval { from: *from, to: *to }),
        _ => None,
    }
}

/// The last day that it can be about.
pub(crate) fn until(about: &DateOrInterval) -> Date {
    match about {
        DateOrInterval::Date(date) | DateOrInterval::Interval { to: date, .. } => *date,
    }
}

/// The dates that words give by themselves, the next after the day of printing.
fn in_words(words: &[(&str, bool)], printed: Option<Date>) -> Vec<Date> {
    let mut dates = Vec::new();
    for (at, (word, capital)) in words.iter().enumerate() {
        let before = at.checked_sub(1).map_or("", |before| words[before].0);
        let after = words.get(at + 1).map_or("", |(word, _)| word);
        let year_after = year(after);
        if let Some((_, month)) = MONTHS.iter().find(|(name, _)| name == word).filter(|_| *capital)
        {
            let Some(year) = year_after.or(next_year_of(*month, printed)) else { continue };
            let day = [before, after].iter().find_map(|word| word.parse::<u8>().ok());
            dates.extend(
                day.and_then(|day| Date::day_of(year, *month, day))
                    .or(Date::month_of(year, *month)),
            );
        } else if *word == "christma" || *word == "christmas" {
            dates.extend(next_year_of(12, printed).and_then(|year| Date::day_of(year, 12, 25)));
        } else if *word == "year" && matches!(before, "next" | "this") {
            let offset = u16::from(before == "next");
            dates.extend(printed.and_then(|day| Date::year_only(day.year() + offset)));
        } else if *word == "week" && before == "next" {
            dates.extend(printed.and_then(|day| day.plus_days(7)));
        } else if *word == "tomorrow" {
            dates.extend(printed.and_then(|day| day.plus_days(1)));
        } else if let Some(year) = year(word) {
            let of_month = MONTHS.iter().any(|(name, _)| *name == before);
            dates.extend(Date::year_only(year).filter(|_| !of_month));
        }
    }
    dates
}

fn year(word: &str) -> Option<u16> {
    let year: u16 = word.parse().ok()?;
    (word.len() == 4 && (1900..2100).contains(&year)).then_some(year)
}

/// The year of the next such month, the month of printing included.
fn next_year_of(month: u8, printed: Option<Date>) -> Option<u16> {
    let printed = printed?;
    let gone = printed.month().is_some_and(|now| now > month);
    Some(printed.year() + u16::from(gone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_give_the_next_such_time() {
        let printed: Date = "2024-06-23".parse().expect("a date");
        let dates = |words: &[(&str, bool)]| -> Vec<String> {
            in_words(words, Some(printed)).iter().map(Date::to_string).collect()
        };
        assert_eq!(dates(&[("by", false), ("christma", true)]), ["2024-12-25"]);
        assert_eq!(dates(&[("in", false), ("may", true)]), ["2025-05"]);
        assert_eq!(dates(&[("she", false), ("may", false)]), [""; 0]);
        assert_eq!(dates(&[("29", false), ("august", true), ("2027", false)]), ["2027-08-29"]);
        assert_eq!(dates(&[("next", false), ("year", false)]), ["2025"]);
    }
}
