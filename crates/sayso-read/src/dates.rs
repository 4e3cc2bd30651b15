//! Which day does this line name?
//!
//! A date line is a line with nothing in it but dates, times and the words that go with them:
//! `Sunday 23 June 2024`, `Published: June 3, 2024 | Updated 10:14 GMT`. Days and months are read
//! in the order in which they can only be meant; `03/04/2024` names no day.

use std::sync::LazyLock;

use regex::Regex;
use sayso_core::time::Date;

use crate::lines::{lower, start_of};

/// Longest date line in bytes. Published and updated, both with time and zone, take about 100.
const MAX_LINE: usize = 140;

/// Months as printed, long and short; the first three letters tell them apart.
const MONTH: &str = "jan(?:uary|\\.)?|feb(?:ruary|\\.)?|mar(?:ch|\\.)?|apr(?:il|\\.)?|may|june?|july?\
     |aug(?:ust|\\.)?|sept?(?:ember|\\.)?|oct(?:ober|\\.)?|nov(?:ember|\\.)?|dec(?:ember|\\.)?";

/// Days of the week, long and short.
const WEEKDAY: &str = "(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day|\\.)?";

/// Words that say the date is that of a later version.
const CHANGED: &str = "updated?|modified|changed|amended|edited|revised|last";

/// Words that say the date is the article's.
const PRINTED: &str = "(?:first |originally )?published|posted|printed|issued|created|filed|date[d]?|pub(?:lished)? date";

/// Words that go with dates and say nothing more.
const FILLER: &str = "on|at|in|the|of|from|edition|issue|today|yesterday";

/// A time of day with its zone.
const TIME: &str = "(?:[0-9]{1,2}|an?) (?:min(?:ute)?s?|hours?|hrs?|days?|weeks?) ago|[0-9]{1,2}(?:[:.][0-9]{2}){1,2}(?:\\.[0-9]+)?(?: ?(?:[ap]\\.?m(?-u:\\b)\\.?))?\
     |[0-9]{1,2} ?[ap]\\.?m(?-u:\\b)\\.?|noon|midnight|[0-9]{4} ?(?:gmt|utc|hrs|hours)";
const ZONE: &str = "gmt|utc|bst|e[ds]?t|c[ds]?t|m[ds]t|p[ds]?t|ist|cest|aest|aedt|nz[ds]t|z\
     |eastern|pacific|central|local time|hrs|hours|[+-][0-9]{2}:?[0-9]{2}";

/// A line that holds nothing but dates and times.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct DateLine {
    /// The first date that is not said to be a change's.
    printed: Option<Date>,
    /// The first date of a change.
    changed: Option<Date>,
    /// Whether a word says that this is when it was printed.
    pub(crate) labelled: bool,
    /// Whether it names a day at all, be it one that cannot be read for certain.
    pub(crate) has_date: bool,
}

impl DateLine {
    /// The day that the line says the article was printed; that of a change if it names no other.
    pub(crate) fn published(&self) -> Option<Date> {
        self.printed.or(self.changed)
    }
}

/// One step over a date line in lower case, anchored where the last one ended.
static STEP: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        "^(?:(?P<gap>[\\s,;|·•–—:()\\[\\]/.@-]+)\
         |(?P<y1>[0-9]{{4}})[-/.](?P<m1>[0-9]{{2}})[-/.](?P<d1>[0-9]{{2}})(?:t(?:{TIME}))?(?:{ZONE})?\
         |(?P<d2>[0-9]{{1,2}})(?:st|nd|rd|th)?[ -]+(?:of +)?(?P<m2>{MONTH})(?-u:\\b)\\.?,?[ -]+(?P<y2>[0-9]{{4}})(?-u:\\b)\
         |(?P<m3>{MONTH})(?-u:\\b)\\.? +(?P<d3>[0-9]{{1,2}})(?:st|nd|rd|th)?,? +(?P<y3>[0-9]{{4}})(?-u:\\b)\
         |(?P<short>(?:{MONTH})(?-u:\\b)\\.? +[0-9]{{1,2}}|[0-9]{{1,2}} +(?:{MONTH}))(?-u:\\b)\
         |(?P<a4>[0-9]{{1,2}})[/.-](?P<b4>[0-9]{{1,2}})[/.-](?P<y4>[0-9]{{4}})(?-u:\\b)\
         |(?P<weekday>{WEEKDAY})(?:(?-u:\\b)|[.,])\
         |(?P<time>(?:{TIME}))\
         |(?P<zone>{ZONE})(?-u:\\b)\
         |(?P<changed>{CHANGED})(?-u:\\b)\
         |(?P<printed>{PRINTED})(?-u:\\b)\
         |(?P<filler>{FILLER})(?-u:\\b))"
    ))
});

/// A date in an address: `/2024/06/23/`, `/2024/jun/23/`, `2024-06-23`.
static IN_ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "[/=-](?P<y>(?:19|20)[0-9]{2})[/-](?P<m>[0-9]{1,2}|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[/-](?P<d>[0-9]{1,2})(?:[/_.?#-]|$)",
    )
});

/// A month of an address without a day: `/2024/06/`.
static MONTH_IN_ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| pattern("/(?P<y>(?:19|20)[0-9]{2})/(?P<m>0[1-9]|1[0-2])/"));

/// Compiles a pattern for words in lower case.
fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is constant and a test compiles it")
}

/// Reads a line that holds nothing but dates, times and their words.
pub(crate) fn date_line(line: &str) -> Option<DateLine> {
    let line = line.trim();
    let (dates, used) = dates_at(line)?;
    (used == line.len()).then_some(dates)
}

/// Reads dates, times and their words at the start of a line, and how many bytes they take.
///
/// `None` if there is no date and no time.
pub(crate) fn dates_at(line: &str) -> Option<(DateLine, usize)> {
    let mut found = DateLine::default();
    let mut has_time = false;
    let mut is_change = false;
    let (mut at, mut used) = (0, 0);
    let lower = lower(start_of(line, MAX_LINE));
    while at < lower.len() {
        let Some(step) = STEP.captures(&lower[at..]) else { break };
        let group = |name: &str| step.name(name).map(|m| m.as_str());
        let date = match (group("y1"), group("y2"), group("y3"), group("y4")) {
            (Some(y), ..) => day(y, group("m1"), group("d1")),
            (_, Some(y), ..) => day(y, group("m2"), group("d2")),
            (_, _, Some(y), _) => day(y, group("m3"), group("d3")),
            (.., Some(y)) => numeric(y, group("a4"), group("b4")),
            _ => None,
        };
        let names_day = ["y1", "y2", "y3", "y4", "short"].iter().any(|y| step.name(y).is_some());
        found.has_date |= names_day;
        has_time |= step.name("time").is_some();
        if step.name("changed").is_some() {
            is_change = true;
        } else if step.name("printed").is_some() {
            is_change = false;
            found.labelled = true;
        }
        let slot = if is_change { &mut found.changed } else { &mut found.printed };
        if slot.is_none() {
            *slot = date;
        }
        let length = step.get(0).map_or(0, |m| m.len());
        at += length;
        // What joins a date to the words after it belongs to neither.
        if step.name("gap").is_none() && step.name("filler").is_none() || at == lower.len() {
            used = at;
        }
    }
    ((found.has_date || has_time) && used > 0).then_some((found, used))
}

/// Reads a date line behind other words, and where it begins: `Ann Lee, 20 November 2019 08:05 GMT`.
pub(crate) fn date_behind(words: &str) -> Option<(DateLine, usize)> {
    if words.len() > 2 * MAX_LINE {
        return None;
    }
    let starts = words.match_indices([' ', '\u{A0}', ',', '|']).map(|(at, gap)| at + gap.len());
    starts.filter(|at| words[*at..].starts_with(char::is_alphanumeric)).find_map(|at| {
        let found = date_line(&words[at..])?;
        found.has_date.then_some((found, at))
    })
}

/// The day that an address carries.
pub(crate) fn in_address(address: &str) -> Option<Date> {
    let address = address.to_ascii_lowercase();
    if let Some(found) = IN_ADDRESS.captures(&address)
        && let Some(date) = day(
            &found["y"],
            found.name("m").map(|m| m.as_str()),
            found.name("d").map(|m| m.as_str()),
        )
    {
        return Some(date);
    }
    let found = MONTH_IN_ADDRESS.captures(&address)?;
    Date::month_of(found["y"].parse().ok()?, found["m"].parse().ok()?)
}

fn day(year: &str, month: Option<&str>, day: Option<&str>) -> Option<Date> {
    Date::day_of(year.parse().ok()?, month_number(month?)?, day?.parse().ok()?)
}

/// `23/06/2024` and `06/23/2024`: the part above 12 is the day; `03/04/2024` may be either.
pub(crate) fn numeric(year: &str, a: Option<&str>, b: Option<&str>) -> Option<Date> {
    let (year, a, b): (u16, u8, u8) = (year.parse().ok()?, a?.parse().ok()?, b?.parse().ok()?);
    match (a > 12, b > 12) {
        (true, false) => Date::day_of(year, b, a),
        (false, true) => Date::day_of(year, a, b),
        (false, false) if a == b => Date::day_of(year, a, b),
        _ => None,
    }
}

fn month_number(month: &str) -> Option<u8> {
    if let Ok(number) = month.parse() {
        return Some(number);
    }
    let first = month.get(..3)?.to_ascii_lowercase();
    let months =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    months.iter().position(|m| *m == first).map(|at| at as u8 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published(line: &str) -> Option<String> {
        date_line(line)?.published().map(|d| d.to_string())
    }

    #[test]
    fn the_forms_of_a_date_line() {
        for line in [
            "2024-06-23",
            "23 June 2024",
            "June 23, 2024",
            "Sunday 23 June 2024",
            "Sunday, June 23rd, 2024",
            "Sun., 23 Jun. 2024",
            "23/06/2024",
            "06/23/2024",
            "2024-06-23T10:14:00+02:00",
            "Sun, 23 Jun 2024 10:14:00 GMT",
            "Published: 23 June 2024 | Updated: 24 June 2024, 10.14am BST",
            "Updated 24 June 2024, published 23 June 2024",
            "First published on June 23, 2024 / 8:16 AM",
            "PUBLISHED: 00:01, Sun, Jun 23, 2024",
            "23\u{A0}June\u{A0}2024",
        ] {
            assert_eq!(published(line).as_deref(), Some("2024-06-23"), "{line}");
        }
    }

    #[test]
    fn what_is_no_date_line() {
        for line in [
            "",
            "The vote on 23 June 2024 was close",
            "23 June 2024 was a Sunday",
            "2024",
            "May I?",
            "On Monday",
            "Sunday",
            "31 February and after",
        ] {
            assert!(date_line(line).is_none(), "{line}");
        }
    }

    #[test]
    fn a_doubtful_order_names_no_day() {
        let found = date_line("03/04/2024").expect("a date line");
        assert!(found.has_date);
        assert_eq!(found.published(), None);
        assert_eq!(published("04/04/2024").as_deref(), Some("2024-04-04"));
        assert_eq!(published("31 February 2024"), None);
    }

    #[test]
    fn a_time_alone_is_no_date() {
        assert!(date_line("9:34 p.m.").is_some_and(|d| !d.has_date));
        assert!(date_line("Updated 14 hours ago").is_some_and(|d| !d.has_date));
    }

    #[test]
    fn addresses_carry_dates() {
        let day = |address| in_address(address).map(|d| d.to_string());
        assert_eq!(day("https://e.example/2024/06/23/x").as_deref(), Some("2024-06-23"));
        assert_eq!(day("https://e.example/2024/jun/3/x").as_deref(), Some("2024-06-03"));
        assert_eq!(day("https://e.example/x-2024-06-23").as_deref(), Some("2024-06-23"));
        assert_eq!(day("https://e.example/2024/06/x").as_deref(), Some("2024-06"));
        assert_eq!(day("https://e.example/2024/13/40/x"), None);
        assert_eq!(day("https://e.example/item/20240623"), None);
    }

    #[test]
    fn a_date_stands_behind_a_name() {
        let words = "Ann Lee - Nov 19, 2019, 8:15 pm CST";
        let (found, at) = date_behind(words).expect("a date");
        assert_eq!(found.published().map(|d| d.to_string()).as_deref(), Some("2019-11-19"));
        assert_eq!(&words[at..], "Nov 19, 2019, 8:15 pm CST");
    }
}
