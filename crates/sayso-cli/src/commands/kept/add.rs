//! What came into the ledger?

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::time::Instant;

use sayso::store::{Added, Diff};
use sayso::{Annotator, Article, Keeper, Kept, Ledger, Result};
use sayso_serve::words;
use serde_json::json;

use super::{articles, is_of_one, now, origin_of, path};
use crate::args::kept::Add;
use crate::commands::Context;
#[cfg(feature = "net")]
use crate::commands::net;
use crate::exit::{Exit, Stop};
use crate::output::changes;
use crate::output::columns;
use crate::output::ledger::Layout;

/// What a run added.
#[derive(Debug, Default)]
struct Sums {
    new: usize,
    known: usize,
    renewed: usize,
    versions: usize,
    statements: usize,
    failed: usize,
}

/// Adds articles, each on the disk before the next is read.
pub(crate) fn run(context: &Context, arguments: &Add) -> Result<Exit, Stop> {
    let json = &arguments.json;
    let annotator = Annotator::of(&context.settings)?;
    let (total, articles) = inputs(context, arguments)?;
    let mut ledger = Ledger::open_or_create(path(context)?)?;
    let mut keeper = Keeper::new(&mut ledger, annotator);
    let layout = Layout::new(context.palette, columns());
    let mut sums = Sums::default();
    let mut progress = context.log.progress(total, !*json || !io::stdout().is_terminal());
    let start = Instant::now();
    for (article, from) in articles {
        progress.step();
        let kept = article.and_then(|article| keeper.add(article, &from, now()));
        match kept {
            Ok(kept) => {
                sums.count(&kept);
                if *json {
                    print_line(&kept)?;
                } else if let Some((title, diff)) = change(&kept) {
                    context.log.clear();
                    let changes = changes::of(&title, diff, layout);
                    io::stdout().write_all(changes.as_bytes())?;
                }
            }
            Err(error) if is_of_one(&error) => {
                context.log.error(&error);
                sums.failed += 1;
            }
            Err(error) => {
                context.log.clear();
                context.log.warning(&sums.in_words(None));
                return Err(error.into());
            }
        }
    }
    progress.finish();
    context.log.told(&sums.in_words(Some(start.elapsed().as_secs_f64())));
    Ok(Exit::with_failed(sums.failed))
}

/// The articles of what was named, each with where it came from, and how many there are if that is known.
type Inputs = (Option<usize>, Box<dyn Iterator<Item = (Result<Article>, String)>>);

/// The articles of files, and behind them those of addresses.
#[cfg(feature = "net")]
fn inputs(context: &Context, arguments: &Add) -> Result<Inputs> {
    let (addresses, paths) = net::part(&arguments.paths);
    if addresses.is_empty() {
        return files(context, &paths);
    }
    let n_addresses = addresses.len();
    let brought = net::Brought::new(net::web(context, &arguments.fetching)?, addresses);
    if paths.is_empty() {
        return Ok((Some(n_addresses), Box::new(brought)));
    }
    let (total, files) = files(context, &paths)?;
    Ok((total.map(|total| total + n_addresses), Box::new(files.chain(brought))))
}

#[cfg(not(feature = "net"))]
fn inputs(context: &Context, arguments: &Add) -> Result<Inputs> {
    files(context, &arguments.paths)
}

fn files(context: &Context, paths: &[PathBuf]) -> Result<Inputs> {
    let articles = articles(context, paths)?;
    let (total, paths) = (articles.total(), paths.to_owned());
    let with_origin = articles.map(move |article| {
        let from = article.as_ref().map(|article| origin_of(&paths, article.id.as_str()));
        let from = from.unwrap_or_default();
        (article, from)
    });
    Ok((total, Box::new(with_origin)))
}

/// What changed in an article that was there before, if a reader would see it.
fn change(kept: &Kept) -> Option<(String, &Diff)> {
    let (what, diff) = match &kept.added {
        Added::New | Added::Known => return None,
        Added::Renewed { diff } if diff.is_empty() => return None,
        Added::Renewed { diff } => ("read anew".to_owned(), diff),
        Added::Version { previous, diff } => (format!("version {}", previous + 1), diff),
    };
    Some((format!("{}: {what}", kept.id), diff))
}

/// Says that an article was added, or how it changed.
#[cfg(feature = "net")]
pub(super) fn print_kept(context: &Context, kept: &Kept, layout: Layout) -> Result<(), Stop> {
    context.log.clear();
    let said = match change(kept) {
        Some((title, diff)) => changes::of(&title, diff, layout),
        None => format!("{}: new, {}\n", kept.id, words::count(kept.statements, "statement")),
    };
    let mut stdout = io::stdout().lock();
    stdout.write_all(said.as_bytes())?;
    stdout.flush()?;
    Ok(())
}

pub(super) fn print_line(kept: &Kept) -> Result<(), Stop> {
    let (added, version, diff) = match &kept.added {
        Added::New => ("new", None, None),
        Added::Known => ("known", None, None),
        Added::Renewed { diff } => ("renewed", None, Some(diff)),
        Added::Version { previous, diff } => ("version", Some(previous + 1), Some(diff)),
    };
    let line = json!({
        "article": kept.id, "added": added, "version": version,
        "statements": kept.statements, "diff": diff,
    });
    let mut stdout = io::stdout().lock();
    stdout.write_all(format!("{line}\n").as_bytes())?;
    stdout.flush()?;
    Ok(())
}

impl Sums {
    fn count(&mut self, kept: &Kept) {
        match kept.added {
            Added::New => self.new += 1,
            Added::Known => self.known += 1,
            Added::Renewed { .. } => self.renewed += 1,
            Added::Version { .. } => self.versions += 1,
        }
        self.statements += kept.statements;
    }

    fn in_words(&self, seconds: Option<f64>) -> String {
        let Sums { new, known, renewed, versions, statements, failed } = *self;
        let counts = [
            (new, "new"),
            (versions, "in other words"),
            (renewed, "read anew"),
            (known, "known already"),
            (failed, "failed"),
        ];
        let parts: Vec<String> = counts
            .into_iter()
            .filter(|(n, name)| *n > 0 || *name == "new")
            .map(|(n, name)| format!("{} {name}", words::grouped(n)))
            .collect();
        let all = new + known + renewed + versions + failed;
        let articles = words::count(all, "article");
        let statements = words::count(statements, "statement");
        let rate = seconds
            .filter(|seconds| *seconds > 0.0 && all > 1)
            .map(|seconds| format!("; {:.1} articles a second", all as f64 / seconds));
        format!("{articles}: {}; {statements} read{}", parts.join(", "), rate.unwrap_or_default())
    }
}
