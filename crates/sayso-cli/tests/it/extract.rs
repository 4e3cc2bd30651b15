//! The lines for machines, read by somebody who knows the contract and nothing of sayso.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use serde::Deserialize;

use crate::support::{Dir, FERRY};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "to be read is all that is asked of most fields")]
struct Line {
    sayso: u32,
    id: String,
    url: Option<String>,
    title: Option<String>,
    outlet: Option<String>,
    byline: Option<String>,
    published: Option<String>,
    published_inferred: Option<Inferred>,
    page: Option<serde_json::Value>,
    language: Option<String>,
    text: String,
    extractor: Extractor,
    entities: Vec<Entity>,
    statements: Vec<Statement>,
    events: Vec<Event>,
    times: Vec<Time>,
    furniture: Vec<Furniture>,
    notes: Vec<Note>,
    provenance: Vec<Provenance>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "to be read is all that is asked of it")]
struct Inferred {
    from: String,
    to: String,
    why: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "to be read is all that is asked of it")]
struct Extractor {
    version: String,
    model: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    start: usize,
    end: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "to be read is all that is asked of it")]
struct Entity {
    id: String,
    name: String,
    kind: String,
    mentions: Vec<Mention>,
    attributes: Vec<Attribute>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "to be read is all that is asked of it")]
struct Mention {
    start: usize,
    end: usize,
    form: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "to be read is all that is asked of it")]
struct Attribute {
    kind: String,
    value: String,
    start: usize,
    end: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "to be read is all that is asked of most fields")]
pub(crate) struct Statement {
    pub(crate) id: String,
    source: Vec<Place>,
    cue: Vec<Place>,
    content: Vec<Place>,
    quotation: String,
    speaker: Speaker,
    via: Vec<String>,
    work: Option<String>,
    addressee: Option<String>,
    said: Option<String>,
    stance: String,
    negated: bool,
    parent: Option<String>,
    continues: Option<String>,
    disputes: Vec<String>,
    disputed_by: Vec<String>,
    confidence: f64,
    evidence: Vec<Evidence>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "to be read is all that is asked of it")]
struct Speaker {
    class: String,
    entity: Option<String>,
    name: Option<String>,
    role: Option<String>,
    speaks_for: Option<String>,
    close_to: Option<String>,
    anonymity_reason: Option<String>,
    confidence: f64,
    candidates: Vec<Candidate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "to be read is all that is asked of it")]
struct Candidate {
    entity: String,
    name: String,
    confidence: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "to be read is all that is asked of it")]
struct Evidence {
    field: String,
    start: usize,
    end: usize,
    by: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "to be read is all that is asked of it")]
struct Event {
    date: String,
    start: usize,
    end: usize,
    what: String,
    who: Vec<String>,
    certain: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "to be read is all that is asked of it")]
struct Time {
    start: usize,
    end: usize,
    kind: String,
    value: String,
    edtf: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "to be read is all that is asked of it")]
struct Furniture {
    start: usize,
    end: usize,
    kind: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "to be read is all that is asked of it")]
struct Note {
    start: usize,
    end: usize,
    kind: String,
    message: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "to be read is all that is asked of it")]
struct Provenance {
    field: String,
    by: String,
    place: Option<Place>,
}

fn lines(stdout: &str) -> Vec<Line> {
    stdout.lines().map(|line| serde_json::from_str(line).expect("a line of the contract")).collect()
}

/// The characters from code point to code point.
fn words(line: &Line, places: &[Place]) -> String {
    let piece = |place: &Place| -> String {
        line.text.chars().skip(place.start).take(place.end - place.start).collect()
    };
    places.iter().map(piece).collect::<Vec<_>>().join(" … ")
}

#[test]
fn a_line_is_what_the_contract_says() {
    let stdout = Dir::with_ferry().run(&["extract", "ferry.txt"]).silent();
    let lines = lines(&stdout);
    let [line] = &lines[..] else { panic!("{stdout}") };
    assert_eq!((line.sayso, line.id.as_str(), line.text.as_str()), (1, "ferry", FERRY));
    let said = |words_said: &str| {
        line.statements.iter().any(|statement| words(line, &statement.content).contains(words_said))
    };
    assert!(said("The rudder may be gone") && said("We shall know more"), "{stdout}");
    for statement in &line.statements {
        assert!(statement.id.starts_with("ferry/"), "{}", statement.id);
    }
}

#[test]
fn the_same_lines_come_from_everywhere() {
    let dir = Dir::with_ferry();
    let extract = dir.run(&["extract", "ferry.txt"]).silent();
    assert_eq!(dir.run(&["extract", "--format", "jsonl", "ferry.txt"]).silent(), extract);
    assert_eq!(dir.run(&["extract", "--json", "ferry.txt"]).silent(), extract);
    assert_eq!(dir.run(&["report", "--json", "ferry.txt"]).silent(), extract);
    assert_eq!(dir.run(&["ferry.txt", "--json"]).silent(), extract);
}

#[test]
fn standard_input_is_read_as_lines() {
    let input = serde_json::json!({"id": "ferry", "text": FERRY, "outlet": "Evening Post"});
    let dir = Dir::new();
    let stdout = dir.run_with(&["extract", "-"], format!("{input}\n").as_bytes()).silent();
    let lines = lines(&stdout);
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0].outlet.as_deref(), Some("Evening Post"));
    assert_eq!(lines[0].text, FERRY);
    let said = dir.run(&["extract", "-", "other.txt"]).failed(2);
    assert!(said.contains("standard input beside other paths"), "{said}");
}

#[test]
fn flags_describe_articles_that_do_not() {
    let dir = Dir::with_ferry();
    let stdout = dir
        .run(&["extract", "ferry.txt", "--outlet", "Evening Post", "--published", "2024-02"])
        .silent();
    let line = &lines(&stdout)[0];
    assert_eq!(line.outlet.as_deref(), Some("Evening Post"));
    assert_eq!(line.published.as_deref(), Some("2024-02"));
}

#[test]
fn each_line_is_printed_before_the_next_is_read() {
    let dir = Dir::new();
    let mut child = dir
        .sayso()
        .args(["extract", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program");
    let mut stdin = child.stdin.take().expect("a pipe");
    let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
    for id in ["one", "two"] {
        writeln!(stdin, "{}", serde_json::json!({"id": id, "text": FERRY})).expect("it reads");
        let mut line = String::new();
        stdout.read_line(&mut line).expect("it answers");
        assert_eq!(lines(&line)[0].id, id);
    }
    drop(stdin);
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}
