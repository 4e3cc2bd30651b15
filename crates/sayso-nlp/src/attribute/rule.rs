//! Which rule decided, and how far can it be trusted?

use crate::relation::Relation;

/// A pattern by which words are attributed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// `“We will not go,” Ana Ruiz said.`
    QuotationBeforeTheVerb,
    /// `The plan was dead, officials said on Monday.`
    ClauseBeforeTheVerb,
    /// `“We will not go,” said Ana Ruiz.`
    VerbBeforeItsSubject,
    /// `Ana Ruiz said that the plan was dead.`
    SubjectVerbClause,
    /// `Ana Ruiz said: “We will not go.”`
    SubjectVerbQuotation,
    /// `Ana Ruiz told reporters that the plan was dead.`
    SubjectToldSomebody,
    /// `Officials fear that the plan is dead.`
    SubjectBelieves,
    /// `Ana Ruiz wants to go.`
    SubjectWants,
    /// `Ana Ruiz praised the plan.`
    SubjectJudges,
    /// `The survey shows that most would go.`
    TextShows,
    /// `The plan appears to be dead.`
    SubjectAppears,
    /// `Ana Ruiz said no, adding that the plan was dead.`
    SharedSubject,
    /// `According to two officials, the plan is dead.`
    AccordingTo,
    /// `Ana Ruiz’s claim that the plan was dead.`
    NounWithItsPossessor,
    /// `Rumours that the plan was dead.`
    NounWithoutPossessor,
    /// `The Post quoted Ana Ruiz as saying that the plan was dead.`: what the Post did.
    QuotesSomebody,
    /// `… Ana Ruiz as saying that the plan was dead`: what she said.
    AsSaying,
    /// `The Post reported, citing two officials, that the plan was dead.`
    CitedForIt,
    /// `The €9m reported by the Post.`
    ReportedBy,
    /// `The accounts put the loss at €9m.`
    PutsAt,
    /// `… “no duties,” in the words of Ana Ruiz.`
    InTheWordsOf,
    /// `The plan was praised by Ana Ruiz.`
    PassiveWithBy,
    /// `It has been claimed that the plan is dead. Ana Ruiz is thought to be leaving.`
    PassiveWithoutSource,
    /// `Ana Ruiz reportedly wants to go.`
    HearsayAdverb,
    /// `Ana Ruiz: We will not go`
    NameAndColon,
    /// `Asked whether she would go, …`
    AskedByNobodyNamed,
    /// `…, as the Post had reported.`
    AsSomebodyReported,
    /// `RUIZ: We will not go.`
    TurnOfAConversation,
    /// `A paragraph of speech after one that names its speaker.`
    SpeechGoesOn,
    /// `Speech that nothing before it explains.`
    SpeechWithoutACue,
}

impl Rule {
    /// Whether this rule found a relation.
    pub(super) fn found(self, relation: &Relation) -> bool {
        relation.by == self.name()
    }

    /// The rule in words, as evidence names it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Rule::QuotationBeforeTheVerb => "quotation before the verb",
            Rule::ClauseBeforeTheVerb => "clause before the verb",
            Rule::VerbBeforeItsSubject => "verb before its subject",
            Rule::SubjectVerbClause => "subject, verb, clause",
            Rule::SubjectVerbQuotation => "subject, verb, quotation",
            Rule::SubjectToldSomebody => "subject told somebody",
            Rule::SubjectBelieves => "subject believes",
            Rule::SubjectWants => "subject wants",
            Rule::SubjectJudges => "subject judges",
            Rule::TextShows => "text shows",
            Rule::SubjectAppears => "subject appears",
            Rule::SharedSubject => "shared subject",
            Rule::AccordingTo => "according to",
            Rule::NounWithItsPossessor => "noun with its possessor",
            Rule::NounWithoutPossessor => "noun without possessor",
            Rule::QuotesSomebody => "quotes somebody",
            Rule::AsSaying => "as saying",
            Rule::CitedForIt => "cited for it",
            Rule::ReportedBy => "reported by",
            Rule::PutsAt => "puts at",
            Rule::InTheWordsOf => "in the words of",
            Rule::PassiveWithBy => "passive with by",
            Rule::PassiveWithoutSource => "passive without source",
            Rule::HearsayAdverb => "hearsay adverb",
            Rule::NameAndColon => "name and colon",
            Rule::AskedByNobodyNamed => "asked by nobody named",
            Rule::AsSomebodyReported => "as somebody reported",
            Rule::TurnOfAConversation => "turn of a conversation",
            Rule::SpeechGoesOn => "speech goes on",
            Rule::SpeechWithoutACue => "speech without a cue",
        }
    }

    /// How likely an attribution of this rule has source and content right, 0 to 1.
    ///
    /// The share of them that had both right (overlap of at least half) on the training part of the
    /// attribution corpus, rounded. Where the corpus marks nothing of the kind, 0.5: not known.
    #[expect(clippy::match_same_arms, reason = "one row a rule, as it was measured")]
    pub(super) fn confidence(self) -> f32 {
        match self {
            Rule::QuotationBeforeTheVerb => 0.95,
            Rule::ClauseBeforeTheVerb => 0.84,
            Rule::VerbBeforeItsSubject => 0.73,
            Rule::SubjectVerbClause => 0.77,
            Rule::SubjectVerbQuotation => 0.89,
            Rule::SubjectToldSomebody => 0.78,
            Rule::SubjectBelieves => 0.51,
            Rule::SubjectWants => 0.54,
            Rule::SubjectJudges => 0.58,
            Rule::TextShows => 0.7,
            Rule::SubjectAppears => 0.47,
            Rule::SharedSubject => 0.59,
            Rule::AccordingTo => 0.72,
            Rule::NounWithItsPossessor => 0.36,
            Rule::NounWithoutPossessor => 0.47,
            Rule::PassiveWithBy => 0.3,
            Rule::PassiveWithoutSource => 0.5,
            Rule::HearsayAdverb => 0.28,
            Rule::NameAndColon => 0.65,
            Rule::AskedByNobodyNamed => 0.64,
            Rule::AsSomebodyReported
            | Rule::QuotesSomebody
            | Rule::AsSaying
            | Rule::CitedForIt
            | Rule::ReportedBy
            | Rule::PutsAt
            | Rule::InTheWordsOf
            | Rule::TurnOfAConversation
            | Rule::SpeechGoesOn
            | Rule::SpeechWithoutACue => 0.5,
        }
    }

    /// Whether the rule is sure enough to look for statements inside statements.
    pub(super) fn is_sure(self) -> bool {
        matches!(
            self,
            Rule::QuotationBeforeTheVerb
                | Rule::ClauseBeforeTheVerb
                | Rule::VerbBeforeItsSubject
                | Rule::SubjectVerbClause
                | Rule::SubjectVerbQuotation
                | Rule::SubjectToldSomebody
                | Rule::AccordingTo
                | Rule::NounWithItsPossessor
                | Rule::QuotesSomebody
                | Rule::AsSaying
                | Rule::ReportedBy
                | Rule::PutsAt
                | Rule::InTheWordsOf
        )
    }
}
