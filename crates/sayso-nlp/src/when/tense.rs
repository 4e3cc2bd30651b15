//! Does a sentence look back or ahead where it names a day?
//!
//! "On Saturday he said" is over, "will on Saturday" is not. No grammar decides that but the nearest verb that
//! shows its tense, before the day first, then after it.

use std::ops::Range;

use crate::segment::{Segmented, Shape};

/// Which way a clause looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// At what was.
    Back,
    /// At what will or may be.
    Ahead,
    /// No verb tells.
    Unknown,
}

/// How many words away a verb still governs a day.
const REACH: usize = 14;

/// Whether a past verb stands right before: "ended Friday", "said in October".
pub(super) fn follows_past(segmented: &Segmented<'_>, tokens: Range<usize>) -> bool {
    let lower = |at: usize| segmented.tokens.get(at).map_or("", |token| token.lower.as_str());
    let back = |n: usize| tokens.start.checked_sub(n).map_or("", lower);
    let verb = if matches!(back(1), "in" | "on" | "last") { 2 } else { 1 };
    is_past(back(verb)) && !matches!(back(verb + 1), "be" | "been")
}

/// Which way the clause around some tokens looks.
pub(super) fn around(segmented: &Segmented<'_>, tokens: Range<usize>) -> Direction {
    let Some(first) = segmented.tokens.get(tokens.start) else { return Direction::Unknown };
    let sentence = &segmented.sentences[segmented.sentence_at(first.span.start())].tokens;
    let lower = |at: usize| segmented.tokens.get(at).map_or("", |token| token.lower.as_str());
    let preposition = tokens.start.checked_sub(1).filter(|at| *at >= sentence.start).map_or("", lower);
    // "ran until Friday" is over, but more deadlines are told than ends.
    if matches!(preposition, "until" | "till" | "by") && is_open(segmented, sentence.start..tokens.start) {
        return Direction::Ahead;
    }
    if preposition == "since" {
        return Direction::Back;
    }
    let start = sentence.start.max(tokens.start.saturating_sub(REACH));
    match before(segmented, start..tokens.start) {
        Direction::Unknown => after(segmented, tokens.end..sentence.end.min(tokens.end + REACH)),
        known => known,
    }
}

/// Whether some words promise or allow something, or at least do not say that it is over.
fn is_open(segmented: &Segmented<'_>, words: Range<usize>) -> bool {
    let has = |words: Range<usize>, options: &[&str]| {
        words.into_iter().any(|at| options.contains(&segmented.tokens[at].lower.as_str()))
    };
    has(words.clone(), &["has", "have", "will", "is", "are", "to", "deadline", "given", "extended", "must"])
        || !has(words.clone(), &["had", "was", "were"]) && before(segmented, words) != Direction::Back
}

/// The nearest sign before.
fn before(segmented: &Segmented<'_>, words: Range<usize>) -> Direction {
    for at in words.clone().rev() {
        let token = &segmented.tokens[at];
        if matches!(token.form, ";" | ":" | "—" | "–" | "--") {
            break;
        }
        let sign = sign(segmented, at, words.start);
        if sign != Direction::Unknown {
            return sign;
        }
    }
    Direction::Unknown
}

/// The nearest sign after.
fn after(segmented: &Segmented<'_>, words: Range<usize>) -> Direction {
    words
        .clone()
        .take_while(|at| !matches!(segmented.tokens[*at].form, ";" | ":"))
        .map(|at| sign(segmented, at, words.start))
        .find(|sign| *sign != Direction::Unknown)
        .unwrap_or(Direction::Unknown)
}

fn sign(segmented: &Segmented<'_>, at: usize, start: usize) -> Direction {
    let token = &segmented.tokens[at];
    let back = |n: usize| {
        at.checked_sub(n).filter(|b| *b >= start).map_or("", |b| segmented.tokens[b].lower.as_str())
    };
    match token.lower.as_str() {
        "will" | "'ll" | "shall" | "would" | "'d" | "wo" => Direction::Ahead,
        "may" | "might" | "could" | "can" | "should" | "must"
            if token.shape == Shape::Lower =>
        {
            // "may have left" is over.
            let next = segmented.tokens.get(at + 1).map_or("", |t| t.lower.as_str());
            if next == "have" { Direction::Back } else { Direction::Ahead }
        }
        // "had been due" is over.
        "due" | "scheduled" | "expected" | "slated" | "planned" if back(1) == "been" && back(2) == "had" => {
            Direction::Back
        }
        "expects" | "expect" | "plans" | "hopes" | "intends" | "intend" | "scheduled"
        | "slated" | "planned" | "due" | "upcoming" | "deadline" | "expires" | "begins" | "starts" | "tentatively"
        | "ends" | "opens" | "takes" | "awaits" | "expected" | "starting" | "beginning" | "effective"
        | "forthcoming" | "going" | "payable" | "extended" | "redeemed" | "mature" | "matures" | "maturing" => Direction::Ahead,
        // "United host Forge on Saturday": a fixture is told in the present.
        "host" | "hosts" | "play" | "plays" | "face" | "faces" | "meet" | "meets" | "visit" | "visits"
            if token.shape == Shape::Lower && !matches!(back(1), "the" | "a" | "an" | "his" | "her" | "their" | "did") =>
        {
            Direction::Ahead
        }
        // "was to meet", "to open": an infinitive looks ahead of its verb.
        "to" => {
            let next = segmented.tokens.get(at + 1);
            let is_verb = next.is_some_and(|next| {
                next.shape == Shape::Lower && is_base_verb(&next.lower)
            });
            if is_verb && !matches!(back(1), "used" | "failed" | "had" | "refused" | "managed" | "began" | "continued") {
                Direction::Ahead
            } else {
                Direction::Unknown
            }
        }
        // "to be held" looks ahead; the participle alone says nothing.
        lower if token.shape == Shape::Lower && is_past(lower) && back(1) != "be" => Direction::Back,
        _ => Direction::Unknown,
    }
}

/// Verbs that are often promised: a closed list, since "to" is a preposition as well.
fn is_base_verb(lower: &str) -> bool {
    matches!(
        lower,
        "be" | "begin" | "close" | "come" | "decide" | "discuss" | "end" | "expire" | "face" | "get" | "give"
            | "go" | "hold" | "leave" | "make" | "meet" | "open" | "play" | "present" | "resume" | "return"
            | "run" | "see" | "speak" | "start" | "take" | "travel" | "visit" | "vote" | "announce" | "arrive"
            | "complete" | "consider" | "report" | "launch" | "release" | "host" | "sign" | "testify" | "address"
            | "appear" | "conduct" | "publish" | "perform" | "retire" | "reopen" | "receive" | "pay" | "have"
            | "do" | "lapse" | "step" | "succeed" | "become" | "join" | "mark" | "celebrate" | "expand" | "finish"
    )
}

/// Whether a word is a past form.
pub(crate) fn is_past(lower: &str) -> bool {
    lower.len() > 3 && lower.ends_with("ed") && !matches!(lower, "need" | "hundred" | "indeed" | "speed" | "exceed" | "proceed" | "seed" | "breed" | "feed" | "unprecedented")
        || matches!(
            lower,
            "was" | "were" | "had" | "did" | "said" | "told" | "met" | "went" | "came" | "took" | "made" | "gave"
                | "got" | "won" | "lost" | "left" | "began" | "became" | "brought" | "bought" | "built"
                | "fell" | "felt" | "found" | "flew" | "fought" | "grew" | "held" | "hit" | "kept" | "knew"
                | "led" | "paid" | "ran" | "rose" | "saw" | "sent" | "sold" | "spent" | "spoke" | "stood"
                | "struck" | "thought" | "threw" | "wrote" | "sank" | "shot" | "drew" | "drove" | "broke"
                | "chose" | "ate" | "died" | "slept" | "sat" | "sought" | "swept" | "taught" | "wore" | "been"
                | "ago" | "fled" | "withdrew" | "overthrew" | "taken" | "given" | "seen" | "done" | "born"
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::segment;

    fn direction(text: &str) -> Direction {
        let segmented = segment(text, &[]);
        let at = segmented.tokens.iter().position(|t| t.form == "Friday").expect("a Friday");
        around(&segmented, at..at + 1)
    }

    #[test]
    fn the_nearest_verb_decides() {
        for (text, expected) in [
            ("She said on Friday that it will end.", Direction::Back),
            ("She said it will end on Friday.", Direction::Ahead),
            ("The vote is scheduled for Friday.", Direction::Ahead),
            ("On Friday, the court will sit.", Direction::Ahead),
            ("On Friday the court sat.", Direction::Back),
            ("They plan to meet Friday.", Direction::Ahead),
            ("The council has until Friday.", Direction::Ahead),
            ("The strike, which began Friday, may spread.", Direction::Back),
            ("Friday, then.", Direction::Unknown),
        ] {
            assert_eq!(direction(text), expected, "{text}");
        }
    }
}
