//! What are the words of this project?
//!
//! Floor 0. Text, spans, ids, dates of limited precision, the records of the ledger and the one
//! error type. Knows no files, no network, no clock, and no behaviour beyond invariants.
//!
//! Read in this order: [`span`] (where exactly), [`text`] (in which unit), [`time`] (when, how
//! precisely), [`id`] (which one), [`article`] (what was read), [`record`] (what is in the ledger
//! about one article), [`across`] (what holds between articles), [`error`] (what can go wrong).
//!
//! # Invariant
//! A [`record`] with byte offsets cannot be serialised: only [`span::CharSpan`] is known to serde,
//! so bytes never reach a reader who counts code points.
#![warn(missing_docs)]

pub mod across;
pub mod article;
pub mod error;
pub mod id;
pub mod record;
pub mod span;
pub mod text;
pub mod time;

pub use article::Article;
pub use error::{Error, Kind, Result};
pub use record::ArticleRecord;
pub use span::{CharSpan, Span};
