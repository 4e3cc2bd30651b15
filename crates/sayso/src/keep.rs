//! How does an article get into a kept ledger?
//!
//! ```
//! use sayso::store::{Added, Ledger, Moment};
//! use sayso::{Annotator, Article, Keeper, id::ArticleId};
//!
//! let mut ledger = Ledger::in_memory()?;
//! let mut keeper = Keeper::new(&mut ledger, Annotator::rules());
//! let article = || {
//!     let text = "The bridge will close in May, harbour master Ines Calder said.".to_owned();
//!     Article::new(ArticleId::new("bridge"), text)
//! };
//! let now = Moment::of_seconds(1_709_600_000); // the clock is yours
//! assert_eq!(keeper.add(article(), "bridge.txt", now)?.added, Added::New);
//! assert_eq!(keeper.add(article(), "bridge.txt", now)?.added, Added::Known);
//! # Ok::<(), sayso::Error>(())
//! ```

use sayso_core::id::ArticleId;
use sayso_core::{Article, Result};
use sayso_store::{Added, Fingerprint, Ledger, Moment, Provided};

use crate::annotator::Annotator;

/// Reads articles and adds them to a ledger; what the ledger knows is not read again.
pub struct Keeper<'a> {
    ledger: &'a mut Ledger,
    annotator: Annotator,
}

/// What came of one article.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// The article.
    pub id: ArticleId,
    /// What it is to the ledger.
    pub added: Added,
    /// Statements that were found in it; none where it was known and not read again.
    pub statements: usize,
}

impl<'a> Keeper<'a> {
    /// Adds to a ledger what an annotator reads.
    pub fn new(ledger: &'a mut Ledger, annotator: Annotator) -> Self {
        Keeper { ledger, annotator }
    }

    /// Adds an article that was read `from` a path or address at some moment.
    ///
    /// When it returns, the article is on the disk.
    ///
    /// # Errors
    /// If the article cannot be added; the ledger is then as it was before. An error of
    /// [`Kind::Input`](sayso_core::Kind) concerns this article alone.
    pub fn add(&mut self, article: Article, from: &str, when: Moment) -> Result<Kept> {
        let input = Fingerprint::of(&article);
        let id = article.id.clone();
        if self.ledger.knows(&id, &input, &self.annotator.extractor(), from)? {
            return Ok(Kept { id, added: Added::Known, statements: 0 });
        }
        let record = self.annotator.annotate(article).to_chars();
        let provided = Provided { input, when, from: from.to_owned() };
        let added = self.ledger.add(&record, &provided)?;
        Ok(Kept { id, added, statements: record.statements.len() })
    }

    /// The ledger that is added to: for the state of feeds.
    pub fn ledger(&mut self) -> &mut Ledger {
        self.ledger
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_say_what_made_them_and_another_reader_reads_again() {
        let article = || {
            let text = "“The tide is out,” said Ines Calder, the harbour master.".to_owned();
            Article::new(ArticleId::new("tide"), text)
        };
        let annotator = Annotator::rules();
        assert_eq!(annotator.annotate(article()).extractor, annotator.extractor());
        let mut ledger = Ledger::in_memory().expect("a ledger");
        let now = Moment::of_seconds(1);
        let mut keep = |annotator: Annotator| {
            Keeper::new(&mut ledger, annotator)
                .add(article(), "tide.txt", now)
                .expect("added")
                .added
        };
        assert_eq!(keep(Annotator::rules()), Added::New);
        assert!(matches!(keep(Annotator::built_in()), Added::Renewed { .. }));
        assert_eq!(keep(Annotator::built_in()), Added::Known);
    }
}
