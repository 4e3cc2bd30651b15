//! What is new at these addresses and in these folders?
//!
//! A [`Watch`] goes round its sources whenever one is due: feeds, sitemaps, lists of feeds, pages that name
//! their feeds, folders. What is new goes into a ledger, article by article; where the watch stands, which
//! entries were seen and when each feed is due, lies in the ledger too, so that a watch that was stopped at
//! any moment goes on from there.
//!
//! # Invariant
//! A source that fails is told and asked again later, for longer each time; only a ledger that fails ends
//! the watch. No clock but the fetcher's is asked.

mod discover;
mod entry;
mod visit;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sayso_core::{Error, Kind, Result};
use sayso_fetch::Address;
use sayso_read::feed::{self, FeedKind};
use sayso_store::Moment;

use crate::keep::{Keeper, Kept};
use crate::web::Web;

/// Most sources of one watch, those that others name among them.
pub const MOST_SOURCES: usize = 1_000;

/// How deep sources may name sources: a list of pages that name feeds.
const DEEPEST: u8 = 3;

/// Something to watch.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A feed, a sitemap, a list of feeds, or a page that names its feeds.
    Address(Address),
    /// A folder, with those in it.
    Folder(PathBuf),
}

/// How it is watched.
#[derive(Clone, Debug)]
pub struct Wishes {
    /// Time between two visits.
    pub every: Duration,
    /// Whether the page of each entry is fetched, instead of taking what the feed holds of it.
    pub full: bool,
    /// Most entries of a feed that are taken at one visit; the others follow at the next ones.
    pub most: usize,
}

impl Default for Wishes {
    fn default() -> Self {
        Wishes { every: Duration::from_mins(15), full: false, most: 50 }
    }
}

/// What happens during a watch.
#[derive(Debug)]
pub enum Event {
    /// An article was handed to the ledger.
    Kept {
        /// The source that named it.
        source: String,
        /// What came of it.
        kept: Kept,
    },
    /// A source, or an article of one, could not be read; the watch goes on.
    Failed(Error),
    /// A source named other sources.
    Named {
        /// The source.
        source: String,
        /// Those that it named and that are watched from now on.
        named: Vec<String>,
    },
    /// A source was visited.
    Visited(Visit),
}

/// What came of a visit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visit {
    /// The source.
    pub source: String,
    /// Whether it said itself that nothing had changed.
    pub unchanged: bool,
    /// Articles that are new to the ledger.
    pub new: usize,
    /// Articles that are there in other words.
    pub versions: usize,
    /// Articles that could not be had.
    pub failed: usize,
    /// Entries that hold a summary only, and whose pages were not asked for.
    pub summaries: usize,
    /// Entries that are left for the next visits.
    pub later: usize,
}

/// Sources that are gone round.
pub struct Watch<'a> {
    keeper: Keeper<'a>,
    web: Web,
    wishes: Wishes,
    sources: Vec<Watched>,
    /// What was said already, and is not said at each visit.
    told: BTreeSet<String>,
}

/// A source and when it is due.
struct Watched {
    source: Source,
    due: Moment,
    depth: u8,
}

/// Where what happens is told.
type Tell<'t> = &'t mut dyn FnMut(Event) -> Result<()>;

impl Source {
    /// What somebody names by a word: an address, a folder, or the sources of a list of feeds (OPML).
    ///
    /// # Errors
    /// If it is none of these.
    pub fn named(words: &Path) -> Result<Vec<Self>> {
        if let Some(address) = words.to_str().filter(|words| Address::is_meant(words)) {
            return Ok(vec![Source::Address(Address::parse(address)?)]);
        }
        if words.is_dir() {
            return Ok(vec![Source::Folder(words.to_owned())]);
        }
        let name = words.display().to_string();
        let cannot =
            |why: &dyn std::fmt::Display| Error::input("cannot watch").at(&name).because(why);
        let length = words.metadata().map_err(|e| cannot(&e))?.len();
        if length > LARGEST_LIST {
            return Err(cannot(&format!("a list of feeds has at most {LARGEST_LIST} bytes")));
        }
        let bytes = std::fs::read(words).map_err(|e| cannot(&e))?;
        let hint = "an address, a folder or a list of feeds (OPML) can be watched";
        let list = feed::read(&bytes, &name).ok().filter(|feed| feed.kind == FeedKind::FeedList);
        let list = list.ok_or_else(|| cannot(&"it is a file and no list of feeds").hint(hint))?;
        let addresses =
            list.entries.iter().filter_map(|entry| Address::parse(entry.address.as_deref()?).ok());
        let sources: Vec<_> = addresses.map(Source::Address).collect();
        if sources.is_empty() {
            Err(cannot(&"the list names no feed").hint(hint))
        } else {
            Ok(sources)
        }
    }

    /// What messages call it, and the ledger.
    pub fn name(&self) -> String {
        match self {
            Source::Address(address) => address.to_string(),
            Source::Folder(path) => path.display().to_string(),
        }
    }
}

/// Largest list of feeds that is read from a file, in bytes.
const LARGEST_LIST: u64 = 16 << 20;

impl<'a> Watch<'a> {
    /// Watches these sources for a ledger.
    ///
    /// # Errors
    /// If there are none, or too many.
    pub fn new(keeper: Keeper<'a>, web: Web, wishes: Wishes, sources: &[Source]) -> Result<Self> {
        if sources.is_empty() {
            return Err(Error::config("nothing to watch").hint("name a feed, a page or a folder"));
        }
        let mut watch = Watch { keeper, web, wishes, sources: Vec::new(), told: BTreeSet::new() };
        for source in sources {
            watch.take_up(source.clone(), 0);
        }
        if sources.len() > MOST_SOURCES {
            return Err(Error::config(format!("cannot watch more than {MOST_SOURCES} sources")));
        }
        Ok(watch)
    }

    /// Visits all sources that are due, and gives the moment when the next one is.
    ///
    /// # Errors
    /// If the ledger cannot be read or written, or `tell` fails.
    pub fn round(&mut self, tell: Tell<'_>) -> Result<Moment> {
        // Sources that others name join at the end.
        let mut idx = 0;
        while let Some(Watched { source, due, depth }) = self.sources.get(idx) {
            if *due <= self.now() {
                let (source, depth) = (source.clone(), *depth);
                self.sources[idx].due = match &source {
                    Source::Address(address) => self.visit_address(address, depth, tell)?,
                    Source::Folder(folder) => self.visit_folder(folder, tell)?,
                };
            }
            idx += 1;
        }
        let now = self.now();
        Ok(self.sources.iter().map(|watched| watched.due).min().unwrap_or(now))
    }

    /// The moment, by the fetcher's clock.
    pub fn now(&self) -> Moment {
        let seconds = self.web.fetcher.clock().now().as_secs();
        Moment::of_seconds(i64::try_from(seconds).unwrap_or(i64::MAX))
    }

    /// Waits until a moment, by the fetcher's clock.
    pub fn wait_until(&self, then: Moment) {
        let seconds = u64::try_from(then.seconds() - self.now().seconds()).unwrap_or(0);
        if seconds > 0 {
            self.web.fetcher.clock().sleep(Duration::from_secs(seconds));
        }
    }

    /// Watches a source from now on, unless it is watched; says whether it was not.
    fn take_up(&mut self, source: Source, depth: u8) -> bool {
        let is_watched = self.sources.iter().any(|watched| watched.source == source);
        if is_watched || self.sources.len() >= MOST_SOURCES {
            return false;
        }
        self.sources.push(Watched { source, due: Moment::of_seconds(0), depth });
        true
    }

    /// The moment of the next visit after one that went well.
    fn next_visit(&self) -> Moment {
        self.now().plus(seconds(self.wishes.every))
    }

    /// Tells an error, unless the very same was told before.
    fn tell_once(&mut self, error: Error, tell: Tell<'_>) -> Result<()> {
        // A watch may go on for months; what it remembers of errors is not to grow with it.
        if self.told.len() > 10_000 {
            self.told.clear();
        }
        if self.told.insert(error.to_string()) { tell(Event::Failed(error)) } else { Ok(()) }
    }

    /// The new articles of a folder. All of it is read each time; what is known is not read for statements.
    fn visit_folder(&mut self, folder: &Path, tell: Tell<'_>) -> Result<Moment> {
        let mut visit = Visit { source: folder.display().to_string(), ..Visit::default() };
        let is_empty = folder.read_dir().is_ok_and(|mut files| files.next().is_none());
        if !is_empty {
            for article in sayso_read::articles(&[folder.to_owned()], &self.web.options)? {
                let now = self.now();
                let kept = article.and_then(|article| self.keeper.add(article, &visit.source, now));
                match kept {
                    Ok(kept) => visit.count(kept, tell)?,
                    Err(error) => {
                        visit.failed += 1;
                        is_of_one(error).map(|error| self.tell_once(error, tell))??;
                    }
                }
            }
        }
        tell(Event::Visited(visit))?;
        Ok(self.next_visit())
    }
}

impl Visit {
    /// Counts what came of an article, and tells it if it is any news.
    fn count(&mut self, kept: Kept, tell: Tell<'_>) -> Result<()> {
        use sayso_store::Added::{Known, New, Renewed, Version};
        match kept.added {
            New => self.new += 1,
            Version { .. } => self.versions += 1,
            Renewed { .. } => {}
            Known => return Ok(()),
        }
        tell(Event::Kept { source: self.source.clone(), kept })
    }
}

/// An error that concerns one article alone; any other one ends the watch.
fn is_of_one(error: Error) -> Result<Error> {
    if matches!(error.kind(), Kind::Input | Kind::Unsupported) { Ok(error) } else { Err(error) }
}

fn seconds(time: Duration) -> i64 {
    i64::try_from(time.as_secs()).unwrap_or(i64::MAX)
}
