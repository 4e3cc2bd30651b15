//! Why was there no answer, and is it worth asking again?

use std::fmt;
use std::time::Duration;

use sayso_core::Error;

use crate::address::Address;

/// An address that gave nothing to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What the caller branches on.
    pub cause: Cause,
    /// After how long the server wants to be asked again, if it said so or is busy.
    pub retry_after: Option<Duration>,
    told: Box<Told>,
}

/// What is said of it. Boxed: a result should not be as large as its error.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Told {
    /// The address that was asked when it went wrong.
    at: Address,
    /// The address that led there.
    asked: Option<Address>,
    why: String,
    hint: Option<&'static str>,
}

/// Why an address gave nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// It was not asked: it is of a network that is not asked.
    Refused,
    /// Its `robots.txt` forbids it, or could not be read.
    Robots,
    /// The server could not be found or reached, or broke off.
    Network,
    /// Somebody took longer than allowed.
    Time,
    /// More was sent than allowed.
    Size,
    /// Redirects in a circle, too many of them, or to nowhere.
    Redirects,
    /// The server answered with this status.
    Status(u16),
    /// What the server sent cannot be unpacked or is no HTTP.
    Broken,
}

impl Failure {
    #[cold]
    pub(crate) fn new(cause: Cause, at: &Address, why: impl Into<String>) -> Self {
        let (at, why) = (at.clone(), why.into());
        let told = Box::new(Told { at, asked: None, why, hint: None });
        Failure { cause, retry_after: None, told }
    }

    /// Adds what the user could do.
    #[must_use]
    pub(crate) fn hint(mut self, hint: &'static str) -> Self {
        self.told.hint = Some(hint);
        self
    }

    /// Adds when to ask again.
    #[must_use]
    pub(crate) fn after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }

    /// Names the address that the user knows of.
    #[must_use]
    pub(crate) fn on_behalf_of(mut self, asked: &Address) -> Self {
        self.told.asked = (self.told.at != *asked).then(|| asked.clone());
        self
    }

    /// Whether asking again later is pointless.
    pub fn is_lasting(&self) -> bool {
        matches!(self.cause, Cause::Refused | Cause::Status(410))
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        let Told { at, asked, why, hint } = *failure.told;
        let error = Error::input("cannot fetch");
        let error = match asked {
            Some(asked) => error.at(asked).because(format!("at `{at}`, {why}")),
            None => error.at(at).because(why),
        };
        if let Some(hint) = hint { error.hint(hint) } else { error }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Error::from(self.clone()).fmt(f)
    }
}

impl std::error::Error for Failure {}
