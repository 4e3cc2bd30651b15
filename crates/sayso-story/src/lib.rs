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

mod common;
mod copies;
mod dossier;
mod groups;
mod people;
mod stories;
mod timeline;
mod words;

use sayso_core::across::{Across, Story};
use sayso_core::id::ArticleId;

pub use dossier::{Dossier, Sentence, View};
pub use people::Decision;
pub use words::{Word, words_of};

use crate::copies::copies;
use crate::people::people;
use crate::stories::stories;
use crate::timeline::timeline;

/// Articles whose text is nearly the same throughout: at least this share of their runs of six words
/// stands in both. Groups of one are left out.
pub fn nearly_equal(dossier: &Dossier, least: f64) -> Vec<Vec<ArticleId>> {
    let views = dossier.views();
    let groups = copies::families(&views, least).into_iter().filter(|group| group.len() > 1);
    let ids = |group: Vec<usize>| group.into_iter().map(|n| views[n].record.id.clone()).collect();
    groups.map(ids).collect()
}

/// What is known beside the articles.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Stories that earlier runs found: their ids stay with the articles that they had.
    pub stories: Vec<Story>,
    /// What people decided about who is who.
    pub decisions: Vec<Decision>,
}

/// All that holds between the articles of a dossier, one kind after the other.
pub fn across(dossier: &Dossier, known: &Known) -> Vec<Across> {
    let views = dossier.views();
    let (stories, story_of) = stories(&views, &known.stories);
    let copies = copies(&views, &story_of);
    let (entities, persons) = people(&views, &story_of, &known.decisions);
    let timeline = timeline(&views, &persons);

    let mut lines: Vec<Across> = copies.into_iter().map(Across::Copy).collect();
    lines.extend(stories.into_iter().map(Across::Story));
    lines.extend(timeline.into_iter().map(Across::Event));
    lines.extend(entities.into_iter().map(Across::Entity));
    lines
}
