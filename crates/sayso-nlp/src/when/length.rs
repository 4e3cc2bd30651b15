//! Which words give a length of time, or say how often something comes back?

use super::atoms::Atoms;
use super::grammar;
use super::meaning::{Meaning, Parsed, Way};
use super::moment::{Calendar, Length, Recurring, Unit, Value};

/// "two years", "the past three months", "a day earlier", "10 days ago", "the day after Christmas".
pub(super) fn at(atoms: &Atoms<'_>, at: usize) -> Option<Parsed> {
    let mut first = at;
    let is_framed = frame(atoms, &mut first);
    let (mut length, end, is_plain) = counted(atoms, first)?;
    // "two years or so ago", "a week or so ago"
    let mut next = end;
    if atoms.reads(next, &["or", "so"]) {
        next += 2;
    }
    if atoms.reads(next, &["and", "a", "half"]) {
        length.and_half = true;
        next += 3;
    }
    let directed = |meaning, end, rule| Some(Parsed::new(at, end, meaning, rule));
    match atoms.lower(next) {
        "ago" => {
            // "many years ago" is no more than past.
            if length.count.is_none() {
                let meaning = Meaning::Whole(Value::Past);
                return directed(meaning, next + 1, "some time ago");
            }
            // "eight years ago this month" is as precise as a month.
            if length.unit == Unit::Year && atoms.reads(next + 1, &["this", "month"]) {
                let count = length.count.and_then(|n| n.checked_mul(12));
                let months = Length { count, unit: Unit::Month, ..length };
                return directed(Meaning::FromToday(months, Way::Back), next + 3, "ago");
            }
            return directed(Meaning::FromToday(length, Way::Back), next + 1, "ago");
        }
        // "it is seven weeks since"
        "since" if length.count.is_some() && atoms.is(first.wrapping_sub(1), &["is", "'s", "been"]) => {
            return directed(Meaning::FromToday(length, Way::Back), next, "so long since");
        }
        "earlier" | "previously" if length.count.is_some() => {
            return directed(Meaning::FromThere(length, Way::Back), next + 1, "earlier");
        }
        "before" | "after" if is_plain && length.count.is_some() => {
            let way = if atoms.lower(next) == "before" { Way::Back } else { Way::On };
            let the = next + 1 + usize::from(atoms.lower(next + 1) == "the");
            if let Some(date) = grammar::at(atoms, the).or_else(|| grammar::at(atoms, next + 1)) {
                let meaning = match date.meaning {
                    Meaning::Named(name, which) => Some(Meaning::FromName(length, way, name, which)),
                    Meaning::Whole(value @ Value::At(..)) => Some(Meaning::FromWhole(length, way, value)),
                    _ => None,
                };
                if let Some(meaning) = meaning {
                    return directed(meaning, date.end, "so long from a date");
                }
            }
            let is_last = atoms.is(next + 1, &[".", ",", ";"]) || atoms.lower(next + 1).is_empty();
            if is_last {
                return directed(Meaning::FromThere(length, way), next + 1, "so long before");
            }
        }
        "later" | "afterwards" | "afterward" if length.count.is_some() => {
            return directed(Meaning::FromThere(length, Way::On), next + 1, "later");
        }
        "from" if atoms.lower(next + 1) == "now" && length.count.is_some() => {
            return directed(Meaning::FromToday(length, Way::On), next + 2, "from now");
        }
        "from" if atoms.is(next + 1, &["today", "tomorrow"]) && length.count.is_some() => {
            return directed(Meaning::FromToday(length, Way::On), next + 2, "from now");
        }
        "hence" if length.count.is_some() => {
            return directed(Meaning::FromToday(length, Way::On), next + 1, "from now");
        }
        _ => {}
    }
    if (atoms.reads(first, &["the", "day"]) || atoms.reads(first, &["day"]))
        && atoms.is(first + 1, &["before", "after"])
    {
        return None;
    }
    let end = end + 3 * usize::from(length.and_half && next == end + 3);
    let meaning = Meaning::Whole(Value::Lasting(length));
    let parsed = Parsed::new(at, end, meaning, "length");
    let article = atoms.is(first, &["a", "an"]);
    if is_age(atoms, end) {
        return Some(Parsed { rule: "age", ..parsed.weak() });
    }
    Some(match (is_framed, length.count) {
        (true, _) => parsed,
        // "5 a day", "twice a year", "$3 a month": how often, not how long.
        (false, Some(1)) if article && is_rate(atoms, first) => {
            let meaning = Meaning::Whole(Value::Every(Recurring::Each(length)));
            Parsed { meaning, rule: "rate", ..parsed }.likely()
        }
        (false, Some(1)) if article => Parsed { rule: "one stretch", ..parsed }.likely(),
        (false, Some(_)) if is_plain => parsed,
        (false, Some(_)) => Parsed { rule: "joined length", ..parsed }.likely(),
        (false, None) => Parsed { rule: "vague length", ..parsed }.likely(),
    })
}

/// Whether a length is how old somebody is: "6-year-old", "52 years old".
fn is_age(atoms: &Atoms<'_>, end: usize) -> bool {
    atoms.lower(end.saturating_sub(1)) == "old" || atoms.is(end, &["old", "older", "olds"])
}

/// Whether words before "a day" count what happens in one.
fn is_rate(atoms: &Atoms<'_>, at: usize) -> bool {
    matches!(atoms.before(at), "times" | "once" | "twice" | "hours" | "days" | "cents" | "percent" | "%")
        || at >= 2 && atoms.before(at - 1) == "$"
        || atoms.before(at).starts_with(|c: char| c.is_ascii_digit())
        || matches!(atoms.before(at), "million" | "billion" | "tons" | "barrels" | "dollars" | "pounds" | "miles")
}

/// "the past", "the next", "each of the last": moves past it and says that it stood there.
fn frame(atoms: &Atoms<'_>, at: &mut usize) -> bool {
    let mut first = *at;
    if atoms.reads(first, &["each", "of"]) {
        first += 2;
    }
    let the = atoms.is(first, &["the", "these", "those", "his", "her", "its", "their", "our", "this"]);
    first += usize::from(the);
    let is_frame = atoms.is(
        first,
        &[
            "past", "last", "next", "first", "coming", "previous", "latest", "following", "recent", "final",
            "early", "additional", "preceding", "entire", "full",
        ],
    );
    // "the year" is a stretch of its own, "the two years" is a length.
    if is_frame {
        let after = first + 1;
        let is_count = counted(atoms, after).is_some_and(|(length, _, _)| length.count != Some(1));
        if is_count || atoms.is(after, &["few", "several", "couple", "twenty"]) {
            *at = after;
            return true;
        }
    } else if the && atoms.number(first).is_some_and(|(n, _)| n > 1) && atoms.lower(*at) != "this" {
        *at = first;
        return true;
    }
    false
}

/// A number of units: how long, where it ends, and whether it is a phrase rather than a joined word.
fn counted(atoms: &Atoms<'_>, at: usize) -> Option<(Length, usize, bool)> {
    let mut next = at;
    let mut and_half = false;
    let count = match atoms.lower(at) {
        "several" | "some" | "many" | "few" | "numerous" | "dozens" | "hundreds" | "thousands" => {
            next += 1 + usize::from(atoms.lower(at + 1) == "of") + usize::from(atoms.lower(at + 1) == "more");
            None
        }
        "a" | "an" if atoms.is(at + 1, &["few", "handful", "number"]) => {
            next += 2 + usize::from(atoms.lower(at + 2) == "of") + usize::from(atoms.lower(at + 2) == "more");
            None
        }
        "a" if atoms.lower(at + 1) == "couple" => {
            next += 2 + usize::from(atoms.lower(at + 2) == "of");
            Some(2)
        }
        "couple" => {
            next += 1 + usize::from(atoms.lower(at + 1) == "of");
            Some(2)
        }
        "a" if atoms.lower(at + 1) == "dozen" => {
            next += 2;
            Some(12)
        }
        "dozen" => {
            next += 1;
            Some(12)
        }
        "half" if atoms.lower(at + 1) == "dozen" || atoms.reads(at + 1, &["a", "dozen"]) => {
            next += 2 + usize::from(atoms.lower(at + 1) == "a");
            Some(6)
        }
        "half" if atoms.is(at + 1, &["a", "an"]) => {
            and_half = true;
            next += 2;
            Some(0)
        }
        "recent" | "coming" | "past" | "previous" => {
            // "recent weeks"
            return atoms.unit(at + 1).filter(|(unit, plural)| *plural && *unit >= Unit::Day).map(
                |(unit, _)| (Length::some(unit), at + 2, false),
            );
        }
        "a" | "an" => {
            next += 1 + usize::from(atoms.is(at + 1, &["full", "whole", "further", "single", "good"]));
            Some(1)
        }
        "another" | "per" => {
            next += 1;
            Some(1)
        }
        _ => match atoms.number(at) {
            // "the 1988 quarter"
            Some((1000..2200, 1)) if atoms.unit(at + 1).is_none_or(|(_, plural)| !plural) => return None,
            Some((n, length)) => {
                next += length;
                // "5 1/2", "2.5" and "two and a half"
                let fraction = atoms.reads(next, &["1", "/", "2"]) || atoms.lower(next) == "½";
                if fraction {
                    and_half = true;
                    next += if atoms.lower(next) == "½" { 1 } else { 3 };
                } else if atoms.reads(next, &["and", "a", "half"]) {
                    and_half = true;
                    next += 3;
                }
                if atoms.is(next, &["to", "or", "–"]) && atoms.number(next + 1).is_some() {
                    next += 1 + atoms.number(next + 1).map_or(0, |(_, n)| n);
                }
                Some(n)
            }
            None => {
                // Bare "years", "months", "hours".
                let (unit, is_plural) = atoms.unit(at)?;
                return (is_plural && unit != Unit::Second).then(|| (Length::some(unit), at + 1, false));
            }
        },
    };
    next += usize::from(atoms.is(
        next,
        &["trading", "consecutive", "more", "additional", "straight", "full", "long", "fiscal", "calendar",
          "working", "business", "short", "whole", "other", "successive"],
    ));
    let (unit, _) = atoms.unit(next)?;
    let is_joined = atoms.is_joined(next);
    // "second" is an ordinal more often than a unit.
    if unit == Unit::Second && !atoms.lower(next).ends_with('s') {
        return None;
    }
    // "three-quarters" is a fraction.
    if unit == Unit::Quarter && (count == Some(1) || is_joined && atoms.lower(next).ends_with('s')) {
        return None;
    }
    let mut end = next + 1;
    end += usize::from(atoms.is_joined(end) && atoms.is(end, &["long", "old"]));
    Some((Length { count, and_half, unit }, end, !is_joined))
}

/// "daily", "every day", "each July", "per week", "annually".
pub(super) fn each(atoms: &Atoms<'_>, at: usize) -> Option<Parsed> {
    let every = |end, recurring, rule| Some(Parsed::new(at, end, Meaning::Whole(Value::Every(recurring)), rule));
    let one = |unit| Recurring::Each(Length::of(1, unit));
    if atoms.is(at, &["every", "each", "per"]) {
        let is_per = atoms.lower(at) == "per";
        let next = at + 1 + usize::from(atoms.is(at + 1, &["other", "single"]));
        if let Some((n, length)) = atoms.number(next)
            && let Some((unit, _)) = atoms.unit(next + length)
        {
            return every(next + length + 1, Recurring::Each(Length::of(n, unit)), "every so often");
        }
        if let Some((unit, false)) = atoms.unit(next).filter(|(unit, _)| *unit != Unit::Second) {
            let count = if atoms.lower(at + 1) == "other" { 2 } else { 1 };
            let recurring = Recurring::Each(Length::of(count, unit));
            return every(next + 1, recurring, if is_per { "per stretch" } else { "every stretch" });
        }
        if is_per {
            return None;
        }
        if let Some((day, _)) = atoms.weekday(next) {
            let part = atoms.day_part(next + 1);
            return every(next + 1 + usize::from(part.is_some()), Recurring::Weekday(day, part), "every weekday");
        }
        if let Some(month) = atoms.month(next) {
            return every(next + 1, Recurring::Month(month), "every month");
        }
        if let Some(season) = atoms.season(next) {
            return every(next + 1, Recurring::Season(season), "every season");
        }
        if atoms.day_part(next).is_some() {
            return every(next + 1, one(Unit::Day), "every part of the day");
        }
        return None;
    }
    let unit = match atoms.lower(at) {
        "hourly" => Unit::Hour,
        "daily" | "nightly" => Unit::Day,
        "weekly" => Unit::Week,
        "monthly" => Unit::Month,
        "quarterly" => Unit::Quarter,
        "yearly" | "annually" | "annual" => Unit::Year,
        _ => return None,
    };
    let parsed = every(at + 1, one(unit), "an adverb of how often")?;
    // "the Daily Courier", and "annual" is an adjective of reports.
    Some(if atoms.is_capital(at) || atoms.is(at, &["annual", "yearly", "nightly", "hourly", "monthly", "quarterly"]) {
        parsed.weak()
    } else {
        parsed
    })
}

/// What lies so far from a stretch of the calendar, no more precise than the unit.
pub(super) fn shifted(from: Calendar, length: Length, way: Way) -> Option<Calendar> {
    let count = i32::try_from(length.count?).ok()?;
    let n = if way == Way::Back { -count } else { count };
    let (first, _) = from.days()?;
    let of_year = |year: i32| u16::try_from(year).ok().filter(|y| *y > 0 && *y <= 9999);
    Some(match length.unit {
        Unit::Second | Unit::Minute | Unit::Hour => match from {
            Calendar::Day(day) => Calendar::Day(day),
            _ => return None,
        },
        Unit::Day | Unit::Weekend => Calendar::Day(exact(from)?.plus_days(n)?),
        Unit::Week => {
            let (year, week) = first.plus_days(n.checked_mul(7)?)?.iso_week()?;
            Calendar::Week(year, week)
        }
        Unit::Month => {
            let half = if length.and_half { 15 } else { 0 };
            let month = first.plus_days(if way == Way::Back { -half } else { half })?.plus_months(n)?;
            Calendar::Month(month.year(), month.month()?)
        }
        Unit::Quarter => {
            let at = i32::from(first.year()) * 4 + (i32::from(first.month()?) - 1) / 3 + n;
            Calendar::Quarter(of_year(at.div_euclid(4))?, u8::try_from(at.rem_euclid(4) + 1).ok()?)
        }
        Unit::Year => Calendar::Year(of_year(i32::from(from.year().unwrap_or(first.year())).checked_add(n)?)?),
        Unit::Decade => {
            let year = i32::from(first.year()).checked_add(n.checked_mul(10)?)?;
            Calendar::Year(of_year(year)?)
        }
        Unit::Century => Calendar::Year(of_year(i32::from(first.year()).checked_add(n.checked_mul(100)?)?)?),
    })
}

fn exact(calendar: Calendar) -> Option<sayso_core::time::Date> {
    match calendar {
        Calendar::Day(day) => Some(day),
        _ => None,
    }
}
