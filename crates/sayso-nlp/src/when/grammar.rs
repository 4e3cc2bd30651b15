//! Which words are an expression of time?
//!
//! One function a form; at each place the longest form counts. What depends on the day of writing or on what
//! was spoken of is left open: see [`Meaning`].

use super::atoms::Atoms;
use super::clock;
use super::length;
use super::meaning::{Meaning, Name, Parsed, Strength, Way, Which};
use super::moment::{Calendar, Hedge, Length, Recurring, Unit, Value};
use super::named;
use super::vague;

/// The longest expression that begins at an atom.
pub(super) fn at(atoms: &Atoms<'_>, at: usize) -> Option<Parsed> {
    let forms = [
        clock::at(atoms, at),
        named::plain(atoms, at),
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
    let stretch = |which, unit, end| {
        Some(Parsed::new(at, end, Meaning::Stretch(which, unit), "which stretch"))
    };
    if let Some((unit, false)) = atoms.unit(first)
        && unit >= Unit::Day
    {
        let end = first + 1;
        let one = Length::of(1, unit);
        return match word {
            // "the following day", "the next day", "the previous month" follow what was told.
            "following" => Some(from_there(at, end, one, Way::On)),
            "next" if the && unit <= Unit::Week => Some(from_there(at, end, one, Way::On)),
            "previous" => Some(from_there(at, end, one, Way::Back)),
            "that" | "same" => {
                Some(Parsed::new(at, end, Meaning::There(unit), "that time").likely())
            }
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
        let meaning =
            Meaning::Stretch(if word == "same" { Which::The } else { which }, Unit::Quarter);
        return Some(Parsed::new(at, first + 1, meaning, "a period").likely());
    }
    if matches!(word, "same" | "that" | "following" | "previous") && !atoms.is_capital(first) {
        return if let (Some(part), "following" | "that" | "previous") =
            (atoms.day_part(first), word)
        {
            let meaning = match word {
                "following" => Meaning::FromThere(Length::of(1, Unit::Day), Way::On),
                "previous" => Meaning::FromThere(Length::of(1, Unit::Day), Way::Back),
                _ => Meaning::There(Unit::Day),
            };
            Some(Parsed::new(at, first + 1, meaning, "that part of the day").with_clock(part))
        } else {
            None
        };
    }
    if let Some(part) = atoms.day_part(first) {
        let back = which == Which::Last;
        let length = Length::of(u32::from(back), Unit::Day);
        let meaning = match which {
            Which::Next => Meaning::FromThere(Length::of(1, Unit::Day), Way::On),
            _ => Meaning::FromToday(length, Way::Back),
        };
        return Some(Parsed::new(at, first + 1, meaning, "which part of the day").with_clock(part));
    }
    let named = named::plain(atoms, first)?;
    let Meaning::Named(name, Which::Bare) = named.meaning else { return None };
    if matches!(name, Name::Day(..)) && which != Which::This && !this {
        return None;
    }
    let meaning = Meaning::Named(name, which);
    Some(Parsed { meaning, ..Parsed::new(at, named.end, meaning, "which name") })
}

fn from_there(start: usize, end: usize, length: Length, way: Way) -> Parsed {
    Parsed::new(start, end, Meaning::FromThere(length, way), "the stretch beside")
}

/// "the year-ago quarter", "year-earlier", "the same period a year ago", "the quarter", "the year".
fn around_year(atoms: &Atoms<'_>, at: usize) -> Option<Parsed> {
    let mut first = at + usize::from(atoms.is(at, &["the", "a", "its"]));
    first +=
        usize::from(atoms.is(first, &["comparable", "corresponding", "same", "similar", "like"]));
    let told = first > at + 1;
    if atoms.lower(first) == "year"
        && atoms.is(first + 1, &["ago", "earlier"])
        && atoms.is_joined(first + 1)
    {
        let end = first + 2;
        let ordinal = atoms
            .ordinal(end)
            .filter(|(n, length)| *n <= 4 && atoms.lower(end + length) == "quarter");
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
            let way = if atoms.lower(end) == "before" { Way::Back } else { Way::On };
            return Some(from_there(at, end + 1, Length::of(1, unit), way));
        }
        return match atoms.lower(first) {
            "year" if atoms.is(end, &["ended", "ending"]) => {
                let value = Value::Lasting(Length::of(1, Unit::Year));
                Some(Parsed::new(at, end, Meaning::Whole(value), "the year that ends"))
            }
            "quarter" => Some(
                Parsed::new(at, end, Meaning::Stretch(Which::The, Unit::Quarter), "the quarter")
                    .likely(),
            ),
            "year" => Some(
                Parsed::new(at, end, Meaning::Stretch(Which::The, Unit::Year), "the year").weak(),
            ),
            "weekend" => Some(
                Parsed::new(at, end, Meaning::Stretch(Which::The, Unit::Weekend), "the weekend")
                    .likely(),
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
            return Some(
                Parsed::new(at, at + 3, Meaning::YearEnd(Which::This), "year end").likely(),
            );
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
    let named = named::plain(atoms, first + 1)?;
    let Meaning::Named(name, Which::Bare) = named.meaning else { return None };
    let meaning = Meaning::Named(name, Which::OfYear(year));
    Some(Parsed::new(at, named.end, meaning, "of a year"))
}

/// "the end of March", "early next week", "the morning of 3 May", "the week of March 6", "later this year".
fn part_of(atoms: &Atoms<'_>, at: usize) -> Option<Parsed> {
    if atoms.is(at, &["early", "late", "mid", "later", "earlier"]) {
        let skip =
            usize::from(atoms.lower(at + 1) == "in") + usize::from(atoms.lower(at + 1) == "on");
        let inner = self::at(atoms, at + 1 + skip).filter(|p| p.end > at + 1 + skip)?;
        let is_point = matches!(
            inner.meaning,
            Meaning::Named(..) | Meaning::Stretch(..) | Meaning::There(_) | Meaning::FromToday(..)
        ) || matches!(inner.meaning, Meaning::Whole(Value::At(..)));
        if !is_point {
            // "mid afternoon"
            let part = atoms.day_part(at + 1)?;
            let meaning = Meaning::There(Unit::Day);
            return Some(
                Parsed::new(at, at + 2, meaning, "a part of the day").with_clock(part).likely(),
            );
        }
        // "later in the year" needs nobody's support, "in the year" does.
        let parsed = inner.from(at);
        let is_deictic =
            matches!(inner.meaning, Meaning::Named(..) | Meaning::Stretch(..) | Meaning::There(_));
        return Some(if skip == 0 && is_deictic || atoms.is(at, &["later", "earlier"]) {
            parsed.sure()
        } else {
            parsed
        });
    }
    let first = at + usize::from(atoms.lower(at) == "the");
    let noun = atoms.lower(first);
    if noun == "week" && atoms.is(first + 1, &["of", "ending", "ended"]) {
        let inner = named::plain(atoms, first + 2)?;
        if let Meaning::Named(name @ (Name::Day(..) | Name::Feast(_)), which) = inner.meaning {
            return Some(Parsed::new(at, inner.end, Meaning::WeekOf(name, which), "the week of"));
        }
        return None;
    }
    if atoms.lower(first + 1) != "of" {
        return None;
    }
    if let Some(part) = atoms.day_part(first) {
        let inner = named::plain(atoms, first + 2)?;
        let is_day = matches!(
            inner.meaning,
            Meaning::Named(Name::Day(..) | Name::Weekday(_) | Name::Feast(_), _)
                | Meaning::Whole(Value::At(Calendar::Day(_), None))
                | Meaning::FromToday(..)
        );
        return is_day.then(|| inner.from(at).with_clock(part));
    }
    if matches!(noun, "end" | "beginning" | "start" | "middle" | "close" | "turn" | "part" | "rest")
    {
        let inner = self::at(atoms, first + 2)?;
        let is_stretch = match inner.meaning {
            Meaning::Named(..) | Meaning::Stretch(..) => true,
            Meaning::Whole(value) => value.calendar().is_some(),
            _ => false,
        };
        if is_stretch
            && noun == "end"
            && matches!(inner.meaning, Meaning::Stretch(Which::The | Which::This, Unit::Year))
        {
            return Some(Parsed { strength: inner.strength, ..inner.from(at) }.likely());
        }
        let strength = inner.strength.max(Strength::Likely);
        let is_end = matches!(noun, "end" | "close");
        return is_stretch.then(|| Parsed { is_end, strength, ..inner.from(at) });
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
        Meaning::Named(Name::Weekday(_) | Name::Day(..) | Name::Feast(_), _)
        | Meaning::Whole(Value::At(Calendar::Day(_), None)) => true,
        Meaning::FromToday(length, _) | Meaning::FromThere(length, _) => length.unit == Unit::Day,
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
            let value = Value::Every(Recurring::Weekday(day, Some(part)));
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
        "about" | "around" | "nearly" | "almost" | "roughly" | "approximately" | "circa"
        | "some" | "over" | "barely" => (Hedge::About, 1),
        // They govern the expression and are no part of it.
        "before" | "by" | "until" | "till" => (Hedge::Before, 0),
        "after" | "since" => (Hedge::After, 0),
        _ => (Hedge::None, 0),
    }
}
