//! How does a text become pieces?
//!
//! As the uncased WordPiece tokenizer does it that comes with BERT and its descendants. Characters
//! that nobody sees are dropped, white space and punctuation end a word, letters lose case and
//! accents, and each word is cut from the left into the longest pieces of a [`Vocabulary`].
//! [`Vocabulary::split`] keeps the way back: every word knows its bytes in the text as it was given.
//!
//! # Differences from the tokenizer that the weights were trained with
//! - `[MASK]`, `[SEP]` and their like are plain words where a text holds them: no text writes a
//!   control piece.
//! - The tables of characters are newer: what Unicode has added or moved since its version 8 may be
//!   punctuation, an accent or nothing here and a letter there. No vocabulary has a piece for it.
//! - Marks are not sorted, so that a musical note with an accent ends after the note, not after both.

use std::ops::Range;

use unicode_normalization::char::decompose_canonical;
use unicode_properties::{
    GeneralCategory, GeneralCategoryGroup as Group, UnicodeGeneralCategory as _,
};

use crate::manifest::Broken;

/// Longer words, in characters without their accents, are not cut but unknown.
const LONGEST_WORD: usize = 100;

/// What stands before a piece that goes on with a word.
const CONTINUES: &str = "##";

/// The pieces that words are cut into; the number of its line is a piece's id.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    /// All pieces, one after the other.
    text: String,
    /// Where each piece ends in `text`.
    ends: Vec<u32>,
    /// A hash table with linear probing, at least half empty: its length is a power of two.
    slots: Vec<Slot>,
    /// Length of the longest piece in bytes.
    longest: usize,
    begin: u32,
    end: u32,
    unknown: u32,
    line_break: u32,
}

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    /// Bits of the piece's hash that did not choose the slot.
    tag: u32,
    /// The piece's id plus one, or 0 if the slot is empty.
    next: u32,
}

impl Vocabulary {
    /// Reads a vocabulary, one piece a line.
    ///
    /// # Errors
    /// If a line is empty, a piece stands twice, or `[CLS]`, `[SEP]`, `[UNK]` or `[unused1]` is missing.
    pub fn parse(text: &str) -> Result<Self, Broken> {
        let count = text.lines().count();
        let mut vocabulary = Vocabulary {
            text: String::with_capacity(text.len()),
            ends: Vec::with_capacity(count),
            slots: vec![Slot::default(); (2 * count).next_power_of_two().max(2)],
            longest: 0,
            begin: 0,
            end: 0,
            unknown: 0,
            line_break: 0,
        };
        for (number, piece) in text.lines().enumerate() {
            vocabulary.add(piece).map_err(|why| broken(format!("line {}: {why}", number + 1)))?;
        }
        let needed = |piece: &str| {
            vocabulary.id(piece).ok_or_else(|| broken(format!("the piece `{piece}` is missing")))
        };
        let (begin, end) = (needed("[CLS]")?, needed("[SEP]")?);
        let (unknown, line_break) = (needed("[UNK]")?, needed("[unused1]")?);
        Ok(Vocabulary { begin, end, unknown, line_break, ..vocabulary })
    }

    /// The id of a piece, `##` before it if it goes on with a word.
    pub fn id(&self, piece: &str) -> Option<u32> {
        let hash = piece.bytes().fold(0, step);
        self.find(hash, |found| found == piece.as_bytes())
    }

    /// The number of pieces.
    #[expect(clippy::len_without_is_empty, reason = "one without its control pieces is refused")]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The piece that opens a window, `[CLS]`.
    pub fn begin(&self) -> u32 {
        self.begin
    }

    /// The piece that closes a window, `[SEP]`.
    pub fn end(&self) -> u32 {
        self.end
    }

    /// The piece of a word that no pieces make up, `[UNK]`.
    pub fn unknown(&self) -> u32 {
        self.unknown
    }

    /// The piece of a run of line breaks, `[unused1]`.
    pub fn line_break(&self) -> u32 {
        self.line_break
    }

    /// Splits a text into words and calls `emit` with the bytes and the pieces of each, in order.
    ///
    /// A word has at least one piece and lies on character boundaries. It starts with its first
    /// character that is not dropped and ends with its last one, so an accent that is a character of
    /// its own is no part of the word that it ends. Takes time linear in the length of the text.
    pub fn split(&self, text: &str, emit: impl FnMut(Range<usize>, &[u32])) {
        let mut splitter = Splitter {
            vocabulary: self,
            emit,
            word: Vec::with_capacity(64),
            chars: 0,
            bytes: 0..0,
            pieces: Vec::with_capacity(16),
            hashes: Vec::with_capacity(self.longest),
        };
        for (start, char) in text.char_indices() {
            splitter.take(char, start);
        }
        splitter.finish();
    }

    /// Adds the next piece, or says why it cannot be one.
    fn add(&mut self, piece: &str) -> Result<(), &'static str> {
        if piece.is_empty() {
            return Err("the line is empty");
        }
        if self.id(piece).is_some() {
            return Err("the piece stands there twice");
        }
        let number = u32::try_from(self.ends.len() + 1).map_err(|_| "there are too many pieces")?;
        self.text.push_str(piece);
        self.ends.push(u32::try_from(self.text.len()).map_err(|_| "the pieces are too long")?);
        self.longest = self.longest.max(piece.len());
        let hash = piece.bytes().fold(0, step);
        let mut at = self.slot_of(hash);
        while self.slots[at].next != 0 {
            at = (at + 1) & (self.slots.len() - 1);
        }
        self.slots[at] = Slot { tag: tag_of(hash), next: number };
        Ok(())
    }

    /// The id of the piece with this hash of which `is_it` is true.
    fn find(&self, hash: u64, is_it: impl Fn(&[u8]) -> bool) -> Option<u32> {
        let mut at = self.slot_of(hash);
        loop {
            let Slot { tag, next } = self.slots[at];
            let id = next.checked_sub(1)?;
            if tag == tag_of(hash) && is_it(self.piece(id)) {
                return Some(id);
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    fn piece(&self, id: u32) -> &[u8] {
        let id = id as usize;
        let start = if id == 0 { 0 } else { self.ends[id - 1] as usize };
        &self.text.as_bytes()[start..self.ends[id] as usize]
    }

    fn slot_of(&self, hash: u64) -> usize {
        // The table has two slots or more, so the shift is less than 64.
        (hash >> (u64::BITS - self.slots.len().trailing_zeros())) as usize
    }

    /// Cuts a word into pieces, or says that it cannot be cut. `hashes` is room to work in.
    fn cut(&self, word: &[u8], hashes: &mut Vec<u64>, pieces: &mut Vec<u32>) -> bool {
        pieces.clear();
        let mut rest = word;
        let mut before: &[u8] = b"";
        while !rest.is_empty() {
            let mut hash = before.iter().copied().fold(0, step);
            hashes.clear();
            for byte in rest.iter().take(self.longest) {
                hash = step(hash, *byte);
                hashes.push(hash);
            }
            // From the longest beginning down. Pieces are whole characters, so what is found is too.
            let found = (1..=hashes.len()).rev().find_map(|length| {
                let is_it = |piece: &[u8]| piece.strip_prefix(before) == Some(&rest[..length]);
                self.find(hashes[length - 1], is_it).map(|id| (id, length))
            });
            let Some((id, length)) = found else { return false };
            pieces.push(id);
            rest = &rest[length..];
            before = CONTINUES.as_bytes();
        }
        true
    }
}

/// The word that is being gathered.
struct Splitter<'v, E> {
    vocabulary: &'v Vocabulary,
    emit: E,
    /// The word without case and accents, in UTF-8.
    word: Vec<u8>,
    /// Number of characters in `word`.
    chars: usize,
    /// Where the word stands in the text.
    bytes: Range<usize>,
    pieces: Vec<u32>,
    hashes: Vec<u64>,
}

impl<E: FnMut(Range<usize>, &[u32])> Splitter<'_, E> {
    /// Takes the next character of the text.
    fn take(&mut self, char: char, start: usize) {
        match char {
            'a'..='z' | '0'..='9' => self.push(char, start..start + 1),
            'A'..='Z' => self.push(char.to_ascii_lowercase(), start..start + 1),
            ' ' | '\t' | '\n' | '\r' => self.finish(),
            '!'..='~' => self.alone(char, start..start + 1),
            '\0'..='\x7f' => {}
            _ => self.take_rare(char, start..start + char.len_utf8()),
        }
    }

    /// Takes a character outside ASCII, which may become none or several.
    fn take_rare(&mut self, char: char, bytes: Range<usize>) {
        if is_invisible(char) {
            return;
        }
        if char.is_whitespace() {
            return self.finish();
        }
        if is_ideograph(char) {
            return decompose_canonical(char, |part| self.alone(part, bytes.clone()));
        }
        decompose_canonical(char, |part| {
            if part.general_category() == GeneralCategory::NonspacingMark {
                return;
            }
            for lower in part.to_lowercase() {
                if is_punctuation(lower) {
                    self.alone(lower, bytes.clone());
                } else {
                    self.push(lower, bytes.clone());
                }
            }
        });
    }

    /// Makes a character a word of its own.
    fn alone(&mut self, char: char, bytes: Range<usize>) {
        self.finish();
        self.push(char, bytes);
        self.finish();
    }

    /// Adds a character to the word.
    fn push(&mut self, char: char, bytes: Range<usize>) {
        if self.word.is_empty() {
            self.bytes.start = bytes.start;
        }
        self.bytes.end = bytes.end;
        self.chars += 1;
        if char.is_ascii() {
            self.word.push(char as u8);
        } else {
            self.word.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }

    /// Ends the word, if there is one.
    fn finish(&mut self) {
        if self.word.is_empty() {
            return;
        }
        let is_cut = self.chars <= LONGEST_WORD
            && self.vocabulary.cut(&self.word, &mut self.hashes, &mut self.pieces);
        if !is_cut {
            self.pieces.clear();
            self.pieces.push(self.vocabulary.unknown);
        }
        (self.emit)(self.bytes.clone(), &self.pieces);
        self.word.clear();
        self.chars = 0;
    }
}

/// Goes on with a hash by one byte.
///
/// The odd factor, 2^64 over the golden ratio, brings every byte into the high bits that choose a slot.
fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

fn tag_of(hash: u64) -> u32 {
    (hash >> 8) as u32
}

/// Whether a character outside ASCII is dropped: control, format and private characters, and the
/// sign of a character that could not be decoded.
fn is_invisible(char: char) -> bool {
    use GeneralCategory::{Control, Format, PrivateUse};
    char == char::REPLACEMENT_CHARACTER
        || matches!(char.general_category(), Control | Format | PrivateUse)
}

/// Whether a character is punctuation: all ASCII that is no letter or digit, and what Unicode calls so.
fn is_punctuation(char: char) -> bool {
    char.is_ascii_punctuation() || char.general_category_group() == Group::Punctuation
}

/// Whether a character is one of the Chinese ideographs that are words of their own.
///
/// The ranges are the tokenizer's; that one of them starts late is its mistake, and kept.
fn is_ideograph(char: char) -> bool {
    matches!(char,
        '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{2A6DF}' | '\u{2A700}'..='\u{2B73F}' | '\u{2B740}'..='\u{2B81F}'
        | '\u{2B920}'..='\u{2CEAF}' | '\u{2F800}'..='\u{2FA1F}')
}

fn broken(why: String) -> Broken {
    Broken { file: "vocab.txt", why }
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    /// A vocabulary of all small letters and digits, some signs and a few words.
    pub(crate) fn small() -> Vocabulary {
        let named = "[PAD] [UNK] [CLS] [SEP] [unused1]";
        let words = "the har ##bour harbour toll ##ing ferry cafe rise said mask sep";
        let signs = "!\"#'(),-.:;?[]“”‘’—…中文ßσ".chars().map(String::from);
        let mut pieces: Vec<_> =
            named.split(' ').chain(words.split(' ')).map(String::from).collect();
        pieces.extend(signs);
        for sign in ('a'..='z').chain('0'..='9') {
            pieces.push(String::from(sign));
            pieces.push(format!("{CONTINUES}{sign}"));
        }
        let text = pieces.join("\n");
        Vocabulary::parse(&text).expect("well formed")
    }

    /// What is rare elsewhere.
    const ODD: &str = " |  |\t|\n|\r\n|\n \u{a0}\n|\u{1c}|\u{1f}|\0|\u{85}|\u{a0}|\u{ad}|\u{200b}|\u{200d}\
        |\u{feff}|\u{2028}|\u{3000}|'|''|\"|“|”|’|—|…|$|^|,|.|[MASK]|\u{301}|e\u{301}|é|É|İ|ß|ẞ|ﬁ|Σ|中|文\
        |\u{f907}|각|का|\u{1d15e}\u{327}|👩\u{200d}💻|🇺🇸|\u{fffd}|≠|Harbour|TOLLS|iFerry|rise|U.S.|12,000";

    /// Text with much of what is rare elsewhere.
    pub(crate) fn odd_text() -> impl Strategy<Value = String> {
        let part = prop_oneof![
            4 => select(ODD.split('|').collect::<Vec<_>>()).prop_map(String::from),
            2 => "[a-zA-Z0-9]{1,9}",
            2 => Just(String::from(" ")),
            1 => any::<char>().prop_map(String::from),
            1 => "[a-z]{90,110}",
        ];
        vec(part, 0..40).prop_map(|parts| parts.concat())
    }

    fn words<'t>(text: &'t str, vocabulary: &Vocabulary) -> Vec<(&'t str, Vec<String>)> {
        let mut words = Vec::new();
        vocabulary.split(text, |bytes, pieces| {
            let name = |id: &u32| String::from_utf8_lossy(vocabulary.piece(*id)).into_owned();
            words.push((&text[bytes], pieces.iter().map(name).collect()));
        });
        words
    }

    fn check(text: &str, expected: &[(&str, &[&str])]) {
        let found = words(text, &small());
        let found: Vec<(&str, Vec<&str>)> = found
            .iter()
            .map(|(word, pieces)| (*word, pieces.iter().map(String::as_str).collect()))
            .collect();
        let expected: Vec<_> =
            expected.iter().map(|(word, pieces)| (*word, pieces.to_vec())).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn words_are_cut_into_the_longest_pieces_from_the_left() {
        check("harbour harbours", &[("harbour", &["harbour"]), ("harbours", &["harbour", "##s"])]);
        check("harb", &[("harb", &["har", "##b"])]);
        check("Tolling", &[("Tolling", &["toll", "##ing"])]);
        // No piece goes on with this sign, so nothing of the word is known.
        check("toll\u{153}s", &[("toll\u{153}s", &["[UNK]"])]);
    }

    #[test]
    fn punctuation_stands_alone_and_white_space_is_nowhere() {
        check(
            "\u{a0}ferry-toll,\u{2009}rise\u{3000}",
            &[
                ("ferry", &["ferry"]),
                ("-", &["-"]),
                ("toll", &["toll"]),
                (",", &[","]),
                ("rise", &["rise"]),
            ],
        );
        check("a$b", &[("a", &["a"]), ("$", &["[UNK]"]), ("b", &["b"])]);
        check("”…", &[("”", &["”"]), ("…", &["…"])]);
        check("中文", &[("中", &["中"]), ("文", &["文"])]);
    }

    #[test]
    fn case_and_accents_are_dropped_and_their_bytes_kept() {
        check("CAFÉ", &[("CAFÉ", &["cafe"])]);
        check("Cafe\u{301}s", &[("Cafe\u{301}s", &["cafe", "##s"])]);
        // An accent that is a character of its own ends no word.
        check("Cafe\u{301}.", &[("Cafe", &["cafe"]), (".", &["."])]);
        check("RİSE", &[("RİSE", &["rise"])]);
        check("Σ ẞ", &[("Σ", &["σ"]), ("ẞ", &["ß"])]);
        check("ﬁ", &[("ﬁ", &["[UNK]"])]);
        check("≠", &[("≠", &["[UNK]"])]);
    }

    #[test]
    fn what_nobody_sees_is_dropped() {
        check("har\u{ad}bour", &[("har\u{ad}bour", &["harbour"])]);
        check("\u{feff}\u{200b}rise\u{200b}\0 \u{7f}", &[("rise", &["rise"])]);
        check("ri\u{fffd}se", &[("ri\u{fffd}se", &["rise"])]);
        check("\u{301}\u{200d}\u{e000}", &[]);
    }

    #[test]
    fn a_word_of_more_than_a_hundred_characters_is_unknown() {
        let long = "é".repeat(100);
        let longer = "a".repeat(101);
        let text = format!("{long} {longer}");
        let found = words(&text, &small());
        assert_eq!((found[0].0, found[0].1.len()), (long.as_str(), 100));
        assert_eq!(found[1], (longer.as_str(), vec![String::from("[UNK]")]));
    }

    #[test]
    fn no_text_writes_a_control_piece() {
        check("[MASK]", &[("[", &["["]), ("MASK", &["mask"]), ("]", &["]"])]);
        check("[sep]", &[("[", &["["]), ("sep", &["sep"]), ("]", &["]"])]);
        check("##s", &[("#", &["#"]), ("#", &["#"]), ("s", &["s"])]);
    }

    #[test]
    fn ids_are_lines() {
        let vocabulary =
            Vocabulary::parse("[UNK]\r\n[CLS]\r\n[SEP]\r\n[unused1]\r\na").expect("well formed");
        assert_eq!(vocabulary.len(), 5);
        assert_eq!(vocabulary.id("a"), Some(4));
        assert_eq!(vocabulary.id("##a"), None);
        assert_eq!(vocabulary.id(""), None);
        let named = (vocabulary.unknown(), vocabulary.begin(), vocabulary.end());
        assert_eq!((named, vocabulary.line_break()), ((0, 1, 2), 3));
    }

    #[test]
    fn a_broken_vocabulary_is_refused_with_its_line() {
        let why = |text: &str| Vocabulary::parse(text).expect_err("broken").to_string();
        let broken = "cannot use the model's `vocab.txt`: line 3: ";
        assert_eq!(why("[UNK]\na\na"), format!("{broken}the piece stands there twice"));
        assert_eq!(why("[UNK]\na\n\nb"), format!("{broken}the line is empty"));
        assert_eq!(
            why("[UNK]\n[CLS]\n[SEP]"),
            "cannot use the model's `vocab.txt`: the piece `[unused1]` is missing"
        );
        let missing = "cannot use the model's `vocab.txt`: the piece `[CLS]` is missing";
        assert_eq!(why(""), missing);
    }

    proptest! {
        #[test]
        fn words_stand_in_order_and_hold_all_that_can_be_seen(text in odd_text()) {
            let vocabulary = small();
            let mut end = 0;
            let mut left_out = String::new();
            let mut is_empty = false;
            vocabulary.split(&text, |bytes, pieces| {
                left_out += &text[end..bytes.start];
                is_empty |= text[bytes.clone()].is_empty() || pieces.is_empty();
                end = bytes.end;
            });
            prop_assert!(!is_empty);
            left_out += &text[end..];
            for char in left_out.chars() {
                let mut is_accent = true;
                decompose_canonical(char, |part| {
                    is_accent &= part.general_category() == GeneralCategory::NonspacingMark;
                });
                prop_assert!(
                    char.is_whitespace() || char.is_control() || is_invisible(char) || is_accent,
                    "{char:?} is in no word"
                );
            }
        }

        #[test]
        fn no_longer_piece_would_fit(word in "[a-z]{0,6}(har|bour|toll|ing|s|ferry){1,4}[a-z]{0,3}") {
            let vocabulary = small();
            let found = words(&word, &vocabulary);
            prop_assert_eq!(found.len(), 1);
            let mut at = 0;
            for piece in &found[0].1 {
                let before = if at == 0 { "" } else { CONTINUES };
                let longest = (at + 1..=word.len())
                    .rev()
                    .map(|end| format!("{before}{}", &word[at..end]))
                    .find(|beginning| vocabulary.id(beginning).is_some());
                prop_assert_eq!(Some(piece), longest.as_ref());
                at += piece.len() - before.len();
            }
            prop_assert_eq!(at, word.len());
        }

        #[test]
        fn every_piece_is_found_by_its_name(pieces in vec("[#a-f中é]{1,5}", 0..60)) {
            let mut lines = vec![String::from("[UNK]"), "[CLS]".into(), "[SEP]".into(), "[unused1]".into()];
            for piece in pieces {
                if !lines.contains(&piece) {
                    lines.push(piece);
                }
            }
            let vocabulary = Vocabulary::parse(&lines.join("\n")).expect("no line twice");
            for (number, line) in lines.iter().enumerate() {
                prop_assert_eq!(vocabulary.id(line), Some(number as u32));
            }
        }
    }
}
