//! Which earlier voice does a pronoun or short description mean?

use std::ops::Range;

use sayso_core::record::{EntityKind, SpeakerClass};

use super::{Room, Voice, head_word};
use crate::coref::{FigureId, Principal, is_a, plain_word, plain_words};
use crate::phrase::Phrase;
use crate::pronoun::gender_of_pronoun;
use crate::words::{Class, Gender};

impl Room<'_> {
    /// A source that is one pronoun or number word.
    pub(super) fn of_pronoun(&mut self, r: usize, tokens: &Range<usize>) -> Option<Voice> {
        let page = self.page;
        let at = tokens.start;
        let span = page.segmented.cover(tokens.clone());
        let lower = page.lower(at);
        if self.first_person(tokens) {
            if let Some(voice) = self.around(r) {
                return Some(voice.again(span, "first person inside somebody's words"));
            }
            let mut voice = Voice::new(SpeakerClass::Author, 0.8);
            voice.name = self.writer.map(str::to_owned);
            return Some(voice.because("speaker", span, "first person in the writer's own text"));
        }
        if let Some(gender) = gender_of_pronoun(lower) {
            return Some(self.of_personal(at, gender, tokens));
        }
        match lower {
            "who" | "whose" | "which" | "whom" => self.of_relative(at, tokens),
            "they" | "them" | "their" | "themselves" => Some(self.of_they(tokens)),
            "it" | "its" | "itself" => self.of_it(at, tokens),
            "that" | "this" | "these" | "those" | "what" if tokens.len() == 1 => {
                Some(Voice::new(SpeakerClass::Unattributed, 0.5).because(
                    "speaker",
                    span,
                    "a pronoun for no person",
                ))
            }
            "one" | "another" if tokens.len() == 1 => Some(self.one_of_them(tokens)),
            "you" => self.around(r).map(|_| {
                Voice::new(SpeakerClass::Named, 0.3).because("speaker", span, "somebody spoken to")
            }),
            _ => None,
        }
    }

    fn of_personal(&self, at: usize, gender: Gender, tokens: &Range<usize>) -> Voice {
        let span = self.page.segmented.cover(tokens.clone());
        let here = self.page.sentence_index(at);
        let reading = self.pronouns.at(at);
        // An unnamed speaker who was heard after the person was last spoken of.
        let unnamed = self
            .recent()
            .find(|(_, v)| {
                v.figure.is_none()
                    && !v.plural
                    && v.gender.agrees(gender)
                    && matches!(v.class, SpeakerClass::Anonymous | SpeakerClass::Spokesperson)
            })
            .filter(|(r, _)| !self.asks(*r))
            .and_then(|(r, voice)| {
                let source = self.relations[r].source.first()?;
                let token = self.page.segmented.tokens_in(*source).start;
                let back = here.saturating_sub(self.page.sentence_index(token));
                let later = reading.is_none_or(|reading| {
                    token > reading.antecedent
                        && (self.field.source_of[reading.antecedent].is_none() || back <= 1)
                });
                (later && back <= 3).then_some(voice)
            });
        if let Some(voice) = unnamed {
            return voice.again(span, "pronoun: the unnamed source who spoke last");
        }
        let Some(reading) = reading else {
            return Voice::new(SpeakerClass::Named, 0.3).because(
                "speaker",
                span,
                "pronoun for nobody whom the text names",
            );
        };
        let mut voice = self.of_figure(reading.figure);
        voice.confidence = (0.6 + 0.1 * reading.margin).clamp(0.5, 0.92);
        if reading.margin < 0.8 {
            voice.others = reading
                .others
                .iter()
                .map(|(figure, behind)| (*figure, (0.45 - 0.15 * behind).max(0.05)))
                .collect();
        }
        voice.because("speaker", span, "pronoun: the person of that gender whom the text speaks of")
    }

    /// Whether a relation is a question: whoever answers is somebody else.
    fn asks(&self, r: usize) -> bool {
        self.relations[r]
            .cue
            .iter()
            .flat_map(|s| self.page.segmented.tokens_in(*s))
            .any(|at| matches!(self.page.lower(at), "asked" | "asks" | "asking"))
    }

    fn of_they(&self, tokens: &Range<usize>) -> Voice {
        let span = self.page.segmented.cover(tokens.clone());
        let here = self.page.sentence_index(tokens.start);
        let near = |r: usize| {
            let place = super::place_of(&self.relations[r]);
            here.saturating_sub(self.page.segmented.sentence_at(place)) <= 8
        };
        let plural = self.recent().find(|(r, v)| v.plural && near(*r)).map(|(_, v)| v);
        if let Some(voice) = plural {
            return voice.again(span, "pronoun: those who spoke last");
        }
        if let Some((_, voice)) =
            self.recent().find(|(r, v)| near(*r) && v.class == SpeakerClass::Organisation)
        {
            return voice.again(span, "pronoun: the body that spoke last");
        }
        let mut voice = Voice::new(SpeakerClass::Collective, 0.5);
        voice.plural = true;
        voice.because("speaker", span, "a plural pronoun for nobody who spoke before")
    }

    fn of_it(&self, at: usize, tokens: &Range<usize>) -> Option<Voice> {
        let span = self.page.segmented.cover(tokens.clone());
        let here = self.page.sentence_index(at);
        let spoken = self.recent().find(|(r, v)| {
            let place = super::place_of(&self.relations[*r]);
            here.saturating_sub(self.page.segmented.sentence_at(place)) <= 4
                && matches!(v.class, SpeakerClass::Organisation | SpeakerClass::Document)
        });
        // The body named last in this sentence or the one before, if nobody like it has spoken since.
        let named = self
            .cast
            .named
            .iter()
            .filter(|(name, figure)| {
                name.tokens.end <= at
                    && matches!(
                        self.cast.figures[*figure].kind,
                        EntityKind::Organisation | EntityKind::Outlet
                    )
                    && here.saturating_sub(self.page.sentence_index(name.tokens.start)) <= 2
            })
            .map(|(name, figure)| (name.tokens.start, *figure))
            .next_back();
        match (spoken, named) {
            (Some((_, voice)), _) => {
                Some(voice.again(span, "pronoun: the body or document that spoke last"))
            }
            (None, Some((_, figure))) => Some(self.of_figure(figure).because(
                "speaker",
                span,
                "pronoun: the body named last",
            )),
            (None, None) => None,
        }
    }

    /// "one", "another": one of those who were spoken of just before.
    fn one_of_them(&self, tokens: &Range<usize>) -> Voice {
        let span = self.page.segmented.cover(tokens.clone());
        let mut voice = Voice::new(SpeakerClass::Anonymous, 0.75);
        if let Some(near) = self.group_before(tokens.start) {
            voice.close_to = Some(near);
            return voice.because("speaker", span, "one of a group");
        }
        if let Some((_, before)) = self
            .recent()
            .take(2)
            .find(|(_, v)| matches!(v.class, SpeakerClass::Anonymous | SpeakerClass::Collective))
        {
            voice.close_to.clone_from(&before.close_to);
            voice.head.clone_from(&before.head);
            voice.role = Some(before.head.clone()).filter(|h| !h.is_empty());
        }
        voice.because("speaker", span, "one of a group")
    }

    /// Whom those are close to whom the sentence speaks of before a token: "anger among friends of the mayor,
    /// with one saying".
    fn group_before(&self, token: usize) -> Option<Principal> {
        let sentence = self.page.sentence_of(token);
        (sentence.start..token).rev().find_map(|at| {
            let opens = self.page.is_any(at, &[Class::Insider, Class::Near])
                && crate::words::is_plural(self.page.lower(at))
                || matches!(self.page.lower(at), "those" | "people");
            if !opens {
                return None;
            }
            let tokens = at..token;
            let phrase = self.page.phrase(tokens.clone())?;
            self.close_to(&tokens, &phrase)
        })
    }

    /// The earlier voice or known person that a definite description means.
    pub(super) fn described_before(&self, tokens: &Range<usize>, phrase: &Phrase) -> Option<Voice> {
        let page = self.page;
        let head = head_word(page, phrase.head);
        let plural = crate::words::is_plural(page.lower(phrase.head));
        let span = page.segmented.cover(tokens.clone());
        let modifiers: Vec<&str> = phrase.modifiers.clone().map(|at| page.lower(at)).collect();
        let ordinal =
            modifiers.iter().any(|m| matches!(*m, "second" | "third" | "other" | "another"));
        if ordinal {
            return None;
        }
        let same = |v: &&Voice| {
            v.plural == plural
                && matches!(
                    v.class,
                    SpeakerClass::Anonymous | SpeakerClass::Spokesperson | SpeakerClass::Collective
                )
        };
        // A modifier that the earlier voice's description holds speaks for it.
        let agreeing =
            self.recent().map(|(_, v)| v).filter(same).filter(|v| is_a(&v.head, &head)).max_by_key(
                |v| {
                    let role = v.role.as_deref().unwrap_or_default().to_lowercase();
                    // `max_by_key` takes the last of equals, which here is the earliest: count from behind.
                    modifiers.iter().filter(|m| role.contains(**m)).count()
                },
            );
        let last = self.recent().map(|(_, v)| v).filter(same).find(|v| is_a(&v.head, &head));
        let unnamed = if modifiers.is_empty() { last } else { agreeing.or(last) };
        let person =
            if plural { None } else { self.person_described(tokens.start, &head, &modifiers) };
        match (unnamed, person) {
            (Some(voice), None) => {
                Some(voice.again(span, "description: the source who spoke before"))
            }
            (None, Some(figure)) => Some(self.of_figure(figure).because(
                "speaker",
                span,
                "description: the person with that role",
            )),
            (Some(voice), Some(figure)) => {
                // Whoever was spoken of last.
                let named = self.cast.last_before(figure, tokens.start).unwrap_or(0);
                let last_heard = self
                    .recent()
                    .find(|(_, v)| v.figure.is_none() && is_a(&v.head, &head))
                    .map_or(0, |(r, _)| {
                        let place = super::place_of(&self.relations[r]);
                        page.segmented.tokens.partition_point(|t| t.span.end() <= place)
                    });
                if last_heard >= named {
                    Some(voice.again(span, "description: the source who spoke before"))
                } else {
                    Some(self.of_figure(figure).because(
                        "speaker",
                        span,
                        "description: the person with that role",
                    ))
                }
            }
            (None, None) => None,
        }
    }

    /// The person whose role, title or age a description names; the last one spoken of among several.
    pub(super) fn person_described(
        &self,
        before: usize,
        head: &str,
        modifiers: &[&str],
    ) -> Option<FigureId> {
        let age = modifiers.iter().chain([&head]).find_map(|m| m.strip_suffix("-year-old"));
        let score = |figure: &crate::coref::Figure| -> Option<usize> {
            if figure.kind != EntityKind::Person || figure.unknown {
                return None;
            }
            // What one role leaves out another may tell: "Sen. Lund (R-Utah)" is the Utah senator.
            let words: Vec<String> =
                figure.facts.iter().flat_map(|f| plain_words(&f.value)).collect();
            let told =
                modifiers.iter().filter(|m| words.iter().any(|word| word == plain_word(m))).count();
            // "the Utah senator" is not the one from Ohio.
            if modifiers.iter().any(|m| is_place(m) && !words.iter().any(|w| w == m))
                && figure.facts.iter().any(|f| {
                    is_a(&f.head, head) && plain_words(&f.value).iter().any(|w| is_place(w))
                })
            {
                return None;
            }
            let role = figure
                .facts
                .iter()
                .filter(|f| is_a(&f.head, head))
                .filter(|f| {
                    // "the president" is not the vice president.
                    let value = f.value.to_lowercase();
                    ["vice", "deputy", "assistant"]
                        .iter()
                        .all(|w| modifiers.contains(w) == value.split([' ', '-']).any(|v| v == *w))
                })
                .map(|f| 1 + 2 * told + usize::from(f.head == head))
                .max();
            let title = figure
                .titles
                .iter()
                .any(|t| is_a(t.split(' ').next().unwrap_or_default(), head))
                .then_some(2);
            let noble = figure.noble.as_deref().is_some_and(|n| is_a(n, head)).then_some(1);
            let aged =
                age.is_some_and(|age| figure.facts.iter().any(|f| f.head == age)).then_some(4);
            let fits = role.max(title).max(noble).max(aged)?;
            figure.gender.agrees(crate::words::gender_of_word(head)).then_some(fits)
        };
        self.cast
            .figures
            .iter()
            .enumerate()
            .filter_map(|(id, figure)| {
                let fits = score(figure)?;
                let last = self.cast.last_before(id, before);
                Some((fits, last.is_some(), last, id))
            })
            .max_by_key(|(fits, known, last, id)| (*known, *fits, *last, std::cmp::Reverse(*id)))
            .map(|(.., id)| id)
    }

    /// Whom a possessor means: a name, a pronoun, or a description of one of the article's people.
    pub(super) fn owner(&self, possessor: Range<usize>) -> Option<Principal> {
        let page = self.page;
        if let Some((_, figure)) = self.cast.within(possessor.clone()).pop() {
            return Some(Principal::Figure(figure));
        }
        let lower = page.lower(possessor.start);
        if gender_of_pronoun(lower).is_some() {
            return self.pronouns.at(possessor.start).map(|r| Principal::Figure(r.figure));
        }
        if lower == "its"
            && let Some(figure) = self.body_in_sentence(possessor.start)
        {
            return Some(Principal::Figure(figure));
        }
        if matches!(lower, "its" | "their") {
            let (_, voice) = self.recent().find(|(_, v)| {
                v.class == SpeakerClass::Organisation || lower == "their" && v.plural
            })?;
            return voice.figure.map(Principal::Figure);
        }
        let phrase = page.phrase(possessor.clone())?;
        self.principal_described(possessor, &phrase)
    }

    /// The person named last before a token, as the subject if the sentence before names several.
    fn last_person(&self, before: usize, gender: Gender) -> Option<FigureId> {
        let fits = |figure: &FigureId| {
            self.cast.is_person(*figure) && self.cast.figures[*figure].gender.agrees(gender)
        };
        let last = self
            .cast
            .named
            .iter()
            .rfind(|(name, figure)| name.tokens.end <= before && fits(figure))?;
        let sentence = self.page.sentence_of(last.0.tokens.start);
        self.cast
            .named
            .iter()
            .find(|(name, figure)| {
                sentence.contains(&name.tokens.start) && name.tokens.end <= before && fits(figure)
            })
            .map(|(_, figure)| *figure)
    }

    /// The body that a sentence names or describes last before a token.
    fn body_in_sentence(&self, at: usize) -> Option<FigureId> {
        let page = self.page;
        let sentence = page.sentence_of(at);
        let mut before = at;
        while before > sentence.start {
            before -= 1;
            if let Some(figure) = self.cast.at(before)
                && matches!(
                    self.cast.figures[figure].kind,
                    EntityKind::Organisation | EntityKind::Outlet
                )
            {
                return Some(figure);
            }
            if page.is(before, Class::Body)
                && before > sentence.start
                && page.lower(before - 1) == "the"
            {
                return self
                    .cast
                    .last_body(page.lower(before), before)
                    .or_else(|| self.body_of_kind(page.lower(before), before));
            }
        }
        None
    }

    /// The figure or words that a noun phrase for a principal means.
    pub(super) fn principal_described(
        &self,
        tokens: Range<usize>,
        phrase: &Phrase,
    ) -> Option<Principal> {
        let page = self.page;
        if let Some((_, figure)) = self.cast.within(tokens.clone()).into_iter().next() {
            return Some(Principal::Figure(figure));
        }
        let head = head_word(page, phrase.head);
        let modifiers: Vec<&str> = phrase.modifiers.clone().map(|at| page.lower(at)).collect();
        if page.is(phrase.head, Class::Role)
            && let Some(figure) = self.person_described(tokens.start, &head, &modifiers)
        {
            return Some(Principal::Figure(figure));
        }
        if page.is(phrase.head, Class::Body)
            && let Some(figure) = self.cast.last_body(page.lower(phrase.head), tokens.start)
        {
            return Some(Principal::Figure(figure));
        }
        if let Some(reading) = self.pronouns.at(tokens.start) {
            return Some(Principal::Figure(reading.figure));
        }
        if page.is(phrase.head, Class::Body)
            && let Some(figure) = self.body_of_kind(page.lower(phrase.head), tokens.start)
        {
            return Some(Principal::Figure(figure));
        }
        // "a pal of the singer": a definite description of one person means the one spoken of last.
        if page.is(phrase.head, Class::Role)
            && phrase.possessor.is_none()
            && phrase.determiner.is_some_and(|d| page.lower(d) == "the")
            && !crate::words::is_plural(page.lower(phrase.head))
            && let Some(figure) = self
                .last_person(tokens.start, crate::words::gender_of_word(page.lower(phrase.head)))
        {
            return Some(Principal::Figure(figure));
        }
        self.describes(tokens).map(Principal::Words)
    }
}

/// Whether a word in lower case is a place's name.
fn is_place(lower: &str) -> bool {
    let mut letters = lower.chars();
    let Some(first) = letters.next() else { return false };
    let name: String = first.to_uppercase().chain(letters).collect();
    crate::words::known(&name)
        .iter()
        .any(|known| matches!(known, crate::words::Known::Thing(EntityKind::Place, _)))
}
