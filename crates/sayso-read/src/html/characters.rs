//! Which characters does a stretch of a page's source stand for?
//!
//! Character references are decoded as the standard says, named ones with and without a semicolon;
//! each character keeps the place that it came from.

use std::ops::Range;

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};

/// Longest name of a character reference.
const LONGEST_NAME: usize = 33;

/// The characters of a text node with their places.
pub(crate) struct Characters<'a> {
    source: &'a str,
    at: usize,
    end: usize,
    /// The second character of a reference that stands for two.
    second: Option<(char, Range<usize>)>,
}

impl<'a> Characters<'a> {
    pub(crate) fn new(source: &'a str, place: Range<usize>) -> Self {
        Characters { source, at: place.start, end: place.end, second: None }
    }
}

impl Iterator for Characters<'_> {
    type Item = (char, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(second) = self.second.take() {
            return Some(second);
        }
        let rest = &self.source[self.at..self.end];
        let char = rest.chars().next()?;
        let start = self.at;
        if char == '&'
            && let Some((char, second, length)) = reference(rest)
        {
            self.at += length;
            self.second = second.map(|c| (c, start..self.at));
            return Some((char, start..self.at));
        }
        self.at += char.len_utf8();
        Some((char, start..self.at))
    }
}

/// An attribute's value, or another short stretch, as text.
pub(crate) fn decoded(value: &str) -> String {
    if !value.contains('&') {
        return value.to_owned();
    }
    Characters::new(value, 0..value.len()).map(|(char, _)| char).collect()
}

/// The reference at the start of a text: its characters and its length.
fn reference(text: &str) -> Option<(char, Option<char>, usize)> {
    let bytes = text.as_bytes();
    if bytes.get(1) == Some(&b'#') {
        return numeric(text);
    }
    let mut best = None;
    for end in 2..=bytes.len().min(LONGEST_NAME + 1) {
        let Some((first, second)) = text.get(1..end).and_then(|name| NAMED_ENTITIES.get(name))
        else {
            // Names are known by their beginnings as well.
            break;
        };
        if *first != 0 {
            best = Some((*first, *second, end));
        }
    }
    let (first, second, length) = best?;
    let second = (second != 0).then(|| char::from_u32(second)).flatten();
    Some((char::from_u32(first)?, second, length))
}

fn numeric(text: &str) -> Option<(char, Option<char>, usize)> {
    let bytes = text.as_bytes();
    let (from, radix) = match bytes.get(2) {
        Some(b'x' | b'X') => (3, 16),
        _ => (2, 10),
    };
    let digits = bytes[from..].iter().take_while(|b| char::from(**b).is_digit(radix)).count();
    if digits == 0 {
        return None;
    }
    let mut number = 0u32;
    for digit in bytes[from..from + digits].iter().filter_map(|b| char::from(*b).to_digit(radix)) {
        number = number.saturating_mul(radix).saturating_add(digit);
    }
    let length = from + digits + usize::from(bytes.get(from + digits) == Some(&b';'));
    let char = match number {
        0x80..=0x9F => C1_REPLACEMENTS[(number - 0x80) as usize]
            .or(char::from_u32(number))
            .unwrap_or('\u{FFFD}'),
        0 => '\u{FFFD}',
        _ => char::from_u32(number).unwrap_or('\u{FFFD}'),
    };
    Some((char, None, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_decoded_as_browsers_do() {
        assert_eq!(
            decoded("&ldquo;A &amp; B&rdquo; &#8212; &#x2019;&#146; &eacute"),
            "“A & B” — ’’ é"
        );
        assert_eq!(
            decoded("&notit; &noname; &; & &#; &#x110000; &#0; a&"),
            "¬it; &noname; &; & &#; \u{FFFD} \u{FFFD} a&"
        );
        assert_eq!(decoded("&NotEqualTilde;"), "≂\u{338}");
        assert_eq!(decoded("&#99999999999999;"), "\u{FFFD}");
    }

    #[test]
    fn each_character_knows_its_place() {
        let places: Vec<_> = Characters::new("xé&lt;&bne;", 1..11).collect();
        assert_eq!(
            places,
            [('é', 1..3), ('<', 3..7)]
                .into_iter()
                .chain(Characters::new("xé&lt;&bne;", 7..11))
                .collect::<Vec<_>>()
        );
        let two: Vec<_> = Characters::new("&bne;", 0..5).collect();
        assert_eq!(two, [('=', 0..5), ('\u{20e5}', 0..5)]);
    }
}
