//! What does a reader see of headline, byline and date?
//!
//! Where a page says nothing to programs it still says it to people: a date stands near the headline,
//! in an element whose class says so, or behind a word such as *published*. Each place where a date
//! stands is weighed by that; dates of other articles, of comments and of the site count little.

use std::sync::LazyLock;

use regex::Regex;
use sayso_core::time::Date;

use super::day::{self, Order};
use super::gather::{Marked, Parts, Region};
use super::names;

/// Words of classes that say: this is when it was published.
const PUBLISHED: [&str; 13] = [
    "published", "pubdate", "publish", "publication", "posted", "postdate", "entrydate", "articledate", "erstellt",
    "veroeffentlicht", "publicado", "pubtime", "releasedate",
];

/// Words of classes of dates, and of what stands around them.
const DATE: [&str; 22] = [
    "date", "dates", "datum", "datetime", "time", "timestamp", "dateline", "fecha", "data", "day", "byline", "meta",
    "postmetadata", "metadata", "info", "infos", "postinfo", "articleinfo", "submitted", "heure", "zeit", "created",
];

/// Words of classes of who wrote it.
const AUTHOR: [&str; 14] = [
    "author", "authors", "byline", "autor", "autoren", "auteur", "auteurs", "autore", "writer", "writers", "vcard",
    "contributor", "contributors", "reporter",
];

/// Words that say, before a date, that it is the article's.
static PRINTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:published|posted|submitted|issued|created|written|first|veröffentlicht|erstellt|erschienen|publiziert|vom|stand|publié|paru|mis en ligne|publicado|publicada|pubblicato|geplaatst|gepubliceerd|publicerad|publisert|udgivet|opublikowano|yayın)",
    )
});

/// Words that say, before a date, that it is a later version's.
static CHANGED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:updated?|modified|changed|amended|edited|revised|aktualisiert|geändert|bearbeitet|mis à jour|modifié|actualizad[oa]|atualizad[oa]|aggiornat[oa]|bijgewerkt|uppdaterad|oppdatert|opdateret|güncelle)",
    )
});

/// Words before a date that is of something else.
static OTHER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)(?:copyright|©|\(c\)|since|seit|depuis|founded|born|geboren|accessed|abgerufen|retrieved|joined|expires?)"));

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is constant and a test compiles it")
}

/// Whether classes say that an element holds a date or a name.
pub(super) fn is_hint(hints: &str) -> bool {
    parts(hints).any(|word| PUBLISHED.contains(&word) || DATE.contains(&word) || AUTHOR.contains(&word))
}

fn has(hints: &str, words: &[&str]) -> bool {
    parts(hints).any(|part| words.contains(&part))
}

fn parts(hints: &str) -> impl Iterator<Item = &str> {
    hints.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty())
}

/// The days that a reader would take for those of the article.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Days {
    pub(super) published: Option<Date>,
    pub(super) modified: Option<Date>,
}

/// A place where a date stands.
struct Spot {
    date: Date,
    weight: i32,
    is_change: bool,
}

/// Below that weight nothing says that a date is the article's.
const MIN_WEIGHT: i32 = 3;

/// Weighs every date of the page.
pub(super) fn days(parts: &Parts, order: Order) -> Days {
    let headline = headline_block(parts);
    let mut spots = Vec::new();
    for marked in &parts.marked {
        let near = nearness(marked.block, headline) + place_weight(marked.region);
        let mut weight = near + 2 * i32::from(marked.is_time);
        if has(&marked.hints, &PUBLISHED) {
            weight += 4;
        } else if has(&marked.hints, &DATE) {
            weight += 2;
        }
        let is_change = CHANGED.is_match(&marked.hints);
        if let Some(value) = &marked.value
            && let Some(date) = day::of_value(value, order).filter(|date| date.day().is_some())
        {
            spots.push(Spot { date, weight: weight + 1, is_change });
        }
        add_spots(&marked.words, weight, is_change, order, &mut spots);
    }
    for (at, block) in parts.blocks.iter().enumerate() {
        let weight = nearness(at, headline) + place_weight(block.region);
        add_spots(&block.words, weight, false, order, &mut spots);
    }
    let best = |is_change: bool| {
        let of_kind = spots.iter().filter(|spot| spot.is_change == is_change && spot.weight >= MIN_WEIGHT);
        // Of equals the first, which stands highest.
        of_kind.rev().max_by_key(|spot| spot.weight).map(|spot| spot.date)
    };
    Days { published: best(false), modified: best(true) }
}

/// Adds the dates in some words, each weighed by what stands before it.
fn add_spots(words: &str, weight: i32, is_change: bool, order: Order, spots: &mut Vec<Spot>) {
    let mut last = 0;
    // In running text dates are of what it tells.
    let is_text = words.len() > 200;
    for (date, start, end) in day::in_words(words, order) {
        let before = &words[last..start];
        last = end;
        if date.day().is_none() {
            continue;
        }
        let changed = CHANGED.find_iter(before).last().map(|m| m.start());
        let printed = PRINTED.find_iter(before).last().map(|m| m.start());
        let is_change = (is_change || changed.is_some()) && printed <= changed || is_change && printed.is_none();
        let mut own = weight;
        if printed.is_some() || changed.is_some() {
            own += 3;
        }
        if OTHER.is_match(before) {
            own -= 6;
        }
        if words.len() <= 60 {
            own += 2;
        } else if is_text {
            own -= 5;
        }
        spots.push(Spot { date, weight: own, is_change });
    }
}

/// What a place near the headline adds.
fn nearness(block: usize, headline: Option<usize>) -> i32 {
    let Some(headline) = headline else { return i32::from(block < 30) };
    match block as i64 - headline as i64 {
        0..=6 => 3,
        -4..=15 => 2,
        _ => 0,
    }
}

fn place_weight(region: Region) -> i32 {
    let mut weight = i32::from(region.is_main);
    if region.is_comment {
        weight -= 8;
    }
    if region.is_aside {
        weight -= 5;
    }
    if region.is_footer {
        weight -= 2;
    }
    weight
}

/// Where the headline stands: the first heading of the highest level that is not beside the article.
pub(super) fn headline_block(parts: &Parts) -> Option<usize> {
    let headings = || {
        let all = parts.blocks.iter().enumerate();
        all.filter(|(_, b)| b.heading > 0 && !b.region.is_aside && !b.region.is_comment && !b.region.is_footer)
    };
    let title = parts.title.as_deref().map(super::titles::letters).unwrap_or_default();
    let is_title = |words: &str| {
        let plain = super::titles::letters(words);
        plain.len() > 12 && title.contains(&plain)
    };
    let titled = headings().find(|(_, b)| is_title(&b.words));
    let highest = || headings().min_by_key(|(at, b)| (b.heading, *at));
    titled.or_else(highest).map(|(at, _)| at)
}

/// The names that stand near the headline in elements that say they hold a writer's.
pub(super) fn authors(parts: &Parts) -> Vec<String> {
    let headline = headline_block(parts);
    let is_near = |marked: &&Marked| {
        let region = marked.region;
        let distance = headline.map_or(marked.block as i64, |at| marked.block as i64 - at as i64);
        !region.is_comment && !region.is_aside && !region.is_footer && (-6..=25).contains(&distance)
    };
    let near: Vec<&Marked> = parts.marked.iter().filter(is_near).collect();
    let links = near.iter().filter(|marked| marked.is_author_link);
    let linked = distinct(links.flat_map(|marked| names::people(&marked.words)));
    if !linked.is_empty() {
        return linked;
    }
    let is_byline = |marked: &&&Marked| has(&marked.hints, &AUTHOR) && marked.words.len() <= 200;
    let bylines = near.iter().filter(is_byline).map(|marked| names::people(&marked.words));
    bylines.into_iter().find(|names| !names.is_empty()).unwrap_or_default()
}

/// Names without those that were there before, as far as a byline goes.
pub(super) fn distinct(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for name in names.take(100) {
        if !found.iter().any(|known| known.to_lowercase() == name.to_lowercase()) {
            found.push(name);
        }
    }
    found
}
