//! Whose text does an article say that it carries?
//!
//! An agency in the byline, in brackets on the date line, or in the line under the text: "This article
//! first appeared in …". Only what is printed as a credit counts; an outlet that the text quotes is a
//! source, not a carrier.

use sayso_core::Span;
use sayso_core::record::FurnitureKind;

use crate::dossier::View;

/// Agencies by the names under which articles credit them, the full name first.
const AGENCIES: [&[&str]; 24] = [
    &["Associated Press", "AP"],
    &["Reuters", "Thomson Reuters"],
    &["Agence France-Presse", "AFP"],
    &["PA Media", "PA", "Press Association", "PA news agency"],
    &["United Press International", "UPI"],
    &["Deutsche Presse-Agentur", "dpa"],
    &["Canadian Press", "CP"],
    &["Australian Associated Press", "AAP"],
    &["Press Trust of India", "PTI"],
    &["Asian News International", "ANI"],
    &["Indo-Asian News Service", "IANS"],
    &["Kyodo News", "Kyodo"],
    &["Xinhua", "Xinhua News Agency"],
    &["TASS"],
    &["Interfax"],
    &["ANSA"],
    &["EFE"],
    &["Yonhap", "Yonhap News Agency"],
    &["Bloomberg", "Bloomberg News"],
    &["CNN Wire", "CNN", "CNN Newsource"],
    &["Tribune News Service", "TNS"],
    &["New York Times News Service"],
    &["Religion News Service", "RNS"],
    &["Inter Press Service", "IPS"],
];

/// Last words of an agency's name.
const AGENCY_NOUNS: [&str; 5] =
    ["news agency", "news service", "press agency", "press association", "newswire"];

/// Words after which a line under the text names where it first stood.
const CREDITING: [&str; 16] = [
    "first appeared on",
    "first appeared in",
    "first published by",
    "first published in",
    "first published on",
    "originally appeared in",
    "originally appeared on",
    "originally published by",
    "originally published in",
    "originally published on",
    "original article on",
    "original article at",
    "original story on",
    "republished from",
    "distributed by",
    "courtesy of",
];

/// Bytes at the beginning of a text in which a date line stands.
const DATE_LINE: usize = 400;

/// Longest name of a carrier, in bytes.
const LONGEST: usize = 48;

/// A carrier, and where the article credits it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Credit {
    /// As printed, or the full name of a known agency.
    pub(crate) name: String,
    /// Where.
    pub(crate) place: Span,
}

/// All carriers that an article credits.
pub(crate) fn credits(view: &View<'_>) -> Vec<Credit> {
    let record = view.record;
    let text = record.text.as_str();
    let mut found = Vec::new();
    for furniture in &record.furniture {
        let place = furniture.place;
        match furniture.kind {
            FurnitureKind::Syndication => found.extend(syndicated(text, place)),
            FurnitureKind::Byline => found.extend(in_byline(text, place)),
            _ => {}
        }
    }
    found.extend(on_date_line(text));
    let stands_in_text = found.iter().any(|credit: &Credit| !credit.place.is_empty());
    if let Some(byline) = record.byline.as_deref().filter(|_| !stands_in_text) {
        let given = agency_in(byline).map(|name| Credit { name, place: Span::new(0, 0) });
        found.extend(given);
    }
    found
}

/// Whether two names are the same carrier's: `Halyard` and `Halyard News Agency`.
pub(crate) fn same_carrier(a: &str, b: &str) -> bool {
    let (a, b) = (plain(a), plain(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    !short.is_empty()
        && long.strip_prefix(&short).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

fn plain(name: &str) -> String {
    let lower = name.trim().to_lowercase();
    lower.strip_prefix("the ").unwrap_or(&lower).trim_end_matches(".com").to_owned()
}

/// `LYON, France (Halyard) —`: the name in brackets before the dash.
fn on_date_line(text: &str) -> Option<Credit> {
    let mut end = text.len().min(DATE_LINE * 3);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text[..end];
    for (open, _) in head.match_indices('(') {
        let close = open + head[open..].find(')')?;
        let name = head[open + 1..close].trim();
        let after = head[close + 1..].trim_start_matches([' ', '\u{a0}']);
        let is_line = after.starts_with(['—', '–', '-', '_']);
        let line_start = head[..open].rfind('\n').map_or(0, |at| at + 1);
        let before = head[line_start..open].trim();
        // A place stands before the bracket, its first word in capitals: `LYON, France`.
        let capital = before.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty());
        let is_place = before.len() < 60
            && capital.is_some_and(|word| word.len() > 1 && word.chars().all(char::is_uppercase));
        if is_line && is_place && is_name(name) {
            return Some(Credit { name: full_name(name), place: Span::new(open + 1, close) });
        }
    }
    None
}

/// A line that says where the text first stood, or whose it is.
fn syndicated(text: &str, place: Span) -> Vec<Credit> {
    let line = place.of(text);
    let lower = line.to_ascii_lowercase();
    let mut found = Vec::new();
    let after_words = CREDITING.iter().filter_map(|words| Some((lower.find(words)?, words.len())));
    let copyright = ["copyright", "©"].into_iter().filter_map(|word| {
        let at = lower.find(word)? + word.len();
        let rest = &lower[at..];
        let year = rest.len() - rest.trim_start_matches(|c: char| !c.is_alphabetic()).len();
        Some((at + year, 0))
    });
    for (at, length) in after_words.chain(copyright) {
        let start = at + length;
        let rest = &line[start..];
        let blank = rest.len() - rest.trim_start_matches([' ', ':', '\u{a0}', '“', '"']).len();
        let rest = &rest[blank..];
        let end = rest
            .char_indices()
            .find(|(at, c)| {
                matches!(c, '.' | ',' | '\n' | '|' | '(' | '”' | '"') && !is_domain(rest, *at)
            })
            .map_or(rest.len(), |(at, _)| at);
        let name = rest[..end].trim();
        if is_name(name) {
            let from = place.start() + start + blank;
            let place = Span::new(from, from + name.len());
            found.push(Credit { name: full_name(name), place });
        }
    }
    found
}

fn in_byline(text: &str, place: Span) -> Option<Credit> {
    let name = agency_in(place.of(text))?;
    Some(Credit { name, place })
}

/// The agency that a byline names.
fn agency_in(byline: &str) -> Option<String> {
    for part in byline.split(['\n', ',', '/', '|', ';', '(', ')', '—', '–']) {
        let part = part.trim().trim_start_matches("By ").trim_start_matches("by ").trim();
        if part.is_empty() || part.len() > LONGEST {
            continue;
        }
        if let Some(agency) = known(part) {
            return Some(agency.to_owned());
        }
        let lower = part.to_lowercase();
        if AGENCY_NOUNS.iter().any(|noun| lower.ends_with(noun)) && is_name(part) {
            return Some(part.to_owned());
        }
    }
    // `By Jane Roe Associated Press`: the name stands at the end.
    let is_abbreviation = |name: &str| name.chars().all(char::is_uppercase);
    let lower = byline.trim().to_lowercase();
    let full = AGENCIES.iter().find(|names| {
        names.iter().any(|name| {
            !is_abbreviation(name) && lower.ends_with(&format!(" {}", name.to_lowercase()))
        })
    });
    full.map(|names| names[0].to_owned())
}

/// The full name of an agency known by this one.
fn known(name: &str) -> Option<&'static str> {
    let name = name.strip_prefix("The ").or_else(|| name.strip_prefix("the ")).unwrap_or(name);
    let is = |known: &&str| *known == name || known.len() > 4 && known.eq_ignore_ascii_case(name);
    AGENCIES.iter().find(|names| names.iter().any(&is)).map(|names| names[0])
}

fn full_name(name: &str) -> String {
    known(name).unwrap_or(name).to_owned()
}

fn is_name(name: &str) -> bool {
    name.len() <= LONGEST
        && name.chars().next().is_some_and(|c| c.is_uppercase() || c == 'd')
        && name.split_whitespace().count() <= 6
        && (name.chars().next().is_some_and(char::is_uppercase) || known(name).is_some())
}

/// Whether the mark at this byte stands within an address: `example.org`.
fn is_domain(words: &str, at: usize) -> bool {
    words[at..].starts_with('.') && words[at + 1..].starts_with(|c: char| c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_line_names_the_agency() {
        let name = |text: &str| on_date_line(text).map(|credit| credit.name);
        assert_eq!(name("Storm\n\nOSLO, Norway (AP) — It blew."), Some("Associated Press".into()));
        assert_eq!(name("OSLO (Fjordline) - It blew."), Some("Fjordline".into()));
        assert_eq!(name("The union (Unison) - the largest - said"), None);
        assert_eq!(name("OSLO (not yet"), None);
    }

    #[test]
    fn a_line_under_the_text_names_where_it_stood() {
        let names = |line: &str| -> Vec<String> {
            syndicated(line, Span::new(0, line.len())).into_iter().map(|c| c.name).collect()
        };
        assert_eq!(names("This article first appeared on Fjordline. By Ola"), ["Fjordline"]);
        assert_eq!(
            names("Copyright 2024 Fjordline News Agency. All rights reserved."),
            ["Fjordline News Agency"]
        );
        assert_eq!(names("Read the original article on coast.example."), [""; 0]);
        assert_eq!(names("Originally published by The Coast"), ["The Coast"]);
        assert_eq!(names("All rights reserved"), [""; 0]);
    }

    #[test]
    fn a_byline_may_be_an_agency() {
        assert_eq!(
            agency_in("By Kari Vik\nFjordline News Agency").as_deref(),
            Some("Fjordline News Agency")
        );
        assert_eq!(agency_in("By Kari Vik, AP").as_deref(), Some("Associated Press"));
        assert_eq!(agency_in("Kari Vik Associated Press").as_deref(), Some("Associated Press"));
        assert_eq!(agency_in("By Paul Apted"), None);
    }

    #[test]
    fn short_and_full_name_are_one_carrier() {
        assert!(same_carrier("Fjordline", "Fjordline News Agency"));
        assert!(same_carrier("The Coast", "coast"));
        assert!(!same_carrier("Fjord", "Fjordline"));
        assert!(!same_carrier("", "Fjordline"));
    }
}
