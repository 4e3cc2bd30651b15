//! Which names stand where all words are large?
//!
//! Headlines write most words with a capital, so that capitals say nothing there: only what the rest of
//! the article or a list knows is a name.

use std::collections::HashSet;
use std::ops::Range;

use sayso_core::record::EntityKind;

use super::{Finder, Name, NameKind};
use crate::segment::{Segmented, Shape};
use crate::words::{self, Class, Gender, Honorific};

impl Finder<'_> {
    /// Finds the article's known people again where capitals say nothing.
    pub(super) fn in_loud_paragraphs(&self, names: &mut Vec<Name>) {
        let mut known: HashSet<&str> = HashSet::new();
        for name in
            names.iter().filter(|name| !matches!(name.kind, NameKind::Unknown | NameKind::Title))
        {
            for at in name.core.clone() {
                if self.token(at).is_capital() && !self.classes[at].is(Class::Starter) {
                    known.insert(&self.token(at).lower);
                }
            }
        }
        for sentence in &self.segmented.sentences {
            if self.loud[sentence.paragraph] {
                self.in_loud_sentence(sentence.tokens.clone(), &known, names);
            }
        }
    }

    /// The known names of one sentence, and runs of words that the article knows as parts of names.
    fn in_loud_sentence(
        &self,
        sentence: Range<usize>,
        known: &HashSet<&str>,
        names: &mut Vec<Name>,
    ) {
        let part = |at: usize| {
            let token = self.token(at);
            token.is_capital()
                && known.contains(token.lower.as_str())
                && (self.firm.contains(token.lower.as_str())
                    || !self.small.contains(token.lower.as_str()))
        };
        let mut at = sentence.start;
        while at < sentence.end {
            let listed = self
                .longest_known(at, sentence.end)
                .filter(|_| self.token(at).is_capital() || self.token(at).shape == Shape::Number);
            let mut end = at;
            while end < sentence.end && part(end) && (end == at || self.touch(end - 1, end)) {
                end += 1;
            }
            if let Some(listed) =
                listed.filter(|listed| *listed >= end && *listed > at + usize::from(part(at)))
            {
                self.push_known(at..listed, names);
                at = listed;
                continue;
            }
            if end == at {
                at += 1;
                continue;
            }
            let noble = at.checked_sub(1).filter(|b| *b >= sentence.start).and_then(|b| {
                match words::honorific(&self.token(b).lower) {
                    Some(honorific @ Honorific::Noble(_)) if self.token(b).is_capital() => {
                        Some((b, honorific))
                    }
                    _ => None,
                }
            });
            names.push(Name {
                tokens: noble.map_or(at, |(b, _)| b)..end,
                core: at..end,
                kind: noble.map_or(NameKind::Unknown, |_| NameKind::Thing(EntityKind::Person)),
                honorific: noble.map(|(_, honorific)| honorific),
                gender: noble.map_or(Gender::Unknown, |(_, honorific)| honorific.gender()),
                full: None,
            });
            at = end;
        }
    }
}

/// Longer prepositions and conjunctions, which headlines leave small.
fn is_small_in_headlines(lower: &str) -> bool {
    matches!(
        lower,
        "about"
            | "after"
            | "amid"
            | "before"
            | "during"
            | "from"
            | "into"
            | "like"
            | "near"
            | "onto"
            | "over"
            | "than"
            | "that"
            | "toward"
            | "under"
            | "until"
            | "upon"
            | "when"
            | "while"
            | "with"
            | "without"
    )
}

/// Whether most longer words of a paragraph are capitalised, as in a headline.
pub(super) fn is_loud(segmented: &Segmented<'_>, paragraph: &crate::segment::Paragraph) -> bool {
    let (mut long, mut capital, mut plain) = (0, 0, 0);
    for token in &segmented.tokens[paragraph.tokens.clone()] {
        if token.is_word() && token.form.len() > 3 && token.shape != Shape::Number {
            long += 1;
            capital += usize::from(token.is_capital());
            plain += usize::from(!token.is_capital() && !is_small_in_headlines(&token.lower));
        }
    }
    // "Nobody saw Ana Ruiz", she said: three capitals of four are no headline.
    let headline = capital * 10 >= long * 7 && plain * 8 <= long;
    long >= 4 && headline && paragraph.tokens.len() < 60
}
