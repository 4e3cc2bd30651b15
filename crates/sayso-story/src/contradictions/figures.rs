//! Which figures of one thing differ?
//!
//! Two sentences of different articles that speak of one thing in the same words and give different
//! amounts. Years of one thing are held to contradict each other only where one looks like a slip of the
//! other: the same digits in another order. An offer and a settlement, or two years' results, are two
//! things; where the sentences name different times nothing is said.

use std::collections::{BTreeMap, BTreeSet};

use sayso_core::across::{Contradiction, Disagreement};

use crate::claims::{
    Counted, Mark, Quantity, Sayings, Unit, is_month, is_name, is_number, shared_of,
};

/// A sentence with figures.
struct Figured {
    article: usize,
    unit: Unit,
}

/// Sentences that a word may stand in before it finds none.
const MOST: usize = 60;

/// The figures that contradict each other.
pub(crate) fn figures(sayings: &Sayings<'_>) -> Vec<Contradiction> {
    let mut figured: Vec<Figured> = Vec::new();
    let mut by_term: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for article in 0..sayings.views.len() {
        for unit in sayings.sentences_of(article) {
            if unit.quantities.is_empty() {
                continue;
            }
            let telling = unit.terms.iter().filter(|term| {
                !is_number(term) && (is_name(term) || sayings.weights.of_term(term) >= TELLING)
            });
            for term in telling {
                by_term.entry(term.clone()).or_default().push(figured.len());
            }
            figured.push(Figured { article, unit });
        }
    }
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for list in by_term.values().filter(|list| list.len() <= MOST) {
        for (at, a) in list.iter().enumerate() {
            pairs.extend(list[at + 1..].iter().map(|b| (*a, *b)));
        }
    }
    let mut all = Vec::new();
    for (a, b) in pairs {
        let (one, other) = (&figured[a], &figured[b]);
        if one.article == other.article {
            continue;
        }
        let Some((first, second, what)) = disagreement(sayings, &one.unit, &other.unit) else {
            continue;
        };
        let place = |of: &Figured, figure: &Quantity| {
            let cover = sayings.views[of.article].sentences[of.unit.sentence].span;
            sayings.views[of.article].place(cover.intersection(figure.span).unwrap_or(figure.span))
        };
        let (a, b) = (place(one, first), place(other, second));
        all.push(Contradiction { evidence: vec![a.clone(), b.clone()], a, b, what });
    }
    all
}

/// What a word must prove to bring two sentences together.
const TELLING: f32 = 0.3;

/// What the words of two sentences, without their figures, must share: all told, and of the shorter.
const EVIDENCE: f32 = 1.1;
const SHARE: f32 = 0.4;

/// Two figures of one thing that differ.
fn disagreement<'q>(
    sayings: &Sayings<'_>,
    x: &'q Unit,
    y: &'q Unit,
) -> Option<(&'q Quantity, &'q Quantity, Disagreement)> {
    let shared = shared_of(sayings, x, y)?;
    if shared.n_telling < 2 || shared.names_differ {
        return None;
    }
    let hedged = x.has(Mark::Hedge) || y.has(Mark::Hedge);
    for q in &x.quantities {
        for r in y.quantities.iter().filter(|r| q.differs_from(r)) {
            let transposed = is_slip(q.value, r.value);
            if q.unit == Counted::Year {
                let one_name = shared.n_names_shared > 0;
                if transposed && one_name {
                    return Some((q, r, Disagreement::Date));
                }
                continue;
            }
            // Another time, another figure: only what is of one time, or looks like a slip, counts.
            let times = |unit: &Unit| -> BTreeSet<String> {
                let years = unit.quantities.iter().filter(|q| q.unit == Counted::Year);
                let months = unit.terms.iter().filter(|term| is_month(term)).cloned();
                years.map(Quantity::key).chain(months).collect()
            };
            let (of_x, of_y) = (times(x), times(y));
            let one_time = !of_x.is_empty() && of_x.intersection(&of_y).next().is_some();
            let is_money = matches!(q.unit, Counted::Money(_));
            let enough = shared.evidence >= EVIDENCE && shared.contained >= SHARE;
            if is_money && transposed && shared.n_telling >= 2
                || enough && one_time && !hedged && (is_money || q.unit == Counted::Percent)
            {
                return Some((q, r, Disagreement::Number));
            }
        }
    }
    None
}

/// Whether two values have the same digits in another order: 1714 and 1741, 2.4 and 4.2 million.
fn is_slip(a: f64, b: f64) -> bool {
    let digits = |value: f64| {
        let mut digits: Vec<u8> = format!("{value}").bytes().filter(u8::is_ascii_digit).collect();
        while digits.last() == Some(&b'0') {
            digits.pop();
        }
        digits.sort_unstable();
        digits
    };
    let (first, second) = (digits(a), digits(b));
    let ratio = if b == 0.0 { 0.0 } else { a / b };
    first.len() >= 2 && first == second && (0.1..10.0).contains(&ratio)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_in_another_order_are_a_slip_and_tenfold_is_none() {
        assert!(is_slip(1714.0, 1741.0) && is_slip(2.4e6, 4.2e6));
        assert!(!is_slip(2.4e6, 2.5e6) && !is_slip(2e6, 2e7) && !is_slip(40.0, 61.0));
    }
}
