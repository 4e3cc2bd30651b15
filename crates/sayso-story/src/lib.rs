//! What holds between articles?
//!
//! Floor 2. Reads the records of many articles and writes those of [`sayso_core::across`]. Knows
//! records only: no page, no tensor, no file, so that the same code runs on one machine and on a
//! cluster.
//!
//! A [`Dossier`] is the records that are looked at together, in order of publication, with the words
//! and sentences of each. Every question about them is a module with one function of a dossier.
//!
//! # Invariant
//! Depends on `sayso-core` alone, no record leaves without the places that justify it, and none
//! depends on the order in which the articles were given.
#![warn(missing_docs)]

mod dossier;
mod words;

pub use dossier::{Dossier, Sentence, View};
pub use words::{Word, words_of};
