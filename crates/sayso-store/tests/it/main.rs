//! Does a ledger keep what it was given?

mod add;
mod support;
