//! Which command does what?
//!
//! Each command is a file with one function; what they share, the gathering of settings and the
//! reading of inputs, is here.

mod across;
mod completions;
mod eval;
mod extract;
mod info;
mod kept;
#[cfg(feature = "net")]
mod net;
mod report;
mod why;

use std::io::{self, Write};
use std::path::PathBuf;

use sayso::config::{Settings, unknown_variables};
use sayso::{Annotator, Error, Run};

use crate::args::{Arguments, Command, General, Kind};
use crate::exit::{Exit, Stop};
use crate::output::log::{Log, Loudness};
use crate::output::style::Palette;

/// What every command works with.
struct Context {
    settings: Settings,
    log: Log,
    /// The colours of standard output.
    palette: Palette,
}

/// Runs the command that the user asked for; what goes wrong has been said when it returns.
pub(crate) fn run(arguments: Arguments) -> Exit {
    let Arguments { general, command } = arguments;
    let context = match Context::gather(&general, &command) {
        Ok(context) => context,
        Err(error) => return Log::without_settings().stop(error.into()),
    };
    stop_when_interrupted();
    let exit = match command {
        Command::Report(report) => report::run(&context, &report),
        Command::Extract(extract) => extract::run(&context, &extract),
        Command::Add(add) => kept::add::run(&context, &add),
        #[cfg(feature = "net")]
        Command::Watch(watch) => kept::watch::run(&context, &watch),
        Command::Statements(statements) => kept::statements::run(&context, &statements),
        Command::Who(who) => kept::who::run(&context, &who),
        Command::Outlets(outlets) => kept::outlets::run(&context, &outlets),
        Command::Search(search) => kept::search::run(&context, &search),
        Command::Across(across) => across::run(&context, &across.what, &across.only),
        Command::Stories(what) => across::run(&context, &what, &[Kind::Story]),
        Command::Claims(what) => across::run(&context, &what, &[Kind::Claim]),
        Command::Disputes(what) => across::run(&context, &what, &[Kind::Dispute]),
        Command::Drift(what) => across::run(&context, &what, &[Kind::Drift]),
        Command::Forecasts(what) => across::run(&context, &what, &[Kind::Forecast]),
        Command::Timeline(what) => across::run(&context, &what, &[Kind::Event]),
        Command::Why(why) => why::run(&context, &why),
        Command::Correct(correct) => kept::correct::run(&context, &correct),
        Command::Ledger(care) => kept::care::run(&context, &care),
        Command::Forget(forget) => kept::forget::run(&context, &forget),
        Command::Eval(eval) => eval::run(&context, &eval),
        Command::Info(info) => info::run(&context, &info),
        Command::Completions { shell } => completions::run(shell),
    };
    exit.unwrap_or_else(|stop| context.log.stop(stop))
}

/// Says what sayso is to somebody who gave no arguments.
pub(crate) fn greet() -> Exit {
    let greeting = "\
sayso reads news articles and keeps a ledger of who said what, on whose word.

  sayso PATH…              print the ledger of files and folders
  sayso why NUMBER PATH…   show what proves one of its statements
  sayso extract PATH…      the same ledger for machines, as JSON Lines

`sayso --help` tells the rest.
";
    let written = io::stdout().write_all(greeting.as_bytes());
    written.map_or_else(|error| Log::without_settings().stop(error.into()), |()| Exit::Done)
}

impl Command {
    /// The flags as settings.
    fn settings(&self) -> Vec<(&'static str, String)> {
        match self {
            Command::Report(report) => report.inputs.reading.settings(),
            Command::Extract(extract) => extract.inputs.reading.settings(),
            Command::Why(why) => {
                let mut settings = why.reading.settings();
                settings.extend(why.ledger.settings());
                settings
            }
            Command::Add(add) => add.settings(),
            #[cfg(feature = "net")]
            Command::Watch(watch) => watch.settings(),
            Command::Statements(statements) => statements.asked.settings(),
            Command::Who(who) => who.asked.settings(),
            Command::Outlets(outlets) => outlets.asked.settings(),
            Command::Search(search) => search.asked.settings(),
            Command::Correct(correct) => correct.ledger().settings(),
            Command::Ledger(care) => care.ledger().settings(),
            Command::Forget(forget) => forget.ledger.settings(),
            Command::Across(across) => across.what.inputs.reading.settings(),
            Command::Stories(what)
            | Command::Claims(what)
            | Command::Disputes(what)
            | Command::Drift(what)
            | Command::Forecasts(what)
            | Command::Timeline(what) => what.inputs.reading.settings(),
            Command::Info(info) => info.reading.settings(),
            Command::Eval(eval) => eval.annotating.settings(),
            Command::Completions { .. } => Vec::new(),
        }
    }
}

impl Context {
    fn gather(general: &General, command: &Command) -> Result<Self, Error> {
        let mut flags = general.settings();
        flags.extend(command.settings());
        let environment = |variable: &str| std::env::var(variable).ok();
        let folder = std::env::current_dir()
            .map_err(|error| Error::config("cannot tell the current folder").because(error))?;
        let settings = Settings::gather(&flags, &environment, &folder)?;
        let loudness = match (general.verbose, general.quiet) {
            (true, _) => Loudness::Verbose,
            (_, true) => Loudness::Quiet,
            _ => Loudness::Normal,
        };
        let log = Log::new(&settings, loudness);
        let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
        for (name, meant) in unknown_variables(names) {
            let hint = meant.map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default();
            log.warning(&format!("the variable `{name}` sets nothing{hint}"));
        }
        let palette = Palette::for_stdout(settings.color.value);
        Ok(Context { settings, log, palette })
    }

    /// The records of some paths, or of standard input if the only path is `-`.
    fn records(&self, paths: &[PathBuf]) -> Result<Run, Stop> {
        let options = self.settings.options();
        let annotator = Annotator::of(&self.settings)?;
        let is_stdin = |path: &PathBuf| path.as_os_str() == "-";
        #[cfg(feature = "net")]
        if let Some(address) = net::part(paths).0.first() {
            let error = Error::config(format!("cannot read `{address}` without a ledger"));
            let hint = format!("`sayso add {address} --ledger FILE` fetches it into one");
            return Err(error.hint(hint).into());
        }
        if !paths.iter().any(is_stdin) {
            return Ok(sayso::run(paths, &options)?.with(annotator));
        }
        if paths.len() > 1 {
            let error = Error::config("cannot read standard input beside other paths");
            return Err(error.hint("give `-` alone, or the paths without it").into());
        }
        let stdin = io::BufReader::new(io::stdin());
        Ok(sayso::run_lines(stdin, "standard input", &options).with(annotator))
    }
}

/// Ends the program with its own status when the user interrupts it.
///
/// Nothing is left half done: all that a command writes are lines of standard output, one page that is
/// written at the end, and ledgers, in which an article is added as a whole or not at all.
fn stop_when_interrupted() {
    #[expect(clippy::exit, reason = "the handler has no other way to end the program")]
    let stop = || {
        Log::forget_bar();
        std::process::exit(Exit::Interrupted as i32)
    };
    // Without a handler the signal still ends the program, only with the system's status.
    let _ = ctrlc::set_handler(stop);
}
