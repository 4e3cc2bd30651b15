//! What did the user ask for?
//!
//! The commands and flags of `sayso`, and the rule that a first word which is no command is a path
//! to report on.

pub(crate) mod kept;
#[cfg(feature = "net")]
pub(crate) mod net;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::builder::styling::{AnsiColor, Style, Styles};
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use sayso::Error;
use sayso::config::nearest;

use crate::exit::Stop;

const STYLES: Styles = Styles::styled()
    .header(Style::new().bold())
    .usage(Style::new().bold())
    .literal(AnsiColor::Cyan.on_default())
    .placeholder(Style::new().dimmed());

const AFTER_HELP: &str = "\
A first word that is no command is a path: `sayso examples` is `sayso report examples`.
Settings come from flags, from SAYSO_… variables, or from a `sayso.toml` in this folder or above.
Exit status: 0 done, 1 done with failed inputs, 2 could not run, 130 interrupted.";

/// Read news articles and keep a ledger of who said what
///
/// sayso reads articles and says who said what, in which exact words, on whose authority, and through
/// whom it came. It never rates truth.
#[derive(Debug, Parser)]
#[command(name = "sayso", version, styles = STYLES, after_help = AFTER_HELP)]
#[command(
    bin_name = "sayso",
    override_usage = "sayso [OPTIONS] PATH…\n       sayso [OPTIONS] COMMAND"
)]
#[command(disable_help_subcommand = true, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) general: General,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Flags that every command has.
#[derive(Debug, Args)]
pub(crate) struct General {
    /// When to colour the output: auto, always or never
    #[arg(long, help_heading = "General", global = true, value_name = "WHEN")]
    pub(crate) color: Option<String>,
    /// Show no progress bar
    #[arg(long, help_heading = "General", global = true)]
    pub(crate) no_progress: bool,
    /// How messages are written: text, or json for JSON Lines
    #[arg(long, help_heading = "General", global = true, value_name = "FORMAT")]
    pub(crate) log: Option<String>,
    /// Say more about what is done
    #[arg(short, long, help_heading = "General", global = true, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
    /// Print errors only
    #[arg(short, long, help_heading = "General", global = true)]
    pub(crate) quiet: bool,
}

/// What is read, and what is known of it beforehand.
#[derive(Clone, Debug, Args)]
pub(crate) struct Inputs {
    /// Files, folders, or `-` for JSON Lines on standard input
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

/// What is known of the articles beforehand.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Reading {
    /// Outlet of articles that name none
    #[arg(long, help_heading = "Reading", value_name = "NAME")]
    pub(crate) outlet: Option<String>,
    /// Date of articles that name none: 2024, 2024-02 or 2024-02-14
    #[arg(long, help_heading = "Reading", value_name = "DATE")]
    pub(crate) published: Option<String>,
    /// Largest article that is read: 5000000, 5MB
    #[arg(long, help_heading = "Reading", value_name = "SIZE")]
    pub(crate) max_bytes: Option<String>,
    /// Largest page, mail, feed or record of an archive [default: 16 MiB]
    #[arg(long, help_heading = "Reading", value_name = "SIZE", hide_short_help = true)]
    pub(crate) max_record: Option<String>,
    /// Size to which one input may unpack [default: 64 GiB]
    #[arg(long, help_heading = "Reading", value_name = "SIZE", hide_short_help = true)]
    pub(crate) max_unpacked: Option<String>,
    /// How many times its own size an input may unpack to, beyond 16 MiB [default: 200]
    #[arg(long, help_heading = "Reading", value_name = "N", hide_short_help = true)]
    pub(crate) max_ratio: Option<String>,
    #[command(flatten)]
    pub(crate) annotating: Annotating,
}

/// With what articles are read.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Annotating {
    /// Model that reads: built-in, none (rules alone), or the folder of one
    #[arg(long, help_heading = "Reading", value_name = "MODEL")]
    pub(crate) model: Option<String>,
    /// Threads that read an article [default: all processors]
    #[arg(long, help_heading = "Reading", value_name = "N")]
    pub(crate) threads: Option<String>,
    /// Instructions that the encoder uses; every kernel gives the same result [default: the fastest]
    #[arg(long, help_heading = "Reading", value_name = "NAME", hide_short_help = true)]
    pub(crate) kernel: Option<String>,
    /// Confidence below which a speaker is left open, 0 to 1 [default: 0.5]
    #[arg(long, help_heading = "Reading", value_name = "SHARE")]
    pub(crate) speaker_confidence: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Print the ledger of articles for a person
    ///
    /// Reads articles and prints who said what in them: a line of sums, then each statement with who
    /// said it, on what authority, through whom, when, the words themselves and where they stand.
    #[command(after_help = "Example: sayso report examples --html ledger.html")]
    Report(Report),
    /// Print the ledger of articles for a machine, one line an article
    ///
    /// Reads articles and prints one JSON line for each, as docs/contract.md describes it.
    #[command(after_help = "Example: sayso extract articles/*.txt > ledger.jsonl")]
    Extract(Extract),
    /// Add articles to a kept ledger
    ///
    /// Reads articles and adds what is said in them to a ledger that lasts. To add the same again
    /// changes nothing; other words of an article are a new version, and what changed is shown.
    #[command(
        after_help = "Examples: sayso add articles --ledger harbour.sayso\n          sayso add https://orb.example/news/wall --ledger harbour.sayso"
    )]
    Add(kept::Add),
    /// Watch feeds and folders, and add what is new to a kept ledger
    ///
    /// Visits feeds, sitemaps, lists of feeds and folders again and again, politely, and adds their articles
    /// to a ledger. Where it stands is kept there: a watch that was stopped goes on. docs/fetching.md tells
    /// who is asked, how often, and who is not.
    #[cfg(feature = "net")]
    #[command(
        after_help = "Examples: sayso watch https://orb.example/feed.xml --full --ledger harbour.sayso\n          sayso watch feeds.opml press-releases --once --ledger harbour.sayso"
    )]
    Watch(net::Watch),
    /// List statements: by speaker, class, outlet, carrier, words, date
    #[command(
        after_help = "Examples: sayso statements --ledger harbour.sayso --speaker calder --from 2024-02\n          sayso statements examples --class anonymous --csv"
    )]
    Statements(Box<kept::Statements>),
    /// Show everything that a person said
    #[command(after_help = "Example: sayso who \"Ines Calder\" --ledger harbour.sayso")]
    Who(kept::Who),
    /// Show on whose word outlets rely
    #[command(after_help = "Example: sayso outlets --ledger harbour.sayso")]
    Outlets(kept::Outlets),
    /// Search what was said, and by whom
    ///
    /// Words must all be there; \"…\" is a phrase, harb* a beginning, and AND, OR, NOT in capitals with
    /// parentheses put them together.
    #[command(
        after_help = "Example: sayso search 'ferry (rudder OR \"steering gear\") NOT repair*' --ledger harbour.sayso"
    )]
    Search(kept::Search),
    /// Print what holds between articles
    ///
    /// Reads articles, or the lines that `sayso extract` wrote, and says what holds between them:
    /// copies, people, stories, claims and their origins, disputes, drift, forecasts, contradictions and
    /// the timeline.
    #[command(
        after_help = "Examples: sayso across examples\n          sayso extract articles > ledger.jsonl; sayso across ledger.jsonl --json"
    )]
    Across(Across),
    /// Print which articles are about one course of events
    #[command(after_help = "Example: sayso stories examples")]
    Stories(OneKind),
    /// Print what several statements say, and how many origins it has
    #[command(after_help = "Example: sayso claims examples")]
    Claims(OneKind),
    /// Print what is denied, and by whom
    #[command(after_help = "Example: sayso disputes examples")]
    Disputes(OneKind),
    /// Print quotations whose wording, hedge or speaker changed
    #[command(after_help = "Example: sayso drift examples")]
    Drift(OneKind),
    /// Print what was foretold, and what came of it
    #[command(after_help = "Example: sayso forecasts examples")]
    Forecasts(OneKind),
    /// Print what happened when, one line an event
    #[command(after_help = "Example: sayso timeline examples")]
    Timeline(OneKind),
    /// Show why a statement says what it says
    ///
    /// Prints a statement's record with, for each field, the words that prove it and the rule or score
    /// that decided.
    #[command(after_help = "Example: sayso why 12 examples")]
    Why(Why),
    /// Correct a kept ledger
    ///
    /// Every correction is a line of a log: later lines supersede earlier ones, and nothing is deleted.
    /// Corrections hold when articles are read anew; what is not found again is listed.
    #[command(
        subcommand,
        after_help = "Example: sayso correct set storm/12ab name \"Ines Calder\""
    )]
    Correct(kept::Correct),
    /// Look after a kept ledger
    #[command(
        subcommand,
        after_help = "Example: sayso ledger backup copy.sayso --ledger harbour.sayso"
    )]
    Ledger(kept::Care),
    /// Remove an article or a person from a kept ledger
    ///
    /// Overwrites what is removed, and says what went. Backups and copies are not touched.
    #[command(after_help = "Example: sayso forget --person \"Ines Calder\" --ledger harbour.sayso")]
    Forget(kept::Forget),
    /// Compare the ledger with gold
    ///
    /// Extracts the articles of gold files and prints precision, recall and F1 of what was found, of
    /// speakers and of furniture, and whether confidences mean what they say. With --names or
    /// --coreference the gold is a corpus of names, or of who is the same as whom.
    #[command(
        after_help = "Examples: sayso eval examples/gold\n          zcat names.jsonl.gz | sayso eval --names -"
    )]
    Eval(Eval),
    /// Print settings and versions, as a bug report needs them
    Info(Info),
    /// Print completions for a shell
    #[command(after_help = "Example: sayso completions bash > /etc/bash_completion.d/sayso")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Report {
    /// Write one self-contained page instead; `-` is standard output
    #[arg(long, value_name = "OUT")]
    pub(crate) html: Option<PathBuf>,
    /// Print JSON Lines, as `sayso extract` does
    #[arg(long, conflicts_with = "html")]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) inputs: Inputs,
}

#[derive(Debug, Args)]
pub(crate) struct Extract {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    /// How the lines are written
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    pub(crate) format: Format,
    /// The same as `--format jsonl`
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Across {
    /// Print these kinds only
    #[arg(long, value_enum, value_delimiter = ',', value_name = "KIND")]
    pub(crate) only: Vec<Kind>,
    #[command(flatten)]
    pub(crate) what: OneKind,
}

/// What the commands across articles share.
#[derive(Debug, Args)]
pub(crate) struct OneKind {
    /// Print JSON Lines, as docs/contract.md describes them
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) inputs: Inputs,
}

/// A kind of line of `sayso across`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    Copy,
    Story,
    Claim,
    Dispute,
    Drift,
    Forecast,
    Contradiction,
    Event,
    Entity,
}

/// How records are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// One JSON object a line
    Jsonl,
}

#[derive(Debug, Args)]
pub(crate) struct Why {
    /// A statement: its id, the beginning of it, or its number in the report on the same paths
    pub(crate) id: String,
    /// Files, folders, or `-` for JSON Lines on standard input [default: the ledger, else this folder]
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) ledger: kept::OfLedger,
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// Print the statement's record as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Info {
    /// Print them as JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct Eval {
    /// Gold: JSON or JSON Lines files, folders of them, or `-` for standard input
    #[arg(value_name = "GOLD", required = true)]
    pub(crate) gold: Vec<PathBuf>,
    /// Score the names of people, bodies, places and the rest, of a corpus of names
    #[arg(long, conflicts_with_all = ["coreference", "given_spans", "outermost", "articles"])]
    pub(crate) names: bool,
    /// Score expressions of time and their values, of a corpus after TIMEX3
    #[arg(long, conflicts_with_all = ["names", "coreference", "given_spans", "outermost", "articles"])]
    pub(crate) times: bool,
    /// Score which mentions are put together, and who speaks, of a corpus of coreference
    #[arg(long, conflicts_with_all = ["outermost", "articles"])]
    pub(crate) coreference: bool,
    /// Score only texts whose id has a SHA-1 that begins with one of these digits: 012
    #[arg(long, value_name = "DIGITS")]
    pub(crate) sha1: Option<String>,
    /// Folder of the texts that the gold does not hold [default: the folder above `gold`]
    #[arg(long, value_name = "DIR")]
    pub(crate) articles: Option<PathBuf>,
    /// Take the gold's spans and judge only who speaks
    #[arg(long)]
    pub(crate) given_spans: bool,
    /// Score only the outermost of nested statements, as some corpora mark them
    #[arg(long)]
    pub(crate) outermost: bool,
    /// Score these lines of `sayso extract` instead of extracting; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with = "given_spans")]
    pub(crate) predicted: Option<PathBuf>,
    /// Print the figures as JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) annotating: Annotating,
}

impl General {
    /// The flags as settings.
    pub(crate) fn settings(&self) -> Vec<(&'static str, String)> {
        let progress = self.no_progress.then(|| "false".to_owned());
        given([("color", self.color.clone()), ("progress", progress), ("log", self.log.clone())])
    }
}

impl Reading {
    /// The flags as settings.
    pub(crate) fn settings(&self) -> Vec<(&'static str, String)> {
        let mut settings = given([
            ("outlet", self.outlet.clone()),
            ("published", self.published.clone()),
            ("max-bytes", self.max_bytes.clone()),
            ("max-record", self.max_record.clone()),
            ("max-unpacked", self.max_unpacked.clone()),
            ("max-ratio", self.max_ratio.clone()),
        ]);
        settings.extend(self.annotating.settings());
        settings
    }
}

impl Annotating {
    /// The flags as settings.
    pub(crate) fn settings(&self) -> Vec<(&'static str, String)> {
        given([
            ("model", self.model.clone()),
            ("threads", self.threads.clone()),
            ("kernel", self.kernel.clone()),
            ("speaker-confidence", self.speaker_confidence.clone()),
        ])
    }
}

fn given<const N: usize>(
    flags: [(&'static str, Option<String>); N],
) -> Vec<(&'static str, String)> {
    flags.into_iter().filter_map(|(key, words)| Some((key, words?))).collect()
}

/// Reads the arguments; `None` if there are none.
///
/// # Errors
/// If they are no usage of `sayso`, or ask for help or the version.
pub(crate) fn parse(mut words: Vec<OsString>) -> Result<Option<Arguments>, Stop> {
    if words.len() <= 1 {
        return Ok(None);
    }
    let mut command = Arguments::command();
    command.build();
    if let Some(first) = first_positional(&command, &words) {
        let word = &words[first];
        let is_command = command.find_subcommand(word).is_some();
        if !is_command {
            check_path(&command, word)?;
            words.insert(1, "report".into());
        }
    }
    Ok(Some(Arguments::try_parse_from(words)?))
}

/// The index of the first word that is neither a flag nor the value of one.
fn first_positional(command: &clap::Command, words: &[OsString]) -> Option<usize> {
    let report = command.find_subcommand("report")?;
    let mut words = words.iter().enumerate().skip(1);
    while let Some((idx, word)) = words.next() {
        let Some(word) = word.to_str() else { return Some(idx) };
        if word == "--" {
            return words.next().map(|(idx, _)| idx);
        }
        let Some(flag) = word.strip_prefix('-').filter(|flag| !flag.is_empty()) else {
            return Some(idx);
        };
        let takes_next = flag.strip_prefix('-').is_some_and(|name| {
            let of_name = |arg: &&clap::Arg| arg.get_long() == Some(name);
            let arg = command.get_arguments().chain(report.get_arguments()).find(of_name);
            arg.is_some_and(|arg| arg.get_action().takes_values())
        });
        if takes_next {
            words.next();
        }
    }
    None
}

/// Refuses a first word that is neither a path nor a command, rather than call it a missing file.
fn check_path(command: &clap::Command, word: &OsString) -> Result<(), Stop> {
    let shown = word.to_string_lossy();
    let looks_like_path = shown.contains(['/', '\\', '.', '*']) || shown == "-";
    if looks_like_path || Path::new(word).exists() {
        return Ok(());
    }
    let error = Error::config(format!("`{shown}` is neither a file, a folder nor a command"));
    let commands = command.get_subcommands().map(clap::Command::get_name);
    Err(Stop::Error(match nearest(&shown, commands) {
        Some(meant) => error.hint(format!("did you mean `sayso {meant}`?")),
        None => error.hint("`sayso --help` lists the commands"),
    }))
}

#[cfg(test)]
mod tests {
    use sayso::config;

    use super::*;

    fn parsed(words: &[&str]) -> Arguments {
        let words = std::iter::once("sayso").chain(words.iter().copied()).map(OsString::from);
        parse(words.collect()).expect("a usage").expect("not bare")
    }

    #[test]
    fn the_definition_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn every_setting_has_its_flag() {
        let mut command = Arguments::command();
        command.build();
        let named = |name| command.find_subcommand(name).expect("a command").get_arguments();
        let flags: Vec<&str> = command
            .get_arguments()
            .chain(named("report"))
            .chain(named("add"))
            .filter_map(clap::Arg::get_long)
            .collect();
        for key in config::KEYS {
            let no = format!("no-{}", key.name);
            assert!(flags.contains(&key.name) || flags.contains(&no.as_str()), "{}", key.name);
        }
    }

    #[test]
    fn a_first_word_that_is_no_command_is_a_path() {
        for words in [
            &["a.txt", "--json"][..],
            &["--json", "a.txt"],
            &["--color", "never", "a.txt", "--json"],
            &["--outlet", "extract", "a.txt", "--json"],
            &["--outlet=x", "--json", "--", "a.txt"],
        ] {
            let Command::Report(report) = parsed(words).command else { panic!("{words:?}") };
            assert!(report.json, "{words:?}");
            assert_eq!(report.inputs.paths, [PathBuf::from("a.txt")], "{words:?}");
        }
        assert!(matches!(parsed(&["-v", "extract", "report"]).command, Command::Extract(_)));
    }

    #[test]
    fn a_mistyped_command_gets_its_hint() {
        let error = parse(["sayso", "extarct", "x"].map(OsString::from).to_vec());
        let Err(Stop::Error(error)) = error else { panic!("{error:?}") };
        assert_eq!(error.hints(), ["did you mean `sayso extract`?"]);
    }
}
