//! Figures against gold.

use crate::support::{Dir, FERRY};

fn with_gold() -> Dir {
    let dir = Dir::with_ferry();
    let words = "“The rudder may be gone,”";
    let start = FERRY[..FERRY.find(words).expect("in the text")].chars().count();
    let gold = serde_json::json!({"id": "ferry", "attributions": [{
        "id": "a1", "source": [], "cue": [], "quotation": "direct",
        "content": [[start, start + words.chars().count()]],
    }]});
    dir.file("gold/ferry.json", gold.to_string());
    dir
}

#[test]
fn gold_finds_its_articles_in_the_folder_above() {
    let dir = with_gold();
    let table = dir.run(&["eval", "gold"]).silent();
    assert!(table.contains("content exact"), "{table}");
    let figures = dir.run(&["eval", "gold", "--json"]).silent();
    let figures: serde_json::Value = serde_json::from_str(&figures).expect("one line of JSON");
    assert_eq!(figures["content exact"]["tp"], 1, "{figures}");
    assert_eq!(figures["documents"]["gold"], 1);
}

#[test]
fn what_a_file_predicts_is_scored_alike() {
    let dir = with_gold();
    let own = dir.run(&["eval", "gold", "--json"]).silent();
    let lines = dir.run(&["extract", "ferry.txt"]).silent();
    dir.file("predicted.jsonl", &lines);
    let given = ["eval", "gold", "--json", "--predicted"];
    assert_eq!(dir.run(&[&given[..], &["predicted.jsonl"]].concat()).silent(), own);
    assert_eq!(dir.run_with(&[&given[..], &["-"]].concat(), lines.as_bytes()).silent(), own);
}

#[test]
fn gold_without_its_article_is_an_error() {
    let dir = with_gold();
    std::fs::remove_file(dir.path().join("ferry.txt")).expect("it was there");
    let said = dir.run(&["eval", "gold"]).failed(2);
    assert!(said.contains("ferry"), "{said}");
    let said = dir.run(&["eval", "no-such-folder"]).failed(2);
    assert!(said.contains("no-such-folder"), "{said}");
}

#[test]
fn names_are_scored_against_a_corpus_of_them() {
    let dir = Dir::with_ferry();
    let text = "Ines Calder left Aldham. Mr Calder said so on Monday.";
    let line = serde_json::json!({"id": "a", "text": text, "entities": [
        {"start": 0, "end": 11, "label": "Person"},
        {"start": 28, "end": 34, "label": "Person"},
        {"start": 46, "end": 52, "label": "Date"},
    ]});
    let given = ["eval", "--names", "--model", "none", "--json", "-"];
    let figures = dir.run_with(&given, line.to_string().as_bytes()).silent();
    let figures: serde_json::Value = serde_json::from_str(&figures).expect("one line of JSON");
    assert_eq!(figures["person"]["tp"], 2, "{figures}");
    assert_eq!(figures["left out"]["Date"], 1);
    // The SHA-1 of "a" begins with 8.
    let none = dir.run_with(&[&given[..], &["--sha1", "0"]].concat(), line.to_string().as_bytes());
    let none: serde_json::Value = serde_json::from_str(&none.silent()).expect("one line of JSON");
    assert_eq!(none["documents"]["gold"], 0, "{none}");
    let wrong = dir.run_with(&["eval", "--names", "-"], br#"{"id": "a", "text": ""}"#).failed(2);
    assert!(wrong.contains("cannot read names"), "{wrong}");
}

#[test]
fn chains_are_scored_against_a_corpus_of_them() {
    let dir = Dir::with_ferry();
    let text = "Ines Calder left Aldham. “No,” Calder said.";
    let line = serde_json::json!({"id": "a", "text": text,
        "entities": [{"id": "x", "type": "person", "mentions": [[0, 11], [31, 37]]}],
        "attributions": [{"source": [[31, 37]], "cue": [[38, 42]], "content": [[25, 30]],
            "speaker_entity": "x", "speaker": "Ines Calder"}],
    });
    dir.file("chains.jsonl", line.to_string());
    let given = ["eval", "--coreference", "--given-spans", "--json", "chains.jsonl"];
    let figures = dir.run(&given).silent();
    let figures: serde_json::Value = serde_json::from_str(&figures).expect("one line of JSON");
    assert_eq!(figures["chains of people mean"]["f1"], 100.0, "{figures}");
    assert_eq!(figures["named speakers of all"]["right"], 1, "{figures}");
    let wrong = dir.run_with(&["eval", "--coreference", "-"], br#"{"id": "a", "text": ""}"#);
    let wrong = wrong.failed(2);
    assert!(wrong.contains("cannot read chains"), "{wrong}");
}
