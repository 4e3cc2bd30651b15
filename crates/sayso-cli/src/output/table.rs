//! How are rows of an answer written: for a person, as JSON Lines, as comma-separated values?

use std::io::{self, Write};

use sayso::store::Row;
use serde::Serialize;

use crate::output::layout::Flow;
use crate::output::ledger::Layout;
use crate::output::style::Style;

/// The headings of a statement's values, in their order.
const HEADINGS: [&str; 20] = [
    "id",
    "article",
    "title",
    "outlet",
    "url",
    "published",
    "day",
    "said",
    "class",
    "speaker",
    "role",
    "speaks_for",
    "close_to",
    "via",
    "stance",
    "negated",
    "quotation",
    "content",
    "confidence",
    "status",
];

/// One JSON object a line.
pub(crate) fn json_lines<T: Serialize>(rows: &[T]) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    for row in rows {
        let mut line = serde_json::to_vec(row)?;
        line.push(b'\n');
        stdout.write_all(&line)?;
    }
    stdout.flush()
}

/// Lines of values after RFC 4180, headings first.
pub(crate) fn csv(headings: &[&str], rows: impl Iterator<Item = Vec<String>>) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    let headings: Vec<String> = headings.iter().map(|&heading| heading.to_owned()).collect();
    for row in std::iter::once(headings).chain(rows) {
        let values: Vec<String> = row.iter().map(|value| csv_value(value)).collect();
        stdout.write_all(values.join(",").as_bytes())?;
        stdout.write_all(b"\r\n")?;
    }
    stdout.flush()
}

/// A value that no spreadsheet takes for several, or for a formula.
fn csv_value(value: &str) -> String {
    let is_formula =
        value.starts_with(['=', '+', '-', '@', '\t', '\r']) && value.parse::<f64>().is_err();
    let guard = if is_formula { "'" } else { "" };
    if is_formula || value.contains([',', '"', '\n', '\r']) {
        format!("\"{guard}{}\"", value.replace('"', "\"\""))
    } else {
        value.to_owned()
    }
}

/// Statements as comma-separated values.
pub(crate) fn statements_csv(rows: &[Row]) -> io::Result<()> {
    let values = rows.iter().map(|row| {
        let text = |words: &Option<String>| words.clone().unwrap_or_default();
        vec![
            row.id.to_string(),
            row.article.to_string(),
            text(&row.title),
            text(&row.outlet),
            text(&row.url),
            text(&row.published),
            text(&row.day),
            text(&row.said),
            row.class.clone(),
            text(&row.speaker),
            text(&row.role),
            text(&row.speaks_for),
            text(&row.close_to),
            row.via.join(" > "),
            row.stance.clone(),
            row.negated.to_string(),
            row.quotation.clone(),
            row.content.clone(),
            format!("{:.2}", row.confidence),
            row.status.to_owned(),
        ]
    });
    csv(&HEADINGS, values)
}

/// A statement for a person.
pub(crate) fn statement(row: &Row, layout: Layout, out: &mut String) {
    let mut who = Flow::default();
    let speaker = match (&row.speaker, &row.role) {
        (Some(name), Some(role)) => {
            who.add(Style::Bold, name).add(Style::Plain, ", ").add(Style::Plain, role);
            None
        }
        (Some(one), None) | (None, Some(one)) => Some(one.as_str()),
        (None, None) => Some("Nobody named"),
    };
    if let Some(speaker) = speaker {
        who.add(Style::Bold, speaker);
    }
    let mut facts = vec![row.class.clone()];
    facts.extend(row.speaks_for.as_ref().map(|whom| format!("for {whom}")));
    facts.extend(row.close_to.as_ref().map(|whom| format!("close to {whom}")));
    if !row.via.is_empty() {
        facts.push(format!("via {}", row.via.join(", then ")));
    }
    who.add(Style::Dim, &format!(" — {}", facts.join(", ")));
    layout.write(who, "", "  ", out);
    let bar = format!("  {} ", layout.palette.paint(Style::Dim, "│"));
    let mut content = Flow::default();
    if row.negated {
        content.add(Style::Red, "not said: ");
    }
    content.add(Style::Plain, &row.content);
    layout.write(content, &bar, &bar, out);
    let mut place = Flow::default();
    let day = row.said.as_ref().map(|day| format!("said {day}"));
    let published = row.published.as_ref().map(|day| format!("printed {day}"));
    for fact in [row.outlet.clone(), day, published].into_iter().flatten() {
        place.keep(Style::Dim, &fact).separate();
    }
    place.keep(Style::Cyan, row.id.as_str());
    if row.stance != "asserts" {
        place.separate();
        let style = if row.stance == "denies" { Style::Red } else { Style::Yellow };
        place.keep(style, &row.stance);
    }
    if row.status != "open" {
        place.separate();
        place.keep(Style::Green, row.status);
    }
    if row.corrected && row.status == "open" {
        place.separate();
        place.keep(Style::Green, "corrected");
    }
    layout.write(place, "  ", "  ", out);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stay_one_value_and_no_formula() {
        assert_eq!(csv_value("plain words"), "plain words");
        assert_eq!(csv_value("a, \"b\""), "\"a, \"\"b\"\"\"");
        assert_eq!(csv_value("=1+1"), "\"'=1+1\"");
        assert_eq!(csv_value("-0.5"), "-0.5");
    }
}
