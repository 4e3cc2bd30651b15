//! What does a reader see?
//!
//! Floor 5. Reads records and writes HTML; knows no files, no network, no clock, and draws no
//! conclusions of its own: what is not in a record is not on the page.
//!
//! [`page()`] makes one self-contained document of the ledger. Read in this order: [`page`](mod@page)
//! (the frame), `overview` (sums and index), `article` (the text with its marks), `segment` (which
//! marks lie over which stretch), `ledger` (the cards), `links` (who is called what on the page),
//! `words` (how authority, stance and dates are said), `shown` (how foreign text is written).
//!
//! # Invariant
//! Foreign text reaches the page only through [`maud`]'s escaping or `shown::Shown`; the only
//! strings written as they are come from `assets/`.

mod article;
#[cfg(test)]
mod fixture;
mod ledger;
mod links;
mod overview;
pub mod page;
mod policy;
#[cfg(test)]
mod reading;
mod segment;
mod shown;
pub mod words;

pub use page::{PageOptions, page};
