//! Which words name the speaker?
//!
//! There is no parser here. A noun phrase is found from the verb outwards: to the left until a word
//! that cannot stand inside one, with its appositions and relative clauses; to the right, after an
//! inverted verb, likewise.

use std::ops::Range;

use super::line::Line;
use super::words::{
    BOUNDARIES, RELATIVES, TAKE_TO, holds, is_adverb, is_auxiliary, is_calendar, is_preposition,
    is_pronoun, is_starter, is_time,
};
use crate::segment::{Shape, Token};

/// Whether an apposition can begin with this item: `, the manager,`, `, 41,`, `, who …,`.
fn begins_apposition(line: &Line<'_, '_>, at: usize) -> bool {
    let lower = line.lower(at);
    holds(RELATIVES, lower)
        || holds(
            &[
                "a", "an", "the", "his", "her", "their", "its", "one", "now", "then", "another",
                "himself", "also", "formerly", "chief", "both",
            ],
            lower,
        )
        || line.token(at).is_some_and(|t| t.shape == Shape::Number || t.is_capital())
        || is_role_like(lower)
        || cites_another(lower)
}

/// Whether the words between two commas can describe the noun before them.
fn may_describe(line: &Line<'_, '_>, items: Range<usize>) -> bool {
    let first = line.lower(items.start);
    // "who …", "neither of whom …"
    let relative = items.clone().take(4).any(|at| holds(RELATIVES, line.lower(at)));
    begins_apposition(line, items.start)
        || first.ends_with("ed") && first.len() > 4
        || matches!(first, "seen" | "made" | "held" | "written" | "known" | "aged" | "based")
        || !is_preposition(first)
            && !holds(BOUNDARIES, first)
            && !matches!(first, "and" | "or" | "")
            && !line.is_adverb(items.start)
            && !items.clone().any(|at| !relative && is_auxiliary(line.lower(at)))
}

/// Whether a participle after the source names where it has its words from.
fn cites_another(lower: &str) -> bool {
    matches!(lower, "speaking" | "citing" | "writing" | "quoting" | "referring")
}

/// Lower-case words that commonly open an apposition without an article: `author of`, `director`.
fn is_role_like(lower: &str) -> bool {
    lower.len() > 4
        && (lower.ends_with("or")
            || lower.ends_with("er")
            || lower.ends_with("man")
            || lower.ends_with("woman")
            || lower.ends_with("ist")
            || lower.ends_with("ian")
            || lower.ends_with("ant")
            || lower.ends_with("ent")
            || lower.ends_with("chair")
            || lower.ends_with("head"))
        && !holds(
            &[
                "after", "under", "over", "whether", "however", "never", "later", "either",
                "neither", "rather", "other", "another", "ever", "before",
            ],
            lower,
        )
}

/// The noun phrase that ends right before item `end` and does not reach before item `floor`.
pub(super) fn before(line: &Line<'_, '_>, end: usize, floor: usize) -> Option<Range<usize>> {
    if end <= floor {
        return None;
    }
    let last = end - 1;
    // "Orr, the mayor, cheerfully": the adverb belongs to the verb.
    if line.lower(last).ends_with("ly")
        && line.is_adverb(last)
        && (last == floor || line.lower(last - 1) == ",")
    {
        return before(line, last, floor);
    }
    if matches!(line.lower(last), "," | "—" | "–" | "--") {
        return with_apposition(line, last, floor);
    }
    if line.lower(last) == ")" {
        let open = (floor..last).rev().take(12).find(|&at| line.lower(at) == "(")?;
        let head = before(line, open, floor)?;
        return Some(head.start..end);
    }
    // Whom nobody said it to be said by is no source; nor are "his own" and the half of "he's".
    if matches!(line.lower(last), "nobody" | "none" | "neither" | "nothing" | "own" | "'s") {
        return None;
    }
    if is_pronoun(line.lower(last)) {
        let quantified = holds(
            &["one", "many", "some", "most", "several", "all", "few", "both", "others", "those"],
            line.lower(last),
        );
        if !quantified || last == floor || !is_starter(line.lower(last - 1)) {
            return Some(last..end);
        }
    }
    if !line.is_word(last) && line.lower(last) != "%" {
        return None;
    }
    let start = scan_left(line, last, floor);
    let start = trim_left(line, start..end)?;
    let lower = line.lower(last);
    let plain = line.token(last).is_some_and(|t| t.shape == Shape::Lower);
    if plain
        && (is_preposition(lower)
            || is_auxiliary(lower)
            || matches!(lower, "and" | "or" | "not")
            || is_starter(lower) && lower != "one" && line.lower_before(last) != "of"
            || holds(BOUNDARIES, lower))
        || start == last && holds(BOUNDARIES, lower)
    {
        return None;
    }
    Some(start..end)
}

/// From the last word of a phrase to the left: the first item that can belong to it.
fn scan_left(line: &Line<'_, '_>, last: usize, floor: usize) -> usize {
    let mut start = last;
    let mut at = last;
    let mut joined = false;
    while at > floor {
        at -= 1;
        let lower = line.lower(at);
        if line.is_quote(at) {
            // "the “night” editor": a fragment between words of the phrase.
            if line.is_speech(at) || at == floor {
                break;
            }
            continue;
        }
        if line.is_mark(at) {
            // "Hale, Orr and Vance": a list goes on over its commas once "and" was seen.
            if lower == ","
                && joined
                && at > floor
                && !is_calendar(line.lower(at - 1))
                && line.token(at - 1).is_some_and(Token::is_capital)
                && line.token(at + 1).is_some_and(Token::is_capital)
            {
                continue;
            }
            if let Some(open) = opening_of_name(line, at, floor) {
                // Emil “the Match” Roth
                at = open;
                start = at;
                continue;
            }
            let possessive = matches!(lower, "'" | "’")
                && at > floor
                && line.lower(at - 1).ends_with('s')
                && line.span(at - 1).end() == line.span(at).start();
            if possessive || matches!(lower, "&" | "/" | "%" | "$" | "£" | "€") {
                start = at;
                continue;
            }
            break;
        }
        if holds(RELATIVES, lower) {
            // The clause describes the noun before it.
            let head_end = if at > floor && line.lower(at - 1) == "," { at - 1 } else { at };
            if let Some(head) = (head_end > floor).then(|| before(line, head_end, floor)).flatten()
            {
                return head.start;
            }
            break;
        }
        if lower == "that"
            && at > floor
            && super::cues::cue(line.lower(at - 1)).is_none()
            && !super::cues::is_noun(line.lower(at - 1))
            && let Some(head) = before(line, at, floor)
            && is_starter(line.lower(head.start))
        {
            // "the trust that owns the hall"
            return head.start;
        }
        if is_auxiliary(lower) {
            let relative = (floor..at).rev().take(4).find(|&r| holds(RELATIVES, line.lower(r)));
            match relative {
                Some(_) => continue,
                None => break,
            }
        }
        let plain = line.token(at).is_some_and(|t| t.shape == Shape::Lower);
        if holds(BOUNDARIES, lower)
            || is_pronoun(lower)
                && plain
                && !is_starter(lower)
                && !matches!(lower, "all" | "both" | "few" | "others")
        {
            break;
        }
        if lower == "to" && at > floor && !holds(TAKE_TO, line.lower(at - 1)) {
            break;
        }
        if matches!(lower, "and" | "or") {
            if !joins_names(line, at, floor) {
                break;
            }
            joined = true;
        }
        start = at;
    }
    start
}

/// The item that opens the name between quotation marks which the mark at an item closes.
fn opening_of_name(line: &Line<'_, '_>, at: usize, floor: usize) -> Option<usize> {
    let close = line.token(at).filter(|t| t.shape == Shape::QuotationMark)?.span;
    let name = line
        .segmented
        .quotations_in(close)
        .find(|q| q.kind == crate::quotation::Kind::Name && q.span.end() == close.end())?;
    (floor..at).rev().find(|&open| line.span(open).start() == name.span.start())
}

/// Whether *and* joins two names or nouns rather than two clauses.
fn joins_names(line: &Line<'_, '_>, at: usize, floor: usize) -> bool {
    if at == floor {
        return false;
    }
    let capital = |i: usize| line.token(i).is_some_and(Token::is_capital);
    let left = at - 1;
    if line.lower(left) == "," || is_time(line.lower(left)) {
        return false;
    }
    let clause_start = (floor..at).rev().find(|&i| line.is_mark(i)).map_or(floor, |i| i + 1);
    let has_verb = (clause_start..at).any(|i| {
        let lower = line.lower(i);
        is_auxiliary(lower)
            || super::cues::cue(lower).is_some_and(|(c, _)| !c.weak)
            || lower.len() > 4
                && lower.ends_with("ed")
                && line.token(i).is_some_and(|t| t.shape == Shape::Lower)
    });
    !has_verb && (capital(left) || at - clause_start <= 4)
}

fn is_time_unit(lower: &str) -> bool {
    matches!(
        lower.trim_end_matches('s'),
        "minute" | "hour" | "day" | "night" | "week" | "month" | "year" | "decade"
    )
}

/// Drops what stands before the phrase: conjunctions, adverbs, times, a prepositional phrase.
fn trim_left(line: &Line<'_, '_>, mut phrase: Range<usize>) -> Option<usize> {
    // "A day later the website": when, not who.
    if let Some(later) = phrase
        .clone()
        .take(4)
        .find(|&at| matches!(line.lower(at), "later" | "earlier" | "ago") && at + 1 < phrase.end)
        && phrase.clone().take_while(|at| *at < later).any(|at| is_time_unit(line.lower(at)))
    {
        phrase.start = later + 1;
    }
    while phrase.start < phrase.end {
        let at = phrase.start;
        let lower = line.lower(at);
        let more = at + 1 < phrase.end;
        if !more {
            break;
        }
        let next = line.lower(at + 1);
        let capital_next = line.token(at + 1).is_some_and(Token::is_capital);
        let filler = line.is_mark(at)
            || lower == "with"
            || next != "of"
                && matches!(
                    lower,
                    "and" | "or" | "not" | "also" | "still" | "even" | "just" | "only" | "now"
                );
        let time = is_time(lower)
            && (is_starter(next) || is_pronoun(next) || capital_next)
            && line.token(at).is_some_and(|t| t.is_capital() || capital_next);
        let adverb = is_adverb(lower)
            && line.token(at).is_some_and(|t| !t.is_capital() || at == 0 && !capital_next);
        if filler || time || adverb {
            phrase.start += 1;
        } else if is_preposition(lower) && lower != "of" {
            // "On Monday Mr Hale", "In the capital officials": the subject begins where a new
            // phrase does.
            let next_phrase = (at + 2..phrase.end).find(|&i| {
                let lower = line.lower(i);
                let before = line.lower(i - 1);
                let capital = line.token(i).is_some_and(Token::is_capital);
                (is_starter(lower) || is_pronoun(lower)) && !is_preposition(before)
                    || capital
                        && (is_time(before)
                            || line
                                .token(i - 1)
                                .is_some_and(|t| matches!(t.shape, Shape::Lower | Shape::Number))
                                && !is_preposition(before)
                                && !is_starter(before)
                                && !holds(&["and"], before))
            })?;
            phrase.start = next_phrase;
        } else {
            break;
        }
    }
    (phrase.start < phrase.end).then_some(phrase.start)
}

/// The phrase before the apposition that ends at the comma `closing`.
fn with_apposition(line: &Line<'_, '_>, closing: usize, floor: usize) -> Option<Range<usize>> {
    let mut opening = closing;
    // An apposition may hold commas itself: "Vance, a baker from Aldham, who …, said".
    for _ in 0..3 {
        opening = (floor..opening).rev().take(28).find(|&at| {
            line.is_speech(at)
                || line.lower(at) == line.lower(closing)
                || matches!(line.lower(at), ";" | ":")
        })?;
        if line.lower(opening) != line.lower(closing) || !may_describe(line, opening + 1..closing) {
            return None;
        }
        if let Some(head) = before(line, opening, floor)
            && (line.token(head.end - 1).is_some_and(Token::is_word))
        {
            let named = head.clone().any(|at| line.token(at).is_some_and(Token::is_capital));
            if named || is_starter(line.lower(head.start)) || is_pronoun(line.lower(head.start)) {
                // "the Post, citing an aide, reported": who is cited there is no part of the source.
                let end = if cites_another(line.lower(opening + 1)) { head.end } else { closing };
                return Some(head.start..end);
            }
        }
    }
    None
}

/// The noun phrase that begins at item `start`, after an inverted verb.
pub(super) fn from(line: &Line<'_, '_>, start: usize) -> Option<Range<usize>> {
    let end = line.end();
    if start >= end || !line.is_word(start) {
        return None;
    }
    // "this newspaper": no pronoun.
    let determines = line.lower(start) == "this"
        && line.is_word(start + 1)
        && !is_preposition(line.lower(start + 1))
        && !is_auxiliary(line.lower(start + 1));
    if is_pronoun(line.lower(start))
        && !determines
        && !matches!(
            line.lower(start),
            "one" | "some" | "many" | "several" | "both" | "another" | "most"
        )
    {
        return Some(start..start + 1);
    }
    let first = line.lower(start);
    if is_preposition(first)
        || is_auxiliary(first)
        || holds(BOUNDARIES, first)
        || is_time(first) && !line.token(start).is_some_and(|t| t.shape == Shape::Capitalised)
        || matches!(first, "that" | "to")
        || is_adverb(first)
    {
        return None;
    }
    let mut at = start;
    while at < end {
        let lower = line.lower(at);
        if line.is_speech(at) {
            break;
        }
        if line.is_mark(at) {
            if matches!(lower, "&" | "/") {
                at += 1;
                continue;
            }
            if lower == "(" {
                match (at..end).take(10).find(|&i| line.lower(i) == ")") {
                    Some(close) => {
                        at = close + 1;
                        continue;
                    }
                    None => break,
                }
            }
            if lower == ","
                && let Some((stop, more)) = apposition_end(line, at, end)
            {
                at = stop;
                if more {
                    continue;
                }
            }
            break;
        }
        if at > start {
            let next = line.lower(at + 1);
            if holds(BOUNDARIES, lower)
                || is_auxiliary(lower)
                || is_adverb(lower)
                || is_time(lower)
                    && line.token(at).is_some_and(Token::is_capital)
                    && !is_starter(line.lower(at - 1))
                || lower == "last"
                || lower == "earlier"
                || lower == "yesterday"
                || matches!(
                    lower,
                    "during" | "after" | "before" | "amid" | "via" | "through" | "following"
                )
                || matches!(lower, "in" | "on" | "at" | "to")
                    && (is_time(next)
                        || matches!(
                            next,
                            "a" | "an"
                                | "response"
                                | "his"
                                | "her"
                                | "their"
                                | "twitter"
                                | "facebook"
                                | "court"
                                | "me"
                                | "us"
                                | "the"
                        ))
                || matches!(lower, "and") && !line.token(at + 1).is_some_and(Token::is_capital)
            {
                break;
            }
            if holds(RELATIVES, lower) {
                at = (at..end).find(|&i| matches!(line.lower(i), "," | ";")).unwrap_or(end);
                break;
            }
        }
        at += 1;
    }
    (at > start).then_some(start..at)
}

/// Where the apposition after a comma ends, and whether another one follows it there.
fn apposition_end(line: &Line<'_, '_>, comma: usize, end: usize) -> Option<(usize, bool)> {
    let first = comma + 1;
    if first >= end || !begins_apposition(line, first) {
        return None;
    }
    let close = (first..end)
        .find(|&at| line.is_speech(at) || matches!(line.lower(at), "," | ";" | "—" | "–"));
    let stop = close.unwrap_or(end);
    let relative = holds(RELATIVES, line.lower(first));
    if !relative && (first..stop).any(|at| is_auxiliary(line.lower(at))) {
        // A clause of its own: "according to Orr, a list was drawn up".
        return None;
    }
    let more = line.lower(stop) == ","
        && stop + 1 < end
        && begins_apposition(line, stop + 1)
        && !line.is_quote(stop + 1);
    Some((stop, more))
}

/// The subject of a line: the phrase before its first verb, as far as closed lists can tell.
pub(super) fn subject(line: &Line<'_, '_>, ceiling: usize) -> Option<Range<usize>> {
    let verb = (1..ceiling).find(|&at| {
        let lower = line.lower(at);
        let past = lower.len() > 4
            && lower.ends_with("ed")
            && line.token(at).is_some_and(|t| t.shape == Shape::Lower);
        is_auxiliary(lower)
            || past
            || super::cues::cue(lower)
                .is_some_and(|(c, _)| !c.weak && c.form != super::cues::Form::Ing)
            || matches!(
                lower,
                "took"
                    | "gave"
                    | "went"
                    | "made"
                    | "got"
                    | "held"
                    | "began"
                    | "spoke"
                    | "came"
                    | "met"
                    | "stood"
                    | "left"
                    | "sat"
                    | "ran"
                    | "put"
                    | "laid"
                    | "drew"
                    | "fought"
                    | "hit"
            )
    })?;
    let mut end = verb;
    while end > 0 && line.is_adverb(end - 1) {
        end -= 1;
    }
    before(line, end, 0)
}

#[cfg(test)]
mod tests {
    use super::super::line::lines;
    use super::*;
    use crate::segment::segment;

    /// The phrase before the first `said`, as text.
    fn source(text: &str) -> Option<&str> {
        let segmented = segment(text, &[]);
        let line = lines(&segmented, 0).remove(0);
        let said = (0..line.len()).find(|&at| line.lower(at) == "said").expect("said");
        let phrase = before(&line, said, 0)?;
        line.cover(phrase).map(|span| span.of(text))
    }

    #[test]
    fn names_roles_appositions_and_relative_clauses() {
        for (text, expected) in [
            ("Ana Ruiz said no.", "Ana Ruiz"),
            ("On Monday Mr. Orr said no.", "Mr. Orr"),
            ("But the mayor of Aldham said no.", "the mayor of Aldham"),
            ("Ana Ruiz, the mayor of Aldham, said no.", "Ana Ruiz, the mayor of Aldham"),
            ("Ana Ruiz, 41, said no.", "Ana Ruiz, 41"),
            ("A clerk who was in the room said no.", "A clerk who was in the room"),
            ("A source close to the mayor said no.", "A source close to the mayor"),
            ("In a letter on Friday, Hale and Orr said no.", "Hale and Orr"),
            ("He resigned because she said no.", "she"),
            ("The trust that owns the hall said no.", "The trust that owns the hall"),
            ("A day later the mayor said no.", "the mayor"),
        ] {
            assert_eq!(source(text), Some(expected), "{text}");
        }
    }
}
