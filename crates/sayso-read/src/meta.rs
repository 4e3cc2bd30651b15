//! What is said about an article beside its text?
//!
//! The fields of a JSON line and those of a side file are the same and are taken the same way: a
//! field that cannot be used is a note, the article is read all the same.

use std::path::Path;

use sayso_core::record::{Note, Provenance};
use sayso_core::time::Date;
use sayso_core::{Article, Error, Result, Span};
use serde_json::{Map, Value};

use crate::{dates, decode, kinds, read_file};

/// Largest side file in bytes. It holds five short fields.
const MAX_SIDE_FILE: u64 = 1 << 20;

/// The fields that may be given, as they were found.
#[derive(Default)]
pub(crate) struct Given {
    pub(crate) title: Option<Value>,
    pub(crate) outlet: Option<Value>,
    pub(crate) byline: Option<Value>,
    pub(crate) published: Option<Value>,
    pub(crate) url: Option<Value>,
}

impl Given {
    /// Puts into the article what it does not have yet; `by` names where it comes from.
    pub(crate) fn apply(self, article: &mut Article, by: &str) {
        let Given { title, outlet, byline, published, url } = self;
        for (field, value) in [
            ("title", title),
            ("outlet", outlet),
            ("byline", byline),
            ("published", published),
            ("url", url),
        ] {
            let words = match value {
                None | Some(Value::Null) => continue,
                Some(Value::String(words)) if words.trim().is_empty() => continue,
                Some(Value::String(words)) => words,
                Some(other) => {
                    let message = format!("{by}: `{field}` is {}, not a string", kind_of(&other));
                    note(article, message);
                    continue;
                }
            };
            let taken = match field {
                "title" => set(&mut article.title, words),
                "outlet" => set(&mut article.outlet, words),
                "byline" => set(&mut article.byline, words),
                "url" => set(&mut article.url, words),
                _ => {
                    let date = date_of(&words);
                    if date.is_none() {
                        note(article, format!("{by}: `published` is no date: `{}`", short(&words)));
                    }
                    date.is_some_and(|date| set(&mut article.published, date))
                }
            };
            if taken {
                article.provenance.push(Provenance {
                    field: field.to_owned(),
                    by: by.to_owned(),
                    place: None,
                });
            }
        }
    }
}

/// Puts into the article what `known` says, over what it says of itself.
pub(crate) fn overrule(article: &mut Article, known: Article) {
    let Article { title, outlet, byline, published, url, provenance, notes, .. } = known;
    article.provenance.retain(|p| !provenance.iter().any(|known| known.field == p.field));
    article.title = title.or(article.title.take());
    article.outlet = outlet.or(article.outlet.take());
    article.byline = byline.or(article.byline.take());
    article.published = published.or(article.published);
    article.url = url.or(article.url.take());
    article.provenance.extend(provenance);
    article.notes.extend(notes);
}

/// Reads `NAME.meta.json` beside `NAME.txt` into the article, if it is there.
///
/// # Errors
/// If it is there and cannot be used. The article is good without it.
pub(crate) fn side_file(article_path: &Path, article: &mut Article) -> Result<()> {
    let Some(file) = article_path.file_name() else { return Ok(()) };
    let stem = kinds::of_name(&file.to_string_lossy()).stem;
    let path = article_path.with_file_name(format!("{stem}.meta.json"));
    if !path.exists() {
        return Ok(());
    }
    let fields = fields_of(&path).inspect_err(|_| {
        note(article, "the side file could not be used".to_owned());
    })?;
    let mut known = Article::new(article.id.clone(), String::new());
    let mut given = Given::default();
    for (field, value) in fields {
        match field.as_str() {
            "title" => given.title = Some(value),
            "outlet" => given.outlet = Some(value),
            "byline" => given.byline = Some(value),
            "published" => given.published = Some(value),
            "url" => given.url = Some(value),
            _ => note(&mut known, format!("side file: the field `{}` is not known", short(&field))),
        }
    }
    given.apply(&mut known, "side file");
    overrule(article, known);
    Ok(())
}

fn fields_of(path: &Path) -> Result<Map<String, Value>> {
    let bytes = read_file(path, MAX_SIDE_FILE)?;
    let hint = "a side file holds `{\"outlet\": \"…\", \"published\": \"2024-02-14\", \"title\": \"…\", \"byline\": \"…\", \"url\": \"…\"}`; its article is read without it";
    let error = || Error::input("cannot use").at(path.display()).hint(hint);
    let json = decode::decode(&bytes).map_err(|no| error().because(no.why))?.text;
    match serde_json::from_str(&json) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(error().because("it is not a JSON object")),
        Err(e) => Err(Error::input("cannot use")
            .at_line(path.display(), e.line() as u64)
            .because(e)
            .hint(hint)),
    }
}

/// A date as people and programs write it, if the string holds nothing else.
pub(crate) fn date_of(words: &str) -> Option<Date> {
    let words = words.trim();
    words.parse().ok().or_else(|| dates::date_line(words)?.published())
}

fn set<T>(field: &mut Option<T>, value: T) -> bool {
    let free = field.is_none();
    if free {
        *field = Some(value);
    }
    free
}

fn note(article: &mut Article, message: String) {
    article.notes.push(Note { place: Span::new(0, 0), kind: "metadata".to_owned(), message });
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// The beginning of what a file says, for a message.
fn short(words: &str) -> String {
    let mut short: String = words.chars().take(60).collect();
    if short.len() < words.len() {
        short.push('…');
    }
    short
}
