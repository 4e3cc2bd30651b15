//! Which citations stand inside somebody's words?
//!
//! `The Post reported that the mayor had told friends that …`: the same rules as everywhere else, over
//! the content of a statement, the sure ones only. And two shapes of news that cite somebody for what
//! somebody else says: `quoted the mayor as saying`, `reported, citing two officials`.

use sayso_core::Span;

use super::cues::{self, Class};
use super::line;
use super::rule::Rule;
use super::{Found, phrase, relation, verbal, words};
use crate::relation::Relation;
use crate::segment::{Segmented, Shape};
use crate::words as nouns;

/// Adds the statements inside the content of one statement.
pub(super) fn nested(segmented: &Segmented<'_>, parent: usize, found: &mut Vec<Relation>) {
    let spans = found[parent].content.clone();
    for span in spans {
        let paragraph = segmented.paragraph_at(span.start());
        let mut tokens = segmented.tokens_in(span);
        // Marks around the whole content would make it one quotation again.
        if let Some(first) = segmented.tokens.get(tokens.start)
            && first.shape == Shape::QuotationMark
        {
            tokens.start += 1;
        }
        tokens.end = tokens.end.min(segmented.paragraphs[paragraph].tokens.end);
        if tokens.is_empty() {
            continue;
        }
        for line in line::lines_over(segmented, paragraph, tokens) {
            for inner in verbal::attributions(&line) {
                let inside = inner.content.iter().chain(&inner.source).all(|s| span.contains(*s));
                let smaller = inner.content.iter().map(|s| s.len()).sum::<usize>() + 3 < span.len();
                if inside && smaller && is_told(segmented, &inner) {
                    found.push(relation(inner, Some(parent)));
                }
            }
        }
    }
}

/// Adds what rules find within contents, and within what they find there, where the reader heard nothing
/// there itself.
pub(super) fn look_inside(segmented: &Segmented<'_>, found: &mut Vec<Relation>) {
    let mut cited = vec![false; segmented.tokens.len()];
    for span in found.iter().flat_map(|relation| &relation.cue) {
        cited[segmented.tokens_in(*span)].fill(true);
    }
    let mut depth = vec![0; found.len()];
    let mut parent = 0;
    while parent < found.len() {
        let known = found.len();
        if depth[parent] < DEEPEST {
            nested(segmented, parent, found);
        }
        for inner in found.split_off(known) {
            let is_new = |span: &Span| !cited[segmented.tokens_in(*span)].contains(&true);
            if inner.cue.iter().all(is_new) && inner.content.iter().any(|s| tells(segmented, *s)) {
                for span in &inner.cue {
                    cited[segmented.tokens_in(*span)].fill(true);
                }
                found.push(inner);
                depth.push(depth[parent] + 1);
            }
        }
        parent += 1;
    }
}

/// Whether a citation in somebody's words is one that a ledger wants.
///
/// What the speaker thinks and wants by himself is what he says: `I am sure that`.
fn is_told(segmented: &Segmented<'_>, inner: &Found) -> bool {
    let text = segmented.text;
    let first = inner.source.first().map_or("", |source| source.of(text));
    let own = matches!(first, "I" | "i" | "We" | "we");
    let is_attitude = || {
        let tokens = inner.cue.iter().flat_map(|span| segmented.tokens_in(*span));
        tokens
            .filter_map(|at| cues::cue(&segmented.tokens[at].lower))
            .any(|(_, verb)| cues::is_attitude(verb))
    };
    match inner.by {
        Rule::NounWithoutPossessor => true,
        _ if inner.source.is_empty() => false,
        Rule::SubjectBelieves | Rule::SubjectWants => {
            !own && !words::is_relative(first) && is_attitude()
        }
        Rule::SharedSubject => says(segmented, &inner.cue),
        rule if own => rule.is_sure() && says(segmented, &inner.cue),
        rule => rule.is_sure(),
    }
}

/// Whether a cue is a verb of speech.
pub(super) fn says(segmented: &Segmented<'_>, cue: &[Span]) -> bool {
    cue.iter().flat_map(|span| segmented.tokens_in(*span)).any(|at| {
        cues::cue(&segmented.tokens[at].lower)
            .is_some_and(|(cue, _)| matches!(cue.class, Class::Say | Class::Tell))
    })
}

/// Whether some word of a content says something by itself: not so `that` and `one` in *you said that*.
fn tells(segmented: &Segmented<'_>, content: Span) -> bool {
    let is_empty = |lower: &str| {
        words::is_pronoun(lower)
            || words::is_adverb(lower)
            || words::is_preposition(lower)
            || matches!(lower, "that" | "what" | "much" | "one" | "so" | "why" | "when" | "how")
    };
    let tokens = &segmented.tokens[segmented.tokens_in(content)];
    tokens.iter().any(|token| token.is_word() && !is_empty(&token.lower))
}

/// Adds whom a report cites for what it says: `the Post reported, citing two officials, that …`.
///
/// The one who reports says it on the word of the other, so the other's statement stands inside.
pub(super) fn cited_for(segmented: &Segmented<'_>, found: &mut Vec<Relation>) {
    let read = found.len();
    for at in 1..segmented.tokens.len() {
        let token = &segmented.tokens[at];
        let cites = matches!(&*token.lower, "citing" | "quoting");
        if !cites || segmented.tokens[at - 1].form != "," {
            continue;
        }
        let cue = token.span;
        let Some(source) = whom(segmented, at) else { continue };
        let Some(parent) = reporting(segmented, &found[..read], cue) else { continue };
        let content = found[parent].content.clone();
        let inner = Found { source: vec![source], cue: vec![cue], content, by: Rule::CitedForIt };
        found.push(relation(inner, Some(parent)));
    }
}

/// The statement that is made by citing somebody: of those of its sentence the one nearest to the word, if
/// the word is not part of what anybody says.
fn reporting(segmented: &Segmented<'_>, found: &[Relation], cue: Span) -> Option<usize> {
    let sentence = segmented.sentence_at(cue.start());
    let is_taken = |relation: &Relation| {
        relation.cue.iter().chain(&relation.content).any(|span| span.overlaps(cue))
    };
    let distance = |span: &Span| {
        cue.start().saturating_sub(span.end()).max(span.start().saturating_sub(cue.end()))
    };
    if found.iter().any(is_taken) {
        return None;
    }
    let reports = found.iter().enumerate().filter(|(_, relation)| {
        let first = relation.cue.first();
        first.is_some_and(|first| segmented.sentence_at(first.start()) == sentence)
            && !relation.source.is_empty()
            && !relation.content.is_empty()
            && says(segmented, &relation.cue)
    });
    reports
        .min_by_key(|(_, r)| r.source.iter().chain(&r.cue).map(distance).min())
        .map(|(number, _)| number)
}

/// Whom the word at a token cites, if it is somebody or a text.
fn whom(segmented: &Segmented<'_>, at: usize) -> Option<Span> {
    let paragraph = segmented.paragraph_at(segmented.tokens[at].span.start());
    let end = segmented.paragraphs[paragraph].tokens.end.min(at + LONGEST_SOURCE);
    let line = line::line_over(segmented, paragraph, at..end);
    let source = phrase::from(&line, 1)?;
    let somebody = source.clone().any(|at| {
        line.token(at)
            .is_some_and(|token| token.is_capital() || nouns::classes(&token.lower).is_any(SOURCES))
    });
    somebody.then(|| line.cover(source)).flatten()
}

/// How many words are looked at for whom a report cites.
const LONGEST_SOURCE: usize = 40;

/// How many statements may stand within each other below what was read.
const DEEPEST: usize = 3;

/// What can be a source: `citing fears` names none.
const SOURCES: &[nouns::Class] = &[
    nouns::Class::Role,
    nouns::Class::Spokes,
    nouns::Class::Voice,
    nouns::Class::Insider,
    nouns::Class::Near,
    nouns::Class::Collective,
    nouns::Class::Body,
    nouns::Class::Document,
    nouns::Class::Kin,
];
