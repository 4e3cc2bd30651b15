//! What does the reader of pages reach on pages with known text?
//!
//! The measure is that of the article-extraction-benchmark: groups of four words that follow each
//! other, counted with their repetitions; precision and recall are means over pages, F1 is of the
//! means. Scored is the text without its furniture. A Python program that lies with the data counts
//! the same.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sayso_core::{Error, Result};
use sayso_read::{Options, page_article};
use serde_json::{Value, json};
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use crate::reference::Verdict;

/// The reference scorer, from the folder of the data.
const SCORER: &str = "tools/score_text.py";

/// Words in a group.
const GROUP: usize = 4;

/// The figures of a set.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Figures {
    precision: f64,
    recall: f64,
    pages: usize,
}

/// A page with its known text and what was read from it.
struct Page {
    id: String,
    known: String,
    read: String,
}

impl Figures {
    /// A figure as limits name it, in percent.
    pub(crate) fn value(&self, figure: &str) -> Option<f64> {
        let value = match figure {
            "text p" => self.precision,
            "text r" => self.recall,
            "text f1" => self.f1(),
            _ => return None,
        };
        Some(value * 100.0)
    }

    fn f1(&self) -> f64 {
        let sum = self.precision + self.recall;
        if sum > 0.0 { 2.0 * self.precision * self.recall / sum } else { 0.0 }
    }

    fn of(pages: &[Page]) -> Self {
        let (mut precision, mut recall) = (0.0, 0.0);
        for page in pages {
            let (p, r) = precision_and_recall(&page.known, &page.read);
            precision += p;
            recall += r;
        }
        let n = pages.len().max(1) as f64;
        Figures { precision: precision / n, recall: recall / n, pages: pages.len() }
    }
}

/// Reads the pages of a set, scores them, and asks the reference for the same.
pub(crate) fn score(gold_files: &[PathBuf], data: &Path) -> Result<(Figures, usize, Verdict)> {
    let mut pages = Vec::new();
    for file in gold_files {
        let cannot = |e: std::io::Error| Error::input("cannot read").at(file.display()).because(e);
        for line in packed_lines(file)? {
            let line = line.map_err(cannot)?;
            let record: Value = serde_json::from_str(&line)
                .map_err(|e| Error::input("cannot read").at(file.display()).because(e))?;
            pages.push(page(&record));
        }
    }
    let figures = Figures::of(&pages);
    let verdict = compare(&data.join(SCORER), &pages, &figures)?;
    let n_pages = figures.pages;
    Ok((figures, n_pages, verdict))
}

fn page(record: &Value) -> Page {
    let words = |field: &str| record[field].as_str().unwrap_or_default().to_owned();
    let id = if record["id"].is_string() { words("id") } else { words("file") };
    let read = page_article(&id, words("html").as_bytes(), &id, &Options::default());
    // A page without an article counts as an empty one.
    let read = read.map(|article| article.own_text()).unwrap_or_default();
    let known = if record["article_body"].is_string() {
        words("article_body")
    } else {
        body(&record["gold"]["body"])
    };
    Page { id, known, read }
}

/// The text of a body that is kept as summary and sections.
fn body(body: &Value) -> String {
    let strings = |value: &Value| -> Vec<String> {
        let all = value.as_array().into_iter().flatten();
        all.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let mut lines = strings(&body["summary"]);
    for section in body["sections"].as_array().into_iter().flatten() {
        lines.extend(strings(&section["headline"]));
        lines.extend(strings(&section["paragraphs"]));
    }
    lines.join("\n")
}

/// The lines of a file; gzip unpacks it, so that the program needs nothing for a chore.
fn packed_lines(file: &Path) -> Result<Box<dyn Iterator<Item = std::io::Result<String>>>> {
    let cannot = |e: std::io::Error| Error::input("cannot read").at(file.display()).because(e);
    if file.extension().is_some_and(|extension| extension == "gz") {
        let unpacking = Command::new("gzip")
            .args(["-d", "-c"])
            .arg(file)
            .stdout(Stdio::piped())
            .output()
            .map_err(|e| cannot(e).hint("gzip must be installed"))?;
        if !unpacking.status.success() {
            return Err(Error::input("cannot unpack").at(file.display()));
        }
        return Ok(Box::new(std::io::Cursor::new(unpacking.stdout).lines()));
    }
    Ok(Box::new(BufReader::new(File::open(file).map_err(cannot)?).lines()))
}

/// Groups of words with their counts. A text of fewer words is one group.
fn groups(text: &str) -> BTreeMap<Vec<&str>, usize> {
    let is_word = |c: char| {
        c == '_'
            || matches!(
                c.general_category_group(),
                GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number
            )
    };
    let words: Vec<&str> = text.split(|c| !is_word(c)).filter(|w| !w.is_empty()).collect();
    let mut counts = BTreeMap::new();
    if words.is_empty() {
        return counts;
    }
    for group in words.windows(GROUP.min(words.len())) {
        *counts.entry(group.to_vec()).or_default() += 1;
    }
    counts
}

fn precision_and_recall(known: &str, read: &str) -> (f64, f64) {
    let (known, read) = (groups(known), groups(read));
    let both: usize =
        read.iter().map(|(group, n)| known.get(group).copied().unwrap_or(0).min(*n)).sum();
    let share = |of: &BTreeMap<Vec<&str>, usize>, empty: f64| {
        let all: usize = of.values().sum();
        if all == 0 { empty } else { both as f64 / all as f64 }
    };
    (share(&read, if known.is_empty() { 1.0 } else { 0.0 }), share(&known, 1.0))
}

/// Asks the reference for the same figures.
fn compare(scorer: &Path, pages: &[Page], figures: &Figures) -> Result<Verdict> {
    if !scorer.exists() {
        return Ok(Verdict::NotAsked(format!("{} does not exist", scorer.display())));
    }
    let cannot = |e: std::io::Error| Error::input("cannot hand the pages on").because(e);
    let folder = tempfile::tempdir().map_err(cannot)?;
    let write =
        |name: &str, field: &str, text: &dyn Fn(&Page) -> &str| -> std::io::Result<PathBuf> {
            let path = folder.path().join(name);
            let mut file = File::create(&path)?;
            for page in pages {
                writeln!(file, "{}", json!({"id": page.id, field: text(page)}))?;
            }
            Ok(path)
        };
    let known = write("known.jsonl", "article_body", &|p| &p.known).map_err(cannot)?;
    let read = write("read.jsonl", "text", &|p| &p.read).map_err(cannot)?;
    let output = match Command::new("python3").arg(scorer).arg(known).arg(read).output() {
        Ok(output) => output,
        Err(error) => return Ok(Verdict::NotAsked(format!("python3 cannot be started: {error}"))),
    };
    let theirs: Value = serde_json::from_slice(&output.stdout)
        .map_err(|e| Error::input("cannot read the reference's figures").because(e))?;
    let differences: Vec<String> =
        [("p", figures.precision), ("r", figures.recall), ("f1", figures.f1())]
            .into_iter()
            .filter(|(name, ours)| theirs[name].as_f64().is_none_or(|t| (t - ours).abs() > 1e-9))
            .map(|(name, ours)| format!("{name}: {ours}, the reference {}", theirs[name]))
            .collect();
    Ok(if differences.is_empty() { Verdict::Same } else { Verdict::Differs(differences) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_four_are_counted_with_their_repetitions() {
        let (p, r) = precision_and_recall("a b c d e", "a b c d x a b c d");
        // Six groups were read, of which one is known and one its repetition.
        assert!((p - 1.0 / 6.0).abs() < 1e-12 && (r - 0.5).abs() < 1e-12, "{p} {r}");
        assert_eq!(precision_and_recall("a b", "a b"), (1.0, 1.0));
        assert_eq!(precision_and_recall("", ""), (1.0, 1.0));
        assert_eq!(precision_and_recall("a", ""), (0.0, 0.0));
        assert_eq!(precision_and_recall("", "a"), (0.0, 1.0));
    }

    #[test]
    fn a_body_in_sections_is_one_text() {
        let record = json!({"summary": ["a"], "sections": [{"headline": ["b"], "paragraphs": ["c", "d"]}, {"paragraphs": ["e"]}]});
        assert_eq!(body(&record), "a\nb\nc\nd\ne");
    }
}
