//! What happened when, told once however many articles tell it?
//!
//! The events of all articles, put together where they have one date and share who took part or the
//! words of what happened. One date is not one event: on the day of a fire there is also a match. Each
//! line has the sentence that tells it best; a date that no article states as a plain fact is doubtful.

use std::collections::{BTreeMap, BTreeSet};

use sayso_core::Span;
use sayso_core::across::EventAcross;
use sayso_core::id::{ArticleId, EntityId};
use sayso_core::record::Event;
use sayso_core::time::Date;

use crate::common::is_common;
use crate::dossier::View;
use crate::groups::Groups;
use crate::people::Persons;

/// Share of the lighter sentence's weight that both must have to tell one event: of sentences that
/// name somebody in common, and of others. Tuned on the dossier in `examples`.
const SHARED_WITH_PERSON: f64 = 0.2;
const SHARED: f64 = 0.34;

/// Articles that a word may stand in on one day before it tells nothing there; so no step compares
/// all with all, however many articles one day has.
const MOST_WITH_WORD: usize = 60;

/// Words of a sentence that reads well: a longer one tells more than the event.
const READABLE: std::ops::RangeInclusive<usize> = 6..=45;

/// An event of one article with the sentence it stands in.
struct Told<'a> {
    view: usize,
    event: &'a Event<Span>,
    sentence: Span,
    words: BTreeSet<&'a str>,
    who: BTreeSet<String>,
    is_furniture: bool,
}

/// The lines of the timeline, by date.
pub(crate) fn timeline(views: &[View<'_>], persons: &Persons) -> Vec<EventAcross> {
    let mut by_date: BTreeMap<Date, Vec<Told<'_>>> = BTreeMap::new();
    for (number, view) in views.iter().enumerate() {
        for event in &view.record.events {
            if let Some(told) = Told::of(view, number, event, persons) {
                by_date.entry(event.date).or_default().push(told);
            }
        }
    }
    let mut lines = Vec::new();
    for (date, told) in by_date {
        for group in together(&told) {
            let members: Vec<&Told<'_>> = group.iter().map(|number| &told[*number]).collect();
            lines.push(line(views, date, &members));
        }
    }
    lines
}

impl<'a> Told<'a> {
    fn of(
        view: &'a View<'_>,
        number: usize,
        event: &'a Event<Span>,
        persons: &Persons,
    ) -> Option<Self> {
        let sentence = &view.sentences[view.sentence_at(event.place.start())?];
        let words = view.words[sentence.words.clone()]
            .iter()
            .map(|word| word.key.as_str())
            .filter(|key| !is_common(key))
            .collect();
        let person = |id: &EntityId| match persons.get(&(view.record.id.clone(), id.clone())) {
            Some(person) => person.to_string(),
            None => format!("{}#{id}", view.record.id),
        };
        Some(Told {
            view: number,
            event,
            sentence: sentence.span,
            words,
            who: event.who.iter().map(person).collect(),
            is_furniture: sentence.is_furniture,
        })
    }
}

/// Which of the events of one date are the same.
fn together(told: &[Told<'_>]) -> Vec<Vec<usize>> {
    let mut with_word: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, one) in told.iter().enumerate() {
        for word in &one.words {
            with_word.entry(word).or_default().push(number);
        }
    }
    // A word that half of the day's sentences have tells them apart from none.
    let weight = |word: &str| {
        let having = with_word.get(word).map_or(1, Vec::len);
        (1.0 + told.len() as f64 / having as f64).ln()
    };
    let mut shared: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for (word, having) in with_word.iter().filter(|(_, having)| having.len() <= MOST_WITH_WORD) {
        for (at, a) in having.iter().enumerate() {
            for b in &having[at + 1..] {
                *shared.entry((*a, *b)).or_default() += weight(word);
            }
        }
    }
    let total: Vec<f64> =
        told.iter().map(|one| one.words.iter().map(|word| weight(word)).sum()).collect();
    let mut groups = Groups::alone(told.len());
    for ((a, b), both) in shared {
        let lighter = total[a].min(total[b]).max(f64::MIN_POSITIVE);
        let has_person = !told[a].who.is_disjoint(&told[b].who);
        let needed = if has_person { SHARED_WITH_PERSON } else { SHARED };
        if both / lighter >= needed {
            groups.join(a, b);
        }
    }
    groups.all()
}

/// One line: the sentence that shares most with the others, those first that state the date as a fact.
fn line(views: &[View<'_>], date: Date, members: &[&Told<'_>]) -> EventAcross {
    let mut telling: BTreeMap<&str, usize> = BTreeMap::new();
    for word in members.iter().flat_map(|one| &one.words) {
        *telling.entry(word).or_default() += 1;
    }
    let rank = |one: &Told<'_>| {
        let common: usize = one.words.iter().map(|word| telling[word] - 1).sum();
        let n_words = views[one.view].words_in(one.sentence).len();
        (
            one.event.certain,
            !one.is_furniture,
            READABLE.contains(&n_words),
            common / one.words.len().max(1),
            std::cmp::Reverse(n_words),
        )
    };
    // Of equals the first: the earliest article's.
    let best = members.iter().rev().max_by_key(|one| rank(one));
    let what = best.map_or_else(String::new, |one| {
        let text = &views[one.view].record.text;
        one.sentence.of(text).split_whitespace().collect::<Vec<_>>().join(" ")
    });
    let articles: BTreeSet<ArticleId> =
        members.iter().map(|one| views[one.view].record.id.clone()).collect();
    EventAcross {
        date,
        what,
        articles: articles.into_iter().collect(),
        certain: members.iter().any(|one| one.event.certain),
        evidence: members.iter().map(|one| views[one.view].place(one.event.place)).collect(),
    }
}
