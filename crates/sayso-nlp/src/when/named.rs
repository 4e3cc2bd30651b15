//! Which words name a date?
//!
//! Weekdays, days of months, years, decades, seasons, quarters and feasts, with their year where it follows.

use sayso_core::time::Date;

use super::atoms::Atoms;
use super::feast::Feast;
use super::meaning::{Meaning, Name, Parsed, Way, Which};
use super::moment::{Calendar, Clock, Length, Recurring, Unit, Value};

/// A date by its name, with or without a year.
pub(super) fn plain(atoms: &Atoms<'_>, at: usize) -> Option<Parsed> {
    let forms = [
        weekday(atoms, at),
        month(atoms, at),
        day_month(atoms, at),
        digits(atoms, at),
        season(atoms, at),
        quarter(atoms, at),
        year(atoms, at),
        decade(atoms, at),
        feast(atoms, at),
        today(atoms, at),
    ];
    forms.into_iter().flatten().max_by_key(|parsed| (parsed.end, parsed.strength))
}

/// "Monday", "Monday, May 4", "Monday May 4, 2020", "Monday 4 May".
fn weekday(atoms: &Atoms<'_>, at: usize) -> Option<Parsed> {
    let (day, is_plural) = atoms.weekday(at)?;
    // "the Sunday Courier", "the Mail on Sunday": a name of something else.
    if is_title(atoms, at + 1)
        || atoms.before(at) == "on" && atoms.before(at - 1) == "mail"
        || atoms.before(at) == "black" && atoms.is_capital(at - 1)
    {
        return None;
    }
    let mut next = at + 1;
    while atoms.is(next, &[",", "."]) && next < at + 3 {
        next += 1;
    }
    next += usize::from(atoms.lower(next) == "the");
    if let Some(date) = month(atoms, next).or_else(|| day_month(atoms, next))
        && matches!(date.meaning, Meaning::Named(Name::Day(..), _) | Meaning::Whole(_))
    {
        return Some(Parsed { start: at, rule: "weekday and date", weekday: Some(day), ..date });
    }
    if is_plural {
        let value = Value::Every(Recurring::Weekday(day, None));
        return Some(Parsed::new(at, at + 1, Meaning::Whole(value), "weekdays").likely());
    }
    Some(Parsed::new(at, at + 1, Meaning::Named(Name::Weekday(day), Which::Bare), "weekday"))
}

/// Words that make a newspaper or programme of a day: "Sunday Herald".
fn is_title(atoms: &Atoms<'_>, at: usize) -> bool {
    atoms.is_capital(at)
        && !atoms.is_joined(at)
        && atoms.is(
            at,
            &[
                "telegraph",
                "times",
                "mirror",
                "express",
                "post",
                "mail",
                "people",
                "herald",
                "sun",
                "independent",
                "world",
                "business",
                "tribune",
                "star",
                "sport",
                "mercury",
                "age",
                "night",
                "review",
                "night's",
                "show",
                "today",
                "gazette",
                "courier",
                "score",
            ],
        )
        && (atoms.lower(at) != "night" || atoms.is_capital(at + 1))
}

/// "May", "May 4", "May 4, 2020", "May 2020", "May 4-6".
fn month(atoms: &Atoms<'_>, at: usize) -> Option<Parsed> {
    let month = atoms.month(at)?;
    let mut next = at + 1;
    // The point of an abbreviation that the words keep apart.
    if atoms.lower(next) == "." && atoms.lower(at).len() <= 4 && atoms.lower(at) != "may" {
        next += 1;
    }
    let the = next + usize::from(atoms.lower(next) == "the");
    let day = atoms.day_of_month(the).or_else(|| {
        atoms.ordinal(the).map(|(day, _)| day).filter(|_| !atoms.lower(the).is_empty())
    });
    if let Some(day) = day {
        let length = atoms.ordinal(the).map_or(1, |(_, length)| length);
        // "10 to 12 May" and "May 10-12" are named by their first day.
        let mut end = the + length;
        if atoms.is_joined(end) && atoms.day_of_month(end).is_some() {
            end += 1;
        } else if atoms.is(end, &["–", "—"]) && atoms.day_of_month(end + 1).is_some() {
            end += 2;
        }
        let year = end + usize::from(atoms.lower(end) == ",");
        if let Some((year, length)) = atoms.year(year).filter(|_| !is_count(atoms, year)) {
            let day = Date::day_of(year, month, day)?;
            let value = Value::at(Calendar::Day(day));
            let end = if atoms.lower(end) == "," { end + 1 + length } else { end + length };
            return Some(Parsed::new(at, end, Meaning::Whole(value), "month, day and year"));
        }
        Date::day_of(2000, month, day)?;
        let named = Meaning::Named(Name::Day(month, day), Which::Bare);
        return Some(Parsed::new(at, end, named, "month and day"));
    }
    let year = next + usize::from(atoms.is(next, &["of", ","]));
    if let Some((year, length)) = atoms.year(year).map(|(y, length)| (y, year - next + length)) {
        let value = Value::at(Calendar::Month(year, month));
        return Some(Parsed::new(at, next + length, Meaning::Whole(value), "month and year"));
    }
    let named = Parsed::new(at, at + 1, Meaning::Named(Name::Month(month), Which::Bare), "month");
    // "May" and "March" begin sentences as verbs, and "April" and "June" are names.
    let is_name = atoms.is_capital(at + 1) && !atoms.is_joined(at + 1)
        || matches!(month, 4..=6) && at > 0 && atoms.is_capital(at - 1) && atoms.before(at) != "in";
    let opens = at == 0 || matches!(atoms.before(at), "." | "“" | "\"" | "?" | "!" | "‘" | "``");
    if matches!(month, 3 | 5) && opens || is_name { Some(named.weak()) } else { Some(named) }
}

/// "4 May", "4th of May 2020", "the fourth of May", "10-12 May".
fn day_month(atoms: &Atoms<'_>, at: usize) -> Option<Parsed> {
    let (day, length) = match atoms.day_of_month(at) {
        Some(day) => (day, 1),
        None => atoms.ordinal(at)?,
    };
    let mut next = at + length;
    let ranges = [(atoms.is_joined(next), 0), (atoms.is(next, &["–", "—", "to", "and"]), 1)];
    for (is_range, skip) in ranges {
        let second = next + skip;
        if is_range
            && atoms.day_of_month(second).is_some_and(|last| last > day)
            && atoms.month(second + 1).is_some()
        {
            next = second + 1;
            break;
        }
    }
    next += usize::from(atoms.lower(next) == "of");
    let month = atoms.month(next)?;
    let year = next + 1 + usize::from(atoms.lower(next + 1) == ",");
    if let Some((year, length)) = atoms.year(year).map(|(y, length)| (y, year + length)) {
        let value = Value::at(Calendar::Day(Date::day_of(year, month, day)?));
        return Some(Parsed::new(at, length, Meaning::Whole(value), "day, month and year"));
    }
    Date::day_of(2000, month, day)?;
    let named = Meaning::Named(Name::Day(month, day), Which::Bare);
    Some(Parsed::new(at, next + 1, named, "day and month"))
}

/// "2020-05-04", "05/04/20", "4.5.2020": a number above twelve tells day from month, else the month is
/// taken to stand first, as in American papers.
fn digits(atoms: &Atoms<'_>, at: usize) -> Option<Parsed> {
    let n = |at: usize| -> Option<u16> {
        let lower = atoms.lower(at);
        (lower.len() <= 4 && lower.bytes().all(|b| b.is_ascii_digit()))
            .then(|| lower.parse().ok())?
    };
    let small = |n: u16| u8::try_from(n).ok();
    let whole = |date: Date, end: usize| {
        let value = Value::at(Calendar::Day(date));
        Some(Parsed::new(at, end, Meaning::Whole(value), "a date in digits"))
    };
    if atoms.lower(at).len() == 4 && atoms.is_joined(at + 1) && atoms.is_joined(at + 2) {
        return whole(Date::day_of(n(at)?, small(n(at + 1)?)?, small(n(at + 2)?)?)?, at + 3);
    }
    let slash = |at: usize| atoms.lower(at) == "/";
    let (first, second, third, end) = if slash(at + 1) && slash(at + 3) {
        (n(at)?, n(at + 2)?, n(at + 4)?, at + 5)
    } else if atoms.is_joined(at + 1) && atoms.is_joined(at + 2) {
        (n(at)?, n(at + 1)?, n(at + 2)?, at + 3)
    } else {
        return None;
    };
    let year = match atoms.lower(end - 1).len() {
        4 => third,
        2 if third < 50 => 2000 + third,
        2 => 1900 + third,
        _ => return None,
    };
    let (month, day) = if first > 12 { (second, first) } else { (first, second) };
    whole(Date::day_of(year, small(month)?, small(day)?)?, end)
}

/// "1996", "the year 2000", "fiscal 1989", "1990-91".
fn year(atoms: &Atoms<'_>, at: usize) -> Option<Parsed> {
    let mut first = at;
    let mut is_named = false;
    first += usize::from(atoms.lower(first) == "the" && atoms.is(first + 1, &["year", "fiscal"]));
    while atoms.is(first, &["year", "fiscal", "calendar"]) {
        is_named = true;
        first += 1;
    }
    if is_named && atoms.reads(first, &["two", "thousand"]) {
        let value = Value::at(Calendar::Year(2000));
        return Some(Parsed::new(at, first + 2, Meaning::Whole(value), "year"));
    }
    let (year, length) = atoms.year(first)?;
    let mut end = first + length;
    if is_count(atoms, first) && !is_named {
        return None;
    }
    // "1990-91", "1939–1945": a stretch of years is told by its first.
    let two_digits = |at: usize| {
        matches!(atoms.lower(at).len(), 2 | 4)
            && atoms.lower(at).bytes().all(|b| b.is_ascii_digit())
    };
    if atoms.is_joined(end) && two_digits(end) || atoms.is(end, &["/"]) && two_digits(end + 1) {
        end += if atoms.is_joined(end) { 1 } else { 2 };
    } else if atoms.is_joined(first)
        && !atoms.is(first.wrapping_sub(1), &["mid", "post", "pre", "early", "late"])
    {
        return None;
    }
    let value = Value::at(Calendar::Year(year));
    let parsed = Parsed::new(at, end, Meaning::Whole(value), "year");
    let before = atoms.before(at);
    let is_said = is_named
        || matches!(
            before,
            "in" | "since"
                | "of"
                | "from"
                | "by"
                | "until"
                | "till"
                | "during"
                | "early"
                | "late"
                | "mid"
                | "before"
                | "after"
                | "through"
                | "between"
                | "around"
                | "circa"
                | "late-"
                | "("
                | "throughout"
                | "pre"
                | "post"
        );
    let is_near = (1900..2050).contains(&year);
    match (is_said, is_near) {
        (true, true) => Some(parsed),
        (true, false)
            if (1000..2100).contains(&year)
                && atoms.is(at.wrapping_sub(1), &["in", "since", "circa"]) =>
        {
            Some(parsed)
        }
        (true, false) | (false, true) => Some(parsed.likely()),
        (false, false) => Some(parsed.weak()),
    }
}

/// Whether a number that looks like a year counts or names something else.
fn is_count(atoms: &Atoms<'_>, at: usize) -> bool {
    matches!(atoms.before(at), "$" | "£" | "€" | "#" | "no." | "number" | "us$" | "c$" | "a$")
        || atoms.is(at + 1, &["%", "percent", "per", "million", "billion", "points", "people"])
        || atoms.unit(at + 1).is_some_and(|(_, is_plural)| is_plural)
}

/// "the 1980s", "the '80s", "the nineties", "the 20th century".
fn decade(atoms: &Atoms<'_>, at: usize) -> Option<Parsed> {
    const TENS: [&str; 8] = [
        "twenties",
        "thirties",
        "forties",
        "fifties",
        "sixties",
        "seventies",
        "eighties",
        "nineties",
    ];
    let first = at + usize::from(atoms.lower(at) == "the");
    let first = first + usize::from(atoms.is(first, &["'", "’", "‘"]));
    let lower = atoms.lower(first);
    let number = lower
        .trim_start_matches(['\'', '’'])
        .strip_suffix('s')
        .or_else(|| (atoms.lower(first + 1) == "'s").then_some(lower));
    let end = first + 1 + usize::from(!lower.ends_with('s') && atoms.lower(first + 1) == "'s");
    if let Some(digits) =
        number.filter(|d| d.ends_with('0') && d.bytes().all(|b| b.is_ascii_digit()))
    {
        let years: u16 = digits.parse().ok()?;
        let calendar = match digits.len() {
            4 if years.is_multiple_of(100) && years < 1900 => Calendar::Century(years / 100),
            4 if (1000..2100).contains(&years) => Calendar::Decade(years / 10),
            2 if years >= 20 && (first > at || first > 0) => Calendar::Decade(190 + years / 10),
            _ => return None,
        };
        let parsed = Parsed::new(at, end, Meaning::Whole(Value::at(calendar)), "decade");
        return Some(if digits.len() == 4 { parsed } else { parsed.likely() });
    }
    if let Some(n) = TENS.iter().position(|word| *word == lower)
        && (first > at || atoms.is(at.wrapping_sub(1), &["nineteen", "early", "late", "mid"]))
    {
        let decade = 190 + u16::try_from(n + 2).ok()?;
        // "in his thirties" has no article.
        let value = Value::at(Calendar::Decade(decade));
        return Some(Parsed::new(at, end, Meaning::Whole(value), "decade in words").likely());
    }
    let (n, length) = atoms.ordinal(first)?;
    (atoms.lower(first + length) == "century" && (2..=21).contains(&n)).then(|| {
        let value = Value::at(Calendar::Century(u16::from(n) - 1));
        Parsed::new(at, first + length + 1, Meaning::Whole(value), "century")
    })
}

/// "summer", "the summer of 2020", "spring 2020".
fn season(atoms: &Atoms<'_>, at: usize) -> Option<Parsed> {
    let first = at + usize::from(atoms.lower(at) == "the");
    let season = atoms.season(first)?;
    let next = first + 1 + usize::from(atoms.is(first + 1, &["of", ","]));
    if let Some((year, length)) = atoms.year(next) {
        let value = Value::at(Calendar::Season(year, season));
        return Some(Parsed::new(at, next + length, Meaning::Whole(value), "season and year"));
    }
    let named = Meaning::Named(Name::Season(season), Which::Bare);
    let parsed = Parsed::new(at, first + 1, named, "season");
    // "fall" and "spring" are verbs, springs are coils, and every season sells its clothes.
    let said =
        matches!(atoms.before(at), "in" | "by" | "until" | "during" | "since" | "over" | "through")
            && first > at
            || matches!(atoms.before(at), "by" | "in")
                && !matches!(atoms.lower(first), "fall" | "spring");
    Some(if said { parsed.likely() } else { parsed.weak() })
}

/// "the third quarter", "third-quarter", "the second half of 2020", "the third quarter of 1984".
fn quarter(atoms: &Atoms<'_>, at: usize) -> Option<Parsed> {
    let mut first = at;
    first += usize::from(atoms.is(first, &["the", "its", "their", "our", "his", "a"]));
    let leading = atoms.year(first).filter(|(_, length)| atoms.ordinal(first + length).is_some());
    if let Some((_, length)) = leading {
        first += length + usize::from(atoms.lower(first + length) == "'s");
    }
    first += usize::from(atoms.is(first, &["fiscal", "flat", "strong", "weak"]));
    let (n, length) = match atoms.lower(first) {
        "last" | "latter" => (2, 1),
        word if matches!(word, "q1" | "q2" | "q3" | "q4") => (word.as_bytes()[1] - b'0', 0),
        _ => atoms.ordinal(first)?,
    };
    let unit = atoms.lower(first + length);
    let mut end = first + length + 1;
    let next = end + usize::from(atoms.is(end, &["of", ","]));
    let year = leading.or_else(|| {
        atoms.year(next).map(|(year, length)| {
            end = next + length;
            (year, length)
        })
    });
    let (name, calendar) = match unit {
        "quarter" | "q1" | "q2" | "q3" | "q4"
            if n <= 4 && !atoms.is(first, &["last", "latter"]) =>
        {
            (Name::Quarter(n), year.map(|(year, _)| Calendar::Quarter(year, n)))
        }
        "half" if n <= 2 => (Name::Half(n), year.map(|(year, _)| Calendar::Half(year, n))),
        _ => return None,
    };
    let meaning = match calendar {
        Some(calendar) => Meaning::Whole(Value::at(calendar)),
        None => Meaning::Named(name, Which::Bare),
    };
    let parsed = Parsed::new(at, end, meaning, "quarter");
    // The first half is a match's as often as a year's.
    Some(if calendar.is_none() && matches!(name, Name::Half(_)) { parsed.weak() } else { parsed })
}

/// "Christmas", "Christmas Day 2020", "Easter week", "the Labor Day weekend".
fn feast(atoms: &Atoms<'_>, at: usize) -> Option<Parsed> {
    let (feast, length) = Feast::at(atoms, at)?;
    let next = at + length;
    if atoms.lower(next) == "week" {
        let week = Meaning::WeekOf(Name::Feast(feast), Which::Bare);
        return Some(Parsed::new(at, next + 1, week, "week of a feast"));
    }
    if let Some((year, length)) = atoms.year(next + usize::from(atoms.lower(next) == ",")) {
        let value = Value::at(Calendar::Day(feast.in_year(year)?));
        let end = next + length + usize::from(atoms.lower(next) == ",");
        return Some(Parsed::new(at, end, Meaning::Whole(value), "feast and year"));
    }
    // "the Christmas tree", "the Good Friday agreement"
    let parsed = Parsed::new(at, next, Meaning::Named(Name::Feast(feast), Which::Bare), "feast");
    let is_name = atoms.is_capital(next)
        || atoms.is(next, &["agreement", "tree", "card", "cards", "carol", "island"]);
    Some(if is_name { parsed.weak() } else { parsed })
}

/// "today", "yesterday", "the day after tomorrow".
fn today(atoms: &Atoms<'_>, at: usize) -> Option<Parsed> {
    use Way::{Back, On};
    let day = |n: u32, way: Way| {
        let length = Length::of(n, Unit::Day);
        Meaning::FromToday(length, way)
    };
    let first = at + usize::from(atoms.lower(at) == "the");
    if atoms.reads(first, &["day", "before", "yesterday"]) {
        return Some(Parsed::new(at, first + 3, day(2, Back), "the day before yesterday"));
    }
    if atoms.reads(first, &["day", "after", "tomorrow"]) {
        return Some(Parsed::new(at, first + 3, day(2, On), "the day after tomorrow"));
    }
    let lower = atoms.lower(at);
    // "USA TODAY", "the Today programme": no day.
    let is_title = atoms.is_capital(at)
        && at > 0
        && (atoms.is_capital(at - 1) || matches!(atoms.before(at), "the" | "on"))
        && atoms.is(at, &["today", "tonight"]);
    if is_title {
        return None;
    }
    match lower {
        "today" => Some(Parsed::new(at, at + 1, day(0, On), "today")),
        "yesterday" => Some(Parsed::new(at, at + 1, day(1, Back), "yesterday")),
        "tomorrow" => Some(Parsed::new(at, at + 1, day(1, On), "tomorrow")),
        "tonight" => Some(Parsed::new(at, at + 1, day(0, On), "tonight").with_clock(Clock::Night)),
        "overnight" => {
            Some(Parsed::new(at, at + 1, day(0, On), "overnight").with_clock(Clock::Night).weak())
        }
        _ => None,
    }
}
