//! What happens when a feed is visited?

use std::time::Duration;

use sayso_core::{Article, Error, Result};
use sayso_fetch::polite::back_off;
use sayso_fetch::{Address, Cause, Conditions, Fetched};
use sayso_read::feed::{self, Feed, FeedKind};
use sayso_store::{FeedState, Moment};

use super::entry;
use super::{DEEPEST, Event, Source, Tell, Visit, Watch, discover, is_of_one, seconds};

/// Longest time between two visits of a feed that fails.
const LONGEST_BACK_OFF: Duration = Duration::from_hours(24);

/// Time between two visits of a feed that was taken away for good.
const GONE: Duration = Duration::from_hours(24 * 7);

/// Most sitemaps of an index that are watched, the newest.
const MOST_SITEMAPS: usize = 50;

/// Pages of one feed that may fail in a row before the others are left for the next visit.
const MOST_IN_A_ROW: usize = 3;

/// The entry that is remembered of a feed whose entries' pages were asked for: what was only a summary
/// before is new then.
const FULL: &str = "sayso: pages are fetched";

/// What came of an entry.
enum Outcome {
    /// It is done, with or without an article.
    Done,
    /// Its page was not asked for, and may be if rules or flags change.
    Passed,
    /// Its page may be had at the next visit.
    Again,
    /// Its host wants to be left alone.
    Stop,
}

impl Watch<'_> {
    /// Visits an address if it is due, and gives the moment of the next visit.
    pub(super) fn visit_address(
        &mut self,
        address: &Address,
        depth: u8,
        tell: Tell<'_>,
    ) -> Result<Moment> {
        let now = self.now();
        let key = address.as_str();
        let known = self.keeper.ledger().feed_state(key)?;
        let mut state = known.unwrap_or_else(|| FeedState::new(key));
        // A last visit in the future was noted by a clock that was turned back since.
        if state.next_due > now && state.checked.is_some_and(|checked| checked <= now) {
            return Ok(state.next_due);
        }
        let mut conditions =
            Conditions { etag: state.etag.take(), last_modified: state.last_modified.take() };
        if self.wishes.full && self.keeper.ledger().seen_entry(key, FULL)?.is_none() {
            conditions = Conditions::default();
        }
        let mut visit = Visit { source: key.to_owned(), ..Visit::default() };
        state.checked = Some(now);
        match self.web.fetcher.fetch(address, &conditions) {
            Err(failure) => {
                let wait = if failure.is_lasting() {
                    GONE
                } else {
                    let longer = back_off(self.wishes.every, state.failures, LONGEST_BACK_OFF);
                    longer.max(failure.retry_after.unwrap_or_default())
                };
                return self.failed(state, failure.into(), wait, tell);
            }
            Ok(fetched) if fetched.not_modified => {
                visit.unchanged = true;
                Conditions { etag: state.etag, last_modified: state.last_modified } = conditions;
            }
            Ok(fetched) => match self.read_source(&fetched, depth, &mut visit, tell)? {
                Ok(is_complete) => {
                    // What was not taken this time must be sent again.
                    if is_complete {
                        state.etag = fetched.etag;
                        state.last_modified = fetched.last_modified;
                    }
                    if self.wishes.full && is_complete {
                        let now = self.now();
                        self.keeper.ledger().remember_entry(key, FULL, now)?;
                    }
                }
                Err(error) => {
                    let wait = back_off(self.wishes.every, state.failures, LONGEST_BACK_OFF);
                    return self.failed(state, error, wait, tell);
                }
            },
        }
        state.failures = 0;
        state.problem = None;
        state.next_due = self.next_visit();
        self.keeper.ledger().remember_feed(&state)?;
        tell(Event::Visited(visit))?;
        Ok(state.next_due)
    }

    /// Notes that a source failed, and when it is visited again.
    fn failed(
        &mut self,
        mut state: FeedState,
        error: Error,
        wait: Duration,
        tell: Tell<'_>,
    ) -> Result<Moment> {
        state.failures = state.failures.saturating_add(1);
        state.problem = Some(error.to_string());
        state.next_due = self.now().plus(seconds(wait));
        self.keeper.ledger().remember_feed(&state)?;
        tell(Event::Failed(error))?;
        Ok(state.next_due)
    }

    /// Takes what is new in what an address gave; says whether nothing of it is left for the next visit.
    fn read_source(
        &mut self,
        fetched: &Fetched,
        depth: u8,
        visit: &mut Visit,
        tell: Tell<'_>,
    ) -> Result<Result<bool>> {
        let address = &fetched.address;
        let feed = match feed::read(&fetched.bytes, address.as_str()) {
            Ok(feed) => feed,
            Err(error) => {
                let feeds = discover::feeds(&fetched.bytes, address);
                if feeds.is_empty() {
                    let error =
                        error.hint("it names no feed either; `sayso add` adds the page itself");
                    return Ok(Err(error));
                }
                return self.name_sources(feeds, depth, visit, tell);
            }
        };
        if let Some(problem) = &feed.problem {
            let error = Error::input("cannot read all of").at(address).because(problem);
            self.tell_once(error.hint("the entries before are read"), tell)?;
        }
        match feed.kind {
            FeedKind::SitemapIndex | FeedKind::FeedList => {
                let most = if feed.kind == FeedKind::FeedList { usize::MAX } else { MOST_SITEMAPS };
                let entries = entry::newest_first(&feed);
                let pages = entries.iter().filter_map(|(_, entry)| entry::page(entry, address));
                let named = pages.filter_map(Result::ok).take(most).collect();
                self.name_sources(named, depth, visit, tell)
            }
            _ => self.take_entries(&feed, fetched, visit, tell).map(Ok),
        }
    }

    /// Watches the sources that another one named. It is asked for them again at each visit.
    fn name_sources(
        &mut self,
        addresses: Vec<Address>,
        depth: u8,
        visit: &Visit,
        tell: Tell<'_>,
    ) -> Result<Result<bool>> {
        if depth >= DEEPEST {
            let why = "sources that name sources that name sources are not followed";
            return Ok(Err(Error::input("cannot watch").at(&visit.source).because(why)));
        }
        let mut named = Vec::new();
        for address in addresses {
            let name = address.to_string();
            if self.take_up(Source::Address(address), depth + 1) {
                named.push(name);
            }
        }
        if !named.is_empty() {
            tell(Event::Named { source: visit.source.clone(), named })?;
        }
        Ok(Ok(false))
    }

    /// Takes the entries of a feed that are new.
    fn take_entries(
        &mut self,
        feed: &Feed,
        fetched: &Fetched,
        visit: &mut Visit,
        tell: Tell<'_>,
    ) -> Result<bool> {
        let source = visit.source.clone();
        let wants_pages = self.wishes.full || entry::names_pages_only(feed);
        let articles =
            if wants_pages { Vec::new() } else { self.web.read_feed(fetched, feed.kind) };
        let mut held = entry::held(articles);
        let (mut taken, mut in_a_row, mut is_complete) = (0, 0, true);
        for (idx, entry) in entry::newest_first(feed) {
            let Some(name) = entry::name(entry) else { continue };
            if self.keeper.ledger().seen_entry(&source, &name)?.is_some() {
                continue;
            }
            if !wants_pages && entry.whole().is_none() {
                visit.summaries += 1;
                continue;
            }
            if taken >= self.wishes.most || in_a_row >= MOST_IN_A_ROW {
                visit.later += 1;
                is_complete = false;
                continue;
            }
            let outcome = if wants_pages {
                let Some(page) = entry::page(entry, &fetched.address) else { continue };
                taken += 1;
                self.take_page(page, entry, visit, tell)?
            } else {
                taken += 1;
                if let Some(article) = entry::take(&mut held, entry, idx, &fetched.address) {
                    let from = fetched.address.as_str();
                    self.take_articles(vec![article], entry, from, visit, tell)?;
                } else {
                    visit.failed += 1;
                    let why = format!("what it holds of `{name}` cannot be read");
                    let error = Error::input("no article in").at(&fetched.address).because(why);
                    self.tell_once(error.hint("--full fetches the page instead"), tell)?;
                }
                Outcome::Done
            };
            match outcome {
                Outcome::Done => {
                    in_a_row = 0;
                    let now = self.now();
                    self.keeper.ledger().remember_entry(&source, &name, now)?;
                }
                // Those that are not asked for must not stand before the others.
                Outcome::Passed => taken -= 1,
                Outcome::Again => {
                    in_a_row += 1;
                    is_complete = false;
                }
                Outcome::Stop => {
                    in_a_row = MOST_IN_A_ROW;
                    is_complete = false;
                }
            }
        }
        Ok(is_complete)
    }

    /// Fetches the page of an entry and takes the articles on it.
    fn take_page(
        &mut self,
        page: Result<Address>,
        entry: &feed::Entry,
        visit: &mut Visit,
        tell: Tell<'_>,
    ) -> Result<Outcome> {
        let page = match page {
            Ok(page) => page,
            Err(error) => {
                visit.failed += 1;
                self.tell_once(error, tell)?;
                return Ok(Outcome::Done);
            }
        };
        let fetched = match self.web.fetch(&page) {
            Ok(fetched) => fetched,
            Err(failure) => {
                visit.failed += 1;
                let outcome = if entry::is_given_up(&failure) {
                    Outcome::Done
                } else if matches!(failure.cause, Cause::Robots | Cause::Refused) {
                    Outcome::Passed
                } else if failure.retry_after.is_some() {
                    Outcome::Stop
                } else {
                    Outcome::Again
                };
                self.tell_once(failure.into(), tell)?;
                return Ok(outcome);
            }
        };
        match self.web.read(&fetched) {
            Ok(articles) => {
                self.take_articles(articles, entry, fetched.address.as_str(), visit, tell)?;
            }
            Err(error) => {
                visit.failed += 1;
                self.tell_once(error, tell)?;
            }
        }
        Ok(Outcome::Done)
    }

    /// Adds articles to the ledger.
    fn take_articles(
        &mut self,
        articles: Vec<Article>,
        entry: &feed::Entry,
        from: &str,
        visit: &mut Visit,
        tell: Tell<'_>,
    ) -> Result<()> {
        for mut article in articles {
            entry::complete(&mut article, entry);
            let now = self.now();
            match self.keeper.add(article, from, now) {
                Ok(kept) => visit.count(kept, tell)?,
                Err(error) => {
                    visit.failed += 1;
                    self.tell_once(is_of_one(error)?, tell)?;
                }
            }
        }
        Ok(())
    }
}
