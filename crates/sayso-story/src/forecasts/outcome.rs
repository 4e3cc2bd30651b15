//! Which later sentence tells what came of a forecast?

use std::collections::BTreeMap;

use sayso_core::across::{DateOrInterval, Place, Verdict};
use sayso_core::time::Date;

use super::when::until;
use crate::claims::{Compared, Mark, Sayings, Unit, group_of, is_month, is_name, shared_of};

/// What came of a forecast, and where a later article tells.
pub(crate) struct Outcome {
    pub(crate) place: Place,
    pub(crate) verdict: Verdict,
    pub(crate) reason: String,
}

/// The sentences of all articles by their words.
pub(crate) struct Later {
    /// Each with the number of its article.
    sentences: Vec<(usize, Unit)>,
    by_term: BTreeMap<String, Vec<usize>>,
}

/// Sentences that a word may stand in before it finds none.
const MOST: usize = 400;

/// What a sentence and a forecast must share to tell of one thing.
const EVIDENCE: f32 = 1.5;

/// The same by share of the forecast's words.
const SHARE: f32 = 0.5;

/// The same of sentences about one person in one month.
const EVIDENCE_AT_ONE_TIME: f32 = 1.1;
const SHARE_AT_ONE_TIME: f32 = 0.3;

/// What it is worth that both speak of somebody's kin.
const KIN_IS_WORTH: f32 = 0.8;

/// Words of a text that owns up to an error, or boasts of having been right.
const WRONG: [&str; 9] =
    ["wrong", "mistaken", "instead", "never", "fail", "failed", "missed", "despite", "error"];
const RIGHT: [&str; 5] = ["vindicated", "indeed", "fulfilled", "duly", "prophetic"];
/// Words that boast only after one of [`PROVED`].
const RIGHT_AFTER: [&str; 4] = ["right", "true", "correct", "pas"];
const PROVED: [&str; 9] = ["got", "was", "were", "been", "proved", "proven", "came", "come", "be"];

/// Words for two people who come together.
const MEETINGS: [&str; 8] =
    ["meeting", "meet", "met", "visit", "encounter", "reunion", "appearance", "talk"];

/// Words for near kin, which a forecast may call by one name.
const FAMILY: [&str; 12] = [
    "family", "father", "mother", "brother", "sister", "son", "daughter", "parent", "wife",
    "husband", "sibling", "relative",
];

impl Later {
    /// The sentences of all articles.
    pub(crate) fn of(sayings: &Sayings<'_>) -> Self {
        let mut sentences = Vec::new();
        let mut by_term: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for article in 0..sayings.views.len() {
            for unit in sayings.sentences_of(article) {
                if sayings.views[article].sentences[unit.sentence].is_furniture {
                    continue;
                }
                for term in &unit.terms {
                    by_term.entry(term.clone()).or_default().push(sentences.len());
                }
                sentences.push((article, unit));
            }
        }
        Later { sentences, by_term }
    }

    /// What came of a forecast.
    pub(crate) fn outcome_of(
        &self,
        sayings: &Sayings<'_>,
        compared: &Compared,
        n: usize,
        about: Option<&DateOrInterval>,
    ) -> Option<Outcome> {
        recalled(sayings, compared, n, about)
            .or_else(|| self.told(sayings, n, about))
            .or_else(|| self.first_since(sayings, n))
    }

    /// A later sentence tells what happened in the words of the forecast.
    fn told(
        &self,
        sayings: &Sayings<'_>,
        n: usize,
        about: Option<&DateOrInterval>,
    ) -> Option<Outcome> {
        let saying = &sayings.all[n];
        let mut best: Option<(f32, usize)> = None;
        for unit in &with_subject(sayings, n) {
            for &at in &self.sharing(sayings, unit) {
                let (article, sentence) = &self.sentences[at];
                if !is_printed_later(sayings, saying.article, *article)
                    || !is_due(sayings, about, *article)
                    || looks_ahead(sayings, *article, sentence)
                {
                    continue;
                }
                let score = likeness(sayings, unit, sentence);
                if score > 0.0 && best.is_none_or(|(known, _)| score > known) {
                    best = Some((score, at));
                }
            }
        }
        let (article, sentence) = &self.sentences[best?.1];
        let view = &sayings.views[*article];
        let is_negated = |unit: &Unit| unit.has(Mark::Negation);
        let foretold_not = saying.units.iter().any(is_negated);
        let verdict = if is_negated(sentence) == foretold_not {
            Verdict::CameTrue
        } else {
            Verdict::DidNotHappen
        };
        let what =
            if verdict == Verdict::CameTrue { "that it came" } else { "that it did not come" };
        Some(Outcome {
            place: view.place(sentence.span),
            verdict,
            reason: format!("{} tells {what}, in the same words", view.record.id),
        })
    }

    /// A later sentence says that a meeting is the first since a day before the forecast.
    fn first_since(&self, sayings: &Sayings<'_>, n: usize) -> Option<Outcome> {
        let saying = &sayings.all[n];
        let made = sayings.view(n).published()?;
        let meets = saying.units.iter().any(|unit| {
            unit.terms
                .iter()
                .any(|term| MEETINGS.iter().any(|word| crate::claims::stem(word) == *term))
        });
        let people: Vec<&str> = saying
            .units
            .iter()
            .flat_map(|unit| unit.terms.iter().map(String::as_str))
            .filter(|term| is_name(term))
            .collect();
        if !meets {
            return None;
        }
        let since = crate::claims::stem("since");
        let candidates = self.by_term.get(&since)?;
        for &at in candidates {
            let (article, sentence) = &self.sentences[at];
            if !is_printed_later(sayings, saying.article, *article) {
                continue;
            }
            let view = &sayings.views[*article];
            let words = &view.words[view.sentences[sentence.sentence].words.clone()];
            let keys: Vec<&str> = words.iter().map(|word| word.key.as_str()).collect();
            let tells = keys.contains(&"first")
                && keys.iter().any(|key| MEETINGS.contains(key))
                && date_after(&keys, "since").is_some_and(|day| day < made);
            // The sentence names its people by itself or, with `the two`, in those around it.
            let around = sentence.sentence.saturating_sub(2)..=sentence.sentence;
            let is_about_them = people.iter().filter(|person| {
                self.sentences.iter().any(|(other, unit)| {
                    other == article
                        && around.contains(&unit.sentence)
                        && unit.terms.iter().any(|term| term == **person)
                })
            });
            if tells && is_about_them.count() >= 1 {
                return Some(Outcome {
                    place: view.place(sentence.span),
                    verdict: Verdict::DidNotHappen,
                    reason: format!(
                        "{} tells of the first such meeting since a day before the forecast was made",
                        view.record.id
                    ),
                });
            }
        }
        None
    }

    /// The sentences that share a telling word with a unit, in order.
    fn sharing(&self, sayings: &Sayings<'_>, unit: &Unit) -> Vec<usize> {
        let telling = unit.terms.iter().filter(|term| sayings.weights.of_term(term) >= 0.2);
        let mut found: Vec<usize> = telling
            .filter_map(|term| self.by_term.get(term))
            .filter(|list| list.len() <= MOST)
            .flatten()
            .copied()
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// A later article recalls the forecast and goes on to say what became of it.
fn recalled(
    sayings: &Sayings<'_>,
    compared: &Compared,
    n: usize,
    about: Option<&DateOrInterval>,
) -> Option<Outcome> {
    let saying = &sayings.all[n];
    let group = compared.groups.iter().find(|group| group.contains(&n));
    let near = compared.near[n].iter().filter(|(_, near)| *near >= 0.35).map(|(other, _)| *other);
    let mut retold: Vec<usize> = group.into_iter().flatten().copied().chain(near).collect();
    retold.retain(|other| {
        let article = sayings.all[*other].article;
        is_printed_later(sayings, saying.article, article) && is_due(sayings, about, article)
    });
    retold.sort_unstable();
    retold.dedup();
    for other in retold {
        let article = sayings.all[other].article;
        let Some(sentence) = sayings.all[other].units.first().map(|unit| unit.sentence) else {
            continue;
        };
        let view = &sayings.views[article];
        let content_end =
            sayings.all[other].statement.content.iter().map(|s| s.end()).max().unwrap_or(0);
        for next in sentence..(sentence + 4).min(view.sentences.len()) {
            let words: Vec<&str> = view.words[view.sentences[next].words.clone()]
                .iter()
                .filter(|word| next > sentence || word.span.start() >= content_end)
                .map(|word| word.key.as_str())
                .collect();
            let Some(verdict) = verdict_of(&words) else { continue };
            let reason =
                format!("{} recalls the forecast and says what became of it", view.record.id);
            let place = view.place(view.sentences[next].span);
            return Some(Outcome { place, verdict, reason });
        }
    }
    None
}

/// The units of a forecast; one that has no subject of its own has that of its sentence.
fn with_subject(sayings: &Sayings<'_>, n: usize) -> Vec<Unit> {
    let saying = &sayings.all[n];
    let view = sayings.view(n);
    let mut units = saying.units.clone();
    let Some(first) = units.first_mut() else { return units };
    let opening = view.words_in(first.span).first().map(|word| word.key.as_str());
    let lacks_subject = opening.is_some_and(|word| word == "to" || super::AHEAD.contains(&word));
    if lacks_subject {
        let sentence = sayings.unit_of(saying.article, first.sentence);
        let subject = sentence.terms.iter().find(|term| is_name(term));
        if let Some(subject) = subject.filter(|subject| !first.terms.contains(subject)) {
            first.terms.push(subject.clone());
        }
    }
    units
}

/// How far a sentence tells of what a unit foretells; 0 if it does not.
fn likeness(sayings: &Sayings<'_>, unit: &Unit, sentence: &Unit) -> f32 {
    let Some(shared) = shared_of(sayings, unit, sentence) else { return 0.0 };
    let kin = |unit: &Unit| {
        let mut terms = unit.terms.iter();
        terms.any(|term| FAMILY.iter().any(|word| crate::claims::stem(word) == *term))
    };
    let own_weight = sayings.weight(unit);
    let together = shared.evidence + if kin(unit) && kin(sentence) { KIN_IS_WORTH } else { 0.0 };
    let of_forecast = together / own_weight.max(0.1);
    // Two sentences about one person and one month are about one occasion.
    let same_time = shared.n_names_shared > 0
        && unit.terms.iter().any(|term| is_month(term) && sentence.terms.contains(term));
    let same_family = kin(unit) && kin(sentence);
    let same_action = same_family
        || unit.terms.iter().any(|term| {
            !is_name(term)
                && !is_month(term)
                && sayings.weights.of_term(term) >= 0.2
                && (sentence.terms.contains(term)
                    || group_of(term).is_some_and(|group| {
                        sentence.terms.iter().any(|other| group_of(other) == Some(group))
                    }))
        });
    let (evidence, share) =
        if same_time { (EVIDENCE_AT_ONE_TIME, SHARE_AT_ONE_TIME) } else { (EVIDENCE, SHARE) };
    let is_enough =
        together >= evidence && of_forecast >= share && !shared.names_differ && same_action;
    if is_enough { together * of_forecast } else { 0.0 }
}

/// What the words after a recalled forecast say became of it.
fn verdict_of(words: &[&str]) -> Option<Verdict> {
    let short_no = words.windows(2).take(6).any(|pair| {
        matches!(pair[0], "was" | "did" | "has" | "is" | "were" | "had" | "have")
            && pair[1] == "not"
    });
    let contracted = words.iter().take(4).any(|word| {
        matches!(*word, "wasn't" | "didn't" | "hasn't" | "isn't" | "weren't" | "haven't")
    });
    if words.len() <= 12 && (short_no || contracted) || words.iter().any(|w| WRONG.contains(w)) {
        return Some(Verdict::DidNotHappen);
    }
    let proved =
        words.windows(2).any(|pair| PROVED.contains(&pair[0]) && RIGHT_AFTER.contains(&pair[1]));
    (proved || words.iter().any(|word| RIGHT.contains(word))).then_some(Verdict::CameTrue)
}

fn is_printed_later(sayings: &Sayings<'_>, made: usize, told: usize) -> bool {
    let days = sayings.views[made].published().zip(sayings.views[told].published());
    days.is_some_and(|(made, told)| made < told)
}

/// Whether an article was printed late enough to tell.
fn is_due(sayings: &Sayings<'_>, about: Option<&DateOrInterval>, article: usize) -> bool {
    let Some(about) = about else { return true };
    let due = until(about);
    let Some(printed) = sayings.views[article].published() else { return false };
    // A month or a year may still be running.
    let first_day = Date::day_of(due.year(), due.month().unwrap_or(1), due.day().unwrap_or(1));
    first_day.is_none_or(|day| day <= printed)
}

/// Whether a sentence itself speaks of what is to come, or only repeats what somebody foretells.
fn looks_ahead(sayings: &Sayings<'_>, article: usize, sentence: &Unit) -> bool {
    let view = &sayings.views[article];
    let words = &view.words[view.sentences[sentence.sentence].words.clone()];
    let text = &view.record.text;
    let ahead = words
        .iter()
        .any(|word| super::AHEAD.contains(&word.key.as_str()) && word.span.of(text) != "May");
    ahead || sentence.has(Mark::Hedge) || sentence.has(Mark::Condition)
}

/// The month or year that stands after a word.
fn date_after(keys: &[&str], word: &str) -> Option<Date> {
    let at = keys.iter().position(|key| *key == word)?;
    keys[at + 1..].iter().take(4).find_map(|key| {
        let year: u16 = key.parse().ok().filter(|_| key.len() == 4)?;
        Date::year_only(year)
    })
}
