//! How many independent roots has a claim?
//!
//! Seventeen articles may print one sentence of one source. Statements of a claim share an origin if
//! the same person, body or outlet says them, if one article copies the other, if one cites the other's
//! outlet, or if one stands inside the other. What nothing ties together counts apart: two unnamed
//! sources in two papers may be one person, and the reason says that nobody can tell.

use std::collections::{BTreeMap, BTreeSet};

use sayso_core::across::{Copy, CopyKind, Origin, Root};
use sayso_core::record::SpeakerClass;

use crate::claims::{Group, Sayings, Voice};
use crate::groups::Groups;

/// Two articles of which the second has its text from the first, by their numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct CopyTie {
    pub(crate) first: usize,
    pub(crate) second: usize,
    pub(crate) kind: CopyKind,
}

/// Quotations that come from another wording: (the wording, the quotation), by their sayings.
pub(crate) type Drifted = BTreeSet<(usize, usize)>;

/// The copies among the articles by their numbers.
pub(crate) fn copy_ties(sayings: &Sayings<'_>, copies: &[Copy]) -> Vec<CopyTie> {
    let by_id: BTreeMap<_, _> =
        sayings.views.iter().enumerate().map(|(n, view)| (&view.record.id, n)).collect();
    let number = |id| by_id.get(id).copied();
    let ties = copies.iter().filter_map(|copy| {
        let [a, b] = &copy.articles;
        Some(CopyTie { first: number(a)?, second: number(b)?, kind: copy.kind })
    });
    ties.collect()
}

/// Why two statements share an origin.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    Voice(String),
    Headline,
    Inside,
    Continues,
    Copy { first: String, second: String, how: &'static str },
    Cites { article: String, outlet: String },
    Words { article: String, of: String },
    Recalls { article: String, of: String },
    SameUnnamed { article: String },
    Work(String),
}

/// The origins of a claim's statements.
pub(crate) fn origins(
    sayings: &Sayings<'_>,
    group: &Group,
    ties: &[CopyTie],
    drifted: &Drifted,
) -> Vec<Origin> {
    let mut joined = Joined { groups: Groups::alone(group.len()), whys: Vec::new() };
    let of_article = by_article(sayings, group);
    join_voices(sayings, group, &mut joined);
    join_within_articles(sayings, group, &of_article, &mut joined);
    join_copies(sayings, group, &of_article, ties, &mut joined);
    join_citations(sayings, group, &of_article, &mut joined);
    join_drifted(sayings, group, drifted, &mut joined);
    join_recalled(sayings, group, &mut joined);

    let Joined { groups, whys } = joined;
    let roots = groups.all();
    let n_unnamed = roots
        .iter()
        .filter(|root| root.iter().all(|at| sayings.all[group[*at]].voice.shown().is_none()))
        .count();
    roots.iter().map(|root| origin(sayings, group, root, &whys, n_unnamed)).collect()
}

/// What is joined so far, and why.
struct Joined {
    groups: Groups,
    whys: Vec<(usize, Why)>,
}

impl Joined {
    fn join(&mut self, a: usize, b: usize, why: Why) {
        if self.groups.join(a, b) {
            self.whys.push((a, why));
        }
    }
}

/// The places in the group of each article's statements.
fn by_article(sayings: &Sayings<'_>, group: &Group) -> BTreeMap<usize, Vec<usize>> {
    let mut places: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, n) in group.iter().enumerate() {
        places.entry(sayings.all[*n].article).or_default().push(at);
    }
    places
}

/// One person, body, outlet or document that speaks in several places.
fn join_voices(sayings: &Sayings<'_>, group: &Group, joined: &mut Joined) {
    let mut first_of: BTreeMap<String, usize> = BTreeMap::new();
    let mut first_of_work: BTreeMap<String, usize> = BTreeMap::new();
    for (at, n) in group.iter().enumerate() {
        let saying = &sayings.all[*n];
        if let Some(work) = &saying.statement.work {
            let first = *first_of_work.entry(work.to_lowercase()).or_insert(at);
            joined.join(first, at, Why::Work(work.clone()));
        }
        let (key, shown) = match &saying.voice {
            Voice::Known { name, shown, .. } => (name.clone(), shown),
            Voice::Outlet { outlet, shown } => (format!("outlet {outlet}"), shown),
            Voice::Unnamed { .. } | Voice::Nobody => continue,
        };
        let first = *first_of.entry(key).or_insert(at);
        joined.join(first, at, Why::Voice(shown.clone()));
    }
}

/// Headlines, statements within statements, speeches that go on, and what an article says on nobody's
/// word: all rest on what else the article has.
fn join_within_articles(
    sayings: &Sayings<'_>,
    group: &Group,
    of_article: &BTreeMap<usize, Vec<usize>>,
    joined: &mut Joined,
) {
    let place_of = |n: usize| group.iter().position(|member| *member == n);
    for (&article, places) in of_article {
        let own_outlet = sayings.outlets.of_article(article);
        let is_own_word = |at: usize| match &sayings.all[group[at]].voice {
            Voice::Outlet { outlet, .. } => Some(*outlet) == own_outlet,
            Voice::Unnamed { .. } => true,
            Voice::Known { .. } | Voice::Nobody => false,
        };
        for &at in places {
            let saying = &sayings.all[group[at]];
            if let Some(parent) = sayings.parent_of(group[at]).and_then(place_of) {
                joined.join(parent, at, Why::Inside);
            }
            let before = saying.statement.continues.as_ref();
            if let Some(before) = before.and_then(|id| sayings.number_of(id)).and_then(place_of) {
                joined.join(before, at, Why::Continues);
            }
            let rests_on_others = saying.is_headline || saying.voice == Voice::Nobody;
            if rests_on_others {
                let same_voice =
                    |other: &&usize| sayings.all[group[**other]].voice.is_same_as(&saying.voice);
                let spoken = |other: &&usize| {
                    **other != at
                        && !sayings.all[group[**other]].is_headline
                        && sayings.all[group[**other]].voice != Voice::Nobody
                };
                let same = places.iter().filter(spoken).find(same_voice);
                let other = same.or_else(|| places.iter().find(spoken));
                if let Some(other) = other.or_else(|| places.iter().find(|other| **other != at)) {
                    joined.join(at.min(*other), at.max(*other), Why::Headline);
                }
            }
            // An outlet that says it has learnt something has it from its unnamed source.
            if let Voice::Unnamed { described } = &saying.voice {
                let same = places.iter().find(|other| {
                    **other < at && is_own_word(**other) && {
                        match &sayings.all[group[**other]].voice {
                            Voice::Unnamed { described: before } => refers_to(described, before),
                            _ => true,
                        }
                    }
                });
                if let Some(&same) = same {
                    let article = sayings.views[article].record.id.to_string();
                    joined.join(same, at, Why::SameUnnamed { article });
                }
            } else if is_own_word(at)
                && let Some(&first) = places.iter().find(|p| is_own_word(**p))
            {
                let article = sayings.views[article].record.id.to_string();
                joined.join(first.min(at), first.max(at), Why::SameUnnamed { article });
            }
        }
    }
}

/// Whether a description of an unnamed source in one article may be that of an earlier one: with the
/// same last word, or definite as only who is known can be.
fn refers_to(described: &str, before: &str) -> bool {
    let words = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    let (now, then) = (words(described), words(before));
    let definite = now.first().is_none_or(|word| {
        matches!(word.as_str(), "the" | "he" | "she" | "they" | "who" | "this" | "that")
    });
    definite || now.iter().any(|word| word.len() > 3 && then.contains(word))
}

/// Statements of an article that copies another rest on those of the other.
fn join_copies(
    sayings: &Sayings<'_>,
    group: &Group,
    of_article: &BTreeMap<usize, Vec<usize>>,
    ties: &[CopyTie],
    joined: &mut Joined,
) {
    for tie in ties {
        let (Some(first), Some(second)) = (of_article.get(&tie.first), of_article.get(&tie.second))
        else {
            continue;
        };
        let why = || Why::Copy {
            first: sayings.views[tie.first].record.id.to_string(),
            second: sayings.views[tie.second].record.id.to_string(),
            how: match tie.kind {
                CopyKind::Wire => "carries the same agency text as",
                CopyKind::Rewritten => "rewrites",
                CopyKind::Version => "is a version of",
            },
        };
        for &at in second {
            let voice = &sayings.all[group[at]].voice;
            let same =
                first.iter().find(|other| sayings.all[group[**other]].voice.is_same_as(voice));
            if same.is_some() {
                continue;
            }
            // Whoever credits another outlet has it from there, whatever text is shared.
            let credits = match voice {
                Voice::Outlet { outlet, .. } => {
                    Some(*outlet) != sayings.outlets.of_article(tie.second)
                }
                _ => false,
            };
            if credits {
                continue;
            }
            // An agency's text keeps the description of its source through all cuts.
            let may_be_it = |other: &&usize| match (&sayings.all[group[**other]].voice, voice) {
                (Voice::Unnamed { described: a }, Voice::Unnamed { described: b }) => {
                    tie.kind == CopyKind::Rewritten || refers_to(b, a)
                }
                (Voice::Outlet { .. }, _) => tie.kind == CopyKind::Rewritten,
                (other, _) => other.name().is_none(),
            };
            let unnamed = first.iter().find(may_be_it);
            let first = first.first().filter(|_| tie.kind == CopyKind::Rewritten);
            // Whoever is named in both is known already; another name for the same words is a slip
            // of the copy.
            let known_elsewhere = tie.kind == CopyKind::Wire && voice.name().is_some();
            if let Some(&other) = unnamed.or(first)
                && !known_elsewhere
            {
                joined.join(other.min(at), other.max(at), why());
            }
        }
    }
}

/// Whoever cites an outlet has it from there, if the outlet's own article is among the claim's.
fn join_citations(
    sayings: &Sayings<'_>,
    group: &Group,
    of_article: &BTreeMap<usize, Vec<usize>>,
    joined: &mut Joined,
) {
    let mut articles_of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &article in of_article.keys() {
        if let Some(outlet) = sayings.outlets.of_article(article) {
            articles_of.entry(outlet).or_default().push(article);
        }
    }
    let mut first_via: BTreeMap<String, usize> = BTreeMap::new();
    for (at, n) in group.iter().enumerate() {
        let saying = &sayings.all[*n];
        let mut cited: Vec<usize> =
            saying.statement.via.iter().filter_map(|via| sayings.outlets.find(via)).collect();
        if let Voice::Outlet { outlet, .. } = &saying.voice {
            cited.push(*outlet);
        }
        let is_open = saying.voice.name().is_none();
        for outlet in cited.into_iter().filter(|_| is_open) {
            let earlier = articles_of.get(&outlet).into_iter().flatten();
            let Some(&article) = earlier.min().filter(|article| **article != saying.article) else {
                continue;
            };
            let places = &of_article[&article];
            let open = places.iter().find(|p| sayings.all[group[**p]].voice.name().is_none());
            let source = *open.unwrap_or(&places[0]);
            let why = Why::Cites {
                article: sayings.view(*n).record.id.to_string(),
                outlet: sayings.outlets.shown(outlet).to_owned(),
            };
            joined.join(source.min(at), source.max(at), why);
        }
        // Two articles that have an unnamed source through one carrier have one source.
        if let (Voice::Unnamed { .. }, Some(via)) = (&saying.voice, saying.statement.via.first()) {
            let key = via.to_lowercase();
            let key = key.strip_prefix("the ").unwrap_or(&key).to_owned();
            let first = *first_via.entry(key).or_insert(at);
            let article = sayings.view(*n).record.id.to_string();
            if sayings.all[group[first]].article != saying.article {
                joined.join(first, at, Why::Cites { article, outlet: via.clone() });
            }
        }
    }
}

/// A quotation that comes from another wording has its origin there, whoever is said to have spoken.
fn join_drifted(sayings: &Sayings<'_>, group: &Group, drifted: &Drifted, joined: &mut Joined) {
    let place_of = |n: usize| group.binary_search(&n).ok();
    for &(from, to) in drifted {
        if let (Some(from_at), Some(to_at)) = (place_of(from), place_of(to)) {
            let why = Why::Words {
                article: sayings.view(to).record.id.to_string(),
                of: sayings.view(from).record.id.to_string(),
            };
            joined.join(from_at.min(to_at), from_at.max(to_at), why);
        }
    }
}

/// An article that looks back tells of the source that the earlier one had, if it describes one alike.
fn join_recalled(sayings: &Sayings<'_>, group: &Group, joined: &mut Joined) {
    for (at, n) in group.iter().enumerate() {
        let Voice::Unnamed { described } = &sayings.all[*n].voice else { continue };
        let printed = sayings.view(*n).published();
        let earlier = group[..at].iter().position(|other| {
            let Voice::Unnamed { described: before } = &sayings.all[*other].voice else {
                return false;
            };
            let long_before =
                sayings.view(*other).published().and_then(|d| d.plus_days(LOOKS_BACK));
            let looks_back = long_before.zip(printed).is_some_and(|(then, now)| then <= now);
            looks_back && shares_noun(described, before)
        });
        if let Some(earlier) = earlier {
            let why = Why::Recalls {
                article: sayings.view(*n).record.id.to_string(),
                of: sayings.view(group[earlier]).record.id.to_string(),
            };
            joined.join(earlier, at, why);
        }
    }
}

/// Days after which an article that tells of an unnamed source in the same words looks back.
const LOOKS_BACK: i32 = 30;

/// Whether two descriptions of a source have a word of more than three letters in common.
fn shares_noun(a: &str, b: &str) -> bool {
    let words = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    let bare = |word: &str| word.trim_matches(|l: char| !l.is_alphanumeric()).to_owned();
    let others: Vec<String> = words(b).iter().map(|word| bare(word)).collect();
    let generic =
        ["source", "sources", "official", "officials", "person", "people", "close", "with"];
    words(a)
        .iter()
        .map(|word| bare(word))
        .any(|word| word.len() > 3 && !generic.contains(&word.as_str()) && others.contains(&word))
}

fn origin(
    sayings: &Sayings<'_>,
    group: &Group,
    root: &[usize],
    whys: &[(usize, Why)],
    n_unnamed: usize,
) -> Origin {
    let all: Vec<usize> = root.iter().map(|at| group[*at]).collect();
    // The first that somebody is known to have said, not a headline.
    let rank = |n: &usize| {
        let saying = &sayings.all[*n];
        (saying.voice == Voice::Nobody, saying.is_headline, *n)
    };
    let source = all.iter().copied().min_by_key(rank).unwrap_or(group[0]);
    let (kind, who) = root_of(sayings, source);
    let mut reasons: Vec<String> = Vec::new();
    let mut told: BTreeSet<&Why> = BTreeSet::new();
    for (at, why) in whys {
        if root.contains(at) && told.insert(why) {
            reasons.push(in_words(why));
        }
    }
    if all.len() == 1 {
        reasons.push("nothing ties it to another statement of the claim".to_owned());
    }
    let is_unnamed = all.iter().all(|n| sayings.all[*n].voice.shown().is_none());
    if is_unnamed && n_unnamed > 1 {
        reasons.push(
            "its source is unnamed: whether another origin has the same one cannot be told"
                .to_owned(),
        );
    }
    Origin {
        statements: all.iter().map(|n| sayings.all[*n].statement.id.clone()).collect(),
        root: kind,
        who,
        reason: reasons.join("; "),
    }
}

fn root_of(sayings: &Sayings<'_>, source: usize) -> (Root, Option<String>) {
    let saying = &sayings.all[source];
    let outlet = || {
        let via = saying.statement.via.last().cloned();
        via.or_else(|| sayings.view(source).record.outlet.clone())
    };
    match (&saying.voice, saying.statement.speaker.class) {
        (voice, SpeakerClass::Document) => (Root::Text, voice.shown().map(str::to_owned)),
        (Voice::Known { shown, .. }, _) => (Root::Speaker, Some(shown.clone())),
        (Voice::Outlet { shown, .. }, _) => (Root::Outlet, Some(shown.clone())),
        (Voice::Unnamed { described }, _) => match outlet() {
            Some(outlet) => (Root::Outlet, Some(format!("{outlet}, on the word of {described}"))),
            None => (Root::Speaker, Some(described.clone())),
        },
        (Voice::Nobody, _) => (Root::Unknown, None),
    }
}

fn in_words(why: &Why) -> String {
    match why {
        Why::Voice(who) => format!("{who} each time"),
        Why::Headline => "an article's headline, or words on nobody's authority, rest on what its \
                          text has"
            .to_owned(),
        Why::Inside => "one passes on the other".to_owned(),
        Why::Continues => "the same speech goes on".to_owned(),
        Why::Copy { first, second, how } => format!("{second} {how} {first}"),
        Why::Cites { article, outlet } => format!("{article} has it from {outlet}"),
        Why::Words { article, of } => format!("the words in {article} come from {of}"),
        Why::Recalls { article, of } => format!("{article} looks back on what {of} reported"),
        Why::SameUnnamed { article } => format!("one unnamed source in {article}"),
        Why::Work(work) => format!("all from “{work}”"),
    }
}
