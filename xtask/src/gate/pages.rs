//! How much of what a page says about itself is found?
//!
//! A title is right if it is the gold's but for white space. Authors are sets of names, compared
//! without case, added up over all pages. A date is right if it is the same day; where the gold has
//! none, nothing must be found.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use sayso_core::{Error, Result};
use sayso_read::{About, about_page};
use serde_json::Value;

use crate::corpus::Unpacked;

/// What was found on the pages of a set.
#[derive(Debug, Default)]
pub(crate) struct PageFigures {
    pub(crate) n_pages: usize,
    /// Titles of the gold, and those that were found.
    titles: (usize, usize),
    /// The same of dates.
    dates: (usize, usize),
    /// Names of the gold, names that were found, names that are both.
    names: (usize, usize, usize),
    has_names: bool,
}

impl PageFigures {
    /// A figure by its name and column, rounded as it is printed; `None` if nothing was counted for it.
    pub(crate) fn value(&self, figure: &str) -> Option<f64> {
        let share = |part: usize, of: usize| {
            (of > 0).then(|| (1000.0 * part as f64 / of as f64).round() / 10.0)
        };
        let (gold, found, both) = self.names;
        match figure {
            "title percent" => share(self.titles.1, self.titles.0),
            "date percent" => share(self.dates.1, self.dates.0),
            "authors p" if self.has_names => share(both, found),
            "authors r" if self.has_names => share(both, gold),
            "authors f1" if self.has_names => share(2 * both, gold + found),
            _ => None,
        }
    }

    /// Compares what was found with a line of the gold.
    fn add(&mut self, about: &About, line: &Value) {
        self.n_pages += 1;
        let gold = line.get("gold").unwrap_or(line);
        if let Some(title) = gold.get("title").and_then(Value::as_str) {
            let found =
                about.title.as_ref().is_some_and(|found| spaced(&found.value) == spaced(title));
            self.titles = (self.titles.0 + 1, self.titles.1 + usize::from(found));
        }
        // News pages whose gold names nobody have no writer.
        if let Some(news) = line.get("gold") {
            let authors = news.get("authors").unwrap_or(&Value::Null);
            self.has_names = true;
            let names = |names: &mut dyn Iterator<Item = &str>| -> BTreeSet<String> {
                names.map(|name| spaced(name).to_lowercase()).collect()
            };
            let gold =
                names(&mut authors.as_array().into_iter().flatten().filter_map(Value::as_str));
            let all =
                about.authors.as_ref().map(|found| found.value.as_slice()).unwrap_or_default();
            let found = names(&mut all.iter().map(String::as_str));
            let (n_gold, n_found, n_both) = self.names;
            self.names = (
                n_gold + gold.len(),
                n_found + found.len(),
                n_both + gold.intersection(&found).count(),
            );
        }
        let date = gold.get("publishing_date").or_else(|| gold.get("date"));
        // Only one of the two corpora says of a page that it has no date.
        if let Some(date) = date.filter(|date| date.is_string() || line.get("gold").is_none()) {
            let found = about.published.as_ref().map(|found| found.value.to_string());
            let right = found.as_deref() == date.as_str().and_then(|date| date.get(..10));
            self.dates = (self.dates.0 + 1, self.dates.1 + usize::from(right));
        }
    }
}

/// Scores what the pages of a set say about themselves.
pub(crate) fn about(gold_files: &[PathBuf]) -> Result<PageFigures> {
    let unpacked = Unpacked::of(gold_files)?;
    let mut figures = PageFigures::default();
    for file in &unpacked.files {
        let cannot = |e: &dyn std::fmt::Display| {
            Error::input("cannot read the gold").at(file.display()).because(e)
        };
        let lines = fs::read_to_string(file).map_err(|e| cannot(&e))?;
        for line in lines.lines() {
            let line = page(line).map_err(|e| cannot(&e))?;
            let html = line.get("html").and_then(Value::as_str).unwrap_or_default();
            let about = about_page(html, line.get("url").and_then(Value::as_str));
            figures.add(&about, &line);
        }
    }
    Ok(figures)
}

/// Reads a line; what has no value is written in a way that is no JSON in one of the corpora.
fn page(line: &str) -> serde_json::Result<Value> {
    serde_json::from_str(line)
        .or_else(|_| serde_json::from_str(&line.replace("\"date\": NaN", "\"date\": null")))
}

fn spaced(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_right_and_what_is_not() {
        let html = "<html><meta name=author content='Ann Lee, Ben Roe'><meta name=pubdate content='2024-06-23'><h1>Harbour wall  to go</h1>";
        let about = about_page(html, None);
        let mut figures = PageFigures::default();
        for line in [
            r#"{"gold": {"title": "Harbour wall to go", "authors": ["ann lee", "Cy Orme"], "publishing_date": "2024-06-23 10:00:00"}}"#,
            r#"{"gold": {"title": "Another", "authors": null, "publishing_date": null}}"#,
            r#"{"date": NaN}"#,
            r#"{"date": "2024-06-23"}"#,
        ]
        .map(|line| line.replace("\"date\": NaN", "\"date\": null"))
        {
            figures.add(&about, &page(&line).expect("JSON"));
        }
        assert_eq!(figures.n_pages, 4);
        let value = |figure: &str| figures.value(figure).map(f64::round);
        assert_eq!(value("title percent"), Some(50.0));
        assert_eq!(value("authors p"), Some(25.0));
        assert_eq!(value("authors r"), Some(50.0));
        assert_eq!(value("authors f1"), Some(33.0));
        assert_eq!(value("date percent"), Some(67.0));
        assert_eq!(PageFigures::default().value("title percent"), None);
    }

    #[test]
    fn a_line_that_is_nearly_json() {
        let line = page(r#"{"date": NaN, "html": "<p>"}"#).expect("a line");
        assert!(line.get("date").is_some_and(Value::is_null));
    }
}
