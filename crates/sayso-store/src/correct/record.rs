//! What did somebody say of a record?
//!
//! A [`Correction`] is a line of the log of corrections. Lines are never changed; later ones supersede
//! earlier ones, and a line may undo another. `docs/ledger-format.md` describes their JSON.

use std::fmt::Write as _;

use sayso_core::id::ArticleId;
use sayso_core::{Error, Kind, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::anchor::Anchor;
use super::field::Field;
use crate::moment::Moment;

/// The version of the lines.
pub const CORRECTIONS: u32 = 1;

/// Turns beyond this are no count that anybody reached by correcting.
const MOST_TURNS: u64 = 1 << 52;

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// Version of the lines.
    pub sayso_correction: u32,
    /// Content id: the beginning of a hash of all else.
    pub id: String,
    /// One more than the highest turn that the log had: later lines supersede earlier ones by it,
    /// whatever the clocks said.
    pub turn: u64,
    /// When, by the clock of whoever corrected.
    pub at: Moment,
    /// Who corrected.
    pub by: String,
    /// What is to hold.
    #[serde(flatten)]
    pub action: Action,
    /// Why, in words.
    pub note: Option<String>,
}

/// What is to hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Action {
    /// The statement is right as it stands; what it said is kept with it.
    Accept {
        /// The statement.
        on: Anchor,
        /// Its fields when it was accepted.
        fields: Vec<(Field, Value)>,
    },
    /// It is no statement.
    Reject {
        /// The statement.
        on: Anchor,
    },
    /// A field has another value.
    Edit {
        /// The statement.
        on: Anchor,
        /// The field.
        field: Field,
        /// The value that holds.
        value: Value,
        /// The value that it had.
        was: Value,
    },
    /// Several names are one person's.
    Merge {
        /// The names.
        names: Vec<String>,
        /// The name that the person goes by.
        into: String,
    },
    /// A name is another person's in some articles.
    Split {
        /// The name as printed.
        name: String,
        /// Where it is another's.
        articles: Vec<ArticleId>,
        /// What tells the other person: `John Smith (the dentist)`.
        into: String,
    },
    /// An earlier line does not hold.
    Undo {
        /// The id of the line.
        of: String,
    },
}

/// What tells the version of a line before the rest of it is read.
#[derive(Deserialize)]
struct Version {
    sayso_correction: Option<u32>,
}

impl Correction {
    /// A line with its id.
    pub(crate) fn new(
        turn: u64,
        at: Moment,
        by: String,
        action: Action,
        note: Option<String>,
    ) -> Result<Self> {
        let sayso_correction = CORRECTIONS;
        let mut line =
            Correction { sayso_correction, id: String::new(), turn, at, by, action, note };
        line.id = line.content_id()?;
        Ok(line)
    }

    /// The id that belongs to the content.
    fn content_id(&self) -> Result<String> {
        let content = Correction { id: String::new(), ..self.clone() };
        // Through a value: the keys of an object are sorted in it, however the line was written.
        let json =
            serde_json::to_value(&content).and_then(|value| serde_json::to_vec(&value)).map_err(
                |error| Error::new(Kind::Internal, "cannot write a correction").because(error),
            )?;
        let mut id = String::new();
        for byte in &Sha256::digest(json)[..12] {
            write!(id, "{byte:02x}").expect("a string takes all that is written to it");
        }
        Ok(id)
    }

    /// A line that somebody else wrote.
    pub(crate) fn parse(line: &str) -> Result<Self> {
        let cannot = || Error::new(Kind::Input, "cannot take a correction");
        let version: Version =
            serde_json::from_str(line).map_err(|error| cannot().because(error))?;
        match version.sayso_correction {
            None => {
                let error = cannot().because("the line has no `sayso_correction`");
                return Err(error.hint("`sayso correct export` writes such lines"));
            }
            Some(version) if version > CORRECTIONS => {
                let error = Error::new(Kind::Unsupported, "cannot take a correction");
                return Err(error
                    .because(format!("a newer sayso wrote it: version {version}"))
                    .hint("use that version, or a newer one"));
            }
            Some(_) => {}
        }
        let correction: Correction =
            serde_json::from_str(line).map_err(|error| cannot().because(error))?;
        if correction.turn > MOST_TURNS {
            return Err(cannot().because(format!("turn {} is beyond counting", correction.turn)));
        }
        if correction.content_id()? != correction.id {
            let error =
                cannot().because(format!("its id `{}` is not its content's", correction.id));
            return Err(error.hint("the line was changed after it was written; write a new one"));
        }
        Ok(correction)
    }
}

impl Action {
    /// The word of the log.
    pub fn kind(&self) -> &'static str {
        match self {
            Action::Accept { .. } => "accept",
            Action::Reject { .. } => "reject",
            Action::Edit { .. } => "edit",
            Action::Merge { .. } => "merge",
            Action::Split { .. } => "split",
            Action::Undo { .. } => "undo",
        }
    }

    /// The statement that it is about.
    pub fn on(&self) -> Option<&Anchor> {
        match self {
            Action::Accept { on, .. } | Action::Reject { on } | Action::Edit { on, .. } => Some(on),
            Action::Merge { .. } | Action::Split { .. } | Action::Undo { .. } => None,
        }
    }
}
