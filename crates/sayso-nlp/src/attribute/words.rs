//! Which small words bound, open and fill a noun phrase?
//!
//! Closed classes of English: pronouns, auxiliaries, prepositions, conjunctions, words of time. A word
//! belongs here if the rules ask for it by class.

/// Words that are a whole source by themselves.
const PRONOUNS: &[&str] = &[
    "all",
    "another",
    "both",
    "everybody",
    "everyone",
    "few",
    "he",
    "i",
    "it",
    "many",
    "most",
    "one",
    "others",
    "several",
    "she",
    "some",
    "somebody",
    "someone",
    "they",
    "this",
    "those",
    "we",
    "which",
    "who",
    "you",
];

/// Forms of *be*, *have*, *do* and the modals.
const AUXILIARIES: &[&str] = &[
    "'d", "'ll", "'m", "'re", "'ve", "am", "are", "be", "been", "being", "can", "ca", "could",
    "did", "do", "does", "had", "has", "have", "is", "may", "might", "must", "shall", "should",
    "was", "were", "will", "wo", "would",
];

/// Words that no noun phrase crosses.
pub(super) const BOUNDARIES: &[&str] = &[
    "although",
    "as",
    "because",
    "but",
    "how",
    "however",
    "if",
    "meanwhile",
    "nor",
    "since",
    "so",
    "than",
    "that",
    "then",
    "though",
    "thus",
    "unless",
    "until",
    "what",
    "when",
    "where",
    "whereas",
    "whether",
    "while",
    "why",
    "yet",
];

pub(super) const RELATIVES: &[&str] = &["which", "who", "whom", "whose"];

const PREPOSITIONS: &[&str] = &[
    "about",
    "across",
    "after",
    "against",
    "ahead",
    "along",
    "amid",
    "among",
    "around",
    "at",
    "before",
    "behind",
    "between",
    "by",
    "despite",
    "during",
    "following",
    "for",
    "from",
    "in",
    "inside",
    "into",
    "like",
    "near",
    "of",
    "off",
    "on",
    "onto",
    "out",
    "outside",
    "over",
    "per",
    "through",
    "throughout",
    "to",
    "toward",
    "towards",
    "under",
    "upon",
    "via",
    "with",
    "within",
    "without",
];

/// Words that a phrase begins with and no phrase goes on with.
const STARTERS: &[&str] = &[
    "a", "an", "another", "any", "each", "every", "her", "his", "its", "many", "most", "my", "no",
    "one", "our", "several", "some", "such", "that", "the", "their", "these", "this", "those",
    "two", "your",
];

const HONORIFICS: &[&str] = &[
    "dame",
    "dr",
    "dr.",
    "gov.",
    "king",
    "lady",
    "lord",
    "mr",
    "mr.",
    "mrs",
    "mrs.",
    "ms",
    "ms.",
    "president",
    "prince",
    "princess",
    "prof",
    "professor",
    "queen",
    "rep.",
    "sen.",
    "sir",
];

const TIMES: &[&str] = &[
    "afternoon",
    "april",
    "august",
    "december",
    "earlier",
    "evening",
    "february",
    "friday",
    "january",
    "july",
    "june",
    "last",
    "late",
    "later",
    "march",
    "may",
    "monday",
    "month",
    "morning",
    "night",
    "november",
    "october",
    "recently",
    "saturday",
    "september",
    "sunday",
    "thursday",
    "today",
    "tomorrow",
    "tonight",
    "tuesday",
    "wednesday",
    "week",
    "weekend",
    "year",
    "yesterday",
];

/// Adverbs that stand between a subject and its verb without ending in *-ly*.
const ADVERBS: &[&str] = &[
    "again",
    "ago",
    "all",
    "already",
    "also",
    "always",
    "ever",
    "even",
    "first",
    "further",
    "herself",
    "himself",
    "instead",
    "just",
    "later",
    "long",
    "meanwhile",
    "n't",
    "never",
    "not",
    "now",
    "often",
    "once",
    "once-",
    "only",
    "perhaps",
    "quite",
    "rather",
    "since",
    "soon",
    "still",
    "themselves",
    "then",
    "therefore",
    "though",
    "thus",
    "too",
    "twice",
    "yet",
];

/// Nouns and adjectives after which *to* stays inside the phrase.
pub(super) const TAKE_TO: &[&str] = &[
    "adviser",
    "advisers",
    "advisor",
    "advisors",
    "aide",
    "aides",
    "ambassador",
    "assistant",
    "close",
    "closest",
    "counsel",
    "envoy",
    "near",
    "opposed",
    "related",
    "secretary",
    "sympathetic",
    "heir",
    "loyal",
    "privy",
];

pub(super) fn holds(list: &[&str], word: &str) -> bool {
    list.contains(&word)
}

pub(super) fn is_pronoun(lower: &str) -> bool {
    holds(PRONOUNS, lower)
}

pub(super) fn is_auxiliary(lower: &str) -> bool {
    holds(AUXILIARIES, lower)
}

pub(super) fn is_preposition(lower: &str) -> bool {
    holds(PREPOSITIONS, lower)
}

/// Whether a word opens a relative clause about somebody or something.
pub(super) fn is_relative(lower: &str) -> bool {
    holds(RELATIVES, lower)
}

pub(super) fn is_time(lower: &str) -> bool {
    holds(TIMES, lower)
}

/// Whether a word names a day of the week or a month.
pub(super) fn is_calendar(lower: &str) -> bool {
    is_time(lower)
        && (lower.ends_with("day") && lower != "today"
            || lower.ends_with("ber")
            || lower.ends_with("ary")
            || matches!(lower, "march" | "april" | "may" | "june" | "july" | "august"))
}

pub(super) fn is_starter(lower: &str) -> bool {
    holds(STARTERS, lower) || holds(HONORIFICS, lower)
}

pub(super) fn is_adverb(lower: &str) -> bool {
    holds(ADVERBS, lower)
        || lower.ends_with("ly")
            && !matches!(
                lower,
                "family"
                    | "ally"
                    | "only"
                    | "assembly"
                    | "italy"
                    | "july"
                    | "daily"
                    | "weekly"
                    | "supply"
                    | "reply"
                    | "rally"
                    | "bully"
                    | "billy"
                    | "kelly"
                    | "emily"
                    | "sally"
                    | "molly"
                    | "lily"
                    | "monopoly"
            )
}
