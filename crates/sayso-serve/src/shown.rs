//! How is foreign text written so that it is seen, and does nothing?
//!
//! Markup is escaped. Characters that cannot be seen and change how others are read (controls,
//! directional overrides) are written as small labels with their names, so that a text cannot show
//! a reader other words than the ones that the offsets index.

use std::fmt::Write;

use maud::{Escaper, Render, html};

/// Characters without white space after which a line may break: browsers give up wrapping words
/// of millions of characters, and then the whole page is as wide as the word.
const UNBROKEN: usize = 500;

/// Foreign text inside an element.
///
/// Line ends of all kinds become line feeds: a parser of HTML would do the same.
pub(crate) struct Shown<'a>(pub(crate) &'a str);

impl Render for Shown<'_> {
    fn render_to(&self, out: &mut String) {
        let mut rest = self.0;
        while let Some((at, char)) = rest.char_indices().find(|(_, char)| is_special(*char)) {
            escape(&rest[..at], out);
            rest = &rest[at + char.len_utf8()..];
            if char == '\r' {
                rest = rest.strip_prefix('\n').unwrap_or(rest);
                out.push('\n');
            } else {
                let code = format!("{:04X}", u32::from(char));
                let label = label_of(char);
                html! { span.odd data-c=(code) title={ "invisible character U+" (code) } { (label) } }
                    .render_to(out);
            }
        }
        escape(rest, out);
    }
}

/// Foreign text where no element can stand: an attribute, the title of the window.
pub(crate) fn in_attribute(text: &str) -> String {
    text.chars().map(|char| if is_special(char) { '\u{fffd}' } else { char }).collect()
}

/// At most `limit` characters, cut between words where that is near, and how many were left off.
pub(crate) fn excerpt(text: &str, limit: usize) -> (&str, usize) {
    let Some((cut, _)) = text.char_indices().nth(limit) else { return (text, 0) };
    let head = &text[..cut];
    let cut = head.rfind(char::is_whitespace).filter(|at| *at > cut / 2).unwrap_or(cut);
    (&text[..cut], text[cut..].chars().count())
}

fn escape(text: &str, out: &mut String) {
    let mut from = 0;
    let mut unbroken = 0;
    if text.len() > UNBROKEN {
        for (at, char) in text.char_indices() {
            unbroken = if char.is_whitespace() { 0 } else { unbroken + 1 };
            if unbroken > UNBROKEN {
                escape_whole(&text[from..at], out);
                out.push_str("<wbr>");
                from = at;
                unbroken = 1;
            }
        }
    }
    escape_whole(&text[from..], out);
}

fn escape_whole(text: &str, out: &mut String) {
    // Writing to a string cannot fail.
    let _ = Escaper::new(out).write_str(text);
}

fn is_special(char: char) -> bool {
    (char.is_control() && !matches!(char, '\n' | '\t'))
        || matches!(char,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The abbreviation that Unicode gives a directional mark; its number for a control.
fn label_of(char: char) -> String {
    let name = match char {
        '\u{61c}' => "ALM",
        '\u{200e}' => "LRM",
        '\u{200f}' => "RLM",
        '\u{202a}' => "LRE",
        '\u{202b}' => "RLE",
        '\u{202c}' => "PDF",
        '\u{202d}' => "LRO",
        '\u{202e}' => "RLO",
        '\u{2066}' => "LRI",
        '\u{2067}' => "RLI",
        '\u{2068}' => "FSI",
        '\u{2069}' => "PDI",
        other => return format!("U+{:04X}", u32::from(other)),
    };
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        Shown(text).render().into_string()
    }

    #[test]
    fn markup_is_text() {
        assert_eq!(shown("<b> & \"q\""), "&lt;b&gt; &amp; &quot;q&quot;");
    }

    #[test]
    fn an_override_is_seen_and_does_nothing() {
        let html = shown("pay \u{202e}now");
        assert!(html.contains(r#"data-c="202E""#) && html.contains(">RLO</span>now"), "{html}");
        assert!(!html.contains('\u{202e}'));
        assert_eq!(in_attribute("a\u{202e}\0b\nc"), "a\u{fffd}\u{fffd}b\nc");
    }

    #[test]
    fn line_ends_are_kept_as_line_feeds() {
        assert_eq!(shown("a\r\nb\rc\n\r\nd"), "a\nb\nc\n\nd");
    }

    #[test]
    fn words_without_end_can_be_wrapped() {
        let word = "é".repeat(1200);
        let html = shown(&word);
        assert_eq!(html.matches("<wbr>").count(), 2);
        assert_eq!(html.replace("<wbr>", ""), word);
        assert!(!shown(&"word ".repeat(400)).contains("<wbr>"));
    }

    #[test]
    fn excerpts_end_between_words() {
        assert_eq!(excerpt("one two three", 9), ("one two", 6));
        assert_eq!(excerpt("éééééé", 4), ("éééé", 2));
        assert_eq!(excerpt("short", 9), ("short", 0));
    }
}
