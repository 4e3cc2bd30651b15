//! Which files are meant?
//!
//! Lists what is to be read before anything is read: paths only, in sorted order, so that ids can
//! be told apart and progress be counted. What cannot be read stands in the list as its error.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

use sayso_core::{Error, Result};

use crate::kinds::{self, Form, Named};
use crate::{unreadable, unsupported};

/// Folders within folders that are followed. A tree of real articles is a few deep.
const MAX_DEPTH: usize = 64;

/// Extensions of files beside which a side file may stand.
const DESCRIBED: [&str; 8] = ["txt", "text", "html", "htm", "xhtml", "eml", "mht", "mhtml"];

/// What browsers put behind the name of a saved page to name the folder of its pictures and scripts.
const SIDE_FOLDER: [&str; 8] =
    ["_files", ".files", "-Dateien", "_Dateien", "_fichiers", "_archivos", "_bestanden", "_pliki"];

/// Bytes that are looked at to tell a feed from other XML and JSON.
const HEAD: u64 = 1024;

/// What the paths of a run hold.
pub(crate) struct Walk {
    /// In the order of the paths, sorted within a folder.
    pub(crate) found: Vec<Found>,
    /// Files of folders that are no input.
    pub(crate) skipped: usize,
}

/// One input.
pub(crate) enum Found {
    /// One article; `longer` if its id holds folders because another file has the same name.
    One { path: PathBuf, id: String, longer: bool },
    /// Many articles; `id` is what those without a name of their own are called after.
    Many { path: PathBuf, id: String },
    /// Nothing, and why.
    Failed(Error),
}

/// Lists the files of these paths.
pub(crate) fn find(paths: &[PathBuf]) -> Walk {
    let mut walk = Walk { found: Vec::new(), skipped: 0 };
    for path in paths {
        match fs::metadata(path) {
            Err(error) if error.kind() == ErrorKind::NotFound && is_pattern(path) => {
                walk.pattern(path);
            }
            Err(error) => walk.found.push(Found::Failed(unreadable(path, &error))),
            Ok(about) => walk.named(path, &about, paths.len() > 1),
        }
    }
    walk.drop_repeated();
    walk.tell_apart();
    walk
}

impl Walk {
    /// A file or folder that was named, alone or among others.
    fn named(&mut self, path: &Path, about: &fs::Metadata, among_others: bool) {
        if !about.is_dir() {
            self.file(path);
        } else if among_others && path.ends_with("gold") {
            // `sayso folder/*` names it too; a folder named alone is meant.
            self.skipped += count_files(path, 1);
        } else {
            let before = self.found.len();
            self.folder(path, 1);
            if self.found.len() == before {
                self.found.push(Found::Failed(nothing_in(path)));
            }
        }
    }

    /// The files and folders that a pattern names.
    fn pattern(&mut self, pattern: &Path) {
        let failed = |why: String| {
            let hint = "`*` stands for any characters of a name, `?` for one, `**` for folders";
            let error = Error::input("cannot find").at(pattern.display()).because(why);
            Found::Failed(error.hint(hint))
        };
        let paths = match glob::glob(&pattern.to_string_lossy()) {
            Ok(paths) => paths,
            Err(error) => return self.found.push(failed(format!("no pattern: {error}"))),
        };
        let mut is_empty = true;
        for path in paths {
            is_empty = false;
            match path.map_err(|error| unreadable(error.path(), error.error())) {
                Ok(path) => match fs::metadata(&path) {
                    Ok(about) => self.named(&path, &about, true),
                    Err(error) => self.found.push(Found::Failed(unreadable(&path, &error))),
                },
                Err(error) => self.found.push(Found::Failed(error)),
            }
        }
        if is_empty {
            self.found.push(failed("no file fits this pattern".to_owned()));
        }
    }

    /// A file that was named.
    fn file(&mut self, path: &Path) {
        if let Some(article) = article_of_side_file(path) {
            // `sayso folder/*` names side files too; each is read with its article.
            if !article.iter().any(|p| p.exists()) {
                let error = Error::input("no article beside")
                    .at(path.display())
                    .hint("a side file `NAME.meta.json` describes `NAME.txt` in the same folder");
                self.found.push(Found::Failed(error));
            }
            return;
        }
        if let Some(what) = kinds::not_read(&name_of(path)) {
            let error = unsupported(what)
                .at(path.display())
                .hint("save the article as plain text, or put it into a line of JSON");
            self.found.push(Found::Failed(error));
        } else {
            self.take(path);
        }
    }

    fn take(&mut self, path: &Path) {
        let Named { form, stem: id, .. } = kinds::of_name(&name_of(path));
        let path = path.to_owned();
        self.found.push(match form {
            Some(Form::Lines | Form::Feed | Form::Warc | Form::Mbox | Form::Zip) => {
                Found::Many { path, id }
            }
            // What its name does not tell is mostly one text.
            None | Some(Form::Text | Form::Page | Form::Mail | Form::Pdf) => {
                Found::One { path, id, longer: false }
            }
        });
    }

    /// The files of a folder and of the folders in it.
    fn folder(&mut self, folder: &Path, depth: usize) {
        let names = match sorted_names(folder) {
            Ok(names) => names,
            Err(error) => return self.found.push(Found::Failed(error)),
        };
        let side_folders = {
            let names: Vec<String> = names.iter().map(|path| name_of(path)).collect();
            side_folders(names.iter().map(String::as_str))
        };
        for path in names {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let hidden = name.starts_with('.');
            // Links to files are read, links to folders are not: they may lead in a circle.
            let link = fs::symlink_metadata(&path).is_ok_and(|m| m.is_symlink());
            let about = match fs::metadata(&path) {
                Ok(about) => about,
                Err(_) if hidden || !is_read(&path) => {
                    self.skipped += 1;
                    continue;
                }
                Err(error) => {
                    self.found.push(Found::Failed(unreadable(&path, &error)));
                    continue;
                }
            };
            let is_aside = name == "gold" || side_folders.contains(&*name);
            if about.is_dir() && !link && !hidden && !is_aside {
                if depth < MAX_DEPTH {
                    self.folder(&path, depth + 1);
                } else {
                    let error = Error::input("cannot read")
                        .at(path.display())
                        .because(format!("more than {MAX_DEPTH} folders lie within each other"));
                    self.found.push(Found::Failed(error));
                }
            } else if about.is_dir() {
                self.skipped += if link { 1 } else { count_files(&path, depth + 1) };
            } else if hidden || !about.is_file() {
                self.skipped += 1;
            } else if is_read(&path) {
                self.take(&path);
            } else if !article_of_side_file(&path).is_some_and(|a| a.iter().any(|p| p.exists())) {
                self.skipped += 1;
            }
        }
    }

    /// Reads a file once however often it was named.
    fn drop_repeated(&mut self) {
        let mut seen = HashSet::new();
        self.found.retain(|found| match found {
            Found::One { path, .. } | Found::Many { path, .. } => {
                seen.insert(fs::canonicalize(path).unwrap_or_else(|_| path.clone()))
            }
            Found::Failed(_) => true,
        });
    }

    /// Puts folders before the ids of files that share a name, as many as tell them apart.
    fn tell_apart(&mut self) {
        for folders in 1..=MAX_DEPTH {
            let mut count: BTreeMap<String, usize> = BTreeMap::new();
            for found in &self.found {
                if let Found::One { id, .. } = found {
                    *count.entry(id.clone()).or_default() += 1;
                }
            }
            let mut changed = false;
            for found in &mut self.found {
                if let Found::One { path, id, longer } = found
                    && count.get(id).is_some_and(|n| *n > 1)
                {
                    let with_folders = with_folders(path, folders);
                    changed |= with_folders != *id;
                    *longer = true;
                    *id = with_folders;
                }
            }
            if !changed {
                return;
            }
        }
    }
}

fn nothing_in(folder: &Path) -> Error {
    Error::input("no articles in")
        .at(folder.display())
        .because("it holds no text, page, mail, feed, archive or JSON Lines file")
        .hint("a file of another kind is read as text if it is named itself")
}

fn sorted_names(folder: &Path) -> Result<Vec<PathBuf>> {
    let names = || -> std::io::Result<Vec<PathBuf>> {
        let mut names =
            fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<Result<Vec<_>, _>>()?;
        names.sort();
        Ok(names)
    };
    names().map_err(|error| unreadable(folder, &error))
}

/// The files below a folder that is passed over.
fn count_files(folder: &Path, depth: usize) -> usize {
    let names = sorted_names(folder).unwrap_or_default();
    let count = |path: &PathBuf| match fs::symlink_metadata(path) {
        Ok(about) if about.is_dir() && depth < MAX_DEPTH => count_files(path, depth + 1),
        _ => 1,
    };
    names.iter().map(count).sum()
}

/// Whether a file of a folder is of a kind that is read.
fn is_read(path: &Path) -> bool {
    let name = name_of(path);
    match kinds::of_name(&name).form {
        // Lists of addresses name articles and hold none.
        Some(Form::Feed) => is_feed(path),
        Some(Form::Pdf) => false,
        Some(_) => true,
        None => kinds::may_be_feed(&name) && is_feed(path),
    }
}

/// Whether a file begins like a feed of articles.
fn is_feed(path: &Path) -> bool {
    if !kinds::of_name(&name_of(path)).packings.is_empty() {
        return true;
    }
    let mut head = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    let lists = ["<urlset", "<sitemapindex", "<opml"];
    let text = String::from_utf8_lossy(&head);
    read.is_ok()
        && kinds::of_head(&head) == Some(Form::Feed)
        && !lists.iter().any(|root| text.contains(root))
}

/// The folders beside saved pages among these paths, as the browser that saved them names them.
pub(crate) fn side_folders<'a>(paths: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    let pages = paths.filter(|path| kinds::of_name(path).form == Some(Form::Page));
    let stems = pages.filter_map(|path| path.rsplit_once('.')).map(|(stem, _)| stem);
    stems.flat_map(|stem| SIDE_FOLDER.map(|behind| format!("{stem}{behind}"))).collect()
}

fn is_pattern(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '['])
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn stem(path: &Path) -> String {
    kinds::of_name(&name_of(path)).stem
}

/// The articles that a side file may describe, or `None` if the file is no side file.
fn article_of_side_file(path: &Path) -> Option<Vec<PathBuf>> {
    let name = path.file_name()?.to_str()?;
    let of = name.strip_suffix(".meta.json")?;
    Some(DESCRIBED.iter().map(|e| path.with_file_name(format!("{of}.{e}"))).collect())
}

/// The stem with that many folders before it.
fn with_folders(path: &Path, folders: usize) -> String {
    let names: Vec<_> = path
        .parent()
        .into_iter()
        .flat_map(Path::components)
        .filter_map(|c| match c {
            Component::Normal(name) => Some(name.to_string_lossy()),
            _ => None,
        })
        .collect();
    let from = names.len().saturating_sub(folders);
    let mut id = names[from..].join("/");
    if !id.is_empty() {
        id.push('/');
    }
    id + &stem(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes empty files below a fresh folder.
    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, "x").expect("a file");
        }
        folder
    }

    fn names(walk: &Walk) -> Vec<String> {
        walk.found
            .iter()
            .map(|found| match found {
                Found::One { id, .. } => id.clone(),
                Found::Many { path, .. } => {
                    path.file_name().unwrap().to_string_lossy().into_owned()
                }
                Found::Failed(error) => error.to_string(),
            })
            .collect()
    }

    #[test]
    fn a_folder_is_read_in_order_without_what_is_no_input() {
        let folder = folder(&[
            "b.txt",
            "a.TXT",
            "sub/c.text",
            "sub/d.jsonl",
            ".hidden.txt",
            "gold/e.txt",
            "sub/gold/f.json",
            "notes.md",
            "b.meta.json",
            "alone.meta.json",
            ".git/x/y.txt",
        ]);
        let walk = find(&[folder.path().to_owned()]);
        assert_eq!(names(&walk), ["a", "b", "c", "d.jsonl"]);
        // .hidden.txt, two below gold/, notes.md, alone.meta.json, one below .git/.
        assert_eq!(walk.skipped, 6);
    }

    #[test]
    fn same_names_get_their_folders() {
        let folder =
            folder(&["mon/storm.txt", "tue/storm.txt", "tue/calm.txt", "x/a/s.txt", "y/a/s.txt"]);
        let walk = find(&[folder.path().to_owned()]);
        assert_eq!(names(&walk), ["mon/storm", "calm", "tue/storm", "x/a/s", "y/a/s"]);
    }

    #[test]
    fn a_file_named_twice_is_read_once() {
        let folder = folder(&["a.txt"]);
        let file = folder.path().join("a.txt");
        let walk = find(&[file.clone(), folder.path().to_owned(), file]);
        assert_eq!(names(&walk), ["a"]);
    }

    #[test]
    fn a_named_file_is_read_whatever_it_is_called() {
        let folder = folder(&["a", "b.md", "c.docx", "d.meta.json", "e.txt", "e.meta.json"]);
        let paths: Vec<PathBuf> =
            ["a", "b.md", "c.docx", "d.meta.json", "e.txt", "e.meta.json", "no"]
                .iter()
                .map(|f| folder.path().join(f))
                .collect();
        let names = names(&find(&paths));
        assert_eq!(names.len(), 6);
        assert_eq!((names[0].as_str(), names[1].as_str(), names[4].as_str()), ("a", "b", "e"));
        assert!(names[2].ends_with("file is not read yet"), "{}", names[2]);
        assert!(names[3].starts_with("no article beside"), "{}", names[3]);
        assert!(names[5].starts_with("cannot read"), "{}", names[5]);
    }

    #[test]
    fn gold_is_read_only_if_it_is_named_alone() {
        let folder = folder(&["a.txt", "gold/b.txt"]);
        let (file, gold) = (folder.path().join("a.txt"), folder.path().join("gold"));
        let walk = find(&[file, gold.clone()]);
        assert_eq!((names(&walk), walk.skipped), (vec!["a".to_owned()], 1));
        assert_eq!(names(&find(&[gold])), ["b"]);
    }

    #[test]
    fn an_empty_folder_is_an_error() {
        let folder = folder(&["a/b.md"]);
        let walk = find(&[folder.path().to_owned()]);
        assert!(names(&walk)[0].starts_with("no articles in"), "{:?}", names(&walk));
    }

    #[cfg(unix)]
    #[test]
    fn links_that_lead_in_a_circle_end() {
        let folder = folder(&["a/b.txt"]);
        std::os::unix::fs::symlink(folder.path(), folder.path().join("a/up")).expect("a link");
        std::os::unix::fs::symlink("b.txt", folder.path().join("a/c.txt")).expect("a link");
        std::os::unix::fs::symlink("nowhere", folder.path().join("a/d.txt")).expect("a link");
        let walk = find(&[folder.path().to_owned()]);
        let names = names(&walk);
        // The link to a file that is read already names it a second time.
        assert_eq!(names[0], "b");
        assert!(names[1].starts_with("cannot read"), "{names:?}");
        assert_eq!((names.len(), walk.skipped), (2, 1));
    }
}
