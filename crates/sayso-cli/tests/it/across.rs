//! What holds between articles, as a user asks for it.

use serde_json::Value;

use crate::support::{Dir, FERRY};

/// The ferry as an agency sent it, and the paper that printed it.
const WIRE: &str = "\
CORVANE (Fjordline) — The night ferry ran aground on the northern sandbank on Friday and stayed there until the \
morning tide, when two tugs pulled it free and brought it back to the harbour with all of its passengers, none of \
whom was hurt, according to the harbour board. “The rudder may be gone,” said Ines Calder, the harbour master.
";

fn dossier() -> Dir {
    let dir = Dir::with_ferry();
    dir.file("wire.txt", WIRE);
    dir.file("wire.meta.json", r#"{"outlet": "Fjordline", "published": "2024-06-15"}"#);
    dir.file("paper.txt", format!("{WIRE}\nThis article first appeared on Fjordline.\n"));
    dir.file("paper.meta.json", r#"{"outlet": "The Shore", "published": "2024-06-15"}"#);
    dir
}

fn lines(printed: &str) -> Vec<Value> {
    printed.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

#[test]
fn copies_and_people_are_found_with_their_evidence() {
    let found = lines(&dossier().run(&["across", "--json", "."]).silent());
    let copy = found.iter().find(|line| line["type"] == "copy").expect("a copy");
    assert_eq!((&copy["kind"], &copy["origin"]), (&"wire".into(), &"wire".into()));
    let entities = found.iter().filter(|line| line["type"] == "entity");
    let ids: Vec<&Value> = entities.map(|line| &line["id"]).collect();
    assert!(ids.contains(&&"ines-calder".into()), "{ids:?}");
    for line in &found {
        assert!(line["evidence"].as_array().is_some_and(|places| !places.is_empty()), "{line}");
    }
}

#[test]
fn lines_of_extract_give_the_same_as_the_articles() {
    let dir = dossier();
    let of_articles = dir.run(&["across", "--json", "."]).silent();
    let extracted = dir.run(&["extract", "."]).silent();
    assert_eq!(
        dir.run_with(&["across", "--json", "-"], extracted.as_bytes()).silent(),
        of_articles
    );
    dir.file("records.jsonl", extracted);
    assert_eq!(dir.run(&["across", "--json", "records.jsonl"]).silent(), of_articles);
}

#[test]
fn a_bad_record_is_a_row() {
    let dir = dossier();
    let extracted = dir.run(&["extract", "ferry.txt"]).silent();
    dir.file("records.jsonl", format!("{extracted}{{\"sayso\": 1}}\n{extracted}"));
    let ran = dir.run(&["across", "--json", "records.jsonl"]);
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("cannot use the record `records.jsonl`, line 2"), "{}", ran.stderr);
    assert!(!ran.stdout.is_empty());
}

#[test]
fn one_kind_is_printed_when_asked_for() {
    let dir = dossier();
    let only = lines(&dir.run(&["across", "--only", "copy", "--json", "."]).silent());
    assert!(only.iter().all(|line| line["type"] == "copy") && only.len() == 1, "{only:?}");
}

#[test]
fn one_article_alone_is_no_story() {
    let dir = Dir::new();
    dir.file("ferry.txt", FERRY);
    assert_eq!(dir.run(&["stories", "."]).silent(), "nothing was found\n");
}
