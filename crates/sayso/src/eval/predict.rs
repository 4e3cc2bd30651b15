//! What does the extractor say of a gold article?

use std::io::Cursor;
use std::slice;

use sayso_core::id::ArticleId;
use sayso_core::text::CodePoints;
use sayso_core::{Article, ArticleRecord, CharSpan, Error, Kind, Result, Span};
use sayso_nlp::relation::Relation;
use sayso_read::{Options, articles, json_lines};

use super::gold::{GoldArticle, Predicted};
use crate::annotator::Annotator;

/// Whose spans are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spans {
    /// Those that the annotator finds.
    Found,
    /// Those of the gold.
    Given,
}

impl GoldArticle {
    /// What an annotator says of the article, or of the gold's own spans, so that only speakers and what
    /// else is said of them are to be found.
    ///
    /// # Errors
    /// If the article cannot be read, or is not the gold's text.
    pub fn extract(&self, annotator: &Annotator, spans: Spans) -> Result<ArticleRecord<CharSpan>> {
        let article = self.article()?;
        if article.text != self.text {
            return Err(Error::input(format!("cannot score article `{}`", self.id))
                .because("its text is read otherwise than it stands in the gold"));
        }
        let record = match spans {
            Spans::Found => annotator.annotate(article),
            Spans::Given => annotator.annotate_given(article, self.relations()),
        };
        Ok(record.to_chars())
    }

    /// The article as a reader gives it: from its file, with what a side file says of it, or from
    /// the gold's text, with the day and the outlet that an input line would tell.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn article(&self) -> Result<Article> {
        let options = Options::default();
        let mut read = if let Some(file) = &self.file {
            articles(slice::from_ref(file), &options)?
        } else {
            let line = serde_json::json!({
                "id": self.id,
                "text": self.text,
                "published": self.published,
                "outlet": self.outlet,
            });
            json_lines(Cursor::new(line.to_string()), &self.id, &options)
        };
        let nothing = || Err(Error::input(format!("cannot read the article `{}`", self.id)));
        let article = read.next().unwrap_or_else(nothing)?;
        Ok(Article { id: ArticleId::new(&*self.id), ..article })
    }

    /// The gold's statements as an attributor would have found them: spans in order of the text,
    /// and nothing of who speaks. Those without content are left out.
    pub fn relations(&self) -> Vec<Relation> {
        let points = CodePoints::new(&self.text);
        let mut kept: Vec<_> = self
            .attributions
            .iter()
            .map(|gold| (gold, in_bytes(&gold.content, &points)))
            .filter(|(_, content)| !content.is_empty())
            .collect();
        kept.sort_by_key(|(gold, _)| {
            [&gold.source, &gold.cue, &gold.content].into_iter().flatten().min().copied()
        });
        let index = |id: &Option<String>| {
            let id = id.as_ref()?;
            kept.iter().position(|(other, _)| other.id.as_ref() == Some(id))
        };
        kept.iter()
            .map(|(gold, content)| Relation {
                source: in_bytes(&gold.source, &points),
                cue: in_bytes(&gold.cue, &points),
                content: content.clone(),
                parent: index(&gold.parent),
                continues: index(&gold.continues),
                confidence: 1.0,
                by: "gold",
            })
            .collect()
    }
}

impl Predicted {
    /// What is scored of a record.
    ///
    /// # Errors
    /// Never for a record of this version: what is printed can be read again.
    pub fn of(record: &ArticleRecord<CharSpan>) -> Result<Self> {
        let line = serde_json::to_string(record);
        line.and_then(|line| serde_json::from_str(&line)).map_err(|error| {
            let what = format!("cannot score the record of `{}`", record.id);
            Error::new(Kind::Internal, what).because(error)
        })
    }
}

/// Places in bytes, in order, those that touch or overlap joined; what leaves the text is cut.
fn in_bytes(spans: &[CharSpan], points: &CodePoints<'_>) -> Vec<Span> {
    let mut spans = spans.to_vec();
    spans.sort_unstable();
    let mut all: Vec<Span> = Vec::new();
    for span in spans {
        let Some(span) = points.bytes(span).filter(|span| !span.is_empty()) else { continue };
        match all.last_mut() {
            Some(last) if span.start() <= last.end() => *last = last.cover(span),
            _ => all.push(span),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gold_spans_become_relations_in_bytes() {
        let gold: GoldArticle = serde_json::from_str(
            r#"{"id": "a", "text": "“So”, he said.", "attributions": [
                {"id": "x", "content": []},
                {"id": "y", "content": [[3, 4], [0, 3], [90, 99]], "source": [[6, 8]]},
                {"id": "z", "content": [[9, 13]], "continues": "y", "parent": "x"}]}"#,
        )
        .expect("well formed");
        let relations = gold.relations();
        assert_eq!(relations.len(), 2);
        assert_eq!(relations[0].content, [Span::new(0, 8)]);
        assert_eq!(relations[0].source[0].of(&gold.text), "he");
        assert_eq!((relations[1].continues, relations[1].parent), (Some(0), None));
    }

    #[test]
    fn a_gold_text_is_read_unchanged() {
        let gold = GoldArticle {
            id: "a".to_owned(),
            text: " Twice\r\nsaid\u{a0}so ".to_owned(),
            ..GoldArticle::default()
        };
        let article = gold.article().expect("a text");
        assert_eq!((article.text, article.id.as_str()), (gold.text.clone(), "a"));
    }

    #[test]
    fn the_day_of_publication_comes_along() {
        let gold: GoldArticle = serde_json::from_str(
            r#"{"id": "a", "text": "Ines Calder said on Monday it rains.", "date": "2024-03-06",
                "attributions": [{"source": [[0, 11]], "cue": [[12, 16]], "content": [[27, 35]]}]}"#,
        )
        .expect("well formed");
        let record = gold.extract(&Annotator::rules(), Spans::Given).expect("a text");
        assert_eq!(
            record.statements[0].said.map(|date| date.to_string()).as_deref(),
            Some("2024-03-04")
        );
    }
}
