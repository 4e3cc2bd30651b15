//! Are expressions of time found, and do they mean what they should?
//!
//! Gold is a corpus after TIMEX3: texts with their day of writing (`dct`) and `timexes`. Counted as in
//! TempEval-3, one predicted expression to one of the gold, the one that shares most characters with it:
//!
//! | figure | right when |
//! | --- | --- |
//! | strict | first and last character are the same |
//! | relaxed | they share a character |
//! | value | they share a character and have the same value |
//! | type | they share a character and are of the same kind |

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;

use sayso_core::{CharSpan, Error, Result};
use serde::Deserialize;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::json;

use super::figures::{Counts, percent, value_in};
use super::gold::{self, GoldArticle, Place, Predicted};

/// The figures, in the order they are printed.
const FIGURES: [&str; 4] = ["strict", "relaxed", "value", "type"];

/// A text and the expressions of time in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimedText {
    /// Its id.
    pub id: String,
    /// The exact text that all places index.
    pub text: String,
    /// The day of writing.
    pub written: Option<String>,
    /// The expressions.
    pub times: Vec<TimeExpression>,
}

/// An expression of time, gold or predicted.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeExpression {
    /// Where it stands.
    pub span: CharSpan,
    /// `date`, `time`, `duration` or `set`.
    pub kind: String,
    /// Its value after TIMEX3; gold may have none.
    pub value: Option<String>,
}

/// How many expressions were found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimeFigures {
    counts: BTreeMap<&'static str, Counts>,
    texts: usize,
    missing: usize,
}

/// An expression as a line has it.
#[derive(Deserialize)]
struct Raw {
    #[serde(flatten)]
    place: Place,
    #[serde(alias = "type")]
    kind: Option<String>,
    value: Option<String>,
}

impl Raw {
    fn expression(self) -> std::result::Result<TimeExpression, String> {
        let kind = self.kind.unwrap_or_default().to_lowercase();
        Ok(TimeExpression { span: self.place.span()?, kind, value: self.value })
    }
}

impl<'de> Deserialize<'de> for TimeExpression {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        Raw::deserialize(from)?.expression().map_err(serde::de::Error::custom)
    }
}

impl TimedText {
    /// The same as an article without statements, to be read.
    pub fn article(&self) -> GoldArticle {
        GoldArticle {
            id: self.id.clone(),
            text: self.text.clone(),
            published: self.written.clone(),
            ..GoldArticle::default()
        }
    }
}

/// Reads corpora of times: JSON Lines with `id`, `text`, `dct` and `timexes`; `-` is standard input.
///
/// # Errors
/// If a file cannot be read or is no such corpus.
pub fn read_timed(paths: &[PathBuf]) -> Result<Vec<TimedText>> {
    #[derive(Deserialize)]
    struct Line {
        id: String,
        text: String,
        dct: Option<String>,
        timexes: Vec<TimeExpression>,
    }
    let mut all = Vec::new();
    for path in gold::gold_files(paths)? {
        for (number, value) in gold::values(&path)? {
            let line: Line = serde_json::from_value(value).map_err(|e| {
                Error::input("cannot read times").at_line(path.display(), number).because(e).hint(
                    "a line is {\"id\", \"text\", \"dct\", \"timexes\": [{\"start\", \"end\", \"type\", \"value\"}]}",
                )
            })?;
            // A time of day says nothing more of the day.
            let written = line.dct.map(|day| day.split('T').next().unwrap_or_default().to_owned());
            let Line { id, text, timexes: times, .. } = line;
            all.push(TimedText { id, text, written, times });
        }
    }
    Ok(all)
}

impl TimeFigures {
    /// Counts one text; `None` counts as predicted empty.
    ///
    /// # Errors
    /// If the predicted text is not the gold's, so that places cannot be compared.
    pub fn add(&mut self, gold: &TimedText, predicted: Option<&Predicted>) -> Result<()> {
        gold::same_text(&gold.id, &gold.text, predicted)?;
        self.texts += 1;
        self.missing += usize::from(predicted.is_none());
        let found = predicted.map_or(&[][..], |predicted| &predicted.times);
        let mut right: BTreeMap<&'static str, usize> = BTreeMap::new();
        let mut used = BTreeSet::new();
        for wanted in &gold.times {
            let shared = |other: &TimeExpression| {
                let end = other.span.end().min(wanted.span.end());
                end.saturating_sub(other.span.start().max(wanted.span.start()))
            };
            // Of equals the first, as the reference scorer takes it.
            let best = (0..found.len())
                .filter(|n| !used.contains(n) && shared(&found[*n]) > 0)
                .max_by_key(|n| (shared(&found[*n]), std::cmp::Reverse(*n)));
            let Some(best) = best else { continue };
            used.insert(best);
            let other = &found[best];
            let mut count = |figure, is_right: bool| {
                *right.entry(figure).or_default() += usize::from(is_right);
            };
            count("strict", other.span == wanted.span);
            count("relaxed", true);
            count("value", other.value.is_some() && other.value == wanted.value);
            count("type", other.kind == wanted.kind);
        }
        for figure in FIGURES {
            let n_right = right.get(figure).copied().unwrap_or(0);
            let counts = self.counts.entry(figure).or_default();
            counts.right += n_right;
            counts.wrong += found.len() - n_right;
            counts.missing += gold.times.len() - n_right;
        }
        Ok(())
    }

    /// One value by its name and column, such as `value f1`; `None` where nothing was counted for it.
    pub fn value(&self, name: &str) -> Option<f64> {
        value_in(self, name)
    }

    fn rows(&self) -> impl Iterator<Item = (&'static str, Counts)> {
        FIGURES.into_iter().filter_map(|figure| Some((figure, *self.counts.get(figure)?)))
    }
}

impl Serialize for TimeFigures {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (figure, counts) in self.rows() {
            map.serialize_entry(figure, &counts.to_json())?;
        }
        map.serialize_entry("documents", &json!({"gold": self.texts, "missing": self.missing}))?;
        map.end()
    }
}

impl fmt::Display for TimeFigures {
    /// A table for people: percentages, and how many expressions the gold has.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<26}{:>9}{:>9}{:>9}{:>8}", "", "precision", "recall", "F1", "gold")?;
        for (figure, counts) in self.rows() {
            let [p, r, f1] = [counts.precision(), counts.recall(), counts.f1()].map(percent);
            let n = counts.right + counts.missing;
            writeln!(f, "{figure:<26}{p:>9.1}{r:>9.1}{f1:>9.1}{n:>8}")?;
        }
        writeln!(f, "\n{} texts, {} of them not predicted", self.texts, self.missing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timed(times: &str) -> TimedText {
        let times = serde_json::from_str(times).expect("well formed");
        TimedText { id: "a".to_owned(), text: "x".repeat(60), written: None, times }
    }

    fn predicted(times: &str) -> Predicted {
        let line = format!(r#"{{"id": "a", "text": "{}", "times": {times}}}"#, "x".repeat(60));
        serde_json::from_str(&line).expect("well formed")
    }

    #[test]
    fn an_expression_counts_once_and_by_what_it_shares() {
        let gold = timed(
            r#"[{"start": 0, "end": 6, "type": "DATE", "value": "2024"},
                {"start": 10, "end": 20, "type": "DURATION", "value": "P1D"},
                {"start": 30, "end": 35, "type": "DATE", "value": null}]"#,
        );
        let predicted = predicted(
            r#"[{"start": 0, "end": 6, "kind": "date", "value": "2024"},
                {"start": 12, "end": 14, "kind": "date", "value": "P1D"},
                {"start": 14, "end": 25, "kind": "duration", "value": "P2D"},
                {"start": 40, "end": 44, "kind": "set", "value": "P1W"}]"#,
        );
        let mut figures = TimeFigures::default();
        figures.add(&gold, Some(&predicted)).expect("the texts are the same");
        assert_eq!(figures.value("strict tp"), Some(1.0));
        assert_eq!(figures.value("relaxed r"), Some(66.7));
        assert_eq!(figures.value("relaxed p"), Some(50.0));
        assert_eq!(figures.value("value tp"), Some(1.0));
        assert_eq!(figures.value("type tp"), Some(2.0));
    }

    #[test]
    fn nothing_predicted_is_all_missing_and_another_text_is_refused() {
        let gold = timed(r#"[{"start": 0, "end": 6, "type": "DATE", "value": "2024"}]"#);
        let mut figures = TimeFigures::default();
        figures.add(&gold, None).expect("nothing to compare");
        assert_eq!(
            (figures.value("relaxed fn"), figures.value("documents missing")),
            (Some(1.0), Some(1.0))
        );
        assert!(figures.add(&gold, Some(&Predicted::default())).is_err());
    }
}
