//! A ledger that is kept: added to, asked, corrected, looked after.

use serde_json::Value;

use crate::support::{Dir, FERRY, Ran};

/// A second article, in which somebody else speaks.
const YARD: &str = "\
Yard closed for the winter

The yard stays closed until spring. “Nobody asked us,” said Tom Brandt, a welder, on Tuesday.
";

/// A folder with two articles and a ledger of them.
fn kept() -> Dir {
    let dir = Dir::new();
    dir.file("articles/ferry.txt", FERRY);
    dir.file("articles/yard.txt", YARD);
    dir.file("sayso.toml", "ledger = \"harbour.sayso\"\n");
    let ran = dir.run(&["add", "articles", "-q"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    dir
}

/// Runs the program quietly as Ana, and gives what it printed.
fn quiet(dir: &Dir, arguments: &[&str]) -> String {
    let mut all = arguments.to_vec();
    all.push("-q");
    ana(dir, &all).silent()
}

fn ana(dir: &Dir, arguments: &[&str]) -> Ran {
    Ran::from(dir.sayso().env("USER", "Ana").args(arguments).output().expect("the program"))
}

fn lines(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// The id of the first statement of a speaker.
fn id_of(dir: &Dir, speaker: &str) -> String {
    let rows =
        lines(&quiet(dir, &["statements", "--speaker", speaker, "--sort", "oldest", "--json"]));
    rows[0]["id"].as_str().expect("an id").to_owned()
}

#[test]
fn to_add_is_safe_to_repeat_and_tells_what_it_did() {
    let dir = kept();
    let ran = dir.run(&["add", "articles"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (0, ""));
    assert!(ran.stderr.contains("2 articles: 0 new, 2 known already"), "{}", ran.stderr);
    dir.file("articles/yard.txt", YARD.replace("Nobody asked us", "They asked us once"));
    let ran = dir.run(&["add", "articles"]);
    assert_eq!(ran.status, 0);
    assert!(ran.stdout.contains("yard: version 2"), "{}", ran.stdout);
    assert!(ran.stdout.contains("They asked us once"), "{}", ran.stdout);
    let versions = lines(&quiet(&dir, &["ledger", "versions", "yard", "--json"]));
    assert_eq!(versions.len(), 2);
    assert_eq!(versions[1]["current"], true);
    let json = lines(&quiet(&dir, &["add", "articles", "--json"]));
    assert!(json.iter().all(|line| line["added"] == "known"), "{json:?}");
    let lines_of = r#"{"id": "tide", "text": "“The tide is out,” said Ines Calder."}"#;
    let ran = dir.run_with(&["add", "-", "--json"], format!("{lines_of}\nnot a line\n").as_bytes());
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    assert_eq!(lines(&ran.stdout)[0]["added"], "new");
}

#[test]
fn questions_are_answered_from_the_ledger_and_from_files_alike() {
    let dir = kept();
    dir.file("elsewhere/sayso.toml", "");
    for question in [
        &["statements", "--json"][..],
        &["statements", "--class", "named", "--csv"],
        &["statements", "--speaker", "brandt"],
        &["outlets"],
        &["search", "rudder OR asked", "--json"],
        &["search", "--in", "text", "\"until spring\"", "--csv"],
    ] {
        let of_ledger = quiet(&dir, question);
        let mut of_files = question.to_vec();
        of_files.push("articles");
        assert_eq!(of_ledger, quiet(&dir, &of_files), "{question:?}");
        assert!(of_ledger.lines().count() > 0, "{question:?}");
    }
    let who = quiet(&dir, &["who", "calder"]);
    assert!(who.contains("Ines Calder") && who.contains("rudder"), "{who}");
    let person = lines(&quiet(&dir, &["who", "calder", "--json"]));
    assert_eq!(person[0]["person"]["name"], "Ines Calder");
    let why = quiet(&dir, &["why", &id_of(&dir, "brandt")]);
    assert!(why.contains("speaker") || why.contains("class"), "{why}");
}

#[test]
fn what_cannot_be_asked_is_explained() {
    let dir = kept();
    for (arguments, words) in [
        (&["statements", "--class", "nmaed"][..], "did you mean `named`?"),
        (&["statements", "--from", "soon"], "cannot use `--from`"),
        (&["search", "(rudder"], "opens a parenthesis that nothing closes"),
        (&["who", "nobody"], "nobody called `nobody` speaks"),
        (&["why", "zzz"], "no statement is called `zzz`"),
        (&["statements", "articles", "--ledger", "harbour.sayso"], "a ledger and files at once"),
        (&["correct", "set", "ferry", "addresee", "x"], "did you mean"),
        (&["ledger", "check", "--ledger", "none.sayso"], "there is no such file"),
        (&["forget", "nothing"], "no article is called `nothing`"),
    ] {
        let said = ana(&dir, arguments).failed(2);
        assert!(said.contains(words), "{arguments:?}: {said}");
    }
    let bare = Dir::new();
    assert!(bare.run(&["statements"]).failed(2).contains("no ledger is named"));
    bare.file("a.txt", FERRY);
    assert!(bare.run(&["add", "a.txt"]).failed(2).contains("no ledger is named"));
}

#[test]
fn corrections_are_made_listed_handed_on_and_undone() {
    let dir = kept();
    let id = id_of(&dir, "brandt");
    quiet(
        &dir,
        &["correct", "set", &id, "via", "Evening Post > Coast Radio", "--note", "he told them"],
    );
    quiet(&dir, &["correct", "accept", &id]);
    let row = &lines(&quiet(&dir, &["statements", "--via", "coast radio", "--json"]))[0];
    assert_eq!(
        (row["status"].as_str(), row["corrected"].as_bool()),
        (Some("accepted"), Some(true))
    );
    let why = quiet(&dir, &["why", &id]);
    assert!(why.contains("Ana: set via") && why.contains("he told them"), "{why}");
    let log = quiet(&dir, &["correct", "export"]);
    assert_eq!(log.lines().count(), 2);
    dir.file("log.jsonl", &log);
    let other = ["--ledger", "other.sayso"];
    dir.run(&["add", "articles", "-q", "--ledger", "other.sayso"]).silent();
    let ran = ana(&dir, &[&["correct", "import", "log.jsonl"][..], &other].concat());
    assert!(ran.stderr.contains("2 new"), "{}", ran.stderr);
    let ran = ana(&dir, &[&["correct", "import", "log.jsonl"][..], &other].concat());
    assert!(ran.stderr.contains("0 new, 2 known already"), "{}", ran.stderr);
    quiet(&dir, &["correct", "undo"]);
    quiet(&dir, &["correct", "undo"]);
    assert!(ana(&dir, &["correct", "undo"]).failed(2).contains("no correction holds"));
    let listed = quiet(&dir, &["correct", "list"]);
    assert_eq!(listed.matches("undone").count(), 2, "{listed}");
    let said = ana(&dir, &["correct", "accept", &id, "--by", "Tom"]);
    assert!(said.stderr.contains("undo with"), "{}", said.stderr);
}

#[test]
fn what_was_judged_is_gold_that_the_judge_agrees_with() {
    let dir = kept();
    let rows = lines(&quiet(&dir, &["statements", "--json"]));
    for row in &rows {
        quiet(&dir, &["correct", "accept", row["id"].as_str().expect("an id")]);
    }
    let gold = quiet(&dir, &["correct", "gold"]);
    assert_eq!(gold.lines().count(), 2);
    dir.file("gold.jsonl", &gold);
    let figures = quiet(&dir, &["eval", "gold.jsonl", "--json"]);
    let figures: Value = serde_json::from_str(figures.trim()).expect("JSON");
    for figure in ["relation exact", "name", "source exact"] {
        assert_eq!(figures[figure]["f1"], 100.0, "{figure}: {figures}");
    }
}

#[test]
fn a_ledger_is_checked_copied_compacted_and_forgets() {
    let dir = kept();
    assert!(quiet(&dir, &["ledger", "check"]).contains("whole"));
    quiet(&dir, &["ledger", "backup", "copy.sayso"]);
    assert!(ana(&dir, &["ledger", "backup", "copy.sayso"]).failed(2).contains("cannot write"));
    let went = quiet(&dir, &["forget", "--person", "Tom Brandt"]);
    assert!(went.contains("still names them: yard"), "{went}");
    let went = lines(&quiet(&dir, &["forget", "yard", "--json"]));
    assert_eq!(went[0]["articles"][0], "yard");
    quiet(&dir, &["ledger", "compact"]);
    assert!(!quiet(&dir, &["statements"]).contains("Brandt"));
    let copy = quiet(&dir, &["statements", "--ledger", "copy.sayso", "--speaker", "Brandt"]);
    assert!(copy.contains("Nobody asked us"), "{copy}");
}
