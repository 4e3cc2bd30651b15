//! How is the ledger kept?
//!
//! Floor 3. Will keep records and people's corrections of them in one `SQLite` file and answer
//! questions about them. Knows records only.
//!
//! Nothing of it is written yet; reports are made from files.
//!
//! # Invariant
//! Depends on `sayso-core` alone. Nothing acknowledged is lost, and a correction is a record that
//! supersedes and never deletes.
