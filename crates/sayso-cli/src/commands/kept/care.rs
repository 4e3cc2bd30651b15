//! Is the ledger whole, and is there a copy?

use std::io::{self, Write};
use std::path::Path;

use sayso::Ledger;
use sayso::id::ArticleId;
use sayso::{Error, Kind};
use sayso_serve::words;

use super::path;
use crate::args::kept::Care;
use crate::commands::Context;
use crate::exit::{Exit, Stop};
use crate::output::changes;
use crate::output::columns;
use crate::output::layout::Flow;
use crate::output::ledger::Layout;
use crate::output::style::Style;
use crate::output::table;

/// Looks after a ledger.
pub(crate) fn run(context: &Context, arguments: &Care) -> Result<Exit, Stop> {
    let path = path(context)?;
    match arguments {
        Care::Check { .. } => check(context, path),
        Care::Backup { to, .. } => {
            let bytes = Ledger::open_read_only(path)?.backup(to)?;
            context.log.wrote(&to.display().to_string(), bytes);
            Ok(Exit::Done)
        }
        Care::Compact { .. } => {
            let (before, after) = Ledger::open(path)?.compact()?;
            let [before, after] = [before, after].map(|n| format!("{:.1} MB", n as f64 / 1e6));
            context.log.told(&format!("`{}`: {before}, now {after}", path.display()));
            Ok(Exit::Done)
        }
        Care::Versions { article, json, .. } => versions(context, path, article, *json),
    }
}

fn check(context: &Context, path: &Path) -> Result<Exit, Stop> {
    // Whoever may only read can check all but the indexes of words.
    let ledger = Ledger::open(path).or_else(|_| Ledger::open_read_only(path))?;
    let checked = ledger.check()?;
    let size = ledger.size()?;
    let layout = Layout::new(context.palette, columns());
    let mut out = String::new();
    for problem in &checked.problems {
        layout.write(Flow::of(Style::Plain, problem), "! ", "  ", &mut out);
    }
    let number = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let counts = [
        (number(size.articles), "article"),
        (number(size.statements), "statement"),
        (number(size.past_versions), "earlier version"),
        (number(size.corrections), "correction"),
    ];
    let mut flow = Flow::default();
    for (n, noun) in counts {
        flow.keep(Style::Plain, &words::count(n, noun)).separate();
    }
    let verdict = if checked.problems.is_empty() { "whole" } else { "damaged" };
    flow.keep(Style::Bold, verdict);
    layout.write(flow, "", "", &mut out);
    io::stdout().write_all(out.as_bytes())?;
    if checked.unanchored + checked.waiting > 0 {
        let n = checked.unanchored + checked.waiting;
        let holds = words::count(n, "correction");
        let hint = "`sayso correct list --unanchored` shows them";
        context.log.warning(&format!("{holds} holding nowhere now; {hint}"));
    }
    if checked.problems.is_empty() {
        return Ok(Exit::Done);
    }
    let error = Error::new(Kind::Store, format!("the ledger `{}` is damaged", path.display()));
    Err(error
        .hint("keep the file, and go back to a backup")
        .hint("`sayso correct export` still gets out the corrections that can be read")
        .into())
}

fn versions(context: &Context, path: &Path, article: &str, json: bool) -> Result<Exit, Stop> {
    let versions = Ledger::open_read_only(path)?.versions(&ArticleId::new(article))?;
    if json {
        table::json_lines(&versions)?;
        return Ok(Exit::Done);
    }
    let layout = Layout::new(context.palette, columns());
    let mut out = String::new();
    for version in &versions {
        let current = if version.current { ", current" } else { "" };
        let title = format!(
            "version {}, {}, from {}{current}",
            version.number, version.added, version.from
        );
        match &version.diff {
            Some(diff) => out.push_str(&changes::of(&title, diff, layout)),
            None => layout.write(Flow::of(Style::Bold, &title), "", "", &mut out),
        }
    }
    io::stdout().write_all(out.as_bytes())?;
    Ok(Exit::Done)
}
