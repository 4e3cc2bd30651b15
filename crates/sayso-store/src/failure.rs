//! Why can the ledger not be read or written, in words of the user?

use rusqlite::ErrorCode;
use sayso_core::{Error, Kind};

/// What went wrong with the ledger while `what` was tried.
pub(crate) fn failed(what: &str, error: &rusqlite::Error) -> Error {
    let new = |why: &str| Error::new(Kind::Store, what).because(why);
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            new("another program is writing to the ledger")
                .hint("wait until it is done and try again; nothing of this was written")
                .hint("reading is possible meanwhile")
        }
        Some(ErrorCode::DiskFull) => new("the disk is full")
            .hint("free some space and run the same command again: what was added is kept, what was not is added then"),
        Some(ErrorCode::ReadOnly) => new("the ledger may only be read")
            .hint("is the file yours, and its folder writable?"),
        Some(ErrorCode::DatabaseCorrupt) => new("the file is damaged")
            .because(format!("the file is damaged ({error})"))
            .hint("`sayso ledger check` tells what is wrong; a backup is the way back")
            .hint("corrections that can still be read come out with `sayso correct export`"),
        Some(ErrorCode::NotADatabase) => new("the file is no ledger")
            .hint("name a file that `sayso add` made, or one that does not exist yet"),
        Some(ErrorCode::CannotOpen) => new("the file cannot be opened")
            .hint("does it exist, and may you read it?"),
        Some(ErrorCode::SystemIoFailure) => Error::new(Kind::Store, what)
            .because(format!("the disk failed ({error})"))
            .hint("is the disk there, and not full?"),
        _ => Error::new(Kind::Store, what).because(error),
    }
}

/// Names what was tried when `SQLite` fails.
pub(crate) trait Tried<T> {
    /// The same result with an error that a user understands.
    fn tried(self, what: &str) -> sayso_core::Result<T>;
}

impl<T> Tried<T> for rusqlite::Result<T> {
    fn tried(self, what: &str) -> sayso_core::Result<T> {
        self.map_err(|error| failed(what, &error))
    }
}
