//! What is behind one statement, and how did one article change?

use sayso_core::id::{ArticleId, StatementId};
use sayso_core::record::ArticleRecord;
use sayso_core::{CharSpan, Error, Kind, Result};
use serde::Serialize;

use crate::correct::settle::{Article, Status};
use crate::failure::Tried;
use crate::ledger::Ledger;
use crate::moment::Moment;
use crate::rows::from_json;
use crate::version::{Diff, briefs, diff};

/// Ids that are named when a beginning fits several.
const SHOWN: u8 = 8;

/// A statement with its whole article, after all corrections.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The article with all its statements, rejected ones too.
    pub record: ArticleRecord<CharSpan>,
    /// Which of its statements is meant.
    pub statement_idx: usize,
    /// What people made of it.
    pub status: Status,
    /// Ids of the corrections that hold for it.
    pub corrections: Vec<String>,
}

/// One version of an article.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Version {
    /// From 1.
    pub number: u32,
    /// When it was handed in.
    pub added: Moment,
    /// From where.
    pub from: String,
    /// Whether it is the one that questions are answered from.
    pub current: bool,
    /// How its statements differ from those of the version before; nothing for the first.
    pub diff: Option<Diff>,
}

/// Number, origin, moment and record of an earlier version.
type PastRow = (u32, String, i64, String);

impl Ledger {
    /// The statement that is called so: by its id, the hash in it, or the beginning of the id.
    ///
    /// # Errors
    /// If there is none, or several, or the ledger cannot be read.
    pub fn statement_called(&self, id: &str) -> Result<StatementId> {
        let what = "cannot look for a statement";
        let exact: Vec<String> = self
            .connection
            .prepare_cached("SELECT DISTINCT id FROM statement WHERE id = ?1")
            .and_then(|mut query| query.query_map([id], |row| row.get(0))?.collect())
            .tried(what)?;
        let mut fitting = exact;
        if fitting.is_empty() && !id.is_empty() {
            fitting = self
                .connection
                .prepare_cached(
                    "SELECT DISTINCT id FROM statement WHERE id >= ?1 AND id < ?1 || ?3
                     ORDER BY id LIMIT ?2",
                )
                .and_then(|mut query| {
                    let parameters = rusqlite::params![id, SHOWN + 1, '\u{10ffff}'.to_string()];
                    query.query_map(parameters, |row| row.get(0))?.collect()
                })
                .tried(what)?;
        }
        if fitting.is_empty() && id.len() >= 4 && id.bytes().all(|b| b.is_ascii_hexdigit()) {
            // Only the hash: looked for among all, which takes a moment in a large ledger.
            fitting = self
                .connection
                .prepare_cached(
                    "SELECT DISTINCT id FROM statement WHERE id LIKE '%/' || ?1 || '%' LIMIT ?2",
                )
                .and_then(|mut query| {
                    query.query_map(rusqlite::params![id, SHOWN + 1], |row| row.get(0))?.collect()
                })
                .tried(what)?;
        }
        match &fitting[..] {
            [only] => Ok(StatementId::new(only.as_str())),
            [] => {
                let error = Error::new(Kind::Query, format!("no statement is called `{id}`"));
                Err(error.hint("`sayso statements` prints their ids"))
            }
            several => {
                let why = format!("`{id}` is the beginning of several ids");
                let mut error = Error::new(Kind::Query, why).hint("give more of the id");
                for id in several.iter().take(SHOWN.into()) {
                    error = error.hint(format!("one is {id}"));
                }
                Err(error)
            }
        }
    }

    /// A statement with its whole article, after all corrections.
    ///
    /// # Errors
    /// If there is none of this id, or the ledger cannot be read.
    pub fn found(&self, id: &StatementId) -> Result<Found> {
        let none = || Error::new(Kind::Query, format!("no statement is called `{id}`"));
        let article = Article::of(&self.connection, &ArticleId::new(id.article()))?;
        let Article { mut record, statements, .. } = article.ok_or_else(none)?;
        // The id is the extraction's: a correction of the content leaves it.
        let statement_idx =
            statements.iter().position(|s| s.statement.id == *id).ok_or_else(none)?;
        let status = statements[statement_idx].status;
        let corrections = statements[statement_idx].corrections.clone();
        record.statements = statements.into_iter().map(|s| s.statement).collect();
        Ok(Found { record, statement_idx, status, corrections })
    }

    /// An article with its statements after all corrections, without rejected ones.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn article(&self, id: &ArticleId) -> Result<Option<ArticleRecord<CharSpan>>> {
        Ok(Article::of(&self.connection, id)?.map(Article::into_record))
    }

    /// The ids of all articles, in order.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn article_ids(&self) -> Result<Vec<ArticleId>> {
        self.connection
            .prepare_cached("SELECT id FROM article ORDER BY id")
            .and_then(|mut query| {
                query
                    .query_map([], |row| row.get(0).map(|id: String| ArticleId::new(id)))?
                    .collect()
            })
            .tried("cannot read the articles")
    }

    /// The versions of an article, the first first, as they were extracted.
    ///
    /// # Errors
    /// If there is no such article, or the ledger cannot be read.
    pub fn versions(&self, id: &ArticleId) -> Result<Vec<Version>> {
        let what = format!("cannot read the versions of `{id}`");
        let current = self
            .connection
            .prepare_cached(
                "SELECT key, version, origin, added, text, record FROM article WHERE id = ?1",
            )
            .and_then(|mut query| {
                query
                    .query_map([id.as_str()], |row| {
                        let origin: String = row.get(2)?;
                        let text: String = row.get(4)?;
                        Ok((
                            row.get::<_, i64>(0)?,
                            row.get(1)?,
                            origin,
                            row.get(3)?,
                            text,
                            row.get::<_, String>(5)?,
                        ))
                    })?
                    .next()
                    .transpose()
            })
            .tried(&what)?;
        let Some((key, number, origin, added, text, rest)) = current else {
            let error = Error::new(Kind::Query, format!("no article is called `{id}`"));
            return Err(error.hint("`sayso statements` prints the ids of articles"));
        };
        let mut record: ArticleRecord<CharSpan> = from_json(&rest)?;
        record.text = text;
        record.statements = crate::add::extracted(&self.connection, key)?;
        let past: Vec<PastRow> = self
            .connection
            .prepare_cached(
                "SELECT version, origin, added, record FROM past WHERE article = ?1 ORDER BY version",
            )
            .and_then(|mut query| {
                let columns = |row: &rusqlite::Row<'_>| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
                };
                query.query_map([key], columns)?.collect()
            })
            .tried(&what)?;
        let mut versions = Vec::new();
        let mut before = None;
        for (number, from, added, line) in past {
            let record: ArticleRecord<CharSpan> = from_json(&line)?;
            let now = briefs(&record)?;
            let diff = before.replace(now.clone()).map(|before| diff(before, now));
            let added = Moment::of_seconds(added);
            versions.push(Version { number, added, from, current: false, diff });
        }
        let diff =
            before.map(|before| Ok::<_, Error>(diff(before, briefs(&record)?))).transpose()?;
        let added = Moment::of_seconds(added);
        versions.push(Version { number, added, from: origin, current: true, diff });
        Ok(versions)
    }
}
