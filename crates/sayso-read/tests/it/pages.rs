//! Pages within boxes.

use sayso_core::Article;
use sayso_read::{Options, articles, fetched, in_memory};

use crate::support::{expect, gzip, outcomes, response, zip};

const HEAD: &str = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Harbour wall to go</title></head><body><nav><a href=\"/\">Home</a> <a href=\"/news\">News</a></nav><article><h1>Harbour wall to go</h1>";

const BODY: &str = "<p>The harbour wall, which has stood for two hundred years, will go, the council said on Sunday after a vote that took until midnight.</p><p>“It has stood long enough, and it will not stand another winter,” said Ines Calder, the harbour master, who was there.</p><p>Nobody lives behind the wall any more, but some forty boats lie in the harbour, and their owners want to know where they shall go when the work begins.</p>";

fn page() -> String {
    format!("{HEAD}{BODY}</article><footer><a href=\"/about\">About us</a></footer></body></html>")
}

fn read(name: &str, bytes: impl Into<Vec<u8>>) -> Vec<Article> {
    in_memory(name, bytes.into(), &Options::default()).collect::<Result<_, _>>().expect("articles")
}

/// Whether this is the article, all of it and nothing else.
#[track_caller]
fn is_wall(article: &Article) {
    let text = &article.text;
    assert!(text.contains("The harbour wall, which has stood"), "{text}");
    assert!(text.contains("\n\n“It has stood long enough, and"), "{text}");
    assert!(text.trim_end().ends_with("when the work begins."), "{text}");
    assert!(!text.contains("About us") && !text.contains("News"), "{text}");
}

#[test]
fn of_a_web_archive() {
    let head =
        "HTTP/1.1 200 OK\nContent-Type: text/html; charset=windows-1252\nContent-Encoding: gzip";
    let bytes: Vec<u8> = page()
        .replace("charset=\"utf-8\"", "")
        .chars()
        .map(|c| match c {
            '“' => 0x93,
            '”' => 0x94,
            c => u8::try_from(u32::from(c)).expect("ASCII"),
        })
        .collect();
    let archive = response("https://orb.example/2024/06/23/wall", head, &gzip(&bytes));
    let [article] = &read("x.warc.gz", gzip(&archive))[..] else { panic!("one") };
    is_wall(article);
    assert_eq!(article.id.as_str(), "orb.example/2024/06/23/wall");
    assert_eq!(article.url.as_deref(), Some("https://orb.example/2024/06/23/wall"));
    assert_eq!(article.published.map(|d| d.to_string()).as_deref(), Some("2024-06-23"));
    let page = article.page.as_ref().expect("places in the page");
    assert_eq!(page.bytes, bytes.len() as u64);
}

#[test]
fn of_an_address() {
    let fetched = |media: Option<&str>| {
        fetched("https://orb.example/wall", media, page().as_bytes(), &Options::default())
    };
    for media in [
        Some("text/html"),
        Some("application/xhtml+xml; charset=utf-8"),
        None,
        Some(""),
        Some("text/xml"),
    ] {
        let articles = fetched(media).expect("an article");
        assert_eq!(articles.len(), 1, "{media:?}");
        is_wall(&articles[0]);
        assert_eq!(articles[0].url.as_deref(), Some("https://orb.example/wall"));
    }
    let error = fetched(Some("image/png")).expect_err("no article").to_string();
    assert!(error.contains("`https://orb.example/wall`: what it gave is `image/png`"), "{error}");
}

#[test]
fn of_a_feed() {
    let feed = format!(
        "<rss><channel><title>The Orb</title><item><title>Wall &amp; tower</title><link>https://orb.example/wall</link><dc:creator>Ann Lee</dc:creator><pubDate>Sun, 23 Jun 2024 10:00:00 GMT</pubDate><content:encoded><![CDATA[{BODY}]]></content:encoded></item></channel></rss>"
    );
    let [article] = &read("orb.rss", feed)[..] else { panic!("one") };
    is_wall(article);
    assert!(article.text.starts_with("Wall & tower\n\n"), "{}", article.text);
    assert_eq!(article.title.as_deref(), Some("Wall & tower"));
    assert_eq!(article.outlet.as_deref(), Some("The Orb"));
    assert_eq!(article.byline.as_deref(), Some("Ann Lee"));
    assert_eq!(article.published.map(|d| d.to_string()).as_deref(), Some("2024-06-23"));
    assert_eq!(article.id.as_str(), "orb.example/wall");
    assert!(article.page.is_none());
}

#[test]
fn of_a_feed_that_is_brief() {
    let words = "The harbour wall will go, the council said on Sunday. “It has stood long enough,” said Ines Calder.";
    let feed = format!(
        "<feed><title>Orb</title><entry><title>Wall to go</title><link href=\"https://orb.example/wall\"/><content type=\"html\">&lt;p&gt;{words}&lt;/p&gt;</content></entry></feed>"
    );
    let [article] = &read("orb.atom", feed)[..] else { panic!("one") };
    assert_eq!(article.text.trim_end(), format!("Wall to go\n\n{words}"));
}

#[test]
fn of_a_mail_and_saved_as_one() {
    let mail = format!(
        "From: Ann Lee <a@orb.example>\r\nSubject: The wall\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nThis mail has pictures.\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{}\r\n--b--\r\n",
        page()
    );
    let [article] = &read("wall.eml", mail)[..] else { panic!("one") };
    is_wall(article);
    assert_eq!(
        (article.title.as_deref(), article.byline.as_deref()),
        (Some("The wall"), Some("Ann Lee"))
    );
    let saved = format!(
        "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://orb.example/wall\r\nSubject: Harbour wall to go - Orb\r\nDate: Tue, 25 Jun 2024 10:00:00 GMT\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{}\r\n--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0=\r\n--b--\r\n",
        page()
    );
    let [article] = &read("wall.mhtml", saved)[..] else { panic!("one") };
    is_wall(article);
    assert_eq!(article.url.as_deref(), Some("https://orb.example/wall"));
    assert_eq!((article.byline.as_deref(), article.published), (None, None));
}

#[test]
fn of_a_zip_and_a_folder_without_what_lies_beside() {
    let archive =
        zip(&[("mon/wall.html", page().as_bytes()), ("mon/wall_files/ad.html", page().as_bytes())]);
    let mut run = in_memory("a.zip", archive, &Options::default());
    expect(&outcomes(&mut run), &["mon/wall"]);
    assert_eq!(run.skipped(), 1);
    let folder = tempfile::tempdir().expect("a folder");
    let beside = folder.path().join("wall-Dateien");
    std::fs::create_dir(&beside).expect("a folder");
    std::fs::write(folder.path().join("wall.htm.gz"), gzip(page().as_bytes())).expect("a file");
    std::fs::write(folder.path().join("wall.htm"), page()).expect("a file");
    std::fs::write(folder.path().join("wall.meta.json"), "{\"outlet\": \"The Orb\"}")
        .expect("a file");
    std::fs::write(beside.join("frame.html"), page()).expect("a file");
    let mut run = articles(&[folder.path().to_owned()], &Options::default()).expect("a path");
    let first = run.next().expect("one").expect("an article");
    assert_eq!(first.outlet.as_deref(), Some("The Orb"));
    assert_eq!(run.skipped(), 1);
}
