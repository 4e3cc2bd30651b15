//! What have the statements of all articles to do with one another?
//!
//! The order of the steps that compare statements: claims, drift, origins, disputes, forecasts,
//! contradictions. Each takes what the steps before it found.

use sayso_core::across::{Across, Copy, EntityAcross};

use crate::claims::{Meaning, Sayings, claims, compare};
use crate::contradictions::contradictions;
use crate::disputes::disputes;
use crate::dossier::View;
use crate::drift::drifts;
use crate::forecasts::forecasts;
use crate::origins::{copy_ties, origins};

/// All that statements have to do with one another: claims with their origins, disputes, drift,
/// forecasts, contradictions.
pub fn relations(
    views: &[View<'_>],
    copies: &[Copy],
    people: &[EntityAcross],
    meaning: &dyn Meaning,
) -> Vec<Across> {
    let sayings = Sayings::of(views, people);
    let ties = copy_ties(&sayings, copies);
    let copied = ties.iter().map(|tie| (tie.first.min(tie.second), tie.first.max(tie.second)));
    let compared = compare(&sayings, &copied.collect(), meaning);
    let drifts = drifts(&sayings, &compared, &ties);
    let drifted = drifts.iter().map(|drifting| (drifting.from, drifting.to)).collect();
    let mut records = Vec::new();
    for (group, mut claim) in claims(&sayings, &compared.groups) {
        claim.origins = origins(&sayings, &group, &ties, &drifted);
        records.push(Across::Claim(claim));
    }
    let disputes = disputes(&sayings, &compared);
    let contradictions = contradictions(&sayings, &disputes);
    records.extend(disputes.into_iter().map(Across::Dispute));
    records.extend(drifts.into_iter().map(|drifting| Across::Drift(drifting.drift)));
    records.extend(forecasts(&sayings, &compared).into_iter().map(Across::Forecast));
    records.extend(contradictions.into_iter().map(Across::Contradiction));
    records
}
