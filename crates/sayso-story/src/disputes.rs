//! Which statements does a denial reject, and how much of them?
//!
//! A denial may say what it rejects (`denied that …`, `there was no vote`), point to it (`that account`,
//! `some of the claims`), or answer a question that was put. Who would not comment denies nothing, and
//! who answers beside the point does not either: both are told apart. Whoever only repeats a claim is
//! no party to the dispute, and a denial of a claim reaches its earlier statements in other articles.

mod answer;
mod target;

use std::collections::BTreeSet;

use sayso_core::across::{Dispute, DisputeKind, Place};
use sayso_core::record::Stance;

use crate::claims::{self, Compared, Saying, Sayings, Voice, stem};
use crate::disputes::answer::{Answer, answer_of};
use crate::disputes::target::{Found, opposed_numbers, opposed_words, targets};

/// Words of a denial that leave a part standing.
const PARTIAL: [&str; 8] =
    ["some", "part", "aspect", "element", "several", "inaccuracie", "inaccuracy", "entirely"];

/// Verbs and words by which a source grants a part of what it denies elsewhere.
const GRANTING: [&str; 6] = ["admit", "concede", "acknowledge", "grant", "confirm", "accept"];

/// The disputes, by the order of the denials.
pub(crate) fn disputes(sayings: &Sayings<'_>, compared: &Compared) -> Vec<Dispute> {
    let group_of = group_numbers(sayings.all.len(), &compared.groups);
    let mut disputes = Vec::new();
    for (n, saying) in sayings.all.iter().enumerate() {
        let (kind, found) = match answer_of(sayings, n) {
            Answer::Denial => (fullness(sayings, n), targets(sayings, compared, n)),
            Answer::Declined => (DisputeKind::Declined, answer::asked_about(sayings, compared, n)),
            Answer::BesideThePoint => {
                (DisputeKind::NonDenial, answer::asked_about(sayings, compared, n))
            }
            Answer::None => {
                let found = opposed_numbers(sayings, n).or_else(|| opposed_words(sayings, n));
                (DisputeKind::Contradicts, found)
            }
        };
        let Some(Found { targets, reason }) = found else { continue };
        let reaches = matches!(kind, DisputeKind::Full | DisputeKind::Partial)
            && !claims::points_back(saying);
        let mut rejected: BTreeSet<usize> = targets.iter().copied().collect();
        if reaches {
            for target in &targets {
                rejected.extend(retold_before(sayings, compared, &group_of, *target, saying));
            }
        }
        rejected.remove(&n);
        if rejected.is_empty() {
            continue;
        }
        let evidence: Vec<Place> = std::iter::once(n)
            .chain(rejected.iter().copied())
            .flat_map(|s| sayings.places(s))
            .collect();
        disputes.push(Dispute {
            disputed: rejected.iter().map(|d| sayings.all[*d].statement.id.clone()).collect(),
            by: saying.statement.id.clone(),
            kind,
            reason,
            evidence,
        });
    }
    disputes
}

/// The number of each saying's group.
fn group_numbers(count: usize, groups: &[Vec<usize>]) -> Vec<Option<usize>> {
    let mut numbers = vec![None; count];
    for (number, group) in groups.iter().enumerate() {
        for member in group {
            numbers[*member] = Some(number);
        }
    }
    numbers
}

/// The statements of the same claim that stand in articles printed before the denial's.
fn retold_before(
    sayings: &Sayings<'_>,
    compared: &Compared,
    group_of: &[Option<usize>],
    target: usize,
    denial: &Saying<'_>,
) -> Vec<usize> {
    let Some(group) = group_of[target] else { return Vec::new() };
    let printed = sayings.views[denial.article].published();
    let is_before = |member: &usize| {
        let other = &sayings.all[*member];
        let then = sayings.view(*member).published();
        let before = then.zip(printed).is_some_and(|(then, now)| then < now);
        let same_voice = other.voice.is_same_as(&denial.voice);
        (before || other.article == denial.article && !same_voice)
            && other.statement.stance != Stance::Denies
    };
    compared.groups[group].iter().copied().filter(is_before).collect()
}

/// Whether a denial rejects all or leaves a part standing: by its own words, or since the same source
/// grants something nearby.
fn fullness(sayings: &Sayings<'_>, n: usize) -> DisputeKind {
    let saying = &sayings.all[n];
    let view = sayings.view(n);
    let mut words = saying
        .statement
        .content
        .iter()
        .chain(&saying.statement.cue)
        .flat_map(|span| view.words_in(*span).iter().map(|word| word.key.as_str()));
    let limits = words.clone().any(|word| PARTIAL.contains(&word));
    let grants = |word: &str| GRANTING.iter().any(|verb| stem(verb) == stem(word));
    let is_true_that =
        words.clone().zip(words.clone().skip(1)).any(|pair| pair == ("true", "that"));
    let granted_nearby = sayings.of_article(saying.article).any(|other| {
        let voice = &sayings.all[other].voice;
        other != n
            && matches!(voice, Voice::Known { .. })
            && voice.is_same_as(&saying.voice)
            && sayings.cue(other).into_iter().any(grants)
    });
    if limits || is_true_that || granted_nearby || words.any(grants) {
        DisputeKind::Partial
    } else {
        DisputeKind::Full
    }
}
