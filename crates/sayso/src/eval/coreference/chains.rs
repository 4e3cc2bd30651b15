//! What do corpora of coreference look like?
//!
//! Two shapes are read. `mentions`, a list of `{"s", "e", "c", "type", "min"}` with the chain `c` and the
//! minimal span, beside `ontogum_clusters`, the chains as `OntoNotes` has them; or `entities`, a
//! list of `{"id", "type", "mentions"}` with mentions `[start, end]` or `[start, end, category, form]`.
//! Quotations with a known speaker are `quotes` or `attributions`, the speaker an entity's id.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use sayso_core::{CharSpan, Error, Result};
use serde::Deserialize;
use serde_json::Value;

use super::super::gold::{self, Attribution, GoldArticle};
use super::super::names;

/// A text with the chains of mentions in it, and who speaks its quotations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChainedText {
    /// Its id.
    pub id: String,
    /// The exact text that all places index.
    pub text: String,
    /// What is spoken of in the text, once or more often.
    pub entities: Vec<Chain>,
    /// The same by the rules of `OntoNotes`: two mentions or more, without copula and apposition.
    pub chains: Vec<Chain>,
    /// Who speaks.
    pub quotations: Vec<Quotation>,
}

/// All mentions of one thing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chain {
    /// Its id within the text.
    pub id: String,
    /// Whether it is a person or people.
    pub person: bool,
    /// Its mentions.
    pub mentions: Vec<GoldMention>,
}

/// One place that refers to something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GoldMention {
    /// All of its words.
    pub span: CharSpan,
    /// The words that it can't do without: its head or name.
    pub least: CharSpan,
}

/// What is said, and by whom.
#[derive(Clone, Debug, PartialEq)]
pub struct Quotation {
    /// Its places.
    pub said: Attribution,
    /// The id of the chain of whoever speaks.
    pub speaker: String,
    /// Whether the text names them.
    pub named: bool,
}

impl ChainedText {
    /// The same as an article whose statements have no known speakers, to be read.
    pub fn article(&self) -> GoldArticle {
        GoldArticle {
            id: self.id.clone(),
            text: self.text.clone(),
            attributions: self.quotations.iter().map(|q| q.said.clone()).collect(),
            ..GoldArticle::default()
        }
    }
}

/// Reads corpora of coreference, JSON Lines; `-` is standard input.
///
/// # Errors
/// If a file cannot be read or is no such corpus.
pub fn read_chained(paths: &[PathBuf]) -> Result<Vec<ChainedText>> {
    let mut all = Vec::new();
    for path in gold::gold_files(paths)? {
        for (line, value) in gold::values(&path)? {
            all.push(chained(value).map_err(|why| {
                Error::input("cannot read chains")
                    .at_line(path.display(), line)
                    .because(why)
                    .hint("a line has `id`, `text`, and `entities` or `mentions`")
            })?);
        }
    }
    Ok(all)
}

#[derive(Deserialize)]
struct Line {
    #[serde(alias = "doc")]
    id: String,
    text: String,
    #[serde(default)]
    mentions: Vec<FlatMention>,
    #[serde(default)]
    ontogum_clusters: Vec<Vec<(usize, usize)>>,
    #[serde(default)]
    entities: Vec<EntityLine>,
    #[serde(default, alias = "quotes")]
    attributions: Vec<QuotationLine>,
}

#[derive(Deserialize)]
struct FlatMention {
    s: usize,
    e: usize,
    c: Value,
    #[serde(rename = "type")]
    kind: String,
    min: Option<(usize, usize)>,
}

#[derive(Deserialize)]
struct EntityLine {
    id: String,
    #[serde(rename = "type")]
    kind: Option<String>,
    mentions: Vec<Vec<Value>>,
}

/// Quotations name the speaker's entity `speaker`, attributions `speaker_entity`.
#[derive(Deserialize)]
struct QuotationLine {
    #[serde(flatten)]
    said: Attribution,
    speaker: Option<Value>,
    speaker_entity: Option<String>,
}

fn chained(value: Value) -> Result<ChainedText, String> {
    let is_quoted = value.get("quotes").is_some();
    let line: Line = serde_json::from_value(value).map_err(|error| error.to_string())?;
    let mut text = ChainedText { id: line.id, text: line.text, ..ChainedText::default() };
    if line.mentions.is_empty() && line.entities.is_empty() {
        return Err("it has neither `entities` nor `mentions`".to_owned());
    }
    let letters: Vec<char> = text.text.chars().collect();
    let mut entities: Vec<Chain> = Vec::new();
    let mut place_of: BTreeMap<String, usize> = BTreeMap::new();
    for flat in line.mentions {
        let id = flat.c.to_string();
        let place = *place_of.entry(id.clone()).or_insert(entities.len());
        if place == entities.len() {
            entities.push(Chain { id, person: flat.kind == "person", mentions: Vec::new() });
        }
        entities[place].mentions.push(mention((flat.s, flat.e), flat.min, &letters)?);
    }
    let mut proper: BTreeSet<String> = BTreeSet::new();
    for entity in line.entities {
        let mut chain = Chain {
            id: entity.id,
            person: entity.kind.as_deref() == Some("person"),
            ..Chain::default()
        };
        for words in &entity.mentions {
            let number = |at: usize| words.get(at).and_then(Value::as_u64).map(|n| n as usize);
            let (Some(start), Some(end)) = (number(0), number(1)) else {
                return Err("a mention begins with its start and its end".to_owned());
            };
            if words.get(3).and_then(Value::as_str) == Some("PROP") {
                proper.insert(chain.id.clone());
            }
            chain.person |= words.get(2).and_then(Value::as_str) == Some("PER");
            chain.mentions.push(mention((start, end), None, &letters)?);
        }
        entities.push(chain);
    }
    text.chains = if line.ontogum_clusters.is_empty() {
        entities.iter().filter(|chain| chain.mentions.len() > 1).cloned().collect()
    } else {
        strict(&line.ontogum_clusters, &entities, &letters)?
    };
    text.entities = entities;
    for quotation in line.attributions {
        let word = quotation.speaker.as_ref().and_then(Value::as_str).map(str::to_owned);
        // Where the speaker's entity stands apart, `speaker` is a name, if the text has one.
        let (speaker, named) = if is_quoted {
            let named = word.as_ref().is_some_and(|id| proper.contains(id));
            (word, named)
        } else {
            (quotation.speaker_entity, word.is_some())
        };
        if let Some(speaker) = speaker {
            text.quotations.push(Quotation { said: quotation.said, speaker, named });
        }
    }
    Ok(text)
}

/// The chains by the rules of `OntoNotes`, with what the full ones tell of their mentions.
fn strict(
    clusters: &[Vec<(usize, usize)>],
    entities: &[Chain],
    letters: &[char],
) -> Result<Vec<Chain>, String> {
    let mut known: BTreeMap<(usize, usize), (GoldMention, bool)> = BTreeMap::new();
    for chain in entities {
        for mention in &chain.mentions {
            known.insert((mention.span.start(), mention.span.end()), (*mention, chain.person));
        }
    }
    let mut chains = Vec::new();
    for (number, cluster) in clusters.iter().enumerate() {
        let mut chain = Chain { id: number.to_string(), ..Chain::default() };
        for place in cluster {
            match known.get(place) {
                Some((mention, person)) => {
                    chain.person |= person;
                    chain.mentions.push(*mention);
                }
                // A mention that lost its apposition.
                None => chain.mentions.push(mention(*place, None, letters)?),
            }
        }
        chains.push(chain);
    }
    Ok(chains)
}

/// A mention; where the corpus does not say what it can't do without, that is all but titles.
fn mention(
    (start, end): (usize, usize),
    least: Option<(usize, usize)>,
    letters: &[char],
) -> Result<GoldMention, String> {
    if start >= end || end > letters.len() {
        return Err(format!("a mention cannot stand at {start}..{end}"));
    }
    let least = match least {
        Some((s, e)) if start <= s && s < e && e <= end => CharSpan::new(s, e),
        _ => CharSpan::new(names::after_titles(letters, start, end), end),
    };
    Ok(GoldMention { span: CharSpan::new(start, end), least })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> ChainedText {
        chained(serde_json::from_str(line).expect("JSON")).expect("a corpus")
    }

    #[test]
    fn mentions_with_chains_are_read_with_both_rules() {
        let text = read(
            r#"{"doc": "a", "text": "Mayor Ines Calder, a lawyer, resigned. She left.", "mentions": [
                {"s": 0, "e": 27, "c": 1, "type": "person", "min": [6, 17]},
                {"s": 19, "e": 27, "c": 1, "type": "person", "min": [21, 27]},
                {"s": 39, "e": 42, "c": 1, "type": "person", "min": [39, 42]},
                {"s": 0, "e": 5, "c": 2, "type": "abstract"}],
                "ontogum_clusters": [[[0, 17], [39, 42]]]}"#,
        );
        assert_eq!(text.entities.len(), 2);
        assert_eq!(text.entities[0].mentions[0].least, CharSpan::new(6, 17));
        assert!(text.entities[0].person && !text.entities[1].person);
        assert_eq!(text.chains.len(), 1);
        assert!(text.chains[0].person, "one of its mentions is known");
        assert_eq!(text.chains[0].mentions[0].span, CharSpan::new(0, 17));
    }

    #[test]
    fn entities_and_quotations_are_read() {
        let text = read(
            r#"{"id": "b", "text": "“ No , ” said Mr. Calder .", "quotes": [
                {"id": "q", "content": [[0, 8]], "speaker": "x"}], "entities": [
                {"id": "x", "mentions": [[14, 24, "PER", "PROP"]]}]}"#,
        );
        assert_eq!(text.quotations[0].speaker, "x");
        assert!(text.quotations[0].named);
        assert!(text.entities[0].person && text.chains.is_empty());
        assert_eq!(text.entities[0].mentions[0].least, CharSpan::new(18, 24), "without his title");
        let text = read(
            r#"{"id": "c", "text": "He said no.", "attributions": [
                {"source": [[0, 2]], "content": [[8, 10]], "speaker_entity": "1", "speaker": "Calder"},
                {"content": [[0, 2]], "speaker_entity": null, "speaker": null}],
                "entities": [{"id": "1", "type": "person", "mentions": [[0, 2]]}]}"#,
        );
        assert_eq!(text.quotations.len(), 1);
        assert!(text.quotations[0].named);
        assert_eq!(text.article().attributions[0].source, [CharSpan::new(0, 2)]);
    }

    #[test]
    fn what_is_no_corpus_of_chains_is_refused() {
        for line in [
            r#"{"id": "a", "text": "x"}"#,
            r#"{"id": "a", "text": "x", "entities": [{"id": "1", "mentions": [[0, 9]]}]}"#,
            r#"{"id": "a", "text": "x", "entities": [{"id": "1", "mentions": [["x"]]}]}"#,
        ] {
            assert!(chained(serde_json::from_str(line).expect("JSON")).is_err(), "{line}");
        }
    }
}
