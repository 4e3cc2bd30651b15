//! Which of the dates around a cue is the day of saying?
//!
//! The one nearest to the cue that belongs to its own clause. A date inside "who resigned in March", after
//! "since" or before a noun ("the March vote", "Monday's match") tells when something else was so, unless
//! that noun is where people speak: "at Monday's briefing".

use std::ops::Range;

use sayso_core::Span;
use sayso_core::time::Date;

use super::{Days, cue_tokens, frame, sentence_of};
use crate::phrase::Page;
use crate::segment::Shape;
use crate::speaker::Room;
use crate::words::Class;

/// A date of saying, the words that give it, and what decided.
pub type When = (Date, Span, &'static str);

/// The date that the frame of a relation gives.
pub(super) fn of_frame(
    room: &Room<'_>,
    cue_of: &[Option<usize>],
    r: usize,
    days: Days<'_>,
) -> Option<When> {
    let page = room.page;
    let cue = cue_tokens(room, r);
    let anchor = match cue.first() {
        Some(first) => *first,
        None => room.relations[r].source.first().map(|s| page.segmented.tokens_in(*s).start)?,
    };
    let last = cue.last().copied().unwrap_or(anchor);
    let distance = |tokens: &Range<usize>| {
        if tokens.start > last { tokens.start - last } else { anchor.saturating_sub(tokens.end) }
    };
    let words = frame(room, r);
    let (date, tokens) = days
        .times
        .dates_in(&words)
        .into_iter()
        .filter(|(date, tokens)| {
            is_past(*date, days.published)
                && is_adverbial(page, tokens)
                && in_clause(room, cue_of, r, tokens, anchor..last)
        })
        .min_by_key(|(_, tokens)| (distance(tokens), tokens.start))?;
    let by = if days.published.is_some() {
        "a date beside the cue, told from the day of publication"
    } else {
        "a date beside the cue, told from when the article must have been published"
    };
    Some((date, page.segmented.cover(tokens), by))
}

/// The date in the main clause of a sentence that frames no statement.
pub(super) fn of_sentence(
    room: &Room<'_>,
    sentence: Range<usize>,
    days: Days<'_>,
) -> Option<When> {
    let page = room.page;
    let tokens: Vec<usize> =
        sentence.clone().filter(|at| room.field.quotation[*at].is_none()).collect();
    let (date, tokens) =
        days.times.dates_in(&tokens).into_iter().find(|(date, tokens)| {
            is_past(*date, days.published)
                && is_adverbial(page, tokens)
                && !is_subordinate(page, sentence.start..tokens.start)
        })?;
    Some((date, page.segmented.cover(tokens), "a date in the sentence before"))
}

/// The day that the sentence before tells of the same person: "She met the press on Monday. “…,” she
/// said."
pub(super) fn of_sentence_before(
    room: &Room<'_>,
    cue_of: &[Option<usize>],
    r: usize,
    days: Days<'_>,
) -> Option<When> {
    let segmented = room.page.segmented;
    let figure = room.voices[r].as_ref()?.figure?;
    let relation = &room.relations[r];
    let start = [&relation.source, &relation.cue, &relation.content]
        .into_iter()
        .flatten()
        .map(|span| span.start())
        .min()?;
    let before = segmented.sentence_at(start).checked_sub(1)?;
    let sentence = &segmented.sentences[before];
    let cites = sentence.tokens.clone().any(|at| cue_of[at].is_some());
    if sentence.paragraph != segmented.paragraph_at(start) || cites {
        return None;
    }
    // The first person whom the sentence names is whom it tells of.
    let first = sentence.tokens.clone().find_map(|at| {
        let named = room.cast.at(at).filter(|f| room.cast.is_person(*f));
        named.or_else(|| room.pronouns.at(at).map(|reading| reading.figure))
    });
    first.filter(|f| *f == figure)?;
    of_sentence(room, sentence.tokens.clone(), days)
}

/// What is yet to come was not said.
fn is_past(date: Date, published: Option<Date>) -> bool {
    published.is_none_or(|today| date <= today || !is_precise_beyond(date, today))
}

/// Whether a date is certainly after another.
fn is_precise_beyond(date: Date, today: Date) -> bool {
    (date.year(), date.month().unwrap_or(0), date.day().unwrap_or(0))
        > (today.year(), today.month().unwrap_or(12), today.day().unwrap_or(31))
}

/// Nouns for where and how people speak; a date may stand before them.
pub(super) fn is_speaking_noun(page: Page<'_>, at: usize) -> bool {
    matches!(
        page.lower(at),
        "interview"
            | "interviews"
            | "conference"
            | "briefing"
            | "speech"
            | "rally"
            | "debate"
            | "show"
            | "programme"
            | "program"
            | "hearing"
            | "edition"
            | "episode"
            | "broadcast"
            | "issue"
            | "remarks"
            | "address"
            | "appearance"
            | "announcement"
            | "call"
            | "forum"
            | "meeting"
    ) || page.is_any(at, &[Class::Issued, Class::Document])
}

/// "ALDHAM, Aug. 24 (Vik) —": when and where it was written.
fn is_date_line(page: Page<'_>, tokens: &Range<usize>) -> bool {
    let sentence = page.sentence_of(tokens.start);
    tokens.start <= sentence.start + 6
        && (tokens.end..tokens.end + 6)
            .find(|at| matches!(page.lower(*at), "—" | "–" | "-" | "--"))
            .is_some_and(|dash| {
                (sentence.start..tokens.start)
                    .any(|at| page.segmented.tokens[at].shape == Shape::Upper)
                    && dash < sentence.end
            })
}

/// Whether a date stands by itself, not before or after a noun that it only describes.
fn is_adverbial(page: Page<'_>, tokens: &Range<usize>) -> bool {
    if is_date_line(page, tokens) {
        return false;
    }
    let mut before = tokens.start;
    let word = |at: usize| at.checked_sub(1).map_or("", |b| page.lower(b));
    while matches!(word(before), "late" | "early" | "earlier" | "mid" | "last") {
        before -= 1;
    }
    let preposition = word(before);
    let speaking = |from: usize| {
        (from..from + 4).take_while(|at| page.is_word(*at)).any(|at| is_speaking_noun(page, at))
    };
    match preposition {
        "since" | "until" | "till" | "by" | "before" | "through" | "for" | "between" | "next"
        | "than" => return false,
        "from" | "to" => return speaking(tokens.end + 1) && page.is_possessive(tokens.end),
        "of" => {
            let day = before.checked_sub(2).map_or("", |b| page.lower(b));
            if !matches!(
                day,
                "morning"
                    | "evening"
                    | "night"
                    | "afternoon"
                    | "day"
                    | "beginning"
                    | "end"
                    | "start"
            ) {
                return false;
            }
        }
        "the" | "a" | "an" | "his" | "her" | "its" | "their" | "another" => {
            return speaking(tokens.end + usize::from(page.is_possessive(tokens.end)));
        }
        _ => {}
    }
    if page.is_possessive(tokens.end) {
        return matches!(preposition, "after" | "following")
            || matches!(preposition, "in" | "at" | "on" | "during") && speaking(tokens.end + 1);
    }
    true
}

/// Whether a date belongs to the clause of the cue.
fn in_clause(
    room: &Room<'_>,
    cue_of: &[Option<usize>],
    r: usize,
    tokens: &Range<usize>,
    cue: Range<usize>,
) -> bool {
    let (first, last) = (cue.start, cue.end);
    let page = room.page;
    let Some(sentence) = sentence_of(room, r) else { return false };
    let gap = if tokens.start > last {
        last + 1..tokens.start
    } else if tokens.end <= first {
        if is_subordinate(page, sentence.start..tokens.start) {
            return false;
        }
        tokens.end..first
    } else {
        return true;
    };
    // Another cue with a source of its own takes the date that stands beside it.
    let other = |at: usize| {
        cue_of[at].is_some_and(|o| o != r && super::key(room, o) != super::key(room, r))
    };
    if gap.clone().any(other) {
        return false;
    }
    if tokens.start > last && is_subordinate(page, gap.clone()) {
        return false;
    }
    // A clause that opens between the two parts them; one inside the source, or content before the
    // date, does not.
    !gap.filter(|at| room.field.source_of[*at] != Some(r) && super::belongs(room, r, *at)).any(
        |at| {
            matches!(
                page.lower(at),
                "who"
                    | "which"
                    | "whose"
                    | "where"
                    | "because"
                    | "while"
                    | "although"
                    | "though"
                    | "since"
            )
        },
    )
}

/// Whether what leads up to a date opens a clause that has not ended: "who resigned in", "after she
/// left on".
fn is_subordinate(page: Page<'_>, lead: Range<usize>) -> bool {
    let mut at = lead.end;
    while at > lead.start {
        at -= 1;
        match page.lower(at) {
            "who" | "which" | "whose" | "where" | "since" | "before" | "because" | "while"
            | "although" | "though" | "that" => return true,
            "after" | "when" | "as" => {
                let asked = matches!(
                    page.lower(at + 1),
                    "asked" | "pressed" | "reached" | "contacted" | "questioned" | "speaking"
                ) || (at + 1..at + 5).any(|n| {
                    matches!(
                        page.lower(n),
                        "met"
                            | "spoke"
                            | "addressed"
                            | "appeared"
                            | "faced"
                            | "briefed"
                            | "testified"
                    )
                });
                let verb = (at + 1..lead.end).any(|n| {
                    let word = page.lower(n);
                    page.segmented.tokens[n].shape == Shape::Lower
                        && (word.ends_with("ed")
                            || page.is(n, Class::Speech)
                            || matches!(
                                word,
                                "was"
                                    | "were"
                                    | "is"
                                    | "had"
                                    | "has"
                                    | "did"
                                    | "took"
                                    | "met"
                                    | "won"
                                    | "lost"
                                    | "came"
                                    | "went"
                                    | "left"
                                    | "made"
                                    | "became"
                            ))
                });
                if verb && !asked {
                    return true;
                }
            }
            // "Ruiz, D-Aldham, who": a short insertion ends no clause.
            "," => match (at.saturating_sub(4).max(lead.start)..at)
                .rev()
                .find(|n| page.lower(*n) == ",")
            {
                Some(opening) => at = opening,
                None => return false,
            },
            ";" | ":" | "—" | "–" => return false,
            _ => {}
        }
    }
    false
}

/// The day of an article that is itself an occasion: a release says what it says on its day, a live blog
/// what it tells in the present tense.
pub(super) fn of_printing(room: &Room<'_>, published: Option<Date>) -> Vec<Option<When>> {
    let page = room.page;
    let mut days = vec![None; room.relations.len()];
    let Some(today) = published.filter(|date| date.day().is_some()) else { return days };
    let release = room.page.segmented.paragraphs.iter().take(4).find_map(|paragraph| {
        let words = paragraph.span.of(page.segmented.text).to_lowercase();
        ["press release", "news release", "media release", "immediate release", "immediate use"]
            .iter()
            .any(|phrase| words.starts_with(phrase) || words.ends_with(phrase))
            .then_some(paragraph.span)
    });
    let times: Vec<Span> = page
        .segmented
        .paragraphs
        .iter()
        .map(|paragraph| paragraph.span)
        .filter(|span| begins_with_time(span.of(page.segmented.text)))
        .collect();
    let live = times.first().copied().filter(|_| times.len() >= 3);
    for (r, day) in days.iter_mut().enumerate() {
        if room.relations[r].parent.is_some() {
            continue;
        }
        let cue = cue_tokens(room, r);
        let has = cue.iter().any(|at| matches!(page.lower(*at), "has" | "have" | "had"));
        let present = cue.iter().any(|at| {
            let lower = page.lower(*at);
            lower == "will"
                || lower.ends_with('s') && page.is(*at, Class::Speech)
                || lower == "is" && page.lower(at + 1).ends_with("ing")
        });
        if let Some(place) = release.filter(|_| !has) {
            *day = Some((today, place, "a release says it on its day"));
        } else if let Some(place) = live.filter(|_| present) {
            *day = Some((today, place, "a live report tells it on its day"));
        }
    }
    days
}

/// "17:30 A CHANGE", "9.05pm: rain"
fn begins_with_time(words: &str) -> bool {
    let hours = words.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &words.as_bytes()[hours..];
    (1..=2).contains(&hours)
        && rest.len() > 3
        && matches!(rest[0], b':' | b'.')
        && rest[1..3].iter().all(u8::is_ascii_digit)
        && !rest[3].is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::begins_with_time;

    #[test]
    fn times_open_the_entries_of_a_live_report() {
        for (words, expected) in [
            ("17:30 A CHANGE", true),
            ("9.05pm: rain", true),
            ("2024 was dry", false),
            ("12.500 people", false),
            ("17:30", false),
            ("", false),
        ] {
            assert_eq!(begins_with_time(words), expected, "{words}");
        }
    }
}
