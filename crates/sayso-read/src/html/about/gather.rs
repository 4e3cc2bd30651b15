//! Which parts of a page could say something about it?
//!
//! One walk over the page collects them in order: meta elements, links, structured data, marked
//! elements, and the short blocks of text among which a reader finds headline, byline and date.
//!
//! # Invariant
//! The walk looks at each node once; the words of a marked element are read to a limit, and there is a
//! limit to how many of each are kept.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::html::dom::{Dom, Edge, Element, NodeId, ROOT};
use crate::html::tag::Tag;

/// Most of each kind that are kept.
const MAX_METAS: usize = 1_000;
const MAX_SCRIPTS: usize = 100;
const MAX_MARKED: usize = 2_000;
const MAX_BLOCKS: usize = 20_000;
const MAX_AROUND: usize = 1_000;

/// Bytes of structured data that are read of one page.
const MAX_SCRIPT_BYTES: usize = 4 << 20;

/// Bytes of a value, and beginnings and ends below an element, that are read.
const MAX_VALUE: usize = 4_000;
const MAX_EDGES: usize = 200;

/// A page as far as it speaks of itself.
#[derive(Debug, Default)]
pub(in crate::html) struct Parts {
    /// Language of the page, as its first element says.
    pub(super) language: Option<String>,
    /// Words of the `title` element.
    pub(super) title: Option<String>,
    pub(super) metas: Vec<Meta>,
    /// Where the page says that it is kept.
    pub(super) canonical: Option<String>,
    /// The text of each block of JSON-LD.
    pub(super) json_ld: Vec<String>,
    /// The day of publication that a script of the page holds.
    pub(super) in_script: Option<String>,
    /// Elements with a role in microdata, `RDFa` or by their class.
    pub(super) marked: Vec<Marked>,
    /// What a reader sees, block by block.
    pub(super) blocks: Vec<Block>,
}

/// A `meta` element.
#[derive(Debug)]
pub(super) struct Meta {
    /// Its name or property in lower case, letters and digits only.
    pub(super) key: String,
    pub(super) content: String,
    /// Whether it is a header of the server's, written anew for each visit.
    pub(super) is_header: bool,
}

/// An element that says what it is.
#[derive(Debug)]
pub(super) struct Marked {
    /// The property, behind those it is nested in: `author.name`; empty where only its class speaks.
    pub(super) property: String,
    /// Its class, id and the like, in lower case.
    pub(super) hints: String,
    /// The value of its attributes, where it has one.
    pub(super) value: Option<String>,
    /// Its words.
    pub(super) words: String,
    /// Which element it is.
    pub(super) is_time: bool,
    /// Whether it leads to somebody: `rel="author"`, `/author/ann-lee`.
    pub(super) is_author_link: bool,
    /// How many blocks stand before it.
    pub(super) block: usize,
    pub(super) region: Region,
}

/// A stretch of text that nothing but a line end interrupts.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) words: String,
    pub(super) region: Region,
    /// Level of the heading that it is, 1 to 6; 0 if it is none.
    pub(super) heading: u8,
}

/// What an element stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "any of them may hold, and each is asked alone")]
pub(super) struct Region {
    /// Within the element that is the article or the main part of the page.
    pub(super) is_main: bool,
    /// Navigation, a list of other articles, a column beside.
    pub(super) is_aside: bool,
    pub(super) is_footer: bool,
    pub(super) is_comment: bool,
}

/// Words in classes and ids of what belongs to other articles or to the site.
const ASIDE: [&str; 34] = [
    "nav",
    "navigation",
    "navbar",
    "menu",
    "sidebar",
    "related",
    "recommended",
    "recommendations",
    "teaser",
    "teasers",
    "widget",
    "popular",
    "trending",
    "latest",
    "promo",
    "carousel",
    "breadcrumb",
    "breadcrumbs",
    "more",
    "archive",
    "archives",
    "newsletter",
    "ad",
    "ads",
    "advertisement",
    "sponsored",
    "outbrain",
    "taboola",
    "mostread",
    "ticker",
    "cookie",
    "modal",
    "similar",
    "aside",
];

/// The same of comments.
const COMMENT: [&str; 6] =
    ["comments", "commentlist", "disqus", "replies", "respond", "kommentare"];

/// Words that make a footer that of an article: it says who wrote it and when.
const OF_ARTICLE: [&str; 5] = ["entry", "post", "article", "story", "artikel"];

/// Elements that do not interrupt a line.
const INLINE: [&str; 30] = [
    "a", "abbr", "address", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "em", "font",
    "i", "img", "ins", "kbd", "label", "mark", "q", "s", "small", "span", "strong", "sub", "sup",
    "time", "u", "wbr", "var",
];

/// Elements whose text nobody sees.
const UNSEEN: [&str; 12] = [
    "script", "style", "noscript", "template", "svg", "select", "textarea", "iframe", "object",
    "math", "head", "option",
];

/// Walks the page.
pub(in crate::html) fn gather(page: &Dom<'_>) -> Parts {
    let mut walk = Walk { around: around_headline(page), ..Walk::default() };
    for edge in page.edges(ROOT) {
        match edge {
            Edge::Open(element) => walk.open(element),
            Edge::Text(text) => walk.text(&text),
            Edge::Close(element) => walk.close(element),
        }
    }
    walk.end_block();
    walk.parts
}

/// The elements that hold the headline: none of them is beside the article, whatever its class says.
fn around_headline(page: &Dom<'_>) -> BTreeSet<NodeId> {
    let of_level = |tag: Tag| page.elements().filter(move |element| element.tag() == tag).take(20);
    let title = of_level(Tag::Title).next().map(words_of).unwrap_or_default();
    let title = super::titles::letters(&title);
    let is_titled = |element: &Element<'_>| {
        let plain = super::titles::letters(&words_of(*element));
        plain.len() > 12 && title.contains(&plain)
    };
    // The title may hold the site's name as well: the longest heading in it is the headline.
    let titled = [Tag::H1, Tag::H2, Tag::H3].into_iter().flat_map(of_level).filter(is_titled);
    let longest = titled.max_by_key(|element| words_of(*element).len());
    let headline = longest.or_else(|| of_level(Tag::H1).next());
    headline
        .into_iter()
        .flat_map(|element| page.ancestors(element.node).skip(1))
        .take(MAX_AROUND)
        .collect()
}

#[derive(Default)]
struct Walk {
    parts: Parts,
    /// The elements around the headline.
    around: BTreeSet<NodeId>,
    /// The regions of the elements that are open, and where their properties end.
    open: Vec<(Region, usize)>,
    region: Region,
    /// The properties of the elements that are open, joined by full stops.
    property: String,
    /// Elements that are open within one that nobody sees.
    unseen: usize,
    line: String,
    line_region: Region,
    heading: u8,
    script_bytes: usize,
}

impl Walk {
    fn open(&mut self, element: Element<'_>) {
        let name = &*element.name();
        self.open.push((self.region, self.property.len()));
        match name {
            "html" => {
                self.parts.language =
                    value_of(element, "lang").or_else(|| value_of(element, "xml:lang"));
            }
            "title" if self.parts.title.is_none() => {
                self.parts.title = Some(words_of(element)).filter(|title| !title.is_empty());
            }
            "meta" => self.meta(element),
            "link" => self.link(element),
            "script" => self.script(element),
            _ => {}
        }
        if self.unseen > 0 || UNSEEN.contains(&name) {
            self.unseen += 1;
            return;
        }
        if !INLINE.contains(&name) {
            self.end_block();
            if let [b'h', level @ b'1'..=b'6'] = name.as_bytes() {
                self.heading = level - b'0';
            }
        } else if matches!(name, "span" | "a" | "time") && !self.line.ends_with(char::is_whitespace)
        {
            self.line.push(' ');
        }
        let hints = hints(element);
        self.enter(element.node, name, &hints);
        self.mark(element, hints);
    }

    fn close(&mut self, element: Element<'_>) {
        if let Some((region, length)) = self.open.pop() {
            if self.unseen > 0 {
                self.unseen -= 1;
            } else {
                let name = &*element.name();
                if !INLINE.contains(&name) {
                    self.end_block();
                } else if matches!(name, "span" | "a" | "time") {
                    self.line.push(' ');
                }
            }
            self.region = region;
            self.property.truncate(length);
        }
    }

    fn text(&mut self, words: &str) {
        if self.unseen > 0 || self.line.len() > MAX_VALUE {
            return;
        }
        if self.line.trim().is_empty() {
            self.line_region = self.region;
        }
        self.line.push_str(words);
    }

    fn end_block(&mut self) {
        let words = spaced(&self.line);
        if !words.is_empty() && self.parts.blocks.len() < MAX_BLOCKS {
            let heading = self.heading;
            self.parts.blocks.push(Block { words, region: self.line_region, heading });
        }
        self.line.clear();
        self.heading = 0;
    }

    /// What the children of an element stand in.
    fn enter(&mut self, id: NodeId, name: &str, hints: &str) {
        self.region.is_main |= matches!(name, "article" | "main");
        // A class of the page as a whole says nothing of its parts.
        if matches!(name, "html" | "body" | "main") || self.around.contains(&id) {
            return;
        }
        self.region.is_aside |= matches!(name, "nav" | "aside");
        let parts = || hints.split(|c: char| !c.is_alphanumeric());
        let is_of_article = parts().any(|part| OF_ARTICLE.contains(&part));
        self.region.is_footer |= name == "footer" && !self.region.is_main;
        for word in parts() {
            self.region.is_aside |= ASIDE.contains(&word);
            self.region.is_comment |= COMMENT.contains(&word);
            self.region.is_footer |= word == "footer" && !is_of_article;
        }
        self.region.is_comment |=
            hints.split_whitespace().any(|class| class.starts_with("comment"));
    }

    fn meta(&mut self, element: Element<'_>) {
        let Some(content) = value_of(element, "content") else { return };
        if let Some(property) = element.attr("itemprop")
            && self.parts.marked.len() < MAX_MARKED
        {
            self.parts.marked.push(Marked {
                property: joined(&self.property, &property),
                hints: String::new(),
                value: Some(content.clone()),
                words: String::new(),
                is_time: false,
                is_author_link: false,
                block: self.parts.blocks.len(),
                region: self.region,
            });
        }
        let names = ["property", "name", "itemprop", "http-equiv"].map(|name| element.attr(name));
        for (kind, name) in names.into_iter().enumerate() {
            if let Some(name) = name
                && self.parts.metas.len() < MAX_METAS
            {
                let (key, content) = (key_of(&name), content.clone());
                self.parts.metas.push(Meta { key, content, is_header: kind == 3 });
            }
        }
    }

    fn link(&mut self, element: Element<'_>) {
        let Some(rel) = element.attr("rel") else { return };
        if self.parts.canonical.is_none()
            && rel.split_whitespace().any(|word| word.eq_ignore_ascii_case("canonical"))
        {
            self.parts.canonical = value_of(element, "href");
        }
    }

    fn script(&mut self, element: Element<'_>) {
        let is_json_ld =
            element.attr("type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json"));
        let words = element.raw_content();
        if !is_json_ld {
            if self.parts.in_script.is_none() {
                self.parts.in_script = day_in_script(words);
            }
            return;
        }
        if self.parts.json_ld.len() >= MAX_SCRIPTS {
            return;
        }
        self.script_bytes += words.len();
        if self.script_bytes <= MAX_SCRIPT_BYTES {
            self.parts.json_ld.push(words.to_owned());
        }
    }

    /// Keeps an element that says what it is.
    fn mark(&mut self, element: Element<'_>, hints: String) {
        let own = element.attr("itemprop").or_else(|| element.attr("property"));
        if let Some(own) = &own {
            self.property = joined(&self.property, own);
        }
        let name = &*element.name();
        let is_author_link = name == "a" && leads_to_author(element);
        let speaks =
            own.is_some() || is_author_link || name == "time" || super::visible::is_hint(&hints);
        if !speaks || self.parts.marked.len() >= MAX_MARKED || name == "body" || name == "html" {
            return;
        }
        let property = if own.is_some() { self.property.clone() } else { String::new() };
        let attributes = [
            "content",
            "datetime",
            "data-datetime",
            "data-date",
            "data-timestamp",
            "data-published",
        ];
        let mut value = attributes.iter().find_map(|name| value_of(element, name));
        if value.is_none() && super::visible::is_hint(&hints) || name == "abbr" {
            value = value.or_else(|| value_of(element, "title"));
        }
        self.parts.marked.push(Marked {
            property,
            hints,
            value,
            words: words_of(element),
            is_time: name == "time",
            is_author_link,
            block: self.parts.blocks.len(),
            region: self.region,
        });
    }
}

/// The value that a script gives a name such as `datePublished`.
fn day_in_script(script: &str) -> Option<String> {
    static NAMED: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = r#"(?i)\b[a-z_.]{0,12}(?:date_?published|published_?date|publish_?date|publishing_?date|published_?at|published_?time|publication_?date|pub_?date|first_?published)\\?["']?\s*[:=,]\s*\\?["']([^"'\\]{8,40})["'\\]"#;
        Regex::new(pattern).expect("the pattern is constant and a test compiles it")
    });
    let found = NAMED.captures(crate::lines::start_of(script, MAX_SCRIPT_BYTES))?;
    Some(found[1].to_owned())
}

/// Whether a link leads to a page about somebody who writes here.
fn leads_to_author(element: Element<'_>) -> bool {
    if element.attr("rel").is_some_and(|rel| rel.split_whitespace().any(|word| word == "author")) {
        return true;
    }
    let Some(target) = element.attr("href") else { return false };
    let target = target.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let mut parts = target.trim_end_matches('/').rsplit('/');
    // The last part is the name, the one before it says what it names.
    parts.next().is_some_and(|name| name.len() > 1)
        && parts.next().is_some_and(|kind| {
            matches!(
                kind,
                "author"
                    | "authors"
                    | "autor"
                    | "autoren"
                    | "autoren_a"
                    | "auteur"
                    | "auteurs"
                    | "autore"
                    | "autori"
                    | "by"
                    | "byline"
                    | "journalist"
                    | "journalists"
                    | "reporter"
                    | "reporters"
                    | "staff"
                    | "contributor"
                    | "contributors"
                    | "columnist"
                    | "columnists"
                    | "writer"
                    | "writers"
                    | "redakteur"
            )
        })
}

/// Class, id and the like of an element, in lower case; `camelCase` as two words.
fn hints(element: Element<'_>) -> String {
    let mut hints = String::new();
    for name in [
        "class",
        "id",
        "data-testid",
        "data-component",
        "data-test",
        "data-qa",
        "data-tb-author",
        "rel",
    ] {
        let Some(words) = element.attr(name) else { continue };
        let mut before = ' ';
        for c in words.chars().take(200) {
            if c.is_uppercase() && before.is_lowercase() {
                hints.push('-');
            }
            hints.extend(c.to_lowercase());
            before = c;
        }
        hints.push(' ');
    }
    hints
}

/// `a.b` of a property within another; a vocabulary's prefix is dropped.
fn joined(outer: &str, own: &str) -> String {
    let own = own.split_whitespace().next().unwrap_or_default();
    let own = own.rsplit(['/', '#', ':']).next().unwrap_or_default();
    // Nested without end, properties would say nothing and take up memory.
    if outer.len() > 200 {
        return outer.to_owned();
    }
    if outer.is_empty() { own.to_owned() } else { format!("{outer}.{own}") }
}

/// The name of a meta element: `og:article:published_time`, `DC.date.issued`, `http://ogp.me/ns#title`.
fn key_of(name: &str) -> String {
    let name = name.trim().to_ascii_lowercase();
    let name = match name
        .strip_prefix("http://ogp.me/ns")
        .or_else(|| name.strip_prefix("https://ogp.me/ns"))
    {
        Some(rest) => match rest.strip_prefix('#') {
            Some(plain) => format!("og{plain}"),
            None => rest.trim_start_matches('/').to_owned(),
        },
        None => name,
    };
    name.chars().filter(|c| c.is_alphanumeric()).take(80).collect()
}

fn value_of(element: Element<'_>, name: &str) -> Option<String> {
    let value = spaced(crate::lines::start_of(&element.attr(name)?, MAX_VALUE));
    (!value.is_empty()).then_some(value)
}

/// The first words of an element.
fn words_of(element: Element<'_>) -> String {
    let mut words = String::new();
    let mut n_edges = 0;
    let mut unseen = 0_usize;
    for edge in element.edges() {
        n_edges += 1;
        if n_edges > MAX_EDGES || words.len() > MAX_VALUE {
            break;
        }
        match edge {
            Edge::Text(text) if unseen == 0 => {
                let text = crate::lines::start_of(&text, MAX_VALUE);
                words.extend(text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }));
            }
            Edge::Text(_) => {}
            Edge::Open(inner) => unseen += usize::from(UNSEEN.contains(&&*inner.name())),
            Edge::Close(inner) => {
                let name = &*inner.name();
                if UNSEEN.contains(&name) {
                    unseen = unseen.saturating_sub(1);
                }
                let joins = matches!(name, "b" | "i" | "em" | "strong" | "font" | "sup" | "sub");
                if !joins {
                    // Blocks and fields of a byline stand apart.
                    words.push(if INLINE.contains(&name) { ' ' } else { '\n' });
                }
            }
        }
    }
    // Line ends between blocks are kept: they part names.
    let lines: Vec<String> =
        words.split('\n').map(spaced).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// The words with single spaces, without what nobody sees.
pub(super) fn spaced(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        if matches!(c, '\u{AD}' | '\u{200B}' | '\u{200C}' | '\u{2060}' | '\u{FEFF}' | '\0') {
            continue;
        }
        if c.is_whitespace() || c.is_control() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    out
}
