//! Nothing acknowledged is lost, whatever happens, and every failure says what it is.
//!
//! The test program starts itself as a child that adds and corrects, tells each time that something was
//! acknowledged, and is killed in the middle of it. `SAYSO_KILLS` sets how often; 12 by default.

use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;

use sayso_core::CharSpan;
use sayso_core::Kind;
use sayso_core::record::ArticleRecord;
use sayso_store::{Added, Filter, Ledger, Page, Status};

use crate::support::{article, by, ferry, from, says};

/// Set for a child: the ledger that it works on.
const CHILD: &str = "SAYSO_TEST_CHILD";

fn numbered(n: usize) -> ArticleRecord<CharSpan> {
    let filler = format!("Line {n} of the log book says little. ").repeat(60);
    let text = format!("{filler}Ana Ruiz said crane {n} was repaired. Tom Brandt denied it.");
    let mut record = article(&format!("crane-{n}"), &text);
    says(&mut record, "Ana Ruiz", &format!("crane {n} was repaired"));
    says(&mut record, "Tom Brandt", "denied it");
    record
}

/// What the child does until it is killed: adds an article, rejects its second statement, tells.
#[test]
fn child_that_is_killed() {
    let Ok(path) = std::env::var(CHILD) else { return };
    let mut ledger = Ledger::open_or_create(Path::new(&path)).expect("a ledger");
    let start = ledger.size().expect("readable").articles as usize;
    for n in start.saturating_sub(1)..start + 100_000 {
        let record = numbered(n);
        ledger.add(&record, &from(&record, "cranes", 1)).expect("added");
        tell(&format!("added {n}"));
        ledger.reject(&record.statements[1].id, &by("Ana", 1)).expect("rejected");
        tell(&format!("rejected {n}"));
    }
}

/// Straight to the pipe, for the test harness keeps what is printed.
fn tell(line: &str) {
    let mut stderr = std::io::stderr().lock();
    stderr.write_all(format!("{line}\n").as_bytes()).expect("a pipe");
}

#[test]
fn killed_at_any_point_what_was_acknowledged_is_there() {
    let kills: usize = std::env::var("SAYSO_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(12);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("l.sayso");
    let (mut added, mut rejected) = (Vec::new(), Vec::new());
    for kill in 0..kills {
        let program = std::env::current_exe().expect("this test");
        let mut child = Command::new(program)
            .args(["--exact", "faults::child_that_is_killed", "--nocapture"])
            .env(CHILD, &path)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a child");
        let lines = BufReader::new(child.stderr.take().expect("a pipe"));
        let (send, told) = mpsc::channel();
        let reader = std::thread::spawn(move || {
            for line in lines.lines().map_while(Result::ok) {
                let _ = send.send(line);
            }
        });
        // Another point each time: after so many lines, and a different part of a write later.
        let n_lines = 1 + kill * 7 % 23;
        let mut take = |line: String| {
            let mut words = line.split(' ');
            let (word, n) = (words.next(), words.next().and_then(|n| n.parse::<usize>().ok()));
            match (word, n) {
                (Some("added"), Some(n)) => added.push(n),
                (Some("rejected"), Some(n)) => rejected.push(n),
                _ => {}
            }
        };
        for _ in 0..n_lines {
            match told.recv() {
                Ok(line) => take(line),
                Err(_) => break,
            }
        }
        for _ in 0..(kill * 12_347 % 90_000) {
            std::hint::spin_loop();
        }
        child.kill().expect("killed");
        child.wait().expect("gone");
        reader.join().expect("read to the end");
        while let Ok(line) = told.try_recv() {
            take(line);
        }
        let ledger = Ledger::open(&path).expect("it opens after a kill");
        let everything = Page { limit: usize::MAX, ..Page::default() };
        for n in &added {
            let record = ledger.article(&numbered(*n).id).expect("readable");
            assert!(record.is_some(), "article {n} was acknowledged and is lost");
        }
        let filter = Filter { status: Some(Status::Rejected), ..Filter::default() };
        let rows = ledger.statements(&filter, &everything).expect("readable");
        for n in &rejected {
            let id = &numbered(*n).statements[1].id;
            assert!(rows.iter().any(|row| row.id == *id), "correction {n} is lost");
        }
    }
    assert!(added.len() >= kills && !rejected.is_empty());
    let ledger = Ledger::open(&path).expect("a ledger");
    assert_eq!(ledger.check().expect("readable").problems, [""; 0]);
}

#[test]
fn a_full_disk_is_said_and_loses_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("l.sayso");
    let mut ledger = Ledger::create(&path).expect("new");
    ledger.limit_pages(120).expect("limited");
    let mut n_added = 0;
    let error = loop {
        let record = numbered(n_added);
        match ledger.add(&record, &from(&record, "cranes", 1)) {
            Ok(_) => n_added += 1,
            Err(error) => break error,
        }
    };
    assert_eq!(error.kind(), Kind::Store);
    assert!(error.to_string().contains("disk is full"), "{error}");
    assert!(!error.hints().is_empty() && n_added > 0);
    assert_eq!(ledger.size().expect("readable").articles, n_added as u64);
    // With room again, the same command does the rest.
    ledger.limit_pages(100_000).expect("room");
    for n in 0..n_added + 2 {
        let record = numbered(n);
        let added = ledger.add(&record, &from(&record, "cranes", 1)).expect("room");
        assert_eq!(added == Added::Known, n < n_added);
    }
    assert_eq!(ledger.check().expect("readable").problems, [""; 0]);
}

#[test]
fn many_read_while_one_writes_and_a_second_writer_hears_why_it_waits() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("l.sayso");
    let mut first = Ledger::create(&path).expect("new");
    first.add(&ferry(), &from(&ferry(), "ferry.txt", 1)).expect("added");
    let mut second = Ledger::open(&path).expect("a ledger");
    second.be_patient_for(std::time::Duration::from_millis(20)).expect("set");
    let reader = Ledger::open_read_only(&path).expect("a ledger");
    let writer = rusqlite::Connection::open(&path).expect("SQLite");
    writer.execute_batch("BEGIN IMMEDIATE; DELETE FROM feed;").expect("writing");
    assert_eq!(reader.size().expect("readable").articles, 1);
    let error = second.add(&numbered(1), &from(&numbered(1), "c", 1)).expect_err("busy");
    assert_eq!(error.kind(), Kind::Store);
    assert!(error.to_string().contains("another program is writing"), "{error}");
    writer.execute_batch("COMMIT").expect("done");
    for (n, ledger) in [&mut first, &mut second].into_iter().enumerate() {
        ledger.add(&numbered(n), &from(&numbered(n), "c", 1)).expect("free again");
    }
    assert_eq!(reader.size().expect("readable").articles, 3);
}

#[test]
fn who_may_only_read_is_told_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("l.sayso");
    drop(Ledger::create(&path).expect("new"));
    let mut reader = Ledger::open_read_only(&path).expect("a ledger");
    let error = reader.add(&ferry(), &from(&ferry(), "f", 1)).expect_err("read only");
    assert!(error.to_string().contains("may only be read"), "{error}");
}

#[test]
fn what_is_no_ledger_is_not_touched() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("other");
    let why = |path: &Path| {
        let error = Ledger::open(path).expect_err("no ledger");
        assert_eq!(error.kind(), Kind::Store);
        assert!(Ledger::open_read_only(path).is_err());
        error.to_string()
    };
    assert!(why(&path).contains("no such file"));
    assert!(why(folder.path()).contains("no file"));
    std::fs::write(&path, "It rained. ".repeat(500)).expect("a file");
    assert!(why(&path).contains("no ledger"), "{}", why(&path));
    let before = std::fs::read(&path).expect("a file");
    assert_eq!(before, "It rained. ".repeat(500).as_bytes());
    std::fs::remove_file(&path).expect("ours");
    let file = rusqlite::Connection::open(&path).expect("SQLite");
    file.execute_batch("CREATE TABLE recipes (name TEXT)").expect("another program");
    drop(file);
    assert!(why(&path).contains("another program's data"));
    std::fs::remove_file(&path).expect("ours");
    drop(Ledger::create(&path).expect("new"));
    assert!(Ledger::create(&path).is_err(), "it exists");
    let file = rusqlite::Connection::open(&path).expect("SQLite");
    file.pragma_update(None, "user_version", 99).expect("from the future");
    drop(file);
    let error = Ledger::open(&path).expect_err("newer");
    assert_eq!(error.kind(), Kind::Unsupported);
    assert!(error.to_string().contains("newer sayso"), "{error}");
}

#[test]
fn truncated_or_overwritten_files_are_errors_and_never_a_panic() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("l.sayso");
    let mut ledger = Ledger::create(&path).expect("new");
    for n in 0..30 {
        ledger.add(&numbered(n), &from(&numbered(n), "c", 1)).expect("added");
        ledger.reject(&numbered(n).statements[1].id, &by("Ana", 1)).expect("rejected");
    }
    ledger.compact().expect("all in one file");
    drop(ledger);
    let whole = std::fs::read(&path).expect("a file");
    let broken = folder.path().join("broken.sayso");
    let try_all = |what: &str| {
        for wal in ["broken.sayso-wal", "broken.sayso-shm"] {
            let _ = std::fs::remove_file(folder.path().join(wal));
        }
        let Ok(mut ledger) = Ledger::open(&broken) else { return 1 };
        let mut n_errors = 0;
        let mut tried = |is_error: bool| n_errors += usize::from(is_error);
        let page = Page { limit: 1_000, ..Page::default() };
        tried(ledger.check().map_or(true, |checked| !checked.problems.is_empty()));
        tried(ledger.statements(&Filter::default(), &page).is_err());
        tried(ledger.who("ruiz").is_err());
        tried(ledger.texts("crane", 10, 0).is_err());
        tried(ledger.corrections().is_err());
        tried(ledger.export_corrections().is_err());
        tried(ledger.add(&ferry(), &from(&ferry(), "f", 1)).is_err());
        assert!(n_errors > 0, "{what}: nobody noticed");
        n_errors
    };
    for share in [1, 3, 5, 7] {
        std::fs::write(&broken, &whole[..whole.len() * share / 8]).expect("a file");
        try_all(&format!("{share} eighths"));
    }
    // Whole pages in the middle, overwritten with noise.
    let n_pages = whole.len() / 4096;
    for page in (1..n_pages).step_by(n_pages / 12 + 1) {
        std::fs::write(&broken, &whole).expect("a file");
        let mut file = std::fs::OpenOptions::new().write(true).open(&broken).expect("a file");
        file.seek(SeekFrom::Start(page as u64 * 4096)).expect("inside");
        let noise: Vec<u8> = (0..4096u32).map(|n| (n * 31 % 251) as u8).collect();
        file.write_all(&noise).expect("written");
        drop(file);
        try_all(&format!("page {page}"));
    }
    let mut bytes = Vec::new();
    std::fs::File::open(&path).expect("a file").read_to_end(&mut bytes).expect("read");
    assert_eq!(bytes, whole, "the whole one was never touched");
}
