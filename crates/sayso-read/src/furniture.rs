//! Which stretches of this text are not the article?
//!
//! Looks at every line that the masthead did not take: captions and credits by their form, labels
//! that point elsewhere, sentences that speak to the reader as a customer, and the lines of a page
//! or a press release. Kinds may stand side by side in one paragraph.

mod credit;
mod sentence;
pub(crate) mod vocabulary;

use sayso_core::Span;
use sayso_core::record::{Furniture, FurnitureKind};

use crate::lines::{Line, sentences};
use crate::{byline, dates};
use vocabulary::{INTERFACE_LINES, RELATED_LABELS, RELATED_WITH_COLON, RELEASE_ENDS};

/// Longest caption in bytes; in a longer paragraph a credit stands alone.
const MAX_CAPTION: usize = 500;

/// Longest line that can be a pointer to another article, in bytes.
const MAX_POINTER: usize = 220;

/// Lines from the end that count as near it: promotions, credits and a notice come together.
const NEAR_END: usize = 5;

/// Lines under a label that may be pointers.
const MAX_POINTERS: usize = 12;

/// Marks the furniture of the lines that are not `taken`.
pub(crate) fn find(text: &str, lines: &[Line<'_>], taken: &mut [bool]) -> Vec<Furniture<Span>> {
    let mut found = Vec::new();
    let mut idx = 0;
    while idx < lines.len() {
        if taken[idx] {
            idx += 1;
            continue;
        }
        if let Some((kind, n_lines)) = whole_lines(lines, idx, taken) {
            let same = &lines[idx..idx + n_lines];
            found.extend(same.iter().map(|line| Furniture { place: line.place, kind }));
            taken[idx..idx + n_lines].fill(true);
            idx += n_lines;
        } else {
            let before = found.len();
            in_line(text, lines, idx, &mut found, taken);
            taken[idx] |= found.len() > before;
            idx += 1;
        }
    }
    found
}

/// What a line is as a whole, and how many lines follow it as the same.
fn whole_lines(lines: &[Line<'_>], idx: usize, taken: &[bool]) -> Option<(FurnitureKind, usize)> {
    let words = lines[idx].words;
    let plain = label(words);
    if is_button(words) || is_counter(&plain) || is_release_label(&plain) {
        return Some((FurnitureKind::Interface, 1));
    }
    if RELEASE_ENDS.contains(&plain.as_str()) {
        return Some((FurnitureKind::Interface, 1));
    }
    if begins_notes_to_editors(words) {
        // All that follows is for editors: addresses, what a body does, who took the pictures.
        let n_lines = lines.len() - idx;
        return Some((FurnitureKind::Promotion, n_lines.min(1 + MAX_POINTERS)));
    }
    if let Some(dates) = dates::date_line(words)
        && (dates.labelled || !dates.has_date)
    {
        return Some((FurnitureKind::Date, 1));
    }
    if RELATED_LABELS.contains(&plain.as_str()) {
        let pointers = lines[idx + 1..]
            .iter()
            .zip(&taken[idx + 1..])
            .take(MAX_POINTERS)
            .take_while(|(line, taken)| !**taken && is_pointer(line.words))
            .count();
        return Some((FurnitureKind::Related, 1 + pointers));
    }
    if words.len() <= MAX_POINTER
        && !words.starts_with(['“', '"', '‘', '\''])
        && let Some(at) = words.find([':', '|', '»', '>'])
    {
        let before = label(&words[..at]);
        let known = RELATED_LABELS.contains(&before.as_str())
            || words[at..].starts_with(':') && RELATED_WITH_COLON.contains(&before.as_str())
            || before.starts_with("also on ")
            || before.starts_with("more from ")
            || before.starts_with("read more ") && before.split(' ').count() < 6;
        if known {
            return Some((FurnitureKind::Related, 1));
        }
    }
    None
}

/// Whether a line is a button, a counter or a pointer's label: no name and no headline.
pub(crate) fn is_label(words: &str) -> bool {
    let plain = label(words);
    is_button(words) || is_counter(&plain) || RELATED_LABELS.contains(&plain.as_str())
}

/// The credit at the end of a line that begins with something else, and where that ends.
pub(crate) fn credit_behind(line: &Line<'_>, text: &str) -> Option<(Span, Span)> {
    let credit = credit::credit(line.words, line.place.start())?;
    let before = Span::new(line.place.start(), credit.start()).trim(text);
    (!before.is_empty()).then_some((before, credit))
}

/// Whether a line is a button or label of a page. None has a full stop.
pub(crate) fn is_button(words: &str) -> bool {
    let is_sentence = words.ends_with('.') && !words.ends_with("...");
    !is_sentence && INTERFACE_LINES.contains(&label(words).as_str())
}

/// Whether a line ends with a credit or says itself that it is a caption.
pub(crate) fn is_caption_or_credit(words: &str) -> bool {
    credit::is_labelled_caption(words) || credit::credit(words, 0).is_some()
}

/// Captions, credits and sentences within a line.
fn in_line(
    text: &str,
    lines: &[Line<'_>],
    idx: usize,
    found: &mut Vec<Furniture<Span>>,
    taken: &mut [bool],
) {
    let line = lines[idx];
    if let Some(credit) = credit::credit(line.words, line.place.start()) {
        let before = Span::new(line.place.start(), credit.start()).trim(text);
        if before.is_empty() {
            caption_above(lines, idx, found, taken);
        } else if before.len() <= MAX_CAPTION {
            // Two credits may follow each other.
            let inner = credit::credit(before.of(text), before.start());
            let caption =
                inner.map_or(before, |inner| Span::new(before.start(), inner.start()).trim(text));
            // A wire service in brackets may also end a report; a caption is one sentence then.
            let is_caption =
                !credit::is_bare_agency(credit.of(text)) || sentences(text, caption).len() == 1;
            if !caption.is_empty() && is_caption {
                found.push(Furniture { place: caption, kind: FurnitureKind::Caption });
            }
            if let Some(place) = inner {
                found.push(Furniture { place, kind: FurnitureKind::Credit });
            }
        }
        found.push(Furniture { place: credit, kind: FurnitureKind::Credit });
        return;
    }
    if credit::is_labelled_caption(line.words) && line.words.len() <= MAX_CAPTION {
        found.push(Furniture { place: line.place, kind: FurnitureKind::Caption });
        return;
    }
    if idx + 3 >= lines.len() && is_signature(line.words) {
        found.push(Furniture { place: line.place, kind: FurnitureKind::Byline });
        return;
    }
    if sentence::may_be_furniture(line.words) {
        let before = found.len();
        by_sentence(text, lines, idx, found);
        if found.len() > before {
            return;
        }
    }
    if is_subhead(lines, idx, taken) {
        found.push(Furniture { place: line.place, kind: FurnitureKind::Headline });
    }
}

/// The line right above a credit that has a line for itself is its caption.
fn caption_above(
    lines: &[Line<'_>],
    idx: usize,
    found: &mut Vec<Furniture<Span>>,
    taken: &mut [bool],
) {
    if idx > 0 && !lines[idx].after_gap && !taken[idx - 1] && lines[idx - 1].after_gap {
        let above = lines[idx - 1];
        let alone = lines.get(idx + 1).is_none_or(|next| next.after_gap);
        if above.words.len() <= MAX_CAPTION / 2 && alone {
            found.push(Furniture { place: above.place, kind: FurnitureKind::Caption });
            taken[idx - 1] = true;
        }
    }
}

/// Marks the sentences of a line that are furniture, neighbours of one kind as one stretch.
fn by_sentence(text: &str, lines: &[Line<'_>], idx: usize, found: &mut Vec<Furniture<Span>>) {
    let near_end = idx + NEAR_END >= lines.len() && lines.len() > NEAR_END;
    let places = sentences(text, lines[idx].place);
    let mut in_speech = Speech::default();
    let mut kinds: Vec<Option<FurnitureKind>> = places
        .iter()
        .map(|place| {
            let quoted = in_speech.is_open();
            in_speech.read(place.of(text));
            if quoted { None } else { sentence::kind_of(place.of(text), near_end) }
        })
        .collect();
    if kinds.iter().all(Option::is_none) {
        return;
    }
    // A paragraph of a few sentences is a unit: what speaks to the reader beside a promotion, or
    // is too short to tell anything, belongs to it.
    if places.len() <= 4 {
        for at in 1..kinds.len() {
            if kinds[at].is_none() && sentence::goes_with_promotion(places[at].of(text)) {
                kinds[at] = kinds[at - 1].filter(|k| *k == FurnitureKind::Promotion);
            }
        }
        for at in (1..kinds.len()).rev() {
            if kinds[at - 1].is_none() && sentence::goes_with_promotion(places[at - 1].of(text)) {
                kinds[at - 1] = kinds[at].filter(|k| *k == FurnitureKind::Promotion);
            }
        }
    }
    let mut last: Option<FurnitureKind> = None;
    for (place, kind) in places.into_iter().zip(kinds) {
        match kind {
            Some(kind) if last == Some(kind) => {
                if let Some(before) = found.last_mut() {
                    before.place = before.place.cover(place);
                }
            }
            Some(kind) => found.push(Furniture { place, kind }),
            None => {}
        }
        last = kind;
    }
}

/// Whether curly or straight double quotation marks are open.
#[derive(Default)]
struct Speech {
    curly: i32,
    straight: bool,
}

impl Speech {
    fn read(&mut self, words: &str) {
        for c in words.chars() {
            match c {
                '“' => self.curly = 1,
                '”' => self.curly = 0,
                '"' => self.straight = !self.straight,
                _ => {}
            }
        }
    }

    fn is_open(&self) -> bool {
        self.curly > 0 || self.straight
    }
}

/// A line as a label: lower case, without the signs around it.
pub(crate) fn label(words: &str) -> String {
    if words.len() > MAX_POINTER {
        return String::new();
    }
    let signs: &[char] = &[
        ':', '.', '|', '»', '>', '•', '*', '-', '–', '—', '"', '“', '”', '→', '▶', '(', ')', '[',
        ']', '!', '…', '_', ' ',
    ];
    let inner = words.trim_matches(signs);
    if inner.is_empty() { words.to_lowercase() } else { inner.to_lowercase().replace('’', "'") }
}

/// `12 comments`, `3 min read`, `1.2k shares`.
fn is_counter(label: &str) -> bool {
    let mut words = label.split_whitespace();
    let number = words.next().is_some_and(|w| {
        w.trim_end_matches(['k', 'm', '+'])
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
            && w.starts_with(|c: char| c.is_ascii_digit())
    });
    let rest: Vec<&str> = words.collect();
    let rest = rest.join(" ");
    number
        && [
            "comments",
            "comment",
            "shares",
            "share",
            "min read",
            "mins read",
            "minute read",
            "minutes read",
            "likes",
            "views",
            "min",
            "reactions",
        ]
        .contains(&rest.as_str())
        || label.strip_prefix("reading time").is_some_and(|r| r.len() < 20)
        || label.strip_prefix("estimated read").is_some_and(|r| r.len() < 30)
}

/// `PRESS RELEASE – FOR IMMEDIATE USE` and its parts.
pub(crate) fn is_release_label(label: &str) -> bool {
    label.len() <= 60
        && (label.starts_with("press release")
            || label.starts_with("news release")
            || label.starts_with("media release")
            || label.starts_with("for immediate ")
            || label.starts_with("embargoed "))
}

/// `Notes to editors` at the start of a line, with or without the notes.
fn begins_notes_to_editors(words: &str) -> bool {
    let start: String = words.chars().take(20).flat_map(char::to_lowercase).collect();
    let start = start.trim_start_matches(['*', '-', ' ']);
    start.starts_with("notes to editors") || start.starts_with("note to editors")
}

/// `— Ann Lee` below a text.
fn is_signature(words: &str) -> bool {
    words
        .strip_prefix(['-', '–', '—'])
        .map(|name| name.trim().trim_end_matches('.'))
        .is_some_and(|name| name.contains(' ') && byline::may_be_name(name))
}

/// A line that may be the headline of another article.
fn is_pointer(words: &str) -> bool {
    let n_words = words.split_whitespace().count();
    words.len() <= 160
        && (2..=24).contains(&n_words)
        && !words.ends_with(['.', ':', ',', ';', '”', '"'])
}

/// Whether a line is a headline within the article: short, alone, and running text around it.
fn is_subhead(lines: &[Line<'_>], idx: usize, taken: &[bool]) -> bool {
    let line = lines[idx];
    let words = line.words;
    let n_words = words.split_whitespace().count();
    let alone = line.after_gap && lines.get(idx + 1).is_some_and(|next| next.after_gap);
    let running = |at: usize| {
        lines.get(at).is_some_and(|l| l.words.len() >= 80 && l.words.len() > words.len())
    };
    let previous_is_text = idx > 0 && (running(idx - 1) || taken[idx - 1]);
    let inner = words.trim_end_matches(['”', '"', '’', '\'', ')']);
    let is_question = inner.ends_with('?') && inner.len() == words.len() && n_words <= 8;
    words.len() <= 80
        && n_words <= 12
        && alone
        && previous_is_text
        && running(idx + 1)
        && words.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '‘')
        && (is_question || !inner.ends_with(['.', ',', ':', ';', '!', '?', '…', '-', '—', '–']))
        // Who speaks in an interview, before a question.
        && !words.contains(": ")
}

#[cfg(test)]
mod tests {
    use FurnitureKind::{
        Byline, Caption, Credit, Date, Headline, Interface, Promotion, Related, Syndication,
    };

    use super::*;
    use crate::lines::lines;

    const TEXT: &str = "The harbour wall, which has stood for two hundred years, will be torn down next spring, the council said.";

    /// The furniture of these paragraphs between paragraphs of running text.
    fn kinds(paragraphs: &str) -> Vec<(FurnitureKind, String)> {
        let text = format!("{TEXT}\n\n{TEXT}\n\n{paragraphs}\n\n{TEXT}");
        let all = lines(&text);
        let found = find(&text, &all, &mut vec![false; all.len()]);
        found.into_iter().map(|f| (f.kind, f.place.of(&text).to_owned())).collect()
    }

    #[test]
    fn a_paragraph_may_hold_several_kinds() {
        let found = kinds("The pair at the gala. Photo / Somepix");
        assert_eq!(
            found,
            [(Caption, "The pair at the gala.".to_owned()), (Credit, "Photo / Somepix".to_owned())]
        );
        let found = kinds("This article first appeared on Orb. Additional reporting by Ann Lee");
        assert_eq!(found.iter().map(|f| f.0).collect::<Vec<_>>(), [Syndication, Credit]);
    }

    #[test]
    fn a_promotion_takes_what_goes_with_it() {
        for paragraph in [
            "Can’t get enough of the harbour? Sign up for our free newsletter!",
            "Tidewatch, our weekly email, has all of it. Sign up here",
            "Please gamble responsibly. Adults only.",
        ] {
            assert_eq!(kinds(paragraph), [(Promotion, paragraph.to_owned())]);
        }
        let found =
            kinds("The book is out in May. The wall is in it, and so is she. Order it from us now");
        assert_eq!(found, [(Promotion, "Order it from us now".to_owned())]);
    }

    #[test]
    fn lines_of_a_page() {
        for (line, kind) in [
            ("Related: Ten walls we would like to see again", Related),
            ("READ MORE: Ten walls we would like to see again", Related),
            ("Read next | Ten walls", Related),
            ("Advertisement", Interface),
            ("Share this article", Interface),
            ("3 min read", Interface),
            ("ENDS", Interface),
            ("Image caption, The wall at low water", Caption),
            ("Updated at 10:14 GMT", Date),
            ("9:34 p.m.", Date),
            ("What happens to the wall?", Headline),
            ("— Ann Lee", Byline),
        ] {
            assert_eq!(kinds(line), [(kind, line.to_owned())], "{line}");
        }
    }

    #[test]
    fn pointers_under_a_label_belong_to_it() {
        let found = kinds("Related articles\nTen walls we like\nThe sea, again");
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found.iter().all(|f| f.0 == Related));
    }

    #[test]
    fn notes_to_editors_go_on_to_the_end() {
        let found = kinds("ENDS\n\nNotes to editors: The wall was built in 1801.");
        assert_eq!(
            found.iter().map(|f| f.0).collect::<Vec<_>>(),
            [Interface, Promotion, Promotion]
        );
    }

    #[test]
    fn running_text_is_left_alone() {
        for paragraph in [
            TEXT,
            "“Sign up,” he said. “Read more.”",
            "ROE: What happened that night?",
            "Nobody was spared, either.",
            "He added that the wall was “finished.”",
            "The union said that members should email their councillors.",
        ] {
            assert_eq!(kinds(paragraph), [], "{paragraph}");
        }
    }
}
