//! Which articles are in this web archive?
//!
//! One record of a WARC or WET file at a time: responses that a server sent with status 200, resources
//! and converted texts. The rest (requests, metadata, repeats) is no article, and what is no page and
//! no text is passed over.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use sayso_core::{Error, Kind};

use crate::contents::{Contents, Context, Draft, Naming, Piece, cannot_read};
use crate::fetched::{self, Sent, id_of_address};
use crate::http::{NoBody, Response};
use crate::kinds;

/// Bytes of a record's head.
const MAX_HEAD: usize = 1 << 16;

/// Wrong lengths after which the rest of an archive is given up. Each costs a search in a record.
const MAX_LIES: usize = 100;

/// The records of a web archive that are left to read.
pub(crate) struct Records {
    input: Input,
    name: String,
    /// What articles without an address are called after.
    id: String,
    context: Context,
    count: u64,
    lies: usize,
    /// Whether the line that begins a record was read.
    in_record: bool,
    /// Where that line stands.
    begins: u64,
    done: bool,
}

/// The head of a record.
#[derive(Default)]
struct Head {
    kind: String,
    address: Option<String>,
    date: Option<String>,
    media_type: String,
    length: Option<u64>,
    truncated: Option<String>,
}

/// The body of a record.
enum Body {
    Whole(Vec<u8>),
    /// Its first bytes; it is larger than may be read.
    Beginning(Vec<u8>),
    /// What there is; the record does not end where it says.
    Wrong(Vec<u8>),
}

impl Records {
    pub(crate) fn new(stream: Box<dyn Read>, name: &str, id: &str, context: &Context) -> Self {
        Records {
            input: Input {
                front: Cursor::new(Vec::new()),
                rest: BufReader::with_capacity(1 << 16, stream),
                at: 0,
            },
            name: name.to_owned(),
            id: id.to_owned(),
            context: context.clone(),
            count: 0,
            lies: 0,
            in_record: false,
            begins: 0,
            done: false,
        }
    }

    fn error(&self, at: u64, why: impl std::fmt::Display) -> Error {
        Error::input("cannot read the record in").at_byte(&self.name, at).because(why)
    }

    /// The next record that is an article or something like one.
    fn record(&mut self) -> io::Result<Option<Piece>> {
        loop {
            if !self.in_record && !self.begin()? {
                return Ok(None);
            }
            let at = self.begins;
            if !std::mem::take(&mut self.in_record) {
                let error = self.error(at, "no record begins here");
                self.find_record()?;
                let hint = "the length of the record before may be wrong; reading went on with the next one";
                return Ok(Some(Piece::Failed(error.hint(hint))));
            }
            self.count += 1;
            let head = match self.head()? {
                Ok(head) => head,
                Err(why) => {
                    let error = self.error(at, why);
                    self.find_record()?;
                    let hint = "reading went on with the next record";
                    return Ok(Some(Piece::Failed(error.hint(hint))));
                }
            };
            let length = head.length.unwrap_or_default();
            if !matches!(head.kind.as_str(), "response" | "resource" | "conversion") {
                self.input.skip(length)?;
                continue;
            }
            let body = self.input.body(length, self.context.options.record_limit())?;
            return self.piece(at, &head, body).map(Some);
        }
    }

    /// Reads the line that begins a record; `false` at the end. Leaves `in_record` unset if what
    /// stands here is no such line.
    fn begin(&mut self) -> io::Result<bool> {
        loop {
            let buffer = self.input.fill_buf()?;
            let Some(first) = buffer.first().copied() else { return Ok(false) };
            if !matches!(first, b'\r' | b'\n') {
                break;
            }
            self.input.consume(1);
        }
        self.begins = self.input.at;
        let mut line = Vec::new();
        self.in_record =
            matches!(self.input.line(&mut line, 64)?, Line::Whole) && line.starts_with(b"WARC/");
        Ok(true)
    }

    /// Goes on to the next line that begins a record, and reads it.
    fn find_record(&mut self) -> io::Result<()> {
        let mut line = Vec::new();
        let mut at_start = true;
        loop {
            line.clear();
            self.begins = self.input.at;
            match self.input.line(&mut line, 64)? {
                Line::Cut => return Ok(()),
                Line::Whole if at_start && line.starts_with(b"WARC/") => {
                    self.in_record = true;
                    return Ok(());
                }
                Line::Whole => at_start = true,
                Line::TooLong => at_start = false,
            }
        }
    }

    fn head(&mut self) -> io::Result<Result<Head, String>> {
        let mut head = Head::default();
        let mut line = Vec::new();
        let mut left = MAX_HEAD;
        loop {
            line.clear();
            match self.input.line(&mut line, left)? {
                Line::Whole => left = left.saturating_sub(line.len()),
                Line::TooLong => {
                    return Ok(Err(format!("its head is longer than {MAX_HEAD} bytes")));
                }
                Line::Cut => return Ok(Err("the archive ends in its head".to_owned())),
            }
            let line = String::from_utf8_lossy(&line);
            let line = line.trim_end();
            if line.is_empty() {
                break;
            }
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "warc-type" => head.kind = value.to_ascii_lowercase(),
                "warc-target-uri" => {
                    let address = value.trim_start_matches('<').trim_end_matches('>');
                    head.address = Some(address.to_owned());
                }
                "warc-date" => head.date = Some(value.to_owned()),
                "content-type" => value.clone_into(&mut head.media_type),
                "content-length" => head.length = value.parse().ok(),
                "warc-truncated" => head.truncated = Some(value.to_owned()),
                _ => {}
            }
        }
        Ok(if head.length.is_none() {
            Err("it has no `Content-Length` that is a number".to_owned())
        } else if head.kind.is_empty() {
            Err("it has no `WARC-Type`".to_owned())
        } else {
            Ok(head)
        })
    }

    /// What a record with a body holds.
    fn piece(&mut self, at: u64, head: &Head, body: Body) -> io::Result<Piece> {
        let address = head.address.as_deref().unwrap_or_default();
        let of = if address.is_empty() { String::new() } else { format!("`{address}`: ") };
        let bytes = match body {
            Body::Whole(bytes) => bytes,
            Body::Beginning(bytes) => {
                return Ok(if is_article(head, &bytes) {
                    let limit = self.context.options.record_limit();
                    let error = self.error(at, format!("{of}it holds more than {limit} bytes"));
                    Piece::Failed(error.hint("raise the limit with `--max-record`"))
                } else {
                    Piece::PassedOver
                });
            }
            Body::Wrong(bytes) => {
                let length = head.length.unwrap_or_default();
                let why = format!("{of}it does not end after the {length} bytes that it says");
                self.lies += 1;
                // A length that is too large swallows the records behind it.
                match find(&bytes, b"\r\n\r\nWARC/") {
                    Some(end) => self.input.put_back(&bytes[end + 4..]),
                    None => self.find_record()?,
                }
                let hint = "the length is wrong, or the archive is cut short; reading went on with the next record";
                return Ok(Piece::Failed(self.error(at, why).hint(hint)));
            }
        };
        let is_answer = head.media_type.to_ascii_lowercase().starts_with("application/http");
        Ok(if head.kind == "response" && is_answer {
            self.answer(at, head, &of, &bytes)
        } else {
            let media = Some(head.media_type.as_str()).filter(|media| !media.is_empty());
            self.article(at, head, media.map(kinds::of_media_type).as_ref(), &bytes)
        })
    }

    /// What a record holds that is what a server sent.
    fn answer(&self, at: u64, head: &Head, of: &str, bytes: &[u8]) -> Piece {
        let Some(response) = Response::read(bytes) else {
            return Piece::Failed(self.error(at, format!("{of}it holds no answer of a server")));
        };
        let media = response.field("content-type").map(kinds::of_media_type);
        if response.status != 200 || media.as_ref().is_some_and(|media| media.form.is_none()) {
            return Piece::PassedOver;
        }
        let limit = self.context.options.record_limit();
        match response.body(limit, &self.context.meter) {
            Ok(body) => self.article(at, head, media.as_ref(), &body),
            Err(NoBody::Coding(coding)) => {
                let why = format!("{of}its body is packed as `{coding}`, which is not read");
                let error = Error::new(Kind::Unsupported, "cannot read the record in");
                Piece::Failed(error.at_byte(&self.name, at).because(why))
            }
            Err(NoBody::TooLarge) => {
                let why = format!("{of}unpacked it holds more than {limit} bytes");
                Piece::Failed(self.error(at, why).hint("raise the limit with `--max-record`"))
            }
            Err(NoBody::Broken(error)) => {
                Piece::Failed(self.error(at, format!("{of}its body is damaged: {error}")))
            }
        }
    }

    fn article(&self, at: u64, head: &Head, media: Option<&kinds::Media>, bytes: &[u8]) -> Piece {
        let address = head.address.as_deref().filter(|a| a.starts_with("http"));
        let Some(form) = fetched::form_of(media, bytes, address) else { return Piece::PassedOver };
        if !fetched::is_one_article(form) {
            return Piece::PassedOver;
        }
        let first = address.map_or_else(|| format!("{}/{}", self.id, self.count), id_of_address);
        let later = head.date.as_ref().map(|date| format!("{first}@{date}"));
        let name = format!("{}: {}", self.name, address.unwrap_or(&first));
        let charset = media.and_then(|media| media.charset.as_deref());
        let sent = Sent { id: &first, name: &name, address, by: "web archive", charset, bytes };
        let mut read = match fetched::article(form, &sent, &self.context.options) {
            Ok(read) => read,
            Err(error) => {
                let why = error.to_string();
                let hints = error.hints().to_vec();
                let error = self.error(at, why);
                return Piece::Failed(hints.into_iter().fold(error, Error::hint));
            }
        };
        if let Some(why) = &head.truncated {
            fetched::note(
                &mut read.article,
                format!("the web archive holds only its beginning ({why})"),
            );
        }
        let names = std::iter::once(first).chain(later).collect();
        Piece::Article(Box::new(Draft { read, naming: Naming::Made(names) }))
    }
}

impl Contents for Records {
    fn next_piece(&mut self) -> Option<Piece> {
        if self.done {
            return None;
        }
        if self.lies >= MAX_LIES {
            self.done = true;
            let why = format!("{MAX_LIES} records had a wrong length; the rest was not read");
            return Some(Piece::Failed(self.error(self.input.at, why)));
        }
        match self.record() {
            Ok(Some(piece)) => Some(piece),
            Ok(None) => {
                self.done = true;
                None
            }
            Err(error) => {
                self.done = true;
                let error = cannot_read(&self.name, &error, self.context.depth);
                Some(Piece::Failed(error.hint("the records before it are read")))
            }
        }
    }
}

/// Whether a record of which only the beginning is known is a page or a text.
fn is_article(head: &Head, bytes: &[u8]) -> bool {
    let form = |media: &str| kinds::of_media_type(media).form;
    if head.kind != "response" {
        return form(&head.media_type).is_some();
    }
    Response::read(bytes).is_some_and(|response| {
        response.status == 200 && response.field("content-type").and_then(form).is_some()
    })
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// Bytes of an archive, some of which were put back.
struct Input {
    front: Cursor<Vec<u8>>,
    rest: BufReader<Box<dyn Read>>,
    /// Place in the unpacked archive.
    at: u64,
}

/// How a line ended.
enum Line {
    Whole,
    TooLong,
    Cut,
}

impl Input {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.front.position() < self.front.get_ref().len() as u64 {
            return self.front.fill_buf();
        }
        if !self.front.get_ref().is_empty() {
            self.front = Cursor::new(Vec::new());
        }
        loop {
            match self.rest.fill_buf() {
                Ok(_) => break,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.rest.fill_buf()
    }

    fn consume(&mut self, bytes: usize) {
        self.at += bytes as u64;
        if self.front.get_ref().is_empty() {
            self.rest.consume(bytes);
        } else {
            self.front.consume(bytes);
        }
    }

    /// Puts bytes back that were read last.
    fn put_back(&mut self, bytes: &[u8]) {
        let mut front = bytes.to_vec();
        front.extend_from_slice(&self.front.get_ref()[self.front.position() as usize..]);
        self.at -= bytes.len() as u64;
        self.front = Cursor::new(front);
    }

    /// Reads a line with its end, or the first `limit` bytes of it.
    fn line(&mut self, line: &mut Vec<u8>, limit: usize) -> io::Result<Line> {
        loop {
            let left = limit - line.len();
            let buffer = self.fill_buf()?;
            if buffer.is_empty() {
                return Ok(Line::Cut);
            }
            let buffer = &buffer[..buffer.len().min(left)];
            let end = buffer.iter().position(|b| *b == b'\n');
            let used = end.map_or(buffer.len(), |end| end + 1);
            line.extend_from_slice(&buffer[..used]);
            self.consume(used);
            if end.is_some() {
                return Ok(Line::Whole);
            }
            if line.len() >= limit {
                return Ok(Line::TooLong);
            }
        }
    }

    /// Passes over bytes; `false` if the archive ends before.
    fn skip(&mut self, mut bytes: u64) -> io::Result<bool> {
        while bytes > 0 {
            let there = self.fill_buf()?.len();
            if there == 0 {
                return Ok(false);
            }
            let used = (there as u64).min(bytes) as usize;
            self.consume(used);
            bytes -= used as u64;
        }
        Ok(true)
    }

    /// Reads a body of this length, of which `limit` bytes are kept.
    fn body(&mut self, length: u64, limit: u64) -> io::Result<Body> {
        let mut kept = Vec::new();
        let wanted = length.min(limit);
        while (kept.len() as u64) < wanted {
            let buffer = self.fill_buf()?;
            if buffer.is_empty() {
                return Ok(Body::Wrong(kept));
            }
            let used = (buffer.len() as u64).min(wanted - kept.len() as u64) as usize;
            kept.extend_from_slice(&buffer[..used]);
            self.consume(used);
        }
        if length > limit {
            // No article is as large, but a length that swallows the next records may be.
            if find(&kept, b"\r\n\r\nWARC/").is_some() || !self.skip(length - limit)? {
                return Ok(Body::Wrong(kept));
            }
            return Ok(Body::Beginning(kept));
        }
        // An empty line follows, or by careless writers the next record.
        let ends = matches!(self.fill_buf()?.first(), None | Some(b'\r' | b'\n' | b'W'));
        Ok(if ends { Body::Whole(kept) } else { Body::Wrong(kept) })
    }
}
