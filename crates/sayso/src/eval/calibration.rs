//! Do confidences mean what they say?
//!
//! Of the statements held with a confidence of 0.8, eight in ten should be right. A statement counts
//! as right if it is paired with a gold one and source and content overlap by half; those paired
//! with gold that is not demanded are left out.

use std::fmt;

use serde::Serialize;

use super::pairing::{Pairs, Row};

/// How many bins the range from 0 to 1 is cut into.
const BINS: usize = 10;

/// Statements by their confidence, and how many of them are right.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Calibration {
    /// Equal parts of the range from 0 to 1, in order.
    bins: [Bin; BINS],
}

/// The statements of one part of the range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Bin {
    /// How many there are.
    pub n: usize,
    /// How many of them are right.
    pub right: usize,
    /// The sum of their confidences.
    pub confidence: f64,
}

impl Calibration {
    /// Equal parts of the range from 0 to 1, in order.
    pub fn bins(&self) -> &[Bin] {
        &self.bins
    }

    /// For each confidence from which a bin begins, the highest first: the share of all that are at least
    /// so sure, and the share of those that are right. Bins without any are passed over.
    pub fn coverage(&self) -> Vec<(f64, f64, f64)> {
        let all: usize = self.bins.iter().map(|bin| bin.n).sum();
        let (mut n, mut right) = (0, 0);
        let mut points = Vec::new();
        for (number, bin) in self.bins.iter().enumerate().rev().filter(|(_, bin)| bin.n > 0) {
            n += bin.n;
            right += bin.right;
            let from = number as f64 / BINS as f64;
            points.push((from, n as f64 / all as f64, right as f64 / n as f64));
        }
        points
    }

    /// Expected calibration error: how far confidence and truth lie apart in a bin, on the average
    /// of statements; `None` where no statement has a confidence.
    pub fn error(&self) -> Option<f64> {
        let n: usize = self.bins.iter().map(|bin| bin.n).sum();
        let apart: f64 =
            self.bins.iter().map(|bin| (bin.right as f64 - bin.confidence).abs()).sum();
        (n > 0).then(|| apart / n as f64)
    }

    pub(super) fn add(&mut self, confidence: f32, right: bool) {
        let confidence = confidence.clamp(0.0, 1.0);
        let bin = &mut self.bins[((confidence * BINS as f32) as usize).min(BINS - 1)];
        bin.n += 1;
        bin.right += usize::from(right);
        bin.confidence += f64::from(confidence);
    }

    pub(super) fn merge(&mut self, other: &Calibration) {
        for (bin, more) in self.bins.iter_mut().zip(&other.bins) {
            bin.n += more.n;
            bin.right += more.right;
            bin.confidence += more.confidence;
        }
    }
}

/// Counts the predicted statements of one article.
pub(super) fn count(
    gold: &[Row<'_>],
    predicted: &[Row<'_>],
    pairs: &Pairs,
    calibration: &mut Calibration,
) {
    let mut gold_of = vec![None; predicted.len()];
    for (gold_row, pair) in gold.iter().zip(pairs) {
        if let Some(p) = pair {
            gold_of[*p] = Some(gold_row);
        }
    }
    for (row, gold_row) in predicted.iter().zip(gold_of) {
        let demanded = gold_row.is_none_or(|gold_row| gold_row.attribution.required);
        if let Some(confidence) = row.attribution.confidence.filter(|_| demanded) {
            calibration.add(confidence, gold_row.is_some_and(|g| g.relation_overlaps(row)));
        }
    }
}

impl fmt::Display for Calibration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(error) = self.error() else {
            return writeln!(f, "no statement has a confidence");
        };
        writeln!(f, "{:<14}{:>8}{:>12}{:>9}", "confidence", "n", "mean", "right")?;
        for (idx, bin) in self.bins.iter().enumerate().filter(|(_, bin)| bin.n > 0) {
            let from = idx as f64 / BINS as f64;
            let (mean, right) = (bin.confidence / bin.n as f64, bin.right as f64 / bin.n as f64);
            let range = format!("{from:.1} to {:.1}", from + 1.0 / BINS as f64);
            writeln!(f, "{range:<14}{:>8}{mean:>12.2}{right:>9.2}", bin.n)?;
        }
        writeln!(f, "expected calibration error {error:.3}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_is_how_far_confidence_and_truth_lie_apart() {
        let mut calibration = Calibration::default();
        assert_eq!(calibration.error(), None);
        for (confidence, right) in [(1.0, true), (0.95, true), (0.5, true), (0.5, false)] {
            calibration.add(confidence, right);
        }
        calibration.add(0.25, true);
        let error = calibration.error().expect("there are statements");
        assert!((error - (0.05 + 0.0 + 0.75) / 5.0).abs() < 1e-6, "{error}");
        assert_eq!(calibration.bins()[9].n, 2);
    }

    #[test]
    fn coverage_grows_as_less_is_asked() {
        let mut calibration = Calibration::default();
        for (confidence, right) in [(0.95, true), (0.7, true), (0.7, false), (0.2, false)] {
            calibration.add(confidence, right);
        }
        assert_eq!(
            calibration.coverage(),
            [(0.9, 0.25, 1.0), (0.7, 0.75, 2.0 / 3.0), (0.2, 1.0, 0.5)]
        );
    }

    #[test]
    fn nonsense_is_no_panic() {
        let mut calibration = Calibration::default();
        calibration.add(f32::NAN, true);
        calibration.add(-3.0, true);
        calibration.add(7.0, false);
        assert_eq!(calibration.bins().iter().map(|bin| bin.n).sum::<usize>(), 3);
    }
}
