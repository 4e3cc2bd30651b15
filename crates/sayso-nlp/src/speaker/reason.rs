//! Why does the article leave a source unnamed?
//!
//! Papers print the reason: "who was not authorised to speak", "on condition of anonymity because …".

use std::ops::Range;

use crate::phrase::Page;

/// The words that give the reason for leaving a source unnamed, in a sentence that asks for it.
pub(super) fn reason_for_anonymity(page: Page<'_>, sentence: Range<usize>) -> Option<Range<usize>> {
    let find = |words: &[&str]| {
        sentence
            .clone()
            .find(|at| words.iter().enumerate().all(|(n, word)| page.lower(at + n) == *word))
    };
    // "who was not authorised to speak publicly", "neither of whom is authorised to discuss it"
    let authorised = sentence
        .clone()
        .find(|at| matches!(page.lower(*at), "authorised" | "authorized" | "permitted"));
    if let Some(at) = authorised {
        let from = sentence.start.max(at.saturating_sub(6));
        let denied = (from..at)
            .find(|n| matches!(page.lower(*n), "not" | "n't" | "neither" | "nor" | "without"));
        if let Some(not) = denied {
            let begin =
                (from..not).rev().find(|n| page.lower(*n) == "because").map_or(not, |b| b + 1);
            return Some(begin..clause_end(page, at, sentence.end));
        }
    }
    let asked = find(&["anonymity"])
        .or_else(|| find(&["not", "to", "be", "named"]))
        .or_else(|| find(&["not", "to", "be", "identified"]))
        .or_else(|| find(&["to", "be", "identified"]))
        .or_else(|| find(&["condition", "of", "anonymity"]));
    let asked = asked?;
    let start = (asked..sentence.end.min(asked + 9)).find(|at| {
        matches!(
            page.lower(*at),
            "because" | "as" | "since" | "to" | "for" | "citing" | "given" | "while" | "when"
        ) && !(page.lower(*at) == "to" && page.lower(*at + 1) == "be")
    })?;
    let begin = match page.lower(start) {
        "because" | "as" | "since" | "citing" => start + 1,
        _ => start,
    };
    let end = clause_end(page, begin, sentence.end);
    (end > begin + 1).then_some(begin..end)
}

/// Where a clause ends: the next mark of punctuation.
fn clause_end(page: Page<'_>, from: usize, limit: usize) -> usize {
    (from..limit)
        .find(|at| {
            let token = &page.segmented.tokens[*at];
            !token.is_word() && !page.is_possessive(*at) && token.form != "-"
        })
        .unwrap_or(limit)
}
