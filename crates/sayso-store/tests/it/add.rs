//! What is added is there, once, in its current version.

use sayso_core::Kind;
use sayso_core::record::Extractor;
use sayso_store::{Added, Ledger};

use crate::support::{article, ferry, ferry_later, from};

#[test]
fn the_same_again_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("l.sayso");
    let mut ledger = Ledger::open_or_create(&path).expect("new");
    let record = ferry();
    let provided = from(&record, "ferry.txt", 100);
    assert_eq!(ledger.add(&record, &provided).expect("added"), Added::New);
    assert_eq!(ledger.add(&record, &provided).expect("added"), Added::Known);
    let knows = |ledger: &Ledger, extractor: &Extractor| {
        ledger.knows(&record.id, &provided.input, extractor, "ferry.txt").expect("readable")
    };
    assert!(knows(&ledger, &record.extractor));
    let other = Extractor { version: "0.1.0".to_owned(), model: None };
    assert!(!knows(&ledger, &other), "another extractor may find something else");
    drop(ledger);
    let ledger = Ledger::open_read_only(&path).expect("a ledger");
    let size = ledger.size().expect("readable");
    assert_eq!((size.articles, size.statements, size.past_versions), (1, 2, 0));
}

#[cfg(unix)]
#[test]
fn a_ledger_is_its_owners() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("l.sayso");
    let mut ledger = Ledger::create(&path).expect("new");
    ledger.add(&ferry(), &from(&ferry(), "ferry.txt", 1)).expect("added");
    for name in ["l.sayso", "l.sayso-wal", "l.sayso-shm"] {
        let rights = std::fs::metadata(folder.path().join(name)).expect("a file").permissions();
        assert_eq!(rights.mode() & 0o777, 0o600, "{name}");
    }
}

#[test]
fn other_words_are_a_version_and_the_difference_is_said() {
    let mut ledger = Ledger::in_memory().expect("a ledger");
    let (first, second) = (ferry(), ferry_later());
    ledger.add(&first, &from(&first, "a/ferry.txt", 100)).expect("added");
    // The clock was turned back: the later version is the later one all the same.
    let added = ledger.add(&second, &from(&second, "b/ferry.txt", 50)).expect("added");
    let Added::Version { previous: 1, diff } = added else { panic!("{added:?}") };
    assert_eq!(diff.kept, 0);
    let changed: Vec<_> = diff
        .changed
        .iter()
        .map(|c| (c.before.content.as_str(), c.after.content.as_str()))
        .collect();
    assert_eq!(changed, [("the rudder may be gone", "the rudder is gone")]);
    assert_eq!(diff.gone.iter().map(|b| b.speaker.as_str()).collect::<Vec<_>>(), ["Tom Brandt"]);
    assert_eq!(diff.new.iter().map(|b| b.speaker.as_str()).collect::<Vec<_>>(), ["Ana Ruiz"]);
    // The old copy on a disk is no news …
    let again = ledger.add(&first, &from(&first, "a/ferry.txt", 200)).expect("added");
    assert_eq!(again, Added::Known);
    // … and the old words where they are published are.
    let back = ledger.add(&first, &from(&first, "https://post.example/ferry", 300)).expect("added");
    assert!(matches!(back, Added::Version { previous: 2, .. }), "{back:?}");
    assert_eq!(ledger.size().expect("readable").past_versions, 2);
}

#[test]
fn another_article_of_one_name_is_refused_and_nothing_of_it_stays() {
    let mut ledger = Ledger::in_memory().expect("a ledger");
    let first = ferry();
    ledger.add(&first, &from(&first, "a/ferry.txt", 1)).expect("added");
    let other = article("ferry", "Quite another boat burned down in a yard far away last night.");
    let error = ledger.add(&other, &from(&other, "b/ferry.txt", 2)).expect_err("another article");
    assert_eq!(error.kind(), Kind::Input);
    assert!(error.to_string().contains("a/ferry.txt"), "{error}");
    assert_eq!(ledger.size().expect("readable").past_versions, 0);
}

#[test]
fn another_extractor_takes_the_place_of_the_first() {
    let mut ledger = Ledger::in_memory().expect("a ledger");
    let first = ferry();
    let provided = from(&first, "ferry.txt", 1);
    ledger.add(&first, &provided).expect("added");
    let mut second = ferry();
    second.extractor.model = None;
    second.statements.pop();
    let added = ledger.add(&second, &provided).expect("added");
    let Added::Renewed { diff } = added else { panic!("{added:?}") };
    assert_eq!((diff.kept, diff.gone.len(), diff.new.len()), (1, 1, 0));
    let size = ledger.size().expect("readable");
    assert_eq!((size.statements, size.past_versions), (1, 0));
}

#[test]
fn a_record_that_leaves_its_text_leaves_nothing() {
    let mut ledger = Ledger::in_memory().expect("a ledger");
    let mut record = ferry();
    record.text.truncate(30);
    assert!(ledger.add(&record, &from(&record, "x", 1)).is_err());
    assert_eq!(ledger.size().expect("readable").articles, 0);
}
