//! How does text reach a terminal unharmed?
//!
//! Articles come from anywhere, and a terminal obeys what it prints: colours, titles, the direction
//! of writing. [`safe`] takes every such order out of a text and leaves a sign where it was;
//! [`Palette`] adds the few orders that are ours.

use std::borrow::Cow;
use std::io::IsTerminal;

use sayso::config::Color;

/// A way to set words apart. Never the only sign of a difference: every label is in words too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Style {
    /// As the terminal writes.
    #[default]
    Plain,
    /// Names and headlines.
    Bold,
    /// What a reader may skip: places, cues, marks.
    Dim,
    /// Words that withhold commitment, warnings.
    Yellow,
    /// Errors and denials.
    Red,
    /// Success.
    Green,
    /// Ids and hints.
    Cyan,
}

/// Colours, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Palette {
    coloured: bool,
}

impl Palette {
    /// No colours.
    #[cfg(test)]
    pub(crate) const PLAIN: Palette = Palette { coloured: false };

    /// What standard output gets.
    pub(crate) fn for_stdout(color: Color) -> Self {
        Palette::decide(color, std::io::stdout().is_terminal(), no_color())
    }

    /// What standard error gets.
    pub(crate) fn for_stderr(color: Color) -> Self {
        Palette::decide(color, std::io::stderr().is_terminal(), no_color())
    }

    /// `NO_COLOR` overrules the terminal; what the user set for sayso overrules both.
    fn decide(color: Color, is_terminal: bool, no_color: bool) -> Self {
        let coloured = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => is_terminal && !no_color,
        };
        Palette { coloured }
    }

    /// The text in a style, made safe.
    pub(crate) fn paint(self, style: Style, text: &str) -> Cow<'_, str> {
        let text = safe(text);
        let code = match style {
            Style::Plain => return text,
            Style::Bold => "1",
            Style::Dim => "2",
            Style::Yellow => "33",
            Style::Red => "1;31",
            Style::Green => "32",
            Style::Cyan => "36",
        };
        if self.coloured && !text.is_empty() {
            Cow::Owned(format!("\u{1b}[{code}m{text}\u{1b}[0m"))
        } else {
            text
        }
    }
}

/// Whether the user wants no colours from any program.
fn no_color() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// The text without anything that a terminal would obey.
///
/// White space becomes a space, other control characters their pictures (`␛`), and the invisible
/// characters that turn the direction of writing, or hide words, the sign `�`.
pub(crate) fn safe(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| replacement(c).is_none()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| replacement(c).unwrap_or(c)).collect())
}

fn replacement(c: char) -> Option<char> {
    match c {
        '\t' | '\n' | '\r' | '\u{0b}' | '\u{0c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)),
        '\u{7f}' => Some('␡'),
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => Some('\u{fffd}'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn nothing_that_a_terminal_obeys_is_left(text in "(\\PC|\\p{Cc}|\\p{Cf}){0,60}") {
            let safe = safe(&text);
            prop_assert!(!safe.chars().any(char::is_control));
            prop_assert_eq!(safe.chars().count(), text.chars().count());
        }
    }

    #[test]
    fn orders_to_the_terminal_become_signs() {
        assert_eq!(safe("\u{1b}[31mred\u{7}"), "␛[31mred␇");
        assert_eq!(safe("abc\u{202e}def"), "abc\u{fffd}def");
        assert_eq!(safe("“naïve” 👩‍🚀"), "“naïve” 👩‍🚀");
        let palette = Palette { coloured: true };
        assert_eq!(palette.paint(Style::Cyan, "a\u{1b}b"), "\u{1b}[36ma␛b\u{1b}[0m");
    }

    #[test]
    fn colours_are_for_terminals_that_want_them() {
        let coloured =
            |color, terminal, no_color| Palette::decide(color, terminal, no_color).coloured;
        assert!(coloured(Color::Auto, true, false));
        assert!(!coloured(Color::Auto, true, true));
        assert!(!coloured(Color::Auto, false, false));
        assert!(coloured(Color::Always, false, true));
        assert!(!coloured(Color::Never, true, false));
    }
}
