//! Which body speaks, and when are people without a name a group?
//!
//! "The club" is a body that the article names in full somewhere; "critics" are a class of people; "two
//! bankers" are individuals who stay unnamed.

use std::ops::Range;

use sayso_core::record::{EntityKind, SpeakerClass};

use super::{Room, Voice, head_word};
use crate::coref::{FigureId, Principal};
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

    /// A body by a common noun: "the club", "her campaign", "the agency".
    pub(super) fn body(&mut self, tokens: &Range<usize>, phrase: &Phrase) -> Voice {
        let page = self.page;
        let head = page.lower(phrase.head);
        let span = page.segmented.cover(tokens.clone());
        let mut voice = Voice::new(SpeakerClass::Organisation, 0.85);
        head.clone_into(&mut voice.head);
        // "his campaign": named after its owner.
        if let Some(possessor) = &phrase.possessor
            && let Some(Principal::Figure(owner)) = self.owner(possessor.clone())
        {
            let figure = &self.cast.figures[owner];
            let known = self.cast.figures.iter().position(|f| {
                f.words.len() == 2 && f.words[1] == head && figure.words.last() == Some(&f.words[0])
            });
            voice.figure = known;
            if known.is_none() {
                let short = figure.name.rsplit(' ').next().unwrap_or(&figure.name);
                let short = if figure.kind == EntityKind::Person { short } else { &figure.name };
                voice.name = Some(format!("{short} {head}"));
            }
            return voice.because("speaker", span, "a body named after its owner");
        }
        let plural =
            words::is_plural(head) && head != "police" && !page.is(phrase.head, Class::Insider);
        if plural
            && let Some((_, before)) =
                self.recent().find(|(_, v)| v.plural && v.class == SpeakerClass::Organisation)
        {
            return before.again(span, "description: the bodies that spoke before");
        }
        // "this newspaper": the article's own.
        if phrase.determiner.is_some_and(|d| page.lower(d) == "this")
            && matches!(
                head,
                "newspaper" | "paper" | "website" | "magazine" | "site" | "publication"
            )
            && let Some(outlet) = self.outlet
        {
            voice.name = Some(outlet.to_owned());
            return voice.because("speaker", span, "the outlet of the article itself");
        }
        let found = self
            .cast
            .last_body(head, phrase.head)
            .or_else(|| self.body_of_kind(head, tokens.start));
        if found.is_none()
            && matches!(head, "campaign" | "camp")
            && phrase.modifiers.is_empty()
            && let Some(owner) = self.main_person()
        {
            let name = &self.cast.figures[owner].name;
            voice.name = Some(format!("{} {head}", name.rsplit(' ').next().unwrap_or(name)));
            return voice.because(
                "speaker",
                span,
                "the campaign of the person whom the article is about",
            );
        }
        if phrase.modifiers.is_empty() || phrase.determiner.is_some_and(|d| page.lower(d) == "the")
        {
            voice.figure = found;
        }
        if voice.figure.is_none() {
            voice.name = self.describes(tokens.start..phrase.head + 1).filter(|_| {
                phrase.modifiers.clone().any(|at| page.segmented.tokens[at].is_capital())
            });
            voice.role = self.describes(tokens.clone());
        }
        voice.because("speaker", span, "head noun: a body")
    }

    /// The person whom the article names most often.
    pub(super) fn main_person(&self) -> Option<FigureId> {
        (0..self.cast.figures.len())
            .filter(|id| self.cast.is_person(*id))
            .max_by_key(|id| (self.cast.figures[*id].mentions.len(), std::cmp::Reverse(*id)))
    }

    /// The body of a kind that was named last: "the outlet" an outlet, "the agency" one with initials.
    pub(super) fn body_of_kind(&self, head: &str, before: usize) -> Option<FigureId> {
        let media = matches!(
            head,
            "outlet"
                | "newspaper"
                | "paper"
                | "magazine"
                | "website"
                | "site"
                | "broadcaster"
                | "network"
                | "tabloid"
                | "publication"
                | "daily"
                | "station"
                | "broadsheet"
        );
        let generic = matches!(
            head,
            "agency"
                | "company"
                | "club"
                | "firm"
                | "organisation"
                | "organization"
                | "group"
                | "body"
                | "charity"
                | "watchdog"
                | "regulator"
                | "bank"
                | "union"
        );
        if !media && !generic {
            return None;
        }
        let wanted = |figure: &FigureId| {
            let kind = self.cast.figures[*figure].kind;
            if media { kind == EntityKind::Outlet } else { kind == EntityKind::Organisation }
        };
        // "The club" is the body that the article names most; "the agency" the one that spoke last.
        if matches!(head, "club" | "company" | "firm" | "charity" | "group" | "union" | "bank") {
            return (0..self.cast.figures.len())
                .filter(wanted)
                .filter(|id| self.cast.figures[*id].mentions.len() > 1)
                .max_by_key(|id| {
                    let figure = &self.cast.figures[*id];
                    let sports =
                        head == "club" && figure.words.last().is_some_and(|w| is_club_word(w));
                    (sports, !figure.guessed, figure.mentions.len(), std::cmp::Reverse(*id))
                });
        }
        self.recent().filter_map(|(_, v)| v.figure).find(|f| generic && wanted(f)).or_else(|| {
            self.cast
                .named
                .iter()
                .filter(|(name, f)| name.tokens.start < before && wanted(f))
                .map(|(_, f)| *f)
                .next_back()
        })
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

/// Last words of the names of sports clubs.
fn is_club_word(lower: &str) -> bool {
    matches!(
        lower,
        "united"
            | "city"
            | "town"
            | "rovers"
            | "athletic"
            | "wanderers"
            | "albion"
            | "rangers"
            | "fc"
            | "club"
            | "county"
            | "wednesday"
            | "villa"
            | "sporting"
            | "giants"
    )
}

/// Endings of nouns for somebody who does something.
pub(super) fn is_agent_noun(lower: &str) -> bool {
    ["er", "or", "ist", "ian", "ant", "ent", "ee", "man", "woman", "master", "smith", "year-old"]
        .iter()
        .any(|ending| lower.ends_with(ending))
}
