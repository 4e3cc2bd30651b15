//! Is a statement a denial, a refusal to comment, or an answer beside the point?

use sayso_core::record::Stance;

use super::target::{Found, just_before, shown};
use crate::claims::{Compared, Sayings, Unit, Voice, is_name, shared_of, stem};

/// What a statement does to a claim that was put to its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Rejects it.
    Denial,
    /// Will not say.
    Declined,
    /// Speaks, and neither confirms nor rejects.
    BesideThePoint,
    /// Nothing of the kind.
    None,
}

/// Verbs of somebody who will not say.
const DECLINING: [&str; 3] = ["decline", "refuse", "avoid"];

/// What somebody declines to do.
const COMMENTING: [&str; 10] = [
    "comment",
    "discuss",
    "say",
    "elaborate",
    "drawn",
    "answer",
    "respond",
    "confirm",
    "speak",
    "specify",
];

/// Words by which an office says that it will say nothing.
const NOTHING_SAID: [&[&str]; 7] = [
    &["never", "comment"],
    &["not", "comment"],
    &["don't", "comment"],
    &["no", "comment"],
    &["comment", "speculation"],
    &["something", "announce"],
    &["due", "course"],
];

/// What a statement does to a claim that was put to its source.
pub(crate) fn answer_of(sayings: &Sayings<'_>, n: usize) -> Answer {
    let saying = &sayings.all[n];
    let view = sayings.view(n);
    let content: Vec<&str> = saying
        .statement
        .content
        .iter()
        .flat_map(|span| view.words_in(*span))
        .map(|word| word.key.as_str())
        .collect();
    if declines(sayings, n) {
        return Answer::Declined;
    }
    if saying.statement.stance == Stance::Denies {
        // Who did not deny it has not confirmed it either.
        let cue = sayings.cue(n);
        let not = ["not", "didn't", "failed", "never", "fail", "neither", "without"];
        let did_not_deny = cue.iter().any(|word| stem(word) == stem("deny"))
            && cue.iter().any(|word| not.contains(word));
        return if did_not_deny { Answer::None } else { Answer::Denial };
    }
    let says_nothing = NOTHING_SAID.iter().any(|pattern| {
        let mut words = content.iter();
        pattern.iter().all(|wanted| words.any(|word| stem(word) == stem(wanted)))
    });
    if content.len() <= SHORT_ANSWER && says_nothing
        || was_asked(sayings, n)
        || refused_before(sayings, n).is_some()
    {
        return Answer::BesideThePoint;
    }
    Answer::None
}

/// Whether a source will not say anything.
fn declines(sayings: &Sayings<'_>, n: usize) -> bool {
    let view = sayings.view(n);
    let cue = sayings.cue(n);
    let content: Vec<&str> = sayings.all[n]
        .statement
        .content
        .iter()
        .flat_map(|span| view.words_in(*span))
        .map(|word| word.key.as_str())
        .collect();
    let of = |words: &[&str], list: &[&str]| {
        words.iter().any(|word| list.iter().any(|other| stem(other) == stem(word)))
    };
    let would_not = cue.iter().chain(&content).any(|word| matches!(*word, "wouldn't" | "not"))
        && cue.iter().any(|word| matches!(*word, "would" | "wouldn't" | "could" | "did"));
    let first = &content[..content.len().min(3)];
    of(&cue, &DECLINING) && (of(first, &COMMENTING) || content.first() == Some(&"whether"))
        || would_not && of(first, &COMMENTING) && content.len() <= 4
}

/// Words of an answer that says nothing.
const SHORT_ANSWER: usize = 20;

/// Whether the statement answers a question for a denial: `Asked whether that was so, she said …`.
fn was_asked(sayings: &Sayings<'_>, n: usize) -> bool {
    let view = sayings.view(n);
    let saying = &sayings.all[n];
    let Some(unit) = saying.units.first() else { return false };
    if matches!(saying.voice, Voice::Unnamed { .. } | Voice::Nobody) || saying.is_headline {
        return false;
    }
    let sentence = &view.sentences[unit.sentence];
    let words = &view.words[sentence.words.clone()];
    let before = words.iter().take_while(|word| word.span.start() < saying.start());
    let keys: Vec<&str> = before.map(|word| word.key.as_str()).collect();
    let asks = |pair: &[&str]| {
        matches!(pair[0], "asked" | "pressed")
            && matches!(pair[1], "whether" | "if" | "about" | "for")
    };
    let commenting = |pair: &[&str]| pair[0] == "for" && pair[1] == "comment";
    keys.windows(2).any(|pair| asks(pair) || commenting(pair))
}

/// The refusal to comment, just before, of whoever speaks.
fn refused_before(sayings: &Sayings<'_>, n: usize) -> Option<usize> {
    let saying = &sayings.all[n];
    let own = saying.units.first()?.sentence;
    if !saying.is_quotation() || saying.is_headline {
        return None;
    }
    let mut earlier = sayings.of_article(saying.article).rev().filter(|other| *other < n);
    earlier.find(|other| {
        let before = &sayings.all[*other];
        let near = before.units.first().is_some_and(|unit| unit.sentence + 1 >= own);
        near && before.voice.is_same_as(&saying.voice) && declines(sayings, *other)
    })
}

/// What the source was asked about: what its refusal was about, what it points to, what shares the words
/// of its answer or of the question; who will not comment at all was asked about what the article opens
/// with.
pub(crate) fn asked_about(sayings: &Sayings<'_>, compared: &Compared, n: usize) -> Option<Found> {
    let saying = &sayings.all[n];
    let unit = saying.units.first()?;
    if let Some(refusal) = refused_before(sayings, n) {
        return asked_about(sayings, compared, refusal);
    }
    let question = sayings.unit_of(saying.article, unit.sentence);
    let reason = |what: &str| format!("{} was asked and {what}", shown(sayings, n));
    let is_about_the_matter =
        unit.terms.iter().any(|term| MATTERS.iter().any(|noun| stem(noun) == *term));
    if is_about_the_matter && let Some(found) = just_before(sayings, n, 4) {
        return Some(Found { reason: reason("does not answer what stands before"), ..found });
    }
    let is_claim = |other: &usize| {
        *other != n
            && sayings.all[*other].statement.stance != Stance::Denies
            && !declines(sayings, *other)
            && says_enough(sayings, *other)
    };
    let in_article = || sayings.of_article(saying.article).filter(is_claim);
    let near = |other: usize| {
        let units = sayings.all[other].units.iter();
        units
            .filter_map(|unit| shared_of(sayings, &question, unit))
            .filter(|shared| shared.n_telling >= 2)
            .map(|shared| shared.evidence)
            .fold(0.0_f32, f32::max)
    };
    let mut scored: Vec<(f32, usize)> = in_article()
        .filter(|other| *other < n && !sayings.all[*other].voice.is_same_as(&saying.voice))
        .map(|other| (near(other), other))
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    if let Some((score, best)) = scored.first()
        && *score >= ENOUGH
    {
        return Some(Found {
            targets: vec![*best],
            reason: reason("neither confirms nor denies it"),
        });
    }
    let elsewhere = compared.near[n]
        .iter()
        .map(|(other, _)| *other)
        .find(|other| is_claim(other) && sayings.all[*other].article < saying.article);
    if let Some(other) = elsewhere {
        return Some(Found {
            targets: vec![other],
            reason: reason("neither confirms nor denies it"),
        });
    }
    let is_open = declines(sayings, n) || points_to_the_claim(&question);
    if !is_open {
        return None;
    }
    let body = || in_article().filter(|other| !sayings.all[*other].is_headline && *other < n);
    // Of those that open the article, one that is about the source, or on its word, comes first.
    let name = saying.voice.name();
    let is_about = |other: &usize| {
        let candidate = &sayings.all[*other];
        name.is_some_and(|name| {
            candidate.units.iter().any(|unit| unit.terms.iter().any(|term| term == name))
                || candidate.voice.name() == Some(name)
        })
    };
    let opening = body().next()?;
    let target = body().take(3).find(is_about).unwrap_or(opening);
    let reason = reason("neither confirms nor denies what the article opens with");
    Some(Found { targets: vec![target], reason })
}

/// Words for what somebody will not speak of.
const MATTERS: [&str; 4] = ["matter", "issue", "topic", "subject"];

/// Whether a question asks for an answer to what is told as a whole.
fn points_to_the_claim(question: &Unit) -> bool {
    let words = ["denial", "true", "report", "claim", "allegation", "comment", "speculation"];
    question.terms.iter().any(|term| words.iter().any(|word| stem(word) == *term))
}

/// What a question and a claim must share.
const ENOUGH: f32 = 1.0;

/// Whether a statement says enough to be asked about.
fn says_enough(sayings: &Sayings<'_>, n: usize) -> bool {
    let saying = &sayings.all[n];
    saying.is_proposition(sayings.view(n))
        && saying.units.iter().any(|unit| unit.terms.iter().filter(|t| !is_name(t)).count() >= 2)
}
