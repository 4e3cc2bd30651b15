//! Where are the paragraphs, sentences and words?
//!
//! [`segment`] reads a text once and borrows it; every later stage works on [`Segmented`] and never
//! looks for boundaries again. Nothing is dropped: each character that is not white space belongs to
//! exactly one token, each token to one sentence, each sentence to one paragraph.

use std::ops::Range;

use sayso_core::Span;
use sayso_core::record::{Furniture, FurnitureKind};
use sayso_core::text::paragraphs;

use crate::lexicon;
use crate::quotation::{self, Quotation};

/// A text with its boundaries.
#[derive(Debug)]
pub struct Segmented<'a> {
    /// The article's text.
    pub text: &'a str,
    /// The paragraphs, trimmed.
    pub paragraphs: Vec<Paragraph>,
    /// Sentences in order, those inside quotation marks too.
    pub sentences: Vec<Sentence>,
    /// Words, numbers and marks in order.
    pub tokens: Vec<Token<'a>>,
    /// Stretches between quotation marks, in order of their opening.
    pub quotations: Vec<Quotation>,
}

/// A paragraph: a line, or lines that were wrapped.
#[derive(Clone, Debug)]
pub struct Paragraph {
    /// Without white space at its ends.
    pub span: Span,
    /// Indices of its sentences.
    pub sentences: Range<usize>,
    /// Indices of its tokens.
    pub tokens: Range<usize>,
    /// What it is, if it is not running text: the furniture that covers most of it.
    pub furniture: Option<FurnitureKind>,
    /// Whether statements are looked for in it.
    pub is_read: bool,
}

/// A sentence.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// Without white space at its ends.
    pub span: Span,
    /// Indices of its tokens.
    pub tokens: Range<usize>,
    /// Index of its paragraph.
    pub paragraph: usize,
}

/// A word, a number or a mark.
#[derive(Clone, Debug)]
pub struct Token<'a> {
    /// Where it stands.
    pub span: Span,
    /// As written.
    pub form: &'a str,
    /// In lower case, with curly apostrophes made straight.
    pub lower: String,
    /// What it looks like.
    pub shape: Shape,
}

/// What a token looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `house`
    Lower,
    /// `House`, `McEwan`
    Capitalised,
    /// `NATO`, `U.K.`, one capital letter.
    Upper,
    /// `41`, `1,200`, `5th`
    Number,
    /// A possessive ending or contraction, split from its word: `’s`, `n't`.
    Clitic,
    /// A mark that opens or closes a quotation, or could.
    QuotationMark,
    /// Any other mark.
    Punctuation,
}

impl Token<'_> {
    /// Whether the token is a word or a number rather than a mark.
    pub fn is_word(&self) -> bool {
        !matches!(self.shape, Shape::QuotationMark | Shape::Punctuation)
    }

    /// Whether the token begins with a capital letter.
    pub fn is_capital(&self) -> bool {
        matches!(self.shape, Shape::Capitalised | Shape::Upper)
    }
}

impl Segmented<'_> {
    /// Index of the paragraph that holds a byte, or of the last one before it.
    pub fn paragraph_at(&self, byte: usize) -> usize {
        self.paragraphs.partition_point(|p| p.span.start() <= byte).saturating_sub(1)
    }

    /// Index of the sentence that holds a byte, or of the last one before it.
    pub fn sentence_at(&self, byte: usize) -> usize {
        self.sentences.partition_point(|s| s.span.start() <= byte).saturating_sub(1)
    }

    /// Indices of the tokens that touch a span.
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        let start = self.tokens.partition_point(|t| t.span.end() <= span.start());
        let end = self.tokens.partition_point(|t| t.span.start() < span.end());
        start..end.max(start)
    }

    /// The span from the first to the last of some tokens; empty for an empty range.
    pub fn cover(&self, tokens: Range<usize>) -> Span {
        match (self.tokens.get(tokens.start), tokens.end.checked_sub(1)) {
            (Some(first), Some(last)) if tokens.start <= last => {
                first.span.cover(self.tokens[last].span)
            }
            (Some(first), _) => Span::new(first.span.start(), first.span.start()),
            (None, _) => Span::new(self.text.len(), self.text.len()),
        }
    }

    /// The quotations that share a byte with a span, in order of their opening.
    pub fn quotations_in(&self, span: Span) -> impl Iterator<Item = &Quotation> {
        // Only nested quotations overlap others: nothing before the last outer one reaches here.
        let later = self.quotations.partition_point(|q| q.span.start() < span.start());
        let from = self.quotations[..later].iter().rposition(|q| !q.nested).unwrap_or(0);
        self.quotations[from..]
            .iter()
            .take_while(move |q| q.span.start() < span.end())
            .filter(move |q| q.span.overlaps(span))
    }
}

/// Finds the boundaries of a text.
pub fn segment<'a>(text: &'a str, furniture: &[Furniture<Span>]) -> Segmented<'a> {
    let mut segmented = Segmented {
        text,
        paragraphs: Vec::new(),
        sentences: Vec::new(),
        tokens: Vec::new(),
        quotations: Vec::new(),
    };
    for span in paragraphs(text) {
        let (first_sentence, first_token) = (segmented.sentences.len(), segmented.tokens.len());
        tokenise(text, span, &mut segmented.tokens);
        split_sentences(&mut segmented, first_token);
        segmented.paragraphs.push(Paragraph {
            span,
            sentences: first_sentence..segmented.sentences.len(),
            tokens: first_token..segmented.tokens.len(),
            furniture: kind_of(span, furniture),
            is_read: true,
        });
    }
    segmented.quotations = quotation::find(&segmented);
    segmented
}

/// The kind of furniture that covers at least four fifths of a block.
fn kind_of(block: Span, furniture: &[Furniture<Span>]) -> Option<FurnitureKind> {
    furniture
        .iter()
        .find(|f| f.place.intersection(block).is_some_and(|s| s.len() * 5 >= block.len() * 4))
        .map(|f| f.kind)
}

fn tokenise<'a>(text: &'a str, block: Span, tokens: &mut Vec<Token<'a>>) {
    let mut at = block.start();
    while at < block.end() {
        let rest = &text[at..block.end()];
        let first = rest.chars().next().expect("at lies before the end of the block");
        if first.is_whitespace() || is_invisible(first) {
            at += first.len_utf8();
            continue;
        }
        let length = if first.is_alphanumeric() { word_length(rest) } else { mark_length(rest) };
        push_word(text, Span::new(at, at + length), tokens);
        at += length;
    }
}

/// Characters that neither show nor separate words.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}

/// Bytes of the word that `rest` begins with: letters and digits, joined by apostrophes, hyphens,
/// points of abbreviations, and points and commas between digits.
fn word_length(rest: &str) -> usize {
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c);
        let next_is_word = next.is_some_and(char::is_alphanumeric);
        let joins = match c {
            c if c.is_alphanumeric() => true,
            c if is_combining(c) => true,
            '\'' | '’' | '-' | '‐' | '‑' | '_' | '@' | '/' => {
                next_is_word && before.is_alphanumeric() && !(c == '/' && before.is_numeric())
            }
            '.' | ',' | ':' if before.is_ascii_digit() => next.is_some_and(|c| c.is_ascii_digit()),
            '.' => next_is_word && at < 24 && is_initials(&rest[..at]),
            '&' => next.is_some_and(char::is_uppercase) && before.is_uppercase(),
            _ => false,
        };
        if !joins {
            // The point of "U.S." and "Mr." belongs to the word.
            if c == '.' && (is_initials(&rest[..at]) || lexicon::is_abbreviation(&rest[..at])) {
                end = at + 1;
            }
            return end;
        }
        end = at + c.len_utf8();
        before = c;
    }
    end
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Single letters with points between: `J`, `U.S`, `D.J`.
fn is_initials(word: &str) -> bool {
    word.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic))
        && (word.len() > 1 || word.chars().all(char::is_uppercase))
}

/// Bytes of the mark that `rest` begins with: runs of points and of dashes are one mark.
fn mark_length(rest: &str) -> usize {
    let first = rest.chars().next().expect("the caller saw a character");
    match first {
        '.' | '-' | '!' | '?' => rest.chars().take_while(|c| *c == first).map(char::len_utf8).sum(),
        '`' if rest.starts_with("``") => 2,
        '\'' if rest.starts_with("''") => 2,
        '@' | '#' if rest[1..].starts_with(char::is_alphanumeric) => {
            1 + rest[1..].find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len() - 1)
        }
        c => c.len_utf8(),
    }
}

/// Pushes a word, its clitic split off.
fn push_word<'a>(text: &'a str, span: Span, tokens: &mut Vec<Token<'a>>) {
    let form = span.of(text);
    let lower = form.to_lowercase().replace('’', "'");
    for clitic in ["'s", "n't", "'re", "'ve", "'ll", "'d", "'m"] {
        let Some(stem) = lower.strip_suffix(clitic) else { continue };
        // Lower case can change the length of a word; the clitic's own length is known.
        let length = clitic.len() + form.matches('’').count().min(1) * ('’'.len_utf8() - 1);
        if stem.is_empty() || form.len() <= length || !form.is_char_boundary(form.len() - length) {
            continue;
        }
        let cut = span.end() - length;
        push(text, Span::new(span.start(), cut), tokens);
        push(text, Span::new(cut, span.end()), tokens);
        tokens.last_mut().expect("pushed above").shape = Shape::Clitic;
        return;
    }
    push(text, span, tokens);
}

fn push<'a>(text: &'a str, span: Span, tokens: &mut Vec<Token<'a>>) {
    let form = span.of(text);
    let lower = form.to_lowercase().replace('’', "'");
    tokens.push(Token { span, form, shape: shape_of(form), lower });
}

fn shape_of(form: &str) -> Shape {
    let mut letters = form.chars().filter(|c| c.is_alphabetic());
    let first = form.chars().next().expect("tokens are not empty");
    if quotation::is_mark(form) {
        Shape::QuotationMark
    } else if first.is_numeric() {
        Shape::Number
    } else if !first.is_alphanumeric() && !matches!(first, '@' | '#')
        || letters.clone().count() == 0
    {
        Shape::Punctuation
    } else if letters.clone().all(char::is_uppercase) {
        Shape::Upper
    } else if letters.next().is_some_and(char::is_uppercase) {
        Shape::Capitalised
    } else {
        Shape::Lower
    }
}

/// Cuts the tokens from `first` on into sentences of one paragraph.
fn split_sentences(segmented: &mut Segmented<'_>, first: usize) {
    let tokens = &segmented.tokens;
    let paragraph = segmented.paragraphs.len();
    let mut start = first;
    let mut sentences = Vec::new();
    let mut at = first;
    while at < tokens.len() {
        let mut end = at + 1;
        if ends_sentence(tokens, at) {
            // Closing marks belong to the sentence that they close.
            while end < tokens.len()
                && is_closing(&tokens[end])
                && tokens[end].span.start() == tokens[end - 1].span.end()
            {
                end += 1;
            }
            if end < tokens.len() && begins_sentence(tokens, end) {
                sentences.push(start..end);
                start = end;
            }
        }
        at = end;
    }
    if start < tokens.len() {
        sentences.push(start..tokens.len());
    }
    for tokens in sentences {
        let span = segmented.cover(tokens.clone());
        segmented.sentences.push(Sentence { span, tokens, paragraph });
    }
}

fn ends_sentence(tokens: &[Token<'_>], at: usize) -> bool {
    let token = &tokens[at];
    match token.form.chars().last() {
        // "at 5 p.m. He left" ends, "Mr. Hale" does not.
        Some('.') if token.is_word() => !lexicon::is_title_abbreviation(&token.lower),
        Some('.' | '!' | '?' | '…') => true,
        _ => false,
    }
}

fn is_closing(token: &Token<'_>) -> bool {
    token.shape == Shape::QuotationMark || matches!(token.form, ")" | "]" | "*")
}

/// Whether a sentence can begin at a token: a capital, a number or a mark, after white space.
fn begins_sentence(tokens: &[Token<'_>], at: usize) -> bool {
    let (before, token) = (&tokens[at - 1], &tokens[at]);
    if before.span.end() == token.span.start() {
        // Scraped text may lack the space: "over.The next".
        return token.shape == Shape::Capitalised && before.form == ".";
    }
    match token.shape {
        // "Jan. 5", "No. 10".
        Shape::Number => !before.is_word() || before.shape == Shape::Number,
        Shape::Capitalised | Shape::QuotationMark => {
            // "U.S. Steel", "J. Hale": an abbreviation before a name ends nothing unless the next
            // word is one that rarely follows it as a name.
            !(before.is_word() && token.shape == Shape::Capitalised)
                || lexicon::begins_sentences(&token.lower)
        }
        Shape::Upper => !before.is_word() || lexicon::begins_sentences(&token.lower),
        Shape::Punctuation => !matches!(token.form, "," | ";" | ":" | ")" | "]" | "…" | "-"),
        Shape::Lower | Shape::Clitic => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sentences(text: &str) -> Vec<&str> {
        segment(text, &[]).sentences.iter().map(|s| s.span.of(text)).collect()
    }

    fn words(text: &str) -> Vec<&str> {
        segment(text, &[]).tokens.iter().map(|t| t.form).collect()
    }

    proptest! {
        #[test]
        fn every_visible_character_is_in_one_token_one_sentence_one_paragraph(
            text in "[a-zA-Z0-9 .,!?“”\"'‘’\n\r—é\u{200b}ß-]{0,120}|\\PC{0,60}"
        ) {
            let segmented = segment(&text, &[]);
            let mut end = 0;
            for token in &segmented.tokens {
                prop_assert!(token.span.start() >= end, "tokens overlap");
                prop_assert!(text[end..token.span.start()].chars().all(|c| c.is_whitespace() || is_invisible(c)));
                end = token.span.end();
            }
            prop_assert!(text[end..].chars().all(|c| c.is_whitespace() || is_invisible(c)));
            let mut next = 0;
            for sentence in &segmented.sentences {
                prop_assert_eq!(sentence.tokens.start, next);
                prop_assert!(!sentence.tokens.is_empty());
                next = sentence.tokens.end;
            }
            prop_assert_eq!(next, segmented.tokens.len());
            for quotation in &segmented.quotations {
                prop_assert!(quotation.span.contains(quotation.inner));
            }
        }
    }

    #[test]
    fn abbreviations_and_initials_do_not_end_sentences() {
        assert_eq!(
            sentences(
                "Mr. Hale met J. B. Orr in the U.K. on Jan. 5. They talked. He left at 5 p.m. She stayed."
            ),
            [
                "Mr. Hale met J. B. Orr in the U.K. on Jan. 5.",
                "They talked.",
                "He left at 5 p.m.",
                "She stayed.",
            ]
        );
    }

    #[test]
    fn closing_marks_stay_with_their_sentence() {
        assert_eq!(
            sentences("“It is over.” She left. (He stayed.) No"),
            ["“It is over.”", "She left.", "(He stayed.)", "No"]
        );
    }

    #[test]
    fn clitics_are_split_and_apostrophes_are_not() {
        assert_eq!(
            words("Orla’s don't O'Brien rock 'n' roll 1,200.50"),
            ["Orla", "’s", "do", "n't", "O'Brien", "rock", "'", "n", "'", "roll", "1,200.50"]
        );
    }
}
