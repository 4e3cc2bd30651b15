//! How many fields of each role are right?
//!
//! Counted over distinct fields: two statements that share a source have one source here.

use std::collections::BTreeSet;

use super::characters::{Characters, Letters};
use super::figures::Figures;
use super::pairing::Row;

/// Counts sources, cues and contents.
pub(super) fn count_fields(
    gold: &[Row<'_>],
    predicted: &[Row<'_>],
    letters: &Letters,
    figures: &mut Figures,
) {
    type Field = for<'r> fn(&'r Row<'_>) -> &'r Characters;
    let roles: [([&'static str; 3], Field); 3] = [
        (["source exact", "source overlap", "source token"], |row| &row.source),
        (["cue exact", "cue overlap", "cue token"], |row| &row.cue),
        (["content exact", "content overlap", "content token"], |row| &row.content),
    ];
    for ([exact, overlap, token], field) in roles {
        let filled = |row| Some(field(row)).filter(|field| !field.is_empty());
        let need: BTreeSet<_> =
            gold.iter().filter(|row| row.attribution.required).filter_map(filled).collect();
        // What only statements that are not demanded have.
        let spare: BTreeSet<_> =
            gold.iter().filter_map(filled).filter(|field| !need.contains(field)).collect();
        let have: BTreeSet<_> = predicted.iter().filter_map(filled).collect();

        let right = need.intersection(&have).count();
        let counts = figures.counts_mut(exact);
        counts.right += right;
        counts.missing += need.len() - right;
        counts.wrong += have.len() - right - have.intersection(&spare).count();

        count_overlaps(&need, &spare, &have, overlap, figures);
        count_characters([&need, &spare, &have], letters, token, figures);
    }
}

fn count_overlaps(
    need: &BTreeSet<&Characters>,
    spare: &BTreeSet<&Characters>,
    have: &BTreeSet<&Characters>,
    name: &'static str,
    figures: &mut Figures,
) {
    let mut near = Vec::new();
    for gold in need.union(spare) {
        for predicted in have {
            let overlap = gold.overlap(predicted);
            if overlap >= 0.5 {
                near.push((overlap, *gold, *predicted));
            }
        }
    }
    near.sort_by(|(a, gold_a, predicted_a), (b, gold_b, predicted_b)| {
        b.total_cmp(a)
            .then_with(|| gold_a.first().cmp(&gold_b.first()))
            .then_with(|| predicted_a.first().cmp(&predicted_b.first()))
            .then_with(|| (gold_a, predicted_a).cmp(&(gold_b, predicted_b)))
    });
    let (mut gone, mut used) = (BTreeSet::new(), BTreeSet::new());
    for (_, gold, predicted) in near {
        if !gone.contains(gold) && !used.contains(predicted) {
            gone.insert(gold);
            used.insert(predicted);
        }
    }
    let right = gone.iter().filter(|gold| need.contains(*gold)).count();
    let counts = figures.counts_mut(name);
    counts.right += right;
    counts.missing += need.len() - right;
    counts.wrong += have.len() - used.len();
}

fn count_characters(
    [need, spare, have]: [&BTreeSet<&Characters>; 3],
    letters: &Letters,
    name: &'static str,
    figures: &mut Figures,
) {
    let carrying = |fields: &BTreeSet<&Characters>| {
        let mut mask = vec![false; letters.len()];
        for at in fields.iter().flat_map(|field| field.positions()) {
            mask[at] = true;
        }
        mask
    };
    let (need, spare, have) = (carrying(need), carrying(spare), carrying(have));
    let counts = figures.counts_mut(name);
    for ((need, spare), have) in need.into_iter().zip(spare).zip(have) {
        match (need, have) {
            (true, true) => counts.right += 1,
            (true, false) => counts.missing += 1,
            (false, true) if !spare => counts.wrong += 1,
            _ => {}
        }
    }
}
