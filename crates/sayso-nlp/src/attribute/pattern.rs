//! Which citations have a shape of their own?
//!
//! All that is no plain subject and active verb: *according to*, hearsay adverbs, passives, nouns,
//! adjectives, questions without an asker, labels with a colon.

use std::ops::Range;

use super::Found;
use super::active::{content_stands_before, goes_on_after, quotation_after};
use super::content::{self, After};
use super::cues::{self, Class, Form};
use super::line::Line;
use super::phrase;
use super::rule::Rule;
use super::verb::{Verb, verb};
use super::words;
use crate::segment::{Shape, Token};

/// `According to X, …` and `…, according to X`.
pub(super) fn according_to(
    line: &Line<'_, '_>,
    at: usize,
    floor: usize,
    found: &mut Vec<Found>,
) -> Option<usize> {
    let end = line.end();
    let source = phrase::from(line, at + 2).or_else(|| {
        let close = (at + 2..end).find(|&i| matches!(line.lower(i), "," | ";")).unwrap_or(end);
        (close > at + 2).then_some(at + 2..close)
    })?;
    let starts = at <= floor || line.is_mark(at - 1) && at - 1 <= floor;
    let first = starts || phrase_starts(line, at, floor);
    // What looked like a second apposition is the content if nothing else is left for it.
    let source = if first && source.end >= end {
        let comma = source.clone().find(|&i| line.lower(i) == ",")?;
        source.start..comma
    } else {
        source
    };
    let content = if first {
        let comma = (source.end..end)
            .find(|&i| line.lower(i) == ",")
            .map_or(source.end, |c| if c <= source.end + 1 { c + 1 } else { source.end });
        let stop = content::end(line, comma, Class::Say);
        (comma < stop).then_some(comma..stop)
    } else {
        content::left(line, floor, at)
    }?;
    if !line.has_letters(content.clone()) {
        return None;
    }
    let mut next = content.end.max(source.end);
    let mut content = line.spans(content);
    if !first && line.lower(source.end) == "," && goes_on_after(line, source.end) {
        next = content::end(line, source.end + 1, Class::Say);
        content.extend(line.spans(source.end + 1..next));
    }
    found.push(Found {
        source: line.spans(source),
        cue: line.spans(at..at + 2),
        content,
        by: Rule::AccordingTo,
    });
    Some(next)
}

/// Whether only a conjunction stands between the start and an item.
fn phrase_starts(line: &Line<'_, '_>, at: usize, floor: usize) -> bool {
    (floor..at)
        .all(|i| line.is_mark(i) || matches!(line.lower(i), "but" | "and" | "yet" | "so" | "still"))
}

/// `X reportedly wants …`: the sentence without the adverb, attributed to nobody.
pub(super) fn hearsay(
    line: &Line<'_, '_>,
    at: usize,
    floor: usize,
    found: &mut Vec<Found>,
) -> Option<usize> {
    let start = (floor..at)
        .rev()
        .find(|&i| matches!(line.lower(i), "," | ";" | "—" | ":") || line.is_speech(i))
        .map_or(floor, |i| i + 1);
    let end = content::end(line, at + 1, Class::Say);
    let mut content = line.spans(start..at);
    content.extend(line.spans(at + 1..end));
    if !line.has_letters(at + 1..end) {
        return None;
    }
    found.push(Found {
        source: Vec::new(),
        cue: line.spans(at..at + 1),
        content,
        by: Rule::HearsayAdverb,
    });
    Some(end)
}

/// Whether the adverb belongs to a verb that cites: `reportedly said`.
pub(super) fn next_is_cue(line: &Line<'_, '_>, at: usize) -> bool {
    let near = [at + 1, at + 2, at.wrapping_sub(1)];
    near.into_iter().any(|i| {
        cues::cue(line.lower(i)).is_some_and(|(c, _)| {
            !c.weak
                && c.form != Form::Base
                && matches!(c.class, Class::Say | Class::Tell | Class::Judge)
        }) && (i != at + 2 || words::is_auxiliary(line.lower(at + 1)) || line.is_adverb(at + 1))
    })
}

/// `it has been claimed that …`, `…, it is understood`, `X is thought to …`.
pub(super) fn impersonal(
    line: &Line<'_, '_>,
    at: usize,
    floor: usize,
    found: &mut Vec<Found>,
) -> Option<usize> {
    let mut start = at;
    let mut be = false;
    while start > floor {
        let lower = line.lower(start - 1);
        if words::is_auxiliary(lower)
            || line.is_adverb(start - 1)
            || lower == "'s" && line.lower(start.wrapping_sub(2)) == "it"
        {
            be |= matches!(lower, "is" | "are" | "was" | "were" | "be" | "been" | "being" | "'s");
            start -= 1;
        } else {
            break;
        }
    }
    if !be || line.lower(at + 1) == "by" {
        return None;
    }
    let next = line.lower(at + 1);
    let cue = start..at + 1;
    if line.lower_before(start) == "it" && start > floor {
        let cue = start - 1..at + 1;
        let trailing = at + 1 >= line.end() && content_stands_before(line, start - 1, floor);
        let content = if trailing {
            content::left(line, floor, start - 1)?
        } else {
            if matches!(next, "to" | "as" | "for" | "in") {
                return None;
            }
            let from = at + 1;
            from..content::end(line, from, Class::Say)
        };
        if !line.has_letters(content.clone()) {
            return None;
        }
        let end = content.end.max(at + 1);
        found.push(Found {
            source: Vec::new(),
            cue: line.spans(cue),
            content: line.spans(content),
            by: Rule::PassiveWithoutSource,
        });
        return Some(end);
    }
    if next != "to" {
        return None;
    }
    let subject = phrase::before(line, start, floor)?;
    let end = content::end(line, at + 1, Class::Want);
    let mut content = line.spans(subject);
    content.extend(line.spans(at + 1..end));
    found.push(Found {
        source: Vec::new(),
        cue: line.spans(cue),
        content,
        by: Rule::PassiveWithoutSource,
    });
    Some(end)
}

/// `X was accused by Y of …`: Y is the source.
pub(super) fn passive(
    line: &Line<'_, '_>,
    verb: &Verb,
    floor: usize,
    found: &mut Vec<Found>,
) -> Option<usize> {
    if line.lower(verb.group.end) != "by" || verb.cue.class == Class::Show {
        return None;
    }
    let subject = phrase::before(line, verb.group.start, floor)?;
    let source = phrase::from(line, verb.group.end + 1)?;
    if source.clone().any(|at| {
        words::is_time(line.lower(at))
            || matches!(line.lower(at), "summer" | "spring" | "autumn" | "winter")
    }) {
        return None;
    }
    let mut content = line.spans(subject);
    let mut next = source.end;
    if matches!(line.lower(source.end), "of" | "for" | "as" | "that" | "to") {
        let end = content::end(line, source.end, Class::Judge);
        content.extend(line.spans(source.end..end));
        next = end;
    }
    found.push(Found {
        source: line.spans(source),
        cue: line.spans(verb.group.clone()),
        content,
        by: Rule::PassiveWithBy,
    });
    Some(next)
}

/// `X's claim that …`, `the claim that …`.
pub(super) fn noun(line: &Line<'_, '_>, at: usize, found: &mut Vec<Found>) -> Option<usize> {
    let start = at + 1;
    let lower = line.lower(start);
    let clause = lower == "that" && !words::is_auxiliary(line.lower(start + 1));
    // "suggestions the pier would be sold".
    let bare = cues::is_hearsay_noun(line.lower(at))
        && (words::is_starter(lower)
            || words::is_pronoun(lower)
            || line.token(start).is_some_and(Token::is_capital))
        && (start + 1..start + 7)
            .take_while(|&at| line.is_word(at))
            .any(|at| words::is_auxiliary(line.lower(at)));
    if !clause && !bare {
        return None;
    }
    // "Hale claims that": a verb.
    let before = at.checked_sub(1).and_then(|before| line.token(before));
    if before.is_some_and(Token::is_capital)
        || words::is_pronoun(line.lower_before(at)) && !words::is_starter(line.lower_before(at))
    {
        return None;
    }
    let content_start = start;
    let end = content::end(line, content_start, Class::Say);
    if end <= content_start + 2 {
        return None;
    }
    // The possessor: "Hale's repeated claim", "his claim".
    let owner = (at.saturating_sub(4)..at).rev().find_map(|i| {
        if matches!(line.lower(i), "'s" | "'") && i > 0 {
            let mut start = i;
            while start > i.saturating_sub(6) && is_name_word(line, start - 1) {
                start -= 1;
            }
            return (start < i).then_some(start..i);
        }
        matches!(line.lower(i), "his" | "her" | "their" | "its" | "my" | "our").then_some(i..i + 1)
    });
    let (source, by) = match owner {
        Some(owner) => (line.spans(owner), Rule::NounWithItsPossessor),
        None if cues::is_hearsay_noun(line.lower(at)) => (Vec::new(), Rule::NounWithoutPossessor),
        None => return None,
    };
    found.push(Found {
        source,
        cue: line.spans(at..at + 1),
        content: line.spans(content_start..end),
        by,
    });
    Some(end)
}

/// `She is quoted as saying “…”`: on whose word stays open.
pub(super) fn quoted_as_saying(
    line: &Line<'_, '_>,
    at: usize,
    floor: usize,
    found: &mut Vec<Found>,
) -> Option<usize> {
    if line.lower(at + 1) != "as" || line.lower(at + 2) != "saying" {
        return None;
    }
    let mut start = at;
    while start > floor && words::is_auxiliary(line.lower(start - 1)) {
        start -= 1;
    }
    let After::Content(content) = content::after(line, at + 3, Class::Say) else { return None };
    if start == at { None } else { says(line, start..at + 3, content, floor, found) }
}

/// Whether a word can belong to a possessor's name or title.
fn is_name_word(line: &Line<'_, '_>, at: usize) -> bool {
    let lower = line.lower(at);
    line.is_word(at)
        && (lower == "of" || !words::is_preposition(lower))
        && !words::is_auxiliary(lower)
        && !matches!(lower, "that" | "and" | "but" | "because" | "as")
}

/// `…, as the Post had reported`: what was just said, on another's word.
pub(super) fn as_reported(
    line: &Line<'_, '_>,
    at: usize,
    floor: usize,
    found: &mut Vec<Found>,
) -> Option<usize> {
    let (source, cue, stop) = (at + 1..line.end()).take(14).find_map(|i| {
        let verb = verb(line, i)?;
        let source = phrase::before(line, verb.group.start, at + 1)?;
        let after = content::after(line, verb.group.end, verb.cue.class);
        let After::Aside(stop) = after else { return None };
        (verb.finite && !verb.passive && verb.cue.class == Class::Say && source.start == at + 1)
            .then_some((source, verb.group, stop))
    })?;
    let content = match found.last() {
        Some(last) if floor > 0 => last.content.clone(),
        _ => line.spans(content::left(line, floor, at)?),
    };
    found.push(Found {
        source: line.spans(source),
        cue: line.spans(cue),
        content,
        by: Rule::AsSomebodyReported,
    });
    Some(stop)
}

/// `Asked whether it was over, …`: nobody is named who asks.
pub(super) fn asked(
    line: &Line<'_, '_>,
    at: usize,
    floor: usize,
    found: &mut Vec<Found>,
) -> Option<usize> {
    let opens =
        at == floor || at > 0 && (matches!(line.lower_before(at), "when" | "if" | "," | "and"));
    if !opens
        || !matches!(
            line.lower(at + 1),
            "if" | "whether" | "how" | "why" | "what" | "about" | "who" | "when" | "where"
        )
    {
        return None;
    }
    let end = (at + 2..line.end()).find(|&i| line.lower(i) == "," || line.is_quote(i))?;
    let about = usize::from(line.lower(at + 1) == "about");
    found.push(Found {
        source: Vec::new(),
        cue: line.spans(at..at + 1 + about),
        content: line.spans(at + 1 + about..end),
        by: Rule::AskedByNobodyNamed,
    });
    Some(end)
}

/// `She is confident that …`.
pub(super) fn adjective(
    line: &Line<'_, '_>,
    at: usize,
    floor: usize,
    found: &mut Vec<Found>,
) -> Option<usize> {
    if line.lower(at + 1) != "that" {
        return None;
    }
    let mut start = at;
    while start > floor
        && (words::is_auxiliary(line.lower(start - 1))
            || line.is_adverb(start - 1)
            || line.lower(start - 1) == "'s")
    {
        start -= 1;
    }
    if start == at {
        return None;
    }
    says(line, start..at + 1, at + 1, floor, found)
}

/// `He made it clear to the board that …`.
pub(super) fn made_clear(
    line: &Line<'_, '_>,
    at: usize,
    floor: usize,
    found: &mut Vec<Found>,
) -> Option<usize> {
    let make = (at.saturating_sub(4)..at)
        .rev()
        .find(|&i| matches!(line.lower(i), "made" | "makes" | "make" | "making"))?;
    let After::Content(content) = content::after(line, at + 1, Class::Say) else { return None };
    let mut start = make;
    while start > floor && (words::is_auxiliary(line.lower(start - 1)) || line.is_adverb(start - 1))
    {
        start -= 1;
    }
    says(line, start..at + 1, content, floor, found)
}

/// A citation whose cue and start of content are known.
fn says(
    line: &Line<'_, '_>,
    cue: Range<usize>,
    content: usize,
    floor: usize,
    found: &mut Vec<Found>,
) -> Option<usize> {
    let source = phrase::before(line, cue.start, floor)?;
    let mut end = content::end(line, content, Class::Say);
    let mut pieces = line.spans(content..end);
    if line.is_speech(content)
        && let Some(right) = quotation_after(line, end)
    {
        pieces.extend(line.cover(right.clone()));
        end = right.end;
    }
    found.push(Found {
        source: line.spans(source),
        cue: line.spans(cue),
        content: pieces,
        by: Rule::SubjectVerbClause,
    });
    Some(end)
}

/// `Ana Ruiz: we will not go` in a headline or a transcript.
pub(super) fn name_and_colon(
    line: &Line<'_, '_>,
    at: usize,
    floor: usize,
    found: &mut Vec<Found>,
) -> Option<usize> {
    if floor > 0 || at == 0 || at > 4 || at + 1 >= line.end() {
        return None;
    }
    if line.paragraph == 0 && line.is_quote(at - 1) {
        return quotation_and_colon(line, at, found);
    }
    if cues::is_label(line.lower(at - 1)) {
        return None;
    }
    let name = (0..at).all(|i| line.token(i).is_some_and(Token::is_capital));
    let heading = line.paragraph == 0;
    let first = line.segmented.paragraphs[line.paragraph].span.start() == line.span(0).start();
    if !name || !first || !(heading || line.is_quote(at + 1)) {
        return None;
    }
    let end = line.end();
    found.push(Found {
        source: line.spans(0..at),
        cue: vec![line.span(at)],
        content: line.spans(at + 1..end),
        by: Rule::NameAndColon,
    });
    Some(end)
}

/// `“We will not go”: Ruiz defies the board` in a headline.
fn quotation_and_colon(line: &Line<'_, '_>, at: usize, found: &mut Vec<Found>) -> Option<usize> {
    let name = (at + 1..line.end().min(at + 4))
        .take_while(|&i| line.token(i).is_some_and(|t| t.shape == Shape::Capitalised))
        .count();
    if name == 0 || !(0..at).all(|i| line.is_quote(i) || line.is_mark(i)) {
        return None;
    }
    let source = at + 1..at + 1 + name;
    let next = source.end;
    found.push(Found {
        source: line.spans(source),
        cue: vec![line.span(at)],
        content: line.cover(0..at).into_iter().collect(),
        by: Rule::NameAndColon,
    });
    Some(next)
}
