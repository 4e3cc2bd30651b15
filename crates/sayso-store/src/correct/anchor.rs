//! Which statement is meant, after the article was read anew or its words changed?
//!
//! An anchor keeps the words of a statement, what stands around them and where they stood. It is found
//! again exactly, or not at all: a correction that nothing answers to is listed, and never moved to a
//! statement that merely looks like it.

use std::ops::Range;

use sayso_core::id::{ArticleId, StatementId};
use sayso_core::record::Statement;
use sayso_core::text::CodePoints;
use sayso_core::{CharSpan, Result, Span};
use serde::{Deserialize, Serialize};

use crate::fold::folded;
use crate::rows::Words;

/// Code points that are kept of what stands before and after a quote.
const AROUND: usize = 32;

/// Words of an article and where they stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Where they stood.
    #[serde(flatten)]
    pub place: CharSpan,
    /// The words themselves.
    pub quote: String,
    /// What stood before them.
    pub prefix: String,
    /// What stood after them.
    pub suffix: String,
}

/// One statement of one article, by its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// The article.
    pub article: ArticleId,
    /// The id that the statement had.
    pub statement: StatementId,
    /// What is attributed.
    pub content: Vec<Quote>,
    /// The words naming who speaks.
    pub source: Vec<Quote>,
}

impl Quote {
    /// The words at a place.
    pub(crate) fn of(text: &str, words: &Words<'_>, place: CharSpan) -> Result<Self> {
        let quote = words.at(place)?;
        let points = CodePoints::new(text);
        let start = points.byte_of(place.start()).unwrap_or(text.len());
        let (before, after) = (&text[..start], &text[start + quote.len()..]);
        let prefix_at = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
        Ok(Quote {
            place,
            quote: quote.to_owned(),
            prefix: before[prefix_at..].to_owned(),
            suffix: after.chars().take(AROUND).collect(),
        })
    }

    /// Where the words stand now: at their old place, or at the only place with the same
    /// surroundings, or with the same words before or after them.
    pub(crate) fn find(&self, text: &str) -> Option<CharSpan> {
        let points = CodePoints::new(text);
        let place = |start: usize| points.chars(Span::new(start, start + self.quote.len()));
        if self.quote.is_empty() {
            return None;
        }
        let before = |at: usize| text[..at].ends_with(&self.prefix);
        let after = |at: usize| text[at + self.quote.len()..].starts_with(&self.suffix);
        // The old place first: the same words may overlap others like them there.
        if let Some(old) = points.bytes(self.place)
            && old.of(text) == self.quote
            && before(old.start())
            && after(old.start())
        {
            return Some(self.place);
        }
        let places: Vec<usize> = text.match_indices(&self.quote).map(|(at, _)| at).collect();
        let whole: Vec<usize> =
            places.iter().copied().filter(|at| before(*at) && after(*at)).collect();
        if let [only] = whole[..] {
            return Some(place(only));
        }
        let half: Vec<usize> =
            places.iter().copied().filter(|at| before(*at) || after(*at)).collect();
        match (&whole[..], &half[..]) {
            ([], [only]) => Some(place(*only)),
            _ => None,
        }
    }
}

impl Anchor {
    /// The anchor of a statement as it was extracted.
    pub(crate) fn of(
        article: &ArticleId,
        text: &str,
        statement: &Statement<CharSpan>,
    ) -> Result<Self> {
        let words = Words::of(text);
        let quotes = |places: &[CharSpan]| -> Result<Vec<Quote>> {
            places.iter().map(|place| Quote::of(text, &words, *place)).collect()
        };
        Ok(Anchor {
            article: article.clone(),
            statement: statement.id.clone(),
            content: quotes(&statement.content)?,
            source: quotes(&statement.source)?,
        })
    }

    /// The index of the statement that is meant, or why there is none.
    pub(crate) fn find(
        &self,
        text: &str,
        statements: &[Statement<CharSpan>],
    ) -> std::result::Result<usize, String> {
        let content: Option<Vec<CharSpan>> =
            self.content.iter().map(|quote| quote.find(text)).collect();
        let Some(content) = content else {
            return Err(
                "its words are not in the article any more, or in several places".to_owned()
            );
        };
        let core = |places: &[CharSpan]| core_of(text, places);
        let wanted = core(&content);
        let source: Option<Vec<CharSpan>> =
            self.source.iter().map(|quote| quote.find(text)).collect();
        let words = Words::of(text);
        let old_source: Vec<&str> = self.source.iter().map(|quote| quote.quote.as_str()).collect();
        let old_source = folded(&old_source.join(" "));
        let speaks = |statement: &Statement<CharSpan>| {
            if statement.source.is_empty() || self.source.is_empty() {
                return statement.source.is_empty() == self.source.is_empty();
            }
            let overlaps = |a: &CharSpan, b: &CharSpan| a.start() < b.end() && b.start() < a.end();
            let at_place = source
                .iter()
                .flatten()
                .any(|old| statement.source.iter().any(|new| overlaps(old, new)));
            at_place || words.at_all(&statement.source).is_ok_and(|now| folded(&now) == old_source)
        };
        let same_words: Vec<usize> =
            (0..statements.len()).filter(|idx| core(&statements[*idx].content) == wanted).collect();
        if same_words.is_empty() {
            return Err("no statement has these words now".to_owned());
        }
        let fitting: Vec<usize> =
            same_words.into_iter().filter(|idx| speaks(&statements[*idx])).collect();
        match fitting[..] {
            [] => Err("these words have another source now".to_owned()),
            [only] => Ok(only),
            _ => {
                let mut same = fitting.iter().filter(|idx| {
                    statements[**idx].id == self.statement && statements[**idx].content == content
                });
                same.next()
                    .copied()
                    .ok_or_else(|| "several statements have these words now".to_owned())
            }
        }
    }
}

/// Places without what readers of the same words may set differently: marks and space at their ends.
fn core_of(text: &str, places: &[CharSpan]) -> Vec<Range<usize>> {
    let points = CodePoints::new(text);
    let core = |place: &CharSpan| -> Option<Range<usize>> {
        let bytes = points.bytes(*place)?;
        let words = bytes.of(text);
        let inner = words.trim_matches(|letter: char| !letter.is_alphanumeric());
        let start = bytes.start() + (inner.as_ptr() as usize - words.as_ptr() as usize);
        Some(if inner.is_empty() { bytes.range() } else { start..start + inner.len() })
    };
    places.iter().filter_map(core).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn quote(text: &str, start: usize, end: usize) -> Quote {
        Quote::of(text, &Words::of(text), CharSpan::new(start, end)).expect("in the text")
    }

    proptest! {
        #[test]
        fn what_stands_is_found_where_it_stood(
            text in "[a-cé ]{1,60}",
            a in 0usize..60,
            b in 0usize..60,
        ) {
            let n = text.chars().count();
            let (start, end) = (a.min(b).min(n), a.max(b).min(n));
            prop_assume!(start < end);
            let place = CharSpan::new(start, end);
            prop_assert_eq!(quote(&text, start, end).find(&text), Some(place));
        }

        #[test]
        fn what_is_found_has_the_words(text in "[ab ]{1,40}", other in "[ab ]{1,40}", a in 0usize..40, b in 0usize..40) {
            let n = text.chars().count();
            let (start, end) = (a.min(b).min(n), a.max(b).min(n));
            prop_assume!(start < end);
            let quote = quote(&text, start, end);
            if let Some(place) = quote.find(&other) {
                prop_assert_eq!(Words::of(&other).at(place).expect("in the text"), &quote.quote);
            }
        }
    }

    #[test]
    fn words_that_overlap_others_like_them_are_found() {
        assert_eq!(quote("a aaéé ééé", 8, 10).find("a aaéé ééé"), Some(CharSpan::new(8, 10)));
    }

    #[test]
    fn words_move_with_their_surroundings_and_not_without() {
        let quote = quote("Calder said the rudder may be gone, and left.", 12, 34);
        assert_eq!(quote.quote, "the rudder may be gone");
        let found = |text: &str| quote.find(text).map(CharSpan::start);
        assert_eq!(found("On Monday Calder said the rudder may be gone, and left."), Some(22));
        assert_eq!(found("Nobody knew that the rudder may be gone."), None);
        let twice = "Calder said the rudder may be gone. Ruiz: the rudder may be gone, and left.";
        assert_eq!(found(twice), None, "one has the words before, one those after");
    }
}
