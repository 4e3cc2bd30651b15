//! In which unit is a place counted, and which paragraph is it in?
//!
//! [`CodePoints`] converts between byte offsets and code points of one text in constant time;
//! [`paragraphs`] is the one answer to where paragraphs are, for extraction and display alike.

use crate::span::{CharSpan, Span};

/// Bytes between two checkpoints; one `u32` is kept for each.
const STRIDE: usize = 128;

/// The way between byte offsets and code points of one text.
#[derive(Debug)]
pub struct CodePoints<'a> {
    text: &'a str,
    /// Number of code points that start before byte `i * STRIDE`; empty if the text is ASCII.
    before: Vec<u32>,
}

impl<'a> CodePoints<'a> {
    /// Reads the text once. ASCII costs nothing further.
    pub fn new(text: &'a str) -> Self {
        let mut before = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for (offset, byte) in text.bytes().enumerate() {
                if offset % STRIDE == 0 {
                    before.push(count);
                }
                count += u32::from(is_first_byte(byte));
            }
            before.push(count);
        }
        CodePoints { text, before }
    }

    /// The number of code points before a byte offset.
    ///
    /// An offset past the end counts as the end.
    pub fn char_of(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        if self.before.is_empty() {
            return byte;
        }
        let block = (byte / STRIDE).min(self.before.len() - 1);
        let rest = &self.text.as_bytes()[(block * STRIDE).min(byte)..byte];
        self.before[block] as usize + rest.iter().filter(|b| is_first_byte(**b)).count()
    }

    /// The byte offset at which a code point starts, or `None` if the text is shorter.
    ///
    /// The number of code points in the text gives its length in bytes.
    pub fn byte_of(&self, char: usize) -> Option<usize> {
        if self.before.is_empty() {
            return (char <= self.text.len()).then_some(char);
        }
        let block = self.before.partition_point(|n| (*n as usize) <= char).saturating_sub(1);
        let mut count = self.before[block] as usize;
        let start = (block * STRIDE).min(self.text.len());
        for (offset, byte) in self.text.bytes().enumerate().skip(start) {
            if is_first_byte(byte) {
                if count == char {
                    return Some(offset);
                }
                count += 1;
            }
        }
        (count == char).then_some(self.text.len())
    }

    /// A span of bytes in code points.
    pub fn chars(&self, span: Span) -> CharSpan {
        CharSpan::new(self.char_of(span.start()), self.char_of(span.end()))
    }

    /// A span of code points in bytes, or `None` if it leaves the text.
    pub fn bytes(&self, span: CharSpan) -> Option<Span> {
        Some(Span::new(self.byte_of(span.start())?, self.byte_of(span.end())?))
    }
}

/// Columns beyond which nobody wraps lines: a longer one is a paragraph of its own.
const WIDEST_WRAP: usize = 100;

/// The paragraphs of a text, trimmed: every character outside them is white space.
///
/// A line is a paragraph. Only where the text was wrapped at a column, as mail and wires are, do lines
/// without a blank one between them belong together: a line goes on in the next if the next one's
/// first word had no room on it.
pub fn paragraphs(text: &str) -> Vec<Span> {
    let mut paragraphs: Vec<Span> = Vec::new();
    let wrap = wrap_column(text);
    let mut start = 0;
    let mut before: Option<usize> = None;
    for line in text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let span = Span::new(start, start + line.len()).trim(text);
        start += line.len();
        if span.is_empty() {
            // The two signs of one line end are no blank line.
            if line != "\n" || !text[..start - 1].ends_with('\r') {
                before = None;
            }
            continue;
        }
        let words = span.of(text);
        let first = words.split_whitespace().next().map_or(0, |word| word.chars().count());
        match (before, wrap, paragraphs.last_mut()) {
            (Some(columns), Some(wrap), Some(last)) if columns + 1 + first > wrap => {
                *last = last.cover(span);
            }
            _ => paragraphs.push(span),
        }
        before = Some(words.chars().count());
    }
    paragraphs
}

/// The column at which the lines of a text were wrapped: its longest line, if a third of the lines come
/// near it and none goes beyond [`WIDEST_WRAP`].
fn wrap_column(text: &str) -> Option<usize> {
    let lengths: Vec<usize> =
        text.lines().map(|line| line.trim().chars().count()).filter(|n| *n > 0).collect();
    let longest = *lengths.iter().max()?;
    let near = lengths.iter().filter(|n| **n + 16 > longest).count();
    ((40..=WIDEST_WRAP).contains(&longest) && lengths.len() >= 5 && near * 3 > lengths.len())
        .then_some(longest)
}

fn is_first_byte(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_boundary_goes_there_and_back(text in "\\PC{0,400}") {
            let points = CodePoints::new(&text);
            let boundaries = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            for (char, byte) in boundaries.enumerate() {
                prop_assert_eq!(points.char_of(byte), char);
                prop_assert_eq!(points.byte_of(char), Some(byte));
            }
            prop_assert_eq!(points.byte_of(text.chars().count() + 1), None);
        }
    }

    proptest! {
        #[test]
        fn paragraphs_hold_every_visible_character(text in "[a-z .\n\r\u{2028}]{0,300}|\\PC{0,80}") {
            let mut end = 0;
            for span in paragraphs(&text) {
                prop_assert!(text[end..span.start()].trim().is_empty());
                prop_assert!(!span.is_empty());
                end = span.end();
            }
            prop_assert!(text[end..].trim().is_empty());
        }
    }

    #[test]
    fn each_line_is_a_paragraph_unless_lines_were_wrapped() {
        let text = |s: &'static str| paragraphs(s).iter().map(|p| p.of(s)).collect::<Vec<_>>();
        assert_eq!(
            text("Bridge shut\r\nBy Ana Ruiz\r\n\r\nOne.\nTwo."),
            ["Bridge shut", "By Ana Ruiz", "One.", "Two."]
        );
        let wrapped = "Bridge shut for the winter\nBy Ana Ruiz\n\n\
            The bridge over the river will stay shut until\nthe end of the winter, the council said on Monday\n\
            night. It gave no reason.\n\nNobody on the council was to blame for it, said\nthe mayor.";
        assert_eq!(text(wrapped).len(), 4);
        assert_eq!(text(wrapped)[1], "By Ana Ruiz");
    }

    #[test]
    fn quotation_marks_are_one_code_point_and_three_bytes() {
        let text = "“So”, he said";
        let points = CodePoints::new(text);
        assert_eq!(points.chars(Span::new(3, 5)), CharSpan::new(1, 3));
        assert_eq!(points.bytes(CharSpan::new(1, 3)).expect("inside").of(text), "So");
    }
}
