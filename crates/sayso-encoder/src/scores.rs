//! What does the encoder say of a text?
//!
//! [`Scores`] are numbers by word, and nothing else leaves this crate: decoding never sees a tensor.
//! They can be recorded, and read again without any weights.

use std::ops::Range;

/// Number of labels that the tag head and the reader choose from.
pub const LABELS: usize = 7;

/// One label of a word: outside, or the first or a later word of a span of one role.
///
/// The discriminants are the columns of [`Row`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
#[expect(missing_docs, reason = "the names say it: B opens a span, I goes on with it")]
pub enum Label {
    Outside = 0,
    BSource = 1,
    ISource = 2,
    BCue = 3,
    ICue = 4,
    BContent = 5,
    IContent = 6,
}

/// Natural logarithms of the probabilities of the labels of one word, in [`Label`]'s order.
pub type Row = [f32; LABELS];

/// A word as WordPiece splits text: letters and digits between spaces and punctuation, one mark of
/// punctuation, or one run of line breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Bytes of the text.
    pub bytes: Range<usize>,
    /// Whether it stands within double quotation marks, or is such a mark.
    pub is_quoted: bool,
}

/// What the model says of one text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scores {
    /// The words in order.
    pub words: Vec<Word>,
    /// The tag head's row for each word.
    pub tags: Vec<Row>,
    /// One reading for each word that may open a cue, in order of these words.
    pub readings: Vec<Reading>,
}

/// The text around one word that may open a cue, tagged for that word's statement alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Index of the word that may open a cue.
    pub trigger: usize,
    /// Index of the first word that was read.
    pub begin: usize,
    /// A row for each word from `begin` on; the trigger is among them.
    pub rows: Vec<Row>,
}
