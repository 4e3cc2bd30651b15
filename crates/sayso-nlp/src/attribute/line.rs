//! What does a sentence look like when speech in it is one piece?
//!
//! The rules see a [`Line`]: a sentence of the writer's in which each quotation that holds speech or
//! a fragment of it is a single item. A quotation of four sentences and the `she said` after it are
//! one line, as they are one attribution.

use std::ops::Range;

use sayso_core::Span;

use super::cues;
use crate::lexicon;
use crate::quotation::Kind;
use crate::segment::{Segmented, Shape, Token};

/// A piece of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// Index of a token.
    Word(usize),
    /// Index of a quotation.
    Quote(usize),
}

/// A sentence of the writer's.
#[derive(Debug)]
pub(super) struct Line<'s, 't> {
    pub(super) segmented: &'s Segmented<'t>,
    pub(super) paragraph: usize,
    pub(super) items: Vec<Item>,
}

impl<'s, 't> Line<'s, 't> {
    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    /// The token at an item; `None` for a quotation or past the ends.
    pub(super) fn token(&self, at: usize) -> Option<&'s Token<'t>> {
        match self.items.get(at) {
            Some(Item::Word(token)) => Some(&self.segmented.tokens[*token]),
            _ => None,
        }
    }

    /// The word at an item in lower case; empty for a quotation or past the ends.
    pub(super) fn lower(&self, at: usize) -> &'s str {
        self.token(at).map_or("", |t| t.lower.as_str())
    }

    /// The word before an item; empty at the start.
    pub(super) fn lower_before(&self, at: usize) -> &'s str {
        at.checked_sub(1).map_or("", |b| self.lower(b))
    }

    /// Whether an item is an adverb that can stand between a subject and its verb.
    pub(super) fn is_adverb(&self, at: usize) -> bool {
        self.token(at).is_some_and(|t| t.shape != Shape::Capitalised || at == 0)
            && super::words::is_adverb(self.lower(at))
    }

    pub(super) fn is_quote(&self, at: usize) -> bool {
        matches!(self.items.get(at), Some(Item::Quote(_)))
    }

    /// Whether an item is a quotation of whole clauses.
    pub(super) fn is_speech(&self, at: usize) -> bool {
        matches!(self.items.get(at), Some(Item::Quote(q)) if self.segmented.quotations[*q].kind == Kind::Speech)
    }

    /// Whether an item is a mark, not a word and not a quotation.
    pub(super) fn is_mark(&self, at: usize) -> bool {
        self.token(at).is_some_and(|t| !t.is_word())
    }

    pub(super) fn is_word(&self, at: usize) -> bool {
        self.token(at).is_some_and(Token::is_word)
    }

    pub(super) fn span(&self, at: usize) -> Span {
        match self.items[at] {
            Item::Word(token) => self.segmented.tokens[token].span,
            Item::Quote(quotation) => self.segmented.quotations[quotation].span,
        }
    }

    /// The text from the first to the last of some items; `None` if there are none.
    pub(super) fn cover(&self, items: Range<usize>) -> Option<Span> {
        (items.start < items.end).then(|| self.span(items.start).cover(self.span(items.end - 1)))
    }

    /// Items without marks at their ends.
    pub(super) fn trim(&self, mut items: Range<usize>) -> Range<usize> {
        while items.start < items.end && self.is_mark(items.start) {
            items.start += 1;
        }
        while items.start < items.end && self.is_mark(items.end - 1) {
            items.end -= 1;
        }
        items
    }

    /// The place of some items without marks at their ends; empty if nothing is left.
    ///
    /// A mark that closes or opens a name inside stays: `left the Phil “for Good”`.
    pub(super) fn spans(&self, items: Range<usize>) -> Vec<Span> {
        let Some(mut span) = self.cover(self.trim(items.clone())) else { return Vec::new() };
        let Some(outer) = self.cover(items) else { return vec![span] };
        for quotation in self.segmented.quotations_in(outer) {
            if outer.contains(quotation.span) && span.overlaps(quotation.inner) {
                span = span.cover(quotation.span);
            }
        }
        vec![span]
    }

    /// Whether some items hold a letter.
    pub(super) fn has_letters(&self, items: Range<usize>) -> bool {
        let text = self.segmented.text;
        self.cover(items).is_some_and(|s| s.of(text).chars().any(char::is_alphabetic))
    }

    /// Where the sentence's own words end: before its final marks.
    pub(super) fn end(&self) -> usize {
        let mut end = self.len();
        while end > 0 && self.is_mark(end - 1) {
            end -= 1;
        }
        end
    }

    /// Whether nothing but quotations and marks is in the line.
    pub(super) fn is_all_quotes(&self) -> bool {
        self.items.iter().any(|i| matches!(i, Item::Quote(_)))
            && (0..self.len()).all(|at| self.is_quote(at) || self.is_mark(at))
    }

    /// Whether a quotation at this item ends a sentence by its own last mark.
    fn quote_ends_sentence(&self, at: usize) -> bool {
        let Some(Item::Quote(q)) = self.items.get(at) else { return false };
        let inner = self.segmented.quotations[*q].inner.of(self.segmented.text).trim_end();
        inner.ends_with(['.', '!', '?', '…'])
    }
}

/// The lines of a paragraph.
pub(super) fn lines<'s, 't>(segmented: &'s Segmented<'t>, paragraph: usize) -> Vec<Line<'s, 't>> {
    lines_over(segmented, paragraph, segmented.paragraphs[paragraph].tokens.clone())
}

/// The lines of some tokens of a paragraph, for words inside a content.
pub(super) fn lines_over<'s, 't>(
    segmented: &'s Segmented<'t>,
    paragraph: usize,
    tokens: Range<usize>,
) -> Vec<Line<'s, 't>> {
    let whole = line_over(segmented, paragraph, tokens);
    let mut lines = Vec::new();
    let first = after_dateline(&whole);
    let mut start = first;
    for at in first..whole.len() {
        let next = at + 1;
        if next < whole.len() && ends_line(&whole, at) && begins_line(&whole, next) {
            lines.push(start..next);
            start = next;
        }
    }
    lines.push(start..whole.len());
    lines
        .into_iter()
        .filter(|range| !range.is_empty())
        .map(|range| Line { segmented, paragraph, items: whole.items[range].to_vec() })
        .collect()
}

/// The item after a dateline: `MARSH END, Ohio (Wire) —`, or 0.
fn after_dateline(line: &Line<'_, '_>) -> usize {
    if !line.token(0).is_some_and(|t| t.shape == Shape::Upper && t.form.len() > 2) {
        return 0;
    }
    let dash = (1..line.len().min(12)).find(|&at| matches!(line.lower(at), "—" | "–" | "--" | "-"));
    dash.filter(|&dash| (1..dash).all(|at| line.token(at).is_some_and(|t| t.shape != Shape::Lower)))
        .map_or(0, |dash| dash + 1)
}

/// One line over some tokens, whatever sentences they are.
pub(super) fn line_over<'s, 't>(
    segmented: &'s Segmented<'t>,
    paragraph: usize,
    tokens: Range<usize>,
) -> Line<'s, 't> {
    Line { segmented, paragraph, items: items(segmented, tokens) }
}

/// Tokens as items, quotations that hold speech or fragments as one item each.
fn items(segmented: &Segmented<'_>, tokens: Range<usize>) -> Vec<Item> {
    let mut items = Vec::new();
    let mut at = tokens.start;
    while at < tokens.end {
        let start = segmented.tokens[at].span.start();
        let quotation = segmented
            .quotations
            .binary_search_by_key(&start, |q| q.span.start())
            .ok()
            .filter(|&q| segmented.quotations[q].kind != Kind::Name);
        let end = quotation.map(|q| segmented.tokens_in(segmented.quotations[q].span).end);
        match (quotation, end) {
            (Some(q), Some(end)) if end <= tokens.end => {
                items.push(Item::Quote(q));
                at = end;
            }
            _ => {
                items.push(Item::Word(at));
                at += 1;
            }
        }
    }
    items
}

fn ends_line(line: &Line<'_, '_>, at: usize) -> bool {
    match line.token(at) {
        Some(token) => match token.form.chars().last() {
            Some('.') if token.is_word() => !lexicon::is_title_abbreviation(&token.lower),
            Some('.' | '!' | '?' | '…') => true,
            _ => false,
        },
        None => line.quote_ends_sentence(at),
    }
}

fn begins_line(line: &Line<'_, '_>, at: usize) -> bool {
    let after_word = line.is_word(at - 1);
    let Some(token) = line.token(at) else { return true };
    match token.shape {
        Shape::Capitalised | Shape::Upper => {
            if line.is_quote(at - 1) {
                !is_reporting(line, at)
            } else {
                !after_word || lexicon::begins_sentences(&token.lower)
            }
        }
        Shape::Number => !after_word,
        Shape::QuotationMark => true,
        Shape::Punctuation => matches!(token.form, "(" | "[" | "•" | "*"),
        Shape::Lower | Shape::Clitic => false,
    }
}

/// Whether the words after a closed quotation report it: a short subject and a verb of speech with
/// nothing after them but where and when.
fn is_reporting(line: &Line<'_, '_>, from: usize) -> bool {
    for at in from..line.len().min(from + 12) {
        if line.is_quote(at) {
            return false;
        }
        if matches!(line.lower(at), "." | ";" | "!" | "?") {
            return false;
        }
        if let Some((cue, _)) = cues::cue(line.lower(at))
            && cue.class == cues::Class::Say
            && matches!(cue.form, cues::Form::Past | cues::Form::Third)
            && at > from
        {
            return at + 1 >= line.len()
                || line.is_quote(at + 1)
                || matches!(
                    line.lower(at + 1),
                    "." | "," | "in" | "on" | "at" | "during" | "of" | "when" | "after" | "before"
                );
        }
    }
    false
}
