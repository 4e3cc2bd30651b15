//! Who speaks for somebody, and who is merely near?
//!
//! Spokespeople, offices, aides and lawyers are official voices where the words name their principal;
//! friends, advisers and "a source close to" are not, and what they say rests on nearness alone.

use std::ops::Range;

use sayso_core::record::{EntityKind, SpeakerClass};

use super::{Room, Voice, head_word};
use crate::coref::{FigureId, Principal, is_a};
use crate::names;
use crate::phrase::Phrase;
use crate::words::{self, Class};

impl Room<'_> {
    pub(super) fn spokesperson(
        &mut self,
        tokens: &Range<usize>,
        phrase: &Phrase,
        definite: bool,
    ) -> Voice {
        let page = self.page;
        let span = page.segmented.cover(tokens.clone());
        let principal = self.principal(tokens, phrase);
        // A spokesman of the same principal whom the article names elsewhere.
        let head = head_word(page, phrase.head);
        let named: Vec<FigureId> = self
            .cast
            .figures
            .iter()
            .enumerate()
            .filter(|(_, f)| {
                f.kind == EntityKind::Person
                    && f.speaks_for.is_some()
                    && (principal.is_none() || f.speaks_for == principal)
                    && f.facts.iter().any(|fact| is_a(&fact.head, &head))
            })
            .map(|(id, _)| id)
            .collect();
        let unnamed = self
            .recent()
            .map(|(_, v)| v)
            .find(|v| {
                v.class == SpeakerClass::Spokesperson
                    && is_a(&v.head, &head)
                    && (principal.is_none() || v.speaks_for == principal)
            })
            .map(|v| v.again(span, "description: the spokesperson who spoke before"));
        if definite && principal.is_none() {
            let last_named =
                self.recent().find(|(_, v)| v.figure.is_some_and(|f| named.contains(&f)));
            if let Some(voice) = unnamed {
                return voice;
            }
            if let Some((_, voice)) = last_named {
                return voice.again(span, "description: the spokesperson who spoke before");
            }
        }
        if let (Some(_), [only]) = (&principal, named.as_slice()) {
            return self.of_figure(*only).because(
                "speaker",
                span,
                "the only named spokesperson of that principal",
            );
        }
        let mut voice = Voice::new(SpeakerClass::Spokesperson, 0.95);
        voice.plural = words::is_plural(page.lower(phrase.head));
        voice.head = head;
        voice.gender = words::gender_of_word(page.lower(phrase.head));
        voice.role = self.describes(tokens.clone());
        if let Some(principal) = principal {
            voice.evidence.push(("speaks_for", span, "whom a spokesperson is said to speak for"));
            voice.speaks_for = Some(principal);
        } else if let Some(earlier) = unnamed {
            voice.speaks_for = earlier.speaks_for;
        } else if definite && let Some((principal, place)) = self.spokesperson_before(tokens.start)
        {
            voice.evidence.push(("speaks_for", place, "the spokesperson named before"));
            voice.speaks_for = Some(principal);
        }
        voice.because("speaker", span, "head noun: an official voice")
    }

    /// For whom the spokesperson speaks whom the text mentions last before a token.
    pub(super) fn spokesperson_before(
        &self,
        token: usize,
    ) -> Option<(Principal, sayso_core::Span)> {
        let page = self.page;
        let noun = (0..token).rev().find(|at| page.is(*at, Class::Spokes))?;
        let sentence = page.sentence_of(noun);
        let mut start = noun;
        while start > sentence.start
            && noun - start < 5
            && page.is_word(start - 1)
            && !page.is(start - 1, Class::Speech)
        {
            start -= 1;
        }
        let tokens = start..sentence.end.min(noun + 10).min(token);
        let phrase = page.phrase(tokens.clone())?;
        let principal = self.principal(&tokens, &phrase)?;
        Some((principal, page.segmented.cover(start..noun + 1)))
    }

    pub(super) fn is_press_officer(&self, phrase: &Phrase) -> bool {
        matches!(
            self.page.lower(phrase.head),
            "secretary" | "director" | "officer" | "chief" | "representative" | "office" | "team"
        ) && phrase
            .modifiers
            .clone()
            .any(|at| matches!(self.page.lower(at), "press" | "communications"))
    }

    /// "A source close to the mayor", "her friends", "pals of the singer".
    fn near_somebody(
        &mut self,
        tokens: &Range<usize>,
        phrase: &Phrase,
        plural: bool,
    ) -> Option<Voice> {
        let page = self.page;
        let head = page.lower(phrase.head);
        let span = page.segmented.cover(tokens.clone());
        let near = page.is(phrase.head, Class::Near) || matches!(head, "advisers" | "advisors");
        let close = self.close_to(tokens, phrase);
        if near && (close.is_some() || phrase.possessor.is_some())
            || close.is_some()
                && (page.is_any(phrase.head, &[Class::Insider, Class::Near, Class::Role])
                    || matches!(
                        head,
                        "those" | "one" | "someone" | "somebody" | "member" | "members" | "others"
                    ))
        {
            let mut voice = Voice::new(SpeakerClass::Anonymous, 0.9);
            voice.plural = plural || matches!(head, "those" | "others");
            voice.head = head_word(page, phrase.head);
            voice.gender = words::gender_of_word(head);
            voice.close_to = close.or_else(|| self.owner(phrase.possessor.clone()?));
            if voice.close_to.is_some() {
                voice.evidence.push(("close_to", span, "whom the source is said to be near"));
            }
            voice.role = self.describes(tokens.clone());
            return Some(voice.because("speaker", span, "an unnamed person near somebody"));
        }
        None
    }

    /// Aides, lawyers and offices of a named principal.
    pub(super) fn official_voice(
        &mut self,
        tokens: &Range<usize>,
        phrase: &Phrase,
        plural: bool,
    ) -> Option<Voice> {
        let page = self.page;
        let head = page.lower(phrase.head);
        let span = page.segmented.cover(tokens.clone());
        let next = page.lower(phrase.after);
        let singular_head = head_word(page, phrase.head);
        if let Some(voice) = self.near_somebody(tokens, phrase, plural) {
            return Some(voice);
        }
        if matches!(
            head,
            "office"
                | "representatives"
                | "representative"
                | "reps"
                | "rep"
                | "lawyers"
                | "lawyer"
                | "attorney"
                | "attorneys"
                | "solicitors"
                | "solicitor"
                | "staff"
                | "publicist"
                | "counsel"
                | "agent"
        ) || matches!(
            head,
            "aides" | "aide" | "advisers" | "advisors" | "officials" | "staffers" | "staff"
        ) {
            let aide = matches!(head, "aides" | "aide" | "staffers");
            let officials = head == "officials" || head == "official";
            let principal = self.principal(tokens, phrase);
            let official_body = phrase.modifiers.clone().last().is_some_and(|at| {
                matches!(page.lower(at), "campaign" | "administration" | "committee")
            }) || phrase.modifiers.len() > 1
                && page.words(phrase.modifiers.clone()).ends_with("White House");
            let modifiers_name = self.cast.within(phrase.modifiers.clone()).iter().any(|(_, f)| {
                let figure = &self.cast.figures[*f];
                figure.kind == EntityKind::Person
                    || figure.words.last().is_some_and(|w| names::is_small_body(w))
            });
            // "officials at the ministry": the body's line, unless they tell it in confidence.
            let at_body = matches!(next, "at" | "from")
                && plural
                && matches!(principal, Some(Principal::Figure(f))
                    if self.cast.figures[f].kind == EntityKind::Organisation);
            let speaks = if officials {
                official_body || at_body
            } else if aide {
                (official_body || phrase.possessor.is_some() || modifiers_name || next == "to")
                    && plural
                    || official_body
            } else {
                principal.is_some()
            };
            let unnamed = matches!(next, "who" | "speaking" | "familiar" | "briefed")
                || page
                    .sentence_of(tokens.start)
                    .clone()
                    .any(|at| matches!(page.lower(at), "anonymity" | "authorised" | "authorized"));
            let hedged_former = phrase.modifiers.clone().any(|at| page.lower(at) == "former")
                || page.lower(phrase.head) == "former";
            if speaks && !(unnamed && (aide || officials)) && !hedged_former {
                let mut voice = Voice::new(SpeakerClass::Spokesperson, 0.85);
                voice.plural = plural || matches!(head, "staff");
                voice.head = singular_head;
                voice.role = self.describes(tokens.clone());
                // "her lawyer", where the article names him.
                if let Some(principal) = &principal {
                    let named = self.cast.figures.iter().position(|f| {
                        f.kind == EntityKind::Person
                            && f.speaks_for.as_ref() == Some(principal)
                            && f.facts.iter().any(|fact| is_a(&fact.head, &voice.head))
                    });
                    if let Some(figure) = named.filter(|_| !plural) {
                        return Some(self.of_figure(figure).because(
                            "speaker",
                            span,
                            "the only person named with that office",
                        ));
                    }
                }
                voice.speaks_for = principal;
                if voice.speaks_for.is_some() {
                    voice.evidence.push(("speaks_for", span, "whose office or aides speak"));
                }
                return Some(voice.because(
                    "speaker",
                    span,
                    "head noun: an official voice of a named principal",
                ));
            }
        }
        None
    }

    /// "Officials said": those who spoke before in the name of a body, or of the body that just spoke.
    pub(super) fn officials_again(&self, tokens: &Range<usize>, phrase: &Phrase) -> Option<Voice> {
        const NEAR: usize = 2;
        let page = self.page;
        let span = page.segmented.cover(tokens.clone());
        let head = head_word(page, phrase.head);
        let bare = phrase.determiner.is_none()
            && phrase.possessor.is_none()
            && phrase.modifiers.is_empty()
            && phrase.after >= tokens.end;
        if !bare
            || !page.is(phrase.head, Class::Insider)
            || !words::is_plural(page.lower(phrase.head))
        {
            return None;
        }
        let before = self.recent().map(|(_, v)| v).find(|v| v.plural && v.head == head);
        if let Some(before) = before {
            return (before.class == SpeakerClass::Spokesperson)
                .then(|| before.again(span, "description: the officials who spoke before"));
        }
        let here = page.segmented.paragraph_at(span.start());
        let (r, body) = self.recent().find(|(_, v)| v.class != SpeakerClass::Unattributed)?;
        let there = page.segmented.paragraph_at(super::place_of(&self.relations[r]));
        let figure = body.figure.filter(|f| {
            self.cast.figures[*f].words.last().is_some_and(|word| {
                matches!(
                    word.as_str(),
                    "administration" | "government" | "ministry" | "department" | "campaign"
                )
            })
        })?;
        if head != "official" || here.abs_diff(there) > NEAR {
            return None;
        }
        let mut voice = Voice::new(SpeakerClass::Spokesperson, 0.7);
        voice.plural = true;
        voice.head = head;
        voice.role = self.describes(tokens.clone());
        voice.speaks_for = Some(Principal::Figure(figure));
        voice.evidence.push(("speaks_for", span, "the body that spoke just before"));
        Some(voice.because("speaker", span, "head noun: officials of the body that just spoke"))
    }

    /// Whom a phrase says its source is near: "close to …", "familiar with his thinking", "friend of …".
    pub(super) fn close_to(&self, tokens: &Range<usize>, phrase: &Phrase) -> Option<Principal> {
        let page = self.page;
        let near = page.is(phrase.head, Class::Near)
            || matches!(page.lower(phrase.head), "advisers" | "advisors");
        let insider = matches!(
            page.lower(phrase.head),
            "source"
                | "sources"
                | "insider"
                | "insiders"
                | "member"
                | "figure"
                | "director"
                | "trustee"
                | "player"
        );
        let mut at = phrase.after;
        while at < tokens.end {
            let lower = page.lower(at);
            let next = page.lower(at + 1);
            let start = match (lower, next) {
                ("close" | "near" | "next", "to") => at + 2,
                ("familiar", "with") => {
                    // "familiar with her thinking": only where the thing is a mind.
                    let inner = page.phrase(at + 2..tokens.end)?;
                    let mind = matches!(
                        page.lower(inner.head),
                        "thinking"
                            | "mind"
                            | "plans"
                            | "views"
                            | "reasoning"
                            | "mood"
                            | "intentions"
                    );
                    return inner.possessor.filter(|_| mind).and_then(|p| self.owner(p));
                }
                ("of" | "to", _) if near => at + 1,
                ("at" | "inside" | "within" | "in" | "from" | "of" | "on", _) if insider => {
                    let inner = page.phrase(at + 1..tokens.end)?;
                    let end = inner.after.max(inner.head + 1);
                    // "a member of the board of the Vik Trust"
                    if page.lower(end) == "of" && end < tokens.end {
                        at = end;
                        continue;
                    }
                    if let Some((_, figure)) = self.cast.within(at + 1..end).into_iter().next() {
                        let body = matches!(
                            self.cast.figures[figure].kind,
                            EntityKind::Organisation | EntityKind::Outlet
                        );
                        return body.then_some(Principal::Figure(figure));
                    }
                    let body = page.is(inner.head, Class::Body).then(|| page.lower(inner.head))?;
                    return self
                        .cast
                        .last_body(body, phrase.head)
                        .or_else(|| self.body_of_kind(body, phrase.head))
                        .map(Principal::Figure);
                }
                ("who" | "," | "which" | "that", _) => return None,
                _ => {
                    at += 1;
                    continue;
                }
            };
            // "a friend of his"
            if matches!(page.lower(start), "his" | "hers" | "theirs") && start + 1 >= tokens.end {
                return self.pronouns.at(start).map(|r| Principal::Figure(r.figure));
            }
            let inner = page.phrase(start..tokens.end)?;
            let end = inner.after.max(inner.head + 1);
            // "close to the chairman, Sir Anton Vik"
            let apposed = (page.lower(end) == ",")
                .then(|| self.cast.at(end + 1))
                .flatten()
                .filter(|f| end + 1 < tokens.end && self.cast.is_person(*f));
            return apposed
                .map(Principal::Figure)
                .or_else(|| self.principal_described(start..end, &inner));
        }
        None
    }

    /// Whom the words of a phrase name as its principal.
    pub(super) fn principal(&self, tokens: &Range<usize>, phrase: &Phrase) -> Option<Principal> {
        let page = self.page;
        if let Some(possessor) = &phrase.possessor {
            return self.owner(possessor.clone());
        }
        if matches!(
            page.lower(phrase.after),
            "for" | "of" | "to" | "at" | "with" | "from" | "acting" | "representing"
        ) && phrase.after + 1 < tokens.end
        {
            let start = phrase.after + 1 + usize::from(page.lower(phrase.after + 1) == "for");
            let inner = page.phrase(start..tokens.end)?;
            // "for the new owners, Vik Capital"
            let end = inner.after.max(inner.head + 1);
            if page.lower(end) == ","
                && self.cast.within(start..end).is_empty()
                && let Some(figure) = self.cast.at(end + 1).filter(|_| end + 1 < tokens.end)
            {
                return Some(Principal::Figure(figure));
            }
            return self.principal_described(start..inner.after.max(inner.head + 1), &inner).map(
                |p| {
                    // "the FBI and Justice Department"
                    self.joined_principal(start..tokens.end, &inner).unwrap_or(p)
                },
            );
        }
        let names = self.cast.within(phrase.modifiers.clone());
        if let Some((_, figure)) = names.last() {
            return Some(Principal::Figure(*figure));
        }
        let noun = phrase.modifiers.clone().rev().find(|at| {
            page.is_any(*at, &[Class::Body, Class::BodyName])
                || matches!(page.lower(*at), "company" | "palace" | "household" | "white")
        })?;
        self.cast
            .last_body(page.lower(noun), phrase.head)
            .or_else(|| self.body_of_kind(page.lower(noun), phrase.head))
            .map(Principal::Figure)
            .or_else(|| Some(Principal::Words(page.words(noun..noun + 1).to_owned())))
    }

    pub(super) fn joined_principal(
        &self,
        tokens: Range<usize>,
        inner: &Phrase,
    ) -> Option<Principal> {
        let page = self.page;
        (page.lower(inner.after) == "and").then_some(())?;
        let names = self.cast.within(tokens);
        let [(first, a), (second, b), ..] = names.as_slice() else { return None };
        (first.end == inner.after && second.start <= inner.after + 2).then(|| {
            Principal::Words(format!(
                "{} and {}",
                self.cast.figures[*a].name, self.cast.figures[*b].name
            ))
        })
    }
}
