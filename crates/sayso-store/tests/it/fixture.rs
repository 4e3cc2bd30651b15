//! Ledgers that earlier versions wrote are opened by this one.
//!
//! `SAYSO_UPDATE=1 cargo test -p sayso-store fixture` writes the one of the format of today anew; one of
//! a released format is never written again.

use std::path::PathBuf;

use sayso_store::correct::State;
use sayso_store::{Field, Filter, Ledger};

use crate::support::{article, by, ferry, ferry_later, from, says, shown, with};

/// One of each format, the one of today last.
const FIXTURES: &[&str] = &["format-1.sayso"];

/// What every fixture holds: versions, corrections of each kind, a feed.
fn fill(ledger: &mut Ledger) {
    let mut other = article("yard", "Calder told the Post the yard was closed.");
    says(&mut other, "Calder", "the yard was closed");
    other.statements[0].via = vec!["Harbour Post".to_owned()];
    for record in [&ferry(), &other] {
        ledger.add(record, &from(record, "fixture", 1_709_600_000)).expect("added");
    }
    let ids: Vec<_> = ferry().statements.iter().map(|s| s.id.clone()).collect();
    let author = by("Ana", 1_709_600_100);
    ledger.accept(&ids[0], &author).expect("accepted");
    ledger.edit(&ids[1], Field::Stance, "denies", &author).expect("edited");
    ledger.reject(&other.statements[0].id, &author).expect("rejected");
    let last = ledger.last_correction().expect("readable").expect("one");
    ledger.undo(&last, &author).expect("undone");
    ledger.merge(&["Calder".to_owned()], "Ines Calder", &author).expect("merged");
    let later = ferry_later();
    ledger.add(&later, &from(&later, "fixture", 1_709_700_000)).expect("added");
    let mut feed = sayso_store::FeedState::new("https://post.example/feed");
    feed.etag = Some("\"1\"".to_owned());
    ledger.remember_feed(&feed).expect("remembered");
}

#[test]
fn ledgers_of_every_version_are_opened_and_say_what_they_said() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    if std::env::var_os("SAYSO_UPDATE").is_some() {
        let path = folder.join(FIXTURES[FIXTURES.len() - 1]);
        let _ = std::fs::remove_file(&path);
        let mut ledger = Ledger::create(&path).expect("new");
        fill(&mut ledger);
        ledger.compact().expect("compacted");
    }
    let mut now = with(&[]);
    fill(&mut now);
    let copies = tempfile::tempdir().expect("a folder");
    for name in FIXTURES {
        // A copy: to open one may bring it forward, and leaves a log beside it.
        let path = copies.path().join(name);
        std::fs::copy(folder.join(name), &path).expect("a fixture");
        let ledger = Ledger::open(&path).expect(name);
        assert_eq!(ledger.check().expect("readable").problems, [""; 0], "{name}");
        assert_eq!(shown(&ledger), shown(&now), "{name}");
        assert_eq!(ledger.feeds().expect("readable"), now.feeds().expect("readable"));
        assert_eq!(ledger.versions(&ferry().id).expect("readable").len(), 2);
        let corrections = ledger.corrections().expect("readable");
        assert_eq!(corrections, now.corrections().expect("readable"), "{name}");
        let unanchored = |state: &State| matches!(state, State::Unanchored(_));
        assert_eq!(corrections.iter().filter(|line| unanchored(&line.state)).count(), 2);
        let filter = Filter { words: Some("yard".to_owned()), ..Filter::default() };
        assert_eq!(ledger.count(&filter, 1_000).expect("readable"), 1);
        assert_eq!(ledger.who("calder").expect("readable").len(), 1);
    }
}
