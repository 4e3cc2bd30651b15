//! Where do tags, texts and scripts of a page begin and end?
//!
//! The tokens of HTML as the standard cuts them, as places in the source. A script ends where its
//! end tag stands, even between the marks of a comment inside it.

use std::ops::Range;

use super::tag::Tag;

/// Attributes of one element beyond which none is kept.
const MAX_ATTRIBUTES: usize = 256;

/// A piece of a page. Comments and declarations are none.
#[derive(Debug, PartialEq)]
pub(super) enum Token {
    /// Text in which character references stand for characters.
    Text(Range<usize>),
    /// The content of a raw element.
    Raw(Range<usize>),
    /// A start tag, with the range of its attributes.
    Start { tag: Tag, place: Range<usize>, attributes: Range<usize>, closed: bool },
    /// An end tag.
    End { tag: Tag, name: Range<usize>, place: Range<usize> },
}

/// An attribute, both parts as they stand in the source.
#[derive(Debug, PartialEq)]
pub(super) struct Attribute {
    pub(super) name: Range<usize>,
    pub(super) value: Range<usize>,
}

/// The tokens of a source.
pub(super) struct Tokens<'a> {
    source: &'a str,
    at: usize,
    /// The raw element whose content comes next, by its name.
    raw: Option<Range<usize>>,
    /// The attributes of all start tags so far.
    pub(super) attributes: Vec<Attribute>,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Tokens { source, at: 0, raw: None, attributes: Vec::new() }
    }

    /// Takes what follows as the content of the raw element that began at `start`.
    pub(super) fn raw_until_end(&mut self, start: usize) {
        self.raw = Some(name_at(self.source, start + 1));
    }

    /// Takes all that follows as text.
    pub(super) fn rest(&mut self) -> Range<usize> {
        std::mem::replace(&mut self.at, self.source.len())..self.source.len()
    }

    pub(super) fn next(&mut self) -> Option<Token> {
        if let Some(name) = self.raw.take() {
            let start = self.at;
            self.at = self.end_of_raw(name);
            if self.at > start {
                return Some(Token::Raw(start..self.at));
            }
        }
        let bytes = self.source.as_bytes();
        while self.at < bytes.len() {
            let start = self.at;
            if bytes[start] != b'<' {
                self.at = self.find(start, "<");
                return Some(Token::Text(start..self.at));
            }
            match bytes.get(start + 1) {
                Some(b'!') if self.source[start..].starts_with("<!--") => {
                    self.at = self.end_of_comment(start + 4);
                }
                Some(b'!' | b'?') => self.at = self.past(start, ">"),
                Some(b'/') => match bytes.get(start + 2) {
                    Some(b) if b.is_ascii_alphabetic() => {
                        let name = name_at(self.source, start + 2);
                        let (_, end) = self.attributes_from(name.end, false);
                        self.at = end;
                        let tag = Tag::of(&self.source[name.clone()]);
                        return Some(Token::End { tag, name, place: start..end });
                    }
                    Some(_) => self.at = self.past(start, ">"),
                    None => {
                        self.at = bytes.len();
                        return Some(Token::Text(start..self.at));
                    }
                },
                Some(b) if b.is_ascii_alphabetic() => {
                    let name = name_at(self.source, start + 1);
                    let tag = Tag::of(&self.source[name.clone()]);
                    let first = self.attributes.len();
                    let (closed, end) = self.attributes_from(name.end, true);
                    self.at = end;
                    let attributes = first..self.attributes.len();
                    return Some(Token::Start { tag, place: start..end, attributes, closed });
                }
                _ => {
                    self.at = self.find(start + 1, "<");
                    return Some(Token::Text(start..self.at));
                }
            }
        }
        None
    }

    fn find(&self, from: usize, what: &str) -> usize {
        self.source[from..].find(what).map_or(self.source.len(), |at| from + at)
    }

    fn past(&self, from: usize, what: &str) -> usize {
        self.source[from..].find(what).map_or(self.source.len(), |at| from + at + what.len())
    }

    /// Where a comment ends whose marks end at `from`. One that is not closed runs to the end.
    fn end_of_comment(&self, from: usize) -> usize {
        let rest = &self.source[from..];
        if rest.starts_with('>') {
            return from + 1;
        }
        if rest.starts_with("->") {
            return from + 2;
        }
        let mut at = from;
        loop {
            at = self.find(at, "--");
            let behind = &self.source[at..];
            if behind.is_empty() {
                return at;
            }
            if behind.starts_with("-->") {
                return at + 3;
            }
            if behind.starts_with("--!>") {
                return at + 4;
            }
            at += 1;
        }
    }

    /// Where the end tag of a raw element stands, or the end of the page.
    fn end_of_raw(&self, name: Range<usize>) -> usize {
        let name = &self.source[name];
        let mut at = self.at;
        loop {
            at = self.find(at, "</");
            let behind = &self.source.as_bytes()[at..];
            if behind.is_empty() {
                return at;
            }
            let is_name = behind
                .get(2..2 + name.len())
                .is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()));
            let ends = behind
                .get(2 + name.len())
                .is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'));
            if is_name && ends {
                return at;
            }
            at += 2;
        }
    }

    /// Reads attributes to the end of the tag; gives whether it closes itself, and where it ends.
    fn attributes_from(&mut self, from: usize, keep: bool) -> (bool, usize) {
        let bytes = self.source.as_bytes();
        let first = self.attributes.len();
        let mut at = from;
        loop {
            while bytes.get(at).is_some_and(|b| b.is_ascii_whitespace() || *b == b'/') {
                at += 1;
            }
            match bytes.get(at) {
                None => return (false, at),
                Some(b'>') => return (bytes[at - 1] == b'/', at + 1),
                Some(_) => {}
            }
            let name_start = at;
            // An equals sign in front is a part of the name.
            at += 1;
            while bytes
                .get(at)
                .is_some_and(|b| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'>' | b'='))
            {
                at += 1;
            }
            let name = name_start..at;
            let mut look = at;
            while bytes.get(look).is_some_and(u8::is_ascii_whitespace) {
                look += 1;
            }
            let mut value = at..at;
            if bytes.get(look) == Some(&b'=') {
                look += 1;
                while bytes.get(look).is_some_and(u8::is_ascii_whitespace) {
                    look += 1;
                }
                match bytes.get(look) {
                    Some(quote @ (b'"' | b'\'')) => {
                        let quote = if *quote == b'"' { "\"" } else { "'" };
                        let end = self.find(look + 1, quote);
                        value = look + 1..end;
                        at = (end + 1).min(bytes.len());
                    }
                    _ => {
                        let mut end = look;
                        while bytes.get(end).is_some_and(|b| !b.is_ascii_whitespace() && *b != b'>')
                        {
                            end += 1;
                        }
                        value = look..end;
                        at = end;
                    }
                }
            }
            if keep && self.attributes.len() < first + MAX_ATTRIBUTES {
                self.attributes.push(Attribute { name, value });
            }
        }
    }
}

/// The name of a tag that begins at `from`.
pub(super) fn name_at(source: &str, from: usize) -> Range<usize> {
    let length = source.as_bytes()[from..]
        .iter()
        .position(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'))
        .unwrap_or(source.len() - from);
    from..from + length
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tokens(source: &str) -> Vec<String> {
        let mut tokens = Tokens::new(source);
        let mut out = Vec::new();
        while let Some(token) = tokens.next() {
            out.push(match token {
                Token::Text(place) => format!("text {}", &source[place]),
                Token::Raw(place) => format!("raw {}", &source[place]),
                Token::Start { tag, attributes, closed, place } => {
                    if tag.is_raw() {
                        tokens.raw_until_end(place.start);
                    }
                    let attributes: Vec<_> = tokens.attributes[attributes]
                        .iter()
                        .map(|a| {
                            format!("{}={}", &source[a.name.clone()], &source[a.value.clone()])
                        })
                        .collect();
                    format!("{tag:?} {}{}", attributes.join(" "), if closed { "/" } else { "" })
                }
                Token::End { tag, .. } => format!("end {tag:?}"),
            });
        }
        out
    }

    #[test]
    fn tags_and_their_attributes() {
        assert_eq!(
            tokens("<P CLASS=a id = 'b c' data-x hidden/>a<br/>3 < 4</P >"),
            ["P CLASS=a id=b c data-x= hidden=/", "text a", "Br /", "text 3 ", "text < 4", "end P"]
        );
        assert_eq!(
            tokens("<a href=/x/y>z</a><b title=\"a>b\">"),
            ["A href=/x/y", "text z", "end A", "B title=a>b"]
        );
        assert_eq!(tokens("<p"), ["P "]);
    }

    #[test]
    fn comments_and_scripts_hide_tags() {
        assert_eq!(
            tokens(
                "<!DOCTYPE html><!-- <p> --><!--> a<?php <p ?>b</ x>c<script>if (a</b) '</scripts>'</SCRIPT >d"
            ),
            [
                "text  a",
                "text b",
                "text c",
                "Script ",
                "raw if (a</b) '</scripts>'",
                "end Script",
                "text d"
            ]
        );
        assert_eq!(tokens("a<!-- <p>"), ["text a"]);
        assert_eq!(tokens("<style>a"), ["Style ", "raw a"]);
    }

    proptest! {
        #[test]
        fn every_source_is_cut_to_its_end(source in "(<|>|/|!|-|--|=|'|\"|script|p|a| |é|\u{0}){0,60}") {
            let mut tokens = Tokens::new(&source);
            let mut end = 0;
            while let Some(token) = tokens.next() {
                let place = match token {
                    Token::Text(place) | Token::Raw(place) => place,
                    Token::Start { tag, place, .. } => {
                        if tag.is_raw() {
                            tokens.raw_until_end(place.start);
                        }
                        place
                    }
                    Token::End { place, .. } => place,
                };
                prop_assert!(end <= place.start && place.start < place.end);
                prop_assert!(source.get(place.clone()).is_some());
                end = place.end;
            }
            prop_assert!(end <= source.len());
        }
    }
}
