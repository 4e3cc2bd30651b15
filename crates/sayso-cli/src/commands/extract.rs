//! What does a machine want to read?

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use sayso::{ArticleRecord, Span};

use crate::args::{Extract, Format};
use crate::commands::Context;
use crate::exit::{Exit, Stop};

/// Prints one JSON line for each article as soon as it is read.
pub(crate) fn run(context: &Context, arguments: &Extract) -> Result<Exit, Stop> {
    // There is one format yet, and it is JSON.
    let Extract { inputs, format: Format::Jsonl, json: _ } = arguments;
    print_lines(context, &inputs.paths)
}

/// The lines of `extract`, of `report --json` as well.
pub(crate) fn print_lines(context: &Context, paths: &[PathBuf]) -> Result<Exit, Stop> {
    let mut run = context.records(paths)?;
    let mut progress = context.log.progress(run.total(), !io::stdout().is_terminal());
    for record in &mut run {
        progress.step();
        match record {
            Ok(record) => {
                context.log.article(&record);
                print_line(record)?;
            }
            Err(error) => context.log.error(&error),
        }
    }
    progress.finish();
    let report = run.report();
    context.log.done(&report);
    Ok(Exit::with_failed(report.failed))
}

/// One whole line at a time, so that whoever reads along never sees half a record for long.
fn print_line(record: ArticleRecord<Span>) -> Result<(), Stop> {
    let mut line = serde_json::to_vec(&record.to_chars()).map_err(io::Error::from)?;
    line.push(b'\n');
    let mut stdout = io::stdout().lock();
    stdout.write_all(&line)?;
    stdout.flush()?;
    Ok(())
}
