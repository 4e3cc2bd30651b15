//! What does a shell complete?

use std::io::{self, Write};

use clap::CommandFactory;
use clap_complete::Shell;

use crate::args::Arguments;
use crate::exit::{Exit, Stop};

/// Prints the completions, made from the same definition as the help.
pub(crate) fn run(shell: Shell) -> Result<Exit, Stop> {
    let mut completions = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "sayso", &mut completions);
    io::stdout().write_all(&completions)?;
    Ok(Exit::Done)
}
