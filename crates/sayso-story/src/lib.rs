//! What holds between articles?
//!
//! Floor 2. Reads the records of many articles and writes those of [`sayso_core::across`]. Knows
//! records only: no page, no tensor, no file, so that the same code runs on one machine and on a
//! cluster.
//!
//! A [`Dossier`] is the records that are looked at together, in order of publication, with the words
//! and sentences of each. Every question about them is a module with one function of a dossier;
//! [`across`] asks them all, in the order in which they need each other's answers.
//!
//! # Invariant
//! Depends on `sayso-core` alone, no record leaves without the places that justify it, and none
//! depends on the order in which the articles were given.
#![warn(missing_docs)]

mod claims;
mod common;
mod contradictions;
mod disputes;
mod dossier;
mod drift;
mod forecasts;
mod groups;
mod origins;
mod relations;
mod timeline;
mod words;

use sayso_core::across::Across;

pub use claims::{Judgement, Lexical, Meaning, Shared};
pub use dossier::{Dossier, Sentence, View};
pub use relations::relations;
pub use words::{Word, words_of};

use crate::timeline::{Persons, timeline};

/// All that holds between the articles of a dossier, one kind after the other.
pub fn across(dossier: &Dossier) -> Vec<Across> {
    let views = dossier.views();
    let persons = Persons::new();
    let timeline = timeline(&views, &persons);
    timeline.into_iter().map(Across::Event).collect()
}
