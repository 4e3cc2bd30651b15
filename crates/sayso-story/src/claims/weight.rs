//! How much does a shared word prove?
//!
//! A word that stands in every article proves nothing, one that stands in few proves much. How common a
//! word is comes from two places: [`COMMON`], counted over news at large, and the statements that are
//! looked at together, since a name in all of them tells none of them apart.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use super::stem::stem;

/// Classes of frequency of English words: class `n` stands in about one article of 2ⁿ.
const COMMON: &str = include_str!("common-words.txt");

/// The class of a word that [`COMMON`] does not list: between its last class and words that a reader
/// meets once a year.
const RARE: f32 = 7.0;

/// The class of a name before it is seen how common it is here.
const NAME: f32 = 4.0;

/// Below this many statements their own counts say little, and the news at large decides more.
const ENOUGH: f32 = 24.0;

static CLASSES: LazyLock<HashMap<String, f32>> = LazyLock::new(|| {
    let mut classes = HashMap::new();
    for line in COMMON.lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split_whitespace();
        let class = words.next().and_then(|class| class.parse().ok()).unwrap_or(RARE);
        for word in words {
            // The forms of a word count as its commonest one.
            let known = classes.entry(stem(word)).or_insert(class);
            *known = f32::min(*known, class);
        }
    }
    classes
});

/// How much each term proves, 0 to 1.
#[derive(Clone, Debug, Default)]
pub(crate) struct Weights {
    /// In how many statements a term stands.
    counts: BTreeMap<String, u32>,
    n_statements: u32,
}

impl Weights {
    /// Counts the terms of statements, each term once a statement.
    pub(crate) fn of<'t, T>(statements: impl Iterator<Item = T>) -> Self
    where
        T: Iterator<Item = &'t str>,
    {
        let mut weights = Weights::default();
        for terms in statements {
            weights.n_statements += 1;
            let mut terms: Vec<&str> = terms.collect();
            terms.sort_unstable();
            terms.dedup();
            for term in terms {
                match weights.counts.get_mut(term) {
                    Some(count) => *count += 1,
                    None => {
                        weights.counts.insert(term.to_owned(), 1);
                    }
                }
            }
        }
        weights
    }

    /// The weight of a term.
    #[expect(clippy::cast_precision_loss, reason = "counts of statements are far below 2^24")]
    pub(crate) fn of_term(&self, term: &str) -> f32 {
        let class = if is_name(term) || is_month(term) {
            NAME
        } else if is_number(term) {
            RARE
        } else {
            CLASSES.get(term).copied().unwrap_or(RARE)
        };
        let general = class / RARE;
        let all = self.n_statements as f32;
        let here = self.counts.get(term).copied().unwrap_or(1) as f32;
        // 1 for a term of one statement, 0 for a term of all.
        let local = if all > 1.0 { 1.0 - here.ln() / all.ln() } else { 1.0 };
        let trust = all / (all + ENOUGH);
        general * (1.0 - trust + trust * local)
    }
}

/// The term of an entity.
pub(crate) fn name_term(id: &str) -> String {
    format!("@{id}")
}

/// The term of a number or a quantity.
pub(crate) fn number_term(number: &str) -> String {
    format!("#{number}")
}

/// The term of a month.
pub(crate) fn month_term(month: usize) -> String {
    format!("{MONTH}{month}")
}

/// Whether a term stands for a month.
pub(crate) fn is_month(term: &str) -> bool {
    term.starts_with(MONTH)
}

/// What the term of a month begins with.
const MONTH: &str = "#month ";

/// Whether a term stands for an entity.
pub(crate) fn is_name(term: &str) -> bool {
    term.starts_with('@')
}

/// Whether a term stands for a number.
pub(crate) fn is_number(term: &str) -> bool {
    term.starts_with('#')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_words_prove_more_than_common_ones_and_names_of_all_prove_little() {
        let weights = Weights::of(
            [["@p1", "the", "ropewalk"], ["@p1", "the", "walk"]]
                .map(IntoIterator::into_iter)
                .into_iter(),
        );
        assert!(weights.of_term("ropewalk") > weights.of_term("walk"));
        assert!(weights.of_term("walk") > weights.of_term("the"));
        assert!(weights.of_term("the") < 0.01);
        let many = Weights::of((0..99).map(|_| ["@p1"].into_iter()));
        assert!(many.of_term("@p1") < weights.of_term("@p1"));
    }

    proptest::proptest! {
        #[test]
        fn weights_lie_between_nothing_and_one(term in "\\PC{0,12}", n in 0_usize..40) {
            let weights = Weights::of((0..n).map(|_| [term.as_str()].into_iter()));
            assert!((0.0..=1.0).contains(&weights.of_term(&term)));
        }
    }
}
