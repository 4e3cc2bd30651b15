//! Which words give a time of day?

use super::atoms::Atoms;
use super::grammar;
use super::meaning::{Meaning, Parsed};
use super::moment::{Clock, Unit};

/// A time of day, with the day before or after it: "10:35 a.m.", "5 p.m. EST, Nov. 6", "noon on Friday".
pub(super) fn at(atoms: &Atoms<'_>, at: usize) -> Option<Parsed> {
    let (clock, end, is_sure) = of_day(atoms, at)?;
    let end = past_zone(atoms, end);
    // The day may follow: "9 a.m. on Tuesday".
    let mut next = end + usize::from(atoms.lower(end) == ",");
    next += usize::from(atoms.is(next, &["on", "of"]));
    if let Some(day) = grammar::plain(atoms, next)
        && is_day(&day)
    {
        return Some(Parsed { start: at, ..day.sure() }.with_clock(clock));
    }
    if atoms.is(next, &["today", "yesterday", "tomorrow"])
        && let Some(day) = grammar::plain(atoms, next)
    {
        return Some(Parsed { start: at, ..day }.with_clock(clock));
    }
    let parsed = Parsed::new(at, end, Meaning::There(Unit::Day), "time of day").with_clock(clock);
    Some(if is_sure { parsed } else { parsed.likely() })
}

/// A time of day that follows a day: "Friday at 10 a.m.", "May 4, noon".
pub(super) fn after_day(atoms: &Atoms<'_>, at: usize) -> Option<(Clock, usize)> {
    let first = at + usize::from(atoms.is(at, &["at", ","]));
    if first == at {
        return None;
    }
    let (clock, end, is_sure) = of_day(atoms, first)?;
    is_sure.then(|| (clock, past_zone(atoms, end)))
}

fn is_day(parsed: &Parsed) -> bool {
    use super::meaning::Name;
    use super::moment::{Calendar, Value};
    matches!(
        parsed.meaning,
        Meaning::Named(Name::Day(..) | Name::Weekday(_), _)
            | Meaning::Whole(Value::At(Calendar::Day(_), None))
    ) && parsed.clock.is_none()
}

/// The time, where it ends, and whether it can be nothing else.
fn of_day(atoms: &Atoms<'_>, at: usize) -> Option<(Clock, usize, bool)> {
    match atoms.lower(at) {
        "noon" | "midday" => return Some((Clock::At(12, None), at + 1, true)),
        "midnight" => return Some((Clock::At(24, None), at + 1, true)),
        _ => {}
    }
    let lower = atoms.lower(at);
    // "10pm" is one word.
    let glued = ["am", "pm"].iter().find(|half| lower.ends_with(**half) && lower.len() > 2);
    let digits = glued.map_or(lower, |half| lower.trim_end_matches(half));
    let (hour, minute) = match digits.split_once([':', '.']) {
        Some((hour, minute)) if minute.len() == 2 => {
            (hour.parse().ok()?, Some(minute.parse::<u8>().ok().filter(|m| *m < 60)?))
        }
        Some(_) => return None,
        None => match digits.parse::<u8>() {
            Ok(hour) => (hour, None),
            Err(_) => (u8::try_from(atoms.number(at).filter(|(_, n)| *n == 1)?.0).ok()?, None),
        },
    };
    if hour > 24 {
        return None;
    }
    let half = match glued {
        Some(half) => Some((*half == "pm", at + 1)),
        None => half_day(atoms, at + 1),
    };
    if let Some((is_afternoon, end)) = half {
        if hour > 12 {
            return None;
        }
        let hour = match (hour, is_afternoon) {
            (12, false) => 0,
            (12, true) => 12,
            (hour, true) => hour + 12,
            (hour, false) => hour,
        };
        return Some((Clock::At(hour, Some(minute.unwrap_or(0))), end, true));
    }
    if hour == 0 && minute.is_none() || hour > 12 && minute.is_none() {
        return None;
    }
    let next = at + 1;
    if atoms.lower(next) == "o'clock" {
        return Some(in_part(atoms, next + 1, hour, minute));
    }
    let in_the = atoms.reads(next, &["in", "the"]) && atoms.day_part(next + 2).is_some()
        || atoms.reads(next, &["at", "night"]);
    if in_the {
        return Some(in_part(atoms, next, hour, minute));
    }
    // "at 17:30": a score has no "at", and 5.30 is a price as well.
    (minute.is_some() && digits.contains(':') && hour < 24).then(|| {
        let is_said = matches!(atoms.before(at), "at" | "by" | "until" | "from" | "around" | "about");
        (Clock::At(hour, minute), next, is_said)
    })
}

/// "a.m.", "p.m." after an hour: whether it is the second half, and where it ends.
fn half_day(atoms: &Atoms<'_>, at: usize) -> Option<(bool, usize)> {
    let is_afternoon = |word: &str| match word {
        "a.m." | "a.m" | "am" => Some(false),
        "p.m." | "p.m" | "pm" => Some(true),
        _ => None,
    };
    if let Some(half) = is_afternoon(atoms.lower(at)) {
        return Some((half, at + 1));
    }
    let first = atoms.lower(at);
    let apart = matches!(first, "a" | "p" | "a." | "p.");
    let dot = at + 1 + usize::from(atoms.lower(at + 1) == ".");
    if apart && atoms.is(dot, &["m", "m."]) && dot > at + usize::from(first.len() == 1) {
        let end = dot + 1 + usize::from(atoms.lower(dot) == "m" && atoms.lower(dot + 1) == ".");
        return Some((first.starts_with('p'), end));
    }
    None
}

/// "in the evening" after an hour.
fn in_part(atoms: &Atoms<'_>, at: usize, hour: u8, minute: Option<u8>) -> (Clock, usize, bool) {
    let (part, end) = if atoms.reads(at, &["in", "the"]) {
        (atoms.day_part(at + 2), at + 3)
    } else if atoms.reads(at, &["at", "night"]) {
        (Some(Clock::Night), at + 2)
    } else {
        (None, at)
    };
    let is_late = matches!(part, Some(Clock::Afternoon | Clock::Evening))
        || part == Some(Clock::Night) && hour >= 6;
    let hour = if is_late && hour < 12 { hour + 12 } else { hour };
    (Clock::At(hour, Some(minute.unwrap_or(0))), if part.is_some() { end } else { at }, true)
}

/// A time zone: "EST", "GMT", "Eastern time", "local time".
fn past_zone(atoms: &Atoms<'_>, at: usize) -> usize {
    let open = usize::from(atoms.lower(at) == "(");
    let zone = at + open;
    let is_short = atoms.is(
        zone,
        &[
            "est", "edt", "et", "cst", "cdt", "ct", "mst", "mdt", "pst", "pdt", "pt", "gmt", "bst", "utc",
            "cet", "cest", "ist", "jst",
        ],
    ) && atoms.is_capital(zone);
    if is_short {
        return zone + 1 + usize::from(open == 1 && atoms.lower(zone + 1) == ")");
    }
    let is_long = atoms.is(zone, &["local", "eastern", "central", "pacific"]) && atoms.lower(zone + 1) == "time";
    if is_long { zone + 2 } else { at }
}
