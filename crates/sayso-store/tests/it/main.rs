//! Does a ledger keep what it was given?

mod add;
mod ask;
mod correct;
mod orders;
mod support;
