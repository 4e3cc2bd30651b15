//! How do people correct the ledger?
//!
//! Every correction is a line of a log ([`record`]) that supersedes and never deletes. It is tied to a
//! statement by its words and their place ([`anchor`]); [`field`] says what can be set; `settle`
//! makes the rows of the ledger say what extraction and log together say; [`log`] adds to the log,
//! undoes, exports and imports; [`gold`] writes what was judged as lines for `sayso eval`.
//!
//! # Invariant
//! The rows are a function of the extracted records and of the set of lines: the order in which lines
//! and articles came does not matter, so logs of several people can be merged both ways.

pub mod record;
pub mod anchor;
pub mod field;
pub(crate) mod settle;
pub(crate) mod people;
pub mod log;
pub mod gold;

pub use field::Field;
pub use log::{Author, Imported, Listed, State};
pub use record::{Action, Correction};
