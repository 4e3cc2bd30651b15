//! How much may come out of this input?
//!
//! A small file can hold a packed stream without end, or the same bytes a million times. Whatever is
//! read from disk and whatever is unpacked passes a [`Meter`], one for each input, which stops it.

use std::cell::Cell;
use std::fmt;
use std::io::{self, Read};
use std::rc::Rc;

use sayso_core::Error;

use crate::Options;

/// Packings and archives that may lie within each other: a page in a WARC in gzip in a zip has three.
pub(crate) const MAX_NESTING: usize = 4;

/// Unpacked bytes that are not yet measured against the packed ones: a short text of blanks is no bomb.
const FREE: u64 = 1 << 24;

/// Counts what goes into and comes out of one input.
#[derive(Debug)]
pub(crate) struct Meter {
    /// Length of the input, where it has one: what is read twice counts once.
    length: u64,
    stored: Cell<u64>,
    unpacked: Cell<u64>,
    max_unpacked: u64,
    max_ratio: u64,
}

impl Meter {
    /// A meter for an input of so many bytes; `None` where it does not know its length.
    pub(crate) fn new(length: Option<u64>, options: &Options) -> Self {
        Meter {
            length: length.unwrap_or(u64::MAX),
            stored: Cell::new(0),
            unpacked: Cell::new(0),
            max_unpacked: options.max_unpacked,
            max_ratio: u64::from(options.max_ratio),
        }
    }

    fn take(&self, bytes: usize) {
        self.stored.set(self.stored.get().saturating_add(bytes as u64).min(self.length));
    }

    fn make(&self, bytes: usize) -> io::Result<()> {
        let unpacked = self.unpacked.get().saturating_add(bytes as u64);
        self.unpacked.set(unpacked);
        let allowed = self.stored.get().saturating_mul(self.max_ratio).saturating_add(FREE);
        let (limit, flag) = if unpacked > self.max_unpacked {
            (format!("{} bytes", self.max_unpacked), "--max-unpacked")
        } else if unpacked > allowed {
            (format!("{} times its size", self.max_ratio), "--max-ratio")
        } else {
            return Ok(());
        };
        Err(io::Error::other(TooMuch { limit, flag }))
    }
}

/// More came out than an input may hold.
#[derive(Debug)]
struct TooMuch {
    limit: String,
    flag: &'static str,
}

impl fmt::Display for TooMuch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "it unpacks to more than {}", self.limit)
    }
}

impl std::error::Error for TooMuch {}

/// A reader of what is stored.
pub(crate) struct Stored<R> {
    pub(crate) reader: R,
    pub(crate) meter: Rc<Meter>,
}

impl<R: Read> Read for Stored<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.meter.take(read);
        Ok(read)
    }
}

/// A reader of what is unpacked.
pub(crate) struct Unpacked<R> {
    pub(crate) reader: R,
    pub(crate) meter: Rc<Meter>,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.meter.make(read)?;
        Ok(read)
    }
}

/// All that a reader gives, if that is no more than `limit` bytes.
pub(crate) fn read_all(reader: impl Read, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    reader.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

/// What went wrong while something was read from within an input.
pub(crate) fn broken(name: &str, error: &io::Error) -> Error {
    let failed = Error::input("cannot read").at(name);
    if let Some(much) = error.get_ref().and_then(|e| e.downcast_ref::<TooMuch>()) {
        let hint = format!("raise the limit with `{}` if you know where it comes from", much.flag);
        return failed.because(much).hint(hint);
    }
    match error.kind() {
        io::ErrorKind::UnexpectedEof => failed
            .because("it ends in the middle of its packed data")
            .hint("the file is cut short; what stood before the cut was read where it could be"),
        _ => failed.because(error).hint("the packed data is damaged, or of another kind"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meter(length: Option<u64>) -> Rc<Meter> {
        let options = Options { max_unpacked: 100 << 20, max_ratio: 10, ..Options::default() };
        Rc::new(Meter::new(length, &options))
    }

    #[test]
    fn the_ratio_holds_behind_what_is_free() {
        let meter = meter(None);
        meter.take(1000);
        assert!(meter.make(FREE as usize).is_ok());
        assert!(meter.make(10_000).is_ok());
        let error = meter.make(1).expect_err("too much");
        let said = broken("a.gz", &error);
        assert!(said.to_string().ends_with("more than 10 times its size"), "{said}");
        assert!(said.hints()[0].contains("--max-ratio"));
    }

    #[test]
    fn the_same_bytes_count_once() {
        let meter = meter(Some(1000));
        for _ in 0..100_000 {
            meter.take(1000);
        }
        assert!(meter.make(FREE as usize + 10_001).is_err());
    }

    #[test]
    fn there_is_an_end_to_all_of_it() {
        let meter = meter(None);
        meter.take(1 << 30);
        assert!(meter.make(100 << 20).is_ok());
        assert!(meter.make(1).expect_err("too much").to_string().contains("104857600 bytes"));
    }

    #[test]
    fn what_is_larger_is_not_kept() {
        assert_eq!(read_all(&b"abc"[..], 3).expect("bytes").as_deref(), Some(&b"abc"[..]));
        assert!(read_all(&b"abcd"[..], 3).expect("bytes").is_none());
    }
}
