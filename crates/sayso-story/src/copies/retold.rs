//! Does one article retell what another outlet had for itself?
//!
//! A retelling shares few runs of words. What gives it away are the statements: somebody told them to
//! one outlet alone, which says so ("told the Courier", "the Courier has learned", "exclusive"), and a
//! few days later they stand in another, one after the other, with no word of where they come from. Two
//! reports of one press conference share as many quotations, but neither had them for itself; and an
//! article that names the first outlet reports on its report, which is no copy.

use std::collections::BTreeMap;

use sayso_core::Span;
use sayso_core::across::Place;
use sayso_core::record::{FurnitureKind, Quotation, SpeakerClass};
use sayso_core::time::Date;

use crate::common::is_common;
use crate::copies::is_one_outlet;
use crate::dossier::View;
use crate::words::{Word, words_of};

/// Days after which a retelling is late.
const MOST_DAYS: i32 = 7;

/// Articles after an exclusive one that are held against it.
const MOST_LATER: usize = 60;

/// Statements that must stand in both, and how many of them in the same order.
const LEAST_STATEMENTS: usize = 3;
const IN_ORDER: f64 = 0.6;

/// Share of the shorter statement's words that both must have in order, and the fewest that count.
const ALIKE: f64 = 0.6;
const LEAST_WORDS: usize = 3;

/// Words of a statement that are compared.
const MOST_WORDS: usize = 80;

/// Statements that are shown as evidence.
const SHOWN: usize = 4;

/// What comes before an outlet's name where somebody speaks to it, and after it where it knows.
const TELLING: [&str; 4] = ["told", "tell", "telling", "informed"];
const KNOWING: [&str; 8] = [
    "learned",
    "learnt",
    "reveal",
    "revealed",
    "understand",
    "obtained",
    "discovered",
    "exclusively",
];

/// A retelling: the numbers of both articles, the earlier first, and what proves it.
pub(crate) struct Retold {
    pub(crate) earlier: usize,
    pub(crate) later: usize,
    pub(crate) reason: String,
    pub(crate) evidence: Vec<Place>,
}

/// A sentence of a statement by its words.
struct Said<'a> {
    place: Span,
    words: Vec<&'a str>,
}

/// The retellings within each story.
pub(crate) fn retold(views: &[View<'_>], story_of: &[usize]) -> Vec<Retold> {
    let mut stories: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (article, story) in story_of.iter().enumerate() {
        stories.entry(*story).or_default().push(article);
    }
    let mut found = Vec::new();
    for articles in stories.into_values() {
        for (at, earlier) in articles.iter().enumerate() {
            let Some(outlet) = Outlet::of(&views[*earlier]) else { continue };
            let Some(mark) = outlet.exclusive_mark(&views[*earlier]) else { continue };
            let same_day = |other: usize| views[other].published() == views[*earlier].published();
            let before = articles[..at].iter().rev().take_while(|other| same_day(**other));
            let after = articles[at + 1..].iter().take(MOST_LATER);
            for later in before.chain(after) {
                if is_candidate(&views[*earlier], &views[*later])
                    && !outlet.is_named_in(&views[*later])
                {
                    found.extend(compare(views, *earlier, *later, mark, &outlet));
                }
            }
        }
    }
    found
}

fn is_candidate(earlier: &View<'_>, later: &View<'_>) -> bool {
    let within = |a: Date, b: Date| (0..=MOST_DAYS).any(|days| a.plus_days(days) == Some(b));
    let dates = earlier.published().zip(later.published());
    dates.is_some_and(|(a, b)| within(a, b)) && !is_one_outlet(earlier, later)
}

fn compare(
    views: &[View<'_>],
    earlier: usize,
    later: usize,
    mark: Span,
    outlet: &Outlet,
) -> Option<Retold> {
    let (of_earlier, of_later) = (said(&views[earlier]), said(&views[later]));
    // For each statement of the later article the one that is most like it.
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (number, later) in of_later.iter().enumerate() {
        let alike = of_earlier.iter().enumerate().map(|(n, earlier)| (likeness(earlier, later), n));
        let best = alike.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        pairs.extend(best.filter(|(like, _)| *like >= ALIKE).map(|(_, n)| (n, number)));
    }
    let mut distinct: Vec<usize> = pairs.iter().map(|(earlier, _)| *earlier).collect();
    let in_order = longest_rise(&distinct);
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() < LEAST_STATEMENTS || (in_order as f64) < IN_ORDER * pairs.len() as f64 {
        return None;
    }
    let (a, b) = (&views[earlier], &views[later]);
    let words = |view: &View<'_>, place: Span| {
        let words: Vec<&str> = place.of(&view.record.text).split_whitespace().collect();
        let words = words[..words.len().min(12)].join(" ");
        words.trim_matches(['“', '”', '"', '‘', '’', '\'', ',']).to_owned()
    };
    let (one, other) = pairs[0];
    let reason = format!(
        "{} sentences that {} had for itself stand in the other, {in_order} of them in the same order, without credit: “{}” is “{}” there",
        distinct.len(),
        outlet.name,
        words(a, of_earlier[one].place),
        words(b, of_later[other].place),
    );
    let mut evidence = vec![a.place(mark)];
    for (one, other) in pairs.into_iter().take(SHOWN) {
        evidence.push(a.place(of_earlier[one].place));
        evidence.push(b.place(of_later[other].place));
    }
    Some(Retold { earlier, later, reason, evidence })
}

/// What people are quoted with, and what unnamed ones say, each sentence by itself.
fn said<'a>(view: &'a View<'_>) -> Vec<Said<'a>> {
    let statements = view.record.statements.iter();
    let of_anybody = statements.filter(|statement| {
        statement.quotation != Quotation::Indirect
            || statement.speaker.class == SpeakerClass::Anonymous
    });
    let mut said = Vec::new();
    for span in of_anybody.flat_map(|statement| &statement.content) {
        let first = view.sentences.partition_point(|s| s.span.end() <= span.start());
        for sentence in &view.sentences[first..] {
            let Some(place) = sentence.span.intersection(*span) else { break };
            let words = view.words_in(place).iter().map(|word| word.key.as_str());
            let words: Vec<&str> = words.take(MOST_WORDS).collect();
            if words.len() >= LEAST_WORDS {
                said.push(Said { place, words });
            }
        }
    }
    // A statement within a statement has its words twice.
    said.sort_by_key(|one| one.place);
    said.dedup_by_key(|one| one.place);
    said
}

/// Share of the shorter statement's words that both have in the same order; none if all of them are
/// words that say nothing.
fn likeness(a: &Said<'_>, b: &Said<'_>) -> f64 {
    let mut row = vec![0u32; b.words.len() + 1];
    let mut telling = false;
    for word in &a.words {
        let mut diagonal = 0;
        for (at, other) in b.words.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if word == other { diagonal + 1 } else { above.max(row[at]) };
            telling |= word == other && !is_common(word);
            diagonal = above;
        }
    }
    let both = row.last().copied().unwrap_or(0);
    let shorter = a.words.len().min(b.words.len());
    if telling && both as usize >= LEAST_WORDS { f64::from(both) / shorter as f64 } else { 0.0 }
}

/// Length of the longest part of the numbers that never falls.
fn longest_rise(numbers: &[usize]) -> usize {
    let mut ends: Vec<usize> = Vec::new();
    for number in numbers {
        let at = ends.partition_point(|end| end <= number);
        if at == ends.len() { ends.push(*number) } else { ends[at] = *number }
    }
    ends.len()
}

/// An outlet by the words that name it.
struct Outlet {
    name: String,
    whole: Vec<String>,
    /// The last word of its name, which names it after "the".
    last: Option<String>,
}

impl Outlet {
    fn of(view: &View<'_>) -> Option<Self> {
        let name = view.record.outlet.clone()?;
        let keys = words_of(&name, Span::new(0, name.len())).into_iter().map(|word| word.key);
        let whole: Vec<String> = keys.skip_while(|key| key == "the").collect();
        let last = whole.last().filter(|last| whole.len() > 1 && !is_common(last)).cloned();
        (!whole.is_empty()).then_some(Outlet { name, whole, last })
    }

    /// The words at which the outlet is named, those before and those after.
    fn named<'w>(&self, words: &'w [Word]) -> Vec<(usize, &'w [Word], &'w [Word])> {
        let keys: Vec<&str> = words.iter().map(|word| word.key.as_str()).collect();
        let mut named = Vec::new();
        for at in 0..keys.len() {
            let is_whole = keys[at..].len() >= self.whole.len()
                && keys[at..].iter().zip(&self.whole).all(|(key, own)| key == own);
            let is_last = at > 0
                && keys[at - 1] == "the"
                && self.last.as_deref().is_some_and(|last| last == keys[at]);
            let length = if is_whole { self.whole.len() } else { usize::from(is_last) };
            if length > 0 {
                named.push((at, &words[..at], &words[at + length..]));
            }
        }
        named
    }

    fn is_named_in(&self, view: &View<'_>) -> bool {
        !self.named(&view.words).is_empty()
    }

    /// Where an article says that its outlet had something for itself.
    fn exclusive_mark(&self, view: &View<'_>) -> Option<Span> {
        for (at, before, after) in self.named(&view.words) {
            let previous =
                before.iter().rev().map(|word| word.key.as_str()).find(|key| *key != "the");
            let told = previous.is_some_and(|key| TELLING.contains(&key));
            let knows = after.iter().take(3).any(|word| KNOWING.contains(&word.key.as_str()));
            if told || knows {
                return Some(view.words[at].span);
            }
        }
        let is_title = |start: usize| {
            let mut furniture = view.record.furniture.iter();
            furniture.any(|f| {
                f.place.holds(start)
                    && matches!(f.kind, FurnitureKind::Headline | FurnitureKind::Deck)
            })
        };
        let exclusive = view.words.iter().find(|word| word.key == "exclusive");
        exclusive.map(|word| word.span).filter(|place| is_title(place.start()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(a: &str, b: &str) -> f64 {
        let words = |text: &str| words_of(text, Span::new(0, text.len()));
        let (a, b) = (words(a), words(b));
        let place = Span::new(0, 0);
        let said =
            |words: &'_ [Word]| words.iter().map(|word| word.key.clone()).collect::<Vec<_>>();
        let (a, b) = (said(&a), said(&b));
        let one = Said { place, words: a.iter().map(String::as_str).collect() };
        let other = Said { place, words: b.iter().map(String::as_str).collect() };
        likeness(&one, &other)
    }

    #[test]
    fn a_statement_in_changed_words_is_told_from_one_of_common_words() {
        assert!(like("Ines could be asked", "Ines will be asked") >= ALIKE);
        assert!(like("she may sell the mill by May", "I'll sell the mill by May") >= ALIKE);
        assert!(like("that is what they all said", "that is what they say") < ALIKE);
        assert!(like("the mill", "the mill") < ALIKE, "too short to tell");
    }

    #[test]
    fn order_is_the_longest_rise() {
        assert_eq!(longest_rise(&[0, 2, 1, 2, 5]), 4);
        assert_eq!(longest_rise(&[3, 2, 1]), 1);
        assert_eq!(longest_rise(&[]), 0);
    }
}
