//! How does it look?
//!
//! [`log`] is all that goes to standard error; [`style`] makes text safe for a terminal and colours
//! it; [`layout`] breaks it into lines; [`ledger`] is the report for a person, with [`hedge`] and
//! [`place`] for what a statement takes back and where it stands; [`table`] writes answers of a ledger,
//! [`changes`] how an article changed; [`proof`] is what is behind one statement.

pub(crate) mod across;
pub(crate) mod changes;
pub(crate) mod hedge;
pub(crate) mod layout;
pub(crate) mod ledger;
pub(crate) mod log;
pub(crate) mod place;
pub(crate) mod proof;
pub(crate) mod style;
pub(crate) mod table;

/// Columns of the terminal: `COLUMNS` if it says so, else the terminal itself, else 80.
pub(crate) fn columns() -> usize {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let columns = said.or_else(|| {
        terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| usize::from(width.0))
    });
    columns.unwrap_or(80).clamp(30, 1_000)
}
