//! Which body does a common noun mean?
//!
//! "The club" is a body that the article names in full somewhere; "his campaign" is named after its owner.

use std::ops::Range;

use sayso_core::record::{EntityKind, SpeakerClass};

use super::{Room, Voice};
use crate::coref::{FigureId, Principal};
use crate::names;
use crate::phrase::Phrase;
use crate::words::{self, Class};

impl Room<'_> {
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
            // "Lund's agency" is the one that she heads, and has a name of its own.
            if known.is_none() && figure.kind == EntityKind::Outlet {
                // "the paper's editorial board"
                voice.figure = Some(owner);
            } else if known.is_none()
                && figure.kind == EntityKind::Person
                && !names::is_small_body(head)
            {
                voice.figure = self.body_headed_by(owner, head);
                voice.role = self.describes(tokens.clone());
            } else if known.is_none() {
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
        let capital = phrase.modifiers.clone().any(|at| page.segmented.tokens[at].is_capital());
        let found = self
            .body_named(phrase, |word, noun| word == noun)
            .or_else(|| (!capital).then(|| self.body_of_kind(head, tokens.start)).flatten())
            .or_else(|| self.body_named(phrase, is_like));
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
        let the = phrase.determiner.is_some_and(|d| page.lower(d) == "the");
        // "a House panel": an opening may describe the body that it names later.
        if phrase.modifiers.is_empty() || the || capital && self.in_opening(tokens.start) {
            voice.figure = found;
        }
        if voice.figure.is_none()
            && let Some(traced) = self.traced(tokens, phrase, false)
        {
            return traced;
        }
        if voice.figure.is_none() {
            let one_of_a_kind = is_one_of_a_kind(head) && (the || phrase.determiner.is_none());
            let shown = tokens.start..phrase.head + 1;
            voice.name = self.describes(shown).filter(|_| capital || one_of_a_kind);
            voice.role = self.describes(tokens.clone());
        }
        voice.because("speaker", span, "head noun: a body")
    }

    /// The body whose name has the noun of a phrase, or one like it, and all its capitalised words: the
    /// last one named, else the next.
    fn body_named(&self, phrase: &Phrase, is_like: fn(&str, &str) -> bool) -> Option<FigureId> {
        let page = self.page;
        let head = page.lower(phrase.head);
        let capitals: Vec<&str> = phrase
            .modifiers
            .clone()
            .filter(|at| page.segmented.tokens[*at].is_capital())
            .map(|at| page.lower(at))
            .collect();
        let fits = |figure: &FigureId| {
            let known = &self.cast.figures[*figure];
            matches!(known.kind, EntityKind::Organisation | EntityKind::Outlet)
                && known.words.len() > 1
                && known.words.iter().any(|word| is_like(word, head))
                && capitals.iter().all(|c| known.words.iter().any(|word| word == c))
        };
        // What the phrase says in small words may be in the name too: "the banking committee".
        let exact = |figure: FigureId| {
            let words = &self.cast.figures[figure].words;
            let small = |at: &usize| words.iter().any(|word| word == page.lower(*at));
            phrase.modifiers.clone().filter(small).count()
        };
        let named = || self.cast.named.iter().filter(|(_, figure)| fits(figure));
        named()
            .filter(|(name, _)| name.tokens.start < phrase.head)
            .max_by_key(|(name, figure)| (exact(*figure), name.tokens.start))
            .or_else(|| {
                named().max_by_key(|(name, figure)| {
                    (exact(*figure), std::cmp::Reverse(name.tokens.start))
                })
            })
            .map(|(_, figure)| *figure)
    }

    /// The body that a person's roles name: "Lund, the harbour board's chairwoman".
    fn body_headed_by(&self, owner: FigureId, head: &str) -> Option<FigureId> {
        let of_roles = || {
            self.cast.figures[owner]
                .facts
                .iter()
                .flat_map(|fact| self.cast.within(fact.tokens.clone()))
                .map(|(_, figure)| figure)
                .filter(|figure| {
                    matches!(
                        self.cast.figures[*figure].kind,
                        EntityKind::Organisation | EntityKind::Outlet
                    )
                })
        };
        of_roles()
            .find(|f| self.cast.figures[*f].words.iter().any(|word| is_like(word, head)))
            .or_else(|| of_roles().next())
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
                .filter(|id| !self.cast.figures[*id].words.iter().any(|w| is_of_state(w)))
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

/// Whether a word of a body's name can stand for a noun: "the panel" is a committee.
fn is_like(word: &str, noun: &str) -> bool {
    word == noun
        || match noun {
            "panel" => matches!(word, "committee" | "subcommittee" | "commission" | "board"),
            "committee" => matches!(word, "subcommittee" | "panel"),
            "agency" => matches!(
                word,
                "bureau" | "administration" | "service" | "services" | "office" | "department"
            ),
            "department" => word == "ministry",
            "ministry" => word == "department",
            "organisation" => word == "organization",
            "organization" => word == "organisation",
            "school" => matches!(word, "university" | "college" | "academy"),
            "watchdog" | "regulator" => matches!(word, "commission" | "authority" | "office"),
            _ => false,
        }
}

/// Bodies of which an article has one, so that the noun alone is their name: "the coastguard".
fn is_one_of_a_kind(head: &str) -> bool {
    matches!(
        head,
        "police"
            | "coastguard"
            | "army"
            | "navy"
            | "military"
            | "league"
            | "government"
            | "parliament"
            | "palace"
            | "congress"
            | "senate"
            | "cabinet"
            | "junta"
            | "constabulary"
            | "judiciary"
    )
}

/// Words in the names of public bodies, which are no company, club or group.
fn is_of_state(word: &str) -> bool {
    matches!(
        word,
        "state"
            | "senate"
            | "house"
            | "congress"
            | "parliament"
            | "court"
            | "department"
            | "ministry"
            | "government"
            | "administration"
            | "committee"
            | "agency"
            | "police"
            | "army"
            | "military"
            | "party"
            | "campaign"
    )
}
