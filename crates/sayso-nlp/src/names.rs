//! Which words of a text are names, and of what?
//!
//! [`find`] looks at each stretch of capitalised words once, takes roles, honorifics and nationalities
//! apart from the name proper, and says what it names as far as the words themselves and the rest of
//! the article tell. Who is meant is not decided here.
//!
//! Capitals that say nothing, at the start of a sentence or in a headline, need more evidence: a list
//! that holds the word, or the same word elsewhere in the article where a capital does say something.

mod hint;
mod kind;
mod loud;

pub(crate) use kind::is_small_body;

use std::collections::HashSet;
use std::ops::Range;

use sayso_core::record::EntityKind;

use crate::hints::Hints;
use crate::segment::{Segmented, Shape, Token};
use crate::words::{self, Class, Classes, Gender, Honorific, Known};

/// A name at one place of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// Its tokens, an honorific included.
    pub tokens: Range<usize>,
    /// Its tokens without honorific.
    pub core: Range<usize>,
    /// What it names.
    pub kind: NameKind,
    /// What stands before a person's name.
    pub honorific: Option<Honorific>,
    /// What the words tell of a person's gender.
    pub gender: Gender,
    /// The full form, where the list of names knows the short one.
    pub full: Option<&'static str>,
}

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// A person, body, outlet, place, work or people.
    Thing(EntityKind),
    /// A noble title without a name: `the Duke of Kent`, `the King`.
    Title,
    /// A capitalised word or two that nothing is known of.
    Unknown,
}

impl NameKind {
    /// Whether it names a person.
    pub fn is_person(self) -> bool {
        self == NameKind::Thing(EntityKind::Person)
    }
}

/// All names of a text in order; one may stand inside another ("Hale" in "the Hale campaign").
pub fn find(segmented: &Segmented<'_>) -> Vec<Name> {
    find_with(segmented, &Hints::default())
}

/// All names of a text in order, where a trained reader knows some of them.
pub fn find_with(segmented: &Segmented<'_>, hints: &Hints) -> Vec<Name> {
    let finder = Finder::new(segmented);
    let mut names = Vec::new();
    for sentence in &segmented.sentences {
        if !finder.loud[sentence.paragraph] {
            finder.names_of_sentence(sentence.tokens.clone(), &mut names);
        }
    }
    hint::merge(&finder, &hints.names, |at| !finder.is_loud_at(at), &mut names);
    finder.settle(&mut names);
    finder.in_loud_paragraphs(&mut names);
    hint::merge(&finder, &hints.names, |at| finder.is_loud_at(at), &mut names);
    names.sort_by_key(|name| (name.tokens.start, std::cmp::Reverse(name.tokens.end)));
    names.dedup_by(|a, b| a.tokens == b.tokens);
    names
}

/// The names that a trained reader sees, as it sees them.
pub(crate) fn hinted(segmented: &Segmented<'_>, hints: &Hints) -> Vec<Name> {
    hint::names(&Finder::new(segmented), &hints.names)
}

/// What the text as a whole says of its capitals.
pub(crate) struct Finder<'a> {
    pub(crate) segmented: &'a Segmented<'a>,
    pub(crate) classes: Vec<Classes>,
    /// Paragraphs in which most words are capitalised.
    loud: Vec<bool>,
    /// Words that stand somewhere in lower case.
    small: HashSet<&'a str>,
    /// Words that stand capitalised where a capital says something.
    firm: HashSet<&'a str>,
}

impl<'a> Finder<'a> {
    fn new(segmented: &'a Segmented<'a>) -> Self {
        let classes: Vec<Classes> =
            segmented.tokens.iter().map(|token| words::classes(&token.lower)).collect();
        let mut loud: Vec<bool> =
            segmented.paragraphs.iter().map(|p| loud::is_loud(segmented, p)).collect();
        // Where nothing is quiet there is nothing to compare with.
        if loud.iter().all(|loud| *loud) {
            loud.fill(false);
        }
        let mut finder =
            Finder { segmented, classes, loud, small: HashSet::new(), firm: HashSet::new() };
        for sentence in &segmented.sentences {
            if finder.loud[sentence.paragraph] {
                continue;
            }
            for at in sentence.tokens.clone() {
                let token = &segmented.tokens[at];
                if token.shape == Shape::Lower {
                    finder.small.insert(&token.lower);
                } else if token.is_capital() && !finder.is_weak(at, sentence.tokens.start) {
                    finder.firm.insert(&token.lower);
                }
            }
        }
        finder
    }

    fn token(&self, at: usize) -> &'a Token<'a> {
        &self.segmented.tokens[at]
    }

    /// Whether a capital says nothing here: at the start of a sentence, after a mark that opens one.
    fn is_weak(&self, at: usize, sentence_start: usize) -> bool {
        at == sentence_start
            || matches!(
                self.token(at - 1).shape,
                Shape::QuotationMark if !self.is_possessive_mark(at - 1)
            )
            || matches!(
                self.token(at - 1).form,
                ":" | "•" | "*" | "(" | "[" | "..." | "…" | "?" | "!" | "."
            )
    }

    /// Whether a mark is the apostrophe of a plural possessive: "the players’ guild".
    pub(crate) fn is_possessive_mark(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).map(|b| self.token(b)) else { return false };
        matches!(self.token(at).form, "’" | "'" | "‘")
            && before.span.end() == self.token(at).span.start()
            && before.lower.ends_with(['s', 'z', 'x'])
    }

    /// Whether two neighbouring tokens are parted by no more than one space.
    pub(crate) fn touch(&self, at: usize, next: usize) -> bool {
        let (a, b) = (self.token(at).span, self.token(next).span);
        let gap = &self.segmented.text[a.end()..b.start()];
        // A line end inside a paragraph is where the text was wrapped.
        matches!(gap, "" | "\n" | "\r\n") || gap.chars().count() == 1 && gap != "\t"
    }

    /// The text from the first to the last of some tokens.
    pub(crate) fn words(&self, tokens: Range<usize>) -> &'a str {
        self.segmented.cover(tokens).of(self.segmented.text)
    }

    fn names_of_sentence(&self, sentence: Range<usize>, names: &mut Vec<Name>) {
        let mut at = sentence.start;
        while at < sentence.end {
            if let Some(end) = self.numbered_name(at, sentence.end) {
                self.push_known(at..end, names);
                at = end;
                continue;
            }
            // "The Mail on Sunday": a known name of several words, whatever its words are alone.
            if self.token(at).is_capital()
                && let Some(end) = self.longest_known(at, sentence.end).filter(|end| *end > at + 1)
                && let Some((kind, full)) = thing(words::known(self.words(at..end)))
                && self.run_end(at, sentence.end) <= end
            {
                kind::push(self, at..end, NameKind::Thing(kind), None, Some(full), names);
                at = end;
                continue;
            }
            if let Some(end) = self.majesty(at, sentence.end) {
                let gender = match self.token(at).lower.as_str() {
                    "his" => Gender::Male,
                    "her" => Gender::Female,
                    _ => Gender::Unknown,
                };
                let honorific = Some(Honorific::Noble(gender));
                kind::push(self, at..end, NameKind::Title, honorific, None, names);
                at = end;
                continue;
            }
            if !self.can_start(at, sentence.start, sentence.end) {
                at += 1;
                continue;
            }
            let end = self.run_end(at, sentence.end);
            kind::name_run(self, at..end, sentence.clone(), names);
            at = end.max(at + 1);
        }
    }

    /// The end of "His Majesty", "Her Royal Highness".
    fn majesty(&self, at: usize, end: usize) -> Option<usize> {
        if !matches!(self.token(at).lower.as_str(), "his" | "her" | "their") {
            return None;
        }
        let next = at + 1 + usize::from(at + 1 < end && self.token(at + 1).form == "Royal");
        (next < end
            && matches!(
                self.token(next).form,
                "Majesty" | "Highness" | "Holiness" | "Excellency" | "Grace"
            ))
        .then_some(next + 1)
    }

    /// The end of a known name that begins with a number: "60 Minutes".
    fn numbered_name(&self, at: usize, end: usize) -> Option<usize> {
        let starts = matches!(self.token(at).shape, Shape::Number)
            || matches!(self.token(at).form, "dpa" | "al-Qaeda" | "al");
        (starts && at < end)
            .then(|| self.longest_known(at, end.min(at + 4)))
            .flatten()
            .filter(|known| *known > at + 1 || self.token(at).shape != Shape::Number)
    }

    /// The end of the longest known name from a token on.
    pub(crate) fn longest_known(&self, at: usize, end: usize) -> Option<usize> {
        let mut found = None;
        let mut last = at;
        while last < end.min(at + 6) && (last == at || self.touch(last - 1, last)) {
            if !words::known(self.words(at..last + 1)).is_empty() {
                found = Some(last + 1);
            }
            last += 1;
        }
        found
    }

    fn push_known(&self, tokens: Range<usize>, names: &mut Vec<Name>) {
        if let Some((kind, full)) = thing(words::known(self.words(tokens.clone()))) {
            names.push(Name {
                core: tokens.clone(),
                tokens,
                kind: NameKind::Thing(kind),
                honorific: None,
                gender: Gender::Unknown,
                full: Some(full),
            });
        }
    }

    /// Whether a name can begin at a token.
    fn can_start(&self, at: usize, sentence_start: usize, sentence_end: usize) -> bool {
        let token = self.token(at);
        let classes = self.classes[at];
        if !token.is_capital() && !is_handle(token) {
            return false;
        }
        if is_handle(token) {
            return true;
        }
        let next = (at + 1 < sentence_end && self.touch(at, at + 1)).then_some(at + 1);
        let next_is_capital = next.is_some_and(|n| self.token(n).is_capital());
        if classes.is(Class::Month) && !(token.lower == "may" && next_is_capital) {
            return false;
        }
        if classes.is(Class::Never)
            && !(next_is_capital && words::honorific(&token.lower).is_some())
        {
            return false;
        }
        if !self.is_weak(at, sentence_start) {
            return !(classes.is(Class::Starter)
                && !next_is_capital
                && self.known_at(at).is_empty())
                && token.lower != "the"
                && token.lower != "a";
        }
        if words::honorific(&token.lower).is_some() && next_is_capital {
            return true;
        }
        if classes.is(Class::Starter) {
            return self.longest_known(at, sentence_end).is_some_and(|end| end > at + 1);
        }
        let listed = !self.known_at(at).is_empty() || words::given_name(&token.lower).is_some();
        let plain = self.small.contains(token.lower.as_str());
        self.firm.contains(token.lower.as_str())
            || (listed && !plain)
            || (next_is_capital && (listed || !plain))
            || token.shape == Shape::Upper && token.form.chars().count() > 1
            || (!plain && next.is_some_and(|n| self.says(n)))
    }

    fn known_at(&self, at: usize) -> &'static [Known] {
        words::known(self.token(at).form)
    }

    /// Whether a token is a verb of saying, or an auxiliary before one.
    pub(crate) fn says(&self, at: usize) -> bool {
        let token = self.token(at);
        self.classes[at].is(Class::Speech) && token.shape == Shape::Lower
            || (matches!(token.lower.as_str(), "has" | "had" | "also" | "did")
                && at + 1 < self.classes.len()
                && self.classes[at + 1].is(Class::Speech))
    }

    /// One past the last token of the capitalised run that begins at a token.
    fn run_end(&self, start: usize, sentence_end: usize) -> usize {
        let loud = self.is_loud_at(start);
        let mut end = start + 1;
        while end < sentence_end && self.touch(end - 1, end) {
            let token = self.token(end);
            if token.is_capital() {
                let classes = self.classes[end];
                if classes.is(Class::Month) && token.lower != "may" && token.lower != "sun" {
                    break;
                }
                if matches!(token.lower.as_str(), "the" | "i" | "i'm" | "a" | "he" | "she" | "we") {
                    break;
                }
                // "Fay Lund QUITS the harbour": a headline's loudest word is no part of a name.
                if token.shape == Shape::Upper
                    && self.token(end - 1).shape != Shape::Upper
                    && token.form.len() > 3
                    && token.lower.ends_with('s')
                    && words::known(token.form).is_empty()
                {
                    break;
                }
                // Where all words are large, words that news uses small end a name.
                if loud && self.is_small_word(end) {
                    break;
                }
                end += 1;
                continue;
            }
            match self.across_connector(start, end, sentence_end) {
                Some(next) => end = next + 1,
                None => break,
            }
        }
        end
    }

    /// Whether a capitalised word is one that the article or the language writes small.
    fn is_small_word(&self, at: usize) -> bool {
        let token = self.token(at);
        let lower = token.lower.as_str();
        self.classes[at].is_any(&[Class::Starter, Class::Speech])
            || self.small.contains(lower) && !self.firm.contains(lower)
    }

    /// The capital beyond small words that join two parts of a name, if they do.
    fn across_connector(&self, start: usize, at: usize, sentence_end: usize) -> Option<usize> {
        let token = self.token(at);
        let before = self.token(at - 1);
        let capital = |n: usize| {
            (n < sentence_end && self.touch(n - 1, n) && self.token(n).is_capital()).then_some(n)
        };
        let skip_the = |n: usize| {
            if n < sentence_end && self.token(n).form == "the" { n + 1 } else { n }
        };
        match token.lower.as_str() {
            "de" | "del" | "da" | "di" | "du" | "la" | "le" | "van" | "von" | "der" | "den"
            | "bin" | "ibn" | "al" | "el" | "ten" | "ter" | "dos" | "das" | "y" | "della" => {
                let next = at + 1;
                capital(next).or_else(|| {
                    (next < sentence_end && self.classes[next] == Classes::default())
                        .then(|| capital(next + 1))
                        .flatten()
                        .filter(|_| {
                            matches!(self.token(next).form, "la" | "der" | "den" | "los" | "las")
                        })
                })
            }
            "&" => capital(at + 1),
            "of" => {
                let opens =
                    opens_with_of(&before.lower) || self.classes[at - 1].is(Class::BodyName);
                opens.then(|| capital(skip_the(at + 1))).flatten()
            }
            "for" | "on" | "to" => {
                let opens = self.classes[at - 1].is(Class::BodyName)
                    && !self.classes[at - 1].is(Class::Role)
                    && matches!(
                        before.lower.as_str(),
                        "center"
                            | "centre"
                            | "committee"
                            | "institute"
                            | "council"
                            | "campaign"
                            | "commission"
                            | "fund"
                            | "foundation"
                            | "alliance"
                            | "coalition"
                            | "association"
                            | "department"
                            | "conference"
                            | "subcommittee"
                            | "centers"
                            | "school"
                            | "party"
                            | "movement"
                            | "library"
                    );
                let next = capital(skip_the(at + 1))?;
                (opens && !self.classes[next].is(Class::Month)).then_some(next)
            }
            "and" | "," => self.across_and(start, at, sentence_end),
            _ if self.is_possessive_mark(at) => {
                // "Players' Guild"
                let next = capital(at + 1)?;
                (self.classes[next].is(Class::BodyName)
                    && (self.classes[at - 1].is(Class::Plural)
                        || self.small.contains(words::singular(&before.lower).as_ref())
                        || words::classes(&words::singular(&before.lower)).is(Class::Role)))
                .then_some(next)
            }
            _ => None,
        }
    }

    /// The capital beyond "and" or a comma inside one name: "Department of Health and Human Services".
    ///
    /// The run so far is open, and the rest closes it, or is short and follows an "of".
    fn across_and(&self, start: usize, at: usize, sentence_end: usize) -> Option<usize> {
        let capital = |n: usize| {
            (n < sentence_end && self.touch(n - 1, n) && self.token(n).is_capital()).then_some(n)
        };
        let next = capital(at + 1)?;
        let so_far = self.words(start..at);
        if self.token(at).lower == "," && !so_far.contains(" of ") && !so_far.contains(" on ") {
            return None;
        }
        let mut last = next;
        while let Some(further) = capital(last + 1) {
            last = further;
        }
        let closes = self.classes[last].is(Class::BodyName)
            && matches!(
                self.token(last).lower.as_str(),
                "services"
                    | "enforcement"
                    | "commission"
                    | "agency"
                    | "administration"
                    | "committee"
                    | "department"
                    | "office"
                    | "affairs"
                    | "council"
                    | "studies"
                    | "association"
                    | "institute"
                    | "board"
                    | "bureau"
            );
        let joins = words::given_name(&self.token(start).lower).is_none()
            && !self.classes[at - 1].is(Class::BodyName)
            && (closes || open_of(self, start, at));
        joins.then_some(next)
    }

    /// Gives unknown names a kind from the rest of the article.
    fn settle(&self, names: &mut [Name]) {
        let bodies: Vec<&str> = names
            .iter()
            .filter(|name| {
                matches!(name.kind, NameKind::Thing(EntityKind::Organisation | EntityKind::Outlet))
                    && name.core.len() > 1
            })
            .map(|name| self.words(name.core.clone()))
            .collect();
        // "Low Rovers are": a name with a plural verb is a team or body.
        let plurals: HashSet<&str> = names
            .iter()
            .filter(|name| {
                self.segmented
                    .tokens
                    .get(name.tokens.end)
                    .is_some_and(|t| matches!(t.form, "have" | "are" | "were"))
                    && name
                        .tokens
                        .start
                        .checked_sub(1)
                        .is_none_or(|b| !matches!(self.token(b).form, "and" | "," | "or" | "&"))
            })
            .map(|name| self.words(name.core.clone()))
            .collect();
        // "Low River said" beside "Low River Networks" is no person.
        for name in names.iter_mut().filter(|name| {
            name.kind.is_person()
                && name.honorific.is_none()
                && name.core.len() > 1
                && words::given_name(&self.token(name.core.start).lower).is_none()
        }) {
            let words = self.words(name.core.clone());
            if bodies
                .iter()
                .any(|b| b.strip_prefix(words).is_some_and(|rest| rest.starts_with(' ')))
                || plurals.contains(words)
            {
                name.kind = NameKind::Unknown;
            }
        }
        let mut surnames: HashSet<&str> = HashSet::new();
        for name in names.iter().filter(|name| name.kind.is_person()) {
            surnames.insert(&self.token(name.core.end - 1).lower);
        }
        for name in names.iter_mut() {
            // "Jordan said" where the article has a Jim Jordan.
            let listed = matches!(name.kind, NameKind::Thing(kind) if kind != EntityKind::Person)
                && name.core.len() == 1
                && name.full.is_some()
                && !name.tokens.start.checked_sub(1).is_some_and(|b| {
                    matches!(self.token(b).form, "in" | "from" | "of" | "to" | "the" | "The" | "at")
                });
            if listed && surnames.contains(self.token(name.core.start).lower.as_str()) {
                name.kind = NameKind::Unknown;
                name.full = None;
            }
            // "LUND:" in a transcript is no body with those initials.
            let initials = name.kind == NameKind::Thing(EntityKind::Organisation)
                && name.core.len() == 1
                && self.token(name.core.start).shape == Shape::Upper
                && name.full.is_none();
            if initials && surnames.contains(self.token(name.core.start).lower.as_str()) {
                name.kind = NameKind::Unknown;
            }
        }
        for name in names.iter_mut().filter(|name| name.kind == NameKind::Unknown) {
            if name.core.len() > 1
                && surnames.contains(self.token(name.core.end - 1).lower.as_str())
            {
                name.kind = NameKind::Thing(EntityKind::Person);
            }
        }
    }

    /// Whether a paragraph's capitals say nothing.
    pub(crate) fn is_loud_at(&self, at: usize) -> bool {
        let paragraph = self.segmented.paragraph_at(self.token(at).span.start());
        self.loud.get(paragraph).copied().unwrap_or(false)
    }

    /// Whether a word stands somewhere in lower case.
    pub(crate) fn is_small_elsewhere(&self, lower: &str) -> bool {
        self.small.contains(lower)
    }
}

/// The body, outlet or place among what a name is known to be.
pub(crate) fn thing(known: &[Known]) -> Option<(EntityKind, &'static str)> {
    known.iter().find_map(|k| match k {
        Known::Thing(kind, full) => Some((*kind, *full)),
        _ => None,
    })
}

fn is_handle(token: &Token<'_>) -> bool {
    token.form.len() > 2 && token.form.starts_with('@')
}

/// Whether "of" after this word joins what follows to the name.
fn opens_with_of(lower: &str) -> bool {
    matches!(
        lower,
        "duke"
            | "duchess"
            | "prince"
            | "princess"
            | "king"
            | "queen"
            | "earl"
            | "countess"
            | "marquess"
            | "archbishop"
            | "bishop"
            | "bank"
            | "university"
            | "college"
            | "house"
            | "city"
            | "state"
            | "church"
            | "court"
            | "republic"
            | "kingdom"
            | "isle"
            | "bay"
            | "gulf"
            | "board"
            | "department"
            | "ministry"
            | "bureau"
            | "office"
            | "institute"
            | "school"
            | "council"
            | "union"
            | "league"
            | "association"
            | "academy"
            | "federation"
            | "society"
            | "museum"
            | "daughters"
            | "sons"
            | "friends"
            | "times"
            | "voice"
            | "chamber"
            | "committee"
            | "division"
            | "conference"
            | "faculty"
            | "voters"
            | "order"
    )
}

/// Whether the run holds an "of" or "for" that a following "and" may go on.
fn open_of(finder: &Finder<'_>, start: usize, at: usize) -> bool {
    let bodies = finder.classes[start].is(Class::BodyName);
    let small = (start..at).rev().find(|n| !finder.token(*n).is_capital());
    bodies
        && small.is_some_and(|n| {
            matches!(finder.token(n).form, "of" | "for" | "," | "and") && at - n <= 3
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::segment;

    fn names(text: &str) -> Vec<(String, NameKind)> {
        let segmented = segment(text, &[]);
        find(&segmented)
            .into_iter()
            .map(|n| (segmented.cover(n.tokens).of(text).to_owned(), n.kind))
            .collect()
    }

    fn of_kind(text: &str, kind: EntityKind) -> Vec<String> {
        names(text)
            .into_iter()
            .filter(|(_, k)| *k == NameKind::Thing(kind))
            .map(|(name, _)| name)
            .collect()
    }

    #[test]
    fn roles_are_no_part_of_a_name() {
        assert_eq!(
            of_kind(
                "Deputy Harbour Secretary Olga Brandt met the Norwegian President Nils Aker.",
                EntityKind::Person
            ),
            ["Olga Brandt", "President Nils Aker"]
        );
    }

    #[test]
    fn bodies_keep_their_small_words() {
        assert_eq!(
            of_kind(
                "He left the Department of Fisheries and Coastal Affairs for the University of Tromso.",
                EntityKind::Organisation
            ),
            ["Department of Fisheries and Coastal Affairs", "University of Tromso"]
        );
    }

    #[test]
    fn a_first_word_needs_evidence() {
        assert!(
            of_kind("Critics say it leaks. Whatever happens, it rains.", EntityKind::Person)
                .is_empty()
        );
        assert_eq!(of_kind("Ingrid said no.", EntityKind::Person), ["Ingrid"]);
    }

    #[test]
    fn outlets_are_known_or_look_it() {
        assert_eq!(
            of_kind("She told Reuters and the Fjord Gazette so on 60 Minutes.", EntityKind::Outlet),
            ["Reuters", "Fjord Gazette", "60 Minutes"]
        );
    }

    #[test]
    fn a_noble_title_alone_is_a_title() {
        assert!(
            names("The Duke of Kent left.").contains(&("Duke of Kent".to_owned(), NameKind::Title))
        );
    }
}
