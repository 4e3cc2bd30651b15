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

/// Number of labels of names: outside, first and later words of each [`NameKind`].
pub const NAME_LABELS: usize = 1 + 2 * NameKind::ALL.len();

/// Number of labels of temporal expressions.
pub const TIME_LABELS: usize = 1 + 2 * TimeKind::ALL.len();

/// Number of labels of mentions' heads.
pub const MENTION_LABELS: usize = 1 + MentionKind::ALL.len();

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(
    missing_docs,
    reason = "the names say it; a group is a nation, a faith or a party's people"
)]
pub enum NameKind {
    Person,
    Organisation,
    Place,
    Facility,
    Group,
    Product,
    Other,
}

/// What a temporal expression says, after TIMEX3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum TimeKind {
    Date,
    Time,
    Duration,
    Set,
}

/// What a mention mentions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum MentionKind {
    Person,
    Organisation,
    Place,
    Other,
}

impl NameKind {
    /// In the order of the labels.
    pub const ALL: [NameKind; 7] = [
        NameKind::Person,
        NameKind::Organisation,
        NameKind::Place,
        NameKind::Facility,
        NameKind::Group,
        NameKind::Product,
        NameKind::Other,
    ];
}

impl TimeKind {
    /// In the order of the labels.
    pub const ALL: [TimeKind; 4] =
        [TimeKind::Date, TimeKind::Time, TimeKind::Duration, TimeKind::Set];
}

impl MentionKind {
    /// In the order of the labels.
    pub const ALL: [MentionKind; 4] =
        [MentionKind::Person, MentionKind::Organisation, MentionKind::Place, MentionKind::Other];
}

/// A stretch of words of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Tagged<K> {
    /// Indices of its words.
    pub words: Range<usize>,
    /// Of what kind.
    pub kind: K,
    /// How probable it is that its words are of that kind.
    pub probability: f32,
}

/// A word that heads a mention, and the earlier ones that may mention the same thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Index of the word.
    pub word: usize,
    /// Of what it likeliest is a mention.
    pub kind: MentionKind,
    /// How probable it is that it is a mention at all.
    pub probability: f32,
    /// Words of earlier mentions, the likeliest first, with the probability that they mention the same
    /// thing last; what is missing from 1 is that of none, or of others still less likely.
    pub antecedents: Vec<(usize, f32)>,
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
    /// Names, in order.
    pub names: Vec<Tagged<NameKind>>,
    /// Temporal expressions, in order.
    pub times: Vec<Tagged<TimeKind>>,
    /// Mentions of people and things, in order of their words.
    pub mentions: Vec<Mention>,
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
