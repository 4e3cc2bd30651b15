//! Who is asked when, and who is not asked at all.

use std::time::Duration;

use sayso_fetch::{Address, Cause, Options};

use crate::clock::FakeClock;
use crate::server::{Server, page, reply, robots, to};
use crate::{ask, ask_once, fetcher, options, told};

fn seconds(clock: &FakeClock) -> Vec<f64> {
    clock.slept.borrow().iter().map(Duration::as_secs_f64).collect()
}

#[test]
fn rules_are_asked_for_once_and_kept_to() {
    let server = Server::start(|request| match request.target.as_str() {
        "/robots.txt" => robots(
            200,
            "User-agent: *\nDisallow: /\n\nUser-agent: sayso\nDisallow: /private/\nAllow: /private/press\nSitemap: /map.xml",
        ),
        "/over" => to("/private/x"),
        _ => page("x"),
    });
    let (mut fetcher, _) = fetcher(options());
    assert!(ask(&mut fetcher, &server.at("/a")).is_ok());
    assert!(ask(&mut fetcher, &server.at("/private/press/1")).is_ok());
    for path in ["/private/a", "/over"] {
        let failure = ask(&mut fetcher, &server.at(path)).expect_err(path);
        assert_eq!(failure.cause, Cause::Robots, "{path}");
        let told = told(failure);
        assert!(
            told.contains("/robots.txt` forbids it") && told.contains("--ignore-robots"),
            "{told}"
        );
    }
    let address = Address::parse(&server.at("/a")).expect("an address");
    let maps = fetcher.sitemaps(&address).expect("rules are known");
    assert_eq!(maps, [Address::parse(&server.at("/map.xml")).expect("an address")]);
    assert_eq!(server.asked(), ["/a", "/private/press/1", "/over"]);
    assert_eq!(server.requests().len(), 4);
    let careless = Options { robots: false, ..options() };
    assert!(ask_once(careless, &server.at("/private/a")).is_ok());
}

#[test]
fn rules_that_are_missing_allow_and_rules_out_of_order_forbid() {
    for (status, allowed) in [(404, true), (403, true), (500, false), (503, false)] {
        let server = Server::start(move |request| match request.target.as_str() {
            "/robots.txt" => robots(status, "User-agent: *\nDisallow: /"),
            _ => page("x"),
        });
        let (mut fetcher, clock) = fetcher(options());
        let result = ask(&mut fetcher, &server.at("/a"));
        assert_eq!(result.is_ok(), allowed, "{status}");
        assert_eq!(server.asked().len(), usize::from(allowed));
        if let Err(failure) = result {
            assert!(told(failure).contains("cannot be read"));
            // It is asked again after a while, not at once.
            assert!(ask(&mut fetcher, &server.at("/b")).is_err());
            assert_eq!(server.requests().len(), 1);
            clock.pass(Duration::from_secs(601));
            assert!(ask(&mut fetcher, &server.at("/b")).is_err());
            assert_eq!(server.requests().len(), 2);
        }
    }
}

#[test]
fn rules_hold_for_a_day() {
    let server = Server::start(|request| match (request.target.as_str(), request.n_before) {
        ("/robots.txt", 0) => robots(200, ""),
        ("/robots.txt", _) => robots(200, "User-agent: *\nDisallow: /"),
        _ => page("x"),
    });
    let (mut fetcher, clock) = fetcher(options());
    assert!(ask(&mut fetcher, &server.at("/a")).is_ok());
    clock.pass(Duration::from_secs(86_000));
    assert!(ask(&mut fetcher, &server.at("/a")).is_ok());
    clock.pass(Duration::from_secs(500));
    assert!(ask(&mut fetcher, &server.at("/a")).is_err());
}

#[test]
fn rules_may_lie_elsewhere_but_not_in_circles() {
    let server = Server::start(|request| match request.target.as_str() {
        "/robots.txt" => reply(301, &["X-Robots: on purpose", "Location: /rules"], ""),
        "/rules" => robots(200, "User-agent: sayso\nDisallow: /no"),
        _ => page("x"),
    });
    assert_eq!(ask_once(options(), &server.at("/no")).expect_err("rules").cause, Cause::Robots);
    let server = Server::start(|request| match request.target.as_str() {
        "/robots.txt" => reply(301, &["X-Robots: on purpose", "Location: /robots.txt"], ""),
        _ => page("x"),
    });
    assert!(ask_once(options(), &server.at("/yes")).is_ok());
    assert_eq!(server.requests().len(), 7);
}

#[test]
fn rules_longer_than_needed_are_cut() {
    let server = Server::start(|request| match request.target.as_str() {
        "/robots.txt" => robots(
            200,
            &format!("User-agent: *\nDisallow: /no\n{}Disallow: /", "# x\n".repeat(200_000)),
        ),
        _ => page("x"),
    });
    assert!(ask_once(options(), &server.at("/yes")).is_ok());
    assert!(ask_once(options(), &server.at("/no")).is_err());
}

#[test]
fn one_host_is_asked_slowly_and_as_slowly_as_it_asks_for() {
    let server = Server::start(|_| page("x"));
    let (mut fetcher, clock) = fetcher(options());
    for path in ["/a", "/b"] {
        ask(&mut fetcher, &server.at(path)).expect("a page");
    }
    // Its rules, the first and the second page.
    assert_eq!(seconds(&clock), [1.0, 1.0]);
    clock.pass(Duration::from_millis(400));
    ask(&mut fetcher, &server.at("/c")).expect("a page");
    assert_eq!(seconds(&clock).last(), Some(&0.6));

    for (asked, granted) in [("7.5", 7.5), ("80000", 120.0), ("0", 1.0)] {
        let server = Server::start(move |request| match request.target.as_str() {
            "/robots.txt" => robots(200, &format!("User-agent: *\nCrawl-delay: {asked}")),
            _ => page("x"),
        });
        let (mut fetcher, clock) = self::fetcher(options());
        for path in ["/a", "/b"] {
            ask(&mut fetcher, &server.at(path)).expect("a page");
        }
        assert_eq!(seconds(&clock), [1.0, granted], "{asked}");
    }
}

#[test]
fn a_busy_server_is_left_alone_for_as_long_as_it_says() {
    let server = Server::start(|request| match (request.target.as_str(), request.n_before) {
        ("/once", 0) => reply(429, &["Retry-After: 30"], ""),
        ("/twice", 0 | 1) => reply(503, &[], ""),
        ("/date", 0) => reply(503, &["Retry-After: Tue, 14 Nov 2023 22:13:50 GMT"], ""),
        ("/always", _) => reply(429, &["Retry-After: 2"], ""),
        ("/tomorrow", _) => reply(429, &["Retry-After: 80000"], ""),
        _ => page("x"),
    });
    let quick = || fetcher(Options { robots: false, delay: Duration::ZERO, ..options() });
    for (path, waits) in [("/once", &[30.0][..]), ("/twice", &[5.0, 10.0]), ("/date", &[30.0])] {
        let (mut fetcher, clock) = quick();
        ask(&mut fetcher, &server.at(path)).expect(path);
        assert_eq!(seconds(&clock), waits, "{path}");
    }
    let (mut fetcher, clock) = quick();
    let failure = ask(&mut fetcher, &server.at("/always")).expect_err("busy");
    assert_eq!(
        (failure.cause, failure.retry_after),
        (Cause::Status(429), Some(Duration::from_secs(2)))
    );
    assert_eq!(seconds(&clock), [2.0, 2.0]);

    // One that wants to be left alone for longer than we wait is not asked for other pages either.
    let (mut fetcher, clock) = quick();
    let failure = ask(&mut fetcher, &server.at("/tomorrow")).expect_err("busy");
    assert_eq!(failure.retry_after, Some(Duration::from_secs(80_000)));
    let n_asked = server.requests().len();
    let failure = ask(&mut fetcher, &server.at("/other")).expect_err("busy");
    assert!(told(failure).contains("left alone for 80000 seconds"));
    assert_eq!((server.requests().len(), seconds(&clock).len()), (n_asked, 0));
    clock.pass(Duration::from_secs(80_000));
    assert!(ask(&mut fetcher, &server.at("/other")).is_ok());
}

#[test]
fn a_user_agent_is_a_line_and_names_the_product() {
    let named = |agent: &str| Options { user_agent: agent.to_owned(), ..options() };
    assert_eq!(named("news-desk/2.0 (+https://a.example)").product(), "news-desk");
    for agent in ["", "a\r\nX: y", "käse/1"] {
        let clock = Box::new(FakeClock::default());
        assert!(sayso_fetch::Fetcher::new(named(agent), clock).is_err(), "{agent}");
    }
    let server = Server::start(|request| match request.target.as_str() {
        "/robots.txt" => robots(200, "User-agent: news-desk\nDisallow: /"),
        _ => page("x"),
    });
    assert!(ask_once(named("news-desk/2.0"), &server.at("/")).is_err());
    assert!(ask_once(named("sayso/2.0"), &server.at("/")).is_ok());
    assert_eq!(server.requests().last().and_then(|r| r.header("user-agent")), Some("sayso/2.0"));
}
