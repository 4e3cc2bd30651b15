//! Which two places cannot both be right?
//!
//! Ages of one person that no birthday explains, years and amounts of one thing that differ, and
//! statements of which one denies the other. Each line names both places; which of them is right is not
//! said.

mod ages;
mod figures;

use std::collections::BTreeSet;

use sayso_core::across::{Contradiction, Disagreement, Dispute, DisputeKind};

use crate::claims::{Sayings, points_back};

/// The contradictions: ages, figures, statements.
pub(crate) fn contradictions(sayings: &Sayings<'_>, disputes: &[Dispute]) -> Vec<Contradiction> {
    let mut all = ages::ages(sayings);
    all.extend(figures::figures(sayings));
    all.extend(statements(sayings, disputes));
    all
}

/// Denials that say for themselves what is so: with what they deny they cannot both be right.
fn statements(sayings: &Sayings<'_>, disputes: &[Dispute]) -> Vec<Contradiction> {
    let mut all = Vec::new();
    let mut told: BTreeSet<(usize, usize)> = BTreeSet::new();
    for dispute in disputes {
        let Some(by) = sayings.number_of(&dispute.by) else { continue };
        let denial = &sayings.all[by];
        let says_so = matches!(dispute.kind, DisputeKind::Full | DisputeKind::Contradicts);
        if !says_so || denial.is_rejected || points_back(denial) || denial.is_headline {
            continue;
        }
        for id in &dispute.disputed {
            let Some(n) = sayings.number_of(id) else { continue };
            let other = &sayings.all[n];
            // A report that somebody else's words were such is not contradicted by a later denial of
            // the words: what is compared is one occasion in one article, or plain opposites.
            if other.article != denial.article || !told.insert((n.min(by), n.max(by))) {
                continue;
            }
            let (Some(a), Some(b)) =
                (sayings.places(n).into_iter().next(), sayings.places(by).into_iter().next())
            else {
                continue;
            };
            let of_number = denial.units.iter().any(|unit| !unit.quantities.is_empty())
                && dispute.kind == DisputeKind::Contradicts;
            let what = if of_number { Disagreement::Number } else { Disagreement::Statement };
            all.push(Contradiction { evidence: vec![a.clone(), b.clone()], a, b, what });
        }
    }
    all
}
