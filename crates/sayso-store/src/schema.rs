//! How do things lie in the file, and how does an older file become one of today?

use rusqlite::{Connection, TransactionBehavior};
use sayso_core::{Error, Kind, Result};

use crate::failure::Tried;

/// `SAYL`: tells a ledger from other files of `SQLite`.
const APPLICATION: i32 = 0x5341_594C;

/// What leads from each version of the format to the next, the first from an empty file.
///
/// A step is never changed once it is released: ledgers that went through it lie on people's disks.
const STEPS: [&str; FORMAT.unsigned_abs() as usize] = [include_str!("schema.sql")];

/// The version of the format that this program writes.
pub(crate) const FORMAT: i32 = 1;

/// What a file is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// Nothing was written to it yet.
    Empty,
    /// A ledger of some version.
    Ledger(i32),
}

/// Tells what a file is.
pub(crate) fn look(connection: &Connection, name: &str) -> Result<Found> {
    let number = |pragma: &str| -> Result<i32> {
        connection.pragma_query_value(None, pragma, |row| row.get(0)).tried(&cannot_open(name))
    };
    let (application, version) = (number("application_id")?, number("user_version")?);
    if application == APPLICATION {
        if version > FORMAT {
            let error = Error::new(Kind::Unsupported, cannot_open(name));
            return Err(error
                .because(format!("a newer sayso made it: format {version}, known here {FORMAT}"))
                .hint("use that version, or a newer one"));
        }
        return Ok(Found::Ledger(version));
    }
    let n_tables: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .tried(&cannot_open(name))?;
    if n_tables == 0 && application == 0 && version == 0 {
        return Ok(Found::Empty);
    }
    let error = Error::new(Kind::Store, cannot_open(name)).because("it is another program's data");
    Err(error.hint("name a file that `sayso add` made, or one that does not exist yet"))
}

/// Brings a file to the format of today, in one transaction.
pub(crate) fn bring_forward(connection: &mut Connection, name: &str) -> Result<()> {
    let what = format!("cannot prepare the ledger `{name}`");
    let transaction =
        connection.transaction_with_behavior(TransactionBehavior::Immediate).tried(&what)?;
    // Looked at again: another program may have been here since.
    let version = match look(&transaction, name)? {
        Found::Empty => 0,
        Found::Ledger(version) => version,
    };
    for step in STEPS.iter().skip(usize::try_from(version).unwrap_or(0)) {
        transaction.execute_batch(step).tried(&what)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION).tried(&what)?;
    transaction.pragma_update(None, "user_version", FORMAT).tried(&what)?;
    transaction.commit().tried(&what)
}

pub(crate) fn cannot_open(name: &str) -> String {
    format!("cannot open the ledger `{name}`")
}
