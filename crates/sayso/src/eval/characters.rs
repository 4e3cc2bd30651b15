//! Which characters carry a role?
//!
//! A field of a statement is scored as the set of its code points without white space, and without
//! the quotation marks and punctuation at its edges: whether a quotation's marks belong to it is a
//! matter of taste.

use sayso_core::CharSpan;

/// What does not count at the edges of a field, beside white space.
const EDGE: &str = "\"'“”‘’«»„‚.,;:!?()[]—–-…`";

/// The code points of one text.
pub(super) struct Letters(Vec<char>);

impl Letters {
    pub(super) fn new(text: &str) -> Self {
        Letters(text.chars().collect())
    }

    /// How many code points the text has.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The words at a place; what lies outside the text is empty.
    pub(super) fn words(&self, span: CharSpan) -> String {
        let end = span.end().min(self.len());
        self.0[span.start().min(end)..end].iter().collect()
    }

    /// For each code point, whether one of the spans holds it.
    pub(super) fn mask(&self, spans: &[CharSpan]) -> Vec<bool> {
        let mut mask = vec![false; self.len()];
        for span in spans {
            let end = span.end().min(self.len());
            mask[span.start().min(end)..end].fill(true);
        }
        mask
    }
}

/// The characters of one field: positions in ascending order, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Characters(Vec<u32>);

impl Characters {
    pub(super) fn new(spans: &[CharSpan], letters: &Letters) -> Self {
        let mut positions: Vec<u32> = spans
            .iter()
            .flat_map(|span| span.start()..span.end().min(letters.len()))
            .filter(|&at| !is_space(letters.0[at]))
            .map(|at| at as u32)
            .collect();
        positions.sort_unstable();
        positions.dedup();
        let counts = |at: &u32| !EDGE.contains(letters.0[*at as usize]);
        let first = positions.iter().position(counts).unwrap_or(positions.len());
        let end = positions.iter().rposition(counts).map_or(first, |last| last + 1);
        Characters(positions[first..end].to_vec())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The positions, in ascending order.
    pub(super) fn positions(&self) -> impl Iterator<Item = usize> {
        self.0.iter().map(|at| *at as usize)
    }

    /// Where the field begins.
    pub(super) fn first(&self) -> Option<u32> {
        self.0.first().copied()
    }

    /// Whether the two share a character.
    pub(super) fn touches(&self, other: &Characters) -> bool {
        self.shared(other) > 0
    }

    /// What both share, as a part of what either has; two empty fields agree wholly.
    pub(super) fn overlap(&self, other: &Characters) -> f64 {
        let shared = self.shared(other);
        let either = self.0.len() + other.0.len() - shared;
        if either == 0 { 1.0 } else { shared as f64 / either as f64 }
    }

    /// How many characters both have.
    pub(super) fn shared(&self, other: &Characters) -> usize {
        let (Some(first), Some(last)) = (self.0.first(), self.0.last()) else { return 0 };
        // Most pairs of an article lie far apart.
        let from = other.0.partition_point(|at| at < first);
        let to = other.0.partition_point(|at| at <= last);
        let (mut ours, mut count) = (0, 0);
        for theirs in &other.0[from..to] {
            while self.0.get(ours).is_some_and(|at| at < theirs) {
                ours += 1;
            }
            count += usize::from(self.0.get(ours) == Some(theirs));
        }
        count
    }
}

/// White space, with the four separators that Unicode counts as control characters only.
fn is_space(letter: char) -> bool {
    letter.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&letter)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn of(text: &str, spans: &[(usize, usize)]) -> Characters {
        let spans: Vec<_> = spans.iter().map(|(s, e)| CharSpan::new(*s, *e)).collect();
        Characters::new(&spans, &Letters::new(text))
    }

    #[test]
    fn marks_at_the_edges_do_not_count_and_those_inside_do() {
        let text = "“It’s  over,” he said";
        assert_eq!(of(text, &[(0, 13)]), of(text, &[(1, 11)]));
        assert_eq!(of(text, &[(1, 11)]).0, [1, 2, 3, 4, 7, 8, 9, 10]);
        assert!(of(text, &[(12, 13)]).is_empty());
    }

    #[test]
    fn a_field_in_pieces_has_edges_only_at_its_ends() {
        let text = "“So,” he said, “no.”";
        assert_eq!(of(text, &[(0, 5), (15, 20)]).0, [1, 2, 3, 4, 15, 16, 17]);
    }

    #[test]
    fn a_span_beyond_the_text_ends_with_it() {
        assert_eq!(of("ab", &[(1, 9), (7, 9)]).0, [1]);
        assert_eq!(Letters::new("ab").words(CharSpan::new(7, 9)), "");
    }

    proptest! {
        #[test]
        fn overlap_is_that_of_sets(
            a in prop::collection::vec((0usize..60, 0usize..20), 0..4),
            b in prop::collection::vec((0usize..60, 0usize..20), 0..4),
        ) {
            let text = "x".repeat(70);
            let spans = |v: &[(usize, usize)]| v.iter().map(|(s, n)| (*s, s + n)).collect::<Vec<_>>();
            let (a, b) = (of(&text, &spans(&a)), of(&text, &spans(&b)));
            let (x, y): (BTreeSet<_>, BTreeSet<_>) = (a.positions().collect(), b.positions().collect());
            prop_assert_eq!(a.shared(&b), x.intersection(&y).count());
            prop_assert_eq!(a.shared(&b), b.shared(&a));
            prop_assert_eq!(a.touches(&b), !x.is_disjoint(&y));
        }
    }
}
