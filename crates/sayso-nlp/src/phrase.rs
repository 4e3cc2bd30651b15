//! What is the head of a noun phrase, and what hangs on it?
//!
//! Sources are noun phrases: "a former aide to the mayor", "Vik's press secretary, Tone Moe". A
//! [`Phrase`] takes one apart by its small words alone, without a grammar.

use std::ops::Range;

use crate::segment::{Segmented, Shape};
use crate::words::{self, Class, Classes};

/// A text with the classes of its tokens.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// The text with its boundaries.
    pub segmented: &'a Segmented<'a>,
    /// The classes of each token.
    pub classes: &'a [Classes],
}

/// A noun phrase by its parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Phrase {
    /// The article or the like that opens it.
    pub determiner: Option<usize>,
    /// Whose it is, without the possessive ending; a possessive pronoun counts.
    pub possessor: Option<Range<usize>>,
    /// What stands before the head.
    pub modifiers: Range<usize>,
    /// The noun that says what it is.
    pub head: usize,
    /// Where its complements begin: "of …", "who …".
    pub after: usize,
    /// Where the whole ends.
    pub end: usize,
}

impl<'a> Page<'a> {
    /// A token in lower case; empty past the end.
    pub fn lower(&self, at: usize) -> &'a str {
        self.segmented.tokens.get(at).map_or("", |token| token.lower.as_str())
    }

    /// Whether a token is of a class.
    pub fn is(&self, at: usize, class: Class) -> bool {
        self.classes.get(at).is_some_and(|c| c.is(class))
    }

    /// Whether a token is of one of some classes.
    pub fn is_any(&self, at: usize, classes: &[Class]) -> bool {
        self.classes.get(at).is_some_and(|c| c.is_any(classes))
    }

    /// The words of some tokens.
    pub fn words(&self, tokens: Range<usize>) -> &'a str {
        self.segmented.cover(tokens).of(self.segmented.text)
    }

    /// Whether a token is a word or number.
    pub fn is_word(&self, at: usize) -> bool {
        self.segmented.tokens.get(at).is_some_and(crate::segment::Token::is_word)
    }

    /// Whether a token is the ending or the lone mark of a possessive.
    pub fn is_possessive(&self, at: usize) -> bool {
        let Some(token) = self.segmented.tokens.get(at) else { return false };
        let Some(before) = at.checked_sub(1).map(|b| &self.segmented.tokens[b]) else {
            return false;
        };
        let joined = before.span.end() == token.span.start();
        joined
            && (token.lower == "'s"
                || matches!(token.form, "’" | "'" | "‘") && before.lower.ends_with(['s', 'z', 'x']))
    }

    /// The tokens of the sentence that holds one.
    pub fn sentence_of(&self, at: usize) -> Range<usize> {
        let Some(token) = self.segmented.tokens.get(at) else { return at..at };
        let sentence = self.segmented.sentence_at(token.span.start());
        self.segmented.sentences.get(sentence).map_or(at..at, |s| s.tokens.clone())
    }

    /// Index of the sentence that holds a token.
    pub fn sentence_index(&self, at: usize) -> usize {
        self.segmented
            .tokens
            .get(at)
            .map_or(self.segmented.sentences.len(), |t| self.segmented.sentence_at(t.span.start()))
    }

    /// Takes a noun phrase apart; `None` if there is no word in it.
    pub fn phrase(&self, tokens: Range<usize>) -> Option<Phrase> {
        let mut start = tokens.start;
        while start < tokens.end && (!self.is_word(start) || self.is_lead(start)) {
            start += 1;
        }
        if start >= tokens.end {
            return None;
        }
        let first = start;
        let mut determiner = None;
        if is_determiner(self.lower(start)) && start + 1 < tokens.end {
            determiner = Some(start);
            start += 1;
        }
        let mut end = start;
        let mut possessive = None;
        while end < tokens.end {
            if self.is_possessive(end) && end > start {
                possessive = Some(end);
            } else if self.stops(first, end, tokens.end) {
                break;
            }
            end += 1;
        }
        if end == start {
            // "those close to the mayor", "one of them": the determiner is the head.
            let head = determiner?;
            return Some(Phrase {
                determiner: None,
                possessor: None,
                modifiers: head..head,
                head,
                after: end,
                end: tokens.end,
            });
        }
        let mut head = end - 1;
        while head > start && (!self.is_word(head) || self.is_possessive(head)) {
            head -= 1;
        }
        let mut possessor = possessive.map(|at| first_of_possessor(self, determiner, start)..at);
        let mut modifiers = possessive.map_or(start, |at| at + 1).min(head)..head;
        if possessor.is_none() && is_possessive_pronoun(self.lower(start)) && start < head {
            possessor = Some(start..start + 1);
            modifiers = start + 1..head;
        }
        if possessor.is_none()
            && let Some(at) = determiner.filter(|at| is_possessive_pronoun(self.lower(*at)))
        {
            possessor = Some(at..at + 1);
        }
        Some(Phrase { determiner, possessor, modifiers, head, after: end, end: tokens.end })
    }

    /// Words before a noun phrase that are no part of it.
    fn is_lead(&self, at: usize) -> bool {
        matches!(
            self.lower(at),
            "but"
                | "and"
                | "or"
                | "yet"
                | "so"
                | "by"
                | "from"
                | "to"
                | "with"
                | "as"
                | "even"
                | "especially"
                | "then"
                | "also"
                | "including"
                | "like"
                | "of"
                | "while"
                | "when"
                | "if"
                | "because"
                | "meanwhile"
                | "for"
                | "in"
                | "at"
                | "on"
                | "both"
                | "neither"
                | "either"
                | "not"
                | "only"
        ) && !(matches!(self.lower(at), "both") && at + 1 >= self.segmented.tokens.len())
    }

    /// Whether a noun phrase ends before a token.
    fn stops(&self, first: usize, at: usize, end: usize) -> bool {
        let token = &self.segmented.tokens[at];
        if token.shape == Shape::QuotationMark {
            return false;
        }
        if token.shape == Shape::Punctuation {
            return !matches!(token.form, "&" | "/" | "%" | "$" | "£" | "€" | ".");
        }
        let lower = token.lower.as_str();
        if matches!(lower, "and" | "or" | "nor") {
            return self.coordinates(first, at, end);
        }
        if at == first {
            return false;
        }
        // "an inside source", "outside experts"
        if at == first + 1
            && is_determiner(self.lower(first))
            && matches!(lower, "inside" | "outside")
        {
            return false;
        }
        if matches!(lower, "close" | "near" | "familiar") {
            return matches!(self.lower(at + 1), "to" | "with") || lower == "near";
        }
        // "a report published on Friday" ends before its participle, "its published accounts" does not.
        if is_participle(lower) {
            let next = self.lower(at + 1);
            return at + 1 >= end
                || is_preposition(next)
                || self.is(at + 1, Class::Month)
                || matches!(
                    next,
                    "last" | "this" | "earlier" | "yesterday" | "today" | "," | "exclusively"
                );
        }
        is_preposition(lower)
            || matches!(
                lower,
                "we" | "i"
                    | "they"
                    | "he"
                    | "she"
                    | "it"
                    | "you"
                    | "who"
                    | "whom"
                    | "whose"
                    | "which"
                    | "that"
                    | "where"
                    | "when"
                    | "not"
                    | "has"
                    | "have"
                    | "had"
                    | "is"
                    | "are"
                    | "was"
                    | "were"
                    | "as"
                    | "himself"
                    | "herself"
                    | "themselves"
                    | "itself"
                    | "also"
                    | "said"
                    | "asking"
                    | "speaking"
                    | "acting"
                    | "working"
                    | "representing"
                    | "named"
                    | "called"
                    | "including"
                    | "describing"
                    | "describes"
                    | "knowledgeable"
                    | "privy"
                    | "aware"
                    | "emerging"
            )
    }

    /// Whether "and" joins two phrases rather than two words before one noun.
    pub fn coordinates(&self, first: usize, at: usize, end: usize) -> bool {
        let Some(before) = at.checked_sub(1).filter(|b| *b >= first) else { return false };
        let token = &self.segmented.tokens[before];
        let noun = token.is_capital()
            && words::known(token.form).iter().all(|k| !matches!(k, words::Known::Nationality))
            || self.is_any(
                before,
                &[
                    Class::Role,
                    Class::Body,
                    Class::Insider,
                    Class::Collective,
                    Class::Document,
                    Class::Kin,
                    Class::Voice,
                ],
            )
            || matches!(self.lower(before), "he" | "she" | "they" | "i" | "we" | "it" | "who")
            || !token.is_word();
        // "campaign and corporate records": a lone singular noun before "and" only describes.
        let describes = before == first
            && token.shape == Shape::Lower
            && !words::is_plural(self.lower(before))
            && self.is(before, Class::Body);
        let next = self.lower(at + 1);
        let opens = is_determiner(next) || is_possessive_pronoun(next);
        at + 1 < end
            && (noun && !describes || opens)
            && (!self.is(before, Class::Quantity) || opens)
            && !matches!(
                self.lower(before),
                "current" | "senior" | "top" | "local" | "state" | "federal"
            )
    }
}

/// A possessor's own determiner belongs to it: "the former minister's aide".
fn first_of_possessor(page: &Page<'_>, determiner: Option<usize>, start: usize) -> usize {
    match determiner {
        Some(at) if !matches!(page.lower(at), "one" | "another" | "some" | "two" | "three") => at,
        _ => start,
    }
}

/// Participles that open a complement after a noun and describe one before it.
fn is_participle(lower: &str) -> bool {
    matches!(
        lower,
        "briefed"
            | "involved"
            | "seen"
            | "obtained"
            | "released"
            | "published"
            | "filed"
            | "issued"
            | "made"
            | "quoted"
            | "cited"
            | "based"
            | "conducted"
            | "commissioned"
            | "lodged"
            | "written"
            | "posted"
            | "signed"
            | "leaked"
            | "compiled"
            | "prepared"
    )
}

/// Whether a word opens a noun phrase.
pub fn is_determiner(lower: &str) -> bool {
    matches!(
        lower,
        "the"
            | "a"
            | "an"
            | "this"
            | "that"
            | "these"
            | "those"
            | "one"
            | "another"
            | "some"
            | "any"
            | "every"
            | "each"
            | "no"
            | "many"
            | "most"
            | "several"
            | "few"
            | "all"
            | "both"
            | "his"
            | "her"
            | "its"
            | "their"
            | "my"
            | "our"
            | "your"
            | "two"
            | "three"
            | "four"
            | "five"
            | "six"
            | "seven"
            | "eight"
            | "nine"
            | "ten"
            | "other"
            | "such"
            | "half"
            | "more"
            | "dozens"
            | "hundreds"
            | "thousands"
            | "scores"
            | "fewer"
            | "various"
    )
}

/// Whether a word is a possessive pronoun.
pub fn is_possessive_pronoun(lower: &str) -> bool {
    matches!(lower, "his" | "her" | "its" | "their" | "my" | "our" | "your" | "whose")
}

/// Whether a word is a preposition that ends a noun phrase.
pub fn is_preposition(lower: &str) -> bool {
    matches!(
        lower,
        "of" | "for"
            | "in"
            | "at"
            | "from"
            | "with"
            | "on"
            | "by"
            | "to"
            | "about"
            | "within"
            | "under"
            | "against"
            | "inside"
            | "among"
            | "around"
            | "across"
            | "during"
            | "after"
            | "before"
            | "since"
            | "into"
            | "over"
            | "via"
            | "through"
            | "outside"
            | "behind"
            | "between"
            | "without"
            | "above"
            | "concerning"
            | "regarding"
            | "alongside"
            | "throughout"
            | "toward"
            | "towards"
            | "until"
            | "per"
            | "than"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::segment;

    fn parts(text: &str) -> (String, Option<String>, String) {
        let segmented = segment(text, &[]);
        let classes: Vec<Classes> =
            segmented.tokens.iter().map(|t| words::classes(&t.lower)).collect();
        let page = Page { segmented: &segmented, classes: &classes };
        let phrase = page.phrase(0..segmented.tokens.len()).expect("words");
        (
            page.lower(phrase.head).to_owned(),
            phrase.possessor.map(|p| page.words(p).to_owned()),
            page.words(phrase.after..phrase.end).to_owned(),
        )
    }

    #[test]
    fn the_head_stands_before_its_complements() {
        assert_eq!(
            parts("a former aide to the mayor"),
            ("aide".into(), None, "to the mayor".into())
        );
        assert_eq!(
            parts("two officials familiar with the plan"),
            ("officials".into(), None, "familiar with the plan".into())
        );
        assert_eq!(parts("current and former officials").0, "officials");
    }

    #[test]
    fn possessors_are_set_apart() {
        assert_eq!(
            parts("the former minister’s press secretary"),
            ("secretary".into(), Some("the former minister".into()), String::new())
        );
        assert_eq!(parts("his campaign").1.as_deref(), Some("his"));
        assert_eq!(parts("the players’ agent").1.as_deref(), Some("the players"));
    }

    #[test]
    fn a_lone_determiner_is_the_head() {
        assert_eq!(parts("those close to the king").0, "those");
        assert_eq!(parts("one of them").0, "one");
    }
}
