//! How does a record become rows, and rows a record again?

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, params};
use sayso_core::id::EntityId;
use sayso_core::record::{ArticleRecord, Statement};
use sayso_core::text::CodePoints;
use sayso_core::time::Date;
use sayso_core::{CharSpan, Error, Kind, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::failure::Tried;
use crate::fold::folded;

/// Between pieces of one statement that do not stand together.
const GAP: &str = " … ";

/// Between carriers, nearest to the speaker first.
const HOP: &str = " > ";

/// The words of one article, by place.
pub(crate) struct Words<'a> {
    text: &'a str,
    points: CodePoints<'a>,
}

impl<'a> Words<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        Words { text, points: CodePoints::new(text) }
    }

    /// The words at a place.
    pub(crate) fn at(&self, place: CharSpan) -> Result<&'a str> {
        let bytes = self.points.bytes(place).ok_or_else(|| {
            Error::input("cannot use a record")
                .because(format!("the place {place:?} leaves its text"))
                .hint("places are counted in Unicode code points")
        })?;
        Ok(bytes.of(self.text))
    }

    /// The words at some places, as one line.
    pub(crate) fn at_all(&self, places: &[CharSpan]) -> Result<String> {
        let pieces: Result<Vec<&str>> = places.iter().map(|place| self.at(*place)).collect();
        let pieces: Vec<String> = pieces?.into_iter().map(one_line).collect();
        Ok(pieces.join(GAP))
    }
}

/// The words with every stretch of white space as one space.
pub(crate) fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What all statements of one article share.
pub(crate) struct Sheet<'a> {
    pub(crate) words: Words<'a>,
    /// Names of the article's entities.
    names: BTreeMap<&'a EntityId, &'a str>,
    /// The article's row.
    pub(crate) article: i64,
    pub(crate) outlet: i64,
    /// When it was published, as far as anything tells; empty if nothing does.
    pub(crate) day: String,
}

impl<'a> Sheet<'a> {
    pub(crate) fn of(
        record: &'a ArticleRecord<CharSpan>,
        text: &'a str,
        article: i64,
        outlet: i64,
    ) -> Self {
        let names = record.entities.iter().map(|entity| (&entity.id, entity.name.as_str()));
        let day = day_of(record);
        Sheet { words: Words::of(text), names: names.collect(), article, outlet, day }
    }

    /// Words that may be the id of an entity, as words.
    fn named(&self, id: Option<&String>) -> Option<String> {
        let id = id?;
        let name = self.names.get(&EntityId::new(id.as_str()));
        Some(name.map_or_else(|| id.clone(), |name| (*name).to_owned()))
    }
}

/// The day under which an article's own words are found.
pub(crate) fn day_of<S>(record: &ArticleRecord<S>) -> String {
    let inferred = record.published_inferred.as_ref().map(|inferred| inferred.from);
    record.published.or(inferred).as_ref().map(Date::to_string).unwrap_or_default()
}

/// What of a statement is looked for, in the words of the contract.
#[derive(Debug, PartialEq)]
pub(crate) struct Columns {
    class: &'static str,
    stance: &'static str,
    quotation: &'static str,
    negated: bool,
    day: String,
    said: Option<String>,
    confidence: f64,
    speaker: Option<String>,
    role: Option<String>,
    speaks_for: Option<String>,
    close_to: Option<String>,
    via: Vec<String>,
    pub(crate) content: String,
}

impl Columns {
    pub(crate) fn of(statement: &Statement<CharSpan>, sheet: &Sheet<'_>) -> Result<Self> {
        let speaker = &statement.speaker;
        let said = statement.said.map(|date| date.to_string());
        let source = sheet.words.at_all(&statement.source)?;
        // Who is named nowhere is called what the article calls them.
        let role = speaker
            .role
            .clone()
            .or_else(|| (speaker.name.is_none() && !source.is_empty()).then_some(source));
        Ok(Columns {
            class: speaker.class.as_str(),
            stance: statement.stance.as_str(),
            quotation: statement.quotation.as_str(),
            negated: statement.negated,
            day: said.clone().unwrap_or_else(|| sheet.day.clone()),
            said,
            confidence: f64::from(statement.confidence),
            speaker: speaker.name.clone(),
            role,
            speaks_for: sheet.named(speaker.speaks_for.as_ref()),
            close_to: sheet.named(speaker.close_to.as_ref()),
            via: statement.via.clone(),
            content: sheet.words.at_all(&statement.content)?,
        })
    }

    /// Adds the statement as it was extracted.
    pub(crate) fn insert(
        &self,
        connection: &Connection,
        sheet: &Sheet<'_>,
        idx: usize,
        statement: &Statement<CharSpan>,
        person: Option<i64>,
    ) -> Result<()> {
        let what = "cannot write a statement";
        connection
            .prepare_cached(
                "INSERT INTO statement (article, idx, id, outlet, person, class, stance, quotation,
                    negated, day, said, confidence, speaker, role, speaks_for, close_to, via,
                    content, record)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
                    ?17, ?18, ?19)",
            )
            .and_then(|mut insert| {
                insert.insert(params![
                    sheet.article,
                    idx.cast_signed(),
                    statement.id.as_str(),
                    sheet.outlet,
                    person,
                    self.class,
                    self.stance,
                    self.quotation,
                    self.negated,
                    self.day,
                    self.said,
                    self.confidence,
                    self.speaker,
                    self.role,
                    self.speaks_for,
                    self.close_to,
                    self.chain(),
                    self.content,
                    to_json(statement)?,
                ])
            })
            .tried(what)
            .and_then(|key| self.insert_via(connection, key))
    }

    /// Writes the statement as it is after corrections; what was extracted stays.
    pub(crate) fn update(
        &self,
        connection: &Connection,
        key: i64,
        person: Option<i64>,
        status: i64,
        corrected: bool,
    ) -> Result<()> {
        let what = "cannot write a corrected statement";
        connection
            .prepare_cached(
                "UPDATE statement SET person = ?2, class = ?3, stance = ?4, quotation = ?5,
                    negated = ?6, day = ?7, said = ?8, speaker = ?9, role = ?10, speaks_for = ?11,
                    close_to = ?12, via = ?13, content = ?14, status = ?15, corrected = ?16
                 WHERE key = ?1",
            )
            .and_then(|mut update| {
                update.execute(params![
                    key,
                    person,
                    self.class,
                    self.stance,
                    self.quotation,
                    self.negated,
                    self.day,
                    self.said,
                    self.speaker,
                    self.role,
                    self.speaks_for,
                    self.close_to,
                    self.chain(),
                    self.content,
                    status,
                    corrected,
                ])
            })
            .tried(what)?;
        connection
            .prepare_cached("DELETE FROM via WHERE statement = ?1")
            .and_then(|mut delete| delete.execute([key]))
            .tried(what)?;
        self.insert_via(connection, key)
    }

    /// The person that the speaker's name belongs to, made where it is new.
    pub(crate) fn person(&self, connection: &Connection) -> Result<Option<i64>> {
        self.speaker.as_deref().map_or(Ok(None), |name| person_called(connection, name))
    }

    fn chain(&self) -> Option<String> {
        (!self.via.is_empty()).then(|| self.via.join(HOP))
    }

    fn insert_via(&self, connection: &Connection, key: i64) -> Result<()> {
        let mut seen = BTreeSet::new();
        for (place, name) in self.via.iter().enumerate() {
            // A carrier that is named twice has carried the statement once.
            if !seen.insert(folded(name)) {
                continue;
            }
            connection
                .prepare_cached(
                    "INSERT INTO via (statement, place, folded, day) VALUES (?1, ?2, ?3, ?4)",
                )
                .and_then(|mut insert| {
                    insert.execute(params![key, place.cast_signed(), folded(name), self.day])
                })
                .tried("cannot write the carriers of a statement")?;
        }
        Ok(())
    }
}

/// The person of a name, made where it is new; none where nothing of it is a letter.
pub(crate) fn person_called(connection: &Connection, name: &str) -> Result<Option<i64>> {
    let what = "cannot write a name";
    let folded = folded(name);
    if folded.is_empty() {
        return Ok(None);
    }
    let known: Option<i64> = connection
        .prepare_cached("SELECT key FROM person WHERE folded = ?1")
        .and_then(|mut query| query.query_row([&folded], |row| row.get(0)).optional())
        .tried(what)?;
    if known.is_some() {
        return Ok(known);
    }
    let key = connection
        .prepare_cached("INSERT INTO person (name, folded) VALUES (?1, ?2)")
        .and_then(|mut insert| insert.insert(params![one_line(name), folded]))
        .tried(what)?;
    for word in folded.split(' ') {
        connection
            .prepare_cached("INSERT OR IGNORE INTO person_word (word, person) VALUES (?1, ?2)")
            .and_then(|mut insert| insert.execute(params![word, key]))
            .tried(what)?;
    }
    Ok(Some(key))
}

/// The outlet of a name, made where it is new.
pub(crate) fn outlet_called(connection: &Connection, name: Option<&str>) -> Result<i64> {
    let name = name.unwrap_or_default();
    let folded = folded(name);
    connection
        .prepare_cached(
            // The update changes nothing; it makes the row that is there already come back.
            "INSERT INTO outlet (name, folded) VALUES (?1, ?2)
             ON CONFLICT (folded) DO UPDATE SET folded = excluded.folded RETURNING key",
        )
        .and_then(|mut insert| insert.query_row(params![one_line(name), folded], |row| row.get(0)))
        .tried("cannot write an outlet")
}

/// A record as it is kept.
pub(crate) fn to_json<T: Serialize>(record: &T) -> rusqlite::Result<String> {
    serde_json::to_string(record)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

/// A record that was kept.
pub(crate) fn from_json<T: DeserializeOwned>(json: &str) -> Result<T> {
    serde_json::from_str(json).map_err(|error| {
        Error::new(Kind::Store, "cannot understand a record of the ledger")
            .because(error)
            .hint("`sayso ledger check` tells what else is wrong")
    })
}
