//! How is a long text cut?
//!
//! The encoder reads windows of a few hundred pieces. [`reading_cuts`] lays them over a text so that
//! they overlap, [`depths`] says how much of its surroundings each word has in them, and
//! [`Window::cut`] gives what the encoder reads in one. The thresholds of decoding were tuned on these
//! windows: whatever changes here changes in `train/sayso_train/windows.py` too.

use std::ops::Range;

use crate::input::Input;
use crate::wordpiece::Vocabulary;

/// Cuts a text into windows, ranges of words of at most `size` pieces with about `overlap` pieces shared.
///
/// Every word is in a window. Only a window of a single word may have more than `size` pieces, and no
/// word has more than 100. `size` does not count the two pieces that [`Window::cut`] puts around.
pub fn reading_cuts(input: &Input, size: usize, overlap: usize) -> Vec<Range<usize>> {
    let words = input.first.len();
    let mut cuts = Vec::new();
    let mut begin = 0;
    while begin < words {
        let stop = fitting(input, begin, size);
        cuts.push(begin..stop);
        if stop == words {
            break;
        }
        let shared = input.first[stop].saturating_sub(overlap);
        let back = input.first.partition_point(|piece| *piece < shared);
        begin = back.max(begin + 1);
    }
    cuts
}

/// How far the words of each window stand from its nearer edge, in words.
///
/// The edges of the text itself are no edges: a word that only they are near has a depth of `words`,
/// the number of words of the text.
pub fn depths(cuts: &[Range<usize>], words: usize) -> Vec<Vec<usize>> {
    let depth = |cut: &Range<usize>, word: usize| {
        let left = if cut.start > 0 { word - cut.start } else { words };
        let right = if cut.end < words { cut.end - 1 - word } else { words };
        left.min(right)
    };
    cuts.iter().map(|cut| cut.clone().map(|word| depth(cut, word)).collect()).collect()
}

/// What the encoder reads at once: some words of a text, `[CLS]` before and `[SEP]` after them.
///
/// The columns are those of [`Input`], counted from the window's start. The two pieces around have no
/// features.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the columns are described where they come from")]
pub struct Window {
    pub ids: Vec<u32>,
    pub case: Vec<u8>,
    pub quote: Vec<u8>,
    pub space: Vec<u8>,
    pub first: Vec<usize>,
}

impl Window {
    /// Cuts a range of words out of a text.
    ///
    /// # Panics
    /// If the text has fewer words.
    pub fn cut(input: &Input, words: Range<usize>, vocabulary: &Vocabulary) -> Self {
        let begin = input.pieces_before(words.start);
        let pieces = begin..input.pieces_before(words.end);
        let around = |column: &[u8]| [&[0], &column[pieces.clone()], &[0]].concat();
        Window {
            ids: [&[vocabulary.begin()], &input.ids[pieces.clone()], &[vocabulary.end()]].concat(),
            case: around(&input.case),
            quote: around(&input.quote),
            space: around(&input.space),
            first: input.first[words].iter().map(|piece| piece - begin + 1).collect(),
        }
    }
}

/// The end of the longest range of words from `begin` with at most `size` pieces, one word at least.
fn fitting(input: &Input, begin: usize, size: usize) -> usize {
    let limit = input.first[begin].saturating_add(size);
    if input.ids.len() <= limit {
        return input.first.len();
    }
    // The first word that starts beyond the limit does not fit, nor does the one before it.
    let next = input.first.partition_point(|piece| *piece <= limit) - 1;
    next.max(begin + 1)
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use proptest::collection::vec;
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;
    use crate::wordpiece::tests::{odd_text, small};

    /// A text of words with these numbers of pieces.
    fn of_lengths(lengths: &[usize]) -> Input {
        let mut input = Input::default();
        for length in lengths {
            input.first.push(input.ids.len());
            input.ids.resize(input.ids.len() + length, 0);
        }
        input
    }

    #[test]
    fn windows_overlap_and_know_how_deep_their_words_stand() {
        let cuts = reading_cuts(&of_lengths(&[1; 10]), 6, 3);
        assert_eq!(cuts, [0..6, 3..9, 6..10]);
        let depths = depths(&cuts, 10);
        assert_eq!(depths, [vec![5, 4, 3, 2, 1, 0], vec![0, 1, 2, 2, 1, 0], vec![0, 1, 2, 3]]);
    }

    #[test]
    fn the_edges_of_the_text_are_none() {
        let cuts = reading_cuts(&of_lengths(&[1; 3]), 6, 3);
        assert_eq!(depths(&cuts, 3), [[3, 3, 3]]);
    }

    #[test]
    fn words_are_not_cut() {
        // The third word would be cut, so it waits for the next window; the last alone is too long.
        assert_eq!(reading_cuts(&of_lengths(&[2, 2, 3, 9]), 6, 0), [0..2, 2..3, 3..4]);
        assert_eq!(reading_cuts(&of_lengths(&[2, 2, 2, 1]), 6, 0), [0..3, 3..4]);
        assert_eq!(reading_cuts(&of_lengths(&[]), 6, 3), []);
        // However much is to be shared, windows move on.
        assert_eq!(reading_cuts(&of_lengths(&[1; 4]), 2, 9), [0..2, 1..3, 2..4]);
        assert_eq!(reading_cuts(&of_lengths(&[1; 3]), 0, 0), [0..1, 1..2, 2..3]);
        let one_window = reading_cuts(&of_lengths(&[1; 3]), usize::MAX, usize::MAX);
        assert_eq!((one_window.len(), one_window[0].clone()), (1, 0..3));
    }

    #[test]
    fn a_long_document_is_read_a_fixed_number_of_times() {
        let words = 100_000;
        let cuts = reading_cuts(&of_lengths(&vec![1; words]), 190, 128);
        let read: usize = cuts.iter().map(ExactSizeIterator::len).sum();
        assert!(read < 4 * words, "{read} words are read");
    }

    #[test]
    fn a_window_has_a_piece_before_and_one_after() {
        let vocabulary = small();
        let input = Input::read("the Harbours, “SAID” a", &vocabulary);
        let window = Window::cut(&input, 1..4, &vocabulary);
        let pieces = ["[CLS]", "harbour", "##s", ",", "“", "[SEP]"];
        let ids: Vec<_> = pieces.iter().filter_map(|piece| vocabulary.id(piece)).collect();
        assert_eq!(window.ids, ids);
        assert_eq!(window.case, [0, 2, 2, 0, 0, 0]);
        assert_eq!(window.quote, [0, 0, 0, 0, 1, 0]);
        assert_eq!(window.space, [0, 1, 0, 0, 1, 0]);
        assert_eq!(window.first, [1, 3, 4]);
    }

    fn model_folder() -> PathBuf {
        let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../model");
        std::env::var_os("SAYSO_MODEL_DIR").map_or(beside, PathBuf::from)
    }

    fn read(name: &str) -> String {
        let path = model_folder().join(name);
        std::fs::read_to_string(&path)
            .unwrap_or_else(|why| panic!("no `{}` (see SAYSO_MODEL_DIR): {why}", path.display()))
    }

    fn numbers(recorded: &Value, name: &str) -> Vec<usize> {
        let column = recorded[name].as_array().expect("a column");
        column.iter().map(|number| number.as_u64().expect("a count") as usize).collect()
    }

    fn wide(column: &[u8]) -> Vec<usize> {
        column.iter().map(|number| usize::from(*number)).collect()
    }

    #[test]
    fn recorded_texts_are_read_as_in_training() {
        let vocabulary = Vocabulary::parse(&read("vocab.txt")).expect("the model's vocabulary");
        let replay: Value = serde_json::from_str(&read("replay.json")).expect("JSON");
        let replay = replay.as_array().expect("a list of texts");
        assert!(!replay.is_empty());
        for recorded in replay {
            let text = recorded["text"].as_str().expect("a text");
            let input = Input::read(text, &vocabulary);
            let window = Window::cut(&input, 0..input.words.len(), &vocabulary);
            let ids: Vec<_> = window.ids.iter().map(|id| *id as usize).collect();
            assert_eq!(ids, numbers(recorded, "ids"), "{text}");
            assert_eq!(wide(&window.case), numbers(recorded, "case"), "{text}");
            assert_eq!(wide(&window.quote), numbers(recorded, "quote"), "{text}");
            assert_eq!(wide(&window.space), numbers(recorded, "space"), "{text}");
            assert_eq!(input.first, numbers(recorded, "first"), "{text}");
            let chars = |byte: usize| text[..byte].chars().count();
            let starts: Vec<_> = input.words.iter().map(|word| chars(word.bytes.start)).collect();
            let ends: Vec<_> = input.words.iter().map(|word| chars(word.bytes.end)).collect();
            assert_eq!(starts, numbers(recorded, "start"), "{text}");
            assert_eq!(ends, numbers(recorded, "end"), "{text}");
        }
    }

    proptest! {
        #[test]
        fn windows_cover_a_text_and_are_full(
            lengths in vec(1_usize..6, 0..200), size in 0_usize..40, overlap in 0_usize..30,
        ) {
            let input = of_lengths(&lengths);
            let words = lengths.len();
            let cuts = reading_cuts(&input, size, overlap);
            let depths = depths(&cuts, words);
            prop_assert_eq!(cuts.first().map_or(0, |cut| cut.start), 0);
            prop_assert_eq!(cuts.last().map_or(0, |cut| cut.end), words);
            for pair in cuts.windows(2) {
                prop_assert!(pair[0].start < pair[1].start && pair[1].start <= pair[0].end);
                prop_assert!(pair[0].end < words);
                let shared = input.pieces_before(pair[0].end) - input.first[pair[1].start];
                prop_assert!(shared <= overlap);
            }
            for (cut, depths) in cuts.iter().zip(&depths) {
                prop_assert_eq!(cut.len(), depths.len());
                let edge = cut.start > 0 || cut.end < words;
                prop_assert_eq!(depths.contains(&0), edge, "an edge inside the text is one");
                let pieces = input.pieces_before(cut.end) - input.first[cut.start];
                prop_assert!(pieces <= size || cut.len() == 1);
                // The next word would have been too much.
                prop_assert!(
                    cut.end == words || input.pieces_before(cut.end + 1) - input.first[cut.start] > size
                );
            }
        }

        #[test]
        fn windows_of_any_text_hold_its_pieces(text in odd_text(), size in 100_usize..130) {
            let vocabulary = small();
            let input = Input::read(&text, &vocabulary);
            for cut in reading_cuts(&input, size, size / 2) {
                let window = Window::cut(&input, cut.clone(), &vocabulary);
                prop_assert!(window.ids.len() <= size + 2);
                for column in [&window.case, &window.quote, &window.space] {
                    prop_assert_eq!(column.len(), window.ids.len());
                }
                prop_assert_eq!(window.first.len(), cut.len());
                for (word, first) in cut.zip(&window.first) {
                    prop_assert_eq!(window.ids[*first], input.ids[input.first[word]]);
                }
            }
        }
    }
}
