//! Makes boxes, and reads them.

use std::io::Write;

use sayso_read::{Articles, Options, in_memory};

/// A text that is long enough to be an article.
pub(crate) const WALL: &str = "The harbour wall will go, the council said.\n\n“It has stood for two hundred years,” said Ines Calder.\n";

/// What came of each article: its id, or the error.
pub(crate) fn outcomes(articles: &mut Articles) -> Vec<String> {
    articles.map(|a| a.map_or_else(|e| e.to_string(), |a| a.id.to_string())).collect()
}

/// What comes of bytes under the usual limits.
pub(crate) fn read(name: &str, bytes: impl Into<Vec<u8>>) -> Vec<String> {
    outcomes(&mut in_memory(name, bytes.into(), &Options::default()))
}

/// Asserts that the outcomes begin or end as expected, one by one.
#[track_caller]
pub(crate) fn expect(found: &[String], expected: &[&str]) {
    let fits = |found: &String, expected: &&str| {
        found == expected || (expected.len() > 12 && found.contains(*expected))
    };
    assert!(
        found.len() == expected.len() && found.iter().zip(expected).all(|(f, e)| fits(f, e)),
        "{found:#?}\nis not\n{expected:#?}"
    );
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("a Vec");
    encoder.finish().expect("a Vec")
}

pub(crate) fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

/// A zip archive of files that are packed.
pub(crate) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = rawzip::ZipArchiveWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let (mut entry, config) = archive
            .new_file(name)
            .compression_method(rawzip::CompressionMethod::DEFLATE)
            .start()
            .expect("a file");
        let encoder =
            flate2::write::DeflateEncoder::new(&mut entry, flate2::Compression::default());
        let mut writer = config.wrap(encoder);
        writer.write_all(bytes).expect("a Vec");
        let (encoder, descriptor) = writer.finish().expect("a Vec");
        encoder.finish().expect("a Vec");
        entry.finish(descriptor).expect("a Vec");
    }
    archive.finish().expect("a Vec").into_inner()
}

/// A record of a web archive.
pub(crate) fn record(kind: &str, address: &str, media_type: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2024-06-23T10:00:00Z\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body, b"\r\n\r\n"].concat()
}

/// A record of what a server sent.
pub(crate) fn response(address: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let sent = [head.replace('\n', "\r\n").as_bytes(), b"\r\n\r\n", body].concat();
    record("response", address, "application/http; msgtype=response", &sent)
}

/// A record of a text that a server sent.
pub(crate) fn text_response(address: &str) -> Vec<u8> {
    response(address, "HTTP/1.1 200 OK\nContent-Type: text/plain; charset=utf-8", WALL.as_bytes())
}
