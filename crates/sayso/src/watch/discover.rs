//! Which feeds does this page name?
//!
//! `<link rel="alternate" type="application/rss+xml" href="…">`, as browsers look for it. A scanner for this
//! one element, not a reader of pages: it looks at tags alone, and at no more than the beginning of a page.

use sayso_fetch::Address;

/// Bytes of a page that are looked at; links like these stand in its head.
const LOOKED_AT: usize = 512 * 1024;

/// Most feeds of one page.
const MOST: usize = 20;

/// Most links of a page that are looked at.
const MOST_LINKS: usize = 1_000;

/// Longest tag of a link, in bytes.
const LONGEST_TAG: usize = 4 * 1024;

/// Kinds of content that are feeds.
const KINDS: [&str; 4] =
    ["application/rss+xml", "application/atom+xml", "application/feed+json", "application/json"];

/// The feeds that a page names, in its order, each once.
pub(super) fn feeds(page: &[u8], address: &Address) -> Vec<Address> {
    let page = String::from_utf8_lossy(&page[..page.len().min(LOOKED_AT)]);
    let mut feeds = Vec::new();
    let tags = page.match_indices('<').filter_map(|(at, _)| tag_of_link(&page[at + 1..]));
    for tag in tags.take(MOST_LINKS) {
        if feeds.len() == MOST {
            break;
        }
        let is_alternate = attribute(tag, "rel").is_some_and(|rel| {
            rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("alternate"))
        });
        let kind = attribute(tag, "type").unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if !is_alternate || !KINDS.contains(&kind.as_str()) {
            continue;
        }
        // A site's interface for programs is alternate and JSON as well.
        let Some(href) = attribute(tag, "href") else { continue };
        if kind == "application/json" && href.contains("wp-json") {
            continue;
        }
        let href = href.replace("&amp;", "&").replace("&#38;", "&");
        match address.join(&href) {
            Ok(feed) if feed != *address && !feeds.contains(&feed) => feeds.push(feed),
            _ => {}
        }
    }
    feeds
}

/// The attributes of a tag, if it is a link; `rest` is what follows its first character.
fn tag_of_link(rest: &str) -> Option<&str> {
    let name = rest.get(..5)?;
    let is_link = name.is_char_boundary(4)
        && name[..4].eq_ignore_ascii_case("link")
        && name[4..].starts_with([' ', '\t', '\n', '\r', '/']);
    let mut most = rest.len().min(LONGEST_TAG);
    while !rest.is_char_boundary(most) {
        most -= 1;
    }
    is_link.then(|| rest[4..most].split('>').next()).flatten()
}

/// The value of an attribute, with or without quotation marks.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = tag;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let end = rest.find(|c: char| c == '=' || c.is_ascii_whitespace())?;
        let key = &rest[..end];
        let after = rest[end..].trim_start();
        let Some(value) = after.strip_prefix('=').map(str::trim_start) else {
            rest = after;
            continue;
        };
        let (value, next) = match value.chars().next()? {
            mark @ ('"' | '\'') => value[1..].split_once(mark)?,
            _ => value.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((value, "")),
        };
        if key.eq_ignore_ascii_case(name) {
            return Some(value.trim());
        }
        rest = next;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(page: &str) -> Vec<String> {
        let address = Address::parse("https://orb.example/news/").expect("an address");
        feeds(page.as_bytes(), &address).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn feeds_are_found_however_they_are_written() {
        let page = r#"<html><head><LINK href=/feed.xml TYPE="application/rss+xml; charset=utf-8" rel='home alternate'>
            <link rel="alternate" type="application/atom+xml" title="a > b" href="atom?x=1&amp;y=2"/>
            <link rel=alternate type=application/rss+xml href=/feed.xml>
            <link rel="stylesheet" type="text/css" href="a.css"><link rel="alternate" hreflang="de" href="/de">
            <link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">
            <linkage rel="alternate" type="application/rss+xml" href="/no">"#;
        // A tag ends at its first `>`, even in quotation marks: the second is lost, and nothing else.
        assert_eq!(of(page), ["https://orb.example/feed.xml"]);
        let page = r#"<link rel="alternate" type="application/atom+xml" href="atom?x=1&amp;y=2"/>"#;
        assert_eq!(of(page), ["https://orb.example/news/atom?x=1&y=2"]);
    }

    #[test]
    fn a_page_that_names_itself_or_too_many_is_bounded() {
        let link =
            |href: &str| format!("<link rel=alternate type=application/rss+xml href={href}>");
        assert!(of(&link("https://orb.example/news/")).is_empty());
        assert!(of(&link("javascript:x")).is_empty());
        let many: Vec<String> = (0..1000).map(|n| link(&format!("/{n}"))).collect();
        let many = many.concat();
        assert_eq!(of(&many).len(), MOST);
        assert!(of(&"<link ".repeat(20_000)).is_empty());
    }

    proptest! {
        #[test]
        fn any_page_is_looked_at(page in "(<link( |rel=alternate|type=application/rss[+]xml|href=|\"|'|=|>|é|x){0,9}){0,4}") {
            let _ = of(&page);
        }
    }
}
