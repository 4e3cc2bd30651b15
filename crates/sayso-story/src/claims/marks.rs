//! Which words withhold, turn round or limit what is said?
//!
//! Lists of words for rules: hedges, negations, conditions. All are compared as [`Word::key`]s.
//!
//! [`Word::key`]: crate::words::Word::key

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::stem::stem;

/// What a word does to the clause that it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mark {
    /// Withholds commitment: `may`, `reportedly`.
    Hedge,
    /// Turns it round: `not`, `never`.
    Negation,
    /// Makes it hang on something: `if`, `unless`.
    Condition,
}

const HEDGES: [&str; 50] = [
    "about",
    "allegedly",
    "almost",
    "apparent",
    "apparently",
    "appear",
    "appeared",
    "around",
    "arguably",
    "assume",
    "believe",
    "believed",
    "chance",
    "claim",
    "claimed",
    "claiming",
    "close",
    "could",
    "doubt",
    "guess",
    "hope",
    "hoped",
    "hoping",
    "likely",
    "look",
    "may",
    "maybe",
    "might",
    "nearly",
    "perhap",
    "possible",
    "possibly",
    "potential",
    "potentially",
    "presumably",
    "probable",
    "probably",
    "reportedly",
    "roughly",
    "rumour",
    "rumoured",
    "rumored",
    "seem",
    "seemed",
    "seemingly",
    "should",
    "suggest",
    "supposedly",
    "think",
    "unclear",
];

const NEGATIONS: [&str; 33] = [
    "ain't",
    "aren't",
    "can't",
    "cannot",
    "couldn't",
    "didn't",
    "doesn't",
    "don't",
    "hadn't",
    "hardly",
    "hasn't",
    "haven't",
    "isn't",
    "mustn't",
    "neither",
    "never",
    "no",
    "nobody",
    "none",
    "nor",
    "not",
    "nothing",
    "nowhere",
    "no-one",
    "refused",
    "shouldn't",
    "unable",
    "wasn't",
    "weren't",
    "without",
    "won't",
    "wouldn't",
    "yet",
];

const CONDITIONS: [&str; 10] = [
    "assuming",
    "depend",
    "depending",
    "if",
    "otherwise",
    "provided",
    "providing",
    "subject",
    "unles",
    "whether",
];

/// What a word does to its clause, if anything.
pub(crate) fn mark_of(key: &str) -> Option<Mark> {
    if HEDGES.contains(&key) {
        Some(Mark::Hedge)
    } else if NEGATIONS.contains(&key) && key != "yet" {
        Some(Mark::Negation)
    } else if CONDITIONS.contains(&key) {
        Some(Mark::Condition)
    } else {
        None
    }
}

/// Pairs of words of which one says the opposite of the other, of people, bodies, votes and figures.
const OPPOSITES: &[(&str, &str)] = &[
    ("accept", "refuse"),
    ("accept", "reject"),
    ("admit", "deny"),
    ("agree", "disagree"),
    ("alive", "dead"),
    ("arrive", "leave"),
    ("back", "oppose"),
    ("bad", "good"),
    ("begin", "end"),
    ("buy", "sell"),
    ("calm", "panic"),
    ("close", "open"),
    ("come", "leave"),
    ("confirm", "deny"),
    ("cut", "raise"),
    ("dangerous", "safe"),
    ("deficit", "surplus"),
    ("early", "late"),
    ("empty", "full"),
    ("end", "start"),
    ("fail", "pass"),
    ("fail", "succeed"),
    ("fall", "rise"),
    ("false", "true"),
    ("fine", "ill"),
    ("fine", "sick"),
    ("fine", "unwell"),
    ("fire", "hire"),
    ("fit", "injured"),
    ("free", "jailed"),
    ("guilty", "innocent"),
    ("happy", "sad"),
    ("ill", "well"),
    ("illegal", "legal"),
    ("join", "leave"),
    ("leave", "remain"),
    ("leave", "stay"),
    ("lose", "win"),
    ("loss", "profit"),
    ("loss", "surplus"),
    ("oppose", "support"),
    ("peace", "war"),
    ("quit", "remain"),
    ("quit", "stay"),
    ("resign", "remain"),
    ("resign", "stay"),
    ("right", "wrong"),
    ("sick", "well"),
    ("strong", "weak"),
    ("unwell", "well"),
];

/// Groups of words that news uses for one thing. A shared group is worth less than a shared word.
const ALIKE: &[&[&str]] = &[
    &["quit", "leave", "resign", "depart", "exit", "gone"],
    &["ill", "unwell", "sick", "ailing"],
    &["die", "kill", "fatal"],
    &["buy", "purchase", "acquire", "takeover"],
    &["profit", "surplus"],
    &["penniless", "bankrupt", "insolvent", "broke"],
    &["talk", "conversation", "negotiation", "discussion", "discuss"],
    &["job", "role", "post", "position"],
    &["raise", "increase", "rise"],
    &["boss", "head", "director", "leader", "chair", "chairman", "chief"],
    &["car", "vehicle"],
    &["gun", "shooting"],
    &["big", "large", "huge", "massive"],
    &["repair", "mend", "fix", "heal"],
    &["start", "begin", "launch"],
    &["finish", "end", "complete"],
    &["worry", "fear", "concern"],
    &["propose", "offer", "bid"],
    &["allege", "accuse"],
    &["injured", "hurt", "wounded"],
];

static OPPOSITE_STEMS: LazyLock<BTreeSet<(String, String)>> = LazyLock::new(|| {
    let stems = OPPOSITES.iter().map(|(a, b)| (stem(a), stem(b)));
    stems.flat_map(|(a, b)| [(a.clone(), b.clone()), (b, a)]).collect()
});

static GROUP_OF_STEM: LazyLock<BTreeMap<String, &'static str>> = LazyLock::new(|| {
    let members = ALIKE.iter().flat_map(|group| group.iter().map(|word| (stem(word), group[0])));
    members.collect()
});

/// Whether two stems say the opposite of each other.
pub(crate) fn are_opposite(a: &str, b: &str) -> bool {
    OPPOSITE_STEMS.contains(&(a.to_owned(), b.to_owned()))
}

/// The word that stands for a whole group, if a stem is in one.
pub(crate) fn group_of(stem: &str) -> Option<&'static str> {
    GROUP_OF_STEM.get(stem).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_told_apart() {
        assert_eq!(mark_of("may"), Some(Mark::Hedge));
        assert_eq!(mark_of("never"), Some(Mark::Negation));
        assert_eq!(mark_of("unles"), Some(Mark::Condition));
        assert_eq!(mark_of("window"), None);
    }

    #[test]
    fn opposites_go_both_ways() {
        assert!(are_opposite(&stem("fine"), &stem("unwell")));
        assert!(are_opposite(&stem("unwell"), &stem("fine")));
        assert!(!are_opposite(&stem("fine"), &stem("fine")));
    }
}
