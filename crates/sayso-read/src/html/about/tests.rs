//! Pages, whole and hostile, and what they say of themselves.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;

fn read(page: &str) -> About {
    about_page(page, Some("https://www.orb.example/news/wall"))
}

fn day(page: &str) -> Option<(String, By)> {
    read(page).published.map(|found| (found.value.to_string(), found.by))
}

fn authors(page: &str) -> Vec<String> {
    read(page).authors.map(|found| found.value).unwrap_or_default()
}

#[test]
fn a_page_that_says_everything() {
    let about = read(
        r#"<!DOCTYPE html><html lang="en"><head><title>Harbour wall to go | The Orb</title>
        <link rel="canonical" href="/news/wall"><meta property="og:locale" content="en_GB">
        <meta property="og:site_name" content="The Orb"><meta property="og:title" content="Harbour wall to go">
        <script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle",
          "headline":"Harbour wall to go","description":"The council has voted.","articleSection":"Town",
          "author":[{"@type":"Person","name":"Ann Lee"}],"datePublished":"2024-06-23T23:15:00-05:00",
          "dateModified":"2024-06-25","keywords":"harbour, wall","publisher":{"name":"The Orb"},"wordCount":"400"}</script>
        </head><body><h1>Harbour wall to go</h1><p>It fell.</p></body></html>"#,
    );
    let words = |found: Option<Sourced<String>>| found.map(|found| (found.value, found.by));
    assert_eq!(words(about.title), Some(("Harbour wall to go".to_owned(), By::JsonLd)));
    assert_eq!(words(about.deck), Some(("The council has voted.".to_owned(), By::JsonLd)));
    assert_eq!(words(about.outlet), Some(("The Orb".to_owned(), By::JsonLd)));
    assert_eq!(
        words(about.canonical),
        Some(("https://www.orb.example/news/wall".to_owned(), By::Meta))
    );
    assert_eq!(words(about.language), Some(("en".to_owned(), By::OpenGraph)));
    assert_eq!(words(about.section), Some(("Town".to_owned(), By::JsonLd)));
    assert_eq!(about.authors.map(|a| a.value), Some(vec!["Ann Lee".to_owned()]));
    assert_eq!(about.published.map(|d| d.value), Date::day_of(2024, 6, 23));
    assert_eq!(about.modified.map(|d| d.value), Date::day_of(2024, 6, 25));
    assert_eq!(about.keywords, ["harbour", "wall"]);
    assert_eq!(about.n_words, Some(400));
    assert_eq!(about.source, None);
    assert_eq!(about.copy_of, None);
    assert_eq!(about.paywall, None);
}

#[test]
fn a_page_that_says_it_to_people_alone() {
    let about = read(
        "<html lang=en-US><title>Harbour wall to go - The Daily Orb</title><nav><a href=/>Home</a> June 25, 2024</nav>\
         <h1>Harbour wall to go</h1><div class=byline>By <a href='/author/ann-lee'>Ann Lee</a></div>\
         <span class=post-date>6/3/2024</span><p>It fell.<div class=comments><h3>Ben</h3><time>June 4, 2024</time></div>",
    );
    assert_eq!(about.title.map(|t| t.value).as_deref(), Some("Harbour wall to go"));
    assert_eq!(about.outlet.map(|o| (o.value, o.by)), Some(("The Daily Orb".to_owned(), By::Page)));
    assert_eq!(about.authors.map(|a| a.value), Some(vec!["Ann Lee".to_owned()]));
    assert_eq!(about.published.map(|d| d.value), Date::day_of(2024, 6, 3));
}

#[test]
fn where_a_day_of_publication_stands() {
    for (page, by) in [
        (r#"<meta name="DC.date.issued" content="2024-06-23">"#, By::Meta),
        (
            r#"<meta property="http://ogp.me/ns/article#published_time" content="2024-06-23T01:00:00Z">"#,
            By::Meta,
        ),
        (r#"<time itemprop="datePublished" datetime="2024-06-23">Sunday</time>"#, By::Microdata),
        (
            r#"<span property="schema:datePublished" content="2024-06-23">Sunday</span>"#,
            By::Microdata,
        ),
        (
            r#"<h1>Wall</h1><abbr class="published" title="2024-06-23T05:11:00Z">5:11</abbr>"#,
            By::Page,
        ),
        (
            "<h1>Wall</h1><p>Veröffentlicht am 23. Juni 2024, aktualisiert am 25. Juni 2024</p>",
            By::Page,
        ),
        ("<h1>Wall</h1><dl><dt>Posted</dt><dd>23 June 2024</dd></dl>", By::Page),
        (
            r#"<h1>Wall</h1><script>var page = {"publishedDate":"2024-06-23T04:00"}</script>"#,
            By::Page,
        ),
        (
            r#"<h1>Wall</h1><p class="time">23.06.2024</p><aside><time>01.07.2024</time></aside>"#,
            By::Page,
        ),
        // A vague name counts less than what stands marked under the headline.
        (
            r#"<meta name="date" content="2024-06-01"><h1>Wall</h1><time class="published" datetime="2024-06-23">x</time>"#,
            By::Page,
        ),
    ] {
        assert_eq!(day(page), Some(("2024-06-23".to_owned(), by)), "{page}");
    }
    let about = about_page("<h1>Wall</h1>", Some("https://orb.example/2024/06/23/wall"));
    assert_eq!(
        about.published.map(|d| (d.value.to_string(), d.by)),
        Some(("2024-06-23".to_owned(), By::Address))
    );
}

#[test]
fn days_of_other_things() {
    for page in [
        "<h1>Wall</h1><p>© 23.06.2024 The Orb</p><footer>since 24.06.2024</footer>",
        "<h1>Wall</h1><div class=comments><time datetime=2024-06-23>x</time><time datetime=2024-06-24>x</time></div>",
        "<h1>Wall</h1><p>The club was founded on 14 August 1935.</p>",
        r#"<h1>Wall</h1><meta property="article:published_time" content="99999-01-01">"#,
        r#"<h1>Wall</h1><meta property="article:published_time" content="1970-01-01T00:00:00Z">"#,
    ] {
        assert_eq!(day(page), None, "{page}");
    }
    // A day of change stands for that of publication where nothing else does.
    let about = read("<h1>Wall</h1><p>Last updated 25 June 2024</p>");
    assert_eq!(about.published, about.modified);
    assert_eq!(about.published.map(|d| d.value), Date::day_of(2024, 6, 25));
}

#[test]
fn who_wrote_it() {
    for (page, expected) in [
        (
            r#"<meta name="author" content="Ann Lee"><meta name="author" content="Ben Roe">"#,
            vec!["Ann Lee", "Ben Roe"],
        ),
        (
            r#"<div itemprop="author" itemscope><span itemprop="name">Ann Lee</span> Reporter</div>"#,
            vec!["Ann Lee"],
        ),
        (
            r#"<h1>Wall</h1><a rel="author" href="/x">Ann Lee</a><a rel="author" href="/y">Ben Roe</a>"#,
            vec!["Ann Lee", "Ben Roe"],
        ),
        ("<h1>Wall to go</h1><p>By Ann Lee and Ben Roe</p><p>It fell.", vec!["Ann Lee", "Ben Roe"]),
        ("<h1>Wall to go</h1><p>Ann Lee</p><p>It fell.", vec!["Ann Lee"]),
        ("<h1>Wall to go</h1><p>Autor:</p><p>Ann Lee</p><p>It fell.", vec!["Ann Lee"]),
        ("<h1>Wall to go</h1><div class=author>Town | by Ann Lee</div>", vec!["Ann Lee"]),
        // The outlet signs to programs, a person to people.
        (
            r#"<meta property="og:site_name" content="The Orb"><meta name="author" content="The Orb"><h1>Wall</h1><p>By Ann Lee</p>"#,
            vec!["Ann Lee"],
        ),
        (
            r#"<meta property="og:site_name" content="The Orb"><meta name="author" content="The Orb"><h1>Wall</h1>"#,
            vec!["The Orb"],
        ),
        ("<h1>Wall</h1><div class=comments><a rel=author href=/z>Cy Orme</a></div>", vec![]),
        (
            r#"<meta property="article:author" content="https://social.example/orb"><h1>Wall</h1>"#,
            vec![],
        ),
    ] {
        assert_eq!(authors(page), expected, "{page}");
    }
}

#[test]
fn whose_text_it_is() {
    let elsewhere = r#"<link rel="canonical" href="https://tidewatch.example/wall"><h1>Wall</h1>"#;
    assert_eq!(
        read(elsewhere).copy_of.map(|c| c.value).as_deref(),
        Some("https://tidewatch.example/wall")
    );
    for here in ["https://m.orb.example/wall", "https://orb.test/wall", "/wall"] {
        assert_eq!(
            read(&format!(r#"<link rel="canonical" href="{here}">"#)).copy_of,
            None,
            "{here}"
        );
    }
    let archived = about_page(
        elsewhere,
        Some("https://web.archive.org/web/2024/https://tidewatch.example/wall"),
    );
    assert_eq!(archived.copy_of, None);
    let agency = r#"<script type="application/ld+json">{"@type":"Article","author":"Reuters","publisher":{"name":"The Orb"}}</script>"#;
    assert_eq!(read(agency).source.map(|s| s.value).as_deref(), Some("Reuters"));
    let own = r#"<script type="application/ld+json">{"@type":"Article","author":"Reuters","publisher":{"name":"Reuters"}}</script>"#;
    assert_eq!(read(own).source, None);
}

#[test]
fn hostile_pages_end() {
    read("");
    read(&"<div class='byline date'>".repeat(4_000));
    read(&format!("<h1>Wall</h1>{}", "<time datetime=2024-06-23 class=published>".repeat(5_000)));
    let mut metas = String::new();
    for number in 0..20_000 {
        let _ = write!(
            metas,
            "<meta name=author content='Ann Lee {number}'><meta property=og:title content='{number}'>"
        );
    }
    let about = read(&metas);
    assert!(about.authors.is_some_and(|authors| authors.value.len() <= 100));
    read(&format!(
        "<script type='application/ld+json'>{}</script>",
        r#"{"@graph":["#.repeat(50_000)
    ));
    read(&format!("<script type='application/ld+json'>\"{}", "a\\".repeat(500_000)));
    read(&format!("<title>{}</title>", "Wall | ".repeat(100_000)));
    read(&format!(
        "<h1>{}</h1><p>{}</p>",
        "23 June 2024 ".repeat(50_000),
        "By Ann Lee ".repeat(50_000)
    ));
    read(&"<span itemprop=author itemscope>".repeat(3_000));
}

proptest! {
    #[test]
    fn every_page_gives_an_answer(page in "(<(h1|p|time|meta name=author content=|div class=byline|a rel=author)>?|[a-zA-Z0-9 .,/©é&;-]{0,12}|</[a-z]>){0,20}") {
        read(&page);
    }
}
