//! Feeds, sitemaps and lists of feeds, as they should be and as they are.

use sayso_read::feed::{Feed, FeedKind, Whole, read as read_feed};
use sayso_read::{Options, fetched};

use crate::support::{expect, read};

fn feed(text: &str) -> Feed {
    read_feed(text.as_bytes(), "https://orb.example/news/feed.xml").expect("a feed")
}

fn date(date: Option<sayso_core::time::Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

#[test]
fn rss() {
    let feed = feed(
        r#"<?xml version="1.0"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>The Orb &#8211; News</title><atom:link rel="self" href="/feed.xml"/><link>https://orb.example/</link>
<image><title>Logo</title><url>/logo.png</url></image>
<item><title>Wall &amp;amp; tower &lt;i&gt;fall&lt;/i&gt;</title><link> /2024/wall </link>
<guid isPermaLink="false">w-1</guid><pubDate>Sun, 23 Jun 2024 10:00:00 +0200</pubDate>
<dc:creator><![CDATA[Ann Lee]]></dc:creator><author>desk@orb.example (Ben Roe)</author><author>desk@orb.example</author>
<description>It fell&nbsp;at &quot;noon&quot;.</description>
<content:encoded><![CDATA[<p>The harbour wall fell at noon on Sunday.</p><p>“It is gone,” said Ines Calder.</p><p>Nobody was hurt.</p>]]></content:encoded>
<media:title>not this</media:title><source url="https://echo.example/f">The Echo</source></item>
<item><guid>https://orb.example/2024/tower</guid></item>
<item></item>
</channel></rss>"#,
    );
    assert_eq!((feed.kind, feed.problem.as_deref()), (FeedKind::Rss, None));
    assert_eq!(feed.title.as_deref(), Some("The Orb – News"));
    assert_eq!(feed.home.as_deref(), Some("https://orb.example/"));
    assert_eq!(feed.entries.len(), 2);
    let wall = &feed.entries[0];
    assert_eq!(wall.title.as_deref(), Some("Wall & tower fall"));
    assert_eq!(wall.address.as_deref(), Some("https://orb.example/2024/wall"));
    assert_eq!(wall.id.as_deref(), Some("w-1"));
    assert_eq!(date(wall.published), "2024-06-23");
    assert_eq!(wall.authors, ["Ann Lee", "Ben Roe"]);
    assert_eq!(wall.outlet.as_deref(), Some("The Echo"));
    assert_eq!(wall.summary.as_deref(), Some("It fell\u{A0}at \"noon\"."));
    assert!(matches!(wall.whole(), Some(Whole::Html(html)) if html.starts_with("<p>The harbour")));
    let tower = &feed.entries[1];
    assert_eq!(tower.address.as_deref(), Some("https://orb.example/2024/tower"));
    assert!(tower.whole().is_none());
}

#[test]
fn atom() {
    let feed = feed(
        r#"<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">The &lt;b&gt;Orb&lt;/b&gt;</title>
<link rel="self" href="feed.xml"/><link href="https://orb.example/"/>
<entry><title>5 &lt; 6</title><link rel="enclosure" href="/a.mp3"/><link rel="alternate" href="/wall?a=1&amp;b=2"/>
<id>tag:orb.example,2024:1</id><published>2024-06-23T10:00:00Z</published><updated>2024-06-24T23:59:59+02:00</updated>
<author><name>Ann Lee</name><email>a@orb.example</email></author><author><name>Ben Roe</name></author>
<source><title>The Echo</title><id>x</id></source>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The harbour wall fell &amp; the tower stood<br/>“It is gone,” said <b>Ines Calder</b>, who saw it all from the pier.</p></div></content></entry>
<entry><title>Short</title><link href="b"/><summary type="text">5 &lt; 6</summary><content src="https://x.example/"/></entry>
</feed>"#,
    );
    assert_eq!((feed.kind, feed.title.as_deref()), (FeedKind::Atom, Some("The Orb")));
    assert_eq!(feed.home.as_deref(), Some("https://orb.example/"));
    let [wall, short] = &feed.entries[..] else { panic!("{feed:?}") };
    assert_eq!(wall.title.as_deref(), Some("5 < 6"));
    assert_eq!(wall.address.as_deref(), Some("https://orb.example/wall?a=1&b=2"));
    assert_eq!(wall.id.as_deref(), Some("tag:orb.example,2024:1"));
    assert_eq!(
        (date(wall.published), date(wall.updated)),
        ("2024-06-23".into(), "2024-06-24".into())
    );
    assert_eq!(wall.authors, ["Ann Lee", "Ben Roe"]);
    assert_eq!(wall.outlet.as_deref(), Some("The Echo"));
    let content = wall.content.as_deref().expect("content");
    assert!(
        content.contains("fell &amp; the tower stood<br") && content.contains("<b>Ines Calder</b>"),
        "{content}"
    );
    assert_eq!(short.address.as_deref(), Some("https://orb.example/news/b"));
    assert_eq!((short.summary.as_deref(), &short.content), (Some("5 &lt; 6"), &None));
}

#[test]
fn rdf_and_old_atom() {
    let rdf = feed(
        r#"<rdf:RDF xmlns="http://purl.org/rss/1.0/"><channel><title>Orb</title><link>https://orb.example</link></channel>
<item rdf:about="x"><title>A</title><link>https://orb.example/a</link><dc:date>2024-06-23</dc:date></item>
<item><title>B</title></item></rdf:RDF>"#,
    );
    assert_eq!((rdf.kind, rdf.entries.len()), (FeedKind::Rss, 2));
    assert_eq!(date(rdf.entries[0].published), "2024-06-23");
    let old = feed(
        r"<atom:feed><atom:entry><atom:title>A</atom:title><atom:issued>2003-12-13T08:29:29-04:00</atom:issued></atom:entry></atom:feed>",
    );
    assert_eq!(date(old.entries[0].published), "2003-12-13");
}

#[test]
fn json_feed() {
    let feed = feed(
        r#"{"version":"https://jsonfeed.org/version/1.1","title":" The  Orb","home_page_url":"/",
"items":[{"id":7,"url":"/a","title":"A","content_text":"The harbour wall fell. “It is gone,” said Ines Calder, who saw it all from the pier.","date_published":"2024-06-23T10:00:00Z","authors":[{"name":"Ann Lee"},{}]},
{"id":"x","external_url":"https://echo.example/b","summary":"s","author":{"name":"Ben Roe"}},{"title":3},null,[]]}"#,
    );
    assert_eq!(
        (feed.kind, feed.title.as_deref(), feed.entries.len()),
        (FeedKind::Json, Some("The Orb"), 5)
    );
    assert_eq!(feed.entries[0].id.as_deref(), Some("7"));
    assert!(matches!(feed.entries[0].whole(), Some(Whole::Text(_))));
    assert_eq!(feed.entries[1].address.as_deref(), Some("https://echo.example/b"));
    assert_eq!(feed.entries[1].authors, ["Ben Roe"]);
}

#[test]
fn sitemaps_and_lists_of_feeds() {
    let map = feed(
        r#"<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://orb.example/a</loc><lastmod>2024-06-24</lastmod>
<news:news><news:publication><news:name>The Orb</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2024-06-23T10:00:00+01:00</news:publication_date><news:title>Wall &amp; tower</news:title></news:news>
<image:image><image:loc>https://orb.example/a.jpg</image:loc></image:image></url>
<url><loc>https://orb.example/b</loc></url></urlset>"#,
    );
    assert_eq!((map.kind, map.entries.len()), (FeedKind::Sitemap, 2));
    let wall = &map.entries[0];
    assert_eq!(wall.address.as_deref(), Some("https://orb.example/a"));
    assert_eq!(wall.title.as_deref(), Some("Wall & tower"));
    assert_eq!(wall.outlet.as_deref(), Some("The Orb"));
    assert_eq!(
        (date(wall.published), date(wall.updated)),
        ("2024-06-23".into(), "2024-06-24".into())
    );
    let index = feed(
        "<sitemapindex><sitemap><loc>https://orb.example/1.xml.gz</loc></sitemap></sitemapindex>",
    );
    assert_eq!(index.kind, FeedKind::SitemapIndex);
    assert_eq!(index.entries[0].address.as_deref(), Some("https://orb.example/1.xml.gz"));
    let list = feed(
        r#"<opml version="2.0"><head><title>Mine</title></head><body><outline text="Papers">
<outline text="The Orb" type="rss" xmlUrl="https://orb.example/f"/><outline text="E" title="The Echo" xmlUrl="https://echo.example/f" htmlUrl="https://echo.example"></outline></outline>
<outline text="Alone" xmlUrl="https://alone.example/f"/></body></opml>"#,
    );
    let names: Vec<_> = list.entries.iter().filter_map(|e| e.title.as_deref()).collect();
    assert_eq!((list.kind, names), (FeedKind::FeedList, vec!["The Orb", "The Echo", "Alone"]));
    assert_eq!(list.title.as_deref(), Some("Mine"));
}

#[test]
fn what_a_feed_holds_is_read_and_what_it_names_is_said() {
    let text =
        "The harbour wall fell. “It is gone,” said Ines Calder, who saw it all from the pier.";
    let item = |id: &str, field: &str, words: &str| serde_json::json!({"id": id, "url": format!("https://orb.example/{id}"), "title": "Wall falls", "authors": [{"name": "Ann Lee"}], field: words});
    let feed = |items: &[serde_json::Value]| {
        serde_json::json!({"version": "https://jsonfeed.org/version/1", "title": "The Orb", "items": items}).to_string()
    };
    let mixed = feed(&[
        item("a", "content_text", text),
        item("b", "summary", "Short."),
        item("a", "content_text", text),
        item("d", "content_text", &format!("{text} And more […]")),
    ]);
    let left = "2 of its 4 entries hold a summary only";
    expect(&read("orb.json", mixed.clone()), &["orb.example/a", "orb/3", left]);
    let articles = fetched(
        "https://orb.example/feed",
        Some("application/feed+json"),
        mixed.as_bytes(),
        &Options::default(),
    );
    // What a server calls a feed is one.
    let articles = articles.expect("articles");
    assert_eq!(articles.len(), 2);
    assert_eq!(articles[0].outlet.as_deref(), Some("The Orb"));
    assert_eq!(articles[0].byline.as_deref(), Some("Ann Lee"));
    assert_eq!(articles[0].title.as_deref(), Some("Wall falls"));
    assert_eq!(articles[0].url.as_deref(), Some("https://orb.example/a"));
    let short = feed(&[item("b", "summary", "Short.")]);
    expect(&read("orb.json", short.clone()), &["1 of its 1 entries hold a summary only"]);
    let error = fetched("https://orb.example/f", None, short.as_bytes(), &Options::default());
    assert!(error.is_err_and(|e| e.hints()[0].contains("sayso add")));
    let map = "<urlset><url><loc>https://orb.example/a</loc></url></urlset>";
    expect(&read("map.xml", map), &["a list of the addresses of 1 pages"]);
    expect(&read("x.rss", "<rss/>"), &["the feed has no entries"]);
}

#[test]
fn a_feed_that_lies_or_is_damaged_gives_what_it_can() {
    // Another encoding than it says, and the other way round.
    let utf8 = "<?xml version='1.0' encoding='iso-8859-1'?><rss><channel><title>Café</title></channel></rss>";
    assert_eq!(feed(utf8).title.as_deref(), Some("Café"));
    let latin = b"<?xml version='1.0' encoding='windows-1252'?><rss><channel><title>Caf\xe9 \x93x\x94</title></channel></rss>";
    assert_eq!(read_feed(latin, "f").expect("a feed").title.as_deref(), Some("Café “x”"));
    let lies = b"<?xml version='1.0' encoding='utf-8'?><rss><channel><title>Caf\xe9</title></channel></rss>";
    assert_eq!(read_feed(lies, "f").expect("a feed").title.as_deref(), Some("Café"));
    // Bare ampersands, unclosed elements, tags in descriptions, a cut.
    let torn = feed(
        "<rss><channel><item><title>Wall & tower &c</title><description><p>One<br>Two</p></description><item><title>Next<link>/n</link></item><item><title>Cut",
    );
    let titles: Vec<_> = torn.entries.iter().map(|e| e.title.clone().unwrap_or_default()).collect();
    assert_eq!(titles[0], "Wall & tower &c");
    assert_eq!(torn.entries[0].summary.as_deref(), Some("<p>One<br>Two</p>"));
    assert_eq!(torn.entries.len(), 3, "{torn:?}");
    for (bytes, why) in [
        (&b"<html><body>"[..], "its first element is `html`"),
        (b"", "it has no element"),
        (b"just words", "it has no element"),
        (b"{\"a\":1}", "no JSON Feed"),
        (b"{\"version\"", "no sound JSON"),
        (b"<!DOCTYPE x [<!ENTITY a \"b\">]", "no sound XML"),
    ] {
        let error = read_feed(bytes, "f").expect_err("no feed").to_string();
        assert!(error.contains(why), "{error} | {why}");
    }
}

#[test]
fn a_feed_without_end_is_bounded() {
    let deep = format!("<rss><channel><item>{}", "<a>".repeat(100_000));
    assert!(feed(&deep).problem.expect("a problem").contains("256 elements"));
    let long = format!("<rss><channel>{}", "<item><title>x</title></item>".repeat(50_001));
    let long = feed(&long);
    assert_eq!(long.entries.len(), 50_000);
    assert!(long.problem.expect("a problem").contains("50000 entries"));
    let laughs = r#"<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><rss><channel><title>&b;</title></channel></rss>"#;
    assert_eq!(feed(laughs).title.as_deref(), Some("&b;"));
}
