//! What does a trained reader see in a text?
//!
//! Floor 0. Text in, [`scores::Scores`] out. Knows one model format and no word of news: what the
//! scores mean is decided above.
//!
//! A text becomes words and pieces ([`input`], [`wordpiece`]), pieces become windows ([`windows`]), a
//! six-layer encoder reads each window ([`model`], [`layer`]), and a narrow one reads it again for every
//! word that may open a citation; other heads ([`heads`]) say what names, times and mentions there are. Only [`kernel`] knows what the processor can do.
//!
//! # Invariant
//! Same text, same bits: every product is of 8-bit integers with exact sums, everything else in `f32`
//! in one fixed order, whatever the processor, the number of threads or the texts around it.
#![warn(missing_docs)]

pub mod read;
pub mod scores;
pub mod logarithm;
pub mod input;
pub mod wordpiece;
pub mod windows;
pub mod model;
pub mod manifest;
mod tensors;
mod reader;
pub mod heads;
mod spans;
mod mentions;
pub mod layer;
mod linear;
mod math;
pub mod kernel;

pub use read::Encoder;
