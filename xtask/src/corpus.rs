//! What does the extractor reach on a corpus of names or of coreference?
//!
//! Such corpora lie packed; they are unpacked into a folder that goes when all is counted.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sayso::Annotator;
use sayso::eval::{self, ChainFigures, GoldArticle, NameFigures, Predicted};
use sayso_core::{Error, Result};

use crate::floors::Set;

/// Scores the names of a set; gives the number of texts as well.
pub(crate) fn names(set: &Set, gold_files: &[PathBuf]) -> Result<(NameFigures, usize)> {
    let unpacked = Unpacked::of(gold_files)?;
    let mut gold = eval::read_named(&unpacked.files)?;
    gold.retain(|text| wanted(set, &text.id));
    let mut figures = NameFigures::of(&gold);
    for text in &gold {
        figures.add(text, Some(&predicted(set, &text.article())?))?;
    }
    Ok((figures, gold.len()))
}

/// Scores the chains of a set; gives the number of texts as well.
pub(crate) fn chains(set: &Set, gold_files: &[PathBuf]) -> Result<(ChainFigures, usize)> {
    let unpacked = Unpacked::of(gold_files)?;
    let mut gold = eval::read_chained(&unpacked.files)?;
    gold.retain(|text| wanted(set, &text.id));
    let mut figures = ChainFigures::default();
    for text in &gold {
        figures.add(text, Some(&predicted(set, &text.article())?))?;
    }
    Ok((figures, gold.len()))
}

fn wanted(set: &Set, id: &str) -> bool {
    set.sha1.as_ref().is_none_or(|digits| eval::in_sample(id, digits))
}

fn predicted(set: &Set, article: &GoldArticle) -> Result<Predicted> {
    Predicted::of(&article.extract(&Annotator::built_in(), set.spans())?)
}

/// Files as they can be read, and the folder of those that had to be unpacked.
pub(crate) struct Unpacked {
    pub(crate) files: Vec<PathBuf>,
    _folder: tempfile::TempDir,
}

impl Unpacked {
    pub(crate) fn of(files: &[PathBuf]) -> Result<Self> {
        let cannot = |e: std::io::Error| Error::input("cannot unpack the gold").because(e);
        let folder = tempfile::tempdir().map_err(cannot)?;
        let mut readable = Vec::new();
        for (number, file) in files.iter().enumerate() {
            if file.extension().is_some_and(|extension| extension == "gz") {
                let target = folder.path().join(format!("{number}.jsonl"));
                unpack(file, &target)?;
                readable.push(target);
            } else {
                readable.push(file.clone());
            }
        }
        Ok(Unpacked { files: readable, _folder: folder })
    }
}

/// Asks gzip, so that the program needs nothing for a chore.
fn unpack(file: &Path, target: &Path) -> Result<()> {
    let cannot = || Error::input("cannot unpack").at(file.display());
    let out = File::create(target).map_err(|e| cannot().because(e))?;
    let status = Command::new("gzip")
        .args(["-d", "-c"])
        .arg(file)
        .stdout(Stdio::from(out))
        .status()
        .map_err(|e| cannot().because(e).hint("gzip must be installed"))?;
    if status.success() { Ok(()) } else { Err(cannot().because("gzip fails")) }
}
