//! Which statements are worth comparing?
//!
//! Those that share a term that few statements have, or two terms that few have together. No term makes
//! more pairs than a fixed number, so the work grows with the number of statements and not with its
//! square.

use std::collections::{BTreeMap, BTreeSet};

use super::saying::Sayings;

/// Statements that one term may have in common before only its pairs with other terms count.
const MOST: usize = 64;

/// The terms of a statement that prove most; what lies beyond adds hardly a pair.
const HEAVIEST: usize = 16;

/// What a term must prove to bring two statements together.
const LEAST: f32 = 0.12;

/// The pairs to compare, the earlier saying first, in order.
pub(crate) fn pairs(sayings: &Sayings<'_>) -> BTreeSet<(usize, usize)> {
    let mut postings: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let heavy: Vec<Vec<&str>> = (0..sayings.all.len()).map(|n| heaviest(sayings, n)).collect();
    for (n, terms) in heavy.iter().enumerate() {
        for term in terms {
            postings.entry(term).or_default().push(n);
        }
    }
    let mut pairs = BTreeSet::new();
    let is_crowded = |term: &str| postings.get(term).is_some_and(|list| list.len() > MOST);
    for list in postings.values().filter(|list| list.len() <= MOST) {
        add_all(list, &mut pairs);
    }
    let mut together: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (n, terms) in heavy.iter().enumerate() {
        let crowded: Vec<&str> = terms.iter().copied().filter(|term| is_crowded(term)).collect();
        for (at, a) in crowded.iter().enumerate() {
            for b in &crowded[at + 1..] {
                together.entry((a.min(b), a.max(b))).or_default().push(n);
            }
        }
    }
    for list in together.values().filter(|list| list.len() <= MOST) {
        add_all(list, &mut pairs);
    }
    pairs
}

fn add_all(list: &[usize], pairs: &mut BTreeSet<(usize, usize)>) {
    for (at, a) in list.iter().enumerate() {
        pairs.extend(list[at + 1..].iter().map(|b| (*a, *b)));
    }
}

/// The terms of a statement that prove most, and the groups of words they belong to.
fn heaviest<'s>(sayings: &'s Sayings<'_>, n: usize) -> Vec<&'s str> {
    let mut terms: BTreeMap<&str, f32> = BTreeMap::new();
    for term in sayings.all[n].units.iter().flat_map(|unit| &unit.terms) {
        let weight = sayings.weights.of_term(term);
        if weight >= LEAST {
            terms.insert(term, weight);
            if let Some(group) = super::marks::group_of(term) {
                terms.insert(group, weight);
            }
        }
    }
    let mut terms: Vec<(&str, f32)> = terms.into_iter().collect();
    terms.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    terms.truncate(HEAVIEST);
    terms.into_iter().map(|(term, _)| term).collect()
}
