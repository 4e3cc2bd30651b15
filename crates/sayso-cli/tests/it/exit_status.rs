//! With which status the program ends when it does not simply end.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::Stdio;

use crate::support::{Dir, FERRY};

#[test]
fn a_reader_who_leaves_is_no_error() {
    let dir = Dir::new();
    let line = |id: usize| serde_json::json!({"id": id.to_string(), "text": FERRY}).to_string();
    let lines = (0..200).map(line).collect::<Vec<_>>().join("\n");
    for command in ["extract", "report"] {
        let mut child = dir
            .sayso()
            .args([command, "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program");
        drop(child.stdout.take());
        // The program ends at its first line, so not all of this is read.
        let _ = child.stdin.take().expect("a pipe").write_all(lines.as_bytes());
        let mut said = String::new();
        child.stderr.take().expect("a pipe").read_to_string(&mut said).expect("UTF-8");
        assert_eq!((child.wait().expect("it ends").code(), said.as_str()), (Some(0), ""));
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_says_so() {
    let dir = Dir::new();
    let mut child = dir
        .sayso()
        .args(["extract", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program");
    let mut stdin = child.stdin.take().expect("a pipe");
    writeln!(stdin, "{}", serde_json::json!({"id": "one", "text": FERRY})).expect("it reads");
    let mut line = String::new();
    let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
    stdout.read_line(&mut line).expect("it answers, and so is past its start");
    let killed =
        std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(killed.expect("kill").success());
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    let dir = Dir::with_ferry();
    for arguments in [["extract", "ferry.txt"], ["report", "ferry.txt"]] {
        let full = std::fs::File::options().write(true).open("/dev/full").expect("a device");
        let output = dir.sayso().args(arguments).stdout(full).output().expect("the program");
        let said = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(2));
        assert!(said.starts_with("error: cannot write to standard output: "), "{said}");
    }
}
