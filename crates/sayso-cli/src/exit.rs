//! With which status does the program end?

use std::io;
use std::process::ExitCode;

use sayso::Error;

/// The exit statuses of every command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// Everything was done.
    Done = 0,
    /// Done, but some inputs failed.
    FailedInputs = 1,
    /// The work could not be done at all: usage, settings, nothing to read.
    CouldNotRun = 2,
    /// The user stopped it.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

impl Exit {
    /// Done, with or without failed inputs.
    pub(crate) fn with_failed(failed: usize) -> Self {
        if failed == 0 { Exit::Done } else { Exit::FailedInputs }
    }
}

/// Why a command ends before its work is done.
#[derive(Debug)]
pub(crate) enum Stop {
    /// It cannot be done.
    Error(Error),
    /// What it prints cannot be written.
    Output(io::Error),
    /// The arguments are wrong, or ask for help or the version.
    Usage(clap::Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Stop::Error(error)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Stop::Output(error)
    }
}

impl From<clap::Error> for Stop {
    fn from(error: clap::Error) -> Self {
        Stop::Usage(error)
    }
}
