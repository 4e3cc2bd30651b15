//! What does a user of the program see?
//!
//! Each test runs the real program in a folder of its own.

#[cfg(feature = "net")]
#[expect(dead_code, reason = "the fetcher's own tests need more of it")]
#[path = "../../../sayso-fetch/tests/it/server.rs"]
mod server;
mod support;

mod across;
mod arguments;
mod bad_input;
mod eval;
mod exit_status;
mod extract;
#[cfg(feature = "net")]
mod fetching;
mod kept;
mod report;
mod settings;
mod why;

/// A file beside this one that is no module would be a test that never runs.
#[test]
fn no_file_is_forgotten() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    let main = std::fs::read_to_string(folder.join("main.rs")).expect("this file");
    for entry in std::fs::read_dir(folder).expect("this folder") {
        let name = entry.expect("an entry").file_name().into_string().expect("plain name");
        let module = name.trim_end_matches(".rs");
        assert!(module == "main" || main.contains(&format!("\nmod {module};")), "{name}");
    }
}
