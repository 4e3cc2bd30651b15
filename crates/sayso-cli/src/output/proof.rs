//! How is the proof of a statement laid out?
//!
//! The statement as the report has it; below it each field with its value, the words that prove it
//! and the rule or score that decided; last the fields that hold nothing.

use sayso::Span;
use sayso::record::{ArticleRecord, Evidence, Statement};

use crate::output::layout::Flow;
use crate::output::ledger::{Layout, Sheet};
use crate::output::style::Style;

/// Columns of a field's name and the space after it.
const GUTTER: usize = 20;

/// The proof of one statement; `number` is its article's place in the run, from 1.
pub(crate) fn of(
    record: &ArticleRecord<Span>,
    number: usize,
    statement_idx: usize,
    layout: Layout,
) -> String {
    let sheet = Sheet::of(record, number, layout);
    let statement = &record.statements[statement_idx];
    let mut out = String::new();
    sheet.statement(statement_idx, &mut out);
    out.push('\n');
    layout.write(Flow::of(Style::Cyan, statement.id.as_str()), "", "", &mut out);
    out.push('\n');
    let mut empty = Vec::new();
    let mut shown = Vec::new();
    for (field, value) in fields(&sheet, statement) {
        let proofs: Vec<&Evidence<Span>> =
            statement.evidence.iter().filter(|evidence| is_of(evidence, field)).collect();
        shown.push(field);
        if value.is_empty() && proofs.is_empty() {
            empty.push(field.rsplit('.').next().unwrap_or(field));
        } else {
            write_field(&sheet, field, &value, &proofs, &mut out);
        }
    }
    for evidence in &statement.evidence {
        if !shown.iter().any(|field| is_of(evidence, field)) {
            write_field(&sheet, &evidence.field, "", &[evidence], &mut out);
        }
    }
    if !empty.is_empty() {
        let line = format!("Nothing found for: {}", empty.join(", "));
        out.push('\n');
        layout.write(Flow::of(Style::Dim, &line), "", "", &mut out);
    }
    out
}

/// Whether evidence is for a field, by its whole name or by the last part of it.
fn is_of(evidence: &Evidence<Span>, field: &str) -> bool {
    evidence.field == field
        || field.rsplit_once('.').is_some_and(|(_, last)| evidence.field == last)
}

/// The fields of the contract in its order, each with its value in words.
fn fields(sheet: &Sheet<'_>, statement: &Statement<Span>) -> Vec<(&'static str, String)> {
    let speaker = &statement.speaker;
    let text = |words: &Option<String>| words.clone().unwrap_or_default();
    let whom = |words: &Option<String>| match words.as_deref() {
        Some(id) if sheet.named(id) != id => format!("{id}, {}", sheet.named(id)),
        Some(words) => words.to_owned(),
        None => String::new(),
    };
    let statements = |ids: &[sayso::id::StatementId]| -> String {
        let ids: Vec<String> =
            ids.iter().map(|id| format!("{} {id}", sheet.number_of(id))).collect();
        ids.join(", ")
    };
    let candidates: Vec<String> = speaker
        .candidates
        .iter()
        .map(|candidate| format!("{} ({:.2})", candidate.name, candidate.confidence))
        .collect();
    let entity = speaker.entity.as_ref().map(ToString::to_string);
    vec![
        ("source", sheet.printed(&statement.source)),
        ("cue", sheet.printed(&statement.cue)),
        ("content", sheet.printed(&statement.content)),
        ("quotation", statement.quotation.as_str().to_owned()),
        ("speaker.class", speaker.class.as_str().to_owned()),
        ("speaker.entity", whom(&entity)),
        ("speaker.name", text(&speaker.name)),
        ("speaker.role", text(&speaker.role)),
        ("speaker.speaks_for", whom(&speaker.speaks_for)),
        ("speaker.close_to", whom(&speaker.close_to)),
        ("speaker.anonymity_reason", text(&speaker.anonymity_reason)),
        ("speaker.confidence", format!("{:.2}", speaker.confidence)),
        ("speaker.candidates", candidates.join(", ")),
        ("via", statement.via.join(", then ")),
        ("work", text(&statement.work)),
        ("addressee", whom(&statement.addressee)),
        ("said", statement.said.map(|date| date.to_string()).unwrap_or_default()),
        ("stance", statement.stance.as_str().to_owned()),
        ("negated", if statement.negated { "yes".to_owned() } else { String::new() }),
        ("parent", statements(statement.parent.as_slice())),
        ("continues", statements(statement.continues.as_slice())),
        ("disputes", statements(&statement.disputes)),
        ("disputed_by", statements(&statement.disputed_by)),
        ("confidence", format!("{:.2}", statement.confidence)),
    ]
}

fn write_field(
    sheet: &Sheet<'_>,
    field: &str,
    value: &str,
    proofs: &[&Evidence<Span>],
    out: &mut String,
) {
    let layout = sheet.layout;
    // There are two confidences; every other field is known by the last part of its name.
    let name = match field.strip_prefix("speaker.") {
        Some(last) if last != "confidence" => last,
        _ => field,
    };
    let label = layout.palette.paint(Style::Bold, name).into_owned();
    let padding = " ".repeat(GUTTER.saturating_sub(name.len()).max(1));
    let rest = " ".repeat(GUTTER);
    layout.write(Flow::of(Style::Plain, value), &format!("{label}{padding}"), &rest, out);
    let mut before = None;
    for proof in proofs {
        let words = sheet.printed(&[proof.place]);
        let mut flow = Flow::default();
        // Source, cue and content are their own words: to print them twice says nothing.
        if !words.is_empty() && !matches!(field, "source" | "cue" | "content") {
            let quoted = words.starts_with(['“', '"', '‘', '\'']);
            let words = if quoted { format!("{words} ") } else { format!("“{words}” ") };
            flow.add(Style::Plain, &words);
        }
        flow.add(Style::Dim, &format!("{}: ", sheet.places.in_words(proof.place)));
        flow.add(Style::Cyan, &proof.by);
        // Pieces of one field are often proved alike.
        if before.replace(flow.clone()) == Some(flow.clone()) {
            continue;
        }
        layout.write(flow, &format!("{rest}← "), &format!("{rest}  "), out);
    }
}
