//! How does a linear map of eight-bit weights work on eight-bit activations?
//!
//! A [`Linear`] holds the weights of one map in the order its kernel reads them. [`Levels`] are rows of
//! activations, each with a scale of its own:
//!
//! ```text
//! y[o] = (sum of level · weight[o], exact) · (scale of the row · scale[o]) + bias[o]
//! ```

use crate::kernel::Kernel;
use std::ops::{Deref, DerefMut};

/// Channels are stored in groups of this many, the last one filled up with zeros.
pub(crate) const CHANNELS: usize = 32;

/// Bytes of a cache line, and of the widest vector.
const LINE: usize = 64;

/// Numbers that begin at the begin of a cache line, so that no vector of them crosses one.
#[derive(Debug, Default)]
pub(crate) struct Aligned<T> {
    values: Vec<T>,
    skip: usize,
    len: usize,
}

/// A linear map.
#[derive(Debug)]
pub(crate) struct Linear {
    pub(crate) inputs: usize,
    pub(crate) outputs: usize,
    /// `[panel][group of inputs][channel of the panel][input of the group]`.
    pub(crate) weights: Aligned<i8>,
    /// What the sum of each channel begins with: it takes back what the kernel's own form of the
    /// activations adds.
    pub(crate) start: Aligned<i32>,
    pub(crate) scale: Aligned<f32>,
    pub(crate) bias: Aligned<f32>,
}

/// How a kernel wants weights to lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Packing {
    /// Channels that are computed together; divides [`CHANNELS`].
    pub(crate) panel: usize,
    /// Inputs of a channel, or of a row of levels, that lie side by side: 2, 4, or 0 for all of them.
    pub(crate) group: usize,
    /// Most rows of levels that are computed together.
    pub(crate) rows: usize,
    /// What the kernel adds to every level of an activation.
    pub(crate) offset: i32,
}

/// Rows of activations in eight bits.
#[derive(Debug, Default)]
pub(crate) struct Levels {
    /// For each of the kernel's tiles of rows: `[group of inputs][row of the tile][input of the group]`.
    pub(crate) bytes: Aligned<u8>,
    /// The scale of each row.
    pub(crate) scales: Vec<f32>,
    /// One row, before it is spread.
    row: Aligned<u8>,
}

impl Linear {
    /// A map of `weights[outputs][inputs]`.
    pub(crate) fn new(kernel: Kernel, weights: &[i8], scale: &[f32], bias: &[f32]) -> Self {
        let Packing { panel, group, offset, .. } = kernel.packing();
        let outputs = scale.len();
        let inputs = weights.len() / outputs.max(1);
        let group = if group == 0 { inputs } else { group };
        let width = outputs.next_multiple_of(CHANNELS);
        let mut linear = Self {
            inputs,
            outputs,
            weights: Aligned::default(),
            start: Aligned::default(),
            scale: Aligned::default(),
            bias: Aligned::default(),
        };
        linear.scale.reshape(width)[..outputs].copy_from_slice(scale);
        linear.bias.reshape(width)[..outputs].copy_from_slice(bias);
        let start = linear.start.reshape(width);
        let packed = linear.weights.reshape(width * inputs);
        for (output, row) in weights.chunks_exact(inputs.max(1)).enumerate() {
            start[output] = -offset * row.iter().map(|&weight| i32::from(weight)).sum::<i32>();
            let panel_at = output / panel * panel * inputs;
            for (number, part) in row.chunks_exact(group).enumerate() {
                let at = panel_at + (number * panel + output % panel) * group;
                packed[at..at + group].copy_from_slice(part);
            }
        }
        linear
    }

    /// Numbers a row of the result takes: the outputs, filled up to [`CHANNELS`].
    pub(crate) fn width(&self) -> usize {
        self.scale.len()
    }

    /// Maps every row of `levels` into a row of `out`.
    pub(crate) fn apply(&self, kernel: Kernel, levels: &Levels, out: &mut Aligned<f32>) {
        kernel.linear(levels, self, out.reshape(levels.scales.len() * self.width()));
    }
}

impl Levels {
    /// Takes over rows of `width` numbers.
    pub(crate) fn take(&mut self, kernel: Kernel, rows: &[f32], width: usize) {
        let mut rows = rows.chunks_exact(width);
        self.fill(kernel, rows.len(), width, |levels| {
            rows.next().map_or(1.0, |row| kernel.quantise(row, levels))
        });
    }

    /// Takes over rows of `width` numbers after GELU, which it computes in place.
    pub(crate) fn take_gelu(&mut self, kernel: Kernel, rows: &mut [f32], width: usize) {
        let mut rows = rows.chunks_exact_mut(width);
        self.fill(kernel, rows.len(), width, |levels| {
            rows.next().map_or(1.0, |row| kernel.gelu_quantise(row, levels))
        });
    }

    /// Spreads `count` rows over their tiles; `next` writes one and returns its scale.
    fn fill(
        &mut self,
        kernel: Kernel,
        count: usize,
        width: usize,
        mut next: impl FnMut(&mut [u8]) -> f32,
    ) {
        let Packing { rows, group, .. } = kernel.packing();
        let bytes = self.bytes.reshape(count * width);
        let staged = self.row.reshape(width);
        self.scales.clear();
        for (begin, count) in tiles(count, rows) {
            let tile = &mut bytes[begin * width..(begin + count) * width];
            for place in 0..count {
                self.scales.push(next(staged));
                match group {
                    2 => spread::<2>(staged, tile, place, count),
                    4 => spread::<4>(staged, tile, place, count),
                    _ => tile[place * width..][..width].copy_from_slice(staged),
                }
            }
        }
    }
}

/// Copies a row's groups to where they lie in a tile of `count` rows.
fn spread<const GROUP: usize>(row: &[u8], tile: &mut [u8], place: usize, count: usize) {
    let slots = tile.as_chunks_mut::<GROUP>().0[place..].iter_mut().step_by(count);
    for (slot, part) in slots.zip(row.as_chunks::<GROUP>().0) {
        *slot = *part;
    }
}

/// Splits `count` rows into tiles of at most `most`, as even as can be: `(begin, length)` of each.
pub(crate) fn tiles(count: usize, most: usize) -> impl Iterator<Item = (usize, usize)> {
    let tiles = count.div_ceil(most);
    (0..tiles).map(move |tile| {
        let begin = tile * count / tiles;
        (begin, (tile + 1) * count / tiles - begin)
    })
}

impl<T: Copy + Default> Aligned<T> {
    /// Makes room for `len` numbers and returns them, as they were left where there were any.
    pub(crate) fn reshape(&mut self, len: usize) -> &mut [T] {
        if self.skip + len > self.values.len() {
            self.values = vec![T::default(); len + LINE / size_of::<T>()];
            let skip = self.values.as_ptr().align_offset(LINE);
            // Only a compiler that evaluates ahead of time knows no alignment; speed is all it costs.
            self.skip = if skip <= LINE { skip } else { 0 };
        }
        self.len = len;
        self
    }
}

impl<T> Deref for Aligned<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.values[self.skip..self.skip + self.len]
    }
}

impl<T> DerefMut for Aligned<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.values[self.skip..self.skip + self.len]
    }
}
