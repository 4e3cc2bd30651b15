//! The report for a person.

use crate::support::{Dir, FERRY};

#[test]
fn sums_come_first_then_who_and_the_words() {
    let report = Dir::with_ferry().run(&["report", "ferry.txt"]).silent();
    let mut lines = report.lines();
    let first = lines.next().expect("a line of sums");
    assert!(first.starts_with("1 article, "), "{first}");
    for class in ["named people", "official voices", "unnamed sources", "nobody named"] {
        assert!(report.contains(class), "{class} in {report}");
    }
    assert!(report.contains("Ferry stays in port"), "{report}");
    assert!(report.contains("│ “The rudder may be gone,”"), "{report}");
    assert!(report.contains("~ may") || report.contains("~ hedged: may"), "{report}");
    assert!(report.contains("paragraph 2 · "), "{report}");
    assert!(report.contains("Calder"), "{report}");
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    let dir = Dir::with_ferry();
    dir.file("long.txt", format!("“{} {}” she said.\n", "ä".repeat(300), FERRY.replace('\n', " ")));
    for columns in [40, 60, 80, 120] {
        let output = dir.sayso().arg(".").env("COLUMNS", columns.to_string()).output();
        let report = String::from_utf8(output.expect("the program").stdout).expect("UTF-8");
        let widest = report.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(columns), "{widest:?} at {columns}:\n{report}");
        assert!(widest > Some(columns.min(96) - 20), "{widest:?} at {columns}:\n{report}");
    }
}

#[test]
fn colour_only_where_it_is_wanted() {
    let dir = Dir::with_ferry();
    let plain = dir.run(&["ferry.txt"]).silent();
    assert!(!plain.contains('\u{1b}'));
    let coloured = dir.run(&["ferry.txt", "--color", "always"]).silent();
    let mut without = String::new();
    let mut in_order = false;
    for c in coloured.chars() {
        match c {
            '\u{1b}' => in_order = true,
            'm' if in_order => in_order = false,
            _ if !in_order => without.push(c),
            _ => {}
        }
    }
    assert_ne!(coloured, plain);
    assert_eq!(without, plain, "colour must not be the only sign of anything");
}

#[test]
fn nothing_in_an_article_commands_the_terminal() {
    let dir = Dir::new();
    let text = "A \u{1b}]0;title\u{7} line\n\n“It is \u{1b}[31mred\u{202e} and \u{9b}2J gone,” said Ines \
                \u{1b}[1mCalder.\n";
    let line = serde_json::json!({"id": "a\u{1b}[2Jb", "text": text, "outlet": "Post\u{1b}c"});
    let report = dir.run_with(&["report", "-"], format!("{line}\n").as_bytes());
    assert_eq!(report.status, 0, "{report:?}");
    let is_order = |c: char| c != '\n' && (c.is_control() || c == '\u{202e}');
    assert!(!report.stdout.contains(is_order), "{:?}", report.stdout);
    assert!(report.stdout.contains("␛[31mred"), "{}", report.stdout);
    let why = dir.run_with(&["why", "1.1", "-", "-v"], format!("{line}\n").as_bytes());
    assert!(!why.stdout.contains(is_order) && !why.stderr.contains(is_order), "{why:?}");
}

#[test]
fn failed_inputs_are_rows_and_skipped_files_are_counted() {
    let dir = Dir::with_ferry();
    dir.file("empty.txt", "");
    dir.file(".hidden.txt", FERRY);
    dir.file("gold/ferry.json", "{}");
    let ran = dir.run(&["."]);
    assert!(ran.stdout.contains("1 input not read\n  ! "), "{}", ran.stdout);
    assert!(ran.stdout.contains("empty.txt"), "{}", ran.stdout);
    assert!(ran.stdout.contains("2 files passed over"), "{}", ran.stdout);
    let said = ran.failed(1);
    assert!(said.contains("error: ") && said.contains("empty.txt"), "{said}");
    assert!(said.ends_with("warning: 1 of 2 inputs failed\n"), "{said}");
}

#[test]
fn a_page_is_one_file_and_its_size_is_said() {
    let dir = Dir::with_ferry();
    let ran = dir.run(&["ferry.txt", "--html", "ledger.html"]);
    let page = dir.read("ledger.html");
    assert_eq!((ran.status, ran.stdout.as_str()), (0, ""));
    assert!(ran.stderr.starts_with("info: wrote `ledger.html` ("), "{}", ran.stderr);
    assert!(page.to_lowercase().starts_with("<!doctype html>") && page.contains("The rudder"));
    assert_eq!(dir.run(&["ferry.txt", "--html", "ledger.html", "-q"]).silent(), "");
    assert_eq!(dir.run(&["ferry.txt", "--html", "-"]).silent(), page);
    assert_eq!(dir.read("ledger.html"), page, "the same input gives the same bytes");
}

#[test]
fn a_page_that_cannot_be_written_is_an_error() {
    let dir = Dir::with_ferry();
    let said = dir.run(&["ferry.txt", "--html", "no/such/folder/ledger.html"]).failed(2);
    assert!(
        said.starts_with("error: cannot write the page `no/such/folder/ledger.html`"),
        "{said}"
    );
    assert!(said.contains("\nhint: "), "{said}");
    let said = dir.run(&["ferry.txt", "--html", "ferry.txt"]).failed(2);
    assert!(said.contains("it is one of the inputs"), "{said}");
    assert_eq!(dir.read("ferry.txt"), FERRY, "no article is overwritten");
}
