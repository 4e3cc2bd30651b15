//! What stands above the article?
//!
//! Headline, deck, byline and date line come first and in many orders; the first line that is none
//! of them is the article. A headline is known by what it lacks (a full stop) and by what follows:
//! running text must, or there would be nothing to be a headline of.

use sayso_core::Span;
use sayso_core::record::{Furniture, FurnitureKind};
use sayso_core::time::Date;

use crate::byline::{self, Byline};
use crate::dates::{self, DateLine};
use crate::furniture::{
    credit_behind, is_button, is_caption_or_credit, is_label, is_release_label, label, vocabulary,
};
use crate::lines::{Line, lower, start_of};

/// Lines that are looked at. A headline, a deck, two bylines with roles, dates and a few buttons.
const MAX_LINES: usize = 16;

/// Longest headline and deck in bytes.
const MAX_HEADLINE: usize = 200;
const MAX_DECK: usize = 300;

/// More lines than that under a headline are a list.
const MAX_DECKS: usize = 2;

/// A line of running text has at least so many bytes, and ends as a sentence does.
const MIN_TEXT: usize = 50;

/// What stands above the article.
#[derive(Debug, Default)]
pub(crate) struct Masthead {
    pub(crate) furniture: Vec<Furniture<Span>>,
    pub(crate) title: Option<Span>,
    pub(crate) writers: Option<Span>,
    pub(crate) outlet: Option<Span>,
    pub(crate) published: Option<(Date, Span)>,
}

/// Longest dateline in bytes: place, country, date and wire service.
const MAX_DATELINE: usize = 90;

/// Capitals before a dash that are no place.
const NO_PLACE: [&str; 22] = [
    "EXCLUSIVE",
    "BREAKING",
    "UPDATE",
    "UPDATED",
    "WATCH",
    "OPINION",
    "ANALYSIS",
    "NEW",
    "LIVE",
    "VIDEO",
    "REVIEW",
    "INTERVIEW",
    "WARNING",
    "NOTE",
    "COMMENT",
    "LISTEN",
    "READ",
    "PODCAST",
    "CORRECTION",
    "PHOTOS",
    "Q",
    "A",
];

/// Reads what stands above the article; `taken` marks the lines that it took.
///
/// `title` is the article's title where it is known already.
pub(crate) fn read(
    text: &str,
    lines: &[Line<'_>],
    title: Option<&str>,
    taken: &mut [bool],
) -> Masthead {
    let mut head = Masthead::default();
    // What the line before was, as far as it was part of the masthead.
    let mut last: Option<FurnitureKind> = None;
    let mut idx = 0;
    while idx < lines.len().min(MAX_LINES) {
        let line = lines[idx];
        let Some((kind, n_lines)) = head.part(lines, idx, last, title) else {
            if is_for_later(lines, idx, &head) {
                idx += 1;
                continue;
            }
            break;
        };
        let mut place = line.place.cover(lines[idx + n_lines - 1].place);
        // `Interview by Ann Lee. Portrait by Ben Roe` names two people for two things.
        if kind == FurnitureKind::Byline
            && n_lines == 1
            && let Some((before, credit)) = credit_behind(&line, text)
        {
            head.furniture.push(Furniture { place: credit, kind: FurnitureKind::Credit });
            place = before;
        }
        head.furniture.push(Furniture { place, kind });
        taken[idx..idx + n_lines].fill(true);
        last = Some(kind);
        idx += n_lines;
    }
    // A headline that was not known for one may stand before the dateline.
    let dateline = lines[idx..].iter().take(3).find_map(|line| dateline(line));
    head.furniture.extend(dateline.map(|place| Furniture { place, kind: FurnitureKind::Date }));
    head
}

impl Masthead {
    /// What part of the masthead begins with this line, and how many lines it has.
    fn part(
        &mut self,
        lines: &[Line<'_>],
        idx: usize,
        last: Option<FurnitureKind>,
        title: Option<&str>,
    ) -> Option<(FurnitureKind, usize)> {
        use FurnitureKind::{Byline as Writers, Date, Deck, Headline, Interface};
        let line = lines[idx];
        let words = line.words;
        if is_release_label(&label(words)) {
            return Some((Interface, 1));
        }
        if let Some(dates) = dates::date_line(words) {
            self.take_date(&dates, line.place);
            return Some((Date, 1));
        }
        if let Some(found) = byline::marked(words, line.place.start()) {
            return Some((Writers, self.take_byline(found, lines, idx)));
        }
        if let Some(found) = self.name_and_date(&line) {
            return Some((found, 1));
        }
        if self.title.is_none() {
            if is_kicker(lines, idx, title) {
                return Some((Headline, 1));
            }
            if !is_headline(lines, idx, title) {
                return None;
            }
            self.title = Some(line.place);
            return Some((Headline, 1));
        }
        let below_headline = matches!(last, Some(Headline | Deck | Date | Interface));
        if below_headline
            && self.writers.is_none()
            && text_follows(lines, idx)
            && let Some(found) = byline::unmarked(words, line.place.start())
        {
            return Some((Writers, self.take_byline(found, lines, idx)));
        }
        let n_decks = self.furniture.iter().filter(|f| f.kind == Deck).count();
        if matches!(last, Some(Headline | Deck)) && n_decks < MAX_DECKS && is_deck(lines, idx) {
            return Some((Deck, 1));
        }
        None
    }

    /// Keeps the first date that can be read.
    fn take_date(&mut self, dates: &DateLine, place: Span) {
        if let (None, Some(date)) = (self.published, dates.published()) {
            self.published = Some((date, place));
        }
    }

    /// Reads `Ann Lee, 3 June 2024`, `Northern Press June 3, 2024` and `Posted on 3 June 2024 by Ann`.
    fn name_and_date(&mut self, line: &Line<'_>) -> Option<FurnitureKind> {
        let words = line.words;
        let start = line.place.start();
        if let Some((dates, used)) = dates::dates_at(words)
            && let Some(by) = words[used..].trim_start().strip_prefix("by ")
            && dates.has_date
        {
            let at = start + words.len() - by.len();
            let found = byline::unmarked(by, at)
                .map(|found| found.writers)
                .or_else(|| (by.split_whitespace().count() == 1).then_some(None))?;
            self.writers = self.writers.or(found);
            self.take_date(&dates, line.place);
            return Some(FurnitureKind::Date);
        }
        let (dates, at) = dates::date_behind(words)?;
        let before = words[..at].trim_end_matches(|c: char| !c.is_alphanumeric());
        // Above the headline such words may be the headline.
        if self.title.is_none() || !byline::may_be_name(before) {
            return None;
        }
        let found = byline::unmarked(before, start);
        self.writers = self.writers.or(found.and_then(|found| found.writers));
        self.take_date(&dates, Span::new(start + at, line.place.end()));
        Some(FurnitureKind::Byline)
    }

    /// Keeps what a byline says and counts the lines it has.
    fn take_byline(&mut self, found: Byline, lines: &[Line<'_>], idx: usize) -> usize {
        let line = lines[idx];
        if let Some((dates, at)) = dates::date_behind(line.words) {
            self.take_date(&dates, Span::new(line.place.start() + at, line.place.end()));
        }
        let mut outlet = found.outlet;
        let mut n_lines = 1;
        while let Some(next) = lines.get(idx + n_lines)
            && !next.after_gap
            && n_lines < 4
            && byline::goes_on(next.words)
            && dates::date_line(next.words).is_none()
            && text_follows(lines, idx + n_lines)
        {
            outlet = outlet.or_else(|| byline::outlet_below(next.words, next.place.start()));
            n_lines += 1;
        }
        self.writers = self.writers.or(found.writers);
        self.outlet = self.outlet.or(outlet);
        n_lines
    }
}

/// Lines among the masthead that are found by their form later: captions, credits, buttons.
fn is_for_later(lines: &[Line<'_>], idx: usize, head: &Masthead) -> bool {
    let words = lines[idx].words;
    if is_button(words) {
        return true;
    }
    // The words under a picture may stand between headline and byline.
    let byline_follows = || {
        let mut next = lines[idx + 1..].iter().take(2);
        next.any(|next| byline::marked(next.words, 0).is_some())
    };
    head.title.is_some()
        && (is_caption_or_credit(words) || head.writers.is_none() && byline_follows())
}

/// Whether the line is the headline.
fn is_headline(lines: &[Line<'_>], idx: usize, title: Option<&str>) -> bool {
    let words = lines[idx].words;
    if title.is_some_and(|title| is_same(words, title)) {
        return true;
    }
    let n_words = words.split_whitespace().count();
    let starts_well = !words.starts_with(['•', '*', '-', '–', '—', '(', '[', '|', '<', '{']);
    if words.len() > MAX_HEADLINE || n_words < 2 || !starts_well || !text_follows(lines, idx) {
        return false;
    }
    if words.ends_with([',', ':']) || is_label(words) || is_caption_or_credit(words) {
        return false;
    }
    if is_dateline(lines, idx) || lower(start_of(words, 3)) == "by " {
        return false;
    }
    // A full stop speaks against it, unless what follows a headline follows.
    let masthead_follows = lines[idx + 1..].iter().take(2).any(|next| {
        byline::marked(next.words, 0).is_some()
            || dates::date_line(next.words).is_some_and(|d| d.has_date)
            || dateline(next).is_some()
    });
    !ends_as_sentence(words) || masthead_follows && n_words <= 25 || is_title_case(words)
}

/// Whether the line is a section or a catchword above the headline.
fn is_kicker(lines: &[Line<'_>], idx: usize, title: Option<&str>) -> bool {
    let plain = label(lines[idx].words);
    let known = vocabulary::SECTIONS.contains(&plain.as_str())
        || plain.ends_with(" news") && plain.split(' ').count() <= 3;
    known
        && title.is_none_or(|title| !is_same(lines[idx].words, title))
        && lines.get(idx + 1).is_some_and(|next| {
            next.words.split_whitespace().count() >= 4 && is_headline(lines, idx + 1, title)
        })
}

/// Whether the line is a deck: under the headline, no full stop, or one with a byline to come.
fn is_deck(lines: &[Line<'_>], idx: usize) -> bool {
    let words = lines[idx].words;
    if words.len() > MAX_DECK
        || words.split_whitespace().count() < 3
        || words.starts_with(['•', '*', '('])
        || words.ends_with([',', ':'])
        || is_caption_or_credit(words)
        || !text_follows(lines, idx)
        || is_dateline(lines, idx)
    {
        return false;
    }
    if !ends_as_sentence(words) && !words.trim_end_matches(['”', '"', '’']).ends_with(['?', '!'])
    {
        return words.len() <= MAX_HEADLINE + 20;
    }
    lines.get(idx + 1).is_some_and(|next| {
        byline::marked(next.words, 0).is_some()
            || dates::date_line(next.words).is_some_and(|d| d.has_date)
            || byline::unmarked(next.words, 0).is_some() && text_follows(lines, idx + 1)
    })
}

fn is_dateline(lines: &[Line<'_>], idx: usize) -> bool {
    dateline(&lines[idx]).is_some()
}

/// The place and wire service before the first sentence: `LONDON (Wire) —`, `PORTO, Portugal,
/// June 3 —`, `Cleveland (Wire) –`.
fn dateline(line: &Line<'_>) -> Option<Span> {
    let words = line.words;
    let start_words = start_of(words, MAX_DATELINE);
    let signs = [" — ", " – ", " ― ", " - ", " -- ", "— ", ": "];
    let (at, sign) = signs.iter().filter_map(|s| Some((start_words.find(s)?, *s))).min()?;
    let before = words[..at].trim_end();
    let (place, wire) = match before.split_once(['(', '/']) {
        Some((place, wire)) => (place.trim_end(), Some(wire.strip_suffix([')', '/'])?)),
        None => (before, None),
    };
    // In small letters a place is one only with a wire service beside it.
    let capital = |word: &str| word.chars().all(|c| !c.is_lowercase());
    let mut parts = place.split(',').map(str::trim);
    let city = parts.next()?;
    let is_city = city.starts_with(char::is_uppercase)
        && !NO_PLACE.contains(&city)
        && city.split_whitespace().count() <= 4
        && city.chars().filter(|c| c.is_alphabetic()).count() > 2
        && city.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '’' | '\''))
        && city
            .split_whitespace()
            .all(|w| capital(w) || wire.is_some() && w.starts_with(char::is_uppercase));
    let rest_is_good = parts.clone().count() <= 3
        && parts.all(|p| {
            p.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
                && p.split_whitespace().count() <= 3
        });
    let wire_is_good =
        wire.is_none_or(|w| w.starts_with(char::is_uppercase) && w.split_whitespace().count() <= 4);
    if !is_city || !rest_is_good || !wire_is_good {
        return None;
    }
    let whole = words[..at + sign.len()].trim_end();
    // Before a colon stands who speaks in an interview, or "DEAR READER".
    if sign == ": " && wire.is_none() && !place.contains(',') {
        return None;
    }
    let start = line.place.start();
    Some(Span::new(start, start + whole.len()))
}

/// Whether running text comes within a few lines.
fn text_follows(lines: &[Line<'_>], idx: usize) -> bool {
    lines[idx + 1..].iter().take(12).any(|next| {
        next.words.len() >= MIN_TEXT && (ends_as_sentence(next.words) || next.words.len() >= 200)
    })
}

/// Whether the words end as a sentence does, be it within quotation marks.
fn ends_as_sentence(words: &str) -> bool {
    let inner = words.trim_end_matches(['”', '"', '’', '\'', ')', ']', '»']);
    if inner.ends_with("...") || inner.ends_with('…') {
        return false;
    }
    inner.ends_with('.') || inner.len() < words.len() && inner.ends_with(',')
}

/// Whether all longer words begin with a capital, but for prepositions.
fn is_title_case(words: &str) -> bool {
    const SMALL: [&str; 14] = [
        "about", "after", "against", "among", "before", "between", "during", "from", "into",
        "over", "than", "that", "under", "with",
    ];
    let mut n_long = 0;
    let all =
        words.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphabetic())).all(|w| {
            let long = w.chars().count() >= 4;
            n_long += usize::from(long);
            !long || w.starts_with(char::is_uppercase) || SMALL.contains(&w)
        });
    all && n_long >= 3 && words.len() <= 160
}

/// Whether two lines have the same letters.
fn is_same(words: &str, title: &str) -> bool {
    let letters = |s: &str| -> String {
        s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let (words, title) = (letters(words), letters(title));
    !title.is_empty() && words == title
}

#[cfg(test)]
mod tests {
    use FurnitureKind::{Byline, Credit, Date, Deck, Headline, Interface};

    use super::*;
    use crate::lines::lines;

    const TEXT: &str = "The harbour wall, which has stood for two hundred years, will be torn down next spring, the council said.";

    /// The kinds and words of the masthead over a paragraph of running text.
    fn kinds(above: &str) -> Vec<(FurnitureKind, String)> {
        let text = format!("{above}{TEXT}\n\n{TEXT}\n");
        let all = lines(&text);
        let mut taken = vec![false; all.len()];
        let head = read(&text, &all, None, &mut taken);
        let mut found = head.furniture;
        found.sort_by_key(|f| f.place);
        found.into_iter().map(|f| (f.kind, f.place.of(&text).to_owned())).collect()
    }

    fn only_kinds(above: &str) -> Vec<FurnitureKind> {
        kinds(above).into_iter().map(|(kind, _)| kind).collect()
    }

    #[test]
    fn the_parts_of_a_masthead() {
        for (above, expected) in [
            ("", vec![]),
            ("Harbour wall to go\n\n", vec![Headline]),
            ("Harbour wall to go\n", vec![Headline]),
            (
                "Harbour wall to go\n\nCouncil votes after four years of talks\n\n",
                vec![Headline, Deck],
            ),
            (
                "Harbour wall to go\n\nCouncil votes after four years.\n\nBy Ann Lee\n\n",
                vec![Headline, Deck, Byline],
            ),
            ("Harbour wall to go\nBy Ann Lee\n23 June 2024\n", vec![Headline, Byline, Date]),
            (
                "Harbour wall to go\n\nAnn Lee\nArts editor\n\nSunday 23 June 2024\n\n",
                vec![Headline, Byline, Date],
            ),
            (
                "The Harbour Wall Will Go. Perhaps.\n\nBy Ann Lee\nOrb Critic\n\n",
                vec![Headline, Byline],
            ),
            (
                "PRESS RELEASE – FOR IMMEDIATE USE\n\nHarbour wall to go\n\n",
                vec![Interface, Headline],
            ),
            ("23 June 2024\n\nHarbour wall to go\n\n", vec![Date, Headline]),
            ("SPORT\n\nHarbour wall to go at last\n\n", vec![Headline, Headline]),
            ("Harbour wall to go\n\nAnn Lee, June 3, 2024\n\n", vec![Headline, Byline]),
            ("Harbour wall to go\n\nPosted on 3 June 2024 by Ann\n\n", vec![Headline, Date]),
            ("Harbour Briefing, June 3, 2024\n\n", vec![Headline]),
            (
                "Harbour wall to go\n\nInterview by Ann Lee. Portrait by Ben Roe\n\n",
                vec![Headline, Byline, Credit],
            ),
        ] {
            assert_eq!(only_kinds(above), expected, "{above}");
        }
    }

    #[test]
    fn a_byline_holds_the_lines_right_under_it() {
        let found = kinds("Harbour wall to go\n\nBy Ann Lee\nDaily Orb, Port Clement\n\n");
        assert_eq!(found[1], (Byline, "By Ann Lee\nDaily Orb, Port Clement".to_owned()));
    }

    #[test]
    fn a_text_that_begins_with_a_sentence_has_no_headline() {
        assert_eq!(kinds("The wall is old and it will go.\n\n"), []);
        assert_eq!(kinds("“We are done,” she said.\n\n"), []);
    }

    #[test]
    fn a_headline_needs_a_text() {
        let all = lines("Harbour wall to go\nNobody knows when");
        assert!(!is_headline(&all, 0, None));
    }

    #[test]
    fn datelines() {
        for (line, expected) in [
            ("PORT CLEMENT — The wall fell.", Some("PORT CLEMENT —")),
            (
                "PORT CLEMENT, Norland (Halyard) — The wall fell.",
                Some("PORT CLEMENT, Norland (Halyard) —"),
            ),
            ("PORTO, June 3 (Halyard) - The wall fell.", Some("PORTO, June 3 (Halyard) -")),
            ("Clement (Halyard) – The wall fell.", Some("Clement (Halyard) –")),
            ("EXCLUSIVE — The wall fell.", None),
            ("Clement – The wall fell.", None),
            ("DEAR READER: The wall fell.", None),
            ("The wall fell - at last.", None),
        ] {
            let all = lines(line);
            assert_eq!(dateline(&all[0]).map(|p| p.of(line)), expected, "{line}");
        }
    }
}
