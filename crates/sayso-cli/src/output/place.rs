//! Where in an article does something stand, in words?

use sayso::Span;
use sayso::record::{ArticleRecord, FurnitureKind};

/// Characters above which a line was not broken to fit a width, and so is a paragraph.
const LONGER_THAN_A_WRAPPED_LINE: usize = 120;

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
        Places { record, starts: starts(&record.text) }
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

/// Where paragraphs begin: after blank lines; where there are none, or a line is too long to have
/// been wrapped, at every line.
fn starts(text: &str) -> Vec<usize> {
    let mut lines = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        lines.push((at, line));
        at += line.len();
    }
    let is_blank = |line: &&(usize, &str)| line.1.trim().is_empty();
    let first_words = lines.iter().take_while(is_blank).count();
    let last_words = lines.len() - lines.iter().rev().take_while(is_blank).count();
    let parted_by_blanks = lines
        .get(first_words..last_words)
        .is_some_and(|lines| lines.iter().any(|line| is_blank(&line)));
    let mut starts = Vec::new();
    let mut goes_on = false;
    for (at, line) in lines {
        if line.trim().is_empty() {
            goes_on = false;
            continue;
        }
        if !goes_on {
            starts.push(at);
        }
        goes_on = parted_by_blanks && line.chars().nth(LONGER_THAN_A_WRAPPED_LINE).is_none();
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_part_paragraphs_and_wrapped_lines_do_not() {
        assert_eq!(starts("\nOne.\ntwo\n\nThree."), [1, 11]);
        assert_eq!(starts("One.\nTwo.\n\n"), [0, 5]);
        let long = "x".repeat(130);
        assert_eq!(starts(&format!("{long}\nTwo.\n\nThree.")), [0, 131, 137]);
        assert_eq!(starts(""), [0; 0]);
    }
}
