//! Which fields of a statement can be corrected, and how is a value for one written?

use sayso_core::record::{ArticleRecord, Quotation, SpeakerClass, Stance, Statement};
use sayso_core::text::CodePoints;
use sayso_core::time::Date;
use sayso_core::{CharSpan, Error, Kind, Result, Span};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::anchor::Quote;
use crate::fold::folded;
use crate::rows::Words;

/// A field of a statement that a person can set.
///
/// Whatever hangs on it follows: the entity of a speaker follows the name. Ids and confidences are the
/// extractor's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is the field of the record of that name")]
pub enum Field {
    #[serde(rename = "source")]
    Source,
    #[serde(rename = "cue")]
    Cue,
    #[serde(rename = "content")]
    Content,
    #[serde(rename = "quotation")]
    Quotation,
    #[serde(rename = "speaker.class")]
    Class,
    #[serde(rename = "speaker.name")]
    Name,
    #[serde(rename = "speaker.role")]
    Role,
    #[serde(rename = "speaker.speaks_for")]
    SpeaksFor,
    #[serde(rename = "speaker.close_to")]
    CloseTo,
    #[serde(rename = "speaker.anonymity_reason")]
    AnonymityReason,
    #[serde(rename = "via")]
    Via,
    #[serde(rename = "work")]
    Work,
    #[serde(rename = "addressee")]
    Addressee,
    #[serde(rename = "said")]
    Said,
    #[serde(rename = "stance")]
    Stance,
    #[serde(rename = "negated")]
    Negated,
}

impl Field {
    /// Every field, in the order of the contract.
    pub const ALL: [Field; 16] = [
        Field::Source,
        Field::Cue,
        Field::Content,
        Field::Quotation,
        Field::Class,
        Field::Name,
        Field::Role,
        Field::SpeaksFor,
        Field::CloseTo,
        Field::AnonymityReason,
        Field::Via,
        Field::Work,
        Field::Addressee,
        Field::Said,
        Field::Stance,
        Field::Negated,
    ];

    /// The name of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Field::Source => "source",
            Field::Cue => "cue",
            Field::Content => "content",
            Field::Quotation => "quotation",
            Field::Class => "speaker.class",
            Field::Name => "speaker.name",
            Field::Role => "speaker.role",
            Field::SpeaksFor => "speaker.speaks_for",
            Field::CloseTo => "speaker.close_to",
            Field::AnonymityReason => "speaker.anonymity_reason",
            Field::Via => "via",
            Field::Work => "work",
            Field::Addressee => "addressee",
            Field::Said => "said",
            Field::Stance => "stance",
            Field::Negated => "negated",
        }
    }

    /// The field of a name; `class` is as good as `speaker.class`.
    pub fn named(name: &str) -> Option<Self> {
        let is_it = |field: &&Field| {
            let whole = field.as_str();
            whole == name || whole.strip_prefix("speaker.") == Some(name)
        };
        Field::ALL.iter().find(is_it).copied()
    }

    /// What a person wrote, as a value; places are looked for in the article's text.
    pub(crate) fn value(
        self,
        words: &str,
        statement: &Statement<CharSpan>,
        text: &str,
    ) -> Result<Value> {
        let cannot = |why: String| {
            Error::new(Kind::Query, format!("cannot set `{}` to `{words}`", self.as_str()))
                .because(why)
        };
        let words = words.trim();
        let is_nothing = words.is_empty() || words == "null";
        match self {
            Field::Class => one_of::<SpeakerClass>(words).map_err(|why| {
                let all: Vec<&str> = SpeakerClass::ALL.iter().map(|class| class.as_str()).collect();
                cannot(why).hint(format!("a class is one of: {}", all.join(", ")))
            }),
            Field::Quotation => one_of::<Quotation>(words)
                .map_err(|why| cannot(why).hint("it is one of: direct, mixed, indirect")),
            Field::Stance => one_of::<Stance>(words)
                .map_err(|why| cannot(why).hint("it is one of: asserts, denies, hedged, forecast")),
            Field::Negated => match words {
                "true" | "yes" => Ok(json!(true)),
                "false" | "no" => Ok(json!(false)),
                _ => Err(cannot("it is neither `true` nor `false`".to_owned())),
            },
            Field::Said if is_nothing => Ok(Value::Null),
            Field::Said => one_of::<Date>(words)
                .map_err(|why| cannot(why).hint("a date is 2024, 2024-02 or 2024-02-14")),
            Field::Via => {
                let names = words.split('>').map(str::trim).filter(|name| !name.is_empty());
                Ok(if is_nothing { json!([]) } else { json!(names.collect::<Vec<_>>()) })
            }
            Field::Source | Field::Cue | Field::Content => {
                if is_nothing && self == Field::Content {
                    let error = cannot("a statement without content is none".to_owned());
                    return Err(error.hint("`sayso correct reject` takes it out"));
                }
                let pieces: Vec<&str> = if is_nothing {
                    Vec::new()
                } else {
                    words.split('…').map(str::trim).filter(|piece| !piece.is_empty()).collect()
                };
                let near = statement.content.first().map_or(0, |place| place.start());
                let mut quotes = Vec::new();
                for piece in pieces {
                    let place = nearest(text, piece, near).ok_or_else(|| {
                        cannot(format!("the article does not say `{piece}`"))
                            .hint("give the words exactly as printed, pieces apart by `…`")
                    })?;
                    quotes.push(Quote::of(text, &Words::of(text), place)?);
                }
                serde_json::to_value(quotes).map_err(|error| cannot(error.to_string()))
            }
            _ if is_nothing => Ok(Value::Null),
            _ => Ok(json!(words)),
        }
    }

    /// The value that a statement has; ids of entities as names, for they differ between readings.
    pub(crate) fn of(
        self,
        statement: &Statement<CharSpan>,
        record: &ArticleRecord<CharSpan>,
    ) -> Result<Value> {
        let speaker = &statement.speaker;
        let words = Words::of(&record.text);
        let named = |id: &Option<String>| -> Value {
            let is_it = |id: &&String| {
                record.entities.iter().find(|entity| entity.id.as_str() == id.as_str())
            };
            let name = id.as_ref().map(|id| is_it(&id).map_or(id, |entity| &entity.name));
            json!(name)
        };
        let quotes = |places: &[CharSpan]| -> Result<Value> {
            let quotes: Result<Vec<Quote>> =
                places.iter().map(|place| Quote::of(&record.text, &words, *place)).collect();
            Ok(json!(quotes?))
        };
        Ok(match self {
            Field::Source => quotes(&statement.source)?,
            Field::Cue => quotes(&statement.cue)?,
            Field::Content => quotes(&statement.content)?,
            Field::Quotation => json!(statement.quotation),
            Field::Class => json!(speaker.class),
            Field::Name => json!(speaker.name),
            Field::Role => json!(speaker.role),
            Field::SpeaksFor => named(&speaker.speaks_for),
            Field::CloseTo => named(&speaker.close_to),
            Field::AnonymityReason => json!(speaker.anonymity_reason),
            Field::Via => json!(statement.via),
            Field::Work => json!(statement.work),
            Field::Addressee => named(&statement.addressee),
            Field::Said => json!(statement.said),
            Field::Stance => json!(statement.stance),
            Field::Negated => json!(statement.negated),
        })
    }

    /// Sets the value in a statement, or says why it cannot be.
    pub(crate) fn set(
        self,
        statement: &mut Statement<CharSpan>,
        value: &Value,
        record: &ArticleRecord<CharSpan>,
    ) -> std::result::Result<(), String> {
        let speaker = &mut statement.speaker;
        let entity = |name: &Option<String>| {
            let name = folded(name.as_deref()?);
            record.entities.iter().find(|entity| folded(&entity.name) == name)
        };
        // An id where the record has one, else the words: as the contract has it.
        let id_or_words =
            |words: Option<String>| entity(&words).map(|entity| entity.id.to_string()).or(words);
        match self {
            Field::Source => statement.source = places(value, &record.text)?,
            Field::Cue => statement.cue = places(value, &record.text)?,
            Field::Content => statement.content = places(value, &record.text)?,
            Field::Quotation => statement.quotation = typed(value)?,
            Field::Class => speaker.class = typed(value)?,
            Field::Name => {
                let name: Option<String> = typed(value)?;
                let is_same = name.as_deref().map(folded) == speaker.name.as_deref().map(folded);
                if !is_same {
                    speaker.entity = entity(&name).map(|entity| entity.id.clone());
                    speaker.candidates.clear();
                }
                speaker.name = name;
            }
            Field::Role => speaker.role = typed(value)?,
            Field::SpeaksFor => speaker.speaks_for = id_or_words(typed(value)?),
            Field::CloseTo => speaker.close_to = id_or_words(typed(value)?),
            Field::AnonymityReason => speaker.anonymity_reason = typed(value)?,
            Field::Via => statement.via = typed(value)?,
            Field::Work => statement.work = typed(value)?,
            Field::Addressee => statement.addressee = id_or_words(typed(value)?),
            Field::Said => statement.said = typed(value)?,
            Field::Stance => statement.stance = typed(value)?,
            Field::Negated => statement.negated = typed(value)?,
        }
        Ok(())
    }
}

fn one_of<T: DeserializeOwned + Serialize>(word: &str) -> std::result::Result<Value, String> {
    let value: T = typed(&json!(word)).map_err(|_| "it is no value of this field".to_owned())?;
    serde_json::to_value(value).map_err(|error| error.to_string())
}

fn typed<T: DeserializeOwned>(value: &Value) -> std::result::Result<T, String> {
    T::deserialize(value).map_err(|error| error.to_string())
}

fn places(value: &Value, text: &str) -> std::result::Result<Vec<CharSpan>, String> {
    let quotes: Vec<Quote> = typed(value)?;
    let find = |quote: &Quote| {
        let missing = || format!("`{}` is not in the article any more", quote.quote);
        quote.find(text).ok_or_else(missing)
    };
    quotes.iter().map(find).collect()
}

/// Where words stand, nearest to a place.
fn nearest(text: &str, words: &str, near: usize) -> Option<CharSpan> {
    let points = CodePoints::new(text);
    let places =
        text.match_indices(words).map(|(at, _)| points.chars(Span::new(at, at + words.len())));
    places.min_by_key(|place| place.start().abs_diff(near))
}
