//! Are the right places put together, and are the right people heard?
//!
//! Gold is a corpus of coreference: texts with chains of mentions. The mentions of each predicted entity
//! are a chain. Counted are MUC, B-cubed and CEAF-e, and their mean, as the reference scorer of the
//! shared tasks does ([`measures`]), four times over:
//!
//! | view | chains |
//! | --- | --- |
//! | chains | of two mentions or more; where the gold has them, by the rules of `OntoNotes` |
//! | chains of people | those of them that are people; of the predicted, those of people |
//! | entities | all chains of the gold, and all entities, those mentioned once too |
//! | entities of people | those of them that are people |
//!
//! Each with mentions that are the same to the character, as usual, and again with *heads*: a predicted
//! mention then stands for the smallest of the gold that holds it, if it holds what that one can't do
//! without: its minimal span where the corpus has one, else all but titles before a name. sayso's mentions
//! are short, "Calder" where corpora have "Mr Calder, the mayor of Aldham, who resigned".
//!
//! Where the gold says who speaks a quotation, the share of speakers resolved right is counted: the
//! statement that shares most of the quotation must share half of it, and its speaker's entity must
//! have more mentions in the chain of the gold's speaker than in any other. The same again of *named*
//! speakers alone: the ledger keeps no entity for somebody whom the text never names.

mod assignment;
mod chains;
mod measures;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use sayso_core::{CharSpan, Result};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::json;

pub use chains::{Chain, ChainedText, GoldMention, Quotation, read_chained};

use super::characters::{Characters, Letters};
use super::figures::{Share, percent, value_in};
use super::gold::{self, Predicted};
use measures::{Measure, Measures};

/// What is compared, in the order it is printed.
const VIEWS: [&str; 8] = [
    "chains",
    "chains heads",
    "chains of people",
    "chains of people heads",
    "entities",
    "entities heads",
    "entities of people",
    "entities of people heads",
];

/// How well mentions are put together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChainFigures {
    views: BTreeMap<&'static str, Measures>,
    found: Share,
    of_all: Share,
    of_found: Share,
    named_of_all: Share,
    named_of_found: Share,
    texts: usize,
    missing: usize,
}

impl ChainFigures {
    /// Counts one text; `None` counts as predicted empty.
    ///
    /// # Errors
    /// If the predicted text is not the gold's, so that places cannot be compared.
    pub fn add(&mut self, gold: &ChainedText, predicted: Option<&Predicted>) -> Result<()> {
        gold::same_text(&gold.id, &gold.text, predicted)?;
        self.texts += 1;
        self.missing += usize::from(predicted.is_none());
        let nothing = Predicted::default();
        let predicted = predicted.unwrap_or(&nothing);
        let given = given(predicted);
        for view in VIEWS {
            let heads = view.ends_with("heads");
            let all = view.starts_with("entities");
            let people = view.contains("people");
            let key: Vec<&Chain> = if all { &gold.entities } else { &gold.chains }
                .iter()
                .filter(|chain| chain.person || !people)
                .collect();
            let response: Vec<&Given<'_>> = given
                .iter()
                .filter(|g| (g.person || !people) && (all || g.mentions.len() > 1))
                .collect();
            let [key, response] = numbered(&key, &response, heads);
            *self.views.entry(view).or_default() += Measures::of(&key, &response);
        }
        self.count_speakers(gold, predicted, &given);
        Ok(())
    }

    /// One value by its name and column, such as `chains of people mean f1` or `speakers of found
    /// percent`; `None` where nothing was counted for it.
    pub fn value(&self, name: &str) -> Option<f64> {
        value_in(self, name)
    }

    fn count_speakers(&mut self, gold: &ChainedText, predicted: &Predicted, given: &[Given<'_>]) {
        let letters = Letters::new(&gold.text);
        let contents: Vec<Characters> =
            predicted.statements.iter().map(|s| Characters::new(&s.content, &letters)).collect();
        for quotation in &gold.quotations {
            let said = Characters::new(&quotation.said.content, &letters);
            let best = contents
                .iter()
                .enumerate()
                .map(|(at, content)| (at, content.shared(&said), content.positions().count()))
                .filter(|(_, shared, _)| *shared > 0 && 2 * shared >= said.positions().count())
                .max_by_key(|(at, shared, length)| {
                    (*shared, std::cmp::Reverse(*length), std::cmp::Reverse(*at))
                });
            self.found.add(best.is_some());
            let speaker = best
                .and_then(|(at, ..)| predicted.statements[at].speaker.as_ref())
                .and_then(|speaker| speaker.entity.as_deref());
            let right = speaker
                .and_then(|id| given.iter().find(|g| g.id == id))
                .and_then(|given| chain_meant(given, &gold.entities))
                .is_some_and(|chain| chain.id == quotation.speaker);
            self.of_all.add(right);
            if quotation.named {
                self.named_of_all.add(right);
            }
            if best.is_some() {
                self.of_found.add(right);
                if quotation.named {
                    self.named_of_found.add(right);
                }
            }
        }
    }

    fn speakers(&self) -> impl Iterator<Item = (&'static str, Share)> {
        [
            ("quotations found", self.found),
            ("speakers of all", self.of_all),
            ("speakers of found", self.of_found),
            ("named speakers of all", self.named_of_all),
            ("named speakers of found", self.named_of_found),
        ]
        .into_iter()
        .filter(|(_, share)| share.of > 0)
    }
}

/// A predicted entity.
struct Given<'a> {
    id: &'a str,
    person: bool,
    mentions: Vec<CharSpan>,
}

/// The predicted entities; a mention that several have is the first one's.
fn given(predicted: &Predicted) -> Vec<Given<'_>> {
    let mut taken = BTreeSet::new();
    predicted
        .entities
        .iter()
        .map(|entity| Given {
            id: &entity.id,
            person: entity.kind.as_deref() == Some("person"),
            mentions: entity.mentions.iter().map(|m| m.span).filter(|s| taken.insert(*s)).collect(),
        })
        .filter(|given| !given.mentions.is_empty())
        .collect()
}

/// Both sides as numbers: the same number is the same mention.
fn numbered(key: &[&Chain], response: &[&Given<'_>], heads: bool) -> [Vec<Vec<usize>>; 2] {
    let mut numbers: BTreeMap<CharSpan, usize> = BTreeMap::new();
    let mut wanted: Vec<GoldMention> = Vec::new();
    let of_key = key
        .iter()
        .map(|chain| {
            let mut chain_numbers = Vec::new();
            for mention in &chain.mentions {
                // A place that two chains of the gold have is the first one's.
                if let Entry::Vacant(place) = numbers.entry(mention.span) {
                    place.insert(wanted.len());
                    chain_numbers.push(wanted.len());
                    wanted.push(*mention);
                }
            }
            chain_numbers
        })
        .filter(|chain: &Vec<usize>| !chain.is_empty())
        .collect();
    let mut used: BTreeSet<usize> =
        response.iter().flat_map(|g| &g.mentions).filter_map(|s| numbers.get(s)).copied().collect();
    let mut next = wanted.len();
    let mut number = |span: &CharSpan| {
        if let Some(same) = numbers.get(span) {
            return *same;
        }
        let stands_for = if heads { smallest_holding(*span, &wanted, &used) } else { None };
        stands_for.inspect(|number| _ = used.insert(*number)).unwrap_or_else(|| {
            next += 1;
            next - 1
        })
    };
    let of_response =
        response.iter().map(|given| given.mentions.iter().map(&mut number).collect()).collect();
    [of_key, of_response]
}

/// The smallest mention of the gold, not used yet, that holds a place and whose least words it holds.
fn smallest_holding(
    span: CharSpan,
    wanted: &[GoldMention],
    used: &BTreeSet<usize>,
) -> Option<usize> {
    wanted
        .iter()
        .enumerate()
        .filter(|(number, m)| holds(m.span, span) && holds(span, m.least) && !used.contains(number))
        .min_by_key(|(number, m)| (m.span.end() - m.span.start(), *number))
        .map(|(number, _)| number)
}

fn holds(outer: CharSpan, inner: CharSpan) -> bool {
    outer.start() <= inner.start() && inner.end() <= outer.end()
}

/// The chain in which more of an entity's mentions stand than in any other.
fn chain_meant<'a>(given: &Given<'_>, chains: &'a [Chain]) -> Option<&'a Chain> {
    let mut votes = vec![0usize; chains.len()];
    for span in &given.mentions {
        let smallest = chains
            .iter()
            .enumerate()
            .flat_map(|(at, chain)| chain.mentions.iter().map(move |mention| (at, mention)))
            .filter(|(_, mention)| holds(mention.span, *span))
            .min_by_key(|(at, mention)| (mention.span.end() - mention.span.start(), *at));
        if let Some((at, _)) = smallest {
            votes[at] += 1;
        }
    }
    let most = votes.iter().copied().max().filter(|most| *most > 0)?;
    let mut best = (0..chains.len()).filter(|at| votes[*at] == most);
    let first = best.next()?;
    best.next().is_none().then(|| &chains[first])
}

impl Serialize for ChainFigures {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for view in VIEWS {
            let Some(measures) = self.views.get(view) else { continue };
            for (name, measure) in rows(measures) {
                let Measure { recall, precision } = measure;
                let figures = json!({
                    "p": percent(precision.value()),
                    "r": percent(recall.value()),
                    "f1": percent(measure.f1()),
                });
                map.serialize_entry(&format!("{view} {name}"), &figures)?;
            }
            let mean = json!({"f1": percent(measures.mean_f1())});
            map.serialize_entry(&format!("{view} mean"), &mean)?;
        }
        for (name, share) in self.speakers() {
            map.serialize_entry(name, &share.to_json())?;
        }
        map.serialize_entry("documents", &json!({"gold": self.texts, "missing": self.missing}))?;
        map.end()
    }
}

impl fmt::Display for ChainFigures {
    /// Tables for people: F1 of each measure and their mean, then speakers.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = ["mentions", "MUC", "B-cubed", "CEAF-e", "mean"];
        let [mentions, muc, b_cubed, ceaf_e, mean] = head;
        writeln!(f, "{:<26}{mentions:>9}{muc:>9}{b_cubed:>9}{ceaf_e:>9}{mean:>9}", "F1")?;
        for (view, measures) in VIEWS.iter().filter_map(|v| Some((v, self.views.get(v)?))) {
            write!(f, "{view:<26}")?;
            for (_, measure) in rows(measures) {
                write!(f, "{:>9.1}", percent(measure.f1()))?;
            }
            writeln!(f, "{:>9.1}", percent(measures.mean_f1()))?;
        }
        if self.found.of > 0 {
            writeln!(f, "\n{:<26}{:>9}{:>9}{:>9}", "", "right", "of", "percent")?;
        }
        for (name, share) in self.speakers() {
            writeln!(f, "{name:<26}{:>9}{:>9}{:>9.1}", share.right, share.of, share.percent())?;
        }
        writeln!(f, "\n{} texts, {} of them not predicted", self.texts, self.missing)
    }
}

fn rows(measures: &Measures) -> [(&'static str, Measure); 4] {
    [
        ("mentions", measures.mentions),
        ("muc", measures.muc),
        ("b-cubed", measures.b_cubed),
        ("ceaf-e", measures.ceaf_e),
    ]
}

#[cfg(test)]
mod tests;
