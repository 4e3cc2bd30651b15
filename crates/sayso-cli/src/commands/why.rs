//! Why does a statement say what it says?

use std::io::{self, Write};
use std::path::PathBuf;

use sayso::record::{ArticleRecord, Statement};
use sayso::store::Status;
use sayso::{Error, Kind, Ledger, Span};

use crate::args::Why;
use crate::commands::Context;
use crate::commands::kept::{correct::correction_line, kept_ledger};
use crate::exit::{Exit, Stop};
use crate::output::columns;
use crate::output::ledger::Layout;
use crate::output::proof;
use crate::output::style::Style;

/// Ids that are named when a beginning fits several.
const SHOWN: usize = 8;

/// What the user calls a statement.
#[derive(Debug, PartialEq, Eq)]
enum Wanted<'a> {
    /// Its number in a report: article and statement, from 1.
    Number(usize, usize),
    /// Its id, the hash in it, or the beginning of either.
    Beginning(&'a str),
}

/// A statement that is what the user wants.
struct Found {
    record: ArticleRecord<Span>,
    /// Place of the article in the run, from 1.
    number: usize,
    statement_idx: usize,
}

/// Prints the record of one statement with what proves each field.
pub(crate) fn run(context: &Context, arguments: &Why) -> Result<Exit, Stop> {
    if let Some(ledger) = kept_ledger(context, &arguments.paths)? {
        return of_ledger(context, arguments, &ledger);
    }
    let wanted = Wanted::of(&arguments.id);
    let here = [PathBuf::from(".")];
    let paths = if arguments.paths.is_empty() { &here[..] } else { &arguments.paths };
    let mut run = context.records(paths)?;
    let mut progress = context.log.progress(run.total(), true);
    let mut number = 0;
    let mut found: Option<Found> = None;
    let mut fitting: Vec<String> = Vec::new();
    for record in &mut run {
        progress.step();
        match record {
            Ok(record) => {
                context.log.article(&record);
                number += 1;
                let fits: Vec<usize> = wanted.statements_of(&record, number);
                fitting.extend(fits.iter().map(|idx| record.statements[*idx].id.to_string()));
                let exact = fits.iter().find(|idx| wanted.names(&record.statements[**idx]));
                if let Some(idx) = exact {
                    fitting = vec![record.statements[*idx].id.to_string()];
                    found = Some(Found { number, statement_idx: *idx, record });
                    break;
                }
                if let Some(idx) = fits.first().filter(|_| found.is_none()) {
                    found = Some(Found { number, statement_idx: *idx, record });
                }
            }
            Err(error) => context.log.error(&error),
        }
    }
    progress.finish();
    let report = run.report();
    match found {
        Some(found) if fitting.len() == 1 => print(context, arguments, found)?,
        Some(_) => return Err(several(&arguments.id, &fitting).into()),
        None => return Err(none(&arguments.id, report.statements, report.articles).into()),
    }
    Ok(Exit::with_failed(report.failed))
}

/// The same for a kept ledger, with what people made of the statement.
fn of_ledger(context: &Context, arguments: &Why, ledger: &Ledger) -> Result<Exit, Stop> {
    let id = ledger.statement_called(&arguments.id)?;
    let found = ledger.found(&id)?;
    let judged = found.status != Status::Open || !found.corrections.is_empty();
    let (status, corrections) = (found.status, found.corrections);
    let (record, statement_idx) = (found.record.to_bytes()?, found.statement_idx);
    print(context, arguments, Found { record, number: 1, statement_idx })?;
    if judged && !arguments.json {
        let layout = Layout::new(context.palette, columns());
        let listed = ledger.corrections()?;
        let mut out = format!("\n{}\n", context.palette.paint(Style::Bold, status.as_str()));
        for line in listed.iter().filter(|line| corrections.contains(&line.correction.id)) {
            correction_line(line, layout, &mut out);
        }
        io::stdout().write_all(out.as_bytes())?;
    }
    Ok(Exit::Done)
}

fn print(context: &Context, arguments: &Why, found: Found) -> Result<(), Stop> {
    let Found { record, number, statement_idx } = found;
    let mut stdout = io::stdout().lock();
    if arguments.json {
        let record = record.to_chars();
        let mut line =
            serde_json::to_vec(&record.statements[statement_idx]).map_err(io::Error::from)?;
        line.push(b'\n');
        stdout.write_all(&line)?;
    } else {
        let layout = Layout::new(context.palette, columns());
        let proof = proof::of(&record, number, statement_idx, layout);
        stdout.write_all(proof.as_bytes())?;
    }
    stdout.flush()?;
    Ok(())
}

fn several(wanted: &str, fitting: &[String]) -> Error {
    let error = Error::new(Kind::Query, format!("`{wanted}` is the beginning of several ids"));
    let mut error = error.hint("give more of the id");
    for id in fitting.iter().take(SHOWN) {
        error = error.hint(format!("one is {id}"));
    }
    error
}

fn none(wanted: &str, n_statements: usize, n_articles: usize) -> Error {
    Error::new(Kind::Query, format!("no statement is called `{wanted}`"))
        .because(format!("statements looked at: {n_statements}, in articles: {n_articles}"))
        .hint("the report names each statement: its number stands before it, its id below it")
        .hint("give the same paths as to the report: `sayso why ID PATH…`")
}

impl<'a> Wanted<'a> {
    fn of(words: &'a str) -> Self {
        let number = || {
            let (article, statement) = words.split_once('.')?;
            Some(Wanted::Number(article.parse().ok()?, statement.parse().ok()?))
        };
        number().unwrap_or(Wanted::Beginning(words))
    }

    /// Indices of the statements that fit.
    fn statements_of(&self, record: &ArticleRecord<Span>, number: usize) -> Vec<usize> {
        match self {
            Wanted::Number(article, statement) => {
                let idx = statement.checked_sub(1).filter(|_| *article == number);
                idx.filter(|idx| *idx < record.statements.len()).into_iter().collect()
            }
            Wanted::Beginning(beginning) => {
                let fits = |statement: &Statement<Span>| {
                    let id = statement.id.as_str();
                    id.starts_with(beginning) || hash(id).starts_with(beginning)
                };
                (0..record.statements.len()).filter(|idx| fits(&record.statements[*idx])).collect()
            }
        }
    }

    /// Whether a statement that fits is meant, whatever else fits.
    fn names(&self, statement: &Statement<Span>) -> bool {
        match self {
            Wanted::Number(..) => true,
            Wanted::Beginning(beginning) => statement.id.as_str() == *beginning,
        }
    }
}

/// The last part of a statement's id.
fn hash(id: &str) -> &str {
    id.rsplit_once('/').map_or(id, |(_, hash)| hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_ids() {
        assert_eq!(Wanted::of("3.12"), Wanted::Number(3, 12));
        for id in ["storm/00ab12cd34", "00ab", "3", "v1.2-final/00", "1.x"] {
            assert_eq!(Wanted::of(id), Wanted::Beginning(id));
        }
    }
}
