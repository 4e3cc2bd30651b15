//! Where servers lead, and where we do not follow.

use sayso_fetch::{Address, Cause, Failure, Fetched, Options};

use crate::server::{Reply, Server, page, reply, to};
use crate::{ask, ask_once, fetcher, options, told};

fn step(target: &str) -> u32 {
    target.rsplit('/').next().and_then(|n| n.parse().ok()).unwrap_or(0)
}

#[test]
fn a_chain_is_followed_and_written_down() {
    let server = Server::start(|request| match request.target.as_str() {
        "/a" => reply(301, &["Location: /news/b"], ""),
        "/news/b" => reply(308, &["Location: c?x=1#top"], ""),
        "/temporary" => to("/a"),
        _ => page("here"),
    });
    let fetched = ask_once(options(), &server.at("/a")).expect("a page");
    assert_eq!(fetched.address.as_str(), server.at("/news/c?x=1"));
    let from: Vec<_> = fetched.redirects.iter().map(|r| (r.from.as_str(), r.status)).collect();
    assert_eq!(from, [(server.at("/a").as_str(), 301), (server.at("/news/b").as_str(), 308)]);
    assert_eq!(fetched.moved_to().map(Address::as_str), Some(server.at("/news/c?x=1").as_str()));
    let fetched = ask_once(options(), &server.at("/temporary")).expect("a page");
    assert_eq!((fetched.redirects.len(), fetched.moved_to()), (3, None));
}

#[test]
fn circles_endless_chains_and_ways_to_nowhere_end() {
    let server = Server::start(|request| match request.target.as_str() {
        "/self" => to("/self"),
        "/one" => to("/two"),
        "/two" => to("/one"),
        "/nowhere" => reply(302, &[], ""),
        "/mail" => to("mailto:ann@example.org"),
        "/file" => to("file:///etc/passwd"),
        "/user" => to("http://a:b@example.org/"),
        "/odd" => to("http://[:::1/"),
        "/long" => to(&format!("/{}", "a".repeat(9000))),
        chain => to(&format!("/chain/{}", step(chain) + 1)),
    });
    for (path, words) in [
        ("/self", "circle"),
        ("/one", "circle"),
        ("/nowhere", "nowhere"),
        ("/mail", "only http"),
        ("/file", "only http"),
        ("/user", "password"),
        ("/odd", "no address"),
        ("/long", "nowhere"),
        ("/chain/0", "more than 10 times"),
    ] {
        let failure = ask_once(options(), &server.at(path)).expect_err(path);
        assert_eq!(failure.cause, Cause::Redirects, "{path}");
        let told = told(failure);
        assert!(told.contains(words) && told.contains(&server.at(path)), "{path}: {told}");
    }
    let chain = |n: u32| ask_once(options(), &server.at(&format!("/chain/{n}")));
    assert!(chain(0).is_err());
    assert_eq!(server.asked().iter().filter(|path| path.starts_with("/chain")).count(), 22);
}

#[test]
fn ten_steps_are_few_enough() {
    let server = Server::start(|request| match step(&request.target) {
        10 => page("here"),
        n => to(&format!("/{}", n + 1)),
    });
    assert_eq!(ask_once(options(), &server.at("/0")).expect("a page").redirects.len(), 10);
}

#[test]
fn another_host_is_another_host() {
    let there = Server::start(|_| page("there"));
    let elsewhere = there.at("/x");
    let here = Server::start(move |_| to(&elsewhere));
    let fetched = ask_once(options(), &here.at("/")).expect("a page");
    assert_eq!(
        (fetched.address.as_str(), fetched.bytes.as_slice()),
        (there.at("/x").as_str(), &b"there"[..])
    );
    // Its rules are asked for as well.
    assert_eq!(there.requests()[0].target, "/robots.txt");
}

#[test]
fn this_machine_is_not_asked() {
    let server = Server::start(|_| page("secret"));
    let port = server.at("").rsplit(':').next().expect("a port").to_owned();
    for host in [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0",
        "a.localhost",
        "printer",
    ] {
        let address = format!("http://{host}:{port}/");
        let failure = ask_once(Options::default(), &address).expect_err(host);
        assert_eq!(failure.cause, Cause::Refused, "{host}: {failure}");
        assert!(failure.is_lasting() && told(failure).contains("--allow-private"), "{host}");
    }
    assert!(server.requests().is_empty());
}

/// A proxy that plays the whole web, and what it was asked to connect to.
fn through_proxy(
    first: &str,
    web: impl Fn(&str) -> Reply + Send + Sync + 'static,
) -> (Result<Fetched, Failure>, Vec<String>) {
    let proxy = Server::start(move |request| match request.method.as_str() {
        "CONNECT" => Reply::Then(b"HTTP/1.1 200 Connected\r\n\r\n".to_vec()),
        _ => web(&format!("{}{}", request.header("host").unwrap_or_default(), request.target)),
    });
    let options = Options { proxy: Some(proxy.at("").clone()), ..Options::default() };
    let (mut fetcher, _) = fetcher(options);
    let result = ask(&mut fetcher, first);
    let hosts =
        proxy.requests().into_iter().filter(|r| r.method == "CONNECT").map(|r| r.target).collect();
    (result, hosts)
}

#[test]
fn a_redirect_into_a_private_network_is_not_followed() {
    for inside in [
        "http://127.0.0.1:8080/x",
        "http://169.254.169.254/latest",
        "http://[fd00::1]/",
        "http://router.lan/",
        "//192.168.0.1/",
    ] {
        let location = inside.to_owned();
        let (result, hosts) = through_proxy("http://news.example/a", move |_| to(&location));
        let failure = result.expect_err(inside);
        assert_eq!(failure.cause, Cause::Refused, "{inside}: {failure}");
        let told = told(failure);
        assert!(told.starts_with("cannot fetch `http://news.example/a`: at `"), "{told}");
        assert!(hosts.iter().all(|host| host == "news.example:80"), "{hosts:?}");
    }
}

#[test]
fn a_proxy_is_asked_in_place_of_the_host() {
    let (result, hosts) = through_proxy("http://news.example/a", |asked| match asked {
        "news.example/a" => to("http://other.example/b"),
        _ => page("by proxy"),
    });
    assert_eq!(result.expect("a page").bytes, b"by proxy");
    assert_eq!(hosts.last().map(String::as_str), Some("other.example:80"));
}
