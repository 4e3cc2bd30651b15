//! The proof of one statement.

use crate::extract::Statement;
use crate::support::Dir;

/// The ids of all statements of the ferry.
fn ids(dir: &Dir) -> Vec<String> {
    let stdout = dir.run(&["extract", "ferry.txt"]).silent();
    let line: serde_json::Value = serde_json::from_str(&stdout).expect("JSON");
    let statements = line["statements"].as_array().expect("a list");
    statements.iter().map(|s| s["id"].as_str().expect("an id").to_owned()).collect()
}

#[test]
fn a_statement_is_found_by_id_hash_beginning_and_number() {
    let dir = Dir::with_ferry();
    let id = &ids(&dir)[0];
    let by_id = dir.run(&["why", id, "ferry.txt"]).silent();
    assert!(by_id.contains(&format!("\n{id}\n")), "{by_id}");
    for field in ["source", "cue", "content", "quotation", "class", "confidence"] {
        assert!(by_id.lines().any(|line| line.starts_with(&format!("{field} "))), "{field}");
    }
    let hash = id.rsplit_once('/').expect("article and hash").1;
    for other in [hash, &hash[..6], &id[..id.len() - 3], "1.1"] {
        assert_eq!(dir.run(&["why", other, "ferry.txt"]).silent(), by_id, "{other}");
    }
    assert_eq!(dir.run(&["why", id]).silent(), by_id, "the current folder is the default");
}

#[test]
fn json_is_the_record_of_the_statement() {
    let dir = Dir::with_ferry();
    let id = &ids(&dir)[0];
    let stdout = dir.run(&["why", id, "ferry.txt", "--json"]).silent();
    let statement: Statement = serde_json::from_str(&stdout).expect("a statement");
    assert_eq!(&statement.id, id);
}

#[test]
fn what_is_not_there_or_not_one_is_an_error() {
    let dir = Dir::with_ferry();
    for wanted in ["nobody/0000000000", "9.9", "0.0"] {
        let said = dir.run(&["why", wanted, "ferry.txt"]).failed(2);
        assert!(said.starts_with(&format!("error: no statement is called `{wanted}`")), "{said}");
        assert!(said.contains("\nhint: "), "{said}");
    }
    assert!(ids(&dir).len() > 1);
    let said = dir.run(&["why", "ferry", "ferry.txt"]).failed(2);
    assert!(said.starts_with("error: `ferry` is the beginning of several ids\n"), "{said}");
    assert!(said.contains("hint: one is ferry/"), "{said}");
}
