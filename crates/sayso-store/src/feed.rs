//! Where does a watch stand?
//!
//! What was learned at the last visit to a feed, and which of its entries were seen, so that a watch
//! goes on where it stopped.

use rusqlite::{OptionalExtension, Row, params};
use sayso_core::Result;

use crate::failure::Tried;
use crate::ledger::Ledger;
use crate::moment::Moment;

/// What is known of a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedState {
    /// Its address, or the path of a folder.
    pub address: String,
    /// The mark of what was got last, to be sent with the next request.
    pub etag: Option<String>,
    /// When that was changed, in the server's words.
    pub last_modified: Option<String>,
    /// When it was visited last, with success or without.
    pub checked: Option<Moment>,
    /// Not to be visited before.
    pub next_due: Moment,
    /// Visits that failed, one after the other, up to now.
    pub failures: u32,
    /// Why the last visit failed.
    pub problem: Option<String>,
}

impl FeedState {
    /// A feed that was never visited, due at once.
    pub fn new(address: impl Into<String>) -> Self {
        FeedState {
            address: address.into(),
            etag: None,
            last_modified: None,
            checked: None,
            next_due: Moment::of_seconds(0),
            failures: 0,
            problem: None,
        }
    }
}

impl Ledger {
    /// What is known of a feed, if it was remembered.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn feed_state(&self, address: &str) -> Result<Option<FeedState>> {
        self.connection
            .prepare_cached("SELECT * FROM feed WHERE address = ?1")
            .and_then(|mut query| query.query_row([address], state).optional())
            .tried("cannot read what is known of a feed")
    }

    /// All feeds that were remembered, by address.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn feeds(&self) -> Result<Vec<FeedState>> {
        let read = || {
            let mut query = self.connection.prepare("SELECT * FROM feed ORDER BY address")?;
            query.query_map([], state)?.collect::<rusqlite::Result<_>>()
        };
        read().tried("cannot read what is known of feeds")
    }

    /// Keeps what is known of a feed, in place of what was known before.
    ///
    /// # Errors
    /// If the ledger cannot be written.
    pub fn remember_feed(&mut self, feed: &FeedState) -> Result<()> {
        self.connection
            .execute(
                "INSERT OR REPLACE INTO feed
                 (address, etag, last_modified, checked, next_due, failures, problem)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    feed.address,
                    feed.etag,
                    feed.last_modified,
                    feed.checked.map(Moment::seconds),
                    feed.next_due.seconds(),
                    feed.failures,
                    feed.problem
                ],
            )
            .map(drop)
            .tried("cannot remember a feed")
    }

    /// Forgets a feed and its entries; says whether it was known.
    ///
    /// # Errors
    /// If the ledger cannot be written.
    pub fn forget_feed(&mut self, address: &str) -> Result<bool> {
        let what = "cannot forget a feed";
        let transaction = self.writing(what)?;
        transaction.execute("DELETE FROM feed_entry WHERE feed = ?1", [address]).tried(what)?;
        let n =
            transaction.execute("DELETE FROM feed WHERE address = ?1", [address]).tried(what)?;
        transaction.commit().tried(what)?;
        Ok(n > 0)
    }

    /// When an entry of a feed was first seen, if it was.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn seen_entry(&self, feed: &str, entry: &str) -> Result<Option<Moment>> {
        self.connection
            .prepare_cached("SELECT seen FROM feed_entry WHERE feed = ?1 AND entry = ?2")
            .and_then(|mut query| query.query_row([feed, entry], |row| row.get(0)).optional())
            .map(|seen| seen.map(Moment::of_seconds))
            .tried("cannot read what was seen of a feed")
    }

    /// Remembers that an entry of a feed was seen; the first time counts.
    ///
    /// # Errors
    /// If the ledger cannot be written.
    pub fn remember_entry(&mut self, feed: &str, entry: &str, seen: Moment) -> Result<()> {
        self.connection
            .execute(
                "INSERT OR IGNORE INTO feed_entry (feed, entry, seen) VALUES (?1, ?2, ?3)",
                params![feed, entry, seen.seconds()],
            )
            .map(drop)
            .tried("cannot remember an entry of a feed")
    }
}

fn state(row: &Row<'_>) -> rusqlite::Result<FeedState> {
    let checked: Option<i64> = row.get("checked")?;
    Ok(FeedState {
        address: row.get("address")?,
        etag: row.get("etag")?,
        last_modified: row.get("last_modified")?,
        checked: checked.map(Moment::of_seconds),
        next_due: Moment::of_seconds(row.get("next_due")?),
        failures: row.get("failures")?,
        problem: row.get("problem")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_watch_goes_on_where_it_stopped() {
        let mut ledger = Ledger::in_memory().expect("a ledger");
        let mut feed = FeedState::new("https://post.example/feed");
        assert_eq!(ledger.feed_state(&feed.address).expect("readable"), None);
        feed.etag = Some("\"a1\"".to_owned());
        feed.checked = Some(Moment::of_seconds(60));
        feed.next_due = Moment::of_seconds(960);
        ledger.remember_feed(&feed).expect("writable");
        feed.failures = 2;
        ledger.remember_feed(&feed).expect("writable");
        assert_eq!(ledger.feeds().expect("readable"), [feed.clone()]);
        let seen = |ledger: &Ledger| ledger.seen_entry(&feed.address, "1").expect("readable");
        assert_eq!(seen(&ledger), None);
        for second in [60, 70] {
            let moment = Moment::of_seconds(second);
            ledger.remember_entry(&feed.address, "1", moment).expect("writable");
        }
        assert_eq!(seen(&ledger), Some(Moment::of_seconds(60)));
        assert!(ledger.forget_feed(&feed.address).expect("writable"));
        assert_eq!((seen(&ledger), ledger.feeds().expect("readable")), (None, Vec::new()));
    }
}
