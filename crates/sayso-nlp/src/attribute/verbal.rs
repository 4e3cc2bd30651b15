//! Which words in this line cite somebody?
//!
//! [`attributions`] goes through a line from left to right. Each word is tried against the patterns of
//! [`super::pattern`] and [`super::active`]; what one takes as content is not searched again.

use super::Found;
use super::active;
use super::content::{self, After};
use super::cues::{self, Class, Form};
use super::folded;
use super::line::Line;
use super::pattern;
use super::phrase;
use super::rule::Rule;
use super::verb::verb;
use super::words;

/// The attributions of one line.
pub(super) fn attributions(line: &Line<'_, '_>) -> Vec<Found> {
    if let Some(whole) = trailing(line) {
        return vec![whole];
    }
    let mut found: Vec<Found> = Vec::new();
    let mut floor = 0;
    let mut at = 0;
    while at < line.len() {
        let before = found.len();
        let next = cite(line, at, floor, &mut found);
        match next {
            Some(_) if found.len() > before && asks_to_stay_unnamed(line, &found[before..]) => {
                found.truncate(before);
                at += 1;
            }
            Some(next) => {
                at = next.max(at + 1);
                if found.len() > before {
                    floor = at;
                }
            }
            None => at += 1,
        }
    }
    found
}

/// Whether what was found is a source's wish not to be named: a reason that the writer gives, told
/// with the source and not a statement of its own.
fn asks_to_stay_unnamed(line: &Line<'_, '_>, found: &[Found]) -> bool {
    let text = line.segmented.text;
    found.iter().flat_map(|f| &f.content).any(|span| is_about_anonymity(span.of(text), 9))
}

/// Whether the first words of a content are about not being named.
pub(super) fn is_about_anonymity(content: &str, first: usize) -> bool {
    let words: Vec<&str> = content.split_whitespace().take(first).collect();
    words.contains(&"anonymity")
        || words.windows(2).any(|w| {
            w[0] == "be" && matches!(w[1].trim_matches(','), "named" | "identified" | "quoted")
        })
}

/// Tries the item as a cue; the item after what it took, if it cites.
pub(super) fn cite(
    line: &Line<'_, '_>,
    at: usize,
    floor: usize,
    found: &mut Vec<Found>,
) -> Option<usize> {
    if !line.is_word(at) {
        return if line.lower(at) == ":" {
            pattern::name_and_colon(line, at, floor, found)
        } else {
            None
        };
    }
    let lower = line.lower(at);
    if lower == "according" && line.lower(at + 1) == "to" {
        return pattern::according_to(line, at, floor, found);
    }
    if cues::is_hearsay(lower) && !pattern::next_is_cue(line, at) {
        return pattern::hearsay(line, at, floor, found);
    }
    if cues::is_impersonal(lower)
        && let Some(next) = pattern::impersonal(line, at, floor, found)
    {
        return Some(next);
    }
    if cues::is_noun(lower)
        && let Some(next) = pattern::noun(line, at, found)
    {
        return Some(next);
    }
    if lower == "as"
        && line.lower_before(at) == ","
        && let Some(next) = pattern::as_reported(line, at, floor, found)
    {
        return Some(next);
    }
    if lower == "in"
        && let Some(next) = folded::in_the_words_of(line, at, floor, found)
    {
        return Some(next);
    }
    if lower == "as"
        && let Some(next) = folded::as_saying(line, at, floor, found)
    {
        return Some(next);
    }
    if matches!(lower, "put" | "puts" | "putting" | "gave" | "gives" | "dated" | "dates")
        && let Some(next) = folded::puts_at(line, at, floor, found)
    {
        return Some(next);
    }
    if line.lower(at + 1) == "by"
        && let Some(next) = folded::reported_by(line, at, floor, found)
    {
        return Some(next);
    }
    if lower == "quoted"
        && let Some(next) = pattern::quoted_as_saying(line, at, floor, found)
    {
        return Some(next);
    }
    if lower == "asked"
        && let Some(next) = pattern::asked(line, at, floor, found)
    {
        return Some(next);
    }
    if cues::is_adjective(lower)
        && let Some(next) = pattern::adjective(line, at, floor, found)
    {
        return Some(next);
    }
    if lower == "clear"
        && let Some(next) = pattern::made_clear(line, at, floor, found)
    {
        return Some(next);
    }
    let verb = verb(line, at)?;
    if verb.cue.class == Class::Seem
        && line.lower(at + 1) == "to"
        && cues::cue(line.lower(at + 2)).is_some_and(|(c, _)| {
            c.form == Form::Base && matches!(c.class, Class::Say | Class::Tell | Class::Judge)
        })
    {
        // "appeared to accuse" is one cue, found at its last word.
        return None;
    }
    if verb.passive {
        return pattern::passive(line, &verb, floor, found);
    }
    if !verb.finite && verb.cue.form != Form::Ing {
        return None;
    }
    active::active(line, &verb, floor, found)
}

/// A citation after the last comma that takes the whole sentence before it: `…, it is claimed`, `…, an
/// aide said on Monday`, `…, according to two officials`.
fn trailing(line: &Line<'_, '_>) -> Option<Found> {
    let end = line.end();
    if let Some(found) = trailing_without_comma(line) {
        return Some(found);
    }
    let comma = (1..end)
        .rev()
        .take(24)
        .find(|&at| line.lower(at) == "," && cites_to_the_end(line, at + 1))?;
    // Quotations before it are found by the ordinary way, which knows their pieces.
    if line.is_quote(comma - 1) && line.is_speech(comma - 1)
        || (0..comma).all(|at| line.is_quote(at) || line.is_mark(at))
    {
        return None;
    }
    let mut found = Vec::new();
    let at = (comma + 1..end).find(|&at| {
        let lower = line.lower(at);
        lower == "according" || cues::is_impersonal(lower) || cues::cue(lower).is_some()
    })?;
    let words = (0..comma).filter(|&at| line.is_word(at) || line.is_quote(at)).count();
    cite(line, at, 0, &mut found)?;
    let whole = found.pop()?;
    let from_the_start = whole.content.first()?.start() <= line.span(1.min(comma - 1)).end();
    (words >= 4 && from_the_start && whole.content.len() == 1).then_some(whole)
}

/// `It could be a great step an expert has claimed`: as captions have it.
fn trailing_without_comma(line: &Line<'_, '_>) -> Option<Found> {
    let end = line.end();
    let verb = verb(line, end.checked_sub(1)?)?;
    let source = phrase::before(line, verb.group.start, 0)?;
    let from = source.clone().rev().find(|&at| matches!(line.lower(at), "a" | "an" | "one"))?;
    let clause = (0..from).any(|at| words::is_auxiliary(line.lower(at)));
    let plain = verb.finite && !verb.passive && !verb.cue.weak && verb.cue.class == Class::Say;
    let content = content::left(line, 0, from)?;
    (plain
        && clause
        && from >= 5
        && line.is_word(from - 1)
        && !words::is_preposition(line.lower(from - 1)))
    .then(|| Found {
        source: line.spans(from..source.end),
        cue: line.spans(verb.group),
        content: line.spans(content),
        by: Rule::ClauseBeforeTheVerb,
    })
}

/// Whether nothing but a source, a verb that cites and words of time and place stand from an item to
/// the end.
fn cites_to_the_end(line: &Line<'_, '_>, from: usize) -> bool {
    let end = line.end();
    if line.lower(from) == "according" {
        return line.lower(from + 1) == "to"
            && !(from..end).any(|at| words::is_auxiliary(line.lower(at)) || line.lower(at) == ",");
    }
    if line.lower(from) == "it" {
        return (from + 1..end).all(|at| {
            words::is_auxiliary(line.lower(at))
                || line.is_adverb(at)
                || at + 1 == end && cues::is_impersonal(line.lower(at))
        }) && cues::is_impersonal(line.lower(end - 1));
    }
    // "…, who asked for more time": the clause describes somebody.
    if matches!(line.lower(from), "who" | "which" | "whose" | "where") {
        return false;
    }
    let Some(at) = (from + 1..end).find(|&at| cues::cue(line.lower(at)).is_some()) else {
        return false;
    };
    let Some(verb) = verb(line, at) else { return false };
    let subject = phrase::before(line, verb.group.start, from);
    verb.finite
        && !verb.passive
        && (!verb.cue.weak || verb.group.len() > 1)
        && matches!(verb.cue.class, Class::Say | Class::Think)
        && subject.is_some_and(|s| s.start == from)
        && matches!(content::after(line, verb.group.end, verb.cue.class), After::Aside(stop) if stop >= end)
}
