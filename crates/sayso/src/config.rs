//! What can be set, and what is the default?
//!
//! A setting may come from a flag, from the environment (`SAYSO_…`), from a file `sayso.toml` in the
//! current folder or one above it, or from the default; the first of these that gives it holds. Each
//! value remembers where it came from, so that a program can say what holds and why.

use std::fmt;
use std::path::{Path, PathBuf};

use sayso_core::time::Date;
use sayso_core::{Error, Result};
use sayso_nlp::doubt::LEAST_CONFIDENCE;
use sayso_read::Options;

/// The name of the file that is looked for.
pub const FILE: &str = "sayso.toml";

/// More threads than this are a mistake.
const MOST_THREADS: usize = 1024;

/// All settings, each with where it came from.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Outlet of articles that do not name one.
    pub outlet: Setting<Option<String>>,
    /// Publication date of articles that do not name one.
    pub published: Setting<Option<Date>>,
    /// Largest article that is read, in bytes as stored.
    pub max_bytes: Setting<u64>,
    /// Largest page, mail, feed or record of an archive, in bytes.
    pub max_record: Setting<u64>,
    /// Most bytes that one input may unpack to.
    pub max_unpacked: Setting<u64>,
    /// How many times its own size an input may unpack to.
    pub max_ratio: Setting<u32>,
    /// What finds the attributions.
    pub model: Setting<Model>,
    /// Threads that read an article.
    pub threads: Setting<usize>,
    /// Confidence below which a speaker is left open, 0 to 1.
    pub speaker_confidence: Setting<f32>,
    /// What the processor is asked to do: the name of a kernel; the best one if none is given.
    pub kernel: Setting<Option<String>>,
    /// The kept ledger that is added to and asked; none if files are asked.
    pub ledger: Setting<Option<PathBuf>>,
    /// When to colour what is printed.
    pub color: Setting<Color>,
    /// Whether to show progress on a terminal.
    pub progress: Setting<bool>,
    /// How messages are written.
    pub log: Setting<LogFormat>,
    /// The `sayso.toml` that was read.
    pub file: Option<PathBuf>,
}

/// A value and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting<T> {
    /// What holds.
    pub value: T,
    /// Why it holds.
    pub origin: Origin,
}

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nobody said otherwise.
    Default,
    /// `sayso.toml`, with the line from 1.
    File {
        /// Its path.
        path: PathBuf,
        /// The line of the key.
        line: u64,
    },
    /// A variable of the environment.
    Environment(String),
    /// A flag of the command line.
    Flag(String),
}

/// What finds the attributions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Model {
    /// The encoder inside the program, and rules.
    #[default]
    BuiltIn,
    /// Rules alone.
    None,
    /// The encoder of a model folder, and rules.
    Folder(PathBuf),
}

/// When to colour what is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How messages are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// Lines for a person.
    Text,
    /// JSON Lines for a machine.
    Json,
}

/// What can be set: the name of a setting in a file, and its meaning.
///
/// Its flag is `--KEY`, its variable `SAYSO_KEY` with `_` for `-`.
#[derive(Debug, PartialEq, Eq)]
pub struct Key {
    /// The name in `sayso.toml`.
    pub name: &'static str,
    /// What it sets, in a few words.
    pub about: &'static str,
}

const OUTLET: Key = Key { name: "outlet", about: "outlet of articles that name none" };
const PUBLISHED: Key = Key { name: "published", about: "date of articles that name none" };
const MAX_BYTES: Key = Key { name: "max-bytes", about: "size of the largest article that is read" };
const MAX_RECORD: Key = Key {
    name: "max-record",
    about: "size of the largest page, mail, feed or record of an archive",
};
const MAX_UNPACKED: Key = Key { name: "max-unpacked", about: "size to which one input may unpack" };
const MAX_RATIO: Key =
    Key { name: "max-ratio", about: "how many times its own size an input may unpack to" };
const MODEL: Key = Key { name: "model", about: "model that reads: built-in, none, or its folder" };
const THREADS: Key = Key { name: "threads", about: "number of threads that read an article" };
const SPEAKER_CONFIDENCE: Key =
    Key { name: "speaker-confidence", about: "confidence below which a speaker is left open" };
const KERNEL: Key = Key { name: "kernel", about: "instructions that the encoder uses" };
const LEDGER: Key = Key { name: "ledger", about: "kept ledger that is added to and asked" };
const COLOR: Key = Key { name: "color", about: "use of colours: auto, always or never" };
const PROGRESS: Key = Key { name: "progress", about: "progress bar on a terminal: true or false" };
const LOG: Key = Key { name: "log", about: "form of messages: text or json" };

/// Every key, in the order in which they are shown.
pub const KEYS: [&Key; 14] = [
    &OUTLET,
    &PUBLISHED,
    &MAX_BYTES,
    &MAX_RECORD,
    &MAX_UNPACKED,
    &MAX_RATIO,
    &MODEL,
    &THREADS,
    &KERNEL,
    &SPEAKER_CONFIDENCE,
    &LEDGER,
    &COLOR,
    &PROGRESS,
    &LOG,
];

impl Key {
    /// The variable of the environment: `SAYSO_MAX_BYTES`.
    pub fn variable(&self) -> String {
        format!("SAYSO_{}", self.name.to_uppercase().replace('-', "_"))
    }
}

impl Settings {
    /// Gathers what holds.
    ///
    /// `flags` are pairs of a key's name and what was given for it; `environment` looks up a
    /// variable; `folder` is where the search for `sayso.toml` begins.
    ///
    /// # Errors
    /// If a value has the wrong form, or the file cannot be read or names an unknown key.
    pub fn gather(
        flags: &[(&str, String)],
        environment: &dyn Fn(&str) -> Option<String>,
        folder: &Path,
    ) -> Result<Self> {
        let file = File::find(folder)?;
        let layers = Layers { flags, environment, file: file.as_ref() };
        Ok(Settings {
            outlet: layers.setting(&OUTLET, None, |words| Ok(Some(words.to_owned())))?,
            published: layers.setting(&PUBLISHED, None, |words| {
                words.parse().map(Some).map_err(|e| format!("{e}"))
            })?,
            max_bytes: layers.setting(&MAX_BYTES, Options::default().max_bytes, bytes)?,
            max_record: layers.setting(&MAX_RECORD, Options::default().max_record, bytes)?,
            max_unpacked: layers.setting(&MAX_UNPACKED, Options::default().max_unpacked, bytes)?,
            max_ratio: layers.setting(&MAX_RATIO, Options::default().max_ratio, ratio)?,
            model: layers.setting(&MODEL, Model::BuiltIn, |words| Ok(Model::of(words)))?,
            threads: layers.setting(&THREADS, all_processors(), threads)?,
            kernel: layers.setting(&KERNEL, None, kernel)?,
            speaker_confidence: layers.setting(&SPEAKER_CONFIDENCE, LEAST_CONFIDENCE, share)?,
            ledger: layers.setting(&LEDGER, None, |words| Ok(Some(words.into())))?,
            color: layers.setting(&COLOR, Color::Auto, |words| {
                one_of(
                    words,
                    &[("auto", Color::Auto), ("always", Color::Always), ("never", Color::Never)],
                )
            })?,
            progress: layers.setting(&PROGRESS, true, |words| {
                one_of(words, &[("true", true), ("false", false)])
            })?,
            log: layers.setting(&LOG, LogFormat::Text, |words| {
                one_of(words, &[("text", LogFormat::Text), ("json", LogFormat::Json)])
            })?,
            file: file.map(|file| file.path),
        })
    }

    /// What a reader needs of the settings.
    pub fn options(&self) -> Options {
        Options {
            outlet: self.outlet.value.clone(),
            published: self.published.value,
            max_bytes: self.max_bytes.value,
            max_record: self.max_record.value,
            max_unpacked: self.max_unpacked.value,
            max_ratio: self.max_ratio.value,
        }
    }

    /// Every key with its value in words and where that came from, in the order of [`KEYS`].
    pub fn rows(&self) -> [(&'static Key, String, &Origin); KEYS.len()] {
        let or_none = |value: Option<String>| value.unwrap_or_else(|| "none".to_owned());
        let color = match self.color.value {
            Color::Auto => "auto",
            Color::Always => "always",
            Color::Never => "never",
        };
        let log = match self.log.value {
            LogFormat::Text => "text",
            LogFormat::Json => "json",
        };
        let published = self.published.value.map(|date| date.to_string());
        let ledger = self.ledger.value.as_ref().map(|path| path.display().to_string());
        let kernel = self.kernel.value.clone().unwrap_or_else(|| "best".to_owned());
        [
            (&OUTLET, or_none(self.outlet.value.clone()), &self.outlet.origin),
            (&PUBLISHED, or_none(published), &self.published.origin),
            (&MAX_BYTES, self.max_bytes.value.to_string(), &self.max_bytes.origin),
            (&MAX_RECORD, self.max_record.value.to_string(), &self.max_record.origin),
            (&MAX_UNPACKED, self.max_unpacked.value.to_string(), &self.max_unpacked.origin),
            (&MAX_RATIO, self.max_ratio.value.to_string(), &self.max_ratio.origin),
            (&MODEL, self.model.value.to_string(), &self.model.origin),
            (&THREADS, self.threads.value.to_string(), &self.threads.origin),
            (&KERNEL, kernel, &self.kernel.origin),
            (
                &SPEAKER_CONFIDENCE,
                self.speaker_confidence.value.to_string(),
                &self.speaker_confidence.origin,
            ),
            (&LEDGER, or_none(ledger), &self.ledger.origin),
            (&COLOR, color.to_owned(), &self.color.origin),
            (&PROGRESS, self.progress.value.to_string(), &self.progress.origin),
            (&LOG, log.to_owned(), &self.log.origin),
        ]
    }
}

/// Variables that look like settings and are none, each with the one that was probably meant.
pub fn unknown_variables(names: impl IntoIterator<Item = String>) -> Vec<(String, Option<String>)> {
    let known = KEYS.map(Key::variable);
    let mut unknown: Vec<_> = names
        .into_iter()
        .filter(|name| name.starts_with("SAYSO_") && !known.contains(name))
        .map(|name| {
            let meant = nearest(&name, known.iter().map(String::as_str)).map(str::to_owned);
            (name, meant)
        })
        .collect();
    unknown.sort();
    unknown
}

impl Model {
    fn of(words: &str) -> Self {
        match words {
            "built-in" => Model::BuiltIn,
            "none" => Model::None,
            folder => Model::Folder(folder.into()),
        }
    }
}

impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Model::BuiltIn => f.write_str("built-in"),
            Model::None => f.write_str("none"),
            Model::Folder(folder) => write!(f, "{}", folder.display()),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Default => f.write_str("default"),
            Origin::File { path, line } => write!(f, "{}, line {line}", path.display()),
            Origin::Environment(variable) => f.write_str(variable),
            Origin::Flag(flag) => f.write_str(flag),
        }
    }
}

/// The known word that is nearest to a mistyped one, if any is near.
///
/// Near is a third of the letters, at least one and at most three: `outlte` is `outlet`, `cat` is
/// nothing.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (word.chars().count() / 3).clamp(1, 3);
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// A number of bytes: `5000000`, `5_000_000`, `5 MB`, `5MiB`.
///
/// # Errors
/// If it is none, in words for the user.
pub fn bytes(words: &str) -> Result<u64, String> {
    let words = words.trim();
    let split = words.find(|c: char| !c.is_ascii_digit() && c != '_').unwrap_or(words.len());
    let (number, unit) = words.split_at(split);
    let factor = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" => 1_000,
        "kib" => 1 << 10,
        "m" | "mb" => 1_000_000,
        "mib" => 1 << 20,
        "g" | "gb" => 1_000_000_000,
        "gib" => 1 << 30,
        _ => return Err(format!("`{}` is no unit: use kB, MB or GB", unit.trim())),
    };
    let number: Option<u64> = number.replace('_', "").parse().ok();
    number
        .and_then(|n| n.checked_mul(factor))
        .filter(|n| *n > 0)
        .ok_or_else(|| format!("`{words}` is no size: write 5000000 or 5 MB"))
}

fn ratio(words: &str) -> Result<u32, String> {
    let number = words.parse().ok().filter(|n| *n > 0);
    number.ok_or_else(|| format!("`{words}` is no number from 1 on"))
}

/// Threads that can run at once; 1 where the system does not say.
fn all_processors() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

fn threads(words: &str) -> Result<usize, String> {
    let number = words.parse().ok().filter(|n| (1..=MOST_THREADS).contains(n));
    number.ok_or_else(|| format!("`{words}` is no number from 1 to {MOST_THREADS}"))
}

/// A number from 0 to 1.
fn share(words: &str) -> Result<f32, String> {
    let number = words.parse().ok().filter(|n| (0.0..=1.0).contains(n));
    number.ok_or_else(|| format!("`{words}` is no number from 0 to 1"))
}

/// The name of a kernel that this processor can run; none for the best one.
fn kernel(words: &str) -> Result<Option<String>, String> {
    if words == "best" {
        return Ok(None);
    }
    let names = crate::annotator::kernels();
    if names.contains(&words) {
        return Ok(Some(words.to_owned()));
    }
    Err(format!("`{words}` is not one of `best`, `{}`", names.join("`, `")))
}

fn one_of<T: Copy>(words: &str, choices: &[(&str, T)]) -> Result<T, String> {
    choices.iter().find(|(name, _)| *name == words).map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<String> = choices.iter().map(|(name, _)| format!("`{name}`")).collect();
        format!("`{words}` is not one of {}", names.join(", "))
    })
}

/// The places that may give a value, first the strongest.
struct Layers<'a> {
    flags: &'a [(&'a str, String)],
    environment: &'a dyn Fn(&str) -> Option<String>,
    file: Option<&'a File>,
}

impl Layers<'_> {
    /// The value of the strongest place that gives one.
    fn setting<T>(
        &self,
        key: &Key,
        default: T,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Setting<T>> {
        let Some((words, origin)) = self.given(key) else {
            return Ok(Setting { value: default, origin: Origin::Default });
        };
        match parse(&words) {
            Ok(value) => Ok(Setting { value, origin }),
            Err(why) => {
                let error = match &origin {
                    Origin::File { path, line } => {
                        Error::config(format!("cannot use the setting `{}` in", key.name))
                            .at_line(path.display(), *line)
                    }
                    place => Error::config(format!("cannot use `{place}`")),
                };
                Err(error.because(why).hint(format!("it sets the {}", key.about)))
            }
        }
    }

    fn given(&self, key: &Key) -> Option<(String, Origin)> {
        let flag = self.flags.iter().find(|(name, _)| *name == key.name);
        if let Some((name, words)) = flag {
            return Some((words.clone(), Origin::Flag(format!("--{name}"))));
        }
        let variable = key.variable();
        if let Some(words) = (self.environment)(&variable).filter(|words| !words.is_empty()) {
            return Some((words, Origin::Environment(variable)));
        }
        let file = self.file?;
        let (_, words, line) = file.values.iter().find(|(name, ..)| name == key.name)?;
        Some((words.clone(), Origin::File { path: file.path.clone(), line: *line }))
    }
}

/// A `sayso.toml`, read.
struct File {
    path: PathBuf,
    /// Key, value in words, line.
    values: Vec<(String, String, u64)>,
}

impl File {
    /// The nearest file in a folder or the folders above it.
    fn find(folder: &Path) -> Result<Option<Self>> {
        for folder in folder.ancestors() {
            let path = folder.join(FILE);
            match std::fs::read_to_string(&path) {
                Ok(text) => return File::parse(path, &text).map(Some),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => {
                    return Err(Error::config("cannot read the settings in")
                        .at(path.display())
                        .because(error)
                        .hint("make it readable, or move it away"));
                }
            }
        }
        Ok(None)
    }

    fn parse(path: PathBuf, text: &str) -> Result<Self> {
        let line_of = |byte: usize| text[..byte.min(text.len())].matches('\n').count() as u64 + 1;
        let table = toml::de::DeTable::parse(text).map_err(|error| {
            let line = error.span().map_or(1, |span| line_of(span.start));
            Error::config("cannot read the settings in")
                .at_line(path.display(), line)
                .because(error.message())
        })?;
        let mut values = Vec::new();
        for (key, value) in table.get_ref() {
            let line = line_of(key.span().start);
            let name = key.get_ref().as_ref();
            if !KEYS.iter().any(|known| known.name == name) {
                let error = Error::config(format!("unknown setting `{name}` in"))
                    .at_line(path.display(), line);
                let names = KEYS.map(|known| known.name);
                return Err(match nearest(name, names) {
                    Some(meant) => error.hint(format!("did you mean `{meant}`?")),
                    None => error.hint(format!("there are {}", names.join(", "))),
                });
            }
            let words = match value.get_ref() {
                toml::de::DeValue::String(words) => words.clone().into_owned(),
                toml::de::DeValue::Integer(number) => number.to_string(),
                toml::de::DeValue::Boolean(truth) => truth.to_string(),
                toml::de::DeValue::Datetime(date) => date.to_string(),
                _ => {
                    return Err(Error::config(format!("cannot use the setting `{name}`"))
                        .at_line(path.display(), line)
                        .because("a setting is a text, a number, a date, true or false"));
                }
            };
            values.push((name.to_owned(), words, line));
        }
        Ok(File { path, values })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn gather(flags: &[(&str, &str)], environment: &[(&str, &str)]) -> Result<Settings> {
        let flags: Vec<_> = flags.iter().map(|(key, words)| (*key, (*words).to_owned())).collect();
        let lookup = |variable: &str| {
            environment.iter().find(|(name, _)| *name == variable).map(|(_, v)| (*v).to_owned())
        };
        // No `sayso.toml` is found from a relative folder that does not exist.
        Settings::gather(&flags, &lookup, Path::new("no-such-folder-for-settings"))
    }

    fn parsed(text: &str) -> Result<File> {
        File::parse(PathBuf::from(FILE), text)
    }

    #[test]
    fn without_a_word_the_defaults_hold() {
        let settings = gather(&[], &[("SAYSO_COLOR", "")]).expect("nothing is wrong");
        assert!(settings.rows().iter().all(|(.., origin)| **origin == Origin::Default));
        assert_eq!(settings.options().max_bytes, Options::default().max_bytes);
    }

    #[test]
    fn a_flag_is_stronger_than_a_variable() {
        let settings =
            gather(&[("max-bytes", "2 MB")], &[("SAYSO_MAX_BYTES", "1"), ("SAYSO_LOG", "json")])
                .expect("nothing is wrong");
        assert_eq!(settings.max_bytes.value, 2_000_000);
        assert_eq!(settings.max_bytes.origin.to_string(), "--max-bytes");
        assert_eq!(settings.log.value, LogFormat::Json);
        assert_eq!(settings.log.origin.to_string(), "SAYSO_LOG");
    }

    #[test]
    fn threads_are_some_and_a_kernel_is_one_that_can_run() {
        let refused = |key, words| gather(&[(key, words)], &[]).expect_err("wrong").to_string();
        assert!(refused("threads", "0").contains("from 1"));
        assert!(refused("speaker-confidence", "1.5").contains("from 0 to 1"));
        assert!(refused("kernel", "abacus").contains("`portable`"));
        let settings = gather(&[("kernel", "portable"), ("threads", "3"), ("model", "none")], &[]);
        let settings = settings.expect("nothing is wrong");
        assert_eq!(settings.kernel.value.as_deref(), Some("portable"));
        assert_eq!((settings.threads.value, &settings.model.value), (3, &Model::None));
        let folder = gather(&[("model", "models/mine")], &[]).expect("nothing is wrong");
        assert_eq!(folder.model.value, Model::Folder("models/mine".into()));
    }

    #[test]
    fn a_mistyped_variable_is_noticed() {
        let names = ["SAYSO_OUTLTE", "PATH", "SAYSO_LOG", "SAYSO_ZZZZZZZZ"].map(str::to_owned);
        let expected = [("SAYSO_OUTLTE", Some("SAYSO_OUTLET")), ("SAYSO_ZZZZZZZZ", None)];
        let expected = expected.map(|(name, meant)| (name.to_owned(), meant.map(str::to_owned)));
        assert_eq!(unknown_variables(names), expected);
    }

    #[test]
    fn a_file_may_use_the_types_of_toml() {
        let file =
            parsed("# of the desk\npublished = 2024-02-14\nmax-bytes = 5_000\nprogress=false\n");
        let values = file.expect("well formed").values;
        let lookup =
            |key: &str| values.iter().find(|(name, ..)| name == key).expect("there").clone();
        assert_eq!(lookup("published"), ("published".into(), "2024-02-14".into(), 2));
        assert_eq!(bytes(&lookup("max-bytes").1), Ok(5_000));
        assert_eq!(lookup("progress"), ("progress".into(), "false".into(), 4));
    }

    #[test]
    fn what_is_wrong_in_a_file_has_its_line() {
        for (text, message, hint) in [
            (
                "\n\nmax_bytes = 1",
                "unknown setting `max_bytes` in `sayso.toml`, line 3",
                "did you mean `max-bytes`?",
            ),
            (
                "zzz = 1",
                "unknown setting `zzz` in `sayso.toml`, line 1",
                "there are outlet, published, max-bytes, max-record, max-unpacked, max-ratio, model, threads, kernel, speaker-confidence, ledger, color, progress, log",
            ),
        ] {
            let error = parsed(text).err().expect("it is wrong");
            assert_eq!(error.to_string(), message);
            assert_eq!(error.hints(), [hint]);
        }
        let error = parsed("outlet = []").err().expect("it is wrong");
        assert!(
            error
                .to_string()
                .ends_with("line 1: a setting is a text, a number, a date, true or false")
        );
        let error = parsed("log = \"text\"\noutlet = \"x").err().expect("it is wrong");
        assert!(error.to_string().contains("`sayso.toml`, line 2: "), "{error}");
    }

    #[test]
    fn sizes_have_units() {
        for (words, size) in [("1", 1), ("5_000", 5_000), ("3kB", 3_000), ("2 MiB", 2 << 20)] {
            assert_eq!(bytes(words), Ok(size), "{words}");
        }
        for words in
            ["", "0", "MB", "-1", "1 XB", "1.5 MB", "99999999999999999999", "99999999999 GB"]
        {
            assert!(bytes(words).is_err(), "{words}");
        }
    }

    #[test]
    fn the_nearest_word_must_be_near() {
        let known = ["report", "extract", "why"];
        assert_eq!(nearest("extarct", known), Some("extract"));
        assert_eq!(nearest("wyh", known), Some("why"));
        assert_eq!(nearest("examples", known), None);
        assert_eq!(nearest("", known), None);
    }

    proptest! {
        #[test]
        fn no_file_and_no_size_is_too_strange(text in "\\PC{0,60}", key in 0..KEYS.len()) {
            let _ = parsed(&text);
            let _ = parsed(&format!("{} = {text}", KEYS[key].name));
            let _ = bytes(&text);
        }
    }
}
