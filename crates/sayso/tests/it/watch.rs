//! A watch against servers on the loopback: what comes into the ledger, and what is asked again when.

#[path = "../../../sayso-fetch/tests/it/clock.rs"]
mod clock;
#[expect(dead_code, reason = "the fetcher's own tests need more of it")]
#[path = "../../../sayso-fetch/tests/it/server.rs"]
mod server;

use std::fs;
use std::rc::Rc;
use std::time::Duration;

use sayso::fetch::{Address, Fetcher, Options as Asking};
use sayso::store::Moment;
use sayso::watch::{Event, Source, Visit, Watch, Wishes};
use sayso::web::Web;
use sayso::{Annotator, Keeper, Ledger, Options};

use clock::FakeClock;
use server::{Reply, Request, Server, page, reply, robots};

const TEXT: &str = "“The tide is out,” said Ines Calder, the harbour master of Orby.";

/// What a watch needs, kept over several of them as a ledger on disk is.
struct Bench {
    ledger: Ledger,
    clock: Rc<FakeClock>,
    wishes: Wishes,
    asking: Asking,
}

/// What one round told.
#[derive(Debug, Default)]
struct Told {
    kept: Vec<String>,
    failed: Vec<String>,
    named: Vec<String>,
    visits: Vec<Visit>,
    next: Option<Moment>,
}

impl Bench {
    fn new() -> Self {
        let asking = Asking { allow_private: true, ..Asking::default() };
        let clock = Rc::new(FakeClock::at(1_700_000_000));
        Bench {
            ledger: Ledger::in_memory().expect("memory"),
            clock,
            wishes: Wishes::default(),
            asking,
        }
    }

    fn full() -> Self {
        let mut bench = Bench::new();
        bench.wishes.full = true;
        bench
    }

    /// So many rounds of a watch that knows only what the ledger does.
    fn rounds(&mut self, n: usize, sources: &[Source]) -> Vec<Told> {
        let fetcher =
            Fetcher::new(self.asking.clone(), Box::new(Rc::clone(&self.clock))).expect("options");
        let web = Web::new(fetcher, Options::default());
        let keeper = Keeper::new(&mut self.ledger, Annotator::rules());
        let mut watch = Watch::new(keeper, web, self.wishes.clone(), sources).expect("sources");
        let mut all = Vec::new();
        for at in 1..=n {
            let mut told = Told::default();
            let next = watch.round(&mut |event| {
                match event {
                    Event::Kept { kept, .. } => told.kept.push(kept.id.to_string()),
                    Event::Failed(error) => told.failed.push(error.to_string()),
                    Event::Named { named, .. } => told.named.extend(named),
                    Event::Visited(visit) => told.visits.push(visit),
                }
                Ok(())
            });
            let next = next.expect("a ledger in memory");
            told.next = Some(next);
            all.push(told);
            if at < n {
                watch.wait_until(next);
            }
        }
        all
    }

    fn round(&mut self, source: &str) -> Told {
        let source = Source::Address(Address::parse(source).expect("an address"));
        self.rounds(1, &[source]).pop().expect("one round")
    }

    fn articles(&self) -> u64 {
        self.ledger.size().expect("memory").articles
    }

    fn pass(&self, minutes: u64) {
        self.clock.pass(Duration::from_mins(minutes));
    }
}

fn text(words: &str) -> Reply {
    reply(200, &["Content-Type: text/plain; charset=utf-8"], words)
}

/// A feed that names pages of its server.
fn rss(pages: &[&str]) -> Reply {
    let items: Vec<String> = pages
        .iter()
        .map(|page| format!("<item><title>{page}</title><link>{page}</link></item>"))
        .collect();
    let items = items.concat();
    let feed =
        format!("<rss version=\"2.0\"><channel><title>Orby Post</title>{items}</channel></rss>");
    reply(200, &["Content-Type: application/rss+xml", "ETag: \"1\""], feed)
}

/// A feed that holds its articles.
fn json_feed(n: usize) -> String {
    let items: Vec<String> = (0..n)
        .map(|n| format!("{{\"id\": \"{n}\", \"url\": \"/{n}\", \"title\": \"No {n}\", \"date_published\": \"2024-02-1{}T08:00:00Z\", \"content_text\": \"{TEXT} It was day {n} of the dredging, and nobody was on the water.\"}}", n % 10))
        .collect();
    format!(
        "{{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Orby Post\", \"items\": [{}]}}",
        items.join(",")
    )
}

fn site(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Server {
    Server::start(answer)
}

#[test]
fn what_a_feed_holds_is_taken_once_and_the_feed_asked_politely() {
    let server = site(|request| {
        if request.header("if-none-match") == Some("\"7\"") {
            return reply(304, &[], "");
        }
        reply(200, &["Content-Type: application/feed+json", "ETag: \"7\""], json_feed(3))
    });
    let mut bench = Bench::new();
    let told = bench.round(&server.at("/feed"));
    assert_eq!(told.failed, Vec::<String>::new());
    assert_eq!((told.kept.len(), bench.articles()), (3, 3));
    assert_eq!(told.visits[0].new, 3);
    assert_eq!(told.next, Some(Moment::of_seconds(1_700_000_001).plus(900)));
    // Not due yet: nobody is asked, though the watch was stopped and started again.
    bench.pass(10);
    assert!(bench.round(&server.at("/feed")).visits.is_empty());
    assert_eq!(server.asked().len(), 1);
    bench.pass(6);
    let told = bench.round(&server.at("/feed"));
    assert!(told.visits[0].unchanged && told.kept.is_empty());
    assert_eq!(server.asked().len(), 2);
}

#[test]
fn summaries_are_told_and_their_pages_fetched_where_asked() {
    let server = site(|request| match request.target.as_str() {
        "/feed" if request.header("if-none-match").is_some() => reply(304, &[], ""),
        "/feed" => rss(&["/a", "/b"]),
        _ => text(TEXT),
    });
    let mut bench = Bench::new();
    let told = bench.round(&server.at("/feed"));
    assert_eq!((told.visits[0].summaries, bench.articles()), (2, 0));
    bench.pass(16);
    assert!(bench.round(&server.at("/feed")).visits[0].unchanged);
    // With the pages, what was known of the feed is not enough.
    bench.wishes.full = true;
    bench.pass(16);
    let told = bench.round(&server.at("/feed"));
    assert_eq!((told.visits[0].new, bench.articles()), (2, 2));
    let host = server.at("").replace("http://", "");
    assert_eq!(told.kept, [format!("{host}/a"), format!("{host}/b")]);
    bench.pass(16);
    assert!(bench.round(&server.at("/feed")).visits[0].unchanged);
    assert_eq!(server.asked(), ["/feed", "/feed", "/feed", "/a", "/b", "/feed"]);
}

#[test]
fn a_feed_that_is_long_is_taken_in_parts_newest_first() {
    let server =
        site(|_| reply(200, &["Content-Type: application/json", "ETag: \"1\""], json_feed(5)));
    let mut bench = Bench::new();
    bench.wishes.most = 2;
    let mut kept = Vec::new();
    for later in [3, 1, 0] {
        let told = bench.round(&server.at("/feed"));
        assert_eq!(told.visits[0].later, later);
        kept.extend(told.kept);
        bench.pass(16);
    }
    let host = server.at("").replace("http://", "");
    assert_eq!(kept, [4, 3, 2, 1, 0].map(|n| format!("{host}/{n}")));
    // What was left over was not lost to a feed that says that it has not changed.
    assert!(
        server
            .requests()
            .iter()
            .filter(|r| r.target == "/feed")
            .take(3)
            .all(|r| r.header("if-none-match").is_none())
    );
}

#[test]
fn an_entry_that_changed_is_a_new_version() {
    let day = |n: usize| 10 + n;
    let server = site(move |request| match request.target.as_str() {
        "/feed" => {
            let feed = format!(
                "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>P</title><entry><id>x</id><title>T</title><link href=\"/a\"/><updated>2024-02-{}T00:00:00Z</updated><summary>s</summary></entry></feed>",
                day(request.n_before)
            );
            reply(200, &["Content-Type: application/atom+xml"], feed)
        }
        _ if request.n_before == 0 => text(TEXT),
        _ => text(&TEXT.replace("out", "in")),
    });
    let mut bench = Bench::full();
    assert_eq!(bench.round(&server.at("/feed")).visits[0].new, 1);
    bench.pass(16);
    assert_eq!(bench.round(&server.at("/feed")).visits[0].versions, 1);
    assert_eq!(bench.articles(), 1);
}

#[test]
fn a_feed_that_fails_is_asked_less_and_less_and_gone_is_gone() {
    let server = site(|request| match request.target.as_str() {
        "/gone" => reply(410, &[], ""),
        "/busy" => reply(429, &["Retry-After: 7200"], ""),
        _ => reply(500, &[], ""),
    });
    let mut bench = Bench::new();
    let wait = |bench: &mut Bench, path: &str| {
        let told = bench.round(&server.at(path));
        assert_eq!(told.failed.len(), 1, "{told:?}");
        let wait = told.next.expect("a round").seconds() - bench.clock_seconds();
        bench.clock.pass(Duration::from_secs(wait.unsigned_abs()));
        wait / 60
    };
    let waits: Vec<_> = (0..9).map(|_| wait(&mut bench, "/x")).collect();
    assert_eq!(waits, [15, 30, 60, 120, 240, 480, 960, 1440, 1440]);
    assert_eq!(wait(&mut bench, "/busy"), 120);
    assert_eq!(wait(&mut bench, "/gone"), 7 * 24 * 60);
    let state = bench.ledger.feed_state(&server.at("/x")).expect("memory").expect("known");
    assert_eq!(state.failures, 9);
    assert!(state.problem.is_some_and(|problem| problem.contains("500")));
}

impl Bench {
    fn clock_seconds(&self) -> i64 {
        use sayso::fetch::Clock;
        i64::try_from(self.clock.now().as_secs()).expect("a time")
    }
}

#[test]
fn pages_that_fail_are_told_once_and_asked_again_only_if_that_helps() {
    let server = site(|request| match request.target.as_str() {
        "/robots.txt" => robots(200, "User-agent: *\nDisallow: /secret"),
        "/feed" => {
            rss(&["/missing", "/secret", "/flaky", "/broken", "/good", "mailto:a@b.example"])
        }
        "/missing" => reply(404, &[], ""),
        "/flaky" if request.n_before == 0 => reply(500, &[], ""),
        "/broken" => reply(200, &["Content-Encoding: gzip"], "no"),
        path => text(&format!("{TEXT} That was the word at {path}.")),
    });
    let mut bench = Bench::full();
    let source = Source::Address(Address::parse(&server.at("/feed")).expect("an address"));
    let told = bench.rounds(3, &[source]);
    let of = |n: usize| told[n].visits[0].clone();
    assert!(of(0).new == 1 && of(0).failed == 4, "{:?}", told[0]);
    // The one that was out of order came at the second visit; the others are not told again.
    assert_eq!(of(1).new, 1);
    assert!(told[1].failed.is_empty() && told[2].failed.is_empty(), "{told:?}");
    let n_asked = |path: &str| server.asked().iter().filter(|asked| *asked == path).count();
    assert_eq!(["/missing", "/secret", "/flaky", "/broken", "/good"].map(n_asked), [1, 0, 2, 1, 1]);
}

#[test]
fn entries_that_rules_forbid_do_not_stand_before_the_others() {
    let server = site(|request| match request.target.as_str() {
        "/robots.txt" => robots(200, "User-agent: *\nDisallow: /secret"),
        "/feed" => rss(&["/secret/1", "/secret/2", "/secret/3", "/secret/4", "/good"]),
        _ => text(TEXT),
    });
    let mut bench = Bench::full();
    bench.wishes.most = 1;
    let told = bench.round(&server.at("/feed"));
    assert_eq!((told.visits[0].new, told.visits[0].failed), (1, 4));
    assert_eq!(server.asked(), ["/feed", "/good"]);
}

#[test]
fn a_server_that_goes_down_is_not_asked_for_every_page() {
    let server = site(|request| match request.target.as_str() {
        "/feed" => rss(&["/1", "/2", "/3", "/4", "/5", "/6"]),
        _ => reply(502, &[], ""),
    });
    let mut bench = Bench::full();
    let told = bench.round(&server.at("/feed"));
    assert_eq!((told.visits[0].failed, told.visits[0].later), (3, 3));
    assert_eq!(server.asked().len(), 4);
}

#[test]
fn feeds_that_lie_are_bounded_and_told() {
    let server = site(|request| match request.target.as_str() {
        // A feed by another name, and another thing by a feed's.
        "/as-page" => reply(200, &["Content-Type: text/html"], json_feed(1)),
        "/as-feed" => {
            reply(200, &["Content-Type: application/rss+xml"], "<html><body>Moved</body></html>")
        }
        "/nothing" => reply(200, &["Content-Type: application/rss+xml"], ""),
        "/endless" => Reply::Bytes(
            [
                b"HTTP/1.1 200 OK\r\n\r\n<rss><channel>".as_slice(),
                &b"<item><link>/x</link></item>".repeat(9_000),
            ]
            .concat(),
        ),
        "/same" => rss(&["/one", "/one", "/one"]),
        "/itself" => rss(&["/itself"]),
        _ => text(TEXT),
    });
    let mut bench = Bench::full();
    bench.asking.max_bytes = 100_000;
    bench.wishes.full = false;
    assert_eq!(bench.round(&server.at("/as-page")).visits[0].new, 1);
    for path in ["/as-feed", "/nothing", "/endless"] {
        let told = bench.round(&server.at(path));
        assert!(told.failed.len() == 1 && told.visits.is_empty(), "{path}: {told:?}");
        assert!(told.failed[0].contains(&server.at(path)), "{told:?}");
    }
    bench.wishes.full = true;
    let told = bench.round(&server.at("/same"));
    assert_eq!((told.visits[0].new, told.visits[0].failed), (1, 0));
    assert_eq!(server.asked().iter().filter(|path| *path == "/one").count(), 1);
    let told = bench.round(&server.at("/itself"));
    assert_eq!(told.visits[0].new, 0);
    assert_eq!(server.asked().iter().filter(|path| *path == "/itself").count(), 2);
}

#[test]
fn pages_name_feeds_and_indexes_name_sitemaps() {
    let server = site(|request| match request.target.as_str() {
        "/" => page("<html><link rel=alternate type='application/rss+xml' href='/feed'></html>"),
        "/feed" => rss(&["/a"]),
        "/index.xml" => reply(
            200,
            &[],
            "<sitemapindex><sitemap><loc>/map.xml</loc></sitemap><sitemap><loc>/index.xml</loc></sitemap></sitemapindex>",
        ),
        "/map.xml" => reply(200, &[], "<urlset><url><loc>/b</loc></url></urlset>"),
        "/list" => reply(
            200,
            &[],
            "<opml version='2.0'><body><outline type='rss' xmlUrl='/feed'/></body></opml>",
        ),
        path => text(&format!("{TEXT} It was at {path}.")),
    });
    let mut bench = Bench::full();
    let told = bench.round(&server.at("/"));
    assert_eq!((told.named, told.kept.len()), (vec![server.at("/feed")], 1));
    let told = bench.round(&server.at("/list"));
    assert_eq!((told.named.len(), told.kept.len()), (1, 0));
    // A sitemap has nothing but addresses; whoever names it wants their pages.
    bench.wishes.full = false;
    let told = bench.round(&server.at("/index.xml"));
    assert_eq!((told.named, told.kept.len()), (vec![server.at("/map.xml")], 1));
}

#[test]
fn sources_that_name_sources_without_end_end() {
    let server = site(|request| {
        let n: u32 = request.target[1..].parse().unwrap_or(0);
        let links: Vec<String> = (0..30)
            .map(|m| format!("<outline type='rss' xmlUrl='/{}'/>", n * 30 + m + 1))
            .collect();
        let links = links.concat();
        reply(200, &[], format!("<opml version='2.0'><body>{links}</body></opml>"))
    });
    let mut bench = Bench::new();
    bench.asking.delay = Duration::ZERO;
    bench.asking.robots = false;
    let told = bench.round(&server.at("/0"));
    assert!(told.named.len() < 1000, "{}", told.named.len());
    assert!(server.asked().len() <= 1000);
    assert!(
        told.failed.iter().all(|why| why.contains("not followed")),
        "{:?}",
        told.failed.first()
    );
}

#[test]
fn a_watch_that_was_stopped_between_an_article_and_the_next_goes_on() {
    let server = site(|request| match request.target.as_str() {
        "/feed" => rss(&["/a", "/b", "/c"]),
        path => text(&format!("{TEXT} It was at {path}.")),
    });
    let mut bench = Bench::full();
    let source = Source::Address(Address::parse(&server.at("/feed")).expect("an address"));
    {
        let fetcher =
            Fetcher::new(bench.asking.clone(), Box::new(Rc::clone(&bench.clock))).expect("options");
        let keeper = Keeper::new(&mut bench.ledger, Annotator::rules());
        let web = Web::new(fetcher, Options::default());
        let mut watch = Watch::new(keeper, web, bench.wishes.clone(), &[source]).expect("sources");
        let stopped = watch.round(&mut |event| match event {
            Event::Kept { kept, .. } if kept.id.as_str().ends_with("/b") => {
                Err(sayso::Error::new(sayso::Kind::Cancelled, "stopped"))
            }
            _ => Ok(()),
        });
        assert!(stopped.is_err());
    }
    assert_eq!(bench.articles(), 2);
    let told = bench.round(&server.at("/feed"));
    // The one that was being told is asked for again, and is known.
    assert_eq!((told.visits[0].new, bench.articles()), (1, 3));
    let n_asked = |path: &str| server.asked().iter().filter(|asked| *asked == path).count();
    assert_eq!(["/a", "/b", "/c"].map(n_asked), [1, 2, 1]);
}

#[test]
fn a_clock_that_was_turned_back_stops_no_watch() {
    let server = site(|_| reply(200, &[], json_feed(1)));
    let mut bench = Bench::new();
    bench.round(&server.at("/feed"));
    bench.clock = Rc::new(FakeClock::at(1_000_000));
    assert_eq!(bench.round(&server.at("/feed")).visits.len(), 1);
}

#[test]
fn folders_are_looked_through_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut bench = Bench::new();
    let sources = Source::named(folder.path()).expect("a folder");
    let visits = |told: &[Told]| told.iter().map(|told| told.visits[0].new).collect::<Vec<_>>();
    assert_eq!(visits(&bench.rounds(1, &sources)), [0]);
    fs::write(folder.path().join("a.txt"), TEXT).expect("a file");
    fs::write(folder.path().join("b.txt"), b"\0\0").expect("a file");
    let told = bench.rounds(2, &sources);
    assert_eq!(visits(&told), [1, 0]);
    assert_eq!((told[0].failed.len(), told[1].failed.len()), (1, 0));
    fs::write(folder.path().join("a.txt"), TEXT.replace("out", "in")).expect("a file");
    assert_eq!(bench.rounds(1, &sources)[0].visits[0].versions, 1);
}

#[test]
fn words_name_sources() {
    let folder = tempfile::tempdir().expect("a folder");
    let list = folder.path().join("feeds.opml");
    fs::write(&list, "<opml version='2.0'><body><outline text='a'><outline type='rss' xmlUrl='https://a.example/feed'/></outline><outline xmlUrl='feed.xml'/></body></opml>").expect("a file");
    let sources = Source::named(&list).expect("a list");
    assert_eq!(sources.iter().map(Source::name).collect::<Vec<_>>(), ["https://a.example/feed"]);
    assert!(Source::named("https://a.example/feed".as_ref()).is_ok());
    fs::write(folder.path().join("a.txt"), TEXT).expect("a file");
    for (words, why) in [
        (folder.path().join("a.txt").display().to_string(), "no list of feeds"),
        (folder.path().join("none").display().to_string(), "cannot watch"),
        ("ftp://a.example".to_owned(), "cannot watch"),
        ("https://a:b@a.example".to_owned(), "password"),
    ] {
        let error = Source::named(words.as_ref()).expect_err(&words);
        assert!(error.to_string().contains(why), "{error}");
    }
}
