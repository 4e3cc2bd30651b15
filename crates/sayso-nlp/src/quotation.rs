//! Where do quotation marks open and close?
//!
//! News mixes straight and curly marks, in one pair even; leaves the last mark out where a speech
//! goes on in the next paragraph; uses one sign for the apostrophe and the closing single mark.
//! [`find`] pairs the marks of each paragraph on its own, so that one lost mark costs one paragraph.

use sayso_core::Span;

use crate::lexicon;
use crate::segment::{Paragraph, Segmented, Shape, Token};

/// A stretch between quotation marks.
#[derive(Clone, Debug, PartialEq)]
pub struct Quotation {
    /// With its marks.
    pub span: Span,
    /// Without them.
    pub inner: Span,
    /// Which marks.
    pub marks: Marks,
    /// How it ends.
    pub end: End,
    /// Whether the quotation stands inside another one.
    pub nested: bool,
    /// What it seems to hold.
    pub kind: Kind,
}

/// Which marks a quotation has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marks {
    /// `“ ”`, `" "`, `« »`, `„ “`
    Double,
    /// `‘ ’`, `' '`
    Single,
}

/// How a quotation ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// By a mark.
    Closed,
    /// Not in this paragraph, and the next one opens with a mark again.
    Continues,
    /// By the end of the paragraph alone.
    Unclosed,
}

/// What a quotation seems to hold, by its own words and those around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Whole clauses or sentences: somebody's speech.
    Speech,
    /// A few words inside a sentence of the writer's: quoted, or held at a distance.
    Fragment,
    /// A name: of a person between two names, of a work.
    Name,
}

/// Whether a token is a sign that may open or close a quotation.
pub fn is_mark(form: &str) -> bool {
    matches!(
        form,
        "“" | "”"
            | "\""
            | "„"
            | "‟"
            | "«"
            | "»"
            | "``"
            | "''"
            | "‘"
            | "’"
            | "'"
            | "‚"
            | "‛"
            | "`"
    )
}

/// All quotations of a text, in order of their opening.
pub fn find(segmented: &Segmented<'_>) -> Vec<Quotation> {
    let mut quotations = Vec::new();
    let paragraphs = &segmented.paragraphs;
    for (n, paragraph) in paragraphs.iter().enumerate() {
        // A caption between two paragraphs of one speech does not end it.
        let next = paragraphs[n + 1..].iter().take(3).find(|p| p.furniture.is_none());
        pair(segmented, paragraph, next, &mut quotations);
    }
    quotations.sort_by_key(|q| (q.span.start(), std::cmp::Reverse(q.span.end())));
    quotations
}

/// What a mark does at its place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Opens,
    Closes,
    /// Could do either; what is open decides.
    Either,
    /// An apostrophe, a prime, an inch.
    Nothing,
}

fn pair(
    segmented: &Segmented<'_>,
    paragraph: &Paragraph,
    next: Option<&Paragraph>,
    quotations: &mut Vec<Quotation>,
) {
    let tokens = &segmented.tokens;
    let mut open: Vec<(usize, Marks)> = Vec::new();
    let mut found: Vec<Quotation> = Vec::new();
    for at in paragraph.tokens.clone() {
        let token = &tokens[at];
        if token.shape != Shape::QuotationMark {
            continue;
        }
        let marks = marks_of(token.form);
        let inside = open.iter().rposition(|(_, m)| *m == marks);
        let role = match (role_of(tokens, at, paragraph), inside) {
            (Role::Either, Some(_)) => Role::Closes,
            (Role::Either, None) => Role::Opens,
            (role, _) => role,
        };
        match (role, inside) {
            (Role::Opens, None)
                if marks == Marks::Double
                    || closes_later(tokens, at, paragraph, next, !open.is_empty()) =>
            {
                open.push((at, marks));
            }
            // A second opening mark: the first was never closed, or the sign is wrong. A long
            // distance speaks for the first, none for the second.
            (Role::Opens, Some(depth)) if marks == Marks::Double => {
                open.truncate(depth);
                open.push((at, marks));
            }
            (Role::Closes, Some(depth)) => {
                if marks == Marks::Single && is_possessive(tokens, at, paragraph) {
                    continue;
                }
                let (from, _) = open[depth];
                open.truncate(depth);
                if at > from + 1 {
                    found.push(quotation(
                        segmented,
                        paragraph,
                        from,
                        Some(at),
                        marks,
                        !open.is_empty(),
                        End::Closed,
                    ));
                }
            }
            _ => {}
        }
    }
    // What stayed open runs to the end of the paragraph. Single marks without an end are
    // apostrophes more often than speech, unless the paragraph opens with one.
    for (depth, (from, marks)) in open.iter().enumerate() {
        let reopened = first_of(tokens, next).is_some_and(|first| {
            first.shape == Shape::QuotationMark && marks_of(first.form) == *marks
        });
        let last = paragraph.tokens.end;
        if *from + 1 < last && (*marks == Marks::Double || reopened) {
            let end = if reopened { End::Continues } else { End::Unclosed };
            found.push(quotation(segmented, paragraph, *from, None, *marks, depth > 0, end));
        }
    }
    quotations.append(&mut found);
}

/// The first token of a paragraph; one of signs that nobody sees has none.
fn first_of<'t, 'a>(
    tokens: &'t [Token<'a>],
    paragraph: Option<&Paragraph>,
) -> Option<&'t Token<'a>> {
    paragraph.and_then(|paragraph| tokens[paragraph.tokens.clone()].first())
}

fn marks_of(form: &str) -> Marks {
    match form {
        "‘" | "’" | "'" | "‚" | "‛" | "`" => Marks::Single,
        _ => Marks::Double,
    }
}

fn role_of(tokens: &[Token<'_>], at: usize, paragraph: &Paragraph) -> Role {
    let token = &tokens[at];
    let (start, end) = (token.span.start(), token.span.end());
    let before = at.checked_sub(1).filter(|b| paragraph.tokens.contains(b)).map(|b| &tokens[b]);
    let after = Some(at + 1).filter(|a| paragraph.tokens.contains(a)).map(|a| &tokens[a]);
    let space_before = before.is_none_or(|b| b.span.end() < start);
    let space_after = after.is_none_or(|a| a.span.start() > end);
    let opens_here = space_before
        || before.is_some_and(|b| b.shape == Shape::QuotationMark || opens_after(b.form));
    let closes_here =
        space_after || after.is_some_and(|a| !a.is_word() || a.shape == Shape::Clitic);
    match token.form {
        "“" | "«" | "„" | "``" if space_before || !space_after => Role::Opens,
        "”" | "»" | "''" if !space_before || space_after => Role::Closes,
        // A mark that stands the wrong way round, or has no way round.
        "\"" | "“" | "”" | "«" | "»" | "„" | "‟" | "``" | "''" => {
            match (space_before, space_after) {
                (true, false) => Role::Opens,
                (false, true) => Role::Closes,
                _ if opens_here && !closes_here => Role::Opens,
                _ if closes_here && !opens_here => Role::Closes,
                _ => Role::Either,
            }
        }
        _ => {
            let elided = after.is_some_and(|a| {
                !space_after && (a.shape == Shape::Number || lexicon::is_elision(&a.lower))
            });
            if opens_here && !space_after && !elided {
                if token.form == "’" { Role::Either } else { Role::Opens }
            } else if closes_here && !space_before && token.form != "‘" {
                Role::Closes
            } else {
                Role::Nothing
            }
        }
    }
}

/// Whether a quotation can open right after this mark, without a space.
fn opens_after(form: &str) -> bool {
    matches!(form, "(" | "[" | "—" | "–" | "--" | "-" | "/" | ":")
}

/// Whether an opening single mark has its closing one in the paragraph, or the speech goes on in
/// the next.
fn closes_later(
    tokens: &[Token<'_>],
    at: usize,
    paragraph: &Paragraph,
    next: Option<&Paragraph>,
    nested: bool,
) -> bool {
    let later = (at + 1..paragraph.tokens.end).any(|later| {
        let token = &tokens[later];
        token.shape == Shape::QuotationMark
            && marks_of(token.form) == Marks::Single
            && role_of(tokens, later, paragraph) == Role::Closes
    });
    let goes_on = !nested
        && at == paragraph.tokens.start
        && first_of(tokens, next).is_some_and(|token| matches!(token.form, "‘" | "'"));
    later || goes_on
}

/// Whether a single mark after an `s` is a possessive: another one closes later, before any opens.
fn is_possessive(tokens: &[Token<'_>], at: usize, paragraph: &Paragraph) -> bool {
    let Some(before) = at.checked_sub(1).map(|b| &tokens[b]) else { return false };
    let Some(after) = Some(at + 1).filter(|a| paragraph.tokens.contains(a)) else { return false };
    if !before.lower.ends_with('s') || tokens[after].shape != Shape::Lower {
        return false;
    }
    tokens[after..paragraph.tokens.end]
        .iter()
        .enumerate()
        .filter(|(_, t)| t.shape == Shape::QuotationMark && marks_of(t.form) == Marks::Single)
        .map(|(n, _)| role_of(tokens, after + n, paragraph))
        .find(|role| *role != Role::Nothing)
        .is_some_and(|role| role == Role::Closes)
}

fn quotation(
    segmented: &Segmented<'_>,
    paragraph: &Paragraph,
    from: usize,
    to: Option<usize>,
    marks: Marks,
    nested: bool,
    end: End,
) -> Quotation {
    let tokens = &segmented.tokens;
    let (inner_start, start) = (tokens[from].span.end(), tokens[from].span.start());
    let (inner_end, span_end) = match to {
        Some(to) => (tokens[to].span.start(), tokens[to].span.end()),
        None => (paragraph.span.end(), paragraph.span.end()),
    };
    let inner_tokens = from + 1..to.unwrap_or(paragraph.tokens.end);
    let kind = if end == End::Closed {
        kind_of(tokens, from, inner_tokens, paragraph)
    } else {
        Kind::Speech
    };
    Quotation {
        span: Span::new(start, span_end),
        inner: Span::new(inner_start, inner_end),
        marks,
        end,
        nested,
        kind,
    }
}

fn kind_of(
    tokens: &[Token<'_>],
    from: usize,
    inner: std::ops::Range<usize>,
    paragraph: &Paragraph,
) -> Kind {
    let words: Vec<&Token<'_>> = tokens[inner.clone()].iter().filter(|t| t.is_word()).collect();
    let before = from.checked_sub(1).filter(|b| paragraph.tokens.contains(b)).map(|b| &tokens[b]);
    let after = Some(inner.end + 1).filter(|a| paragraph.tokens.contains(a)).map(|a| &tokens[a]);
    let last = &tokens[inner.end - 1];
    let is_capital = |t: &&Token<'_>| t.is_capital() || t.shape == Shape::Number;
    let titled = words.first().is_some_and(|t| t.is_capital())
        && words.iter().all(|t| is_capital(t) || lexicon::is_title_small_word(&t.lower));
    let ends_speech = matches!(last.form, "," | "." | "!" | "?" | "…" | "..." | "—" | "–" | "--");
    let between_names = words.len() <= 3
        && before.is_some_and(Token::is_capital)
        && after.is_some_and(Token::is_capital);
    let named = before.is_some_and(|b| lexicon::introduces_name(&b.lower));
    let starts_sentence = words.first().is_some_and(|w| w.is_capital());
    let sentence_end_only = matches!(last.form, "." | "!" | "?" | ",");
    if (between_names || named || titled && !ends_speech) && words.len() <= 8 {
        Kind::Name
    } else if words.len() >= 12
        || ends_speech && words.len() >= 3 && (starts_sentence || from == paragraph.tokens.start)
        || starts_sentence && words.len() >= 6
        || from == paragraph.tokens.start && sentence_end_only
    {
        Kind::Speech
    } else {
        Kind::Fragment
    }
}

#[cfg(test)]
mod tests {
    use crate::segment::segment;

    use super::*;

    fn found(text: &str) -> Vec<(&str, Marks, End)> {
        segment(text, &[]).quotations.iter().map(|q| (q.inner.of(text), q.marks, q.end)).collect()
    }

    #[test]
    fn straight_curly_and_mixed_pairs() {
        assert_eq!(
            found("He called it “a poor show\" and \"a farce”, then \"left\"."),
            [
                ("a poor show", Marks::Double, End::Closed),
                ("a farce", Marks::Double, End::Closed),
                ("left", Marks::Double, End::Closed),
            ]
        );
    }

    #[test]
    fn single_marks_and_apostrophes() {
        assert_eq!(
            found("'It's the players' day,' said Orr's aide. The '90s don't count."),
            [("It's the players' day,", Marks::Single, End::Closed)]
        );
        assert_eq!(found("The ministers’ plan isn’t Orr’s."), []);
        assert_eq!(
            found("They’re ‘very proud’ of it."),
            [("very proud", Marks::Single, End::Closed)]
        );
    }

    #[test]
    fn nested() {
        assert_eq!(
            found("“She said ‘never’ to me,” he said."),
            [
                ("She said ‘never’ to me,", Marks::Double, End::Closed),
                ("never", Marks::Single, End::Closed)
            ]
        );
    }

    #[test]
    fn a_speech_reopened_at_each_paragraph() {
        assert_eq!(
            found("“It began in May.\n\n“It ended in June,” she said.\n\n\"Nobody closed this."),
            [
                ("It began in May.", Marks::Double, End::Continues),
                ("It ended in June,", Marks::Double, End::Closed),
                ("Nobody closed this.", Marks::Double, End::Unclosed),
            ]
        );
    }

    #[test]
    fn a_paragraph_of_signs_that_nobody_sees_opens_nothing() {
        assert_eq!(found("“Said so\n\u{200b}"), [("Said so", Marks::Double, End::Unclosed)]);
        assert_eq!(found("‘Said so\n\u{200b}"), []);
    }

    #[test]
    fn inches_are_not_speech() {
        assert_eq!(found("The 6'2\" keeper wore a 12\" badge."), []);
    }

    #[test]
    fn names_fragments_and_speech_are_told_apart() {
        let text = "Ned “the Goat” Hale wrote “A Long Way Down”. It was “rather fine”. “We are glad,” she said.";
        let kinds: Vec<Kind> = segment(text, &[]).quotations.iter().map(|q| q.kind).collect();
        assert_eq!(kinds, [Kind::Name, Kind::Name, Kind::Fragment, Kind::Speech]);
    }
}
