//! How do probabilities and their logarithms become each other, with the same bits everywhere?
//!
//! A platform's own library may round otherwise than another's, and decoding compares what comes of
//! it. These are slower than the kernels' own and meant for a few numbers a word.

use crate::math;

/// The exponential of a number, to about 1e-7 of it; 0 below -87, and 1 above 0.
pub fn exp(x: f32) -> f32 {
    math::exp::<math::Emulated>(x.min(0.0))
}

/// The natural logarithm of a positive number, correct to the last bit but one; that of the smallest
/// normal number for what is smaller.
pub fn ln(x: f32) -> f32 {
    const FRACTION: u64 = (1 << 52) - 1;
    const ONE: u64 = 1023 << 52;
    let bits = f64::from(x.max(f32::MIN_POSITIVE)).to_bits();
    let mut whole = f64::from((bits >> 52) as i32 - 1023);
    let mut rest = f64::from_bits(bits & FRACTION | ONE);
    if rest > std::f64::consts::SQRT_2 {
        rest *= 0.5;
        whole += 1.0;
    }
    (whole * std::f64::consts::LN_2 + math::ln_near_one(rest)) as f32
}

/// The logistic function: the probability of log odds, to about 1e-7.
pub fn probability(odds: f32) -> f32 {
    let small = exp(-odds.abs());
    let less = small / (1.0 + small);
    if odds < 0.0 { less } else { 1.0 - less }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn they_are_near_the_true_ones(x in -80.0_f32..0.0, p in 1e-30_f32..2.0) {
            let (found, wanted) = (f64::from(exp(x)), f64::from(x).exp());
            prop_assert!((found - wanted).abs() <= 4e-7 * wanted, "{} {}", found, wanted);
            let (found, wanted) = (f64::from(ln(p)), f64::from(p).ln());
            prop_assert!((found - wanted).abs() <= 2e-7 * wanted.abs().max(1e-30), "{} {}", found, wanted);
        }

        #[test]
        fn odds_and_their_negative_share_one(odds in -20.0_f32..20.0) {
            prop_assert!((probability(odds) + probability(-odds) - 1.0).abs() < 1e-6);
        }
    }

    #[test]
    fn the_ends_are_no_surprise() {
        assert_eq!((exp(0.0), exp(3.0), exp(-90.0)), (1.0, 1.0, 0.0));
        assert_eq!((ln(1.0), ln(0.0)), (0.0, ln(f32::MIN_POSITIVE)));
    }
}
