//! Which article is in this mail?
//!
//! The body of a press release that came by mail, plain or HTML, with its subject as the headline; a
//! page that a browser saved as one file (MHTML) has the same form. A folder of mails in one file
//! (mbox) is read one mail at a time.

use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

use mailparse::{DispositionType, MailHeaderMap, ParsedMail, parse_mail};
use sayso_core::{Article, Error, Result};
use serde_json::Value;

use crate::contents::{Contents, Draft, Naming, Piece};
use crate::html::{self, PageRead};
use crate::meta::{self, Given};
use crate::{Options, plain_article_as};

/// Characters below which a plain body is taken for a notice that there is an HTML one.
const SHORT: usize = 200;

/// The article of a mail.
///
/// # Errors
/// If these bytes are no mail, or its body cannot be read.
pub(crate) fn article(id: &str, bytes: &[u8], name: &str, options: &Options) -> Result<PageRead> {
    let failed = |why: String| Error::input("cannot read").at(name).because(why);
    let mail = parse_mail(bytes).map_err(|error| failed(format!("no sound mail: {error}")))?;
    let (mut plain, mut html) = (None, None);
    for part in mail.parts() {
        let kind = part.ctype.mimetype.as_str();
        let is_attached = part.get_content_disposition().disposition == DispositionType::Attachment;
        if is_attached || !part.subparts.is_empty() {
            continue;
        }
        match kind {
            "text/plain" if plain.is_none() => plain = Some(part),
            "text/html" | "application/xhtml+xml" if html.is_none() => html = Some(part),
            _ => {}
        }
    }
    let body = |part: &ParsedMail<'_>| {
        part.get_body_raw().map_err(|error| {
            failed(format!("its body is damaged: {error}")).hint("save the mail again")
        })
    };
    let charset = |part: &ParsedMail<'_>| part.ctype.params.get("charset").cloned();
    let plain = plain.map(|part| Ok((part, body(part)?))).transpose()?;
    let known = known(&mail, name);
    match (plain, html) {
        (Some((part, plain)), html) if html.is_none() || plain.trim_ascii().len() >= SHORT => {
            let plain = unflow(part, plain);
            let charset = charset(part);
            let mut article = plain_article_as(id, &plain, name, charset.as_deref(), options)?;
            meta::overrule(&mut article, known);
            Ok(PageRead::plain(article))
        }
        (_, Some(part)) => {
            let charset = charset(part);
            let mut read = html::page_parts(id, &body(part)?, name, charset.as_deref(), options)?;
            // Its places are in the body as it was before it was packed into the mail.
            read.article.page = None;
            meta::overrule(&mut read.article, known);
            Ok(read)
        }
        (_, None) => Err(failed("it has no body that is text".to_owned())
            .hint("attachments are not read: save them, and name them")),
    }
}

/// What the head of a mail says.
fn known(mail: &ParsedMail<'_>, name: &str) -> Article {
    let field = |name: &str| {
        mail.headers.get_first_value(name).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty())
    };
    let address = field("Snapshot-Content-Location")
        .or_else(|| field("Content-Location"))
        .filter(|a| a.starts_with("http://") || a.starts_with("https://"));
    let sender = field("From").and_then(|from| sender(&from));
    let date = field("Date").map(|date| without_comment(&date).to_owned());
    let mut known = Article::new(sayso_core::id::ArticleId::new(name), String::new());
    // A browser that saved the page is not who wrote it, and not when; the page says more itself.
    let is_page = address.is_some();
    let given = Given {
        title: field("Subject").filter(|_| !is_page).map(Value::String),
        byline: sender.filter(|_| !is_page).map(Value::String),
        published: date.filter(|_| !is_page).map(Value::String),
        url: address.map(Value::String),
        outlet: None,
    };
    given.apply(&mut known, "mail head");
    known
}

/// The name of whom a mail is from: `Press Office <press@town.example>`.
fn sender(from: &str) -> Option<String> {
    let name = from.split('<').next()?.trim().trim_matches('"').trim();
    (!name.is_empty() && !name.contains('@')).then(|| name.to_owned())
}

/// `Sun, 23 Jun 2024 10:00:00 +0200 (CEST)` without what stands in brackets.
fn without_comment(date: &str) -> &str {
    date.split('(').next().unwrap_or(date).trim()
}

/// Puts lines together that were broken for the way only (`format=flowed`, RFC 3676).
fn unflow(part: &ParsedMail<'_>, body: Vec<u8>) -> Vec<u8> {
    let is = |name: &str, value: &str| {
        part.ctype.params.get(name).is_some_and(|v| v.eq_ignore_ascii_case(value))
    };
    if !is("format", "flowed") {
        return body;
    }
    let drops_space = is("delsp", "yes");
    let mut whole = Vec::with_capacity(body.len());
    for line in body.split_inclusive(|b| *b == b'\n') {
        let bare = line.strip_suffix(b"\n").unwrap_or(line);
        let bare = bare.strip_suffix(b"\r").unwrap_or(bare);
        // A line that ends in a space goes on; the one before a signature is `-- ` and does not.
        if bare.ends_with(b" ") && bare != b"-- " && bare.len() < line.len() {
            let end = bare.len() - usize::from(drops_space);
            whole.extend_from_slice(&bare[..end]);
        } else {
            whole.extend_from_slice(line);
        }
    }
    whole
}

/// Whether a line is one that stands before a mail: `From`, who sent it, and mostly when.
///
/// A mail may have a paragraph that begins with the word, and not every program marks it.
fn begins_mail(line: &[u8]) -> bool {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let rest = String::from_utf8_lossy(&rest[..rest.len().min(200)]);
    let mut words = rest.split_ascii_whitespace().skip(1);
    words.next().is_none_or(|word| DAYS.contains(&word.trim_end_matches(',')))
}

/// The mails of a folder in one file.
pub(crate) struct Mails {
    reader: BufReader<Box<dyn Read>>,
    name: String,
    id: String,
    options: Rc<Options>,
    count: u64,
    /// Whether the line that begins a mail was read.
    in_mail: bool,
    done: bool,
}

impl Mails {
    pub(crate) fn new(stream: Box<dyn Read>, name: &str, id: &str, options: &Rc<Options>) -> Self {
        Mails {
            reader: BufReader::new(stream),
            name: name.to_owned(),
            id: id.to_owned(),
            options: Rc::clone(options),
            count: 0,
            in_mail: false,
            done: false,
        }
    }

    /// The bytes of the next mail, or `None` if it is too large; the end is an empty mail.
    fn mail(&mut self) -> io::Result<Option<Vec<u8>>> {
        let limit = self.options.record_limit() as usize;
        let mut mail = Vec::new();
        let mut is_too_large = false;
        let mut behind_blank = true;
        let mut line = Vec::new();
        loop {
            line.clear();
            let read = (&mut self.reader).take(limit as u64 + 1).read_until(b'\n', &mut line)?;
            if read == 0 {
                break;
            }
            if behind_blank && begins_mail(&line) {
                if std::mem::replace(&mut self.in_mail, true) {
                    return Ok((!is_too_large).then_some(mail));
                }
                behind_blank = false;
                continue;
            }
            behind_blank = matches!(line.as_slice(), b"\n" | b"\r\n");
            // `From ` at the beginning of a line of a mail is written as `>From `.
            let quotes = line.iter().take_while(|b| **b == b'>').count();
            let is_quoted = quotes > 0 && line[quotes..].starts_with(b"From ");
            mail.extend_from_slice(&line[usize::from(is_quoted)..]);
            if mail.len() > limit {
                is_too_large = true;
                mail.clear();
            }
        }
        self.done = true;
        Ok((!is_too_large).then_some(mail))
    }
}

impl Contents for Mails {
    fn next_piece(&mut self) -> Option<Piece> {
        while !self.done {
            self.count += 1;
            let id = format!("{}/{}", self.id, self.count);
            let name = format!("{}, mail {}", self.name, self.count);
            let article = match self.mail() {
                Ok(Some(mail)) if mail.trim_ascii().is_empty() => {
                    self.count -= 1;
                    continue;
                }
                Ok(Some(mail)) => article(&id, &mail, &name, &self.options),
                Ok(None) => Err(crate::too_large(&name, self.options.record_limit())),
                Err(error) => {
                    self.done = true;
                    Err(crate::limits::broken(&name, &error))
                }
            };
            return Some(match article {
                Ok(read) => {
                    Piece::Article(Box::new(Draft { read, naming: Naming::Made(vec![id]) }))
                }
                Err(error) => Piece::Failed(error),
            });
        }
        None
    }
}
