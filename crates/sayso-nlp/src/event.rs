//! What happened, and on which day?
//!
//! A clause with a date tells of a dated event; so does a statement whose day is known, for saying is
//! something that happens. What is foretold, denied, supposed, or told on somebody else's word is kept, and marked
//! as not certain.

use std::ops::Range;

use sayso_core::Span;
use sayso_core::id::EntityId;
use sayso_core::record::{Entity, Event, FurnitureKind, Stance, Statement};
use sayso_core::time::Date;

use crate::segment::{Segmented, Shape};
use crate::when::moment::{Calendar, Hedge, Value};
use crate::when::{Direction, Time, Times, is_past};

/// A clause that says anything has at least so many words.
const LEAST_WORDS: usize = 4;

/// The dated events of an article, in order.
pub fn gather(
    segmented: &Segmented<'_>,
    times: &Times,
    entities: &[Entity<Span>],
    statements: &[Statement<Span>],
    published: Option<Date>,
) -> Vec<Event<Span>> {
    let mut events: Vec<Event<Span>> = Vec::new();
    for time in &times.all {
        let Some(date) = date_of(time) else { continue };
        let paragraph = &segmented.paragraphs[segmented.paragraph_at(time.place.start())];
        // A date line tells when the article was written, not what happened.
        if !paragraph.is_read || paragraph.furniture == Some(FurnitureKind::Date) {
            continue;
        }
        let clause = clause_around(segmented, time);
        if !tells(segmented, clause.clone()) {
            continue;
        }
        let place = segmented.cover(clause.clone());
        let certain = is_certain(segmented, time, clause, statements);
        push(&mut events, segmented, entities, date, place, certain);
    }
    for statement in statements {
        let Some((date, certain)) = day_of(segmented, statement, published) else { continue };
        let place = said_at(statement);
        if !events.iter().any(|event| event.date == date && event.place.overlaps(place)) {
            push(&mut events, segmented, entities, date, place, certain);
        }
    }
    events.sort_by_key(|event| (event.place, event.date));
    events
}

fn push(
    events: &mut Vec<Event<Span>>,
    segmented: &Segmented<'_>,
    entities: &[Entity<Span>],
    date: Date,
    place: Span,
    certain: bool,
) {
    let what = place.of(segmented.text).split_whitespace().collect::<Vec<_>>().join(" ");
    let takes_part = |entity: &&Entity<Span>| entity.mentions.iter().any(|m| place.contains(m.place));
    let who: Vec<EntityId> = entities.iter().filter(takes_part).map(|e| e.id.clone()).collect();
    events.push(Event { date, place, what, who, certain });
}

/// The date of what happens at a time: of a stretch that is only ended, its end.
fn date_of(time: &Time) -> Option<Date> {
    let Value::At(calendar, _) = time.value else { return None };
    let date = calendar.date()?;
    match (calendar, time.hedge) {
        (Calendar::Year(year), _) if time.is_end => Date::month_of(year, 12),
        (Calendar::Month(..), _) if time.is_end => Some(date.last_day()),
        // "before Christmas" is not on that day.
        (Calendar::Day(_), Hedge::Before | Hedge::After) if time.is_edge => Some(date.to_month()),
        _ => Some(date),
    }
}

/// Words and marks between which a clause lies.
fn is_boundary(segmented: &Segmented<'_>, at: usize) -> bool {
    let token = &segmented.tokens[at];
    token.shape == Shape::QuotationMark
        || matches!(token.form, ";" | ":" | "—" | "–" | "--" | "(" | ")" | "," | "…" | "•")
        || matches!(token.lower.as_str(), "who" | "which" | "that" | "but" | "because" | "while" | "although" | "where")
}

/// The tokens of the clause that a time stands in: wide enough to have a verb, never beyond its sentence.
fn clause_around(segmented: &Segmented<'_>, time: &Time) -> Range<usize> {
    let sentence = segmented.sentences[segmented.sentence_at(time.place.start())].tokens.clone();
    let end = time.tokens.end.min(sentence.end);
    let mut clause = time.tokens.start.clamp(sentence.start, end.max(sentence.start))..end;
    let grow_back = |clause: &mut Range<usize>| {
        while clause.start > sentence.start && !is_boundary(segmented, clause.start - 1) {
            clause.start -= 1;
        }
    };
    let grow_on = |clause: &mut Range<usize>| {
        while clause.end < sentence.end && !is_boundary(segmented, clause.end) {
            clause.end += 1;
        }
    };
    grow_back(&mut clause);
    grow_on(&mut clause);
    // "On Friday, the players walked out": what happened stands beyond the comma; before it otherwise.
    for _ in 0..6 {
        let n_words = clause.clone().filter(|at| segmented.tokens[*at].is_word()).count();
        if n_words >= LEAST_WORDS && clause.clone().any(|at| is_verb(segmented, at)) {
            break;
        }
        let opens = clause.start == sentence.start
            || segmented.tokens[clause.start - 1].shape == Shape::QuotationMark;
        if opens && clause.end < sentence.end {
            clause.end += 1;
            grow_on(&mut clause);
        } else if clause.start > sentence.start {
            clause.start -= 1;
            grow_back(&mut clause);
        } else {
            break;
        }
    }
    let is_word = |at: &usize| segmented.tokens[*at].is_word();
    let first = clause.clone().find(is_word).unwrap_or(clause.start);
    let last = clause.clone().rev().find(is_word).map_or(clause.end, |at| at + 1);
    first..last.max(first + 1)
}

/// Whether a token is a verb that shows its tense.
fn is_verb(segmented: &Segmented<'_>, at: usize) -> bool {
    let token = &segmented.tokens[at];
    token.shape == Shape::Lower && is_past(&token.lower)
        || token.shape == Shape::Clitic && matches!(token.lower.as_str(), "'ll" | "'d" | "'re" | "'ve")
        || matches!(
            token.lower.as_str(),
            "is" | "are" | "has" | "have" | "will" | "would" | "may" | "might" | "could" | "can" | "should" | "must"
                | "does" | "do" | "says" | "tells" | "runs" | "begins" | "opens" | "takes" | "plays" | "goes"
                | "comes" | "ends" | "expects" | "plans" | "meets" | "hosts" | "host"
        )
}

/// Whether a clause tells anything: a date that stands alone does not.
fn tells(segmented: &Segmented<'_>, clause: Range<usize>) -> bool {
    clause.filter(|at| segmented.tokens[*at].is_word()).count() >= 2
}

/// Whether the text itself states a clause as a fact with a plain date.
fn is_certain(
    segmented: &Segmented<'_>,
    time: &Time,
    clause: Range<usize>,
    statements: &[Statement<Span>],
) -> bool {
    let is_open = time.is_guess
        || time.direction == Direction::Ahead
        || !matches!(time.hedge, Hedge::None)
        || clause.clone().any(|at| {
            matches!(
                segmented.tokens[at].lower.as_str(),
                "not" | "n't" | "never" | "no" | "if" | "whether" | "unless" | "would" | "could" | "may" | "might"
                    | "will" | "should" | "reportedly" | "allegedly" | "expected" | "due" | "planned" | "rumoured"
                    | "rumored" | "supposedly" | "perhaps" | "probably" | "possibly" | "'ll"
            )
        });
    let told_by_others = statements
        .iter()
        .any(|s| s.content.iter().any(|content| content.contains(time.place)));
    !is_open && !told_by_others
}

/// Where it is said that something is said: from its source and cue to its content.
fn said_at(statement: &Statement<Span>) -> Span {
    let all = statement.source.iter().chain(&statement.cue).chain(statement.content.first());
    all.copied().reduce(Span::cover).unwrap_or_else(|| Span::new(0, 0))
}

/// The day on which a statement was made. One that is reported in the present tense or the perfect is news of
/// the day of publication, but the text does not say so.
fn day_of(
    segmented: &Segmented<'_>,
    statement: &Statement<Span>,
    published: Option<Date>,
) -> Option<(Date, bool)> {
    if statement.parent.is_some() || statement.negated {
        return None;
    }
    let certain = statement.stance != Stance::Hedged;
    if let Some(said) = statement.said {
        return Some((said, certain));
    }
    let published = published.filter(|date| date.day().is_some())?;
    let words = statement.cue.iter().flat_map(|cue| segmented.tokens_in(*cue));
    let is_news = words.clone().any(|at| {
        matches!(segmented.tokens[at].lower.as_str(), "has" | "have" | "says" | "tells" | "claims" | "warns" | "announces" | "pleased")
    });
    is_news.then_some((published, false))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate;
    use sayso_core::Article;
    use sayso_core::id::ArticleId;

    /// Date, words and certainty of each event.
    fn events(text: &str) -> Vec<(String, String, bool)> {
        let mut article = Article::new(ArticleId::new("a"), text.to_owned());
        article.published = "2025-09-28".parse().ok();
        let events = annotate(article).events;
        events.into_iter().map(|e| (e.date.to_string(), e.what, e.certain)).collect()
    }

    fn event(date: &str, what: &str, certain: bool) -> (String, String, bool) {
        (date.to_owned(), what.to_owned(), certain)
    }

    #[test]
    fn what_happened_is_certain_and_what_will_is_not() {
        assert_eq!(
            events("The old pier burnt down on Friday. The council will meet on Thursday."),
            [
                event("2025-09-26", "The old pier burnt down on Friday", true),
                event("2025-10-02", "The council will meet on Thursday", false),
            ]
        );
    }

    #[test]
    fn a_date_before_a_comma_belongs_to_what_follows() {
        assert_eq!(
            events("In 2019, the harbour froze."),
            [event("2019", "In 2019, the harbour froze", true)]
        );
    }

    #[test]
    fn the_end_of_a_stretch_is_its_last_day() {
        let dates: Vec<_> = events("The lease lapsed at the end of March. It closes by the end of 2027.")
            .into_iter()
            .map(|(date, ..)| date)
            .collect();
        assert_eq!(dates, ["2025-03-31", "2027-12"]);
    }

    #[test]
    fn what_somebody_else_tells_is_not_certain() {
        let told = events("The mayor said that the bridge fell in 2011.");
        assert!(told.iter().any(|(date, _, certain)| date == "2011" && !certain), "{told:?}");
    }
}
