//! Which statements say the same?
//!
//! Statements with a rare word, a name or a number in common are compared, those that say the same are
//! put together: two groups become one only if their statements are alike on the whole, and never if
//! two of them exclude each other. A hedge that one has and another lacks does not part them: that is
//! drift, and told as such. A denial does: who denies a claim does not make it.
//!
//! A headline that repeats its own article's words makes no claim of several statements by itself, nor
//! does a statement together with the one that passes it on.

mod candidates;
mod grouping;
mod marks;
mod meaning;
mod quantity;
mod saying;
mod stem;
mod voice;
mod weight;

use std::collections::BTreeSet;

use sayso_core::across::{Claim, Place};
use sayso_core::id::ClaimId;
use sayso_core::record::{SpeakerClass, Stance};

pub(crate) use grouping::Link;
pub(crate) use marks::{Mark, are_opposite, group_of, mark_of};
pub use meaning::{Judgement, Lexical, Meaning, Shared};
pub(crate) use meaning::{shared, shared_of};
pub(crate) use quantity::{Quantity, Unit as Counted};
pub(crate) use saying::{Saying, Sayings, Unit};
pub(crate) use stem::stem;
pub(crate) use voice::Voice;
pub(crate) use weight::{is_month, is_name, is_number};

use crate::claims::candidates::pairs;
use crate::claims::grouping::groups;

/// Which articles are copies of one another.
pub(crate) type Copies = BTreeSet<(usize, usize)>;

/// Statements that say the same, by the numbers of their sayings.
pub(crate) type Group = Vec<usize>;

/// What the comparing found.
#[derive(Default)]
pub(crate) struct Compared {
    /// The statements that say the same, groups of two or more.
    pub(crate) groups: Vec<Group>,
    /// Pairs that say the opposite, and how likely.
    pub(crate) opposites: Vec<(usize, usize, f32)>,
    /// For each saying those that are near to it in words, whatever becomes of them, the nearest first.
    pub(crate) near: Vec<Vec<(usize, f32)>>,
}

/// Compares the statements with one another.
pub(crate) fn compare(sayings: &Sayings<'_>, copies: &Copies, meaning: &dyn Meaning) -> Compared {
    let mut links = Vec::new();
    let mut opposites = Vec::new();
    let mut near: Vec<Vec<(usize, f32)>> = vec![Vec::new(); sayings.all.len()];
    let nested =
        |a: usize, b: usize| sayings.parent_of(b) == Some(a) || sayings.parent_of(a) == Some(b);
    for (a, b) in pairs(sayings).into_iter().filter(|(a, b)| !nested(*a, *b)) {
        let (x, y) = (&sayings.all[a], &sayings.all[b]);
        let in_copies = copies.contains(&(x.article.min(y.article), x.article.max(y.article)));
        let Some(found) = shared(sayings, x, y, in_copies) else { continue };
        let judged = meaning.judge(&sayings.wording(a), &sayings.wording(b), &found);
        if judged.opposite >= OPPOSITE {
            opposites.push((a, b, judged.opposite));
        }
        let nearness = judged.same.max(judged.opposite);
        if nearness >= NEAR {
            near[a].push((b, nearness));
            near[b].push((a, nearness));
        }
        let propositions = x.is_proposition(sayings.view(a)) && y.is_proposition(sayings.view(b));
        if propositions && !frames(sayings, a) && !frames(sayings, b) {
            links.push(Link { a, b, same: judged.same, excluded: judged.opposite >= OPPOSITE });
        }
    }
    for n in 0..sayings.all.len() {
        let relayed = relayed_by(sayings, n).filter(|parent| !frames(sayings, *parent));
        let tied = relayed.or_else(|| announced_by(sayings, n));
        if let Some(other) = tied {
            links.push(Link { a: other.min(n), b: other.max(n), same: 1.0, excluded: false });
        }
    }
    for others in &mut near {
        others.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    }
    Compared { groups: groups(sayings.all.len(), links), opposites, near }
}

/// Whether a statement is the writer's own sentence about another one, which it holds: an interviewer's
/// question, a lead-in.
fn frames(sayings: &Sayings<'_>, n: usize) -> bool {
    sayings.all[n].statement.speaker.class == SpeakerClass::Author
        && sayings.of_article(sayings.all[n].article).any(|c| relayed_by(sayings, c) == Some(n))
}

/// The statement that only passes on this one.
fn relayed_by(sayings: &Sayings<'_>, child: usize) -> Option<usize> {
    let parent = sayings.parent_of(child)?;
    let says_something = sayings.all[child].is_proposition(sayings.view(child));
    (says_something && only_relays(sayings, parent, child)).then_some(parent)
}

/// The denial just before by the same source that this one puts into words: `She denied the report. “I
/// was never there,” she said.`
fn announced_by(sayings: &Sayings<'_>, n: usize) -> Option<usize> {
    let saying = &sayings.all[n];
    let sentence = saying.units.first()?.sentence;
    if saying.statement.stance != Stance::Denies || saying.is_headline || saying.is_rejected {
        return None;
    }
    let earlier = sayings.of_article(saying.article).take_while(|other| *other < n);
    let fits = |other: &usize| {
        let before = &sayings.all[*other];
        let near = before.units.first().is_some_and(|unit| unit.sentence + 2 >= sentence);
        let same_source = match (&before.voice, &saying.voice) {
            (Voice::Unnamed { .. }, Voice::Unnamed { .. }) => true,
            (a, b) => a.is_same_as(b),
        };
        before.statement.stance == Stance::Denies
            && before.is_rejected
            && near
            && same_source
            && (points_back(before) || shares_telling(sayings, before, saying))
            && sayings.parent_of(*other) != Some(n)
            && sayings.parent_of(n) != Some(*other)
    };
    earlier.filter(fits).last()
}

/// Whether a content only points to what stands before: `that`, `the report`.
pub(crate) fn points_back(saying: &Saying<'_>) -> bool {
    saying.units.iter().map(|unit| unit.terms.len()).sum::<usize>() <= 3
}

/// Whether two sayings share a word that proves much.
fn shares_telling(sayings: &Sayings<'_>, a: &Saying<'_>, b: &Saying<'_>) -> bool {
    let mut terms = a.units.iter().flat_map(|unit| &unit.terms);
    terms.any(|term| {
        sayings.weights.of_term(term) >= PROVES
            && !is_name(term)
            && b.units.iter().any(|unit| unit.terms.contains(term))
    })
}

/// What one shared word must prove where two statements stand side by side.
const PROVES: f32 = 0.4;

/// How likely two statements must say the same, or the opposite, to be near.
const NEAR: f32 = 0.12;

/// How likely two statements must say the opposite before they cannot be one claim.
const OPPOSITE: f32 = 0.4;

/// Whether a statement only passes on the one inside it: before that one's content stand its source, its
/// cue and few other words, and next to nothing stands after it.
fn only_relays(sayings: &Sayings<'_>, parent: usize, child: usize) -> bool {
    let (outer, inner) = (&sayings.all[parent].statement, &sayings.all[child].statement);
    let view = sayings.view(parent);
    let (mut before, mut after) = (0, 0);
    let end = inner.content.iter().map(|span| span.end()).max().unwrap_or(0);
    for content in &outer.content {
        for word in view.words_in(*content) {
            let mut known = inner.content.iter().chain(&inner.source).chain(&inner.cue);
            if known.any(|span| span.contains(word.span)) {
                continue;
            }
            if word.span.start() >= end {
                after += 1;
            } else {
                before += 1;
            }
        }
    }
    before <= MOST_BEFORE && after <= MOST_AFTER
}

/// Words around a statement within a statement that say nothing of their own.
const MOST_BEFORE: usize = 6;
const MOST_AFTER: usize = 1;

/// The claims, each with its origins still to be told.
pub(crate) fn claims(sayings: &Sayings<'_>, groups: &[Group]) -> Vec<(Group, Claim)> {
    let mut claims: Vec<(Group, Claim)> =
        groups.iter().filter_map(|group| claim(sayings, group)).collect();
    claims.sort_by_key(|(group, _)| group[0]);
    claims
}

fn claim(sayings: &Sayings<'_>, group: &Group) -> Option<(Group, Claim)> {
    let articles: BTreeSet<usize> = group.iter().map(|n| sayings.all[*n].article).collect();
    let held = |n: usize| sayings.parent_of(n).is_some_and(|parent| group.contains(&parent));
    let spoken = group.iter().filter(|n| !sayings.all[**n].is_headline && !held(**n));
    let n_spoken = spoken.count();
    if group.len() < 2 || articles.len() < 2 && n_spoken < 2 {
        return None;
    }
    let first = group.iter().min_by_key(|n| {
        let view = sayings.view(**n);
        let said = sayings.all[**n].statement.said.or(view.published());
        (said.is_none(), said, sayings.all[**n].is_headline, **n)
    })?;
    let clearest = group.iter().min_by_key(|n| unclear(sayings, **n))?;
    let evidence: Vec<Place> = group.iter().flat_map(|n| sayings.places(*n)).collect();
    // The earliest statement of a claim stays the earliest while later articles come in.
    let id = format!("c:{}", sayings.all[group[0]].statement.id);
    let claim = Claim {
        id: ClaimId::new(id),
        text: text_of(sayings, *clearest),
        statements: group.iter().map(|n| sayings.all[*n].statement.id.clone()).collect(),
        origins: Vec::new(),
        first: Some(sayings.all[*first].statement.id.clone()),
        evidence,
    };
    Some((group.clone(), claim))
}

/// How far a wording is from one that is understood alone: those that name people by name, of a good
/// length, in one piece and outside headlines come first.
fn unclear(sayings: &Sayings<'_>, n: usize) -> (usize, usize, usize) {
    let saying = &sayings.all[n];
    let words: usize = saying.units.iter().map(|unit| unit.terms.len()).sum();
    let n_named = sayings.view(n).record.entities.iter().flat_map(|entity| {
        entity.mentions.iter().filter(|m| {
            m.form == sayso_core::record::MentionForm::Name
                && saying.statement.content.iter().any(|span| span.contains(m.place))
        })
    });
    let unnamed = usize::from(n_named.count() == 0);
    let odd = usize::from(saying.is_headline) + usize::from(saying.is_rejected) * 2;
    (unnamed + odd, words.abs_diff(WELL_LONG), n)
}

/// Terms of a wording that reads well.
const WELL_LONG: usize = 12;

/// The wording of a claim: the statement's content without quotation marks and commas at its ends.
fn text_of(sayings: &Sayings<'_>, n: usize) -> String {
    let words = sayings.wording(n);
    let edges = ['“', '”', '"', '‘', '’', '\'', ',', ' '];
    words.trim_matches(edges).replace(",” … “", " … ").replace("\" … \"", " … ")
}
