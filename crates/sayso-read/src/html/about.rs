//! What does an HTML page say about itself?
//!
//! Title, outlet, writers, dates, address and language, each with where it was found: structured data
//! (JSON-LD), Open Graph, other meta elements, microdata, the page as people see it, its address. The
//! order is one of trust: what is written for one purpose alone comes before what a design may move.
//!
//! # Invariant
//! Total: every page gives an answer, in time that grows with its length alone. Nothing is read from a
//! clock: a date is refused for what it is, not for what day it is today.

mod address;
mod day;
mod describe;
mod gather;
mod json_ld;
mod lenient;
mod names;
mod origin;
mod tags;
mod titles;
mod visible;

use sayso_core::time::Date;

use super::dom::{Dom, Edge, ROOT};
use day::Order;
use json_ld::{Known, Told};

pub(super) use describe::describe;
pub(super) use gather::{Parts, gather};

/// Where in a page something was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum By {
    JsonLd,
    OpenGraph,
    Meta,
    Microdata,
    Page,
    Address,
}

impl By {
    /// The words of a record's provenance.
    pub fn as_str(self) -> &'static str {
        match self {
            By::JsonLd => "json-ld",
            By::OpenGraph => "opengraph",
            By::Meta => "meta element",
            By::Microdata => "microdata",
            By::Page => "page",
            By::Address => "address",
        }
    }
}

/// A value and where it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sourced<T> {
    /// What was found.
    pub value: T,
    /// Where.
    pub by: By,
}

/// What a page says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The headline, without the name of the site.
    pub title: Option<Sourced<String>>,
    /// The text under the headline.
    pub deck: Option<Sourced<String>>,
    /// The publisher or carrier.
    pub outlet: Option<Sourced<String>>,
    /// Who wrote it, a name each.
    pub authors: Option<Sourced<Vec<String>>>,
    /// When it was published; the day of the last change where no other is known.
    pub published: Option<Sourced<Date>>,
    /// When it was changed last.
    pub modified: Option<Sourced<Date>>,
    /// Where the page says that it is kept.
    pub canonical: Option<Sourced<String>>,
    /// ISO 639-1 code of the language.
    pub language: Option<Sourced<String>>,
    /// The part of the outlet that it stands in.
    pub section: Option<Sourced<String>>,
    /// What it is about, in the outlet's words.
    pub keywords: Vec<String>,
    /// Where it was written, as structured data says.
    pub dateline: Option<Sourced<String>>,
    /// Whose text it is, where that is not the outlet: an agency, the outlet it first appeared in.
    pub source: Option<Sourced<String>>,
    /// The address of the page that this one is a copy of, on another site.
    pub copy_of: Option<Sourced<String>>,
    /// Why it must be taken for cut short until somebody pays.
    pub paywall: Option<Sourced<String>>,
    /// How many words the whole article has, as structured data says.
    pub n_words: Option<u64>,
}

/// Reads what a page says about itself; `url` is its address where that is known.
pub fn about_page(page: &str, url: Option<&str>) -> About {
    about(&gather(&Dom::parse(page)), url)
}

/// The same of the parts of a page that speak of it.
pub(super) fn about(parts: &Parts, url: Option<&str>) -> About {
    let canonical = canonical(parts, url);
    let og_title = tags::first(parts, &["ogtitle"]);
    let heading = visible::headline_block(parts).map(|at| parts.blocks[at].words.as_str());
    let told = json_ld::read(
        &parts.json_ld,
        &Known {
            addresses: url
                .into_iter()
                .chain(canonical.as_ref().map(|c| c.value.as_str()))
                .collect(),
            titles: [og_title, heading, parts.title.as_deref()].into_iter().flatten().collect(),
        },
    );
    let language = language(parts, &told);
    let order = Order::of(language.as_ref().map(|language| language.value.as_str()));
    let outlet =
        outlet(parts, &told, heading, url.or(canonical.as_ref().map(|c| c.value.as_str())));
    let sites = sites(parts, outlet.as_ref(), url);
    let title = title(parts, &told, heading, &sites);
    let (published, modified) = days(parts, &told, order, url, canonical.as_ref());
    let mut about = About {
        deck: deck(parts, &told),
        authors: authors(parts, &told, &sites),
        language: language.map(|l| Sourced { value: short(&l.value), by: l.by }),
        section: told.section.clone().map(json_ld).or_else(|| {
            let section =
                tags::first(parts, &["articlesection", "ogsection", "section", "parselysection"]);
            section.map(|section| Sourced { value: section.to_owned(), by: By::Meta })
        }),
        keywords: told.keywords.clone(),
        // Some fill in the day instead of the place.
        dateline: told
            .dateline
            .clone()
            .filter(|words| day::of_value(words, order).is_none())
            .map(json_ld),
        n_words: told.n_words,
        title,
        outlet,
        published,
        modified,
        canonical,
        ..About::default()
    };
    origin::fill(&mut about, parts, &told, url);
    about
}

fn json_ld<T>(value: T) -> Sourced<T> {
    Sourced { value, by: By::JsonLd }
}

/// A text without markup, with single spaces: structured data may hold both.
fn plain(words: &str) -> String {
    let words = crate::lines::start_of(words, 8_000);
    if !words.contains(['&', '<']) {
        return gather::spaced(words);
    }
    let dom = Dom::parse(words);
    let texts = dom.edges(ROOT).filter_map(|edge| match edge {
        Edge::Text(text) => Some(text),
        Edge::Open(_) | Edge::Close(_) => None,
    });
    gather::spaced(&texts.collect::<String>())
}

fn canonical(parts: &Parts, url: Option<&str>) -> Option<Sourced<String>> {
    let link = parts.canonical.as_deref().map(|link| (link, By::Meta));
    let graph = tags::first(parts, &["ogurl"]).map(|link| (link, By::OpenGraph));
    [link, graph]
        .into_iter()
        .flatten()
        .find_map(|(link, by)| Some(Sourced { value: address::in_full(link, url)?, by }))
}

/// The language as the page writes it: `en-US`.
fn language(parts: &Parts, told: &Told) -> Option<Sourced<String>> {
    let found =
        |value: Option<&str>, by| value.map(|value| Sourced { value: value.trim().to_owned(), by });
    let locale = tags::first(parts, &["oglocale", "inlanguage", "language", "dclanguage"]);
    let header = tags::header(parts, "contentlanguage");
    let all = [
        found(parts.language.as_deref(), By::Page),
        found(told.language.as_deref(), By::JsonLd),
        found(locale, By::OpenGraph),
        found(header, By::Meta),
    ];
    let is_code = |language: &Sourced<String>| short(&language.value).len() == 2;
    // `en` is less than `en-US`, which tells in which order a date is read.
    let first = all.iter().flatten().find(|language| is_code(language))?;
    let same = |other: &&Sourced<String>| {
        other.value.len() > 2 && short(&other.value) == short(&first.value)
    };
    Some(all.iter().flatten().find(same).unwrap_or(first).clone())
}

fn short(language: &str) -> String {
    language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
}

fn outlet(
    parts: &Parts,
    told: &Told,
    heading: Option<&str>,
    url: Option<&str>,
) -> Option<Sourced<String>> {
    let found = |value: Option<&str>, by| {
        let value = plain(value?);
        let value = value.trim_start_matches('@').trim();
        (!value.is_empty() && value.len() <= 80 && !value.contains("://"))
            .then(|| Sourced { value: value.to_owned(), by })
    };
    found(told.outlet.as_deref(), By::JsonLd)
        .or_else(|| found(tags::first(parts, &["ogsitename"]), By::OpenGraph))
        .or_else(|| tags::all(parts, &tags::OUTLET).find_map(|value| found(Some(value), By::Meta)))
        .or_else(|| {
            let site = titles::site_behind(parts.title.as_deref()?, heading?);
            found(site.as_deref(), By::Page)
        })
        .or_else(|| found(tags::first(parts, &["twittersite"]), By::Meta))
        .or_else(|| found(url.and_then(address::host).as_deref(), By::Address))
}

/// The names that the site goes by, letters only.
fn sites(parts: &Parts, outlet: Option<&Sourced<String>>, url: Option<&str>) -> Vec<String> {
    let mut sites: Vec<String> = Vec::new();
    sites.extend(outlet.map(|outlet| titles::letters(&outlet.value)));
    let names = [
        "ogsitename",
        "applicationname",
        "applemobilewebapptitle",
        "twittersite",
        "publisher",
        "dcpublisher",
    ];
    sites.extend(tags::all(parts, &names).map(titles::letters));
    if let Some(host) = url.and_then(address::host) {
        let site = address::site(&host).to_owned();
        sites.push(titles::letters(site.split('.').next().unwrap_or_default()));
        sites.push(titles::letters(&host));
    }
    sites
}

fn title(
    parts: &Parts,
    told: &Told,
    heading: Option<&str>,
    sites: &[String],
) -> Option<Sourced<String>> {
    let marked = tags::property(parts, "headline");
    let social = tags::first(parts, &["twittertitle"]);
    let og = tags::first(parts, &["ogtitle"]);
    let rare = tags::first(parts, &tags::TITLE);
    let whole = [heading, told.headline.as_deref(), marked];
    let whole: Vec<&str> = whole.into_iter().flatten().collect();
    let trusted = [
        (told.headline.as_deref(), By::JsonLd),
        (og, By::OpenGraph),
        (heading, By::Page),
        (marked, By::Microdata),
        (social, By::Meta),
        (rare, By::Meta),
        (parts.title.as_deref(), By::Page),
    ];
    let cut = |value: &str| titles::without_site(&plain(value), sites, &whole);
    titles::choose(
        trusted.into_iter().filter_map(|(value, by)| titles::found(&cut(value?), by)).collect(),
    )
}

fn deck(parts: &Parts, told: &Told) -> Option<Sourced<String>> {
    let graph = tags::first(parts, &tags::DECK)
        .map(|deck| Sourced { value: plain(deck), by: By::OpenGraph });
    told.deck.clone().map(json_ld).or(graph).filter(|deck| !deck.value.is_empty())
}

fn authors(parts: &Parts, told: &Told, sites: &[String]) -> Option<Sourced<Vec<String>>> {
    let all = [
        Sourced { value: told.authors.clone(), by: By::JsonLd },
        Sourced { value: tags::authors(parts), by: By::Meta },
        Sourced { value: tags::marked_authors(parts), by: By::Microdata },
        Sourced { value: visible::authors(parts), by: By::Page },
    ];
    // Behind the outlet's name its town may follow.
    let is_outlet = |names: &[String]| {
        names.first().is_some_and(|name| titles::is_site(&titles::letters(name), sites))
    };
    // The outlet's name is a value for want of one: a person elsewhere is the writer.
    let mut found = all.into_iter().filter(|found| !found.value.is_empty());
    let first = found.next()?;
    if is_outlet(&first.value)
        && let Some(person) = found.find(|other| !is_outlet(&other.value))
    {
        return Some(person);
    }
    Some(first)
}

/// The days of publication and of the last change.
fn days(
    parts: &Parts,
    told: &Told,
    order: Order,
    url: Option<&str>,
    canonical: Option<&Sourced<String>>,
) -> (Option<Sourced<Date>>, Option<Sourced<Date>>) {
    let read = |value: &str| day::of_value(value, order);
    let from = |value: Option<Date>, by| value.map(|value| Sourced { value, by });
    let meta = |names: &[&str]| tags::all(parts, names).find_map(read);
    let property = |name: &str| tags::property(parts, name).and_then(read);
    let seen = visible::days(parts, order);
    let mut addresses = url.into_iter().chain(canonical.map(|c| c.value.as_str()));
    let in_address = addresses.find_map(day::in_address);

    let modified = from(told.modified.as_deref().and_then(read), By::JsonLd)
        .or_else(|| from(meta(&tags::MODIFIED), By::Meta))
        .or_else(|| from(property("dateModified"), By::Microdata))
        .or_else(|| from(seen.modified, By::Page));
    let published = from(told.published.as_deref().and_then(read), By::JsonLd)
        .or_else(|| from(meta(&tags::PUBLISHED), By::Meta))
        .or_else(|| from(property("datePublished"), By::Microdata))
        .or_else(|| from(in_address, By::Address))
        .or_else(|| from(seen.published.filter(|_| seen.is_sure), By::Page))
        .or_else(|| from(parts.in_script.as_deref().and_then(read), By::Page))
        .or_else(|| from(meta(&tags::CREATED), By::Meta))
        .or_else(|| from(property("dateCreated"), By::Microdata))
        .or_else(|| from(seen.published, By::Page))
        .or_else(|| modified.clone())
        .or_else(|| from(tags::header(parts, "lastmodified").and_then(read), By::Meta))
        .or_else(|| from(tags::first(parts, &tags::DECK).and_then(read), By::Meta));
    (published, modified)
}

#[cfg(test)]
mod tests;
