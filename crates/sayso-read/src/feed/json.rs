//! What does this JSON Feed say?

use serde_json::Value;

use super::{Entry, Feed, FeedKind, MAX_ENTRIES, address, words};
use crate::meta::date_of;

/// Reads a feed of version 1 or 1.1; what has another form than it should is passed over.
pub(super) fn read(text: &str, base: Option<&str>) -> Result<Feed, String> {
    let feed: Value =
        serde_json::from_str(text).map_err(|error| format!("no sound JSON: {error}"))?;
    let version = feed.get("version").and_then(Value::as_str).unwrap_or_default();
    if !version.contains("jsonfeed.org/version/") {
        return Err("it is JSON, but no JSON Feed".to_owned());
    }
    let items = feed.get("items").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let base = string(&feed, "feed_url").filter(|_| base.is_none()).or(base.map(str::to_owned));
    let base = base.as_deref();
    Ok(Feed {
        kind: FeedKind::Json,
        title: string(&feed, "title").map(|title| words::one_line(&title)),
        home: string(&feed, "home_page_url").and_then(|link| address::whole(&link, base)),
        entries: items.iter().take(MAX_ENTRIES).map(|item| entry(item, base)).collect(),
        problem: (items.len() > MAX_ENTRIES)
            .then(|| format!("it holds more than {MAX_ENTRIES} entries")),
    })
}

fn entry(item: &Value, base: Option<&str>) -> Entry {
    let link = |name: &str| string(item, name).and_then(|link| address::whole(&link, base));
    let id = item.get("id").and_then(|id| match id {
        Value::String(id) => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    });
    let date = |name: &str| string(item, name).and_then(|words| date_of(&words));
    let name = |author: &Value| string(author, "name").map(|name| words::one_line(&name));
    let mut authors: Vec<String> = item
        .get("authors")
        .and_then(Value::as_array)
        .map(|authors| authors.iter().filter_map(name).collect())
        .unwrap_or_default();
    if authors.is_empty() {
        authors.extend(item.get("author").and_then(name));
    }
    Entry {
        address: link("url").or_else(|| link("external_url")),
        id,
        title: string(item, "title").map(|title| words::one_line(&title)),
        summary: string(item, "summary"),
        content: string(item, "content_html"),
        text: string(item, "content_text"),
        authors,
        outlet: None,
        published: date("date_published"),
        updated: date("date_modified"),
    }
}

fn string(value: &Value, name: &str) -> Option<String> {
    let words = value.get(name)?.as_str()?.trim();
    (!words.is_empty()).then(|| words.to_owned())
}
