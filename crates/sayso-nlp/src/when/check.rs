//! Which dates of an article contradict each other?
//!
//! A weekday that is not the day's, two ages of one person, an age that a date of birth does not allow, a length
//! that is not the one between its ends. Nothing is put right: each place gets a note that quotes the other.

use sayso_core::Span;
use sayso_core::record::{AttributeKind, Entity, Note};
use sayso_core::time::Date;

use super::moment::{Calendar, Unit, Value};
use super::{Time, Times};
use crate::segment::Segmented;

/// What the notes are about.
const KIND: &str = "contradiction";

/// The contradictions between the dates and ages of an article.
pub fn contradictions(
    segmented: &Segmented<'_>,
    times: &Times,
    entities: &[Entity<Span>],
    published: Option<Date>,
) -> Vec<Note<Span>> {
    let mut notes = Vec::new();
    weekdays(segmented, times, &mut notes);
    lengths(segmented, times, &mut notes);
    for entity in entities {
        ages(segmented, entity, &mut notes);
        births(segmented, times, entity, published, &mut notes);
    }
    notes
}

/// A note at each of two places that quotes the other.
fn both(segmented: &Segmented<'_>, a: Span, b: Span, why: &str, notes: &mut Vec<Note<Span>>) {
    let quoted = |span: Span| span.of(segmented.text).split_whitespace().collect::<Vec<_>>().join(" ");
    for (here, there) in [(a, b), (b, a)] {
        let message = format!("does not agree with “{}”: {why}", quoted(there));
        let note = Note { place: here, kind: KIND.to_owned(), message };
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
}

fn weekdays(segmented: &Segmented<'_>, times: &Times, notes: &mut Vec<Note<Span>>) {
    for time in &times.all {
        let (Some(told), Some(Calendar::Day(day))) = (time.weekday, time.value.calendar()) else {
            continue;
        };
        let Some(real) = day.weekday().filter(|real| *real != told) else { continue };
        // Of a day without its year only a neighbouring year is certainly wrong.
        if time.is_guess {
            continue;
        }
        let words: Vec<usize> = time.tokens.clone().collect();
        let (Some(first), Some(second)) = (words.first(), words.get(1)) else { continue };
        let name = segmented.cover(*first..first + 1);
        let date = segmented.cover(*second..time.tokens.end);
        let why = format!("{day} is a {}", real.name());
        both(segmented, name, date, &why, notes);
    }
}

/// "from 2011 to 2019, an eleven-year reign": the years between two years of one sentence, and a length.
fn lengths(segmented: &Segmented<'_>, times: &Times, notes: &mut Vec<Note<Span>>) {
    let before = |time: &Time| {
        let word = time.tokens.start.checked_sub(1).and_then(|at| segmented.tokens.get(at));
        word.map_or("", |word| word.lower.as_str())
    };
    for pair in times.all.windows(2) {
        let [first, second] = pair else { continue };
        let (Some(Calendar::Year(from)), Some(Calendar::Year(to))) =
            (first.value.calendar(), second.value.calendar())
        else {
            continue;
        };
        let sentence = segmented.sentence_at(first.place.start());
        let is_stretch = before(first) == "from"
            && matches!(before(second), "to" | "until" | "till")
            && second.tokens.start == first.tokens.end + 1
            && to > from;
        if !is_stretch {
            continue;
        }
        let years = u32::from(to - from);
        for time in &times.all {
            let Value::Lasting(length) = time.value else { continue };
            let near = segmented.sentence_at(time.place.start()) == sentence
                && time.tokens.start.abs_diff(second.tokens.end).min(first.tokens.start.abs_diff(time.tokens.end)) <= 4;
            let count = length.count.filter(|_| near && length.unit == Unit::Year && !length.and_half);
            // Both ends may count.
            if let Some(count) = count.filter(|count| count.abs_diff(years) > 1) {
                let why = format!("{years} years, not {count}");
                both(segmented, time.place, first.place.cover(second.place), &why, notes);
            }
        }
    }
}

fn ages(segmented: &Segmented<'_>, entity: &Entity<Span>, notes: &mut Vec<Note<Span>>) {
    let ages: Vec<(u32, Span)> = entity
        .attributes
        .iter()
        .filter(|attribute| attribute.kind == AttributeKind::Age)
        .filter_map(|attribute| Some((attribute.value.parse().ok()?, attribute.place)))
        .collect();
    let Some((first, place)) = ages.first() else { return };
    if let Some((other, there)) = ages.iter().find(|(age, _)| age != first) {
        let why = format!("{} is {first} or {other}", entity.name);
        both(segmented, *place, *there, &why, notes);
    }
}

/// "Orr, 41, was born on 3 May 1990": the age on the day of publication.
fn births(
    segmented: &Segmented<'_>,
    times: &Times,
    entity: &Entity<Span>,
    published: Option<Date>,
    notes: &mut Vec<Note<Span>>,
) {
    let Some(today) = published else { return };
    let age = entity.attributes.iter().find(|attribute| attribute.kind == AttributeKind::Age);
    let Some((age, place)) = age.and_then(|age| Some((age.value.parse::<i32>().ok()?, age.place))) else {
        return;
    };
    for time in &times.all {
        let Some(born) = time.value.date().filter(|_| !time.is_relative) else { continue };
        if !is_birth_of(segmented, time, entity) {
            continue;
        }
        let years = |from: Date, to: Date| {
            let whole = i32::from(to.year()) - i32::from(from.year());
            whole - i32::from((to.month(), to.day()) < (from.month(), from.day()))
        };
        let least = years(born.last_day(), today.first_day());
        let most = years(born.first_day(), today.last_day());
        if !(least..=most).contains(&age) {
            let why = format!("born in {born}, {} would be {most}", entity.name);
            both(segmented, place, time.place, &why, notes);
        }
    }
}

/// Whether a date follows "born" in a sentence whose only person before it is this one.
fn is_birth_of(segmented: &Segmented<'_>, time: &Time, entity: &Entity<Span>) -> bool {
    let sentence = &segmented.sentences[segmented.sentence_at(time.place.start())];
    let lower = |at: usize| segmented.tokens.get(at).map_or("", |token| token.lower.as_str());
    let start = time.tokens.start.saturating_sub(4).max(sentence.tokens.start);
    let Some(born) = (start..time.tokens.start).rev().find(|at| lower(*at) == "born") else {
        return false;
    };
    // The subject: the nearest mention before "born", with nothing but its verb and age between.
    let born_at = segmented.tokens[born].span.start();
    entity.mentions.iter().any(|mention| {
        let end = mention.place.end();
        mention.place.start() >= sentence.span.start()
            && end <= born_at
            && segmented
                .tokens_in(Span::new(end, born_at))
                .all(|at| matches!(lower(at), "," | "was" | "who" | "is") || lower(at).bytes().all(|b| b.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use crate::annotate;
    use sayso_core::Article;
    use sayso_core::id::ArticleId;

    /// The words and messages of the notes on contradictions.
    fn notes(text: &str, published: &str) -> Vec<(String, String)> {
        let mut article = Article::new(ArticleId::new("a"), text.to_owned());
        article.published = published.parse().ok();
        let notes = annotate(article).notes;
        let found = notes.into_iter().filter(|note| note.kind == super::KIND);
        found.map(|note| (note.place.of(text).to_owned(), note.message)).collect()
    }

    #[test]
    fn a_weekday_that_is_not_the_days_is_noted_at_both_places() {
        let found = notes("The vote was held on Monday, May 6, 2025.", "2025-05-20");
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(found[0].0, "Monday");
        assert!(found[0].1.contains("2025-05-06 is a Tuesday"), "{found:?}");
        assert!(notes("The vote was held on Tuesday, May 6, 2025.", "2025-05-20").is_empty());
        assert!(notes("The vote was held on Monday, May 6.", "2024-05-20").is_empty());
    }

    #[test]
    fn an_age_must_fit_the_date_of_birth() {
        let text = "Ines Calder, 41, was born on 3 May 1990. She leads the harbour.";
        assert_eq!(notes(text, "2025-05-20").len(), 2);
        assert!(notes(&text.replace("41", "35"), "2025-05-20").is_empty());
        assert!(notes(&text.replace("41", "34"), "2025-05-02").is_empty());
    }

    #[test]
    fn a_length_must_fit_its_ends() {
        let text = "She ran the port from 2001 to 2009, a twelve-year reign.";
        assert_eq!(notes(text, "2025-05-20").len(), 2);
        assert!(notes(&text.replace("twelve", "eight"), "2025-05-20").is_empty());
    }
}
