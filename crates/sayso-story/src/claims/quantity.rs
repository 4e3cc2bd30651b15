//! Which amounts, counts and years stand in a text?
//!
//! A [`Quantity`] has a value and what it counts: £2.4m and 2.4 million pounds are one, 40 players and
//! 40 minutes are two.

use sayso_core::Span;

use super::stem::stem;
use crate::words::Word;

/// A number and what it counts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Quantity {
    /// Where it stands, with its unit.
    pub(crate) span: Span,
    /// How much.
    pub(crate) value: f64,
    /// What it counts.
    pub(crate) unit: Unit,
}

/// What a number counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unit {
    /// Money, by its sign or a word.
    Money(String),
    /// Hundredths.
    Percent,
    /// A year of the calendar.
    Year,
    /// Things, by the stem of the noun that follows.
    Things(String),
    /// Nothing that can be told.
    Bare,
}

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] =
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const SCALES: [(&str, f64); 11] = [
    ("hundred", 1e2),
    ("thousand", 1e3),
    ("k", 1e3),
    ("million", 1e6),
    ("m", 1e6),
    ("mn", 1e6),
    ("billion", 1e9),
    ("bn", 1e9),
    ("b", 1e9),
    ("trillion", 1e12),
    ("tn", 1e12),
];
const MONEY: [&str; 9] =
    ["pound", "dollar", "euro", "franc", "yen", "rupee", "krona", "krone", "peso"];
/// Words between a number and what it counts: `40 of the players`.
const PASSED: [&str; 4] = ["of", "the", "more", "other"];

impl Quantity {
    /// Whether two count the same thing and agree.
    pub(crate) fn agrees_with(&self, other: &Quantity) -> bool {
        self.unit == other.unit && (self.value - other.value).abs() <= 1e-9 * self.value.abs()
    }

    /// Whether two count the same thing and do not agree.
    pub(crate) fn differs_from(&self, other: &Quantity) -> bool {
        self.unit == other.unit && self.unit != Unit::Bare && !self.agrees_with(other)
    }

    /// The form that equal quantities share.
    pub(crate) fn key(&self) -> String {
        format!("{} {:?}", self.value, self.unit)
    }
}

/// The quantities among words that follow one another in `text`; a lone `one` is none.
pub(crate) fn quantities_of(text: &str, words: &[Word]) -> Vec<Quantity> {
    let mut quantities = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let Some((value, n_words, scaled)) = number_at(words, at) else {
            at += 1;
            continue;
        };
        let after = &words[at + n_words..];
        let first = words[at].span;
        let mut span = first.cover(words[at + n_words - 1].span);
        let sign = text[..first.start()].chars().next_back();
        let unit = if let Some(sign @ ('£' | '$' | '€' | '¥')) = sign {
            span = Span::new(first.start() - sign.len_utf8(), span.end());
            Unit::Money(sign.to_string())
        } else if text[span.end()..].starts_with('%') {
            span = Span::new(span.start(), span.end() + 1);
            Unit::Percent
        } else if let Some(percent) = percent_at(after) {
            span = span.cover(percent);
            Unit::Percent
        } else if let Some(word) = after.first().filter(|word| MONEY.contains(&word.key.as_str())) {
            span = span.cover(word.span);
            Unit::Money(sign_of(&word.key))
        } else if is_year(first.of(text), value, scaled) {
            Unit::Year
        } else {
            let thing = after
                .iter()
                .take(4)
                .take_while(|word| gap_is_space(text, span, word.span, after))
                .find(|word| !PASSED.contains(&word.key.as_str()) && value_of(&word.key).is_none());
            match thing {
                Some(word) if word.key.chars().all(char::is_alphabetic) && word.key.len() > 2 => {
                    Unit::Things(stem(&word.key))
                }
                _ => Unit::Bare,
            }
        };
        if !((value - 1.0).abs() < f64::EPSILON && !scaled && unit_is_weak(&unit)) {
            quantities.push(Quantity { span, value, unit });
        }
        at += n_words;
    }
    quantities
}

/// Whether `one` of such a thing is no count.
fn unit_is_weak(unit: &Unit) -> bool {
    matches!(unit, Unit::Things(_) | Unit::Bare)
}

/// Whether nothing but spaces and hyphens stands between a number and a word after it.
fn gap_is_space(text: &str, number: Span, word: Span, after: &[Word]) -> bool {
    let mut end = number.end();
    for between in after {
        let gap = &text[end.min(between.span.start())..between.span.start()];
        if !gap.chars().all(|letter| letter.is_whitespace() || letter == '-') {
            return false;
        }
        if between.span == word {
            return true;
        }
        end = between.span.end();
    }
    false
}

fn percent_at(after: &[Word]) -> Option<Span> {
    match after {
        [word, ..] if matches!(word.key.as_str(), "percent" | "pct") => Some(word.span),
        [per, cent, ..] if per.key == "per" && cent.key == "cent" => {
            Some(per.span.cover(cent.span))
        }
        _ => None,
    }
}

fn sign_of(word: &str) -> String {
    match word {
        "pound" => "£",
        "dollar" => "$",
        "euro" => "€",
        "yen" => "¥",
        other => other,
    }
    .to_owned()
}

fn is_year(word: &str, value: f64, scaled: bool) -> bool {
    !scaled && word.len() == 4 && !word.contains([',', '.']) && (1000.0..=2100.0).contains(&value)
}

/// The number that begins at a word: its value, of how many words, and whether a scale is in it.
fn number_at(words: &[Word], at: usize) -> Option<(f64, usize, bool)> {
    let (mut value, glued) = value_of(&words[at].key)?;
    let (mut n_words, mut scaled) = (1, glued);
    while let Some(word) = words.get(at + n_words) {
        if let Some((_, scale)) = SCALES.iter().find(|(name, _)| *name == word.key) {
            value *= scale;
            scaled = true;
        } else if let Some(unit) = SMALL.iter().position(|name| *name == word.key)
            && TENS.contains(&words[at].key.as_str())
            && n_words == 1
            && (1..10).contains(&unit)
        {
            value += small(unit);
        } else {
            break;
        }
        n_words += 1;
    }
    Some((value, n_words, scaled))
}

/// The value of one word, and whether a scale is glued to it: `2.4m`.
fn value_of(key: &str) -> Option<(f64, bool)> {
    if let Some(n) = SMALL.iter().position(|name| *name == key) {
        return Some((small(n), false));
    }
    if let Some(n) = TENS.iter().position(|name| *name == key) {
        return Some((small(n + 2) * 10.0, false));
    }
    if !key.starts_with(|letter: char| letter.is_ascii_digit()) || key.len() > 15 {
        return None;
    }
    let end = key
        .find(|letter: char| !letter.is_ascii_digit() && letter != '.' && letter != ',')
        .unwrap_or(key.len());
    let (digits, scale) = key.split_at(end);
    let value: f64 = digits.replace(',', "").parse().ok()?;
    match scale {
        "" => Some((value, false)),
        _ => SCALES.iter().find(|(name, _)| *name == scale).map(|(_, by)| (value * by, true)),
    }
}

fn small(n: usize) -> f64 {
    u32::try_from(n).map_or(0.0, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::words_of;

    fn found(text: &str) -> Vec<(f64, Unit, &str)> {
        let words = words_of(text, Span::new(0, text.len()));
        let all = quantities_of(text, &words);
        all.into_iter().map(|q| (q.value, q.unit, q.span.of(text))).collect()
    }

    #[test]
    fn amounts_are_the_same_however_they_are_written() {
        let pounds = || Unit::Money("£".to_owned());
        assert_eq!(found("a loss of £2.4m"), [(2.4e6, pounds(), "£2.4m")]);
        assert_eq!(found("2.4 million pounds"), [(2.4e6, pounds(), "2.4 million pounds")]);
        assert_eq!(found("by four per cent"), [(4.0, Unit::Percent, "four per cent")]);
        assert_eq!(found("by 4%"), [(4.0, Unit::Percent, "4%")]);
    }

    #[test]
    fn counts_have_their_things_and_years_stand_alone() {
        let things = |noun: &str| Unit::Things(stem(noun));
        let both = [(61.0, things("player"), "61"), (84.0, things("player"), "84")];
        assert_eq!(found("61 of the 84 players"), both);
        let both = [(50.0, things("minute"), "50"), (1986.0, Unit::Year, "1986")];
        assert_eq!(found("a 50-minute talk in 1986"), both);
        assert_eq!(found("twenty-four bars"), [(24.0, things("bar"), "twenty-four")]);
        assert!(found("one of them is the one").is_empty());
    }

    proptest::proptest! {
        #[test]
        fn quantities_lie_inside_the_text(text in "[a-z0-9 £%.,-]{0,60}|\\PC{0,60}") {
            let words = words_of(&text, Span::new(0, text.len()));
            for quantity in quantities_of(&text, &words) {
                assert!(quantity.span.end() <= text.len());
                assert!(text.get(quantity.span.range()).is_some());
            }
        }
    }
}
