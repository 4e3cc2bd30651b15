//! Which articles are in this input?
//!
//! Floor 1. Bytes in, [`Article`]s out. Knows files and folders; knows nothing of what people say.
//!
//! # Invariant
//! The text of an article is the decoded file unchanged: what is found in it is marked, not cut.

use sayso_core::{Article, Result, time::Date};

/// What is given from outside and how much is read at most.
#[derive(Clone, Debug)]
pub struct Options {
    /// Outlet of all articles that do not name one.
    pub outlet: Option<String>,
    /// Publication date of all articles that do not name one.
    pub published: Option<Date>,
    /// Largest article, in bytes as stored.
    pub max_bytes: u64,
}
