//! Does every case under `tests/cases` hold?
//!
//! A case file is Markdown that a journalist can read: prose, articles in fences, and after each
//! article fences with what must be said of it. `tests/README.md` tells how to write one.
//!
//! `SAYSO_UPDATE=1 cargo test` rewrites the fences; read the diff before you keep it.

mod file;
mod render;

use std::fmt::Write as _;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use sayso::{Annotator, ArticleRecord, Options, Span};

use file::{Case, Expectation, Kind};

use crate::replay;

#[test]
fn every_case_holds() {
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/cases"));
    let mut files = Vec::new();
    collect(&root, &mut files);
    assert!(!files.is_empty(), "there are no cases in {}", root.display());
    let update = std::env::var_os("SAYSO_UPDATE").is_some_and(|value| value == "1");

    let mut failures = String::new();
    let mut n_failures = 0;
    for path in &files {
        let shown = path.strip_prefix(&root).unwrap_or(path).display();
        let raw = fs::read_to_string(path).unwrap_or_else(|error| panic!("{shown}: {error}"));
        let cases = file::parse(&raw).unwrap_or_else(|error| panic!("tests/cases/{shown}:{error}"));
        let annotator = match (replay::beside(path), update) {
            (None, _) => Annotator::rules(),
            (Some(scores), true) => {
                replay::record(&scores, |annotator| {
                    for case in &cases {
                        let _ = record(case, annotator);
                    }
                })
                .unwrap_or_else(|error| panic!("{}: {error}", scores.display()));
                replay::annotator(&scores).expect("it was written just now")
            }
            (Some(scores), false) => replay::annotator(&scores).unwrap_or_else(|e| panic!("{e}")),
        };
        let mut found = Vec::new();
        for case in &cases {
            let record = record(case, &annotator)
                .unwrap_or_else(|e| panic!("tests/cases/{shown}:{}: {e}", case.line));
            for expectation in &case.expectations {
                let lines = rendered(&record, expectation.kind);
                if let Some(difference) = difference(&expectation.lines, &lines) {
                    n_failures += 1;
                    let _ = write!(
                        failures,
                        "\ntests/cases/{shown}:{}: {}\n{difference}",
                        expectation.line,
                        expectation.kind.word(),
                    );
                }
                found.push((expectation, lines));
            }
        }
        if update {
            let updated = file::update(&raw, &found);
            if updated != raw {
                fs::write(path, updated).unwrap_or_else(|error| panic!("{shown}: {error}"));
            }
        }
    }
    assert!(
        update || n_failures == 0,
        "{n_failures} expectations of {} files do not hold (- expected, + found)\n{failures}\n\
         If what is found is right, `SAYSO_UPDATE=1 cargo test -p sayso` writes it into the files.",
        files.len(),
    );
}

/// All Markdown files below a folder, sorted.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut paths: Vec<_> = entries
        .map(|entry| entry.unwrap_or_else(|e| panic!("{}: {e}", folder.display())).path())
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, files);
        } else {
            let extension = path.extension().and_then(|extension| extension.to_str());
            match extension {
                Some("md") => files.push(path),
                Some("scores") => {}
                _ => panic!("{} is no case", path.display()),
            }
        }
    }
}

/// The article of a case, through the pipeline that `sayso extract -` uses.
fn record(case: &Case, annotator: &Annotator) -> sayso::Result<ArticleRecord<Span>> {
    let mut line = serde_json::json!({"id": "case", "text": case.text});
    for (key, value) in &case.facts {
        line[key] = value.as_str().into();
    }
    let run = sayso::run_lines(Cursor::new(line.to_string()), "case", &Options::default());
    let mut run = run.with(annotator.clone());
    run.next().expect("one line is one article")
}

fn rendered(record: &ArticleRecord<Span>, kind: Kind) -> Vec<String> {
    match kind {
        Kind::Ledger => render::ledger(record),
        Kind::Furniture => render::furniture(record),
        Kind::Notes => render::notes(record),
        Kind::Known => render::known(record),
        Kind::Times => render::times(record),
        Kind::Events => render::events(record),
    }
}

/// The lines that are expected and not found, and the other way round, in order; `None` if there
/// are none.
fn difference(expected: &[String], found: &[String]) -> Option<String> {
    if expected == found {
        return None;
    }
    // Longest common subsequence from each pair of places on.
    let mut common = vec![vec![0usize; found.len() + 1]; expected.len() + 1];
    for e in (0..expected.len()).rev() {
        for f in (0..found.len()).rev() {
            common[e][f] = if expected[e] == found[f] {
                common[e + 1][f + 1] + 1
            } else {
                common[e + 1][f].max(common[e][f + 1])
            };
        }
    }
    let (mut e, mut f, mut out) = (0, 0, String::new());
    while e < expected.len() || f < found.len() {
        let same = e < expected.len() && f < found.len() && expected[e] == found[f];
        let gone = e < expected.len() && (f == found.len() || common[e + 1][f] >= common[e][f + 1]);
        let (sign, line) = match (same, gone) {
            (true, _) => (' ', &expected[e]),
            (false, true) => ('-', &expected[e]),
            (false, false) => ('+', &found[f]),
        };
        let _ = writeln!(out, "  {sign} {line}");
        e += usize::from(same || gone);
        f += usize::from(same || !gone);
    }
    Some(out)
}

#[test]
fn a_difference_shows_what_changed_in_its_place() {
    let lines = |words: &str| words.split(' ').map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(difference(&lines("a b"), &lines("a b")), None);
    let shown = difference(&lines("a b c"), &lines("a x c d")).expect("they differ");
    assert_eq!(shown, "    a\n  - b\n  + x\n    c\n  + d\n");
}

#[test]
fn a_rewritten_file_changes_in_its_fences_only() {
    let raw = "# Title\n\nWords.\n\n```article outlet=\"The Daily Ox\"\nOne.\n```\n```ledger\nold\n```\nEnd.\n";
    let cases = file::parse(raw).expect("a case");
    assert_eq!(cases[0].facts, [("outlet".to_owned(), "The Daily Ox".to_owned())]);
    assert_eq!(cases[0].text, "One.");
    let found: Vec<(&Expectation, Vec<String>)> = cases[0]
        .expectations
        .iter()
        .map(|e| (e, vec!["new".to_owned(), "more".to_owned()]))
        .collect();
    assert_eq!(file::update(raw, &found), raw.replace("old", "new\nmore"));
}

#[test]
fn a_file_that_expects_nothing_is_refused() {
    for (raw, why) in [
        ("no fence", "no ```article"),
        ("```article\nOne.\n```\n", "nothing is expected"),
        ("```ledger\n```\n", "no article before"),
        ("```article\nOne.\n```\n```ledgre\n```\n", "`ledgre`"),
        ("```article colour=red\nOne.\n```\n```ledger\n```\n", "`colour`"),
        ("```article\nOne.\n", "never closed"),
    ] {
        let error = file::parse(raw).expect_err(raw);
        assert!(error.contains(why), "{error}");
    }
}
