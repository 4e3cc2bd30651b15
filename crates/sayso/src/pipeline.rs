//! What happens to an input, start to end?

use std::io::BufRead;
use std::iter::FusedIterator;
use std::path::PathBuf;

use sayso_core::record::SpeakerClass;
use sayso_core::{Article, ArticleRecord, Result, Span};
use sayso_read::{Articles, Options};

use crate::annotator::Annotator;

/// Reads files and folders and gives the record of each article in them.
///
/// ```no_run
/// let mut run = sayso::run(&["articles".into()], &sayso::Options::default())?;
/// for record in &mut run {
///     match record {
///         Ok(record) => println!("{}: {} statements", record.id, record.statements.len()),
///         Err(error) => eprintln!("{error}"),
///     }
/// }
/// println!("{} articles", run.report().articles);
/// # Ok::<(), sayso::Error>(())
/// ```
///
/// # Errors
/// If no path is given. An input that fails, be it a missing file or an empty folder, is an item of
/// the iterator.
pub fn run(paths: &[PathBuf], options: &Options) -> Result<Run> {
    Ok(Run::of(sayso_read::articles(paths, options)?))
}

/// Reads JSON Lines, one article a line; `name` is what errors call the reader.
pub fn run_lines(reader: impl BufRead + 'static, name: &str, options: &Options) -> Run {
    Run::of(sayso_read::json_lines(reader, name, options))
}

/// The records of some inputs, in their order, one article in memory at a time.
pub struct Run {
    articles: Articles,
    /// What reads them; the built-in model if none is given before the first is read.
    annotator: Option<Annotator>,
    report: RunReport,
}

impl Iterator for Run {
    type Item = Result<ArticleRecord<Span>>;

    fn next(&mut self) -> Option<Self::Item> {
        let article: Result<Article> = self.articles.next()?; // read: one bad article is a row
        let annotator = self.annotator.get_or_insert_default();
        let record = article.map(|article| annotator.annotate(article)); // annotate: total, what is doubtful becomes a note
        self.report.count(&record); // record: the sums of what was handed on
        Some(record)
    }
}

impl FusedIterator for Run {}

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunReport {
    /// Articles that were read and annotated.
    pub articles: usize,
    /// Inputs that could not be read; the iterator gave the error of each.
    pub failed: usize,
    /// Files that are no input: hidden ones, gold, what is no article.
    pub skipped: usize,
    /// Statements of all articles.
    pub statements: usize,
    /// Statements by class of speaker, in the order of [`SpeakerClass::ALL`].
    by_class: [usize; SpeakerClass::ALL.len()],
}

impl Run {
    fn of(articles: Articles) -> Self {
        Run { articles, annotator: None, report: RunReport::default() }
    }

    /// The same inputs, read with this instead of the built-in model.
    #[must_use]
    pub fn with(self, annotator: Annotator) -> Self {
        Run { annotator: Some(annotator), ..self }
    }

    /// How many inputs there are in all, if that is known before they are read.
    pub fn total(&self) -> Option<usize> {
        self.articles.total()
    }

    /// The sums of what the iterator has given so far.
    pub fn report(&self) -> RunReport {
        RunReport { skipped: self.articles.skipped(), ..self.report.clone() }
    }
}

impl RunReport {
    /// Statements with a speaker of this class.
    pub fn of_class(&self, class: SpeakerClass) -> usize {
        self.by_class[class_idx(class)]
    }

    fn count(&mut self, record: &Result<ArticleRecord<Span>>) {
        match record {
            Ok(record) => {
                self.articles += 1;
                self.statements += record.statements.len();
                for statement in &record.statements {
                    self.by_class[class_idx(statement.speaker.class)] += 1;
                }
            }
            Err(_) => self.failed += 1,
        }
    }
}

fn class_idx(class: SpeakerClass) -> usize {
    SpeakerClass::ALL.iter().position(|c| *c == class).expect("ALL holds every class")
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn a_bad_line_is_a_row_and_the_sums_are_those_of_the_records() {
        let lines = concat!(
            r#"{"id": "one", "text": "“The tide is out,” said Ines Calder."}"#,
            "\nnot a line\n",
            r#"{"id": "two", "text": "“It is in again,” Calder said."}"#,
        );
        let mut run = run_lines(Cursor::new(lines), "lines", &Options::default());
        let records: Vec<_> = run.by_ref().collect();
        assert_eq!(records.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true]);
        let report = run.report();
        assert_eq!((report.articles, report.failed, report.skipped), (2, 1, 0));
        let statements = || records.iter().flatten().flat_map(|record| &record.statements);
        assert_eq!(report.statements, statements().count());
        for class in SpeakerClass::ALL {
            let of_class = statements().filter(|statement| statement.speaker.class == class);
            assert_eq!(report.of_class(class), of_class.count(), "{class:?}");
        }
        assert!(run.next().is_none());
    }

    #[test]
    fn no_path_is_an_error() {
        assert!(run(&[], &Options::default()).is_err());
    }
}
