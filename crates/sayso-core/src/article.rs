//! What was read?
//!
//! An [`Article`] is one text as a reader of files, pages or lines hands it on: the exact characters
//! that all offsets index, and what the file says of itself. Nothing in it was concluded from what
//! people say in it.

use crate::id::ArticleId;
use crate::record::{Furniture, Note, Page, Provenance};
use crate::span::Span;
use crate::time::Date;

/// One text with its outlet, headline, byline, publication date and address.
#[derive(Clone, Debug, PartialEq)]
pub struct Article {
    /// The file's name without extension, or the id that its line gives.
    pub id: ArticleId,
    /// The exact text; no byte of it changes after reading.
    pub text: String,
    /// The headline, a copy.
    pub title: Option<String>,
    /// The publisher or carrier.
    pub outlet: Option<String>,
    /// Who wrote it, as printed, a copy.
    pub byline: Option<String>,
    /// When it was published, as far as it says so.
    pub published: Option<Date>,
    /// Its address.
    pub url: Option<String>,
    /// Where each of the fields above comes from.
    pub provenance: Vec<Provenance<Span>>,
    /// Stretches that are not the article's running text.
    pub furniture: Vec<Furniture<Span>>,
    /// What a reader should know about how it was read.
    pub notes: Vec<Note<Span>>,
    /// The page that the text was taken out of, if it was.
    pub page: Option<Page<Span>>,
}

impl Article {
    /// An article of which only its text is known.
    pub fn new(id: ArticleId, text: String) -> Self {
        Article {
            id,
            text,
            title: None,
            outlet: None,
            byline: None,
            published: None,
            url: None,
            provenance: Vec::new(),
            furniture: Vec::new(),
            notes: Vec::new(),
            page: None,
        }
    }

    /// The text without its furniture: the article's running text.
    pub fn own_text(&self) -> String {
        let mut places: Vec<Span> = self.furniture.iter().map(|f| f.place).collect();
        places.sort_unstable();
        let mut own = String::with_capacity(self.text.len());
        let mut at = 0;
        for place in places {
            if place.start() > at {
                own.push_str(&self.text[at..place.start()]);
            }
            at = at.max(place.end());
        }
        own.push_str(&self.text[at..]);
        own
    }
}
