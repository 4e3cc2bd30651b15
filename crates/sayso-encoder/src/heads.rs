//! What does a window say of names, times, and of who is meant?
//!
//! Four linear maps of the words' vectors: tags of names and of temporal expressions, heads of
//! mentions, and two narrow vectors of each mention, one that asks for an antecedent and one that
//! answers. How well an earlier mention goes with a later one is the product of the two and of a
//! vector for their distance, so that words of different windows can be compared as well.

use crate::kernel::Kernel;
use crate::layer::Scratch;
use crate::linear::{Aligned, Linear};
use crate::logarithm;
use crate::reader::near_or_doubled;
use crate::scores::{MENTION_LABELS, NAME_LABELS, TIME_LABELS};

/// Products are summed in so many lanes, and the lanes in order: one order for every processor.
const LANES: usize = 8;

/// The weights of these heads.
#[derive(Debug)]
pub(crate) struct Heads {
    pub(crate) names: Linear,
    pub(crate) times: Linear,
    pub(crate) mentions: Linear,
    pub(crate) anaphor: Linear,
    pub(crate) candidate: Linear,
    /// A row for each bucket of distances.
    pub(crate) distance: Vec<f32>,
    pub(crate) buckets: usize,
}

/// Raw scores of a window's words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WordRows {
    /// Names: outside, then first and later words of each kind.
    pub names: Vec<[f32; NAME_LABELS]>,
    /// Temporal expressions, alike.
    pub times: Vec<[f32; TIME_LABELS]>,
    /// Heads of mentions: none, then the kinds.
    pub mentions: Vec<[f32; MENTION_LABELS]>,
}

/// What a mention asks of its antecedent, and what it answers to a later one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Narrow {
    /// As a later mention.
    pub anaphor: Vec<f32>,
    /// As an earlier one.
    pub candidate: Vec<f32>,
}

impl Heads {
    /// Scores of all words; `vectors` are theirs, one after the other.
    pub(crate) fn rows(&self, kernel: Kernel, vectors: &[f32], scratch: &mut Scratch) -> WordRows {
        scratch.levels.take(kernel, vectors, self.names.inputs);
        WordRows {
            names: rows(kernel, &self.names, scratch),
            times: rows(kernel, &self.times, scratch),
            mentions: rows(kernel, &self.mentions, scratch),
        }
    }

    /// The narrow vectors of some words, whose vectors are given one after the other.
    pub(crate) fn narrow(
        &self,
        kernel: Kernel,
        vectors: &[f32],
        scratch: &mut Scratch,
    ) -> Vec<Narrow> {
        scratch.levels.take(kernel, vectors, self.anaphor.inputs);
        let width = self.anaphor.outputs;
        let scale = 1.0 / (width as f32).sqrt();
        let map = |linear: &Linear| {
            let mut out = Aligned::default();
            linear.apply(kernel, &scratch.levels, &mut out);
            out.chunks_exact(linear.width()).map(|row| row[..width].to_vec()).collect::<Vec<_>>()
        };
        let (anaphors, candidates) = (map(&self.anaphor), map(&self.candidate));
        let scaled = |row: Vec<f32>| row.into_iter().map(|value| value * scale).collect();
        anaphors
            .into_iter()
            .zip(candidates)
            .map(|(anaphor, candidate)| Narrow { anaphor: scaled(anaphor), candidate })
            .collect()
    }

    /// How well a mention goes with an earlier one that begins `distance` words before it; 0 is as
    /// good as none.
    pub(crate) fn pair(&self, later: &Narrow, earlier: &Narrow, distance: usize) -> f32 {
        let bucket = near_or_doubled(distance.max(1)).min(self.buckets - 1);
        let width = later.anaphor.len();
        let distance = &self.distance[bucket * width..][..width];
        product(&later.anaphor, &earlier.candidate) + product(&later.anaphor, distance)
    }
}

/// Probabilities of scores.
pub(crate) fn softmax<const N: usize>(scores: &[f32; N]) -> [f32; N] {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let all = scores.map(|score| logarithm::exp(score - top));
    let sum: f32 = all.iter().sum();
    all.map(|value| value / sum)
}

fn rows<const N: usize>(kernel: Kernel, linear: &Linear, scratch: &Scratch) -> Vec<[f32; N]> {
    let mut scores = Aligned::default();
    linear.apply(kernel, &scratch.levels, &mut scores);
    scores.chunks_exact(linear.width()).filter_map(|row| row.first_chunk().copied()).collect()
}

fn product(one: &[f32], other: &[f32]) -> f32 {
    let mut lanes = [0.0; LANES];
    let (ones, others) = (one.as_chunks::<LANES>().0, other.as_chunks::<LANES>().0);
    for (one, other) in ones.iter().zip(others) {
        for lane in 0..LANES {
            lanes[lane] += one[lane] * other[lane];
        }
    }
    lanes.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_is_the_sum_of_all_products() {
        let numbers: Vec<f32> = (0..32).map(|n| n as f32).collect();
        assert!((product(&numbers, &numbers) - 10_416.0).abs() < f32::EPSILON);
    }

    #[test]
    fn probabilities_sum_to_one_and_keep_their_order() {
        let found = softmax(&[-3.0, 40.0, 39.0]);
        assert!((found.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert!(found[1] > found[2] && found[2] > found[0]);
    }
}
