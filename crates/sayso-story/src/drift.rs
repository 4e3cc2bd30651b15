//! Was a quotation ever spoken like that?
//!
//! For each quotation the nearest wording elsewhere is looked for, in its own article first: a headline
//! or an opening may quote what nobody says below. If a hedge, a negation, a condition or a number is
//! gone, or somebody else is made to say the words, that is drift, told with the words lost and added.
//! A repetition, a shorter quotation that keeps the sense, and an agency's text in another house's
//! spelling are none.

use std::collections::BTreeSet;

use sayso_core::across::{CopyKind, Drift, Nearest, Place};
use sayso_core::record::Stance;

use crate::claims::{Compared, Mark, Sayings, Unit, Voice, is_name, is_number, mark_of, stem};
use crate::origins::CopyTie;

/// A quotation and the wording that it comes from, by their sayings.
pub(crate) struct Drifting {
    /// The wording.
    pub(crate) from: usize,
    /// The quotation.
    pub(crate) to: usize,
    /// The record.
    pub(crate) drift: Drift,
}

/// How near another article's wording must be.
const NEAR: f32 = 0.3;

/// The same where the article rewrites the other one.
const NEAR_IN_COPY: f32 = 0.15;

/// Share of the quoted words that must stand in another sentence of the same article.
const MOST_WORDS: f32 = 0.65;

/// What a quoted word must prove to count there.
const TELLING: f32 = 0.2;

/// The quotations that differ from the wording they come from.
pub(crate) fn drifts(
    sayings: &Sayings<'_>,
    compared: &Compared,
    ties: &[CopyTie],
) -> Vec<Drifting> {
    let rewrites: BTreeSet<(usize, usize)> = ties
        .iter()
        .filter(|tie| tie.kind == CopyKind::Rewritten)
        .map(|tie| (tie.first.min(tie.second), tie.first.max(tie.second)))
        .collect();
    let is_rewrite = |a: usize, b: usize| rewrites.contains(&(a.min(b), a.max(b)));
    // Two cuts of one agency text have their words from neither.
    let is_wire = |a: usize, b: usize| {
        ties.iter().any(|tie| {
            tie.kind != CopyKind::Rewritten && [(a, b), (b, a)].contains(&(tie.first, tie.second))
        })
    };
    let mut drifting: Vec<Drifting> = Vec::new();
    for (n, saying) in sayings.all.iter().enumerate() {
        let is_loose_headline = saying.is_headline && !saying.is_quotation();
        if saying.statement.stance == Stance::Denies || saying.units.is_empty() || is_loose_headline
        {
            continue;
        }
        let here = if saying.is_quotation() { in_same_article(sayings, n) } else { None };
        let found = here.or_else(|| {
            let earlier = |(other, near): &&(usize, f32)| {
                let before = &sayings.all[*other];
                let rewrite = is_rewrite(before.article, saying.article);
                before.article < saying.article
                    && !before.is_headline
                    && !is_wire(before.article, saying.article)
                    && is_not_later(sayings, *other, n)
                    && (saying.is_quotation() || rewrite)
                    && before.statement.stance != Stance::Denies
                    && *near >= if rewrite { NEAR_IN_COPY } else { NEAR }
            };
            // The nearest decides: if that one says the same, nothing has drifted. A quotation comes
            // from a quotation rather than from its retelling.
            let best = compared.near[n].iter().find(earlier)?;
            let as_good = |(_, near): &&(usize, f32)| *near >= best.1 * AS_NEAR;
            let mut fitting = compared.near[n].iter().filter(earlier).filter(as_good);
            let alike = fitting
                .find(|(other, _)| sayings.all[*other].is_quotation() == saying.is_quotation());
            Some(alike.unwrap_or(best).0)
        });
        let told = |from: usize| {
            // What a statement passes on has drifted with it.
            drifting.iter().any(|d| d.from == from && sayings.parent_of(n) == Some(d.to))
        };
        if let Some(from) = found
            && !told(from)
            && let Some(drift) = drift(sayings, from, n)
        {
            drifting.push(Drifting { from, to: n, drift });
        }
    }
    drifting
}

/// How near a wording of the same kind must be, of how near the nearest is.
const AS_NEAR: f32 = 0.4;

fn is_not_later(sayings: &Sayings<'_>, other: usize, n: usize) -> bool {
    let days = sayings.view(other).published().zip(sayings.view(n).published());
    days.is_none_or(|(then, now)| then <= now)
}

/// The statement of the same article that has most of the words in quotation marks, in another order or
/// from another mouth; none if the words stand somewhere as they are quoted.
fn in_same_article(sayings: &Sayings<'_>, n: usize) -> Option<usize> {
    let saying = &sayings.all[n];
    let own = saying.units.first()?.sentence;
    let quoted = quoted_stems(sayings, n);
    let telling: Vec<&String> =
        quoted.iter().filter(|stem| sayings.weights.of_term(stem) >= TELLING).collect();
    if telling.len() < 2 {
        return None;
    }
    let mut best: Option<(f32, usize)> = None;
    for other in sayings.of_article(saying.article) {
        let below = &sayings.all[other];
        let nested = sayings.parent_of(other) == Some(n) || sayings.parent_of(n) == Some(other);
        if other == n || nested || below.statement.stance == Stance::Denies {
            continue;
        }
        for unit in below.units.iter().filter(|unit| unit.sentence > own) {
            let stems = all_stems(sayings, other, unit);
            if stems.windows(quoted.len()).any(|run| run == quoted) {
                return None;
            }
            let have = telling.iter().filter(|stem| stems.contains(stem));
            let weigh = |stem: &&&String| sayings.weights.of_term(stem);
            let all: f32 = telling.iter().map(|stem| sayings.weights.of_term(stem)).sum();
            let share = have.map(|stem| weigh(&stem)).sum::<f32>() / all;
            if share >= MOST_WORDS && best.is_none_or(|(known, _)| share > known) {
                best = Some((share, other));
            }
        }
    }
    best.map(|(_, other)| other)
}

/// The stems of the words that stand in quotation marks.
fn quoted_stems(sayings: &Sayings<'_>, n: usize) -> Vec<String> {
    let view = sayings.view(n);
    let text = &view.record.text;
    let mut stems = Vec::new();
    for content in &sayings.all[n].statement.content {
        let mut inside =
            sayings.all[n].statement.quotation == sayso_core::record::Quotation::Direct;
        let mut before = content.start();
        for word in view.words_in(*content) {
            for mark in text[before..word.span.start()].chars() {
                match mark {
                    '“' | '‘' | '«' => inside = true,
                    '”' | '»' => inside = false,
                    '"' | '\'' | '’' => inside = !inside,
                    _ => {}
                }
            }
            before = word.span.end();
            if inside {
                stems.push(stem(&word.key));
            }
        }
    }
    stems
}

/// The stems of all words of a unit, in order.
fn all_stems(sayings: &Sayings<'_>, n: usize, unit: &Unit) -> Vec<String> {
    let view = sayings.view(n);
    let content = &sayings.all[n].statement.content;
    let pieces = content.iter().filter_map(|span| span.intersection(unit.span));
    pieces.flat_map(|piece| view.words_in(piece)).map(|word| stem(&word.key)).collect()
}

/// The drift from one wording to another, if there is any.
fn drift(sayings: &Sayings<'_>, from: usize, to: usize) -> Option<Drift> {
    let (before, after) = (&sayings.all[from], &sayings.all[to]);
    let (x, y) = nearest_units(sayings, from, to)?;
    let gone: Vec<(Mark, String)> = marks_lost(sayings, from, x, to);
    let numbers: Vec<String> = x
        .quantities
        .iter()
        .filter(|q| y.quantities.iter().any(|r| q.differs_from(r)))
        .filter(|q| !y.quantities.iter().any(|r| q.agrees_with(r)))
        .map(|q| q.span.of(&sayings.view(from).record.text).to_owned())
        .collect();
    let swapped = is_swapped(&before.voice, &after.voice)
        && same_words(sayings, x, y)
        && is_soon_after(sayings, from, to);
    let is_hedged_still = after.statement.stance == Stance::Hedged && gone.len() < 2;
    if (gone.is_empty() || is_hedged_still) && numbers.is_empty() && !swapped {
        return None;
    }
    let mut lost: Vec<String> = gone.into_iter().map(|(_, word)| word).collect();
    lost.extend(numbers);
    let view = sayings.view(from);
    let nearest = view.place(x.span);
    let mut evidence: Vec<Place> = sayings.places(to);
    evidence.push(nearest.clone());
    Some(Drift {
        quotation: after.statement.id.clone(),
        nearest: Nearest { place: nearest, statement: Some(before.statement.id.clone()) },
        lost,
        added: words_added(sayings, x, to, y),
        speaker_from: speaker(&before.voice),
        speaker_to: speaker(&after.voice),
        evidence,
    })
}

/// Days in which words still wander from mouth to mouth; later, somebody may say the same anew.
const SOON: i32 = 90;

fn is_soon_after(sayings: &Sayings<'_>, from: usize, to: usize) -> bool {
    let end = sayings.view(from).published().and_then(|day| day.plus_days(SOON));
    end.zip(sayings.view(to).published()).is_none_or(|(end, printed)| printed <= end)
}

/// The sentences of both that share most.
fn nearest_units<'s>(sayings: &'s Sayings<'_>, a: usize, b: usize) -> Option<(&'s Unit, &'s Unit)> {
    let mut best: Option<(f32, (&Unit, &Unit))> = None;
    for x in &sayings.all[a].units {
        for y in &sayings.all[b].units {
            let shared = x.terms.iter().filter(|term| y.terms.contains(term));
            let weight: f32 = shared.map(|term| sayings.weights.of_term(term)).sum();
            if best.is_none_or(|(known, _)| weight > known) {
                best = Some((weight, (x, y)));
            }
        }
    }
    best.filter(|(weight, _)| *weight > 0.0).map(|(_, units)| units)
}

/// The hedges, negations and conditions of a sentence that another statement has none of.
fn marks_lost(sayings: &Sayings<'_>, from: usize, unit: &Unit, to: usize) -> Vec<(Mark, String)> {
    let text = &sayings.view(from).record.text;
    let kept: Vec<Mark> =
        sayings.all[to].units.iter().flat_map(|u| u.marks.iter().map(|(mark, _)| *mark)).collect();
    let lost = unit.marks.iter().filter(|(mark, _)| !kept.contains(mark)).filter(|(_, span)| {
        // `possible successors` hedges nothing, `it is possible that` does.
        let rest = text[span.end()..].trim_start();
        !matches!(span.of(text), "possible" | "potential" | "likely" | "probable")
            || rest.starts_with("that")
            || rest.starts_with("to ")
    });
    lost.map(|(mark, span)| (*mark, span.of(text).to_owned())).collect()
}

/// The words that came in: those that prove something and stand in none of the older sentence's.
fn words_added(sayings: &Sayings<'_>, x: &Unit, to: usize, y: &Unit) -> Vec<String> {
    let view = sayings.view(to);
    let text = &view.record.text;
    let content = &sayings.all[to].statement.content;
    let pieces = content.iter().filter_map(|span| span.intersection(y.span));
    let words = pieces.flat_map(|piece| view.words_in(piece));
    let new = words.filter(|word| {
        let term = stem(&word.key);
        let proves = sayings.weights.of_term(&term) >= TELLING || is_number(&term);
        (proves || matches!(word.key.as_str(), "will" | "i'll" | "must"))
            && !x.terms.contains(&term)
            && mark_of(&word.key).is_none()
            && y.terms.contains(&term)
    });
    new.map(|word| word.span.of(text).to_owned()).collect()
}

/// Whether the words of the shorter sentence are nearly all in the other.
fn same_words(sayings: &Sayings<'_>, x: &Unit, y: &Unit) -> bool {
    let weigh = |unit: &Unit| -> f32 {
        let words = unit.terms.iter().filter(|term| !is_name(term));
        words.map(|term| sayings.weights.of_term(term)).sum()
    };
    let shared = x.terms.iter().filter(|term| !is_name(term) && y.terms.contains(term));
    let both: f32 = shared.map(|term| sayings.weights.of_term(term)).sum();
    both >= 0.75 * weigh(x).min(weigh(y)) && both >= 1.5
}

/// Whether somebody else is made to say it. An unnamed source's words from a named mouth alone are no
/// slip: the source may have come out, or both may say so.
fn is_swapped(from: &Voice, to: &Voice) -> bool {
    match (from, to) {
        (Voice::Known { .. }, Voice::Known { .. }) => !from.is_same_as(to),
        _ => false,
    }
}

fn speaker(voice: &Voice) -> Option<String> {
    match voice {
        Voice::Unnamed { described } => Some(described.clone()),
        _ => voice.shown().map(str::to_owned),
    }
}
