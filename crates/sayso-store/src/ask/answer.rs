//! Which statements answer a question, a page at a time?

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params_from_iter};
use sayso_core::id::{ArticleId, StatementId};
use sayso_core::{Error, Kind, Result};
use serde::Serialize;

use super::filter::{Filter, Order};
use crate::correct::settle::Status;
use crate::failure::Tried;
use crate::ledger::Ledger;

/// Which part of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// In which order.
    pub order: Order,
    /// At most so many.
    pub limit: usize,
    /// What comes after this statement in that order.
    pub after: Option<StatementId>,
}

/// One statement as an answer: what a table shows of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// Its id.
    pub id: StatementId,
    /// Its article.
    pub article: ArticleId,
    /// The article's headline.
    pub title: Option<String>,
    /// The article's outlet.
    pub outlet: Option<String>,
    /// The article's address.
    pub url: Option<String>,
    /// When the article was published.
    pub published: Option<String>,
    /// The day under which it is found: when it was said, else when it was printed.
    pub day: Option<String>,
    /// When it was said.
    pub said: Option<String>,
    /// On what authority.
    pub class: String,
    /// The speaker's name.
    pub speaker: Option<String>,
    /// How the article describes the speaker; the source as printed where nothing else is known.
    pub role: Option<String>,
    /// Whom the speaker speaks for.
    pub speaks_for: Option<String>,
    /// Whom the speaker is near.
    pub close_to: Option<String>,
    /// Through whom it came, nearest to the speaker first.
    pub via: Vec<String>,
    /// How the words stand to their truth.
    pub stance: String,
    /// Whether the source is reported not to have said it.
    pub negated: bool,
    /// How much stands in quotation marks.
    pub quotation: String,
    /// What was said.
    pub content: String,
    /// How likely source and content are right, 0 to 1.
    pub confidence: f64,
    /// `open`, `accepted` or `rejected`.
    pub status: &'static str,
    /// Whether a correction holds for it.
    pub corrected: bool,
}

/// The columns of a [`Row`].
pub(crate) const COLUMNS: &str = "s.id, a.id, a.title, o.name, a.url, a.published, s.day, s.said,
    s.class, s.speaker, s.role, s.speaks_for, s.close_to, s.via, s.stance, s.negated, s.quotation,
    s.content, s.confidence, s.status, s.corrected";

pub(crate) fn row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    let text = |idx: usize| -> rusqlite::Result<Option<String>> {
        let words: Option<String> = row.get(idx)?;
        Ok(words.filter(|words| !words.is_empty()))
    };
    let via = text(13)?.unwrap_or_default();
    Ok(Row {
        id: StatementId::new(row.get::<_, String>(0)?),
        article: ArticleId::new(row.get::<_, String>(1)?),
        title: text(2)?,
        outlet: text(3)?,
        url: text(4)?,
        published: text(5)?,
        day: text(6)?,
        said: text(7)?,
        class: row.get(8)?,
        speaker: text(9)?,
        role: text(10)?,
        speaks_for: text(11)?,
        close_to: text(12)?,
        via: via.split(" > ").filter(|name| !name.is_empty()).map(str::to_owned).collect(),
        stance: row.get(14)?,
        negated: row.get(15)?,
        quotation: row.get(16)?,
        content: row.get(17)?,
        confidence: row.get(18)?,
        status: Status::of_number(row.get(19)?).as_str(),
        corrected: row.get(20)?,
    })
}

impl Ledger {
    /// The statements that a filter lets through, a page of them.
    ///
    /// Of equal days what was added last comes first, of the oldest first what was added first.
    ///
    /// # Errors
    /// If the words cannot be understood, the statement to go on after is not there, or the ledger
    /// cannot be read.
    pub fn statements(&self, filter: &Filter, page: &Page) -> Result<Vec<Row>> {
        let Some((sql, values)) = self.question(filter, page)? else { return Ok(Vec::new()) };
        let what = "cannot look for statements";
        let mut query = self.connection.prepare_cached(&sql).tried(what)?;
        query.query_map(params_from_iter(values), row).and_then(Iterator::collect).tried(what)
    }

    /// How many statements a filter lets through, looking at `most` at most: to count all of a large
    /// ledger takes long.
    ///
    /// # Errors
    /// As [`Ledger::statements`].
    pub fn count(&self, filter: &Filter, most: u64) -> Result<u64> {
        let Some(mut conditions) = filter.conditions(self)? else { return Ok(0) };
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        conditions.values.push(Value::from(most));
        let sql = format!(
            "SELECT count(DISTINCT key) FROM (SELECT s.key FROM statement s{} WHERE {} LIMIT ?)",
            conditions.joins,
            conditions.wheres.join(" AND ")
        );
        let n: i64 = self
            .connection
            .prepare_cached(&sql)
            .and_then(|mut query| {
                query.query_row(params_from_iter(conditions.values), |row| row.get(0))
            })
            .tried("cannot count statements")?;
        Ok(n.unsigned_abs())
    }

    /// How the database goes about a question: what a benchmark prints.
    ///
    /// # Errors
    /// As [`Ledger::statements`].
    pub fn plan(&self, filter: &Filter, page: &Page) -> Result<(String, Vec<String>)> {
        let Some((sql, values)) = self.question(filter, page)? else {
            return Ok((String::new(), Vec::new()));
        };
        let plan = self
            .connection
            .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
            .and_then(|mut query| {
                query.query_map(params_from_iter(values), |row| row.get("detail"))?.collect()
            })
            .tried("cannot plan a question")?;
        Ok((sql, plan))
    }

    fn question(&self, filter: &Filter, page: &Page) -> Result<Option<(String, Vec<Value>)>> {
        let Some(mut conditions) = filter.conditions(self)? else { return Ok(None) };
        let day = filter.day_column();
        let key = match (&filter.via, &filter.words) {
            (Some(_), _) => "via.statement",
            (None, Some(_)) => "statement_words.rowid",
            (None, None) => "s.key",
        };
        let ordered = match page.order {
            Order::Newest => format!("{day} DESC, {key} DESC"),
            Order::Oldest => format!("{day}, {key}"),
            Order::Added => format!("{key} DESC"),
            Order::Relevance if filter.words.is_some() => {
                "statement_words.rank, statement_words.rowid DESC".to_owned()
            }
            Order::Relevance => {
                let error = Error::new(Kind::Query, "cannot sort by relevance");
                return Err(error.because("no words are searched for").hint("add `--words`"));
            }
        };
        let mut offset = 0;
        if let Some(after) = &page.after {
            let (after_day, after_key) = self.stands_at(after)?;
            let (after_day, after_key) = (Value::from(after_day), Value::from(after_key));
            match page.order {
                Order::Newest => {
                    conditions.and(&format!("({day}, {key}) < (?, ?)"), [after_day, after_key]);
                }
                Order::Oldest => {
                    conditions.and(&format!("({day}, {key}) > (?, ?)"), [after_day, after_key]);
                }
                Order::Added => conditions.and(&format!("{key} < ?"), [after_key]),
                Order::Relevance => offset = self.rank_of(filter, after)?,
            }
        }
        let limit = i64::try_from(page.limit).unwrap_or(i64::MAX);
        conditions.values.extend([Value::from(limit), Value::from(offset)]);
        let sql = format!(
            "SELECT {COLUMNS} FROM statement s{} JOIN article a ON a.key = s.article
             JOIN outlet o ON o.key = s.outlet WHERE {} ORDER BY {ordered} LIMIT ? OFFSET ?",
            conditions.joins,
            conditions.wheres.join(" AND ")
        );
        Ok(Some((sql, conditions.values)))
    }

    /// The day and key of a statement.
    fn stands_at(&self, id: &StatementId) -> Result<(String, i64)> {
        let found = self
            .connection
            .prepare_cached("SELECT day, key FROM statement WHERE id = ?1 ORDER BY key LIMIT 1")
            .and_then(|mut query| {
                query.query_row([id.as_str()], |row| Ok((row.get(0)?, row.get(1)?))).optional()
            })
            .tried("cannot look for a statement")?;
        found.ok_or_else(|| {
            let error = Error::new(Kind::Query, format!("cannot go on after `{id}`"));
            error.because("no statement is called so").hint("give the id of the last one shown")
        })
    }

    /// How many statements match the words better than one, itself among them.
    fn rank_of(&self, filter: &Filter, id: &StatementId) -> Result<i64> {
        let Some(conditions) = filter.conditions(self)? else { return Ok(0) };
        let sql = format!(
            "SELECT s.id FROM statement s{} WHERE {}
             ORDER BY statement_words.rank, statement_words.rowid DESC",
            conditions.joins,
            conditions.wheres.join(" AND ")
        );
        let what = "cannot look for statements";
        let mut query = self.connection.prepare_cached(&sql).tried(what)?;
        let mut rows = query.query(params_from_iter(conditions.values)).tried(what)?;
        let mut rank = 0;
        while let Some(row) = rows.next().tried(what)? {
            rank += 1;
            if row.get::<_, String>(0).tried(what)? == id.as_str() {
                return Ok(rank);
            }
        }
        let error = Error::new(Kind::Query, format!("cannot go on after `{id}`"));
        Err(error.because("it is none of the answers"))
    }
}
