//! Of which class is a source that is a noun phrase?
//!
//! First the names in it, if one of them is its head or stands in apposition to it; then earlier voices,
//! if it is a definite description; then its head noun with what hangs on it.

use std::ops::Range;

use sayso_core::record::{EntityKind, SpeakerClass};

use super::foretold::is_party;
use super::{Room, Voice, head_word};
use crate::coref::FigureId;
use crate::phrase::Phrase;
use crate::segment::Shape;
use crate::words::{self, Class};

impl Room<'_> {
    /// The voice of a source's words.
    pub(super) fn of_source(&mut self, r: usize, tokens: Range<usize>) -> Voice {
        let tokens = self.trimmed(tokens);
        let words = tokens.clone().filter(|at| self.page.is_word(*at)).count();
        if words <= 2
            && (words == 1
                || matches!(
                    self.page.lower(tokens.start + 1),
                    "all" | "both" | "himself" | "herself" | "themselves" | "'s"
                ))
            && let Some(voice) = self.of_pronoun(r, &tokens)
        {
            return voice;
        }
        let Some(phrase) = self.page.phrase(tokens.clone()) else {
            return Voice::new(SpeakerClass::Unattributed, 0.3);
        };
        // "he and his staff"
        if matches!(self.page.lower(phrase.head), "he" | "she" | "i" | "they")
            && let Some(voice) = self.of_pronoun(r, &(phrase.head..phrase.head + 1))
        {
            return self.joined(voice, &tokens, &phrase);
        }
        let voice = self
            .of_names(&tokens, &phrase)
            .unwrap_or_else(|| self.by_head(tokens.clone(), &phrase));
        self.joined(voice, &tokens, &phrase)
    }

    /// The tokens of a source without marks at its ends and words that lead up to it.
    pub(super) fn trimmed(&self, mut tokens: Range<usize>) -> Range<usize> {
        while tokens.len() > 1
            && !self.page.is_word(tokens.end - 1)
            && !self.page.is_possessive(tokens.end - 1)
        {
            tokens.end -= 1;
        }
        while tokens.len() > 1
            && (self.page.is_possessive(tokens.end - 1)
                || matches!(
                    self.page.lower(tokens.end - 1),
                    "himself" | "herself" | "itself" | "themselves"
                ))
        {
            tokens.end -= 1;
        }
        while tokens.len() > 1
            && (!self.page.is_word(tokens.start)
                || matches!(
                    self.page.lower(tokens.start),
                    "but" | "and" | "by" | "from" | "both" | "neither" | "especially" | "even"
                ))
        {
            tokens.start += 1;
        }
        tokens
    }

    /// The voice of a source whose head is a name, or that a name stands beside.
    pub(super) fn of_names(&mut self, tokens: &Range<usize>, phrase: &Phrase) -> Option<Voice> {
        let span = self.page.segmented.cover(tokens.clone());
        let names = self.cast.within(tokens.clone());
        let head_name = names.iter().find(|(name, _)| name.contains(&phrase.head)).cloned();
        // "The Club", written large, is a description all the same.
        if head_name.as_ref().is_some_and(|(name, figure)| {
            name.len() == 1
                && self.cast.figures[*figure].words.len() == 1
                && self.page.is(phrase.head, Class::Body)
                && self.page.segmented.tokens[phrase.head].shape == Shape::Capitalised
                && phrase.determiner.is_some()
        }) && let Some(figure) = self.body_of_kind(self.page.lower(phrase.head), tokens.start)
        {
            return Some(self.of_figure(figure).because("speaker", span, "head noun: a body"));
        }
        if let Some((name, figure)) = names.first().filter(|_| head_name.is_none()).cloned()
            && self.swallows_its_verb(&name, figure, tokens, phrase)
        {
            return Some(self.of_figure(figure).because("speaker", span, "source is a name"));
        }
        if let Some((name, figure)) = head_name {
            return Some(self.of_head_name(tokens, phrase, &name, figure));
        }
        // "his publisher, Lund & Vik"
        let body = names.iter().find(|(name, figure)| {
            self.page.lower(phrase.after) == ","
                && name.start == phrase.after + 1
                && self.page.is(phrase.head, Class::Body)
                && matches!(
                    self.cast.figures[*figure].kind,
                    EntityKind::Organisation | EntityKind::Outlet
                )
        });
        if let Some((_, figure)) = body {
            let mut voice =
                self.of_figure(*figure).because("speaker", span, "a body with its name beside it");
            voice.role = self.describes(tokens.start..phrase.after);
            return Some(voice);
        }
        // "the harbour master, Fay Lund", "a staffer named Olga Brandt"
        let apposed = names.iter().find(|(name, figure)| {
            let before = name.start.checked_sub(1).map_or("", |b| self.page.lower(b));
            (self.cast.is_person(*figure) || self.cast.figures[*figure].unknown && name.len() > 1)
                && name.start >= phrase.after
                && matches!(before, "," | "named" | "called" | ":" | "–" | "—")
                && self
                    .page
                    .is_any(phrase.head, &[Class::Role, Class::Spokes, Class::Kin, Class::Insider])
                && !words::is_plural(self.page.lower(phrase.head))
                && self.is_apposition(phrase, name, before)
        });
        if let Some((name, figure)) = apposed.cloned() {
            let role = tokens.start..name.start - 1;
            self.cast.figures[figure].kind = EntityKind::Person;
            self.cast.figures[figure].unknown = false;
            self.cast.add_role(self.page, figure, role.clone());
            let mut voice = self.of_figure(figure).because(
                "speaker",
                span,
                "a role with a full name beside it",
            );
            voice.role = self.describes(role);
            return Some(voice);
        }
        None
    }

    /// "Olga Brandt Slams Harbour Chief": in a headline the source may run on over its own verb.
    fn swallows_its_verb(
        &self,
        name: &Range<usize>,
        figure: FigureId,
        tokens: &Range<usize>,
        phrase: &Phrase,
    ) -> bool {
        let page = self.page;
        let next = page.lower(name.end);
        name.start == tokens.start
            && name.len() > 1
            && self.cast.is_person(figure)
            && name.end < phrase.head
            && phrase.possessor.is_none()
            && page.segmented.tokens[name.end].is_capital()
            && next.ends_with('s')
            && !page.is_any(
                name.end,
                &[Class::Role, Class::Body, Class::BodyName, Class::Document, Class::Collective],
            )
    }

    /// Whether the name is all that follows its comma, or is set off by commas on both sides: in "an aide
    /// to the mayor, Fay Lund", Lund may be the mayor, but news means the aide.
    pub(super) fn is_apposition(&self, phrase: &Phrase, name: &Range<usize>, before: &str) -> bool {
        if before != "," {
            return true;
        }
        // "a source close to the chairman, Fay Lund": the name goes with the noun beside it.
        if self.page.is_any(phrase.head, &[Class::Insider, Class::Near])
            && phrase.after + 1 < name.start
        {
            return false;
        }
        // Not in a list or a relative clause: "officials who met Lund, Vik and others".
        !(phrase.after..name.start)
            .any(|at| matches!(self.page.lower(at), "who" | "which" | "that" | "whose"))
            || phrase.after + 1 == name.start
    }

    pub(super) fn of_head_name(
        &mut self,
        tokens: &Range<usize>,
        phrase: &Phrase,
        name: &Range<usize>,
        figure: FigureId,
    ) -> Voice {
        let page = self.page;
        let span = page.segmented.cover(tokens.clone());
        // "the Reuters poll" has its head outside the name; "Reuters/Ipsos" and "the Lund report" too.
        let mut voice = self.of_figure(figure);
        let by = match voice.class {
            SpeakerClass::Named if name.len() > 1 => "source is a name",
            SpeakerClass::Named => "source is a short name",
            SpeakerClass::Collective => "source is a people or party",
            _ => "source is a body or outlet",
        };
        voice = voice.because("speaker", span, by);
        if voice.class == SpeakerClass::Named {
            let before = tokens.start..name.start;
            let after = phrase.after..tokens.end;
            let role =
                if !before.is_empty() && page.is_word(before.start) { before } else { after };
            let role = self.first_segment(role);
            if !role.is_empty() {
                voice.role = self.describes(role.clone());
                if voice.speaks_for.is_none() {
                    self.cast.add_role(page, figure, role);
                    voice.speaks_for.clone_from(&self.cast.figures[figure].speaks_for);
                }
            }
            if voice.speaks_for.is_some() {
                voice.evidence.push(("speaks_for", span, "speaks for another by office"));
            }
        }
        // "the Norwegians have closed the strait": a people stands for its state.
        if voice.class == SpeakerClass::Collective
            && phrase.determiner.is_some_and(|d| page.lower(d) == "the")
            && phrase.modifiers.is_empty()
            && phrase.after >= tokens.end
            && let Some(state) = self.state_of(page.lower(phrase.head))
        {
            let mut voice =
                self.of_figure(state).because("speaker", span, "a people for its state");
            voice.confidence = 0.6;
            return voice;
        }
        if voice.class == SpeakerClass::Collective {
            voice.head = head_word(page, phrase.head);
            voice.plural = true;
            // "Aker, the Norwegian", "a Norwegian": one of a people is an individual.
        }
        voice
    }

    /// The country of a people, where the text names it: Norway of the Norwegians.
    fn state_of(&self, people: &str) -> Option<FigureId> {
        const STEM: usize = 4;
        let stem: String = people.chars().take(STEM).collect();
        self.cast.figures.iter().position(|figure| {
            figure.kind == EntityKind::Place
                && figure.words.len() == 1
                && people.chars().count() > STEM
                && figure.words[0].starts_with(&stem)
        })
    }

    /// A stretch up to its second comma, without the marks and ages at its beginning.
    pub(super) fn first_segment(&self, mut tokens: Range<usize>) -> Range<usize> {
        while !tokens.is_empty()
            && (!self.page.is_word(tokens.start)
                || self.page.segmented.tokens[tokens.start].shape == Shape::Number)
        {
            tokens.start += 1;
        }
        let end = tokens
            .clone()
            .find(|at| matches!(self.page.lower(*at), "," | ";" | "("))
            .unwrap_or(tokens.end);
        let mut segment = tokens.start..end;
        if matches!(self.page.lower(segment.start), "who" | "whose" | "of") {
            return segment.start..segment.start;
        }
        while !segment.is_empty() && !self.page.is_word(segment.end - 1) {
            segment.end -= 1;
        }
        segment
    }

    /// The token after a bracket that opens at one: "Lund (D-Vik) and …".
    pub(super) fn past_brackets(&self, at: usize, end: usize) -> usize {
        if self.page.lower(at) != "(" {
            return at;
        }
        (at..end).find(|n| self.page.lower(*n) == ")").map_or(end, |n| n + 1)
    }

    /// Several names joined by "and" speak as one.
    pub(super) fn joined(
        &mut self,
        mut voice: Voice,
        tokens: &Range<usize>,
        phrase: &Phrase,
    ) -> Voice {
        let page = self.page;
        if !matches!(voice.class, SpeakerClass::Named | SpeakerClass::Organisation) {
            return voice;
        }
        let Some(first) = voice.figure else { return voice };
        // A conjunction after the first phrase, not inside its complements.
        let mut parts = vec![self.cast.figures[first].name.clone()];
        let mut at = phrase.after;
        // "Patricia Lund and Carl Vik, the parents of …": brackets after a name are passed over.
        at = self.past_brackets(at, tokens.end);
        let mut closed = false;
        while at < tokens.end && !closed {
            let comma = page.lower(at) == ",";
            let and = matches!(page.lower(at), "and" | "or" | "nor")
                || comma && matches!(page.lower(at + 1), "and" | "or");
            if !(comma || and) {
                break;
            }
            let start = at + 1 + usize::from(comma && and);
            let as_well = comma && page.lower(at + 1) == "as" && page.lower(at + 2) == "well";
            let start = if as_well { at + 4 } else { start };
            if start >= tokens.end {
                break;
            }
            let Some(next) = page.phrase(start..tokens.end) else { break };
            let name = self
                .cast
                .within(start..tokens.end)
                .into_iter()
                .find(|(n, _)| n.contains(&next.head));
            let end = next.after;
            match name {
                Some((_, figure)) if figure != first => {
                    parts.push(self.cast.figures[figure].name.clone());
                }
                None if and || as_well => {
                    let words = start..(next.head + 1).min(tokens.end);
                    parts.push(page.words(words).to_owned());
                }
                _ => break,
            }
            closed = and || as_well;
            at = self.past_brackets(end, tokens.end);
        }
        if !closed || parts.len() < 2 {
            return voice;
        }
        let last = parts.pop().unwrap_or_default();
        // "Oslo, Bergen and other cities" are places, not bodies.
        if self.cast.figures[first].kind == EntityKind::Place
            && last.split(' ').next_back().is_some_and(|w| words::is_plural(&w.to_lowercase()))
        {
            voice.class = SpeakerClass::Collective;
            voice.figure = None;
            voice.plural = true;
            return voice;
        }
        voice.name = Some(format!("{} and {last}", parts.join(", ")));
        voice.figure = None;
        voice.plural = true;
        voice.speaks_for = None;
        voice
    }

    /// The class that a head noun gives.
    pub(super) fn by_head(&mut self, tokens: Range<usize>, phrase: &Phrase) -> Voice {
        let page = self.page;
        let span = page.segmented.cover(tokens.clone());
        let head = page.lower(phrase.head);
        let determiner = phrase.determiner.map_or("", |at| page.lower(at));
        let plural = words::is_plural(head)
            || phrase.determiner.is_some_and(|at| {
                words::is_plural(page.lower(at))
                    || matches!(
                        page.lower(at),
                        "two" | "three" | "several" | "many" | "some" | "both"
                    )
            }) && !page.is(phrase.head, Class::Body);
        let definite = matches!(determiner, "the" | "this" | "these" | "that" | "those")
            && phrase.possessor.is_none();
        let human = page
            .is_any(phrase.head, &[Class::Role, Class::Spokes, Class::Insider, Class::Kin])
            || head.ends_with("-year-old");
        let bare_headline = determiner.is_empty() && phrase.possessor.is_none() && !plural;

        if page.is(phrase.head, Class::Spokes) || self.is_press_officer(phrase) {
            return self.spokesperson(&tokens, phrase, definite);
        }
        if (plural || matches!(head, "pair" | "duo" | "couple" | "two" | "both"))
            && let Some(voice) = self.pair(&tokens, phrase)
        {
            return voice;
        }
        if human
            && !plural
            && (definite || bare_headline || matches!(determiner, "a" | "an"))
            && let Some(voice) = self.named_by_description(&tokens, phrase, definite)
        {
            return voice;
        }
        let partisan = is_party(&words::singular(head));
        if (human || head == "member" || partisan && bare_headline)
            && !plural
            && let Some(voice) = self.foretold(&tokens, phrase)
        {
            return voice;
        }
        if human
            && definite
            && phrase.after >= tokens.end.min(phrase.head + 1)
            && !self.has_complement(phrase, &tokens)
            && let Some(voice) = self.described_before(&tokens, phrase)
        {
            return voice;
        }
        if human
            && !self.has_complement(phrase, &tokens)
            && let Some(voice) = self.traced(&tokens, phrase, true)
        {
            return voice;
        }
        if let Some(voice) = self
            .officials_again(&tokens, phrase)
            .or_else(|| self.official_voice(&tokens, phrase, plural))
        {
            return voice;
        }
        if let Some(voice) = self.partitive(&tokens, phrase) {
            return voice;
        }
        let share = matches!(page.lower(phrase.head + 1), "%" | "percent" | "per")
            || matches!(head, "percent" | "%");
        let quantified = phrase.determiner.is_some_and(|at| page.is(at, Class::Quantity));
        if share && page.segmented.tokens[phrase.head].shape == Shape::Number
            || head == "percent"
            || quantified && plural && !human && page.is(phrase.head, Class::Collective)
        {
            let mut voice = Voice::new(SpeakerClass::Collective, 0.85);
            voice.plural = true;
            voice.role = self.describes(tokens);
            return voice.because("speaker", span, "a share of a group");
        }
        if human
            && phrase.possessor.is_some()
            && let Some(voice) = self.relative_of(&tokens, phrase)
        {
            return voice;
        }
        if page.is_any(phrase.head, &[Class::Document, Class::Issued]) {
            return self.document(&tokens, phrase, definite);
        }
        if page.is(phrase.head, Class::Body)
            && (definite || !plural)
            && !page.is(phrase.head, Class::Insider)
        {
            return self.body(&tokens, phrase);
        }
        // "the hall" after "Lund Hall": the last word of a body's name.
        if definite
            && !plural
            && !human
            && phrase.modifiers.is_empty()
            && let Some(figure) = self.cast.last_body(head, phrase.head)
        {
            return self.of_figure(figure).because("speaker", span, "a body's name cut short");
        }
        self.people(&tokens, phrase, plural, human).because("speaker", span, "head noun")
    }

    pub(super) fn has_complement(&self, phrase: &Phrase, tokens: &Range<usize>) -> bool {
        let next = self.page.lower(phrase.after);
        phrase.after < tokens.end && matches!(next, "close" | "familiar" | "with" | "from" | "near")
    }
}
