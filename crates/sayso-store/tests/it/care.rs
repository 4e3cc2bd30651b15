//! A ledger is looked after: checked, copied, compacted, and things are forgotten in it.

use sayso_core::Kind;
use sayso_store::{Field, Filter, Ledger};

use crate::support::{article, by, ferry, ferry_later, from, says, shown, with};

#[test]
fn a_backup_is_the_ledger_and_overwrites_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, copy) = (folder.path().join("l.sayso"), folder.path().join("copy.sayso"));
    let mut ledger = Ledger::create(&path).expect("new");
    ledger.add(&ferry(), &from(&ferry(), "ferry.txt", 1)).expect("added");
    ledger.reject(&ferry().statements[0].id, &by("Ana", 1)).expect("rejected");
    ledger.backup(&copy).expect("written");
    let copied = Ledger::open(&copy).expect("a ledger");
    assert_eq!(shown(&copied), shown(&ledger));
    assert_eq!(copied.check().expect("readable").problems, [""; 0]);
    let error = ledger.backup(&copy).expect_err("it exists");
    assert_eq!(error.kind(), Kind::Store);
    assert!(Ledger::open(&copy).is_ok(), "what was there is still there");
}

#[test]
fn compacting_changes_nothing_that_is_seen() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("l.sayso");
    let mut ledger = Ledger::create(&path).expect("new");
    for n in 0..40 {
        let mut record = article(&format!("a{n}"), &"Ana Ruiz said it rained. ".repeat(40));
        says(&mut record, "Ana Ruiz", "it rained");
        ledger.add(&record, &from(&record, "a", 1)).expect("added");
    }
    for n in 0..39 {
        ledger.forget_article(&sayso_core::id::ArticleId::new(format!("a{n}"))).expect("forgotten");
    }
    let before = shown(&ledger);
    let (was, is) = ledger.compact().expect("compacted");
    assert!(is < was, "{is} of {was}");
    assert_eq!(shown(&ledger), before);
    assert_eq!(ledger.check().expect("readable").problems, [""; 0]);
}

#[test]
fn a_wrong_sum_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("l.sayso");
    let mut ledger = Ledger::create(&path).expect("new");
    ledger.add(&ferry(), &from(&ferry(), "ferry.txt", 1)).expect("added");
    drop(ledger);
    let file = rusqlite::Connection::open(&path).expect("SQLite");
    file.execute_batch(
        "UPDATE tally SET n = n + 1;
         UPDATE statement SET record = '{}' WHERE idx = 0;",
    )
    .expect("changed by hand");
    drop(file);
    let checked = Ledger::open(&path).expect("a ledger").check().expect("readable");
    assert_eq!(checked.problems.len(), 2, "{:?}", checked.problems);
}

/// Whether some words are anywhere in a file.
fn file_has(path: &std::path::Path, words: &str) -> bool {
    let bytes = std::fs::read(path).expect("a file");
    bytes.windows(words.len()).any(|window| window == words.as_bytes())
}

#[test]
fn what_is_forgotten_is_gone_from_the_disk() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("l.sayso");
    let mut ledger = Ledger::create(&path).expect("new");
    let mut other = article("yard", "Zebulon Quist said the xylophone was gone.");
    says(&mut other, "Zebulon Quist", "the xylophone was gone");
    for record in [&ferry(), &other] {
        ledger.add(record, &from(record, "a", 1)).expect("added");
    }
    let id = other.statements[0].id.clone();
    ledger.edit(&id, Field::Role, "the xylophonist", &by("Ana", 1)).expect("edited");
    assert!(file_has(&folder.path().join("l.sayso-wal"), "xylophon"));
    let forgotten = ledger.forget_article(&other.id).expect("forgotten");
    assert_eq!((forgotten.statements, forgotten.corrections), (1, 1));
    for words in ["xylophon", "Quist", "quist", "zebulon"] {
        for name in ["l.sayso", "l.sayso-wal"] {
            assert!(!file_has(&folder.path().join(name), words), "{words} in {name}");
        }
    }
    assert_eq!(ledger.check().expect("readable").problems, [""; 0]);
    assert_eq!(shown(&ledger).len(), 2);
    assert_eq!(ledger.forget_article(&other.id).expect_err("gone").kind(), Kind::Query);
}

#[test]
fn a_person_is_forgotten_under_all_names_and_what_stays_is_said() {
    let mut other = article("yard", "Calder said the yard was closed. Ana Ruiz met Ines Calder.");
    says(&mut other, "Calder", "the yard was closed");
    let mut ledger = with(&[ferry(), other]);
    let names = ["Calder", "Ines Calder"].map(str::to_owned);
    ledger.merge(&names, "Ines Calder", &by("Ana", 1)).expect("merged");
    let later = ferry_later();
    ledger.add(&later, &from(&later, "ferry.txt", 2)).expect("added");
    let forgotten = ledger.forget_person("ines calder", false).expect("forgotten");
    assert_eq!((forgotten.statements, forgotten.past_versions), (2, 1));
    assert_eq!(forgotten.corrections, 1);
    assert_eq!(forgotten.still_named_in.len(), 2);
    assert!(ledger.who("calder").expect("readable").is_empty());
    assert_eq!(ledger.check().expect("readable").problems, [""; 0]);
    assert!(ledger.forget_person("Nobody Known", false).is_err());
    let forgotten = ledger.forget_person("Ana Ruiz", true).expect("forgotten");
    assert_eq!(forgotten.articles.len(), 2);
    assert_eq!(ledger.count(&Filter::default(), 1_000).expect("readable"), 0);
}
