//! What does the encoder see of a text?
//!
//! A row of pieces with three features each, and a row of words. A word is what `WordPiece` splits, or
//! a run of line breaks; labels live on words, and a word's scores are those of its first piece, so
//! no span ever ends inside a word.
//!
//! The weights were trained on exactly these numbers: whatever changes here changes there too, in
//! `train/sayso_train/windows.py`. White space, letters and capitals are Python's, as there; its tables
//! of characters may be those of an older Unicode.

use unicode_properties::{GeneralCategoryGroup as Group, UnicodeGeneralCategory as _};

use crate::scores::Word;
use crate::wordpiece::Vocabulary;

/// A text as the encoder reads it.
///
/// The first four columns have a number for each piece, the last two one for each word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    /// Lines of the vocabulary.
    pub ids: Vec<u32>,
    /// What an uncased vocabulary drops: 0 no letters, 1 lower case, 2 only the first letter is a
    /// capital, 3 two capitals or more and nothing else, 4 mixed. The same for all pieces of a word.
    pub case: Vec<u8>,
    /// 1 from an opening double quotation mark to its closing one, both included, else 0.
    pub quote: Vec<u8>,
    /// 0 glued to what stands before, 1 after white space or where a line starts, 2 a line break.
    pub space: Vec<u8>,
    /// Index of each word's first piece.
    pub first: Vec<usize>,
    /// The words in order.
    pub words: Vec<Word>,
}

impl Input {
    /// Splits a text into words and pieces. Takes time linear in its length.
    pub fn read(text: &str, vocabulary: &Vocabulary) -> Self {
        let mut input = Input::default();
        let mut start = 0;
        while start < text.len() {
            let rest = &text[start..];
            let is_break = rest.starts_with(LINE_BREAKS);
            let end =
                if is_break { rest.find(|char| !is_space(char)) } else { rest.find(LINE_BREAKS) };
            let end = start + end.unwrap_or(rest.len());
            if is_break {
                input.add_break(start, end, vocabulary);
            } else {
                input.add_line(text, start, end, vocabulary);
            }
            start = end;
        }
        input
    }

    /// The number of pieces before a word; all of them from the last word's end on.
    pub fn pieces_before(&self, word: usize) -> usize {
        self.first.get(word).copied().unwrap_or(self.ids.len())
    }

    /// Adds a run of line breaks with the white space between and after them.
    fn add_break(&mut self, start: usize, end: usize, vocabulary: &Vocabulary) {
        self.first.push(self.ids.len());
        self.words.push(Word { bytes: start..end, is_quoted: false });
        self.ids.push(vocabulary.line_break());
        self.case.push(NO_LETTERS);
        self.quote.push(0);
        self.space.push(LINE_BREAK);
    }

    /// Adds the words of a stretch of text without line breaks.
    fn add_line(&mut self, text: &str, start: usize, end: usize, vocabulary: &Vocabulary) {
        let (line_word, line_piece) = (self.words.len(), self.ids.len());
        vocabulary.split(&text[start..end], |bytes, pieces| {
            let bytes = start + bytes.start..start + bytes.end;
            let before = text[start..bytes.start].chars().next_back();
            let space = if before.is_none_or(is_space) { SPACED } else { GLUED };
            let case = case_of(&text[bytes.clone()]);
            self.first.push(self.ids.len());
            self.ids.extend_from_slice(pieces);
            self.case.resize(self.ids.len(), case);
            self.space.push(space);
            self.space.resize(self.ids.len(), GLUED);
            self.words.push(Word { bytes, is_quoted: false });
        });
        mark_quotations(text, &mut self.words[line_word..]);
        self.quote.resize(line_piece, 0);
        for word in line_word..self.words.len() {
            let end = self.pieces_before(word + 1);
            self.quote.resize(end, u8::from(self.words[word].is_quoted));
        }
    }
}

const LINE_BREAKS: [char; 2] = ['\r', '\n'];

const NO_LETTERS: u8 = 0;
const LOWER: u8 = 1;
const FIRST_UPPER: u8 = 2;
const ALL_UPPER: u8 = 3;
const MIXED: u8 = 4;

const GLUED: u8 = 0;
const SPACED: u8 = 1;
const LINE_BREAK: u8 = 2;

/// The case feature of a word.
fn case_of(word: &str) -> u8 {
    let (mut letters, mut upper, mut is_first_upper) = (0, 0, false);
    for letter in word.chars().filter(|char| is_letter(*char)) {
        let is_upper = letter.is_uppercase();
        is_first_upper |= is_upper && letters == 0;
        letters += 1;
        upper += u32::from(is_upper);
    }
    match (letters, upper) {
        (0, _) => NO_LETTERS,
        (_, 0) => LOWER,
        (2.., _) if upper == letters => ALL_UPPER,
        (_, 1) if is_first_upper => FIRST_UPPER,
        _ => MIXED,
    }
}

/// Marks the words of a line that stand within double quotation marks, the marks included.
///
/// A curly mark says whether it opens or closes; a straight one, or two apostrophes without anything
/// between, opens outside and closes inside. The end of the line ends the quotation.
fn mark_quotations(text: &str, words: &mut [Word]) {
    let mut is_within = false;
    let mut word = 0;
    while word < words.len() {
        let bytes = words[word].bytes.clone();
        let mark = &text[bytes.clone()];
        let is_pair = mark == "'"
            && words.get(word + 1).is_some_and(|next| {
                next.bytes.start == bytes.end && &text[next.bytes.clone()] == "'"
            });
        let is_straight = is_pair || mark == "\"";
        let opens = mark == "“" || (is_straight && !is_within);
        let closes = mark == "”" || (is_straight && is_within);
        is_within |= opens;
        let length = if is_pair { 2 } else { 1 };
        for marked in &mut words[word..word + length] {
            marked.is_quoted = is_within;
        }
        is_within &= !closes;
        word += length;
    }
}

/// Whether Python calls a character white space: the separators of ASCII are, to it.
fn is_space(char: char) -> bool {
    char.is_whitespace() || matches!(char, '\x1c'..='\x1f')
}

/// Whether Python calls a character a letter: no vowel sign and no Roman numeral is, to it.
fn is_letter(char: char) -> bool {
    if char.is_ascii() {
        char.is_ascii_alphabetic()
    } else {
        char.general_category_group() == Group::Letter
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::wordpiece::tests::{odd_text, small};

    fn quoted(text: &str) -> String {
        let input = Input::read(text, &small());
        let words = input.words.iter().filter(|word| word.is_quoted);
        words.map(|word| &text[word.bytes.clone()]).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_text_becomes_pieces_with_features() {
        let vocabulary = small();
        let text = "Harbours SAID:\r\n \n“toll rise”";
        let input = Input::read(text, &vocabulary);
        let pieces = ["harbour", "##s", "said", ":", "[unused1]", "“", "toll", "rise", "”"];
        let ids: Vec<_> = pieces.iter().filter_map(|piece| vocabulary.id(piece)).collect();
        assert_eq!(input.ids, ids);
        assert_eq!(input.case, [2, 2, 3, 0, 0, 0, 1, 1, 0]);
        assert_eq!(input.quote, [0, 0, 0, 0, 0, 1, 1, 1, 1]);
        assert_eq!(input.space, [1, 0, 1, 0, 2, 1, 0, 1, 0]);
        assert_eq!(input.first, [0, 2, 3, 4, 5, 6, 7, 8]);
        let words: Vec<_> = input.words.iter().map(|word| &text[word.bytes.clone()]).collect();
        assert_eq!(words, ["Harbours", "SAID", ":", "\r\n \n", "“", "toll", "rise", "”"]);
        assert_eq!(input.pieces_before(1), 2);
        assert_eq!(input.pieces_before(8), 9);
    }

    #[test]
    fn capitals_are_told_apart() {
        let cases =
            [("12", 0), ("toll", 1), ("Toll", 2), ("T", 2), ("TO", 3), ("iToll", 4), ("TolL", 4)];
        for (word, case) in cases {
            assert_eq!(case_of(word), case, "{word}");
        }
        // Digits do not count, and neither do marks that are no letters of their own.
        assert_eq!(case_of("5G"), FIRST_UPPER);
        assert_eq!(case_of("É"), FIRST_UPPER);
        assert_eq!(case_of("E\u{301}A\u{301}"), ALL_UPPER);
        assert_eq!(case_of("Ⅷ"), NO_LETTERS);
        assert_eq!(case_of("中"), LOWER);
        // A letter in title case, as the first of two glued ones, is no capital.
        assert_eq!(case_of("ǅ"), LOWER);
    }

    #[test]
    fn quotation_marks_open_and_close() {
        assert_eq!(quoted("a “b c” d"), "“ b c ”");
        assert_eq!(quoted("a \"b\" c \"d\" e"), "\" b \" \" d \"");
        assert_eq!(quoted("a ''b'' c"), "' ' b ' '");
        assert_eq!(quoted("it's the toll's"), "");
        assert_eq!(quoted("the tolls' 'rise"), "");
        // A straight mark closes what a curly one opened, and a curly one closes from outside nothing.
        assert_eq!(quoted("“a\" b"), "“ a \"");
        assert_eq!(quoted("a ” b"), "");
    }

    #[test]
    fn a_line_break_ends_a_quotation() {
        assert_eq!(quoted("“a b\nc” d"), "“ a b");
        assert_eq!(quoted("a ''\n'b"), "' '");
        assert_eq!(quoted("a '\n' b"), "");
    }

    #[test]
    fn space_is_what_python_calls_so() {
        let space = |text: &str| Input::read(text, &small()).space;
        assert_eq!(space("a\u{1c}.\u{a0}b"), [1, 1, 1]);
        assert_eq!(space(" a"), [1]);
        // Neither a zero-width space nor an accent is space.
        assert_eq!(space("a\u{200b}.e\u{301}."), [1, 0, 0, 0]);
        assert_eq!(space("\n \u{1f}\n"), [2]);
        assert_eq!(space(" \n a"), [2, 1]);
        assert!(space("").is_empty());
    }

    proptest! {
        #[test]
        fn any_text_becomes_words_in_order(text in odd_text()) {
            let vocabulary = small();
            let input = Input::read(&text, &vocabulary);
            let pieces = input.ids.len();
            prop_assert_eq!(input.case.len(), pieces);
            prop_assert_eq!(input.quote.len(), pieces);
            prop_assert_eq!(input.space.len(), pieces);
            prop_assert_eq!(input.first.len(), input.words.len());
            let mut end = 0;
            for (number, word) in input.words.iter().enumerate() {
                prop_assert!(end <= word.bytes.start);
                // Slicing panics off the boundaries of characters.
                prop_assert!(!text[word.bytes.clone()].is_empty());
                prop_assert!(!text[end..word.bytes.start].contains(LINE_BREAKS));
                end = word.bytes.end;
                let own = input.first[number]..input.pieces_before(number + 1);
                prop_assert!(!own.is_empty());
                prop_assert!(input.space[own.start + 1..own.end].iter().all(|space| *space == GLUED));
                for piece in own {
                    prop_assert_eq!(input.quote[piece] == 1, word.is_quoted);
                    prop_assert!(input.case[piece] <= MIXED);
                }
            }
            prop_assert!(!text[end..].contains(LINE_BREAKS));
        }

        #[test]
        fn lines_are_read_on_their_own(before in odd_text(), after in "[a-z\"“”'., ]{1,30}") {
            let vocabulary = small();
            let after = format!("a{after}");
            let alone = Input::read(&after, &vocabulary);
            let both = Input::read(&format!("{before}\n{after}"), &vocabulary);
            let from = both.ids.len() - alone.ids.len();
            prop_assert_eq!(&both.ids[from..], &alone.ids[..]);
            prop_assert_eq!(&both.quote[from..], &alone.quote[..]);
            prop_assert_eq!(&both.space[from..], &alone.space[..]);
        }
    }
}
