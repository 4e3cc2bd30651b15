//! Which chores does the repository have?
//!
//! Beside the floors: run by people and by `.ci/run`, never a part of the program.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a chore talks to whoever runs it")]

mod articles;
mod corpus;
mod curve;
mod floors;
mod gate;
mod gold_records;
mod reference;
mod schema;
mod sources;
mod tidy;

use std::path::PathBuf;
use std::process::ExitCode;

const HELP: &str = "\
Chores of the repository.

    cargo xtask tidy                      checks what the compiler does not
    cargo xtask gen [--check]             writes docs/schema from the records; --check only compares
    cargo xtask gate [--update] [--allow-regression] [SET…]
                                          scores the extractor and holds it to tests/gate.toml
    cargo xtask gold-across GOLD TEXTS OUT
                                          writes the records of a dossier's gold, and what holds
                                          between them, as `extract.jsonl` and `across.jsonl`
    cargo xtask curve                     draws how right speakers are by their confidence, for the docs
";

/// What a chore found wrong, one line each.
type Problems = Vec<String>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["tidy"] => tidy::run(&root()),
        ["gen"] => schema::run(&root(), false),
        ["gen", "--check"] => schema::run(&root(), true),
        ["gold-across", gold, texts, out] => {
            gold_records::run(gold.as_ref(), texts.as_ref(), out.as_ref())
        }
        ["curve"] => curve::run(&root()),
        ["gate", rest @ ..] => match gate::Wishes::of(rest) {
            Some(wishes) => gate::run(&root(), &wishes),
            None => return usage(),
        },
        ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        _ => return usage(),
    };
    match done {
        Ok(problems) if problems.is_empty() => ExitCode::SUCCESS,
        Ok(problems) => {
            for problem in &problems {
                eprintln!("{problem}");
            }
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("error: {error}");
            for hint in error.hints() {
                eprintln!("hint: {hint}");
            }
            ExitCode::from(2)
        }
    }
}

fn usage() -> ExitCode {
    eprint!("{HELP}");
    ExitCode::from(2)
}

/// The root of the repository.
fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().map(PathBuf::from).unwrap_or(here)
}
