//! Who said what, by rules?
//!
//! [`Rules`] reads each paragraph line by line (see `line`), finds the words that cite
//! (`cues`), the phrase that names who is cited (`phrase`) and what is attributed
//! (`content`); then it joins speech that goes on without a cue, and looks inside what was found for
//! statements within statements (`inside`).

mod speech;
mod turn;
mod line;
mod verbal;
mod active;
mod pattern;
mod verb;
mod cues;
mod phrase;
mod words;
mod content;
mod rule;
mod trained;
mod mend;
mod inside;
mod folded;

use sayso_core::Span;

use self::rule::Rule;
pub use self::trained::{Given, Scorer, Trained};
use crate::hints::Hints;
use crate::relation::{Attributor, Relation, Seen};
use crate::segment::Segmented;

/// Attribution by rules alone: the floor that a trained encoder must beat.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rules;

impl Attributor for Rules {
    fn read(&self, segmented: &Segmented<'_>) -> Seen {
        let mut found = speech::join(segmented);
        for relation in &mut found {
            mend::cut_comment(segmented, relation);
        }
        inside::cited_for(segmented, &mut found);
        inside::look_inside(segmented, &mut found);
        Seen { relations: in_order(found), hints: Hints::default() }
    }
}

/// What a rule found in one line.
#[derive(Clone, Debug)]
struct Found {
    source: Vec<Span>,
    cue: Vec<Span>,
    content: Vec<Span>,
    by: Rule,
}

fn relation(found: Found, parent: Option<usize>) -> Relation {
    Relation {
        source: found.source,
        cue: found.cue,
        content: found.content,
        parent,
        continues: None,
        confidence: found.by.confidence(),
        by: found.by.name(),
    }
}

/// The relations in order of their first span, each once, indices adjusted.
fn in_order(relations: Vec<Relation>) -> Vec<Relation> {
    // By first word; of two with one source the first said first; a whole before its parts.
    let place = |r: &Relation| {
        let first = r.source.iter().chain(&r.cue).chain(&r.content).map(|s| s.start()).min();
        let content = r.content.iter().map(|s| s.start()).min();
        (first, content, std::cmp::Reverse(r.content.iter().map(|s| s.end()).max()))
    };
    let mut order: Vec<usize> = (0..relations.len()).collect();
    order.sort_by_key(|&n| (place(&relations[n]), n));
    let same = |a: &Relation, b: &Relation| {
        (&a.source, &a.cue, &a.content) == (&b.source, &b.cue, &b.content)
    };
    let mut new_place = vec![0; relations.len()];
    let mut kept: Vec<usize> = Vec::with_capacity(order.len());
    for n in order {
        // Twins stand at one place, so they are neighbours.
        let near = kept.iter().rev().take_while(|&&k| place(&relations[k]) == place(&relations[n]));
        let twin = near
            .enumerate()
            .find(|(_, k)| same(&relations[**k], &relations[n]))
            .map(|(back, _)| kept.len() - 1 - back);
        new_place[n] = twin.unwrap_or(kept.len());
        if twin.is_none() {
            kept.push(n);
        }
    }
    let mut slots: Vec<Option<Relation>> = relations.into_iter().map(Some).collect();
    kept.into_iter()
        .filter_map(|n| slots[n].take())
        .map(|mut relation| {
            relation.parent = relation.parent.map(|n| new_place[n]);
            relation.continues = relation.continues.map(|n| new_place[n]);
            relation
        })
        .collect()
}
