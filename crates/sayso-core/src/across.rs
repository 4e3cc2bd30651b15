//! What holds between articles?
//!
//! [`Across`] is one line of `sayso across`. No record is made without [`Place`]s that justify it.

use serde::{Deserialize, Serialize};

use crate::id::{ArticleId, ClaimId, EntityId, PersonId, StatementId, StoryId};
use crate::record::EntityKind;
use crate::span::CharSpan;
use crate::time::Date;

macro_rules! records {
    ($($item:item)*) => {
        $(
            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
            #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
            $item
        )*
    };
}

macro_rules! words {
    ($($item:item)*) => {
        $(
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
            #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
            $item
        )*
    };
}

records! {
    /// A line of `sayso across`.
    #[serde(tag = "type", rename_all = "lowercase")]
    pub enum Across {
        /// One person, body or place under all names.
        Entity(EntityAcross),
        /// Two articles that share text.
        Copy(Copy),
        /// Articles about one course of events.
        Story(Story),
        /// What several statements say.
        Claim(Claim),
        /// A statement that denies others.
        Dispute(Dispute),
        /// A quotation whose wording, hedge or speaker changed.
        Drift(Drift),
        /// What was foretold, and what came of it.
        Forecast(Forecast),
        /// Two places that cannot both be right.
        Contradiction(Contradiction),
        /// One line of the timeline.
        Event(EventAcross),
    }

    /// A stretch of one article, in code points.
    pub struct Place {
        /// The article.
        pub article: ArticleId,
        /// Where in its text.
        #[serde(flatten)]
        pub span: CharSpan,
    }

    /// One person, body or place under all names.
    pub struct EntityAcross {
        /// Stable id.
        pub id: PersonId,
        /// The fullest name.
        pub name: String,
        /// What it is.
        pub kind: EntityKind,
        /// The entities of single articles that it joins.
        pub members: Vec<Member>,
        /// All names and descriptions.
        pub aliases: Vec<String>,
        /// The words that justify it.
        pub evidence: Vec<Place>,
    }

    /// An entity of one article.
    pub struct Member {
        /// The article.
        pub article: ArticleId,
        /// Its entity.
        pub entity: EntityId,
    }

    /// Two articles that share text.
    pub struct Copy {
        /// Both articles, the earlier first where that is known.
        pub articles: [ArticleId; 2],
        /// How they share it.
        pub kind: CopyKind,
        /// Where the text comes from: an article's id or an outlet's name.
        pub origin: Option<String>,
        /// Share of the shorter text that stands in the longer, 0 to 1.
        pub shared: f32,
        /// Why they count as copies, in words.
        pub reason: String,
        /// The words that justify it.
        pub evidence: Vec<Place>,
    }

    /// Articles about one course of events.
    pub struct Story {
        /// Stable id.
        pub id: StoryId,
        /// Its articles in order of publication.
        pub articles: Vec<ArticleId>,
        /// What it is called.
        pub title: String,
        /// The words that justify it.
        pub evidence: Vec<Place>,
    }

    /// What several statements in several articles say.
    pub struct Claim {
        /// Stable id.
        pub id: ClaimId,
        /// Its clearest wording.
        pub text: String,
        /// The statements that make it.
        pub statements: Vec<StatementId>,
        /// Its independent roots.
        pub origins: Vec<Origin>,
        /// The earliest statement.
        pub first: Option<StatementId>,
        /// The words that justify it.
        pub evidence: Vec<Place>,
    }

    /// An independent root of a claim.
    pub struct Origin {
        /// The statements that go back to it.
        pub statements: Vec<StatementId>,
        /// What kind of root.
        pub root: Root,
        /// Whose word it is, where that is known.
        pub who: Option<String>,
        /// Why the statements were put together, in words.
        pub reason: String,
    }

    /// A statement that denies others.
    pub struct Dispute {
        /// What is denied.
        pub disputed: Vec<StatementId>,
        /// The denial.
        pub by: StatementId,
        /// How far it goes.
        pub kind: DisputeKind,
        /// Why it counts as a denial of these, in words.
        pub reason: String,
        /// The words that justify it.
        pub evidence: Vec<Place>,
    }

    /// A quotation that differs from the sentence it comes from.
    pub struct Drift {
        /// The quotation.
        pub quotation: StatementId,
        /// The wording nearest to it.
        pub nearest: Nearest,
        /// Words that are gone: hedges, negations, conditions, numbers.
        pub lost: Vec<String>,
        /// Words that came in.
        pub added: Vec<String>,
        /// Who said the nearest wording.
        pub speaker_from: Option<String>,
        /// Who is made to say the quotation.
        pub speaker_to: Option<String>,
        /// The words that justify it.
        pub evidence: Vec<Place>,
    }

    /// The wording nearest to a quotation.
    pub struct Nearest {
        /// Where it stands.
        #[serde(flatten)]
        pub place: Place,
        /// The statement it belongs to, if it is in one.
        pub statement: Option<StatementId>,
    }

    /// What was foretold, and what came of it.
    pub struct Forecast {
        /// The statement.
        pub statement: StatementId,
        /// For when.
        pub about: Option<DateOrInterval>,
        /// Where a later article tells what happened.
        pub outcome: Option<Place>,
        /// What came of it.
        pub verdict: Verdict,
        /// Why, in words.
        pub reason: String,
        /// The words that justify it.
        pub evidence: Vec<Place>,
    }

    /// Two places that cannot both be right.
    pub struct Contradiction {
        /// One place.
        pub a: Place,
        /// The other.
        pub b: Place,
        /// What they disagree on.
        pub what: Disagreement,
        /// The words that justify it.
        pub evidence: Vec<Place>,
    }

    /// One line of the timeline, however many articles tell it.
    pub struct EventAcross {
        /// When.
        pub date: Date,
        /// What, in the words of the best sentence.
        pub what: String,
        /// The articles that tell it.
        pub articles: Vec<ArticleId>,
        /// Whether the texts state it as a fact with a plain date.
        pub certain: bool,
        /// The words that justify it.
        pub evidence: Vec<Place>,
    }

    /// A date, or a stretch of time between two.
    #[serde(untagged)]
    pub enum DateOrInterval {
        /// One date.
        Date(Date),
        /// From one date to another, both included.
        Interval {
            /// First day.
            from: Date,
            /// Last day.
            to: Date,
        },
    }
}

words! {
    /// How two articles share text.
    #[serde(rename_all = "kebab-case")]
    pub enum CopyKind {
        /// Both carry an agency's text.
        Wire,
        /// One is the other in changed words.
        Rewritten,
        /// The same article at another time.
        Version,
    }

    /// What kind of root a claim has.
    #[serde(rename_all = "kebab-case")]
    pub enum Root {
        /// A person or body that speaks.
        Speaker,
        /// An outlet that vouches for it.
        Outlet,
        /// A text that was copied.
        Text,
        /// Nothing tells.
        Unknown,
    }

    /// How far a denial goes.
    #[serde(rename_all = "kebab-case")]
    pub enum DisputeKind {
        /// Rejects all of it.
        Full,
        /// Rejects a part.
        Partial,
        /// Sounds like a denial and is none.
        NonDenial,
        /// Would not comment.
        Declined,
        /// Says the opposite without naming it.
        Contradicts,
    }

    /// What came of a forecast.
    pub enum Verdict {
        /// It happened.
        #[serde(rename = "came true")]
        CameTrue,
        /// It did not.
        #[serde(rename = "did not happen")]
        DidNotHappen,
        /// No later article tells.
        #[serde(rename = "open")]
        Open,
    }

    /// What two places disagree on.
    #[serde(rename_all = "kebab-case")]
    pub enum Disagreement {
        /// Somebody's age.
        Age,
        /// A date.
        Date,
        /// A day of the week.
        Weekday,
        /// A number.
        Number,
        /// What was said.
        Statement,
    }
}
