//! What did the user ask of a kept ledger?

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{Annotating, Reading};

/// The ledger that is meant.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct OfLedger {
    /// The kept ledger [default: `SAYSO_LEDGER`, or `ledger` in `sayso.toml`]
    #[arg(long, value_name = "FILE")]
    pub(crate) ledger: Option<PathBuf>,
}

/// The ledger or the files that are asked.
#[derive(Clone, Debug, Args)]
pub(crate) struct Asked {
    /// Files, folders, or `-` for JSON Lines on standard input, instead of a ledger
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) ledger: OfLedger,
    /// Largest article that is read of files: 5000000, 5MB
    #[arg(long, help_heading = "Reading", value_name = "SIZE")]
    pub(crate) max_bytes: Option<String>,
    #[command(flatten)]
    pub(crate) annotating: Annotating,
}

#[derive(Debug, Args)]
pub(crate) struct Add {
    /// Files, folders, addresses, or `-` for JSON Lines on standard input
    #[arg(value_name = "PATH|URL", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) ledger: OfLedger,
    #[cfg(feature = "net")]
    #[command(flatten)]
    pub(crate) fetching: super::net::Fetching,
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// Print one line of JSON for each article
    #[arg(long)]
    pub(crate) json: bool,
}

/// How an answer is written.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Written {
    /// Print JSON Lines
    #[arg(long)]
    pub(crate) json: bool,
    /// Print comma-separated values with a line of headings
    #[arg(long, conflicts_with = "json")]
    pub(crate) csv: bool,
}

/// Which part of an answer.
#[derive(Clone, Debug, Args)]
pub(crate) struct Part {
    /// In which order
    #[arg(long, value_enum, value_name = "ORDER")]
    pub(crate) sort: Option<Sort>,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(crate) limit: usize,
    /// Go on after the statement with this id
    #[arg(long, value_name = "ID")]
    pub(crate) after: Option<String>,
}

/// Orders of statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Sort {
    /// The latest day first
    Newest,
    /// The earliest day first
    Oldest,
    /// What was added last first
    Added,
    /// The best match of the words first
    Relevance,
}

#[derive(Debug, Args)]
pub(crate) struct Statements {
    /// Somebody whose name has all these words speaks
    #[arg(long, value_name = "NAME", help_heading = "Which")]
    pub(crate) speaker: Option<String>,
    /// The speaker is of this class; may be given again
    #[arg(long, value_name = "CLASS", help_heading = "Which")]
    pub(crate) class: Vec<String>,
    /// The article is this outlet's
    #[arg(long, value_name = "NAME", help_heading = "Which")]
    pub(crate) outlet: Option<String>,
    /// The words came through this carrier
    #[arg(long, value_name = "NAME", help_heading = "Which")]
    pub(crate) via: Option<String>,
    /// Content, speaker or role have these words; as in `sayso search`
    #[arg(long, value_name = "WORDS", help_heading = "Which")]
    pub(crate) words: Option<String>,
    /// Said on this day or later: 2024, 2024-02, 2024-02-14
    #[arg(long, value_name = "DATE", help_heading = "Which")]
    pub(crate) from: Option<String>,
    /// Said on this day or earlier
    #[arg(long, value_name = "DATE", help_heading = "Which")]
    pub(crate) to: Option<String>,
    /// asserts, denies, hedged or forecast
    #[arg(long, value_name = "STANCE", help_heading = "Which")]
    pub(crate) stance: Option<String>,
    /// direct, mixed or indirect
    #[arg(long, value_name = "KIND", help_heading = "Which")]
    pub(crate) quotation: Option<String>,
    /// In this article
    #[arg(long, value_name = "ID", help_heading = "Which")]
    pub(crate) article: Option<String>,
    /// What people made of it [default: all but rejected]
    #[arg(long, value_enum, value_name = "STATUS", help_heading = "Which")]
    pub(crate) status: Option<Judged>,
    #[command(flatten)]
    pub(crate) part: Part,
    #[command(flatten)]
    pub(crate) written: Written,
    #[command(flatten)]
    pub(crate) asked: Asked,
}

/// What people made of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Judged {
    /// Nobody judged it
    Open,
    /// Somebody said that it is right
    Accepted,
    /// Somebody said that it is none
    Rejected,
}

#[derive(Debug, Args)]
pub(crate) struct Who {
    /// A name, or some words of one
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) part: Part,
    #[command(flatten)]
    pub(crate) written: Written,
    #[command(flatten)]
    pub(crate) asked: Asked,
}

#[derive(Debug, Args)]
pub(crate) struct Outlets {
    #[command(flatten)]
    pub(crate) written: Written,
    #[command(flatten)]
    pub(crate) asked: Asked,
}

/// Where words are searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Place {
    /// In what was said, and in who says it
    Statements,
    /// In headlines and texts of articles
    Text,
}

#[derive(Debug, Args)]
pub(crate) struct Search {
    /// What is searched for
    pub(crate) words: String,
    /// Where
    #[arg(long = "in", value_enum, value_name = "PLACE", default_value_t = Place::Statements)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) part: Part,
    #[command(flatten)]
    pub(crate) written: Written,
    #[command(flatten)]
    pub(crate) asked: Asked,
}

/// Who corrects, and why.
#[derive(Clone, Debug, Args)]
pub(crate) struct Signed {
    /// Who corrects [default: your name on this system]
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
    /// Why, in words
    #[arg(long, value_name = "WORDS")]
    pub(crate) note: Option<String>,
    #[command(flatten)]
    pub(crate) ledger: OfLedger,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Correct {
    /// Say that statements are right as they stand
    Accept {
        /// Ids of statements, or their beginnings
        #[arg(value_name = "ID", required = true)]
        ids: Vec<String>,
        #[command(flatten)]
        signed: Signed,
    },
    /// Say that statements are none
    Reject {
        /// Ids of statements, or their beginnings
        #[arg(value_name = "ID", required = true)]
        ids: Vec<String>,
        #[command(flatten)]
        signed: Signed,
    },
    /// Give a field of a statement another value
    ///
    /// Fields are those of the record: class, name, role, `speaks_for`, `close_to`, `anonymity_reason`,
    /// via (nearest to the speaker first, with > between), work, addressee, said, stance, negated, quotation,
    /// and source, cue, content in the article's own words, with … between pieces. An empty value takes
    /// a field away.
    #[command(
        after_help = "Examples: sayso correct set storm/12ab via \"Evening Post > Coast Radio\"\n          sayso correct set storm/12ab said 2024-02-14 --note \"the Post has the date\""
    )]
    Set {
        /// Id of a statement, or its beginning
        id: String,
        /// The field
        field: String,
        /// The value
        value: String,
        #[command(flatten)]
        signed: Signed,
    },
    /// Say that several names are one person's
    Merge {
        /// The names
        #[arg(value_name = "NAME", required = true, num_args = 1..)]
        names: Vec<String>,
        /// The name that the person goes by [default: the first]
        #[arg(long, value_name = "NAME")]
        into: Option<String>,
        #[command(flatten)]
        signed: Signed,
    },
    /// Say that a name is somebody else's in some articles
    #[command(
        after_help = "Example: sayso correct split \"John Smith\" storm ferry --into \"John Smith (the dentist)\""
    )]
    Split {
        /// The name as the articles print it
        name: String,
        /// Ids of the articles
        #[arg(value_name = "ARTICLE", required = true)]
        articles: Vec<String>,
        /// What the other person is called
        #[arg(long, value_name = "NAME")]
        into: String,
        #[command(flatten)]
        signed: Signed,
    },
    /// Undo a correction; to undo an undoing brings it back
    Undo {
        /// Id of the correction [default: the last one that holds]
        id: Option<String>,
        #[command(flatten)]
        signed: Signed,
    },
    /// List corrections, and where each holds
    List {
        /// Only those that hold nowhere: no statement is exactly the one that was corrected
        #[arg(long)]
        unanchored: bool,
        /// Print JSON Lines
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        ledger: OfLedger,
    },
    /// Print the log of corrections as JSON Lines, for a colleague
    Export {
        #[command(flatten)]
        ledger: OfLedger,
    },
    /// Take in a colleague's log; what is known changes nothing
    Import {
        /// Files that `sayso correct export` printed, or `-` for standard input
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        ledger: OfLedger,
    },
    /// Print articles that were judged as a whole as gold for `sayso eval`
    Gold {
        #[command(flatten)]
        ledger: OfLedger,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Care {
    /// Look for damage: pages, indexes, sums, records, corrections
    Check {
        #[command(flatten)]
        ledger: OfLedger,
    },
    /// Write a whole copy to a new file; others may read and write meanwhile
    Backup {
        /// The new file
        #[arg(value_name = "FILE")]
        to: PathBuf,
        #[command(flatten)]
        ledger: OfLedger,
    },
    /// Give space back to the disk, and put the indexes in order
    Compact {
        #[command(flatten)]
        ledger: OfLedger,
    },
    /// Show the versions of an article, and how its statements changed
    Versions {
        /// Id of the article
        article: String,
        /// Print one line of JSON for each version
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        ledger: OfLedger,
    },
}

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("what").required(true).multiple(true))]
pub(crate) struct Forget {
    /// Ids of articles
    #[arg(value_name = "ARTICLE", group = "what")]
    pub(crate) articles: Vec<String>,
    /// A person, by a whole name; what they said goes, and the notes of where they are named
    #[arg(long, value_name = "NAME", group = "what", conflicts_with = "articles")]
    pub(crate) person: Option<String>,
    /// With a person every article whose text names them
    #[arg(long, requires = "person")]
    pub(crate) with_articles: bool,
    /// Print what went as JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) ledger: OfLedger,
}

impl OfLedger {
    /// The flag as a setting.
    pub(crate) fn settings(&self) -> Vec<(&'static str, String)> {
        let path = self.ledger.as_ref().map(|path| path.to_string_lossy().into_owned());
        path.map(|path| ("ledger", path)).into_iter().collect()
    }
}

impl Asked {
    /// The flags as settings.
    pub(crate) fn settings(&self) -> Vec<(&'static str, String)> {
        let mut settings = self.annotating.settings();
        settings.extend(self.max_bytes.clone().map(|words| ("max-bytes", words)));
        settings.extend(self.ledger.settings());
        settings
    }
}

impl Add {
    /// The flags as settings.
    pub(crate) fn settings(&self) -> Vec<(&'static str, String)> {
        let mut settings = self.reading.settings();
        settings.extend(self.ledger.settings());
        settings
    }
}

impl Correct {
    /// The ledger that is corrected.
    pub(crate) fn ledger(&self) -> &OfLedger {
        match self {
            Correct::Accept { signed, .. }
            | Correct::Reject { signed, .. }
            | Correct::Set { signed, .. }
            | Correct::Merge { signed, .. }
            | Correct::Split { signed, .. }
            | Correct::Undo { signed, .. } => &signed.ledger,
            Correct::List { ledger, .. }
            | Correct::Export { ledger }
            | Correct::Import { ledger, .. }
            | Correct::Gold { ledger } => ledger,
        }
    }
}

impl Care {
    /// The ledger that is looked after.
    pub(crate) fn ledger(&self) -> &OfLedger {
        match self {
            Care::Check { ledger }
            | Care::Backup { ledger, .. }
            | Care::Compact { ledger }
            | Care::Versions { ledger, .. } => ledger,
        }
    }
}
