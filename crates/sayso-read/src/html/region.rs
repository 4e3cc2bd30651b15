//! Which of the likely blocks lie where the article lies?
//!
//! The model sees one block and its neighbours; comments and columns of teasers are well-formed
//! sentences too. An article lies in one part of the page's tree: it opens under the headline, and
//! what belongs to it is near its opening in the tree.

use std::collections::{BTreeMap, BTreeSet};

use super::blocks::Block;
use super::dom::{Dom, NodeId, ROOT};
use super::features::{self, Seen, is_running, look_of};

/// Bytes of running text behind the headline after which a block counts half: a few paragraphs.
const NEAR_HEADLINE: f32 = 3000.0;

/// Steps up the tree from a block to where it meets the article's opening, from which on it lies
/// elsewhere. Sections, wrappers and quotation blocks make up to three.
const FAR: usize = 4;

/// The same for what stands above the headline.
const FAR_ABOVE: usize = 3;

/// Elements of one look beside each other that make a list of teasers or comments.
const LIST: f32 = 6.0;

/// Bytes that must be left of an article where blocks are taken from it.
const ENOUGH: usize = 200;

/// Which blocks that are `wanted` lie elsewhere.
pub(super) fn elsewhere(
    dom: &Dom<'_>,
    blocks: &[Block],
    seen: &Seen,
    likely: &[f32],
    wanted: &dyn Fn(usize) -> bool,
) -> Vec<bool> {
    let mut away = vec![false; blocks.len()];
    let Some(opening) = opening(dom, blocks, seen, likely, wanted) else { return away };
    let over: BTreeSet<NodeId> = dom.ancestors(opening).chain([ROOT]).collect();
    let mut left = 0;
    for (idx, block) in blocks.iter().enumerate().filter(|(idx, _)| wanted(*idx)) {
        let path: Vec<NodeId> =
            dom.ancestors(block.node).take_while(|n| !over.contains(n)).collect();
        let steps = path.len();
        let above = seen.headline.is_some_and(|h| idx < h);
        let row = &seen.rows[idx];
        let in_comments = row[features::IN_COMMENTS] > 0.0;
        let in_list = row[features::TWINS] >= LIST && !is_like_opening(dom, opening, &path);
        away[idx] = steps >= FAR && (in_comments || in_list) || above && steps >= FAR_ABOVE;
        if !away[idx] {
            left += block.text.len();
        }
    }
    if left < ENOUGH {
        away.fill(false);
    }
    away
}

/// The element of the first likely running text in the part of the page that holds most of it.
fn opening(
    dom: &Dom<'_>,
    blocks: &[Block],
    seen: &Seen,
    likely: &[f32],
    wanted: &dyn Fn(usize) -> bool,
) -> Option<NodeId> {
    let mut scores: BTreeMap<NodeId, f32> = BTreeMap::new();
    let mut far = 0.0;
    let running = || blocks.iter().enumerate().filter(|(idx, b)| wanted(*idx) && is_running(b));
    for (idx, block) in running() {
        let length = block.text.len() as f32;
        let mut share = length * likely[idx];
        match seen.headline {
            Some(headline) if idx < headline => share *= 0.2,
            Some(_) => {
                share /= 1.0 + far / NEAR_HEADLINE;
                far += length;
            }
            None => {}
        }
        for node in dom.ancestors(dom.nodes[block.node].parent).take(6) {
            *scores.entry(node).or_default() += share;
            share *= 0.75;
        }
    }
    let mut best = (ROOT, 0.0);
    for (node, score) in scores {
        if score > best.1 {
            best = (node, score);
        }
    }
    let inside = best.0..dom.nodes[best.0].after;
    running().find(|(_, b)| inside.contains(&b.node)).map(|(_, b)| b.node)
}

/// Whether a block lies in an element that looks like the one beside it that holds the opening: the
/// entries of a live blog.
fn is_like_opening(dom: &Dom<'_>, opening: NodeId, path: &[NodeId]) -> bool {
    let Some(top) = path.last() else { return true };
    let meeting = dom.nodes[*top].parent;
    dom.ancestors(opening)
        .take_while(|n| *n != meeting)
        .last()
        .is_some_and(|beside| look_of(dom, beside) == look_of(dom, *top))
}
