//! What is in the ledger about one article?
//!
//! [`ArticleRecord`] is one line of `sayso extract`, and this file is its schema: flat structs with
//! public fields, no behaviour beyond changing the unit of their places.
//!
//! Every record is generic over the type of its places. Inside the program that is
//! [`Span`], in bytes; [`ArticleRecord::to_chars`] makes the same record with
//! [`CharSpan`], in code points, which alone can be serialised.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::id::{ArticleId, EntityId, StatementId};
use crate::span::{CharSpan, Span};
use crate::text::CodePoints;
use crate::time::Date;

/// The version of the contract that these records follow.
pub const CONTRACT: u32 = 1;

/// Derives what every record has.
macro_rules! records {
    ($($item:item)*) => {
        $(
            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
            #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
            $item
        )*
    };
}

/// Derives what every closed set of words has.
macro_rules! words {
    ($($item:item)*) => {
        $(
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
            #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
            #[serde(rename_all = "kebab-case")]
            $item
        )*
    };
}

records! {
    /// One article and all that its text says on whose word: a line of `sayso extract`.
    pub struct ArticleRecord<S> {
        /// Version of the contract.
        pub sayso: u32,
        /// The file's name without extension, or the id given with the text.
        pub id: ArticleId,
        /// The article's address.
        pub url: Option<String>,
        /// The headline, a copy.
        pub title: Option<String>,
        /// The publisher or carrier.
        pub outlet: Option<String>,
        /// Who wrote it, as printed.
        pub byline: Option<String>,
        /// When it was published, where the input says so.
        pub published: Option<Date>,
        /// When it must have been published, where only the text tells.
        pub published_inferred: Option<InferredDate>,
        /// ISO 639-1 code of the language; null if it cannot be told.
        pub language: Option<String>,
        /// The exact text that all places index.
        pub text: String,
        /// What made this record.
        pub extractor: Extractor,
        /// People, organisations, outlets, places, works, events and groups of the text.
        pub entities: Vec<Entity<S>>,
        /// What is said on somebody's word, in order of appearance.
        pub statements: Vec<Statement<S>>,
        /// Dated events.
        pub events: Vec<Event<S>>,
        /// Temporal expressions.
        pub times: Vec<Time<S>>,
        /// Stretches that are not running text.
        pub furniture: Vec<Furniture<S>>,
        /// What a reader should know.
        pub notes: Vec<Note<S>>,
        /// Where title, outlet, byline and date come from.
        pub provenance: Vec<Provenance<S>>,
        /// The page that the text was taken out of; null for a text.
        pub page: Option<Page<S>>,
    }

    /// When an article must have been published, concluded from its text.
    pub struct InferredDate {
        /// Not before.
        pub from: Date,
        /// Not after.
        pub to: Date,
        /// The reasons, in words.
        pub why: Vec<String>,
    }

    /// What made a record.
    pub struct Extractor {
        /// Version of sayso.
        pub version: String,
        /// Name of the model; null where rules alone decided.
        pub model: Option<String>,
    }

    /// A person, organisation, outlet, place, work, event or group of one article.
    pub struct Entity<S> {
        /// `e1`, `e2`, … in order of first mention.
        pub id: EntityId,
        /// The fullest name that the article gives.
        pub name: String,
        /// What it is.
        pub kind: EntityKind,
        /// Every place that refers to it.
        pub mentions: Vec<Mention<S>>,
        /// What the article says of it beside its name.
        pub attributes: Vec<Attribute<S>>,
    }

    /// One place that refers to an entity.
    pub struct Mention<S> {
        /// Where: of a name the name proper, with a noble title (`Queen Astrid`) and without others.
        #[serde(flatten)]
        pub place: S,
        /// How the text refers to it there.
        pub form: MentionForm,
    }

    /// Something the article says of an entity.
    pub struct Attribute<S> {
        /// What is said.
        pub kind: AttributeKind,
        /// The words or the number.
        pub value: String,
        /// Where it is said.
        #[serde(flatten)]
        pub place: S,
    }

    /// One attributed content in one article: the record of the ledger.
    pub struct Statement<S> {
        /// `<article>/<hash of its spans and quotation>`.
        pub id: StatementId,
        /// The words naming who speaks; empty where the text has none.
        pub source: Vec<S>,
        /// The words that do the citing.
        pub cue: Vec<S>,
        /// What is attributed; several spans where the cue interrupts it.
        pub content: Vec<S>,
        /// How much of the content stands in quotation marks.
        pub quotation: Quotation,
        /// Who the source is.
        pub speaker: Speaker,
        /// The carriers between speaker and article, nearest to the speaker first.
        pub via: Vec<String>,
        /// The named document or book that the words come from.
        pub work: Option<String>,
        /// Whom the words were said to, where that is not a carrier.
        pub addressee: Option<String>,
        /// When it was said.
        pub said: Option<Date>,
        /// How the words stand to their truth.
        pub stance: Stance,
        /// Whether the source is reported *not* to have said it.
        pub negated: bool,
        /// The statement whose content holds this one.
        pub parent: Option<StatementId>,
        /// The previous part of the same speech.
        pub continues: Option<StatementId>,
        /// Statements that this one rejects.
        pub disputes: Vec<StatementId>,
        /// Statements that reject this one.
        pub disputed_by: Vec<StatementId>,
        /// How likely source and content are both right, 0 to 1.
        pub confidence: f32,
        /// The words behind each field, and the rule or head that decided.
        pub evidence: Vec<Evidence<S>>,
    }

    /// Who a source is.
    pub struct Speaker {
        /// On what authority.
        pub class: SpeakerClass,
        /// The entity, where the source is one of the article's.
        pub entity: Option<EntityId>,
        /// The fullest name that the article gives; null where it stays unnamed.
        pub name: Option<String>,
        /// How the article describes them.
        pub role: Option<String>,
        /// Whom an official voice speaks for: an entity's id, else the words.
        pub speaks_for: Option<String>,
        /// Whom an unnamed source is said to be near: an entity's id, else the words.
        pub close_to: Option<String>,
        /// The reason that the article prints for leaving a source unnamed.
        pub anonymity_reason: Option<String>,
        /// How likely the speaker is right, 0 to 1.
        pub confidence: f32,
        /// Who else it could be, best first, where that is not sure.
        pub candidates: Vec<Candidate>,
    }

    /// Somebody who may be the speaker.
    pub struct Candidate {
        /// The entity.
        pub entity: EntityId,
        /// Its name.
        pub name: String,
        /// How likely, 0 to 1.
        pub confidence: f32,
    }

    /// The words that prove a field, and what decided.
    pub struct Evidence<S> {
        /// The field of the statement.
        pub field: String,
        /// Where the words stand.
        #[serde(flatten)]
        pub place: S,
        /// The rule or head that decided.
        pub by: String,
    }

    /// Something that happened, or was foretold, on a date.
    pub struct Event<S> {
        /// When.
        pub date: Date,
        /// Where the text says so.
        #[serde(flatten)]
        pub place: S,
        /// What, in the text's words.
        pub what: String,
        /// Entities that take part.
        pub who: Vec<EntityId>,
        /// Whether the text states it as a fact with a plain date.
        pub certain: bool,
    }

    /// A temporal expression.
    pub struct Time<S> {
        /// Where it stands.
        #[serde(flatten)]
        pub place: S,
        /// What it names.
        pub kind: TimeKind,
        /// Its value after TIMEX3.
        pub value: String,
        /// The same as an Extended Date/Time with doubt marked, where it has that form.
        pub edtf: Option<String>,
    }

    /// A stretch that is not the article's running text.
    pub struct Furniture<S> {
        /// Where it stands.
        #[serde(flatten)]
        pub place: S,
        /// What it is.
        pub kind: FurnitureKind,
    }

    /// Something a reader should know about a place.
    pub struct Note<S> {
        /// Where.
        #[serde(flatten)]
        pub place: S,
        /// What it is about: `unsourced-quotation`, `language`, …; docs/contract.md lists them.
        pub kind: String,
        /// In words.
        pub message: String,
    }

    /// Where a field of the article comes from.
    pub struct Provenance<S> {
        /// `title`, `outlet`, `byline`, `published` or `url`.
        pub field: String,
        /// `flag`, `side file`, `json line`, or the rule that found it in the text.
        pub by: String,
        /// The words in the text; null where the field was given from outside.
        pub place: Option<S>,
    }
}

records! {
    /// The page that an article's text was taken out of, and the way back to its bytes.
    pub struct Page<S> {
        /// SHA-256 of the page as it was stored, in hexadecimal digits.
        pub sha256: String,
        /// Its length in bytes.
        pub bytes: u64,
        /// The name of its encoding.
        pub encoding: String,
        /// Stretches of the text in order, each with its bytes of the page; what the reader added, as
        /// blank lines between paragraphs, is in none.
        pub runs: Vec<PageRun<S>>,
    }

    /// A stretch of text and the bytes of the page that stand for it.
    pub struct PageRun<S> {
        /// Where in the text.
        #[serde(flatten)]
        pub place: S,
        /// First byte in the page.
        pub from: u64,
        /// One past the last byte.
        pub to: u64,
        /// Whether the bytes, decoded, are the same characters; else they are a character reference, or
        /// white space that stands for one blank.
        pub same: bool,
    }
}

words! {
    /// What an entity is.
    pub enum EntityKind {
        /// A human being.
        Person,
        /// A body of people that acts.
        Organisation,
        /// A publisher or carrier.
        Outlet,
        /// Somewhere.
        Place,
        /// A book, film, report, song.
        Work,
        /// A named event.
        Event,
        /// A named group without a body: a nation, a party's followers.
        Group,
    }

    /// How a text refers to an entity.
    pub enum MentionForm {
        /// By its name or a part of it: `Ines Calder`, `the Duke of Ostmark`.
        Name,
        /// By a noun: `the harbour master`, `the King`.
        Description,
        /// By a word that stands for it: `she`.
        Pronoun,
    }

    /// What an attribute says.
    pub enum AttributeKind {
        /// Age in years.
        Age,
        /// Occupation or description.
        Role,
        /// Title or honorific.
        Title,
        /// Kinship.
        Kin,
    }

    /// How much of a content stands in quotation marks.
    pub enum Quotation {
        /// All of it.
        Direct,
        /// A part of it.
        Mixed,
        /// Nothing.
        Indirect,
    }

    /// On what authority a statement rests.
    pub enum SpeakerClass {
        /// An identified person.
        Named,
        /// An unnamed official voice of a named principal.
        Spokesperson,
        /// A named body or outlet speaking as such.
        Organisation,
        /// Unnamed individuals without official voice.
        Anonymous,
        /// A group or class of people.
        Collective,
        /// A text or a body of data.
        Document,
        /// The article's own writer.
        Author,
        /// Nobody is named or described.
        Unattributed,
    }

    /// How a speaker or writer stands to the truth of the words.
    pub enum Stance {
        /// Takes them as true.
        Asserts,
        /// Rejects a claim or report.
        Denies,
        /// Withholds full commitment.
        Hedged,
        /// Says what will or may happen.
        Forecast,
    }

    /// What a temporal expression names.
    pub enum TimeKind {
        /// A day, month, year or longer.
        Date,
        /// A time of day.
        Time,
        /// A length of time.
        Duration,
        /// A recurring time.
        Set,
    }

    /// What a stretch of furniture is.
    pub enum FurnitureKind {
        /// The title line.
        Headline,
        /// The line under it.
        Deck,
        /// Who wrote it.
        Byline,
        /// A line or stretch that gives date or place of writing.
        Date,
        /// The words under a picture.
        Caption,
        /// Who took the picture.
        Credit,
        /// Words of the article that its page shows once more in large type.
        PullQuote,
        /// Newsletter, subscription, app.
        Promotion,
        /// A pointer to another article.
        Related,
        /// Where the text first appeared.
        Syndication,
        /// Buttons and labels of a page.
        Interface,
    }
}

impl SpeakerClass {
    /// All classes in the order of the contract.
    pub const ALL: [SpeakerClass; 8] = [
        SpeakerClass::Named,
        SpeakerClass::Spokesperson,
        SpeakerClass::Organisation,
        SpeakerClass::Anonymous,
        SpeakerClass::Collective,
        SpeakerClass::Document,
        SpeakerClass::Author,
        SpeakerClass::Unattributed,
    ];

    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            SpeakerClass::Named => "named",
            SpeakerClass::Spokesperson => "spokesperson",
            SpeakerClass::Organisation => "organisation",
            SpeakerClass::Anonymous => "anonymous",
            SpeakerClass::Collective => "collective",
            SpeakerClass::Document => "document",
            SpeakerClass::Author => "author",
            SpeakerClass::Unattributed => "unattributed",
        }
    }
}

impl Quotation {
    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Quotation::Direct => "direct",
            Quotation::Mixed => "mixed",
            Quotation::Indirect => "indirect",
        }
    }
}

impl Stance {
    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Stance::Asserts => "asserts",
            Stance::Denies => "denies",
            Stance::Hedged => "hedged",
            Stance::Forecast => "forecast",
        }
    }
}

impl FurnitureKind {
    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            FurnitureKind::Headline => "headline",
            FurnitureKind::Deck => "deck",
            FurnitureKind::Byline => "byline",
            FurnitureKind::Date => "date",
            FurnitureKind::Caption => "caption",
            FurnitureKind::Credit => "credit",
            FurnitureKind::PullQuote => "pull-quote",
            FurnitureKind::Promotion => "promotion",
            FurnitureKind::Related => "related",
            FurnitureKind::Syndication => "syndication",
            FurnitureKind::Interface => "interface",
        }
    }
}

impl ArticleRecord<Span> {
    /// The same record with places in code points, ready to be serialised.
    pub fn to_chars(self) -> ArticleRecord<CharSpan> {
        let text = self.text.clone();
        let points = CodePoints::new(&text);
        let moved: std::result::Result<_, std::convert::Infallible> =
            self.with_places(&mut |span| Ok(points.chars(span)));
        match moved {
            Ok(record) => record,
        }
    }
}

impl ArticleRecord<CharSpan> {
    /// The same record with places in bytes, for a program that slices the text.
    ///
    /// # Errors
    /// If a place leaves the text.
    pub fn to_bytes(self) -> Result<ArticleRecord<Span>> {
        let text = self.text.clone();
        let id = self.id.clone();
        let points = CodePoints::new(&text);
        self.with_places(&mut |span| {
            points.bytes(span).ok_or_else(|| {
                Error::input(format!("cannot use the record of article `{id}`"))
                    .because(format!("the place {span:?} leaves its text"))
                    .hint("places are counted in Unicode code points")
            })
        })
    }
}

impl<S> ArticleRecord<S> {
    /// The same record with each place changed by `f`.
    fn with_places<T, E>(
        self,
        f: &mut impl FnMut(S) -> std::result::Result<T, E>,
    ) -> std::result::Result<ArticleRecord<T>, E> {
        let mut entities = Vec::with_capacity(self.entities.len());
        for Entity { id, name, kind, mentions, attributes } in self.entities {
            let mentions = mentions
                .into_iter()
                .map(|Mention { place, form }| Ok(Mention { place: f(place)?, form }))
                .collect::<std::result::Result<_, E>>()?;
            let attributes = attributes
                .into_iter()
                .map(|Attribute { kind, value, place }| {
                    Ok(Attribute { kind, value, place: f(place)? })
                })
                .collect::<std::result::Result<_, E>>()?;
            entities.push(Entity { id, name, kind, mentions, attributes });
        }
        let mut statements = Vec::with_capacity(self.statements.len());
        for statement in self.statements {
            statements.push(statement.with_places(f)?);
        }
        let mut events = Vec::with_capacity(self.events.len());
        for Event { date, place, what, who, certain } in self.events {
            events.push(Event { date, place: f(place)?, what, who, certain });
        }
        let mut times = Vec::with_capacity(self.times.len());
        for Time { place, kind, value, edtf } in self.times {
            times.push(Time { place: f(place)?, kind, value, edtf });
        }
        let mut furniture = Vec::with_capacity(self.furniture.len());
        for Furniture { place, kind } in self.furniture {
            furniture.push(Furniture { place: f(place)?, kind });
        }
        let mut notes = Vec::with_capacity(self.notes.len());
        for Note { place, kind, message } in self.notes {
            notes.push(Note { place: f(place)?, kind, message });
        }
        let mut provenance = Vec::with_capacity(self.provenance.len());
        for Provenance { field, by, place } in self.provenance {
            provenance.push(Provenance { field, by, place: place.map(&mut *f).transpose()? });
        }
        let page = match self.page {
            None => None,
            Some(Page { sha256, bytes, encoding, runs }) => {
                let runs = runs
                    .into_iter()
                    .map(|PageRun { place, from, to, same }| {
                        Ok(PageRun { place: f(place)?, from, to, same })
                    })
                    .collect::<std::result::Result<_, E>>()?;
                Some(Page { sha256, bytes, encoding, runs })
            }
        };
        Ok(ArticleRecord {
            sayso: self.sayso,
            id: self.id,
            url: self.url,
            title: self.title,
            outlet: self.outlet,
            byline: self.byline,
            published: self.published,
            published_inferred: self.published_inferred,
            language: self.language,
            text: self.text,
            extractor: self.extractor,
            entities,
            statements,
            events,
            times,
            furniture,
            notes,
            provenance,
            page,
        })
    }
}

impl<S> Statement<S> {
    fn with_places<T, E>(
        self,
        f: &mut impl FnMut(S) -> std::result::Result<T, E>,
    ) -> std::result::Result<Statement<T>, E> {
        let mut all =
            |places: Vec<S>| places.into_iter().map(&mut *f).collect::<std::result::Result<_, E>>();
        let (source, cue, content) = (all(self.source)?, all(self.cue)?, all(self.content)?);
        let mut evidence = Vec::with_capacity(self.evidence.len());
        for Evidence { field, place, by } in self.evidence {
            evidence.push(Evidence { field, place: f(place)?, by });
        }
        Ok(Statement {
            id: self.id,
            source,
            cue,
            content,
            quotation: self.quotation,
            speaker: self.speaker,
            via: self.via,
            work: self.work,
            addressee: self.addressee,
            said: self.said,
            stance: self.stance,
            negated: self.negated,
            parent: self.parent,
            continues: self.continues,
            disputes: self.disputes,
            disputed_by: self.disputed_by,
            confidence: self.confidence,
            evidence,
        })
    }
}
