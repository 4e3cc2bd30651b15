//! Which articles are looked at together?
//!
//! A [`Dossier`] holds their records in order of publication; a [`View`] is one of them with its words
//! and sentences, made once and used by every question.

use std::collections::BTreeMap;
use std::ops::Range;

use sayso_core::across::Place;
use sayso_core::id::{ArticleId, StatementId};
use sayso_core::record::{Furniture, Statement};
use sayso_core::text::{CodePoints, paragraphs};
use sayso_core::time::Date;
use sayso_core::{ArticleRecord, Span};

use crate::words::{Word, words_of};

/// Words that a full stop follows without an end of sentence.
const SHORTENED: [&str; 24] = [
    "mr", "mrs", "ms", "dr", "prof", "sir", "st", "gen", "col", "lt", "sgt", "rev", "sen", "rep",
    "gov", "jr", "sr", "vs", "no", "inc", "ltd", "co", "corp", "approx",
];

/// The records of some articles.
pub struct Dossier {
    records: Vec<ArticleRecord<Span>>,
}

/// One article of a dossier.
pub struct View<'a> {
    /// Its record, with places in bytes.
    pub record: &'a ArticleRecord<Span>,
    /// Its sentences in order; none crosses a paragraph.
    pub sentences: Vec<Sentence>,
    /// Its words in order.
    pub words: Vec<Word>,
    points: CodePoints<'a>,
}

/// One sentence of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands.
    pub span: Span,
    /// Its words among those of the article.
    pub words: Range<usize>,
    /// Number of its paragraph.
    pub paragraph: usize,
    /// Whether furniture covers most of it: a headline, a caption, a credit.
    pub is_furniture: bool,
}

impl Dossier {
    /// Puts records into order of publication, those without a date first, then by id.
    ///
    /// Of records that share an id the first one counts.
    pub fn new(records: Vec<ArticleRecord<Span>>) -> Self {
        let mut by_id: BTreeMap<ArticleId, ArticleRecord<Span>> = BTreeMap::new();
        for record in records {
            by_id.entry(record.id.clone()).or_insert(record);
        }
        let mut records: Vec<_> = by_id.into_values().collect();
        records.sort_by_key(|record| (published(record), record.id.clone()));
        Dossier { records }
    }

    /// The records in order.
    pub fn records(&self) -> &[ArticleRecord<Span>] {
        &self.records
    }

    /// The articles in order, each with its words and sentences.
    pub fn views(&self) -> Vec<View<'_>> {
        self.records.iter().map(View::of).collect()
    }
}

impl<'a> View<'a> {
    fn of(record: &'a ArticleRecord<Span>) -> Self {
        let text = &record.text;
        let (mut sentences, mut words) = (Vec::new(), Vec::new());
        for (number, paragraph) in paragraphs(text).into_iter().enumerate() {
            for span in sentences_of(text, paragraph) {
                let first = words.len();
                words.extend(words_of(text, span));
                // A date line stands in front of a sentence, and is not all of it.
                let covered = |f: &Furniture<Span>| {
                    f.place.intersection(span).is_some_and(|both| both.len() * 2 > span.len())
                };
                let is_furniture = record.furniture.iter().any(covered);
                sentences.push(Sentence {
                    span,
                    words: first..words.len(),
                    paragraph: number,
                    is_furniture,
                });
            }
        }
        View { record, sentences, words, points: CodePoints::new(text) }
    }

    /// A stretch of this article as records across articles name it.
    pub fn place(&self, span: Span) -> Place {
        Place { article: self.record.id.clone(), span: self.points.chars(span) }
    }

    /// The article's statement of an id.
    pub fn statement(&self, id: &StatementId) -> Option<&'a Statement<Span>> {
        self.record.statements.iter().find(|statement| statement.id == *id)
    }

    /// The words that stand in a stretch.
    pub fn words_in(&self, span: Span) -> &[Word] {
        let from = self.words.partition_point(|word| word.span.end() <= span.start());
        let to = self.words.partition_point(|word| word.span.start() < span.end());
        &self.words[from.min(to)..to]
    }

    /// The number of the sentence that a byte stands in.
    pub fn sentence_at(&self, byte: usize) -> Option<usize> {
        let number = self.sentences.partition_point(|sentence| sentence.span.end() <= byte);
        (self.sentences.get(number)?.span.holds(byte)).then_some(number)
    }

    /// When the article was printed: the day that it gives, or the first day of what was inferred.
    pub fn published(&self) -> Option<Date> {
        published(self.record)
    }
}

fn published(record: &ArticleRecord<Span>) -> Option<Date> {
    record.published.or_else(|| record.published_inferred.as_ref().map(|inferred| inferred.from))
}

/// The sentences of a paragraph: a full stop, a question or an exclamation mark ends one, with the closing
/// marks after it, if white space follows and then no small letter.
fn sentences_of(text: &str, paragraph: Span) -> Vec<Span> {
    let words = paragraph.of(text);
    let (mut sentences, mut start) = (Vec::new(), 0);
    let mut letters = words.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        if !matches!(letter, '.' | '!' | '?' | '…')
            || letter == '.' && is_shortened(&words[start..at])
        {
            continue;
        }
        while letters
            .next_if(|(_, next)| {
                matches!(next, '.' | '!' | '?' | '"' | '\'' | '”' | '’' | ')' | ']')
            })
            .is_some()
        {}
        let Some(&(end, next)) = letters.peek() else { break };
        let after = words[end..].trim_start().chars().next();
        if next.is_whitespace() && !after.is_some_and(char::is_lowercase) {
            sentences.push(Span::new(paragraph.start() + start, paragraph.start() + end));
            start = end;
        }
    }
    sentences.push(Span::new(paragraph.start() + start, paragraph.end()));
    sentences
        .into_iter()
        .map(|sentence| sentence.trim(text))
        .filter(|sentence| !sentence.is_empty())
        .collect()
}

/// Whether a full stop after these words belongs to the last of them: a title, an initial.
fn is_shortened(before: &str) -> bool {
    let last = before
        .rsplit(|letter: char| !letter.is_alphanumeric() && letter != '.')
        .next()
        .unwrap_or_default();
    let single = last.chars().count() == 1 && last.chars().all(char::is_uppercase);
    single
        || last.contains('.') && !last.contains(|letter: char| letter.is_ascii_digit())
        || SHORTENED.contains(&last.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences_of(text, Span::new(0, text.len())).into_iter().map(|s| s.of(text)).collect()
    }

    #[test]
    fn titles_initials_and_figures_end_no_sentence() {
        assert_eq!(
            split("Mr. J. Roe lost £2.4m. “We know,” he said. “It hurts.” Dr. Lee agreed!"),
            ["Mr. J. Roe lost £2.4m.", "“We know,” he said.", "“It hurts.”", "Dr. Lee agreed!"]
        );
        assert_eq!(split("at 7 p.m. on Monday… he left"), ["at 7 p.m. on Monday… he left"]);
        assert_eq!(split("  "), [""; 0]);
    }

    proptest::proptest! {
        #[test]
        fn sentences_are_in_order_and_leave_no_word_out(text in "[a-zA-Z.!? ”’\\n]{0,60}") {
            let whole = Span::new(0, text.len());
            let sentences = sentences_of(&text, whole);
            let words: Vec<_> = sentences.iter().flat_map(|s| words_of(&text, *s)).collect();
            assert_eq!(words, words_of(&text, whole));
        }
    }
}
