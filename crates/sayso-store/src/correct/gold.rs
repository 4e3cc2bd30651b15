//! What did people judge, as lines that an extractor is scored with?
//!
//! Only an article of which every statement was accepted or rejected says what a right ledger of it
//! is; the others are counted.

use sayso_core::id::ArticleId;
use sayso_core::{CharSpan, Result};
use serde_json::{Value, json};

use super::settle::{Article, Status};
use crate::failure::Tried;
use crate::ledger::Ledger;

/// Gold lines, and what they leave out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gold {
    /// One line of JSON an article.
    pub lines: Vec<String>,
    /// Articles of which some statements were judged and some were not.
    pub unfinished: Vec<ArticleId>,
    /// Articles with corrections that hold for nothing in them: what they say is not in the gold.
    pub unanchored: Vec<ArticleId>,
}

impl Ledger {
    /// The articles that were judged as a whole, as lines for `sayso eval`.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn gold(&self) -> Result<Gold> {
        let ids: Vec<String> = self
            .connection
            .prepare_cached(
                "SELECT DISTINCT article.id FROM correction
                 JOIN article ON article.id = correction.article ORDER BY article.id",
            )
            .and_then(|mut query| query.query_map([], |row| row.get(0))?.collect())
            .tried("cannot read the log of corrections")?;
        let mut gold = Gold::default();
        for id in ids.into_iter().map(ArticleId::new) {
            let Some(article) = Article::of(&self.connection, &id)? else { continue };
            let n_judged = article.statements.iter().filter(|s| s.status != Status::Open).count();
            if n_judged == 0 {
                continue;
            }
            if !article.unanchored.is_empty() {
                gold.unanchored.push(id);
            } else if n_judged < article.statements.len() {
                gold.unfinished.push(id);
            } else {
                gold.lines.push(line(article).to_string());
            }
        }
        Ok(gold)
    }
}

fn line(article: Article) -> Value {
    let record = article.into_record();
    let spans = |places: &[CharSpan]| -> Value {
        places.iter().map(|place| json!([place.start(), place.end()])).collect()
    };
    let name = |id: &Option<String>| {
        let entity = record.entities.iter().find(|e| Some(e.id.as_str()) == id.as_deref());
        entity.map(|entity| entity.name.clone()).or_else(|| id.clone())
    };
    let attributions: Vec<Value> = record
        .statements
        .iter()
        .map(|statement| {
            let speaker = &statement.speaker;
            json!({
                "id": statement.id,
                "source": spans(&statement.source),
                "cue": spans(&statement.cue),
                "content": spans(&statement.content),
                "speaker": {
                    "class": speaker.class,
                    "name": speaker.name,
                    "speaks_for": name(&speaker.speaks_for),
                    "close_to": name(&speaker.close_to),
                },
                "via": statement.via,
                "addressee": name(&statement.addressee),
                "said": statement.said,
                "stance": statement.stance,
                "parent": statement.parent,
                "continues": statement.continues,
                "required": true,
            })
        })
        .collect();
    json!({
        "id": record.id,
        "text": record.text,
        "published": record.published,
        "outlet": record.outlet,
        "attributions": attributions,
    })
}
