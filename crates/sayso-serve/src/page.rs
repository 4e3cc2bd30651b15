//! What is one page of the ledger?
//!
//! [`page()`] writes it as one file that needs nothing else: its style and its script stand in it,
//! and its policy allows these two and nothing more. It is complete without the script, which adds
//! the keys, the filters, and the highlighting.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use sayso_core::record::{ArticleRecord, SpeakerClass};
use sayso_core::span::Span;

use crate::article::{self, OnPage};
use crate::links::Links;
use crate::overview;
use crate::policy;
use crate::shown::in_attribute;
use crate::words;

const STYLE: &str = include_str!("../assets/page.css");
const SCRIPT: &str = include_str!("../assets/page.js");

/// The heading of a page that was given none.
const HEADING: &str = "Who said what, and on whose word";

/// What a caller may say of a page.
#[derive(Clone, Debug, Default)]
pub struct PageOptions {
    /// The heading, where a general one will not do.
    pub title: Option<String>,
    /// What a reader of the page must know that no record says, such as inputs that failed.
    pub notices: Vec<String>,
}

/// The ledger of these articles as one self-contained document.
///
/// The same records and options give the same bytes.
pub fn page(records: &[ArticleRecord<Span>], options: &PageOptions) -> String {
    let links = Links::of(records);
    let heading = options.title.as_deref().unwrap_or(HEADING);
    let body = html! {
        (overview::head(heading, records, &options.notices))
        (tools(records))
        main #main tabindex="-1" {
            @for (number, record) in (1..).zip(records) {
                (article::section(OnPage { record, number, links: &links }))
            }
            @if records.is_empty() { p.empty { "No article was given." } }
        }
    };
    document(window_title(records, options), &body).into_string()
}

/// The title of the window: that of the only article, where no other is given.
fn window_title<'a>(records: &'a [ArticleRecord<Span>], options: &'a PageOptions) -> &'a str {
    let only = match records {
        [record] => record.title.as_deref(),
        _ => None,
    };
    options.title.as_deref().or(only).unwrap_or(HEADING)
}

/// The frame around every page.
fn document(title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy::of_inlined(STYLE, SCRIPT));
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                meta name="generator" content="sayso";
                title { (in_attribute(title)) " · sayso" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to the articles" }
                (body)
                footer.end {
                    "Made by sayso. The texts belong to those who published them; "
                    "this page is complete in itself and asks no network for anything."
                }
                script type="module" { (PreEscaped(SCRIPT)) }
            }
        }
    }
}

/// Filters and keys, shown by the script that they need, and how to read the marks.
fn tools(records: &[ArticleRecord<Span>]) -> Markup {
    let counts = overview::counts(records.iter().flat_map(|record| &record.statements));
    let all: usize = counts.iter().map(|(_, count)| count).sum();
    html! {
        details.legend {
            summary { "How to read the marks" }
            p {
                span.t.w { "who 1" } span.s { "the source" } " has a thin line, behind a tag that tells what kind of voice it is; "
                span.q { "the cue" } ", the words that do the citing, has a dotted line; "
                span.named.c { "what is said" } span.t.n { "1" }
                " is tinted, and its number leads to its record in the ledger. Words "
                span.named.c.d2 { "inside another statement" } span.t.n { "2" }
                " have a double line. " span.t.on { "1 goes on" }
                " marks speech that runs on without a new cue. "
                span.t.kind { "caption" } " and its like stand before what is not running text."
            }
        }
        form.tools hidden role="search" aria-label="Filter the statements" {
            label { span { "Words" } input #words type="search" autocomplete="off" spellcheck="false"; }
            label {
                span { "Voices" }
                select #voice {
                    option value="" { "All (" (words::grouped(all)) ")" }
                    @for (class, count) in counts {
                        @if count > 0 { (voice(class, count)) }
                    }
                }
            }
            output #shown for="words voice" {}
            span.steps {
                button #previous type="button" { "Previous" kbd { "k" } }
                button #next type="button" { "Next" kbd { "j" } }
                label.keys { input #keys type="checkbox" checked; span { "Keys" } }
            }
        }
    }
}

fn voice(class: SpeakerClass, count: usize) -> Markup {
    html! {
        option value=(class.as_str()) { (words::class_heading(class)) " (" (words::grouped(count)) ")" }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use proptest::prelude::*;

    use super::*;
    use crate::fixture;
    use crate::reading::{Element, Token, read, words_in};

    fn elements(tokens: &[Token]) -> impl Iterator<Item = &Element> {
        tokens.iter().filter_map(|token| match token {
            Token::Open(element) => Some(element),
            _ => None,
        })
    }

    fn with_line_feeds(text: &str) -> String {
        text.replace("\r\n", "\n").replace('\r', "\n")
    }

    /// Checks what holds for every page.
    fn check(html: &str) -> Result<Vec<Token>, String> {
        let tokens = read(html)?;
        let mut ids = BTreeSet::new();
        for element in elements(&tokens) {
            let id = element.get("id");
            if !id.is_empty() && !ids.insert(id) {
                return Err(format!("two elements are called `{id}`"));
            }
        }
        for element in elements(&tokens) {
            if let Some(attribute) = element.attributes.keys().find(|name| name.starts_with("on")) {
                return Err(format!("`{attribute}` would run something"));
            }
            if ["img", "iframe", "object", "link", "base"].contains(&element.name.as_str()) {
                return Err(format!("<{}> would load something", element.name));
            }
            let link = element.get("href");
            match link.strip_prefix('#') {
                Some(anchor) if !ids.contains(anchor) => {
                    return Err(format!("nothing is `{anchor}`"));
                }
                Some(_) => {}
                None if link.is_empty() => {}
                None if link.starts_with("https://") || link.starts_with("http://") => {}
                None => return Err(format!("a link to `{link}`")),
            }
        }
        let scripts = elements(&tokens).filter(|element| element.name == "script").count();
        if scripts == 1 { Ok(tokens) } else { Err(format!("{scripts} scripts")) }
    }

    /// The page without what is the same on every page.
    fn body_of(html: &str) -> String {
        let start = html.find("<body>").expect("a body");
        let end = html.find("<script").expect("the script");
        html[start..end]
            .replace("<p", "\n<p")
            .replace("<li", "\n<li")
            .replace("<article", "\n<article")
    }

    #[test]
    fn the_ferry_page_is_the_one_that_was_looked_at() {
        let html = page(&fixture::ferry(), &PageOptions::default());
        check(&html).expect("a sound page");
        let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/ferry.html");
        if std::env::var_os("SAYSO_UPDATE").is_some() {
            std::fs::write(&golden, body_of(&html)).expect("the golden page can be written");
        }
        let expected = std::fs::read_to_string(&golden).expect("the golden page is there");
        assert!(
            body_of(&html) == expected,
            "the page changed; look at it, then run this test with SAYSO_UPDATE=1"
        );
    }

    #[test]
    fn the_policy_names_the_style_and_the_script_that_the_page_holds() {
        let html = page(&[], &PageOptions::default());
        let tokens = check(&html).expect("a sound page");
        let raw = |name: &str| {
            let at = tokens.iter().position(|t| matches!(t, Token::Open(e) if e.name == name));
            match at.and_then(|at| tokens.get(at + 1)) {
                Some(Token::Text(text)) => text.clone(),
                _ => String::new(),
            }
        };
        let policy = elements(&tokens)
            .find(|element| element.get("http-equiv") == "Content-Security-Policy")
            .expect("a policy");
        assert_eq!(policy.get("content"), policy::of_inlined(&raw("style"), &raw("script")));
        assert!(policy.get("content").starts_with("default-src 'none';"));
    }

    #[test]
    fn five_megabytes_of_one_word_are_shown_once() {
        let mut record = fixture::article("long", &"w".repeat(5 << 20));
        record.statements.push(fixture::statement("long/1", &[], &[], &[(0, 5 << 20)]));
        let html = page(&[record], &PageOptions::default());
        assert!(html.len() < (5 << 20) + 120_000, "{}", html.len());
    }

    #[test]
    fn titles_and_notices_are_foreign_text_too() {
        let options = PageOptions {
            title: Some("<script>\u{202e}".into()),
            notices: vec!["`<b>.txt` could not be read".into()],
        };
        let html = page(&[], &options);
        check(&html).expect("a sound page");
        assert!(html.contains("&lt;b&gt;.txt") && !html.contains('\u{202e}'));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_text_is_shown_as_it_is_and_every_link_leads_somewhere(
            record in fixture::any_article()
        ) {
            let text = with_line_feeds(&record.text);
            let html = page(&[record.clone(), record], &PageOptions::default());
            let tokens = match check(&html) {
                Ok(tokens) => tokens,
                Err(wrong) => return Err(TestCaseError::fail(wrong)),
            };
            prop_assert_eq!(words_in(&tokens, "text"), text);
        }

        #[test]
        fn the_same_records_make_the_same_page(record in fixture::any_article()) {
            let options = PageOptions::default();
            prop_assert_eq!(page(std::slice::from_ref(&record), &options), page(&[record], &options));
        }
    }
}
