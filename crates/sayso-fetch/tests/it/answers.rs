//! What servers send, and what they send instead.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use sayso_fetch::{Address, Cause, Conditions, Options};

use crate::server::{Reply, Server, page, reply};
use crate::{SHORT, ask_once, fetcher, options, told};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::best());
    writer.write_all(bytes).expect("memory");
    writer.finish().expect("memory")
}

#[test]
fn a_page_comes_with_what_its_head_says() {
    let server = Server::start(|_| {
        let head = [
            "Content-Type: Text/HTML; Charset=\"ISO-8859-1\"",
            "ETag: \"a1\"",
            "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT",
        ];
        reply(200, &head, b"caf\xe9")
    });
    let fetched = ask_once(options(), &server.at("/a#b")).expect("a page");
    assert_eq!(fetched.address.as_str(), server.at("/a"));
    assert_eq!((fetched.status, fetched.bytes.as_slice()), (200, &b"caf\xe9"[..]));
    assert_eq!(fetched.content_type.as_deref(), Some("text/html"));
    assert_eq!(fetched.charset.as_deref(), Some("iso-8859-1"));
    assert_eq!(fetched.etag.as_deref(), Some("\"a1\""));
    assert!(!fetched.not_modified && fetched.redirects.is_empty());
    let request = server.requests().pop().expect("one");
    let agent = request.header("user-agent").expect("we say who we are");
    assert!(agent.starts_with("sayso/"), "{agent}");
    assert!(request.header("accept").is_some_and(|accept| accept.contains("text/html")));
    assert_eq!(request.header("accept-encoding"), Some("gzip, deflate"));
    assert_eq!(request.header("cookie"), None);
}

#[test]
fn what_is_known_is_not_sent_again() {
    let server = Server::start(|request| {
        if request.header("if-none-match") == Some("\"a1\"")
            && request.header("if-modified-since") == Some("then")
        {
            reply(304, &["ETag: \"a1\""], "")
        } else {
            page("new")
        }
    });
    let address = Address::parse(&server.at("/")).expect("an address");
    let known =
        Conditions { etag: Some("\"a1\"".to_owned()), last_modified: Some("then".to_owned()) };
    let (mut fetcher, _) = fetcher(options());
    let answer = fetcher.fetch(&address, &known).expect("nothing new");
    assert!(answer.not_modified && answer.bytes.is_empty());
    let answer = fetcher.fetch(&address, &Conditions::default()).expect("something new");
    assert!(!answer.not_modified && answer.bytes == b"new");
}

#[test]
fn chunks_and_packed_bodies_are_put_together() {
    let server = Server::start(|request| match request.target.as_str() {
        "/chunked" => {
            reply(200, &["Transfer-Encoding: chunked"], "4\r\nover\r\n3\r\n it\r\n0\r\n\r\n")
        }
        "/gzip" => reply(200, &["Content-Encoding: gzip"], gzip(b"over it")),
        // The end of the connection is the end of the body.
        _ => Reply::Bytes(b"HTTP/1.1 200 OK\r\n\r\nover it".to_vec()),
    });
    for path in ["/chunked", "/gzip", "/open"] {
        assert_eq!(ask_once(options(), &server.at(path)).expect(path).bytes, b"over it", "{path}");
    }
}

#[test]
fn too_much_is_stopped_as_sent_and_as_unpacked() {
    let bomb = gzip(&vec![b' '; 5_000_000]);
    let server = Server::start(move |request| match request.target.as_str() {
        "/long" => page(&"a".repeat(60_000)),
        "/says-so" => reply(200, &["Content-Length: 99999999999"], "a"),
        "/endless" => {
            Reply::Bytes([b"HTTP/1.1 200 OK\r\n\r\n".as_slice(), &vec![b'a'; 300_000]].concat())
        }
        "/bomb" => reply(200, &["Content-Encoding: gzip"], &bomb),
        _ => Reply::Bytes([b"HTTP/1.1 200 OK\r\nX: ".as_slice(), &vec![b'a'; 200_000]].concat()),
    });
    for path in ["/long", "/says-so", "/endless", "/bomb", "/head"] {
        let small = Options { max_bytes: 50_000, ..options() };
        let failure = ask_once(small, &server.at(path)).expect_err(path);
        assert_eq!(failure.cause, Cause::Size, "{path}: {failure}");
        assert!(told(failure).contains("bytes"), "{path}");
    }
    assert_eq!(ask_once(options(), &server.at("/bomb")).expect("fits").bytes.len(), 5_000_000);
}

#[test]
fn lies_and_broken_answers_are_told() {
    let server = Server::start(|request| match request.target.as_str() {
        "/short" => reply(200, &["Content-Length: 100"], "only this"),
        "/not-packed" => reply(200, &["Content-Encoding: gzip"], "<html>"),
        "/cut" => reply(200, &["Content-Encoding: gzip"], &gzip(&vec![7; 90_000])[..50]),
        "/unknown" => reply(200, &["Content-Encoding: br"], "x"),
        "/no-http" => Reply::Bytes(b"220 mail.example ESMTP\r\n".to_vec()),
        "/nothing" => Reply::Bytes(Vec::new()),
        "/bad-chunk" => reply(200, &["Transfer-Encoding: chunked"], "zz\r\nover\r\n"),
        _ => reply(200, &["Transfer-Encoding: chunked"], "40\r\nover"),
    });
    for (path, cause) in [
        ("/short", Cause::Network),
        ("/not-packed", Cause::Broken),
        ("/cut", Cause::Broken),
        ("/unknown", Cause::Broken),
        ("/no-http", Cause::Broken),
        ("/nothing", Cause::Network),
        ("/bad-chunk", Cause::Broken),
        ("/cut-chunk", Cause::Network),
    ] {
        let failure = ask_once(options(), &server.at(path)).expect_err(path);
        assert_eq!(failure.cause, cause, "{path}: {failure}");
        let told = told(failure);
        assert!(told.starts_with(&format!("cannot fetch `{}`: ", server.at(path))), "{told}");
    }
}

#[test]
fn heads_that_lie_about_the_content_are_not_believed() {
    let server = Server::start(|request| match request.target.as_str() {
        "/a" => reply(200, &["Content-Type: \x01nonsense; charset=\"", "ETag: \u{e9}\u{7}"], "x"),
        _ => reply(200, &[&format!("Content-Type: text/html; charset={}", "x".repeat(3000))], "x"),
    });
    for path in ["/a", "/b"] {
        // A head with control characters may be refused as a whole.
        if let Ok(fetched) = ask_once(options(), &server.at(path)) {
            assert_eq!((fetched.charset, fetched.etag), (None, None), "{path}");
        }
    }
}

#[test]
fn slow_servers_are_given_up() {
    let server = Server::start(|request| match request.target.as_str() {
        "/silent" => Reply::Silence,
        "/drip-head" => Reply::Drip(b"HTTP/1.1 200 OK\r\nX: ".to_vec()),
        _ => Reply::Drip(b"HTTP/1.1 200 OK\r\n\r\n".to_vec()),
    });
    let short = Options { total: SHORT, robots: false, ..options() };
    for path in ["/silent", "/drip-head", "/drip"] {
        let failure = ask_once(short.clone(), &server.at(path)).expect_err(path);
        assert_eq!(failure.cause, Cause::Time, "{path}: {failure}");
    }
    let impatient = Options { silence: SHORT, robots: false, ..options() };
    let failure = ask_once(impatient, &server.at("/silent")).expect_err("silence");
    assert!(told(failure).contains("fell silent"));
}

#[test]
fn statuses_are_told_with_what_to_do() {
    let server =
        Server::start(|request| reply(request.target[1..].parse().unwrap_or(500), &[], "no"));
    for (status, words) in [
        (401, "save the page"),
        (402, "paid"),
        (403, "who asks"),
        (404, "no such page"),
        (410, "for good"),
        (451, "law"),
        (500, "out of order"),
        (418, "does not give it"),
    ] {
        let failure = ask_once(options(), &server.at(&format!("/{status}"))).expect_err("no page");
        assert_eq!(failure.cause, Cause::Status(status));
        assert_eq!(failure.is_lasting(), status == 410);
        let told = told(failure);
        assert!(told.contains(words) && told.contains(&format!("status {status}")), "{told}");
    }
}

#[test]
fn an_encrypted_address_needs_an_encrypted_answer() {
    let server = Server::start(|_| page("open"));
    let address = server.at("/").replace("http:", "https:");
    let without = Options { robots: false, ..options() };
    let failure = ask_once(without, &address).expect_err("no encryption there");
    assert!(matches!(failure.cause, Cause::Network | Cause::Broken), "{failure:?}");
}

#[test]
fn nobody_listens() {
    let address = Server::start(|_| page("")).at("/");
    let failure = ask_once(options(), &address).expect_err("the server is gone");
    assert_eq!(failure.cause, Cause::Network);
}
