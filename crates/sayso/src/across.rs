//! What holds between these articles?
//!
//! [`across`] takes the records of some articles and gives the lines of `sayso across`. The records may
//! be fresh from [`crate::run`], or lines that `sayso extract` wrote earlier, on another machine, in
//! another order: [`RecordLines`] reads those.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::iter::FusedIterator;
use std::path::Path;

pub use sayso_core::across::*;
use sayso_core::id::ArticleId;
use sayso_core::{ArticleRecord, CharSpan, Error, Result, Span};
use sayso_story::{Dossier, Known};
use serde::Deserialize;
use serde::de::IgnoredAny;

/// Bytes of the longest line of records that is read: the record of a text of a megabyte has tens.
const MAX_LINE: u64 = 256 << 20;

/// All that holds between some articles.
pub fn across(records: Vec<ArticleRecord<Span>>) -> Vec<Across> {
    sayso_story::across(&Dossier::new(records), &Known::default())
}

/// Articles whose text is nearly the same throughout: at least this share of their runs of six words
/// stands in both.
pub fn nearly_equal(records: Vec<ArticleRecord<Span>>, least: f64) -> Vec<Vec<ArticleId>> {
    sayso_story::nearly_equal(&Dossier::new(records), least)
}

/// Lines of `sayso extract`, read back as records.
pub struct RecordLines {
    reader: Box<dyn BufRead>,
    name: String,
    line: u64,
    done: bool,
}

/// What a line of `sayso extract` has and a line of an article has not.
#[derive(Deserialize)]
struct Marks {
    sayso: Option<IgnoredAny>,
    statements: Option<IgnoredAny>,
}

impl RecordLines {
    /// The records of a reader, if its first line is one; else the reader as it was.
    ///
    /// # Errors
    /// If the first line cannot be read.
    pub fn detect(
        mut reader: impl BufRead + 'static,
        name: &str,
    ) -> Result<std::result::Result<Self, Box<dyn BufRead>>> {
        let mut first = Vec::new();
        while first.trim_ascii().is_empty() {
            let read = reader.by_ref().take(MAX_LINE).read_until(b'\n', &mut first);
            if read.map_err(|error| Error::input("cannot read").at(name).because(error))? == 0 {
                break;
            }
        }
        let json = first.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&first);
        let marks: Option<Marks> = serde_json::from_slice(json).ok();
        let are_records = marks.is_some_and(|m| m.sayso.is_some() && m.statements.is_some());
        let reader: Box<dyn BufRead> = Box::new(io::Cursor::new(first).chain(reader));
        Ok(if are_records {
            Ok(RecordLines { reader, name: name.to_owned(), line: 0, done: false })
        } else {
            Err(reader)
        })
    }

    /// The records of a file, if its first line is one.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn of_file(path: &Path) -> Result<Option<Self>> {
        let name = path.display().to_string();
        let cannot = |error| Error::input("cannot read").at(&name).because(error);
        let file = File::open(path).map_err(cannot)?;
        Ok(RecordLines::detect(BufReader::new(file), &name)?.ok())
    }
}

impl Iterator for RecordLines {
    type Item = Result<ArticleRecord<Span>>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut bytes = Vec::new();
        while !self.done {
            self.line += 1;
            bytes.clear();
            let failed = |why: String| {
                let error = Error::input("cannot use the record").at_line(&self.name, self.line);
                error.because(why).hint("lines are those of `sayso extract`")
            };
            match self.reader.by_ref().take(MAX_LINE).read_until(b'\n', &mut bytes) {
                Ok(0) => self.done = true,
                Ok(read) if read as u64 == MAX_LINE && !bytes.ends_with(b"\n") => {
                    self.done = true;
                    return Some(Err(failed(format!("it holds more than {MAX_LINE} bytes"))));
                }
                Ok(_) if bytes.trim_ascii().is_empty() => {}
                Ok(_) => {
                    let json = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
                    let record: serde_json::Result<ArticleRecord<CharSpan>> =
                        serde_json::from_slice(json);
                    return Some(match record {
                        Ok(record) => record.to_bytes(),
                        Err(error) => Err(failed(error.to_string())),
                    });
                }
                Err(error) => {
                    self.done = true;
                    return Some(Err(failed(error.to_string())));
                }
            }
        }
        None
    }
}

impl FusedIterator for RecordLines {}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn line(id: &str) -> String {
        let article = crate::Article::new(crate::id::ArticleId::new(id), "The tide is out.".into());
        let record = crate::Annotator::rules().annotate(article);
        serde_json::to_string(&record.to_chars()).expect("a record is JSON")
    }

    #[test]
    fn lines_of_extract_are_told_from_articles_and_read_back() {
        let lines = format!("\n{}\nno record\n{}\n", line("a"), line("b"));
        let found = RecordLines::detect(Cursor::new(lines), "lines").expect("readable");
        let found: Vec<_> = found.ok().expect("records").collect();
        assert_eq!(found.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true]);
        let error = found[1].as_ref().expect_err("no record").to_string();
        assert!(error.starts_with("cannot use the record `lines`, line 3: "), "{error}");

        let article = r#"{"id": "a", "text": "The tide is out."}"#;
        let Err(mut reader) = RecordLines::detect(Cursor::new(article), "x").expect("readable")
        else {
            panic!("an article is no record");
        };
        let mut again = String::new();
        reader.read_to_string(&mut again).expect("readable");
        assert_eq!(again, article);
    }
}
