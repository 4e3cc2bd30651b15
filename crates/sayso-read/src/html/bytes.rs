//! At which byte of the stored page does a character of its decoded source stand?

use encoding_rs::{Encoding, UTF_8};

/// The way from the decoded source to the bytes.
pub(super) struct Bytes {
    /// Where the decoded source and the bytes run side by side from: place in the source, in the bytes.
    steps: Vec<(usize, usize)>,
    /// Lengths of both.
    end: (usize, usize),
}

impl Bytes {
    /// Of a page whose byte order mark has the length `mark`, and that was decoded to `source`.
    ///
    /// `None` if the decoder gives another source bit by bit than at once.
    pub(super) fn of(
        bytes: &[u8],
        mark: usize,
        encoding: &'static Encoding,
        source: &str,
    ) -> Option<Self> {
        let end = (source.len(), bytes.len());
        if encoding == UTF_8 {
            let mut steps = vec![(0, mark)];
            let (mut at, mut byte) = (0, mark);
            for chunk in bytes[mark..].utf8_chunks() {
                at += chunk.valid().len();
                byte += chunk.valid().len();
                if !chunk.invalid().is_empty() {
                    at += '\u{FFFD}'.len_utf8();
                    byte += chunk.invalid().len();
                    steps.push((at, byte));
                }
            }
            return (at == source.len()).then_some(Bytes { steps, end });
        }
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let mut steps: Vec<(usize, usize)> = vec![(0, mark)];
        let mut at = 0;
        let mut taken = mark;
        let mut buffer = [0u8; 64];
        for byte in mark..bytes.len() {
            let last = byte + 1 == bytes.len();
            let (_, _, written, _) = decoder.decode_to_utf8(&bytes[byte..=byte], &mut buffer, last);
            if written == 0 {
                continue;
            }
            if source.as_bytes().get(at..at + written) != Some(&buffer[..written]) {
                return None;
            }
            // Bytes that are none can come out together with the character behind them.
            let chars = source[at..at + written].chars();
            for (idx, char) in chars.enumerate() {
                let first = (taken + idx).min(byte);
                if steps.last().is_none_or(|(s, b)| at - s != first - b) {
                    steps.push((at, first));
                }
                at += char.len_utf8();
            }
            taken = byte + 1;
        }
        (at == source.len()).then_some(Bytes { steps, end })
    }

    /// The byte at which the character at a place of the source begins.
    pub(super) fn at(&self, source: usize) -> usize {
        if source >= self.end.0 {
            return self.end.1;
        }
        let next = self.steps.partition_point(|(at, _)| *at <= source);
        let (at, byte) = self.steps[next.saturating_sub(1)];
        byte + (source - at)
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{GBK, SHIFT_JIS, UTF_16LE, WINDOWS_1252};
    use proptest::prelude::*;

    use super::*;

    /// Each character's bytes decode to it.
    fn check(bytes: &[u8], encoding: &'static Encoding) {
        let (source, _) = encoding.decode_without_bom_handling(bytes);
        let map = Bytes::of(bytes, 0, encoding, &source).expect("the same source");
        for (at, char) in source.char_indices() {
            let range = map.at(at)..map.at(at + char.len_utf8());
            let (decoded, _) = encoding.decode_without_bom_handling(&bytes[range]);
            assert_eq!(decoded, char.to_string(), "{encoding:?} at {at}");
        }
    }

    #[test]
    fn every_character_of_every_encoding_has_its_bytes() {
        let words = "Café “ja” – nein";
        check(&WINDOWS_1252.encode(words).0, WINDOWS_1252);
        check(&SHIFT_JIS.encode("東京 (Tokyo) です").0, SHIFT_JIS);
        check(&GBK.encode("北京 Beijing").0, GBK);
        let wide: Vec<u8> = "a “é”".encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&wide, UTF_16LE);
    }

    proptest! {
        #[test]
        fn damaged_utf_8_has_places_too(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let source: String = bytes
                .utf8_chunks()
                .map(|c| format!("{}{}", c.valid(), if c.invalid().is_empty() { "" } else { "\u{FFFD}" }))
                .collect();
            let map = Bytes::of(&bytes, 0, UTF_8, &source).expect("the same source");
            let mut before = 0;
            for (at, char) in source.char_indices() {
                let (from, to) = (map.at(at), map.at(at + char.len_utf8()));
                prop_assert!(before <= from && from < to && to <= bytes.len());
                before = from;
            }
        }
    }
}
