//! What was counted, and what follows from it?
//!
//! [`Figures`] are sums: those of two sets of articles add up to those of both. Serialised they are
//! one object, a key a figure, with percentages to one decimal beside the counts.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::AddAssign;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value, json};

use super::calibration::Calibration;

/// The figures with precision and recall, in the order they are printed.
const COUNTS: [&str; 17] = [
    "source exact",
    "source overlap",
    "source token",
    "cue exact",
    "cue overlap",
    "cue token",
    "content exact",
    "content overlap",
    "content token",
    "relation exact",
    "relation overlap",
    "triple exact",
    "name",
    "via",
    "speaks for / close to",
    "addressee",
    "stance",
];

/// The figures that are parts of a whole, in the order they are printed.
const SHARES: [&str; 7] = [
    "found (content overlap)",
    "class of all",
    "name of all",
    "class of found",
    "said",
    "furniture covered",
    "furniture extra",
];

/// What was right, wrongly there, and missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Predicted and in the gold.
    pub right: usize,
    /// Predicted and not in the gold.
    pub wrong: usize,
    /// In the gold and not predicted.
    pub missing: usize,
}

/// How many of some.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How many.
    pub right: usize,
    /// Of how many.
    pub of: usize,
}

/// All figures of some articles.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    counts: BTreeMap<&'static str, Counts>,
    shares: BTreeMap<&'static str, Share>,
    /// How often a class of the gold, the first, was given as the second.
    classes: BTreeMap<(String, String), usize>,
    articles: usize,
    missing: usize,
    calibration: Calibration,
    speakers: Calibration,
}

impl Counts {
    /// Part of the predicted that is right.
    pub fn precision(self) -> f64 {
        part(self.right, self.right + self.wrong)
    }

    /// Part of the gold that was predicted.
    pub fn recall(self) -> f64 {
        part(self.right, self.right + self.missing)
    }

    /// Harmonic mean of both.
    pub fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }

    pub(super) fn add_sets<T: Ord>(&mut self, gold: &BTreeSet<T>, predicted: &BTreeSet<T>) {
        let right = gold.intersection(predicted).count();
        self.right += right;
        self.wrong += predicted.len() - right;
        self.missing += gold.len() - right;
    }

    pub(super) fn to_json(self) -> Value {
        json!({
            "p": percent(self.precision()),
            "r": percent(self.recall()),
            "f1": percent(self.f1()),
            "n": self.right + self.missing,
            "tp": self.right,
            "fp": self.wrong,
            "fn": self.missing,
        })
    }
}

impl Share {
    pub(super) fn add(&mut self, right: bool) {
        self.right += usize::from(right);
        self.of += 1;
    }

    pub(super) fn to_json(self) -> Value {
        let Share { right, of } = self;
        json!({"right": right, "of": of, "percent": self.percent()})
    }

    pub(super) fn percent(self) -> f64 {
        if self.of == 0 { 0.0 } else { rounded(100.0 * self.right as f64 / self.of as f64) }
    }
}

impl Figures {
    /// One value by its name and column, such as `relation overlap f1` or `class of found percent`,
    /// as it is printed; `None` where nothing was counted for it.
    pub fn value(&self, name: &str) -> Option<f64> {
        value_in(self, name)
    }

    /// Whether confidences mean what they say.
    pub fn calibration(&self) -> &Calibration {
        &self.calibration
    }

    /// How many gold articles nothing was predicted for.
    pub fn missing_articles(&self) -> usize {
        self.missing
    }

    pub(super) fn counts_mut(&mut self, name: &'static str) -> &mut Counts {
        debug_assert!(COUNTS.contains(&name), "{name} would not be printed");
        self.counts.entry(name).or_default()
    }

    pub(super) fn share_mut(&mut self, name: &'static str) -> &mut Share {
        debug_assert!(SHARES.contains(&name), "{name} would not be printed");
        self.shares.entry(name).or_default()
    }

    /// Whether the confidences of speakers mean what they say: of found statements, a speaker is right
    /// whose class and name are.
    pub fn speakers(&self) -> &Calibration {
        &self.speakers
    }

    pub(super) fn speakers_mut(&mut self) -> &mut Calibration {
        &mut self.speakers
    }

    pub(super) fn calibration_mut(&mut self) -> &mut Calibration {
        &mut self.calibration
    }

    pub(super) fn count_article(&mut self, missing: bool) {
        self.articles += 1;
        self.missing += usize::from(missing);
    }

    pub(super) fn count_class(&mut self, gold: Option<&str>, given: Option<&str>) {
        let word = |class: Option<&str>| class.unwrap_or("None").to_owned();
        *self.classes.entry((word(gold), word(given))).or_default() += 1;
    }

    /// F1 of each class of the gold, over found statements.
    fn class_f1(&self) -> BTreeMap<&str, f64> {
        let mut sums: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
        for ((gold, given), n) in &self.classes {
            let [of_gold, ..] = sums.entry(gold).or_default();
            *of_gold += n;
            let [_, of_given, _] = sums.entry(given).or_default();
            *of_given += n;
            if gold == given {
                let [.., both] = sums.entry(gold).or_default();
                *both += n;
            }
        }
        sums.into_iter()
            .filter(|(_, [of_gold, ..])| *of_gold > 0)
            .map(|(class, [of_gold, of_given, both])| {
                (class, 2.0 * both as f64 / (of_gold + of_given) as f64)
            })
            .collect()
    }
}

impl AddAssign<&Figures> for Figures {
    fn add_assign(&mut self, other: &Figures) {
        for (name, more) in &other.counts {
            let counts = self.counts.entry(name).or_default();
            counts.right += more.right;
            counts.wrong += more.wrong;
            counts.missing += more.missing;
        }
        for (name, more) in &other.shares {
            let share = self.shares.entry(name).or_default();
            share.right += more.right;
            share.of += more.of;
        }
        for (classes, n) in &other.classes {
            *self.classes.entry(classes.clone()).or_default() += n;
        }
        self.articles += other.articles;
        self.missing += other.missing;
        self.calibration.merge(&other.calibration);
        self.speakers.merge(&other.speakers);
    }
}

impl Serialize for Figures {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for name in COUNTS {
            if let Some(counts) = self.counts.get(name) {
                map.serialize_entry(name, &counts.to_json())?;
            }
        }
        for name in SHARES {
            if let Some(share) = self.shares.get(name) {
                map.serialize_entry(name, &share.to_json())?;
            }
        }
        if !self.classes.is_empty() {
            let classes = self.class_f1();
            let mean = 100.0 * classes.values().sum::<f64>() / classes.len() as f64;
            let mut all = serde_json::Map::new();
            all.insert("f1".to_owned(), json!(rounded(mean)));
            all.extend(
                classes.iter().map(|(class, f1)| ((*class).to_owned(), json!(percent(*f1)))),
            );
            map.serialize_entry("class macro F1", &all)?;
        }
        map.serialize_entry("documents", &json!({"gold": self.articles, "missing": self.missing}))?;
        map.end()
    }
}

impl fmt::Display for Figures {
    /// A table for people: percentages, and what they are of.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<26}{:>9}{:>9}{:>9}{:>8}", "", "precision", "recall", "F1", "gold")?;
        for name in COUNTS {
            if let Some(counts) = self.counts.get(name) {
                let [p, r, f1] = [counts.precision(), counts.recall(), counts.f1()].map(percent);
                let n = counts.right + counts.missing;
                writeln!(f, "{name:<26}{p:>9.1}{r:>9.1}{f1:>9.1}{n:>8}")?;
            }
        }
        if !self.shares.is_empty() {
            writeln!(f, "\n{:<26}{:>9}{:>9}{:>9}", "", "right", "of", "percent")?;
        }
        for name in SHARES {
            if let Some(share) = self.shares.get(name) {
                let percent = share.percent();
                writeln!(f, "{name:<26}{:>9}{:>9}{percent:>9.1}", share.right, share.of)?;
            }
        }
        if !self.classes.is_empty() {
            let classes = self.class_f1();
            let mean = 100.0 * classes.values().sum::<f64>() / classes.len() as f64;
            writeln!(f, "\n{:<26}{:>9.1}", "class macro F1", rounded(mean))?;
            for (class, f1) in classes {
                writeln!(f, "  {class:<24}{:>9.1}", percent(f1))?;
            }
        }
        writeln!(f, "\n{} articles, {} of them not predicted", self.articles, self.missing)?;
        write!(f, "\n{}", self.calibration)?;
        if self.speakers.error().is_some() {
            write!(f, "\nspeakers\n{}", self.speakers)?;
        }
        Ok(())
    }
}

/// A value of some figures by its name and column, as it is printed.
pub(super) fn value_in(figures: &impl Serialize, name: &str) -> Option<f64> {
    let (key, column) = name.rsplit_once(' ')?;
    serde_json::to_value(figures).ok()?.get(key)?.get(column)?.as_f64()
}

fn part(of: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { of as f64 / whole as f64 }
}

pub(super) fn percent(part: f64) -> f64 {
    rounded(100.0 * part)
}

/// The nearest number with one decimal; of two that are equally near, the one with an even digit.
///
/// Goes through the exact decimal expansion, so that 0.35, which is a little less in binary, becomes
/// 0.3.
fn rounded(number: f64) -> f64 {
    format!("{number:.1}").parse().unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_by_their_exact_value() {
        for (number, expected) in
            [(0.25, 0.2), (0.35, 0.3), (0.75, 0.8), (66.65, 66.7), (12.25, 12.2)]
        {
            assert!((rounded(number) - expected).abs() < 1e-9, "{number}");
        }
    }

    #[test]
    fn sums_of_halves_are_the_whole() {
        let mut a = Figures::default();
        a.counts_mut("name").right += 3;
        a.share_mut("said").add(true);
        a.count_class(Some("named"), None);
        let mut b = a.clone();
        b.counts_mut("via").missing += 1;
        let mut sum = a.clone();
        sum += &b;
        assert_eq!(sum.value("name tp"), Some(6.0));
        assert_eq!(sum.value("via fn"), Some(1.0));
        assert_eq!(sum.value("said of"), Some(2.0));
        assert_eq!(sum.value("class macro F1 named"), Some(0.0));
        assert_eq!(sum.value("stance f1"), None);
    }
}
