//! What is attributed, and where does it end?
//!
//! To the left of a cue a content runs to the start of the sentence or of the next thing said; to the
//! right it runs to the end of the sentence, unless the writer speaks again or cites again before it.

use std::ops::Range;

use super::cues::{self, Class, Form};
use super::line::Line;
use super::words;
use crate::segment::{Shape, Token};

/// What follows a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
    /// Nothing but marks, or words that say where and when: up to this item.
    Aside(usize),
    /// Content that begins at this item.
    Content(usize),
}

/// Tells what follows a verb of speech: content, perhaps after words that say where, when and to whom.
pub(super) fn after(line: &Line<'_, '_>, from: usize, class: Class) -> After {
    let end = line.end();
    let mut at = from;
    if class == Class::Tell {
        at = skip_addressee(line, at);
    }
    loop {
        if at >= end {
            return After::Aside(line.len().min(at.max(end)));
        }
        let lower = line.lower(at);
        if line.is_quote(at) || matches!(lower, "that" | "whether" | "if" | "how" | "why" | "what")
        {
            return After::Content(at);
        }
        if lower == "(" {
            return After::Aside(at);
        }
        if matches!(lower, ":" | "," | "—" | "–" | "--" | "…" | "...") {
            if line.is_quote(at + 1) {
                return After::Content(at + 1);
            }
            // ", in a statement, that": what stands between two commas is set aside.
            if lower == ","
                && let Some(close) = (at + 1..end.min(at + 16)).find(|&i| line.lower(i) == ",")
                && (line.lower(close + 1) == "that" || line.is_quote(close + 1))
            {
                return After::Content(close + 1);
            }
            return if lower == ":" { After::Content(at + 1) } else { After::Aside(at) };
        }
        if is_when(line, at) && !matches!(lower, "last")
            || matches!(
                lower,
                "afterwards" | "afterward" | "again" | "simply" | "only" | "flatly" | "bluntly"
            )
            || words::is_adverb(lower)
        {
            at += 1;
            continue;
        }
        if lower == "last" && words::is_time(line.lower(at + 1)) {
            at += 2;
            continue;
        }
        // "about half of them": a number, not a place.
        let amount = matches!(lower, "about" | "around" | "over")
            && (line.token(at + 1).is_some_and(|t| t.shape == Shape::Number)
                || line.lower(at + 1) == "half");
        if amount {
            return After::Content(at);
        }
        if words::is_preposition(lower) && lower != "to"
            || lower == "to" && !looks_like_verb(line, at + 1)
            || matches!(lower, "when" | "while" | "as" | "after" | "before")
        {
            if class == Class::Want
                && let Some(to) = (at + 1..end.min(at + 5)).find(|&i| line.lower(i) == "to")
                && is_when(line, to - 1)
                && looks_like_verb(line, to + 1)
            {
                // "promised in March to pay".
                return After::Content(to);
            }
            match next_content(line, at, end) {
                Some(next) => return After::Content(next),
                None => return aside(line, at, end),
            }
        }
        return After::Content(at);
    }
}

/// Whether a base form follows *to*: no article, name or pronoun.
fn looks_like_verb(line: &Line<'_, '_>, at: usize) -> bool {
    line.token(at).is_some_and(|t| t.shape == Shape::Lower)
        && !words::is_starter(line.lower(at))
        && !matches!(
            line.lower(at),
            "reporters"
                | "journalists"
                | "me"
                | "him"
                | "them"
                | "us"
                | "her"
                | "you"
                | "supporters"
                | "members"
                | "voters"
                | "people"
        )
}

/// Where content begins after an adverbial: at `that`, a quotation, or a clause that plainly starts.
fn next_content(line: &Line<'_, '_>, from: usize, end: usize) -> Option<usize> {
    for at in from + 1..end.min(from + 22) {
        let lower = line.lower(at);
        if line.is_speech(at)
            || lower == "that"
                && !matches!(
                    line.lower_before(at),
                    "of" | "in" | "on" | "at" | "for" | "from" | "with" | "to"
                )
        {
            return Some(at);
        }
        if line.is_quote(at) && matches!(line.lower_before(at), ":" | ",") {
            return Some(at);
        }
        if lower == ":" {
            return Some(at + 1);
        }
        if lower == "," && line.lower(at + 1) != "that" && !line.is_quote(at + 1) {
            return None;
        }
        // "on Tuesday the plan was dead", "in March he would go": a subject after a time.
        let before = line.lower_before(at);
        if (is_when(line, at - 1)
            || at > from + 1 && line.token(at - 1).is_some_and(|t| t.shape == Shape::Number))
            && (words::is_starter(lower)
                || words::is_pronoun(lower)
                || line.token(at).is_some_and(Token::is_capital) && !words::is_time(lower))
        {
            return Some(at);
        }
        // "in a statement he would go"
        if matches!(
            before,
            "interview"
                | "statement"
                | "speech"
                | "email"
                | "tweet"
                | "conference"
                | "letter"
                | "post"
                | "memo"
        ) && (words::is_starter(lower) || words::is_pronoun(lower))
        {
            return Some(at);
        }
    }
    None
}

/// Whether an item tells the time: a small word such as `yesterday`, or the name of a day or month.
fn is_when(line: &Line<'_, '_>, at: usize) -> bool {
    let lower = line.lower(at);
    line.token(at).is_some_and(|t| {
        if t.is_capital() {
            words::is_calendar(lower)
        } else {
            words::is_time(lower) && !matches!(lower, "may" | "march")
        }
    })
}

/// Where words that say where and when end: at a comma or the end of the line.
fn aside(line: &Line<'_, '_>, from: usize, end: usize) -> After {
    let close = (from..end).find(|&at| matches!(line.lower(at), "," | ";" | "—" | "–"));
    After::Aside(close.unwrap_or(end))
}

/// The item after the words that name who was told.
fn skip_addressee(line: &Line<'_, '_>, from: usize) -> usize {
    let end = line.end();
    let stop = |at: usize| {
        line.is_quote(at)
            || matches!(
                line.lower(at),
                "that" | "whether" | "how" | "why" | "what" | ":" | "," | "to" | "about" | "of"
            )
    };
    // "that", a colon or a quotation says where it ends, if no verb stands before it.
    for at in from..end.min(from + 14) {
        if words::is_auxiliary(line.lower(at)) {
            break;
        }
        if stop(at) && at > from || at == from && stop(at) {
            return at;
        }
    }
    let lower = line.lower(from);
    if words::is_pronoun(lower) || matches!(lower, "me" | "him" | "her" | "them" | "us") {
        return from + 1;
    }
    let mut at = from;
    if words::is_starter(lower) {
        at += 1;
    }
    let names = (at..end)
        .take_while(|&i| line.token(i).is_some_and(|t| t.is_capital() || t.shape == Shape::Clitic))
        .count();
    at += names;
    // "the committee", "reporters": one small word where there was no name.
    if names == 0 { (at + 1).min(end) } else { at }
}

/// Where a content that begins at `start` ends.
pub(super) fn end(line: &Line<'_, '_>, start: usize, class: Class) -> usize {
    let end = line.end();
    if line.is_speech(start) {
        return end_of_speech(line, start, end);
    }
    for at in start + 1..end {
        let lower = line.lower(at);
        let next = line.lower(at + 1);
        let cite = |i: usize| cues::cue(line.lower(i)).filter(|(c, _)| !c.weak);
        match lower {
            "," | "—" | "–" | ";" => {
                // ", according to", ", adding that", ", said X": the writer cites again.
                if next == "according" {
                    return at;
                }
                if next == "as" {
                    let verb = (at + 3..(at + 12).min(end)).find(|&i| {
                        cite(i).is_some_and(|(c, _)| {
                            c.class == Class::Say && matches!(c.form, Form::Past | Form::Third)
                        })
                    });
                    if verb.is_some_and(|v| {
                        (at + 2..v).all(|i| is_subject_word(line, i) || line.lower(i) == ",")
                            && (v + 1 >= end
                                || line.is_mark(v + 1)
                                || words::is_preposition(line.lower(v + 1)))
                    }) {
                        return at;
                    }
                }
                if next == "with" {
                    let participle = (at + 3..(at + 9).min(end))
                        .find(|&i| cite(i).is_some_and(|(c, _)| c.form == Form::Ing));
                    if participle.is_some_and(|p| (at + 2..p).all(|i| is_subject_word(line, i))) {
                        return at;
                    }
                }
                if let Some((cue, _)) = cite(at + 1) {
                    let fresh = cue.form == Form::Ing
                        || cue.form == Form::Past && matches!(cue.class, Class::Say);
                    if fresh {
                        return at;
                    }
                }
                if matches!(next, "and" | "but" | "while" | "although" | "though" | "then") {
                    let verb = (at + 2..(at + 8).min(end)).find(|&i| {
                        cite(i).is_some_and(|(c, _)| {
                            let plural = matches!(line.lower_before(i), "i" | "we" | "they");
                            c.form != Form::Ing && (c.form != Form::Base || plural)
                        })
                    });
                    if let Some(verb) = verb
                        && (at + 2..verb).all(|i| is_subject_word(line, i))
                    {
                        return at;
                    }
                }
                if cuts(class, lower, next) {
                    return at;
                }
            }
            "and" | "but" => {
                // "and called it", "but added that": the same speaker again.
                let skip = usize::from(words::is_adverb(next));
                if let Some((cue, _)) = cite(at + 1 + skip)
                    && matches!(cue.form, Form::Past | Form::Third)
                    && class != Class::Judge
                {
                    return at;
                }
            }
            "according" if next == "to" => return at,
            _ => {}
        }
    }
    end
}

/// Whether a word can stand between a conjunction and the verb of the next citation.
fn is_subject_word(line: &Line<'_, '_>, at: usize) -> bool {
    let lower = line.lower(at);
    line.is_word(at)
        && (words::is_pronoun(lower)
            || words::is_adverb(lower)
            || words::is_auxiliary(lower)
            || words::is_starter(lower)
            || line.token(at).is_some_and(|t| t.is_capital() || t.shape == Shape::Lower))
        && !words::is_preposition(lower)
}

/// Whether the writer's own words begin after this mark, for contents that are no full clause.
fn cuts(class: Class, mark: &str, next: &str) -> bool {
    let own = matches!(
        next,
        "while"
            | "after"
            | "when"
            | "which"
            | "who"
            | "whose"
            | "where"
            | "but"
            | "before"
            | "although"
            | "though"
            | "even"
            | "despite"
            | "a"
            | "an"
            | "amid"
            | "prompting"
            | "leading"
    );
    match class {
        Class::Say | Class::Tell | Class::Think => {
            mark == ";" && next == "he" || matches!(next, "while" | "whereas")
        }
        _ => own || mark == ";",
    }
}

/// The quotations that follow each other from `start` on, with the marks between them.
fn end_of_speech(line: &Line<'_, '_>, start: usize, end: usize) -> usize {
    let mut last = start;
    let mut at = start + 1;
    while at < line.len() && (line.is_quote(at) || line.is_mark(at)) {
        if line.is_quote(at) {
            last = at;
        }
        at += 1;
    }
    // “we will win” and go home: the sentence goes on in the speaker's words.
    if at < end
        && at == last + 1
        && matches!(
            line.lower(at),
            "and" | "or" | "in" | "on" | "to" | "for" | "of" | "by" | "with" | "from"
        )
    {
        return self::end(line, at, Class::Say);
    }
    last + 1
}

/// The content to the left of a cue: from item `floor` to item `end`, without the conjunction that it
/// may begin with.
pub(super) fn left(line: &Line<'_, '_>, floor: usize, end: usize) -> Option<Range<usize>> {
    let mut items = line.trim(floor..end);
    if items.end > items.start + 1
        && matches!(line.lower(items.start), "and" | "but" | "so" | "yet")
    {
        items.start += 1;
    }
    (items.start < items.end).then_some(items)
}
