//! Which words are an expression of time?
//!
//! One function a form; at each place the longest form counts. What depends on the day of writing or on what
//! was spoken of is left open: see [`Meaning`].

use sayso_core::time::Date;

use super::atoms::Atoms;
use super::clock;
use super::feast::Feast;
use super::length;
use super::meaning::{Meaning, Name, Parsed, Which};
use super::moment::{Calendar, Clock, Hedge, Unit, Value};
use super::vague;

/// The longest expression that begins at an atom.
pub(super) fn at(atoms: &Atoms<'_>, at: usize) -> Option<Parsed> {
    let forms = [
        clock::at(atoms, at),
        plain(atoms, at),
        span_of_year(atoms, at),
        which(atoms, at),
        around_year(atoms, at),
        length::at(atoms, at),
        length::each(atoms, at),
        vague::at(atoms, at),
        part_of(atoms, at),
    ];
    let longest = forms.into_iter().flatten().max_by_key(|parsed| (parsed.end, parsed.strength))?;
    let found = with_day_part(atoms, with_year(atoms, longest));
    Some(found)
}

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
        let value = Value::Every(super::moment::Recurring::Weekday(day, None));
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
                "telegraph", "times", "mirror", "express", "post", "mail", "people", "herald", "sun",
                "independent", "world", "business", "tribune", "star", "sport", "mercury", "age",
                "night", "review", "night's", "show", "today", "gazette", "courier", "score",
            ],
        )
        && !(atoms.lower(at) == "night" && !atoms.is_capital(at + 1))
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
    let ranges = [
        (atoms.is_joined(next), 0),
        (atoms.is(next, &["–", "—", "to", "and"]), 1),
    ];
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
        (lower.len() <= 4 && lower.bytes().all(|b| b.is_ascii_digit())).then(|| lower.parse().ok())?
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
        matches!(atoms.lower(at).len(), 2 | 4) && atoms.lower(at).bytes().all(|b| b.is_ascii_digit())
    };
    if atoms.is_joined(end) && two_digits(end) || atoms.is(end, &["/"]) && two_digits(end + 1) {
        end += if atoms.is_joined(end) { 1 } else { 2 };
    } else if atoms.is_joined(first) && !atoms.is(first.wrapping_sub(1), &["mid", "post", "pre", "early", "late"]) {
        return None;
    }
    let value = Value::at(Calendar::Year(year));
    let parsed = Parsed::new(at, end, Meaning::Whole(value), "year");
    let before = atoms.before(at);
    let is_said = is_named
        || matches!(
            before,
            "in" | "since" | "of" | "from" | "by" | "until" | "till" | "during" | "early" | "late"
                | "mid" | "before" | "after" | "through" | "between" | "around" | "circa" | "late-"
                | "(" | "throughout" | "pre" | "post"
        );
    let is_near = (1900..2050).contains(&year);
    match (is_said, is_near) {
        (true, true) => Some(parsed),
        (true, false) if (1000..2100).contains(&year) && atoms.is(at.wrapping_sub(1), &["in", "since", "circa"]) => {
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
    const TENS: [&str; 8] =
        ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"];
    let first = at + usize::from(atoms.lower(at) == "the");
    let first = first + usize::from(atoms.is(first, &["'", "’", "‘"]));
    let lower = atoms.lower(first);
    let number = lower.trim_start_matches(['\'', '’']).strip_suffix('s').or_else(|| {
        (atoms.lower(first + 1) == "'s").then_some(lower)
    });
    let end = first + 1 + usize::from(!lower.ends_with('s') && atoms.lower(first + 1) == "'s");
    if let Some(digits) = number.filter(|d| d.ends_with('0') && d.bytes().all(|b| b.is_ascii_digit())) {
        let years: u16 = digits.parse().ok()?;
        let calendar = match digits.len() {
            4 if years % 100 == 0 && years < 1900 => Calendar::Century(years / 100),
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
    let said = matches!(atoms.before(at), "in" | "by" | "until" | "during" | "since" | "over" | "through")
        && first > at
        || matches!(atoms.before(at), "by" | "in") && !matches!(atoms.lower(first), "fall" | "spring");
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
        "quarter" | "q1" | "q2" | "q3" | "q4" if n <= 4 && !atoms.is(first, &["last", "latter"]) => {
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
    let is_name = atoms.is_capital(next) || atoms.is(next, &["agreement", "tree", "card", "cards", "carol", "island"]);
    Some(if is_name { parsed.weak() } else { parsed })
}

/// "today", "yesterday", "the day after tomorrow".
fn today(atoms: &Atoms<'_>, at: usize) -> Option<Parsed> {
    let day = |n: u32, way: super::meaning::Way| {
        let length = super::moment::Length::of(n, Unit::Day);
        Meaning::FromToday(length, way)
    };
    use super::meaning::Way::{Back, On};
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
        "tonight" => {
            Some(Parsed::new(at, at + 1, day(0, On), "tonight").with_clock(Clock::Night))
        }
        "overnight" => {
            Some(Parsed::new(at, at + 1, day(0, On), "overnight").with_clock(Clock::Night).weak())
        }
        _ => None,
    }
}

/// "last Friday", "this summer", "next month", "the past weekend", "the current quarter", "that year".
fn which(atoms: &Atoms<'_>, at: usize) -> Option<Parsed> {
    let mut first = at;
    let the = atoms.is(first, &["the", "its", "their", "his", "her", "our", "a"]);
    first += usize::from(the);
    let this = atoms.lower(first) == "this";
    let mut which = match atoms.lower(first) {
        "last" | "past" | "previous" => Which::Last,
        "this" | "current" => Which::This,
        "next" | "coming" | "upcoming" => Which::Next,
        "latest" | "recent" if the => Which::Latest,
        "that" | "same" | "following" => Which::The,
        _ => return None,
    };
    let word = atoms.lower(first);
    first += 1;
    if this && atoms.is(first, &["past", "last", "coming", "same", "very"]) {
        if atoms.is(first, &["past", "last"]) {
            which = Which::Last;
        } else if atoms.lower(first) == "coming" {
            which = Which::Next;
        }
        first += 1;
    }
    first += usize::from(atoms.is(first, &["fiscal", "calendar", "financial", "trading"]));
    let stretch = |which, unit, end| Some(Parsed::new(at, end, Meaning::Stretch(which, unit), "which stretch"));
    if let Some((unit, false)) = atoms.unit(first)
        && unit >= Unit::Day
    {
        let end = first + 1;
        let one = super::moment::Length::of(1, unit);
        return match word {
            // "the following day", "the next day", "the previous month" follow what was told.
            "following" => from_there(at, end, one, super::meaning::Way::On),
            "next" if the && unit <= Unit::Week => from_there(at, end, one, super::meaning::Way::On),
            "previous" => from_there(at, end, one, super::meaning::Way::Back),
            "that" | "same" => Some(
                Parsed::new(at, end, Meaning::There(unit), "that time").likely(),
            ),
            "past" | "last" if the => {
                let value = Value::Lasting(one);
                Some(Parsed::new(at, end, Meaning::Whole(value), "the past stretch"))
            }
            // "this day" and "last day" are seldom dates.
            _ if unit == Unit::Day && !matches!(which, Which::This) => None,
            _ => stretch(which, unit, end),
        };
    }
    if atoms.lower(first) == "period" && matches!(word, "latest" | "same") {
        let meaning = Meaning::Stretch(if word == "same" { Which::The } else { which }, Unit::Quarter);
        return Some(Parsed::new(at, first + 1, meaning, "a period").likely());
    }
    if matches!(word, "same" | "that" | "following" | "previous") && !atoms.is_capital(first) {
        return if let (Some(part), "following" | "that" | "previous") = (atoms.day_part(first), word) {
            let meaning = match word {
                "following" => Meaning::FromThere(super::moment::Length::of(1, Unit::Day), super::meaning::Way::On),
                "previous" => Meaning::FromThere(super::moment::Length::of(1, Unit::Day), super::meaning::Way::Back),
                _ => Meaning::There(Unit::Day),
            };
            Some(Parsed::new(at, first + 1, meaning, "that part of the day").with_clock(part))
        } else {
            None
        };
    }
    if let Some(part) = atoms.day_part(first) {
        let back = which == Which::Last;
        let length = super::moment::Length::of(u32::from(back), Unit::Day);
        let meaning = match which {
            Which::Next => Meaning::FromThere(super::moment::Length::of(1, Unit::Day), super::meaning::Way::On),
            _ => Meaning::FromToday(length, super::meaning::Way::Back),
        };
        return Some(Parsed::new(at, first + 1, meaning, "which part of the day").with_clock(part));
    }
    let named = plain(atoms, first)?;
    let Meaning::Named(name, Which::Bare) = named.meaning else { return None };
    if matches!(name, Name::Day(..)) && which != Which::This && !this {
        return None;
    }
    let meaning = Meaning::Named(name, which);
    Some(Parsed { meaning, ..Parsed::new(at, named.end, meaning, "which name") })
}

fn from_there(
    start: usize,
    end: usize,
    length: super::moment::Length,
    way: super::meaning::Way,
) -> Option<Parsed> {
    Some(Parsed::new(start, end, Meaning::FromThere(length, way), "the stretch beside"))
}

/// "the year-ago quarter", "year-earlier", "the same period a year ago", "the quarter", "the year".
fn around_year(atoms: &Atoms<'_>, at: usize) -> Option<Parsed> {
    let mut first = at + usize::from(atoms.is(at, &["the", "a", "its"]));
    first += usize::from(atoms.is(first, &["comparable", "corresponding", "same", "similar", "like"]));
    let told = first > at + 1;
    if atoms.lower(first) == "year" && atoms.is(first + 1, &["ago", "earlier"]) && atoms.is_joined(first + 1) {
        let end = first + 2;
        let ordinal = atoms.ordinal(end).filter(|(n, length)| *n <= 4 && atoms.lower(end + length) == "quarter");
        if let Some((n, length)) = ordinal {
            let meaning = Meaning::Named(Name::Quarter(n), Which::YearBefore);
            return Some(Parsed::new(at, end + length + 1, meaning, "the quarter a year ago"));
        }
        let end = end + usize::from(atoms.is(end, &["quarter", "period", "month"]));
        let meaning = Meaning::Stretch(Which::YearBefore, Unit::Quarter);
        return Some(Parsed::new(at, end, meaning, "the period a year ago"));
    }
    if told && atoms.is(first, &["quarter", "period", "month", "week"]) {
        let end = first + 1;
        let back = [["last", "year"], ["a", "year"]].iter().any(|words| atoms.reads(end, words));
        if back {
            let end = end + 2 + usize::from(atoms.is(end + 2, &["ago", "earlier", "before"]));
            let meaning = Meaning::Stretch(Which::YearBefore, Unit::Quarter);
            return Some(Parsed::new(at, end, meaning, "the same period a year ago"));
        }
        return None;
    }
    if let Some((year, length)) = atoms.year(first)
        && first > at
        && atoms.is(first + length, &["quarter", "period"])
    {
        let value = Value::at(Calendar::Year(year));
        return Some(Parsed::new(at, first + length, Meaning::Whole(value), "a period of a year"));
    }
    if first == at + 1 && atoms.lower(at) == "the" && !told {
        let end = first + 1;
        // "the day before", with nothing after it that it would be before
        let is_bare = !atoms.is_capital(end + 1)
            && (atoms.is(end + 1, &["by", "in", "at", "with", "from"])
                || !atoms.lower(end + 1).starts_with(char::is_alphanumeric));
        if let Some((unit, false)) = atoms.unit(first).filter(|(unit, _)| *unit >= Unit::Day)
            && atoms.is(end, &["before", "after"])
            && is_bare
        {
            let way = if atoms.lower(end) == "before" { super::meaning::Way::Back } else { super::meaning::Way::On };
            return from_there(at, end + 1, super::moment::Length::of(1, unit), way);
        }
        return match atoms.lower(first) {
            "year" if atoms.is(end, &["ended", "ending"]) => {
                let value = Value::Lasting(super::moment::Length::of(1, Unit::Year));
                Some(Parsed::new(at, end, Meaning::Whole(value), "the year that ends"))
            }
            "quarter" => Some(
                Parsed::new(at, end, Meaning::Stretch(Which::The, Unit::Quarter), "the quarter").likely(),
            ),
            "year" => Some(
                Parsed::new(at, end, Meaning::Stretch(Which::The, Unit::Year), "the year").weak(),
            ),
            "weekend" => Some(
                Parsed::new(at, end, Meaning::Stretch(Which::The, Unit::Weekend), "the weekend").likely(),
            ),
            "day" | "month" | "week" => {
                let (unit, _) = atoms.unit(first)?;
                Some(Parsed::new(at, end, Meaning::There(unit), "the stretch").weak())
            }
            _ => None,
        };
    }
    None
}

/// "year-end", "the year's end", "this year's third quarter", "last year's quarter", "2020's winter".
fn span_of_year(atoms: &Atoms<'_>, at: usize) -> Option<Parsed> {
    if atoms.reads(at, &["year", "end"]) {
        return Some(Parsed::new(at, at + 2, Meaning::YearEnd(Which::This), "year end").likely());
    }
    let (year, first) = match atoms.lower(at) {
        "this" if atoms.lower(at + 1) == "year" => (0, at + 2),
        "last" if atoms.lower(at + 1) == "year" => (-1, at + 2),
        "next" if atoms.lower(at + 1) == "year" => (1, at + 2),
        "year" if atoms.lower(at + 1) == "'s" && atoms.lower(at + 2) == "end" => {
            return Some(Parsed::new(at, at + 3, Meaning::YearEnd(Which::This), "year end").likely());
        }
        _ => return None,
    };
    if atoms.lower(first) != "'s" {
        return None;
    }
    if atoms.lower(first + 1) == "quarter" {
        let meaning = if year < 0 {
            Meaning::Stretch(Which::YearBefore, Unit::Quarter)
        } else {
            Meaning::Stretch(Which::The, Unit::Quarter)
        };
        return Some(Parsed::new(at, first + 2, meaning, "a quarter of a year"));
    }
    let named = plain(atoms, first + 1)?;
    let Meaning::Named(name, Which::Bare) = named.meaning else { return None };
    let meaning = Meaning::Named(name, Which::OfYear(year));
    Some(Parsed::new(at, named.end, meaning, "of a year"))
}

/// "the end of March", "early next week", "the morning of 3 May", "the week of March 6", "later this year".
fn part_of(atoms: &Atoms<'_>, at: usize) -> Option<Parsed> {
    if atoms.is(at, &["early", "late", "mid", "later", "earlier"]) {
        let skip = usize::from(atoms.lower(at + 1) == "in") + usize::from(atoms.lower(at + 1) == "on");
        let inner = self::at(atoms, at + 1 + skip).filter(|p| p.end > at + 1 + skip)?;
        let is_point = matches!(
            inner.meaning,
            Meaning::Named(..) | Meaning::Stretch(..) | Meaning::There(_) | Meaning::FromToday(..)
        ) || matches!(inner.meaning, Meaning::Whole(Value::At(..)));
        if !is_point {
            // "mid afternoon"
            let part = atoms.day_part(at + 1)?;
            let meaning = Meaning::There(Unit::Day);
            return Some(Parsed::new(at, at + 2, meaning, "a part of the day").with_clock(part).likely());
        }
        // "later in the year" needs nobody's support, "in the year" does.
        let parsed = inner.from(at);
        let is_deictic = matches!(inner.meaning, Meaning::Named(..) | Meaning::Stretch(..) | Meaning::There(_));
        return Some(if skip == 0 && is_deictic || atoms.is(at, &["later", "earlier"]) {
            parsed.sure()
        } else {
            parsed
        });
    }
    let first = at + usize::from(atoms.lower(at) == "the");
    let noun = atoms.lower(first);
    if noun == "week" && atoms.is(first + 1, &["of", "ending", "ended"]) {
        let inner = plain(atoms, first + 2)?;
        if let Meaning::Named(name @ (Name::Day(..) | Name::Feast(_)), which) = inner.meaning {
            return Some(Parsed::new(at, inner.end, Meaning::WeekOf(name, which), "the week of"));
        }
        return None;
    }
    if atoms.lower(first + 1) != "of" {
        return None;
    }
    if let Some(part) = atoms.day_part(first) {
        let inner = plain(atoms, first + 2)?;
        let is_day = matches!(
            inner.meaning,
            Meaning::Named(Name::Day(..) | Name::Weekday(_) | Name::Feast(_), _)
                | Meaning::Whole(Value::At(Calendar::Day(_), None))
                | Meaning::FromToday(..)
        );
        return is_day.then(|| inner.from(at).with_clock(part));
    }
    if matches!(noun, "end" | "beginning" | "start" | "middle" | "close" | "turn" | "part" | "rest") {
        let inner = self::at(atoms, first + 2)?;
        let is_stretch = match inner.meaning {
            Meaning::Named(..) | Meaning::Stretch(..) => true,
            Meaning::Whole(value) => value.calendar().is_some(),
            _ => false,
        };
        if is_stretch && noun == "end" && matches!(inner.meaning, Meaning::Stretch(Which::The | Which::This, Unit::Year)) {
            return Some(Parsed { strength: inner.strength, ..inner.from(at) }.likely());
        }
        let strength = inner.strength.max(super::meaning::Strength::Likely);
        let is_end = matches!(noun, "end" | "close");
        return is_stretch.then(|| Parsed { strength, is_end, ..inner.from(at) });
    }
    None
}

/// "in May last year", "January this year", "March of last year".
fn with_year(atoms: &Atoms<'_>, parsed: Parsed) -> Parsed {
    let Meaning::Named(name, Which::Bare) = parsed.meaning else { return parsed };
    if matches!(name, Name::Weekday(_)) {
        return parsed;
    }
    let mut next = parsed.end + usize::from(atoms.is(parsed.end, &["of", ",", "in"]));
    let shift = match atoms.lower(next) {
        "this" => 0,
        "last" => -1,
        "next" => 1,
        _ => return parsed,
    };
    next += 1;
    if atoms.lower(next) != "year" || atoms.lower(next + 1) == "'s" {
        return parsed;
    }
    Parsed { meaning: Meaning::Named(name, Which::OfYear(shift)), ..parsed.to(next + 1) }
}

/// "Friday night", "yesterday morning", "May 4 at noon".
fn with_day_part(atoms: &Atoms<'_>, parsed: Parsed) -> Parsed {
    let is_day = match parsed.meaning {
        Meaning::Named(Name::Weekday(_) | Name::Day(..) | Name::Feast(_), _) => true,
        Meaning::Whole(Value::At(Calendar::Day(_), None)) => true,
        Meaning::FromToday(length, _) => length.unit == Unit::Day,
        Meaning::FromThere(length, _) => length.unit == Unit::Day,
        _ => false,
    };
    if !is_day || parsed.clock.is_some() {
        return parsed;
    }
    // "Friday's late evening" is rare; "late Friday night" is read from "late" on.
    if let Some(part) = atoms.day_part(parsed.end) {
        let end = parsed.end + 1;
        if let Meaning::Named(Name::Weekday(day), Which::Bare) = parsed.meaning
            && atoms.lower(parsed.end).ends_with('s')
        {
            let value = Value::Every(super::moment::Recurring::Weekday(day, Some(part)));
            return Parsed { meaning: Meaning::Whole(value), ..parsed.to(end) };
        }
        return parsed.to(end).with_clock(part);
    }
    if let Some((clock, end)) = clock::after_day(atoms, parsed.end) {
        return parsed.to(end).with_clock(clock);
    }
    parsed
}

/// Words before an expression that say how near it is, and how many atoms they have.
pub(super) fn hedge_before(atoms: &Atoms<'_>, start: usize) -> (Hedge, usize) {
    const TWO: [(&str, &str, Hedge); 10] = [
        ("more", "than", Hedge::About),
        ("less", "than", Hedge::About),
        ("at", "least", Hedge::About),
        ("at", "most", Hedge::About),
        ("up", "to", Hedge::About),
        ("no", "later", Hedge::Before),
        ("not", "before", Hedge::After),
        ("fewer", "than", Hedge::About),
        ("as", "long", Hedge::About),
        ("close", "to", Hedge::About),
    ];
    if start >= 2
        && let Some((_, _, hedge)) = TWO.iter().find(|(first, second, _)| {
            atoms.lower(start - 2) == *first && atoms.lower(start - 1) == *second
        })
    {
        return (*hedge, 2);
    }
    match atoms.before(start) {
        "about" | "around" | "nearly" | "almost" | "roughly" | "approximately" | "circa" | "some"
        | "over" | "barely" => (Hedge::About, 1),
        // They govern the expression and are no part of it.
        "before" | "by" | "until" | "till" => (Hedge::Before, 0),
        "after" | "since" => (Hedge::After, 0),
        _ => (Hedge::None, 0),
    }
}
