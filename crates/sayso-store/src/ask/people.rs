//! Who is meant by a name, and what is known of them?

use rusqlite::params_from_iter;
use rusqlite::types::Value;
use sayso_core::Result;
use serde::Serialize;

use crate::failure::Tried;
use crate::fold::folded;
use crate::ledger::Ledger;

/// People beyond which a name is no name.
const MOST_PEOPLE: usize = 500;

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
    /// The rows of all their names.
    #[serde(skip)]
    keys: Vec<i64>,
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
        let of = |select: &str| {
            format!("SELECT {select} FROM statement s WHERE s.person IN ({marks}) AND s.status < 2")
        };
        let values = || params_from_iter(keys.iter().copied().map(Value::from));
        let (statements, articles): (i64, i64) = self
            .connection
            .prepare_cached(&of("count(*), count(DISTINCT s.article)"))
            .and_then(|mut query| query.query_row(values(), |row| Ok((row.get(0)?, row.get(1)?))))
            .tried(what)?;
        if statements == 0 {
            return Ok(None);
        }
        let counts = |select: &str, rest: &str| -> Result<Vec<(String, u64)>> {
            let sql = format!("{} {rest}", of(select));
            let mut query = self.connection.prepare_cached(&sql).tried(what)?;
            let counts = query.query_map(values(), |row| {
                let n: i64 = row.get(1)?;
                Ok((row.get(0)?, n.unsigned_abs()))
            });
            counts.and_then(Iterator::collect).tried(what)
        };
        Ok(Some(Person {
            name,
            also: also.into_iter().map(|(_, name)| name).collect(),
            statements: statements.unsigned_abs(),
            articles: articles.unsigned_abs(),
            outlets: counts(
                "(SELECT name FROM outlet o WHERE o.key = s.outlet), count(*)",
                "GROUP BY s.outlet ORDER BY 2 DESC, 1",
            )?,
            months: counts("substr(s.day, 1, 7), count(*)", "GROUP BY 1 ORDER BY 1")?,
            roles: counts(
                "s.role, count(*)",
                "AND s.role IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 12",
            )?,
            keys,
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
