//! How are the operations done with 256-bit vectors and VNNI?
//!
//! As [`super::avx512`] does, in tiles of six rows and 16 columns, for there are 16 registers.

use super::{Product, avx2};
use crate::linear::{Levels, Linear, Packing, tiles};
use std::arch::x86_64::{_mm256_dpbusd_avx_epi32, _mm256_set1_epi32};
use std::array;

/// Levels are unsigned here, 128 more than they are.
pub(super) const PACKING: Packing = Packing { panel: COLUMNS, group: 4, rows: ROWS, offset: 128 };

/// Columns of a tile.
const COLUMNS: usize = 16;

/// Most rows of a tile.
const ROWS: usize = 6;

row_operations!(crate::math::Native, 0x80, #[target_feature(enable = "avx2,fma,avxvnni")]);

#[target_feature(enable = "avx2,fma,avxvnni")]
pub(super) fn linear(levels: &Levels, linear: &Linear, out: &mut [f32]) {
    let panels = linear.weights.chunks_exact(COLUMNS * linear.inputs);
    for (panel, weights) in panels.enumerate() {
        for (begin, count) in tiles(levels.scales.len(), ROWS) {
            by_count!(
                count, 1 2 3 4 5, 6
                    => linear_tile(weights.as_chunks().0, levels, linear, begin, panel * COLUMNS, out)
            );
        }
    }
}

#[target_feature(enable = "avx2,fma,avxvnni")]
pub(super) fn product(product: &Product<'_>, out: &mut [f32], stride: usize) {
    avx2::product(product, out, stride);
}

#[target_feature(enable = "avx2,fma,avxvnni")]
fn linear_tile<const N: usize>(
    panel: &[[i8; 4 * COLUMNS]],
    levels: &Levels,
    linear: &Linear,
    begin: usize,
    column: usize,
    out: &mut [f32],
) {
    let levels_of_tile = levels.bytes[begin * linear.inputs..].as_chunks::<4>().0;
    let start: [_; 2] = array::from_fn(|half| avx2::integers(&linear.start[column + half * 8..]));
    let mut sums = [start; N];
    for (weights, levels) in panel.iter().zip(levels_of_tile.as_chunks::<N>().0) {
        let weights = weights.as_chunks::<32>().0;
        let weights = [avx2::bytes(&weights[0]), avx2::bytes(&weights[1])];
        for row in 0..N {
            let level = _mm256_set1_epi32(i32::from_le_bytes(levels[row]));
            sums[row][0] = _mm256_dpbusd_avx_epi32(sums[row][0], level, weights[0]);
            sums[row][1] = _mm256_dpbusd_avx_epi32(sums[row][1], level, weights[1]);
        }
    }
    avx2::finish(sums, levels, linear, begin, column, out);
}
