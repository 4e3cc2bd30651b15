//! Which records would a perfect extractor give?
//!
//! The gold of a dossier as records: its statements with their speakers and carriers, its people with
//! their mentions, its copies. What the steps across articles make of these shows their own errors,
//! apart from those of extraction.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use sayso::across::{Across, Copy, EntityAcross};
use sayso_core::{ArticleRecord, CharSpan, Error, Result, Span};
use sayso_story::{Dossier, Lexical};
use serde_json::{Value, json};

use crate::Problems;
use crate::sources;

/// The gold of a dossier.
pub(crate) struct GoldDossier {
    /// Its articles, with places in code points.
    pub(crate) records: Vec<ArticleRecord<CharSpan>>,
    /// Its copies, by pairs.
    pub(crate) copies: Vec<Copy>,
    /// Its people, bodies and outlets.
    pub(crate) people: Vec<EntityAcross>,
}

/// Writes the records of a dossier's gold, and what the steps make of them, as files for the reference
/// scorer: `extract.jsonl` and `across.jsonl` in the folder `out`.
pub(crate) fn run(gold: &Path, texts: &Path, out: &Path) -> Result<Problems> {
    let dossier = GoldDossier::read(gold, texts)?;
    let across = dossier.relations()?;
    let lines = |values: Vec<serde_json::Result<String>>| {
        values.into_iter().collect::<serde_json::Result<Vec<_>>>().map(|l| l.join("\n") + "\n")
    };
    for (name, text) in [
        ("extract.jsonl", lines(dossier.records.iter().map(serde_json::to_string).collect())),
        ("across.jsonl", lines(across.iter().map(serde_json::to_string).collect())),
    ] {
        let cannot = |e: &dyn std::fmt::Display| {
            Error::input("cannot write the records").at(out.join(name).display()).because(e)
        };
        fs::write(out.join(name), text.map_err(|e| cannot(&e))?).map_err(|e| cannot(&e))?;
    }
    Ok(Problems::new())
}

impl GoldDossier {
    /// Reads the gold folder; texts that the gold lacks are `<id>.txt` in `texts`.
    pub(crate) fn read(gold: &Path, texts: &Path) -> Result<Self> {
        let across = value_of(&gold.join("across.json"))?;
        let mut records = Vec::new();
        for file in sayso::eval::gold_files(&[PathBuf::from(gold)])? {
            // Labels of other articles may lie beside.
            if file.extension().is_some_and(|e| e == "jsonl")
                && file.file_stem().is_some_and(|stem| stem != "gold")
            {
                continue;
            }
            let raw = sources::read(&file)?;
            for value in serde_json::Deserializer::from_str(&raw).into_iter::<Value>() {
                let cannot = |e: &dyn std::fmt::Display| {
                    Error::input("cannot read gold").at(file.display()).because(e)
                };
                let gold = value.map_err(|e| cannot(&e))?;
                let record = record(&gold, texts, &across).map_err(|e| cannot(&e))?;
                records.push(record);
            }
        }
        let copies = copies(&across);
        let people = people(&records, &across);
        Ok(GoldDossier { records, copies, people })
    }

    /// What the steps that compare statements make of it.
    pub(crate) fn relations(&self) -> Result<Vec<Across>> {
        let records: Vec<ArticleRecord<Span>> =
            self.records.iter().cloned().map(ArticleRecord::to_bytes).collect::<Result<_>>()?;
        let dossier = Dossier::new(records);
        Ok(sayso_story::relations(&dossier.views(), &self.copies, &self.people, &Lexical))
    }
}

fn value_of(file: &Path) -> Result<Value> {
    let cannot = |e: serde_json::Error| Error::input("cannot read").at(file.display()).because(e);
    serde_json::from_str(&sources::read(file)?).map_err(cannot)
}

fn record(
    gold: &Value,
    texts: &Path,
    across: &Value,
) -> std::result::Result<ArticleRecord<CharSpan>, Box<dyn std::error::Error>> {
    let id = words(gold, "document").or_else(|| words(gold, "id")).unwrap_or_default();
    let id = id.strip_suffix(".txt").unwrap_or(&id).to_owned();
    let text = match words(gold, "text") {
        Some(text) => text,
        None => fs::read_to_string(texts.join(format!("{id}.txt")))?,
    };
    let side = side_line(texts, &id);
    let told = |field: &str| words(gold, field).or_else(|| words(&side, field));
    let (entities, id_of) = entities(gold, &text, across);
    let statement_id = |value: &Value| value.as_str().map(|local| format!("{id}/{local}"));
    let entity_or_words = |value: &Value| {
        value.as_str().map(|name| id_of.get(name).cloned().unwrap_or_else(|| name.to_owned()))
    };
    let statements: Vec<Value> = members(&gold["attributions"])
        .map(|a| {
            let speaker = &a["speaker"];
            let all = |field: &str| -> Vec<Value> {
                members(&a[field])
                    .map(|s| match s {
                        Value::Array(s) => json!({"start": s[0], "end": s[1]}),
                        s => json!({"start": s["start"], "end": s["end"]}),
                    })
                    .collect()
            };
            let many = |field: &str| -> Vec<String> {
                members(&a[field]).filter_map(statement_id).collect()
            };
            json!({
                "id": statement_id(&a["id"]),
                "source": all("source"), "cue": all("cue"), "content": all("content"),
                "quotation": a["quotation"],
                "speaker": {
                    "class": speaker["class"],
                    "entity": speaker["name"].as_str().and_then(|name| id_of.get(name)),
                    "name": speaker["name"], "role": speaker["role"],
                    "speaks_for": entity_or_words(&speaker["speaks_for"]),
                    "close_to": entity_or_words(&speaker["close_to"]),
                    "anonymity_reason": speaker["anonymity_reason"],
                    "confidence": 1.0, "candidates": [],
                },
                "via": a["via"].as_array().cloned().unwrap_or_default(),
                "work": a["work"].as_str(), "addressee": a["addressee"].as_str(),
                "said": a["said"].as_str().or(a["date"].as_str()),
                "stance": a["stance"].as_str().unwrap_or("asserts"),
                "negated": a["negated"].as_bool().unwrap_or(false),
                "parent": statement_id(&a["parent"]), "continues": statement_id(&a["continues"]),
                "disputes": many("disputes"), "disputed_by": many("disputed_by"),
                "confidence": 1.0, "evidence": [],
            })
        })
        .collect();
    let found_in = |field: &str, keys: &[&str]| -> Vec<Value> {
        members(&gold[field])
            .map(|m| {
                let mut made = json!({"start": m["span"][0], "end": m["span"][1]});
                for key in keys {
                    made[*key] = m[*key].clone();
                }
                made
            })
            .collect()
    };
    let mut events = found_in("events", &["date", "what"]);
    for event in &mut events {
        event["who"] = json!([]);
        event["certain"] = json!(true);
    }
    let inferred = &gold["published_inferred"];
    let made = json!({
        "sayso": 1, "id": id, "url": null, "title": told("title"), "outlet": told("outlet"),
        "byline": told("byline"), "published": told("published"),
        "published_inferred": inferred["from"].as_str().map(|from| {
            json!({"from": from, "to": inferred["to"], "why": [inferred["why"]]})
        }),
        "language": "en", "text": text, "extractor": {"version": "gold", "model": null},
        "entities": entities, "statements": statements, "events": events, "times": [],
        "furniture": found_in("furniture", &["kind"]), "notes": [], "provenance": [],
    });
    Ok(serde_json::from_value(made)?)
}

/// The entities of an article's gold, and the id of each name.
fn entities(gold: &Value, text: &str, across: &Value) -> (Vec<Value>, BTreeMap<String, String>) {
    let places = places_of_names(text, &gold["mentions"]);
    let mut entities = Vec::new();
    let mut id_of: BTreeMap<String, String> = BTreeMap::new();
    for (name, mentions) in gold["mentions"].as_object().into_iter().flatten() {
        let entity = format!("e{}", entities.len() + 1);
        id_of.insert(name.clone(), entity.clone());
        let elsewhere = places.iter().filter(|(owner, ..)| owner == name);
        let elsewhere =
            elsewhere.map(|(_, start, end)| json!({"start": start, "end": end, "form": "name"}));
        let mentions: Vec<Value> = members(mentions)
            .map(|m| {
                let form = if is_name(m["text"].as_str().unwrap_or_default()) {
                    "name"
                } else {
                    "description"
                };
                json!({"start": m["span"][0], "end": m["span"][1], "form": form})
            })
            .chain(elsewhere)
            .collect();
        let ages: Vec<Value> = members(&gold["ages"])
            .filter(|age| age["person"].as_str() == Some(name))
            .map(|age| {
                let value = age["age"].to_string();
                json!({"kind": "age", "value": value, "start": age["span"][0], "end": age["span"][1]})
            })
            .collect();
        entities.push(json!({"id": entity, "name": name, "kind": kind_of(name, across),
            "mentions": mentions, "attributes": ages}));
    }
    (entities, id_of)
}

/// Where else the names stand that the gold marks once, in code points: a name of two is left out.
fn places_of_names(text: &str, mentions: &Value) -> Vec<(String, usize, usize)> {
    let mut owners: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    let mut marked: Vec<(usize, usize)> = Vec::new();
    for (owner, mentions) in mentions.as_object().into_iter().flatten() {
        for mention in members(mentions) {
            let Some(name) = mention["text"].as_str() else { continue };
            let bound = |at: usize| {
                mention["span"][at].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(0)
            };
            marked.push((bound(0), bound(1)));
            let known = owners.entry(name).or_insert(Some(owner));
            if *known != Some(owner) {
                *known = None;
            }
        }
    }
    let mut names: Vec<(&str, &str)> = owners
        .into_iter()
        .filter_map(|(name, owner)| Some((name, owner?)))
        .filter(|(name, _)| is_name(name))
        .collect();
    names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    let is_letter = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    let mut places = Vec::new();
    for (name, owner) in names {
        for (at, _) in text.match_indices(name) {
            let inside = is_letter(text[..at].chars().next_back())
                || is_letter(text[at + name.len()..].chars().next());
            let start = text[..at].chars().count();
            let end = start + name.chars().count();
            let taken = marked.iter().any(|(from, to)| start < *to && *from < end);
            if !inside && !taken {
                marked.push((start, end));
                places.push((owner.to_owned(), start, end));
            }
        }
    }
    places
}

/// What a line of `articles.jsonl` beside the gold tells of an article whose gold does not.
fn side_line(texts: &Path, id: &str) -> Value {
    let raw = fs::read_to_string(texts.join("articles.jsonl")).unwrap_or_default();
    let lines = raw.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    lines.into_iter().find(|line| line["id"].as_str() == Some(id)).unwrap_or(Value::Null)
}

fn copies(across: &Value) -> Vec<Copy> {
    let mut copies = Vec::new();
    for copy in members(&across["copies"]) {
        let articles: Vec<&Value> = members(&copy["articles"]).collect();
        for (at, first) in articles.iter().enumerate() {
            for second in &articles[at + 1..] {
                let made = json!({"articles": [first, second], "kind": copy["kind"],
                    "origin": copy["origin"], "shared": 1.0, "reason": copy["reason"],
                    "evidence": []});
                copies.extend(serde_json::from_value::<Copy>(made).ok());
            }
        }
    }
    copies
}

fn people(records: &[ArticleRecord<CharSpan>], across: &Value) -> Vec<EntityAcross> {
    let mut people = Vec::new();
    for (n, entity) in members(&across["entities"]).enumerate() {
        let aliases: Vec<&str> = members(&entity["aliases"]).filter_map(Value::as_str).collect();
        let mut of = Vec::new();
        for record in records {
            for own in &record.entities {
                let is_it = entity["name"].as_str() == Some(&own.name)
                    || aliases.contains(&own.name.as_str());
                if is_it {
                    of.push(json!({"article": record.id, "entity": own.id}));
                }
            }
        }
        let made = json!({"id": format!("p{n}"), "name": entity["name"],
            "kind": kind_of(entity["name"].as_str().unwrap_or_default(), across),
            "members": of, "aliases": aliases, "evidence": []});
        people.extend(serde_json::from_value::<EntityAcross>(made).ok());
    }
    people
}

fn kind_of(name: &str, across: &Value) -> String {
    let known = members(&across["entities"]).find(|e| e["name"].as_str() == Some(name));
    let kinds = ["person", "organisation", "outlet", "place", "work", "event", "group"];
    match known.and_then(|e| e["kind"].as_str()) {
        None => "person",
        Some(kind) => kinds.into_iter().find(|known| *known == kind).unwrap_or("work"),
    }
    .to_owned()
}

/// Whether the words of a mention are a name: a capital after an article, if there is one.
fn is_name(mention: &str) -> bool {
    let mention = mention.strip_prefix("The ").or(mention.strip_prefix("the ")).unwrap_or(mention);
    mention.starts_with(char::is_uppercase)
        && !mention.starts_with("His ")
        && !mention.starts_with("Her ")
        && !mention.starts_with("My ")
        && !mention.starts_with("A ")
}

fn words(value: &Value, field: &str) -> Option<String> {
    value[field].as_str().map(str::to_owned)
}

fn members(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
