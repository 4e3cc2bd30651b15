//! What was foretold, and what came of it?
//!
//! A forecast is open until an article printed later tells. It may do so in three ways: it recalls the
//! forecast and says what became of it; it tells what happened, in the words of the forecast; or it says
//! that something is the first, or has not been, since a day before the forecast was made. What nobody
//! tells stays open, however long ago its day was.

mod outcome;
mod when;

use sayso_core::across::{DateOrInterval, Forecast, Place, Verdict};
use sayso_core::record::{SpeakerClass, Stance};

use crate::claims::{Compared, Mark, Saying, Sayings};
use crate::forecasts::outcome::{Later, Outcome};
use crate::forecasts::when::about;

/// Words that make a hedged statement one about the future.
const AHEAD: [&str; 13] = [
    "will", "shall", "would", "may", "might", "could", "i'll", "we'll", "he'll", "she'll",
    "they'll", "it'll", "there'll",
];

/// The forecasts, by the order in which they were made.
pub(crate) fn forecasts(sayings: &Sayings<'_>, compared: &Compared) -> Vec<Forecast> {
    let foretold: Vec<usize> = (0..sayings.all.len()).filter(|n| foretells(sayings, *n)).collect();
    if foretold.is_empty() {
        return Vec::new();
    }
    let later = Later::of(sayings);
    let mut forecasts = Vec::new();
    for n in foretold {
        let statement = &sayings.all[n].statement;
        let about = about(sayings, n);
        let outcome = later.outcome_of(sayings, compared, n, about.as_ref());
        let mut evidence: Vec<Place> = sayings.places(n);
        let (outcome, verdict, reason) = match outcome {
            Some(Outcome { place, verdict, reason }) => {
                evidence.push(place.clone());
                (Some(place), verdict, reason)
            }
            None => (None, Verdict::Open, open_reason(sayings, n, about.as_ref())),
        };
        forecasts.push(Forecast {
            statement: statement.id.clone(),
            about,
            outcome,
            verdict,
            reason,
            evidence,
        });
    }
    forecasts
}

/// Whether a statement foretells something and is where it is foretold best: not the headline of what
/// the text has, not the sentence that passes it on, not a recollection of an old forecast.
fn foretells(sayings: &Sayings<'_>, n: usize) -> bool {
    let saying = &sayings.all[n];
    let statement = saying.statement;
    let is_ahead = match statement.stance {
        Stance::Forecast => true,
        Stance::Hedged => is_about_the_future(sayings, saying, n),
        Stance::Asserts | Stance::Denies => false,
    };
    let is_recalled = is_recollection(sayings, n);
    let says_something = saying.is_proposition(sayings.view(n))
        || saying.units.iter().map(|unit| unit.terms.len()).sum::<usize>() >= 2;
    // Who passes a forecast on is asked for the words, and another outlet's are told there.
    let is_passed_on = sayings.parent_of(n).is_some() || is_of_another_outlet(sayings, n);
    is_ahead
        && says_something
        && !saying.is_headline
        && !statement.negated
        && !is_recalled
        && !is_passed_on
}

/// Whether an article only passes on what another outlet of the dossier has reported.
fn is_of_another_outlet(sayings: &Sayings<'_>, n: usize) -> bool {
    let own = sayings.outlets.of_article(sayings.all[n].article);
    let cited = sayings.all[n].statement.via.iter().filter_map(|via| sayings.outlets.find(via));
    cited.into_iter().any(|outlet| Some(outlet) != own)
}

/// Whether a hedged statement of somebody looks ahead: a modal, and a time or a way for it to come.
fn is_about_the_future(sayings: &Sayings<'_>, saying: &Saying<'_>, n: usize) -> bool {
    let view = sayings.view(n);
    let words = saying.statement.content.iter().flat_map(|span| view.words_in(*span));
    let keys: Vec<&str> = words.map(|word| word.key.as_str()).collect();
    let has_modal = keys.iter().any(|key| AHEAD.contains(key));
    let has_condition = saying.units.first().is_some_and(|unit| unit.has(Mark::Condition));
    let is_sourced = matches!(
        saying.statement.speaker.class,
        SpeakerClass::Named | SpeakerClass::Spokesperson | SpeakerClass::Anonymous
    );
    has_modal
        && is_sourced
        && (!has_condition || about(sayings, n).is_some())
        && !keys.windows(2).any(|pair| matches!(pair, ["could" | "may" | "might", "have"]))
        && (!keys.windows(2).any(|pair| matches!(pair, ["could" | "may" | "might", "be"]))
            || about(sayings, n).is_some())
}

/// Whether a statement only recalls what somebody foretold before: said in a month before the article's,
/// or cited as foretold while an earlier article has it from the same source. A writer who repeats a
/// forecast still stands by it.
fn is_recollection(sayings: &Sayings<'_>, n: usize) -> bool {
    let saying = &sayings.all[n];
    if saying.statement.speaker.class == SpeakerClass::Author {
        return false;
    }
    let days = saying.statement.said.zip(sayings.view(n).published());
    let said_long_ago = days.is_some_and(|(said, printed)| said.to_month() < printed.to_month());
    let cited_as_foretold = sayings.cue(n).iter().any(|word| {
        matches!(
            *word,
            "predicted" | "forecast" | "foretold" | "warned" | "expected" | "prophesied"
        )
    });
    let foretold_before = || {
        sayings.all[..sayings.of_article(saying.article).start].iter().any(|earlier| {
            earlier.statement.stance == Stance::Forecast && earlier.voice.is_same_as(&saying.voice)
        })
    };
    said_long_ago || cited_as_foretold && foretold_before()
}

fn open_reason(sayings: &Sayings<'_>, n: usize, about: Option<&DateOrInterval>) -> String {
    let is_last = sayings.all[n].article + 1 == sayings.views.len();
    let until = match about {
        Some(DateOrInterval::Date(date)) => format!(" ({date})"),
        Some(DateOrInterval::Interval { from, to }) => format!(" ({from} to {to})"),
        None => String::new(),
    };
    if is_last {
        format!("no article is later than the one that foretells it{until}")
    } else {
        format!("no later article tells what came of it{until}")
    }
}
