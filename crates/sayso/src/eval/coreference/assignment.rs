//! Which pairing, one to one, has the greatest sum?
//!
//! The Hungarian method with shortest augmenting paths and potentials (Kuhn 1955; Jonker and Volgenant
//! 1987), in the cube of the smaller side at most times the larger.

/// The greatest sum of weights of pairs `(row, column)` of which no two share a row or a column.
///
/// Weights are not negative; every row has the same length.
pub(super) fn greatest(weights: &[Vec<f64>]) -> f64 {
    let columns = weights.first().map_or(0, Vec::len);
    if columns == 0 {
        return 0.0;
    }
    if weights.len() > columns {
        let turned: Vec<Vec<f64>> =
            (0..columns).map(|c| weights.iter().map(|row| row[c]).collect()).collect();
        return greatest(&turned);
    }
    // Row and column 0 stand for nothing; costs are negated weights.
    let mut of_row = vec![0.0; weights.len() + 1];
    let mut of_column = vec![0.0; columns + 1];
    let mut row_at = vec![0usize; columns + 1];
    for row in 1..=weights.len() {
        row_at[0] = row;
        let mut here = 0;
        let mut least = vec![f64::INFINITY; columns + 1];
        let mut came_from = vec![0usize; columns + 1];
        let mut seen = vec![false; columns + 1];
        while row_at[here] != 0 {
            seen[here] = true;
            let at = row_at[here];
            let (mut step, mut next) = (f64::INFINITY, 0);
            for column in 1..=columns {
                if seen[column] {
                    continue;
                }
                let cost = -weights[at - 1][column - 1] - of_row[at] - of_column[column];
                if cost < least[column] {
                    least[column] = cost;
                    came_from[column] = here;
                }
                if least[column] < step {
                    step = least[column];
                    next = column;
                }
            }
            for column in 0..=columns {
                if seen[column] {
                    of_row[row_at[column]] += step;
                    of_column[column] -= step;
                } else {
                    least[column] -= step;
                }
            }
            here = next;
        }
        while here != 0 {
            let before = came_from[here];
            row_at[here] = row_at[before];
            here = before;
        }
    }
    (1..=columns).filter(|c| row_at[*c] != 0).map(|c| weights[row_at[c] - 1][c - 1]).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Tries every pairing.
    fn tried(weights: &[Vec<f64>], row: usize, used: &mut Vec<bool>) -> f64 {
        if row == weights.len() {
            return 0.0;
        }
        let mut best = tried(weights, row + 1, used);
        for column in 0..used.len() {
            if !used[column] {
                used[column] = true;
                best = best.max(weights[row][column] + tried(weights, row + 1, used));
                used[column] = false;
            }
        }
        best
    }

    #[test]
    fn the_greedy_choice_is_not_always_the_best() {
        let sum = greatest(&[vec![0.9, 0.8], vec![0.8, 0.1]]);
        assert!((sum - 1.6).abs() < 1e-12, "{sum}");
        assert!(greatest(&[]).abs() < 1e-12);
        assert!(greatest(&[vec![], vec![]]).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn no_pairing_has_a_greater_sum(
            rows in 1usize..6,
            columns in 1usize..6,
            numbers in prop::collection::vec(0u8..20, 36),
        ) {
            let weights: Vec<Vec<f64>> = (0..rows)
                .map(|r| (0..columns).map(|c| f64::from(numbers[r * 6 + c]) / 10.0).collect())
                .collect();
            let best = tried(&weights, 0, &mut vec![false; columns]);
            prop_assert!((greatest(&weights) - best).abs() < 1e-9);
        }
    }
}
