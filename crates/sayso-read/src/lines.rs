//! Where are the lines and sentences of this text?
//!
//! Coarse, and only for furniture: what people read is segmented elsewhere. A line is what stands
//! between line ends, without the white space around it.

use sayso_core::Span;

/// Lines that are looked at. A text with more is no article, and places of all would not be small.
const MAX_LINES: usize = 100_000;

/// A line that is not blank.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'a> {
    /// Without the white space around it.
    pub(crate) place: Span,
    pub(crate) words: &'a str,
    /// Whether a blank line, or nothing, stands before it.
    pub(crate) after_gap: bool,
}

/// The first lines of a text that are not blank; `\n`, `\r\n` and `\r` end a line.
pub(crate) fn lines(text: &str) -> Vec<Line<'_>> {
    let bytes = text.as_bytes();
    let mut lines = Vec::new();
    let mut after_gap = true;
    let mut start = 0;
    while start < text.len() && lines.len() < MAX_LINES {
        let length = bytes[start..].iter().position(|b| matches!(b, b'\n' | b'\r'));
        let end = length.map_or(text.len(), |length| start + length);
        let part = &text[start..end];
        let words = part.trim();
        if words.is_empty() {
            after_gap = true;
        } else {
            let first = start + part.len() - part.trim_start().len();
            lines.push(Line { place: Span::new(first, first + words.len()), words, after_gap });
            after_gap = false;
        }
        start = end + if text[end..].starts_with("\r\n") { 2 } else { 1 };
    }
    lines
}

/// The words in lower case with plain spaces, each at the byte where it was.
///
/// Only ASCII letters change, which is all that the patterns of this crate have.
pub(crate) fn lower(words: &str) -> String {
    let spaced = if words.contains(['\u{A0}', '\u{202F}']) {
        words.replace('\u{A0}', "  ").replace('\u{202F}', "   ")
    } else {
        words.to_owned()
    };
    spaced.to_ascii_lowercase()
}

/// The first bytes of the words, at most `length`, cut between characters.
pub(crate) fn start_of(words: &str, length: usize) -> &str {
    let mut end = words.len().min(length);
    while !words.is_char_boundary(end) {
        end -= 1;
    }
    &words[..end]
}

/// The sentences of a stretch, as far as full stops tell.
pub(crate) fn sentences(text: &str, place: Span) -> Vec<Span> {
    let words = place.of(text);
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut characters = words.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        if !matches!(c, '.' | '!' | '?' | '…') {
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some((at, c)) = characters.peek().copied() {
            if !matches!(c, '.' | '!' | '?' | '…' | '”' | '’' | '"' | '\'' | ')' | ']' | '»')
            {
                break;
            }
            end = at + c.len_utf8();
            characters.next();
        }
        let rest = &words[end..];
        let next = rest.trim_start();
        let starts = next.chars().next().is_some_and(|c| {
            c.is_uppercase()
                || c.is_ascii_digit()
                || matches!(
                    c,
                    '“' | '‘' | '"' | '\'' | '(' | '[' | '«' | '•' | '—' | '–' | '©' | '@'
                )
        });
        if next.len() < rest.len() && starts && !(c == '.' && is_short_form(&words[start..at])) {
            sentences.push(Span::new(place.start() + start, place.start() + end));
            start = words.len() - next.len();
        }
    }
    if start < words.len() {
        sentences.push(Span::new(place.start() + start, place.end()));
    }
    sentences
}

/// Whether the full stop after these words belongs to a short form: `Mr.`, `J.`, `Jan.`, `U.S.`.
fn is_short_form(before: &str) -> bool {
    const SHORT_FORMS: [&str; 35] = [
        "mr", "mrs", "ms", "dr", "prof", "rev", "hon", "gov", "sen", "rep", "gen", "col", "lt",
        "sgt", "capt", "st", "no", "vs", "jr", "sr", "inc", "ltd", "co", "jan", "feb", "mar",
        "apr", "aug", "sept", "sep", "oct", "nov", "dec", "pa", "calif",
    ];
    let last = before.rsplit(|c: char| !c.is_alphanumeric() && c != '.').next().unwrap_or("");
    let letters = last.rsplit('.').next().unwrap_or("");
    letters.chars().count() == 1 && letters.chars().all(char::is_uppercase)
        || SHORT_FORMS.contains(&letters.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_line_ends_end_lines() {
        let text = "one\r\n\r\ntwo\rthree\n \n  four \n";
        let found: Vec<_> = lines(text).iter().map(|l| (l.words, l.after_gap)).collect();
        assert_eq!(found, [("one", true), ("two", true), ("three", false), ("four", true)]);
        for line in lines(text) {
            assert_eq!(line.place.of(text), line.words);
        }
    }

    #[test]
    fn short_forms_end_no_sentence() {
        let text =
            "Mr. J. Orme of Port St. Ives left. “Why?” Nobody knew (he had a dog). It barked";
        let found: Vec<_> =
            sentences(text, Span::new(0, text.len())).iter().map(|s| s.of(text)).collect();
        assert_eq!(
            found,
            [
                "Mr. J. Orme of Port St. Ives left.",
                "“Why?”",
                "Nobody knew (he had a dog).",
                "It barked"
            ]
        );
    }

    #[test]
    fn lower_case_keeps_its_bytes() {
        let words = "A\u{A0}B\u{202F}É";
        assert_eq!(lower(words), "a  b   É");
        assert_eq!(lower(words).len(), words.len());
    }
}
