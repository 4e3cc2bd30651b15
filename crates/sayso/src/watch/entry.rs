//! What is one entry of a feed, and what becomes of it?

use std::collections::BTreeMap;

use sayso_core::record::Provenance;
use sayso_core::{Article, Result};
use sayso_fetch::{Address, Cause, Failure};
use sayso_read::feed::{Entry, Feed, FeedKind};
use sayso_read::id_of_address;

/// Longest name of an entry that is remembered as it is, in bytes.
const LONGEST_NAME: usize = 2 * 1024;

/// The name under which an entry is remembered: one that says when it was changed is another afterwards, so
/// that its page is asked for again.
pub(super) fn name(entry: &Entry) -> Option<String> {
    let names = [&entry.id, &entry.address, &entry.title];
    let name = names.into_iter().flatten().map(|name| name.trim()).find(|name| !name.is_empty())?;
    let mut end = name.len().min(LONGEST_NAME);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    Some(match entry.updated {
        Some(day) => format!("{} {day}", &name[..end]),
        None => name[..end].to_owned(),
    })
}

/// The entries of a feed, newest first: a feed that is too long for one visit loses its oldest to the next.
pub(super) fn newest_first(feed: &Feed) -> Vec<(usize, &Entry)> {
    let mut entries: Vec<_> = feed.entries.iter().enumerate().collect();
    // Stable: entries of one day stay in the order of the feed.
    entries.sort_by_key(|(_, entry)| std::cmp::Reverse(entry.updated.max(entry.published)));
    entries
}

/// The articles that a feed holds itself, by their ids.
pub(super) fn held(articles: Vec<Article>) -> BTreeMap<String, Article> {
    articles.into_iter().map(|article| (article.id.as_str().to_owned(), article)).collect()
}

/// Takes the article of an entry out of those that its feed holds.
pub(super) fn take(
    held: &mut BTreeMap<String, Article>,
    entry: &Entry,
    idx: usize,
    feed_address: &Address,
) -> Option<Article> {
    let made = format!("{}/{}", id_of_address(feed_address.as_str()), idx + 1);
    let by_address = entry.address.as_deref().map(id_of_address);
    let by_id = entry.id.as_deref().map(|id| id.trim().to_owned());
    [by_address, by_id, Some(made)].into_iter().flatten().find_map(|id| held.remove(&id))
}

/// Adds what a feed says of an article to what its page says itself.
pub(super) fn complete(article: &mut Article, entry: &Entry) {
    let mut added = Vec::new();
    if article.title.is_none() && entry.title.is_some() {
        article.title.clone_from(&entry.title);
        added.push("title");
    }
    if article.outlet.is_none() && entry.outlet.is_some() {
        article.outlet.clone_from(&entry.outlet);
        added.push("outlet");
    }
    if article.byline.is_none() && !entry.authors.is_empty() {
        article.byline = Some(entry.authors.join(", "));
        added.push("byline");
    }
    if article.published.is_none() && entry.published.is_some() {
        article.published = entry.published;
        added.push("published");
    }
    article.provenance.extend(added.into_iter().map(|field| Provenance {
        field: field.to_owned(),
        by: "feed".to_owned(),
        place: None,
    }));
}

/// Whether the pages of a feed's entries are all there is of them.
pub(super) fn names_pages_only(feed: &Feed) -> bool {
    feed.kind == FeedKind::Sitemap
}

/// Whether a page that could not be had is given up: the server will say the same next time.
pub(super) fn is_given_up(failure: &Failure) -> bool {
    match failure.cause {
        Cause::Status(status) => (400..500).contains(&status) && !matches!(status, 408 | 425 | 429),
        Cause::Size | Cause::Redirects | Cause::Broken => true,
        _ => false,
    }
}

/// The address of an entry's page.
pub(super) fn page(entry: &Entry, feed_address: &Address) -> Option<Result<Address>> {
    entry.address.as_deref().map(|address| feed_address.join(address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_that_changes_has_another_name() {
        let mut entry =
            Entry { address: Some("https://a.example/1".to_owned()), ..Entry::default() };
        let before = name(&entry);
        assert_eq!(before.as_deref(), Some("https://a.example/1"));
        entry.updated = "2024-02-14".parse().ok();
        assert_eq!(name(&entry).as_deref(), Some("https://a.example/1 2024-02-14"));
        entry.id = Some("é".repeat(5000));
        assert!(name(&entry).is_some_and(|name| name.len() < 2100));
        assert_eq!(name(&Entry::default()), None);
    }
}
