//! What does broken JSON mean to say?
//!
//! Pages carry JSON that no parser takes: commas before a closing bracket, line ends and quotation
//! marks inside strings, comments, a text that breaks off. What is sound is left to `serde_json`; the
//! rest is read here, as far as it can be told what was meant.
//!
//! # Invariant
//! Every text gives an answer, in time that grows with its length alone: a character is read a bounded
//! number of times, brackets nest to a limit, and there is a limit to the values.

use serde_json::{Map, Value};

/// Deepest nesting. Structured data about an article takes about ten.
const MAX_DEPTH: usize = 64;

/// Most values that are kept of one text.
const MAX_VALUES: usize = 100_000;

/// The values of a text, as many as stand one behind the other.
pub(super) fn values(words: &str) -> Vec<Value> {
    let words = without_wrapping(words);
    if let Ok(value) = serde_json::from_str(words) {
        return vec![value];
    }
    let mut reader = Reader { rest: words, n_values: 0 };
    let mut found = Vec::new();
    loop {
        reader.skip_gaps();
        if reader.rest.is_empty() || found.len() >= MAX_VALUES {
            return found;
        }
        match reader.value(0) {
            Some(value) if value.is_object() || value.is_array() => found.push(value),
            Some(_) => {}
            None => reader.skip_one(),
        }
    }
}

/// The text without the comment or CDATA section that some pages hide it in.
fn without_wrapping(words: &str) -> &str {
    let mut words = words.trim();
    loop {
        let before = words.len();
        for opening in
            ["\u{FEFF}", "<!--", "//<![CDATA[", "// <![CDATA[", "/*<![CDATA[*/", "<![CDATA["]
        {
            words = words.strip_prefix(opening).unwrap_or(words).trim_start();
        }
        for closing in ["-->", "//]]>", "// ]]>", "/*]]>*/", "]]>", "//", ";"] {
            words = words.strip_suffix(closing).unwrap_or(words).trim_end();
        }
        if words.len() == before {
            return words;
        }
    }
}

struct Reader<'a> {
    rest: &'a str,
    n_values: usize,
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> Option<Value> {
        self.skip_gaps();
        self.n_values += 1;
        if depth > MAX_DEPTH || self.n_values > MAX_VALUES {
            self.rest = "";
            return None;
        }
        match self.rest.chars().next()? {
            '{' => Some(self.object(depth)),
            '[' => Some(self.array(depth)),
            '"' => Some(Value::String(self.string('"'))),
            '\'' => Some(Value::String(self.string('\''))),
            _ => self.bare(),
        }
    }

    fn object(&mut self, depth: usize) -> Value {
        self.skip_one();
        let mut members = Map::new();
        loop {
            self.skip_gaps_and(',');
            let name = match self.rest.chars().next() {
                // A bracket of another kind closes this one too: the text breaks off here.
                None | Some(']') => break,
                Some('}') => {
                    self.skip_one();
                    break;
                }
                Some(mark @ ('"' | '\'')) => self.string(mark),
                Some(_) => match self.bare() {
                    Some(Value::String(name)) => name,
                    Some(_) => continue,
                    None => {
                        self.skip_one();
                        continue;
                    }
                },
            };
            self.skip_gaps();
            if !self.rest.starts_with(':') {
                continue;
            }
            self.skip_one();
            self.skip_gaps();
            if self.rest.starts_with([',', '}']) {
                continue;
            }
            if let Some(value) = self.value(depth + 1) {
                // The first of two members with one name is kept, as people read it.
                members.entry(name).or_insert(value);
            }
        }
        Value::Object(members)
    }

    fn array(&mut self, depth: usize) -> Value {
        self.skip_one();
        let mut items = Vec::new();
        loop {
            self.skip_gaps_and(',');
            match self.rest.chars().next() {
                None | Some('}') => break,
                Some(']') => {
                    self.skip_one();
                    break;
                }
                Some(_) => match self.value(depth + 1) {
                    Some(value) => items.push(value),
                    None => self.skip_one(),
                },
            }
        }
        Value::Array(items)
    }

    /// A string with whatever it holds. A quotation mark ends it only where JSON goes on.
    fn string(&mut self, mark: char) -> String {
        self.skip_one();
        let mut words = String::new();
        let mut characters = self.rest.char_indices();
        while let Some((at, c)) = characters.next() {
            if c == mark && ends_string(&self.rest[at + 1..]) {
                self.rest = &self.rest[at + 1..];
                return words;
            }
            if c != '\\' {
                words.push(c);
                continue;
            }
            match characters.next().map(|(_, c)| c) {
                Some('n') => words.push('\n'),
                Some('t') => words.push('\t'),
                Some('r' | 'b' | 'f') => words.push(' '),
                Some('u') => {
                    let code = |from: usize| {
                        let digits = self.rest.get(from..from + 4)?;
                        u32::from_str_radix(digits, 16).ok()
                    };
                    let Some(first) = code(at + 2) else { continue };
                    let second = (0xD800..0xDC00)
                        .contains(&first)
                        .then(|| self.rest.get(at + 6..at + 8).filter(|s| *s == "\\u"))
                        .flatten()
                        .and_then(|_| code(at + 8));
                    let (whole, length) = match second {
                        Some(second) if (0xDC00..0xE000).contains(&second) => {
                            (0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00), 10)
                        }
                        _ => (first, 4),
                    };
                    words.push(char::from_u32(whole).unwrap_or('\u{FFFD}'));
                    for _ in 0..length {
                        characters.next();
                    }
                }
                Some(other) => words.push(other),
                None => break,
            }
        }
        self.rest = "";
        words
    }

    /// A number, `true`, `null` or a name without quotation marks.
    fn bare(&mut self) -> Option<Value> {
        let is_end = |c: char| {
            c.is_whitespace() || matches!(c, ',' | ':' | '}' | ']' | '{' | '[' | '"' | '\'')
        };
        let end = self.rest.find(is_end).unwrap_or(self.rest.len());
        let (words, rest) = self.rest.split_at(end);
        if words.is_empty() {
            return None;
        }
        self.rest = rest;
        let value = serde_json::from_str(words);
        Some(value.unwrap_or_else(|_| Value::String(words.to_owned())))
    }

    fn skip_one(&mut self) {
        let mut characters = self.rest.chars();
        characters.next();
        self.rest = characters.as_str();
    }

    fn skip_gaps(&mut self) {
        self.skip_gaps_and('\u{FEFF}');
    }

    /// Passes white space, comments and one sign.
    fn skip_gaps_and(&mut self, sign: char) {
        loop {
            let before = self.rest.len();
            self.rest = self
                .rest
                .trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || c == sign);
            for (opening, closing) in [("/*", "*/"), ("<!--", "-->"), ("//", "\n")] {
                if let Some(inner) = self.rest.strip_prefix(opening) {
                    self.rest = inner.find(closing).map_or("", |at| &inner[at + closing.len()..]);
                }
            }
            if self.rest.len() == before {
                return;
            }
        }
    }
}

/// Whether JSON goes on behind a quotation mark, so that it ends a string.
fn ends_string(rest: &str) -> bool {
    // White space is looked at to a limit, or a page full of both would be read again and again.
    let mut behind = rest.chars().take(200).skip_while(|c| c.is_whitespace());
    match behind.next() {
        None | Some(':' | '}' | ']') => true,
        // A comma may stand in a sentence too; then words follow it.
        Some(',') => matches!(
            behind.find(|c| !c.is_whitespace()),
            None | Some(
                '"' | '\'' | '{' | '[' | '}' | ']' | '/' | '-' | '0'..='9' | 't' | 'f' | 'n'
            )
        ),
        // A comma was forgotten.
        Some('"') => rest.starts_with(['\n', '\r']),
        Some(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn sound_json_is_left_alone() {
        assert_eq!(values(r#" {"a": [1, "x\u00e9"]} "#), [json!({"a": [1, "xé"]})]);
    }

    #[test]
    fn what_was_meant() {
        for (words, meant) in [
            (r#"{"a": 1, "b": [1, 2,],}"#, json!({"a": 1, "b": [1, 2]})),
            ("{\"a\": \"one\ntwo\"}", json!({"a": "one\ntwo"})),
            (r#"{"a": "the "old" wall", "b": 1}"#, json!({"a": "the \"old\" wall", "b": 1})),
            (r#"{"a": "b\'c", "d": "\ud83c\udf0a"}"#, json!({"a": "b'c", "d": "🌊"})),
            ("<!-- {\"a\": 1} -->", json!({"a": 1})),
            ("//<![CDATA[\n{\"a\": 1};\n//]]>", json!({"a": 1})),
            ("{\"a\": 1 /* one */, // two\n \"b\": 2 \"c\": 3}", json!({"a": 1, "b": 2, "c": 3})),
            (r#"{"a": "x", "b": {"c": "breaks o"#, json!({"a": "x", "b": {"c": "breaks o"}})),
            ("{'a': 'x', \"b\": true, c: 3, \"d\": }", json!({"a": "x", "b": true, "c": 3})),
            ("{\"a\": \"x\"\n\"b\": \"y\"}", json!({"a": "x", "b": "y"})),
            (r#"{"a": "first"}, "a": "second"}"#, json!({"a": "first"})),
        ] {
            assert_eq!(values(words).first(), Some(&meant), "{words}");
        }
        assert_eq!(values("{\"a\":1}\n{\"b\":2}"), [json!({"a": 1}), json!({"b": 2})]);
        assert!(values("window.data = 3").is_empty());
    }

    #[test]
    fn hostile_json_ends() {
        assert!(values(&"[".repeat(1_000_000)).len() <= MAX_VALUES);
        assert!(values(&"{\"a\":".repeat(200_000)).len() <= MAX_VALUES);
        values(&"\" \n".repeat(300_000));
        values(&format!("{{\"a\": \"{}", "\"                    ".repeat(50_000)));
        values(&"[1],".repeat(300_000));
    }

    proptest! {
        #[test]
        fn every_text_gives_an_answer(words in r#"[\[\]{}"':,\\/*<>a-eu0-9 \n-]{0,80}"#) {
            values(&words);
        }
    }
}
