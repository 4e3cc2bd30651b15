//! Does the scorer count as the reference does, on these articles?
//!
//! The reference is a Python program that lies with the data; where it is missing, `tests/eval` holds
//! what it said of a few articles.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use sayso::eval::Figures;
use sayso_core::{Error, Result};
use serde_json::Value;

/// What came of the comparison.
pub(crate) enum Verdict {
    /// Every figure is the same.
    Same,
    /// These are not.
    Differs(Vec<String>),
    /// It could not be asked, and why.
    NotAsked(String),
}

/// Asks the reference for the same figures.
pub(crate) fn compare(
    scorer: &Path,
    gold: &[PathBuf],
    texts: Option<&Path>,
    outermost: bool,
    predicted: &[String],
    figures: &Figures,
) -> Result<Verdict> {
    if !scorer.exists() {
        return Ok(Verdict::NotAsked(format!("{} does not exist", scorer.display())));
    }
    let cannot = |e: std::io::Error| Error::input("cannot hand the lines on").because(e);
    let mut lines = tempfile::NamedTempFile::new().map_err(cannot)?;
    for line in predicted {
        writeln!(lines, "{line}").map_err(cannot)?;
    }
    lines.flush().map_err(cannot)?;

    let mut command = Command::new("python3");
    command.arg(scorer).args(gold).arg(lines.path()).arg("--json");
    if let Some(texts) = texts {
        command.arg("--articles").arg(texts);
    }
    if outermost {
        command.arg("--outermost");
    }
    let output = match command.output() {
        Ok(output) => output,
        Err(error) => return Ok(Verdict::NotAsked(format!("python3 cannot be started: {error}"))),
    };
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        let why = why.lines().last().unwrap_or("it does not say why");
        return Ok(Verdict::Differs(vec![format!("the reference fails: {why}")]));
    }
    let theirs: Value = serde_json::from_slice(&output.stdout)
        .map_err(|e| Error::input("cannot read the reference's figures").because(e))?;
    let ours = serde_json::to_value(figures)
        .map_err(|e| Error::input("cannot compare the figures").because(e))?;
    let differences = differences(&ours, &theirs);
    Ok(if differences.is_empty() { Verdict::Same } else { Verdict::Differs(differences) })
}

/// Each figure that is not the same in both, or only in one.
fn differences(ours: &Value, theirs: &Value) -> Vec<String> {
    let names = |value: &Value| -> Vec<String> {
        value.as_object().into_iter().flat_map(|object| object.keys().cloned()).collect()
    };
    let mut all = names(ours);
    all.extend(names(theirs).into_iter().filter(|name| ours.get(name).is_none()));
    let shown = |value: Option<&Value>| value.map_or("nothing".to_owned(), Value::to_string);
    all.iter()
        .filter(|name| ours.get(name) != theirs.get(name))
        .map(|n| format!("{n}: {}, the reference {}", shown(ours.get(n)), shown(theirs.get(n))))
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_figure_that_only_one_has_is_a_difference() {
        let (ours, theirs) = (json!({"a": 1, "b": 2}), json!({"a": 1, "c": 3}));
        let expected = ["b: 2, the reference nothing", "c: nothing, the reference 3"];
        assert_eq!(differences(&ours, &theirs), expected);
        assert!(differences(&ours, &ours).is_empty());
    }
}
