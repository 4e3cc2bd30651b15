//! How does an article take on what its page says?
//!
//! Fields that are known already stay: a side file or a line of JSON knows better than the page, and
//! the page knows better than the text, which is asked after it.

use sayso_core::record::{Note, Provenance};
use sayso_core::{Article, Span};

use super::{About, Sourced};
use crate::describe::set;
use crate::wire::FIELD as SOURCE;

/// Bytes of the text in which a headline stands.
const MAX_HEAD: usize = 2_000;

/// Fills in what is not known yet, and notes from whom the text comes and whether it is all there.
pub(in crate::html) fn describe(article: &mut Article, about: &About) {
    if let Some(Sourced { value, by }) = about.title.clone() {
        let head = crate::lines::start_of(&article.text, MAX_HEAD);
        let place = head.find(&value).map(|at| Span::new(at, at + value.len()));
        set(article, "title", by.as_str(), place, |a| &mut a.title, value);
    }
    if let Some(Sourced { value, by }) = about.outlet.clone() {
        set(article, "outlet", by.as_str(), None, |a| &mut a.outlet, value);
    }
    if let Some(Sourced { value, by }) = &about.authors {
        set(article, "byline", by.as_str(), None, |a| &mut a.byline, value.join(", "));
    }
    if let Some(Sourced { value, by }) = about.published {
        set(article, "published", by.as_str(), None, |a| &mut a.published, value);
    }
    if let Some(Sourced { value, by }) = about.canonical.clone() {
        set(article, "url", by.as_str(), None, |a| &mut a.url, value);
    }
    note_source(article, about);
    note_paywall(article, about);
}

/// What only the page says of a text's source has no place in the text: it is said in a note.
fn note_source(article: &mut Article, about: &About) {
    let source = about.source.as_ref().map(|source| (source, "from"));
    let copy = about.copy_of.as_ref().map(|copy| (copy, "kept at"));
    for (Sourced { value, by }, what) in source.into_iter().chain(copy) {
        article.provenance.push(Provenance {
            field: SOURCE.to_owned(),
            by: by.as_str().to_owned(),
            place: None,
        });
        note(
            article,
            "syndication",
            format!("the page says that the text is {what} `{value}` ({})", by.as_str()),
        );
    }
}

fn note_paywall(article: &mut Article, about: &About) {
    let n_here = article.text.split_whitespace().count() as u64;
    let n_whole = about.n_words.filter(|n_words| n_here * 2 < *n_words);
    let counted = n_whole.map(|n_words| format!("{n_here} of {n_words} words are here"));
    let message = match (&about.paywall, counted) {
        (Some(why), Some(counted)) => {
            format!("the page is not open to everybody: {}; {counted}", why.value)
        }
        (Some(why), None) => format!("the page is not open to everybody: {}", why.value),
        (None, Some(counted)) => format!("the page may be cut short: {counted}"),
        (None, None) => return,
    };
    note(article, "paywall", message);
}

fn note(article: &mut Article, kind: &str, message: String) {
    article.notes.push(Note { place: Span::new(0, 0), kind: kind.to_owned(), message });
}

#[cfg(test)]
mod tests {
    use sayso_core::id::ArticleId;

    use super::super::about_page;
    use super::*;

    fn described(page: &str, text: &str) -> Article {
        let mut article = Article::new(ArticleId::new("a"), text.to_owned());
        describe(&mut article, &about_page(page, Some("https://orb.example/wall")));
        article
    }

    #[test]
    fn the_page_fills_what_is_not_known() {
        let page = r#"<html lang="en-GB"><head><title>Harbour wall to go | The Orb</title>
            <meta property="og:site_name" content="The Orb"><meta name="author" content="Ann Lee and Ben Roe">
            <meta property="article:published_time" content="2024-06-23T07:15:00Z"></head>
            <body><h1>Harbour wall to go</h1></body></html>"#;
        let article = described(page, "Harbour wall to go\n\nIt fell.");
        assert_eq!(article.title.as_deref(), Some("Harbour wall to go"));
        assert_eq!(article.outlet.as_deref(), Some("The Orb"));
        assert_eq!(article.byline.as_deref(), Some("Ann Lee, Ben Roe"));
        assert_eq!(article.published.map(|d| d.to_string()).as_deref(), Some("2024-06-23"));
        let by: Vec<_> =
            article.provenance.iter().map(|p| (p.field.as_str(), p.by.as_str())).collect();
        let expected = [
            ("title", "opengraph"),
            ("outlet", "opengraph"),
            ("byline", "meta element"),
            ("published", "meta element"),
        ];
        assert_eq!(by[1..], expected[1..]);
        assert_eq!(article.provenance[0].place, Some(Span::new(0, 18)));
        assert_eq!(article.notes, []);
        // What is known already stays.
        let mut known = Article::new(ArticleId::new("a"), "It fell.".to_owned());
        known.outlet = Some("Tidewatch".to_owned());
        describe(&mut known, &about_page(page, None));
        assert_eq!(known.outlet.as_deref(), Some("Tidewatch"));
    }

    #[test]
    fn a_copy_and_a_stub_are_noted() {
        let page = r#"<link rel="canonical" href="https://tidewatch.example/2024/wall">
            <script type="application/ld+json">{"@type":"NewsArticle","headline":"Harbour wall to go",
            "author":{"name":"Agence France-Presse"},"isAccessibleForFree":"False","wordCount":800}</script>
            <h1>Harbour wall to go</h1><p>It fell."#;
        let article = described(page, "It fell.");
        let notes: Vec<_> =
            article.notes.iter().map(|n| (n.kind.as_str(), n.message.as_str())).collect();
        assert_eq!(
            notes,
            [
                (
                    "syndication",
                    "the page says that the text is from `Agence France-Presse` (json-ld)"
                ),
                (
                    "syndication",
                    "the page says that the text is kept at `https://tidewatch.example/2024/wall` (meta element)"
                ),
                (
                    "paywall",
                    "the page is not open to everybody: its structured data says that it is not free to read; 2 of 800 words are here"
                ),
            ]
        );
        let sources = article.provenance.iter().filter(|p| p.field == SOURCE).count();
        assert_eq!(sources, 2);
    }

    #[test]
    fn words_that_ask_to_pay() {
        for (words, is_stub) in [
            ("Subscribe to continue reading", true),
            ("To keep reading this story, please log in.", true),
            ("This article is only available to subscribers.", true),
            ("Cet article est réservé aux abonnés", true),
            ("The club wrote to its subscribers on Friday.", false),
            ("She kept reading.", false),
        ] {
            let article = described(&format!("<h1>Wall</h1><p>{words}</p>"), "It fell.");
            assert_eq!(!article.notes.is_empty(), is_stub, "{words}");
        }
    }
}
