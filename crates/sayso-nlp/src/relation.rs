//! Which words belong to one attribution?
//!
//! A [`Relation`] is spans alone: what an [`Attributor`] finds before anybody asks who the source is.
//! Rules and the encoder both hand on relations; whatever comes later sees no difference.

use sayso_core::Span;

use crate::hints::Hints;
use crate::segment::Segmented;

/// Source, cue and content of one attribution.
///
/// Invariant: `content` is never empty; the spans of each role are in order and do not overlap.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// The words naming who speaks; empty where the text has none.
    pub source: Vec<Span>,
    /// The words that do the citing; empty where speech goes on without any.
    pub cue: Vec<Span>,
    /// What is attributed.
    pub content: Vec<Span>,
    /// Index of the relation whose content holds this one.
    pub parent: Option<usize>,
    /// Index of the relation of which this is the next part of the same speech.
    pub continues: Option<usize>,
    /// How likely source and content are both right, 0 to 1.
    pub confidence: f32,
    /// What found it.
    pub by: &'static str,
}

/// What somebody sees in a text before anybody asks who the sources are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// The relations in order of their first span; indices in them point into the same list.
    pub relations: Vec<Relation>,
    /// What else was seen on the way.
    pub hints: Hints,
}

/// Finds the attributions of a text.
pub trait Attributor {
    /// Reads a text.
    fn read(&self, segmented: &Segmented<'_>) -> Seen;

    /// Name and version of the model it reads with, if it does.
    fn model(&self) -> Option<&str> {
        None
    }
}
