//! How alike are two partitions of mentions?
//!
//! The measures of the reference scorer (Pradhan et al. 2014): MUC (Vilain et al. 1995) counts links,
//! B-cubed (Bagga and Baldwin 1998) mentions, CEAF-e (Luo 2005, with φ4) whole chains, paired one to one
//! as well as can be. Mentions are numbers: the same number is the same mention in key and response.
//! A mention that only one side has counts against the other.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use super::assignment::greatest;

/// Part of a whole; both are sums over texts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Ratio {
    part: f64,
    whole: f64,
}

/// Recall and precision of one measure.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Measure {
    pub(super) recall: Ratio,
    pub(super) precision: Ratio,
}

/// All measures of some texts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Measures {
    pub(super) mentions: Measure,
    pub(super) muc: Measure,
    pub(super) b_cubed: Measure,
    pub(super) ceaf_e: Measure,
}

impl Ratio {
    pub(super) fn value(self) -> f64 {
        if self.whole > 0.0 { self.part / self.whole } else { 0.0 }
    }
}

impl Measure {
    pub(super) fn f1(self) -> f64 {
        let (r, p) = (self.recall.value(), self.precision.value());
        if r + p > 0.0 { 2.0 * r * p / (r + p) } else { 0.0 }
    }
}

impl Measures {
    /// Measures a response against a key; no number stands twice on one side.
    pub(super) fn of(key: &[Vec<usize>], response: &[Vec<usize>]) -> Self {
        let (of_key, of_response) = (chain_of(key), chain_of(response));
        let shared = of_key.keys().filter(|mention| of_response.contains_key(*mention)).count();
        let ceaf = ceaf_e(key, response, &of_response);
        Measures {
            mentions: Measure {
                recall: ratio(shared, of_key.len()),
                precision: ratio(shared, of_response.len()),
            },
            muc: Measure { recall: muc(key, &of_response), precision: muc(response, &of_key) },
            b_cubed: Measure {
                recall: b_cubed(key, &of_response),
                precision: b_cubed(response, &of_key),
            },
            ceaf_e: Measure {
                recall: Ratio { part: ceaf, whole: key.len() as f64 },
                precision: Ratio { part: ceaf, whole: response.len() as f64 },
            },
        }
    }

    /// The mean of the three F1, as shared tasks rank by it.
    pub(super) fn mean_f1(&self) -> f64 {
        (self.muc.f1() + self.b_cubed.f1() + self.ceaf_e.f1()) / 3.0
    }
}

impl AddAssign for Ratio {
    fn add_assign(&mut self, other: Ratio) {
        self.part += other.part;
        self.whole += other.whole;
    }
}

impl AddAssign for Measure {
    fn add_assign(&mut self, other: Measure) {
        self.recall += other.recall;
        self.precision += other.precision;
    }
}

impl AddAssign for Measures {
    fn add_assign(&mut self, other: Measures) {
        self.mentions += other.mentions;
        self.muc += other.muc;
        self.b_cubed += other.b_cubed;
        self.ceaf_e += other.ceaf_e;
    }
}

/// The chain of each mention.
fn chain_of(chains: &[Vec<usize>]) -> BTreeMap<usize, usize> {
    chains.iter().enumerate().flat_map(|(c, chain)| chain.iter().map(move |m| (*m, c))).collect()
}

/// How many mentions of a chain stand in each chain of the other side, and how many in none.
fn parts(chain: &[usize], other: &BTreeMap<usize, usize>) -> (BTreeMap<usize, usize>, usize) {
    let mut parts = BTreeMap::new();
    let mut alone = 0;
    for mention in chain {
        match other.get(mention) {
            Some(c) => *parts.entry(*c).or_default() += 1,
            None => alone += 1,
        }
    }
    (parts, alone)
}

/// Links that the other side keeps, of those that it takes to hold each chain together.
fn muc(chains: &[Vec<usize>], other: &BTreeMap<usize, usize>) -> Ratio {
    let mut sum = Ratio::default();
    for chain in chains {
        let (parts, alone) = parts(chain, other);
        sum += ratio(chain.len() - (parts.len() + alone), chain.len().saturating_sub(1));
    }
    sum
}

/// For each mention, the part of its chain that the other side puts with it.
fn b_cubed(chains: &[Vec<usize>], other: &BTreeMap<usize, usize>) -> Ratio {
    let mut sum = Ratio::default();
    for chain in chains {
        let (parts, _) = parts(chain, other);
        let squares: usize = parts.values().map(|n| n * n).sum();
        sum +=
            Ratio { part: squares as f64 / chain.len().max(1) as f64, whole: chain.len() as f64 };
    }
    sum
}

/// The likeness of chains, paired one to one so that its sum is greatest.
fn ceaf_e(
    key: &[Vec<usize>],
    response: &[Vec<usize>],
    of_response: &BTreeMap<usize, usize>,
) -> f64 {
    // Chains that share nothing with any other change nothing, whomever they are paired with.
    let rows: Vec<(usize, BTreeMap<usize, usize>)> = key
        .iter()
        .map(|chain| (chain.len(), parts(chain, of_response).0))
        .filter(|(_, parts)| !parts.is_empty())
        .collect();
    let mut columns: Vec<usize> =
        rows.iter().flat_map(|(_, parts)| parts.keys().copied()).collect();
    columns.sort_unstable();
    columns.dedup();
    let weights: Vec<Vec<f64>> = rows
        .iter()
        .map(|(length, parts)| {
            let likeness = |c: &usize| {
                let shared = parts.get(c).copied().unwrap_or_default();
                2.0 * shared as f64 / (length + response[*c].len()) as f64
            };
            columns.iter().map(likeness).collect()
        })
        .collect();
    greatest(&weights)
}

fn ratio(part: usize, whole: usize) -> Ratio {
    Ratio { part: part as f64, whole: whole as f64 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(measure: Measure, recall: f64, precision: f64) {
        let (r, p) = (measure.recall.value(), measure.precision.value());
        assert!((r - recall).abs() < 1e-9, "recall {r}, expected {recall}");
        assert!((p - precision).abs() < 1e-9, "precision {p}, expected {precision}");
    }

    #[test]
    fn the_example_of_the_reference_scorer() {
        // Pradhan et al. 2014, figure 1: key {a b c} {d e f g}, response {a b} {c d} {f g h i}.
        let key = [vec![0, 1, 2], vec![3, 4, 5, 6]];
        let response = [vec![0, 1], vec![2, 3], vec![5, 6, 7, 8]];
        let measures = Measures::of(&key, &response);
        check(measures.mentions, 6.0 / 7.0, 6.0 / 8.0);
        // Each chain of the key keeps one link, of 2 and 3; those of the response 1 of 1, 0 of 1, 1 of 3.
        check(measures.muc, 2.0 / 5.0, 2.0 / 5.0);
        // (4 + 1) / 3 + (1 + 4) / 4, and (4 / 2) + (1 + 1) / 2 + 4 / 4.
        check(measures.b_cubed, (5.0 / 3.0 + 5.0 / 4.0) / 7.0, 4.0 / 8.0);
        // The best pairs share 2 of 3 + 2 and 2 of 4 + 4.
        let sum = 4.0 / 5.0 + 4.0 / 8.0;
        check(measures.ceaf_e, sum / 2.0, sum / 3.0);
    }

    #[test]
    fn the_examples_of_luo() {
        // Luo 2005, figure 1: {1 2 3 4 5} {6 7} {8 9 A B C}; (a) joins the last two, (b) the first and
        // the last.
        let key = [vec![1, 2, 3, 4, 5], vec![6, 7], vec![8, 9, 10, 11, 12]];
        let joined = [vec![1, 2, 3, 4, 5], vec![6, 7, 8, 9, 10, 11, 12]];
        let a = Measures::of(&key, &joined);
        check(a.muc, 1.0, 9.0 / 10.0);
        check(a.b_cubed, 1.0, (5.0 + 4.0 / 7.0 + 25.0 / 7.0) / 12.0);
        let sum = 1.0 + 10.0 / 12.0;
        check(a.ceaf_e, sum / 3.0, sum / 2.0);
        assert!((a.ceaf_e.f1() - 0.733).abs() < 5e-4, "as the table of the paper has it");

        let worse = [vec![1, 2, 3, 4, 5, 8, 9, 10, 11, 12], vec![6, 7]];
        let b = Measures::of(&key, &worse);
        check(b.muc, 1.0, 9.0 / 10.0);
        check(b.b_cubed, 1.0, (5.0 + 2.0) / 12.0);
        assert!((b.ceaf_e.f1() - 0.667).abs() < 5e-4, "as the table of the paper has it");
    }

    #[test]
    fn the_example_of_vilain() {
        // Vilain et al. 1995: key {A B C D}, response {A B} {C D}: two of three links, none wrong.
        let measures = Measures::of(&[vec![0, 1, 2, 3]], &[vec![0, 1], vec![2, 3]]);
        check(measures.muc, 2.0 / 3.0, 1.0);
    }

    #[test]
    fn sums_are_over_texts_and_nothing_is_zero() {
        let mut sum = Measures::of(&[vec![0, 1]], &[vec![0, 1]]);
        sum += Measures::of(&[vec![0, 1, 2]], &[]);
        check(sum.muc, 1.0 / 3.0, 1.0);
        check(sum.ceaf_e, 1.0 / 2.0, 1.0);
        assert!(Measures::of(&[], &[]).mean_f1().abs() < 1e-12);
    }

    /// Some mentions, each in one of a few chains.
    fn partition() -> impl Strategy<Value = Vec<Vec<usize>>> {
        prop::collection::btree_map(0usize..14, 0usize..6, 0..14).prop_map(|chains| {
            let mut of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
            for (mention, chain) in chains {
                of.entry(chain).or_default().push(mention);
            }
            of.into_values().collect()
        })
    }

    proptest! {
        #[test]
        fn the_same_is_perfect(key in partition()) {
            let measures = Measures::of(&key, &key);
            if !key.is_empty() {
                check(measures.mentions, 1.0, 1.0);
                check(measures.b_cubed, 1.0, 1.0);
                check(measures.ceaf_e, 1.0, 1.0);
            }
            if key.iter().any(|chain| chain.len() > 1) {
                check(measures.muc, 1.0, 1.0);
            }
        }

        #[test]
        fn recall_of_one_is_precision_of_the_other(a in partition(), b in partition()) {
            let (one, other) = (Measures::of(&a, &b), Measures::of(&b, &a));
            let all = |m: Measures| [m.mentions, m.muc, m.b_cubed, m.ceaf_e];
            for (x, y) in all(one).into_iter().zip(all(other)) {
                check(x, y.precision.value(), y.recall.value());
                prop_assert!((0.0..=1.0 + 1e-9).contains(&x.recall.value()));
                prop_assert!((0.0..=1.0 + 1e-9).contains(&x.precision.value()));
            }
        }

        #[test]
        fn the_order_of_chains_changes_nothing(a in partition(), b in partition()) {
            let turned = |chains: &[Vec<usize>]| -> Vec<Vec<usize>> {
                chains.iter().rev().map(|c| c.iter().rev().copied().collect()).collect()
            };
            let (one, other) = (Measures::of(&a, &b), Measures::of(&turned(&a), &turned(&b)));
            prop_assert!((one.mean_f1() - other.mean_f1()).abs() < 1e-9);
        }
    }
}
