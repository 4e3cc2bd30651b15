//! How do I use sayso in ten lines?
//!
//! Floor 4. **API boundary**: what is public here is promised; the crates below are not.
//!
//! sayso reads news articles and keeps a ledger of who said what, in which exact words, on whose
//! authority, and through whom it came. It never rates truth.
//!
//! ```
//! use sayso::{Article, annotate, id::ArticleId};
//!
//! let text = "The bridge will close in May, harbour master Ines Calder told the Evening Post.";
//! let record = annotate(Article::new(ArticleId::new("bridge"), text.to_owned()));
//! for statement in &record.statements {
//!     let who = statement.speaker.name.as_deref().unwrap_or("somebody");
//!     let words: Vec<&str> = statement.content.iter().map(|span| span.of(&record.text)).collect();
//!     println!("{who}, {}: {}", statement.speaker.class.as_str(), words.join(" … "));
//! }
//! // Every record is tied to the characters that prove it, and leaves in code points.
//! assert_eq!(serde_json::to_value(record.to_chars()).expect("a record is JSON")["id"], "bridge");
//! ```
//!
//! [`annotate`] reads with the model inside the program, an [`Annotator`] with any other or with rules
//! alone. Files and folders: [`run`] gives their records one by one, [`RunReport`] the sums. What can be
//! set, and from where: [`config`]. What holds between articles: [`across()`].
//!
//! # Invariant
//! One bad article is a row, not a crash: an iterator of records goes on after an error.
#![warn(missing_docs)]

pub mod across;
pub mod annotator;
pub mod config;
pub mod eval;
pub mod keep;
pub mod pipeline;
#[cfg(feature = "net")]
pub mod watch;
#[cfg(feature = "net")]
pub mod web;

pub use across::{RecordLines, across};
pub use annotator::{Annotator, annotate};
pub use keep::{Keeper, Kept};
pub use pipeline::{Run, RunReport, run, run_lines};
pub use sayso_core::{
    Article, ArticleRecord, CharSpan, Error, Kind, Result, Span, error, id, record, text, time,
};
#[cfg(feature = "net")]
pub use sayso_fetch as fetch;
pub use sayso_read::{Articles, Options, articles, json_lines};
pub use sayso_store as store;
pub use sayso_store::Ledger;
