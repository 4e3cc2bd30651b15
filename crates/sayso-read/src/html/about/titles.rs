//! Which of a page's titles is the headline?
//!
//! A page has its headline in several places, here with the site's name behind it, there cut short
//! or written for search engines. What most of them agree on is it; where they do not agree, the more
//! trusted place decides.

use super::day::{self, Order};
use super::{By, Sourced};

/// Signs that part a title from the site's name.
const SIGNS: [&str; 13] =
    ["：", " | ", " - ", " – ", " — ", " :: ", " · ", " • ", " » ", " « ", " / ", " > ", "│"];

/// Longest title in bytes; more is the text of the page.
const MAX_TITLE: usize = 600;

/// The letters and digits of a title in lower case: two that have the same say the same.
pub(super) fn letters(title: &str) -> String {
    title
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .take(MAX_TITLE)
        .collect()
}

/// The title without the names of the site, before or behind.
pub(super) fn without_site(title: &str, sites: &[String], others: &[&str]) -> String {
    let mut title = title.trim();
    for _ in 0..4 {
        let last = SIGNS.iter().filter_map(|sign| Some((title.rfind(sign)?, sign.len()))).max();
        let first = SIGNS.iter().filter_map(|sign| Some((title.find(sign)?, sign.len()))).min();
        let behind = last.map(|(at, length)| (title[..at].trim(), title[at + length..].trim()));
        let before = first.map(|(at, length)| (title[at + length..].trim(), title[..at].trim()));
        let cut = [behind, before].into_iter().flatten().find(|(rest, name)| {
            is_site(name, sites)
                || day::of_value(name, Order::DayFirst).is_some() && name.len() <= 12
                || others.iter().any(|other| letters(other) == letters(rest)) && rest.len() > 12
        });
        match cut {
            Some((rest, _)) if !rest.is_empty() => title = rest,
            _ => break,
        }
    }
    title.trim_matches(|c: char| c.is_whitespace() || matches!(c, '|' | '·' | '•')).to_owned()
}

/// Whether the words are the site's name, or its address, or hold it and little more.
pub(super) fn is_site(words: &str, sites: &[String]) -> bool {
    let plain = letters(words);
    !plain.is_empty()
        && sites.iter().any(|site| {
            !site.is_empty()
                && (plain == *site
                    || plain.strip_prefix("the") == Some(site.as_str())
                    || site.strip_prefix("the") == Some(plain.as_str())
                    || site.len() > 3
                        && plain.contains(site.as_str())
                        && plain.len() <= site.len() + 16
                    || plain.len() > 3 && site.starts_with(plain.as_str()))
        })
}

/// The headline among titles that are ordered by trust.
pub(super) fn choose(titles: Vec<Sourced<String>>) -> Option<Sourced<String>> {
    let plain: Vec<String> = titles.iter().map(|title| letters(&title.value)).collect();
    let support = |at: usize| {
        let own = &plain[at];
        let n_same = plain.iter().filter(|other| *other == own).count();
        // A title that another one begins with was cut short; the longer one is whole.
        let n_cut = plain.iter().filter(|other| {
            other.len() >= 20 && other.len() < own.len() && own.starts_with(*other)
        });
        2 * n_same + n_cut.count()
    };
    let best = (0..titles.len())
        .filter(|at| !plain[*at].is_empty())
        .rev()
        .max_by_key(|at| support(*at))?;
    titles.into_iter().nth(best)
}

/// The site's name, if the title ends with what looks like one.
pub(super) fn site_behind(title: &str, headline: &str) -> Option<String> {
    let (at, sign) = SIGNS.iter().filter_map(|sign| Some((title.rfind(sign)?, *sign))).max()?;
    let name = title[at + sign.len()..].trim();
    let n_words = name.split_whitespace().count();
    (letters(&title[..at]).starts_with(&letters(headline))
        && !headline.is_empty()
        && (1..=5).contains(&n_words))
    .then(|| name.to_owned())
}

/// A title of the page that can be its headline.
pub(super) fn found(value: &str, by: By) -> Option<Sourced<String>> {
    (!value.is_empty() && value.len() <= MAX_TITLE).then(|| Sourced { value: value.to_owned(), by })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_site_goes() {
        let sites = ["theorb".to_owned(), "orbexample".to_owned()];
        for (title, expected) in [
            ("Harbour wall to go | The Orb", "Harbour wall to go"),
            ("Harbour wall to go - Orb", "Harbour wall to go"),
            ("Harbour wall to go | News | The Orb", "Harbour wall to go | News"),
            ("The Orb – Harbour wall to go", "Harbour wall to go"),
            ("Harbour wall to go – orb.example", "Harbour wall to go"),
            ("Harbour wall to go | Orb | 23.06.2024", "Harbour wall to go"),
            ("Wall - what next?", "Wall - what next?"),
            ("The Orb", "The Orb"),
            ("| Harbour: «It goes»", "Harbour: «It goes»"),
            ("", ""),
        ] {
            assert_eq!(without_site(title, &sites, &[]), expected, "{title}");
        }
        assert_eq!(
            without_site("Harbour wall to go | News", &[], &["Harbour wall to go"]),
            "Harbour wall to go"
        );
        assert_eq!(
            site_behind("Harbour wall to go - Tidewatch", "Harbour wall to go").as_deref(),
            Some("Tidewatch")
        );
    }

    #[test]
    fn what_most_places_agree_on() {
        let titles = |all: &[&str]| {
            all.iter().filter_map(|title| found(title, By::Page)).collect::<Vec<_>>()
        };
        let choose = |all: &[&str]| super::choose(titles(all)).map(|title| title.value);
        assert_eq!(
            choose(&["Wall: why it goes", "Harbour wall to go", "Harbour wall to go"]).as_deref(),
            Some("Harbour wall to go")
        );
        assert_eq!(choose(&["First", "Second"]).as_deref(), Some("First"));
        let long = "The harbour wall that stood for two hundred years";
        assert_eq!(choose(&["The harbour wall that stood", long]).as_deref(), Some(long));
        assert_eq!(choose(&[]), None);
    }
}
