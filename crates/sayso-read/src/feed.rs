//! Which articles does this feed name, and which does it hold?
//!
//! RSS, Atom, JSON Feed, sitemaps and lists of feeds, all as one [`Feed`] of [`Entry`]s. An entry
//! that holds the whole article is an article; one that holds a summary is an address to fetch.
//!
//! Feeds are read as they are, not as they should be: unknown entities, unclosed elements and wrong
//! names of encodings are lived with, and what cannot be read ends the list instead of spoiling it.

mod address;
mod json;
mod words;
mod xml;

use std::collections::HashSet;

use sayso_core::id::ArticleId;
use sayso_core::time::Date;
use sayso_core::{Article, Error, Kind, Result};
use serde_json::Value;

use crate::contents::{Draft, Naming, Piece};
use crate::fetched::id_of_address;
use crate::html::{self, PageRead};
use crate::meta::{self, Given};
use crate::{Options, decode, describe, plain_article};

/// Entries of a feed that are read: as many as a sitemap may hold.
pub const MAX_ENTRIES: usize = 50_000;

/// Characters from which the description of an entry is taken for the article.
const LONG: usize = 1_000;

/// Characters below which what is said to be the article is not.
const SHORT: usize = 80;

/// What a feed is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedKind {
    /// RSS 0.9 to 2.0.
    Rss,
    /// Atom.
    Atom,
    /// JSON Feed.
    Json,
    /// A sitemap: addresses of pages.
    Sitemap,
    /// A list of sitemaps: each entry's address is one.
    SitemapIndex,
    /// A list of feeds (OPML): each entry's address is one.
    FeedList,
}

/// A feed.
#[derive(Clone, Debug, PartialEq)]
pub struct Feed {
    /// What it is.
    pub kind: FeedKind,
    /// Its name.
    pub title: Option<String>,
    /// The page that it is the feed of.
    pub home: Option<String>,
    /// Its entries, in its order.
    pub entries: Vec<Entry>,
    /// Why its entries are not all of them: the feed is damaged behind the last one, or too long.
    pub problem: Option<String>,
}

/// What a feed says of one article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// Where the article is.
    pub address: Option<String>,
    /// What the feed calls it; it stays when the address changes.
    pub id: Option<String>,
    /// Its headline, as text.
    pub title: Option<String>,
    /// What it is about, as HTML.
    pub summary: Option<String>,
    /// The article, as HTML.
    pub content: Option<String>,
    /// The article as text, where the feed has it so.
    pub text: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// The outlet that it is from, where the feed names another than itself.
    pub outlet: Option<String>,
    /// When it was published.
    pub published: Option<Date>,
    /// When it was changed last.
    pub updated: Option<Date>,
}

impl Entry {
    /// The article as HTML or as text, if the feed holds the whole of it.
    ///
    /// That is its content, or a description as long as an article; unless it breaks off in dots.
    pub fn whole(&self) -> Option<Whole<'_>> {
        let is_whole = |words: &str, least: usize| {
            let end = words.trim_end();
            end.chars().count() >= least
                && !["…", "...", "[…]", "[...]", "&hellip;"].iter().any(|dots| end.ends_with(dots))
        };
        if let Some(html) = &self.content
            && is_whole(&words::of_html(html), SHORT)
        {
            return Some(Whole::Html(html));
        }
        if let Some(text) = &self.text
            && is_whole(text, SHORT)
        {
            return Some(Whole::Text(text));
        }
        let html = self.summary.as_deref()?;
        is_whole(&words::of_html(html), LONG).then_some(Whole::Html(html))
    }

    fn is_empty(&self) -> bool {
        *self == Entry::default()
    }
}

/// The article of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whole<'a> {
    /// As HTML.
    Html(&'a str),
    /// As text.
    Text(&'a str),
}

/// Reads a feed; `name` is what errors call it, and where its relative addresses begin if it is an
/// address itself.
///
/// # Errors
/// If this is no feed. A feed that is damaged ends early and says so in [`Feed::problem`].
pub fn read(bytes: &[u8], name: &str) -> Result<Feed> {
    let failed =
        |why: String, hint: &str| Error::input("cannot read").at(name).because(why).hint(hint);
    let text = xml::decoded(bytes)
        .map_or_else(|| decode::decode(bytes).map(|decoded| decoded.text), Ok)
        .map_err(|no| failed(no.why, no.hint))?;
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    let base = name.contains("://").then_some(name);
    let feed = if text.starts_with('{') { json::read(text, base) } else { xml::read(text, base) };
    feed.map_err(|why| failed(why, "a feed is RSS, Atom, JSON Feed, a sitemap or OPML"))
}

/// The articles that a feed holds and, last, what is said of the others.
pub(crate) fn pieces(bytes: &[u8], name: &str, id: &str, options: &Options) -> Result<Vec<Piece>> {
    let feed = read(bytes, name)?;
    let mut pieces = Vec::new();
    let mut left = Vec::new();
    for (idx, entry) in feed.entries.iter().enumerate() {
        let Some(whole) = entry.whole() else {
            left.push(entry);
            continue;
        };
        let made = format!("{id}/{}", idx + 1);
        let first = match (&entry.address, &entry.id) {
            (Some(address), _) => id_of_address(address),
            (None, Some(id)) if !id.trim().is_empty() => id.trim().to_owned(),
            _ => made.clone(),
        };
        let name = format!("{name}, entry {}", idx + 1);
        pieces.push(match article(&first, entry, whole, &feed, &name, options) {
            Ok(read) => {
                Piece::Article(Box::new(Draft { read, naming: Naming::Made(vec![first, made]) }))
            }
            Err(error) => Piece::Failed(error),
        });
    }
    if let Some(error) = not_held(&feed, &left, name) {
        pieces.push(Piece::Failed(error));
    }
    if let Some(problem) = &feed.problem {
        let error = Error::input("cannot read all of").at(name).because(problem);
        pieces.push(Piece::Failed(error.hint("the entries before are read")));
    }
    Ok(pieces)
}

/// The articles that a feed from an address holds.
///
/// # Errors
/// If it is none, or holds none.
pub(crate) fn articles(bytes: &[u8], address: &str, options: &Options) -> Result<Vec<Article>> {
    let mut articles = Vec::new();
    let mut seen = HashSet::new();
    let mut failed = None;
    for piece in pieces(bytes, address, &id_of_address(address), options)? {
        match piece {
            Piece::Article(draft) => {
                let Draft { read: PageRead { mut article, settled }, naming } = *draft;
                let Naming::Made(names) = naming else { continue };
                let Some(id) = names.into_iter().find(|id| seen.insert(id.clone())) else {
                    continue;
                };
                article.id = ArticleId::new(id);
                describe::describe_settled(&mut article, &settled, options);
                articles.push(article);
            }
            Piece::Failed(error) => failed = failed.or(Some(error)),
            Piece::Inner(_) | Piece::PassedOver => {}
        }
    }
    match failed {
        Some(error) if articles.is_empty() => Err(error),
        _ => Ok(articles),
    }
}

/// What is to be said of entries that hold no whole article.
fn not_held(feed: &Feed, left: &[&Entry], name: &str) -> Option<Error> {
    let (what, hint) = match feed.kind {
        FeedKind::Rss | FeedKind::Atom | FeedKind::Json if feed.entries.is_empty() => {
            ("the feed has no entries".to_owned(), None)
        }
        FeedKind::Rss | FeedKind::Atom | FeedKind::Json => {
            let example = left.iter().find_map(|entry| entry.address.as_deref());
            let what =
                format!("{} of its {} entries hold a summary only", left.len(), feed.entries.len());
            (what, example)
        }
        FeedKind::Sitemap | FeedKind::SitemapIndex | FeedKind::FeedList => {
            let of = match feed.kind {
                FeedKind::Sitemap => "pages",
                FeedKind::SitemapIndex => "sitemaps",
                _ => "feeds",
            };
            let example = left.iter().find_map(|entry| entry.address.as_deref());
            (format!("it is a list of the addresses of {} {of}", feed.entries.len()), example)
        }
    };
    if left.is_empty() && !feed.entries.is_empty() {
        return None;
    }
    let error = Error::new(Kind::Unsupported, "no article to read in").at(name).because(what);
    Some(match hint {
        Some(address) => {
            error.hint(format!("`sayso add ADDRESS` fetches an article, here for one `{address}`"))
        }
        None => error,
    })
}

/// The article of an entry, with what the feed says of it.
fn article(
    id: &str,
    entry: &Entry,
    whole: Whole<'_>,
    feed: &Feed,
    name: &str,
    options: &Options,
) -> Result<PageRead> {
    let words = |words: &Option<String>| words.clone().map(Value::String);
    let date = entry.published.or(entry.updated).map(|date| date.to_string());
    let outlet = entry.outlet.clone().or_else(|| feed.title.clone());
    let given = Given {
        title: words(&entry.title),
        outlet: outlet.map(Value::String),
        byline: (!entry.authors.is_empty()).then(|| Value::String(entry.authors.join(", "))),
        published: date.map(Value::String),
        url: words(&entry.address),
    };
    let mut known = Article::new(ArticleId::new(id), String::new());
    given.apply(&mut known, "feed");
    let mut read = match whole {
        Whole::Text(text) => PageRead::plain(plain_article(id, text.as_bytes(), name, options)?),
        Whole::Html(html) => html::fragment(id, html, entry.title.as_deref(), name, options)?,
    };
    meta::overrule(&mut read.article, known);
    Ok(read)
}
