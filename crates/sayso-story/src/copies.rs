//! Which articles carry the same text?
//!
//! [`prints`] finds pairs that share runs of words without comparing all with all, [`align`] confirms
//! them word by word. A shared quotation is no copy: two reporters who heard one speech print the same
//! sentences; so what counts is what the writers wrote around them. [`credit`] finds the carrier that
//! the articles name.
//!
//! Of many articles with one text not every pair is told: each is tied to some of the earliest and to
//! its nearest.

pub(crate) mod align;
pub(crate) mod credit;
pub(crate) mod prints;
mod retold;

use std::collections::BTreeSet;

use sayso_core::Span;
use sayso_core::across::{Copy, CopyKind, Place};

use crate::copies::align::{Run, align};
use crate::copies::credit::{Credit, credits, same_carrier};
use crate::copies::prints::{hash_of, pairs, prints, runs};
use crate::copies::retold::{Retold, retold};
use crate::dossier::View;
use crate::groups::Groups;

/// Prints that two texts must share to be aligned: what a paragraph leaves.
const LEAST_PRINTS: usize = 4;

/// Share of the shorter text, outside quotation marks, that must stand in the other. At a third the
/// pairs of `provenance/article-comparisons` that share an agency's background paragraphs and nothing
/// else fall out.
const LEAST_SHARE: f64 = 0.33;

/// The same for two articles of one outlet, which prints its own background again.
const LEAST_SHARE_OF_OUTLET: f64 = 0.6;

/// Words outside quotation marks that must be shared: a paragraph.
const LEAST_WORDS: usize = 50;

/// The same where most of the shorter text is shared: a short notice.
const LEAST_WORDS_OF_MOST: usize = 25;

/// Share above which one text is the other as it was, below which words were changed.
const WORD_FOR_WORD: f64 = 0.6;

/// Words in the runs by which nearly equal texts are told.
const FAMILY_RUN: usize = 6;

/// Runs that are shown as evidence, the longest.
const SHOWN: usize = 3;

/// The running text of an article as words.
pub(crate) struct Body {
    words: Vec<u64>,
    places: Vec<Span>,
    /// Which words stand in quotation marks.
    quoted: Vec<bool>,
}

/// How much of two texts is the same.
struct Overlap {
    runs: Vec<Run>,
    /// Words of the shorter text outside quotation marks that stand in the other.
    own_words: usize,
    /// What of the shorter text stands in the other, of all its words and of those outside marks.
    share: f64,
    own_share: f64,
    /// Words of each text that stand in the other, as a share.
    of_each: [f64; 2],
}

/// Pairs of articles that carry one text or retell it, in order of their articles.
///
/// Retellings are looked for within a story only.
pub(crate) fn copies(views: &[View<'_>], story_of: &[usize]) -> Vec<Copy> {
    let bodies: Vec<Body> = views.iter().map(Body::of).collect();
    let all_prints: Vec<Vec<u64>> = bodies.iter().map(|body| prints(&body.words)).collect();
    let credits: Vec<Vec<Credit>> = views.iter().map(credits).collect();
    let mut copies = Vec::new();
    for (later, earlier, _) in pairs(&all_prints, LEAST_PRINTS) {
        let overlap = Overlap::of(&bodies[earlier], &bodies[later]);
        let one_outlet = is_one_outlet(&views[earlier], &views[later]);
        let least = if one_outlet { LEAST_SHARE_OF_OUTLET } else { LEAST_SHARE };
        let is_most = overlap.own_share >= WORD_FOR_WORD;
        let least_words = if is_most { LEAST_WORDS_OF_MOST } else { LEAST_WORDS };
        if overlap.own_share >= least && overlap.own_words >= least_words {
            let pair = Pair {
                views: [&views[earlier], &views[later]],
                bodies: [&bodies[earlier], &bodies[later]],
                credits: [&credits[earlier], &credits[later]],
                overlap,
            };
            copies.push((earlier, later, pair.told()));
        }
    }
    let known: BTreeSet<(usize, usize)> = copies.iter().map(|(a, b, _)| (*a, *b)).collect();
    for Retold { earlier, later, reason, evidence } in retold(views, story_of) {
        let pair = (earlier.min(later), earlier.max(later));
        if known.contains(&pair) {
            continue;
        }
        let overlap = Overlap::of(&bodies[earlier], &bodies[later]);
        let id = |number: usize| views[number].record.id.clone();
        let copy = Copy {
            articles: [id(earlier), id(later)],
            kind: CopyKind::Rewritten,
            origin: Some(id(earlier).to_string()),
            shared: overlap.share as f32,
            reason,
            evidence,
        };
        copies.push((pair.0, pair.1, copy));
    }
    copies.sort_by_key(|(earlier, later, _)| (*earlier, *later));
    copies.into_iter().map(|(_, _, copy)| copy).collect()
}

/// Articles whose text is nearly the same throughout, each group in order; alone are all others.
///
/// Two texts belong together if of their runs of six words, all that either has, at least this share
/// stands in both. What one text adds to the other counts against it, so an article that holds another
/// whole is not nearly the same.
pub(crate) fn families(views: &[View<'_>], least: f64) -> Vec<Vec<usize>> {
    let bodies: Vec<Body> = views.iter().map(Body::of).collect();
    let all_prints: Vec<Vec<u64>> = bodies.iter().map(|body| prints(&body.words)).collect();
    let sorted_runs = |body: &Body| {
        let mut all: Vec<u64> = runs(&body.words, FAMILY_RUN).collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let all_runs: Vec<Vec<u64>> = bodies.iter().map(sorted_runs).collect();
    let mut groups = Groups::alone(views.len());
    for (later, earlier, _) in pairs(&all_prints, LEAST_PRINTS) {
        let (a, b) = (&all_runs[later], &all_runs[earlier]);
        let both = a.iter().filter(|run| b.binary_search(run).is_ok()).count();
        if both as f64 >= least * (a.len() + b.len() - both) as f64 {
            groups.join(later, earlier);
        }
    }
    groups.all()
}

impl Body {
    /// The words of an article that are no furniture.
    pub(crate) fn of(view: &View<'_>) -> Self {
        let (mut words, mut places, mut quoted) = (Vec::new(), Vec::new(), Vec::new());
        let marks = quotations(view);
        for sentence in view.sentences.iter().filter(|sentence| !sentence.is_furniture) {
            for word in &view.words[sentence.words.clone()] {
                words.push(hash_of(&word.key));
                places.push(word.span);
                let before = marks.partition_point(|mark| mark.end() <= word.span.start());
                quoted.push(marks.get(before).is_some_and(|mark| mark.overlaps(word.span)));
            }
        }
        Body { words, places, quoted }
    }
}

/// Stretches in quotation marks, in order. A mark that is not closed ends with its paragraph.
fn quotations(view: &View<'_>) -> Vec<Span> {
    let text = &view.record.text;
    let mut found = Vec::new();
    let mut open: Option<(usize, usize, char)> = None;
    for sentence in &view.sentences {
        if let Some((start, paragraph, _)) = open
            && paragraph != sentence.paragraph
        {
            found.push(Span::new(start, sentence.span.start()));
            open = None;
        }
        let mut before = ' ';
        let mut letters = sentence.span.of(text).char_indices().peekable();
        while let Some((at, letter)) = letters.next() {
            let at = sentence.span.start() + at;
            let inner = letters.peek().is_some_and(|(_, next)| next.is_alphanumeric());
            match open {
                None => {
                    let closing = match letter {
                        '“' | '„' => Some('”'),
                        '"' => Some('"'),
                        '‘' if !before.is_alphanumeric() => Some('’'),
                        '\'' if !before.is_alphanumeric() && inner => Some('\''),
                        _ => None,
                    };
                    open = closing.map(|closing| (at, sentence.paragraph, closing));
                }
                Some((start, _, closing)) if letter == closing => {
                    let is_apostrophe = matches!(letter, '’' | '\'') && inner;
                    if !is_apostrophe {
                        found.push(Span::new(start, at + letter.len_utf8()));
                        open = None;
                    }
                }
                Some(_) => {}
            }
            before = letter;
        }
    }
    if let Some((start, ..)) = open {
        found.push(Span::new(start, text.len()));
    }
    found
}

impl Overlap {
    fn of(a: &Body, b: &Body) -> Self {
        let runs = align(&a.words, &b.words);
        let (mut in_a, mut in_b) = (vec![false; a.words.len()], vec![false; b.words.len()]);
        for run in &runs {
            in_a[run.a..run.a + run.length].fill(true);
            in_b[run.b..run.b + run.length].fill(true);
        }
        let count = |shared: &[bool], body: &Body| {
            let all = shared.iter().filter(|s| **s).count();
            let own = shared.iter().zip(&body.quoted).filter(|(s, quoted)| **s && !**quoted);
            let n_own = body.quoted.iter().filter(|quoted| !**quoted).count();
            (all, own.count(), n_own)
        };
        let share = |part: usize, all: usize| part as f64 / all.max(1) as f64;
        let (of_a, of_b) = (count(&in_a, a), count(&in_b, b));
        let of_each = [share(of_a.0, a.words.len()), share(of_b.0, b.words.len())];
        let (shorter, length) = if a.words.len() <= b.words.len() {
            (of_a, a.words.len())
        } else {
            (of_b, b.words.len())
        };
        Overlap {
            runs,
            own_words: shorter.1,
            share: share(shorter.0, length),
            own_share: share(shorter.1, shorter.2),
            of_each,
        }
    }
}

/// Two articles with one text, the earlier first.
struct Pair<'a> {
    views: [&'a View<'a>; 2],
    bodies: [&'a Body; 2],
    credits: [&'a [Credit]; 2],
    overlap: Overlap,
}

impl Pair<'_> {
    fn told(mut self) -> Copy {
        if self.is_turned() {
            self.views.reverse();
            self.bodies.reverse();
            self.credits.reverse();
            self.overlap.of_each.reverse();
            for run in &mut self.overlap.runs {
                (run.a, run.b) = (run.b, run.a);
            }
        }
        let [earlier, later] = self.views;
        let carrier = self.carrier();
        let id = || Some(earlier.record.id.to_string());
        let is_word_for_word = self.overlap.own_share >= WORD_FOR_WORD;
        let (kind, origin, why) = if is_version(earlier, later) {
            (CopyKind::Version, id(), "one outlet's article at two times".to_owned())
        } else if let Some((name, why)) = carrier {
            let own = self.views.iter().find(|view| is_outlet(view, &name));
            let origin = own.map_or(name.clone(), |view| view.record.id.to_string());
            (CopyKind::Wire, Some(origin), why)
        } else if is_word_for_word {
            (
                CopyKind::Wire,
                self.knows_earlier().then(id).flatten(),
                "nobody is credited".to_owned(),
            )
        } else {
            let why = "the rest is in other words, and nobody is credited".to_owned();
            (CopyKind::Rewritten, self.knows_earlier().then(id).flatten(), why)
        };
        let percent = (self.overlap.share * 100.0).round();
        let changes = self.changes();
        let reason = format!(
            "{percent} % of the shorter text's words stand in the other, {} of them outside quotation marks; {why}{changes}",
            self.overlap.own_words
        );
        Copy {
            articles: self.views.map(|view| view.record.id.clone()),
            kind,
            origin,
            shared: self.overlap.share as f32,
            reason,
            evidence: self.evidence(),
        }
    }

    /// Whether the second one is the source although it was not printed later: its outlet is credited.
    fn is_turned(&self) -> bool {
        let [a, b] = self.views;
        let day = |view: &View<'_>| view.record.published;
        let in_order = matches!((day(a), day(b)), (Some(a), Some(b)) if a < b);
        let credited = |by: usize, view: &View<'_>| {
            self.credits[by].iter().any(|credit| is_outlet(view, &credit.name))
        };
        !in_order && credited(0, b) && !credited(1, a)
    }

    /// Whether it is known which one was printed first.
    fn knows_earlier(&self) -> bool {
        let [a, b] = self.views.map(|view| view.record.published);
        matches!((a, b), (Some(a), Some(b)) if a < b)
    }

    /// The carrier of the text, and what says so.
    fn carrier(&self) -> Option<(String, String)> {
        let [a, b] = self.credits;
        let both = a.iter().find_map(|one| {
            let other = b.iter().find(|other| same_carrier(&one.name, &other.name))?;
            Some(if one.name.len() >= other.name.len() { &one.name } else { &other.name })
        });
        if let Some(name) = both {
            // The fullest name that either prints.
            let all = a.iter().chain(b).map(|credit| &credit.name);
            let name = all.filter(|other| same_carrier(name, other)).max_by_key(|n| n.len())?;
            return Some((name.clone(), format!("both credit {name}")));
        }
        for (credits, other) in [(a, self.views[1]), (b, self.views[0])] {
            if let Some(credit) = credits.iter().find(|credit| is_outlet(other, &credit.name)) {
                let name = credit.name.clone();
                let why = format!("one credits {name}, which printed the other");
                return Some((name, why));
            }
        }
        let one = a.iter().chain(b).max_by_key(|credit| credit.name.len())?;
        let why = format!("one credits {}, the other nobody", one.name);
        let alone = a.is_empty() || b.is_empty();
        let name = one.name.clone();
        Some((name, if alone { why } else { "each credits another carrier".to_owned() }))
    }

    /// What the later text leaves out and puts in, in words.
    fn changes(&self) -> String {
        let [kept, taken] = self.overlap.of_each;
        let (cut, added) = (1.0 - kept, 1.0 - taken);
        let part = |share: f64| format!("{:.0} %", share * 100.0);
        match (cut >= 0.1, added >= 0.1) {
            (true, true) => {
                format!("; the later one leaves out {} and is new in {}", part(cut), part(added))
            }
            (true, false) => format!("; the later one leaves out {}", part(cut)),
            (false, true) => format!("; the later one is new in {}", part(added)),
            (false, false) => String::new(),
        }
    }

    fn evidence(&self) -> Vec<Place> {
        let mut longest: Vec<&Run> = self.overlap.runs.iter().collect();
        longest.sort_by_key(|run| (std::cmp::Reverse(run.length), run.b));
        let mut places = Vec::new();
        for run in longest.into_iter().take(SHOWN) {
            for (number, first) in [(0, run.a), (1, run.b)] {
                let words = &self.bodies[number].places[first..first + run.length];
                if let [first, .., last] = words {
                    places.push(self.views[number].place(first.cover(*last)));
                }
            }
        }
        for number in [0, 1] {
            let credits = self.credits[number].iter().filter(|credit| !credit.place.is_empty());
            places.extend(credits.map(|credit| self.views[number].place(credit.place)));
        }
        places
    }
}

/// Whether both are the same article of one outlet: its address, or where none is known its headline.
fn is_version(a: &View<'_>, b: &View<'_>) -> bool {
    if !is_one_outlet(a, b) {
        return false;
    }
    if let (Some(a), Some(b)) = (&a.record.url, &b.record.url) {
        return bare_address(a) == bare_address(b);
    }
    let title = |view: &View<'_>| view.record.title.as_deref().map(str::to_lowercase);
    title(a).is_some() && title(a) == title(b)
}

/// An address without scheme, query and the slash at its end.
fn bare_address(url: &str) -> &str {
    let bare = url.split_once("://").map_or(url, |(_, rest)| rest);
    let bare = bare.split(['?', '#']).next().unwrap_or(bare);
    bare.strip_prefix("www.").unwrap_or(bare).trim_end_matches('/')
}

pub(crate) fn is_one_outlet(a: &View<'_>, b: &View<'_>) -> bool {
    match (&a.record.outlet, &b.record.outlet) {
        (Some(a), Some(b)) => same_carrier(a, b),
        _ => false,
    }
}

fn is_outlet(view: &View<'_>, name: &str) -> bool {
    view.record.outlet.as_deref().is_some_and(|outlet| same_carrier(outlet, name))
}
