//! Which part of this page is the article?
//!
//! A page is decoded, read as a tree that remembers its bytes, and cut into blocks; a model says of
//! each how likely it belongs to the article. The article's text is those blocks in the order of the
//! page, with headline, deck, writers, date and captions where they stand among them, marked as
//! furniture. Menus, comments and teasers are not in it.
//!
//! # Invariant
//! Every character of the text is one of the page, and its place in the page's bytes is kept, but
//! for the line ends between blocks and the marks of `<q>`.

mod article;
mod blocks;
mod bytes;
mod characters;
mod dom;
mod features;
mod groups;
mod model;
mod tag;
mod tokens;
mod wording;

use std::fmt::Write as _;

use sayso_core::id::ArticleId;
use sayso_core::record::{Note, Page, PageRun};
use sayso_core::{Article, Error, Result, Span};
use sha2::{Digest, Sha256};

use crate::decode::{self, Decoded};
use crate::{Options, describe, too_large};

/// The article of a page; `name` is what errors call it, `charset` the encoding that came with it from
/// outside.
///
/// # Errors
/// If the bytes are no text, are more than the limit, or hold no article.
pub(crate) fn page(
    id: &str,
    bytes: &[u8],
    name: &str,
    charset: Option<&str>,
    options: &Options,
) -> Result<Article> {
    let PageRead { mut article, settled } = page_parts(id, bytes, name, charset, options)?;
    describe::describe_settled(&mut article, &settled, options);
    Ok(article)
}

/// An article as its page shows it, before its text was looked at for what it says of itself.
pub(crate) struct PageRead {
    pub(crate) article: Article,
    /// Stretches that [`describe::describe_settled`] leaves alone.
    pub(crate) settled: Vec<Span>,
}

impl PageRead {
    /// The same of a plain text, in which nothing is settled.
    pub(crate) fn plain(article: Article) -> Self {
        PageRead { article, settled: Vec::new() }
    }
}

/// The same in two steps, so that a side file or a line can say first what it knows.
pub(crate) fn page_parts(
    id: &str,
    bytes: &[u8],
    name: &str,
    charset: Option<&str>,
    options: &Options,
) -> Result<PageRead> {
    let limit = options.record_limit();
    if bytes.len() as u64 > limit {
        return Err(too_large(name, limit));
    }
    let Decoded { text: source, notes, encoding, mark } = decode::decode_page(bytes, charset)
        .map_err(|no| Error::input("cannot read").at(name).because(no.why).hint(no.hint))?;
    let dom = dom::Dom::parse(&source);
    let blocks = blocks::blocks(&dom);
    let Some(text) = article::text(&dom, &blocks) else {
        return Err(Error::input("no article in")
            .at(name)
            .because("no part of the page reads like one")
            .hint("a page that is filled in by scripts must be saved after they ran"));
    };
    if text.text.len() as u64 > options.limit() {
        return Err(too_large(name, options.limit()));
    }
    let mut article = Article::new(ArticleId::new(id), text.text);
    article.furniture = text.furniture;
    // Places in the source are none in the text.
    article.notes = notes.into_iter().map(|note| Note { place: Span::new(0, 0), ..note }).collect();
    article.page = bytes::Bytes::of(bytes, mark, encoding, &source).map(|map| Page {
        sha256: hexadecimal(&Sha256::digest(bytes)),
        bytes: bytes.len() as u64,
        encoding: encoding.name().to_owned(),
        runs: text
            .runs
            .into_iter()
            .map(|run| PageRun {
                place: Span::new(run.at.start, run.at.end),
                from: map.at(run.from.start) as u64,
                to: map.at(run.from.end) as u64,
                same: run.same,
            })
            .collect(),
    });
    Ok(PageRead { article, settled: text.settled })
}

/// The article of a piece of HTML that is an article and nothing else, as feeds hold it.
///
/// Its characters have no place in bytes: those of the feed say it in another way.
pub(crate) fn fragment(
    id: &str,
    html: &str,
    title: Option<&str>,
    name: &str,
    options: &Options,
) -> Result<PageRead> {
    let title = title.unwrap_or_default();
    let title = title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let page = format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>{title}</title></head><body><article><h1>{title}</h1>\n{html}\n</article></body></html>"
    );
    let mut read = page_parts(id, page.as_bytes(), name, Some("utf-8"), options)?;
    read.article.page = None;
    Ok(read)
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// A stretch of a page and what can be seen of it: what `train/` learns from.
#[derive(Clone, Debug)]
pub struct SeenBlock {
    /// Its text.
    pub text: String,
    /// The element that it stands in.
    pub tag: String,
    /// What the model is given.
    pub features: Vec<f32>,
}

/// The blocks of a page with what the model is given of each.
pub fn seen_blocks(html: &str) -> Vec<SeenBlock> {
    let dom = dom::Dom::parse(html);
    let blocks = blocks::blocks(&dom);
    let seen = features::look(&dom, &blocks);
    blocks
        .into_iter()
        .zip(seen.rows)
        .map(|(block, features)| SeenBlock {
            tag: dom.name(block.node).to_lowercase(),
            text: block.text,
            features,
        })
        .collect()
}
