//! What do meta elements, microdata and `RDFa` say?
//!
//! The same thing has dozens of names: `article:published_time`, `DC.date.issued`, `parsely-pub-date`.
//! They are compared without case and signs; of several the one that is meant most narrowly is taken.

use super::gather::{Marked, Parts};
use super::names;
use super::visible::distinct;

/// Names of the day of publication, the narrowest first.
pub(super) const PUBLISHED: [&str; 30] = [
    "articlepublishedtime",
    "ogarticlepublishedtime",
    "ogpublishedtime",
    "articlepublished",
    "datepublished",
    "publishedtime",
    "publisheddate",
    "publishdate",
    "publishtime",
    "publishedat",
    "pubdate",
    "ogpubdate",
    "publicationdate",
    "originalpublicationdate",
    "firstpublished",
    "dateissued",
    "dcdateissued",
    "dctermsissued",
    "parselypubdate",
    "sailthrudate",
    "cxenseparserecspublishtime",
    "cxenseparserecspublishedtime",
    "cxenseparsepublishtime",
    "btpubdate",
    "citationpublicationdate",
    "shareaholicarticlepublishedtime",
    "displaydate",
    "releasedate",
    "gentime",
    "swpubdate",
];

/// Names of a day that need not be that of publication: what was made then may be the page's frame.
pub(super) const CREATED: [&str; 12] = [
    "dcdate",
    "dctermsdate",
    "date",
    "datecreated",
    "dcdatecreated",
    "dctermscreated",
    "created",
    "articlecreated",
    "uploaddate",
    "citationdate",
    "bepresscitationdate",
    "citationonlinedate",
];

/// Names of the day of the last change.
pub(super) const MODIFIED: [&str; 14] = [
    "articlemodifiedtime",
    "ogarticlemodifiedtime",
    "ogmodifiedtime",
    "ogupdatedtime",
    "articlemodified",
    "datemodified",
    "lastmodified",
    "dctermsmodified",
    "dcdatemodified",
    "modified",
    "dateupdated",
    "lastupdated",
    "btmoddate",
    "shareaholicarticlemodifiedtime",
];

/// Names of who wrote it. `twitter:creator` is a handle and `article:author` mostly an address.
pub(super) const AUTHOR: [&str; 18] = [
    "author",
    "articleauthor",
    "articleauthorname",
    "ogauthor",
    "ogarticleauthor",
    "byl",
    "byline",
    "dccreator",
    "dctermscreator",
    "creator",
    "sailthruauthor",
    "parselyauthor",
    "cxenseparseauthor",
    "btauthor",
    "citationauthor",
    "shareaholicarticleauthorname",
    "authors",
    "mrfauthors",
];

/// Names of the headline that only some sites set.
pub(super) const TITLE: [&str; 10] = [
    "headline",
    "dctitle",
    "dctermstitle",
    "sailthrutitle",
    "parselytitle",
    "citationtitle",
    "hdl",
    "title",
    "cxenseparsetitle",
    "fulltitle",
];

/// Names of the text under the headline.
pub(super) const DECK: [&str; 5] =
    ["ogdescription", "twitterdescription", "description", "dcdescription", "lead"];

/// Names of the outlet behind `og:site_name`.
pub(super) const OUTLET: [&str; 6] = [
    "dcpublisher",
    "dctermspublisher",
    "publisher",
    "applicationname",
    "applemobilewebapptitle",
    "sitename",
];

/// Names of where the text is from.
pub(super) const SOURCE: [&str; 5] =
    ["originalsource", "syndicationsource", "dcsource", "articlesource", "newssource"];

/// The first value of the first of these names that has one.
pub(super) fn first<'a>(parts: &'a Parts, names: &[&str]) -> Option<&'a str> {
    all(parts, names).next()
}

/// The values of these names, in the order of the names.
pub(super) fn all<'a>(parts: &'a Parts, names: &[&str]) -> impl Iterator<Item = &'a str> {
    names.iter().flat_map(|name| {
        let of_name = |meta: &&super::gather::Meta| meta.key == *name && !meta.is_header;
        parts.metas.iter().filter(of_name).map(|meta| meta.content.as_str())
    })
}

/// The value of a header that the page repeats; a server writes some of them anew for each visit.
pub(super) fn header<'a>(parts: &'a Parts, name: &str) -> Option<&'a str> {
    parts
        .metas
        .iter()
        .find(|meta| meta.is_header && meta.key == name)
        .map(|meta| meta.content.as_str())
}

/// The authors that meta elements name: those of the first name that has any.
pub(super) fn authors(parts: &Parts) -> Vec<String> {
    let of_name = |name: &&str| distinct(all(parts, &[name]).flat_map(names::people));
    AUTHOR.iter().map(of_name).find(|names| !names.is_empty()).unwrap_or_default()
}

/// The value of a property of the page in microdata or `RDFa`; those of comments and of other articles
/// do not count.
pub(super) fn property<'a>(parts: &'a Parts, name: &str) -> Option<&'a str> {
    let found =
        parts.marked.iter().filter(|marked| is_own(marked) && last(&marked.property) == name);
    found.map(value).find(|value| !value.is_empty())
}

/// The authors in microdata or `RDFa`.
pub(super) fn marked_authors(parts: &Parts) -> Vec<String> {
    let own = || parts.marked.iter().filter(|marked| is_own(marked));
    let is_named = |property: &str| {
        let mut names = property.rsplit('.');
        names.next() == Some("name") && matches!(names.next(), Some("author" | "creator"))
    };
    let inner =
        distinct(own().filter(|m| is_named(&m.property)).flat_map(|m| names::people(value(m))));
    if !inner.is_empty() {
        return inner;
    }
    let outer = own().filter(|m| matches!(last(&m.property), "author" | "creator"));
    distinct(outer.flat_map(|m| names::people(value(m))))
}

fn is_own(marked: &Marked) -> bool {
    !marked.property.is_empty()
        && !marked.region.is_comment
        && !marked.region.is_aside
        && !marked
            .property
            .split('.')
            .any(|part| matches!(part, "comment" | "itemListElement" | "review"))
}

fn last(property: &str) -> &str {
    property.rsplit('.').next().unwrap_or_default()
}

fn value(marked: &Marked) -> &str {
    marked.value.as_deref().unwrap_or(&marked.words)
}
