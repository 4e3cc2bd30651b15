//! Does a ledger keep what it was given?

mod add;
mod ask;
mod care;
mod correct;
mod faults;
mod fixture;
mod orders;
mod support;
