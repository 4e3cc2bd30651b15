//! Commands, paths and help.

use crate::support::Dir;

#[test]
fn bare_sayso_greets_with_three_commands() {
    let greeting = Dir::new().run::<&str>(&[]).silent();
    assert_eq!(greeting.lines().filter(|line| line.starts_with("  sayso ")).count(), 3);
}

#[test]
fn a_path_is_reported_on() {
    let dir = Dir::with_ferry();
    let report = dir.run(&["report", "ferry.txt"]).silent();
    assert_eq!(dir.run(&["ferry.txt"]).silent(), report);
    assert_eq!(dir.run(&["--color", "never", "ferry.txt"]).silent(), report);
    assert_eq!(dir.run(&["--", "ferry.txt"]).silent(), report);
    assert_eq!(dir.run(&["."]).silent(), report);
}

#[test]
fn a_folder_without_slash_or_point_is_a_path_too() {
    let dir = Dir::new();
    dir.file("monday/ferry.txt", crate::support::FERRY);
    assert!(dir.run(&["monday"]).silent().starts_with("1 article"));
}

#[test]
fn a_mistyped_command_is_not_called_a_missing_file() {
    let said = Dir::new().run(&["extarct", "x"]).failed(2);
    assert_eq!(
        said,
        "error: `extarct` is neither a file, a folder nor a command\n\
         hint: did you mean `sayso extract`?\n"
    );
    let said = Dir::new().run(&["zzzzz"]).failed(2);
    assert!(said.ends_with("hint: `sayso --help` lists the commands\n"), "{said}");
}

#[test]
fn every_command_has_help() {
    let dir = Dir::new();
    let help = dir.run(&["--help"]).silent();
    for command in ["report", "extract", "why", "eval", "info", "completions"] {
        assert!(help.contains(&format!("\n  {command} ")), "{command} in {help}");
        for flag in ["-h", "--help"] {
            let help = dir.run(&[command, flag]).silent();
            assert!(help.contains(&format!("Usage: sayso {command}")), "{help}");
        }
    }
}

#[test]
fn completions_complete_the_commands() {
    let completions = Dir::new().run(&["completions", "bash"]).silent();
    assert!(completions.contains("extract") && completions.contains("--max-bytes"));
    let said = Dir::new().run(&["completions", "tcl"]).failed(2);
    assert!(said.contains("tcl"), "{said}");
}

#[test]
fn an_unknown_flag_is_a_usage_error() {
    let said = Dir::with_ferry().run(&["ferry.txt", "--jsn"]).failed(2);
    assert!(said.contains("--json"), "{said}");
}
