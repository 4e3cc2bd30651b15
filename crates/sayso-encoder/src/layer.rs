//! What does one layer of the encoder compute?
//!
//! Attention over all rows of a window, then two linear maps with GELU between, each half added to what
//! came in and normalised, as BERT does it. Rows are pieces in the encoder and words in the reader.
//!
//! Everything runs in parts that stay in the cache: attention head by head, and the rest in blocks of
//! few rows.

use crate::kernel::{Kernel, Product};
use crate::linear::{Aligned, CHANNELS, Levels, Linear};

/// Rows that go through the second half of a layer together: few enough for their inner activations
/// and a layer's weights to share the second cache.
const BLOCK: usize = 48;

/// A layer normalisation.
#[derive(Debug)]
pub(crate) struct Norm {
    pub(crate) weight: Vec<f32>,
    pub(crate) bias: Vec<f32>,
    pub(crate) epsilon: f32,
}

/// A transformer layer.
#[derive(Debug)]
pub(crate) struct Layer {
    /// For each head the map to its query, key and value, side by side.
    pub(crate) heads: Vec<Linear>,
    /// From all heads' results to what attention adds.
    pub(crate) output: Linear,
    pub(crate) attention_norm: Norm,
    pub(crate) up: Linear,
    pub(crate) down: Linear,
    pub(crate) output_norm: Norm,
}

/// Memory that windows use one after the other; what it holds between two calls means nothing.
#[derive(Debug, Default)]
pub struct Scratch {
    /// The rows between two layers.
    pub(crate) hidden: Aligned<f32>,
    pub(crate) levels: Levels,
    pub(crate) narrow: Aligned<f32>,
    next: Aligned<f32>,
    head: Aligned<f32>,
    keys: Aligned<f32>,
    queries: Aligned<f32>,
    scores: Aligned<f32>,
    context: Aligned<f32>,
    block: Levels,
    sums: Aligned<f32>,
    inner: Aligned<f32>,
}

impl Norm {
    /// Adds `other` to a row and normalises it.
    pub(crate) fn apply(&self, kernel: Kernel, row: &mut [f32], other: &[f32]) {
        kernel.add_normalise(row, other, &self.weight, &self.bias, self.epsilon);
    }
}

impl Layer {
    /// Replaces `scratch.hidden` by what the layer makes of it.
    ///
    /// With `chosen`, all rows are attended to, but only those of these numbers come out, in that order.
    pub(crate) fn apply(&self, kernel: Kernel, chosen: Option<&[usize]>, scratch: &mut Scratch) {
        let width = self.output.inputs;
        scratch.levels.take(kernel, &scratch.hidden, width);
        let rows = chosen.map_or(scratch.levels.scales.len(), <[usize]>::len);
        scratch.context.reshape(rows * width);
        for number in 0..self.heads.len() {
            self.attend(kernel, number, chosen, scratch);
        }
        let residual = |row: usize| chosen.map_or(row, |chosen| chosen[row]) * width;
        scratch.next.reshape(rows * width);
        for begin in (0..rows).step_by(BLOCK) {
            let end = rows.min(begin + BLOCK);
            let Scratch { block, sums, inner, .. } = scratch;
            block.take(kernel, &scratch.context[begin * width..end * width], width);
            self.output.apply(kernel, block, sums);
            for (row, sum) in (begin..end).zip(sums.chunks_exact_mut(width)) {
                let residual = &scratch.hidden[residual(row)..][..width];
                self.attention_norm.apply(kernel, sum, residual);
            }
            block.take(kernel, sums, width);
            self.up.apply(kernel, block, inner);
            block.take_gelu(kernel, inner, self.down.inputs);
            let out = &mut scratch.next[begin * width..end * width];
            kernel.linear(block, &self.down, out);
            for (out, residual) in out.chunks_exact_mut(width).zip(sums.chunks_exact(width)) {
                self.output_norm.apply(kernel, out, residual);
            }
        }
        std::mem::swap(&mut scratch.hidden, &mut scratch.next);
    }

    /// Writes what one head sees for each query into its columns of `scratch.context`.
    ///
    /// Scores are kept with a row for each key and a column for each query of a block, so that
    /// neither product nor the softmax between them has to sum along a vector.
    fn attend(
        &self,
        kernel: Kernel,
        number: usize,
        chosen: Option<&[usize]>,
        scratch: &mut Scratch,
    ) {
        let Scratch { levels, head, keys, queries, scores, context, .. } = scratch;
        let width = self.output.inputs;
        let size = width / self.heads.len();
        let stride = self.heads[number].width();
        let count = levels.scales.len();
        let padded = count.next_multiple_of(CHANNELS);
        self.heads[number].apply(kernel, levels, head);
        let rows: Vec<_> = head.chunks_exact(stride).collect();
        let key_rows: Vec<_> = rows.iter().map(|row| &row[size..]).collect();
        kernel.transpose(&key_rows, keys.reshape(size * padded), padded);

        let chosen_rows: Vec<_>;
        let rows = match chosen {
            Some(chosen) => {
                chosen_rows = chosen.iter().map(|&row| rows[row]).collect();
                &chosen_rows
            }
            None => &rows,
        };
        let even = vec![1.0 / (size as f32).sqrt(); count];
        let context = context[number * size..].chunks_mut(width * CHANNELS);
        for (rows, context) in rows.chunks(CHANNELS).zip(context) {
            kernel.transpose(rows, queries.reshape(size * CHANNELS), CHANNELS);
            let product = Product {
                left: keys,
                left_stride: padded,
                right: queries,
                right_stride: CHANNELS,
                depth: size,
                columns: CHANNELS,
                factors: &even,
            };
            kernel.product(&product, scores.reshape(count * CHANNELS), CHANNELS);
            let mut factors = [0.0; CHANNELS];
            kernel.softmax(scores, &mut factors);
            let product = Product {
                left: scores,
                left_stride: CHANNELS,
                right: &head[2 * size..],
                right_stride: stride,
                depth: count,
                columns: size,
                factors: &factors[..rows.len()],
            };
            kernel.product(&product, context, width);
        }
    }
}
