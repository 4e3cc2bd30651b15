//! Which blocks of the page are the article, in which order, and what is each of them?
//!
//! What the model finds likely is the article's own text. Around it the page's markup says what
//! stands within the article without being its text: headline, deck, writers, date, captions.

use std::collections::BTreeSet;

use sayso_core::Span;
use sayso_core::record::{Furniture, FurnitureKind};

use super::blocks::{Block, Run};
use super::dom::Dom;
use super::features::{self, Seen};
use super::groups::{BYLINE, CAPTION, COMMENT, DECK, MENU, QUOTE, RELATED, SHARE};
use super::model;
use super::tag::Tag;

/// What is more likely belongs to the article. Chosen by cross-validation on the pages that the model
/// was taught with (`train/article.py`); it moves with `model.tsv`.
const LIKELY: f32 = 0.45;

/// Below that a page has no article; a page of one short notice reaches it.
const HOPELESS: f32 = 0.1;

/// Longest caption and longest line of writers or dates, in bytes.
const MAX_CAPTION: usize = 600;
const MAX_BYLINE: usize = 200;

/// The text of an article as it was put together.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub(super) text: String,
    pub(super) runs: Vec<Run>,
    pub(super) furniture: Vec<Furniture<Span>>,
    /// Headings and items of the article itself, which look like furniture to who sees lines alone.
    pub(super) settled: Vec<Span>,
}

/// What a block is to the article.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Part {
    Body,
    Beside(FurnitureKind),
}

/// Puts the article of a page together; `None` if there is none.
pub(super) fn text(dom: &Dom<'_>, blocks: &[Block]) -> Option<Text> {
    let seen = features::look(dom, blocks);
    let likely = model::likely(&seen.rows);
    let parts = parts(dom, blocks, &seen, &likely)?;
    Some(join(dom, blocks, &parts))
}

fn parts(
    dom: &Dom<'_>,
    blocks: &[Block],
    seen: &Seen,
    likely: &[f32],
) -> Option<Vec<Option<Part>>> {
    let most = likely.iter().copied().fold(0.0, f32::max);
    if most < HOPELESS {
        return None;
    }
    let limit = LIKELY.min(most);
    let mut parts: Vec<Option<Part>> =
        likely.iter().map(|p| (*p >= limit).then_some(Part::Body)).collect();
    drop_repeated(blocks, &mut parts);
    let first = parts.iter().position(Option::is_some)?;
    let last = parts.iter().rposition(Option::is_some)?;
    let headline = seen.headline.filter(|h| *h <= first + 3);
    let from = headline.unwrap_or(first).min(first);
    for idx in from..=last {
        if parts[idx] == Some(Part::Body)
            && seen.own[idx] & QUOTE != 0
            && is_repeated(blocks, &parts, idx)
        {
            parts[idx] = Some(Part::Beside(FurnitureKind::PullQuote));
        }
        if parts[idx].is_none() {
            let above = headline.is_some_and(|h| h < idx) && idx < first;
            parts[idx] = beside(dom, &blocks[idx], seen, idx, above).map(Part::Beside);
        }
    }
    if let Some(headline) = headline {
        parts[headline] = Some(Part::Beside(FurnitureKind::Headline));
    }
    Some(parts)
}

/// What a block is that lies within the article and is not its text.
fn beside(
    dom: &Dom<'_>,
    block: &Block,
    seen: &Seen,
    idx: usize,
    above: bool,
) -> Option<FurnitureKind> {
    let (own, all) = (seen.own[idx], seen.inherited[idx]);
    if block.linked * 2 > block.text.len() && own & BYLINE == 0
        || all & (COMMENT | MENU | RELATED | SHARE) & !(CAPTION | BYLINE) != 0
            && own & (CAPTION | BYLINE) == 0
    {
        return None;
    }
    let in_caption = dom.ancestors(block.node).take(3).any(|n| dom.tag(n) == Some(Tag::Figcaption));
    let length = block.text.len();
    if in_caption && length <= MAX_CAPTION {
        return Some(FurnitureKind::Caption);
    }
    if !above {
        return None;
    }
    let row = &seen.rows[idx];
    if own & BYLINE != 0 && length <= MAX_BYLINE {
        let is_date = row[features::DATE_LIKE] >= 2.0;
        return Some(if is_date { FurnitureKind::Date } else { FurnitureKind::Byline });
    }
    let is_deck = own & DECK != 0 || row[features::DESCRIBED] > 0.6;
    (is_deck && (30..=MAX_CAPTION).contains(&length)).then_some(FurnitureKind::Deck)
}

/// Keeps the first of long blocks with the same text.
fn drop_repeated(blocks: &[Block], parts: &mut [Option<Part>]) {
    let mut texts = BTreeSet::new();
    for (block, part) in blocks.iter().zip(parts) {
        if part.is_some() && block.text.len() > 60 && !texts.insert(block.text.as_str()) {
            *part = None;
        }
    }
}

/// Whether the words of a block stand in a longer one nearby as well.
fn is_repeated(blocks: &[Block], parts: &[Option<Part>], idx: usize) -> bool {
    let words = blocks[idx].text.trim_matches(['“', '”', '"', '‘', '’', '\'', ' ']);
    let near = idx.saturating_sub(NEAR)..(idx + NEAR).min(blocks.len());
    words.len() > 20
        && near
            .filter(|n| *n != idx && parts[*n] == Some(Part::Body))
            .any(|n| blocks[n].text.len() > words.len() && blocks[n].text.contains(words))
}

/// Blocks on each side in which the words of a pull quote are looked for.
const NEAR: usize = 30;

fn join(dom: &Dom<'_>, blocks: &[Block], parts: &[Option<Part>]) -> Text {
    let mut whole = Text::default();
    let mut before: Option<&Block> = None;
    for (block, part) in blocks.iter().zip(parts) {
        let Some(part) = part else { continue };
        if let Some(before) = before {
            let items = dom.tag(block.node) == Some(Tag::Li)
                && dom.tag(before.node) == Some(Tag::Li)
                && dom.nodes[block.node].parent == dom.nodes[before.node].parent;
            whole.text.push_str(if items { "\n" } else { "\n\n" });
        }
        before = Some(block);
        let start = whole.text.len();
        whole.text.push_str(&block.text);
        whole.runs.extend(
            block
                .runs
                .iter()
                .map(|run| Run { at: run.at.start + start..run.at.end + start, ..run.clone() }),
        );
        let place = Span::new(start, whole.text.len());
        match part {
            Part::Beside(kind) => whole.furniture.push(Furniture { place, kind: *kind }),
            Part::Body if dom.tag(block.node).is_some_and(|t| t.is_heading() || t == Tag::Li) => {
                whole.settled.push(place);
            }
            Part::Body => {}
        }
    }
    whole
}
