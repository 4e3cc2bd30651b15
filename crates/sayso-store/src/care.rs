//! Is the ledger whole, and how is it kept so?

use std::path::Path;

use sayso_core::{Error, Kind, Result};

use crate::correct::log::State;
use crate::correct::record::Correction;
use crate::failure::Tried;
use crate::ledger::{Ledger, make_file};
use crate::rows::from_json;

/// Problems of one kind after which a check names no more.
const MOST_PROBLEMS: i64 = 100;

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// What is wrong; empty if the ledger is whole.
    pub problems: Vec<String>,
    /// Corrections that hold for no statement now.
    pub unanchored: usize,
    /// Corrections of articles that are not here.
    pub waiting: usize,
}

impl Ledger {
    /// Looks at everything: pages, indexes, references, sums, records, the log.
    ///
    /// # Errors
    /// If the ledger cannot be read at all.
    pub fn check(&self) -> Result<Checked> {
        let what = format!("cannot check the ledger `{}`", self.name);
        let lines = |sql: &str| -> Result<Vec<String>> {
            self.connection
                .prepare(sql)
                .and_then(|mut query| query.query_map([], |row| row.get(0))?.collect())
                .tried(&what)
        };
        let mut checked = Checked::default();
        let pages = lines(&format!("PRAGMA integrity_check({MOST_PROBLEMS})"))?;
        checked.problems.extend(pages.into_iter().filter(|line| line != "ok"));
        if !checked.problems.is_empty() {
            // What lies on damaged pages says nothing about the rest.
            return Ok(checked);
        }
        let mut problem = |problem: String| checked.problems.push(problem);
        let strays = lines(
            "SELECT \"table\" || ' ' || coalesce(rowid, '') || ' refers to nothing in ' || parent
             FROM pragma_foreign_key_check()",
        )?;
        strays.into_iter().for_each(&mut problem);
        for index in ["statement_words", "article_words"] {
            let check =
                format!("INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)");
            match self.connection.execute(&check, []) {
                Ok(_) => {}
                Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ReadOnly) => {}
                Err(error) => {
                    problem(format!("the index {index} differs from what it indexes ({error})"));
                }
            }
        }
        let sums = lines(&format!(
            "SELECT 'the sum of outlet ' || outlet || ', class ' || class || ' is wrong' FROM (
                 SELECT outlet, class, n FROM tally WHERE n <> 0
                 EXCEPT
                 SELECT outlet, class, count(*) FROM statement WHERE status < 2 GROUP BY 1, 2
             ) LIMIT {MOST_PROBLEMS}"
        ))?;
        sums.into_iter().for_each(&mut problem);
        self.check_records(&what, &mut problem)?;
        for listed in self.corrections()? {
            match listed.state {
                State::Unanchored(_) => checked.unanchored += 1,
                State::Waiting => checked.waiting += 1,
                State::Holds(_) | State::Undone => {}
            }
        }
        Ok(checked)
    }

    /// Every record is understood, every line of the log is what its id says.
    fn check_records(&self, what: &str, problem: &mut impl FnMut(String)) -> Result<()> {
        for id in self.article_ids()? {
            match self
                .article(&id)
                .and_then(|article| article.map(sayso_core::ArticleRecord::to_bytes).transpose())
            {
                Ok(_) => {}
                Err(error) => problem(format!("article `{id}`: {error}")),
            }
        }
        let past: Vec<(String, String)> = self
            .connection
            .prepare(
                "SELECT article.id || ', version ' || past.version, past.record FROM past
                 JOIN article ON article.key = past.article",
            )
            .and_then(|mut query| {
                query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
            })
            .tried(what)?;
        for (name, line) in past {
            let record: Result<sayso_core::ArticleRecord<sayso_core::CharSpan>> = from_json(&line);
            if let Err(error) = record {
                problem(format!("article `{name}`: {error}"));
            }
        }
        for line in self.export_corrections()? {
            if let Err(error) = Correction::parse(&line) {
                problem(error.to_string());
            }
        }
        Ok(())
    }

    /// Writes a whole copy to a new file, while others read and write on.
    ///
    /// # Errors
    /// If the file exists or cannot be written; nothing is left of it then.
    pub fn backup(&self, to: &Path) -> Result<u64> {
        let name = to.display();
        let what = format!("cannot write the backup `{name}`");
        make_file(to).map_err(|error| {
            let failed = Error::new(Kind::Store, what.as_str()).because(error);
            failed.hint("name a new file in a folder that exists and is yours")
        })?;
        let written = to
            .to_str()
            .ok_or_else(|| Error::new(Kind::Store, what.as_str()).because("its name is no text"))
            .and_then(|path| {
                self.connection.execute("VACUUM INTO ?1", [path]).tried(&what)?;
                // Read back before anybody relies on it.
                if Ledger::open_read_only(to)?.quick_check()? {
                    return Ok(());
                }
                let error = Error::new(Kind::Store, what.as_str());
                Err(error.because("what was written differs from what is read back"))
            });
        if let Err(error) = written {
            // What is half written is no backup; that it could not be removed changes nothing.
            let _ = std::fs::remove_file(to);
            return Err(error);
        }
        std::fs::metadata(to)
            .map(|file| file.len())
            .map_err(|error| Error::new(Kind::Store, what.as_str()).because(error))
    }

    fn quick_check(&self) -> Result<bool> {
        self.connection
            .query_row("PRAGMA quick_check(1)", [], |row| Ok(row.get::<_, String>(0)? == "ok"))
            .tried("cannot check a backup")
    }

    /// Gives the space of what is gone back to the disk, and rebuilds the indexes; says how many bytes
    /// the file had and has.
    ///
    /// # Errors
    /// If another program is writing, or the disk has no room for a copy.
    pub fn compact(&mut self) -> Result<(u64, u64)> {
        let what = format!("cannot compact the ledger `{}`", self.name);
        let size = |ledger: &Ledger| -> Result<u64> {
            let pages: i64 = ledger
                .connection
                .query_row(
                    "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
                    [],
                    |row| row.get(0),
                )
                .tried(&what)?;
            Ok(pages.unsigned_abs())
        };
        let before = size(self)?;
        let transaction = self.writing(&what)?;
        for index in ["statement_words", "article_words"] {
            let optimise = format!("INSERT INTO {index} ({index}) VALUES ('optimize')");
            transaction.execute(&optimise, []).tried(&what)?;
        }
        transaction
            .execute_batch(
                "DELETE FROM tally WHERE n = 0;
                 DELETE FROM person WHERE same_as IS NULL
                     AND NOT EXISTS (SELECT 1 FROM statement s WHERE s.person = person.key)
                     AND NOT EXISTS (SELECT 1 FROM person p WHERE p.same_as = person.key)
                     AND NOT EXISTS (SELECT 1 FROM correction WHERE kind IN ('merge', 'split'));
                 DELETE FROM outlet WHERE key <> 0
                     AND NOT EXISTS (SELECT 1 FROM article a WHERE a.outlet = outlet.key)
                     AND NOT EXISTS (SELECT 1 FROM tally t WHERE t.outlet = outlet.key);",
            )
            .tried(&what)?;
        transaction.commit().tried(&what)?;
        self.connection.execute_batch("VACUUM; ANALYZE").tried(&what)?;
        self.flush(&what)?;
        Ok((before, size(self)?))
    }

    /// Writes the log beside the file into the file, and empties it.
    pub(crate) fn flush(&self, what: &str) -> Result<()> {
        self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).tried(what)
    }
}
