//! Who said what, in one article?
//!
//! Floor 1. [`Article`](sayso_core::Article) in, [`ArticleRecord`](sayso_core::ArticleRecord) out.
//! Knows text; knows no files, no network, no clock and no other article.
//!
//! # Invariant
//! Total: annotation never fails and never panics, whatever the text; what it is unsure of becomes a
//! note or a low confidence.

pub mod lexicon;
pub mod relation;
pub mod quotation;
pub mod segment;

use sayso_core::record::{Extractor, CONTRACT};
use sayso_core::{Article, ArticleRecord, Span};

/// Reads one article and says who said what in it.
pub fn annotate(article: Article) -> ArticleRecord<Span> {
    ArticleRecord {
        sayso: CONTRACT,
        id: article.id,
        url: article.url,
        title: article.title,
        outlet: article.outlet,
        byline: article.byline,
        published: article.published,
        published_inferred: None,
        language: None,
        text: article.text,
        extractor: Extractor { version: env!("CARGO_PKG_VERSION").to_owned(), model: None },
        entities: Vec::new(),
        statements: Vec::new(),
        events: Vec::new(),
        times: Vec::new(),
        furniture: article.furniture,
        notes: article.notes,
        provenance: article.provenance,
    }
}
