//! What does a person want to read?

use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};

use sayso::{Error, Kind};
use sayso_serve::{PageOptions, page};
use tempfile::SpooledTempFile;

use crate::args::Report;
use crate::commands::Context;
use crate::commands::extract::print_lines;
use crate::exit::{Exit, Stop};
use crate::output::columns;
use crate::output::ledger::{self, Layout};

/// Bytes of the report's body that wait in memory; beyond that it waits on disk.
const IN_MEMORY: usize = 1 << 20;

/// Prints the ledger for a person, or as lines, or writes it as a page.
pub(crate) fn run(context: &Context, arguments: &Report) -> Result<Exit, Stop> {
    let Report { inputs, html, json } = arguments;
    match html {
        Some(file) => write_page(context, &inputs.paths, file),
        None if *json => print_lines(context, &inputs.paths),
        None => print(context, &inputs.paths),
    }
}

/// The sums come first and are known last, so the body waits.
fn print(context: &Context, paths: &[PathBuf]) -> Result<Exit, Stop> {
    let layout = Layout::new(context.palette, columns());
    let mut body = SpooledTempFile::new(IN_MEMORY);
    let mut failures = Vec::new();
    let mut run = context.records(paths)?;
    let mut progress = context.log.progress(run.total(), true);
    let mut number = 0;
    for record in &mut run {
        progress.step();
        match record {
            Ok(record) => {
                context.log.article(&record);
                number += 1;
                let written = ledger::article(&record, number, layout);
                body.write_all(written.as_bytes()).map_err(cannot_wait)?;
            }
            Err(error) => {
                context.log.error(&error);
                failures.push(error.to_string());
            }
        }
    }
    progress.finish();
    let report = run.report();
    let mut stdout = io::stdout().lock();
    stdout.write_all(ledger::sums(&report, layout).as_bytes())?;
    body.rewind().map_err(cannot_wait)?;
    io::copy(&mut body, &mut stdout)?;
    stdout.write_all(ledger::left_out(&failures, &report, layout).as_bytes())?;
    stdout.flush()?;
    context.log.done(&report);
    Ok(Exit::with_failed(report.failed))
}

/// The page needs every record at once: its index comes first and links to all of them.
fn write_page(context: &Context, paths: &[PathBuf], file: &Path) -> Result<Exit, Stop> {
    refuse_input(paths, file)?;
    let mut records = Vec::new();
    let mut notices = Vec::new();
    let mut run = context.records(paths)?;
    let mut progress = context.log.progress(run.total(), true);
    for record in &mut run {
        progress.step();
        match record {
            Ok(record) => {
                context.log.article(&record);
                records.push(record);
            }
            Err(error) => {
                context.log.error(&error);
                notices.push(error.to_string());
            }
        }
    }
    progress.finish();
    let report = run.report();
    if records.is_empty() {
        let error = Error::input("no page was written").because("no article could be read");
        context.log.error(&error);
        return Ok(Exit::with_failed(report.failed));
    }
    let page = page(&records, &PageOptions { title: None, notices });
    if file.as_os_str() == "-" {
        io::stdout().write_all(page.as_bytes())?;
    } else {
        std::fs::write(file, &page).map_err(|error| {
            let failed = Error::new(Kind::Config, "cannot write the page").at(file.display());
            failed.because(error).hint("name a file in a folder that exists and is yours")
        })?;
        context.log.wrote(&file.display().to_string(), page.len() as u64);
    }
    context.log.done(&report);
    Ok(Exit::with_failed(report.failed))
}

/// A page may overwrite an older page, but no article.
fn refuse_input(paths: &[PathBuf], file: &Path) -> Result<(), Error> {
    let Ok(file) = file.canonicalize() else { return Ok(()) };
    let is_input = |path: &PathBuf| path.canonicalize().is_ok_and(|path| path == file);
    if paths.iter().any(is_input) {
        let error = Error::config("cannot write the page").at(file.display());
        return Err(error.because("it is one of the inputs").hint("name another file"));
    }
    Ok(())
}

fn cannot_wait(error: io::Error) -> Error {
    Error::new(Kind::Store, "cannot keep the report until its sums are known")
        .because(error)
        .hint("free some space in the folder for temporary files")
}
