//! What lies in this box?
//!
//! A box is whatever holds articles: a file of lines, an archive, a feed, a packed file, and a plain
//! file as the smallest of them. [`open`] looks what something is and gives its contents, one piece
//! at a time; a piece may be a box again.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;
use std::rc::Rc;

use rawzip::{FileReader, ReaderAt};
use sayso_core::{Error, Kind, Result};

use crate::html::{self, PageRead};
use crate::jsonl::Lines;
use crate::kinds::{self, Form, Named};
use crate::limits::{self, MAX_NESTING, Meter, Stored};
use crate::mail::{self, Mails};
use crate::unpack::Packing;
use crate::warc::Records;
use crate::zipped::Zipped;
use crate::{Options, feed, plain_article, too_large, unreadable};

/// Bytes that are looked at to tell what something is.
const HEAD: u64 = 1024;

/// Largest zip archive that is not a file of its own: its directory stands at its end, so it waits
/// in memory.
const MAX_ZIP_IN_MEMORY: u64 = 1 << 26;

/// What a box gives, one piece after the other.
pub(crate) trait Contents {
    /// The next piece.
    fn next_piece(&mut self) -> Option<Piece>;
}

/// One thing out of a box.
pub(crate) enum Piece {
    /// An article.
    Article(Box<Draft>),
    /// Something that should be an article and cannot be read.
    Failed(Error),
    /// A box within the box.
    Inner(Box<dyn Contents>),
    /// Something that is no article: a picture, a script.
    PassedOver,
}

/// An article as it comes out of a box.
pub(crate) struct Draft {
    /// What is known of it, but for what its text says of itself.
    pub(crate) read: PageRead,
    pub(crate) naming: Naming,
}

/// How an article is called.
#[derive(Debug)]
pub(crate) enum Naming {
    /// By what holds it; a second one of that name is an error, at this place.
    Given { file: String, line: Option<u64> },
    /// By us: the first of these names that is free, the last one with a number if none is.
    Made(Vec<String>),
}

/// Pieces that are there already.
pub(crate) struct Queue(VecDeque<Piece>);

impl Queue {
    pub(crate) fn boxed(pieces: impl IntoIterator<Item = Piece>) -> Box<dyn Contents> {
        Box::new(Queue(pieces.into_iter().collect()))
    }
}

impl Contents for Queue {
    fn next_piece(&mut self) -> Option<Piece> {
        self.0.pop_front()
    }
}

impl<R: io::BufRead> Contents for Lines<R> {
    fn next_piece(&mut self) -> Option<Piece> {
        let (line, article) = self.next_article()?;
        let naming = Naming::Given { file: self.name().to_owned(), line: Some(line) };
        Some(match article {
            Ok(read) => Piece::Article(Box::new(Draft { read, naming })),
            Err(error) => Piece::Failed(error),
        })
    }
}

/// What everything in one input shares.
#[derive(Clone)]
pub(crate) struct Context {
    pub(crate) options: Rc<Options>,
    pub(crate) meter: Rc<Meter>,
    /// Packings and archives around this.
    pub(crate) depth: usize,
}

impl Context {
    /// The context of what lies in one more box.
    ///
    /// # Errors
    /// If there are too many already.
    pub(crate) fn deeper(&self, name: &str) -> Result<Self> {
        if self.depth >= MAX_NESTING {
            return Err(Error::input("cannot read")
                .at(name)
                .because(format!(
                    "more than {MAX_NESTING} packings or archives lie within each other"
                ))
                .hint("unpack the outer ones"));
        }
        Ok(Context { depth: self.depth + 1, ..self.clone() })
    }
}

/// The bytes of a thing.
pub(crate) enum Bytes {
    /// As they come.
    Stream(Box<dyn Read>),
    /// With any of them at hand, and how many there are.
    AnyPlace(Rc<dyn ReaderAt>, u64),
}

/// A thing that may hold articles.
pub(crate) struct Thing {
    /// What errors call it.
    pub(crate) name: String,
    /// What its article would be called; of a box, what articles with no name of their own are
    /// called after.
    pub(crate) id: String,
    /// What its name says of it.
    pub(crate) named: Named,
    /// How its article is called, where it is one.
    pub(crate) naming: Naming,
    pub(crate) bytes: Bytes,
    pub(crate) context: Context,
}

/// Opens a file.
///
/// # Errors
/// If it cannot be opened, or holds nothing that can be read.
pub(crate) fn file(path: &Path, id: &str, options: &Rc<Options>) -> Result<Box<dyn Contents>> {
    let failed = |error: io::Error| unreadable(path, &error);
    let name = path.display().to_string();
    let named = kinds::of_name(&path.file_name().unwrap_or_default().to_string_lossy());
    let opened = File::open(path).map_err(failed)?;
    let about = opened.metadata().map_err(failed)?;
    // Pipes and devices do not know their length.
    let length = about.is_file().then_some(about.len());
    let bytes = match length {
        Some(length) if named.packings.is_empty() && named.form == Some(Form::Zip) => {
            Bytes::AnyPlace(Rc::new(FileReader::from(opened)), length)
        }
        _ => Bytes::Stream(Box::new(opened)),
    };
    let options = Rc::clone(options);
    let meter = Rc::new(Meter::new(length, &options));
    let naming = Naming::Given { file: name.clone(), line: None };
    let context = Context { options, meter, depth: 0 };
    open(Thing { name, id: id.to_owned(), named, naming, bytes, context })
}

/// Opens bytes in memory as if they were a file of this name.
pub(crate) fn memory(
    name: &str,
    bytes: Vec<u8>,
    options: &Rc<Options>,
) -> Result<Box<dyn Contents>> {
    let file_name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let named = kinds::of_name(file_name);
    if named.form.is_none()
        && let Some(what) = kinds::not_read(file_name)
    {
        return Err(crate::unsupported(what).at(name));
    }
    let meter = Rc::new(Meter::new(Some(bytes.len() as u64), options));
    let context = Context { options: Rc::clone(options), meter, depth: 0 };
    open(Thing {
        name: name.to_owned(),
        id: named.stem.clone(),
        naming: Naming::Given { file: name.to_owned(), line: None },
        bytes: Bytes::Stream(Box::new(Cursor::new(bytes))),
        named,
        context,
    })
}

/// Looks what a thing is and gives its contents.
///
/// # Errors
/// If it is one article that cannot be read, or a box that cannot be opened.
pub(crate) fn open(thing: Thing) -> Result<Box<dyn Contents>> {
    let Thing { name, id, named, naming, bytes, mut context } = thing;
    let Named { mut packings, mut form, .. } = named;
    let mut stream: Box<dyn Read> = match bytes {
        Bytes::AnyPlace(bytes, length) => {
            return Ok(Box::new(Zipped::open(bytes, length, &name, &id, &context)?));
        }
        Bytes::Stream(stream) if context.depth == 0 => {
            Box::new(Stored { reader: stream, meter: Rc::clone(&context.meter) })
        }
        Bytes::Stream(stream) => stream,
    };
    packings.reverse();
    loop {
        if let Some(packing) = packings.pop() {
            context = context.deeper(&name)?;
            stream = packing.open(stream, &context.meter);
        } else if form.is_none() {
            let mut head = Vec::new();
            (&mut stream)
                .take(HEAD)
                .read_to_end(&mut head)
                .map_err(|error| cannot_read(&name, &error, context.depth))?;
            match Packing::of_head(&head) {
                Some(packing) => packings.push(packing),
                None => form = Some(kinds::of_head(&head).unwrap_or(Form::Text)),
            }
            stream = Box::new(Cursor::new(head).chain(stream));
        } else {
            break;
        }
    }
    let Context { options, depth, .. } = &context;
    let all = |stream: Box<dyn Read>, limit: u64| match limits::read_all(stream, limit) {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => Err(too_large(&name, limit)),
        Err(error) => Err(cannot_read(&name, &error, *depth)),
    };
    let one = |read: Result<PageRead>| {
        Ok(Queue::boxed([Piece::Article(Box::new(Draft { read: read?, naming }))]))
    };
    match form {
        None | Some(Form::Text) => {
            let bytes = all(stream, options.limit())?;
            one(plain_article(&id, &bytes, &name, options).map(PageRead::plain))
        }
        Some(Form::Page) => {
            let bytes = all(stream, options.record_limit())?;
            one(html::page_parts(&id, &bytes, &name, None, options))
        }
        Some(Form::Mail) => {
            let bytes = all(stream, options.record_limit())?;
            one(mail::article(&id, &bytes, &name, options))
        }
        Some(Form::Pdf) => Err(crate::unsupported("PDF")
            .at(&name)
            .hint("save the article as plain text, or put it into a line of JSON")),
        Some(Form::Feed) => {
            let bytes = all(stream, options.record_limit())?;
            feed::pieces(&bytes, &name, &id, options).map(Queue::boxed)
        }
        Some(Form::Lines) => {
            let reader = BufReader::new(stream);
            Ok(Box::new(Lines::new(reader, &name, options)))
        }
        Some(Form::Warc) => Ok(Box::new(Records::new(stream, &name, &id, &context))),
        Some(Form::Mbox) => Ok(Box::new(Mails::new(stream, &name, &id, options))),
        Some(Form::Zip) => {
            let bytes = all(stream, MAX_ZIP_IN_MEMORY)?;
            let length = bytes.len() as u64;
            Ok(Box::new(Zipped::open(Rc::new(bytes), length, &name, &id, &context)?))
        }
    }
}

/// A read that failed: within a packed file that is mostly its own fault, else the system's.
pub(crate) fn cannot_read(name: &str, error: &io::Error, depth: usize) -> Error {
    if depth > 0 {
        return limits::broken(name, error);
    }
    let failed = Error::new(Kind::Input, "cannot read").at(name).because(error);
    match error.kind() {
        io::ErrorKind::PermissionDenied => failed.hint("you lack the permission to read it"),
        _ => failed,
    }
}
