//! What came up since the last look?

use std::io::{self, Write};

use sayso::watch::{Event, Source, Visit, Watch, Wishes};
use sayso::{Annotator, Error, Keeper, Ledger};
use sayso_serve::words;

use super::add::{print_kept, print_line};
use super::path;
use crate::args::net;
use crate::commands::Context;
use crate::commands::net::web;
use crate::exit::{Exit, Stop};
use crate::output::columns;
use crate::output::ledger::Layout;

/// Watches sources, once or until the user stops it.
pub(crate) fn run(context: &Context, arguments: &net::Watch) -> Result<Exit, Stop> {
    let net::Watch { sources, once, every, full, most, json, fetching, .. } = arguments;
    let mut named = Vec::new();
    for words in sources {
        named.extend(Source::named(words)?);
    }
    let annotator = Annotator::of(&context.settings)?;
    let web = web(context, fetching)?;
    let mut ledger = Ledger::open_or_create(path(context)?)?;
    let keeper = Keeper::new(&mut ledger, annotator);
    let wishes = Wishes { every: *every, full: *full, most: *most as usize };
    let mut watch = Watch::new(keeper, web, wishes, &named)?;
    let layout = Layout::new(context.palette, columns());
    let mut n_failed = 0;
    loop {
        let mut stopped = None;
        let mut n_visits = 0;
        let round = watch.round(&mut |event| {
            let written = match event {
                Event::Kept { kept, .. } if *json => print_line(&kept),
                Event::Kept { kept, .. } => print_kept(context, &kept, layout),
                Event::Failed(error) => {
                    context.log.error(&error);
                    n_failed += 1;
                    Ok(())
                }
                Event::Named { source, named } => {
                    let sources = words::count(named.len(), "source");
                    context.log.told(&format!("`{source}` names {sources}, watched from now on"));
                    Ok(())
                }
                Event::Visited(visit) => {
                    n_visits += 1;
                    tell(context, &visit, *full);
                    Ok(())
                }
            };
            // Nobody reads along any more: the watch ends, and says why in its own way.
            written.map_err(|stop| {
                stopped = Some(stop);
                Error::new(sayso::Kind::Cancelled, "stopped")
            })
        });
        if let Some(stop) = stopped {
            return Err(stop);
        }
        let next = round?;
        if *once {
            if n_visits == 0 && n_failed == 0 {
                context.log.told(&format!("nothing is due before {next}"));
            }
            return Ok(Exit::with_failed(n_failed));
        }
        io::stdout().flush()?;
        watch.wait_until(next);
    }
}

/// What came of a visit, in a line.
fn tell(context: &Context, visit: &Visit, full: bool) {
    let Visit { source, unchanged, new, versions, failed, summaries, later } = visit;
    if *unchanged {
        context.log.told(&format!("`{source}`: unchanged"));
        return;
    }
    let counts = [
        (new, "new"),
        (versions, "in other words"),
        (failed, "failed"),
        (later, "left for the next visits"),
        (summaries, "a summary only"),
    ];
    let parts: Vec<String> = counts
        .into_iter()
        .filter(|(n, name)| **n > 0 || *name == "new")
        .map(|(n, name)| format!("{} {name}", words::grouped(*n)))
        .collect();
    let hint = if *summaries > 0 && !full { "; --full fetches the pages" } else { "" };
    context.log.told(&format!("`{source}`: {}{hint}", parts.join(", ")));
}
