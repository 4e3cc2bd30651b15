//! Which words do two texts share?
//!
//! A [`Word`] is a place with a key: two words with one key count as the same whatever their case,
//! their apostrophes or their plural. What a word means is no question here.

use sayso_core::Span;

/// One word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it stands.
    pub span: Span,
    /// The form that stands for all its spellings.
    pub key: String,
}

/// The words of a stretch of text: runs of letters and digits, with the apostrophes, points and commas
/// inside them.
pub fn words_of(text: &str, stretch: Span) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start: Option<usize> = None;
    let mut previous: Option<(usize, char)> = None;
    let bytes = stretch.of(text);
    let mut close = |start: &mut Option<usize>, end: usize| {
        if let Some(begin) = start.take() {
            let span = Span::new(begin, end);
            words.push(Word { span, key: key(span.of(text)) });
        }
    };
    for (offset, letter) in bytes.char_indices() {
        let at = stretch.start() + offset;
        let next = bytes[offset + letter.len_utf8()..].chars().next();
        let before = previous.map(|(_, letter)| letter);
        let inside = letter.is_alphanumeric() || start.is_some() && joins(before, letter, next);
        if inside {
            start.get_or_insert(at);
        } else {
            close(&mut start, at);
        }
        previous = Some((at, letter));
    }
    close(&mut start, stretch.end());
    words
}

/// Whether a mark belongs to the word around it: `Hall's`, `2.4m`, `12,000`.
fn joins(before: Option<char>, mark: char, next: Option<char>) -> bool {
    let (Some(before), Some(next)) = (before, next) else { return false };
    match mark {
        '\'' | '’' => before.is_alphabetic() && next.is_alphabetic(),
        '.' | ',' => before.is_ascii_digit() && next.is_ascii_digit(),
        _ => false,
    }
}

/// The form that stands for all spellings of a word.
fn key(word: &str) -> String {
    let lower: String = word.chars().flat_map(char::to_lowercase).collect();
    let lower = lower.replace('’', "'");
    let stem = lower.strip_suffix("'s").unwrap_or(&lower);
    let plural =
        stem.len() > 3 && stem.ends_with('s') && !stem.ends_with("ss") && !stem.ends_with("us");
    stem[..stem.len() - usize::from(plural)].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<String> {
        words_of(text, Span::new(0, text.len())).into_iter().map(|w| w.key).collect()
    }

    #[test]
    fn spellings_of_one_word_share_a_key() {
        assert_eq!(keys("The Hall’s walls, the halls' wall"), keys("the hall wall the hall wall"));
        assert_eq!(
            keys("a loss of £2.4m, 12,000 tickets…"),
            ["a", "loss", "of", "2.4m", "12,000", "ticket"]
        );
        assert_eq!(keys("‘Über—uns’ bus"), ["über", "uns", "bus"]);
        assert!(keys(" — … ").is_empty());
    }

    proptest::proptest! {
        #[test]
        fn each_word_stands_where_it_says(text in "\\PC{0,80}") {
            let whole = Span::new(0, text.len());
            let mut end = 0;
            for word in words_of(&text, whole) {
                assert!(word.span.start() >= end && !word.span.is_empty());
                assert_eq!(key(word.span.of(&text)), word.key);
                end = word.span.end();
            }
            assert!(end <= text.len());
        }
    }
}
