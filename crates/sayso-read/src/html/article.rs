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
use super::groups::{BYLINE, COMMENT, DECK, MENU, QUOTE, RELATED, SHARE};
use super::tag::Tag;
use super::{model, region};

/// What is more likely belongs to the article. Set by hand a little below the middle, since a lost
/// paragraph is worse than one too many; limits of 0.4 to 0.5 differ by less than half a point of F1
/// on the development pages. It moves with `model.tsv`.
const LIKELY: f32 = 0.45;

/// What is so likely and stands between texts belongs to them, if it is no more blocks than these.
const PERHAPS: f32 = 0.2;
const MAX_GAP: usize = 4;

/// Below that a page has no article; a page of one short notice reaches it.
const HOPELESS: f32 = 0.1;

/// Longest caption and longest line of writers or dates, in bytes.
const MAX_CAPTION: usize = 600;
const MAX_BYLINE: usize = 200;

/// Longest line that points to another article, in bytes.
const MAX_POINTER: usize = 160;

/// The text of an article as it was put together.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub(super) words: String,
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
    let away = region::elsewhere(dom, blocks, seen, likely, &|idx| likely[idx] >= limit);
    let mut parts: Vec<Option<Part>> = likely
        .iter()
        .zip(away)
        .map(|(p, away)| (*p >= limit && !away).then_some(Part::Body))
        .collect();
    fill_gaps(dom, blocks, likely, &mut parts);
    if let Some(headline) = seen.headline {
        parts[headline] = None;
    }
    drop_repeated(blocks, &mut parts);
    let first = parts.iter().position(Option::is_some)?;
    let last = parts.iter().rposition(Option::is_some)?;
    let headline = seen.headline.filter(|h| *h <= first + 3);
    let from = headline.unwrap_or(first).min(first);
    for idx in from..=last {
        let above = headline.is_some_and(|h| h < idx) && idx <= first;
        let is_body = parts[idx] == Some(Part::Body);
        if let Some(kind) = beside(dom, blocks, seen, idx, above, is_body) {
            parts[idx] = Some(Part::Beside(kind));
        } else if is_body && seen.own[idx] & QUOTE != 0 && is_repeated(blocks, &parts, idx) {
            parts[idx] = Some(Part::Beside(FurnitureKind::PullQuote));
        }
    }
    if let Some(headline) = headline {
        parts[headline] = Some(Part::Beside(FurnitureKind::Headline));
    }
    Some(parts)
}

/// What a block is that lies within the article and is not its text; `above` if it stands between the
/// headline and the text or begins it, `is_body` if the model takes it for text.
fn beside(
    dom: &Dom<'_>,
    blocks: &[Block],
    seen: &Seen,
    idx: usize,
    above: bool,
    is_body: bool,
) -> Option<FurnitureKind> {
    let block = &blocks[idx];
    let (own, all, row) = (seen.own[idx], seen.inherited[idx], &seen.rows[idx]);
    let length = block.text.len();
    let tag = dom.tag(block.node);
    let in_caption = dom.ancestors(block.node).take(4).any(|n| dom.tag(n) == Some(Tag::Figcaption));
    if in_caption && length <= MAX_CAPTION {
        return Some(FurnitureKind::Caption);
    }
    // A line that is one link as a whole points elsewhere, wherever it stands.
    let is_pointer = block.linked * 10 >= length * 9
        && length <= MAX_POINTER
        && matches!(tag, Some(Tag::P | Tag::Div))
        && is_body;
    if is_pointer {
        return Some(FurnitureKind::Related);
    }
    // What the model takes for text may be the first paragraph in larger type.
    let is_described = row[features::DESCRIBED] > 0.6;
    let is_deck = match (is_body, tag.is_some_and(Tag::is_heading)) {
        (_, true) => own & DECK != 0 || is_described,
        (true, false) => own & DECK != 0 && is_described && tag != Some(Tag::P),
        (false, false) => own & DECK != 0,
    };
    if above && is_deck && (30..=MAX_CAPTION).contains(&length) {
        return Some(FurnitureKind::Deck);
    }
    let elsewhere = all & (COMMENT | MENU | RELATED | SHARE) != 0;
    if is_body
        || !above
        || block.linked * 2 > length && own & BYLINE == 0
        || elsewhere && own & BYLINE == 0
    {
        return None;
    }
    if own & BYLINE != 0 && length <= MAX_BYLINE {
        let is_date = row[features::DATE_LIKE] >= 2.0;
        return Some(if is_date { FurnitureKind::Date } else { FurnitureKind::Byline });
    }
    None
}

/// Takes what is perhaps text and stands between texts beside which it belongs: a short line among
/// paragraphs, an item of a list.
fn fill_gaps(dom: &Dom<'_>, blocks: &[Block], likely: &[f32], parts: &mut [Option<Part>]) {
    let beside = |idx: usize| dom.nodes[blocks[idx].node].parent;
    let mut last: Option<usize> = None;
    for idx in 0..parts.len() {
        if parts[idx].is_none() {
            continue;
        }
        if let Some(last) = last
            && (2..=MAX_GAP + 1).contains(&(idx - last))
            && (last + 1..idx).all(|n| {
                likely[n] >= PERHAPS && (beside(n) == beside(last) || beside(n) == beside(idx))
            })
        {
            parts[last + 1..idx].fill(Some(Part::Body));
        }
        last = Some(idx);
    }
}

/// Bytes from which on a text that comes twice was printed twice by mistake: pages of instructions repeat
/// their short lines.
const NO_REFRAIN: usize = 160;

/// Keeps the first of long blocks with the same text.
fn drop_repeated(blocks: &[Block], parts: &mut [Option<Part>]) {
    let mut texts = BTreeSet::new();
    for (block, part) in blocks.iter().zip(parts) {
        if part.is_some() && block.text.len() > NO_REFRAIN && !texts.insert(block.text.as_str()) {
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
            whole.words.push_str(if items { "\n" } else { "\n\n" });
        }
        before = Some(block);
        let start = whole.words.len();
        whole.words.push_str(&block.text);
        whole.runs.extend(
            block
                .runs
                .iter()
                .map(|run| Run { at: run.at.start + start..run.at.end + start, ..run.clone() }),
        );
        let place = Span::new(start, whole.words.len());
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
