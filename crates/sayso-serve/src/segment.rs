//! Which marks lie over which stretch of a text?
//!
//! Statements overlap, nest and come in pieces; elements of HTML can only nest. So the text is cut
//! at every place where a mark begins or ends, and each [`Segment`] between two cuts lists all
//! marks over it. Every byte of the text is in exactly one segment.

use std::cmp::Reverse;
use std::ops::Range;

use sayso_core::record::{ArticleRecord, FurnitureKind, Statement};
use sayso_core::span::Span;

/// Marks listed for one segment at most, the innermost first to be kept: a text that nests deeper
/// is no prose, and listing all would make the page grow with the square of its statements.
const DEEPEST: usize = 12;

/// A stretch of text under one and the same set of marks.
#[derive(Debug)]
pub(crate) struct Segment {
    /// Its bytes.
    pub(crate) range: Range<usize>,
    /// The statements over it, the outermost first.
    pub(crate) layers: Vec<Layer>,
    /// What it is, where it is no running text.
    pub(crate) furniture: Option<FurnitureKind>,
    /// Whether a note is about it.
    pub(crate) noted: bool,
    /// What begins here.
    pub(crate) begins: Vec<Begin>,
    /// Statements of which a piece of content ends here, the innermost first.
    pub(crate) ends: Vec<usize>,
}

/// One statement over a segment, by its index in the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Layer {
    pub(crate) statement: usize,
    pub(crate) part: Part,
}

/// What words are to a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    Content,
    Cue,
    Source,
}

/// Something that begins with a segment, by its index in the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Begin {
    /// A stretch of furniture.
    Furniture(FurnitureKind),
    /// The words that a note is about.
    Note(usize),
    /// The words that a statement's card leads to.
    Statement(usize),
    /// The first words that name a statement's source.
    Source(usize),
}

/// Cuts the text of a record at every mark and at `cuts`, which must be character boundaries.
pub(crate) fn segments(record: &ArticleRecord<Span>, cuts: &[usize]) -> Vec<Segment> {
    let marks = marks_of(record);
    let mut boundaries: Vec<usize> = marks
        .iter()
        .flat_map(|mark| [mark.range.start, mark.range.end])
        .chain(cuts.iter().copied())
        .chain([0, record.text.len()])
        .collect();
    boundaries.sort_unstable();
    boundaries.dedup();

    let mut waiting = marks.iter().peekable();
    let mut open: Vec<&Mark> = Vec::new();
    let mut segments = Vec::with_capacity(boundaries.len());
    for (&start, &end) in boundaries.iter().zip(boundaries.iter().skip(1)) {
        open.retain(|mark| mark.range.end > start);
        while let Some(mark) = waiting.next_if(|mark| mark.range.start == start) {
            open.push(mark);
        }
        segments.push(segment(start..end, &open));
    }
    segments
}

/// The place that a statement's card leads to: its first words of content, else any of its words.
pub(crate) fn anchor(statement: &Statement<Span>, text: &str) -> Option<Range<usize>> {
    [&statement.content, &statement.source, &statement.cue]
        .into_iter()
        .flatten()
        .find_map(|span| within(text, *span))
}

/// The bytes of a span without white space at its ends, moved into the text and onto character
/// boundaries; `None` if nothing is left. Records that sayso did not make may hold any numbers.
pub(crate) fn within(text: &str, span: Span) -> Option<Range<usize>> {
    let start = text.floor_char_boundary(span.start());
    let end = text.ceil_char_boundary(span.end().min(text.len()));
    let range = Span::new(start, end.max(start)).trim(text).range();
    (!range.is_empty()).then_some(range)
}

/// The words of several spans, as far as they lie in the text.
pub(crate) fn pieces<'a>(text: &'a str, spans: &[Span]) -> Vec<&'a str> {
    spans.iter().filter_map(|span| within(text, *span)).map(|range| &text[range]).collect()
}

/// Whether a note is about words of the text, and not about all of it.
pub(crate) fn note_has_place(record: &ArticleRecord<Span>, note: usize) -> bool {
    let whole = within(&record.text, Span::new(0, record.text.len()));
    let place = record.notes.get(note).and_then(|note| within(&record.text, note.place));
    place.is_some() && place != whole
}

struct Mark {
    range: Range<usize>,
    kind: MarkKind,
}

enum MarkKind {
    Furniture(FurnitureKind),
    Note(usize),
    Statement {
        layer: Layer,
        /// Whether the statement's card leads here.
        anchor: bool,
        /// Whether it is the first piece of its part.
        first: bool,
    },
}

/// All marks with a place in the text, in order of their beginnings, longer ones first.
fn marks_of(record: &ArticleRecord<Span>) -> Vec<Mark> {
    let text = &record.text;
    let mut marks = Vec::new();
    for furniture in &record.furniture {
        if let Some(range) = within(text, furniture.place) {
            marks.push(Mark { range, kind: MarkKind::Furniture(furniture.kind) });
        }
    }
    for (index, note) in record.notes.iter().enumerate() {
        if let Some(range) = within(text, note.place).filter(|_| note_has_place(record, index)) {
            marks.push(Mark { range, kind: MarkKind::Note(index) });
        }
    }
    for (index, statement) in record.statements.iter().enumerate() {
        let mut anchor = anchor(statement, text);
        let parts = [
            (Part::Content, &statement.content),
            (Part::Source, &statement.source),
            (Part::Cue, &statement.cue),
        ];
        for (part, spans) in parts {
            let mut first = true;
            for range in spans.iter().filter_map(|span| within(text, *span)) {
                let layer = Layer { statement: index, part };
                let anchor = anchor.take_if(|anchor| *anchor == range).is_some();
                marks.push(Mark { range, kind: MarkKind::Statement { layer, anchor, first } });
                first = false;
            }
        }
    }
    marks.sort_by_key(|mark| (mark.range.start, Reverse(mark.range.end)));
    marks
}

fn segment(range: Range<usize>, open: &[&Mark]) -> Segment {
    let mut segment = Segment {
        range,
        layers: Vec::new(),
        furniture: None,
        noted: false,
        begins: Vec::new(),
        ends: Vec::new(),
    };
    for mark in open {
        let begins = mark.range.start == segment.range.start;
        match mark.kind {
            MarkKind::Furniture(kind) => {
                segment.furniture = Some(kind);
                if begins {
                    segment.begins.push(Begin::Furniture(kind));
                }
            }
            MarkKind::Note(index) => {
                segment.noted = true;
                if begins {
                    segment.begins.push(Begin::Note(index));
                }
            }
            MarkKind::Statement { layer, anchor, first } => {
                segment.layers.push(layer);
                if begins && anchor {
                    segment.begins.push(Begin::Statement(layer.statement));
                }
                if begins && first && layer.part == Part::Source {
                    segment.begins.push(Begin::Source(layer.statement));
                }
                if layer.part == Part::Content && mark.range.end == segment.range.end {
                    segment.ends.push(layer.statement);
                }
            }
        }
    }
    segment.ends.reverse();
    let too_many = segment.layers.len().saturating_sub(DEEPEST);
    segment.layers.drain(..too_many);
    segment
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::fixture;

    #[test]
    fn overlapping_marks_are_cut_at_every_boundary() {
        let mut record = fixture::article("a", "abcdefghij");
        record.statements.push(fixture::statement("a/1", &[], &[], &[(0, 6)]));
        record.statements.push(fixture::statement("a/2", &[(7, 8)], &[], &[(4, 9)]));
        let cut: Vec<_> = segments(&record, &[])
            .iter()
            .map(|s| (s.range.clone(), s.layers.iter().map(|l| l.statement).collect::<Vec<_>>()))
            .collect();
        let expected = vec![
            (0..4, vec![0]),
            (4..6, vec![0, 1]),
            (6..7, vec![1]),
            (7..8, vec![1, 1]),
            (8..9, vec![1]),
            (9..10, vec![]),
        ];
        assert_eq!(cut, expected);
    }

    #[test]
    fn foreign_spans_are_moved_into_the_text() {
        assert_eq!(within("é é", Span::new(1, 2)), Some(0..2));
        assert_eq!(within("é é", Span::new(2, 3)), None);
        assert_eq!(within("é é", Span::new(2, 900)), Some(3..5));
        assert_eq!(within("", Span::new(5, 9)), None);
    }

    proptest! {
        #[test]
        fn every_byte_is_in_one_segment(record in fixture::any_article()) {
            let mut at = 0;
            for segment in segments(&record, &[]) {
                prop_assert_eq!(segment.range.start, at);
                prop_assert!(segment.range.end > at);
                at = segment.range.end;
            }
            prop_assert_eq!(at, record.text.len());
        }

        #[test]
        fn every_statement_in_the_text_begins_once(record in fixture::any_article()) {
            let segments = segments(&record, &[]);
            for (index, statement) in record.statements.iter().enumerate() {
                let begun = segments
                    .iter()
                    .flat_map(|segment| &segment.begins)
                    .filter(|begin| **begin == Begin::Statement(index))
                    .count();
                let expected = usize::from(anchor(statement, &record.text).is_some());
                prop_assert_eq!(begun, expected);
            }
        }
    }
}
