//! Whatever is wrong with an input: one clear line with its place, and the rest goes on.

use crate::support::{Dir, FERRY};

/// Runs `extract` on a bad input beside the good one; gives what was said.
#[track_caller]
fn beside_the_ferry(name: &str, bytes: impl AsRef<[u8]>) -> String {
    let dir = Dir::with_ferry();
    dir.file(name, bytes);
    let ran = dir.run(&["extract", name, "ferry.txt"]);
    assert_eq!(ran.stdout.lines().count(), 1, "the good one is read: {ran:?}");
    assert!(ran.stdout.contains("The rudder"), "{ran:?}");
    let said = ran.failed(1);
    assert!(said.starts_with("error: "), "{said}");
    assert!(said.contains(name), "{said} names its place");
    assert!(said.ends_with("warning: 1 of 2 inputs failed\n"), "{said}");
    said
}

#[test]
fn missing() {
    let dir = Dir::with_ferry();
    let ran = dir.run(&["extract", "no-such.txt", "ferry.txt"]);
    assert_eq!(ran.stdout.lines().count(), 1);
    let said = ran.failed(1);
    assert!(said.contains("no-such.txt") && said.contains("\nhint: "), "{said}");
    let said = dir.run(&["no-such.txt"]).failed(1);
    assert!(said.contains("no-such.txt"), "{said}");
}

#[test]
fn empty() {
    beside_the_ferry("empty.txt", "");
    beside_the_ferry("blank.txt", " \n\n\t\n");
}

#[test]
fn binary() {
    let bytes: Vec<u8> = (0..=255).cycle().take(4096).collect();
    beside_the_ferry("picture.txt", bytes);
}

#[test]
fn enormous() {
    let dir = Dir::with_ferry();
    dir.file("enormous.txt", FERRY.repeat(100));
    let said = dir.run(&["extract", "enormous.txt", "ferry.txt", "--max-bytes", "1kB"]).failed(1);
    assert!(said.contains("enormous.txt") && said.contains("1000 bytes"), "{said}");
}

#[test]
fn an_empty_folder() {
    let dir = Dir::with_ferry();
    std::fs::create_dir(dir.path().join("nothing")).expect("a folder");
    for path in ["nothing", "nothing/"] {
        let ran = dir.run(&["extract", path]);
        assert_eq!(ran.stdout, "");
        let said = ran.failed(1);
        assert!(said.contains("nothing"), "{said}");
    }
}

#[test]
fn a_folder_with_nothing_readable() {
    let dir = Dir::new();
    dir.file("pictures/one.png", [0x89, b'P', b'N', b'G']);
    let said = dir.run(&["pictures"]).failed(1);
    assert!(said.contains("pictures"), "{said}");
}

#[test]
fn broken_lines() {
    let line = |id: &str| serde_json::json!({"id": id, "text": FERRY}).to_string();
    let input = [
        line("one"),
        "{\"id\": \"two\", ".to_owned(),
        String::new(),
        line("three"),
        "[]".to_owned(),
        "{\"id\": \"four\"}".to_owned(),
        line("five"),
    ]
    .join("\n");
    let dir = Dir::new();
    dir.file("lines.jsonl", &input);
    for ran in
        [dir.run(&["extract", "lines.jsonl"]), dir.run_with(&["extract", "-"], input.as_bytes())]
    {
        assert_eq!(ran.stdout.lines().count(), 3, "{ran:?}");
        let said = ran.failed(1);
        for line in [2, 5, 6] {
            assert!(said.contains(&format!("line {line}:")), "line {line} in {said}");
        }
        assert!(said.ends_with("warning: 3 of 6 inputs failed\n"), "{said}");
    }
}

#[test]
fn other_encodings_are_read() {
    let dir = Dir::new();
    let text =
        "Das Caf\u{e9} bleibt zu\n\n\u{201c}We are closed,\u{201d} said Zo\u{eb} M\u{fc}ller.\n";
    let windows: Vec<u8> = text
        .chars()
        .map(|c| match c {
            '\u{201c}' => 0x93,
            '\u{201d}' => 0x94,
            c => u8::try_from(u32::from(c)).expect("Latin 1"),
        })
        .collect();
    dir.file("windows.txt", windows);
    let utf16: Vec<u8> =
        [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    dir.file("utf16.txt", utf16);
    for name in ["windows.txt", "utf16.txt"] {
        let ran = dir.run(&["extract", name]);
        assert_eq!(ran.status, 0, "{ran:?}");
        assert!(ran.stdout.contains("said Zoë Müller"), "{name}: {}", ran.stdout);
    }
}

#[test]
fn one_line_of_a_megabyte() {
    let dir = Dir::new();
    dir.file("line.txt", FERRY.replace('\n', " ").repeat(5_000));
    let ran = dir.run(&["extract", "line.txt"]);
    assert_eq!((ran.status, ran.stdout.lines().count()), (0, 1), "{}", ran.stderr);
}

#[test]
fn unbalanced_marks_and_other_languages() {
    let dir = Dir::new();
    dir.file("marks.txt", "“‘\"»Never closed, she said. ”””’’ and 'again' “ he added\n");
    dir.file(
        "german.txt",
        "Der Hafen bleibt zu, sagte die Hafenmeisterin am Montag. Mehr nicht.\n",
    );
    let ran = dir.run(&["extract", "marks.txt", "german.txt"]);
    assert_eq!((ran.status, ran.stdout.lines().count()), (0, 2), "{ran:?}");
}
