//! On whose word do outlets rely?

use std::collections::BTreeMap;

use rusqlite::OptionalExtension;
use sayso_core::Result;
use serde::Serialize;

use crate::failure::Tried;
use crate::fold::folded;
use crate::ledger::Ledger;

/// What the statements of one outlet rest on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OutletShares {
    /// The outlet; nothing for articles that name none.
    pub outlet: Option<String>,
    /// Its articles.
    pub articles: u64,
    /// Their statements that nobody rejected.
    pub statements: u64,
    /// Share by named people, of all statements, 0 to 1.
    pub named: f64,
    /// Share by official voices: spokespeople and bodies.
    pub official: f64,
    /// Share by unnamed people: individuals and groups.
    pub anonymous: f64,
    /// Share by nobody that the text names or describes.
    pub unattributed: f64,
    /// Share by documents, and by the writers themselves.
    pub other: f64,
    /// Statements by class of speaker.
    pub classes: BTreeMap<String, u64>,
}

impl Ledger {
    /// What each outlet's statements rest on, who has most first.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn outlets(&self) -> Result<Vec<OutletShares>> {
        let what = "cannot sum up the outlets";
        let tallies: Vec<(i64, String, String, i64)> = self
            .connection
            .prepare_cached(
                "SELECT outlet.key, outlet.name, tally.class, tally.n FROM tally
                 JOIN outlet ON outlet.key = tally.outlet WHERE tally.n > 0",
            )
            .and_then(|mut query| {
                let columns = |row: &rusqlite::Row<'_>| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
                };
                query.query_map([], columns)?.collect()
            })
            .tried(what)?;
        let articles: Vec<(i64, String, i64)> = self
            .connection
            .prepare_cached(
                "SELECT outlet.key, outlet.name, count(*) FROM article
                 JOIN outlet ON outlet.key = article.outlet GROUP BY article.outlet",
            )
            .and_then(|mut query| {
                let columns = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
                query.query_map([], columns)?.collect()
            })
            .tried(what)?;
        let mut outlets: BTreeMap<i64, OutletShares> = BTreeMap::new();
        for (key, name, n) in articles {
            let outlet = Some(name).filter(|name| !name.is_empty());
            outlets.insert(key, OutletShares::of(outlet, n.unsigned_abs()));
        }
        for (key, _, class, n) in tallies {
            if let Some(outlet) = outlets.get_mut(&key) {
                outlet.classes.insert(class, n.unsigned_abs());
            }
        }
        let mut outlets: Vec<OutletShares> =
            outlets.into_values().map(OutletShares::summed).collect();
        outlets.sort_by(|a, b| (b.statements, &a.outlet).cmp(&(a.statements, &b.outlet)));
        Ok(outlets)
    }

    /// The row of an outlet.
    pub(crate) fn outlet_key(&self, name: &str) -> Result<Option<i64>> {
        self.connection
            .prepare_cached("SELECT key FROM outlet WHERE folded = ?1")
            .and_then(|mut query| query.query_row([folded(name)], |row| row.get(0)).optional())
            .tried("cannot look for an outlet")
    }
}

impl OutletShares {
    fn of(outlet: Option<String>, articles: u64) -> Self {
        OutletShares {
            outlet,
            articles,
            statements: 0,
            named: 0.0,
            official: 0.0,
            anonymous: 0.0,
            unattributed: 0.0,
            other: 0.0,
            classes: BTreeMap::new(),
        }
    }

    fn summed(mut self) -> Self {
        self.statements = self.classes.values().sum();
        let share = |classes: &[&str]| {
            let n: u64 = classes.iter().filter_map(|class| self.classes.get(*class)).sum();
            n as f64 / self.statements.max(1) as f64
        };
        let shares = (
            share(&["named"]),
            share(&["spokesperson", "organisation"]),
            share(&["anonymous", "collective"]),
            share(&["unattributed"]),
            share(&["document", "author"]),
        );
        (self.named, self.official, self.anonymous, self.unattributed, self.other) = shares;
        self
    }
}
