//! In which unit is a place counted?
//!
//! [`CodePoints`] converts between byte offsets and code points of one text in constant time.

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

    #[test]
    fn quotation_marks_are_one_code_point_and_three_bytes() {
        let text = "“So”, he said";
        let points = CodePoints::new(text);
        assert_eq!(points.chars(Span::new(3, 5)), CharSpan::new(1, 3));
        assert_eq!(points.bytes(CharSpan::new(1, 3)).expect("inside").of(text), "So");
    }
}
