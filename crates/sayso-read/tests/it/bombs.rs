//! What unpacks to more than anybody can read.

use std::io::Write;

use sayso_read::{Options, in_memory};

use crate::support::{WALL, expect, gzip, outcomes, record, response, text_response, zip, zstd};

/// So many zeros, packed. Written in pieces, so that the test does not hold them either.
fn packed_zeros(mebibytes: usize) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..mebibytes {
        encoder.write_all(&zeros).expect("a Vec");
    }
    encoder.finish().expect("a Vec")
}

fn limited(name: &str, bytes: Vec<u8>, options: &Options) -> Vec<String> {
    outcomes(&mut in_memory(name, bytes, options))
}

#[test]
fn a_text_that_unpacks_to_too_much_is_too_large() {
    let bomb = packed_zeros(64);
    let options = Options::default();
    expect(&limited("a.txt.gz", bomb.clone(), &options), &["it holds more than 1048576 bytes"]);
    expect(&limited("a.txt.gz.gz", gzip(&bomb), &options), &["it holds more than 1048576 bytes"]);
    expect(&limited("a.html.gz", bomb, &options), &["it holds more than 16777216 bytes"]);
}

#[test]
fn what_is_streamed_has_a_ratio_and_an_end() {
    let options = Options { max_ratio: 20, ..Options::default() };
    let bomb = packed_zeros(64);
    let ratio = "it unpacks to more than 20 times its size";
    expect(&limited("a.warc.gz", bomb.clone(), &options), &[ratio]);
    let found = limited("a.jsonl.gz", bomb.clone(), &options);
    assert!(found.last().is_some_and(|f| f.contains(ratio)), "{found:?}");
    let zst = zstd(&vec![b' '; 64 << 20]);
    let found = limited("a.jsonl.zst", zst, &options);
    assert!(found.last().is_some_and(|f| f.contains(ratio)), "{found:?}");
    let options = Options { max_unpacked: 1 << 20, ..Options::default() };
    let found = limited("a.jsonl.gz", bomb, &options);
    assert!(found.last().is_some_and(|f| f.contains("more than 1048576 bytes")), "{found:?}");
}

#[test]
fn packings_within_each_other_have_an_end() {
    let mut bytes = WALL.as_bytes().to_vec();
    let mut name = "a.txt".to_owned();
    for _ in 0..4 {
        bytes = gzip(&bytes);
        name.push_str(".gz");
    }
    expect(&limited(&name, bytes.clone(), &Options::default()), &["a"]);
    expect(&limited("a", bytes.clone(), &Options::default()), &["a"]);
    let more = gzip(&bytes);
    expect(
        &limited("a", more, &Options::default()),
        &["more than 4 packings or archives lie within"],
    );
    let mut bytes = zip(&[("a.txt", WALL.as_bytes())]);
    for _ in 0..6 {
        bytes = zip(&[("b.zip", &bytes), ("c.txt", WALL.as_bytes())]);
    }
    let found = limited("z.zip", bytes, &Options::default());
    assert!(found[0].contains("more than 4 packings"), "{found:?}");
    assert!(found[1..].iter().any(|f| f == "c"), "{found:?}");
}

#[test]
fn a_zip_of_bombs_stops_at_its_ratio() {
    let spaces = vec![b' '; 8 << 20];
    let names: Vec<String> = (0..8).map(|n| format!("{n}.jsonl")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), &spaces[..])).collect();
    let options = Options { max_ratio: 20, ..Options::default() };
    let found = limited("z.zip", zip(&files), &options);
    assert!(found.last().is_some_and(|f| f.contains("20 times its size")), "{found:?}");
}

#[test]
fn a_body_that_unpacks_to_too_much_is_one_error() {
    let head = "HTTP/1.1 200 OK\nContent-Type: text/plain\nContent-Encoding: gzip";
    let archive = [
        response("http://orb.example/a", head, &packed_zeros(32)),
        record("resource", "http://orb.example/b", "text/plain", &vec![b'x'; 17 << 20]),
        record("resource", "http://orb.example/c", "image/png", &vec![b'x'; 17 << 20]),
        text_response("http://orb.example/d"),
    ];
    let expected = [
        "unpacked it holds more than 16777216 bytes",
        "it holds more than 16777216 bytes",
        "orb.example/d",
    ];
    expect(&limited("x.warc", archive.concat(), &Options::default()), &expected);
}

#[test]
fn no_bytes_make_a_box_panic() {
    // Sound beginnings, so that more than the first check is met.
    let archive = text_response("http://orb.example/a");
    let sound = [
        ("x.warc", archive.clone()),
        ("x.warc.gz", gzip(&archive)),
        ("x.warc.zst", zstd(&archive)),
        ("x.zip", zip(&[("a.txt", WALL.as_bytes()), ("b.warc", &archive)])),
        ("x.eml", format!("Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n{WALL}\r\n--b--").into_bytes()),
        ("x.rss", b"<rss><channel><item><title>a</title><description><![CDATA[x]]></description></item></channel></rss>".to_vec()),
        ("x.mbox", format!("From x\nSubject: y\n\n{WALL}\nFrom z\n\n{WALL}").into_bytes()),
    ];
    for (name, bytes) in sound {
        for at in 0..bytes.len() {
            let mut wrong = bytes.clone();
            wrong[at] ^= 0x41;
            let _ = limited(name, wrong, &Options::default());
            let _ = limited(name, bytes[..at].to_vec(), &Options::default());
        }
    }
}
