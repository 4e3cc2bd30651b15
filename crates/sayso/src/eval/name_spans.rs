//! Are names found: where they stand, and as what?
//!
//! Gold is a corpus of names: texts with `entities`, each a place and a label. Counted are the
//! mentions of form `name` among the predicted entities; right is one with the same first and last
//! character and the same kind. Corpora of names are flat, so of names that overlap the longest counts;
//! and they keep titles out of them, so "King" in "King Anders", which is part of an entity's name, is
//! taken off, on both sides.
//!
//! | counted as | labels of corpora | kinds of entities |
//! | --- | --- | --- |
//! | person | person | person |
//! | organisation | organisation, corporation | organisation, outlet |
//! | place | location, facility, geopolitical entity | place |
//! | group | NORP: nationality, religion, politics | group |
//! | other | miscellaneous, product, work, event | work, event |
//!
//! Any other label, such as a date or an amount, is no name: it is left out, and said to be. A kind that
//! no label of the gold stands for is left out of what is predicted.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;

use sayso_core::{CharSpan, Error, Result};
use serde::Deserialize;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::json;

use super::figures::{Counts, percent, value_in};
use super::gold::{self, Entity, GoldArticle, Place, Predicted};
use super::names;

/// What names are counted as, in the order they are printed.
const KINDS: [&str; 5] = ["person", "organisation", "place", "group", "other"];

/// All kinds together.
const ALL: &str = "all";

/// All of them, whatever they are taken for.
const PLACE_ALONE: &str = "place in the text alone";

/// A text and the names in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NamedText {
    /// Its id.
    pub id: String,
    /// The exact text that all places index.
    pub text: String,
    /// Where names stand, and what they are counted as.
    pub names: Vec<(CharSpan, &'static str)>,
    /// Labels that are no names, and how often each occurs.
    pub left_out: BTreeMap<String, usize>,
}

/// How many names were found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NameFigures {
    counts: BTreeMap<&'static str, Counts>,
    /// The kinds that the gold has labels for.
    kinds: BTreeSet<&'static str>,
    left_out: BTreeMap<String, usize>,
    texts: usize,
    missing: usize,
}

impl NamedText {
    /// The same as an article without statements, to be read.
    pub fn article(&self) -> GoldArticle {
        GoldArticle { id: self.id.clone(), text: self.text.clone(), ..GoldArticle::default() }
    }
}

/// Reads corpora of names: JSON Lines with `id`, `text` and `entities`; `-` is standard input.
///
/// # Errors
/// If a file cannot be read or is no such corpus.
pub fn read_named(paths: &[PathBuf]) -> Result<Vec<NamedText>> {
    #[derive(Deserialize)]
    struct Line {
        id: String,
        text: String,
        entities: Vec<Label>,
    }
    #[derive(Deserialize)]
    struct Label {
        #[serde(flatten)]
        place: Place,
        label: String,
    }
    let mut all = Vec::new();
    for path in gold::gold_files(paths)? {
        for (number, value) in gold::values(&path)? {
            let cannot = |why: String| {
                Error::input("cannot read names").at_line(path.display(), number).because(why).hint(
                    "a line is {\"id\", \"text\", \"entities\": [{\"start\", \"end\", \"label\"}]}",
                )
            };
            let line: Line = serde_json::from_value(value).map_err(|e| cannot(e.to_string()))?;
            let mut named = NamedText { id: line.id, text: line.text, ..NamedText::default() };
            for Label { place, label } in line.entities {
                match kind_of_label(&label) {
                    Some(kind) => named.names.push((place.span().map_err(cannot)?, kind)),
                    None => *named.left_out.entry(label).or_default() += 1,
                }
            }
            all.push(named);
        }
    }
    Ok(all)
}

impl NameFigures {
    /// Nothing counted yet, of gold that has these names.
    pub fn of(gold: &[NamedText]) -> Self {
        let kinds = gold.iter().flat_map(|text| &text.names).map(|(_, kind)| *kind).collect();
        NameFigures { kinds, ..NameFigures::default() }
    }

    /// Counts one text; `None` counts as predicted empty.
    ///
    /// # Errors
    /// If the predicted text is not the gold's, so that places cannot be compared.
    pub fn add(&mut self, gold: &NamedText, predicted: Option<&Predicted>) -> Result<()> {
        gold::same_text(&gold.id, &gold.text, predicted)?;
        self.texts += 1;
        self.missing += usize::from(predicted.is_none());
        for (label, n) in &gold.left_out {
            *self.left_out.entry(label.clone()).or_default() += n;
        }
        let letters: Vec<char> = gold.text.chars().collect();
        let proper = |(span, kind): (CharSpan, &'static str)| {
            let end = span.end().min(letters.len());
            if kind == "person" && span.start() < end {
                let start = names::after_titles(&letters, span.start(), end);
                (CharSpan::new(start, span.end()), kind)
            } else {
                (span, kind)
            }
        };
        let mut found = predicted.map_or_else(Vec::new, |predicted| flat(&predicted.entities));
        found.retain(|(_, kind)| self.kinds.contains(kind));
        let wanted: BTreeSet<_> = gold.names.iter().copied().map(proper).collect();
        let found: BTreeSet<_> = found.into_iter().map(proper).collect();
        for kind in KINDS.into_iter().filter(|kind| self.kinds.contains(kind)) {
            let of_kind = |names: &BTreeSet<(CharSpan, &'static str)>| -> BTreeSet<_> {
                names.iter().filter(|(_, other)| *other == kind).copied().collect()
            };
            let (wanted, found) = (of_kind(&wanted), of_kind(&found));
            self.counts.entry(kind).or_default().add_sets(&wanted, &found);
        }
        self.counts.entry(ALL).or_default().add_sets(&wanted, &found);
        let places = |names: &BTreeSet<(CharSpan, &str)>| -> BTreeSet<CharSpan> {
            names.iter().map(|(span, _)| *span).collect()
        };
        self.counts.entry(PLACE_ALONE).or_default().add_sets(&places(&wanted), &places(&found));
        Ok(())
    }

    /// One value by its name and column, such as `person f1`; `None` where nothing was counted for it.
    pub fn value(&self, name: &str) -> Option<f64> {
        value_in(self, name)
    }

    fn rows(&self) -> impl Iterator<Item = (&'static str, Counts)> {
        KINDS
            .into_iter()
            .chain([ALL, PLACE_ALONE])
            .filter_map(|kind| Some((kind, *self.counts.get(kind)?)))
    }
}

impl Serialize for NameFigures {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (kind, counts) in self.rows() {
            map.serialize_entry(kind, &counts.to_json())?;
        }
        map.serialize_entry("left out", &json!(self.left_out))?;
        map.serialize_entry("documents", &json!({"gold": self.texts, "missing": self.missing}))?;
        map.end()
    }
}

impl fmt::Display for NameFigures {
    /// A table for people: percentages, and how many names the gold has.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<26}{:>9}{:>9}{:>9}{:>8}", "", "precision", "recall", "F1", "gold")?;
        for (kind, counts) in self.rows() {
            let [p, r, f1] = [counts.precision(), counts.recall(), counts.f1()].map(percent);
            let n = counts.right + counts.missing;
            writeln!(f, "{kind:<26}{p:>9.1}{r:>9.1}{f1:>9.1}{n:>8}")?;
        }
        writeln!(f, "\n{} texts, {} of them not predicted", self.texts, self.missing)?;
        if self.left_out.is_empty() {
            return Ok(());
        }
        let left: Vec<String> =
            self.left_out.iter().map(|(label, n)| format!("{label} ({n})")).collect();
        writeln!(f, "no names, so left out: {}", left.join(", "))
    }
}

/// The names among the mentions of some entities; of those that overlap the longest, then the first.
fn flat(entities: &[Entity]) -> Vec<(CharSpan, &'static str)> {
    let mut names: Vec<(CharSpan, &'static str)> = Vec::new();
    for entity in entities {
        let Some(kind) = entity.kind.as_deref().and_then(kind_of_entity) else { continue };
        let places = entity.mentions.iter().filter(|m| m.form.as_deref() == Some("name"));
        names.extend(places.map(|mention| (mention.span, kind)));
    }
    names.sort_by_key(|(span, kind)| {
        (std::cmp::Reverse(span.end() - span.start()), span.start(), *kind)
    });
    // Kept names by their ends: the only one that can overlap is the first that ends beyond a start.
    let mut kept: BTreeMap<usize, (CharSpan, &'static str)> = BTreeMap::new();
    for (span, kind) in names {
        let next = kept.range(span.start() + 1..).next();
        if next.is_none_or(|(_, (other, _))| other.start() >= span.end()) {
            kept.insert(span.end(), (span, kind));
        }
    }
    kept.into_values().collect()
}

fn kind_of_label(label: &str) -> Option<&'static str> {
    Some(match label.to_ascii_lowercase().as_str() {
        "person" | "per" => "person",
        "organization" | "organisation" | "org" | "corporation" => "organisation",
        "location" | "loc" | "gpe" | "facility" | "fac" => "place",
        "norp" => "group",
        "misc" | "product" | "event" | "work" | "work_of_art" | "creative-work" => "other",
        _ => return None,
    })
}

fn kind_of_entity(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "person" => "person",
        "organisation" | "outlet" => "organisation",
        "place" => "place",
        "group" => "group",
        "work" | "event" => "other",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn gold(names: &[(usize, usize, &'static str)]) -> NamedText {
        NamedText {
            id: "a".to_owned(),
            text: "x".repeat(60),
            names: names.iter().map(|(s, e, kind)| (CharSpan::new(*s, *e), *kind)).collect(),
            left_out: BTreeMap::from([("Date".to_owned(), 2)]),
        }
    }

    fn predicted(entities: &str) -> Predicted {
        let line =
            format!(r#"{{"id": "a", "text": "{}", "entities": {entities}}}"#, "x".repeat(60));
        serde_json::from_str(&line).expect("well formed")
    }

    fn figures(gold: &NamedText, predicted: Option<&Predicted>) -> NameFigures {
        let mut figures = NameFigures::of(std::slice::from_ref(gold));
        figures.add(gold, predicted).expect("the texts are the same");
        figures
    }

    #[test]
    fn a_name_is_right_with_the_same_ends_and_kind() {
        let gold = gold(&[(0, 5, "person"), (10, 15, "organisation"), (20, 25, "place")]);
        let predicted = predicted(
            r#"[{"id": "e1", "kind": "person", "mentions": [
                    {"start": 0, "end": 5, "form": "name"},
                    {"start": 30, "end": 33, "form": "pronoun"},
                    {"start": 40, "end": 45, "form": "description"}]},
                {"id": "e2", "kind": "outlet", "mentions": [{"start": 10, "end": 15, "form": "name"}]},
                {"id": "e3", "kind": "person", "mentions": [{"start": 20, "end": 25, "form": "name"}]},
                {"id": "e4", "kind": "group", "mentions": [{"start": 50, "end": 55, "form": "name"}]}]"#,
        );
        let figures = figures(&gold, Some(&predicted));
        assert_eq!(figures.value("person p"), Some(50.0));
        assert_eq!(figures.value("person r"), Some(100.0));
        assert_eq!(figures.value("organisation f1"), Some(100.0));
        assert_eq!(figures.value("place r"), Some(0.0));
        assert_eq!(figures.value("group f1"), None, "the gold has no such label");
        assert_eq!(figures.value("all f1"), Some(66.7));
        assert_eq!(figures.value("place in the text alone f1"), Some(100.0));
        assert_eq!(figures.value("left out Date"), Some(2.0));
    }

    #[test]
    fn a_title_before_a_name_counts_on_neither_side() {
        let mut gold = gold(&[(5, 11, "person")]);
        gold.text = "King Anders spoke.".to_owned();
        let predicted = serde_json::json!({"text": gold.text, "entities": [{"kind": "person",
            "mentions": [{"start": 0, "end": 11, "form": "name"}]}], "id": "a"});
        let predicted: Predicted = serde_json::from_value(predicted).expect("well formed");
        assert_eq!(figures(&gold, Some(&predicted)).value("all f1"), Some(100.0));
    }

    #[test]
    fn of_names_inside_names_the_longest_counts() {
        let gold = gold(&[(0, 13, "organisation"), (20, 24, "person")]);
        let predicted = predicted(
            r#"[{"kind": "person", "mentions": [{"start": 0, "end": 4, "form": "name"},
                    {"start": 20, "end": 24, "form": "name"}]},
                {"kind": "organisation", "mentions": [{"start": 0, "end": 13, "form": "name"}]}]"#,
        );
        assert_eq!(figures(&gold, Some(&predicted)).value("all f1"), Some(100.0));
    }

    #[test]
    fn nothing_predicted_is_all_missing_and_another_text_is_refused() {
        let gold = gold(&[(0, 5, "person")]);
        let none = figures(&gold, None);
        assert_eq!((none.value("all r"), none.value("all fn")), (Some(0.0), Some(1.0)));
        assert_eq!(none.value("documents missing"), Some(1.0));
        let mut figures = NameFigures::of(std::slice::from_ref(&gold));
        assert!(figures.add(&gold, Some(&Predicted::default())).is_err());
    }

    proptest! {
        #[test]
        fn what_is_flat_stays_and_nothing_overlaps(
            spans in prop::collection::vec((0usize..50, 1usize..9), 0..12),
        ) {
            let mentions: Vec<_> = spans
                .iter()
                .map(|(s, n)| serde_json::json!({"start": s, "end": s + n, "form": "name"}))
                .collect();
            let entity = serde_json::json!({"kind": "person", "mentions": mentions});
            let entity: Entity = serde_json::from_value(entity).expect("well formed");
            let kept = flat(std::slice::from_ref(&entity));
            prop_assert!(kept.windows(2).all(|w| w[0].0.end() <= w[1].0.start()));
            for (s, n) in spans {
                let covered = kept.iter().any(|(k, _)| k.start() < s + n && s < k.end());
                prop_assert!(covered, "what is dropped overlaps something kept");
            }
        }
    }
}
