//! Does what is found between articles hold?
//!
//! Three kinds of sets: articles with the story or the text that they share, grouped as the program
//! groups them ([`groups`]), and dossiers with all that holds between their articles ([`dossier`]),
//! which the reference scorer compares.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use sayso::across::Across;
use sayso_core::id::ArticleId;
use sayso_core::record::{CONTRACT, Extractor};
use sayso_core::{ArticleRecord, CharSpan, Error, Kind, Result, Span};
use serde_json::Value;

use crate::corpus::Unpacked;
use crate::floors::{Measures, Set};
use crate::gold_records::GoldDossier;

/// The scorer of dossiers, from the folder of the data.
const SCORER: &str = "tools/score_across.py";

/// Share of runs of words from which two texts are nearly equal, as the gold has it.
const NEARLY_EQUAL: f64 = 0.4;

/// What is counted, by name.
pub(super) type Figures = BTreeMap<String, f64>;

/// Scores articles that are grouped by story or by text; gives their number as well.
pub(super) fn groups(set: &Set, base: &Path, gold: &[PathBuf]) -> Result<(Figures, usize)> {
    let (mut records, mut label_of) = (Vec::new(), BTreeMap::new());
    let mut n_articles = 0;
    for (file, value) in lines(gold)? {
        let record = bare(&value, &format!("{file}:"))?;
        let label = ["subtopic", "event_id", "family_jac40"]
            .iter()
            .find_map(|field| value.get(field).filter(|label| !label.is_null()));
        label_of.extend(label.map(|label| (record.id.clone(), label.to_string())));
        records.push(record);
        n_articles += 1;
    }
    let others: Vec<PathBuf> = set.articles.iter().map(|path| base.join(path)).collect();
    for (file, value) in lines(&others)? {
        records.push(bare(&value, &format!("other {file}:"))?);
    }
    let found: Vec<Vec<ArticleId>> = if set.measures == Measures::Texts {
        sayso::across::nearly_equal(records, NEARLY_EQUAL)
    } else {
        let stories = sayso::across(records).into_iter().filter_map(|line| match line {
            Across::Story(story) => Some(story.articles),
            _ => None,
        });
        stories.collect()
    };
    Ok((compared(&label_of, &found), n_articles))
}

/// Scores all that holds between the articles of a dossier; `None` with the reason if the scorer cannot
/// be asked.
pub(super) fn dossier(
    set: &Set,
    base: &Path,
    data: &Path,
    records: &[ArticleRecord<CharSpan>],
) -> Result<std::result::Result<Figures, String>> {
    let in_bytes: Vec<ArticleRecord<Span>> =
        records.iter().cloned().map(ArticleRecord::to_bytes).collect::<Result<_>>()?;
    scored(set, base, data, records, &sayso::across(in_bytes))
}

/// Scores what the steps that compare statements make of the gold's own records, copies and people: their
/// own errors, apart from those of extraction.
pub(super) fn of_gold(
    set: &Set,
    base: &Path,
    data: &Path,
) -> Result<std::result::Result<Figures, String>> {
    let gold = folder_of_gold(set, base);
    let texts = set.texts.as_ref().map_or_else(|| gold.clone(), |texts| base.join(texts));
    let known = GoldDossier::read(&gold, &texts)?;
    let found = known.relations()?;
    scored(set, base, data, &known.records, &found)
}

fn folder_of_gold(set: &Set, base: &Path) -> PathBuf {
    let gold = set.gold.first().map(|gold| base.join(gold)).unwrap_or_default();
    if gold.is_dir() { gold } else { gold.parent().unwrap_or(base).to_owned() }
}

/// What the reference scorer says of records and of what was found between them.
fn scored(
    set: &Set,
    base: &Path,
    data: &Path,
    records: &[ArticleRecord<CharSpan>],
    found: &[Across],
) -> Result<std::result::Result<Figures, String>> {
    let program = data.join(SCORER);
    if !program.exists() {
        return Ok(Err(format!("{} does not exist", program.display())));
    }
    let cannot = |e: std::io::Error| Error::input("cannot write the lines to score").because(e);
    let folder = tempfile::tempdir().map_err(cannot)?;
    let files = ["extract", "across"].map(|name| folder.path().join(name));
    let mut extracted = fs::File::create(&files[0]).map_err(cannot)?;
    for record in records {
        let line = serde_json::to_string(record).map_err(|e| cannot(e.into()))?;
        writeln!(extracted, "{line}").map_err(cannot)?;
    }
    let mut held = fs::File::create(&files[1]).map_err(cannot)?;
    for line in found {
        let line = serde_json::to_string(line).map_err(|e| cannot(e.into()))?;
        writeln!(held, "{line}").map_err(cannot)?;
    }
    let mut command = Command::new("python3");
    command.arg(&program).arg(folder_of_gold(set, base)).args(&files).arg("--json");
    if let Some(texts) = &set.texts {
        command.arg("--articles").arg(base.join(texts));
    }
    let output = match command.output() {
        Ok(output) => output,
        Err(error) => return Ok(Err(format!("python3 cannot be run: {error}"))),
    };
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(Error::new(Kind::Internal, "the scorer of dossiers failed").because(why));
    }
    let printed: Value = serde_json::from_slice(&output.stdout)
        .map_err(|e| Error::new(Kind::Internal, "the scorer printed no JSON").because(e))?;
    let mut figures = Figures::new();
    for (row, columns) in printed.as_object().into_iter().flatten() {
        for (column, value) in columns.as_object().into_iter().flatten() {
            figures.extend(value.as_f64().map(|value| (format!("{row} {column}"), value)));
        }
    }
    Ok(Ok(figures))
}

/// B-cubed and pairwise figures in per cent, of one decimal. An article without a label is a distractor: it costs
/// precision where it is put beside others.
fn compared(label_of: &BTreeMap<ArticleId, String>, found: &[Vec<ArticleId>]) -> Figures {
    let mut of_label: BTreeMap<&String, usize> = BTreeMap::new();
    for label in label_of.values() {
        *of_label.entry(label).or_default() += 1;
    }
    let mut grouped: BTreeSet<&ArticleId> = BTreeSet::new();
    let (mut precision, mut recall) = (0.0, 0.0);
    let (mut right, mut put_together) = (0usize, 0usize);
    let pairs = |n: usize| n * n.saturating_sub(1) / 2;
    for group in found {
        grouped.extend(group);
        let mut inside: BTreeMap<&String, usize> = BTreeMap::new();
        for label in group.iter().filter_map(|id| label_of.get(id)) {
            *inside.entry(label).or_default() += 1;
        }
        let n_inside: usize = inside.values().sum();
        put_together += pairs(n_inside) + n_inside * (group.len() - n_inside);
        for (label, n) in inside {
            right += pairs(n);
            precision += (n * n) as f64 / group.len() as f64;
            recall += (n * n) as f64 / of_label[label] as f64;
        }
    }
    for (id, label) in label_of {
        if !grouped.contains(id) {
            precision += 1.0;
            recall += 1.0 / of_label[label] as f64;
        }
    }
    let n = label_of.len().max(1) as f64;
    let together: usize = of_label.values().map(|n| pairs(*n)).sum();
    let f1 = |p: f64, r: f64| if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
    let (p, r) = (precision / n, recall / n);
    let share = |all: usize| right as f64 / all.max(1) as f64;
    let (pair_p, pair_r) = (share(put_together), share(together));
    [("B-cubed p", p), ("B-cubed r", r), ("B-cubed f1", f1(p, r)), ("pairs p", pair_p)]
        .into_iter()
        .chain([("pairs r", pair_r), ("pairs f1", f1(pair_p, pair_r))])
        .map(|(name, value)| (name.to_owned(), (value * 1000.0).round() / 10.0))
        .collect()
}

/// The lines of files, packed or not, each with the number of its file.
fn lines(files: &[PathBuf]) -> Result<Vec<(usize, Value)>> {
    let unpacked = Unpacked::of(files)?;
    let mut values = Vec::new();
    for (number, file) in unpacked.files.iter().enumerate() {
        let cannot = |e: std::io::Error| Error::input("cannot read").at(file.display()).because(e);
        let text = fs::read_to_string(file).map_err(cannot)?;
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            values.push((number, serde_json::from_str(line).map_err(|e| cannot(e.into()))?));
        }
    }
    Ok(values)
}

/// The record of an article of which nothing was extracted.
fn bare(value: &Value, prefix: &str) -> Result<ArticleRecord<Span>> {
    let words = |fields: &[&str]| {
        fields.iter().find_map(|field| value.get(field)?.as_str()).map(str::to_owned)
    };
    let id = ["doc", "id"].iter().find_map(|field| match value.get(field)? {
        Value::String(id) => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    });
    let sentences = value.get("sentences").and_then(Value::as_array);
    let joined = sentences
        .map(|sentences| sentences.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "));
    let parts = [words(&["title"]), words(&["description"]), joined.or(words(&["text"]))];
    let text: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    let id = id.ok_or_else(|| Error::input("a line of the gold has no id"))?;
    let day = words(&["date", "scrape_time"]).and_then(|date| date.parse().ok());
    Ok(ArticleRecord {
        sayso: CONTRACT,
        id: ArticleId::new(format!("{prefix}{id}")),
        url: words(&["url"]),
        title: words(&["title"]),
        outlet: words(&["domain", "publisher", "source"]),
        byline: None,
        published: day,
        published_inferred: None,
        page: None,
        language: None,
        text: text.join("\n\n"),
        extractor: Extractor { version: String::new(), model: None },
        entities: Vec::new(),
        statements: Vec::new(),
        events: Vec::new(),
        times: Vec::new(),
        furniture: Vec::new(),
        notes: Vec::new(),
        provenance: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_those_of_a_hand_count() {
        let id = |id: &str| ArticleId::new(id);
        let gold = [("a", "x"), ("b", "x"), ("c", "y"), ("d", "y")];
        let label_of = gold.iter().map(|(a, label)| (id(a), (*label).to_owned())).collect();
        // x is found, with a stranger; y is not.
        let figures = compared(&label_of, &[vec![id("a"), id("b"), id("stranger")]]);
        let near = |name: &str, value: f64| assert!((figures[name] - value).abs() < 0.1, "{name}");
        near("B-cubed p", 100.0 * (2.0 * 2.0 / 3.0 + 2.0) / 4.0);
        near("B-cubed r", 75.0);
        near("pairs p", 100.0 / 3.0);
        near("pairs r", 50.0);
    }
}
