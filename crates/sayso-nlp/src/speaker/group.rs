//! When are people without a name a group?
//!
//! "Critics" are a class of people; "two bankers" are individuals who stay unnamed.

use std::ops::Range;

use sayso_core::record::{EntityKind, SpeakerClass};

use super::{Room, Voice, head_word};
use crate::coref::Principal;
use crate::phrase::Phrase;
use crate::words::{self, Class};

impl Room<'_> {
    /// "one of the officials", "some of the voters", "a number of players".
    pub(super) fn partitive(&mut self, tokens: &Range<usize>, phrase: &Phrase) -> Option<Voice> {
        let page = self.page;
        if page.lower(phrase.after) != "of" || phrase.after + 1 >= tokens.end {
            return None;
        }
        let head = page.lower(phrase.head);
        let quantity = page.is(phrase.head, Class::Quantity)
            || matches!(
                head,
                "number"
                    | "group"
                    | "majority"
                    | "percent"
                    | "%"
                    | "handful"
                    | "couple"
                    | "chorus"
                    | "string"
                    | "range"
                    | "lot"
                    | "bunch"
                    | "third"
                    | "thirds"
                    | "proportion"
                    | "dozens"
            );
        let number = page.is(phrase.head, Class::Number);
        if !quantity && !number {
            return None;
        }
        let span = page.segmented.cover(tokens.clone());
        let inner_tokens = phrase.after + 1..tokens.end;
        let inner = page.phrase(inner_tokens.clone())?;
        let head_inner = head_word(page, inner.head);
        if number && !page.is(phrase.head, Class::Quantity) {
            if page.is(inner.head, Class::Document) {
                return None;
            }
            let mut voice = Voice::new(SpeakerClass::Anonymous, 0.8);
            voice.plural = !matches!(head, "one" | "another" | "each");
            voice.head = head_inner;
            if matches!(page.lower(inner.head), "them" | "those" | "these")
                && let Some((_, before)) = self.recent().find(|(_, v)| v.plural)
            {
                voice.close_to.clone_from(&before.close_to);
                voice.head.clone_from(&before.head);
                voice.role = Some(before.head.clone()).filter(|h| !h.is_empty());
            } else {
                voice.role = self.describes(tokens.clone());
                voice.close_to = self.close_to(&inner_tokens, &inner);
            }
            return Some(voice.because("speaker", span, "one of a group"));
        }
        let mut voice = Voice::new(SpeakerClass::Collective, 0.85);
        voice.plural = true;
        voice.head = head_inner;
        voice.role = self.describes(tokens.clone());
        Some(voice.because("speaker", span, "some of a group"))
    }

    /// People without a name: single ones are anonymous, several a group unless they are counted or are
    /// of the kind that tells things in confidence.
    pub(super) fn people(
        &mut self,
        tokens: &Range<usize>,
        phrase: &Phrase,
        plural: bool,
        human: bool,
    ) -> Voice {
        let page = self.page;
        let head = page.lower(phrase.head);
        let determiner = phrase.determiner.map_or("", |at| page.lower(at));
        let insider = page.is(phrase.head, Class::Insider);
        let collective = page.is(phrase.head, Class::Collective);
        let quantity = phrase.determiner.is_some_and(|at| page.is(at, Class::Quantity));
        let counted = phrase.determiner.is_some_and(|at| page.is(at, Class::Number));
        let teller = matches!(
            head_word(page, phrase.head).as_str(),
            "source"
                | "insider"
                | "official"
                | "person"
                | "individual"
                | "whistleblower"
                | "informant"
                | "courtier"
                | "diplomat"
                | "officer"
                | "aide"
                | "staffer"
        ) || page.lower(phrase.after) == "familiar";
        let bare_people =
            head == "people" && phrase.after >= tokens.end && phrase.modifiers.is_empty();
        let one = matches!(determiner, "a" | "an" | "one" | "another");
        let someone = matches!(head, "someone" | "somebody" | "one" | "another");
        let polled = insider && plural && self.is_polled(head);
        let class = if plural && !counted && (quantity || bare_people || polled) {
            SpeakerClass::Collective
        } else if plural && (counted || insider && teller) {
            SpeakerClass::Anonymous
        } else if plural || collective && !one {
            SpeakerClass::Collective
        } else if human || someone || (one || determiner == "the") && is_agent_noun(head) {
            SpeakerClass::Anonymous
        } else if phrase.determiner.is_none() && page.segmented.tokens[phrase.head].is_capital() {
            self.capital_head(phrase)
        } else {
            SpeakerClass::Document
        };
        let mut voice = Voice::new(class, 0.75);
        voice.plural = plural;
        voice.head = head_word(page, phrase.head);
        voice.gender = words::gender_of_word(head);
        voice.role = self.describes(tokens.clone());
        if class == SpeakerClass::Anonymous
            && matches!(page.lower(phrase.head), "sources" | "source" | "insider" | "insiders")
            && let Some((_, figure)) = self.cast.within(phrase.modifiers.clone()).pop()
            && self.cast.figures[figure].kind == EntityKind::Person
        {
            voice.close_to = Some(Principal::Figure(figure));
        }
        if class == SpeakerClass::Organisation {
            voice.name = self.describes(tokens.clone());
        }
        voice
    }

    /// A capitalised head that names nothing the article names elsewhere: a headline's noun.
    pub(super) fn capital_head(&self, phrase: &Phrase) -> SpeakerClass {
        if words::known(self.page.segmented.tokens[phrase.head].form).is_empty() {
            SpeakerClass::Organisation
        } else {
            SpeakerClass::Collective
        }
    }
}

/// Endings of nouns for somebody who does something.
pub(super) fn is_agent_noun(lower: &str) -> bool {
    ["er", "or", "ist", "ian", "ant", "ent", "ee", "man", "woman", "master", "smith", "year-old"]
        .iter()
        .any(|ending| lower.ends_with(ending))
}
