//! What lies in this packed stream?
//!
//! gzip of several members and zstd of several frames, one after the other, as archives of the web
//! are packed; zstd with the dictionary that a `.warc.zst` begins with. Nothing is held but a window.

use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, Dictionary, FrameDecoder};

use crate::limits::{Meter, Unpacked};

/// How something is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    /// gzip, one member or many.
    Gzip,
    /// zstd, one frame or many.
    Zstd,
    /// What HTTP calls `deflate`: zlib's format, or bare.
    Deflate,
}

/// The frame before the first one of a `.warc.zst`, which holds the dictionary of the others.
const DICTIONARY_FRAME: u32 = 0x184D_2A5D;

/// Largest dictionary. Those of crawlers have a hundred kilobytes.
const MAX_DICTIONARY: u64 = 1 << 24;

/// Memory that a zstd window may take; its own tool refuses larger ones as well.
const MAX_WINDOW: u64 = 1 << 27;

impl Packing {
    /// How bytes that begin like this are packed, if they are.
    pub(crate) fn of_head(head: &[u8]) -> Option<Self> {
        match head {
            [0x1F, 0x8B, 8, ..] => Some(Packing::Gzip),
            [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => {
                Some(Packing::Zstd)
            }
            _ => None,
        }
    }

    /// The stream unpacked.
    pub(crate) fn open(self, packed: Box<dyn Read>, meter: &Rc<Meter>) -> Box<dyn Read> {
        let mut packed = BufReader::with_capacity(1 << 16, packed);
        let meter = Rc::clone(meter);
        match self {
            Packing::Gzip => Box::new(Unpacked { reader: MultiGzDecoder::new(packed), meter }),
            Packing::Zstd => Box::new(Unpacked { reader: Zstd::new(packed), meter }),
            Packing::Deflate => {
                // Servers disagree on whether the format has a head; the first byte tells.
                let has_head = packed.fill_buf().is_ok_and(|b| {
                    b.first().is_some_and(|b| b & 0x0F == 8 && b >> 4 <= 7)
                        && b.get(1).is_none_or(|c| {
                            (u16::from(b[0]) * 256 + u16::from(*c)).is_multiple_of(31)
                        })
                });
                if has_head {
                    Box::new(Unpacked { reader: ZlibDecoder::new(packed), meter })
                } else {
                    Box::new(Unpacked { reader: DeflateDecoder::new(packed), meter })
                }
            }
        }
    }
}

/// Frames of zstd, one after the other.
struct Zstd<R> {
    source: R,
    decoder: FrameDecoder,
    dictionary: Option<u32>,
    in_frame: bool,
}

impl<R: BufRead> Zstd<R> {
    fn new(source: R) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(MAX_WINDOW);
        Zstd { source, decoder, dictionary: None, in_frame: false }
    }

    /// Begins the next frame; `false` at the end of the stream.
    fn begin(&mut self) -> io::Result<bool> {
        loop {
            if self.source.fill_buf()?.is_empty() {
                return Ok(false);
            }
            match self.decoder.init(&mut self.source) {
                Ok(()) => break,
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    magic_number,
                    length,
                })) => {
                    let length = u64::from(length);
                    let mut frame = (&mut self.source).take(length);
                    if magic_number == DICTIONARY_FRAME && self.dictionary.is_none() {
                        if length > MAX_DICTIONARY {
                            return Err(damaged("its dictionary is too large"));
                        }
                        let mut dictionary = Vec::new();
                        frame.read_to_end(&mut dictionary)?;
                        self.learn(dictionary)?;
                    } else {
                        io::copy(&mut frame, &mut io::sink())?;
                    }
                }
                Err(error) => return Err(damaged(error)),
            }
        }
        if let Some(id) = self.dictionary {
            self.decoder.force_dict(id).map_err(damaged)?;
        }
        self.in_frame = true;
        Ok(true)
    }

    /// Takes the dictionary of the frames that follow; it may be packed itself.
    fn learn(&mut self, mut dictionary: Vec<u8>) -> io::Result<()> {
        if Packing::of_head(&dictionary) == Some(Packing::Zstd) {
            let mut unpacked = Vec::new();
            Zstd::new(&dictionary[..]).take(MAX_DICTIONARY).read_to_end(&mut unpacked)?;
            dictionary = unpacked;
        }
        let dictionary = Dictionary::decode_dict(&dictionary).map_err(damaged)?;
        self.dictionary = Some(dictionary.id);
        self.decoder.add_dict(dictionary).map_err(damaged)
    }
}

impl<R: BufRead> Read for Zstd<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if !self.in_frame && !self.begin()? {
                return Ok(0);
            }
            if self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                self.decoder
                    .decode_blocks(&mut self.source, BlockDecodingStrategy::UptoBlocks(1))
                    .map_err(damaged)?;
            }
            let read = self.decoder.read(buffer)?;
            if read > 0 {
                return Ok(read);
            }
            if self.decoder.is_finished() {
                let (told, counted) =
                    (self.decoder.get_checksum_from_data(), self.decoder.get_calculated_checksum());
                if told.is_some() && counted.is_some() && told != counted {
                    return Err(damaged("its check sum is wrong"));
                }
                self.in_frame = false;
            }
        }
    }
}

fn damaged(why: impl std::fmt::Display) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("not sound zstd: {why}"))
}

#[cfg(test)]
mod tests {
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};
    use std::io::Write;

    use super::*;
    use crate::Options;

    fn unpack(packing: Packing, bytes: &[u8]) -> io::Result<String> {
        let meter = Rc::new(Meter::new(None, &Options::default()));
        let mut text = String::new();
        let reader: Box<dyn Read> = Box::new(io::Cursor::new(bytes.to_vec()));
        packing.open(reader, &meter).read_to_string(&mut text)?;
        Ok(text)
    }

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text.as_bytes()).expect("a Vec");
        encoder.finish().expect("a Vec")
    }

    fn zstd(text: &str) -> Vec<u8> {
        compress_to_vec(text.as_bytes(), CompressionLevel::Fastest)
    }

    #[test]
    fn one_member_follows_the_other() {
        let both = [gzip("The wall "), gzip("fell.")].concat();
        assert_eq!(Packing::of_head(&both), Some(Packing::Gzip));
        assert_eq!(unpack(Packing::Gzip, &both).expect("text"), "The wall fell.");
        // A frame to be skipped, then two.
        let both =
            [&b"\x51\x2A\x4D\x18\x03\0\0\0xyz"[..], &zstd("The wall "), &zstd("fell.")].concat();
        assert_eq!(Packing::of_head(&both), Some(Packing::Zstd));
        assert_eq!(unpack(Packing::Zstd, &both).expect("text"), "The wall fell.");
        assert_eq!(unpack(Packing::Zstd, b"").expect("text"), "");
    }

    #[test]
    fn deflate_has_two_forms() {
        let mut encoder = ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(b"The wall fell.").expect("a Vec");
        let with_head = encoder.finish().expect("a Vec");
        let mut encoder = DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(b"The wall fell.").expect("a Vec");
        let bare = encoder.finish().expect("a Vec");
        for bytes in [with_head, bare] {
            assert_eq!(unpack(Packing::Deflate, &bytes).expect("text"), "The wall fell.");
        }
    }

    #[test]
    fn what_is_cut_or_damaged_is_an_error() {
        let text = "The wall fell and nobody saw it. ".repeat(100);
        for (packing, bytes) in [(Packing::Gzip, gzip(&text)), (Packing::Zstd, zstd(&text))] {
            for end in 5..bytes.len() {
                assert!(unpack(packing, &bytes[..end]).is_err(), "{packing:?} {end}");
            }
            let mut wrong = bytes.clone();
            let last = wrong.len() - 1;
            wrong[last] ^= 0xFF;
            assert!(unpack(packing, &wrong).is_err(), "{packing:?}: check sum");
            let junk = [&bytes[..], b"junk"].concat();
            assert!(unpack(packing, &junk).is_err(), "{packing:?}: junk behind");
        }
        assert!(unpack(Packing::Zstd, b"\x5D\x2A\x4D\x18\xFF\xFF\xFF\xFF").is_err());
    }
}
