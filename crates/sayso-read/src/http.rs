//! What did the server send?
//!
//! The head of a stored response and its body, put together from chunks and unpacked.

use std::io::{self, Cursor, Read};
use std::rc::Rc;

use crate::limits::{Meter, read_all};
use crate::unpack::Packing;

/// Packings of one body. Servers that pack twice exist.
const MAX_CODINGS: usize = 2;

/// A stored response.
pub(crate) struct Response<'a> {
    /// The status: 200.
    pub(crate) status: u16,
    head: Vec<(String, String)>,
    body: &'a [u8],
}

/// Why a body cannot be had.
#[derive(Debug)]
pub(crate) enum NoBody {
    /// It is packed in a way that is not read.
    Coding(String),
    /// It is larger than may be read.
    TooLarge,
    /// It is damaged.
    Broken(io::Error),
}

impl<'a> Response<'a> {
    /// Reads the head; `None` if these bytes begin with none.
    pub(crate) fn read(bytes: &'a [u8]) -> Option<Self> {
        let (first, mut rest) = line(bytes)?;
        let mut words = first.split_ascii_whitespace();
        let version = words.next()?;
        if !version.starts_with("HTTP/") && version != "ICY" {
            return None;
        }
        let status = words.next()?.parse().ok()?;
        let mut head: Vec<(String, String)> = Vec::new();
        while let Some((line, behind)) = line(rest) {
            rest = behind;
            if line.is_empty() {
                break;
            }
            if line.starts_with([' ', '\t']) {
                if let Some((_, value)) = head.last_mut() {
                    value.push(' ');
                    value.push_str(line.trim());
                }
            } else if let Some((name, value)) = line.split_once(':') {
                head.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        Some(Response { status, head, body: rest })
    }

    /// The first field of this name, in small letters.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.head.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The body as the server meant it.
    ///
    /// # Errors
    /// If it is larger than `limit`, damaged, or packed in a way that is not read.
    pub(crate) fn body(&self, limit: u64, meter: &Rc<Meter>) -> Result<Vec<u8>, NoBody> {
        // Many crawlers put the chunks together and leave the field as it was.
        let is_chunked = self
            .field("transfer-encoding")
            .is_some_and(|v| v.to_ascii_lowercase().contains("chunked"));
        let body = if is_chunked { unchunk(self.body) } else { None };
        let mut body = body.unwrap_or_else(|| self.body.to_vec());
        let codings = self.field("content-encoding").unwrap_or_default().to_ascii_lowercase();
        let codings: Vec<&str> = codings
            .split(',')
            .map(str::trim)
            .filter(|c| !c.is_empty() && *c != "identity" && *c != "none" && *c != "utf-8")
            .collect();
        if codings.len() > MAX_CODINGS {
            return Err(NoBody::Coding(codings.join(", ")));
        }
        for coding in codings.into_iter().rev() {
            let packing = match coding {
                "gzip" | "x-gzip" => Packing::Gzip,
                "deflate" => Packing::Deflate,
                "zstd" => Packing::Zstd,
                other => return Err(NoBody::Coding(other.to_owned())),
            };
            // The same is true of packings: what does not look packed was unpacked before.
            let looks_packed =
                packing == Packing::Deflate || Packing::of_head(&body) == Some(packing);
            if !looks_packed {
                continue;
            }
            let packed: Box<dyn Read> = Box::new(Cursor::new(body));
            body = match read_all(packing.open(packed, meter), limit) {
                Ok(Some(body)) => body,
                Ok(None) => return Err(NoBody::TooLarge),
                Err(error) => return Err(NoBody::Broken(error)),
            };
        }
        if body.len() as u64 > limit {
            return Err(NoBody::TooLarge);
        }
        Ok(body)
    }
}

/// The next line without its end, and what follows.
fn line(bytes: &[u8]) -> Option<(std::borrow::Cow<'_, str>, &[u8])> {
    if bytes.is_empty() {
        return None;
    }
    let end = bytes.iter().position(|b| *b == b'\n');
    let (line, rest) =
        end.map_or((bytes, &bytes[bytes.len()..]), |end| (&bytes[..end], &bytes[end + 1..]));
    Some((String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line)), rest))
}

/// The chunks put together, or `None` if this does not begin with one.
///
/// A chunk that is cut short is taken as far as it goes.
fn unchunk(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    let mut is_first = true;
    loop {
        let Some((size, rest)) = line(bytes) else { return Some(body) };
        let size = size.split(';').next().unwrap_or_default().trim();
        let Ok(size) = usize::from_str_radix(size, 16) else {
            return if is_first { None } else { Some(body) };
        };
        is_first = false;
        let chunk = &rest[..size.min(rest.len())];
        body.extend_from_slice(chunk);
        bytes = &rest[chunk.len()..];
        if size == 0 || bytes.is_empty() {
            return Some(body);
        }
        bytes = bytes.strip_prefix(b"\r\n").or_else(|| bytes.strip_prefix(b"\n")).unwrap_or(bytes);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::Options;

    fn body(bytes: &[u8]) -> Result<String, NoBody> {
        let meter = Rc::new(Meter::new(None, &Options::default()));
        let response = Response::read(bytes).expect("a head");
        response.body(1000, &meter).map(|b| String::from_utf8(b).expect("text"))
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).expect("a Vec");
        encoder.finish().expect("a Vec")
    }

    #[test]
    fn heads_of_all_kinds() {
        let response = Response::read(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html;\r\n charset=x\r\nodd\r\n\r\nbody",
        )
        .expect("a head");
        assert_eq!((response.status, response.body), (200, &b"body"[..]));
        assert_eq!(response.field("content-type"), Some("text/html; charset=x"));
        assert_eq!(Response::read(b"HTTP/2 404\n\n").expect("a head").status, 404);
        assert!(Response::read(b"<html>").is_none() && Response::read(b"").is_none());
        assert!(Response::read(b"HTTP/1.1 abc\r\n\r\n").is_none());
    }

    #[test]
    fn chunks_are_put_together_where_there_are_some() {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        for (sent, meant) in [
            ("5\r\nThe w\r\n6;x=1\r\nall fe\r\n0\r\n\r\n", "The wall fe"),
            ("5\nThe w\n0\n", "The w"),
            ("<p>no chunk", "<p>no chunk"),
            ("ff\r\ncut short", "cut short"),
            ("3\r\nabc\r\nxyz\r\n", "abc"),
            ("ffffffffffffffff\r\nabc", "abc"),
            ("", ""),
        ] {
            assert_eq!(body(format!("{head}{sent}").as_bytes()).expect("a body"), meant, "{sent}");
        }
    }

    #[test]
    fn bodies_are_unpacked_within_limits() {
        let with = |coding: &str, bytes: &[u8]| {
            let head = format!("HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\n\r\n");
            body(&[head.as_bytes(), bytes].concat())
        };
        assert_eq!(with("gzip", &gzip(b"The wall")).expect("a body"), "The wall");
        assert_eq!(with("gzip, gzip", &gzip(&gzip(b"The wall"))).expect("a body"), "The wall");
        assert_eq!(with("gzip", b"unpacked before").expect("a body"), "unpacked before");
        assert!(matches!(with("br", b"x"), Err(NoBody::Coding(_))));
        assert!(matches!(with("gzip,gzip,gzip", b"x"), Err(NoBody::Coding(_))));
        assert!(matches!(with("gzip", &gzip(&[b'x'; 1001])), Err(NoBody::TooLarge)));
        assert!(matches!(with("identity", &[b'x'; 1001]), Err(NoBody::TooLarge)));
        assert!(matches!(with("gzip", &gzip(&[b'x'; 900])[..15]), Err(NoBody::Broken(_))));
    }
}
