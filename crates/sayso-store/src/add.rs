//! What happens to an article that is handed in?
//!
//! One transaction an article: when [`Ledger::add`] returns, the article is on the disk, or nothing of
//! it is. To add the same again changes nothing. Other words under the same id are a new version; the
//! old one is kept, and what changed is said.

use std::path::Path;

use rusqlite::{OptionalExtension, Transaction, params};
use sayso_core::id::ArticleId;
use sayso_core::record::{ArticleRecord, Extractor};
use sayso_core::{Article, CharSpan, Error, Kind, Result};
use sha2::{Digest, Sha256};

use crate::correct::people::Splits;
use crate::correct::settle::settle;
use crate::failure::Tried;
use crate::ledger::Ledger;
use crate::moment::Moment;
use crate::rows::{Columns, Sheet, day_of, from_json, outlet_called, person_called, to_json};
use crate::version::{Diff, are_versions, briefs, diff};

/// Names an input by its content: the same input has the same on every machine.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// Of an article as it was read: its text and what was given with it.
    pub fn of(article: &Article) -> Self {
        let mut hash = Sha256::new();
        let published = article.published.map(|date| date.to_string());
        let fields = [
            Some(article.id.as_str()),
            article.url.as_deref(),
            article.title.as_deref(),
            article.outlet.as_deref(),
            article.byline.as_deref(),
            published.as_deref(),
            Some(article.text.as_str()),
        ];
        for field in fields {
            hash.update([u8::from(field.is_some())]);
            let field = field.unwrap_or_default();
            hash.update((field.len() as u64).to_le_bytes());
            hash.update(field);
        }
        Fingerprint(hash.finalize().into())
    }

    /// Of some bytes.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Fingerprint(Sha256::digest(bytes).into())
    }
}

impl std::fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for byte in &self.0[..4] {
            write!(f, "{byte:02x}")?;
        }
        f.write_str("…")
    }
}

/// How an article came to the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provided {
    /// Names the input that was read.
    pub input: Fingerprint,
    /// When it was handed in, by the clock of whoever does.
    pub when: Moment,
    /// The path or address it was read from.
    pub from: String,
}

/// What came of an article that was handed in.
#[derive(Clone, Debug, PartialEq)]
pub enum Added {
    /// It is new.
    New,
    /// The ledger holds it already.
    Known,
    /// The same words were read anew, by another extractor or with other facts given.
    Renewed {
        /// How the statements differ from those before.
        diff: Diff,
    },
    /// It has other words than before.
    Version {
        /// The number of the version before this one, from 1.
        previous: u32,
        /// How the statements differ from those before.
        diff: Diff,
    },
}

/// What the ledger holds under an id.
struct Held {
    key: i64,
    version: u32,
    url: Option<String>,
    origin: String,
    added: i64,
    fingerprint: Vec<u8>,
    text_hash: Vec<u8>,
    text: String,
    record: String,
}

impl Ledger {
    /// Adds the record of an article.
    ///
    /// # Errors
    /// If the id belongs to quite another article, a place of the record leaves its text, or the
    /// ledger cannot be written; nothing of the article is in the ledger then.
    pub fn add(&mut self, record: &ArticleRecord<CharSpan>, provided: &Provided) -> Result<Added> {
        let what = format!("cannot add article `{}`", record.id);
        let transaction = self.writing(&what)?;
        let added = add_in(&transaction, record, provided, &what)?;
        transaction.commit().tried(&what)?;
        Ok(added)
    }

    /// Adds the records of several articles in one transaction: all or none.
    ///
    /// # Errors
    /// As [`Ledger::add`], of the first that cannot be added.
    pub fn add_all(
        &mut self,
        records: &[(ArticleRecord<CharSpan>, Provided)],
    ) -> Result<Vec<Added>> {
        let what = "cannot add articles";
        let transaction = self.writing(what)?;
        let add = |(record, provided): &(ArticleRecord<CharSpan>, Provided)| {
            let what = format!("cannot add article `{}`", record.id);
            add_in(&transaction, record, provided, &what)
        };
        let added: Vec<Added> = records.iter().map(add).collect::<Result<_>>()?;
        transaction.commit().tried(what)?;
        Ok(added)
    }

    /// Whether this input would change nothing, so that nobody needs to read it again.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn knows(
        &self,
        article: &ArticleId,
        input: &Fingerprint,
        extractor: &Extractor,
        from: &str,
    ) -> Result<bool> {
        let known: Option<bool> = self
            .connection
            .prepare_cached(
                "SELECT fingerprint = ?2 AND extractor = ?3 AND model IS ?4
                    OR NOT ?5 AND EXISTS (SELECT 1 FROM past
                        WHERE past.article = article.key AND past.fingerprint = ?2)
                 FROM article WHERE id = ?1",
            )
            .and_then(|mut query| {
                let parameters = params![
                    article.as_str(),
                    input.0,
                    extractor.version,
                    extractor.model,
                    is_address(from)
                ];
                query.query_row(parameters, |row| row.get(0)).optional()
            })
            .tried(&format!("cannot look for article `{article}`"))?;
        Ok(known.unwrap_or(false))
    }
}

fn add_in(
    transaction: &Transaction<'_>,
    record: &ArticleRecord<CharSpan>,
    provided: &Provided,
    what: &str,
) -> Result<Added> {
    if record.id.as_str().is_empty() {
        return Err(Error::input(what).because("it has no id"));
    }
    let text_hash = Sha256::digest(&record.text).to_vec();
    let Some(held) = held(transaction, &record.id)? else {
        let key = insert(transaction, record, provided, &text_hash, what)?;
        write_statements(transaction, record, key)?;
        return Ok(Added::New);
    };
    let before = whole(transaction, &held)?;
    if held.text_hash == text_hash {
        if before == *record {
            remember_input(transaction, &held, provided, what)?;
            return Ok(Added::Known);
        }
        let diff = diff(briefs(&before)?, briefs(record)?);
        replace(transaction, &held, record, provided, &text_hash, held.version, what)?;
        return Ok(Added::Renewed { diff });
    }
    if !is_address(&provided.from) && is_past(transaction, held.key, &text_hash, what)? {
        // An old copy on somebody's disk is not news; an old wording that a publisher puts back is.
        return Ok(Added::Known);
    }
    refuse_another(&held, record, provided, what)?;
    let diff = diff(briefs(&before)?, briefs(record)?);
    archive(transaction, &held, &before, what)?;
    let previous = held.version;
    replace(transaction, &held, record, provided, &text_hash, previous + 1, what)?;
    Ok(Added::Version { previous, diff })
}

/// Whether something was fetched from where it is published.
fn is_address(from: &str) -> bool {
    from.starts_with("http://") || from.starts_with("https://")
}

/// Whether a place holds this one article: an address, or a file of its name; not a folder.
fn holds_one(from: &str, id: &ArticleId) -> bool {
    let stem = Path::new(from).file_stem().and_then(|stem| stem.to_str());
    is_address(from) || stem == Some(id.as_str())
}

fn held(transaction: &Transaction<'_>, id: &ArticleId) -> Result<Option<Held>> {
    transaction
        .prepare_cached(
            "SELECT key, version, url, origin, added, fingerprint, text_hash, text, record
             FROM article WHERE id = ?1",
        )
        .and_then(|mut query| {
            let held = |row: &rusqlite::Row<'_>| {
                Ok(Held {
                    key: row.get(0)?,
                    version: row.get(1)?,
                    url: row.get(2)?,
                    origin: row.get(3)?,
                    added: row.get(4)?,
                    fingerprint: row.get(5)?,
                    text_hash: row.get(6)?,
                    text: row.get(7)?,
                    record: row.get(8)?,
                })
            };
            query.query_row([id.as_str()], held).optional()
        })
        .tried(&format!("cannot look for article `{id}`"))
}

/// The record of what is held, as it was extracted.
fn whole(transaction: &Transaction<'_>, held: &Held) -> Result<ArticleRecord<CharSpan>> {
    let mut record: ArticleRecord<CharSpan> = from_json(&held.record)?;
    record.text.clone_from(&held.text);
    record.statements = extracted(transaction, held.key)?;
    Ok(record)
}

/// The statements of an article as they were extracted.
pub(crate) fn extracted(
    connection: &rusqlite::Connection,
    article: i64,
) -> Result<Vec<sayso_core::record::Statement<CharSpan>>> {
    let lines: Vec<String> = connection
        .prepare_cached("SELECT record FROM statement WHERE article = ?1 ORDER BY idx")
        .and_then(|mut query| query.query_map([article], |row| row.get(0))?.collect())
        .tried("cannot read the statements of an article")?;
    lines.iter().map(|line| from_json(line)).collect()
}

fn is_past(
    transaction: &Transaction<'_>,
    article: i64,
    text_hash: &[u8],
    what: &str,
) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM past WHERE article = ?1 AND text_hash = ?2)";
    transaction.query_row(sql, params![article, text_hash], |row| row.get(0)).tried(what)
}

/// Two articles may have one file name; the second is refused rather than taken for a version.
fn refuse_another(
    held: &Held,
    record: &ArticleRecord<CharSpan>,
    provided: &Provided,
    what: &str,
) -> Result<()> {
    let same_address = held.url.is_some() && held.url == record.url;
    let same_place = held.origin == provided.from && holds_one(&held.origin, &record.id);
    if same_address || same_place || are_versions(&held.text, &record.text) {
        return Ok(());
    }
    let error = Error::new(Kind::Input, what);
    Err(error
        .because(format!("the ledger holds quite another text of this id, from `{}`", held.origin))
        .hint("give it an id of its own: rename the file, or set `id` in its JSON line"))
}

/// Another input of the same record: known the next time before it is read.
fn remember_input(
    transaction: &Transaction<'_>,
    held: &Held,
    provided: &Provided,
    what: &str,
) -> Result<()> {
    if held.fingerprint == provided.input.0 {
        return Ok(());
    }
    transaction
        .execute(
            "UPDATE article SET fingerprint = ?2 WHERE key = ?1",
            params![held.key, provided.input.0],
        )
        .map(drop)
        .tried(what)
}

fn insert(
    transaction: &Transaction<'_>,
    record: &ArticleRecord<CharSpan>,
    provided: &Provided,
    text_hash: &[u8],
    what: &str,
) -> Result<i64> {
    let outlet = outlet_called(transaction, record.outlet.as_deref())?;
    transaction
        .prepare_cached(
            "INSERT INTO article (id, version, outlet, day, url, title, byline, published,
                language, extractor, model, origin, added, fingerprint, text_hash, text, record)
             VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        )
        .and_then(|mut insert| {
            insert.insert(params![
                record.id.as_str(),
                outlet,
                day_of(record),
                record.url,
                record.title,
                record.byline,
                record.published.map(|date| date.to_string()),
                record.language,
                record.extractor.version,
                record.extractor.model,
                provided.from,
                provided.when.seconds(),
                provided.input.0,
                text_hash,
                record.text,
                to_json(&rest_of(record))?,
            ])
        })
        .tried(what)
}

/// Puts another record in the place of the one that is held.
fn replace(
    transaction: &Transaction<'_>,
    held: &Held,
    record: &ArticleRecord<CharSpan>,
    provided: &Provided,
    text_hash: &[u8],
    version: u32,
    what: &str,
) -> Result<()> {
    let outlet = outlet_called(transaction, record.outlet.as_deref())?;
    transaction.execute("DELETE FROM statement WHERE article = ?1", [held.key]).tried(what)?;
    transaction
        .prepare_cached(
            "UPDATE article SET version = ?2, outlet = ?3, day = ?4, url = ?5, title = ?6,
                byline = ?7, published = ?8, language = ?9, extractor = ?10, model = ?11,
                origin = ?12, added = ?13, fingerprint = ?14, text_hash = ?15, text = ?16,
                record = ?17
             WHERE key = ?1",
        )
        .and_then(|mut update| {
            update.execute(params![
                held.key,
                version,
                outlet,
                day_of(record),
                record.url,
                record.title,
                record.byline,
                record.published.map(|date| date.to_string()),
                record.language,
                record.extractor.version,
                record.extractor.model,
                provided.from,
                provided.when.seconds(),
                provided.input.0,
                text_hash,
                record.text,
                to_json(&rest_of(record))?,
            ])
        })
        .tried(what)?;
    write_statements(transaction, record, held.key)
}

fn archive(
    transaction: &Transaction<'_>,
    held: &Held,
    before: &ArticleRecord<CharSpan>,
    what: &str,
) -> Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO past (article, version, origin, added, fingerprint, text_hash, record)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )
        .and_then(|mut insert| {
            insert.execute(params![
                held.key,
                held.version,
                held.origin,
                held.added,
                held.fingerprint,
                held.text_hash,
                to_json(before)?,
            ])
        })
        .map(drop)
        .tried(what)
}

/// The record without what has rows and columns of its own.
fn rest_of(record: &ArticleRecord<CharSpan>) -> ArticleRecord<CharSpan> {
    ArticleRecord { text: String::new(), statements: Vec::new(), ..record.clone() }
}

fn write_statements(
    transaction: &Transaction<'_>,
    record: &ArticleRecord<CharSpan>,
    article: i64,
) -> Result<()> {
    let outlet = outlet_called(transaction, record.outlet.as_deref())?;
    let sheet = Sheet::of(record, &record.text, article, outlet);
    let splits = Splits::of(transaction)?;
    for (idx, statement) in record.statements.iter().enumerate() {
        let columns = Columns::of(statement, &sheet)?;
        let person = match splits.other(&record.id, statement.speaker.name.as_deref()) {
            Some(other) => person_called(transaction, other)?,
            None => columns.person(transaction)?,
        };
        columns.insert(transaction, &sheet, idx, statement, person)?;
    }
    let corrected: bool = transaction
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM correction WHERE article = ?1)")
        .and_then(|mut query| query.query_row([record.id.as_str()], |row| row.get(0)))
        .tried("cannot read the log of corrections")?;
    if corrected { settle(transaction, &record.id) } else { Ok(()) }
}
