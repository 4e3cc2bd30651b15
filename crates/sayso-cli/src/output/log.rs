//! What does a user hear beside the data?
//!
//! Errors, hints, warnings, progress and, if asked for, what is being done: all on standard error,
//! as lines for a person or as JSON Lines for a machine. No article text is ever logged.

use std::cell::Cell;
use std::io::{self, IsTerminal, Write};

use sayso::config::{Color, LogFormat, Settings};
use sayso::{ArticleRecord, Error, RunReport, Span};
use serde_json::{Value, json};

use crate::exit::{Exit, Stop};
use crate::output::style::{Palette, Style};

/// How much is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Loudness {
    /// Errors only.
    Quiet,
    /// Errors, warnings, what was written.
    Normal,
    /// Every article.
    Verbose,
}

/// The only writer to standard error.
#[derive(Debug)]
pub(crate) struct Log {
    format: LogFormat,
    loudness: Loudness,
    palette: Palette,
    shows_progress: bool,
    /// Whether the last line on the terminal is a progress bar.
    bar_is_shown: Cell<bool>,
}

/// How far a run is. Shown on a terminal only, redrawn a thousand times at most.
#[derive(Debug)]
pub(crate) struct Progress<'a> {
    log: &'a Log,
    is_shown: bool,
    total: Option<usize>,
    done: usize,
}

impl Log {
    /// A log as the settings want it.
    pub(crate) fn new(settings: &Settings, loudness: Loudness) -> Self {
        let format = settings.log.value;
        Log {
            format,
            loudness,
            palette: Palette::for_stderr(settings.color.value),
            shows_progress: settings.progress.value
                && format == LogFormat::Text
                && loudness > Loudness::Quiet
                && io::stderr().is_terminal(),
            bar_is_shown: Cell::new(false),
        }
    }

    /// A log for what goes wrong before the settings are known.
    pub(crate) fn without_settings() -> Self {
        Log {
            format: LogFormat::Text,
            loudness: Loudness::Normal,
            palette: Palette::for_stderr(Color::Auto),
            shows_progress: false,
            bar_is_shown: Cell::new(false),
        }
    }

    /// Says why a command ended early, and gives the status to end with.
    pub(crate) fn stop(&self, stop: Stop) -> Exit {
        match stop {
            Stop::Error(error) => self.error(&error),
            Stop::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => return Exit::Done,
            Stop::Output(error) => {
                self.error(&Error::input("cannot write to standard output").because(error));
            }
            Stop::Usage(error) => {
                // Nobody is left to be told if even this cannot be printed.
                let _ = error.print();
                return if error.use_stderr() { Exit::CouldNotRun } else { Exit::Done };
            }
        }
        Exit::CouldNotRun
    }

    /// An error with its hints.
    pub(crate) fn error(&self, error: &Error) {
        let place = error.place();
        self.say(
            "error",
            Style::Red,
            &error.to_string(),
            error.hints(),
            json!({
                "kind": format!("{:?}", error.kind()).to_lowercase(),
                "file": place.map(|place| &place.file),
                "line": place.and_then(|place| place.line),
                "byte": place.and_then(|place| place.byte),
                "hints": error.hints(),
            }),
        );
    }

    /// Something the user should know, unless only errors are wanted.
    pub(crate) fn warning(&self, message: &str) {
        if self.loudness > Loudness::Quiet {
            self.say("warning", Style::Yellow, message, &[], json!({}));
        }
    }

    /// What a command did, unless only errors are wanted.
    pub(crate) fn told(&self, message: &str) {
        if self.loudness > Loudness::Quiet {
            self.say("info", Style::Green, message, &[], json!({}));
        }
    }

    /// Takes the progress bar away, so that a line of data stands alone.
    pub(crate) fn clear(&self) {
        self.clear_bar();
    }

    /// A file that was written.
    pub(crate) fn wrote(&self, file: &str, bytes: u64) {
        if self.loudness > Loudness::Quiet {
            let message = format!("wrote `{file}` ({})", in_words(bytes));
            self.say("info", Style::Green, &message, &[], json!({ "file": file, "bytes": bytes }));
        }
    }

    /// What came of one article.
    pub(crate) fn article(&self, record: &ArticleRecord<Span>) {
        if self.loudness < Loudness::Verbose {
            return;
        }
        let (n_statements, n_notes) = (record.statements.len(), record.notes.len());
        let message = format!("read `{}`: statements {n_statements}, notes {n_notes}", record.id);
        let fields = json!({
            "article": record.id, "bytes": record.text.len(),
            "statements": n_statements, "notes": n_notes,
        });
        self.say("info", Style::Dim, &message, &[], fields);
    }

    /// What came of a whole run.
    pub(crate) fn done(&self, report: &RunReport) {
        let RunReport { articles, failed, skipped, statements, .. } = *report;
        if failed > 0 {
            self.warning(&format!("{failed} of {} inputs failed", articles + failed));
        }
        if self.loudness == Loudness::Verbose {
            let message = format!(
                "done: articles {articles}, statements {statements}, failed {failed}, skipped {skipped}"
            );
            let fields = json!({
                "articles": articles, "statements": statements, "failed": failed, "skipped": skipped,
            });
            self.say("info", Style::Dim, &message, &[], fields);
        }
    }

    /// Takes a bar away that may be on the terminal, on behalf of whoever can't know.
    pub(crate) fn forget_bar() {
        if io::stderr().is_terminal() {
            let _ = io::stderr().write_all(CLEAR);
        }
    }

    /// A progress bar over so many inputs, if the terminal is free for one.
    pub(crate) fn progress(&self, total: Option<usize>, is_free: bool) -> Progress<'_> {
        let is_shown = self.shows_progress && is_free && total != Some(1);
        Progress { log: self, is_shown, total, done: 0 }
    }

    fn say(&self, level: &str, style: Style, message: &str, hints: &[String], mut fields: Value) {
        self.clear_bar();
        let lines = match self.format {
            LogFormat::Json => {
                fields["level"] = level.into();
                fields["message"] = message.into();
                format!("{fields}\n")
            }
            LogFormat::Text => {
                let paint = |style, words: &str| self.palette.paint(style, words).into_owned();
                let line = |style, label: &str, words: &str| {
                    format!("{} {}\n", paint(style, label), paint(Style::Plain, words))
                };
                let message = line(style, &format!("{level}:"), message);
                let hints = hints.iter().map(|hint| line(Style::Cyan, "hint:", hint));
                [message].into_iter().chain(hints).collect()
            }
        };
        // A closed standard error is no reason to lose the data on standard output.
        let _ = io::stderr().write_all(lines.as_bytes());
    }

    fn clear_bar(&self) {
        if self.bar_is_shown.replace(false) {
            let _ = io::stderr().write_all(CLEAR);
        }
    }
}

impl Progress<'_> {
    /// One more input is done.
    pub(crate) fn step(&mut self) {
        self.done += 1;
        if !self.is_shown {
            return;
        }
        let done = self.done;
        let drawing = match self.total {
            Some(total) if total > 0 => {
                let (now, before) = (done * 1000 / total, (done - 1) * 1000 / total);
                if now == before && done > 1 {
                    return;
                }
                let filled = (done * BAR / total).min(BAR);
                let bar = format!("{}{}", "━".repeat(filled), "·".repeat(BAR - filled));
                format!("{} {done} of {total} articles", self.log.palette.paint(Style::Green, &bar))
            }
            _ if done % 16 == 1 => format!("{done} articles"),
            _ => return,
        };
        let _ = io::stderr().write_all(format!("\r\x1b[K{drawing}").as_bytes());
        self.log.bar_is_shown.set(true);
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.log.clear_bar();
    }
}

/// Takes the line away on which the cursor stands.
const CLEAR: &[u8] = b"\r\x1b[K";

/// Cells of the progress bar.
const BAR: usize = 30;

/// A size as a person says it.
fn in_words(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}
