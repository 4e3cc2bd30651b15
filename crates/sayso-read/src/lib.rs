//! Which articles are in this input?
//!
//! Floor 1. Bytes in, [`Article`]s out. Knows files and folders; knows nothing of what people say.
//!
//! [`articles`] reads files and folders, [`json_lines`] a stream of lines, [`in_memory`] bytes as if
//! they were a file, [`fetched`] what an address gave, [`text_article`] one text. Each gives the same
//! [`Article`]: its text, what is known of it with where that comes from, and its furniture.
//! [`feed`] reads feeds for whoever wants to know their entries.
//!
//! What is known of an article comes from, in this order: its side file or its JSON line; its own
//! text; the date in its address; [`Options`]; and last from a line that says where it first
//! appeared, which names an outlet, but perhaps not the one that printed this copy.
//!
//! # Invariant
//! The text of an article is the decoded file unchanged: what is found in it is marked, not cut. Of a
//! page it is the article's own text.

mod byline;
mod contents;
mod dates;
mod decode;
mod describe;
pub mod feed;
mod fetched;
mod furniture;
mod html;
mod http;
mod jsonl;
mod kinds;
mod limits;
mod lines;
mod mail;
mod masthead;
mod meta;
mod seen;
mod unpack;
mod walk;
mod warc;
mod zipped;

use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufRead, Read};
use std::iter::FusedIterator;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use sayso_core::id::ArticleId;
use sayso_core::record::Note;
use sayso_core::time::Date;
use sayso_core::{Article, Error, Kind, Result, Span};

pub use describe::describe_plain;
pub use fetched::{fetched, id_of_address};
pub use html::{SeenBlock, seen_blocks};

use contents::{Contents, Draft, Naming, Piece, Queue};
use html::PageRead;
use jsonl::Lines;
use seen::Seen;
use walk::Found;

/// What is given from outside and how much is read at most.
#[derive(Clone, Debug)]
pub struct Options {
    /// Outlet of all articles that do not name one.
    pub outlet: Option<String>,
    /// Publication date of all articles that do not name one.
    pub published: Option<Date>,
    /// Largest article, in bytes as stored: of a text file, or of a line of JSON. By default 1 MiB, a sixth
    /// of a million words, which take about 400 MB of memory and half a minute.
    pub max_bytes: u64,
    /// Largest page, mail, feed or record of an archive, in bytes after unpacking. By default 16 MiB: a page
    /// is mostly not article.
    pub max_record: u64,
    /// Most bytes that one input may unpack to. By default 64 GiB; none of it is kept.
    pub max_unpacked: u64,
    /// How many times its own size an input may unpack to, beyond 16 MiB. By default 200; text packs to a fifth,
    /// seldom to a fiftieth.
    pub max_ratio: u32,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            outlet: None,
            published: None,
            max_bytes: 1 << 20,
            max_record: 1 << 24,
            max_unpacked: 1 << 36,
            max_ratio: 200,
        }
    }
}

impl Options {
    /// The limit in force: a place is counted in 32 bits, and decoding can triple the bytes.
    fn limit(&self) -> u64 {
        self.max_bytes.min(1 << 30)
    }

    /// The same for what articles lie in; no article may be larger than what it lies in.
    fn record_limit(&self) -> u64 {
        self.max_record.max(self.max_bytes).min(1 << 30)
    }
}

/// The articles of some inputs, one in memory at a time.
///
/// An input that cannot be read is an `Err` among them, and the next one follows.
pub struct Articles {
    options: Rc<Options>,
    found: VecDeque<Found>,
    total: Option<usize>,
    skipped: usize,
    /// The boxes that are being read, each within the one before.
    open: Vec<Box<dyn Contents>>,
    /// The file that is one article, while it is read, and whether its id is longer than its name.
    single: Option<(PathBuf, bool)>,
    /// An article that waits behind the error of its side file.
    waiting: Option<Result<Article>>,
    seen: Seen,
}

/// Finds the articles of files and folders; nothing is read before the first is asked for.
///
/// A file that is named is read whatever its extension, of a folder, files of a kind that is read, in
/// sorted order; `docs/input.md` lists the kinds. The id of a file that is one article is its name
/// without what says its kind; where two files of one run share it, both ids begin with the folder
/// (`monday/storm`, `tuesday/storm`) and a note says so. A file that is named twice is read once. A
/// path with `*`, `?` or `[` that is no file is a pattern.
///
/// # Errors
/// If `paths` is empty. A path that is missing, or a folder without articles, is an item.
pub fn articles(paths: &[PathBuf], options: &Options) -> Result<Articles> {
    if paths.is_empty() {
        return Err(Error::input("nothing to read")
            .because("no file or folder was named")
            .hint("name a text file, a JSON Lines file or a folder of them"));
    }
    let walk::Walk { found, skipped } = walk::find(paths);
    let one_each = found.iter().all(|f| !matches!(f, Found::Many { .. }));
    let mut articles = Articles::new(options);
    articles.total = one_each.then_some(found.len());
    articles.found = found.into();
    articles.skipped = skipped;
    Ok(articles)
}

/// Reads articles from JSON Lines, one a line; `name` is what errors call the reader.
///
/// A line is `{"id", "text" or "html", "title"?, "outlet"?, "published"?, "url"?, "byline"?}`; other
/// fields are ignored, ids and texts are left as they are. A line that cannot be read is an `Err`.
pub fn json_lines<R: BufRead + 'static>(reader: R, name: &str, options: &Options) -> Articles {
    let mut articles = Articles::new(options);
    articles.open.push(Box::new(Lines::new(reader, name, options)));
    articles
}

/// Reads the articles of bytes as if they were a file of this name.
pub fn in_memory(name: &str, bytes: Vec<u8>, options: &Options) -> Articles {
    let mut articles = Articles::new(options);
    let contents = contents::memory(name, bytes, &articles.options);
    articles.open.push(contents.unwrap_or_else(|error| Queue::boxed([Piece::Failed(error)])));
    articles
}

/// Makes an article of the bytes of a text; `name` is what errors call them.
///
/// # Errors
/// If the bytes are no text, are empty, or are more than [`Options::max_bytes`].
pub fn text_article(id: &str, bytes: &[u8], name: &str, options: &Options) -> Result<Article> {
    let mut article = plain_article(id, bytes, name, options)?;
    describe::describe(&mut article, options);
    Ok(article)
}

/// Makes an article of the bytes of an HTML page; `name` is what errors call them.
///
/// # Errors
/// If the bytes are no text, are too many, or hold nothing that reads like an article.
pub fn page_article(id: &str, bytes: &[u8], name: &str, options: &Options) -> Result<Article> {
    html::page(id, bytes, name, None, options)
}

impl Articles {
    fn new(options: &Options) -> Self {
        Articles {
            options: Rc::new(options.clone()),
            found: VecDeque::new(),
            total: None,
            skipped: 0,
            open: Vec::new(),
            single: None,
            waiting: None,
            seen: Seen::default(),
        }
    }

    /// How many inputs there are, if each is one article; `None` where a file holds many.
    pub fn total(&self) -> Option<usize> {
        self.total
    }

    /// Files of folders and archives that are no input, as far as they are read: hidden, below `gold/`,
    /// beside a saved page, links to folders, or of a kind that is not read; pictures of web archives.
    pub fn skipped(&self) -> usize {
        self.skipped
    }

    /// An article with its id, and what the file beside it says.
    fn finished(&mut self, draft: Draft) -> Result<Article> {
        let Draft { read: PageRead { mut article, settled }, naming } = draft;
        // What turned out to hold many articles has no side file.
        let is_single = matches!(naming, Naming::Given { line: None, .. });
        let single = self.single.take().filter(|_| is_single);
        match naming {
            Naming::Made(names) => {
                article.id = ArticleId::new(self.seen.take_one_of(names));
            }
            Naming::Given { file, line } => {
                if !self.seen.take(article.id.as_str()) {
                    let error = same_id(&article.id);
                    return Err(match line {
                        Some(line) => error.at_line(file, line),
                        None => error.at(file),
                    });
                }
            }
        }
        let side = single.map_or(Ok(()), |(path, longer)| {
            if longer {
                article.notes.push(Note {
                    place: Span::new(0, 0),
                    kind: "id".to_owned(),
                    message: format!(
                        "another file of this run has the same name, so the id is `{}`",
                        article.id
                    ),
                });
            }
            meta::side_file(&path, &mut article)
        });
        describe::describe_settled(&mut article, &settled, &self.options);
        match side {
            Ok(()) => Ok(article),
            Err(error) => {
                self.waiting = Some(Ok(article));
                Err(error)
            }
        }
    }
}

impl Iterator for Articles {
    type Item = Result<Article>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(article) = self.waiting.take() {
            return Some(article);
        }
        loop {
            if let Some(contents) = self.open.last_mut() {
                match contents.next_piece() {
                    Some(Piece::Article(draft)) => return Some(self.finished(*draft)),
                    Some(Piece::Failed(error)) => return Some(Err(error)),
                    Some(Piece::Inner(contents)) => self.open.push(contents),
                    Some(Piece::PassedOver) => self.skipped += 1,
                    None => {
                        self.open.pop();
                    }
                }
                continue;
            }
            let (path, id) = match self.found.pop_front()? {
                Found::Failed(error) => return Some(Err(error)),
                Found::One { path, id, longer } => {
                    self.single = Some((path.clone(), longer));
                    (path, id)
                }
                Found::Many { path, id } => {
                    self.single = None;
                    (path, id)
                }
            };
            match contents::file(&path, &id, &self.options) {
                Ok(contents) => self.open.push(contents),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl FusedIterator for Articles {}

/// The article of a text with nothing known of it.
fn plain_article(id: &str, bytes: &[u8], name: &str, options: &Options) -> Result<Article> {
    plain_article_as(id, bytes, name, None, options)
}

/// The same, with the encoding that whoever sent it named.
fn plain_article_as(
    id: &str,
    bytes: &[u8],
    name: &str,
    charset: Option<&str>,
    options: &Options,
) -> Result<Article> {
    if bytes.len() as u64 > options.limit() {
        return Err(too_large(name, options.limit()));
    }
    let decode::Decoded { text, notes, .. } = decode::decode_as(bytes, charset)
        .map_err(|no| Error::input("cannot read").at(name).because(no.why).hint(no.hint))?;
    if text.trim().is_empty() {
        return Err(Error::input("no article in")
            .at(name)
            .because("it is empty")
            .hint("an article is at least one sentence"));
    }
    let mut article = Article::new(ArticleId::new(id), text);
    article.notes = notes;
    Ok(article)
}

/// The whole file, unless it holds more than `limit` bytes.
fn read_file(path: &Path, limit: u64) -> Result<Vec<u8>> {
    let read = || -> std::io::Result<Option<Vec<u8>>> {
        let file = File::open(path)?;
        // Pipes and devices do not know their length, hence the second limit.
        let length = file.metadata()?.len();
        if length > limit {
            return Ok(None);
        }
        let mut bytes = Vec::with_capacity(length as usize);
        file.take(limit + 1).read_to_end(&mut bytes)?;
        Ok((bytes.len() as u64 <= limit).then_some(bytes))
    };
    match read() {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => Err(too_large(&path.display().to_string(), limit)),
        Err(error) => Err(unreadable(path, &error)),
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Error {
    let failed = Error::input("cannot read").at(path.display()).because(error);
    match error.kind() {
        std::io::ErrorKind::PermissionDenied => failed.hint("you lack the permission to read it"),
        std::io::ErrorKind::NotFound => failed.hint("check the path"),
        _ => failed,
    }
}

fn too_large(name: &str, limit: u64) -> Error {
    Error::input("cannot read")
        .at(name)
        .because(format!("it holds more than {limit} bytes"))
        .hint("raise the limit if it is one article; split it if it is many")
}

fn same_id(id: &ArticleId) -> Error {
    Error::input(format!("a second article with the id `{id}` in"))
        .hint("ids must differ within a run: rename the file, or change the `id` of the line")
}

/// Something understood that this version does not read.
fn unsupported(what: &str) -> Error {
    Error::new(Kind::Unsupported, "cannot read").because(format!("{what} is not read yet"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use proptest::prelude::*;
    use sayso_core::record::FurnitureKind::{
        Byline, Caption, Credit, Date as DateLine, Headline, Related,
    };

    use super::*;

    fn read(text: &str) -> Article {
        text_article("a", text.as_bytes(), "a.txt", &Options::default()).expect("an article")
    }

    #[test]
    fn a_whole_article_describes_itself() {
        let article = read(
            "Harbour wall to go\n\nBy Ann Lee for Tidewatch\n\n23 June 2024, 7.15am\n\nThe harbour wall, which has stood for two hundred years, will go, the council said.\n\nThe wall at low water. Photo / Ben Roe\n\nRelated: Ten walls\n",
        );
        assert_eq!(article.title.as_deref(), Some("Harbour wall to go"));
        assert_eq!(article.byline.as_deref(), Some("Ann Lee"));
        assert_eq!(article.outlet.as_deref(), Some("Tidewatch"));
        assert_eq!(article.published.map(|d| d.to_string()).as_deref(), Some("2024-06-23"));
        let by: Vec<_> = article.provenance.iter().map(|p| p.by.as_str()).collect();
        assert_eq!(by, ["headline", "byline", "date line", "byline"]);
        let kinds: Vec<_> = article.furniture.iter().map(|f| f.kind).collect();
        assert_eq!(kinds, [Headline, Byline, DateLine, Caption, Credit, Related]);
    }

    #[test]
    fn a_date_before_the_first_words() {
        let article = read(" date 2023-11-04 The wall at low water. Photo / Ben Roe\n\nIt fell.");
        assert_eq!(article.published.map(|d| d.to_string()).as_deref(), Some("2023-11-04"));
        let words: Vec<_> = article.furniture.iter().map(|f| f.place.of(&article.text)).collect();
        assert_eq!(words, ["date 2023-11-04", "The wall at low water.", "Photo / Ben Roe"]);
        assert!(article.text.starts_with(" date"));
    }

    #[test]
    fn who_knows_better_goes_first() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.txt");
        let text = "Harbour wall to go\n\n23 June 2024\n\nThe harbour wall, which is two hundred years old, will go.\n";
        fs::write(&path, text).expect("a file");
        let options = Options {
            outlet: Some("Flag".to_owned()),
            published: Date::year_only(1999),
            ..Options::default()
        };
        let one = |options: &Options| {
            let found: Vec<_> =
                articles(std::slice::from_ref(&path), options).expect("a file").collect();
            found.into_iter().collect::<Result<Vec<_>>>()
        };
        // The text's date over the flag's, the flag's outlet where the text has none.
        let article = one(&options).expect("an article").remove(0);
        assert_eq!(article.published.map(|d| d.to_string()).as_deref(), Some("2024-06-23"));
        assert_eq!(article.outlet.as_deref(), Some("Flag"));
        // The side file over both.
        let side = folder.path().join("a.meta.json");
        fs::write(&side, r#"{"outlet":"Orb","published":"2024-06-22","mood":1}"#).expect("a file");
        let article = one(&options).expect("an article").remove(0);
        assert_eq!(article.published.map(|d| d.to_string()).as_deref(), Some("2024-06-22"));
        assert_eq!(article.outlet.as_deref(), Some("Orb"));
        assert!(article.notes[0].message.contains("`mood`"), "{:?}", article.notes);
        // A broken side file is an error with its line, and the article follows.
        fs::write(&side, "{\n\"outlet\": }").expect("a file");
        let found: Vec<_> = articles(&[path], &options).expect("a file").collect();
        assert!(found[0].as_ref().is_err_and(|e| e.to_string().contains("a.meta.json`, line 2")));
        assert!(found[1].is_ok());
    }

    #[test]
    fn an_address_dates_an_article_that_does_not() {
        let line = r#"{"id":"a","text":"It fell.","url":"https://orb.example/2024/06/23/wall"}"#;
        let article = json_lines(line.as_bytes(), "-", &Options::default()).next();
        let article = article.expect("a line").expect("an article");
        assert_eq!(article.published.map(|d| d.to_string()).as_deref(), Some("2024-06-23"));
    }

    #[test]
    fn where_it_first_appeared_is_the_last_word() {
        let text = "The wall fell.\n\nRead the original article on The Orb.";
        assert_eq!(read(text).outlet.as_deref(), Some("The Orb"));
        let options = Options { outlet: Some("Echo".to_owned()), ..Options::default() };
        let article = text_article("a", text.as_bytes(), "a", &options).expect("an article");
        assert_eq!(article.outlet.as_deref(), Some("Echo"));
    }

    #[test]
    fn bad_input_is_one_item_and_the_run_goes_on() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            fs::write(&path, bytes).expect("a file");
            path
        };
        let paths = [
            folder.path().join("missing.txt"),
            write("empty.txt", b""),
            write("blank.txt", b" \n"),
            write("binary.txt", b"a\0b"),
            write("large.txt", &[b'x'; 2000]),
            write("good.txt", b"It fell."),
            write(
                "lines.jsonl",
                b"{\"id\":\"good\",\"text\":\"x\"}\n{\n{\"id\":\"b\",\"text\":\"y\"}",
            ),
        ];
        let options = Options { max_bytes: 1000, ..Options::default() };
        let mut run = articles(&paths, &options).expect("something");
        assert_eq!(run.total(), None);
        let found: Vec<String> =
            run.by_ref().map(|a| a.map_or_else(|e| e.to_string(), |a| a.id.to_string())).collect();
        for (found, expected) in found.iter().zip([
            "missing.txt`: ",
            "empty.txt`: it is empty",
            "blank.txt`: it is empty",
            "binary.txt`: it is not text: byte 1 is a NUL",
            "large.txt`: it holds more than 1000 bytes",
            "good",
            "lines.jsonl`, line 1",
            "lines.jsonl`, line 2: not JSON",
            "b",
        ]) {
            assert!(found.contains(expected), "{found} | {expected}");
        }
        assert_eq!(found.len(), 9);
        assert!(run.next().is_none());
        assert!(articles(&[], &options).is_err());
    }

    #[test]
    fn a_line_of_a_megabyte_is_an_article() {
        let text = "The wall fell and nobody saw it. ".repeat(31_000);
        assert_eq!(read(&text).text.len(), text.len());
    }

    /// Pieces that texts and the rules above are made of.
    fn pieces() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "By ",
            "by",
            "Ann Lee",
            "Zoë",
            " and ",
            " for ",
            " in ",
            ",",
            ", ",
            ".",
            ". ",
            ":",
            ": ",
            "?",
            "!",
            " ",
            "\u{A0}",
            "\u{202F}",
            "\n",
            "\r\n",
            "\n\n",
            "\r",
            "\t",
            "“",
            "”",
            "\"",
            "’",
            "(",
            ")",
            "[",
            "]",
            "/",
            " / ",
            "|",
            " | ",
            "—",
            " — ",
            "–",
            "-",
            "©",
            "Photo",
            "Image source",
            "Getty Images",
            "AP",
            "via ",
            "23",
            "June",
            "2024",
            "2024-06-23",
            "date",
            "Published",
            "Updated",
            "10:14",
            "GMT",
            "7.15am",
            "LONDON",
            "(Wire)",
            "Related",
            "Read more",
            "Sign up",
            "our newsletter",
            "orb@orb.example",
            "Notes to editors",
            "ENDS",
            "Advertisement",
            "This article first appeared on ",
            "Orb",
            "the harbour wall will be torn down, the council said",
            "é",
            "日本",
            "\u{301}",
            "🦀",
            "İ",
            "ß",
            "With ",
            "Special to ",
            "editor",
            "Posted on ",
        ]);
        prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    fn is_sound(article: &Article) {
        let places = article
            .furniture
            .iter()
            .map(|f| f.place)
            .chain(article.notes.iter().map(|n| n.place))
            .chain(article.provenance.iter().filter_map(|p| p.place));
        for place in places {
            assert!(article.text.get(place.range()).is_some(), "{place:?} in {:?}", article.text);
        }
        for furniture in &article.furniture {
            let words = furniture.place.of(&article.text);
            assert!(!words.is_empty() && words.trim() == words, "{words:?}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            if let Ok(article) = text_article("a", &bytes, "a", &Options::default()) {
                is_sound(&article);
            }
            for article in json_lines(std::io::Cursor::new(bytes), "a", &Options::default()).flatten() {
                is_sound(&article);
            }
        }

        #[test]
        fn a_text_is_unchanged_and_its_places_are_sound(text in pieces()) {
            if let Ok(article) = text_article("a", text.as_bytes(), "a", &Options::default()) {
                prop_assert_eq!(&article.text, &text);
                is_sound(&article);
            }
            let line = serde_json::json!({"id": 1, "text": text, "title": text}).to_string();
            for article in json_lines(std::io::Cursor::new(line), "a", &Options::default()).flatten() {
                prop_assert_eq!(&article.text, &text);
                is_sound(&article);
            }
        }

        #[test]
        fn any_unicode_is_unchanged(text in "\\PC{0,300}") {
            if let Ok(article) = text_article("a", text.as_bytes(), "a", &Options::default()) {
                prop_assert_eq!(&article.text, text.strip_prefix('\u{FEFF}').unwrap_or(&text));
                is_sound(&article);
            }
        }
    }
}
