//! Which earlier mentions may a mention mean?
//!
//! Every word that is likely to head a mention is compared with those before it, in whatever window
//! they stand; a softmax over them and over none gives probabilities.

use std::collections::BTreeMap;

use crate::heads::Narrow;
use crate::logarithm;
use crate::model::Model;
use crate::scores::{MENTION_LABELS, Mention, MentionKind};

/// Words that are mentions with less probability are none.
pub(crate) const LEAST_MENTION: f32 = 0.1;

/// A mention is compared with so many before it: a text takes time in proportion to its length.
const LOOKED_BACK: usize = 400;

/// Antecedents with less probability are not kept.
const LEAST_ANTECEDENT: f32 = 0.02;

/// What the windows say of words that may head mentions, summed up.
#[derive(Debug, Default)]
pub(crate) struct Asked(BTreeMap<usize, (Narrow, f32)>);

impl Asked {
    /// Adds what one window says of a word of the text.
    pub(crate) fn add(&mut self, word: usize, said: &Narrow) {
        let (sum, count) = self.0.entry(word).or_insert_with(|| {
            let zeros = vec![0.0; said.anaphor.len()];
            (Narrow { anaphor: zeros.clone(), candidate: zeros }, 0.0)
        });
        *count += 1.0;
        let sums = sum.anaphor.iter_mut().chain(&mut sum.candidate);
        for (sum, value) in sums.zip(said.anaphor.iter().chain(&said.candidate)) {
            *sum += value;
        }
    }

    /// The mentions among these words; `rows` are the probabilities of the kinds of each word.
    pub(crate) fn mentions(self, model: &Model, rows: &[[f32; MENTION_LABELS]]) -> Vec<Mention> {
        let likely = |word: usize| 1.0 - rows[word][0] >= LEAST_MENTION;
        let words: Vec<(usize, Narrow)> = self
            .0
            .into_iter()
            .filter(|(word, _)| likely(*word))
            .map(|(word, (sum, count))| (word, divided(sum, count)))
            .collect();
        words
            .iter()
            .enumerate()
            .map(|(number, (word, later))| {
                let row = &rows[*word];
                let kind = (1..MENTION_LABELS)
                    .fold(1, |top, label| if row[label] > row[top] { label } else { top });
                let before = &words[number.saturating_sub(LOOKED_BACK)..number];
                Mention {
                    word: *word,
                    kind: MentionKind::ALL[kind - 1],
                    probability: 1.0 - row[0],
                    antecedents: antecedents(model, *word, later, before),
                }
            })
            .collect()
    }
}

/// The likely antecedents among the mentions before one.
fn antecedents(
    model: &Model,
    word: usize,
    later: &Narrow,
    before: &[(usize, Narrow)],
) -> Vec<(usize, f32)> {
    let scores: Vec<f32> =
        before.iter().map(|(other, earlier)| model.pair(later, earlier, word - other)).collect();
    // None has a score of 0.
    let top = scores.iter().copied().fold(0.0, f32::max);
    let shares: Vec<f32> = scores.iter().map(|score| logarithm::exp(score - top)).collect();
    let sum = logarithm::exp(-top) + shares.iter().sum::<f32>();
    let mut found: Vec<(usize, f32)> = before
        .iter()
        .zip(shares)
        .map(|((other, _), share)| (*other, share / sum))
        .filter(|(_, probability)| *probability >= LEAST_ANTECEDENT)
        .collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
    found
}

fn divided(mut sum: Narrow, count: f32) -> Narrow {
    for value in sum.anaphor.iter_mut().chain(&mut sum.candidate) {
        *value /= count;
    }
    sum
}
