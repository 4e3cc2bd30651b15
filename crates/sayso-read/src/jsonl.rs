//! Which articles are in these lines of JSON?
//!
//! One line at a time, and never more of it in memory than an article may hold: a longer line is
//! passed over and reported.

use std::io::{self, BufRead};

use sayso_core::id::ArticleId;
use sayso_core::{Article, Error, Result};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::decode::{self, Decoded};
use crate::html::{self, PageRead};
use crate::meta::Given;
use crate::{Options, too_large};

/// Lines, one article each.
pub(crate) struct Lines<R> {
    reader: R,
    name: String,
    options: Options,
    /// Longest line in bytes: one with a page may be as long as a page.
    limit: u64,
    line: u64,
    done: bool,
}

/// What a line may say; other fields are ignored.
#[derive(Deserialize)]
struct Line<'a> {
    /// Kept as printed, so that a number is named as its digits stand.
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
    #[serde(default)]
    text: Option<Value>,
    #[serde(default)]
    html: Option<Value>,
    #[serde(default)]
    title: Option<Value>,
    #[serde(default)]
    outlet: Option<Value>,
    #[serde(default)]
    byline: Option<Value>,
    #[serde(default)]
    published: Option<Value>,
    #[serde(default)]
    url: Option<Value>,
}

/// A line that was read, or was too long to be.
enum Bytes {
    Line,
    TooLong,
    End,
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(reader: R, name: &str, options: &Options) -> Self {
        let limit = options.record_limit();
        Lines {
            reader,
            name: name.to_owned(),
            options: options.clone(),
            limit,
            line: 0,
            done: false,
        }
    }

    /// What errors call the reader.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The next line that is not blank, with its number from 1, as an article of which only what
    /// the line says is known.
    pub(crate) fn next_article(&mut self) -> Option<(u64, Result<PageRead>)> {
        let mut bytes = Vec::new();
        while !self.done {
            self.line += 1;
            match self.read_line(&mut bytes) {
                Ok(Bytes::End) => self.done = true,
                Ok(Bytes::TooLong) => {
                    let error = too_large("", self.limit).at_line(&self.name, self.line);
                    return Some((self.line, Err(error)));
                }
                Ok(Bytes::Line) if self.line == 1 && is_utf_16(&bytes) => {
                    self.done = true;
                    let error = Error::input("cannot read")
                        .at(&self.name)
                        .because("JSON Lines are UTF-8, and this is UTF-16")
                        .hint("save it as UTF-8");
                    return Some((1, Err(error)));
                }
                Ok(Bytes::Line) if bytes.trim_ascii().is_empty() => {}
                Ok(Bytes::Line) => return Some((self.line, self.article(&bytes))),
                Err(error) => {
                    self.done = true;
                    let error = Error::input("cannot read on in")
                        .at_line(&self.name, self.line)
                        .because(error)
                        .hint("the lines before it are read");
                    return Some((self.line, Err(error)));
                }
            }
        }
        None
    }

    fn article(&self, bytes: &[u8]) -> Result<PageRead> {
        let error =
            |why: String| Error::input("cannot read").at_line(&self.name, self.line).because(why);
        let hint = "a line is `{\"id\": \"…\", \"text\": \"…\"}`; title, outlet, byline, published and url may follow";
        let Decoded { text: json, notes, .. } =
            decode::decode(bytes).map_err(|no| error(no.why).hint(no.hint))?;
        if !json.trim_start().starts_with('{') {
            return Err(error("not a JSON object".to_owned()).hint(hint));
        }
        let line: Line<'_> = serde_json::from_str(&json)
            .map_err(|e| error(format!("not JSON: {}", without_line(&e))).hint(hint))?;
        let Some(id) = line.id.and_then(|id| id_of(id.get())) else {
            return Err(error("it has no `id` that is a string or a number".to_owned()).hint(hint));
        };
        let given = Given {
            title: line.title,
            outlet: line.outlet,
            byline: line.byline,
            published: line.published,
            url: line.url,
        };
        let text = match line.text {
            Some(Value::String(text)) => text,
            None | Some(Value::Null) => match line.html {
                Some(Value::String(html)) => {
                    let name = format!("{}, line {}", self.name, self.line);
                    let mut read = html::page_parts(
                        &id,
                        html.as_bytes(),
                        &name,
                        Some("utf-8"),
                        &self.options,
                    )?;
                    given.apply(&mut read.article, "json line");
                    return Ok(read);
                }
                None | Some(Value::Null) => {
                    return Err(error("it has neither `text` nor `html`".to_owned()).hint(hint));
                }
                Some(_) => return Err(error("its `html` is no string".to_owned()).hint(hint)),
            },
            Some(_) => return Err(error("its `text` is no string".to_owned()).hint(hint)),
        };
        if text.trim().is_empty() {
            return Err(error(format!("the text of `{id}` is empty"))
                .hint("an article is at least one sentence"));
        }
        if bytes.len() as u64 > self.options.limit() {
            return Err(too_large("", self.options.limit()).at_line(&self.name, self.line));
        }
        let mut article = Article::new(ArticleId::new(id), text);
        // Places in the line are none in the text.
        article.notes.extend(
            notes.into_iter().map(|note| sayso_core::record::Note {
                place: sayso_core::Span::new(0, 0),
                ..note
            }),
        );
        given.apply(&mut article, "json line");
        Ok(PageRead { article, settled: Vec::new() })
    }

    /// Reads to the end of the line and keeps it, or if it is too long, nothing of it.
    fn read_line(&mut self, bytes: &mut Vec<u8>) -> io::Result<Bytes> {
        bytes.clear();
        let mut read = 0u64;
        loop {
            let buffer = match self.reader.fill_buf() {
                Ok(buffer) => buffer,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(e),
            };
            let end = buffer.iter().position(|b| *b == b'\n');
            let part = &buffer[..end.unwrap_or(buffer.len())];
            read += part.len() as u64;
            if read <= self.limit {
                bytes.extend_from_slice(part);
            }
            let at_end = buffer.is_empty();
            let used = end.map_or(buffer.len(), |end| end + 1);
            self.reader.consume(used);
            if at_end && read == 0 {
                return Ok(Bytes::End);
            }
            if at_end || end.is_some() {
                return Ok(if read <= self.limit { Bytes::Line } else { Bytes::TooLong });
            }
        }
    }
}

fn is_utf_16(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF])
}

/// The id as text: a string's content, a number's digits.
fn id_of(json: &str) -> Option<String> {
    match serde_json::from_str(json).ok()? {
        Value::String(id) if !id.trim().is_empty() => Some(id),
        Value::Number(_) => Some(json.to_owned()),
        _ => None,
    }
}

/// The message without its line, which is always 1 here.
fn without_line(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let end = message.rfind(" at line ").unwrap_or(message.len());
    format!("{} at column {}", &message[..end], error.column())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limited(max_bytes: u64) -> Options {
        Options { max_bytes, max_record: 16 * max_bytes, ..Options::default() }
    }

    fn read(lines: &str) -> Vec<String> {
        let mut lines = Lines::new(lines.as_bytes(), "a.jsonl", &limited(120));
        std::iter::from_fn(|| lines.next_article())
            .map(|(line, article)| match article {
                Ok(PageRead { article, .. }) => format!("{line} {}: {}", article.id, article.text),
                Err(error) => error.to_string(),
            })
            .collect()
    }

    #[test]
    fn ids_and_texts_are_untouched() {
        let lines = "\u{FEFF}{\"id\": \" a/b \", \"text\": \" x\\r\\n\"}\r\n\n{\"text\":\"y\",\"id\":12345678901234567890123,\"other\":[1]}";
        assert_eq!(read(lines), ["1  a/b :  x\r\n", "3 12345678901234567890123: y"]);
    }

    #[test]
    fn a_bad_line_is_one_error_with_its_place() {
        let long = format!("{{\"id\":\"l\",\"text\":\"{}\"}}", "x".repeat(2000));
        let lines = format!(
            "{{\"id\": \"a\", \"text\": \n[1]\n{{\"id\":\"a\"}}\n{{\"text\":\"a\"}}\n{{\"id\":\"a\",\"text\":\" \"}}\n{long}\n{{\"id\":\"a\",\"html\":\"<p>\"}}\n{{\"id\":\"z\",\"text\":\"fine\"}}"
        );
        let found = read(&lines);
        let starts = [
            "cannot read `a.jsonl`, line 1: not JSON: ",
            "cannot read `a.jsonl`, line 2: not a JSON object",
            "cannot read `a.jsonl`, line 3: it has neither `text` nor `html`",
            "cannot read `a.jsonl`, line 4: it has no `id`",
            "cannot read `a.jsonl`, line 5: the text of `a` is empty",
            "cannot read `a.jsonl`, line 6: it holds more than 1920 bytes",
            "no article in `a.jsonl, line 7`: no part of the page",
            "8 z: fine",
        ];
        assert_eq!(found.len(), starts.len(), "{found:#?}");
        for (found, start) in found.iter().zip(starts) {
            assert!(found.starts_with(start), "{found} | {start}");
        }
    }

    #[test]
    fn what_a_line_says_is_known() {
        let line = r#"{"id":"a","text":"t","title":"T","outlet":7,"byline":null,"published":"Sun, 23 Jun 2024 10:00:00 GMT","url":"u"}"#;
        let mut lines = Lines::new(line.as_bytes(), "-", &limited(1000));
        let PageRead { article, .. } = lines.next_article().expect("a line").1.expect("an article");
        assert_eq!(article.title.as_deref(), Some("T"));
        assert_eq!(article.published.map(|d| d.to_string()).as_deref(), Some("2024-06-23"));
        assert_eq!((article.outlet, article.byline), (None, None));
        assert_eq!(article.notes.len(), 1);
        assert!(article.provenance.iter().all(|p| p.by == "json line"));
    }

    #[test]
    fn utf_16_is_one_error() {
        let bytes: Vec<u8> = "\u{FEFF}{}\n{}\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut lines = Lines::new(&bytes[..], "a.jsonl", &limited(1000));
        assert!(lines.next_article().expect("a line").1.is_err());
        assert!(lines.next_article().is_none());
    }
}
