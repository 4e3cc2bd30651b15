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
