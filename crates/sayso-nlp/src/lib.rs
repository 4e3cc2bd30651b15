//! Who said what, in one article?
//!
//! Floor 1. [`Article`] in, [`ArticleRecord`] out. Knows text; knows no files, no network, no clock
//! and no other article.
//!
//! The stages, in order: [`segment`] (with [`quotation`]) finds words, sentences and quotation marks;
//! a [`relation::Attributor`] finds who is cited for what, by the rules of [`attribute`] or with a trained
//! encoder, which also gives [`hints`]; [`resolve`] says who that is; [`annotate`](mod@annotate) puts the record together.
//!
//! # Invariant
//! Total: annotation never fails and never panics, whatever the text; what it is unsure of becomes a
//! note or a low confidence.
#![warn(missing_docs)]

pub mod annotate;
pub mod segment;
pub mod quotation;
pub mod relation;
pub mod hints;
pub mod attribute;
pub mod decode;
pub mod resolve;
pub mod names;
pub mod coref;
pub mod pronoun;
pub mod phrase;
pub mod speaker;
pub mod way;
mod mention;
pub mod stance;
pub mod doubt;
pub mod when;
pub mod event;
pub mod language;
pub mod words;
pub mod lexicon;

use sayso_core::{Article, ArticleRecord, Span};

/// Reads one article by rules and says who said what in it.
pub fn annotate(article: Article) -> ArticleRecord<Span> {
    annotate::annotate_with(article, &attribute::Rules)
}
