//! Which characters do these bytes mean?
//!
//! UTF-8 is taken as it is. Other encodings are told by their byte order mark, by the places of
//! their bytes, or guessed, and converted; a note says so. What is no text at all is refused before
//! it is decoded.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use sayso_core::Span;
use sayso_core::record::Note;

/// A text and what a reader should know of how it was decoded.
#[derive(Debug)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) notes: Vec<Note<Span>>,
    pub(crate) encoding: &'static Encoding,
    /// Length of the byte order mark that was dropped.
    pub(crate) mark: usize,
}

/// Why bytes are no text.
#[derive(Debug)]
pub(crate) struct NoText {
    pub(crate) why: String,
    pub(crate) hint: &'static str,
}

/// The first bytes of files that people take for text, and what they are.
const SIGNATURES: [(&[u8], &str); 8] = [
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a zip or word processor's file"),
    (b"\xD0\xCF\x11\xE0", "an old word processor's file"),
    (b"{\\rtf", "a rich text file"),
    (b"\x1F\x8B", "a gzip file"),
    (b"\x89PNG", "a picture"),
    (b"\xFF\xD8\xFF", "a picture"),
    (b"GIF8", "a picture"),
];

/// Decodes a text as whoever sent it said, if that can be: what is UTF-8 all the same stays so.
pub(crate) fn decode_as(bytes: &[u8], charset: Option<&str>) -> Result<Decoded, NoText> {
    let named = charset.and_then(|label| Encoding::for_label(label.as_bytes()));
    match named {
        Some(encoding)
            if encoding != UTF_8
                && Encoding::for_bom(bytes).is_none()
                && std::str::from_utf8(bytes).is_err()
                && !SIGNATURES.iter().any(|(start, _)| bytes.starts_with(start)) =>
        {
            convert(bytes, encoding)
        }
        _ => decode(bytes),
    }
}

/// Decodes a text, dropping a byte order mark and nothing else.
pub(crate) fn decode(bytes: &[u8]) -> Result<Decoded, NoText> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let body = &bytes[mark..];
        let decoded =
            if encoding == UTF_8 { decode_unmarked(body) } else { convert(body, encoding) };
        return decoded.map(|decoded| Decoded { mark, ..decoded });
    }
    decode_unmarked(bytes)
}

/// The same of a page, which may come with a statement of its encoding: from outside, or in itself.
///
/// UTF-8 and byte order marks are believed before any statement.
pub(crate) fn decode_page(bytes: &[u8], stated: Option<&str>) -> Result<Decoded, NoText> {
    let own = || stated_by_page(&bytes[..bytes.len().min(PAGE_HEAD)]);
    let encoding =
        stated.and_then(|label| Encoding::for_label(label.trim().as_bytes())).or_else(own);
    match encoding {
        Some(encoding)
            if encoding != UTF_8
                && Encoding::for_bom(bytes).is_none()
                && std::str::from_utf8(bytes).is_err()
                && !SIGNATURES.iter().any(|(start, _)| bytes.starts_with(start)) =>
        {
            convert(bytes, encoding)
        }
        _ => decode(bytes),
    }
}

/// Bytes in which a page must have stated its encoding. Browsers look at 1024; some pages have more
/// in front.
const PAGE_HEAD: usize = 8192;

/// The encoding that a page's `meta` elements or XML declaration name.
fn stated_by_page(head: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let in_declaration = head
        .starts_with("<?xml")
        .then(|| head.split("?>").next().and_then(|d| d.split_once("encoding")))
        .flatten();
    let in_meta = head
        .split("<meta")
        .skip(1)
        .find_map(|meta| meta.split('>').next().and_then(|meta| meta.split_once("charset")));
    let (_, value) = in_meta.or(in_declaration)?;
    let value = value.trim_start().strip_prefix('=')?.trim_start_matches(['"', '\'', ' ']);
    let end = value.find(['"', '\'', ' ', ';', '/', '>']).unwrap_or(value.len());
    let encoding = Encoding::for_label(value[..end].as_bytes())?;
    // A page that could be read so far is not in UTF-16, whatever it says.
    Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding })
}

fn decode_unmarked(bytes: &[u8]) -> Result<Decoded, NoText> {
    if let Some((_, what)) = SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err(NoText {
            why: format!("it is {what}, not text"),
            hint: "save the article as plain text",
        });
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        return convert(bytes, encoding);
    }
    refuse_binary(bytes)?;
    match std::str::from_utf8(bytes) {
        Ok(text) => {
            Ok(Decoded { text: text.to_owned(), notes: look_over(text), encoding: UTF_8, mark: 0 })
        }
        Err(_) if is_damaged_utf_8(bytes) => Ok(repair(bytes)),
        Err(_) => convert(bytes, guess(bytes)),
    }
}

/// Refuses bytes that hold what no text holds: a NUL, or control characters all over.
fn refuse_binary(bytes: &[u8]) -> Result<(), NoText> {
    let hint = "only text is read; name a text file, a JSON Lines file or a folder of them";
    if let Some(at) = bytes.iter().position(|b| *b == 0) {
        return Err(NoText { why: format!("it is not text: byte {at} is a NUL"), hint });
    }
    let controls = bytes.iter().filter(|b| is_control(**b)).count();
    // Stray form feeds and escapes occur in old wire copy; one in thirty does not.
    if controls > bytes.len() / 30 {
        return Err(NoText {
            why: format!(
                "it is not text: {controls} of {} bytes are control characters",
                bytes.len()
            ),
            hint,
        });
    }
    Ok(())
}

fn is_control(byte: u8) -> bool {
    (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C)) || byte == 0x7F
}

/// UTF-16 without a byte order mark: in a Western text every other byte is a NUL.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    if sample.len() < 4 || bytes.len() % 2 == 1 {
        return None;
    }
    let pairs = sample.len() / 2;
    let even = sample.iter().step_by(2).filter(|b| **b == 0).count();
    let odd = sample.iter().skip(1).step_by(2).filter(|b| **b == 0).count();
    if odd * 10 > pairs * 8 && even == 0 {
        Some(UTF_16LE)
    } else if even * 10 > pairs * 8 && odd == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether most of what is beyond ASCII is UTF-8 all the same.
fn is_damaged_utf_8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    let mut cut_short = false;
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        let invalid = chunk.invalid();
        bad += usize::from(!invalid.is_empty());
        cut_short = invalid.len() > 1
            || (invalid.len() == 1
                && matches!(invalid[0], 0xC2..=0xF4)
                && bytes.ends_with(invalid));
    }
    good > 0 && good >= bad
        || (bad == 1
            && cut_short
            && bytes.utf8_chunks().last().is_some_and(|c| !c.invalid().is_empty()))
}

/// Reads UTF-8 with a replacement character for each stretch that is none.
fn repair(bytes: &[u8]) -> Decoded {
    let mut text = String::with_capacity(bytes.len());
    let mut first = None;
    let mut first_byte = 0;
    let mut byte = 0;
    let mut places = 0usize;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        byte += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            places += 1;
            if first.is_none() {
                first = Some(Span::new(text.len(), text.len() + '\u{FFFD}'.len_utf8()));
                first_byte = byte;
            }
            text.push('\u{FFFD}');
            byte += chunk.invalid().len();
        }
    }
    let mut notes = Vec::new();
    if let Some(place) = first {
        notes.push(encoding_note(
            place,
            format!(
                "{} of the file no UTF-8, the first at byte {first_byte}; each was replaced by `\u{FFFD}`",
                if places == 1 { "1 place is".to_owned() } else { format!("{places} places are") }
            ),
        ));
    }
    Decoded { text, notes, encoding: UTF_8, mark: 0 }
}

/// Converts from another encoding and says so.
fn convert(bytes: &[u8], encoding: &'static Encoding) -> Result<Decoded, NoText> {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    if text.contains('\0') {
        return Err(NoText {
            why: format!(
                "it is not text: it holds NUL characters when read as {}",
                encoding.name()
            ),
            hint: "save it as UTF-8",
        });
    }
    let text = text.into_owned();
    let replaced = text.matches('\u{FFFD}').count();
    let (wanted, more) = if replaced == 0 {
        (text.chars().find(|c| !c.is_ascii()), String::new())
    } else {
        (Some('\u{FFFD}'), format!("; {replaced} characters could not be and were replaced"))
    };
    let place = wanted.and_then(|c| text.find(c).map(|at| Span::new(at, at + c.len_utf8())));
    let note = encoding_note(
        place.unwrap_or(Span::new(0, 0)),
        format!("read as {} and converted{more}", encoding.name()),
    );
    Ok(Decoded { text, notes: vec![note], encoding, mark: 0 })
}

/// The most likely encoding of bytes that are no UTF-8.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let high = |b: &&u8| **b >= 0x80;
    // What Western newsrooms type: quotation marks, dashes, currency, accented letters. A guess by
    // frequencies needs more of them than a short article has.
    let typed = |b: &u8| matches!(b, 0x80 | 0x82..=0x85 | 0x91..=0x97 | 0xA0 | 0xA3 | 0xA9 | 0xAB | 0xAE | 0xB0 | 0xB7 | 0xBB..=0xBD | 0xC0..=0xFF);
    let marks = bytes.iter().filter(|b| matches!(b, 0x91..=0x94)).count();
    let between_letters = |at: usize| {
        at > 0
            && bytes[at - 1].is_ascii_alphabetic()
            && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic)
    };
    // The apostrophe of old Mac files; in Windows-1252 the byte is a capital letter, which does not
    // stand between small ones.
    let mac =
        bytes.iter().enumerate().filter(|(at, b)| **b == 0xD5 && between_letters(*at)).count();
    if mac > marks {
        MACINTOSH
    } else if marks > 0 && bytes.iter().filter(high).all(typed) {
        WINDOWS_1252
    } else {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        detector.guess(None, Utf8Detection::Deny)
    }
}

/// What is wrong with a text that decodes: letters lost before, or decoded twice.
fn look_over(text: &str) -> Vec<Note<Span>> {
    let mut notes = Vec::new();
    if text.is_ascii() {
        return notes;
    }
    let lost = text.matches('\u{FFFD}').count();
    if let Some(at) = text.find('\u{FFFD}') {
        notes.push(encoding_note(
            Span::new(at, at + '\u{FFFD}'.len_utf8()),
            format!("{lost} characters were lost before the file was written; the first is here"),
        ));
    }
    let mut twice = twice_encoded(text);
    if let Some(first) = twice.next() {
        let places = 1 + twice.count();
        notes.push(encoding_note(
            first,
            format!(
                "`{}` looks like a character that was encoded twice ({places} in all); the text is left as it is",
                first.of(text)
            ),
        ));
    }
    notes
}

/// Where UTF-8 was taken for Windows-1252 once: `â€œ` for a quotation mark, `Ã©` for an é.
fn twice_encoded(text: &str) -> impl Iterator<Item = Span> + '_ {
    text.char_indices().filter_map(|(at, c)| {
        let rest = &text[at + c.len_utf8()..];
        let mut next = rest.chars();
        let follows = match c {
            'â' => match (next.next(), next.next()) {
                (Some(a @ '€'), Some(b)) if !b.is_ascii_alphanumeric() => {
                    a.len_utf8() + if b.is_whitespace() { 0 } else { b.len_utf8() }
                }
                _ => return None,
            },
            'Ã' | 'Â' => match next.next() {
                Some(a)
                    if matches!(
                        a,
                        '\u{80}'
                            ..='\u{BF}'
                                | '€'
                                | '™'
                                | '„'
                                | '‚'
                                | 'ƒ'
                                | '…'
                                | 'ˆ'
                                | 'Š'
                                | 'Œ'
                                | '‰'
                    ) =>
                {
                    a.len_utf8()
                }
                _ => return None,
            },
            _ => return None,
        };
        Some(Span::new(at, at + c.len_utf8() + follows))
    })
}

fn encoding_note(place: Span, message: String) -> Note<Span> {
    Note { place, kind: "encoding".to_owned(), message }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_and_notes(bytes: &[u8]) -> (String, Vec<String>) {
        let Decoded { text, notes, .. } = decode(bytes).expect("a text");
        for note in &notes {
            assert_eq!(note.kind, "encoding");
            assert!(text.get(note.place.range()).is_some(), "{note:?}");
        }
        (text, notes.into_iter().map(|n| n.message).collect())
    }

    #[test]
    fn utf_8_is_left_alone() {
        assert_eq!(text_and_notes("“So”, he\r\n".as_bytes()), ("“So”, he\r\n".to_owned(), vec![]));
        assert_eq!(text_and_notes("\u{FEFF}So".as_bytes()).0, "So");
    }

    #[test]
    fn utf_16_is_converted() {
        let with_mark = |big: bool, mark: bool| -> Vec<u8> {
            let units = mark.then_some(0xFEFF).into_iter().chain("Café, she said".encode_utf16());
            units.flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
        };
        for (big, mark) in [(true, true), (false, true), (true, false), (false, false)] {
            let (text, notes) = text_and_notes(&with_mark(big, mark));
            assert_eq!(text, "Café, she said");
            assert!(notes[0].contains("UTF-16"), "{notes:?}");
        }
    }

    #[test]
    fn windows_and_mac_quotation_marks_are_told_apart() {
        let (text, notes) = text_and_notes(b"\x93We won\x92t go,\x94 he said \x96 twice.");
        assert_eq!(text, "“We won’t go,” he said – twice.");
        assert!(notes[0].contains("windows-1252"), "{notes:?}");
        let (text, _) = text_and_notes(b"\xd2We won\xd5t go,\xd3 he said.");
        assert_eq!(text, "“We won’t go,” he said.");
        assert_eq!(text_and_notes(b"caf\xe9 au lait").0, "café au lait");
    }

    #[test]
    fn damaged_utf_8_stays_utf_8() {
        let (text, notes) = text_and_notes("a “b” cé d".as_bytes());
        assert_eq!((text.as_str(), notes.len()), ("a “b” cé d", 0));
        let mut bytes = "“Ja”, sagte Jörg ".as_bytes().to_vec();
        bytes.extend(b"\xff\xff und \xe2\x80");
        let (text, notes) = text_and_notes(&bytes);
        assert!(text.starts_with("“Ja”, sagte Jörg \u{FFFD}"), "{text}");
        assert!(notes[0].contains("3 places") && notes[0].contains("byte 22"), "{notes:?}");
        let (text, _) = text_and_notes(b"cut in the middle of a mark \xe2\x80");
        assert!(text.ends_with("mark \u{FFFD}"), "{text}");
    }

    #[test]
    fn what_was_encoded_twice_is_noted_and_kept() {
        let (text, notes) =
            text_and_notes("He said â€œnoâ€\u{9d} at the cafÃ© and ate pâté".as_bytes());
        assert!(text.contains("â€œno"));
        assert!(notes[0].contains("encoded twice"), "{notes:?}");
        assert!(text_and_notes("Pâté in Ángel’s Âge".as_bytes()).1.is_empty());
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for bytes in [
            &b"%PDF-1.7 x"[..],
            b"PK\x03\x04",
            b"a\0b",
            b"\x01\x02\x03\x04abc",
            b"\xff\xfe\0\0a\0\0\0",
        ] {
            assert!(decode(bytes).is_err(), "{bytes:?}");
        }
    }
}
