//! How do styled words become lines of a terminal?
//!
//! A [`Flow`] is a run of words, each in its style; [`Flow::write`] breaks it into lines of a given
//! width. Every text goes through [`Palette::paint`] on its way, and so is safe to print.

use textwrap::core::{Fragment, display_width};
use textwrap::wrap_algorithms::wrap_first_fit;

use crate::output::style::{Palette, Style, safe};

/// Words that wait to be broken into lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flow {
    words: Vec<Word>,
    /// Whether the next text begins a new word.
    parted: bool,
}

/// Where the lines of a flow begin, and how far they may reach.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame<'a> {
    /// Colours.
    pub(crate) palette: Palette,
    /// Columns of a line, those of its beginning among them.
    pub(crate) width: usize,
    /// What stands before the first line.
    pub(crate) first: &'a str,
    /// What stands before the other lines.
    pub(crate) rest: &'a str,
}

/// Characters without white space among them, perhaps in several styles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Word {
    parts: Vec<(Style, String)>,
    width: usize,
}

impl Flow {
    /// A flow of one text.
    pub(crate) fn of(style: Style, text: &str) -> Self {
        let mut flow = Flow::default();
        flow.add(style, text);
        flow
    }

    /// Adds a text. White space in it parts words; without any, it goes on the last word.
    pub(crate) fn add(&mut self, style: Style, text: &str) -> &mut Self {
        // A no-break space keeps its words together, which is what it is for.
        let parts = |c: char| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}');
        for piece in text.split_inclusive(parts) {
            let word = piece.trim_end_matches(parts);
            if !word.is_empty() {
                self.keep(style, word);
            }
            self.parted |= piece.len() > word.len();
        }
        self
    }

    /// Adds a text that stays on one line if there is room: its spaces part no words.
    pub(crate) fn keep(&mut self, style: Style, text: &str) -> &mut Self {
        let text = safe(text);
        if self.parted || self.words.is_empty() {
            self.words.push(Word::default());
        }
        let last = self.words.last_mut().expect("a word was pushed if there was none");
        last.width += display_width(&text);
        last.parts.push((style, text.into_owned()));
        self.parted = false;
        self
    }

    /// Sets what follows apart from what stands there, without beginning a line with the sign.
    pub(crate) fn separate(&mut self) -> &mut Self {
        if self.is_empty() { self } else { self.keep(Style::Dim, " ·").add(Style::Dim, " ") }
    }

    /// Whether there is nothing to write.
    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Writes the flow as lines, each with its line end.
    pub(crate) fn write(self, frame: Frame<'_>, out: &mut String) {
        let room = |start: &str| frame.width.saturating_sub(display_width(start)).max(MIN_ROOM);
        let (first, rest) = (room(frame.first), room(frame.rest));
        let words: Vec<Word> =
            self.words.into_iter().flat_map(|word| word.broken(first.min(rest))).collect();
        let lines = wrap_first_fit(&words, &[first as f64, rest as f64]);
        for (idx, line) in lines.into_iter().enumerate() {
            out.push_str(if idx == 0 { frame.first } else { frame.rest });
            let parts = line.iter().enumerate().flat_map(|(at, word)| {
                // A space belongs to the style of what stands before it.
                let space = (at > 0).then_some((None, " "));
                let parts = word.parts.iter().map(|(style, text)| (Some(*style), text.as_str()));
                space.into_iter().chain(parts)
            });
            // Neighbours of one style are painted together: fewer orders for the terminal.
            let mut runs: Vec<(Style, String)> = Vec::new();
            for (style, text) in parts {
                match runs.last_mut() {
                    Some((of, run)) if style.is_none_or(|style| style == *of) => run.push_str(text),
                    _ => runs.push((style.unwrap_or_default(), text.to_owned())),
                }
            }
            for (style, run) in runs {
                out.push_str(&frame.palette.paint(style, &run));
            }
            out.push('\n');
        }
    }
}

/// Columns that a text gets at least, however deep it stands in a narrow terminal.
const MIN_ROOM: usize = 16;

impl Word {
    /// The word in pieces that fit a line.
    fn broken(self, room: usize) -> Vec<Word> {
        if self.width <= room {
            return vec![self];
        }
        let mut pieces = vec![Word::default()];
        for (style, text) in self.parts {
            for c in text.chars() {
                let width = display_width(c.encode_utf8(&mut [0; 4]));
                if pieces.last().is_some_and(|piece| piece.width + width > room) {
                    pieces.push(Word::default());
                }
                let piece = pieces.last_mut().expect("there was one from the start");
                piece.width += width;
                match piece.parts.last_mut() {
                    Some((of, so_far)) if *of == style => so_far.push(c),
                    _ => piece.parts.push((style, c.into())),
                }
            }
        }
        pieces
    }
}

impl Fragment for Word {
    fn width(&self) -> f64 {
        self.width as f64
    }

    fn whitespace_width(&self) -> f64 {
        1.0
    }

    fn penalty_width(&self) -> f64 {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(flow: Flow, width: usize) -> String {
        let mut out = String::new();
        flow.write(Frame { palette: Palette::PLAIN, width, first: "1  ", rest: "   " }, &mut out);
        out
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_no_word_is_lost(text in "(\\PC|\\p{Cc}){0,120}", width in 24usize..90) {
            let out = written(Flow::of(Style::Plain, &text), width);
            for line in out.lines() {
                prop_assert!(display_width(line) <= width, "{line:?}");
            }
            let letters = |text: &str| -> String {
                text.chars().filter(|c| c.is_alphanumeric()).collect()
            };
            prop_assert_eq!(letters(&out.replacen("1  ", "", 1)), letters(&text));
        }
    }

    #[test]
    fn styles_change_within_a_word() {
        let mut flow = Flow::of(Style::Plain, "“She ");
        flow.add(Style::Yellow, "may").add(Style::Plain, ",” he said, over and over");
        assert_eq!(written(flow, 24), "1  “She may,” he said,\n   over and over\n");
    }

    #[test]
    fn what_is_kept_together_stays_on_one_line() {
        let mut flow = Flow::of(Style::Plain, "the harbour said ");
        flow.keep(Style::Bold, "12 May 2024").add(Style::Plain, ", then");
        assert_eq!(written(flow, 25), "1  the harbour said\n   12 May 2024, then\n");
    }

    #[test]
    fn long_words_are_broken() {
        let flow = Flow::of(Style::Plain, "see example.org/a/very/long/address/that/goes/on");
        assert_eq!(
            written(flow, 28),
            "1  see\n   example.org/a/very/long/a\n   ddress/that/goes/on\n"
        );
    }
}
