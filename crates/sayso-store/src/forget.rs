//! What goes when an article or a person is forgotten, and what stays?
//!
//! What is forgotten is overwritten on the disk, in the log beside the file as well. Copies and backups
//! are their owner's business, and a watch that finds the article again adds it again.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, Transaction, params_from_iter};
use sayso_core::id::ArticleId;
use sayso_core::record::ArticleRecord;
use sayso_core::{CharSpan, Error, Kind, Result};
use serde::Serialize;

use crate::correct::settle::settle;
use crate::failure::Tried;
use crate::fold::folded;
use crate::ledger::Ledger;
use crate::rows::{from_json, to_json};

/// What went.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Forgotten {
    /// Articles, with all their versions.
    pub articles: Vec<ArticleId>,
    /// Statements of the current versions.
    pub statements: usize,
    /// Earlier versions of articles that were forgotten, or that the person spoke in.
    pub past_versions: usize,
    /// Lines of the log of corrections.
    pub corrections: usize,
    /// Names.
    pub names: Vec<String>,
    /// Articles whose text still has one of the names.
    pub still_named_in: Vec<ArticleId>,
}

impl Ledger {
    /// Forgets an article: its text, its versions, its statements and what people said of them.
    ///
    /// # Errors
    /// If there is no such article, or the ledger cannot be written.
    pub fn forget_article(&mut self, id: &ArticleId) -> Result<Forgotten> {
        let what = format!("cannot forget article `{id}`");
        let transaction = self.writing(&what)?;
        let mut forgotten = Forgotten::default();
        if !take_article(&transaction, id, &mut forgotten, &what)? {
            let error = Error::new(Kind::Query, format!("no article is called `{id}`"));
            return Err(error.hint("`sayso statements` prints the ids of articles"));
        }
        take_nameless(&transaction, &what)?;
        transaction.commit().tried(&what)?;
        self.flush(&what)?;
        Ok(forgotten)
    }

    /// Forgets a person, by one of the names they go by: what they said, their names and the articles'
    /// notes of where they are named; with `articles` every article whose text has one of the names.
    ///
    /// The text of an article is never changed: where it stays, the report says so.
    ///
    /// # Errors
    /// If nobody is called exactly so, or the ledger cannot be written.
    pub fn forget_person(&mut self, name: &str, articles: bool) -> Result<Forgotten> {
        let what = format!("cannot forget `{name}`");
        let person = self.who(name)?.into_iter().find(|person| person.is_called(name));
        let names: Vec<String> = match person {
            Some(person) => [person.name].into_iter().chain(person.also).collect(),
            None => vec![name.to_owned()],
        };
        let folded_names: BTreeSet<String> =
            names.iter().map(|name| folded(name)).filter(|name| !name.is_empty()).collect();
        let named_in = self.articles_with(&folded_names, &what)?;
        let transaction = self.writing(&what)?;
        let mut forgotten = Forgotten::default();
        let mut touched = false;
        for id in &named_in {
            if articles {
                touched |= take_article(&transaction, id, &mut forgotten, &what)?;
            } else {
                touched |= take_person(&transaction, id, &folded_names, &mut forgotten, &what)?;
                forgotten.still_named_in.push(id.clone());
            }
        }
        let lines: Vec<(String, String)> = transaction
            .prepare("SELECT id, line FROM correction")
            .and_then(|mut query| {
                query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
            })
            .tried(&what)?;
        for (id, line) in lines {
            let words = format!(" {} ", folded(&line));
            if folded_names.iter().any(|name| words.contains(&format!(" {name} "))) {
                transaction.execute("DELETE FROM correction WHERE id = ?1", [id]).tried(&what)?;
                forgotten.corrections += 1;
            }
        }
        for name in &folded_names {
            transaction
                .execute(
                    "UPDATE statement SET person = NULL WHERE person IN
                    (SELECT key FROM person WHERE folded = ?1)",
                    [name],
                )
                .tried(&what)?;
            transaction
                .execute(
                    "UPDATE person SET same_as = NULL WHERE same_as IN
                    (SELECT key FROM person WHERE folded = ?1)",
                    [name],
                )
                .tried(&what)?;
            let n =
                transaction.execute("DELETE FROM person WHERE folded = ?1", [name]).tried(&what)?;
            touched |= n > 0;
        }
        if !touched && forgotten.corrections == 0 {
            let error = Error::new(Kind::Query, format!("nobody is called `{name}`"));
            return Err(error
                .hint("give a whole name as `sayso who NAME` shows it")
                .hint("names that no statement has may still stand in articles: `sayso search --in text NAME`"));
        }
        forgotten.names = names;
        for id in &forgotten.still_named_in {
            settle(&transaction, id)?;
        }
        take_nameless(&transaction, &what)?;
        transaction.commit().tried(&what)?;
        self.flush(&what)?;
        Ok(forgotten)
    }

    /// Articles of which a version has one of the names, in its text or in a statement.
    fn articles_with(&self, names: &BTreeSet<String>, what: &str) -> Result<Vec<ArticleId>> {
        let mut found = BTreeSet::new();
        for name in names {
            let phrase = format!("\"{name}\"");
            let ids: Vec<String> = self
                .connection
                .prepare(
                    "SELECT id FROM article WHERE key IN
                         (SELECT rowid FROM article_words WHERE article_words MATCH ?1)
                     UNION SELECT article.id FROM statement JOIN article
                         ON article.key = statement.article
                         JOIN person ON person.key = statement.person WHERE person.folded = ?2",
                )
                .and_then(|mut query| query.query_map([&phrase, name], |row| row.get(0))?.collect())
                .tried(what)?;
            found.extend(ids.into_iter().map(ArticleId::new));
        }
        let past: Vec<(String, String)> = self
            .connection
            .prepare(
                "SELECT article.id, past.record FROM past
                 JOIN article ON article.key = past.article",
            )
            .and_then(|mut query| {
                query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
            })
            .tried(what)?;
        for (id, line) in past {
            let words = format!(" {} ", folded(&line));
            if names.iter().any(|name| words.contains(&format!(" {name} "))) {
                found.insert(ArticleId::new(id));
            }
        }
        Ok(found.into_iter().collect())
    }
}

/// Takes an article out; whether it was there.
fn take_article(
    transaction: &Transaction<'_>,
    id: &ArticleId,
    forgotten: &mut Forgotten,
    what: &str,
) -> Result<bool> {
    let key: Option<i64> = transaction
        .query_row("SELECT key FROM article WHERE id = ?1", [id.as_str()], |row| row.get(0))
        .optional()
        .tried(what)?;
    let Some(key) = key else { return Ok(false) };
    let delete = |sql: &str| transaction.execute(sql, [key]).tried(what);
    forgotten.statements += delete("DELETE FROM statement WHERE article = ?1")?;
    forgotten.past_versions += delete("DELETE FROM past WHERE article = ?1")?;
    delete("DELETE FROM article WHERE key = ?1")?;
    forgotten.corrections += transaction
        .execute("DELETE FROM correction WHERE article = ?1", [id.as_str()])
        .tried(what)?;
    forgotten.articles.push(id.clone());
    Ok(true)
}

/// Takes a person's statements and mentions out of an article; whether there were any.
fn take_person(
    transaction: &Transaction<'_>,
    id: &ArticleId,
    names: &BTreeSet<String>,
    forgotten: &mut Forgotten,
    what: &str,
) -> Result<bool> {
    let (key, rest): (i64, String) = transaction
        .query_row("SELECT key, record FROM article WHERE id = ?1", [id.as_str()], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .tried(what)?;
    let marks = vec!["?"; names.len()].join(", ");
    let sql = format!(
        "DELETE FROM statement WHERE article = {key} AND person IN
             (SELECT key FROM person WHERE folded IN ({marks}))"
    );
    let n = transaction.execute(&sql, params_from_iter(names)).tried(what)?;
    forgotten.statements += n;
    let past = transaction.execute("DELETE FROM past WHERE article = ?1", [key]).tried(what)?;
    forgotten.past_versions += past;
    let mut record: ArticleRecord<CharSpan> = from_json(&rest)?;
    let n_entities = record.entities.len();
    record.entities.retain(|entity| !names.contains(&folded(&entity.name)));
    let entities = n_entities - record.entities.len();
    if entities > 0 {
        let line = to_json(&record).tried(what)?;
        transaction
            .execute("UPDATE article SET record = ?2 WHERE key = ?1", rusqlite::params![key, line])
            .tried(what)?;
    }
    Ok(n + past + entities > 0)
}

/// Takes names out that nothing refers to any more.
fn take_nameless(transaction: &Transaction<'_>, what: &str) -> Result<()> {
    transaction
        .execute(
            "DELETE FROM person WHERE same_as IS NULL
                 AND NOT EXISTS (SELECT 1 FROM statement s WHERE s.person = person.key)
                 AND NOT EXISTS (SELECT 1 FROM person p WHERE p.same_as = person.key)
                 AND NOT EXISTS (SELECT 1 FROM correction WHERE kind IN ('merge', 'split'))",
            [],
        )
        .map(drop)
        .tried(what)
}
