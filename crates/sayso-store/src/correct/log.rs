//! How is a correction made, undone, handed on and taken in?

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};
use sayso_core::id::{ArticleId, StatementId};
use sayso_core::{CharSpan, Error, Kind, Result};
use serde::Serialize;

use super::anchor::Anchor;
use super::field::Field;
use super::people::{settle_merges, settle_splits};
use super::record::{Action, Correction};
use super::settle::{Article, settle, undone};
use crate::failure::Tried;
use crate::fold::folded;
use crate::ledger::Ledger;
use crate::moment::Moment;
use crate::rows::from_json;

/// Who corrects, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// Their name, as the log is to have it.
    pub by: String,
    /// The moment, by their clock.
    pub at: Moment,
    /// Why, in words.
    pub note: Option<String>,
}

/// Where a correction holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It holds for this statement; for nothing single, if it is about people.
    Holds(Option<StatementId>),
    /// The article has no statement that is exactly the one it was made for.
    Unanchored(String),
    /// Its article is not in the ledger.
    Waiting,
    /// A later line undid it.
    Undone,
}

/// A line of the log, and where it holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Listed {
    /// The line.
    #[serde(flatten)]
    pub correction: Correction,
    /// Where it holds.
    pub state: State,
}

/// What came of lines that were taken in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Lines that were new.
    pub new: usize,
    /// Lines that the log had.
    pub known: usize,
    /// New lines about statements that are not found in their article.
    pub unanchored: usize,
    /// New lines about articles that are not in the ledger.
    pub waiting: usize,
}

/// A line, the state of it, why, and the id of the statement that it holds for.
type LogRow = (String, Option<String>, Option<String>, Option<String>);

impl Ledger {
    /// Says that a statement is right.
    ///
    /// What it says now is kept with the correction and holds whatever a later extraction says.
    ///
    /// # Errors
    /// If there is no such statement, or the ledger cannot be written.
    pub fn accept(&mut self, statement: &StatementId, author: &Author) -> Result<Correction> {
        self.correct(statement, author, |on, article, idx| {
            let judged = Field::ALL
                .into_iter()
                .filter(|field| !matches!(field, Field::Source | Field::Cue | Field::Content));
            let statement = &article.statements[idx].statement;
            let fields: Result<Vec<_>> =
                judged.map(|field| Ok((field, field.of(statement, &article.record)?))).collect();
            Ok(Action::Accept { on, fields: fields? })
        })
    }

    /// Says that a statement is none.
    ///
    /// # Errors
    /// As [`Ledger::accept`].
    pub fn reject(&mut self, statement: &StatementId, author: &Author) -> Result<Correction> {
        self.correct(statement, author, |on, _, _| Ok(Action::Reject { on }))
    }

    /// Gives a field of a statement another value, written as a person writes it.
    ///
    /// # Errors
    /// As [`Ledger::accept`], and if the words are no value of the field.
    pub fn edit(
        &mut self,
        statement: &StatementId,
        field: Field,
        words: &str,
        author: &Author,
    ) -> Result<Correction> {
        self.correct(statement, author, |on, article, idx| {
            let statement = &article.statements[idx].statement;
            let was = field.of(statement, &article.record)?;
            let value = field.value(words, statement, &article.record.text)?;
            if value == was {
                let what = format!("cannot set `{}`", field.as_str());
                return Err(Error::new(Kind::Query, what).because("that is what it says"));
            }
            Ok(Action::Edit { on, field, value, was })
        })
    }

    /// Says that several names are one person's, who goes by `into`.
    ///
    /// # Errors
    /// If nothing is merged, or the ledger cannot be written.
    pub fn merge(&mut self, names: &[String], into: &str, author: &Author) -> Result<Correction> {
        let into_folded = folded(into);
        let distinct: BTreeSet<String> =
            names.iter().map(|name| folded(name)).filter(|name| !name.is_empty()).collect();
        let others = distinct.iter().filter(|name| **name != into_folded).count();
        if others == 0 || into_folded.is_empty() {
            let error = Error::new(Kind::Query, "cannot merge people");
            return Err(error.because("it takes two names").hint("name both people"));
        }
        for name in &distinct {
            self.expect_person(name)?;
        }
        let action = Action::Merge { names: names.to_vec(), into: into.to_owned() };
        self.append(action, author)
    }

    /// Says that a name is somebody else's in some articles.
    ///
    /// # Errors
    /// If nobody of this name speaks in one of the articles, or the ledger cannot be written.
    pub fn split(
        &mut self,
        name: &str,
        articles: &[ArticleId],
        into: &str,
        author: &Author,
    ) -> Result<Correction> {
        let what = "cannot split a person";
        let cannot = |why: String| Error::new(Kind::Query, what).because(why);
        if folded(into).is_empty() || folded(into) == folded(name) {
            return Err(cannot("the other person needs a name that tells them apart".to_owned()));
        }
        if articles.is_empty() {
            return Err(cannot("no article is named".to_owned()));
        }
        for article in articles {
            let speakers: Vec<String> = self
                .connection
                .prepare_cached(
                    "SELECT DISTINCT speaker FROM statement JOIN article
                         ON article.key = statement.article
                     WHERE article.id = ?1 AND speaker IS NOT NULL",
                )
                .and_then(|mut query| {
                    query.query_map([article.as_str()], |row| row.get(0))?.collect()
                })
                .tried(what)?;
            if !speakers.iter().any(|speaker| folded(speaker) == folded(name)) {
                return Err(cannot(format!("nobody called `{name}` speaks in `{article}`")));
            }
        }
        let (name, into) = (name.to_owned(), into.to_owned());
        self.append(Action::Split { name, articles: articles.to_vec(), into }, author)
    }

    /// Undoes a line of the log; to undo an undoing brings the line back.
    ///
    /// # Errors
    /// If there is no such line, or it is undone already.
    pub fn undo(&mut self, of: &str, author: &Author) -> Result<Correction> {
        let of = self.correction_called(of)?;
        if undone(&self.connection)?.contains(&of) {
            let error = Error::new(Kind::Query, format!("cannot undo `{of}`"));
            return Err(error.because("it is undone already"));
        }
        self.append(Action::Undo { of }, author)
    }

    /// The id of the last line that holds, for whoever wants to undo it.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn last_correction(&self) -> Result<Option<String>> {
        let undone = undone(&self.connection)?;
        let what = "cannot read the log of corrections";
        let mut query = self
            .connection
            .prepare_cached(
                "SELECT id FROM correction WHERE kind <> 'undo'
                 ORDER BY turn DESC, at DESC, id DESC",
            )
            .tried(what)?;
        let mut rows = query.query([]).tried(what)?;
        while let Some(row) = rows.next().tried(what)? {
            let id: String = row.get(0).tried(what)?;
            if !undone.contains(&id) {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// The whole log in its order, with where each line holds.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn corrections(&self) -> Result<Vec<Listed>> {
        let undone = undone(&self.connection)?;
        let what = "cannot read the log of corrections";
        let rows: Vec<LogRow> = self
            .connection
            .prepare_cached(
                "SELECT line, state, why, statement.id FROM correction
                 LEFT JOIN anchored ON anchored.correction = correction.id
                 LEFT JOIN statement ON statement.key = anchored.statement
                 ORDER BY turn, at, correction.id",
            )
            .and_then(|mut query| {
                let columns = |row: &rusqlite::Row<'_>| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
                };
                query.query_map([], columns)?.collect()
            })
            .tried(what)?;
        let listed = |(line, state, why, statement): LogRow| {
            let correction: Correction = from_json(&line)?;
            let state = if undone.contains(&correction.id) {
                State::Undone
            } else {
                match (state.as_deref(), why) {
                    (Some("unanchored"), why) => State::Unanchored(why.unwrap_or_default()),
                    (Some("waiting"), _) => State::Waiting,
                    _ => State::Holds(statement.map(StatementId::new)),
                }
            };
            Ok(Listed { correction, state })
        };
        rows.into_iter().map(listed).collect()
    }

    /// The lines of the log as JSON Lines, for a colleague or a backup.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn export_corrections(&self) -> Result<Vec<String>> {
        self.connection
            .prepare_cached("SELECT line FROM correction ORDER BY turn, at, id")
            .and_then(|mut query| query.query_map([], |row| row.get(0))?.collect())
            .tried("cannot read the log of corrections")
    }

    /// Takes in lines that were exported, all or none; those that the log has change nothing.
    ///
    /// # Errors
    /// If a line is no correction; the error names its number.
    pub fn import_corrections<'l>(
        &mut self,
        lines: impl Iterator<Item = &'l str>,
        name: &str,
    ) -> Result<Imported> {
        let what = "cannot take in corrections";
        let transaction = self.writing(what)?;
        let mut imported = Imported::default();
        let mut new: Vec<Correction> = Vec::new();
        for (idx, line) in lines.enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            let correction = Correction::parse(line).map_err(|error| {
                let error = error.at_line(name, idx as u64 + 1);
                error.hint("nothing of the file was taken in")
            })?;
            if write(&transaction, &correction)? {
                new.push(correction);
            } else {
                imported.known += 1;
            }
        }
        settle_after(&transaction, &new)?;
        for correction in &new {
            let state: Option<String> = transaction
                .prepare_cached("SELECT state FROM anchored WHERE correction = ?1")
                .and_then(|mut query| query.query_row([&correction.id], |r| r.get(0)).optional())
                .tried(what)?;
            imported.unanchored += usize::from(state.as_deref() == Some("unanchored"));
            imported.waiting += usize::from(state.as_deref() == Some("waiting"));
        }
        imported.new = new.len();
        transaction.commit().tried(what)?;
        Ok(imported)
    }

    /// The line of an id, or of the beginning of one.
    fn correction_called(&self, id: &str) -> Result<String> {
        let what = "cannot read the log of corrections";
        // Ids are hexadecimal, and `g` comes after all of that.
        let fitting: Vec<String> = self
            .connection
            .prepare_cached("SELECT id FROM correction WHERE id >= ?1 AND id < ?1 || 'g' LIMIT 2")
            .and_then(|mut query| query.query_map([id], |row| row.get(0))?.collect())
            .tried(what)?;
        let none = |why: &str| {
            let error = Error::new(Kind::Query, format!("no correction is called `{id}`"));
            error.because(why.to_owned()).hint("`sayso correct list` names them")
        };
        match &fitting[..] {
            [only] if !id.is_empty() => Ok(only.clone()),
            [] => Err(none("none begins so")),
            _ => Err(none("several begin so")),
        }
    }

    fn expect_person(&self, folded: &str) -> Result<()> {
        let known: bool = self
            .connection
            .query_row("SELECT EXISTS (SELECT 1 FROM person WHERE folded = ?1)", [folded], |row| {
                row.get(0)
            })
            .tried("cannot look for a person")?;
        if known {
            return Ok(());
        }
        let error = Error::new(Kind::Query, format!("nobody is called `{folded}`"));
        Err(error.hint("`sayso who NAME` shows who is called so, and under which names"))
    }

    /// Makes a line about one statement.
    fn correct(
        &mut self,
        statement: &StatementId,
        author: &Author,
        action: impl FnOnce(Anchor, &Article, usize) -> Result<Action>,
    ) -> Result<Correction> {
        let what = format!("cannot correct `{statement}`");
        let transaction = self.writing(&what)?;
        let id = ArticleId::new(statement.article());
        let none = || {
            let error = Error::new(Kind::Query, format!("no statement is called `{statement}`"));
            error.hint("`sayso statements` prints their ids")
        };
        let article = Article::of(&transaction, &id)?.ok_or_else(none)?;
        let extracted: Vec<sayso_core::record::Statement<CharSpan>> =
            crate::add::extracted(&transaction, article.key)?;
        let idx = extracted.iter().position(|s| s.id == *statement).ok_or_else(none)?;
        let anchor = Anchor::of(&id, &article.record.text, &extracted[idx])?;
        let action = action(anchor, &article, idx)?;
        let correction = append_in(&transaction, action, author)?;
        transaction.commit().tried(&what)?;
        Ok(correction)
    }

    fn append(&mut self, action: Action, author: &Author) -> Result<Correction> {
        let what = "cannot correct";
        let transaction = self.writing(what)?;
        let correction = append_in(&transaction, action, author)?;
        transaction.commit().tried(what)?;
        Ok(correction)
    }
}

fn append_in(connection: &Connection, action: Action, author: &Author) -> Result<Correction> {
    let turn: i64 = connection
        .query_row("SELECT coalesce(max(turn), 0) + 1 FROM correction", [], |row| row.get(0))
        .tried("cannot read the log of corrections")?;
    let Author { by, at, note } = author.clone();
    let correction = Correction::new(turn.unsigned_abs(), at, by, action, note)?;
    write(connection, &correction)?;
    settle_after(connection, std::slice::from_ref(&correction))?;
    Ok(correction)
}

/// Writes a line; whether it was new.
fn write(connection: &Connection, correction: &Correction) -> Result<bool> {
    let undoes = match &correction.action {
        Action::Undo { of } => Some(of),
        _ => None,
    };
    connection
        .prepare_cached(
            "INSERT OR IGNORE INTO correction (id, turn, at, author, kind, article, undoes, line)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )
        .and_then(|mut insert| {
            insert.execute(params![
                correction.id,
                correction.turn.cast_signed(),
                correction.at.seconds(),
                correction.by,
                correction.action.kind(),
                correction.action.on().map(|on| on.article.as_str()),
                undoes,
                crate::rows::to_json(correction)?,
            ])
        })
        .map(|n| n > 0)
        .tried("cannot write a correction")
}

/// Makes the rows say what the log says after new lines.
fn settle_after(connection: &Connection, new: &[Correction]) -> Result<()> {
    let what = "cannot read the log of corrections";
    let mut articles: BTreeSet<ArticleId> = BTreeSet::new();
    let (mut merges, mut splits) = (false, false);
    let mut undoing: Vec<String> = Vec::new();
    for correction in new {
        match &correction.action {
            Action::Merge { .. } => merges = true,
            Action::Split { .. } => splits = true,
            Action::Undo { of } => undoing.push(of.clone()),
            _ => articles.extend(correction.action.on().map(|on| on.article.clone())),
        }
    }
    // A line that undoes may itself be about an undoing, and so on down to what it is about.
    let mut seen = BTreeSet::new();
    while let Some(of) = undoing.pop().filter(|of| seen.insert(of.clone())) {
        let row: Option<(String, Option<String>, Option<String>)> = connection
            .prepare_cached("SELECT kind, article, undoes FROM correction WHERE id = ?1")
            .and_then(|mut query| {
                let columns = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
                query.query_row([&of], columns).optional()
            })
            .tried(what)?;
        let Some((kind, article, undoes)) = row else { continue };
        merges |= kind == "merge";
        splits |= kind == "split";
        articles.extend(article.map(ArticleId::new));
        undoing.extend(undoes);
    }
    for article in &articles {
        settle(connection, article)?;
    }
    if splits {
        settle_splits(connection)?;
    }
    if merges {
        settle_merges(connection)?;
    }
    Ok(())
}
