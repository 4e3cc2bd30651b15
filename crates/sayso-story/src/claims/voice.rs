//! Who speaks, across articles?
//!
//! A [`Voice`] is the speaker of a statement in a form that is the same in every article where that is
//! known: a person, a body, an outlet, a document. Unnamed sources are never the same by that alone.

use std::collections::BTreeMap;

use sayso_core::Span;
use sayso_core::id::EntityId;
use sayso_core::record::{SpeakerClass, Statement};

use super::saying::Names;
use crate::dossier::View;

/// The speaker of a statement.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Voice {
    /// A person or body that the text identifies, by its term; a spokesperson speaks as the principal.
    Known {
        /// The term of the person or body.
        name: String,
        /// The name to show.
        shown: String,
        /// Whether an unnamed official voice speaks for it.
        is_official: bool,
    },
    /// An outlet of the dossier that vouches for it.
    Outlet {
        /// Its number among the outlets.
        outlet: usize,
        /// The name to show.
        shown: String,
    },
    /// Somebody whom the text describes and does not name.
    Unnamed {
        /// The words of the description.
        described: String,
    },
    /// Nobody at all.
    Nobody,
}

/// The outlets of the articles, under one name each.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outlets {
    /// The words of each name, sorted.
    words: Vec<Vec<String>>,
    shown: Vec<String>,
    of_article: Vec<Option<usize>>,
}

impl Voice {
    /// Who speaks a statement.
    pub(crate) fn of(
        view: &View<'_>,
        statement: &Statement<Span>,
        names: &Names,
        outlets: &Outlets,
    ) -> Self {
        let speaker = &statement.speaker;
        let of_entity = |entity: &EntityId| names.term(&view.record.id, entity);
        let known = |term: &str, fallback: &str, is_official| Voice::Known {
            name: term.to_owned(),
            shown: names.shown(term).unwrap_or(fallback).to_owned(),
            is_official,
        };
        let text = &view.record.text;
        let described = || {
            let words = statement.source.iter().map(|span| span.of(text).trim());
            Voice::Unnamed { described: words.collect::<Vec<_>>().join(" ") }
        };
        match speaker.class {
            SpeakerClass::Author => match speaker.name.as_ref().or(view.record.byline.as_ref()) {
                Some(name) => by_name(name, names, false),
                None => outlets.voice(view.record.outlet.as_deref().unwrap_or_default()),
            },
            SpeakerClass::Spokesperson => match &speaker.speaks_for {
                Some(principal) => match of_entity(&EntityId::new(principal.as_str())) {
                    Some(term) => known(term, principal, true),
                    None => by_name(principal, names, true),
                },
                None => described(),
            },
            SpeakerClass::Anonymous | SpeakerClass::Collective => described(),
            SpeakerClass::Unattributed => Voice::Nobody,
            SpeakerClass::Named | SpeakerClass::Organisation | SpeakerClass::Document => {
                let term = speaker.entity.as_ref().and_then(of_entity);
                match (term, &speaker.name) {
                    (_, Some(name)) if outlets.find(name).is_some() => outlets.voice(name),
                    (Some(term), name) => known(term, name.as_deref().unwrap_or_default(), false),
                    (None, Some(name)) => by_name(name, names, false),
                    (None, None) => described(),
                }
            }
        }
    }

    /// The term of the person or body.
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Voice::Known { name, .. } => Some(name),
            _ => None,
        }
    }

    /// The name to show.
    pub(crate) fn shown(&self) -> Option<&str> {
        match self {
            Voice::Known { shown, .. } | Voice::Outlet { shown, .. } => Some(shown),
            Voice::Unnamed { .. } | Voice::Nobody => None,
        }
    }

    /// Whether both are the same identified person, body or outlet.
    pub(crate) fn is_same_as(&self, other: &Voice) -> bool {
        match (self, other) {
            (Voice::Known { name: a, .. }, Voice::Known { name: b, .. }) => a == b,
            (Voice::Outlet { outlet: a, .. }, Voice::Outlet { outlet: b, .. }) => a == b,
            _ => false,
        }
    }
}

fn by_name(name: &str, names: &Names, is_official: bool) -> Voice {
    let term = names.by_name(name);
    Voice::Known { name: term, shown: name.to_owned(), is_official }
}

impl Outlets {
    /// The outlets that the articles were published by.
    pub(crate) fn of(views: &[View<'_>]) -> Self {
        let mut outlets = Outlets::default();
        let mut numbers: BTreeMap<Vec<String>, usize> = BTreeMap::new();
        for view in views {
            let Some(name) = &view.record.outlet else {
                outlets.of_article.push(None);
                continue;
            };
            let words = words_of_name(name);
            let next = outlets.words.len();
            let number = *numbers.entry(words.clone()).or_insert(next);
            if number == next {
                outlets.words.push(words);
                outlets.shown.push(name.clone());
            }
            outlets.of_article.push(Some(number));
        }
        outlets
    }

    /// The outlet that a name means: the same words, or all words of one in the other, if that is one
    /// outlet only.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        let words = words_of_name(name);
        if words.is_empty() {
            return None;
        }
        if let Some(same) = self.words.iter().position(|known| *known == words) {
            return Some(same);
        }
        let within = |a: &[String], b: &[String]| a.iter().all(|word| b.contains(word));
        let mut fitting = (0..self.words.len())
            .filter(|n| within(&words, &self.words[*n]) || within(&self.words[*n], &words))
            .filter(|n| !self.words[*n].is_empty());
        let found = fitting.next()?;
        fitting.next().is_none().then_some(found)
    }

    /// The outlet of an article.
    pub(crate) fn of_article(&self, article: usize) -> Option<usize> {
        self.of_article.get(article).copied().flatten()
    }

    /// The name of an outlet.
    pub(crate) fn shown(&self, outlet: usize) -> &str {
        &self.shown[outlet]
    }

    fn voice(&self, name: &str) -> Voice {
        match self.find(name) {
            Some(outlet) => Voice::Outlet { outlet, shown: self.shown[outlet].clone() },
            None => Voice::Nobody,
        }
    }
}

/// The words of an outlet's name that tell it from others, sorted.
fn words_of_name(name: &str) -> Vec<String> {
    let lower = name.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_alphanumeric());
    let mut words: Vec<String> = words
        .filter(|word| !word.is_empty() && !matches!(*word, "the" | "of" | "on" | "and" | "com"))
        .map(str::to_owned)
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outlet_is_found_by_a_part_of_its_name_if_only_one_has_it() {
        let mut outlets = Outlets::default();
        for name in ["Aldermoor Courier", "Kestle Evening Mail", "Evening Star"] {
            outlets.words.push(words_of_name(name));
            outlets.shown.push(name.to_owned());
        }
        assert_eq!(outlets.find("the Courier"), Some(0));
        assert_eq!(outlets.find("Mail"), Some(1));
        assert_eq!(outlets.find("Evening"), None);
        assert_eq!(outlets.find("Gazette"), None);
        assert_eq!(outlets.find("the"), None);
    }
}
