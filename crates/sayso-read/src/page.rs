//! What article is on this page?
//!
//! The one door between boxes and HTML: whatever holds pages comes through here.

use sayso_core::{Article, Result};

use crate::{Options, unsupported};

/// The article of a page; `charset` is what its server said of it.
pub(crate) fn page(
    _id: &str,
    _bytes: &[u8],
    name: &str,
    _charset: Option<&str>,
    _options: &Options,
) -> Result<Article> {
    Err(unsupported("HTML")
        .at(name)
        .hint("save the article as plain text, or put it into a line of JSON"))
}

/// The article of a piece of HTML that is an article and nothing else, as feeds hold it.
pub(crate) fn fragment(
    id: &str,
    html: &str,
    title: Option<&str>,
    name: &str,
    options: &Options,
) -> Result<Article> {
    let title = title.map_or_else(String::new, escape);
    let page = format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>{title}</title></head><body><article><h1>{title}</h1>\n{html}\n</article></body></html>"
    );
    self::page(id, page.as_bytes(), name, None, options)
}

fn escape(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
