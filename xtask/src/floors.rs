//! How good must the extractor be, and on what?
//!
//! `tests/gate.toml` lists sets of articles with gold. A floor is what a figure must reach, a ceiling
//! what it must not exceed; the hash of each gold file is pinned, since figures on other gold are
//! other figures.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use sayso::eval::Spans;
use sayso_core::{Error, Kind, Result};
use serde::Deserialize;

use crate::sources;

/// The file, from the root of the repository.
pub(crate) const FILE: &str = "tests/gate.toml";

/// All of `tests/gate.toml`.
#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Floors {
    /// The folder of the sets that are not in the repository, from its root.
    pub(crate) data: String,
    #[serde(rename = "set")]
    pub(crate) sets: Vec<Set>,
}

/// Articles with gold, and what must be reached on them.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Set {
    pub(crate) name: String,
    /// Where its paths begin.
    #[serde(default)]
    pub(crate) from: From,
    /// What its gold says.
    #[serde(default)]
    pub(crate) measures: Measures,
    /// Gold files, or folders of them.
    pub(crate) gold: Vec<String>,
    /// Only texts whose id has a SHA-1 that begins with one of these digits; of names and
    /// coreference only.
    #[serde(default)]
    pub(crate) sha1: Option<String>,
    /// What is read as `sayso extract` reads it; the gold's own texts where nothing is named.
    #[serde(default)]
    pub(crate) articles: Vec<String>,
    /// The folder with the texts of gold that has none.
    #[serde(default)]
    pub(crate) texts: Option<String>,
    /// The gold marks the outermost attribution only.
    #[serde(default)]
    pub(crate) outermost: bool,
    /// Only speakers are to be found, of the gold's own spans.
    #[serde(default)]
    pub(crate) given_spans: bool,
    /// Rules alone read it.
    #[serde(default)]
    pub(crate) rules_alone: bool,
    #[serde(default)]
    pub(crate) floors: Limits,
    #[serde(default)]
    pub(crate) ceilings: Limits,
    /// The hash of each gold file.
    #[serde(default)]
    pub(crate) sha256: BTreeMap<String, String>,
}

/// A figure and its column, and a value.
pub(crate) type Limits = BTreeMap<String, f64>;

/// Where the paths of a set begin.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum From {
    #[default]
    Repository,
    Data,
}

/// What the gold of a set says, and so what is scored.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Measures {
    #[default]
    Statements,
    Names,
    Coreference,
    /// The text of pages.
    Articles,
    /// What a page says about itself.
    About,
    Times,
    /// Which articles are about one course of events.
    Stories,
    /// Which articles have nearly one text.
    Texts,
    /// All that holds between the articles of a dossier.
    Across,
    /// The same of the gold's own records.
    Relations,
}

impl Set {
    /// Whose spans are judged.
    pub(crate) fn spans(&self) -> Spans {
        if self.given_spans { Spans::Given } else { Spans::Found }
    }
}

impl Floors {
    pub(crate) fn read(root: &Path) -> Result<(String, Self)> {
        let raw = sources::read(&root.join(FILE))?;
        let floors = Floors::parse(&raw)?;
        Ok((raw, floors))
    }

    fn parse(raw: &str) -> Result<Self> {
        toml::from_str(raw).map_err(|e| Error::config("cannot read the floors").at(FILE).because(e))
    }
}

/// The file with other limits and hashes of its sets; all else stays, comments too.
pub(crate) fn rewritten(raw: &str, sets: &[Set]) -> Result<String> {
    let mut out = String::new();
    let mut set: Option<&Set> = None;
    let mut section = "";
    for line in raw.lines() {
        if line.starts_with('[') {
            section = line;
            let _ = writeln!(out, "{line}");
            if let ("[set.sha256]", Some(set)) = (section, set) {
                for (file, hash) in &set.sha256 {
                    let _ = writeln!(out, "{file:?} = {hash:?}");
                }
            }
            continue;
        }
        let pair: Option<(String, toml::Value)> =
            line.parse::<toml::Table>().ok().and_then(|table| table.into_iter().next());
        if let ("[[set]]", Some(("name", Some(name)))) =
            (section, pair.as_ref().map(|(key, value)| (key.as_str(), value.as_str())))
        {
            set = sets.iter().find(|set| set.name == name);
        }
        let limits = match (section, set) {
            ("[set.floors]", Some(set)) => Some(&set.floors),
            ("[set.ceilings]", Some(set)) => Some(&set.ceilings),
            ("[set.sha256]", Some(_)) if pair.is_some() => continue,
            _ => None,
        };
        let limit = limits.zip(pair).and_then(|(limits, (key, _))| limits.get_key_value(&key));
        match limit {
            Some((key, value)) => {
                let comment = line.split_once('#').map_or(String::new(), |(_, c)| format!(" #{c}"));
                let _ = writeln!(out, "{key:?} = {value:.1}{comment}");
            }
            None => {
                let _ = writeln!(out, "{line}");
            }
        }
    }
    let read_again = Floors::parse(&out)?;
    if read_again.sets != sets {
        return Err(Error::new(Kind::Internal, "cannot write the floors so that they hold")
            .at(FILE)
            .hint(
                "each set needs its [set.floors], [set.ceilings] and [set.sha256], a key a line",
            ));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RAW: &str = r#"# Why.
data = "../elsewhere"

[[set]]
name = "a"
gold = ["x"]
[set.floors]
"name f1" = 1.0 # so far
[set.sha256]
"old" = "1"

[[set]]
name = "b"
gold = ["y"]
[set.floors]
"name f1" = 2.0
[set.sha256]
"#;

    #[test]
    fn what_is_rewritten_keeps_its_comments_and_its_sets() {
        let mut floors = Floors::parse(RAW).expect("well formed");
        assert_eq!(rewritten(RAW, &floors.sets).expect("the same"), RAW);
        floors.sets[0].floors.insert("name f1".to_owned(), 40.25);
        floors.sets[0].sha256 = BTreeMap::from([("new".to_owned(), "2".to_owned())]);
        // Rounded as it is printed, so it would not hold.
        assert!(rewritten(RAW, &floors.sets).is_err());
        floors.sets[0].floors.insert("name f1".to_owned(), 40.2);
        floors.sets[1].sha256 = BTreeMap::from([("y".to_owned(), "3".to_owned())]);
        let out = rewritten(RAW, &floors.sets).expect("can be written");
        let expected = RAW
            .replace("1.0 # so far", "40.2 # so far")
            .replace("\"old\" = \"1\"", "\"new\" = \"2\"");
        assert_eq!(out, format!("{expected}\"y\" = \"3\"\n"));
    }

    #[test]
    fn a_limit_that_has_no_line_is_not_lost_in_silence() {
        let mut floors = Floors::parse(RAW).expect("well formed");
        floors.sets[0].floors.insert("via f1".to_owned(), 1.0);
        assert!(rewritten(RAW, &floors.sets).is_err());
    }
}
