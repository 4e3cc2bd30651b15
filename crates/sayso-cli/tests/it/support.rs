//! A folder of its own for each test, and the program run in it.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// An article in which any form of the rules finds what Ines Calder says.
pub(crate) const FERRY: &str = "\
Ferry stays in port

The night ferry will not sail this week. “The rudder may be gone,” said Ines Calder, the harbour \
master, on Monday.

“We shall know more when the tide is out,” Calder said.
";

/// A folder that goes when the test ends.
pub(crate) struct Dir(tempfile::TempDir);

impl Dir {
    pub(crate) fn new() -> Self {
        Dir(tempfile::tempdir().expect("a temporary folder"))
    }

    /// A folder with the ferry in it.
    pub(crate) fn with_ferry() -> Self {
        let dir = Dir::new();
        dir.file("ferry.txt", FERRY);
        dir
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file, and the folders above it.
    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().expect("inside the folder")).expect("a folder");
        std::fs::write(&path, bytes).expect("a file");
        path
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name)).expect("a file of text")
    }

    /// The program, in this folder, reading by rules, with nothing of the tester's own settings.
    pub(crate) fn sayso(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
        command.current_dir(self.path()).stdin(Stdio::null());
        for (variable, _) in std::env::vars() {
            if variable.starts_with("SAYSO_") {
                command.env_remove(variable);
            }
        }
        command.env_remove("NO_COLOR").env_remove("COLUMNS").env("SAYSO_MODEL", "none");
        command
    }

    /// Runs the program to its end.
    pub(crate) fn run<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Ran {
        Ran::from(self.sayso().args(arguments).output().expect("the program"))
    }

    /// Runs the program with some bytes on standard input.
    pub(crate) fn run_with(&self, arguments: &[&str], input: &[u8]) -> Ran {
        let mut child = self
            .sayso()
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program");
        let mut stdin = child.stdin.take().expect("a pipe");
        let input = input.to_owned();
        let writer = std::thread::spawn(move || stdin.write_all(&input));
        let output = child.wait_with_output().expect("the program");
        // The program may end without reading all of it.
        let _ = writer.join().expect("no panic while writing");
        Ran::from(output)
    }
}

/// What the program left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Ran {
            status: output.status.code().expect("an exit status, not a signal"),
            stdout: String::from_utf8(output.stdout).expect("UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }
}

impl Ran {
    /// Asserts the status and that nothing was said beside the data; gives the data.
    #[track_caller]
    pub(crate) fn silent(self) -> String {
        assert_eq!((self.status, self.stderr.as_str()), (0, ""), "{}", self.stdout);
        self.stdout
    }

    /// Asserts the status; gives what was said beside the data.
    #[track_caller]
    pub(crate) fn failed(self, status: i32) -> String {
        assert_eq!(self.status, status, "{self:?}");
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
        self.stderr
    }
}
