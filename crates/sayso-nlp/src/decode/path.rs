//! Which sequence of labels is best, of those that make sense?
//!
//! Legal: an inside label follows a begin or inside label of its own role (Viterbi's algorithm).

use std::ops::Range;

use sayso_encoder::scores::{LABELS, Label, Row};

const FORBIDDEN: f32 = -1e4;

/// The labels an inside label may follow, by its column.
const INSIDE: [(usize, usize); 3] = [
    (Label::ISource as usize, Label::BSource as usize),
    (Label::ICue as usize, Label::BCue as usize),
    (Label::IContent as usize, Label::BContent as usize),
];

/// The columns of the best legal sequence; of equally good ones the one with the lower columns.
pub(super) fn best(rows: &[Row]) -> Vec<usize> {
    let Some(first) = rows.first() else { return Vec::new() };
    let mut total = *first;
    for (inside, _) in INSIDE {
        total[inside] += FORBIDDEN;
    }
    let mut back: Vec<[u8; LABELS]> = Vec::with_capacity(rows.len());
    for row in &rows[1..] {
        let anywhere = highest(&total);
        let mut from = [anywhere; LABELS];
        for (inside, begin) in INSIDE {
            from[inside] = if total[begin] >= total[inside] { begin } else { inside };
        }
        total = std::array::from_fn(|label| total[from[label]] + row[label]);
        back.push(from.map(|label| label as u8));
    }
    let mut labels = vec![highest(&total); rows.len()];
    for word in (1..rows.len()).rev() {
        labels[word - 1] = usize::from(back[word - 1][labels[word]]);
    }
    labels
}

/// The stretches of one role: each begin label opens one.
pub(super) fn spans(labels: &[usize], begin: Label, inside: Label) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = Vec::new();
    for (word, &label) in labels.iter().enumerate() {
        if label == begin as usize {
            spans.push(word..word + 1);
        } else if label == inside as usize
            && let Some(last) = spans.last_mut()
        {
            last.end = word + 1;
        }
    }
    spans
}

/// The column of the highest number; of equals the first.
fn highest(row: &Row) -> usize {
    (1..LABELS).fold(0, |best, label| if row[label] > row[best] { label } else { best })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn is_legal(labels: &[usize]) -> bool {
        let before = |word: usize| word.checked_sub(1).map(|word| labels[word]);
        labels.iter().enumerate().all(|(word, label)| {
            INSIDE.iter().all(|(inside, begin)| {
                label != inside || matches!(before(word), Some(b) if b == *begin || b == *inside)
            })
        })
    }

    proptest! {
        #[test]
        fn the_best_is_legal_and_no_legal_one_is_better(
            rows in prop::collection::vec(prop::array::uniform7(-9.0_f32..0.0), 0..5)
        ) {
            let worth = |labels: &[usize]| -> f32 {
                std::iter::zip(&rows, labels).map(|(row, label)| row[*label]).sum()
            };
            let found = best(&rows);
            prop_assert!(is_legal(&found));
            for number in 0..LABELS.pow(rows.len() as u32) {
                let other: Vec<usize> =
                    (0..rows.len()).map(|w| number / LABELS.pow(w as u32) % LABELS).collect();
                if is_legal(&other) {
                    prop_assert!(worth(&other) <= worth(&found) + 1e-4);
                }
            }
        }
    }

    #[test]
    fn a_begin_label_opens_a_span_of_its_own() {
        let labels = [5, 6, 5, 0, 6, 1, 2];
        assert_eq!(spans(&labels[..4], Label::BContent, Label::IContent), [0..2, 2..3]);
        assert_eq!(spans(&labels, Label::BSource, Label::ISource).first(), Some(&(5..7)));
    }
}
