//! What does a model directory hold, and what does the model say of a window?
//!
//! [`Model::load`] takes the texts and bytes of a model directory; [`Model::encode`] reads one window
//! and gives a vector for each word, [`Model::tags`] and [`Model::read`] what the heads make of them.
//! A window is computed at its own length, without filling up.
//!
//! # Invariant
//! The embeddings of pieces, half of the file, stay where the file is; all else is copied once into
//! the order in which the kernel reads it.

use crate::heads::{Heads, Narrow, WordRows};
use crate::kernel::Kernel;
use crate::layer::{Layer, Norm, Scratch};
use crate::linear::Linear;
use crate::manifest::{Broken, Manifest};
use crate::reader::{self, Reader};
use crate::scores::{LABELS, MENTION_LABELS, NAME_LABELS, Row, TIME_LABELS};
use crate::tensors::Tensors;
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// A window of pieces, with the one before and the one after in their places.
///
/// All four are of one length, which the model's positions limit; what is longer is not read.
#[derive(Clone, Copy, Debug)]
pub struct Pieces<'a> {
    /// Lines of the vocabulary.
    pub ids: &'a [u32],
    /// Case of the word.
    pub case: &'a [u8],
    /// Whether within a quotation.
    pub quote: &'a [u8],
    /// What stands before.
    pub space: &'a [u8],
}

/// The vectors of a window's words.
#[derive(Clone, Debug, PartialEq)]
pub struct Vectors {
    values: Vec<f32>,
    width: usize,
}

/// A model that is ready to read.
pub struct Model {
    kernel: Kernel,
    manifest: Manifest,
    file: Cow<'static, [u8]>,
    /// Where in the file the embeddings of pieces lie, a byte a number.
    piece: Range<usize>,
    piece_scale: Vec<f32>,
    position: Vec<f32>,
    case: Vec<f32>,
    quote: Vec<f32>,
    space: Vec<f32>,
    input_norm: Norm,
    layers: Vec<Layer>,
    tags: Linear,
    reader: Reader,
    heads: Heads,
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Model")
            .field("kernel", &self.kernel)
            .field("manifest", &self.manifest)
            .finish_non_exhaustive()
    }
}

impl Model {
    /// Loads the text of `manifest.toml` and the bytes of `weights.safetensors`.
    ///
    /// Their hashes are not compared with the manifest's: that would take longer than all the rest.
    ///
    /// # Errors
    /// If one of them is broken, or they do not fit each other.
    pub fn load(
        manifest: &str,
        weights: Cow<'static, [u8]>,
        kernel: Kernel,
    ) -> Result<Self, Broken> {
        let manifest = Manifest::parse(manifest)?;
        let (shape, input) = (&manifest.shape, &manifest.input);
        let (hidden, narrow, epsilon) = (shape.hidden, shape.reader_hidden, shape.norm_epsilon);
        let tensors = Tensors::open(&weights)?;
        let layers =
            |prefix: &str, count: usize, sizes: [usize; 3]| -> Result<Vec<Layer>, Broken> {
                (0..count)
                    .map(|number| {
                        tensors.layer(kernel, &format!("{prefix}layers.{number}"), sizes, epsilon)
                    })
                    .collect()
            };
        let reader = Reader {
            word: tensors.linear(kernel, "reader.word", hidden, narrow)?,
            trigger: tensors.linear(kernel, "reader.trigger", hidden, 2 * narrow)?,
            distance: tensors
                .floats("reader.distance.weight", &[shape.reader_distances, narrow])?,
            buckets: shape.reader_distances,
            norm: tensors.norm("reader.norm", narrow, epsilon)?,
            layers: layers(
                "reader.",
                shape.reader_layers,
                [narrow, shape.reader_heads, shape.reader_inner],
            )?,
            labels: tensors.linear(kernel, "reader.labels", narrow, LABELS)?,
        };
        let (asked, distances) = (shape.antecedent_hidden, shape.antecedent_distances);
        let heads = Heads {
            names: tensors.linear(kernel, "names", hidden, NAME_LABELS)?,
            times: tensors.linear(kernel, "times", hidden, TIME_LABELS)?,
            mentions: tensors.linear(kernel, "mentions", hidden, MENTION_LABELS)?,
            anaphor: tensors.linear(kernel, "antecedents.anaphor", hidden, asked)?,
            candidate: tensors.linear(kernel, "antecedents.candidate", hidden, asked)?,
            distance: tensors.floats("antecedents.distance.weight", &[distances, asked])?,
            buckets: distances,
        };
        Ok(Self {
            kernel,
            piece: tensors.place("piece.weight", &[shape.vocabulary, hidden])?,
            piece_scale: tensors.floats("piece.scale", &[shape.vocabulary])?,
            position: tensors.floats("position.weight", &[shape.positions, hidden])?,
            case: tensors.floats("case.weight", &[input.cases, hidden])?,
            quote: tensors.floats("quote.weight", &[input.quotes, hidden])?,
            space: tensors.floats("space.weight", &[input.spaces, hidden])?,
            input_norm: tensors.norm("input_norm", hidden, epsilon)?,
            layers: layers("", shape.layers, [hidden, shape.heads, shape.inner])?,
            tags: tensors.linear(kernel, "tags", hidden, LABELS)?,
            reader,
            heads,
            file: weights,
            manifest,
        })
    }

    /// What the model says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// What it computes with.
    pub fn kernel(&self) -> Kernel {
        self.kernel
    }

    /// The vectors of the words of a window; `first` has the piece with which each word begins.
    pub fn encode(&self, pieces: &Pieces<'_>, first: &[usize], scratch: &mut Scratch) -> Vectors {
        let width = self.manifest.shape.hidden;
        let count = self.embed(pieces, scratch);
        if count == 0 || first.is_empty() {
            return Vectors { values: vec![0.0; first.len() * width], width };
        }
        let first: Vec<_> = first.iter().map(|&piece| piece.min(count - 1)).collect();
        for (number, layer) in self.layers.iter().enumerate() {
            let is_last = number + 1 == self.layers.len();
            // Only the pieces that words begin with are looked at further.
            layer.apply(self.kernel, is_last.then_some(&first), scratch);
        }
        Vectors { values: scratch.hidden.to_vec(), width }
    }

    /// The tag head's logarithms of probabilities, a row a word.
    pub fn tags(&self, vectors: &Vectors, scratch: &mut Scratch) -> Vec<Row> {
        let mut rows = self.tag_scores(vectors, scratch);
        self.kernel.log_softmax(&mut rows);
        rows
    }

    /// The reader's logarithms of probabilities: for each trigger (a word of the window) a row a word.
    pub fn read(
        &self,
        vectors: &Vectors,
        triggers: &[usize],
        scratch: &mut Scratch,
    ) -> Vec<Vec<Row>> {
        let mut readings = self.reader_scores(vectors, triggers, scratch);
        for rows in &mut readings {
            self.kernel.log_softmax(rows);
        }
        readings
    }

    /// What the further heads say of each word of a window, before it is made probabilities.
    pub fn word_rows(&self, vectors: &Vectors, scratch: &mut Scratch) -> WordRows {
        self.heads.rows(self.kernel, &vectors.values, scratch)
    }

    /// What some words of a window ask of an antecedent and answer to one.
    pub fn narrow(&self, vectors: &Vectors, words: &[usize], scratch: &mut Scratch) -> Vec<Narrow> {
        let row = |word: &usize| vectors.values.chunks_exact(vectors.width).nth(*word);
        let rows: Vec<f32> = words.iter().filter_map(row).flatten().copied().collect();
        self.heads.narrow(self.kernel, &rows, scratch)
    }

    /// How well a mention goes with one that stands `distance` words before it; 0 is as good as none.
    pub fn pair(&self, later: &Narrow, earlier: &Narrow, distance: usize) -> f32 {
        self.heads.pair(later, earlier, distance)
    }

    /// The tag head's scores before they are made probabilities.
    pub fn tag_scores(&self, vectors: &Vectors, scratch: &mut Scratch) -> Vec<Row> {
        reader::labels(self.kernel, &self.tags, &vectors.values, &mut scratch.levels)
    }

    /// The reader's scores before they are made probabilities.
    pub fn reader_scores(
        &self,
        vectors: &Vectors,
        triggers: &[usize],
        scratch: &mut Scratch,
    ) -> Vec<Vec<Row>> {
        let words = vectors.values.len() / vectors.width;
        if words == 0 {
            return vec![Vec::new(); triggers.len()];
        }
        let triggers: Vec<_> = triggers.iter().map(|&word| word.min(words - 1)).collect();
        self.reader.read(self.kernel, &vectors.values, vectors.width, &triggers, scratch)
    }

    /// Writes the input of the first layer into `scratch.hidden`; returns the number of its rows.
    fn embed(&self, pieces: &Pieces<'_>, scratch: &mut Scratch) -> usize {
        let width = self.manifest.shape.hidden;
        let count = pieces.ids.len().min(self.manifest.shape.positions);
        let table = &self.file[self.piece.clone()];
        let hidden = scratch.hidden.reshape(count * width);
        let features = pieces.case.iter().zip(pieces.quote).zip(pieces.space);
        let rows = hidden.chunks_exact_mut(width).zip(self.position.chunks_exact(width));
        let mut read = 0;
        for (((row, position), &id), ((&case, &quote), &space)) in
            rows.zip(pieces.ids).zip(features)
        {
            // What is out of range reads as the last there is.
            let id = (id as usize).min(self.piece_scale.len() - 1);
            let scale = self.piece_scale[id];
            let piece = &table[id * width..][..width];
            let case = feature(&self.case, case, width);
            let quote = feature(&self.quote, quote, width);
            let space = feature(&self.space, space, width);
            for (number, value) in row.iter_mut().enumerate() {
                let piece = f32::from(piece[number].cast_signed()) * scale;
                *value = piece + position[number] + case[number] + quote[number];
            }
            self.input_norm.apply(self.kernel, row, space);
            read += 1;
        }
        scratch.hidden.reshape(read * width);
        read
    }
}

/// A feature's row; the last one for what is out of range.
fn feature(table: &[f32], value: u8, width: usize) -> &[f32] {
    let row = usize::from(value).min(table.len() / width - 1);
    &table[row * width..][..width]
}

#[cfg(test)]
mod tests;
