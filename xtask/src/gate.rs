//! Is the extractor as good as it was?
//!
//! Every set of `tests/gate.toml` is read and scored as `sayso extract` and `sayso eval` would do it.
//! A set whose data is not at hand is skipped, and said to be.

mod across;
mod pages;

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use sayso::Annotator;
use sayso::eval::{self, Calibration, Figures, GoldArticle, Predicted};
use sayso_core::{ArticleRecord, CharSpan, Error, Kind, Result};
use sha2::{Digest, Sha256};

use crate::Problems;
use crate::articles;
use crate::corpus;
use crate::floors::{self, Floors, From, Measures, Set};
use crate::reference::{self, Verdict};

/// The variable that names the folder of the data.
const DATA: &str = "SAYSO_DATA";

/// The reference scorer, from the folder of the data.
const SCORER: &str = "tools/score.py";

/// What the caller wants.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Wishes {
    /// Floors rise to what is reached, and hashes are pinned anew.
    update: bool,
    /// A figure below its floor is no failure; with `update` the floor sinks to it.
    allow_regression: bool,
    /// The sets to score; all if none is named.
    sets: Vec<String>,
}

impl Wishes {
    /// Reads the arguments; `None` if one is unknown.
    pub(crate) fn of(arguments: &[&str]) -> Option<Self> {
        let mut wishes = Wishes::default();
        for argument in arguments {
            match *argument {
                "--update" => wishes.update = true,
                "--allow-regression" => wishes.allow_regression = true,
                flag if flag.starts_with('-') => return None,
                name => wishes.sets.push(name.to_owned()),
            }
        }
        Some(wishes)
    }
}

/// Scores the sets, and says what is not as it must be.
pub(crate) fn run(root: &Path, wishes: &Wishes) -> Result<Problems> {
    let (raw, floors) = Floors::read(root)?;
    let data = data_folder(root, &floors);
    if let Some(name) = wishes.sets.iter().find(|name| floors.sets.iter().all(|s| s.name != **name))
    {
        return Err(Error::new(Kind::Query, format!("there is no set `{name}`")).at(floors::FILE));
    }
    let mut problems = Problems::new();
    let mut sets = floors.sets;
    for set in &mut sets {
        if !wishes.sets.is_empty() && !wishes.sets.contains(&set.name) {
            continue;
        }
        let base = match set.from {
            From::Repository => root,
            From::Data => &data,
        };
        let mut named = set.gold.iter().chain(&set.articles).chain(&set.texts);
        if let Some(missing) = named.find(|path| !base.join(path).exists()) {
            let missing = base.join(missing);
            println!("{}: skipped, since {} does not exist\n", set.name, missing.display());
            continue;
        }
        let gold_files = eval::gold_files(&joined(base, &set.gold))?;
        check_hashes(set, base, &gold_files, wishes, &mut problems)?;
        match set.measures {
            Measures::Statements => {
                let scored = Scored::of(set, base, &gold_files)?;
                println!("{}: {} articles", set.name, scored.lines.len());
                let value = |figure: &str| scored.figures.value(figure);
                check_limits(set, &value, wishes, &mut problems);
                check_reference(set, base, &data, &gold_files, &scored, &mut problems)?;
            }
            Measures::Names => {
                let (figures, n_texts) = corpus::names(set, &gold_files)?;
                println!("{}: {n_texts} texts", set.name);
                check_limits(set, &|figure| figures.value(figure), wishes, &mut problems);
            }
            Measures::Articles => {
                let (figures, n_pages, verdict) = articles::score(&gold_files, &data)?;
                println!("{}: {n_pages} pages", set.name);
                check_limits(set, &|figure| figures.value(figure), wishes, &mut problems);
                tell(&set.name, verdict, &mut problems);
            }
            Measures::Times => {
                let (figures, n_texts) = corpus::times(set, &gold_files)?;
                println!("{}: {n_texts} texts", set.name);
                check_limits(set, &|figure| figures.value(figure), wishes, &mut problems);
            }
            Measures::Coreference => {
                let (figures, n_texts) = corpus::chains(set, &gold_files)?;
                println!("{}: {n_texts} texts", set.name);
                check_limits(set, &|figure| figures.value(figure), wishes, &mut problems);
            }
            Measures::About => {
                let figures = pages::about(&gold_files)?;
                println!("{}: {} pages", set.name, figures.n_pages);
                check_limits(set, &|figure| figures.value(figure), wishes, &mut problems);
            }
            Measures::Stories | Measures::Texts => {
                let (figures, n_articles) = across::groups(set, base, &gold_files)?;
                println!("{}: {n_articles} articles", set.name);
                check_limits(set, &|figure| figures.get(figure).copied(), wishes, &mut problems);
            }
            Measures::Relations => {
                println!("{}: the gold's own records", set.name);
                match across::of_gold(set, base, &data)? {
                    Ok(figures) => {
                        let value = |figure: &str| figures.get(figure).copied();
                        check_limits(set, &value, wishes, &mut problems);
                    }
                    Err(why) => println!("  not scored: {why}"),
                }
            }
            Measures::Across => {
                let run = sayso::run(&joined(base, &set.articles), &sayso::Options::default())?;
                let records: Vec<_> =
                    run.map(|record| record.map(ArticleRecord::to_chars)).collect::<Result<_>>()?;
                println!("{}: {} articles", set.name, records.len());
                match across::dossier(set, base, &data, &records)? {
                    Ok(figures) => {
                        let value = |figure: &str| figures.get(figure).copied();
                        check_limits(set, &value, wishes, &mut problems);
                    }
                    Err(why) => println!("  not scored: {why}"),
                }
            }
        }
        println!();
    }
    if wishes.update && problems.is_empty() {
        let updated = floors::rewritten(&raw, &sets)?;
        if updated != raw {
            let cannot = |e| Error::input("cannot write").at(floors::FILE).because(e);
            fs::write(root.join(floors::FILE), updated).map_err(cannot)?;
            println!("{} is updated", floors::FILE);
        }
    }
    Ok(problems)
}

/// The folder of the sets that are not in the repository.
fn data_folder(root: &Path, floors: &Floors) -> PathBuf {
    std::env::var_os(DATA).map_or_else(|| root.join(&floors.data), PathBuf::from)
}

/// How well the confidences of speakers hold on a set.
///
/// # Errors
/// If there is no such set, or its data is missing.
pub(crate) fn speakers_of(root: &Path, name: &str) -> Result<Calibration> {
    let (_, floors) = Floors::read(root)?;
    let data = data_folder(root, &floors);
    let found = floors.sets.into_iter().find(|set| set.name == name);
    let set = found.ok_or_else(|| Error::input(format!("there is no set `{name}`")))?;
    let base = match set.from {
        From::Repository => root,
        From::Data => &data,
    };
    let gold_files = eval::gold_files(&joined(base, &set.gold))?;
    Ok(Scored::of(&set, base, &gold_files)?.figures.speakers().clone())
}

/// What the extractor reaches on a set.
struct Scored {
    figures: Figures,
    /// What it printed, a line an article.
    lines: Vec<String>,
}

impl Scored {
    fn of(set: &Set, base: &Path, gold_files: &[PathBuf]) -> Result<Self> {
        let texts = set.texts.as_ref().map(|texts| base.join(texts));
        let gold = eval::read_gold(gold_files, texts.as_deref())?;
        let mut lines = Vec::new();
        let mut predicted: HashMap<String, Predicted> = HashMap::new();
        for record in records(set, base, &gold)? {
            let line = serde_json::to_string(&record)
                .map_err(|e| Error::new(Kind::Internal, "cannot print a record").because(e))?;
            predicted.insert(record.id.as_str().to_owned(), Predicted::of(&record)?);
            lines.push(line);
        }
        let options = eval::Options { outermost: set.outermost };
        let figures = eval::score(&gold, &mut |a| Ok(predicted.get(&a.id).cloned()), options)?;
        Ok(Scored { figures, lines })
    }
}

fn records(set: &Set, base: &Path, gold: &[GoldArticle]) -> Result<Vec<ArticleRecord<CharSpan>>> {
    if set.given_spans || set.articles.is_empty() {
        let annotator = Annotator::built_in();
        return gold.iter().map(|article| article.extract(&annotator, set.spans())).collect();
    }
    let run = sayso::run(&joined(base, &set.articles), &sayso::Options::default())?;
    run.map(|record| record.map(ArticleRecord::to_chars)).collect()
}

fn joined(base: &Path, paths: &[String]) -> Vec<PathBuf> {
    paths.iter().map(|path| base.join(path)).collect()
}

/// Compares the gold's files with those the limits were set on.
fn check_hashes(
    set: &mut Set,
    base: &Path,
    gold_files: &[PathBuf],
    wishes: &Wishes,
    problems: &mut Problems,
) -> Result<()> {
    let mut hashes = BTreeMap::new();
    for file in gold_files {
        let cannot = |e| Error::input("cannot read").at(file.display()).because(e);
        let digest = Sha256::digest(fs::read(file).map_err(cannot)?);
        let hash = format!("{digest:x}");
        let name = file.strip_prefix(base).unwrap_or(file);
        hashes.insert(name.to_string_lossy().into_owned(), hash);
    }
    if wishes.update {
        set.sha256 = hashes;
        return Ok(());
    }
    for (file, hash) in &hashes {
        match set.sha256.get(file) {
            Some(pinned) if pinned == hash => {}
            Some(_) => problems.push(format!("{}: {file} is not the gold it was", set.name)),
            None => problems.push(format!("{}: {file} is new", set.name)),
        }
    }
    for file in set.sha256.keys().filter(|file| !hashes.contains_key(*file)) {
        problems.push(format!("{}: {file} is gone", set.name));
    }
    Ok(())
}

/// Prints the figures that have limits, and moves the limits or holds the figures to them.
fn check_limits(
    set: &mut Set,
    value_of: &dyn Fn(&str) -> Option<f64>,
    wishes: &Wishes,
    problems: &mut Problems,
) {
    let name = set.name.clone();
    for (limits, word, side) in
        [(&mut set.floors, "floor", "below"), (&mut set.ceilings, "ceiling", "above")]
    {
        for (figure, limit) in limits {
            let Some(value) = value_of(figure) else {
                problems.push(format!("{name}: nothing was counted for `{figure}`"));
                continue;
            };
            let fails = if word == "floor" { value < *limit } else { value > *limit };
            let mark = if fails { format!("  {side}") } else { String::new() };
            println!("  {figure:<34}{value:>7.1}  {word} {limit:>6.1}{mark}");
            if fails && !wishes.allow_regression {
                problems
                    .push(format!("{name}: {figure} is {value:.1}, {side} its {word} {limit:.1}"));
            } else if wishes.update {
                *limit = value;
            }
        }
    }
}

fn check_reference(
    set: &Set,
    base: &Path,
    data: &Path,
    gold_files: &[PathBuf],
    scored: &Scored,
    problems: &mut Problems,
) -> Result<()> {
    let texts = set.texts.as_ref().map(|texts| base.join(texts));
    let Scored { figures, lines } = scored;
    let program = data.join(SCORER);
    let verdict =
        reference::compare(&program, gold_files, texts.as_deref(), set.outermost, lines, figures)?;
    tell(&set.name, verdict, problems);
    Ok(())
}

/// Says what the reference scorer said.
fn tell(name: &str, verdict: Verdict, problems: &mut Problems) {
    match verdict {
        Verdict::Same => println!("  the reference scorer gives the same figures"),
        Verdict::NotAsked(why) => println!("  not compared with the reference scorer: {why}"),
        Verdict::Differs(differences) => {
            problems.extend(differences.iter().map(|d| format!("{name}: {d}")));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(floor: f64, ceiling: f64) -> Set {
        let raw = format!(
            "data = \"x\"\n[[set]]\nname = \"a\"\ngold = []\n\
             [set.floors]\n\"documents gold\" = {floor:.1}\n\
             [set.ceilings]\n\"documents missing\" = {ceiling:.1}\n"
        );
        let floors: Floors = toml::from_str(&raw).expect("well formed");
        floors.sets[0].clone()
    }

    /// Two articles, one of them without a prediction.
    fn figures() -> Figures {
        let gold = ["a", "b"].map(|id| GoldArticle { id: id.to_owned(), ..GoldArticle::default() });
        let predicted = Predicted { text: Some(String::new()), ..Predicted::default() };
        let mut given = |a: &GoldArticle| Ok((a.id == "a").then(|| predicted.clone()));
        eval::score(&gold, &mut given, eval::Options::default()).expect("the texts are the same")
    }

    #[test]
    fn a_figure_beyond_its_limit_is_a_problem() {
        let check = |floor, ceiling, wishes: &[&str]| {
            let mut set = set(floor, ceiling);
            let mut problems = Problems::new();
            let wishes = Wishes::of(wishes).expect("known");
            let value = |figure: &str| figures().value(figure);
            check_limits(&mut set, &value, &wishes, &mut problems);
            (problems.len(), set.floors["documents gold"], set.ceilings["documents missing"])
        };
        assert_eq!(check(1.0, 2.0, &[]), (0, 1.0, 2.0));
        assert_eq!(check(3.0, 0.0, &[]), (2, 3.0, 0.0));
        assert_eq!(check(3.0, 0.0, &["--allow-regression"]), (0, 3.0, 0.0));
        assert_eq!(check(1.0, 2.0, &["--update"]), (0, 2.0, 1.0));
        assert_eq!(check(3.0, 0.0, &["--update"]), (2, 3.0, 0.0));
        assert_eq!(check(3.0, 0.0, &["--update", "--allow-regression"]), (0, 2.0, 1.0));
    }

    #[test]
    fn an_unknown_flag_is_refused() {
        assert_eq!(Wishes::of(&["--force"]), None);
        assert!(Wishes::of(&["a", "--update"]).is_some_and(|wishes| wishes.sets == ["a"]));
    }
}
