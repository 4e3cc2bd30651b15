//! Do two statements say the same, or the opposite?
//!
//! [`Meaning`] is whoever decides that. A trained scorer is handed in from the floors above, since this
//! crate knows no tensors; [`Lexical`] is what decides without one. Either is told what the words have
//! in common ([`Shared`]): numbers, dates and people are hard evidence that no scorer should miss.

use super::marks::{are_opposite, group_of};
use super::quantity::{Quantity, Unit as Counted};
use super::saying::{Saying, Sayings, Unit};
use super::weight::{is_name, is_number};

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
        let mut near = 0.45 * shared.overlap
            + 0.55 * shared.contained * (shared.evidence / ENOUGH_EVIDENCE).min(1.0);
        if shared.run >= LONG_RUN {
            near += 0.15;
        }
        if shared.n_numbers_agree > 0 {
            near += 0.1;
        }
        if shared.names_differ {
            near *= 0.6;
        }
        if shared.in_copies {
            near *= 1.25;
        }
        if shared.same_voice {
            near *= 1.15;
        }
        if shared.n_telling < 2 && shared.overlap < 0.75 {
            near *= 0.6;
        }
        near *= 0.6 + 0.4 * (shared.part * 2.0).min(1.0);
        let mut same = near;
        if shared.n_numbers_differ > shared.n_numbers_agree || shared.years_differ {
            same *= if shared.in_copies { 0.85 } else { 0.6 };
        }
        let is_turned = shared.turned != shared.opposites;
        if is_turned {
            same *= 0.4;
        }
        let opposite = if is_turned { near } else { 0.0 };
        Judgement { same: same.clamp(0.0, 1.0), opposite: opposite.clamp(0.0, 1.0) }
    }
}

/// What words must prove together before a short statement inside a long one counts in full. With
/// [`LONG_RUN`] and the shares in [`Lexical`] it was set on the dossier in `examples` and on pairs of
/// sentences about one event; they move together.
const ENOUGH_EVIDENCE: f32 = 1.6;

/// Words in one order that hardly anybody writes twice by chance.
const LONG_RUN: usize = 5;

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
            found.turned = a.turns_round(x) != b.turns_round(y);
            found.part = (sayings.weight(x) + sayings.weight(y)) / (whole_a + whole_b).max(1e-6);
            let rank = |s: &Shared| s.overlap + s.contained * s.evidence.min(1.0);
            if best.as_ref().is_none_or(|known| rank(&found) > rank(known)) {
                best = Some(found);
            }
        }
    }
    let mut found = best?;
    found.same_voice = a.voice.is_same_as(&b.voice);
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
    rest_y.extend(y.terms.iter().map(String::as_str).filter(|term| {
        !x.terms.iter().any(|other| other == term)
    }));
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
    let opposites =
        rest_x.iter().any(|term| rest_y.iter().any(|other| are_opposite(term, other)));
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
        turned: x.is_negated() != y.is_negated(),
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

/// The terms that two sayings share and those that only one has, for a reader: the heaviest first.
pub(crate) fn telling_terms(sayings: &Sayings<'_>, x: &Unit, y: &Unit) -> Vec<String> {
    let mut terms: Vec<(f32, &String)> = x
        .terms
        .iter()
        .filter(|term| y.terms.contains(term) && !is_number(term) && !is_name(term))
        .map(|term| (sayings.weights.of_term(term), term))
        .collect();
    terms.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    terms.into_iter().map(|(_, term)| term.clone()).collect()
}
