//! Where in an article does something stand, in words?

use sayso::Span;
use sayso::record::{ArticleRecord, FurnitureKind};
use sayso::text::paragraphs;

/// The paragraphs of an article, to be asked for many places.
#[derive(Debug)]
pub(crate) struct Places<'a> {
    record: &'a ArticleRecord<Span>,
    /// Where each paragraph begins, in bytes.
    starts: Vec<usize>,
}

impl<'a> Places<'a> {
    /// Reads the text once.
    pub(crate) fn of(record: &'a ArticleRecord<Span>) -> Self {
        Places { record, starts: paragraphs(&record.text).iter().map(|p| p.start()).collect() }
    }

    /// The headline, the caption … or the number of the paragraph, from 1.
    pub(crate) fn in_words(&self, place: Span) -> String {
        let furniture = self.record.furniture.iter().find(|f| f.place.holds(place.start()));
        match furniture.map(|furniture| furniture.kind) {
            Some(FurnitureKind::Headline) => "headline".to_owned(),
            Some(FurnitureKind::Deck) => "line under the headline".to_owned(),
            Some(kind @ FurnitureKind::Caption) => {
                format!("{}, paragraph {}", kind.as_str(), self.paragraph(place))
            }
            _ => format!("paragraph {}", self.paragraph(place)),
        }
    }

    fn paragraph(&self, place: Span) -> usize {
        self.starts.partition_point(|start| *start <= place.start()).max(1)
    }
}
