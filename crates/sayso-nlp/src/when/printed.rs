//! When must an article have been written that does not say it?
//!
//! Each clue of the text rules out days: the age of somebody whose birthday is known, a weekday beside a day
//! of the month, "earlier this month" beside a date, the last year that it names, a month that is still to come.
//! What is left is an interval, and every clue that took part is a reason. A clue that would leave no day is not
//! used. Where nothing bounds the days on both sides, nothing is said.

use sayso_core::record::InferredDate;
use sayso_core::time::{Date, Weekday};

use super::atoms::Atoms;
use super::known::{self, Games};
use super::meaning::{Meaning, Name, Which};
use super::moment::{Calendar, Unit, Value};
use super::settle::Today;
use super::tense::{self, Direction};
use super::{Found, Unsettled};
use crate::segment::Segmented;

/// An interval longer than this says too little.
const LONGEST: i32 = 366;

/// Days that may be gone through one by one.
const MOST_DAYS: i32 = 6 * 366;

/// One reason, and the days that it allows.
struct Clue {
    why: String,
    allows: Box<dyn Fn(Date) -> bool>,
}

/// What the text says of the day on which it was written.
pub(super) fn infer(
    segmented: &Segmented<'_>,
    atoms: &Atoms<'_>,
    found: &Unsettled,
) -> Option<(InferredDate, Today)> {
    let mut why = Vec::new();
    let (from, to) = bounds(segmented, atoms, found, &mut why)?;
    if to.days_since(from)? > MOST_DAYS {
        return None;
    }
    let mut days: Vec<Date> = Vec::new();
    let mut day = from;
    while day <= to {
        days.push(day);
        day = day.plus_days(1)?;
    }
    for clue in clues(segmented, atoms, found) {
        let left: Vec<Date> = days.iter().copied().filter(|day| (clue.allows)(*day)).collect();
        if !left.is_empty() && left.len() < days.len() {
            days = left;
            why.push(clue.why);
        }
    }
    let (from, to) = (*days.first()?, *days.last()?);
    if to.days_since(from)? > LONGEST {
        return None;
    }
    // Too weak to bound the interval, good enough for the likeliest day in it.
    let mut likely = (from == to).then_some(from);
    if likely.is_none()
        && let Some(said) = sunday_papers(atoms, found)
    {
        let mut sundays = days.iter().filter(|day| day.weekday() == Some(Weekday::Sunday));
        if let (Some(sunday), None) = (sundays.next(), sundays.next()) {
            likely = Some(*sunday);
            why.push(format!("{said}: likeliest a Sunday, {sunday}"));
        }
    }
    Some((InferredDate { from, to, why }, Today { from, to, likely }))
}

/// The first and last day that the text allows at all, by ages and by the years that it names.
fn bounds(
    segmented: &Segmented<'_>,
    atoms: &Atoms<'_>,
    found: &Unsettled,
    why: &mut Vec<String>,
) -> Option<(Date, Date)> {
    let mut by_age: Option<(Date, Date)> = None;
    for age in known::ages(atoms) {
        let (from, to) = (anniversary(age.born, age.years)?, anniversary(age.born, age.years + 1)?.plus_days(-1)?);
        let (first, last) = by_age.map_or((from, to), |(first, last)| (first.max(from), last.min(to)));
        // Ages that no day fits are a mistake of somebody: none of them is used.
        if first > last {
            return None;
        }
        by_age = Some((first, last));
        let reason = format!("{}, born on {}, is {}", age.name, age.born, age.years);
        if !why.contains(&reason) {
            why.push(reason);
        }
    }
    let told = |found: &&Found| match found.parsed.meaning {
        Meaning::Whole(Value::At(calendar @ (Calendar::Year(_) | Calendar::Month(..) | Calendar::Day(_)), _)) => {
            Some(calendar)
        }
        _ => None,
    };
    let is_past = |found: &&Found| {
        tense::around(segmented, found.tokens.clone()) != Direction::Ahead
    };
    let past = found.all.iter().filter(is_past).filter_map(|f| told(&f));
    let last = past.clone().filter_map(|calendar| calendar.days().map(|(from, _)| from)).max();
    if let Some((mut from, to)) = by_age {
        if let Some(last) = last.filter(|last| *last > from && *last <= to) {
            from = last;
            why.push(format!("it tells of {last} as past"));
        }
        return Some((from, to));
    }
    // A month that is told with its year, beside others without, is of another year than the article: the last
    // such year is taken to be the one before.
    let year = past
        .filter(|calendar| matches!(calendar, Calendar::Month(..) | Calendar::Day(_)))
        .filter_map(Calendar::year)
        .max()?;
    let without_year = found.all.iter().any(|found| {
        matches!(found.parsed.meaning, Meaning::Named(Name::Day(..), Which::Bare))
            && tense::around(segmented, found.tokens.clone()) != Direction::Ahead
    });
    // A later year alone, "in 2025", contradicts that; without "this month" it is too little.
    if !without_year || this_month(segmented, found).is_empty() || last.is_some_and(|last| last.year() > year) {
        return None;
    }
    why.push(format!("it names a month of {year} with its year and later days without one: {} is its own", year + 1));
    Some((Date::day_of(year + 1, 1, 1)?, Date::day_of(year + 1, 12, 31)?))
}

fn anniversary(born: Date, years: u16) -> Option<Date> {
    let (year, month, day) = (born.year() + years, born.month()?, born.day()?);
    // Who was born on a leap day is a year older on 1 March.
    Date::day_of(year, month, day).or_else(|| Date::day_of(year, 3, 1))
}

fn clues(segmented: &Segmented<'_>, atoms: &Atoms<'_>, found: &Unsettled) -> Vec<Clue> {
    let mut clues = Vec::new();
    let direction = |found: &Found| tense::around(segmented, found.tokens.clone());
    for found in &found.all {
        if let (Some(weekday), Meaning::Named(Name::Day(month, day), Which::Bare)) =
            (found.parsed.weekday, found.parsed.meaning)
        {
            clues.push(Clue {
                why: format!("{} is a {}", written(month, day), weekday.name()),
                allows: Box::new(move |today| {
                    let years = [today.year() - 1, today.year(), today.year() + 1];
                    years.into_iter().filter_map(|year| Date::day_of(year, month, day)).any(|date| {
                        date.weekday() == Some(weekday)
                            && today.days_since(date).is_some_and(|n| n.abs() < 183)
                    })
                }),
            });
        }
        if let Meaning::Named(Name::Month(month), Which::Bare) = found.parsed.meaning
            && direction(found) == Direction::Ahead
        {
            clues.push(Clue {
                why: format!("{} is still to come, and neither this month nor the next", month_name(month)),
                allows: Box::new(move |today| {
                    let now = today.month().unwrap_or(1);
                    let ahead = (i32::from(month) - i32::from(now)).rem_euclid(12);
                    (2..=9).contains(&ahead) && (month > now || month <= 2)
                }),
            });
        }
    }
    clues.extend(this_month(segmented, found));
    clues.extend(games(segmented, atoms, found));
    clues
}

/// "earlier this month" beside the only day that the text dates without a year: of the same month, and
/// before last week, which would have been called so.
fn this_month(segmented: &Segmented<'_>, found: &Unsettled) -> Vec<Clue> {
    let earlier = found.all.iter().any(|found| {
        found.parsed.meaning == Meaning::Stretch(Which::This, Unit::Month)
            && segmented.cover(found.tokens.clone()).of(segmented.text).to_lowercase().starts_with("earlier")
    });
    let mut days = found.all.iter().filter_map(|found| match found.parsed.meaning {
        Meaning::Named(Name::Day(month, day), Which::Bare)
            if tense::around(segmented, found.tokens.clone()) != Direction::Ahead =>
        {
            Some((month, day))
        }
        _ => None,
    });
    let Some((month, day)) = days.next().filter(|_| earlier) else { return Vec::new() };
    if days.any(|(other, _)| other != month) {
        return Vec::new();
    }
    let that = written(month, day);
    let same_month = Clue {
        why: format!("{that} is earlier this month"),
        allows: Box::new(move |today| {
            today.month() == Some(month) && today.day().is_some_and(|now| now > day)
        }),
    };
    let not_last_week = Clue {
        why: format!("{that} is called neither this week nor last week"),
        allows: Box::new(move |today| {
            let monday = |date: Date| {
                let (year, week) = date.iso_week()?;
                Date::monday_of_week(year, week)
            };
            Date::day_of(today.year(), month, day)
                .and_then(|date| monday(today)?.days_since(monday(date)?))
                .is_some_and(|days| days >= 14)
        }),
    };
    vec![same_month, not_last_week]
}

/// "the 10th anniversary of the … Games", "the one-year countdown to the … Games … last month".
fn games(segmented: &Segmented<'_>, atoms: &Atoms<'_>, found: &Unsettled) -> Vec<Clue> {
    let mut clues = Vec::new();
    for mention in known::games(atoms) {
        let games: &'static Games = mention.games;
        match mention.told {
            known::Told::Anniversary(n) => clues.push(Clue {
                why: format!("{} first took place in {}, and this is their {n}th anniversary", games.name, games.first_year()),
                allows: Box::new(move |today| today.year() == games.first_year() + n),
            }),
            known::Told::Countdown(n) => {
                let sentence = segmented.sentence_at(atoms.span(mention.at, mention.at + 1).start());
                let back = found.all.iter().find_map(|found| {
                    let here = segmented.sentence_at(found.place.start()) == sentence;
                    match found.parsed.meaning {
                        Meaning::Stretch(Which::Last, Unit::Month) if here => Some(1),
                        Meaning::Stretch(Which::This, Unit::Month) if here => Some(0),
                        _ => None,
                    }
                });
                let Some(back) = back else { continue };
                let when = if back == 1 { "last month" } else { "this month" };
                clues.push(Clue {
                    why: format!("the {} were {n} year away {when}", games.name),
                    allows: Box::new(move |today| {
                        games.next_after(today).is_some_and(|next| {
                            let begun = Date::month_of(next.year() - n, next.month().unwrap_or(1));
                            begun == today.to_month().plus_months(-back)
                        })
                    }),
                });
            }
        }
    }
    clues
}

/// Papers that come out on Sundays are quoted, and no Sunday is named: it was written on one.
fn sunday_papers(atoms: &Atoms<'_>, found: &Unsettled) -> Option<String> {
    let names_sunday = found.all.iter().any(|found| {
        matches!(found.parsed.meaning, Meaning::Named(Name::Weekday(Weekday::Sunday), _))
    });
    let paper = atoms.sunday_paper().filter(|_| !names_sunday)?;
    Some(format!("it quotes {paper}, and no Sunday is named"))
}

fn written(month: u8, day: u8) -> String {
    format!("{day} {}", month_name(month))
}

pub(super) fn month_name(month: u8) -> &'static str {
    const NAMES: [&str; 12] = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ];
    NAMES.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or("no month")
}
