//! What does the article say of its people beside their names?
//!
//! Roles before a name ("harbour master Fay Lund") and after it ("Fay Lund, the harbour master,"), ages,
//! kinship, and the principal of somebody who speaks for another.

use std::ops::Range;

use sayso_core::record::{AttributeKind, EntityKind};

use super::{Cast, Fact, FigureId, Principal};
use crate::phrase::{Page, is_determiner, is_possessive_pronoun, is_preposition};
use crate::segment::Shape;
use crate::words::{self, Class, Gender, Honorific};

impl Cast {
    /// Attaches roles, ages and kin to people.
    pub(super) fn describe(&mut self, page: Page<'_>) {
        let people: Vec<(Range<usize>, FigureId)> = self
            .named
            .iter()
            .filter(|(name, figure)| {
                name.kind.is_person() || self.figures[*figure].kind == EntityKind::Person
            })
            .map(|(name, figure)| {
                // An office before the name is part of the role: "Deputy President Lund".
                let office = matches!(name.honorific, Some(Honorific::Office));
                let start = if office { name.core.start } else { name.tokens.start };
                (start..name.tokens.end, *figure)
            })
            .collect();
        for (tokens, figure) in people {
            if let Some(role) = role_before(page, tokens.start) {
                self.add_role(page, figure, role);
            }
            let mut after = tokens.end;
            if let Some(age) = age_after(page, after) {
                self.figures[figure].facts.push(Fact {
                    kind: AttributeKind::Age,
                    value: page.lower(age).to_owned(),
                    head: page.lower(age).to_owned(),
                    tokens: age..age + 1,
                });
                after = age + 1;
            }
            if let Some((party, tokens)) = party_after(page, tokens.end) {
                let value = page.words(tokens.clone()).to_owned();
                let kind = AttributeKind::Role;
                self.figures[figure].facts.push(Fact {
                    kind,
                    value,
                    head: party.to_owned(),
                    tokens,
                });
            }
            if let Some(role) = role_after(page, after) {
                self.add_role(page, figure, role);
            }
            if let Some(role) = role_predicated(page, tokens.end) {
                self.add_role(page, figure, role);
            }
        }
        let offices: Vec<(FigureId, Range<usize>, &'static str)> = self
            .named
            .iter()
            .filter(|(name, _)| {
                matches!(name.honorific, Some(Honorific::Office | Honorific::Plain(_)))
            })
            .filter_map(|(name, figure)| {
                let office = office_of(page.lower(name.tokens.start))?;
                Some((*figure, name.tokens.start..name.tokens.start + 1, office))
            })
            .collect();
        for (figure, tokens, office) in offices {
            self.figures[figure].facts.push(Fact {
                kind: AttributeKind::Title,
                value: page.words(tokens.clone()).to_owned(),
                head: office.to_owned(),
                tokens,
            });
        }
        for figure in &mut self.figures {
            if let Some(noble) = figure.noble.clone()
                && let Some(tokens) = figure.mentions.first().cloned()
            {
                figure.facts.push(Fact {
                    kind: AttributeKind::Title,
                    value: noble.clone(),
                    head: noble,
                    tokens: tokens.start..tokens.start + 1,
                });
            }
        }
    }

    /// Adds a role to a figure, and whom they speak for by it.
    pub(crate) fn add_role(&mut self, page: Page<'_>, figure: FigureId, role: Range<usize>) {
        let Some(phrase) = page.phrase(role.clone()) else { return };
        let head = page.lower(phrase.head);
        if is_determiner(head) {
            return;
        }
        let kind = if page.is(phrase.head, Class::Kin) && phrase.possessor.is_some() {
            AttributeKind::Kin
        } else {
            AttributeKind::Role
        };
        let mut tokens = role.clone();
        if matches!(page.lower(tokens.start), "the" | "a" | "an") && tokens.len() > 1 {
            tokens.start += 1;
        }
        let value = page.words(tokens.clone()).to_owned();
        if self.figures[figure].facts.iter().any(|fact| fact.tokens == tokens) {
            return;
        }
        self.figures[figure].facts.push(Fact {
            kind,
            value,
            head: words::singular(head).into_owned(),
            tokens,
        });
        let gender = words::gender_of_word(head);
        if gender != Gender::Unknown && !self.figures[figure].gender_told {
            self.figures[figure].gender = gender;
            self.figures[figure].gender_told = true;
        }
        if self.figures[figure].speaks_for.is_none() {
            self.figures[figure].speaks_for = self.principal_of_role(page, role.clone(), figure);
        }
        // "a trombonist and the guild's representative": the second role may be the official one.
        if page.lower(phrase.after) == "and" && phrase.after + 1 < role.end {
            self.add_role(page, figure, phrase.after + 1..role.end);
        }
    }

    /// Whom the holder of a role speaks for: "the mayor's spokeswoman", "a lawyer for Vik".
    pub(crate) fn principal_of_role(
        &self,
        page: Page<'_>,
        role: Range<usize>,
        holder: FigureId,
    ) -> Option<Principal> {
        let phrase = page.phrase(role.clone())?;
        let head = page.lower(phrase.head);
        let press = matches!(
            head,
            "secretary"
                | "director"
                | "officer"
                | "chief"
                | "head"
                | "manager"
                | "aide"
                | "adviser"
        ) && (phrase
            .modifiers
            .clone()
            .chain(phrase.after..role.end.min(phrase.after + 3)))
        .any(|at| matches!(page.lower(at), "press" | "communications" | "media" | "publicity"));
        let speaks = page.is(phrase.head, Class::Spokes) || press;
        let represents = page.is(phrase.head, Class::Voice)
            && matches!(
                head,
                "lawyer"
                    | "attorney"
                    | "solicitor"
                    | "agent"
                    | "representative"
                    | "barrister"
                    | "publicist"
                    | "rep"
            );
        if !speaks && !represents {
            return None;
        }
        if let Some(possessor) = &phrase.possessor
            && let Some((_, owner)) = self.within(possessor.clone()).pop()
        {
            return (owner != holder).then_some(Principal::Figure(owner));
        }
        if matches!(page.lower(phrase.after), "for" | "of" | "to") && phrase.after < role.end {
            let inner = phrase.after + 1..role.end;
            if let Some((_, owner)) = self.within(inner.clone()).into_iter().next() {
                return (owner != holder).then_some(Principal::Figure(owner));
            }
            if let Some(body) = page.phrase(inner).filter(|p| page.is(p.head, Class::Body))
                && let Some(owner) = self.last_body(page.lower(body.head), role.start)
            {
                return Some(Principal::Figure(owner));
            }
        }
        if !speaks {
            return None;
        }
        let before = phrase.modifiers.clone();
        if let Some((_, owner)) = self.within(before.clone()).pop() {
            return (owner != holder).then_some(Principal::Figure(owner));
        }
        // "a campaign spokesman", "the ministry's spokeswoman"
        let body = before.clone().rev().find(|at| page.is(*at, Class::Body))?;
        self.last_body(page.lower(body), phrase.head)
            .map(Principal::Figure)
            .or_else(|| Some(Principal::Words(page.lower(body).to_owned())))
    }

    /// The body last named before a token whose name holds a word: "the campaign", "a palace aide".
    pub(crate) fn last_body(&self, word: &str, before: usize) -> Option<FigureId> {
        let matching = || {
            self.named.iter().filter(|(_, figure)| {
                let figure = &self.figures[*figure];
                matches!(figure.kind, EntityKind::Organisation | EntityKind::Outlet)
                    && figure.words.len() > 1
                    && figure.words.iter().any(|w| w == word)
            })
        };
        matching()
            .rfind(|(name, _)| name.tokens.start < before)
            .or_else(|| matching().next())
            .map(|(_, figure)| *figure)
    }
}

/// The tokens of a role that stands before a name: directly, or parted by a comma.
fn role_before(page: Page<'_>, name: usize) -> Option<Range<usize>> {
    let sentence = page.sentence_of(name);
    let before = name.checked_sub(1).filter(|b| *b >= sentence.start)?;
    if page.lower(before) == "," {
        return role_before_comma(page, before, sentence.start);
    }
    let noun = page.is_any(before, &[Class::Role, Class::Spokes, Class::Kin]);
    if !noun
        || page.is(before, Class::Speech)
            && page.segmented.tokens[before].shape == Shape::Lower
            && !page.is(before, Class::Spokes)
    {
        return None;
    }
    let mut start = before;
    while start > sentence.start && before - start < 9 {
        let at = start - 1;
        let lower = page.lower(at);
        let token = &page.segmented.tokens[at];
        let stops = !(token.is_word() || page.is_possessive(at))
            || matches!(lower, "a" | "an" | "the" | "and" | "but" | "or" | "that" | "this" | "as")
            || is_preposition(lower) && lower != "of"
            || page.is(at, Class::Speech) && token.shape == Shape::Lower
            || matches!(
                lower,
                "is" | "was"
                    | "when"
                    | "while"
                    | "which"
                    | "who"
                    | "it"
                    | "he"
                    | "she"
                    | "they"
                    | "including"
                    | "with"
            )
            || lower == "of" && !page.is_any(at.saturating_sub(1), &[Class::Role]);
        if stops {
            break;
        }
        start = at;
    }
    Some(start..before + 1)
}

/// A noun phrase with a role as its head that ends in a comma: "the harbour master, Fay Lund".
fn role_before_comma(page: Page<'_>, comma: usize, floor: usize) -> Option<Range<usize>> {
    let mut start = comma;
    while start > floor && comma - start < 16 {
        let at = start - 1;
        let token = &page.segmented.tokens[at];
        if token.shape == Shape::Punctuation && token.form != "." && token.form != "-"
            || token.shape == Shape::QuotationMark && !page.is_possessive(at)
            || token.shape == Shape::Lower && page.is(at, Class::Speech)
        {
            break;
        }
        start = at;
    }
    // The phrase begins at the determiner or possessor nearest to the comma that gives a role for its
    // head, or else with the clause.
    let opens = |at: usize| {
        matches!(page.lower(at), "the" | "a" | "an")
            || is_possessive_pronoun(page.lower(at))
            || page.is_possessive(at + 1)
    };
    let is_role = |begin: usize| {
        page.phrase(begin..comma)
            .filter(|phrase| page.is_any(phrase.head, &[Class::Role, Class::Spokes, Class::Kin]))
    };
    if let Some(begin) = (start..comma).rev().find(|at| opens(*at) && is_role(*at).is_some()) {
        return Some(begin..comma);
    }
    (start == floor && is_role(start).is_some()).then_some(start..comma)
}

/// The token of an age in apposition: "Fay Lund, 47,".
fn age_after(page: Page<'_>, end: usize) -> Option<usize> {
    let age = end + 1;
    let token = page.segmented.tokens.get(age)?;
    let plausible = token.shape == Shape::Number
        && token.form.len() <= 3
        && token.form.parse::<u8>().is_ok_and(|n| (1..=119).contains(&n));
    (page.lower(end) == ","
        && plausible
        && (matches!(page.lower(age + 1), "," | "." | "and" | ")" | ";") || !page.is_word(age + 1)))
    .then_some(age)
}

/// The party after a name, and its tokens: "Fay Lund (R-Utah)", "Fay Lund, Republican of Utah,".
fn party_after(page: Page<'_>, end: usize) -> Option<(&'static str, Range<usize>)> {
    if !matches!(page.lower(end), "(" | ",") {
        return None;
    }
    let at = end + 1;
    let party = |word: &str| match word {
        "r" | "republican" => Some("republican"),
        "d" | "democrat" => Some("democrat"),
        _ => None,
    };
    let lower = page.lower(at);
    if let Some((first, state)) = lower.split_once('-') {
        let short = party(first).filter(|_| first.len() == 1);
        // "R-Calif." may come in pieces.
        let stop = at + 1 + usize::from(state.is_empty());
        return short.map(|party| (party, at..stop));
    }
    if lower.len() == 1 && page.lower(at + 1) == "-" {
        return party(lower).map(|party| (party, at..at + 3));
    }
    let of = page.lower(at + 1) == "of"
        && page.segmented.tokens.get(at + 2).is_some_and(crate::segment::Token::is_capital);
    party(lower).filter(|_| of && lower.len() > 1).map(|party| (party, at..at + 3))
}

/// The tokens of a role in apposition after a name: "Fay Lund, the harbour master,".
fn role_after(page: Page<'_>, end: usize) -> Option<Range<usize>> {
    if page.lower(end) != "," {
        return None;
    }
    let start = end + 1;
    let sentence = page.sentence_of(end);
    let mut stop = start;
    while stop < sentence.end && stop - start < 24 {
        let token = &page.segmented.tokens[stop];
        if token.shape == Shape::Punctuation && !matches!(token.form, "." | "&" | "/")
            || token.shape == Shape::QuotationMark && !page.is_possessive(stop)
        {
            break;
        }
        stop += 1;
    }
    if stop == start {
        return None;
    }
    // A clause that follows the comma is no apposition.
    let clause = page.is(start, Class::Starter)
        && !is_determiner(page.lower(start))
        && !is_possessive_pronoun(page.lower(start))
        && !matches!(
            page.lower(start),
            "former" | "longtime" | "then" | "first" | "current" | "long-time"
        );
    if clause || page.lower(start) == "who" {
        return None;
    }
    let phrase = page.phrase(start..stop)?;
    if !page.is_any(phrase.head, &[Class::Role, Class::Spokes, Class::Kin]) {
        return None;
    }
    // "Lund, officials said": a plural or a subject of its own is no apposition.
    let plural = words::is_plural(page.lower(phrase.head));
    let verb = (phrase.head + 1..stop)
        .any(|at| page.is(at, Class::Speech) && page.segmented.tokens[at].shape == Shape::Lower)
        && phrase.after == phrase.head + 1
        && page.is(phrase.head + 1, Class::Speech);
    (!plural && !verb).then_some(start..stop)
}

/// The role that a clause gives the person named before it: "Lund was elected mayor of Vik".
fn role_predicated(page: Page<'_>, end: usize) -> Option<Range<usize>> {
    let sentence = page.sentence_of(end.checked_sub(1)?);
    let mut at = end;
    // An apposition between commas: "Lund, a sailor, is the mayor".
    if page.lower(at) == "," {
        at = (at + 1..sentence.end.min(at + 10)).find(|n| page.lower(*n) == ",")? + 1;
    }
    let opens = matches!(page.lower(at), "is" | "was" | "became" | "becomes" | "remains");
    if !opens {
        return None;
    }
    at += 1;
    while matches!(
        page.lower(at),
        "elected" | "appointed" | "named" | "as" | "also" | "then" | "now" | "still" | "re-elected"
    ) {
        at += 1;
    }
    let phrase = page.phrase(at..sentence.end)?;
    let role = page.is_any(phrase.head, &[Class::Role, Class::Spokes])
        && phrase.head < at + 6
        && !words::is_plural(page.lower(phrase.head))
        && (at..phrase.head).all(|n| page.is_word(n) || page.is_possessive(n));
    role.then(|| at..phrase.head + 1)
}

/// The office that an abbreviated honorific stands for.
fn office_of(lower: &str) -> Option<&'static str> {
    Some(match lower.trim_end_matches('.') {
        "dr" | "drs" => "doctor",
        "prof" => "professor",
        "sen" | "sens" => "senator",
        "rep" | "reps" => "representative",
        "gov" => "governor",
        "gen" => "general",
        "col" => "colonel",
        "capt" => "captain",
        "lt" => "lieutenant",
        "sgt" => "sergeant",
        "det" => "detective",
        "insp" => "inspector",
        "supt" => "superintendent",
        "adm" => "admiral",
        _ => return None,
    })
}
