//! Do several officials tell something, or does the text tell of a mood among them?
//!
//! "Officials said" are people who told the reporter. "Officials were angered" and "officials are
//! considering" tell of a group, and so do insiders of whom the text counts shares.

use std::ops::Range;

use sayso_core::record::SpeakerClass;

use super::{Room, Voice};
use crate::words::{self, Class};

impl Room<'_> {
    /// Makes several unnamed people a group where the text tells how they feel, not what they say.
    pub(super) fn as_group(&self, r: usize, tokens: &Range<usize>, voice: &mut Voice) {
        let page = self.page;
        let unnamed = matches!(voice.class, SpeakerClass::Anonymous | SpeakerClass::Spokesperson);
        if !unnamed
            || !voice.plural
            || voice.reason.is_some()
            || page.is(tokens.start, Class::Number)
            || !matches!(
                voice.head.as_str(),
                "official"
                    | "ally"
                    | "aide"
                    | "adviser"
                    | "advisor"
                    | "diplomat"
                    | "officer"
                    | "insider"
            )
        {
            return;
        }
        let cue = self.tokens_of(&self.relations[r].cue);
        let tells = cue.clone().any(|at| tells_something(page.lower(at)));
        if cue.is_empty() || tells || !cue.clone().any(|at| feels(page.lower(at))) {
            return;
        }
        voice.class = SpeakerClass::Collective;
        voice.speaks_for = None;
        voice.close_to = None;
        voice.evidence.retain(|(field, ..)| *field == "speaker");
        voice.evidence.push(("speaker", page.segmented.cover(cue), "a mood among many"));
    }

    /// Whether the text counts shares of the people of a plural noun: "two-thirds of insiders".
    pub(super) fn is_polled(&self, plural: &str) -> bool {
        const REACH: usize = 5;
        let page = self.page;
        let sentences = &page.segmented.sentences;
        sentences.iter().any(|sentence| {
            sentence.tokens.clone().any(|at| {
                page.lower(at) == plural
                    && (sentence.tokens.start.max(at.saturating_sub(REACH))..at)
                        .any(|share| is_share(page.lower(share)))
            })
        })
    }
}

/// Whether a word is one of saying, in any of its forms.
fn tells_something(lower: &str) -> bool {
    let speech = |word: &str| words::classes(word).is(Class::Speech);
    speech(lower)
        || lower == "according"
        || lower.strip_suffix("ing").is_some_and(|stem| {
            speech(&format!("{stem}s"))
                || speech(&format!("{stem}ed"))
                || speech(&format!("{stem}es"))
        })
        || speech(&format!("{lower}s"))
}

/// Whether a word of a cue tells of a mood, a plan or a quarrel.
fn feels(lower: &str) -> bool {
    matches!(
        lower,
        "angered"
            | "annoyed"
            | "thrilled"
            | "pleased"
            | "delighted"
            | "dismayed"
            | "frustrated"
            | "furious"
            | "angry"
            | "worried"
            | "nervous"
            | "uneasy"
            | "alarmed"
            | "concerned"
            | "relieved"
            | "divided"
            | "split"
            | "surprised"
            | "shocked"
            | "stunned"
            | "upset"
            | "eager"
            | "keen"
            | "reluctant"
            | "wary"
            | "sceptical"
            | "skeptical"
            | "confident"
            | "optimistic"
            | "pessimistic"
            | "considering"
            | "weighing"
            | "debating"
            | "disagree"
            | "disagreed"
            | "differ"
            | "worry"
            | "resent"
            | "resented"
            | "pressed"
            | "pushed"
            | "pushing"
            | "looking"
            | "seeking"
            | "mulling"
            | "planning"
            | "hoping"
    )
}

/// Whether a word is a share of many: `percent`, `two-thirds`, `three-in-five`.
fn is_share(lower: &str) -> bool {
    matches!(lower, "percent" | "%" | "thirds" | "quarters" | "half" | "majority" | "quarter")
        || lower.contains("-in-")
        || lower.ends_with("-thirds")
        || lower.ends_with("-quarters")
}
