//! Where does a trained reader know better what is a name?
//!
//! Lists and the shapes of words decide most names; a reader sees what stands around them. Where it is
//! sure it gives unknown names their kind, mends the ends of people's names, and adds names that no
//! list holds. What a list knows by its full form stays as the list has it.

use std::collections::BTreeMap;
use std::ops::Range;

use sayso_core::record::EntityKind;
use sayso_encoder::scores::NameKind as Hinted;

use super::{Finder, Name, NameKind, kind};
use crate::hints::NameHint;
use crate::segment::Shape;
use crate::words::{self, Class};

/// A name that rules leave unknown is a person's with hints this sure.
const TELLS: f32 = 0.7;
/// Of one word alone a reader knows less.
const TELLS_OF_ONE_WORD: f32 = 0.9;
/// A name where nobody speaks is one with a hint this sure.
const LIKELY: f32 = 0.5;
/// A name that rules do not see is one with a hint this sure.
const ADDS: f32 = 0.7;
/// What rules take for something else is what a hint this sure says.
const OVERRULES: f32 = 0.85;

/// Mends names by hints; `is_meant` says which tokens are looked at.
pub(super) fn merge(
    finder: &Finder<'_>,
    hints: &[NameHint],
    is_meant: impl Fn(usize) -> bool,
    names: &mut Vec<Name>,
) {
    let votes = Votes::count(finder, hints);
    let opens_a_body = |tokens: &Range<usize>, names: &[Name]| {
        tokens.len() == 1
            && names.iter().any(|name| {
                matches!(name.kind, NameKind::Thing(EntityKind::Organisation | EntityKind::Outlet))
                    && name.core.len() > 1
                    && finder.token(name.core.start).lower == finder.token(tokens.start).lower
            })
    };
    for hint in hints.iter().filter(|hint| is_meant(hint.tokens.start)) {
        let Some((kind, probability)) = votes.of(finder, hint) else { continue };
        let tokens = bare(finder, hint.tokens.clone(), kind);
        // "Low" beside "Low Rovers" is the club.
        if tokens.is_empty() || kind == EntityKind::Person && opens_a_body(&tokens, names) {
            continue;
        }
        let touching: Vec<usize> =
            (0..names.len()).filter(|n| overlap(&names[*n].core, &tokens)).collect();
        match touching.as_slice() {
            [] if probability >= ADDS && looks_like_a_name(finder, &tokens, kind) => {
                names.push(new(finder, tokens, kind));
            }
            [] => {}
            [one] => mend(finder, &mut names[*one], tokens, kind, probability),
            several => {
                // "Hale" beside "the Hale campaign": the one with the same words.
                if let Some(same) = several.iter().find(|n| names[**n].core == tokens) {
                    mend(finder, &mut names[*same], tokens, kind, probability);
                }
            }
        }
    }
}

/// What the hints of one text say of the same words together: one name is one thing.
struct Votes(BTreeMap<String, BTreeMap<EntityKind, f32>>);

impl Votes {
    fn count(finder: &Finder<'_>, hints: &[NameHint]) -> Votes {
        let mut votes: BTreeMap<String, BTreeMap<EntityKind, f32>> = BTreeMap::new();
        for hint in hints {
            if let Some(kind) = entity_kind(finder, hint) {
                let words = finder.words(hint.tokens.clone()).to_lowercase();
                *votes.entry(words).or_default().entry(kind).or_default() += hint.probability;
            }
        }
        Votes(votes)
    }

    /// The kind that most of them say, and how sure that is of this one.
    fn of(&self, finder: &Finder<'_>, hint: &NameHint) -> Option<(EntityKind, f32)> {
        let votes = self.0.get(&finder.words(hint.tokens.clone()).to_lowercase())?;
        let (kind, most) = votes.iter().max_by(|a, b| a.1.total_cmp(b.1))?;
        let share = most / votes.values().sum::<f32>();
        Some((*kind, hint.probability * share))
    }
}

/// All hints that are likelier a name than not.
pub(super) fn names(finder: &Finder<'_>, hints: &[NameHint]) -> Vec<Name> {
    let votes = Votes::count(finder, hints);
    let likely = hints.iter().filter(|hint| hint.probability >= LIKELY);
    likely
        .filter_map(|hint| {
            let (kind, _) = votes.of(finder, hint)?;
            let tokens = bare(finder, hint.tokens.clone(), kind);
            (!tokens.is_empty() && looks_like_a_name(finder, &tokens, kind))
                .then(|| new(finder, tokens, kind))
        })
        .collect()
}

/// Mends one name by what a hint says of its place.
fn mend(finder: &Finder<'_>, name: &mut Name, tokens: Range<usize>, kind: EntityKind, sure: f32) {
    let is_person = kind == EntityKind::Person;
    match name.kind {
        NameKind::Title => {}
        // In a headline, where all words are large, a reader runs on; what the text below knows does not.
        NameKind::Unknown | NameKind::Thing(EntityKind::Person)
            if finder.is_loud_at(name.core.start) && name.core != tokens => {}
        // A name that is unknown may be a carrier's, which no hint knows from other bodies, and which a
        // place or person may be a part of.
        NameKind::Unknown
            if kind == EntityKind::Organisation
                || name.core != tokens && (!is_person || name.core.start != tokens.start) => {}
        _ if is_person && tokens.len() == 1 && sure < TELLS_OF_ONE_WORD => {}
        NameKind::Unknown if sure >= if is_person { TELLS } else { OVERRULES } => {
            *name = told(finder, name, tokens, kind);
        }
        NameKind::Thing(EntityKind::Person) if is_person => {
            // A given name is never taken off.
            let keeps_given = tokens.start <= name.core.start
                || words::given_name(&finder.token(name.core.start).lower).is_none();
            if name.core != tokens && keeps_given && name.full.is_none() && sure >= OVERRULES {
                *name = told(finder, name, tokens, kind);
            }
        }
        // What a list holds by this name is no matter of opinion, nor are peoples and outlets; a body
        // is often told by capitals alone.
        NameKind::Thing(EntityKind::Organisation)
            if is_person && name.full.is_none() && name.core == tokens && sure >= OVERRULES =>
        {
            *name = told(finder, name, tokens, kind);
        }
        _ => {}
    }
}

/// A name as a hint tells it, with what rules saw before it.
fn told(finder: &Finder<'_>, name: &Name, tokens: Range<usize>, kind: EntityKind) -> Name {
    let mut mended = new(finder, tokens, kind);
    if kind == EntityKind::Person && name.honorific.is_some() {
        mended.tokens.start = mended.tokens.start.min(name.tokens.start);
        mended.honorific = name.honorific;
        mended.gender = name.gender.or(mended.gender);
    }
    mended
}

fn new(finder: &Finder<'_>, tokens: Range<usize>, kind: EntityKind) -> Name {
    let mut name = kind::new_name(finder, tokens, NameKind::Thing(kind));
    if kind == EntityKind::Person
        && let Some(before) = name.tokens.start.checked_sub(1)
        && finder.touch(before, name.tokens.start)
        && finder.token(before).is_capital()
        && let Some(honorific) = words::honorific(&finder.token(before).lower)
    {
        name.tokens.start = before;
        name.honorific = Some(honorific);
        name.gender = honorific.gender().or(name.gender);
    }
    name
}

/// The tokens of a hint without what our names leave out: honorifics, possessive endings, marks.
fn bare(finder: &Finder<'_>, mut tokens: Range<usize>, kind: EntityKind) -> Range<usize> {
    let is_ending = |at: usize| {
        finder.token(at).shape == Shape::Clitic
            || !finder.token(at).is_word()
            || finder.is_possessive_mark(at)
    };
    while !tokens.is_empty() && is_ending(tokens.end - 1) {
        tokens.end -= 1;
    }
    let is_opening = |at: usize| {
        let token = finder.token(at);
        !token.is_word() && !token.is_capital() && token.shape != Shape::Number
            || token.lower == "the"
            || kind == EntityKind::Person
                && (words::honorific(&token.lower).is_some()
                    || finder.classes[at].is_any(&[Class::Role, Class::Spokes])
                        && words::given_name(&token.lower).is_none())
    };
    while tokens.len() > 1 && is_opening(tokens.start) {
        tokens.start += 1;
    }
    tokens
}

/// Whether some token is written as names are, or as all the text is where nothing is, and it is not one
/// word for people of some kind: "Spokesmen", "Critics".
fn looks_like_a_name(finder: &Finder<'_>, tokens: &Range<usize>, kind: EntityKind) -> bool {
    let is_noun = tokens.len() == 1
        && kind != EntityKind::Group
        && finder.classes[tokens.start].is_any(&[
            Class::Role,
            Class::Spokes,
            Class::Insider,
            Class::Document,
            Class::Collective,
            Class::Kin,
            Class::Plural,
        ]);
    !is_noun && (finder.firm.is_empty() || tokens.clone().any(|at| finder.token(at).is_capital()))
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// What our entities have for what a reader names; of other names only events and works.
fn entity_kind(finder: &Finder<'_>, hint: &NameHint) -> Option<EntityKind> {
    match hint.kind {
        Hinted::Person => Some(EntityKind::Person),
        Hinted::Organisation => Some(EntityKind::Organisation),
        Hinted::Place | Hinted::Facility => Some(EntityKind::Place),
        Hinted::Group => Some(EntityKind::Group),
        Hinted::Product | Hinted::Other => {
            let last = hint.tokens.end - 1;
            if is_event(&finder.token(last).lower) && hint.tokens.len() > 1 {
                return Some(EntityKind::Event);
            }
            is_title(finder, &hint.tokens).then_some(EntityKind::Work)
        }
    }
}

/// Whether a noun at the end of a name makes it an event's: "the Harbour Cup".
fn is_event(lower: &str) -> bool {
    matches!(
        lower,
        "awards"
            | "ceremony"
            | "championship"
            | "championships"
            | "conference"
            | "convention"
            | "cup"
            | "derby"
            | "election"
            | "elections"
            | "festival"
            | "final"
            | "forum"
            | "games"
            | "inquiry"
            | "marathon"
            | "olympics"
            | "oscars"
            | "prix"
            | "referendum"
            | "regatta"
            | "revolution"
            | "summit"
            | "war"
    )
}

/// Whether a noun for works stands right before, or quotation marks around: the novel Low Water.
fn is_title(finder: &Finder<'_>, tokens: &Range<usize>) -> bool {
    let Some(mut before) = tokens.start.checked_sub(1) else { return false };
    let is_mark = |at: usize| {
        finder.segmented.tokens.get(at).is_some_and(|t| t.shape == Shape::QuotationMark)
    };
    if is_mark(before) && is_mark(tokens.end) {
        return true;
    }
    while before > 0 && (is_mark(before) || finder.token(before).form == ",") {
        before -= 1;
    }
    finder.classes[before].is(Class::Work)
}
