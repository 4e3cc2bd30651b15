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
use crate::byline;
use crate::furniture::is_caption_or_credit;

/// Words of classes that say: this is when it was published.
const PUBLISHED: [&str; 13] = [
    "published",
    "pubdate",
    "publish",
    "publication",
    "posted",
    "postdate",
    "entrydate",
    "articledate",
    "erstellt",
    "veroeffentlicht",
    "publicado",
    "pubtime",
    "releasedate",
];

/// Words of classes of dates, and of what stands around them.
const DATE: [&str; 22] = [
    "date",
    "dates",
    "datum",
    "datetime",
    "time",
    "timestamp",
    "dateline",
    "fecha",
    "data",
    "day",
    "byline",
    "meta",
    "postmetadata",
    "metadata",
    "info",
    "infos",
    "postinfo",
    "articleinfo",
    "submitted",
    "heure",
    "zeit",
    "created",
];

/// Words of classes of who wrote it.
const AUTHOR: [&str; 14] = [
    "author",
    "authors",
    "byline",
    "autor",
    "autoren",
    "auteur",
    "auteurs",
    "autore",
    "writer",
    "writers",
    "vcard",
    "contributor",
    "contributors",
    "reporter",
];

/// Words that say, before a date, that it is the article's.
static PRINTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:\b(?:date|datum|data|fecha) *:|(?:artikel|beitrag|eintrag|article|post|entry) (?:wurde|was|vom)|published|posted|submitted|issued|created|written|first|veröffentlicht|erstellt|erschienen|publiziert|vom|stand|publié|paru|mis en ligne|publicado|publicada|pubblicato|geplaatst|gepubliceerd|publicerad|publisert|udgivet|opublikowano|yayın)",
    )
});

/// Words that say, before a date, that it is a later version's.
static CHANGED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:updated?|modified|changed|amended|edited|revised|aktualisiert|zuletzt|geändert|bearbeitet|mis à jour|modifié|actualizad[oa]|atualizad[oa]|aggiornat[oa]|bijgewerkt|uppdaterad|oppdatert|opdateret|güncelle)",
    )
});

/// The same behind a date.
static CHANGED_BEHIND: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)(?:geändert|aktualisiert|bearbeitet|bijgewerkt|güncellen)"));

/// What an article calls itself: a sentence with that may be about its own dates.
static SELF: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:this|dieser|diese|cet|cette|este|esta|questo|questa|dit|den här) (?:article|post|story|page|entry|artikel|beitrag|eintrag|seite|page|artículo|página|articolo|pagina)\b",
    )
});

/// A line that says that a name follows.
static AUTHOR_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:(?:written )?by|auth?ors?|autor(?:in|en|es)?(?:/autor)?|auteurs?|autore|von|par|por|text)[: ]*$",
    )
});

/// Words before a date that is of something else.
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:copyright|©|\(c\)|since|seit|depuis|founded|born|geboren|accessed|abgerufen|retrieved|joined|expires?)",
    )
});

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is constant and a test compiles it")
}

/// Whether classes say that an element holds a date or a name.
pub(super) fn is_hint(hints: &str) -> bool {
    parts(hints)
        .any(|word| PUBLISHED.contains(&word) || DATE.contains(&word) || AUTHOR.contains(&word))
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
    /// Whether several things say that it is that of the article.
    pub(super) is_sure: bool,
    pub(super) modified: Option<Date>,
}

/// A place where a date stands.
struct Spot {
    date: Date,
    weight: i32,
    is_change: bool,
}

/// Before that year there were no pages: what a page prints of earlier days is what it is about.
const FIRST_YEAR: u16 = 1990;

/// Longest label above a date or a name, in bytes, and longest line that has one.
const MAX_LABEL: usize = 40;

/// Below that weight nothing says that a date is the article's.
const MIN_WEIGHT: i32 = 3;

/// Down to that weight a date may be the page's at all: comments weigh less.
const COMMENT_WEIGHT: i32 = -4;

/// From that weight on a date counts more than a vague name of a meta element.
const SURE_WEIGHT: i32 = 6;

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
        add_spots(&marked.words, None, weight, is_change, order, &mut spots);
    }
    for (at, block) in parts.blocks.iter().enumerate() {
        // A headline names the days of what it is about.
        let is_headline = block.heading > 0 && block.words.len() > 30;
        let weight =
            nearness(at, headline) + place_weight(block.region) - 2 * i32::from(is_headline);
        let above =
            at.checked_sub(1).and_then(|at| parts.blocks.get(at)).map(|block| block.words.as_str());
        let label =
            above.filter(|words| words.len() <= MAX_LABEL && block.words.len() <= MAX_LABEL);
        add_spots(&block.words, label, weight, false, order, &mut spots);
    }
    let best = |is_change: bool, latest: Option<Date>| {
        let of_kind =
            spots.iter().filter(|spot| spot.is_change == is_change && spot.weight >= MIN_WEIGHT);
        let in_time = of_kind.filter(|spot| latest.is_none_or(|latest| spot.date <= latest));
        // Of equals the first, which stands highest.
        in_time.rev().max_by_key(|spot| spot.weight).map(|spot| (spot.date, spot.weight))
    };
    let modified = best(true, None).map(|(date, _)| date);
    // A page that knows one day alone means it.
    let mut of_page = spots.iter().filter(|spot| spot.weight > COMMENT_WEIGHT && !spot.is_change);
    let only = of_page
        .next()
        .map(|first| first.date)
        .filter(|date| of_page.all(|spot| spot.date == *date));
    // What is published after the last change is something else.
    let published = best(false, modified);
    Days {
        published: published.map(|(date, _)| date).or(only.filter(|_| modified.is_none())),
        is_sure: published.is_some_and(|(_, weight)| weight >= SURE_WEIGHT),
        modified,
    }
}

/// Adds the dates in some words, each weighed by what stands before it; `label` stands above.
fn add_spots(
    words: &str,
    label: Option<&str>,
    weight: i32,
    is_change: bool,
    order: Order,
    spots: &mut Vec<Spot>,
) {
    let mut last = 0;
    // In running text dates are of what it tells.
    let is_text = words.len() > 200 && !SELF.is_match(words);
    let found: Vec<_> = day::in_words(words, order).collect();
    for (at, &(date, start, end)) in found.iter().enumerate() {
        let before = &words[last..start];
        last = end;
        // `… am 3. Juni 2024 geändert`: in some languages the verb comes behind.
        let next = found.get(at + 1).map_or(words.len(), |next| next.1);
        let is_change = is_change || next - end < 60 && CHANGED_BEHIND.is_match(&words[end..next]);
        if date.day().is_none() || date.year() < FIRST_YEAR {
            continue;
        }
        let before = label.filter(|_| at == 0 && before.trim().is_empty()).unwrap_or(before);
        let changed = CHANGED.find_iter(before).last().map(|m| m.start());
        let printed = PRINTED.find_iter(before).last().map(|m| m.start());
        let is_change = (is_change || changed.is_some()) && printed <= changed
            || is_change && printed.is_none();
        let mut own = weight;
        if printed.is_some() || changed.is_some() {
            own += 4;
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
    match distance(block, headline) {
        0..=6 => 3,
        -4..=15 => 2,
        _ => 0,
    }
}

/// How many blocks after the headline.
fn distance(block: usize, headline: usize) -> i64 {
    let signed = |blocks: usize| i64::try_from(blocks).unwrap_or(i64::MAX);
    signed(block) - signed(headline)
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
        weight -= 1;
    }
    weight
}

/// Where the headline stands: the first heading of the highest level that is not beside the article.
pub(super) fn headline_block(parts: &Parts) -> Option<usize> {
    let headings = || {
        let all = parts.blocks.iter().enumerate();
        all.filter(|(_, b)| {
            (1..=4).contains(&b.heading)
                && !b.region.is_aside
                && !b.region.is_comment
                && !b.region.is_footer
        })
    };
    let title = parts.title.as_deref().map(super::titles::letters).unwrap_or_default();
    let is_title = |words: &str| {
        let plain = super::titles::letters(words);
        plain.len() > 12 && title.contains(&plain)
    };
    // The site's name may be a heading and in the title too.
    let titled =
        headings().filter(|(_, b)| is_title(&b.words)).rev().max_by_key(|(_, b)| b.words.len());
    let highest = || headings().min_by_key(|(at, b)| (b.heading, *at));
    titled.or_else(highest).map(|(at, _)| at)
}

/// The names that stand near the headline in elements that say they hold a writer's, or behind `By`.
pub(super) fn authors(parts: &Parts) -> Vec<String> {
    let headline = headline_block(parts);
    let is_near = |block: usize, region: Region| {
        let distance = distance(block, headline.unwrap_or_default());
        !region.is_comment && !region.is_aside && !region.is_footer && (-6..=25).contains(&distance)
    };
    let near: Vec<&Marked> =
        parts.marked.iter().filter(|marked| is_near(marked.block, marked.region)).collect();
    let links = near.iter().filter(|marked| marked.is_author_link);
    let linked = distinct(links.flat_map(|marked| names::people(&marked.words)));
    if !linked.is_empty() {
        return linked;
    }
    let is_byline = |marked: &&&Marked| has(&marked.hints, &AUTHOR) && marked.words.len() <= 200;
    let bylines = near.iter().filter(is_byline).map(|marked| names::in_byline(&marked.words));
    let printed = || {
        let blocks =
            parts.blocks.iter().enumerate().filter(|(at, block)| is_near(*at, block.region));
        let writers = blocks.filter_map(|(_, block)| {
            byline::marked(&block.words, 0)?.writers.map(|w| w.of(&block.words))
        });
        writers.map(names::people).find(|names| !names.is_empty())
    };
    // Under a label, or as a line of its own right under the headline.
    let alone = || {
        let pairs = parts
            .blocks
            .windows(2)
            .enumerate()
            .filter(|(at, pair)| is_near(at + 1, pair[1].region));
        let mut short =
            pairs.filter(|(_, pair)| pair[1].words.len() <= 2 * MAX_LABEL && pair[1].heading == 0);
        short.find_map(|(at, pair)| {
            let words = pair[1].words.as_str();
            if pair[0].words.len() <= MAX_LABEL && AUTHOR_LABEL.is_match(&pair[0].words) {
                return Some(names::people(words)).filter(|names| !names.is_empty());
            }
            let is_below =
                headline.is_some_and(|headline| (1..=8).contains(&distance(at + 1, headline)));
            let writers = byline::unmarked(words, 0)?
                .writers
                .filter(|_| is_below && !is_caption_or_credit(words))?;
            Some(names::people(writers.of(words))).filter(|names| !names.is_empty())
        })
    };
    let is_label = |name: &String| PRINTED.is_match(name) || CHANGED.is_match(name);
    let bylines =
        bylines.map(|names| names.into_iter().filter(|name| !is_label(name)).collect::<Vec<_>>());
    let found = bylines.into_iter().find(|names| !names.is_empty());
    found.or_else(printed).or_else(alone).unwrap_or_default()
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
