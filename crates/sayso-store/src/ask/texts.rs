//! Which articles have these words?

use rusqlite::params;
use sayso_core::Result;
use sayso_core::id::ArticleId;
use serde::Serialize;

use super::words;
use crate::failure::Tried;
use crate::ledger::Ledger;

/// What stands before a word that was found, and after it, in a snippet.
pub const MARKS: [char; 2] = ['\u{2}', '\u{3}'];

/// Words of a snippet.
const SNIPPET: i64 = 24;

/// An article with some of the words that were found in it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Text {
    /// The article.
    pub article: ArticleId,
    /// Its headline.
    pub title: Option<String>,
    /// Its outlet.
    pub outlet: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// The words, with what stands around them.
    pub snippet: String,
    /// Statements in it.
    pub statements: u64,
}

impl Ledger {
    /// Articles whose headline or text has these words, added last first, from the `skip`th on.
    ///
    /// # Errors
    /// If the words cannot be understood, or the ledger cannot be read.
    pub fn texts(&self, search: &str, limit: usize, skip: usize) -> Result<Vec<Text>> {
        let index = words::to_index(search)?;
        let what = "cannot search the articles";
        let [before, after] = MARKS.map(String::from);
        self.connection
            .prepare_cached(
                "SELECT a.id, a.title, o.name, a.published, a.url,
                    snippet(article_words, -1, ?2, ?3, ' … ', ?4),
                    (SELECT count(*) FROM statement s WHERE s.article = a.key AND s.status < 2)
                 FROM article_words JOIN article a ON a.key = article_words.rowid
                 JOIN outlet o ON o.key = a.outlet
                 WHERE article_words MATCH ?1 ORDER BY article_words.rowid DESC
                 LIMIT ?5 OFFSET ?6",
            )
            .and_then(|mut query| {
                let limit = i64::try_from(limit).unwrap_or(i64::MAX);
                let skip = i64::try_from(skip).unwrap_or(i64::MAX);
                let parameters = params![index, before, after, SNIPPET, limit, skip];
                let text = |row: &rusqlite::Row<'_>| {
                    let outlet: String = row.get(2)?;
                    let statements: i64 = row.get(6)?;
                    Ok(Text {
                        article: ArticleId::new(row.get::<_, String>(0)?),
                        title: row.get(1)?,
                        outlet: Some(outlet).filter(|name| !name.is_empty()),
                        published: row.get(3)?,
                        url: row.get(4)?,
                        snippet: row.get(5)?,
                        statements: statements.unsigned_abs(),
                    })
                };
                query.query_map(parameters, text)?.collect()
            })
            .tried(what)
    }
}
