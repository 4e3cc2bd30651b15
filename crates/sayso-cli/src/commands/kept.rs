//! Which ledger is asked, added to or corrected?
//!
//! Each command on kept ledgers is a file here; what they share is the ledger itself: a kept one, or one
//! made of files for a single question.

pub(crate) mod add;
pub(crate) mod care;
pub(crate) mod correct;
pub(crate) mod forget;
pub(crate) mod outlets;
pub(crate) mod search;
pub(crate) mod statements;
#[cfg(feature = "net")]
pub(crate) mod watch;
pub(crate) mod who;

use std::io;
use std::path::{Path, PathBuf};

use sayso::config::Origin;
use sayso::store::Moment;
use sayso::{Annotator, Articles, Error, Keeper, Kind, Ledger};

use crate::args::kept::Asked;
use crate::commands::Context;
use crate::exit::Stop;

/// A ledger that answers, and how many inputs failed while it was made.
pub(super) struct Answering {
    pub(super) ledger: Ledger,
    pub(super) failed: usize,
}

/// The moment, by the clock of this machine.
pub(super) fn now() -> Moment {
    #[expect(clippy::disallowed_methods, reason = "when something was handed in is no date of it")]
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let seconds = since.map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX));
    Moment::of_seconds(seconds)
}

/// The path of the kept ledger that holds for this command.
pub(super) fn path(context: &Context) -> Result<&Path, Error> {
    context.settings.ledger.value.as_deref().ok_or_else(|| {
        Error::config("no ledger is named")
            .hint("name one: `--ledger FILE`")
            .hint("or for good: SAYSO_LEDGER=FILE, or `ledger = \"FILE\"` in sayso.toml")
    })
}

/// The kept ledger, to be read; nothing if files are asked instead.
pub(crate) fn kept_ledger(context: &Context, paths: &[PathBuf]) -> Result<Option<Ledger>, Error> {
    let setting = &context.settings.ledger;
    if paths.is_empty() {
        return setting.value.as_deref().map(Ledger::open_read_only).transpose();
    }
    if matches!(setting.origin, Origin::Flag(_)) {
        let error = Error::config("cannot ask a ledger and files at once");
        return Err(error.hint("leave out `--ledger`, or the paths"));
    }
    Ok(None)
}

/// The ledger that is asked: the kept one, or one made of the files that are named.
pub(super) fn asked(context: &Context, asked: &Asked) -> Result<Answering, Stop> {
    if let Some(ledger) = kept_ledger(context, &asked.paths)? {
        return Ok(Answering { ledger, failed: 0 });
    }
    if asked.paths.is_empty() {
        let error = path(context).err().unwrap_or_else(|| Error::config("nothing is asked"));
        return Err(error.hint("or name files or folders to ask").into());
    }
    let mut ledger = Ledger::in_memory()?;
    let mut articles = articles(context, &asked.paths)?;
    let mut progress = context.log.progress(articles.total(), true);
    let mut keeper = Keeper::new(&mut ledger, Annotator::of(&context.settings)?);
    let mut failed = 0;
    for article in &mut articles {
        progress.step();
        let kept = article.and_then(|article| {
            let from = origin_of(&asked.paths, article.id.as_str());
            keeper.add(article, &from, Moment::of_seconds(0))
        });
        if let Err(error) = kept {
            context.log.error(&error);
            failed += 1;
        }
    }
    progress.finish();
    Ok(Answering { ledger, failed })
}

/// The articles of some paths, or of standard input if the only path is `-`.
pub(super) fn articles(context: &Context, paths: &[PathBuf]) -> Result<Articles, Error> {
    let options = context.settings.options();
    let is_stdin = |path: &PathBuf| path.as_os_str() == "-";
    if !paths.iter().any(is_stdin) {
        return sayso::articles(paths, &options);
    }
    if paths.len() > 1 {
        let error = Error::config("cannot read standard input beside other paths");
        return Err(error.hint("give `-` alone, or the paths without it"));
    }
    Ok(sayso::json_lines(io::BufReader::new(io::stdin()), "standard input", &options))
}

/// Which of the paths an article came from, as far as its id tells.
pub(super) fn origin_of(paths: &[PathBuf], id: &str) -> String {
    let is_its_file = |path: &&PathBuf| path.file_stem().is_some_and(|stem| stem == id);
    let path = paths.iter().find(is_its_file).or(paths.first().filter(|_| paths.len() == 1));
    match path {
        Some(path) if path.as_os_str() == "-" => "standard input".to_owned(),
        Some(path) => path.display().to_string(),
        None => {
            let all: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
            all.join(", ")
        }
    }
}

/// Whether an error concerns one article alone, so that the run goes on.
pub(super) fn is_of_one(error: &Error) -> bool {
    matches!(error.kind(), Kind::Input | Kind::Unsupported)
}
