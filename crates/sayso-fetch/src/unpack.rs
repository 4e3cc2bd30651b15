//! How much of a packed body is unpacked?
//!
//! A few bytes can unpack to all the memory there is; reading stops at the limit, not at the end.

use std::io::{self, Read};

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

/// What servers are told we can unpack.
pub(crate) const ACCEPTED: &str = "gzip, deflate";

/// Why a body cannot be had.
#[derive(Debug)]
pub(crate) enum Broken {
    /// It unpacks to more than allowed.
    TooLarge,
    /// It is packed in a way that we do not know and did not ask for.
    Unknown(String),
    /// It is not what its head says, or ends too early.
    Damaged(io::Error),
}

/// Unpacks what a server packed as its `Content-Encoding` says; `limit` is in bytes, and what goes beyond
/// it is refused or cut.
pub(crate) fn unpack(
    bytes: Vec<u8>,
    encoding: &str,
    limit: u64,
    may_be_cut: bool,
) -> Result<Vec<u8>, Broken> {
    let mut names = encoding.split(',').map(str::trim).filter(|name| !name.is_empty());
    let (name, other) = (names.next().unwrap_or("identity"), names.next());
    match (name.to_ascii_lowercase().as_str(), other) {
        ("identity", None) => Ok(bytes),
        // Nothing is packed in nothing: an empty answer need not keep the form.
        ("gzip" | "x-gzip" | "deflate", None) if bytes.is_empty() => Ok(bytes),
        ("gzip" | "x-gzip", None) => read(MultiGzDecoder::new(bytes.as_slice()), limit, may_be_cut),
        // Servers disagree on what this name means; the first byte of the one form tells.
        ("deflate", None) if bytes[0] & 0x0f == 8 => {
            read(ZlibDecoder::new(bytes.as_slice()), limit, may_be_cut)
        }
        ("deflate", None) => read(DeflateDecoder::new(bytes.as_slice()), limit, may_be_cut),
        _ => {
            Err(Broken::Unknown(encoding.chars().filter(char::is_ascii_graphic).take(40).collect()))
        }
    }
}

fn read(reader: impl Read, limit: u64, may_be_cut: bool) -> Result<Vec<u8>, Broken> {
    let mut out = Vec::new();
    reader.take(limit.saturating_add(1)).read_to_end(&mut out).map_err(Broken::Damaged)?;
    if out.len() as u64 > limit {
        if !may_be_cut {
            return Err(Broken::TooLarge);
        }
        out.truncate(limit as usize);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use proptest::prelude::*;

    use super::*;

    fn packed(bytes: &[u8]) -> [(&'static str, Vec<u8>); 3] {
        let level = Compression::default();
        let mut gzip = GzEncoder::new(Vec::new(), level);
        let mut zlib = ZlibEncoder::new(Vec::new(), level);
        let mut raw = DeflateEncoder::new(Vec::new(), level);
        for writer in [&mut gzip as &mut dyn Write, &mut zlib, &mut raw] {
            writer.write_all(bytes).expect("memory");
        }
        let finished = "finished";
        [
            ("X-Gzip", gzip.finish().expect(finished)),
            ("deflate", zlib.finish().expect(finished)),
            ("deflate", raw.finish().expect(finished)),
        ]
    }

    #[test]
    fn what_unpacks_to_too_much_is_stopped() {
        for (encoding, bytes) in packed(&vec![0; 3_000_000]) {
            assert!(bytes.len() < 10_000);
            let result = unpack(bytes.clone(), encoding, 1_000_000, false);
            assert!(matches!(result, Err(Broken::TooLarge)), "{encoding}");
            assert_eq!(unpack(bytes.clone(), encoding, 700, true).expect("cut").len(), 700);
            assert_eq!(unpack(bytes, encoding, 3_000_000, false).expect("fits").len(), 3_000_000);
        }
    }

    #[test]
    fn what_is_cut_short_or_not_packed_is_broken() {
        for (encoding, mut bytes) in packed(&[7; 5000]) {
            bytes.truncate(bytes.len() / 2);
            assert!(
                matches!(unpack(bytes, encoding, 9999, false), Err(Broken::Damaged(_))),
                "{encoding}"
            );
        }
        assert!(matches!(unpack(b"<html>".to_vec(), "gzip", 99, false), Err(Broken::Damaged(_))));
        assert!(matches!(unpack(b"x".to_vec(), "br", 99, false), Err(Broken::Unknown(_))));
        assert!(matches!(unpack(b"x".to_vec(), "gzip, gzip", 99, false), Err(Broken::Unknown(_))));
        for encoding in ["", "identity", " Identity ", "gzip", "deflate"] {
            assert!(unpack(Vec::new(), encoding, 99, false).expect("empty").is_empty());
        }
    }

    proptest! {
        #[test]
        fn what_was_packed_is_unpacked(bytes in proptest::collection::vec(any::<u8>(), 0..500)) {
            for (encoding, packed) in packed(&bytes) {
                prop_assert_eq!(&unpack(packed, encoding, 500, false).expect("packed"), &bytes);
            }
        }

        #[test]
        fn any_bytes_end(bytes in proptest::collection::vec(any::<u8>(), 0..300), gzip in any::<bool>()) {
            let _ = unpack(bytes, if gzip { "gzip" } else { "deflate" }, 1000, false);
        }
    }
}
