//! Where exactly?
//!
//! Two units, two types. Inside the program a place is a [`Span`] of UTF-8 bytes; in JSON, Python
//! and every other output it is a [`CharSpan`] of Unicode code points. [`crate::text::CodePoints`]
//! is the only way from one to the other.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A half-open range of byte offsets into one article's text.
///
/// Invariant: `start <= end`. That both lie on character boundaries is the duty of whoever makes
/// one from foreign numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// A span from `start` to `end`, in bytes.
    ///
    /// # Panics
    /// If `start > end` or `end` exceeds `u32::MAX`; articles are limited to far less when read.
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "a span cannot end before it starts: {start}..{end}");
        let narrow = |n| u32::try_from(n).expect("articles are limited to less than 4 GiB");
        Span { start: narrow(start), end: narrow(end) }
    }

    /// First byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last byte.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span holds nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a range that slices text: `&text[span.range()]`.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// The words at this place.
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the byte at `offset` lies inside.
    pub fn holds(self, offset: usize) -> bool {
        self.start() <= offset && offset < self.end()
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The part that both share.
    pub fn intersection(self, other: Span) -> Option<Span> {
        let (start, end) = (self.start.max(other.start), self.end.min(other.end));
        (start < end).then_some(Span { start, end })
    }

    /// The span without white space at its ends, empty if it is nothing but white space.
    #[must_use]
    pub fn trim(self, text: &str) -> Span {
        let words = self.of(text);
        let start = self.start() + (words.len() - words.trim_start().len());
        Span::new(start, start + words.trim().len())
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// A half-open range of Unicode code points into one article's text: the unit of every output.
///
/// Invariant: `start <= end`, held by deserialisation too.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Bounds")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CharSpan {
    /// First code point.
    start: u32,
    /// One past the last code point.
    end: u32,
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Bounds {
    start: u32,
    end: u32,
}

impl TryFrom<Bounds> for CharSpan {
    type Error = String;

    fn try_from(Bounds { start, end }: Bounds) -> Result<Self, String> {
        if start > end {
            return Err(format!("a span cannot end before it starts: {start}..{end}"));
        }
        Ok(CharSpan { start, end })
    }
}

impl CharSpan {
    /// A span from `start` to `end`, in code points.
    ///
    /// # Panics
    /// If `start > end`.
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "a span cannot end before it starts: {start}..{end}");
        let narrow = |n| u32::try_from(n).expect("articles are limited to less than 4 GiB");
        CharSpan { start: narrow(start), end: narrow(end) }
    }

    /// First code point.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last code point.
    pub fn end(self) -> usize {
        self.end as usize
    }
}

impl fmt::Debug for CharSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{} chars", self.start, self.end)
    }
}
