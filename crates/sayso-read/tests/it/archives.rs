//! Web archives, packed files and zip.

use sayso_read::{Options, in_memory};

use crate::support::{
    WALL, expect, gzip, outcomes, read, record, response, text_response, zip, zstd,
};

#[test]
fn a_web_archive_has_an_article_for_each_page_or_text() {
    let mut archive = record("warcinfo", "", "application/warc-fields", b"software: x\r\n");
    archive.extend(record(
        "request",
        "http://orb.example/a",
        "application/http",
        b"GET / HTTP/1.1\r\n\r\n",
    ));
    archive.extend(text_response("http://orb.example/a"));
    archive.extend(response(
        "http://orb.example/p.png",
        "HTTP/1.1 200 OK\nContent-Type: image/png",
        b"\x89PNG",
    ));
    archive.extend(response(
        "http://orb.example/b",
        "HTTP/1.1 404 Not Found\nContent-Type: text/plain",
        b"no",
    ));
    archive.extend(text_response("http://orb.example/robots.txt"));
    archive.extend(response(
        "https://orb.example/2024/06/23/c/",
        "HTTP/1.1 200 OK\nContent-Type: text/plain\nTransfer-Encoding: chunked\nContent-Encoding: gzip",
        &{
            let packed = gzip(WALL.as_bytes());
            [format!("{:x}\r\n", packed.len()).as_bytes(), &packed, b"\r\n0\r\n\r\n"].concat()
        },
    ));
    archive.extend(record("metadata", "http://orb.example/a", "text/plain", b"x"));
    archive.extend(record("resource", "http://orb.example/d", "text/plain", WALL.as_bytes()));
    archive.extend(record("conversion", "http://orb.example/e", "text/plain", WALL.as_bytes()));
    archive.extend(record(
        "revisit",
        "http://orb.example/a",
        "application/http",
        b"HTTP/1.1 304 Not Modified\r\n\r\n",
    ));
    let ids = ["orb.example/a", "orb.example/2024/06/23/c", "orb.example/d", "orb.example/e"];
    for (name, bytes) in [
        ("x.warc", archive.clone()),
        ("x.warc.gz", gzip(&archive)),
        ("x.warc.zst", zstd(&archive)),
        ("x.warc.wet.gz", gzip(&archive)),
        // Nothing but its first bytes tells.
        ("x", gzip(&archive)),
    ] {
        let mut articles = in_memory(name, bytes, &Options::default());
        expect(&outcomes(&mut articles), &ids);
        assert_eq!(articles.skipped(), 3, "{name}");
    }
    let found: Vec<_> = in_memory("x.warc", archive, &Options::default()).flatten().collect();
    assert_eq!(found[1].url.as_deref(), Some("https://orb.example/2024/06/23/c/"));
    assert_eq!(found[1].published.map(|d| d.to_string()).as_deref(), Some("2024-06-23"));
    assert!(found.iter().all(|article| article.text == WALL));
}

#[test]
fn every_record_in_a_member_of_its_own() {
    let archive = [
        gzip(&text_response("http://orb.example/a")),
        gzip(&text_response("http://orb.example/b")),
    ];
    expect(&read("x.warc.gz", archive.concat()), &["orb.example/a", "orb.example/b"]);
}

#[test]
fn the_same_address_twice_has_two_ids() {
    let archive = text_response("http://orb.example/a").repeat(3);
    let ids = [
        "orb.example/a",
        "orb.example/a@2024-06-23T10:00:00Z",
        "orb.example/a@2024-06-23T10:00:00Z#2",
    ];
    expect(&read("x.warc", archive), &ids);
}

#[test]
fn records_without_an_address_are_called_after_the_archive() {
    let archive = record("resource", "", "text/plain", WALL.as_bytes()).repeat(2);
    expect(&read("storms.warc", archive), &["storms/1", "storms/2"]);
}

#[test]
fn a_record_that_lies_is_one_error_and_the_next_is_read() {
    let good = text_response("http://orb.example/z");
    let long = |length: &str| {
        format!("WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: http://orb.example/l\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n\r\nshort\r\n\r\n").into_bytes()
    };
    let no_end = "orb.example/l`: it does not end after the";
    for (length, expected) in [
        ("5", None),
        ("3", Some(no_end)),
        ("50", Some(no_end)),
        ("100000", Some(no_end)),
        ("99999999999", Some(no_end)),
        ("18446744073709551615", Some(no_end)),
        ("18446744073709551616", Some("no `Content-Length` that is a number")),
        ("-1", Some("no `Content-Length` that is a number")),
    ] {
        let found = read("x.warc", [good.clone(), long(length), good.clone()].concat());
        let first = expected.unwrap_or("orb.example/l");
        expect(&found, &["orb.example/z", first, "orb.example/z@2024-06-23T10:00:00Z"]);
    }
}

#[test]
fn junk_between_records_is_passed_with_its_place() {
    let good = text_response("http://orb.example/z");
    let junk = "x".repeat(100_000);
    let found = read("x.warc", [&good[..], junk.as_bytes(), b"\nWARCX\n", &good].concat());
    let place = format!("`x.warc`, byte {}: no record begins here", good.len());
    expect(&found, &["orb.example/z", &place, "orb.example/z@2024-06-23T10:00:00Z"]);
    let head = format!("WARC/1.0\r\nX: {}\r\n\r\n", "y".repeat(70_000));
    expect(
        &read("x.warc", [head.as_bytes(), &good].concat()),
        &["its head is longer than", "orb.example/z"],
    );
    expect(&read("x.warc", "WARC/1.0\r\nWARC-Ty"), &["the archive ends in its head"]);
}

#[test]
fn an_archive_that_only_lies_is_given_up() {
    let lie = b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\nContent-Length: 90000\r\n\r\nx\r\n\r\n";
    let found = read("x.warc", lie.repeat(5000));
    assert_eq!(found.len(), 101, "{}", found.len());
    assert!(found[100].contains("100 records had a wrong length"), "{}", found[100]);
}

#[test]
fn an_archive_that_is_cut_gives_what_stands_before() {
    let archive =
        [text_response("http://orb.example/a"), text_response("http://orb.example/b")].concat();
    expect(
        &read("x.warc", &archive[..archive.len() - 40]),
        &["orb.example/a", "orb.example/b`: it does not end"],
    );
    let packed = gzip(&archive);
    let found = read("x.warc.gz", &packed[..packed.len() - 4]);
    expect(&found, &["orb.example/a", "orb.example/b", "it ends in the middle of its packed data"]);
    let members =
        [gzip(&text_response("http://orb.example/a")), b"more junk than a head".to_vec()].concat();
    expect(&read("x.warc.gz", members), &["orb.example/a", "x.warc.gz`: invalid gzip header"]);
}

#[test]
fn bodies_that_cannot_be_had_are_errors_of_their_records() {
    let with = |coding: &str, body: &[u8]| {
        let head = format!("HTTP/1.1 200 OK\nContent-Type: text/plain\nContent-Encoding: {coding}");
        response("http://orb.example/a", &head, body)
    };
    let archive = [
        with("br", b"x"),
        with("gzip", &gzip(WALL.as_bytes())[..20]),
        record("response", "http://orb.example/a", "application/http", b"no head"),
        with("gzip", b"\0\0\0"),
        text_response("http://orb.example/a"),
    ];
    let expected = [
        "packed as `br`, which is not read",
        "its body is damaged",
        "it holds no answer of a server",
        "it is not text",
        "orb.example/a",
    ];
    expect(&read("x.warc", archive.concat()), &expected);
}

#[test]
fn any_file_may_be_packed() {
    let line = format!("{}\n", serde_json::json!({"id": "one", "text": WALL}));
    expect(&read("lines.jsonl.gz", gzip(line.as_bytes())), &["one"]);
    expect(&read("lines.jsonl.zst", zstd(line.as_bytes())), &["one"]);
    expect(&read("storm.txt.gz", gzip(WALL.as_bytes())), &["storm"]);
    expect(&read("storm.gz", gzip(WALL.as_bytes())), &["storm"]);
    expect(&read("storm.txt.zst", zstd(WALL.as_bytes())), &["storm"]);
    expect(&read("storm.txt.gz", WALL), &["`storm.txt.gz`: invalid gzip header"]);
    expect(&read("storm.docx", WALL), &["a word processor's file is not read yet"]);
    let packed = gzip(WALL.as_bytes());
    expect(&read("storm.txt.gz", &packed[..20]), &["it ends in the middle of its packed data"]);
}

#[test]
fn a_zip_is_a_folder() {
    let line = serde_json::json!({"id": "one", "text": WALL}).to_string();
    let archive = zip(&[
        ("mon/storm.txt", WALL.as_bytes()),
        ("tue/storm.txt", WALL.as_bytes()),
        ("lines.jsonl.gz", &gzip(line.as_bytes())),
        ("inner.zip", &zip(&[("storm.txt", WALL.as_bytes()), ("mon/storm.txt", WALL.as_bytes())])),
        ("crawl.warc", &text_response("http://orb.example/a")),
        ("picture.png", b"\x89PNG"),
        (".hidden.txt", WALL.as_bytes()),
        ("__MACOSX/storm.txt", WALL.as_bytes()),
        ("gold/storm.txt", WALL.as_bytes()),
        ("page_files/ad.txt", WALL.as_bytes()),
        ("page.xhtml", b""),
        ("empty.txt", b""),
    ]);
    let mut articles = in_memory("week.zip", archive, &Options::default());
    let found = outcomes(&mut articles);
    // In the order of their paths: `inner.zip` goes before `mon/`, and has one of that name.
    expect(
        &found,
        &[
            "orb.example/a",
            "week.zip/empty.txt`: it is empty",
            "mon/storm",
            "storm",
            "one",
            "week/mon/storm",
            "`week.zip/page.xhtml`",
            "tue/storm",
        ],
    );
    assert_eq!(articles.skipped(), 5);
}

#[test]
fn a_zip_that_is_damaged_is_an_error_with_its_place() {
    let archive = zip(&[("a.txt", WALL.as_bytes()), ("b.txt", WALL.repeat(50).as_bytes())]);
    expect(&read("x.zip", &archive[..archive.len() - 30]), &["no sound zip archive"]);
    expect(&read("x.zip", b"PK\x03\x04"), &["no sound zip archive"]);
    expect(&read("x.zip", zip(&[("a.png", b"x")])), &["it holds no file of a kind that is read"]);
    // One byte of a packed file is wrong.
    let mut wrong = archive.clone();
    let at = wrong.windows(5).position(|w| w == b"b.txt").expect("its name") + 30;
    wrong[at] ^= 0x55;
    let found = read("x.zip", wrong);
    assert_eq!((found.len(), found[0].as_str()), (2, "a"));
    assert!(found[1].contains("x.zip/b.txt"), "{found:?}");
}
