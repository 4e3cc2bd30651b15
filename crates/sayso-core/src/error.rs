//! What can go wrong, and what should the user do?
//!
//! One error for the whole workspace: what failed, on what, why, and hints kept apart so that every
//! surface (terminal, HTTP, Python) prints them in its own way.

use std::fmt;

/// `Result` with the workspace's error.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The kind of a failure: what the caller branches on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// Something given to read is missing, broken, too large or not what it claims.
    Input,
    /// The model cannot be loaded or does not fit this version.
    Model,
    /// The ledger cannot be opened, read or written.
    Store,
    /// A question that cannot be understood.
    Query,
    /// Flags, environment or configuration contradict each other or are malformed.
    Config,
    /// The user or a limit stopped the work.
    Cancelled,
    /// Understood, but not done by this version.
    Unsupported,
    /// A mistake of ours.
    Internal,
}

/// Why something could not be done.
///
/// Messages are lower case without a final period; values stand in backticks.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: Kind,
    what: String,
    place: Option<Place>,
    why: Option<String>,
    hints: Vec<String>,
}

/// Where it went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file, address or `standard input`.
    pub file: String,
    /// Line of the file, from 1.
    pub line: Option<u64>,
    /// Byte of the file, from 0.
    pub byte: Option<u64>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.file)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if let Some(byte) = self.byte {
            write!(f, ", byte {byte}")?;
        }
        Ok(())
    }
}

impl Error {
    /// An error that says what could not be done.
    #[cold]
    pub fn new(kind: Kind, what: impl Into<String>) -> Self {
        Error(Box::new(Inner {
            kind,
            what: what.into(),
            place: None,
            why: None,
            hints: Vec::new(),
        }))
    }

    /// Something that was given to read cannot be read.
    pub fn input(what: impl Into<String>) -> Self {
        Error::new(Kind::Input, what)
    }

    /// A setting cannot be used.
    pub fn config(what: impl Into<String>) -> Self {
        Error::new(Kind::Config, what)
    }

    /// Names the file.
    #[must_use]
    pub fn at(mut self, file: impl fmt::Display) -> Self {
        self.0.place = Some(Place { file: file.to_string(), line: None, byte: None });
        self
    }

    /// Names the file and the line, from 1.
    #[must_use]
    pub fn at_line(mut self, file: impl fmt::Display, line: u64) -> Self {
        self.0.place = Some(Place { file: file.to_string(), line: Some(line), byte: None });
        self
    }

    /// Names the file and the byte, from 0.
    #[must_use]
    pub fn at_byte(mut self, file: impl fmt::Display, byte: u64) -> Self {
        self.0.place = Some(Place { file: file.to_string(), line: None, byte: Some(byte) });
        self
    }

    /// Gives the reason: the underlying error, or what was found instead.
    #[must_use]
    pub fn because(mut self, why: impl fmt::Display) -> Self {
        self.0.why = Some(why.to_string());
        self
    }

    /// Adds what the user could do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hints.push(hint.into());
        self
    }

    /// The kind of the failure.
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// Where it went wrong, if that is a place in the input.
    pub fn place(&self) -> Option<&Place> {
        self.0.place.as_ref()
    }

    /// What the user could do, printed after the message.
    pub fn hints(&self) -> &[String] {
        &self.0.hints
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { what, place, why, .. } = &*self.0;
        f.write_str(what)?;
        if let Some(place) = place {
            write!(f, " {place}")?;
        }
        if let Some(why) = why {
            write!(f, ": {why}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_says_what_where_and_why() {
        let error = Error::input("cannot read").at_line("a.jsonl", 3).because("not JSON").hint("x");
        assert_eq!(error.to_string(), "cannot read `a.jsonl`, line 3: not JSON");
        assert_eq!(error.hints(), ["x"]);
        assert_eq!(error.kind(), Kind::Input);
    }
}
