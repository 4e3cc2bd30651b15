//! How are the operations done with AVX2 and fused multiply-add?
//!
//! Eight-bit products are made in 16 bits and added in pairs to 32, which loses nothing; the
//! instruction for eight bits would round large pairs down to what 16 bits hold. Weights are
//! widened as they are read, activations once for a tile of rows.

use super::Product;
use crate::linear::{Levels, Linear, Packing, tiles};
use std::arch::x86_64::{
    __m256, __m256i, _mm_loadu_si128, _mm256_add_epi32, _mm256_add_ps, _mm256_cvtepi8_epi16,
    _mm256_cvtepi32_ps, _mm256_fmadd_ps, _mm256_loadu_ps, _mm256_loadu_si256, _mm256_madd_epi16,
    _mm256_mul_ps, _mm256_set1_epi32, _mm256_set1_ps, _mm256_setzero_ps, _mm256_setzero_si256,
    _mm256_storeu_ps,
};

/// Pairs of inputs, for the instruction adds pairs.
pub(super) const PACKING: Packing = Packing { panel: COLUMNS, group: 2, rows: ROWS, offset: 0 };

/// Columns of a tile.
const COLUMNS: usize = 16;

/// Most rows of a tile.
const ROWS: usize = 6;

row_operations!(crate::math::Native, 0, #[target_feature(enable = "avx2,fma")]);

#[target_feature(enable = "avx2,fma")]
pub(super) fn linear(levels: &Levels, linear: &Linear, out: &mut [f32]) {
    let inputs = linear.inputs;
    let mut wide = vec![0; ROWS * inputs * 2];
    for (begin, count) in tiles(levels.scales.len(), ROWS) {
        let narrow = &levels.bytes[begin * inputs..(begin + count) * inputs];
        for (wide, &level) in wide.as_chunks_mut().0.iter_mut().zip(narrow) {
            *wide = i16::from(level.cast_signed()).to_le_bytes();
        }
        for (panel, weights) in linear.weights.chunks_exact(COLUMNS * inputs).enumerate() {
            let weights = weights.as_chunks().0;
            by_count!(
                count, 1 2 3 4 5, 6
                    => linear_tile(weights, &wide, levels, linear, begin, panel * COLUMNS, out)
            );
        }
    }
}

#[target_feature(enable = "avx2,fma")]
pub(super) fn product(product: &Product<'_>, out: &mut [f32], stride: usize) {
    for (begin, count) in tiles(product.factors.len(), ROWS) {
        let out = &mut out[begin * stride..];
        for column in (0..product.columns).step_by(COLUMNS) {
            by_count!(
                count, 1 2 3 4 5, 6
                    => product_tile(product, begin, column, &mut out[column..], stride)
            );
        }
    }
}

/// Writes the results of a tile: scales its sums and adds the bias.
#[target_feature(enable = "avx2,fma")]
#[inline]
pub(super) fn finish<const N: usize>(
    sums: [[__m256i; 2]; N],
    levels: &Levels,
    linear: &Linear,
    begin: usize,
    column: usize,
    out: &mut [f32],
) {
    // Into an array of its own: the sums stay in registers only as long as no index into them is
    // unknown when this is compiled.
    let mut results = [[_mm256_setzero_ps(); 2]; N];
    for row in 0..N {
        results[row] = [_mm256_cvtepi32_ps(sums[row][0]), _mm256_cvtepi32_ps(sums[row][1])];
    }
    let width = linear.width();
    let out = out[begin * width..].chunks_mut(width);
    let scales = &levels.scales[begin..];
    for ((out, results), &row_scale) in out.zip(results).zip(scales) {
        for (half, result) in results.into_iter().enumerate() {
            let at = column + half * 8;
            let scale = _mm256_mul_ps(_mm256_set1_ps(row_scale), floats(&linear.scale[at..]));
            let result = _mm256_mul_ps(result, scale);
            store(_mm256_add_ps(result, floats(&linear.bias[at..])), &mut out[at..]);
        }
    }
}

#[target_feature(enable = "avx2,fma")]
fn linear_tile<const N: usize>(
    panel: &[[i8; 2 * COLUMNS]],
    wide: &[u8],
    levels: &Levels,
    linear: &Linear,
    begin: usize,
    column: usize,
    out: &mut [f32],
) {
    let mut sums = [[_mm256_setzero_si256(); 2]; N];
    for (weights, pairs) in panel.iter().zip(wide.as_chunks::<4>().0.as_chunks::<N>().0) {
        let weights = weights.as_chunks::<16>().0;
        let weights = [widened(&weights[0]), widened(&weights[1])];
        for row in 0..N {
            let pair = _mm256_set1_epi32(i32::from_le_bytes(pairs[row]));
            for half in 0..2 {
                let products = _mm256_madd_epi16(pair, weights[half]);
                sums[row][half] = _mm256_add_epi32(sums[row][half], products);
            }
        }
    }
    finish(sums, levels, linear, begin, column, out);
}

#[target_feature(enable = "avx2,fma")]
fn product_tile<const N: usize>(
    product: &Product<'_>,
    begin: usize,
    column: usize,
    out: &mut [f32],
    stride: usize,
) {
    let left = product.left[begin..].chunks(product.left_stride);
    let right = product.right[column..].chunks(product.right_stride);
    let mut sums = [[_mm256_setzero_ps(); 2]; N];
    for (left, right) in left.zip(right).take(product.depth) {
        let left: &[f32; N] = left
            .first_chunk()
            .expect("a tile begins at most its own rows before the end of a stride");
        let right = [floats(right), floats(&right[8..])];
        for row in 0..N {
            let left = _mm256_set1_ps(left[row]);
            sums[row][0] = _mm256_fmadd_ps(left, right[0], sums[row][0]);
            sums[row][1] = _mm256_fmadd_ps(left, right[1], sums[row][1]);
        }
    }
    // As above.
    let factors = &product.factors[begin..begin + N];
    let mut results = [[_mm256_setzero_ps(); 2]; N];
    for row in 0..N {
        let factor = _mm256_set1_ps(factors[row]);
        results[row] = [_mm256_mul_ps(sums[row][0], factor), _mm256_mul_ps(sums[row][1], factor)];
    }
    for (out, results) in out.chunks_mut(stride).zip(results) {
        store(results[0], out);
        store(results[1], &mut out[8..]);
    }
}

#[target_feature(enable = "avx2")]
#[inline]
fn widened(values: &[i8; 16]) -> __m256i {
    // SAFETY: reads 16 bytes, which the array has.
    _mm256_cvtepi8_epi16(unsafe { _mm_loadu_si128(values.as_ptr().cast()) })
}

#[target_feature(enable = "avx2")]
#[inline]
pub(super) fn bytes(values: &[i8; 32]) -> __m256i {
    // SAFETY: reads 32 bytes, which the array has.
    unsafe { _mm256_loadu_si256(values.as_ptr().cast()) }
}

#[target_feature(enable = "avx2")]
#[inline]
pub(super) fn integers(values: &[i32]) -> __m256i {
    let values = &values[..8];
    // SAFETY: reads eight numbers, which the slice was just seen to have.
    unsafe { _mm256_loadu_si256(values.as_ptr().cast()) }
}

#[target_feature(enable = "avx2")]
#[inline]
fn floats(values: &[f32]) -> __m256 {
    let values = &values[..8];
    // SAFETY: reads eight numbers, which the slice was just seen to have.
    unsafe { _mm256_loadu_ps(values.as_ptr()) }
}

#[target_feature(enable = "avx2")]
#[inline]
fn store(values: __m256, out: &mut [f32]) {
    let out = &mut out[..8];
    // SAFETY: writes eight numbers, for which the slice was just seen to have room.
    unsafe { _mm256_storeu_ps(out.as_mut_ptr(), values) }
}
