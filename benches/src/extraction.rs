//! How many words a second does whole extraction read, and how does that grow with a document?
//!
//! A word is what stands between white space.

use std::env;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use sayso::config::Settings;
use sayso::id::ArticleId;
use sayso::{Annotator, Article, Options};
use serde::{Deserialize, Serialize};

use crate::Failure;
use crate::clock::{median, peak_memory, processor_seconds, rate};

/// The sizes of the documents, in words.
const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

/// News text, and where it lies.
pub(crate) struct News {
    folder: PathBuf,
    texts: Vec<String>,
}

/// What a document cost.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Cost {
    words: usize,
    statements: usize,
    /// Processor time of annotating alone.
    seconds: f64,
    /// Of the whole process, model and program included.
    peak_mib: Option<f64>,
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Cost { words, statements, seconds, peak_mib } = self;
        let rate = *words as f64 / seconds;
        write!(
            f,
            "{words:>7} words  {statements:>5} statements  {seconds:>7.2} s  {rate:>6.0} words/s"
        )?;
        peak_mib.map_or(Ok(()), |peak| write!(f, "  peak {peak:.0} MiB"))
    }
}

impl News {
    /// The text files of a folder, by name.
    pub(crate) fn of(folder: &Path) -> Result<News, Failure> {
        let entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
        let mut paths: Vec<PathBuf> = entries.iter().map(fs::DirEntry::path).collect();
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
        paths.sort();
        let texts: Vec<String> = paths.iter().map(fs::read_to_string).collect::<Result<_, _>>()?;
        if texts.is_empty() {
            return Err(format!("{} holds no article", folder.display()).into());
        }
        Ok(News { folder: folder.to_owned(), texts })
    }

    fn words(&self) -> usize {
        self.texts.iter().map(|text| text.split_whitespace().count()).sum()
    }

    /// Words a second from files to records.
    pub(crate) fn rate(&self, annotator: &Annotator) -> Result<f64, Failure> {
        let options = Options::default();
        // An error would be found the first time.
        sayso::run(std::slice::from_ref(&self.folder), &options)?.next().transpose()?;
        Ok(rate(self.words(), || {
            let run = sayso::run(std::slice::from_ref(&self.folder), &options);
            let records = run.into_iter().flat_map(|run| run.with(annotator.clone()));
            std::hint::black_box(records.flatten().count());
        }))
    }

    /// One document of so many words: the articles one after the other, again and again.
    fn document(&self, words: usize) -> Article {
        let mut text = String::new();
        let mut left = words;
        let paragraphs = self.texts.iter().flat_map(|text| text.split("\n\n"));
        for paragraph in paragraphs.cycle() {
            if left == 0 {
                break;
            }
            let taken: Vec<&str> = paragraph.split_whitespace().take(left).collect();
            left -= taken.len();
            text.push_str(&taken.join(" "));
            text.push_str("\n\n");
        }
        Article::new(ArticleId::new("document"), text)
    }

    /// What a document of so many words costs this process.
    pub(crate) fn cost(&self, words: usize) -> Cost {
        let annotator = Annotator::built_in();
        let document = self.document(words);
        let begin = processor_seconds();
        let statements = annotator.annotate(document).statements.len();
        let seconds = processor_seconds() - begin;
        Cost { words, statements, seconds, peak_mib: peak_memory() }
    }

    /// What documents of growing size cost, each a process of its own.
    pub(crate) fn growth(&self) -> Result<Vec<Cost>, Failure> {
        let one = |size: usize| {
            let mut child = Command::new(env::current_exe()?);
            child.arg("--articles").arg(&self.folder).args(["document", &size.to_string()]);
            let said = child.output()?;
            if !said.status.success() {
                return Err(String::from_utf8_lossy(&said.stderr).into());
            }
            Ok(serde_json::from_slice(&said.stdout)?)
        };
        SIZES.into_iter().map(one).collect()
    }

    /// How many times as fast two threads are as one, by the clock on the wall, on the document of
    /// middle size; none where the process may use one processor only.
    pub(crate) fn two_threads(&self, rounds: usize) -> Result<Option<f64>, Failure> {
        if std::thread::available_parallelism()?.get() < 2 {
            return Ok(None);
        }
        let with = |threads: &str| -> Result<Annotator, Failure> {
            let flags = [("threads", threads.to_owned())];
            let nowhere = env::temp_dir();
            Ok(Annotator::of(&Settings::gather(&flags, &|_| None, &nowhere)?)?)
        };
        let (one, two) = (with("1")?, with("2")?);
        let seconds = |annotator: &Annotator| {
            let document = self.document(SIZES[1]);
            let begin = Instant::now();
            std::hint::black_box(annotator.annotate(document));
            begin.elapsed().as_secs_f64()
        };
        let ratios = (0..rounds).map(|_| seconds(&one) / seconds(&two));
        Ok(Some(median(ratios.collect())))
    }
}
