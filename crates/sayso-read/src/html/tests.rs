//! Whole pages: what is taken, what is left, and the way back to the bytes.

use encoding_rs::{Encoding, SHIFT_JIS, UTF_8, WINDOWS_1252};
use proptest::prelude::*;
use sayso_core::Article;
use sayso_core::record::FurnitureKind;

use super::characters::Characters;
use super::page;
use crate::Options;

/// Sentences of an invented article, one a paragraph.
const SENTENCES: [&str; 4] = [
    "The harbour board voted on Tuesday to close the old ferry pier after engineers found that a third of its timbers were rotten.",
    "“Nobody wanted this,” said Ines Calder, who chairs the board. “But we cannot let people walk on wood that we can push a thumb into.”",
    "The pier was built in 1911 and has carried the ferry to Lund Island ever since, apart from two winters in which the strait was frozen.",
    "A temporary pontoon is to open in March, she said, and the council will decide in the summer whether the pier can be rebuilt.",
];

fn around(body: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=en><head><title>Old ferry pier to close - Lund Courier</title><meta charset=utf-8></head>\
         <body><nav class=menu><ul><li><a href=/>Home</a><li><a href=/sport>Sport</a><li><a href=/weather>Weather</a></ul></nav>\
         <article><h1>Old ferry pier to close</h1><div class=article-body>{body}</div></article>\
         <aside class=related><h3>More</h3><ul><li><a href=/1>Fishing fleet counts its losses</a><li><a href=/2>Bakery wins prize</a></ul></aside>\
         <footer>© Lund Courier. All rights reserved.</footer></body></html>"
    )
}

fn paragraphs() -> String {
    SENTENCES.map(|s| format!("<p>{s}</p>\n")).concat()
}

fn read(html: &str) -> Article {
    page("a", html.as_bytes(), "a.html", None, &Options::default()).expect("an article")
}

fn kinds(article: &Article, kind: FurnitureKind) -> Vec<&str> {
    let of_kind = article.furniture.iter().filter(|f| f.kind == kind);
    of_kind.map(|f| f.place.of(&article.text)).collect()
}

#[test]
fn the_article_is_taken_and_nothing_around_it() {
    let article = read(&around(&paragraphs()));
    let expected = format!("Old ferry pier to close\n\n{}", SENTENCES.join("\n\n"));
    assert_eq!(article.text, expected);
    assert_eq!(kinds(&article, FurnitureKind::Headline), ["Old ferry pier to close"]);
    assert_eq!(article.own_text().trim(), SENTENCES.join("\n\n"));
}

#[test]
fn captions_stay_as_furniture() {
    let figure = "<figure><img src=x><figcaption>The pier at low water.</figcaption></figure>";
    let body = paragraphs().replacen("</p>", &format!("</p>{figure}"), 1);
    let article = read(&around(&body));
    assert_eq!(kinds(&article, FurnitureKind::Caption), ["The pier at low water."]);
}

#[test]
fn marks_breaks_and_references_survive() {
    let body = paragraphs()
        + "<p>She added: <q>We&nbsp;are  <em>not</em>\n <b>demo</b>lish&shy;ing it &mdash; caf&eacute;s &amp; all</q>.<br><br>\
           “It stands&#x2009;for some&#8203;thing,” said her deputy, who has worked for the board since the year in which the ferry was renewed.</p>";
    let article = read(&around(&body));
    let paragraphs: Vec<&str> = article.text.split("\n\n").collect();
    assert_eq!(paragraphs[5], "She added: “We are not demolishing it — cafés & all”.");
    assert!(paragraphs[6].starts_with("“It stands for something,” said her deputy"), "{article:?}");
}

#[test]
fn comments_under_an_article_are_left_out() {
    let comment = |n: usize| {
        format!(
            "<li class=comment-entry><div class=who>reader{n}</div><div class=wrap><div class=inner><p>I have taken that ferry for {n} years, and I must say that nobody ever told me about rotten timbers.</p></div></div></li>"
        )
    };
    let comments: String = (2..20).map(comment).collect();
    let html = around(&paragraphs()).replace(
        "</article>",
        &format!(
            "</article><section id=comments><h3>18 comments</h3><ol>{comments}</ol></section>"
        ),
    );
    let article = read(&html);
    assert!(!article.text.contains("taken that ferry"), "{}", article.text);
    assert!(article.text.ends_with(SENTENCES[3]), "{}", article.text);
}

#[test]
fn a_page_without_an_article_is_an_error() {
    for html in ["", "<p>", "<html><body><script>go()</script></body></html>", "<a href=x>Home</a>"]
    {
        let error =
            page("a", html.as_bytes(), "a.html", None, &Options::default()).expect_err("nothing");
        assert!(error.to_string().contains("a.html"), "{error}");
    }
}

/// Each run's bytes are the characters that it says they are.
fn check_page(article: &Article, bytes: &[u8], encoding: &'static Encoding) {
    let page = article.page.as_ref().expect("the way back");
    assert_eq!(page.bytes, bytes.len() as u64);
    let mut end = 0;
    for run in &page.runs {
        assert!(run.place.start() >= end && !run.place.is_empty());
        end = run.place.end();
        let stored = &bytes[run.from as usize..run.to as usize];
        let (source, _) = encoding.decode_without_bom_handling(stored);
        let words = run.place.of(&article.text);
        if run.same {
            assert_eq!(source, words);
        } else if words == " " {
            assert!(
                Characters::new(&source, 0..source.len()).all(|(c, _)| c.is_whitespace()),
                "{source:?}"
            );
        } else {
            let characters: String =
                Characters::new(&source, 0..source.len()).map(|(c, _)| c).collect();
            assert_eq!(characters, words);
        }
    }
    let outside = |at: usize| !page.runs.iter().any(|run| run.place.holds(at));
    for (at, char) in article.text.char_indices().filter(|(at, _)| outside(*at)) {
        assert!(matches!(char, '\n' | '“' | '”'), "{char:?} at {at} is nowhere on the page");
    }
}

#[test]
fn offsets_lead_back_to_the_bytes_whatever_the_encoding() {
    let html = around(&paragraphs()).replace("charset=utf-8", "charset=windows-1252");
    let (bytes, _, _) = WINDOWS_1252.encode(&html);
    let article = page("a", &bytes, "a.html", None, &Options::default()).expect("an article");
    assert!(article.text.contains("“Nobody wanted this,”"));
    check_page(&article, &bytes, WINDOWS_1252);
    let html = around(&(paragraphs() + "<p>東京の港で、古い桟橋が閉鎖された。 It was the talk of the town, as the saying goes, for a week.</p>"))
        .replace(['“', '”', '©'], "'");
    let (bytes, _, _) = SHIFT_JIS.encode(&html);
    let article =
        page("a", &bytes, "a.html", Some("shift_jis"), &Options::default()).expect("an article");
    check_page(&article, &bytes, SHIFT_JIS);
    let marked = format!("\u{FEFF}{}", around(&paragraphs()));
    check_page(&read(&marked), marked.as_bytes(), UTF_8);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_character_has_its_bytes(
        pieces in proptest::collection::vec("(<p>|</p>|<br>|<b>|</b>|<q>|</q>|<li>|<pre>|&amp;|&nbsp;|&#8217;|&bne;|\u{AD}|\u{A0}|[ \n]{1,3}|é|“|”|东|word|, and so on. ){1,12}", 1..8),
    ) {
        let html = around(&(paragraphs() + &pieces.concat() + &paragraphs()));
        if let Ok(article) = page("a", html.as_bytes(), "a.html", None, &Options::default()) {
            check_page(&article, html.as_bytes(), UTF_8);
            let inside = article.furniture.iter().all(|f| article.text.get(f.place.range()).is_some());
            prop_assert!(inside);
        }
    }

    #[test]
    fn no_page_is_too_broken(html in "(<|>|</|<div|<p>|<table><tr><td>|<a href='|\"|=|<!--|-->|<script>|<svg>|</svg>|<li>|</div>|&|&#|;|\u{0}|é| |text){0,80}") {
        let _ = page("a", html.as_bytes(), "a.html", None, &Options::default());
    }
}

#[test]
fn hostile_pages_are_bounded() {
    let text = paragraphs();
    let deep = "<div>".repeat(100_000);
    let pages = [
        format!("{deep}{text}"),
        format!("{}{text}", "<b class=x>".repeat(100_000)),
        format!("{text}{}", "<p>a".repeat(20_000)),
        format!("{text}{}", "<table><tr><td>".repeat(50_000)),
        format!("{text}{}", "<a href=x>x".repeat(20_000)),
        format!("{text}{}", "</div></p></li>".repeat(50_000)),
        format!("{text}<script>{}", "</scrip".repeat(200_000)),
        format!("{text}<style>{}</style>", "a{}".repeat(500_000)),
        format!("{text}<p {}>x", "a=b ".repeat(300_000)),
        format!("{text}<!--{}", "--".repeat(500_000)),
        format!("{text}{}", "&".repeat(1_000_000)),
        format!("{text}{}", "<ul><li>".repeat(20_000)),
    ];
    for html in pages {
        match page("a", html.as_bytes(), "a.html", None, &Options::default()) {
            Ok(article) => assert!(article.page.is_some()),
            Err(error) => assert!(error.to_string().contains("a.html"), "{error}"),
        }
    }
}

#[test]
fn a_text_beyond_the_limit_is_refused_and_nul_too() {
    let long = around(&paragraphs().repeat(20));
    let options = Options { max_bytes: 4000, ..Options::default() };
    let error = page("a", long.as_bytes(), "a.html", None, &options).expect_err("too long");
    assert!(error.to_string().contains("bytes"), "{error}");
    let error = page("a", b"<p>a\0b", "a.html", None, &Options::default()).expect_err("no text");
    assert!(error.to_string().contains("NUL"), "{error}");
}
