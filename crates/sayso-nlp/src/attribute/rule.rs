//! How far can each rule be trusted?

/// The rules by name, with the share of their attributions of which source and content were both
/// right on the training part of the attribution corpus.
const RULES: &[(&str, f32)] = &[
    ("quotation before the verb", 0.96),
    ("clause before the verb", 0.82),
    ("verb before its subject", 0.74),
    ("subject, verb, clause", 0.74),
    ("subject, verb, quotation", 0.86),
    ("subject told somebody", 0.76),
    ("subject believes", 0.5),
    ("subject wants", 0.52),
    ("subject judges", 0.56),
    ("text shows", 0.69),
    ("subject appears", 0.46),
    ("shared subject", 0.58),
    ("according to", 0.73),
    ("noun with its possessor", 0.36),
    ("noun without possessor", 0.47),
    ("passive with by", 0.32),
    ("passive without source", 0.5),
    ("hearsay adverb", 0.28),
    ("name and colon", 0.62),
    ("asked by nobody named", 0.64),
    ("as somebody reported", 0.19),
    ("turn of a conversation", 0.29),
    ("speech goes on", 0.5),
    ("speech without a cue", 0.0),
];

/// How likely an attribution of this rule has source and content right.
pub(super) fn confidence(by: &str) -> f32 {
    RULES.iter().find(|(name, _)| *name == by).map_or(0.5, |(_, share)| *share)
}

/// Whether a rule is sure enough for statements inside statements.
pub(super) fn is_sure(by: &str) -> bool {
    matches!(
        by,
        "quotation before the verb"
            | "clause before the verb"
            | "verb before its subject"
            | "subject, verb, clause"
            | "subject, verb, quotation"
            | "subject told somebody"
            | "according to"
            | "noun with its possessor"
    )
}
