//! From which agency or outlet does this text come?
//!
//! A paper that prints an agency's report says so in few places: in the brackets of the dateline
//! (`PORT CLEMENT (Halyard) –`), in the byline, behind the last sentence (`— AFP`), in a copyright
//! line, or in a sentence that tells where the text first appeared. Each names whom the words go back
//! to; it is kept as provenance, with its place, for whoever follows a claim from paper to paper.

use sayso_core::record::{FurnitureKind, Provenance};
use sayso_core::{Article, Span};

use crate::describe::origin_in;
use crate::furniture::vocabulary::AGENCIES;
use crate::lines::lines;

/// The field of the provenance that says from whom a text comes.
pub(crate) const FIELD: &str = "source";

/// Lines at the end in which an agency's tag stands, and bytes of a line that are looked at.
const LAST_LINES: usize = 4;
const MAX_TAIL: usize = 60;

/// Whether the words are the name of a news agency. Short ones are written in capitals, or they are
/// other words.
pub(crate) fn is_agency(words: &str) -> bool {
    let words = words.trim().trim_end_matches('.');
    let lower = words.to_lowercase();
    let plain = lower.strip_prefix("the ").unwrap_or(&lower);
    let n_capitals = words.chars().filter(|c| c.is_uppercase()).count();
    AGENCIES.contains(&plain)
        && (plain.len() > 4 || n_capitals > 1 || plain == "dpa" || plain == "sda")
}

/// Notes down whom the text itself says that it comes from.
pub(crate) fn note_sources(article: &mut Article) {
    let mut found: Vec<(Span, &'static str)> = Vec::new();
    for furniture in &article.furniture {
        let words = furniture.place.of(&article.text);
        let start = furniture.place.start();
        match furniture.kind {
            FurnitureKind::Date => {
                found.extend(in_dateline(words, start).map(|place| (place, "dateline")));
            }
            FurnitureKind::Byline => {
                found.extend(agencies_in(words, start).into_iter().map(|place| (place, "byline")));
            }
            FurnitureKind::Syndication => match origin_in(words, start) {
                Some(place) => found.push((place, "first appeared in")),
                None => found.extend(
                    agencies_in(words, start).into_iter().map(|place| (place, "copyright")),
                ),
            },
            _ => {}
        }
    }
    found.extend(last_tag(article).into_iter().map(|place| (place, "agency tag")));
    let outlet = article.outlet.as_deref().map(plain);
    let mut known: Vec<String> = outlet.into_iter().collect();
    for (place, by) in found {
        let name = plain(place.of(&article.text));
        if !known.contains(&name) {
            known.push(name);
            article.provenance.push(Provenance {
                field: FIELD.to_owned(),
                by: by.to_owned(),
                place: Some(place),
            });
        }
    }
}

/// A name as it is compared: `The Halyard` is `halyard`.
fn plain(name: &str) -> String {
    let name = name.trim().to_lowercase();
    name.strip_prefix("the ").map_or(name.clone(), str::to_owned)
}

/// What stands in the brackets of a dateline: `(Halyard)`, `/Halyard/`.
fn in_dateline(words: &str, offset: usize) -> Option<Span> {
    let open = words.find(['(', '/'])?;
    let close = words[open + 1..].find([')', '/'])? + open + 1;
    let behind = words[close + 1..].trim();
    let is_dateline = behind.is_empty() || behind.starts_with(['-', '–', '—', '―', ':']);
    let inner = &words[open + 1..close];
    let is_name = inner.starts_with(char::is_uppercase)
        && inner.split_whitespace().count() <= 4
        && !inner.contains(|c: char| c.is_ascii_digit());
    (is_dateline && is_name || is_agency(inner))
        .then(|| Span::new(offset + open + 1, offset + close))
}

/// The agencies among the parts of a line.
fn agencies_in(words: &str, offset: usize) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    let joints = [
        ",", "|", "/", "(", ")", "\n", ";", " and ", " by ", " for ", "©", " – ", " — ", " - ",
        ". ",
    ];
    while start < words.len() {
        let rest = &words[start..];
        let next = joints.iter().filter_map(|joint| Some((rest.find(joint)?, joint.len()))).min();
        let (length, joint) = next.unwrap_or((rest.len(), 0));
        let part = &rest[..length];
        // `By the Associated Press`, `Copyright 2024 The Associated Press`.
        let is_before = |word: &str| {
            matches!(word.to_lowercase().as_str(), "by" | "from" | "copyright" | "(c)")
                || word.bytes().all(|b| b.is_ascii_digit())
        };
        let mut name = part.trim();
        while let Some((word, behind)) = name.split_once(' ')
            && is_before(word)
        {
            name = behind.trim_start();
        }
        let name = name.trim_end_matches('.');
        if is_agency(name) {
            let at = start + part.find(name).unwrap_or_default();
            found.push(Span::new(offset + at, offset + at + name.len()));
        }
        start += length + joint;
        if joint == 0 {
            break;
        }
    }
    found
}

/// The agencies behind the last sentence, or on a line of their own below the text.
fn last_tag(article: &Article) -> Vec<Span> {
    let all = lines(&article.text);
    for line in all.iter().rev().take(LAST_LINES) {
        // Under a picture the agency is its photographer's.
        let is_caption = article.furniture.iter().any(|f| {
            f.kind == FurnitureKind::Caption
                && f.place.start() < line.place.end()
                && line.place.start() < f.place.end()
        });
        if is_caption {
            continue;
        }
        let mut from = line.words.len().saturating_sub(MAX_TAIL);
        while !line.words.is_char_boundary(from) {
            from += 1;
        }
        let tail = &line.words[from..];
        let offset = line.place.start() + from;
        let is_whole = from == 0;
        let signs = ["(", "[", "— ", "– ", "- ", "—", "–", " -", "/"];
        let mut starts: Vec<usize> =
            signs.iter().filter_map(|sign| Some(tail.rfind(sign)? + sign.len())).collect();
        if is_whole {
            starts.push(0);
        }
        starts.sort_unstable();
        // The first sign behind which nothing but agencies stands: `— AP/AFP`.
        for start in starts {
            let words = tail[start..].trim_end_matches([')', ']', '.', ' ']);
            let parts =
                || words.split(['/', ',', '&']).flat_map(|part| part.split(" and ")).map(str::trim);
            if !words.is_empty() && parts().all(is_agency) {
                return agencies_in(words, offset + start);
            }
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::{Options, text_article};

    const TEXT: &str = "The harbour wall, which has stood for two hundred years, will be torn down next spring, the council said.";

    fn sources(text: &str) -> Vec<(String, String)> {
        let article =
            text_article("a", text.as_bytes(), "a.txt", &Options::default()).expect("an article");
        let of_source = article.provenance.iter().filter(|p| p.field == super::FIELD);
        of_source
            .map(|p| (p.by.clone(), p.place.expect("a place").of(&article.text).to_owned()))
            .collect()
    }

    #[test]
    fn where_a_text_says_that_it_is_from() {
        for (text, by, name) in [
            (
                format!("Harbour wall to go\n\nPORT CLEMENT (Halyard) – {TEXT}\n\n{TEXT}"),
                "dateline",
                "Halyard",
            ),
            (
                format!("Harbour wall to go\n\nPORT CLEMENT, June 3 (Reuters) - {TEXT}\n\n{TEXT}"),
                "dateline",
                "Reuters",
            ),
            (
                format!("Harbour wall to go\n\nBy Ann Lee, Associated Press\n\n{TEXT}\n\n{TEXT}"),
                "byline",
                "Associated Press",
            ),
            (
                format!("Harbour wall to go\n\nBy The Canadian Press\n\n{TEXT}\n\n{TEXT}"),
                "byline",
                "The Canadian Press",
            ),
            (format!("Harbour wall to go\n\n{TEXT}\n\n{TEXT} {TEXT} — AFP"), "agency tag", "AFP"),
            (format!("Harbour wall to go\n\n{TEXT}\n\n{TEXT} {TEXT} (dpa)"), "agency tag", "dpa"),
            (format!("Harbour wall to go\n\n{TEXT}\n\n{TEXT}\n\nXinhua"), "agency tag", "Xinhua"),
            (
                format!(
                    "Harbour wall to go\n\n{TEXT}\n\n{TEXT}\n\nThis article first appeared in Tidewatch."
                ),
                "first appeared in",
                "Tidewatch",
            ),
            (
                format!(
                    "Harbour wall to go\n\n{TEXT}\n\n{TEXT}\n\nCopyright 2024 The Associated Press. All rights reserved."
                ),
                "copyright",
                "The Associated Press",
            ),
        ] {
            assert_eq!(sources(&text), [(by.to_owned(), name.to_owned())], "{text}");
        }
        let both = format!("Harbour wall to go\n\n{TEXT}\n\n{TEXT} {TEXT} — AP/AFP");
        assert_eq!(sources(&both).len(), 2);
    }

    #[test]
    fn words_that_only_look_like_agencies() {
        for text in [
            format!("Harbour wall to go\n\n{TEXT}\n\nThe wall was seen by many a pa"),
            format!("Harbour wall to go\n\nPORT CLEMENT — {TEXT}\n\n{TEXT}"),
            format!("Harbour wall to go\n\n{TEXT}\n\nThe wall at low water. (AP)"),
            format!("Harbour wall to go\n\n{TEXT}\n\nThe council sold it to Reuters"),
        ] {
            assert_eq!(sources(&text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in "[A-Z(/ )—–-]{0,20}\\PC{1,40}[ (—/]{0,3}(AP|AFP|dpa)?[).]{0,2}") {
            prop_assume!(!text.trim().is_empty());
            sources(&text);
        }
    }
}
