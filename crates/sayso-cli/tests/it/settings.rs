//! Flags over environment over file over defaults, and the messages beside the data.

use crate::support::Dir;

/// Value and origin of a setting as `info` prints them.
fn setting(info: &str, key: &str) -> (String, String) {
    let line = info.lines().find(|line| line.starts_with(&format!("{key} "))).expect(key);
    let (value, origin) = line[key.len()..].trim().split_once("  ").expect("value and origin");
    (value.trim().to_owned(), origin.trim().to_owned())
}

#[test]
fn the_nearest_place_wins_and_is_named() {
    let dir = Dir::new();
    dir.file("sayso.toml", "# of the desk\noutlet = \"File Post\"\npublished = 2024-02-14\n");
    std::fs::create_dir(dir.path().join("below")).expect("a folder");
    let info = |environment: Option<&str>, flag: Option<&str>| {
        let mut command = dir.sayso();
        command.arg("info").current_dir(dir.path().join("below"));
        if let Some(outlet) = environment {
            command.env("SAYSO_OUTLET", outlet);
        }
        if let Some(outlet) = flag {
            command.args(["--outlet", outlet]);
        }
        String::from_utf8(command.output().expect("the program").stdout).expect("UTF-8")
    };
    let from_file = info(None, None);
    let (outlet, origin) = setting(&from_file, "outlet");
    assert_eq!(outlet, "File Post");
    assert!(origin.ends_with("sayso.toml, line 2"), "{origin}");
    assert_eq!(setting(&from_file, "published").0, "2024-02-14");
    assert_eq!(setting(&from_file, "color"), ("auto".into(), "default".into()));
    let pair = |outlet: &str, origin: &str| (outlet.to_owned(), origin.to_owned());
    assert_eq!(setting(&info(Some("Env Post"), None), "outlet"), pair("Env Post", "SAYSO_OUTLET"));
    assert_eq!(
        setting(&info(Some("Env Post"), Some("Flag Post")), "outlet"),
        pair("Flag Post", "--outlet")
    );
}

#[test]
fn an_unknown_setting_is_an_error_with_a_hint() {
    let dir = Dir::with_ferry();
    dir.file("sayso.toml", "\noutlte = \"x\"\n");
    let said = dir.run(&["ferry.txt"]).failed(2);
    assert!(said.starts_with("error: unknown setting `outlte` in "), "{said}");
    assert!(said.contains(", line 2\nhint: did you mean `outlet`?\n"), "{said}");
}

#[test]
fn a_value_of_the_wrong_form_names_its_place() {
    let dir = Dir::with_ferry();
    let said = dir.run(&["ferry.txt", "--published", "yesterday"]).failed(2);
    assert!(said.starts_with("error: cannot use `--published`: "), "{said}");
    let output = dir.sayso().arg("ferry.txt").env("SAYSO_COLOR", "pink").output();
    let said = String::from_utf8(output.expect("the program").stderr).expect("UTF-8");
    assert!(said.contains("SAYSO_COLOR") && said.contains("`pink`"), "{said}");
}

#[test]
fn messages_are_json_if_asked_for_and_hold_no_article_text() {
    let dir = Dir::with_ferry();
    dir.file("empty.txt", "");
    let ran = dir.run(&["extract", ".", "--log", "json", "-v"]);
    assert_eq!(ran.status, 1);
    let messages: Vec<serde_json::Value> =
        ran.stderr.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let of_level = |level: &str| messages.iter().filter(|m| m["level"] == level).count();
    assert_eq!((of_level("error"), of_level("warning"), of_level("info")), (1, 1, 2));
    assert!(messages.iter().all(|message| message["message"].is_string()));
    assert!(!ran.stderr.contains("rudder"), "{}", ran.stderr);
}

#[test]
fn quiet_means_errors_only() {
    let dir = Dir::with_ferry();
    let said = dir.run(&["extract", "ferry.txt", "no-such.txt", "-q"]).failed(1);
    assert!(said.lines().all(|line| line.starts_with("error: ") || line.starts_with("hint: ")));
}

#[test]
fn a_mistyped_variable_is_a_warning() {
    let dir = Dir::with_ferry();
    let output = dir.sayso().args(["extract", "ferry.txt"]).env("SAYSO_OUTLTE", "x").output();
    let output = output.expect("the program");
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        said,
        "warning: the variable `SAYSO_OUTLTE` sets nothing; did you mean `SAYSO_OUTLET`?\n"
    );
}

#[test]
fn info_as_json_says_the_same() {
    let stdout = Dir::new().run(&["info", "--json", "--published", "2024-02"]).silent();
    let info: serde_json::Value = serde_json::from_str(&stdout).expect("JSON");
    assert_eq!(info["contract"], "1");
    assert_eq!(info["settings"]["published"]["value"], "2024-02");
    assert_eq!(info["settings"]["published"]["from"], "--published");
}
