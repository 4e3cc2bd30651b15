//! Does the repository keep its own rules, those the compiler does not check?

use std::collections::BTreeMap;
use std::path::Path;

use sayso_core::{Error, Result};

use crate::Problems;
use crate::sources::{self, Source};

/// Each crate's floor; a crate knows only those on lower ones.
const FLOORS: [(&str, u8); 10] = [
    ("sayso-core", 0),
    ("sayso-encoder", 0),
    ("sayso-read", 1),
    ("sayso-fetch", 1),
    ("sayso-nlp", 1),
    ("sayso-story", 2),
    ("sayso-store", 3),
    ("sayso", 4),
    ("sayso-serve", 5),
    ("sayso-cli", 6),
];

/// Crates that know one other alone, whatever lies between.
const CORE_ALONE: [&str; 2] = ["sayso-story", "sayso-store"];

/// Lines of a Rust file; a longer one holds two questions.
const MAX_LINES: usize = 800;

/// Files whose words are input: their white space is theirs, as is that of a crate's fixtures.
const VERBATIM: [&str; 4] = ["tests/cases/", "tests/eval/", "examples/", "fuzz/seeds/"];

/// Runs all checks.
pub(crate) fn run(root: &Path) -> Result<Problems> {
    let sources = sources::all(root)?;
    let mut problems = Problems::new();
    check_floors(&sources, &mut problems)?;
    check_edges(&sources, &mut problems)?;
    check_tests(&sources, &mut problems);
    for source in &sources {
        check_white_space(source, &mut problems);
        if source.is("rs") {
            check_length(source, &mut problems);
            check_attributes(source, &mut problems);
        }
    }
    problems.sort();
    if problems.is_empty() {
        println!("{} files are tidy", sources.len());
    }
    Ok(problems)
}

fn floor(name: &str) -> Option<u8> {
    FLOORS.iter().find(|(of, _)| *of == name).map(|(_, floor)| *floor)
}

/// The first paragraphs of each crate's docs name its floor.
fn check_floors(sources: &[Source], problems: &mut Problems) -> Result<()> {
    for (name, floor) in FLOORS {
        let roots = ["lib.rs", "main.rs"].map(|file| format!("crates/{name}/src/{file}"));
        let Some(root) = sources.iter().find(|source| roots.contains(&source.path)) else {
            return Err(Error::input(format!("cannot find the crate `{name}`")));
        };
        let first: String =
            root.text.lines().take_while(|line| line.starts_with("//!")).take(3).collect();
        if !first.contains(&format!("Floor {floor}.")) {
            problems.push(format!("{}: the first lines do not say `Floor {floor}.`", root.path));
        }
    }
    Ok(())
}

/// Dependencies point down only, and take their version from the workspace.
fn check_edges(sources: &[Source], problems: &mut Problems) -> Result<()> {
    let manifests = sources.iter().filter(|source| {
        source.path.starts_with("crates/") && source.path.ends_with("/Cargo.toml")
    });
    for manifest in manifests {
        let path = &manifest.path;
        let name = path.split('/').nth(1).unwrap_or_default();
        let Some(own) = floor(name) else {
            problems.push(format!("{path}: the crate has no floor"));
            continue;
        };
        let parsed: toml::Table = manifest
            .text
            .parse()
            .map_err(|e| Error::input("cannot read the manifest").at(path).because(e))?;
        for (dependency, form) in dependencies(&parsed) {
            let other = floor(dependency);
            let down = other.is_none_or(|other| other < own);
            let alone =
                other.is_none() || dependency == "sayso-core" || !CORE_ALONE.contains(&name);
            if !down {
                problems
                    .push(format!("{path}: {name} cannot know {dependency}, which is not below"));
            } else if !alone {
                problems.push(format!("{path}: {name} cannot know {dependency}, only sayso-core"));
            }
            if form.get("workspace").is_none() {
                problems.push(format!("{path}: `{dependency}` must be `workspace = true`"));
            }
        }
    }
    Ok(())
}

/// All dependencies of a manifest, for building, testing and single targets too.
fn dependencies(manifest: &toml::Table) -> BTreeMap<&str, &toml::Value> {
    let targets = manifest.get("target").and_then(toml::Value::as_table);
    let tables =
        targets.into_iter().flat_map(toml::Table::values).filter_map(toml::Value::as_table);
    let mut all = BTreeMap::new();
    for table in tables.chain([manifest]) {
        for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let named = table.get(kind).and_then(toml::Value::as_table);
            all.extend(named.into_iter().flatten().map(|(name, form)| (name.as_str(), form)));
        }
    }
    all
}

/// No test is forgotten: each case is run, each file of an integration binary is in it.
fn check_tests(sources: &[Source], problems: &mut Problems) {
    for source in sources {
        let Source { path, text } = source;
        if path.starts_with("tests/cases/") {
            let run = source.is("md") && text.lines().any(|l| is_fence(l, "article"));
            // Scores lie beside the case file that is read with them.
            let case = path.strip_suffix(".scores").map(|stem| format!("{stem}.md"));
            let beside = case.is_some_and(|case| sources.iter().any(|other| other.path == case));
            if !run && !beside {
                problems.push(format!("{path}: is no case, nothing runs it"));
            }
        }
        let Some((krate, file)) =
            path.strip_prefix("crates/").and_then(|rest| rest.split_once("/tests/"))
        else {
            continue;
        };
        let Some(module) = file.strip_prefix("it/").and_then(|file| file.strip_suffix(".rs"))
        else {
            if source.is("rs") {
                problems.push(format!("{path}: integration tests of a crate are all in tests/it"));
            }
            continue;
        };
        if module == "main" {
            continue;
        }
        // `it/a/b.rs` belongs to `it/a.rs`, `it/a.rs` to `it/main.rs`.
        let (parent, name) = module.rsplit_once('/').unwrap_or(("main", module));
        let parent = format!("crates/{krate}/tests/it/{parent}.rs");
        let named = format!("mod {name};");
        let knows = |source: &Source| source.text.lines().any(|line| line.trim() == named);
        if !sources.iter().any(|source| source.path == parent && knows(source)) {
            problems.push(format!("{path}: {parent} does not say `{named}`, so it is not run"));
        }
    }
}

fn is_fence(line: &str, word: &str) -> bool {
    let info = line.trim_start_matches('`');
    line.len() - info.len() >= 3 && info.split_whitespace().next() == Some(word)
}

fn check_white_space(source: &Source, problems: &mut Problems) {
    let Source { path, text } = source;
    let known = ["rs", "toml", "md", "py", "js", "css", "html", "yml"];
    let checked = known.iter().any(|e| source.is(e)) || path.starts_with(".ci/");
    let verbatim = VERBATIM.iter().any(|folder| path.starts_with(folder))
        || path.contains("/tests/") && !source.is("rs");
    if !checked || verbatim {
        return;
    }
    for (idx, line) in text.lines().enumerate() {
        if line.ends_with([' ', '\t', '\r']) {
            problems.push(format!("{path}:{}: white space at the end of the line", idx + 1));
        }
    }
    if !text.is_empty() && (!text.ends_with('\n') || text.ends_with("\n\n")) {
        problems.push(format!("{path}: must end with one line break"));
    }
}

fn check_length(source: &Source, problems: &mut Problems) {
    let n_lines = source.text.lines().count();
    if n_lines > MAX_LINES {
        problems.push(format!("{}: {n_lines} lines, more than {MAX_LINES}: split it", source.path));
    }
}

/// Exceptions have reasons, and nothing is left for later.
fn check_attributes(source: &Source, problems: &mut Problems) {
    // In two halves, so that this file does not hold what it looks for.
    let allowed = [concat!("#[", "allow("), concat!("#![", "allow(")];
    let expected = [concat!("#[", "expect("), concat!("#![", "expect(")];
    let later = [concat!("todo", "!("), concat!("unimplemented", "!(")];
    let ignored = concat!("#[", "ignore]");
    let lines: Vec<&str> = source.text.lines().collect();
    for (idx, line) in lines.iter().enumerate() {
        let at = format!("{}:{}", source.path, idx + 1);
        let has = |words: &[&str]| words.iter().any(|word| line.contains(word));
        if has(&allowed) {
            problems.push(format!("{at}: `allow` hides what is gone; use `expect` with a reason"));
        }
        if has(&expected) {
            let end = lines[idx..].iter().position(|line| line.contains(")]"));
            let attribute = &lines[idx..=idx + end.unwrap_or(0)];
            if !attribute.iter().any(|line| line.contains("reason = ")) {
                problems.push(format!("{at}: `expect` needs a reason"));
            }
        }
        if has(&later) {
            problems.push(format!("{at}: left for later; do it or leave it out"));
        }
        if has(&[ignored]) {
            problems.push(format!("{at}: an ignored test needs a reason"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: &str) -> Source {
        Source { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn an_edge_goes_down_only() {
        let manifest = |name: &str, other: &str| {
            let text = format!("[dependencies]\n{other}.workspace = true\n");
            let mut problems = Problems::new();
            check_edges(&[source(&format!("crates/{name}/Cargo.toml"), &text)], &mut problems)
                .expect("well formed");
            problems
        };
        assert!(manifest("sayso-nlp", "sayso-core").is_empty());
        assert!(manifest("sayso-nlp", "serde").is_empty());
        assert_eq!(manifest("sayso-nlp", "sayso-read").len(), 1);
        assert_eq!(manifest("sayso-core", "sayso").len(), 1);
        assert_eq!(manifest("sayso-story", "sayso-nlp").len(), 1);
        assert_eq!(manifest("sayso-new", "sayso-core").len(), 1);
    }

    #[test]
    fn a_version_of_its_own_is_seen() {
        let text = "[target.'cfg(unix)'.dev-dependencies]\nserde = \"1\"\n";
        let mut problems = Problems::new();
        check_edges(&[source("crates/sayso/Cargo.toml", text)], &mut problems)
            .expect("well formed");
        assert_eq!(problems, ["crates/sayso/Cargo.toml: `serde` must be `workspace = true`"]);
    }

    #[test]
    fn forgotten_tests_are_seen() {
        let sources = [
            source("crates/a/tests/it/main.rs", "mod b;\n"),
            source("crates/a/tests/it/b.rs", "mod part;\n"),
            source("crates/a/tests/it/b/part.rs", ""),
            source("crates/a/tests/it/c.rs", ""),
            source("crates/a/tests/other.rs", ""),
            source("tests/cases/x.md", "```article\n```\n"),
            source("tests/cases/y.md", "words"),
            source("tests/cases/z.txt", "```article\n"),
        ];
        let mut problems = Problems::new();
        check_tests(&sources, &mut problems);
        let places: Vec<_> =
            problems.iter().map(|p| p.split(':').next().unwrap_or_default()).collect();
        let expected = [
            "crates/a/tests/it/c.rs",
            "crates/a/tests/other.rs",
            "tests/cases/y.md",
            "tests/cases/z.txt",
        ];
        assert_eq!(places, expected);
    }

    #[test]
    fn exceptions_need_reasons() {
        let check = |text: &str| {
            let mut problems = Problems::new();
            check_attributes(&source("a.rs", text), &mut problems);
            problems.len()
        };
        assert_eq!(check(concat!("#[", "allow(dead_code)]")), 1);
        assert_eq!(check(concat!("#![", "expect(dead_code)]")), 1);
        assert_eq!(check(concat!("#[", "expect(\n    dead_code,\n    reason = \"x\"\n)]")), 0);
        assert_eq!(check(concat!("    todo", "!()")), 1);
        assert_eq!(check(concat!("#[", "ignore]\n", "#[ignore = \"slow\"]")), 1);
    }

    #[test]
    fn white_space_at_ends_is_seen_except_in_what_is_input() {
        let check = |path: &str, text: &str| {
            let mut problems = Problems::new();
            check_white_space(&source(path, text), &mut problems);
            problems.len()
        };
        assert_eq!(check("a.rs", "a \nb\n"), 1);
        assert_eq!(check("a.rs", "a"), 1);
        assert_eq!(check("tests/cases/a.md", "a "), 0);
        assert_eq!(check("crates/sayso/tests/golden/a.html", "a "), 0);
        assert_eq!(check("a.bin", "a "), 0);
    }
}
