//! How do I open a ledger?
//!
//! ```
//! use sayso_store::Ledger;
//!
//! let folder = tempfile::tempdir()?;
//! let path = folder.path().join("harbour.sayso");
//! let ledger = Ledger::create(&path)?;
//! assert_eq!(ledger.size()?.articles, 0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! One program writes at a time, any number reads meanwhile (`SQLite`'s write-ahead log). A writer that
//! finds another one waits a while before it gives up.

use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};
use sayso_core::{Error, Kind, Result};

use crate::failure::Tried;
use crate::schema::{self, Found, cannot_open};

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(10);

/// Bytes of the file that are kept in memory.
const CACHE: i64 = 64 << 20;

/// A kept ledger.
#[derive(Debug)]
pub struct Ledger {
    pub(crate) connection: Connection,
    /// What messages call it.
    pub(crate) name: String,
    path: Option<PathBuf>,
}

/// How much is in a ledger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Articles, each in its current version.
    pub articles: u64,
    /// Statements of the current versions.
    pub statements: u64,
    /// Earlier versions that are kept.
    pub past_versions: u64,
    /// Corrections, undone ones among them.
    pub corrections: u64,
}

impl Ledger {
    /// Makes a new ledger that only its owner may read.
    ///
    /// # Errors
    /// If the file exists, or cannot be made.
    pub fn create(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        make_file(path).map_err(|error| {
            let failed = Error::new(Kind::Store, format!("cannot make the ledger `{name}`"));
            failed.because(error).hint("name a new file in a folder that exists and is yours")
        })?;
        Ledger::open(path)
    }

    /// Opens a ledger to read and write; one of an earlier format is brought forward.
    ///
    /// # Errors
    /// If there is no such file, if it is no ledger, is damaged, or was made by a newer version.
    pub fn open(path: &Path) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut ledger = Ledger::connect(path, flags)?;
        let found = schema::look(&ledger.connection, &ledger.name)?;
        if found != Found::Ledger(schema::FORMAT) {
            ledger.prepare()?;
            schema::bring_forward(&mut ledger.connection, &ledger.name)?;
        }
        ledger.prepare()?;
        Ok(ledger)
    }

    /// Opens a ledger, and makes one where there is none.
    ///
    /// # Errors
    /// As [`Ledger::open`] and [`Ledger::create`].
    pub fn open_or_create(path: &Path) -> Result<Self> {
        match make_file(path) {
            // Somebody's, or made in between by another program: both open it.
            Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Ledger::create(path),
            _ => Ledger::open(path),
        }
    }

    /// Opens a ledger to read, beside whoever writes to it.
    ///
    /// # Errors
    /// As [`Ledger::open`]; a ledger of an earlier format must be opened for writing once.
    pub fn open_read_only(path: &Path) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut ledger = Ledger::connect(path, flags)?;
        if ledger.needs_a_log_it_cannot_have(path) {
            ledger.connection = connect_frozen(path).tried(&cannot_open(&ledger.name))?;
        }
        match schema::look(&ledger.connection, &ledger.name)? {
            Found::Ledger(schema::FORMAT) => {}
            Found::Ledger(_) => {
                let error = Error::new(Kind::Store, cannot_open(&ledger.name));
                return Err(error
                    .because("it has an earlier format")
                    .hint("`sayso ledger compact` brings it forward; make a backup before"));
            }
            Found::Empty => {
                let error = Error::new(Kind::Store, cannot_open(&ledger.name));
                return Err(error.because("it is empty").hint("`sayso add` fills one"));
            }
        }
        ledger.prepare_reader()?;
        Ok(ledger)
    }

    /// A ledger that is gone when it is dropped: for questions to files.
    ///
    /// # Errors
    /// If there is no memory for it.
    pub fn in_memory() -> Result<Self> {
        let name = "in memory".to_owned();
        let connection = Connection::open_in_memory().tried(&cannot_open(&name))?;
        let mut ledger = Ledger { connection, name, path: None };
        schema::bring_forward(&mut ledger.connection, &ledger.name)?;
        ledger.prepare()?;
        Ok(ledger)
    }

    /// How much is in it.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn size(&self) -> Result<Size> {
        let count = |table: &str| -> Result<u64> {
            let sql = format!("SELECT count(*) FROM {table}");
            let n: i64 = self
                .connection
                .query_row(&sql, [], |row| row.get(0))
                .tried(&format!("cannot read the ledger `{}`", self.name))?;
            Ok(n.unsigned_abs())
        };
        Ok(Size {
            articles: count("article")?,
            statements: count("statement")?,
            past_versions: count("past")?,
            corrections: count("correction")?,
        })
    }

    /// Where it lies; nothing for one in memory.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// What messages call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Lets the file grow to so many pages of 4 kB and no further: beyond that the disk counts as full.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn limit_pages(&mut self, pages: u32) -> Result<()> {
        self.connection
            .pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))
            .tried("cannot limit the ledger")
    }

    /// Sets how long a writer waits for another one.
    ///
    /// # Errors
    /// If the ledger does not take it.
    pub fn be_patient_for(&mut self, patience: Duration) -> Result<()> {
        self.connection.busy_timeout(patience).tried("cannot set how long to wait")
    }

    fn connect(path: &Path, flags: OpenFlags) -> Result<Self> {
        let name = path.display().to_string();
        if !path.is_file() {
            let why = if path.exists() { "it is no file" } else { "there is no such file" };
            let error = Error::new(Kind::Store, cannot_open(&name)).because(why);
            return Err(error.hint("`sayso add PATH… --ledger FILE` makes one"));
        }
        let connection = Connection::open_with_flags(path, flags).tried(&cannot_open(&name))?;
        connection.busy_timeout(PATIENCE).tried(&cannot_open(&name))?;
        Ok(Ledger { connection, name, path: Some(path.to_owned()) })
    }

    /// Whether the file lies where nothing can be written beside it, as on a disc or in another's folder.
    fn needs_a_log_it_cannot_have(&self, path: &Path) -> bool {
        let tried = self.connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()));
        let code = tried.err().and_then(|error| error.sqlite_error_code());
        let mut log = path.as_os_str().to_owned();
        log.push("-wal");
        let has_log = std::fs::metadata(log).is_ok_and(|log| log.len() > 0);
        // What is only in the log must not be passed over.
        matches!(code, Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly)) && !has_log
    }

    /// What holds for every connection that writes.
    fn prepare(&self) -> Result<()> {
        let what = cannot_open(&self.name);
        let set = |pragma: &str, value: &dyn rusqlite::ToSql| {
            self.connection.pragma_update(None, pragma, value).tried(&what)
        };
        if self.path.is_some() {
            // The answer is a row, which `pragma_update` would refuse. Where a file system cannot have
            // the log, the older journal is as safe, and readers wait for writers.
            self.connection
                .pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))
                .tried(&what)?;
        }
        // Acknowledged means on the disk, even if the power goes in the next moment.
        set("synchronous", &"FULL")?;
        // What was forgotten is overwritten, not only unlinked.
        set("secure_delete", &true)?;
        set("foreign_keys", &true)?;
        self.prepare_reader()
    }

    fn prepare_reader(&self) -> Result<()> {
        let what = cannot_open(&self.name);
        self.connection.pragma_update(None, "cache_size", -(CACHE >> 10)).tried(&what)?;
        self.connection.pragma_update(None, "trusted_schema", false).tried(&what)?;
        self.connection.set_prepared_statement_cache_capacity(64);
        Ok(())
    }

    /// A transaction that writes; the only one of its time.
    pub(crate) fn writing(&mut self, what: &str) -> Result<Transaction<'_>> {
        self.connection.transaction_with_behavior(TransactionBehavior::Immediate).tried(what)
    }
}

/// Opens a file that nobody can change, without a log beside it.
fn connect_frozen(path: &Path) -> rusqlite::Result<Connection> {
    let mut address = "file:".to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                address.push(char::from(*byte));
            }
            _ => write!(address, "%{byte:02X}").expect("a string takes all that is written to it"),
        }
    }
    address.push_str("?immutable=1");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    Connection::open_with_flags(address, flags)
}

/// Makes an empty file for its owner alone; the log beside it gets the same rights from `SQLite`.
pub(crate) fn make_file(path: &Path) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_cannot_change_is_read_whatever_it_is_called() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a b?c#d%20é.sayso");
        let mut ledger = Ledger::create(&path).expect("new");
        assert!(!ledger.needs_a_log_it_cannot_have(&path));
        ledger.compact().expect("all in one file");
        drop(ledger);
        let frozen = connect_frozen(&path).expect("a ledger");
        let found = schema::look(&frozen, "frozen").expect("readable");
        assert_eq!(found, Found::Ledger(schema::FORMAT));
    }
}
