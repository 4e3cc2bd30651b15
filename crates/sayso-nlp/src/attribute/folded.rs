//! Which citations are folded into a phrase, or into a verb that says nothing by itself?
//!
//! `quoted the mayor as saying that …`, `the €9m reported by the Post`, `the accounts put the loss at
//! €9m`, `“no duties,” in the words of the mayor`.

use std::ops::Range;

use super::Found;
use super::active::quotation_after;
use super::content::{self, After};
use super::cues::{self, Class, Form};
use super::line::Line;
use super::phrase;
use super::rule::Rule;
use super::words;
use crate::segment::Shape;

/// `(quoted) the mayor as saying that …`: the mayor's words.
pub(super) fn as_saying(
    line: &Line<'_, '_>,
    at: usize,
    floor: usize,
    found: &mut Vec<Found>,
) -> Option<usize> {
    let (start, class) = said_as(line, at)?;
    let source = phrase::before(line, at, floor)?;
    let After::Content(start) = content::after(line, start, class) else { return None };
    let end = content::end(line, start, class);
    if !line.has_letters(start..end) {
        return None;
    }
    found.push(Found {
        source: line.spans(source),
        cue: line.spans(at..at + 2),
        content: line.spans(start..end),
        by: Rule::AsSaying,
    });
    Some(end)
}

/// What follows `as saying` or `as telling`, and how to read on; not after `is quoted as saying`, in
/// which the subject speaks.
fn said_as(line: &Line<'_, '_>, at: usize) -> Option<(usize, Class)> {
    let participle =
        at > 0 && cues::cue(line.lower(at - 1)).is_some_and(|(cue, _)| cue.form == Form::Past);
    let (cue, _) = cues::cue(line.lower(at + 1)).filter(|(cue, _)| cue.form == Form::Ing)?;
    (line.lower(at) == "as" && !participle && matches!(cue.class, Class::Say | Class::Tell))
        .then_some((at + 2, cue.class))
}

/// Whether some words quote somebody as saying something.
pub(super) fn quotes_somebody(line: &Line<'_, '_>, items: Range<usize>) -> bool {
    items.into_iter().any(|at| said_as(line, at).is_some())
}

/// `the €9m reported by the Post`, `the claims published by a website`: the source follows its cue.
pub(super) fn reported_by(
    line: &Line<'_, '_>,
    at: usize,
    floor: usize,
    found: &mut Vec<Found>,
) -> Option<usize> {
    let says = cues::cue(line.lower(at))
        .is_some_and(|(cue, _)| cue.form == Form::Past && cue.class == Class::Say)
        || matches!(line.lower(at), "cited" | "made" | "published" | "quoted");
    if !says {
        return None;
    }
    let mut thing = phrase::before(line, at, floor)?;
    // "neither the €9m", "below the €9m".
    thing.start =
        thing.clone().rev().find(|&at| words::is_starter(line.lower(at))).unwrap_or(thing.start);
    if !is_reported(line, thing.clone()) {
        return None;
    }
    let mut source = phrase::from(line, at + 2)?;
    if let Some(time) = (source.start + 1..source.end).find(|&at| opens_time(line, at)) {
        source.end = time;
    }
    let next = source.end;
    found.push(Found {
        source: line.spans(source),
        cue: line.spans(at..at + 2),
        content: line.spans(thing),
        by: Rule::ReportedBy,
    });
    Some(next)
}

/// Whether a phrase is something known, and true only on somebody's word: `the €9m`, `the claims`.
fn is_reported(line: &Line<'_, '_>, phrase: Range<usize>) -> bool {
    let last = line.lower(phrase.end - 1);
    let claim = cues::is_noun(last)
        || matches!(last, "figure" | "figures" | "sum" | "account" | "accounts" | "version");
    matches!(line.lower(phrase.start), "the" | "these" | "those")
        && (claim || phrase.into_iter().any(|at| is_number(line, at)))
}

fn is_number(line: &Line<'_, '_>, at: usize) -> bool {
    line.token(at).is_some_and(|token| {
        token.shape == Shape::Number || token.form.starts_with(|c: char| c.is_ascii_digit())
    })
}

/// Whether words of time begin here: `a week later`, `last month`.
fn opens_time(line: &Line<'_, '_>, at: usize) -> bool {
    let opens = words::is_starter(line.lower(at)) || is_number(line, at);
    let unit = |at: usize| {
        let lower = line.lower(at);
        words::is_time(lower)
            || matches!(lower.trim_end_matches('s'), "day" | "hour" | "minute")
            || words::is_time(lower.trim_end_matches('s'))
    };
    opens && unit(at + 1)
}

/// `The accounts put the loss at €9m.` `The obituary gave her age as 74.`: a number that somebody
/// gives.
pub(super) fn puts_at(
    line: &Line<'_, '_>,
    at: usize,
    floor: usize,
    found: &mut Vec<Found>,
) -> Option<usize> {
    let joint = match line.lower(at) {
        "gave" | "gives" => "as",
        "dated" | "dates" => "to",
        _ => "at",
    };
    let end = line.end();
    let to = (at + 2..end.min(at + 14)).find(|&i| line.lower(i) == joint)?;
    let amount = (to + 1..end.min(to + 4)).any(|i| is_number(line, i) || line.is_quote(i));
    let crossed = (at + 1..to).any(|i| line.is_mark(i) && line.lower(i) == "," || line.is_quote(i));
    if !amount || crossed {
        return None;
    }
    let mut start = at;
    while start > floor && (words::is_auxiliary(line.lower(start - 1)) || line.is_adverb(start - 1))
    {
        start -= 1;
    }
    let source = phrase::before(line, start, floor)?;
    let stop = content::end(line, at + 1, Class::Judge);
    let by = Rule::PutsAt;
    let cue = line.spans(start..at + 1);
    found.push(Found { source: line.spans(source), cue, content: line.spans(at + 1..stop), by });
    Some(stop)
}

/// `a title “with no duties,” in the words of the mayor`: the quotation on either side.
pub(super) fn in_the_words_of(
    line: &Line<'_, '_>,
    at: usize,
    floor: usize,
    found: &mut Vec<Found>,
) -> Option<usize> {
    let words: Vec<&str> = (at..at + 4).map(|at| line.lower(at)).collect();
    if words != ["in", "the", "words", "of"] {
        return None;
    }
    let source = phrase::from(line, at + 4)?;
    let before = (floor..at).rev().take_while(|&at| line.is_mark(at) || line.is_quote(at));
    let quotation = before.last().filter(|&first| line.is_quote(first));
    let (content, next) = if let Some(first) = quotation {
        (first..at, source.end)
    } else {
        let after = quotation_after(line, source.end)?;
        (after.clone(), after.end)
    };
    found.push(Found {
        source: line.spans(source),
        cue: line.spans(at..at + 4),
        content: line.cover(line.trim(content)).into_iter().collect(),
        by: Rule::InTheWordsOf,
    });
    Some(next)
}
