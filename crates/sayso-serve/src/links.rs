//! Who is called what on one page?
//!
//! Articles and statements are numbered in the order in which they are shown; anchors are made of
//! these numbers alone, so that no foreign text ever becomes part of one.

use std::collections::BTreeMap;

use sayso_core::id::StatementId;
use sayso_core::record::ArticleRecord;
use sayso_core::span::Span;

/// The numbers of all statements on a page.
pub(crate) struct Links<'a> {
    positions: BTreeMap<&'a StatementId, Position>,
}

/// A statement's place on the page: its article and its number there, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    pub(crate) article: usize,
    pub(crate) statement: usize,
}

impl<'a> Links<'a> {
    pub(crate) fn of(records: &'a [ArticleRecord<Span>]) -> Self {
        let mut positions = BTreeMap::new();
        for (article, record) in (1..).zip(records) {
            for (statement, one) in (1..).zip(&record.statements) {
                // Two articles of one id would share statement ids: the first keeps them.
                positions.entry(&one.id).or_insert(Position { article, statement });
            }
        }
        Links { positions }
    }

    /// Where a statement stands; `None` if it is not on this page.
    pub(crate) fn find(&self, id: &StatementId) -> Option<Position> {
        self.positions.get(id).copied()
    }
}

impl Position {
    /// The anchor of its card in the ledger.
    pub(crate) fn card(self) -> String {
        format!("a{}s{}", self.article, self.statement)
    }

    /// The anchor of its first words in the text.
    pub(crate) fn mark(self) -> String {
        format!("a{}m{}", self.article, self.statement)
    }
}

/// The anchor of an article.
pub(crate) fn article(number: usize) -> String {
    format!("a{number}")
}

/// The anchor of an article's text.
pub(crate) fn text(number: usize) -> String {
    format!("a{number}t")
}

/// The anchor of a note on an article.
pub(crate) fn note(article: usize, number: usize) -> String {
    format!("a{article}n{number}")
}
