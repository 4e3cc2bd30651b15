//! Does the program do what is promised, from a text to its ledger?

mod cases;
mod eval;
mod replay;
#[cfg(feature = "net")]
mod watch;
