//! How is the ledger kept?
//!
//! Floor 3. Keeps records and people's corrections of them in one `SQLite` file and answers questions
//! about them. Knows records only: no file is read for an article, no clock is asked.
//!
//! Read in this order: [`ledger`] (how one is opened), [`add`] (what happens to an article that is
//! handed in), [`version`] (what changed when its words did), [`feed`] (where a watch stands).
//! `docs/ledger-format.md` tells what lies in the file, and what it means.
//!
//! # Invariant
//! Depends on `sayso-core` alone. Nothing acknowledged is lost, and a correction is a record that
//! supersedes and never deletes.
#![warn(missing_docs)]

pub mod ledger;
mod rows;
mod schema;
mod failure;
pub mod add;
pub mod version;
pub mod feed;
pub mod correct;
pub mod ask;
pub mod care;
pub mod forget;
pub mod fold;
pub mod moment;

pub use add::{Added, Fingerprint, Provided};
pub use ask::{Filter, Found, Order, OutletShares, Page, Person, Row, Text};
pub use care::Checked;
pub use correct::settle::Status;
pub use correct::{Author, Correction, Field, Imported, Listed, State};
pub use feed::FeedState;
pub use forget::Forgotten;
pub use ledger::{Ledger, Size};
pub use moment::Moment;
pub use version::{Brief, Changed, Diff};
