//! On which day is a feast?
//!
//! Days that a calendar names: fixed ones, the n-th weekday of a month, and those counted from Easter,
//! which is computed. Where countries differ the name decides if it can ("Labor Day" is American, "Labour
//! Day" is not), else the commoner use in English news.

use sayso_core::time::{Date, Weekday};

use super::atoms::Atoms;

/// A day or few days with a name, once a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Feast(&'static Entry);

#[derive(Debug, PartialEq, Eq)]
struct Entry {
    words: &'static [&'static str],
    rule: Rule,
}

/// How the day is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    Fixed(u8, u8),
    /// The n-th such weekday of a month.
    Nth(u8, Weekday, u8),
    /// The last such weekday of a month.
    Last(Weekday, u8),
    /// Days after Easter Sunday.
    Easter(i16),
}

const FEASTS: &[Entry] = &[
    entry(&["christmas", "eve"], Rule::Fixed(12, 24)),
    entry(&["christmas", "day"], Rule::Fixed(12, 25)),
    entry(&["christmas"], Rule::Fixed(12, 25)),
    entry(&["boxing", "day"], Rule::Fixed(12, 26)),
    entry(&["new", "year", "'s", "eve"], Rule::Fixed(12, 31)),
    entry(&["new", "year", "'s", "day"], Rule::Fixed(1, 1)),
    entry(&["new", "year", "'s"], Rule::Fixed(1, 1)),
    entry(&["hogmanay"], Rule::Fixed(12, 31)),
    entry(&["epiphany"], Rule::Fixed(1, 6)),
    entry(&["burns", "night"], Rule::Fixed(1, 25)),
    entry(&["martin", "luther", "king", "jr", ".", "day"], Rule::Nth(3, Weekday::Monday, 1)),
    entry(&["martin", "luther", "king", "day"], Rule::Nth(3, Weekday::Monday, 1)),
    entry(&["groundhog", "day"], Rule::Fixed(2, 2)),
    entry(&["valentine", "'s", "day"], Rule::Fixed(2, 14)),
    entry(&["presidents", "day"], Rule::Nth(3, Weekday::Monday, 2)),
    entry(&["presidents", "'", "day"], Rule::Nth(3, Weekday::Monday, 2)),
    entry(&["presidents", "’", "day"], Rule::Nth(3, Weekday::Monday, 2)),
    entry(&["st.", "patrick", "'s", "day"], Rule::Fixed(3, 17)),
    entry(&["st", "patrick", "'s", "day"], Rule::Fixed(3, 17)),
    entry(&["april", "fool", "'s", "day"], Rule::Fixed(4, 1)),
    entry(&["april", "fools", "'", "day"], Rule::Fixed(4, 1)),
    entry(&["april", "fools", "’", "day"], Rule::Fixed(4, 1)),
    entry(&["shrove", "tuesday"], Rule::Easter(-47)),
    entry(&["mardi", "gras"], Rule::Easter(-47)),
    entry(&["ash", "wednesday"], Rule::Easter(-46)),
    entry(&["palm", "sunday"], Rule::Easter(-7)),
    entry(&["maundy", "thursday"], Rule::Easter(-3)),
    entry(&["good", "friday"], Rule::Easter(-2)),
    entry(&["easter", "saturday"], Rule::Easter(-1)),
    entry(&["holy", "saturday"], Rule::Easter(-1)),
    entry(&["easter", "sunday"], Rule::Easter(0)),
    entry(&["easter", "monday"], Rule::Easter(1)),
    entry(&["easter"], Rule::Easter(0)),
    entry(&["ascension", "day"], Rule::Easter(39)),
    entry(&["whit", "sunday"], Rule::Easter(49)),
    entry(&["whit", "monday"], Rule::Easter(50)),
    entry(&["pentecost"], Rule::Easter(49)),
    entry(&["st.", "george", "'s", "day"], Rule::Fixed(4, 23)),
    entry(&["anzac", "day"], Rule::Fixed(4, 25)),
    entry(&["earth", "day"], Rule::Fixed(4, 22)),
    entry(&["may", "day"], Rule::Fixed(5, 1)),
    entry(&["cinco", "de", "mayo"], Rule::Fixed(5, 5)),
    entry(&["memorial", "day"], Rule::Last(Weekday::Monday, 5)),
    entry(&["juneteenth"], Rule::Fixed(6, 19)),
    entry(&["father", "'s", "day"], Rule::Nth(3, Weekday::Sunday, 6)),
    entry(&["canada", "day"], Rule::Fixed(7, 1)),
    entry(&["independence", "day"], Rule::Fixed(7, 4)),
    entry(&["the", "fourth", "of", "july"], Rule::Fixed(7, 4)),
    entry(&["bastille", "day"], Rule::Fixed(7, 14)),
    entry(&["labor", "day"], Rule::Nth(1, Weekday::Monday, 9)),
    entry(&["labour", "day"], Rule::Fixed(5, 1)),
    entry(&["columbus", "day"], Rule::Nth(2, Weekday::Monday, 10)),
    entry(&["halloween"], Rule::Fixed(10, 31)),
    entry(&["all", "saints", "'", "day"], Rule::Fixed(11, 1)),
    entry(&["all", "saints", "’", "day"], Rule::Fixed(11, 1)),
    entry(&["guy", "fawkes", "night"], Rule::Fixed(11, 5)),
    entry(&["bonfire", "night"], Rule::Fixed(11, 5)),
    entry(&["armistice", "day"], Rule::Fixed(11, 11)),
    entry(&["veterans", "day"], Rule::Fixed(11, 11)),
    entry(&["remembrance", "sunday"], Rule::Nth(2, Weekday::Sunday, 11)),
    entry(&["remembrance", "day"], Rule::Fixed(11, 11)),
    entry(&["thanksgiving", "day"], Rule::Nth(4, Weekday::Thursday, 11)),
    entry(&["thanksgiving"], Rule::Nth(4, Weekday::Thursday, 11)),
    entry(&["st.", "andrew", "'s", "day"], Rule::Fixed(11, 30)),
];

const fn entry(words: &'static [&'static str], rule: Rule) -> Entry {
    Entry { words, rule }
}

impl Feast {
    /// The feast whose name begins at an atom, and how many atoms it has; the longest name counts.
    pub(super) fn at(atoms: &Atoms<'_>, at: usize) -> Option<(Feast, usize)> {
        let is_name = atoms.is_capital(at) || atoms.lower(at) == "the" && atoms.is_capital(at + 1);
        if !is_name {
            return None;
        }
        let found = FEASTS.iter().filter(|feast| atoms.reads(at, feast.words));
        found.max_by_key(|feast| feast.words.len()).map(|feast| (Feast(feast), feast.words.len()))
    }

    /// The feast of a name given as words, as a table would name it.
    pub(super) fn in_year(self, year: u16) -> Option<Date> {
        match self.0.rule {
            Rule::Fixed(month, day) => Date::day_of(year, month, day),
            Rule::Nth(n, weekday, month) => nth_weekday(year, month, weekday, n),
            Rule::Last(weekday, month) => {
                let last = Date::month_of(year, month)?.last_day();
                let back = i32::from(last.weekday()?.number()) - i32::from(weekday.number());
                last.plus_days(-back.rem_euclid(7))
            }
            Rule::Easter(days) => easter(year)?.plus_days(i32::from(days)),
        }
    }
}

/// The n-th such weekday of a month.
fn nth_weekday(year: u16, month: u8, weekday: Weekday, n: u8) -> Option<Date> {
    let first = Date::day_of(year, month, 1)?;
    let ahead = i32::from(weekday.number()) - i32::from(first.weekday()?.number());
    let day = first.plus_days(ahead.rem_euclid(7) + 7 * (i32::from(n) - 1))?;
    (day.month() == Some(month)).then_some(day)
}

/// Easter Sunday of the western churches: the anonymous Gregorian algorithm.
fn easter(year: u16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let n = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * n + 19) % 32;
    Date::day_of(year, u8::try_from(n).ok()?, u8::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::segment;

    fn day(text: &str, year: u16) -> Option<String> {
        let segmented = segment(text, &[]);
        let atoms = Atoms::of(&segmented);
        Feast::at(&atoms, 0)?.0.in_year(year).map(|d| d.to_string())
    }

    #[test]
    fn feasts_fall_where_the_calendar_puts_them() {
        for (name, year, expected) in [
            ("Easter", 2024, "2024-03-31"),
            ("Easter", 2025, "2025-04-20"),
            ("Easter", 1998, "1998-04-12"),
            ("Easter Monday", 2025, "2025-04-21"),
            ("Good Friday", 1998, "1998-04-10"),
            ("Shrove Tuesday", 2023, "2023-02-21"),
            ("Thanksgiving", 1999, "1999-11-25"),
            ("Labor Day", 2025, "2025-09-01"),
            ("Memorial Day", 2024, "2024-05-27"),
            ("Remembrance Sunday", 2024, "2024-11-10"),
            ("Christmas Eve", 2024, "2024-12-24"),
            ("New Year’s Day", 2025, "2025-01-01"),
            ("Valentine’s Day", 2025, "2025-02-14"),
        ] {
            assert_eq!(day(name, year).as_deref(), Some(expected), "{name} {year}");
        }
        assert_eq!(day("christmas", 2024), None, "a name has its capital");
    }
}
