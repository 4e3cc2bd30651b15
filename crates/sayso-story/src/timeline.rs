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

/// The same for events of which one has a less precise date, and the words that both must have at least.
const FOLDED_WITH_PERSON: f64 = 0.25;
const FOLDED: f64 = 0.4;
const LEAST_SHARED: usize = 2;

/// Events within a year or month that one of it is held against, and tellings of each.
const MOST_FINER: usize = 300;
const MOST_TOLD: usize = 6;

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
            let told = Told::of(view, number, event, persons);
            if let Some(told) = told.filter(|told| is_dated(view, told)) {
                by_date.entry(event.date).or_default().push(told);
            }
        }
    }
    let mut days: BTreeMap<Date, Vec<Vec<Told<'_>>>> = BTreeMap::new();
    for (date, told) in by_date {
        let groups = together(&told);
        let mut told: Vec<Option<Told<'_>>> = told.into_iter().map(Some).collect();
        let take = |group: Vec<usize>| group.into_iter().filter_map(|n| told[n].take()).collect();
        let groups = groups.into_iter().map(take).collect();
        days.insert(date, groups);
    }
    fold(&mut days);
    let lines = days
        .iter()
        .flat_map(|(date, groups)| groups.iter().map(|members| line(views, *date, members)));
    lines.collect()
}

/// Whether the text gives the event a date of its own.
///
/// "Last year" names no year that a timeline could stand on, "now" is the day of printing, and a
/// weekday in an article whose own day had to be inferred is a guess upon a guess.
fn is_dated(view: &View<'_>, told: &Told<'_>) -> bool {
    let date = told.event.date;
    let words = told.sentence.of(&view.record.text);
    let says_year = words.contains(&format!("{:04}", date.year()));
    let says_day = date.day().is_some_and(|day| {
        let is_day = |word: &str| word.trim_end_matches(char::is_alphabetic) == day.to_string();
        words.split(|c: char| !c.is_alphanumeric()).any(is_day)
    });
    let is_inferred = view.record.published.is_none();
    if date.month().is_none() {
        says_year
    } else if told.event.certain {
        true
    } else {
        Some(date) != view.record.published && (!is_inferred || says_year || says_day)
    }
}

/// Puts what one article tells of a year or a month to what another tells of a day in it.
fn fold(days: &mut BTreeMap<Date, Vec<Vec<Told<'_>>>>) {
    let coarse: Vec<Date> = days.keys().copied().filter(|date| date.day().is_none()).collect();
    for date in coarse {
        let groups = days.remove(&date).unwrap_or_default();
        let mut kept = Vec::new();
        for group in groups {
            let finer = days
                .range(date..)
                .take_while(|(finer, _)| holds(date, **finer))
                .flat_map(|(finer, groups)| {
                    groups.iter().enumerate().map(move |(n, group)| (*finer, n, group))
                })
                .take(MOST_FINER)
                .map(|(finer, n, other)| (likeness(&group, other), finer, n))
                .filter(|(like, ..)| *like >= 1.0);
            let best = finer.max_by(|a, b| a.0.total_cmp(&b.0).then((b.1, b.2).cmp(&(a.1, a.2))));
            match best.and_then(|(_, finer, n)| days.get_mut(&finer)?.get_mut(n)) {
                Some(other) => other.extend(group),
                None => kept.push(group),
            }
        }
        if !kept.is_empty() {
            days.insert(date, kept);
        }
    }
}

/// Whether a year or month holds a date.
fn holds(coarse: Date, date: Date) -> bool {
    let in_month = coarse.month().is_none() || coarse.month() == date.month();
    coarse.year() == date.year() && in_month
}

/// How much of what is needed two groups have in common to be one event; 1 is enough.
fn likeness(a: &[Told<'_>], b: &[Told<'_>]) -> f64 {
    let mut most: f64 = 0.0;
    for one in a.iter().take(MOST_TOLD) {
        for other in b.iter().take(MOST_TOLD) {
            // One sentence with two dates tells two events.
            if one.view == other.view && one.sentence == other.sentence {
                return 0.0;
            }
            let both = one.words.intersection(&other.words).count();
            let shorter = one.words.len().min(other.words.len()).max(1);
            let has_person = !one.who.is_disjoint(&other.who);
            let needed = if has_person { FOLDED_WITH_PERSON } else { FOLDED };
            if both >= LEAST_SHARED {
                most = most.max(both as f64 / shorter as f64 / needed);
            }
        }
    }
    most
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
fn line(views: &[View<'_>], date: Date, members: &[Told<'_>]) -> EventAcross {
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

#[cfg(test)]
mod tests {
    use sayso_core::id::EntityId;

    use super::*;
    use crate::Dossier;
    use crate::fixture::{article, dossier};

    /// An article with an event for each sentence that is given a date, all of them the same person's.
    fn telling(id: &str, sentences: &[(&str, &str)]) -> sayso_core::ArticleRecord<Span> {
        let text: Vec<&str> = sentences.iter().map(|(_, words)| *words).collect();
        let mut record = article(id, "2024-06-20", &text.join(" "));
        let mut start = 0;
        for (date, words) in sentences {
            let place = Span::new(start, start + words.len());
            start += words.len() + 1;
            let Ok(date) = date.parse() else { continue };
            let who = vec![EntityId::new("e1")];
            let what = (*words).to_owned();
            record.events.push(Event { date, place, what, who, certain: true });
        }
        record
    }

    fn lines(dossier: &Dossier) -> Vec<String> {
        let views = dossier.views();
        timeline(&views, &Persons::new())
            .iter()
            .map(|event| format!("{} {} {}", event.date, event.articles.len(), event.what))
            .collect()
    }

    #[test]
    fn one_event_is_told_once_and_two_of_a_day_stay_two() {
        let dossier = dossier(vec![
            telling(
                "a",
                &[("2024-06-14", "The Corvane ferry ran aground on the northern sandbank.")],
            ),
            telling("b", &[("2024-06-14", "On Friday a ferry ran aground on a sandbank.")]),
            telling("c", &[("2024-06-14", "The rowing club won the regatta.")]),
        ]);
        assert_eq!(
            lines(&dossier),
            [
                "2024-06-14 2 On Friday a ferry ran aground on a sandbank.",
                "2024-06-14 1 The rowing club won the regatta."
            ]
        );
    }

    #[test]
    fn a_year_is_folded_into_its_day_and_last_year_is_no_date() {
        let dossier = dossier(vec![
            telling("a", &[("2019-03-02", "The ferry sank off Corvane on 2 March 2019.")]),
            telling("b", &[("2019", "The Corvane ferry sank in 2019.")]),
            telling("c", &[("2023", "The owner lost money last year.")]),
        ]);
        assert_eq!(lines(&dossier).len(), 1, "{:?}", lines(&dossier));
        assert!(lines(&dossier)[0].starts_with("2019-03-02 2 "));
    }
}
