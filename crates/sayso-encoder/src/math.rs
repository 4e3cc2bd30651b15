//! How are the parts in `f32` computed, so that every processor gives the same bits?
//!
//! Each function here is written once, in plain operations whose results IEEE 754 fixes, and inlined
//! into every kernel, where the compiler makes vectors of it. Maps over a row have no order to keep;
//! sums keep theirs by [`LANES`] partial sums and a fixed tree, however wide a vector is. Fused
//! multiply-adds are explicit ([`Fused`]), since the compiler may neither add nor drop one. What a
//! platform's own library computes (exponentials, logarithms) is not used at all.
//!
//! Values are finite: weights are checked when they are loaded.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined into a kernel is compiled for the least of all processors"
)]

use crate::linear::CHANNELS;
use crate::scores::{LABELS, Row};

/// Partial sums of a row; the number at index `i` goes to sum `i % LANES`.
const LANES: usize = 64;

/// Longest row that [`transpose`] takes: the size of an attention head.
pub(crate) const WIDEST: usize = 1024;

/// Largest level of an activation.
const LEVELS: f32 = 127.0;

/// Rows with nothing larger than this count as zeros; the reciprocal of their scale could overflow.
const NOTHING: f32 = 1e-30;

/// Added and subtracted, it rounds to an integer, half to even, and leaves it in the lowest bits.
const ROUNDER: f32 = 12_582_912.0;

/// `a * b + c`, rounded once.
pub(crate) trait Fused {
    /// Returns `a * b + c`, rounded once.
    fn fused(a: f32, b: f32, c: f32) -> f32;
}

/// For code that is compiled for processors which have the instruction.
pub(crate) struct Native;

impl Fused for Native {
    #[inline(always)]
    fn fused(a: f32, b: f32, c: f32) -> f32 {
        a.mul_add(b, c)
    }
}

/// For processors without the instruction, where `mul_add` would be a slow call for each number.
///
/// The product is exact in `f64`; the sum is rounded to odd there, so that rounding it again to `f32`
/// is as if it had been rounded once (Boldo and Melquiond, "Emulation of FMA and correctly rounded
/// sums", 2008).
pub(crate) struct Emulated;

impl Fused for Emulated {
    #[inline(always)]
    fn fused(a: f32, b: f32, c: f32) -> f32 {
        let product = f64::from(a) * f64::from(b);
        let c = f64::from(c);
        let sum = product + c;
        let back = sum - product;
        let error = (product - (sum - back)) + (c - back);
        // Toward the exact sum where that lies beyond, away from zero, and back where it does not.
        let bits = sum.to_bits();
        let outward = u64::from((error > 0.0) == (sum > 0.0));
        let step = u64::from(error != 0.0) & !bits & 1;
        f64::from_bits(bits.wrapping_sub(step).wrapping_add(2 * (step & outward))) as f32
    }
}

/// The polynomial of a number with these terms, the constant one first.
///
/// Written out rather than looped over, or compilers would make no vectors of what calls it.
macro_rules! polynomial {
    ($fused:ty, $x:expr, $term:expr $(,)?) => {
        $term
    };
    ($fused:ty, $x:expr, $term:expr, $($more:expr),+ $(,)?) => {
        <$fused>::fused(polynomial!($fused, $x, $($more),+), $x, $term)
    };
}

/// Writes a row as levels of eight bits, each xor `FLIP`, and returns their scale.
///
/// The quotient `x / scale` comes from the reciprocal and one step of correction, which rounds it
/// as a division would (Markstein), at a third of the cost.
#[inline(always)]
pub(crate) fn quantise<F: Fused, const FLIP: u8>(row: &[f32], levels: &mut [u8]) -> f32 {
    let largest = largest_size(row);
    if largest < NOTHING {
        levels.fill(FLIP);
        return 1.0;
    }
    let scale = largest / LEVELS;
    let reciprocal = 1.0 / scale;
    for (level, &value) in levels.iter_mut().zip(row) {
        let near = value * reciprocal;
        let quotient = F::fused(F::fused(-near, scale, value), reciprocal, near);
        *level = (quotient + ROUNDER).to_bits() as u8 ^ FLIP;
    }
    scale
}

/// Replaces each number `x` of a row by `x` times the normal distribution's share below `x`.
#[inline(always)]
pub(crate) fn gelu<F: Fused>(row: &mut [f32]) {
    for value in row {
        *value = gelu_of::<F>(*value);
    }
}

/// Adds `other` to a row and normalises it to mean 0 and variance 1, then scales and shifts it.
#[inline(always)]
pub(crate) fn add_normalise<F: Fused>(
    row: &mut [f32],
    other: &[f32],
    weight: &[f32],
    bias: &[f32],
    epsilon: f32,
) {
    let (weight, bias) = (&weight[..row.len()], &bias[..row.len()]);
    for (value, &more) in row.iter_mut().zip(other) {
        *value += more;
    }
    let count = row.len() as f32;
    let mean = sum_of(row, |value| value) / count;
    let variance = sum_of(row, |value| (value - mean) * (value - mean)) / count;
    let factor = 1.0 / (variance + epsilon).sqrt();
    for ((value, &weight), &bias) in row.iter_mut().zip(weight).zip(bias) {
        *value = F::fused((*value - mean) * factor, weight, bias);
    }
}

/// Replaces each column of scores by its exponentials, relative to its largest, and `factors` by one
/// over their sums, which are taken from top to bottom.
#[inline(always)]
pub(crate) fn softmax<F: Fused>(scores: &mut [f32], factors: &mut [f32; CHANNELS]) {
    // Two rows at once, for the order does not matter here.
    let mut pair = [f32::MIN; 2 * CHANNELS];
    let (pairs, rest) = scores.as_chunks::<{ 2 * CHANNELS }>();
    for row in pairs {
        for (top, &score) in pair.iter_mut().zip(row) {
            *top = if score > *top { score } else { *top };
        }
    }
    for (top, &score) in pair.iter_mut().zip(rest) {
        *top = if score > *top { score } else { *top };
    }
    let mut top = [f32::MIN; CHANNELS];
    for (number, top) in top.iter_mut().enumerate() {
        let (one, other) = (pair[number], pair[CHANNELS + number]);
        *top = if other > one { other } else { one };
    }
    let mut sums = [0.0; CHANNELS];
    for row in scores.as_chunks_mut::<CHANNELS>().0 {
        for (score, &top) in row.iter_mut().zip(&top) {
            *score = exp::<F>(*score - top);
        }
        for (sum, &score) in sums.iter_mut().zip(row.iter()) {
            *sum += score;
        }
    }
    for (factor, sum) in factors.iter_mut().zip(sums) {
        *factor = 1.0 / sum;
    }
}

/// Writes rows as columns, `height` apart, and zeros where rows are missing; `height` is a multiple of 8.
///
/// Rows are at most [`WIDEST`] long.
#[inline(always)]
pub(crate) fn transpose(rows: &[&[f32]], columns: &mut [f32], height: usize) {
    const BLOCK: usize = 8;
    const MISSING: &[f32; WIDEST] = &[0.0; WIDEST];
    let width = columns.len() / height;
    for begin in (0..height).step_by(BLOCK) {
        let mut block = [&MISSING[..width]; BLOCK];
        for (slot, row) in block.iter_mut().zip(rows.get(begin..).unwrap_or_default()) {
            *slot = &row[..width];
        }
        for (number, column) in columns.chunks_exact_mut(height).enumerate() {
            let column = &mut column[begin..][..BLOCK];
            for place in 0..BLOCK {
                column[place] = block[place][number];
            }
        }
    }
}

/// Replaces scores by logarithms of probabilities.
#[inline(always)]
pub(crate) fn log_softmax<F: Fused>(row: &mut Row) {
    let top = row.iter().copied().fold(f32::MIN, f32::max);
    let mut sum = 0.0;
    for &value in row.iter() {
        sum += exp::<F>(value - top);
    }
    let shift = top + ln_of_few(sum);
    for value in row {
        *value -= shift;
    }
}

/// The exponential of a number that is at most 0, to 4e-7 of it, near 0 to 1e-7; 0 below -87.
#[inline(always)]
pub(crate) fn exp<F: Fused>(x: f32) -> f32 {
    const SMALLEST: f32 = -87.0;
    let shifted = F::fused(x, std::f32::consts::LOG2_E, ROUNDER);
    let whole = shifted - ROUNDER;
    let rest = F::fused(-whole, std::f32::consts::LN_2, x);
    // Least worst relative error on half a binary logarithm to either side of 0.
    let near = polynomial!(
        F,
        rest,
        1.0,
        0.999_999_7,
        0.499_991_48,
        0.166_676_37,
        0.041_898_03,
        0.008_290_295_5,
    );
    // The lowest bits of `shifted` are the power of two: added to the exponent's.
    let value = f32::from_bits(near.to_bits().wrapping_add(shifted.to_bits() << 23));
    if x < SMALLEST { 0.0 } else { value }
}

/// `x · Φ(x)`, to 4e-7 of the larger of 1 and |x|.
///
/// Φ(x) is ½ + x·P(x²), P the polynomial of least worst error (3e-8) for |x| ≤ 5; beyond, Φ is
/// as good as 0 or 1. No exponential and no division: this runs 1,536 times a piece and layer.
#[inline(always)]
fn gelu_of<F: Fused>(x: f32) -> f32 {
    const FAR: f32 = 5.0;
    let near = if x > FAR { FAR } else { x };
    let near = if near < -FAR { -FAR } else { near };
    // Maps 0..25 to -1..1, where the terms are small and rounding does not add up.
    let place = F::fused(near * near, 2.0 / (FAR * FAR), -1.0);
    let share = polynomial!(
        F,
        place,
        0.141_363_81,
        -0.070_296_79,
        0.051_518_44,
        -0.040_427_063,
        0.031_469_96,
        -0.023_404_16,
        0.016_268_726,
        -0.010_661_485,
        0.006_696_587_4,
        -0.003_587_437,
        0.001_442_984_4,
        -0.000_840_752_6,
        0.000_710_507_2,
        -0.000_253_397,
    );
    x * F::fused(near, share, 0.5)
}

/// The natural logarithm of a sum of at most [`LABELS`] exponentials of which the largest is 1.
#[inline(always)]
fn ln_of_few(sum: f32) -> f32 {
    const _: () = assert!(LABELS <= 8);
    let mut rest = f64::from(sum);
    let mut whole = 0.0;
    for _ in 0..3 {
        if rest > std::f64::consts::SQRT_2 {
            rest *= 0.5;
            whole += std::f64::consts::LN_2;
        }
    }
    (whole + ln_near_one(rest)) as f32
}

/// The natural logarithm of a number from √½ to √2: twice the series of the inverse hyperbolic
/// tangent, of which the first term left out is below 1e-13.
#[inline(always)]
pub(crate) fn ln_near_one(x: f64) -> f64 {
    let z = (x - 1.0) / (x + 1.0);
    let square = z * z;
    let mut series = 0.0;
    for odd in [15.0, 13.0, 11.0, 9.0, 7.0, 5.0, 3.0, 1.0] {
        series = series * square + 1.0 / odd;
    }
    2.0 * z * series
}

#[inline(always)]
fn largest_size(row: &[f32]) -> f32 {
    let mut lanes = [0.0; LANES];
    over_lanes(row, &mut lanes, |lane, value| {
        let size = value.abs();
        if size > lane { size } else { lane }
    });
    fold(lanes, |one, other| if other > one { other } else { one })
}

#[inline(always)]
fn sum_of(row: &[f32], term: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0; LANES];
    over_lanes(row, &mut lanes, |lane, value| lane + term(value));
    fold(lanes, |one, other| one + other)
}

/// Folds the number at index `i` into lane `i % LANES`, in order of `i`.
#[inline(always)]
fn over_lanes(row: &[f32], lanes: &mut [f32; LANES], step: impl Fn(f32, f32) -> f32) {
    let (whole, rest) = row.as_chunks::<LANES>();
    for chunk in whole {
        for (lane, &value) in lanes.iter_mut().zip(chunk) {
            *lane = step(*lane, value);
        }
    }
    for (lane, &value) in lanes.iter_mut().zip(rest) {
        *lane = step(*lane, value);
    }
}

/// Joins lane `i` with lane `i + half`, and so on with half of the half, down to one.
#[inline(always)]
fn fold(mut lanes: [f32; LANES], join: impl Fn(f32, f32) -> f32) -> f32 {
    let mut half = LANES / 2;
    while half > 0 {
        for lane in 0..half {
            lanes[lane] = join(lanes[lane], lanes[lane + half]);
        }
        half /= 2;
    }
    lanes[0]
}

#[cfg(test)]
mod tests {
    #![expect(clippy::float_cmp, reason = "exact numbers are asked for")]

    use super::*;
    use proptest::prelude::*;

    /// Φ, by the series that converges everywhere.
    fn normal_share(x: f64) -> f64 {
        let (mut term, mut sum) = (x, x);
        for odd in (3..200).step_by(2) {
            term *= x * x / f64::from(odd);
            sum += term;
        }
        0.5 + sum * (-x * x / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt()
    }

    proptest! {
        #[test]
        fn emulated_multiply_add_rounds_once(a: u32, b: u32, c: u32) {
            let [a, b, c] = [a, b, c].map(f32::from_bits);
            let (ours, exact) = (Emulated::fused(a, b, c), a.mul_add(b, c));
            prop_assert!(ours.to_bits() == exact.to_bits() || exact.is_nan() && ours.is_nan());
        }

        #[test]
        fn emulated_multiply_add_rounds_once_near_cancellation(
            a in -2.0_f32..2.0,
            b in -2.0_f32..2.0,
            ulps in -4_i32..4,
        ) {
            let c = f32::from_bits((-(a * b)).to_bits().wrapping_add_signed(ulps));
            let (ours, exact) = (Emulated::fused(a, b, c), a.mul_add(b, c));
            prop_assert!(ours.to_bits() == exact.to_bits() || exact.is_nan() && ours.is_nan());
        }

        #[test]
        fn exp_is_close(x in -87.0_f32..0.0) {
            let exact = f64::from(x).exp();
            prop_assert!((f64::from(exp::<Emulated>(x)) - exact).abs() <= 4e-7 * exact);
        }

        #[test]
        fn gelu_is_close(x in -10.0_f32..10.0) {
            let exact = f64::from(x) * normal_share(f64::from(x));
            let size = f64::from(x.abs().max(1.0));
            prop_assert!((f64::from(gelu_of::<Emulated>(x)) - exact).abs() <= 4e-7 * size);
        }

        #[test]
        fn levels_are_rounded_quotients(row in prop::collection::vec(-50.0_f32..50.0, 1..200)) {
            let mut levels = vec![0; row.len()];
            let scale = quantise::<Emulated, 0>(&row, &mut levels);
            for (level, value) in levels.into_iter().zip(row) {
                let expected = (value / scale).round_ties_even();
                prop_assert_eq!(f32::from(level.cast_signed()), expected);
            }
        }

        #[test]
        fn probabilities_sum_to_one(row: [i16; LABELS]) {
            let mut row = row.map(|score| f32::from(score) / 1000.0);
            log_softmax::<Emulated>(&mut row);
            let sum: f64 = row.iter().map(|&log| f64::from(log).exp()).sum();
            prop_assert!((sum - 1.0).abs() < 1e-5, "{}", sum);
        }
    }

    #[test]
    fn zeros_have_scale_one() {
        let mut levels = [7; 3];
        assert_eq!(quantise::<Emulated, 0x80>(&[0.0, -0.0, 0.0], &mut levels), 1.0);
        assert_eq!(levels, [0x80; 3]);
    }

    #[test]
    fn exp_ends() {
        assert_eq!(exp::<Emulated>(0.0), 1.0);
        assert_eq!(exp::<Emulated>(-88.0), 0.0);
        assert_eq!(exp::<Emulated>(f32::MIN), 0.0);
    }

    #[test]
    fn transposed_columns_are_rows() {
        let rows: Vec<Vec<f32>> =
            (0..11).map(|row| (0..5).map(|column| (row * 10 + column) as f32).collect()).collect();
        let rows: Vec<_> = rows.iter().map(Vec::as_slice).collect();
        let mut columns = vec![-1.0; 3 * 16];
        transpose(&rows, &mut columns, 16);
        assert_eq!(columns[..3], [0.0, 10.0, 20.0]);
        assert_eq!(columns[2 * 16 + 10..], [102.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    }
}
