//! What does this feed of XML say?
//!
//! One pass over elements, without a tree: RSS of all versions, Atom, sitemaps with their news, lists
//! of feeds. Elements are known by their customary prefixes, for feeds that forget to declare them
//! are as common as those that choose others are rare.

use encoding_rs::{Encoding, UTF_8};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{Entry, Feed, FeedKind, MAX_ENTRIES, address, words};
use crate::meta::date_of;

/// Elements within each other. Feeds have ten, the pages in them some tens.
const MAX_DEPTH: usize = 256;

/// Names of one entry.
const MAX_AUTHORS: usize = 50;

/// The text of bytes that say in which encoding they are, or are UTF-8.
pub(super) fn decoded(bytes: &[u8]) -> Option<String> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Some(encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned());
    }
    // Feeds that say another encoding and are UTF-8 are common; the reverse can't be read so.
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(text.to_owned());
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
    let declaration = head.trim_start().strip_prefix("<?xml")?.split("?>").next()?;
    let label = declaration.split_once("encoding")?.1.trim_start_matches(['=', ' ', '"', '\'']);
    let label = label.split(['"', '\'', ' ']).next()?;
    let encoding = Encoding::for_label(label.as_bytes()).filter(|e| *e != UTF_8)?;
    Some(encoding.decode_without_bom_handling(bytes).0.into_owned())
}

/// Reads a feed.
///
/// # Errors
/// If its first element is that of no feed.
pub(super) fn read(text: &str, base: Option<&str>) -> Result<Feed, String> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    config.expand_empty_elements = true;
    let mut reading: Option<Reading<'_>> = None;
    let problem = loop {
        let event = match reader.read_event() {
            Ok(Event::Eof) => break None,
            Ok(event) => event,
            Err(error) => {
                break Some(format!("no sound XML at byte {}: {error}", reader.error_position()));
            }
        };
        match (&mut reading, event) {
            (None, Event::Start(start)) => {
                let name = name_of(start.name().as_ref());
                let kind = kind_of(&name).ok_or_else(|| {
                    format!("its first element is `{}`, that of no feed", short(&name))
                })?;
                reading = Some(Reading::new(kind, name, base));
            }
            (Some(reading), event) => {
                if let Err(why) = reading.take(&event) {
                    break Some(why);
                }
            }
            (None, _) => {}
        }
    };
    let Some(mut reading) = reading else {
        return Err(problem.unwrap_or_else(|| "it has no element".to_owned()));
    };
    reading.end_field();
    reading.end_entry();
    reading.feed.problem = problem;
    Ok(reading.feed)
}

fn kind_of(root: &str) -> Option<FeedKind> {
    Some(match root {
        "rss" | "rdf:rdf" => FeedKind::Rss,
        "feed" => FeedKind::Atom,
        "urlset" => FeedKind::Sitemap,
        "sitemapindex" => FeedKind::SitemapIndex,
        "opml" => FeedKind::FeedList,
        _ => return None,
    })
}

/// What is read of a feed so far.
struct Reading<'a> {
    base: Option<&'a str>,
    feed: Feed,
    /// The names of the elements that are open.
    path: Vec<String>,
    /// The entry that is open, and how deep it lies.
    entry: Option<(Entry, usize)>,
    field: Option<Field>,
}

/// A field that is being read.
struct Field {
    what: What,
    depth: usize,
    words: String,
    /// Whether what lies in it is markup that stands for itself (XHTML in Atom).
    is_markup: bool,
    /// Whether it is said to be plain text.
    is_text: bool,
}

/// What a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    FeedTitle,
    FeedHome,
    Title,
    Link,
    /// An address that is better than the link, which leads to a counter.
    OriginalLink,
    Id,
    /// An id that is an address as well, if it looks like one.
    Permalink,
    Summary,
    Content,
    Author,
    Outlet,
    Published,
    Updated,
}

impl<'a> Reading<'a> {
    fn new(kind: FeedKind, root: String, base: Option<&'a str>) -> Self {
        let feed = Feed { kind, title: None, home: None, entries: Vec::new(), problem: None };
        Reading { base, feed, path: vec![root], entry: None, field: None }
    }

    fn take(&mut self, event: &Event<'_>) -> Result<(), String> {
        match event {
            Event::Start(start) => self.start(start)?,
            Event::End(end) => self.end(&name_of(end.name().as_ref())),
            Event::Text(text) => self.text(text),
            Event::GeneralRef(entity) => {
                let name: &str = entity;
                let is_markup = self.field.as_ref().is_some_and(|field| field.is_markup);
                match words::entity(name).filter(|_| !is_markup) {
                    Some(meant) => self.text(&meant),
                    None => self.text(&format!("&{name};")),
                }
            }
            Event::CData(text) => {
                if self.field.as_ref().is_some_and(|field| field.is_markup) {
                    self.text(&escaped(text));
                } else {
                    self.text(text);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some(field) = &mut self.field {
            field.words.push_str(text);
        }
    }

    fn start(&mut self, start: &BytesStart<'_>) -> Result<(), String> {
        let name = name_of(start.name().as_ref());
        let is_entry = match self.feed.kind {
            FeedKind::Rss => name == "item",
            FeedKind::Atom => name == "entry",
            FeedKind::Sitemap => name == "url",
            FeedKind::SitemapIndex => name == "sitemap",
            FeedKind::FeedList => name == "outline",
            FeedKind::Json => false,
        };
        if self.path.len() >= MAX_DEPTH {
            return Err(format!("more than {MAX_DEPTH} elements lie within each other"));
        }
        if is_entry {
            self.end_field();
            self.end_entry();
            if self.feed.entries.len() == MAX_ENTRIES {
                return Err(format!("it holds more than {MAX_ENTRIES} entries"));
            }
            let mut entry = Entry::default();
            if self.feed.kind == FeedKind::FeedList {
                let value = |name: &str| attribute(start, name);
                entry.address = value("xmlurl").and_then(|link| address::whole(&link, self.base));
                entry.title = value("title").or_else(|| value("text"));
                entry.title = entry.title.map(|title| words::of_html(&title));
                // An outline without an address is a folder of others.
                if entry.address.is_none() {
                    entry = Entry::default();
                }
            }
            self.entry = Some((entry, self.path.len()));
        } else if let Some(field) = &mut self.field {
            field.words.push('<');
            field.words.push_str(start);
            field.words.push('>');
        } else if let Some(what) = self.what(&name, start) {
            let kind = attribute(start, "type").unwrap_or_default().to_ascii_lowercase();
            self.field = Some(Field {
                what,
                depth: self.path.len(),
                words: String::new(),
                is_markup: kind.contains("xhtml"),
                is_text: kind == "text" || kind == "text/plain",
            });
        }
        self.path.push(name);
        Ok(())
    }

    /// Which field begins with this element.
    fn what(&mut self, name: &str, start: &BytesStart<'_>) -> Option<What> {
        let parent = self.path.last().map_or("", String::as_str);
        let is_atom = self.feed.kind == FeedKind::Atom;
        if self.entry.is_none() {
            return match (parent, name) {
                ("channel" | "feed" | "head", "title") => Some(What::FeedTitle),
                ("channel" | "feed", "link") => {
                    if attribute(start, "href").is_some() {
                        let link = alternate(start);
                        let link = link.and_then(|link| address::whole(&link, self.base));
                        self.feed.home = self.feed.home.take().or(link);
                        return None;
                    }
                    Some(What::FeedHome)
                }
                _ => None,
            };
        }
        match (parent, name) {
            ("author", "name") => return Some(What::Author),
            ("source", "title") | ("news:publication", "news:name") => return Some(What::Outlet),
            ("news:news", "news:title") => return Some(What::Title),
            ("news:news", "news:publication_date") => return Some(What::Published),
            ("item" | "entry" | "url" | "sitemap", _) => {}
            _ => return None,
        }
        Some(match name {
            "title" => What::Title,
            "link" => {
                if attribute(start, "href").is_some() {
                    let link = alternate(start);
                    let link = link.and_then(|link| address::whole(&link, self.base));
                    let (entry, _) = self.entry.as_mut()?;
                    entry.address = entry.address.take().or(link);
                    return None;
                }
                What::Link
            }
            "loc" => What::Link,
            "feedburner:origlink" => What::OriginalLink,
            "guid" if attribute(start, "ispermalink").as_deref() != Some("false") => {
                What::Permalink
            }
            "guid" | "id" | "dc:identifier" => What::Id,
            "description" | "summary" => What::Summary,
            "content:encoded" => What::Content,
            // Content that lies elsewhere is none.
            "content" if attribute(start, "src").is_none() => What::Content,
            "dc:creator" => What::Author,
            "author" if !is_atom => What::Author,
            "pubdate" | "published" | "issued" | "dc:date" => What::Published,
            "updated" | "modified" | "lastmod" | "dcterms:modified" => What::Updated,
            "source" if !is_atom => What::Outlet,
            _ => return None,
        })
    }

    /// Ends the innermost element of this name; what is open within it ends too.
    fn end(&mut self, name: &str) {
        let Some(depth) = self.path.iter().rposition(|open| open == name) else { return };
        // The root ends with the text.
        if depth == 0 {
            return;
        }
        if self.field.as_ref().is_some_and(|field| field.depth >= depth) {
            self.end_field();
        } else if let Some(field) = &mut self.field {
            field.words.push_str("</");
            field.words.push_str(name);
            field.words.push('>');
        }
        if self.entry.as_ref().is_some_and(|(_, at)| *at >= depth) {
            self.end_entry();
        }
        self.path.truncate(depth);
    }

    fn end_entry(&mut self) {
        if let Some((entry, depth)) = self.entry.take() {
            // Whatever was left open in it is over.
            if self.feed.kind != FeedKind::FeedList {
                self.path.truncate(depth.max(1));
            }
            if !entry.is_empty() {
                self.feed.entries.push(entry);
            }
        }
    }

    fn end_field(&mut self) {
        let Some(Field { what, words, is_text, .. }) = self.field.take() else { return };
        let words = words.trim();
        if words.is_empty() {
            return;
        }
        let base = self.base;
        let feed = &mut self.feed;
        match (what, self.entry.as_mut().map(|(entry, _)| entry)) {
            (What::FeedTitle, _) => set(&mut feed.title, || Some(words::of_html(words))),
            (What::FeedHome, _) => set(&mut feed.home, || address::whole(words, base)),
            (_, None) => {}
            (What::Title, Some(entry)) => set(&mut entry.title, || Some(words::of_html(words))),
            (What::Link, Some(entry)) => set(&mut entry.address, || address::whole(words, base)),
            (What::OriginalLink, Some(entry)) => {
                entry.address = address::whole(words, base).or(entry.address.take());
            }
            (What::Permalink, Some(entry)) => {
                set(&mut entry.id, || Some(words.to_owned()));
                set(&mut entry.address, || address::whole(words, None));
            }
            (What::Id, Some(entry)) => set(&mut entry.id, || Some(words.to_owned())),
            (What::Summary, Some(entry)) => {
                let html = if is_text { escaped(words) } else { words.to_owned() };
                set(&mut entry.summary, || Some(html));
            }
            (What::Content, Some(entry)) if is_text => {
                set(&mut entry.text, || Some(words.to_owned()));
            }
            (What::Content, Some(entry)) => set(&mut entry.content, || Some(words.to_owned())),
            (What::Author, Some(entry)) => {
                if let Some(author) = author(words)
                    && entry.authors.len() < MAX_AUTHORS
                    && !entry.authors.contains(&author)
                {
                    entry.authors.push(author);
                }
            }
            (What::Outlet, Some(entry)) => set(&mut entry.outlet, || Some(words::of_html(words))),
            (What::Published, Some(entry)) => set(&mut entry.published, || date_of(words)),
            (What::Updated, Some(entry)) => set(&mut entry.updated, || date_of(words)),
        }
    }
}

fn set<T>(field: &mut Option<T>, value: impl FnOnce() -> Option<T>) {
    if field.is_none() {
        *field = value();
    }
}

/// `desk@orb.example (Ann Lee)`, as RSS wants it, or a name.
fn author(words: &str) -> Option<String> {
    let words = words::of_html(words);
    let name = match (words.contains('@'), words.split_once('(')) {
        (true, Some((_, name))) => name.trim_end().trim_end_matches(')'),
        (true, None) => return None,
        (false, _) => &words,
    };
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// The address of a link to the page itself.
fn alternate(start: &BytesStart<'_>) -> Option<String> {
    let rel = attribute(start, "rel");
    let is_alternate = rel.is_none_or(|rel| rel.eq_ignore_ascii_case("alternate"));
    attribute(start, "href").filter(|_| is_alternate)
}

/// The value of the attribute with this name, which is in small letters.
fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start
        .html_attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.as_ref().eq_ignore_ascii_case(name))?;
    Some(words::decoded(found.value.trim()).into_owned())
}

/// The name in small letters; Atom's elements go without their prefix.
fn name_of(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    name.strip_prefix("atom:").map_or(name.clone(), str::to_owned)
}

fn short(name: &str) -> String {
    name.chars().take(40).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
