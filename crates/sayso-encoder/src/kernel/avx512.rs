//! How are the operations done with 512-bit vectors and VNNI?
//!
//! Both products work on tiles of up to twelve rows and 32 columns: 24 sums in registers, enough to
//! hide the latency of the multipliers, each vector that is loaded used twelve times.

use super::Product;
use crate::linear::{Levels, Linear, Packing, tiles};
use std::arch::x86_64::{
    __m512, __m512i, _mm512_add_ps, _mm512_cvtepi32_ps, _mm512_dpbusd_epi32, _mm512_fmadd_ps,
    _mm512_loadu_ps, _mm512_loadu_si512, _mm512_mul_ps, _mm512_set1_epi32, _mm512_set1_ps,
    _mm512_setzero_ps, _mm512_storeu_ps,
};
use std::array;

/// Levels are unsigned here, 128 more than they are.
pub(super) const PACKING: Packing = Packing { panel: COLUMNS, group: 4, rows: ROWS, offset: 128 };

/// Columns of a tile.
const COLUMNS: usize = 32;

/// Most rows of a tile.
const ROWS: usize = 12;

row_operations!(
    crate::math::Native,
    0x80,
    #[target_feature(enable = "avx2,fma,avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")]
);

#[target_feature(enable = "avx2,fma,avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")]
pub(super) fn linear(levels: &Levels, linear: &Linear, out: &mut [f32]) {
    let panels = linear.weights.chunks_exact(COLUMNS * linear.inputs);
    for (panel, weights) in panels.enumerate() {
        let panel = Panel { weights: weights.as_chunks().0, begin: panel * COLUMNS, linear };
        for (begin, count) in tiles(levels.scales.len(), ROWS) {
            by_count!(
                count, 1 2 3 4 5 6 7 8 9 10 11, 12 => linear_tile(&panel, levels, begin, out)
            );
        }
    }
}

/// Weights of 32 channels, four inputs of each side by side.
struct Panel<'a> {
    weights: &'a [[i8; 4 * COLUMNS]],
    begin: usize,
    linear: &'a Linear,
}

#[target_feature(enable = "avx2,fma,avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")]
fn linear_tile<const N: usize>(panel: &Panel<'_>, levels: &Levels, begin: usize, out: &mut [f32]) {
    let linear = panel.linear;
    let levels_of_tile = levels.bytes[begin * linear.inputs..].as_chunks::<4>().0;
    let start: [_; 2] = array::from_fn(|half| integers(&linear.start[panel.begin + half * 16..]));
    let mut sums = [start; N];
    for (weights, levels) in panel.weights.iter().zip(levels_of_tile.as_chunks::<N>().0) {
        let weights = weights.as_chunks::<64>().0;
        let weights = [bytes(&weights[0]), bytes(&weights[1])];
        for row in 0..N {
            let level = _mm512_set1_epi32(i32::from_le_bytes(levels[row]));
            sums[row][0] = _mm512_dpbusd_epi32(sums[row][0], level, weights[0]);
            sums[row][1] = _mm512_dpbusd_epi32(sums[row][1], level, weights[1]);
        }
    }
    // Into an array of its own: the sums stay in registers only as long as no index into them is
    // unknown when this is compiled.
    let mut results = [[_mm512_setzero_ps(); 2]; N];
    for row in 0..N {
        results[row] = [_mm512_cvtepi32_ps(sums[row][0]), _mm512_cvtepi32_ps(sums[row][1])];
    }
    let width = linear.width();
    let out = out[begin * width..].chunks_mut(width);
    let scales = &levels.scales[begin..];
    for ((out, results), &row_scale) in out.zip(results).zip(scales) {
        for (half, result) in results.into_iter().enumerate() {
            let at = panel.begin + half * 16;
            let scale = _mm512_mul_ps(_mm512_set1_ps(row_scale), floats(&linear.scale[at..]));
            let result = _mm512_mul_ps(result, scale);
            store(_mm512_add_ps(result, floats(&linear.bias[at..])), &mut out[at..]);
        }
    }
}

#[target_feature(enable = "avx2,fma,avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")]
pub(super) fn product(product: &Product<'_>, out: &mut [f32], stride: usize) {
    for (begin, count) in tiles(product.factors.len(), ROWS) {
        let out = &mut out[begin * stride..];
        for column in (0..product.columns).step_by(COLUMNS) {
            by_count!(
                count, 1 2 3 4 5 6 7 8 9 10 11, 12
                    => product_tile(product, begin, column, &mut out[column..], stride)
            );
        }
    }
}

#[target_feature(enable = "avx2,fma,avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")]
fn product_tile<const N: usize>(
    product: &Product<'_>,
    begin: usize,
    column: usize,
    out: &mut [f32],
    stride: usize,
) {
    let left = product.left[begin..].chunks(product.left_stride);
    let right = product.right[column..].chunks(product.right_stride);
    let mut sums = [[_mm512_setzero_ps(); 2]; N];
    for (left, right) in left.zip(right).take(product.depth) {
        let left: &[f32; N] = left
            .first_chunk()
            .expect("a tile begins at most its own rows before the end of a stride");
        let right = [floats(right), floats(&right[16..])];
        for row in 0..N {
            let left = _mm512_set1_ps(left[row]);
            sums[row][0] = _mm512_fmadd_ps(left, right[0], sums[row][0]);
            sums[row][1] = _mm512_fmadd_ps(left, right[1], sums[row][1]);
        }
    }
    // As above.
    let factors = &product.factors[begin..begin + N];
    let mut results = [[_mm512_setzero_ps(); 2]; N];
    for row in 0..N {
        let factor = _mm512_set1_ps(factors[row]);
        results[row] = [_mm512_mul_ps(sums[row][0], factor), _mm512_mul_ps(sums[row][1], factor)];
    }
    for (out, results) in out.chunks_mut(stride).zip(results) {
        store(results[0], out);
        store(results[1], &mut out[16..]);
    }
}

#[target_feature(enable = "avx512f")]
#[inline]
fn bytes(values: &[i8; 64]) -> __m512i {
    // SAFETY: reads 64 bytes, which the array has.
    unsafe { _mm512_loadu_si512(values.as_ptr().cast()) }
}

#[target_feature(enable = "avx512f")]
#[inline]
fn integers(values: &[i32]) -> __m512i {
    let values = &values[..16];
    // SAFETY: reads 16 numbers, which the slice was just seen to have.
    unsafe { _mm512_loadu_si512(values.as_ptr().cast()) }
}

#[target_feature(enable = "avx512f")]
#[inline]
fn floats(values: &[f32]) -> __m512 {
    let values = &values[..16];
    // SAFETY: reads 16 numbers, which the slice was just seen to have.
    unsafe { _mm512_loadu_ps(values.as_ptr()) }
}

#[target_feature(enable = "avx512f")]
#[inline]
fn store(values: __m512, out: &mut [f32]) {
    let out = &mut out[..16];
    // SAFETY: writes 16 numbers, for which the slice was just seen to have room.
    unsafe { _mm512_storeu_ps(out.as_mut_ptr(), values) }
}
