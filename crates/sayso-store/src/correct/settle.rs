//! What does the ledger say, with all corrections?
//!
//! The statements of an article are made anew from what was extracted and from the lines of the log
//! that hold, in the order of their turns. It is done after the article was added and after the log
//! changed, in the same transaction.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, params};
use sayso_core::id::ArticleId;
use sayso_core::record::{ArticleRecord, Statement};
use sayso_core::{CharSpan, Result};

use super::people::Splits;
use super::record::{Action, Correction};
use crate::failure::Tried;
use crate::rows::{Columns, Sheet, from_json};

/// What people made of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Nobody judged it.
    Open = 0,
    /// Somebody said that it is right.
    Accepted = 1,
    /// Somebody said that it is none.
    Rejected = 2,
}

impl Status {
    pub(crate) fn of_number(number: i64) -> Self {
        match number {
            1 => Status::Accepted,
            2 => Status::Rejected,
            _ => Status::Open,
        }
    }

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Open => "open",
            Status::Accepted => "accepted",
            Status::Rejected => "rejected",
        }
    }
}

/// A statement as extraction and log together say.
pub(crate) struct Settled {
    pub(crate) key: i64,
    pub(crate) statement: Statement<CharSpan>,
    pub(crate) status: Status,
    /// Lines that hold for it, in their order.
    pub(crate) corrections: Vec<String>,
}

/// An article with its statements as they are after all corrections.
pub(crate) struct Article {
    pub(crate) key: i64,
    pub(crate) outlet: i64,
    /// Everything but the statements.
    pub(crate) record: ArticleRecord<CharSpan>,
    pub(crate) statements: Vec<Settled>,
    /// Lines that hold for nothing in it, and why.
    pub(crate) unanchored: Vec<(String, String)>,
    /// Statements whose rows may say something else than what was extracted.
    touched: BTreeSet<usize>,
}

/// The lines that were undone by lines that hold.
pub(crate) fn undone(connection: &Connection) -> Result<BTreeSet<String>> {
    let what = "cannot read the log of corrections";
    let mut query = connection
        .prepare_cached(
            "SELECT id, undoes FROM correction WHERE kind = 'undo'
             ORDER BY turn DESC, at DESC, id DESC",
        )
        .tried(what)?;
    let lines: Vec<(String, String)> = query
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .and_then(Iterator::collect)
        .tried(what)?;
    let mut undone = BTreeSet::new();
    for (id, undoes) in lines {
        // The latest first: by the time a line is looked at, all that could undo it was.
        if !undone.contains(&id) {
            undone.insert(undoes);
        }
    }
    Ok(undone)
}

/// The lines about statements of an article that hold, in their order.
fn lines_on(connection: &Connection, article: &ArticleId) -> Result<Vec<Correction>> {
    let what = "cannot read the log of corrections";
    let lines: Vec<String> = connection
        .prepare_cached("SELECT line FROM correction WHERE article = ?1 ORDER BY turn, at, id")
        .and_then(|mut query| query.query_map([article.as_str()], |row| row.get(0))?.collect())
        .tried(what)?;
    if lines.is_empty() {
        return Ok(Vec::new());
    }
    let undone = undone(connection)?;
    let mut corrections = Vec::new();
    for line in lines {
        let correction: Correction = from_json(&line)?;
        if !undone.contains(&correction.id) {
            corrections.push(correction);
        }
    }
    Ok(corrections)
}

impl Article {
    /// The article of an id, with what holds for it; nothing if the ledger does not have it.
    pub(crate) fn of(connection: &Connection, id: &ArticleId) -> Result<Option<Self>> {
        let what = format!("cannot read article `{id}`");
        let row: Option<(i64, i64, String, String)> = connection
            .prepare_cached("SELECT key, outlet, text, record FROM article WHERE id = ?1")
            .and_then(|mut query| {
                let columns = |row: &rusqlite::Row<'_>| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
                };
                query.query_row([id.as_str()], columns).optional()
            })
            .tried(&what)?;
        let Some((key, outlet, text, rest)) = row else { return Ok(None) };
        let mut record: ArticleRecord<CharSpan> = from_json(&rest)?;
        record.text = text;
        let rows: Vec<(i64, i64, bool, String)> = connection
            .prepare_cached(
                "SELECT key, status, corrected, record FROM statement WHERE article = ?1
                 ORDER BY idx",
            )
            .and_then(|mut query| {
                let columns = |row: &rusqlite::Row<'_>| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
                };
                query.query_map([key], columns)?.collect()
            })
            .tried(&what)?;
        let mut statements = Vec::with_capacity(rows.len());
        let mut touched = BTreeSet::new();
        for (idx, (key, status, corrected, line)) in rows.into_iter().enumerate() {
            if status != Status::Open as i64 || corrected {
                touched.insert(idx);
            }
            let statement = from_json(&line)?;
            let (status, corrections) = (Status::Open, Vec::new());
            statements.push(Settled { key, statement, status, corrections });
        }
        let unanchored = Vec::new();
        let mut article = Article { key, outlet, record, statements, unanchored, touched };
        article.apply(&lines_on(connection, id)?);
        Ok(Some(article))
    }

    /// Applies the lines in their order.
    fn apply(&mut self, lines: &[Correction]) {
        let extracted: Vec<Statement<CharSpan>> =
            self.statements.iter().map(|settled| settled.statement.clone()).collect();
        for line in lines {
            let Some(anchor) = line.action.on() else { continue };
            let done = anchor.find(&self.record.text, &extracted).and_then(|idx| {
                let settled = &mut self.statements[idx];
                settle_one(settled, &line.action, &self.record)?;
                settled.corrections.push(line.id.clone());
                self.touched.insert(idx);
                Ok(())
            });
            if let Err(why) = done {
                self.unanchored.push((line.id.clone(), why));
            }
        }
    }

    /// The statements as they are, without rejected ones.
    pub(crate) fn into_record(self) -> ArticleRecord<CharSpan> {
        let kept = self.statements.into_iter().filter(|s| s.status != Status::Rejected);
        ArticleRecord { statements: kept.map(|s| s.statement).collect(), ..self.record }
    }
}

/// Lets one line hold for a statement.
fn settle_one(
    settled: &mut Settled,
    action: &Action,
    record: &ArticleRecord<CharSpan>,
) -> std::result::Result<(), String> {
    match action {
        Action::Accept { fields, .. } => {
            let mut statement = settled.statement.clone();
            for (field, value) in fields {
                field.set(&mut statement, value, record)?;
            }
            settled.statement = statement;
            settled.status = Status::Accepted;
        }
        Action::Reject { .. } => settled.status = Status::Rejected,
        Action::Edit { field, value, .. } => field.set(&mut settled.statement, value, record)?,
        Action::Merge { .. } | Action::Split { .. } | Action::Undo { .. } => {}
    }
    Ok(())
}

/// Makes the rows of an article say what extraction and log say.
pub(crate) fn settle(connection: &Connection, id: &ArticleId) -> Result<()> {
    let what = "cannot apply corrections";
    let Some(article) = Article::of(connection, id)? else {
        // The lines wait for the article.
        return connection
            .execute(
                "INSERT OR REPLACE INTO anchored (correction, state)
                 SELECT id, 'waiting' FROM correction WHERE article = ?1",
                [id.as_str()],
            )
            .map(drop)
            .tried(what);
    };
    let splits = Splits::of(connection)?;
    let sheet = Sheet::of(&article.record, &article.record.text, article.key, article.outlet);
    connection
        .prepare_cached(
            "DELETE FROM anchored WHERE correction IN
                 (SELECT id FROM correction WHERE article = ?1)",
        )
        .and_then(|mut delete| delete.execute([id.as_str()]))
        .tried(what)?;
    for idx in &article.touched {
        let settled = &article.statements[*idx];
        let columns = Columns::of(&settled.statement, &sheet)?;
        let person = match splits.other(id, settled.statement.speaker.name.as_deref()) {
            Some(other) => crate::rows::person_called(connection, other)?,
            None => columns.person(connection)?,
        };
        let corrected = !settled.corrections.is_empty();
        columns.update(connection, settled.key, person, settled.status as i64, corrected)?;
    }
    let mut anchored = connection
        .prepare_cached(
            "INSERT OR REPLACE INTO anchored (correction, state, statement, why)
             VALUES (?1, ?2, ?3, ?4)",
        )
        .tried(what)?;
    let held: BTreeMap<&String, i64> = article
        .statements
        .iter()
        .flat_map(|settled| settled.corrections.iter().map(|id| (id, settled.key)))
        .collect();
    for (id, key) in held {
        anchored.execute(params![id, "anchored", key, None::<String>]).tried(what)?;
    }
    for (id, why) in &article.unanchored {
        anchored.execute(params![id, "unanchored", None::<i64>, why]).tried(what)?;
    }
    Ok(())
}
