//! How are the operations done on any processor?
//!
//! In plain loops that compilers turn into what vectors they know of.

use super::Product;
use crate::linear::{CHANNELS, Levels, Linear, Packing};
use crate::math::Fused;

/// Multiplies and adds as fast as the target of this build can.
#[cfg(any(target_feature = "fma", target_arch = "aarch64"))]
type Adder = crate::math::Native;
#[cfg(not(any(target_feature = "fma", target_arch = "aarch64")))]
type Adder = crate::math::Emulated;

/// A channel lies as it does in the file.
pub(super) const PACKING: Packing = Packing { panel: 1, group: 0, rows: 1, offset: 0 };

row_operations!(Adder, 0);

pub(super) fn linear(levels: &Levels, linear: &Linear, out: &mut [f32]) {
    let (inputs, width) = (linear.inputs, linear.width());
    // In 16 bits, for which even the oldest vectors have a multiplication that adds pairs.
    let wide: Vec<_> = levels.bytes.iter().map(|level| i16::from(level.cast_signed())).collect();
    let mut weights = vec![0; inputs];
    for (channel, narrow) in linear.weights.chunks_exact(inputs).enumerate() {
        for (weight, &narrow) in weights.iter_mut().zip(narrow) {
            *weight = i16::from(narrow);
        }
        let (scale, bias) = (linear.scale[channel], linear.bias[channel]);
        let rows = wide.chunks_exact(inputs).zip(&levels.scales);
        for ((row, &row_scale), out) in rows.zip(out.chunks_exact_mut(width)) {
            let pairs = row.iter().zip(&weights);
            let sum: i32 =
                pairs.map(|(&level, &weight)| i32::from(level) * i32::from(weight)).sum();
            out[channel] = sum as f32 * (row_scale * scale) + bias;
        }
    }
}

pub(super) fn product(product: &Product<'_>, out: &mut [f32], stride: usize) {
    for (row, (&factor, out)) in product.factors.iter().zip(out.chunks_mut(stride)).enumerate() {
        for begin in (0..product.columns).step_by(CHANNELS) {
            let mut sums = [0.0; CHANNELS];
            let left = product.left[row..].iter().step_by(product.left_stride);
            let right = product.right[begin..].chunks(product.right_stride);
            for (&left, right) in left.zip(right).take(product.depth) {
                for (sum, &right) in sums.iter_mut().zip(&right[..CHANNELS]) {
                    *sum = Adder::fused(left, right, *sum);
                }
            }
            for (out, sum) in out[begin..begin + CHANNELS].iter_mut().zip(sums) {
                *out = sum * factor;
            }
        }
    }
}
