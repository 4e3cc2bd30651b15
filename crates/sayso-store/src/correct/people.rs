//! Which names are one person's, and which name is several people's?
//!
//! Without a correction every name is a person of its own. A merge lets names go by one of them, a
//! split gives a name in some articles to somebody else; of two that disagree the later turn holds.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};
use sayso_core::Result;
use sayso_core::id::ArticleId;

use super::record::{Action, Correction};
use super::settle::undone;
use crate::failure::Tried;
use crate::fold::folded;
use crate::rows::{from_json, person_called};

/// Names that are somebody else's in some articles.
#[derive(Debug, Default)]
pub(crate) struct Splits {
    into: BTreeMap<(ArticleId, String), String>,
}

impl Splits {
    /// All splits that hold.
    pub(crate) fn of(connection: &Connection) -> Result<Self> {
        let mut splits = Splits::default();
        for line in lines(connection, "split")? {
            if let (Action::Split { name, articles, into }, true) = line {
                for article in articles {
                    splits.into.insert((article, folded(&name)), into.clone());
                }
            }
        }
        Ok(splits)
    }

    /// The other person to whom a name belongs in an article.
    pub(crate) fn other(&self, article: &ArticleId, name: Option<&str>) -> Option<&str> {
        if self.into.is_empty() {
            return None;
        }
        let key = (article.clone(), folded(name?));
        self.into.get(&key).map(String::as_str)
    }
}

/// What the lines of a kind want, in their order, and whether each holds.
fn lines(connection: &Connection, kind: &str) -> Result<Vec<(Action, bool)>> {
    let lines: Vec<String> = connection
        .prepare_cached("SELECT line FROM correction WHERE kind = ?1 ORDER BY turn, at, id")
        .and_then(|mut query| query.query_map([kind], |row| row.get(0))?.collect())
        .tried("cannot read the log of corrections")?;
    if lines.is_empty() {
        return Ok(Vec::new());
    }
    let undone = undone(connection)?;
    lines
        .iter()
        .map(|line| {
            let Correction { id, action, .. } = from_json(line)?;
            let holds = !undone.contains(&id);
            Ok((action, holds))
        })
        .collect()
}

/// Gives every name of a split to whom it belongs now.
pub(crate) fn settle_splits(connection: &Connection) -> Result<()> {
    let what = "cannot apply a split of people";
    let splits = Splits::of(connection)?;
    let mut touched: BTreeSet<(ArticleId, String)> = BTreeSet::new();
    for (action, _) in lines(connection, "split")? {
        if let Action::Split { name, articles, .. } = action {
            touched.extend(articles.into_iter().map(|article| (article, folded(&name))));
        }
    }
    for (article, name) in touched {
        let rows: Vec<(i64, String)> = connection
            .prepare_cached(
                "SELECT statement.key, speaker FROM statement
                 JOIN article ON article.key = statement.article
                 WHERE article.id = ?1 AND speaker IS NOT NULL",
            )
            .and_then(|mut query| {
                let columns = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
                query.query_map([article.as_str()], columns)?.collect()
            })
            .tried(what)?;
        for (key, speaker) in rows.into_iter().filter(|(_, speaker)| folded(speaker) == name) {
            let person = splits.other(&article, Some(&speaker)).unwrap_or(&speaker);
            let person = person_called(connection, person)?;
            connection
                .execute("UPDATE statement SET person = ?2 WHERE key = ?1", params![key, person])
                .tried(what)?;
        }
    }
    Ok(())
}

/// Lets merged names go by one.
pub(crate) fn settle_merges(connection: &Connection) -> Result<()> {
    let what = "cannot apply a merge of people";
    connection
        .execute("UPDATE person SET same_as = NULL WHERE same_as IS NOT NULL", [])
        .tried(what)?;
    let mut goes_by: BTreeMap<i64, i64> = BTreeMap::new();
    for (action, holds) in lines(connection, "merge")? {
        let (Action::Merge { names, into }, true) = (action, holds) else { continue };
        let Some(into) = person_called(connection, &into)? else { continue };
        let mut groups = BTreeSet::from([*goes_by.get(&into).unwrap_or(&into), into]);
        for name in names {
            if let Some(person) = person_called(connection, &name)? {
                groups.insert(*goes_by.get(&person).unwrap_or(&person));
                goes_by.insert(person, into);
            }
        }
        for by in goes_by.values_mut().filter(|by| groups.contains(*by)) {
            *by = into;
        }
        goes_by.extend(groups.into_iter().map(|person| (person, into)));
    }
    for (person, by) in goes_by.into_iter().filter(|(person, by)| person != by) {
        connection
            .execute("UPDATE person SET same_as = ?2 WHERE key = ?1", [person, by])
            .tried(what)?;
    }
    Ok(())
}
