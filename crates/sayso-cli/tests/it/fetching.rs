//! Addresses on the command line: what is added, what is refused, with which exit status.

use crate::server::{Server, reply, robots};
use crate::support::{Dir, FERRY};

/// A site of one article, one feed that names it, and a page that nobody should ask for.
fn site() -> Server {
    Server::start(|request| match request.target.as_str() {
        "/robots.txt" => robots(200, "User-agent: *\nDisallow: /secret"),
        "/ferry" => reply(200, &["Content-Type: text/plain; charset=utf-8"], FERRY),
        "/feed" => {
            let feed = "<rss version='2.0'><channel><title>P</title><item><link>/ferry</link></item></channel></rss>";
            reply(200, &["Content-Type: application/rss+xml"], feed)
        }
        _ => reply(404, &[], ""),
    })
}

const LEDGER: [&str; 4] = ["--ledger", "l.sayso", "--delay", "0"];

#[test]
fn an_address_is_added_and_one_that_fails_is_a_row() {
    let (dir, site) = (Dir::new(), site());
    let (good, bad, secret) = (site.at("/ferry"), site.at("/none"), site.at("/secret"));
    let words = ["add", &bad, &secret, &good, "--allow-private", "--json"];
    let ran = dir.run(&[&words[..], &LEDGER].concat());
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    assert_eq!(ran.stdout.lines().count(), 1, "{}", ran.stdout);
    assert!(ran.stdout.contains("\"added\":\"new\"") && ran.stdout.contains("/ferry"));
    assert!(ran.stderr.contains(&format!("cannot fetch `{bad}`: there is no such page")));
    assert!(ran.stderr.contains("robots.txt` forbids it"));
    let ran = dir.run(&[&["add", &good, "--allow-private", "--json"][..], &LEDGER].concat());
    assert!(ran.status == 0 && ran.stdout.contains("\"added\":\"known\""), "{ran:?}");
}

#[test]
fn this_machine_is_asked_only_if_that_is_allowed() {
    let (dir, site) = (Dir::new(), site());
    let ran = dir.run(&[&["add", &site.at("/ferry")][..], &LEDGER].concat());
    assert_eq!((ran.status, ran.stdout.as_str()), (1, ""));
    assert!(
        ran.stderr.contains("hint: only the open web is asked; --allow-private"),
        "{}",
        ran.stderr
    );
    assert!(site.requests().is_empty());
}

#[test]
fn a_feed_is_watched_once_and_goes_on_where_it_stopped() {
    let (dir, site) = (Dir::new(), site());
    let feed = site.at("/feed");
    let words = ["watch", &feed, "--once", "--full", "--allow-private"];
    let ran = dir.run(&[&words[..], &LEDGER].concat());
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("/ferry: new, "), "{}", ran.stdout);
    assert!(ran.stderr.contains(&format!("`{feed}`: 1 new")), "{}", ran.stderr);
    let ran = dir.run(&[&words[..], &LEDGER].concat());
    assert_eq!((ran.status, ran.stdout.as_str()), (0, ""));
    assert!(ran.stderr.contains("nothing is due before"), "{}", ran.stderr);
    assert_eq!(site.asked(), ["/feed", "/ferry"]);
}

#[test]
fn what_cannot_be_watched_could_not_run() {
    let dir = Dir::with_ferry();
    for words in [
        &["watch", "ferry.txt"][..],
        &["watch", "none"],
        &["watch", "ftp://a.example"],
        &["watch", ".", "--every", "soon"],
    ] {
        let ran = dir.run(&[words, &["--once", "--ledger", "l.sayso"]].concat());
        assert_eq!(ran.status, 2, "{words:?}: {}", ran.stderr);
    }
    let ran = dir.run(&["watch", ".", "--once"]);
    assert!(ran.status == 2 && ran.stderr.contains("no ledger is named"), "{}", ran.stderr);
}
