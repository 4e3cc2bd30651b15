//! What does a case file say?

/// An article and what must be said of it.
#[derive(Debug)]
pub(super) struct Case {
    /// The line of its fence, from 1.
    pub(super) line: usize,
    /// What the fence says of the article, under the names of a JSON line.
    pub(super) facts: Vec<(String, String)>,
    pub(super) text: String,
    pub(super) expectations: Vec<Expectation>,
}

/// A fence with what must be said of the article before it.
#[derive(Debug)]
pub(super) struct Expectation {
    /// The line of its fence, from 1.
    pub(super) line: usize,
    pub(super) kind: Kind,
    pub(super) lines: Vec<String>,
}

/// What a fence is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Ledger,
    Furniture,
    Notes,
    Known,
    Times,
    Events,
}

impl Kind {
    const ALL: [Kind; 6] =
        [Kind::Ledger, Kind::Furniture, Kind::Notes, Kind::Known, Kind::Times, Kind::Events];

    /// The word after the backticks.
    pub(super) fn word(self) -> &'static str {
        match self {
            Kind::Ledger => "ledger",
            Kind::Furniture => "furniture",
            Kind::Notes => "notes",
            Kind::Known => "known",
            Kind::Times => "times",
            Kind::Events => "events",
        }
    }
}

/// What a fence may say of its article, and the field of a JSON line that takes it.
const FACTS: [(&str, &str); 5] = [
    ("outlet", "outlet"),
    ("date", "published"),
    ("title", "title"),
    ("byline", "byline"),
    ("url", "url"),
];

/// The cases of a file; an error begins with its line.
pub(super) fn parse(raw: &str) -> Result<Vec<Case>, String> {
    let mut cases: Vec<Case> = Vec::new();
    let mut lines = raw.lines().enumerate().map(|(idx, line)| (idx + 1, line));
    while let Some((at, line)) = lines.next() {
        let Some((fence, info)) = opening(line) else { continue };
        let mut inside = Vec::new();
        loop {
            match lines.next() {
                Some((_, line)) if line == fence => break,
                Some((_, line)) => inside.push(line),
                None => return Err(format!("{at}: the fence is never closed")),
            }
        }
        let (word, rest) = info.split_once(' ').unwrap_or((info, ""));
        if word == "article" {
            let facts = facts(rest).map_err(|error| format!("{at}: {error}"))?;
            let text = inside.join("\n");
            cases.push(Case { line: at, facts, text, expectations: Vec::new() });
        } else if let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.word() == info) {
            let Some(case) = cases.last_mut() else {
                return Err(format!("{at}: there is no article before this fence"));
            };
            let lines = inside.into_iter().map(str::to_owned).collect();
            case.expectations.push(Expectation { line: at, kind, lines });
        } else {
            return Err(format!("{at}: a fence cannot be `{info}`"));
        }
    }
    if cases.is_empty() {
        return Err("1: there is no ```article fence".to_owned());
    }
    match cases.iter().find(|case| case.expectations.is_empty()) {
        Some(case) => Err(format!("{}: nothing is expected of this article", case.line)),
        None => Ok(cases),
    }
}

/// The file with the lines that were found in place of those that were expected.
pub(super) fn update(raw: &str, found: &[(&Expectation, Vec<String>)]) -> String {
    let mut out = String::new();
    let mut lines = raw.split_inclusive('\n').enumerate();
    while let Some((idx, line)) = lines.next() {
        out.push_str(line);
        if let Some((expectation, now)) = found.iter().find(|(e, _)| e.line == idx + 1) {
            for line in now {
                out.push_str(line);
                out.push('\n');
            }
            for _ in 0..expectation.lines.len() {
                lines.next();
            }
        }
    }
    out
}

/// The backticks and the words after them, if the line opens a fence.
fn opening(line: &str) -> Option<(&str, &str)> {
    let info = line.trim_start_matches('`');
    let fence = &line[..line.len() - info.len()];
    (fence.len() >= 3).then_some((fence, info.trim()))
}

/// Reads `key=value` and `key="several words"`.
fn facts(mut words: &str) -> Result<Vec<(String, String)>, String> {
    let mut all = Vec::new();
    while let Some((key, rest)) = words.trim_start().split_once('=') {
        let Some((_, field)) = FACTS.iter().find(|(name, _)| *name == key) else {
            return Err(format!("an article has no `{key}` here"));
        };
        let (value, rest) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').ok_or("a quotation mark is missing")?,
            None => rest.split_once(' ').unwrap_or((rest, "")),
        };
        all.push(((*field).to_owned(), value.to_owned()));
        words = rest;
    }
    match words.trim() {
        "" => Ok(all),
        rest => Err(format!("`{rest}` is not `key=value`")),
    }
}
