//! How do the words stand to their truth?
//!
//! Read from the cue first ("denied", "reportedly", "vowed") and from the head of the content where the
//! cue is neutral ("will", "may", "is false"). Modest on purpose: a plain assertion is the default.

use sayso_core::Span;
use sayso_core::record::Stance;

use crate::phrase::Page;
use crate::relation::Relation;
use crate::segment::Shape;

/// A stance, whether the source is reported not to have said it, and what decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The stance.
    pub stance: Stance,
    /// Whether the cue denies that the source said it: "did not say that".
    pub negated: bool,
    /// The words that decide, and the rule.
    pub evidence: Option<(Span, &'static str)>,
}

/// Reads the stance of one relation.
pub fn read(page: Page<'_>, relation: &Relation) -> Reading {
    let cue: Vec<usize> = relation.cue.iter().flat_map(|s| page.segmented.tokens_in(*s)).collect();
    let negated = is_negated(page, &cue);
    let found = by_cue(page, &cue, relation).or_else(|| by_content(page, relation));
    let (stance, evidence) = match found {
        Some((stance, at, by)) => (stance, Some((page.segmented.tokens[at].span, by))),
        None => (Stance::Asserts, None),
    };
    Reading { stance, negated, evidence }
}

fn is_negated(page: Page<'_>, cue: &[usize]) -> bool {
    let not = cue.iter().position(|at| matches!(page.lower(*at), "not" | "n't" | "never"));
    not.is_some_and(|at| {
        cue[at + 1..].iter().any(|v| {
            matches!(
                page.lower(*v),
                "say"
                    | "said"
                    | "tell"
                    | "claim"
                    | "speak"
                    | "mention"
                    | "state"
                    | "suggest"
                    | "write"
                    | "confirm"
                    | "deny"
            )
        })
    })
}

fn by_cue(
    page: Page<'_>,
    cue: &[usize],
    relation: &Relation,
) -> Option<(Stance, usize, &'static str)> {
    for &at in cue {
        let lower = page.lower(at);
        let stance = match lower {
            "denied" | "denies" | "deny" | "denying" | "denial" | "denials" | "rejected"
            | "rejects" | "rejecting" | "reject" | "dismissed" | "dismisses" | "dismissing"
            | "refuted" | "refutes" | "refuting" | "disputed" | "disputes" | "disputing"
            | "rebuffed" | "rebutted" | "rebuts" | "rebut" | "disavowed" | "debunked"
            | "repudiated" | "contradicted" | "scoffed" => Stance::Denies,
            "reportedly" | "allegedly" | "apparently" | "alleged" | "seemed" | "seems"
            | "appeared" | "appears" | "appear" | "seem" | "rumoured" | "rumored"
            | "purportedly" | "supposedly" | "speculated" | "speculates" | "speculating"
            | "hinted" | "hints" => Stance::Hedged,
            "vowed" | "vows" | "vowing" | "pledged" | "pledges" | "pledging" | "promised"
            | "promises" | "promising" | "promise" | "pledge" | "vow" | "predicted"
            | "predicts" | "predicting" | "forecast" | "forecasts" | "expects" | "expected"
            | "expect" | "expecting" | "hopes" | "hoped" | "hoping" | "hope" | "plans"
            | "planned" | "planning" | "plan" | "foresees" | "foresee" | "anticipates"
            | "anticipated" | "intends" | "intended" | "threatened" | "threatens"
            | "threatening" | "fears" | "fear" | "feared" | "guaranteed" | "prediction"
            | "predictions" => Stance::Forecast,
            _ => continue,
        };
        if stance == Stance::Forecast
            && cue.iter().any(|c| page.lower(*c) == "not")
            && lower.starts_with("plan")
        {
            continue;
        }
        return Some((stance, at, "the cue says so"));
    }
    // "is thought to have", "are understood to be", "is said to": hedged, in the passive without source.
    if relation.source.is_empty() {
        let passive = cue
            .iter()
            .position(|at| matches!(page.lower(*at), "is" | "are" | "was" | "were" | "been"));
        if let Some(be) = passive
            && let Some(&verb) = cue[be + 1..].iter().find(|at| {
                matches!(
                    page.lower(**at),
                    "thought"
                        | "understood"
                        | "believed"
                        | "said"
                        | "rumoured"
                        | "rumored"
                        | "reported"
                        | "considered"
                        | "seen"
                )
            })
            && !cue.iter().any(|at| matches!(page.lower(*at), "it" | "as"))
        {
            return Some((Stance::Hedged, verb, "a report without a source"));
        }
    }
    // "to call for", "to visit": an infinitive as the cue of a headline.
    let first = *cue.first()?;
    let top = page.segmented.paragraph_at(page.segmented.tokens[first].span.start()) == 0;
    if page.lower(first) == "to" && top && cue.len() > 1 && cue.len() <= 4 {
        return Some((Stance::Forecast, first, "a headline's infinitive"));
    }
    if matches!(page.lower(first), "will") {
        return Some((Stance::Forecast, first, "the cue says so"));
    }
    None
}

fn by_content(page: Page<'_>, relation: &Relation) -> Option<(Stance, usize, &'static str)> {
    let tokens: Vec<usize> =
        relation.content.iter().flat_map(|s| page.segmented.tokens_in(*s)).collect();
    let lower = |n: usize| tokens.get(n).map_or("", |at| page.lower(*at));
    // A claim called false.
    for (n, &at) in tokens.iter().enumerate().take(60) {
        let word = page.lower(at);
        let rejects = matches!(
            word,
            "false"
                | "untrue"
                | "baseless"
                | "unfounded"
                | "fabricated"
                | "meritless"
                | "misleading"
                | "nonsense"
                | "inaccurate"
                | "groundless"
        ) && n < 40
            && !matches!(lower(n + 1), "flag" | "alarm" | "start")
            || word == "invention" && lower(n.wrapping_sub(1)) == "pure"
            || word == "no" && lower(n + 1) == "truth"
            || word == "nothing" && lower(n + 1) == "to" && lower(n + 2) == "do"
            || n < 4 && matches!(word, "rejects" | "denies" | "reject" | "deny")
            || word == "not" && matches!(lower(n + 1), "true" | "accurate" | "correct")
            || word == "n't" && matches!(lower(n + 1), "true" | "accurate");
        if rejects {
            return Some((Stance::Denies, at, "the words call a claim false"));
        }
    }
    // The first verb of the content: only its main clause counts.
    if let Some(found) = by_main_verb(page, &tokens) {
        return Some(found);
    }
    // In direct speech a later sentence may be the one that foretells.
    let mut start = 0;
    for (n, &at) in tokens.iter().enumerate().take(90) {
        if matches!(page.lower(at), "." | "!" | "?" | ";") && n + 1 < tokens.len() {
            start = n + 1;
        } else if start > 0
            && n == start
            && let Some((Stance::Forecast, at, by)) = by_main_verb(page, &tokens[start..])
        {
            return Some((Stance::Forecast, at, by));
        }
    }
    None
}

fn by_main_verb(page: Page<'_>, tokens: &[usize]) -> Option<(Stance, usize, &'static str)> {
    let lower = |n: usize| tokens.get(n).map_or("", |at| page.lower(*at));
    if matches!(lower(0), "how" | "whether" | "what" | "why" | "which" | "whose") {
        return None;
    }
    if tokens.last().is_some_and(|at| page.lower(*at) == "?") {
        return None;
    }
    // "If it rains, it could leak": what counts comes after the comma.
    if matches!(lower(0), "if" | "when") {
        let comma = tokens.iter().take(30).position(|at| page.lower(*at) == ",");
        let rest = &tokens[comma.map_or(tokens.len(), |comma| comma + 1)..];
        // One condition is skipped; a second one in a row would be no news English.
        let again = rest.first().is_some_and(|at| matches!(page.lower(*at), "if" | "when"));
        return if again { None } else { by_main_verb(page, rest) };
    }
    let main = main_auxiliary(page, tokens)?;
    let word = page.lower(tokens[main]);
    if matches!(word, "could" | "would") {
        let next = tokens.get(main + 1).copied();
        if next.is_none_or(|at| !page.is_word(at)) || word == "could" && lower(main + 1) == "not" {
            return None;
        }
    }
    let forecast = match word {
        "will" | "'ll" | "shall" | "wo" | "expect" => true,
        "would" | "'d" => {
            // "would be", after a cue in the past: the future as it was; "would have", "would like" are not.
            !matches!(lower(main + 1), "have" | "like" | "n't")
                && !matches!(lower(main + 2), "have" | "like")
                && !tokens[..main].iter().any(|at| page.lower(*at) == "if")
        }
        "going" | "plans" | "expects" | "hopes" | "intends" | "planned" | "unlikely" | "hope"
        | "expected" | "planning" => lower(main + 1) == "to",
        _ => false,
    };
    if forecast {
        return Some((Stance::Forecast, tokens[main], "the words speak of the future"));
    }
    matches!(
        word,
        "may"
            | "might"
            | "could"
            | "perhaps"
            | "probably"
            | "possibly"
            | "likely"
            | "possible"
            | "reportedly"
            | "allegedly"
    )
    .then(|| (Stance::Hedged, tokens[main], "the words leave it open"))
}

/// Index of the first auxiliary or adverb of doubt in the first clause of a content.
fn main_auxiliary(page: Page<'_>, tokens: &[usize]) -> Option<usize> {
    let mut depth = 0;
    for (n, &at) in tokens.iter().enumerate().take(28) {
        let word = page.lower(at);
        // The month and the name are no verbs.
        if matches!(word, "may" | "will") && page.segmented.tokens[at].is_capital() && n > 0 {
            continue;
        }
        match word {
            "who" | "which" | "that" | "whose" | "where" | "when" | "because" | "if"
            | "whether" | "what" | "how"
                if n > 0 =>
            {
                depth = n;
            }
            _ => {}
        }
        if matches!(
            word,
            "will"
                | "'ll"
                | "shall"
                | "would"
                | "'d"
                | "may"
                | "might"
                | "could"
                | "perhaps"
                | "probably"
                | "possibly"
                | "possible"
                | "reportedly"
                | "allegedly"
                | "plans"
                | "expects"
                | "hopes"
                | "intends"
                | "planned"
                | "wo"
                | "likely"
                | "unlikely"
                | "hope"
                | "expect"
                | "expected"
                | "planning"
        ) || word == "going" && tokens.get(n + 1).is_some_and(|t| page.lower(*t) == "to")
        {
            if depth > 0 && n - depth < 6 && depth > 1 {
                continue;
            }
            return Some(n);
        }
        // A finite verb before any of these settles the clause.
        if n > 0
            && page.segmented.tokens[at].shape == Shape::Lower
            && matches!(
                word,
                "is" | "are"
                    | "was"
                    | "were"
                    | "has"
                    | "have"
                    | "had"
                    | "did"
                    | "does"
                    | "do"
                    | "be"
            )
            && depth == 0
        {
            let next = tokens.get(n + 1).map_or("", |t| page.lower(*t));
            if !matches!(
                next,
                "going"
                    | "likely"
                    | "probably"
                    | "possible"
                    | "expected"
                    | "planning"
                    | "n't"
                    | "not"
                    | "unlikely"
                    | "certainly"
                    | "also"
            ) {
                return None;
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::segment;
    use crate::words;

    /// Reads the stance of the text's first `cue` and the `content` after it.
    fn stance(text: &str, cue: &str, content: &str) -> (Stance, bool) {
        let segmented = segment(text, &[]);
        let classes: Vec<_> = segmented.tokens.iter().map(|t| words::classes(&t.lower)).collect();
        let place = |part: &str| {
            let start = text.find(part).expect("the part is in the text");
            Span::new(start, start + part.len())
        };
        let relation = Relation {
            source: vec![Span::new(0, 4)],
            cue: vec![place(cue)],
            content: vec![place(content)],
            parent: None,
            continues: None,
            confidence: 1.0,
            by: "test",
        };
        let page = Page { segmented: &segmented, classes: &classes };
        let reading = read(page, &relation);
        (reading.stance, reading.negated)
    }

    #[test]
    fn the_cue_comes_first() {
        assert_eq!(stance("Olga denied it leaks.", "denied", "it leaks").0, Stance::Denies);
        assert_eq!(
            stance("Olga reportedly said it leaks.", "reportedly said", "it leaks").0,
            Stance::Hedged
        );
        assert_eq!(stance("Olga vowed to sail.", "vowed", "to sail").0, Stance::Forecast);
    }

    #[test]
    fn a_neutral_cue_leaves_it_to_the_main_clause() {
        assert_eq!(stance("Olga said it will rain.", "said", "it will rain").0, Stance::Forecast);
        assert_eq!(stance("Olga said it may rain.", "said", "it may rain").0, Stance::Hedged);
        assert_eq!(
            stance("Olga said the report was false.", "said", "the report was false").0,
            Stance::Denies
        );
        assert_eq!(
            stance(
                "Olga said the man who will sail is here.",
                "said",
                "the man who will sail is here"
            )
            .0,
            Stance::Asserts
        );
    }

    #[test]
    fn what_was_not_said_is_negated_and_a_denial_is_not() {
        assert!(stance("Olga did not say it leaks.", "did not say", "it leaks").1);
        assert!(!stance("Olga denied it leaks.", "denied", "it leaks").1);
    }
}
