//! What does a denial reject?
//!
//! First what extraction has tied to it, then statements by others that share its words or say the
//! opposite, then what its words point to. A denial that names nothing rejects what stands just before.

use std::collections::BTreeSet;

use sayso_core::record::Stance;

use crate::claims::{
    Compared, Counted, Saying, Sayings, Unit, Voice, are_opposite, group_of, is_name, shared_of,
};

/// What is rejected, and why it counts as that.
pub(crate) struct Found {
    /// The sayings.
    pub(crate) targets: Vec<usize>,
    /// In words.
    pub(crate) reason: String,
}

/// Nouns that stand for what was said before.
const POINTING: [&str; 20] = [
    "account",
    "accusation",
    "allegation",
    "article",
    "claim",
    "comment",
    "description",
    "line",
    "news",
    "quotation",
    "quote",
    "remark",
    "report",
    "rumour",
    "rumor",
    "statement",
    "story",
    "suggestion",
    "version",
    "word",
];

/// Pronouns that do the same where they are nearly all of a content.
const PRONOUNS: [&str; 4] = ["it", "so", "that", "this"];

/// Nouns for many statements at once: all that stands just before is meant.
const POINTING_TO_ALL: [&str; 10] = [
    "allegations",
    "accusations",
    "claims",
    "comments",
    "quotations",
    "quotes",
    "remarks",
    "reports",
    "rumours",
    "words",
];

/// Sentences before a denial in which what it points to is looked for.
const NEAR: usize = 5;

/// What shared words must prove before they tie a denial to a statement.
const PROVES: f32 = 0.45;

/// What an opposite word is worth beside shared words.
const OPPOSITE_IS_WORTH: f32 = 0.7;

/// What a word of the same group is worth, where both speak of the same people.
const ALIKE_IS_WORTH: f32 = 0.5;

/// The sayings that a denial rejects.
pub(crate) fn targets(sayings: &Sayings<'_>, compared: &Compared, n: usize) -> Option<Found> {
    let saying = &sayings.all[n];
    let tied: Vec<usize> =
        saying.statement.disputes.iter().filter_map(|id| sayings.number_of(id)).collect();
    if !tied.is_empty() {
        let reason = format!("{} rejects what the article has told before", shown(sayings, n));
        // `The claims` are all of them.
        let more = by_pointing(sayings, n).filter(|_| points_to_all(sayings, n));
        let targets: BTreeSet<usize> =
            tied.into_iter().chain(more.into_iter().flat_map(|found| found.targets)).collect();
        return Some(Found { targets: targets.into_iter().collect(), reason });
    }
    by_words(sayings, n)
        .or_else(|| by_pointing(sayings, n))
        .or_else(|| by_opposite(sayings, compared, n))
        .or_else(|| just_before(sayings, n, 2))
}

/// Whoever speaks, for a reason.
pub(crate) fn shown(sayings: &Sayings<'_>, n: usize) -> String {
    match &sayings.all[n].voice {
        Voice::Known { shown, is_official: true, .. } => format!("a spokesperson of {shown}"),
        Voice::Known { shown, .. } | Voice::Outlet { shown, .. } => shown.clone(),
        Voice::Unnamed { described } => described.clone(),
        Voice::Nobody => "the article".to_owned(),
    }
}

/// Whether a saying may be what another rejects: somebody else's word that is no denial itself.
fn may_be_rejected(sayings: &Sayings<'_>, by: usize, n: usize) -> bool {
    let (denial, saying) = (&sayings.all[by], &sayings.all[n]);
    let is_other = match (&denial.voice, &saying.voice) {
        (Voice::Unnamed { described: a }, Voice::Unnamed { described: b }) => a != b,
        // What somebody is only reported to have said, that person may deny.
        (a, b) => !a.is_same_as(b) || saying.statement.stance == Stance::Hedged,
    };
    by != n
        && is_other
        && saying.statement.stance != Stance::Denies
        && sayings.parent_of(n) != Some(by)
        && sayings.parent_of(by) != Some(n)
}

/// Statements of the same article by others that share the denial's words, best first.
fn by_words(sayings: &Sayings<'_>, n: usize) -> Option<Found> {
    let saying = &sayings.all[n];
    let mut scored: Vec<(f32, usize)> = sayings
        .of_article(saying.article)
        .filter(|other| may_be_rejected(sayings, n, *other))
        .map(|other| (tie(sayings, saying, &sayings.all[other]), other))
        .filter(|(score, _)| *score >= PROVES)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let best = scored.first()?.0;
    let mut targets: Vec<usize> =
        scored.iter().filter(|(score, _)| *score >= best * 0.75).map(|(_, other)| *other).collect();
    targets.sort_unstable();
    let reason = format!(
        "{} rejects it in the same article: “{}”",
        shown(sayings, n),
        short(&sayings.wording(n))
    );
    Some(Found { targets, reason })
}

/// What ties a denial to a statement: the words that both have, and words that say the opposite.
fn tie(sayings: &Sayings<'_>, denial: &Saying<'_>, other: &Saying<'_>) -> f32 {
    let mut best = 0.0_f32;
    for x in &denial.units {
        for y in &other.units {
            let shared = x.terms.iter().filter(|term| !is_name(term) && y.terms.contains(term));
            let words: f32 = shared.map(|term| sayings.weights.of_term(term)).sum();
            let opposed =
                x.terms.iter().any(|term| y.terms.iter().any(|other| are_opposite(term, other)));
            let alike = x.terms.iter().any(|term| {
                let group = group_of(term);
                let other = group.and_then(|_| y.terms.iter().find(|o| group_of(o) == group));
                other.is_some_and(|other| {
                    other != term
                        && sayings.weights.of_term(term).min(sayings.weights.of_term(other)) > 0.2
                })
            });
            let names = |unit: &Unit| unit.terms.iter().any(|term| is_name(term));
            let same_names = !names(x)
                || !names(y)
                || x.terms.iter().any(|term| is_name(term) && y.terms.contains(term));
            let turned = shared_of(sayings, x, y).is_some_and(|shared| {
                shared.n_numbers_differ > 0
                    || shared.turned != (denial.is_rejected != other.is_rejected)
            });
            // Whoever says the same is not rejected.
            let words = if turned { words } else { 0.0 };
            let score = words
                + if opposed { OPPOSITE_IS_WORTH } else { 0.0 }
                + if alike && same_names { ALIKE_IS_WORTH } else { 0.0 };
            best = best.max(score);
        }
    }
    best
}

/// What the denial's words point to: `that account`, `some of the claims`.
fn by_pointing(sayings: &Sayings<'_>, n: usize) -> Option<Found> {
    let words = words_of_content(sayings, n);
    let to_all = words.iter().find(|word| POINTING_TO_ALL.contains(&word.as_str()));
    let to_one = words.iter().take(8).find(|word| {
        POINTING.contains(&word.as_str()) || words.len() <= 3 && PRONOUNS.contains(&word.as_str())
    });
    let pointer = to_all.or(to_one)?;
    let near = if to_all.is_some() { NEAR } else { 3 };
    let found = just_before(sayings, n, near)?;
    let reason =
        format!("“{pointer}” in the words of {} points to what stands before", shown(sayings, n));
    Some(Found { reason, ..found })
}

/// The words of a content as they are printed, in small letters.
fn words_of_content(sayings: &Sayings<'_>, n: usize) -> Vec<String> {
    let view = sayings.view(n);
    let content = sayings.all[n].statement.content.iter();
    let words = content.flat_map(|span| view.words_in(*span));
    words.map(|word| word.span.of(&view.record.text).to_lowercase()).collect()
}

/// Whether a denial means all that stands just before.
fn points_to_all(sayings: &Sayings<'_>, n: usize) -> bool {
    words_of_content(sayings, n).iter().any(|word| POINTING_TO_ALL.contains(&word.as_str()))
}

/// The statements by others in the nearest sentence before that has any.
pub(crate) fn just_before(sayings: &Sayings<'_>, n: usize, near: usize) -> Option<Found> {
    let saying = &sayings.all[n];
    let own = saying.units.first()?.sentence;
    let sentence_of = |other: usize| sayings.all[other].units.first().map(|unit| unit.sentence);
    let earlier: Vec<(usize, usize)> = sayings
        .of_article(saying.article)
        .filter(|other| may_be_rejected(sayings, n, *other) && !sayings.all[*other].is_headline)
        .filter_map(|other| Some((sentence_of(other)?, other)))
        .filter(|(sentence, _)| *sentence < own && sentence + near >= own)
        .collect();
    let nearest = earlier.iter().map(|(sentence, _)| *sentence).max()?;
    let targets = earlier.into_iter().filter(|(s, _)| *s == nearest).map(|(_, n)| n).collect();
    let reason = format!("{} answers what stands just before", shown(sayings, n));
    Some(Found { targets, reason })
}

/// Statements of other articles that say the opposite, as the comparing found.
fn by_opposite(sayings: &Sayings<'_>, compared: &Compared, n: usize) -> Option<Found> {
    let targets: BTreeSet<usize> = compared
        .opposites
        .iter()
        .filter_map(|(a, b, _)| match (*a == n, *b == n) {
            (true, _) => Some(*b),
            (_, true) => Some(*a),
            _ => None,
        })
        .filter(|other| may_be_rejected(sayings, n, *other))
        .filter(|other| sayings.all[*other].article <= sayings.all[n].article)
        .collect();
    (!targets.is_empty()).then(|| Found {
        targets: targets.into_iter().collect(),
        reason: format!("{} says the opposite", shown(sayings, n)),
    })
}

/// Words for a number that has just been told.
const COUNTING: [&str; 7] = ["number", "figure", "total", "count", "toll", "sum", "turnout"];

/// Statements just before by another source that give another number for the same thing.
pub(crate) fn opposed_numbers(sayings: &Sayings<'_>, n: usize) -> Option<Found> {
    let saying = &sayings.all[n];
    let unit = saying.units.iter().find(|unit| !unit.quantities.is_empty())?;
    let counts = unit.terms.iter().any(|term| COUNTING.contains(&term.as_str()));
    let own = unit.sentence;
    for other in sayings.of_article(saying.article).rev().filter(|other| *other < n) {
        let before = &sayings.all[other];
        let Some(told) = before.units.iter().find(|u| u.sentence < own && u.sentence + 3 > own)
        else {
            continue;
        };
        if !may_be_rejected(sayings, n, other) || before.voice == Voice::Nobody {
            continue;
        }
        let differ = unit.quantities.iter().find_map(|q| {
            let same_thing = |r: &&crate::claims::Quantity| {
                q.differs_from(r)
                    || counts
                        && q.unit == Counted::Bare
                        && matches!(r.unit, Counted::Things(_) | Counted::Bare)
                        && (q.value - r.value).abs() > f64::EPSILON
            };
            told.quantities.iter().find(same_thing).map(|r| (q, r))
        });
        if let Some((q, r)) = differ
            && (counts || shares_thing(sayings, unit, told))
        {
            let text = &sayings.view(n).record.text;
            let reason = format!(
                "{} puts at “{}” what {} puts at “{}”",
                shown(sayings, n),
                q.span.of(text),
                shown(sayings, other),
                r.span.of(text)
            );
            return Some(Found { targets: vec![other], reason });
        }
    }
    None
}

/// Whether two sentences speak of one thing: half of the lighter one's words, numbers left out.
fn shares_thing(sayings: &Sayings<'_>, x: &Unit, y: &Unit) -> bool {
    shared_of(sayings, x, y).is_some_and(|s| s.contained >= 0.5 && s.n_telling >= 2)
}

/// Statements of the same article by another source that say the opposite in other words: `she was
/// fine` after `she felt unwell`.
pub(crate) fn opposed_words(sayings: &Sayings<'_>, n: usize) -> Option<Found> {
    let saying = &sayings.all[n];
    let unit = saying.units.first()?;
    if saying.is_headline || unit.terms.len() > SHORT {
        return None;
    }
    let earlier = sayings.of_article(saying.article).rev().filter(|other| *other < n);
    for other in earlier {
        let before = &sayings.all[other];
        let Some(told) = before.units.first() else { continue };
        let is_near = told.sentence + 3 > unit.sentence && told.terms.len() <= SHORT * 2;
        if !is_near || !may_be_rejected(sayings, n, other) {
            continue;
        }
        let opposed = unit.terms.iter().find_map(|term| {
            let against = told.terms.iter().find(|other| are_opposite(term, other))?;
            (sayings.weights.of_term(term) > 0.2 && sayings.weights.of_term(against) > 0.2)
                .then_some(())
        });
        if opposed.is_some() {
            let reason =
                format!("{} says the opposite of {}", shown(sayings, n), shown(sayings, other));
            return Some(Found { targets: vec![other], reason });
        }
    }
    None
}

/// Terms of a statement that says one thing.
const SHORT: usize = 9;

/// The beginning of a wording.
fn short(wording: &str) -> String {
    let words: Vec<&str> = wording.split_whitespace().collect();
    let edges = ['“', '”', '"', '‘', '’', '\'', ','];
    if words.len() <= 12 {
        return words.join(" ").trim_matches(edges).to_owned();
    }
    format!("{} …", words[..12].join(" ").trim_matches(edges))
}
