//! Do two statements say the same, or the opposite?
//!
//! [`Meaning`] is whoever decides that. A trained scorer is handed in from the floors above, since this
//! crate knows no tensors; [`Lexical`] is what decides without one. Either is told what the words have
//! in common ([`Shared`]): numbers, dates and people are hard evidence that no scorer should miss.

use super::marks::{are_opposite, group_of};
use super::quantity::{Quantity, Unit as Counted};
use super::saying::{Saying, Sayings, Unit};
use super::weight::is_name;

/// Decides whether two statements say the same.
pub trait Meaning: Sync {
    /// How it is called where a reason is given.
    fn name(&self) -> &'static str;

    /// Judges two statements by their words and by what these have in common.
    fn judge(&self, a: &str, b: &str, shared: &Shared) -> Judgement;
}

/// What two statements have to do with each other.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Judgement {
    /// How likely they say the same, 0 to 1.
    pub same: f32,
    /// How likely one says the opposite of the other, 0 to 1.
    pub opposite: f32,
}

/// What the words of two statements have in common, of the sentences of each that are nearest.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shared {
    /// What the shared words prove, of what all words of both prove, 0 to 1.
    pub overlap: f32,
    /// The same of all words of the shorter, 0 to 1.
    pub contained: f32,
    /// What the shared words prove; about 1 for a word that is rare.
    pub evidence: f32,
    /// The longest run of words that both have in one order.
    pub run: usize,
    /// Numbers that both have, years apart.
    pub n_numbers_agree: usize,
    /// Numbers of one thing on which they differ, years apart.
    pub n_numbers_differ: usize,
    /// Whether both name years, and none in common.
    pub years_differ: bool,
    /// Shared words that prove something.
    pub n_telling: usize,
    /// People and bodies that both name.
    pub n_names_shared: usize,
    /// Whether both name somebody, and nobody in common.
    pub names_differ: bool,
    /// Whether one of them is turned round by a negation or a denial.
    pub turned: bool,
    /// Whether a word of one is the opposite of a word of the other.
    pub opposites: bool,
    /// Whether the same identified source says both.
    pub same_voice: bool,
    /// Whether they stand in the text of one article, neither in its headline: a speaker hardly says
    /// the same twice there.
    pub in_one_article: bool,
    /// Whether they stand in articles that are copies.
    pub in_copies: bool,
    /// What part of both statements these sentences are, by what their words prove, 0 to 1.
    pub part: f32,
}

/// Judges by shared words alone: what is used without a trained scorer, and weaker than one, since two
/// statements in other words say nothing to it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lexical;

impl Meaning for Lexical {
    fn name(&self) -> &'static str {
        "shared words"
    }

    fn judge(&self, _: &str, _: &str, shared: &Shared) -> Judgement {
        let share = |n: usize, of: usize| {
            f32::from(u8::try_from(n.min(of)).unwrap_or(u8::MAX))
                / f32::from(u8::try_from(of).unwrap_or(u8::MAX))
        };
        let holds = |fact: bool, worth: f32| if fact { worth } else { 0.0 };
        let near = -6.8
            + 1.9 * shared.overlap
            + 2.1 * shared.contained
            + 4.6 * share(shared.run, LONG_RUN)
            + 1.6 * share(shared.n_telling, 4)
            + 1.6 * (shared.part * 2.0).min(1.0)
            + holds(shared.same_voice && !shared.in_one_article, 1.3)
            + holds(shared.same_voice && shared.in_one_article, -2.0)
            + holds(shared.n_telling < 2 && shared.overlap < NEARLY_ALL, -1.5)
            + holds(shared.in_copies, 1.0)
            + holds(shared.n_numbers_agree > 0, 0.5)
            + holds(shared.names_differ, -1.0);
        let numbers = holds(shared.n_numbers_differ > shared.n_numbers_agree, -1.5)
            + holds(shared.years_differ, -1.5);
        let is_turned = shared.turned != shared.opposites;
        Judgement {
            same: likely(near + numbers + holds(is_turned, -2.0)),
            opposite: holds(is_turned, likely(near)),
        }
    }
}

/// The likelihood of log odds.
fn likely(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// Words in one order beyond which a longer run proves no more.
///
/// With the weights in [`Lexical`] it was fitted to three sets together: pairs of statements of the
/// dossier in `examples`, quotations in drifting words, and pairs of news sentences; what numbers that
/// differ and negations are worth was set by hand. They move together.
const LONG_RUN: usize = 8;

/// What two statements with one telling word in common must share of all their words.
const NEARLY_ALL: f32 = 0.6;

/// What two sayings have in common: of their nearest sentences, or `None` if they share nothing.
pub(crate) fn shared(
    sayings: &Sayings<'_>,
    a: &Saying<'_>,
    b: &Saying<'_>,
    in_copies: bool,
) -> Option<Shared> {
    let mut best: Option<Shared> = None;
    let whole = |saying: &Saying<'_>| saying.units.iter().map(|u| sayings.weight(u)).sum::<f32>();
    let (whole_a, whole_b) = (whole(a), whole(b));
    for x in &a.units {
        for y in &b.units {
            let Some(mut found) = shared_of(sayings, x, y) else { continue };
            found.turned ^= a.is_rejected != b.is_rejected;
            found.part = (sayings.weight(x) + sayings.weight(y)) / (whole_a + whole_b).max(1e-6);
            let rank = |s: &Shared| s.overlap + s.contained * s.evidence.min(1.0);
            if best.as_ref().is_none_or(|known| rank(&found) > rank(known)) {
                best = Some(found);
            }
        }
    }
    let mut found = best?;
    found.same_voice = a.voice.is_same_as(&b.voice);
    found.in_one_article = a.article == b.article && !a.is_headline && !b.is_headline;
    found.in_copies = in_copies;
    Some(found)
}

/// What two sentences have in common, or `None` if it is nothing.
pub(crate) fn shared_of(sayings: &Sayings<'_>, x: &Unit, y: &Unit) -> Option<Shared> {
    let weight = |term: &str| sayings.weights.of_term(term);
    let (mut both, mut n_names, mut n_telling) = (0.0, 0, 0);
    let (mut rest_x, mut rest_y): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for term in &x.terms {
        if y.terms.contains(term) {
            both += weight(term);
            n_telling += usize::from(weight(term) >= TELLING);
            n_names += usize::from(is_name(term));
        } else {
            rest_x.push(term);
        }
    }
    rest_y.extend(
        y.terms
            .iter()
            .map(String::as_str)
            .filter(|term| !x.terms.iter().any(|other| other == term)),
    );
    for term in &rest_x {
        let Some(group) = group_of(term) else { continue };
        if let Some(other) = rest_y.iter().find(|other| group_of(other) == Some(group)) {
            both += ALIKE_IS_WORTH * weight(term).min(weight(other));
            n_telling += 1;
        }
    }
    if both <= 0.0 {
        return None;
    }
    let (of_x, of_y) = (sayings.weight(x), sayings.weight(y));
    let opposites = rest_x.iter().any(|term| rest_y.iter().any(|other| are_opposite(term, other)));
    let is_turned = |unit: &Unit| {
        unit.negated
            .iter()
            .any(|term| weight(term) >= TELLING && x.terms.contains(term) && y.terms.contains(term))
    };
    let named = |unit: &Unit| unit.terms.iter().any(|term| is_name(term));
    let agrees = |q: &Quantity| y.quantities.iter().any(|r| q.agrees_with(r));
    let differs = |q: &Quantity| y.quantities.iter().any(|r| q.differs_from(r)) && !agrees(q);
    let amounts = || x.quantities.iter().filter(|q| q.unit != Counted::Year);
    let mut years = x.quantities.iter().filter(|q| q.unit == Counted::Year);
    Some(Shared {
        overlap: (both / (of_x + of_y - both).max(1e-6)).min(1.0),
        contained: (both / of_x.min(of_y).max(1e-6)).min(1.0),
        evidence: both,
        run: longest_run(&x.terms, &y.terms),
        n_numbers_agree: amounts().filter(|q| agrees(q)).count(),
        n_numbers_differ: amounts().filter(|q| differs(q)).count(),
        years_differ: years.any(differs),
        n_telling,
        n_names_shared: n_names,
        names_differ: n_names == 0 && named(x) && named(y),
        turned: is_turned(x) != is_turned(y),
        opposites,
        ..Shared::default()
    })
}

/// What a word of the same group is worth, of what the word itself is worth.
const ALIKE_IS_WORTH: f32 = 0.7;

/// What a word must prove to tell something alone.
const TELLING: f32 = 0.25;

/// The longest run of terms in both; names and numbers count as any other.
fn longest_run(a: &[String], b: &[String]) -> usize {
    let mut longest = 0;
    let mut before = vec![0; b.len() + 1];
    for term in a {
        let mut now = vec![0; b.len() + 1];
        for (at, other) in b.iter().enumerate() {
            if term == other {
                now[at + 1] = before[at] + 1;
                longest = longest.max(now[at + 1]);
            }
        }
        before = now;
    }
    longest
}
