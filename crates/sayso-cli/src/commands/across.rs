//! What does a user want to know between articles?

use std::io::{self, BufReader, Write};
use std::path::{Path, PathBuf};

use sayso::across::Across;
use sayso::record::ArticleRecord;
use sayso::{Annotator, Error, RecordLines, Span};

use crate::args::{Kind, OneKind};
use crate::commands::Context;
use crate::exit::{Exit, Stop};
use crate::output::columns;
use crate::output::ledger::Layout;

/// Extensions of files that may hold the lines of `sayso extract`.
const LINES: [&str; 2] = ["jsonl", "ndjson"];

/// Prints what holds between articles, of these kinds; of all if none is named.
pub(crate) fn run(context: &Context, what: &OneKind, only: &[Kind]) -> Result<Exit, Stop> {
    let (records, failed) = read(context, &what.inputs.paths)?;
    let mut lines = sayso::across(records);
    lines.retain(|line| only.is_empty() || only.contains(&kind_of(line)));
    print(context, what, &lines)?;
    Ok(Exit::with_failed(failed))
}

fn print(context: &Context, what: &OneKind, lines: &[Across]) -> Result<(), Stop> {
    let mut stdout = io::BufWriter::new(io::stdout().lock());
    if what.json {
        for line in lines {
            serde_json::to_writer(&mut stdout, line).map_err(io::Error::from)?;
            stdout.write_all(b"\n")?;
        }
    } else {
        let layout = Layout::new(context.palette, columns());
        stdout.write_all(crate::output::across::listing(lines, layout).as_bytes())?;
    }
    stdout.flush()?;
    Ok(())
}

/// The records of these paths, read or read back, and how many inputs failed.
fn read(context: &Context, paths: &[PathBuf]) -> Result<(Vec<ArticleRecord<Span>>, usize), Stop> {
    let (mut records, mut failed) = (Vec::new(), 0);
    let mut keep = |record: Result<ArticleRecord<Span>, Error>| match record {
        Ok(record) => {
            context.log.article(&record);
            records.push(record);
        }
        Err(error) => {
            context.log.error(&error);
            failed += 1;
        }
    };
    let mut others = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" && paths.len() == 1 {
            let stdin = BufReader::new(io::stdin());
            match RecordLines::detect(stdin, "standard input")? {
                Ok(lines) => lines.for_each(&mut keep),
                Err(reader) => {
                    let options = context.settings.options();
                    let run = sayso::run_lines(reader, "standard input", &options);
                    run.with(Annotator::of(&context.settings)?).for_each(&mut keep);
                }
            }
        } else if may_hold_records(path)
            && let Some(lines) = RecordLines::of_file(path)?
        {
            lines.for_each(&mut keep);
        } else {
            others.push(path.clone());
        }
    }
    if !others.is_empty() {
        let mut run = context.records(&others)?;
        let mut progress = context.log.progress(run.total(), true);
        for record in &mut run {
            progress.step();
            keep(record);
        }
        progress.finish();
    }
    if failed > 0 {
        context.log.warning(&format!("{failed} of {} inputs failed", records.len() + failed));
    }
    Ok((records, failed))
}

fn may_hold_records(path: &Path) -> bool {
    let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    path.is_file() && extension.is_some_and(|e| LINES.contains(&e.as_str()))
}

fn kind_of(line: &Across) -> Kind {
    match line {
        Across::Entity(_) => Kind::Entity,
        Across::Copy(_) => Kind::Copy,
        Across::Story(_) => Kind::Story,
        Across::Claim(_) => Kind::Claim,
        Across::Dispute(_) => Kind::Dispute,
        Across::Drift(_) => Kind::Drift,
        Across::Forecast(_) => Kind::Forecast,
        Across::Contradiction(_) => Kind::Contradiction,
        Across::Event(_) => Kind::Event,
    }
}
