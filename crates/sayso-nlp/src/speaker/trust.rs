//! How far can a rule that found a speaker be trusted?
//!
//! The share of its speakers that had class and name right on labelled articles of American news and on
//! the examples, drawn a little towards what speakers are right on the whole, so that few cases prove
//! little. A rule without a row keeps the confidence that it states: it was too rare to be measured.

use sayso_core::record::SpeakerClass;

/// What a rule with an earlier voice for its answer loses by the step.
const STEP: f32 = 0.98;

/// How likely a speaker is right that a rule found.
#[expect(clippy::match_same_arms, reason = "one row a rule, as it was measured")]
pub(super) fn of_rule(by: &str, class: SpeakerClass) -> Option<f32> {
    Some(match by {
        "source is a name" => 0.98,
        "source is a short name" => 0.97,
        "source is a body or outlet" => 0.86,
        "source is a people or party" => 0.85,
        "a role with a full name beside it" => 0.95,
        "head noun" => match class {
            SpeakerClass::Collective => 0.93,
            SpeakerClass::Anonymous => 0.84,
            // Nothing but the noun says that it is a text.
            SpeakerClass::Document => 0.35,
            _ => 0.6,
        },
        "head noun: a text or data" => 0.79,
        "head noun: a body" => 0.84,
        "head noun: an official voice" => 0.96,
        "head noun: an official voice of a named principal" => 0.95,
        "an unnamed person near somebody" => 0.94,
        "a mood among many" => 0.8,
        "one of a group" => 0.83,
        "some of a group" => 0.9,
        "a share of a group" => 0.9,
        "no words name a source" => 0.81,
        "the only named spokesperson of that principal" => 0.65,
        "pronoun: the body named last" => 0.6,
        _ => return None,
    })
}

/// How likely a speaker is right who is an earlier voice heard again.
pub(super) fn of_voice_again(by: &str, before: f32) -> f32 {
    let link = match by {
        "pronoun: the body that spoke last" => 0.65,
        "pronoun: those who spoke last" => 0.83,
        "a quotation after the same speaker's words" => 0.6,
        _ => 1.0,
    };
    (before * STEP).min(link).max(0.3)
}
