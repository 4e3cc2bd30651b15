//! What does the page's structured data say of this article?
//!
//! Blocks of JSON-LD come as objects, lists and graphs, with several things in them: the site, the
//! crumbs of navigation, other articles. The one that is this page is known by its address and its
//! headline; what it does not say is taken from the object of the page that holds it.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::address;
use super::lenient;
use super::names;
use super::plain;

/// Objects that are looked at.
const MAX_OBJECTS: usize = 5_000;

/// Names of one list that are read.
const MAX_NAMES: usize = 50;

/// How deep one value may hold another before it is no name any more.
const MAX_NESTING: usize = 6;

/// More articles than that on a page, none of which it calls its own, are a list.
const MAX_ARTICLES: usize = 2;

/// What structured data says of an article; empty where it says nothing.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Told {
    pub(super) headline: Option<String>,
    pub(super) deck: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) outlet: Option<String>,
    pub(super) published: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) address: Option<String>,
    pub(super) language: Option<String>,
    pub(super) section: Option<String>,
    pub(super) keywords: Vec<String>,
    pub(super) dateline: Option<String>,
    /// Who else it is from: the source, or the address of what it is based on.
    pub(super) source: Option<String>,
    pub(super) based_on: Option<String>,
    pub(super) is_free: Option<bool>,
    pub(super) n_words: Option<u64>,
}

/// What is known of the page before its structured data is read.
pub(super) struct Known<'a> {
    /// Addresses of the page.
    pub(super) addresses: Vec<&'a str>,
    /// Its titles, as the page prints and names them.
    pub(super) titles: Vec<&'a str>,
}

type Object = Map<String, Value>;

/// Reads the blocks of a page.
pub(super) fn read(blocks: &[String], known: &Known<'_>) -> Told {
    let values: Vec<Value> = blocks.iter().flat_map(|block| lenient::values(block)).collect();
    let objects = objects(&values);
    let mut by_id: BTreeMap<&str, &Object> = BTreeMap::new();
    for object in &objects {
        if let Some(id) = object.get("@id").and_then(Value::as_str)
            && object.len() > 1
        {
            by_id.entry(id).or_insert(object);
        }
    }
    let articles: Vec<&Object> =
        objects.iter().copied().filter(|object| is_article(object)).collect();
    let affinity = |object: &Object| affinity(object, known);
    let best = articles.iter().copied().rev().max_by_key(|object| affinity(object));
    let best = best.filter(|object| articles.len() <= MAX_ARTICLES || affinity(object) > 0);
    let pages = objects.iter().copied().filter(|object| is_page(object));
    let mut told = Told::default();
    for object in best.into_iter().chain(pages) {
        told.fill(
            object,
            &Graph { by_id: &by_id },
            best.is_some_and(|best| std::ptr::eq(best, object)),
        );
    }
    told
}

impl Told {
    fn fill(&mut self, object: &Object, graph: &Graph<'_>, is_article: bool) {
        let first =
            |names: &[&str]| names.iter().find_map(|name| text(object.get(*name)?, graph, 0));
        let set = |slot: &mut Option<String>, names: &[&str]| {
            if slot.is_none() {
                *slot = first(names);
            }
        };
        set(&mut self.published, &["datePublished", "datepublished", "uploadDate", "dateCreated"]);
        set(&mut self.modified, &["dateModified", "datemodified"]);
        set(&mut self.language, &["inLanguage"]);
        set(&mut self.outlet, &["publisher"]);
        set(&mut self.address, &["url", "mainEntityOfPage", "@id"]);
        if self.authors.is_empty() {
            let authors =
                ["author", "creator", "authors"].iter().find_map(|name| object.get(*name));
            self.authors = authors.map(|authors| graph.names(authors)).unwrap_or_default();
        }
        if self.is_free.is_none() {
            self.is_free = is_free(object);
        }
        if is_article {
            set(&mut self.headline, &["headline", "name", "title"]);
            set(&mut self.deck, &["alternativeHeadline", "description", "abstract"]);
            set(&mut self.section, &["articleSection"]);
            set(&mut self.dateline, &["dateline"]);
            set(&mut self.source, &["sourceOrganization", "provider", "creditText"]);
            self.based_on =
                ["isBasedOn", "isBasedOnUrl"].iter().find_map(|name| link(object.get(*name)?));
            self.n_words = object
                .get("wordCount")
                .and_then(|n| n.as_u64().or_else(|| n.as_str()?.trim().parse().ok()));
            self.keywords = object.get("keywords").map(keywords).unwrap_or_default();
        }
    }
}

/// Objects that others name by their id.
struct Graph<'a> {
    by_id: &'a BTreeMap<&'a str, &'a Object>,
}

impl Graph<'_> {
    /// The object itself, or the one that it names.
    fn resolve<'a>(&'a self, object: &'a Object) -> &'a Object {
        let id = object.get("@id").and_then(Value::as_str).filter(|_| !object.contains_key("name"));
        id.and_then(|id| self.by_id.get(id).copied()).unwrap_or(object)
    }

    /// The names of people and bodies in a value of any form.
    fn names(&self, value: &Value) -> Vec<String> {
        let mut found = Vec::new();
        self.add_names(value, 0, &mut found);
        found
    }

    fn add_names(&self, value: &Value, depth: usize, found: &mut Vec<String>) {
        if depth > MAX_NESTING || found.len() >= MAX_NAMES {
            return;
        }
        match value {
            Value::String(words) => found.extend(names::people(&plain(words))),
            Value::Array(values) => {
                for value in values {
                    self.add_names(value, depth + 1, found);
                }
            }
            Value::Object(object) => {
                let object = self.resolve(object);
                if let Some(name) = object.get("name").filter(|name| !is_empty(name)) {
                    self.add_names(name, depth + 1, found);
                    return;
                }
                let part = |name: &str| object.get(name).and_then(Value::as_str).map(str::trim);
                if let (Some(given), Some(family)) = (part("givenName"), part("familyName")) {
                    found.push(format!("{given} {family}"));
                } else if let Some(other) = part("alternateName") {
                    found.extend(names::people(&plain(other)));
                }
            }
            _ => {}
        }
    }
}

/// The objects of the blocks, without those within an article.
fn objects(values: &[Value]) -> Vec<&Object> {
    // What may hold the article; what an article or a list holds are others.
    const WITHIN: [&str; 4] = ["@graph", "mainEntity", "mainEntityOfPage", "subjectOf"];
    let mut found = Vec::new();
    let mut waiting: Vec<&Value> = values.iter().rev().collect();
    while let Some(value) = waiting.pop() {
        match value {
            Value::Array(values) => waiting.extend(values.iter().rev()),
            Value::Object(object) if found.len() < MAX_OBJECTS => {
                found.push(object);
                waiting.extend(WITHIN.iter().rev().filter_map(|name| object.get(*name)));
            }
            _ => {}
        }
    }
    found
}

fn types(object: &Object) -> impl Iterator<Item = &str> {
    let one = object.get("@type").or_else(|| object.get("type"));
    let many = one.and_then(Value::as_array).into_iter().flatten();
    let names = one.into_iter().chain(many).filter_map(Value::as_str);
    names.map(|name| name.rsplit(['/', '#', ':']).next().unwrap_or(name))
}

fn is_article(object: &Object) -> bool {
    types(object).any(|kind| {
        kind.ends_with("Article")
            || matches!(
                kind,
                "BlogPosting"
                    | "LiveBlogPosting"
                    | "Report"
                    | "SocialMediaPosting"
                    | "Review"
                    | "ClaimReview"
            )
    })
}

/// Objects that stand for the page as a whole, or for what it shows instead of an article.
fn is_page(object: &Object) -> bool {
    types(object).any(|kind| {
        matches!(
            kind,
            "WebPage"
                | "ItemPage"
                | "AboutPage"
                | "CreativeWork"
                | "Recipe"
                | "VideoObject"
                | "PodcastEpisode"
                | "AudioObject"
                | "ImageGallery"
                | "Event"
                | "QAPage"
                | "DiscussionForumPosting"
                | "Dataset"
                | "Book"
        )
    })
}

/// How sure it is that an object is this page: its address counts, and its headline.
fn affinity(object: &Object, known: &Known<'_>) -> u32 {
    let graph = Graph { by_id: &BTreeMap::new() };
    let own = ["url", "mainEntityOfPage", "@id"].iter().filter_map(|name| link(object.get(*name)?));
    let is_here =
        own.into_iter().any(|own| known.addresses.iter().any(|here| address::is_same(&own, here)));
    let headline = ["headline", "name"].iter().find_map(|name| text(object.get(*name)?, &graph, 0));
    let is_titled = headline.is_some_and(|headline| {
        let headline = super::titles::letters(&headline);
        // Headlines are cut short in structured data, and titles carry the site's name.
        headline.len() > 8
            && known.titles.iter().any(|title| {
                let title = super::titles::letters(title);
                title.starts_with(&headline) || title.len() > 12 && headline.starts_with(&title)
            })
    });
    2 * u32::from(is_here) + 2 * u32::from(is_titled)
}

/// The words of a value: a string, the first of a list, the name of an object.
fn text(value: &Value, graph: &Graph<'_>, depth: usize) -> Option<String> {
    if depth > MAX_NESTING {
        return None;
    }
    match value {
        Value::String(words) => Some(plain(words)).filter(|words| !words.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(values) => values.iter().find_map(|value| text(value, graph, depth + 1)),
        Value::Object(object) => {
            let object = graph.resolve(object);
            ["name", "@value", "@id", "url"]
                .iter()
                .find_map(|name| text(object.get(*name)?, graph, depth + 1))
        }
        _ => None,
    }
}

/// The address in a value.
fn link(value: &Value) -> Option<String> {
    match value {
        Value::String(words) => Some(words.trim().to_owned()).filter(|words| !words.is_empty()),
        Value::Array(values) => values.iter().find_map(|value| value.as_str().map(str::to_owned)),
        Value::Object(object) => ["@id", "url"]
            .iter()
            .find_map(|name| object.get(*name).and_then(Value::as_str))
            .map(str::to_owned),
        _ => None,
    }
}

fn keywords(value: &Value) -> Vec<String> {
    let parts: Vec<&str> = match value {
        Value::String(words) => words.split([',', ';']).collect(),
        Value::Array(values) => values.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    parts.into_iter().map(plain).filter(|word| !word.is_empty()).take(MAX_NAMES).collect()
}

/// Whether it can be read without paying: said of the article, or of a part that is hidden.
fn is_free(object: &Object) -> Option<bool> {
    let said = |object: &Object| match object.get("isAccessibleForFree")? {
        Value::Bool(free) => Some(*free),
        Value::String(words) => match words.trim().to_ascii_lowercase().rsplit('/').next()? {
            "true" | "yes" => Some(true),
            "false" | "no" => Some(false),
            _ => None,
        },
        _ => None,
    };
    said(object).or_else(|| {
        let parts = object.get("hasPart")?;
        let many = parts.as_array().into_iter().flatten();
        let hidden =
            many.chain([parts]).filter_map(Value::as_object).any(|part| said(part) == Some(false));
        hidden.then_some(false)
    })
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(words) => words.trim().is_empty(),
        Value::Array(values) => values.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(block: &str) -> Told {
        let known = Known {
            addresses: vec!["https://orb.example/wall"],
            titles: vec!["Harbour wall to go | The Orb"],
        };
        read(&[block.to_owned()], &known)
    }

    #[test]
    fn a_graph_with_people_and_publisher_by_id() {
        let told = told(
            r##"{"@context":"https://schema.org","@graph":[
              {"@type":"NewsArticle","headline":"Harbour wall to go","author":{"@id":"#ann"},
               "datePublished":"2024-06-23T07:15:00Z","isPartOf":{"@id":"#page"}},
              {"@type":"WebPage","@id":"#page","inLanguage":"en-GB","dateModified":"2024-06-24","publisher":{"@id":"#orb"}},
              {"@type":"Person","@id":"#ann","name":"Ann Lee"},
              {"@type":"Organization","@id":"#orb","name":"The Orb"}]}"##,
        );
        assert_eq!(told.headline.as_deref(), Some("Harbour wall to go"));
        assert_eq!(told.authors, ["Ann Lee"]);
        assert_eq!(told.outlet.as_deref(), Some("The Orb"));
        assert_eq!(told.published.as_deref(), Some("2024-06-23T07:15:00Z"));
        assert_eq!(told.modified.as_deref(), Some("2024-06-24"));
        assert_eq!(told.language.as_deref(), Some("en-GB"));
    }

    #[test]
    fn of_several_articles_the_one_that_is_this_page() {
        let list = |last: &str| {
            format!(
                r#"[{{"@type":"NewsArticle","headline":"Another storm","url":"https://orb.example/storm","datePublished":"2024-01-01"}},
                   {{"@type":"NewsArticle","headline":"A third thing","url":"https://orb.example/third","datePublished":"2024-01-02"}},
                   {last}]"#
            )
        };
        let by_address = r#"{"@type":["Thing","ReportageNewsArticle"],"mainEntityOfPage":{"@id":"http://www.orb.example/wall/?x=1"},"datePublished":"2024-06-23"}"#;
        assert_eq!(told(&list(by_address)).published.as_deref(), Some("2024-06-23"));
        let by_headline =
            r#"{"@type":"Article","headline":"Harbour wall to go","datePublished":"2024-06-23"}"#;
        assert_eq!(told(&list(by_headline)).published.as_deref(), Some("2024-06-23"));
        // None is this page: it lists them.
        let other = r#"{"@type":"Article","headline":"A fourth","datePublished":"2024-06-25"}"#;
        assert_eq!(told(&list(other)), Told::default());
    }

    #[test]
    fn authors_in_every_form() {
        for (author, expected) in [
            (r#""By Ann Lee and Ben Roe""#, vec!["Ann Lee", "Ben Roe"]),
            (r#"["Ann Lee", {"name": "Ben Roe"}]"#, vec!["Ann Lee", "Ben Roe"]),
            (r#"{"@type":"Person","name":["Ann Lee","Ben Roe"]}"#, vec!["Ann Lee", "Ben Roe"]),
            (r#"{"givenName":"Ann","familyName":"Lee"}"#, vec!["Ann Lee"]),
            (r#""https://orb.example/by/ann""#, vec![]),
            (r#"{"name":null}"#, vec![]),
            ("7", vec![]),
        ] {
            let told = told(&format!(r#"{{"@type":"Article","author":{author}}}"#));
            assert_eq!(told.authors, expected, "{author}");
        }
    }

    #[test]
    fn what_must_be_paid_for() {
        let free = |rest: &str| told(&format!(r#"{{"@type":"Article",{rest}}}"#)).is_free;
        assert_eq!(free(r#""isAccessibleForFree":"False""#), Some(false));
        assert_eq!(free(r#""isAccessibleForFree":true"#), Some(true));
        assert_eq!(
            free(r#""hasPart":[{"@type":"WebPageElement","isAccessibleForFree":false}]"#),
            Some(false)
        );
        assert_eq!(free(r#""name":"x""#), None);
    }

    #[test]
    fn things_within_things_end() {
        let deep = format!(
            r#"{{"@type":"Article","author":{}"Ann Lee"{}}}"#,
            r#"{"name":"#.repeat(100),
            "}".repeat(100)
        );
        assert!(told(&deep).authors.is_empty());
        let many = format!(
            r#"{{"@graph":[{}]}}"#,
            vec![r#"{"@type":"Article","name":"x"}"#; 20_000].join(",")
        );
        assert_eq!(told(&many), Told::default());
    }
}
