//! Which ages of one person does no birthday explain?
//!
//! Somebody of 71 in February may be 72 in September. Each age with the day it was printed leaves a year
//! in which the person was born; ages whose years do not meet contradict each other. Of several ages
//! the most that agree are taken together, and each other one is set against the nearest of these.

use std::collections::BTreeMap;

use sayso_core::Span;
use sayso_core::across::{Contradiction, Disagreement};
use sayso_core::record::AttributeKind;
use sayso_core::time::Date;

use crate::claims::Sayings;

/// An age that an article gives.
struct Age {
    article: usize,
    place: Span,
    years: i32,
    /// Months since year 0 of the first and the last day that it may hold on.
    months: (i32, i32),
}

/// The ages that contradict others.
pub(crate) fn ages(sayings: &Sayings<'_>) -> Vec<Contradiction> {
    let mut of_person: BTreeMap<&str, Vec<Age>> = BTreeMap::new();
    for (article, view) in sayings.views.iter().enumerate() {
        let Some(printed) = view.published() else { continue };
        let last = view.record.published_inferred.as_ref().map_or(printed, |inferred| inferred.to);
        for entity in &view.record.entities {
            let Some(person) = sayings.name_of(&view.record.id, &entity.id) else { continue };
            for attribute in &entity.attributes {
                if attribute.kind != AttributeKind::Age
                    || is_of_the_past(sayings, article, attribute.place)
                {
                    continue;
                }
                let Ok(years) = attribute.value.trim().parse::<i32>() else { continue };
                let months = (first_month(printed), last_month(last));
                of_person.entry(person).or_default().push(Age {
                    article,
                    place: attribute.place,
                    years,
                    months,
                });
            }
        }
    }
    let mut all = Vec::new();
    for ages in of_person.values() {
        for (odd, right) in odd_ones(ages) {
            let a = sayings.views[odd.article].place(odd.place);
            let b = sayings.views[right.article].place(right.place);
            let evidence = vec![a.clone(), b.clone()];
            all.push(Contradiction { a, b, what: Disagreement::Age, evidence });
        }
    }
    all
}

/// Whether an age is told of another day than that of printing: `when he was 27`, `then aged 30`.
fn is_of_the_past(sayings: &Sayings<'_>, article: usize, place: Span) -> bool {
    let view = &sayings.views[article];
    let before: Vec<&str> = view
        .words
        .iter()
        .take_while(|word| word.span.start() < place.end())
        .map(|word| word.key.as_str())
        .collect();
    let near = &before[before.len().saturating_sub(6)..];
    near.iter().any(|word| {
        matches!(
            *word,
            "when" | "then" | "was" | "wa" | "turned" | "since" | "until" | "will" | "at"
        )
    })
}

/// The ages that do not go with most, each with the nearest that does.
fn odd_ones(ages: &[Age]) -> Vec<(&Age, &Age)> {
    // The most that agree share a month of birth that one of them begins with.
    let agreeing = |month: i32| -> Vec<usize> {
        (0..ages.len())
            .filter(|n| born(&ages[*n]).0 <= month && month <= born(&ages[*n]).1)
            .collect()
    };
    let best = ages.iter().map(|age| agreeing(born(age).0)).fold(Vec::new(), |best, now| {
        let articles = |all: &Vec<usize>| {
            let mut of: Vec<usize> = all.iter().map(|n| ages[*n].article).collect();
            of.dedup();
            of.len()
        };
        // Of two that are as many the one printed first stays: it was not written off the other.
        if articles(&now) > articles(&best) { now } else { best }
    });
    let mut odd = Vec::new();
    for (n, age) in ages.iter().enumerate().filter(|(n, _)| !best.contains(n)) {
        let nearest = best
            .iter()
            .filter(|other| !meet(born(age), born(&ages[**other])))
            .min_by_key(|other| (ages[n].months.0 - ages[**other].months.0).abs());
        odd.extend(nearest.map(|other| (age, &ages[*other])));
    }
    odd
}

/// The months in which somebody of that age was born.
fn born(age: &Age) -> (i32, i32) {
    (age.months.0 - (age.years + 1) * 12, age.months.1 - age.years * 12)
}

fn meet(a: (i32, i32), b: (i32, i32)) -> bool {
    a.0 <= b.1 && b.0 <= a.1
}

fn first_month(date: Date) -> i32 {
    i32::from(date.year()) * 12 + date.month().map_or(0, |month| i32::from(month) - 1)
}

fn last_month(date: Date) -> i32 {
    i32::from(date.year()) * 12 + date.month().map_or(11, |month| i32::from(month) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn age(article: usize, years: i32, month: i32) -> Age {
        Age { article, place: Span::new(0, 1), years, months: (month, month) }
    }

    #[test]
    fn a_birthday_explains_a_year_and_nothing_explains_three() {
        let ages = [age(0, 71, 24_290), age(1, 74, 24_290), age(2, 72, 24_297), age(3, 73, 24_305)];
        let odd: Vec<(usize, usize)> =
            odd_ones(&ages).iter().map(|(a, b)| (a.article, b.article)).collect();
        assert_eq!(odd, [(1, 0)]);
        assert!(odd_ones(&ages[2..]).is_empty());
    }
}
