//! Who is meant by a name, and what is known of them?

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::params_from_iter;
use sayso_core::Result;
use serde::Serialize;

use crate::failure::Tried;
use crate::fold::folded;
use crate::ledger::Ledger;

/// People beyond which a name is no name.
const MOST_PEOPLE: usize = 500;

/// Descriptions of one person that are shown.
const MOST_ROLES: usize = 12;

/// Somebody, under all names that belong to them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Person {
    /// The name they go by.
    pub name: String,
    /// Other names that were merged with it.
    pub also: Vec<String>,
    /// Their statements that nobody rejected.
    pub statements: u64,
    /// Articles in which they speak.
    pub articles: u64,
    /// Statements by outlet, most first.
    pub outlets: Vec<(String, u64)>,
    /// Statements by month, or by year where no month is known, in order.
    pub months: Vec<(String, u64)>,
    /// How articles describe them, most often first.
    pub roles: Vec<(String, u64)>,
}

impl Ledger {
    /// Everybody whose name has all words of `name`, who says most first.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn who(&self, name: &str) -> Result<Vec<Person>> {
        let what = "cannot look for a person";
        let keys = self.people_called(name)?;
        // Each person once, by the name they go by.
        let mut people: Vec<Person> = Vec::new();
        let mut query = self
            .connection
            .prepare_cached(
                "SELECT p.key, p.name FROM person p
                 WHERE p.key = (SELECT coalesce(same_as, key) FROM person WHERE key = ?1)",
            )
            .tried(what)?;
        let mut seen: Vec<i64> = Vec::new();
        for key in keys {
            let (root, name): (i64, String) =
                query.query_row([key], |row| Ok((row.get(0)?, row.get(1)?))).tried(what)?;
            if seen.contains(&root) {
                continue;
            }
            seen.push(root);
            people.extend(self.person(root, name)?);
        }
        people.sort_by(|a, b| (b.statements, &a.name).cmp(&(a.statements, &b.name)));
        Ok(people)
    }

    fn person(&self, root: i64, name: String) -> Result<Option<Person>> {
        let what = "cannot read about a person";
        let also: Vec<(i64, String)> = self
            .connection
            .prepare_cached("SELECT key, name FROM person WHERE same_as = ?1 ORDER BY name")
            .and_then(|mut query| {
                query.query_map([root], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
            })
            .tried(what)?;
        let keys: Vec<i64> = [root].into_iter().chain(also.iter().map(|(key, _)| *key)).collect();
        let marks = vec!["?"; keys.len()].join(", ");
        // One pass over the index, which holds all of these.
        let sql = format!(
            "SELECT s.article, s.outlet, substr(s.day, 1, 7), s.role FROM statement s
             WHERE s.person IN ({marks}) AND s.status < 2"
        );
        let mut query = self.connection.prepare_cached(&sql).tried(what)?;
        let mut rows = query.query(params_from_iter(keys)).tried(what)?;
        let mut articles: BTreeSet<i64> = BTreeSet::new();
        let mut outlets: BTreeMap<i64, u64> = BTreeMap::new();
        let mut months: BTreeMap<String, u64> = BTreeMap::new();
        let mut roles: BTreeMap<String, u64> = BTreeMap::new();
        let mut statements = 0;
        while let Some(row) = rows.next().tried(what)? {
            let read = || -> rusqlite::Result<(i64, i64, String, Option<String>)> {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            };
            let (article, outlet, month, role) = read().tried(what)?;
            statements += 1;
            articles.insert(article);
            *outlets.entry(outlet).or_default() += 1;
            *months.entry(month).or_default() += 1;
            if let Some(role) = role {
                *roles.entry(role).or_default() += 1;
            }
        }
        if statements == 0 {
            return Ok(None);
        }
        let outlets: Result<Vec<(String, u64)>> = outlets
            .into_iter()
            .map(|(outlet, n)| {
                let name = self
                    .connection
                    .prepare_cached("SELECT name FROM outlet WHERE key = ?1")
                    .and_then(|mut query| query.query_row([outlet], |row| row.get(0)));
                Ok((name.tried(what)?, n))
            })
            .collect();
        let mut roles = most_first(roles.into_iter().collect());
        roles.truncate(MOST_ROLES);
        Ok(Some(Person {
            name,
            also: also.into_iter().map(|(_, name)| name).collect(),
            statements,
            articles: articles.len() as u64,
            outlets: most_first(outlets?),
            months: months.into_iter().collect(),
            roles,
        }))
    }

    /// The rows of everybody whose name has all words of `name`, with all names merged with theirs.
    pub(crate) fn people_called(&self, name: &str) -> Result<Vec<i64>> {
        let what = "cannot look for a person";
        let folded = folded(name);
        let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let each = vec!["SELECT person FROM person_word WHERE word = ?"; words.len()];
        let sql = format!(
            "WITH named AS ({} LIMIT {MOST_PEOPLE}),
             roots AS (SELECT coalesce(same_as, key) AS root FROM person
                 WHERE key IN (SELECT person FROM named))
             SELECT root FROM roots UNION
             SELECT key FROM person WHERE same_as IN (SELECT root FROM roots) ORDER BY 1",
            each.join(" INTERSECT ")
        );
        let mut query = self.connection.prepare_cached(&sql).tried(what)?;
        query
            .query_map(params_from_iter(words), |row| row.get(0))
            .and_then(Iterator::collect)
            .tried(what)
    }
}

impl Person {
    /// Whether a name is one of theirs.
    pub fn is_called(&self, name: &str) -> bool {
        let name = folded(name);
        folded(&self.name) == name || self.also.iter().any(|other| folded(other) == name)
    }
}

/// The highest counts first, of equals by name.
fn most_first(mut counts: Vec<(String, u64)>) -> Vec<(String, u64)> {
    counts.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
    counts
}
