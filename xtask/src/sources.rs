//! Which files does the repository hold?

use std::fs;
use std::path::Path;

use sayso_core::{Error, Result};

/// Folders that hold what is made, or nothing of ours.
const LEFT_OUT: [&str; 9] =
    ["target", "runs", "work", "node_modules", "__pycache__", "dist", ".git", "corpus", "artifacts"];

/// One file that is text.
pub(crate) struct Source {
    /// From the root, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    pub(crate) fn is(&self, extension: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|e| e == extension)
    }
}

/// All text files below the root, by name.
pub(crate) fn all(root: &Path) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    collect(root, "", &mut sources)?;
    Ok(sources)
}

/// The text of a file.
pub(crate) fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|e| Error::input("cannot read").at(path.display()).because(e))
}

fn collect(folder: &Path, prefix: &str, sources: &mut Vec<Source>) -> Result<()> {
    let cannot = |e: std::io::Error| Error::input("cannot read").at(folder.display()).because(e);
    let mut entries: Vec<_> =
        fs::read_dir(folder).map_err(cannot)?.collect::<Result<_, _>>().map_err(cannot)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        let kind = entry.file_type().map_err(cannot)?;
        if kind.is_dir() {
            let made = name.starts_with("target-") || name.starts_with(".venv");
            if !made && !LEFT_OUT.contains(&name.as_str()) {
                collect(&entry.path(), &format!("{path}/"), sources)?;
            }
        } else if kind.is_file()
            && let Ok(text) = fs::read_to_string(entry.path())
        {
            // What is no UTF-8 is an image or a test of encodings.
            sources.push(Source { path, text });
        }
    }
    Ok(())
}
