//! What do gold and predicted lines look like?
//!
//! Both are read leniently: a field may be null or absent, unknown ones are ignored, and a span is
//! `[start, end]` or `{"start", "end"}`, in code points. A file holds one JSON value, an array of
//! them, or any number one after another (JSON Lines).

use std::collections::HashMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use sayso_core::{CharSpan, Error, Result};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::times::TimeExpression;

/// One article and what its ledger must say.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct GoldArticle {
    /// The article's id; a gold file may call it `document`.
    #[serde(alias = "document", deserialize_with = "word_or_number")]
    pub id: String,
    /// The exact text that all places index.
    #[serde(deserialize_with = "text")]
    pub text: String,
    /// When it was published, as an input line tells it; a gold file may call it `date`.
    #[serde(alias = "date")]
    pub published: Option<String>,
    /// Who published it, as an input line tells it.
    pub outlet: Option<String>,
    /// The file that the text was read from, where the gold has none.
    #[serde(skip)]
    pub file: Option<PathBuf>,
    /// What is said on somebody's word.
    pub attributions: Vec<Attribution>,
    /// Stretches that are left out on both sides.
    #[serde(deserialize_with = "spans")]
    pub discard: Vec<CharSpan>,
    /// Stretches that are not running text; empty where the gold does not mark them.
    #[serde(deserialize_with = "null_as_default")]
    pub furniture: Vec<Furniture>,
}

/// What an extractor says of one article: a line of `sayso extract`, as far as it is scored.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Predicted {
    /// The article's id.
    #[serde(alias = "document", deserialize_with = "word_or_number")]
    pub id: String,
    /// The text that all places index; it must be the gold's.
    pub text: Option<String>,
    /// The statements.
    #[serde(alias = "attributions", deserialize_with = "null_as_default")]
    pub statements: Vec<Attribution>,
    /// The entities that speakers refer to.
    #[serde(deserialize_with = "null_as_default")]
    pub entities: Vec<Entity>,
    /// Stretches that are not running text.
    #[serde(deserialize_with = "null_as_default")]
    pub furniture: Vec<Furniture>,
    /// Expressions of time.
    #[serde(deserialize_with = "null_as_default")]
    pub times: Vec<TimeExpression>,
}

/// One statement, gold or predicted.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default)]
pub struct Attribution {
    /// Its id within the article.
    pub id: Option<String>,
    /// The words naming who speaks.
    #[serde(deserialize_with = "spans")]
    pub source: Vec<CharSpan>,
    /// The words that do the citing.
    #[serde(deserialize_with = "spans")]
    pub cue: Vec<CharSpan>,
    /// What is attributed.
    #[serde(deserialize_with = "spans")]
    pub content: Vec<CharSpan>,
    /// Who the source is; `None` where the gold does not say.
    #[serde(deserialize_with = "speaker")]
    pub speaker: Option<Speaker>,
    /// The carriers between speaker and article.
    #[serde(deserialize_with = "null_as_default")]
    pub via: Vec<String>,
    /// Whom the words were said to.
    pub addressee: Option<String>,
    /// When it was said; gold may call it `date`.
    pub said: Option<String>,
    /// The other name of `said` in gold.
    pub date: Option<String>,
    /// How the words stand to their truth; absent is `asserts`.
    pub stance: Option<String>,
    /// The statement whose content holds this one.
    pub parent: Option<String>,
    /// The previous part of the same speech.
    pub continues: Option<String>,
    /// Whether the gold demands it: neither demanded nor punished if not.
    #[serde(deserialize_with = "null_as_default")]
    pub required: bool,
    /// How likely it is right, as the extractor says.
    pub confidence: Option<f32>,
}

/// Who a source is, gold or predicted.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Speaker {
    /// On what authority.
    pub class: Option<String>,
    /// The fullest name that the article gives.
    pub name: Option<String>,
    /// The id of the entity; predicted only.
    pub entity: Option<String>,
    /// Whom an official voice speaks for.
    pub speaks_for: Option<String>,
    /// Whom an unnamed source is said to be near.
    pub close_to: Option<String>,
    /// How sure class and name are; predicted only.
    pub confidence: Option<f32>,
}

/// An entity that predicted speakers refer to.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Entity {
    /// Its id within the article.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// What it is.
    pub kind: Option<String>,
    /// Every place that refers to it.
    #[serde(deserialize_with = "null_as_default")]
    pub mentions: Vec<Mention>,
}

/// A place that refers to a predicted entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Where it stands.
    pub span: CharSpan,
    /// How it refers: `name`, `description`, `pronoun`.
    pub form: Option<String>,
}

/// A stretch that is not running text.
#[derive(Clone, Debug, PartialEq)]
pub struct Furniture {
    /// What it is.
    pub kind: Option<String>,
    /// Where it stands.
    pub span: CharSpan,
}

impl Default for Attribution {
    fn default() -> Self {
        Attribution {
            id: None,
            source: Vec::new(),
            cue: Vec::new(),
            content: Vec::new(),
            speaker: None,
            via: Vec::new(),
            addressee: None,
            said: None,
            date: None,
            stance: None,
            parent: None,
            continues: None,
            required: true,
            confidence: None,
        }
    }
}

/// Reads the gold of [`gold_files`].
///
/// An article whose gold has no text takes it unchanged from `<id>.txt` in the folder `articles`.
/// Of two with one id the later counts.
///
/// # Errors
/// If a file cannot be read or is no gold, or a text is missing.
pub fn read_gold(paths: &[PathBuf], articles: Option<&Path>) -> Result<Vec<GoldArticle>> {
    let mut all: Vec<GoldArticle> = Vec::new();
    let mut place_of: HashMap<String, usize> = HashMap::new();
    for path in gold_files(paths)? {
        for (line, value) in values(&path)? {
            let what = || Error::input("cannot read gold").at_line(path.display(), line);
            if !value.get("attributions").is_some_and(Value::is_array) {
                return Err(what().because("the article has no `attributions`").hint(
                    "gold is JSON or JSON Lines: {\"id\", \"text\", \"attributions\": […]}",
                ));
            }
            let has_text = value.get("text").is_some_and(Value::is_string);
            let value = one_name(one_name(value, "id", "document"), "published", "date");
            let mut gold: GoldArticle =
                serde_json::from_value(value).map_err(|e| what().because(e))?;
            if !has_text {
                (gold.text, gold.file) = text_of(&gold.id, articles)?;
            }
            let next = all.len();
            let place = *place_of.entry(gold.id.clone()).or_insert(next);
            if place == next {
                all.push(gold);
            } else {
                all[place] = gold;
            }
        }
    }
    Ok(all)
}

/// Reads what an extractor printed; `-` is standard input. Of two lines with one id the later counts.
///
/// # Errors
/// If the file cannot be read or is not JSON of the right shape.
pub fn read_predicted(path: &Path) -> Result<HashMap<String, Predicted>> {
    let mut all = HashMap::new();
    for (line, value) in values(path)? {
        let value = one_name(one_name(value, "id", "document"), "statements", "attributions");
        let predicted: Predicted = serde_json::from_value(value).map_err(|e| {
            Error::input("cannot read predicted statements")
                .at_line(path.display(), line)
                .because(e)
                .hint("give what `sayso extract` prints")
        })?;
        all.insert(predicted.id.clone(), predicted);
    }
    Ok(all)
}

/// The files to read: of a folder, its `.json` and `.jsonl` files by name, without `across.json`.
///
/// # Errors
/// If a folder cannot be read, or there is no file.
pub fn gold_files(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for path in paths {
        if !path.is_dir() {
            all.push(path.clone());
            continue;
        }
        let cannot =
            |error| Error::input("cannot read the folder").at(path.display()).because(error);
        let mut inside = fs::read_dir(path)
            .and_then(|entries| entries.map(|e| e.map(|e| e.path())).collect::<Result<Vec<_>, _>>())
            .map_err(cannot)?;
        inside.retain(|file| {
            file.extension().is_some_and(|e| e == "json" || e == "jsonl")
                && file.file_name().is_some_and(|name| name != "across.json")
        });
        inside.sort();
        all.append(&mut inside);
    }
    if all.is_empty() {
        return Err(
            Error::input("there is no gold to read").hint("gold is in .json or .jsonl files")
        );
    }
    Ok(all)
}

/// Refuses what was predicted of another text.
pub(super) fn same_text(id: &str, text: &str, predicted: Option<&Predicted>) -> Result<()> {
    match predicted {
        Some(predicted) if predicted.text.as_deref() != Some(text) => {
            Err(Error::input(format!("cannot score article `{id}`"))
                .because("the predicted text is not the gold's, so places cannot be compared"))
        }
        _ => Ok(()),
    }
}

/// The JSON values of a file, each with the line at which it ends; arrays give their members.
pub(super) fn values(path: &Path) -> Result<Vec<(u64, Value)>> {
    let cannot = || Error::input("cannot read").at(path.display());
    let mut raw = String::new();
    if path == Path::new("-") {
        std::io::stdin().read_to_string(&mut raw).map_err(|error| cannot().because(error))?;
    } else {
        raw = fs::read_to_string(path).map_err(|error| cannot().because(error))?;
    }
    let mut all = Vec::new();
    let mut stream = serde_json::Deserializer::from_str(&raw).into_iter::<Value>();
    let (mut line, mut counted) = (1, 0);
    while let Some(value) = stream.next() {
        let value = value.map_err(|error| {
            Error::input("cannot read JSON")
                .at_line(path.display(), error.line() as u64)
                .because(error)
        })?;
        let end = stream.byte_offset();
        line += raw[counted..end].matches('\n').count() as u64;
        counted = end;
        match value {
            Value::Array(members) => all.extend(members.into_iter().map(|member| (line, member))),
            value => all.push((line, value)),
        }
    }
    Ok(all)
}

/// Leaves one of two names where a line has both, the first if it is filled: serde takes only one.
fn one_name(mut value: Value, name: &str, other: &str) -> Value {
    if let Value::Object(fields) = &mut value
        && fields.contains_key(other)
        && let Some(first) = fields.get(name)
    {
        let empty = match first {
            Value::Null => true,
            Value::String(words) => words.is_empty(),
            Value::Array(items) => items.is_empty(),
            _ => false,
        };
        fields.remove(if empty { name } else { other });
    }
    value
}

/// The text of an article whose gold has none, and its file.
fn text_of(id: &str, articles: Option<&Path>) -> Result<(String, Option<PathBuf>)> {
    let missing = Error::input(format!("the gold of article `{id}` has no text"));
    let Some(folder) = articles else {
        return Err(missing.hint("--articles DIR names the folder with the texts"));
    };
    let file = folder.join(format!("{id}.txt"));
    match fs::read_to_string(&file) {
        Ok(text) => Ok((text, Some(file))),
        Err(error) => Err(missing.at(file.display()).because(error)),
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Place {
    Pair(u32, u32),
    Named { start: u32, end: u32 },
}

impl Place {
    pub(super) fn span(&self) -> Result<CharSpan, String> {
        let (Place::Pair(start, end) | Place::Named { start, end }) = *self;
        if start > end {
            return Err(format!("a span cannot end before it starts: {start}..{end}"));
        }
        Ok(CharSpan::new(start as usize, end as usize))
    }
}

fn spans<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<CharSpan>, D::Error> {
    let places: Option<Vec<Place>> = Option::deserialize(deserializer)?;
    let spans = places.unwrap_or_default().iter().map(Place::span).collect::<Result<Vec<_>, _>>();
    spans.map_err(serde::de::Error::custom)
}

fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// Gold without a text may hold something else under the name.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) => text,
        _ => String::new(),
    })
}

fn word_or_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::String(id) => Ok(id),
        Value::Number(id) => Ok(id.to_string()),
        _ => Err(serde::de::Error::custom("the id is neither a word nor a number")),
    }
}

fn speaker<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Speaker>, D::Error> {
    match Value::deserialize(deserializer)? {
        value @ Value::Object(_) => {
            serde_json::from_value(value).map(Some).map_err(serde::de::Error::custom)
        }
        _ => Ok(None),
    }
}

impl<'de> Deserialize<'de> for Mention {
    /// Reads `{"start", "end", "form"}` or a bare span.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            Told { start: u32, end: u32, form: Option<String> },
            Bare(Place),
        }
        let (place, form) = match Form::deserialize(deserializer)? {
            Form::Told { start, end, form } => (Place::Named { start, end }, form),
            Form::Bare(place) => (place, None),
        };
        Ok(Mention { span: place.span().map_err(serde::de::Error::custom)?, form })
    }
}

impl<'de> Deserialize<'de> for Furniture {
    /// Reads `{"kind", "span": [start, end]}`, `{"kind", "start", "end"}` or a bare span.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            Inside { kind: Option<String>, span: Place },
            Beside { kind: Option<String>, start: u32, end: u32 },
            Bare(Place),
        }
        let (kind, place) = match Form::deserialize(deserializer)? {
            Form::Inside { kind, span } => (kind, span),
            Form::Beside { kind, start, end } => (kind, Place::Named { start, end }),
            Form::Bare(place) => (None, place),
        };
        Ok(Furniture { kind, span: place.span().map_err(serde::de::Error::custom)? })
    }
}
