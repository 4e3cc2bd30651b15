//! The program `sayso`: arguments in, a ledger out.
//!
//! Floor 6. Arguments, printing, exit statuses; all else is the crate `sayso`.
//!
//! # Invariant
//! Data goes to standard output, everything else to standard error, and the latter through one
//! place: [`output::log`].

mod args;
mod commands;
mod exit;
mod output;

use std::process::ExitCode;

use crate::output::log::Log;

fn main() -> ExitCode {
    let exit = match args::parse(std::env::args_os().collect()) {
        Ok(Some(arguments)) => commands::run(arguments),
        Ok(None) => commands::greet(),
        Err(stop) => Log::without_settings().stop(stop),
    };
    exit.into()
}
