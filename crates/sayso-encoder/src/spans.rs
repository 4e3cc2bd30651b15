//! Which stretches of words do tags of first and later words say?
//!
//! Tags are `O`, then for each kind the first word of a stretch and a later one. The best sequence is
//! sought in which a later word follows a word of its own kind (Viterbi 1967).

use std::ops::Range;

use crate::logarithm;
use crate::scores::Tagged;

/// Probabilities below this are as good as none.
const LEAST: f32 = 1e-9;

/// The stretches that rows of probabilities say, in order; `kinds` are those of the labels.
pub(crate) fn stretches<const N: usize, K: Copy>(rows: &[[f32; N]], kinds: &[K]) -> Vec<Tagged<K>> {
    let path = best_path(rows);
    let mut found = Vec::new();
    let mut at = 0;
    while at < path.len() {
        if path[at] == 0 {
            at += 1;
            continue;
        }
        let kind = (path[at] - 1) / 2;
        let later = 2 * kind + 2;
        let end = (at + 1..path.len()).find(|next| path[*next] != later).unwrap_or(path.len());
        found.push(Tagged {
            words: at..end,
            kind: kinds[kind],
            probability: mean(rows, at..end, kind),
        });
        at = end;
    }
    found
}

/// How probable the words are of a kind, on average.
fn mean<const N: usize>(rows: &[[f32; N]], words: Range<usize>, kind: usize) -> f32 {
    let count = words.len() as f32;
    rows[words].iter().map(|row| row[2 * kind + 1] + row[2 * kind + 2]).sum::<f32>() / count
}

/// The labels of the best sequence.
fn best_path<const N: usize>(rows: &[[f32; N]]) -> Vec<usize> {
    let mut best: [f32; N] = [0.0; N];
    let mut from: Vec<[usize; N]> = Vec::with_capacity(rows.len());
    for (number, row) in rows.iter().enumerate() {
        let mut next = [0.0; N];
        let mut came = [0; N];
        let top = leader(&best);
        for label in 0..N {
            let is_later = label > 0 && label % 2 == 0;
            came[label] = match (is_later, number) {
                (false, _) => top,
                // The same kind's first or later word.
                (true, 0) => label - 1,
                (true, _) if best[label] >= best[label - 1] => label,
                (true, _) => label - 1,
            };
            let impossible = if is_later && number == 0 { f32::MIN / 2.0 } else { 0.0 };
            next[label] = best[came[label]] + logarithm::ln(row[label].max(LEAST)) + impossible;
        }
        best = next;
        from.push(came);
    }
    let mut label = leader(&best);
    let mut path = vec![0; rows.len()];
    for number in (0..rows.len()).rev() {
        path[number] = label;
        label = from[number][label];
    }
    path
}

fn leader<const N: usize>(row: &[f32; N]) -> usize {
    (1..N).fold(0, |top, label| if row[label] > row[top] { label } else { top })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn row(label: usize, sure: f32) -> [f32; 5] {
        let mut row = [(1.0 - sure) / 4.0; 5];
        row[label] = sure;
        row
    }

    #[test]
    fn stretches_begin_where_they_say() {
        let rows = [row(1, 0.9), row(2, 0.9), row(1, 0.9), row(0, 0.9), row(3, 0.9)];
        let found: Vec<_> =
            stretches(&rows, &['a', 'b']).into_iter().map(|t| (t.words, t.kind)).collect();
        assert_eq!(found, [(0..2, 'a'), (2..3, 'a'), (4..5, 'b')]);
    }

    #[test]
    fn a_later_word_without_a_first_is_mended() {
        // Cheaper: the first of `a` for what is said to be a later one.
        let rows = [row(0, 0.9), row(2, 0.6), row(2, 0.9)];
        let found: Vec<_> = stretches(&rows, &['a', 'b']).into_iter().map(|t| t.words).collect();
        assert_eq!((found.len(), found[0].clone()), (1, 1..3));
    }

    proptest! {
        #[test]
        fn no_stretch_is_empty_or_overlaps(labels in prop::collection::vec((0_usize..5, 0.21_f32..1.0), 0..30)) {
            let rows: Vec<_> = labels.iter().map(|(label, sure)| row(*label, *sure)).collect();
            let found = stretches(&rows, &['a', 'b']);
            prop_assert!(found.iter().all(|t| !t.words.is_empty() && t.words.end <= rows.len()));
            prop_assert!(found.is_sorted_by(|a, b| a.words.end <= b.words.start));
        }
    }
}
