//! What are the words of time?
//!
//! Expressions of time join what is one word elsewhere: "mid-1990s", "third-quarter", "18-month-old". An
//! [`Atom`] is a word between hyphens; [`Atoms`] reads the units, months, days and numbers among them.

use sayso_core::Span;
use sayso_core::time::Weekday;

use super::moment::{Clock, Season, Unit};
use crate::segment::{Segmented, Shape};

/// A word, or a part of one between hyphens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Atom<'a> {
    /// In lower case.
    pub(super) lower: &'a str,
    /// Where it stands.
    pub(super) span: Span,
    /// Its token.
    pub(super) token: usize,
    /// Whether a hyphen joins it to the atom before.
    pub(super) joined: bool,
    /// Whether it begins with a capital letter.
    pub(super) capital: bool,
}

/// The atoms of a text, in order.
pub(super) struct Atoms<'a> {
    all: Vec<Atom<'a>>,
    /// For each token, its first atom.
    of_token: Vec<usize>,
}

impl<'a> Atoms<'a> {
    pub(super) fn of(segmented: &'a Segmented<'a>) -> Self {
        let mut all = Vec::with_capacity(segmented.tokens.len() + 16);
        let mut of_token = Vec::with_capacity(segmented.tokens.len());
        for (token, word) in segmented.tokens.iter().enumerate() {
            of_token.push(all.len());
            let whole = Atom {
                lower: &word.lower,
                span: word.span,
                token,
                joined: false,
                capital: word.is_capital(),
            };
            let is_joined = word.is_word() && word.form.contains('-');
            let parts = word.form.split('-').count();
            if !is_joined || parts != word.lower.split('-').count() || word.shape == Shape::Clitic {
                all.push(whole);
                continue;
            }
            let mut at = word.span.start();
            for (n, (form, lower)) in word.form.split('-').zip(word.lower.split('-')).enumerate() {
                let span = Span::new(at, at + form.len());
                at += form.len() + 1;
                if !form.is_empty() {
                    let capital = form.starts_with(char::is_uppercase);
                    all.push(Atom { lower, span, token, joined: n > 0, capital });
                }
            }
        }
        Atoms { all, of_token }
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// A paper that comes out on Sundays, if one is named: "the Sunday Courier", "the Mail on Sunday".
    pub(super) fn sunday_paper(&self) -> Option<String> {
        (0..self.all.len()).find_map(|at| {
            let is_after = self.reads(at, &["mail", "on", "sunday"]) && self.is_capital(at);
            let is_before = self.lower(at) == "sunday"
                && self.is_capital(at)
                && self.is_capital(at + 1)
                && self.before(at) == "the"
                && self.weekday(at + 1).is_none()
                && self.month(at + 1).is_none();
            if is_after {
                Some("the Mail on Sunday".to_owned())
            } else if is_before {
                let name = self.lower(at + 1);
                let mut letters = name.chars();
                let first = letters.next()?.to_uppercase();
                Some(format!("the Sunday {first}{}", letters.as_str()))
            } else {
                None
            }
        })
    }

    pub(super) fn get(&self, at: usize) -> Option<&Atom<'a>> {
        self.all.get(at)
    }

    /// The first atom of a token, or the number of atoms past the last token.
    pub(super) fn first_of(&self, token: usize) -> usize {
        self.of_token.get(token).copied().unwrap_or(self.all.len())
    }

    /// An atom in lower case; empty past the end.
    pub(super) fn lower(&self, at: usize) -> &'a str {
        self.all.get(at).map_or("", |atom| atom.lower)
    }

    /// The atom before, in lower case.
    pub(super) fn before(&self, at: usize) -> &'a str {
        at.checked_sub(1).map_or("", |b| self.lower(b))
    }

    pub(super) fn is_capital(&self, at: usize) -> bool {
        self.all.get(at).is_some_and(|atom| atom.capital)
    }

    pub(super) fn is_joined(&self, at: usize) -> bool {
        self.all.get(at).is_some_and(|atom| atom.joined)
    }

    /// Whether an atom is one of some words.
    pub(super) fn is(&self, at: usize, words: &[&str]) -> bool {
        let lower = self.lower(at);
        !lower.is_empty() && words.contains(&lower)
    }

    /// Whether words stand one after another from an atom on.
    pub(super) fn reads(&self, at: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(n, word)| self.lower(at + n) == *word)
    }

    pub(super) fn span(&self, from: usize, to: usize) -> Span {
        match (self.all.get(from), to.checked_sub(1).and_then(|last| self.all.get(last))) {
            (Some(first), Some(last)) if from < to => first.span.cover(last.span),
            (Some(first), _) => Span::new(first.span.start(), first.span.start()),
            (None, _) => Span::new(0, 0),
        }
    }

    /// The token of an atom; past the end, the number of tokens.
    pub(super) fn token(&self, at: usize) -> usize {
        self.all.get(at).map_or(self.of_token.len(), |atom| atom.token)
    }

    /// The month that an atom names: with a capital, or with the point of its abbreviation.
    pub(super) fn month(&self, at: usize) -> Option<u8> {
        const MONTHS: [&str; 12] = [
            "january", "february", "march", "april", "may", "june", "july", "august", "september",
            "october", "november", "december",
        ];
        let atom = self.get(at)?;
        if !atom.capital {
            return None;
        }
        let name = atom.lower.trim_end_matches('.');
        let is_short = |month: &str| {
            (name.len() == 3 || name == "sept") && month.starts_with(name)
        };
        let found = MONTHS.iter().position(|month| *month == name || is_short(month))?;
        u8::try_from(found + 1).ok()
    }

    /// The day of the week that an atom names; the second says whether it is one of many: "Fridays".
    pub(super) fn weekday(&self, at: usize) -> Option<(Weekday, bool)> {
        let atom = self.get(at)?;
        if !atom.capital {
            return None;
        }
        let name = atom.lower;
        let of = |name: &str| Weekday::ALL.into_iter().find(|day| day.name().eq_ignore_ascii_case(name));
        if let Some(day) = of(name) {
            return Some((day, false));
        }
        if let Some(day) = name.strip_suffix('s').and_then(of) {
            return Some((day, true));
        }
        // "Wed." and "Sat." are words without their point.
        let short = name.strip_suffix('.').or_else(|| (self.lower(at + 1) == ".").then_some(name))?;
        let day = Weekday::ALL.into_iter().find(|day| {
            let long = day.name().to_ascii_lowercase();
            matches!(short, "tues" | "thur" | "thurs" | "weds") && long.starts_with(&short[..3])
                || short.len() == 3 && long.starts_with(short)
        })?;
        // A sentence can end in "sun." or "sat."; a date goes on.
        let next = (at + 1..at + 4).find(|next| !self.is(*next, &[".", ","]))?;
        self.month(next).map(|_| (day, false))
    }

    pub(super) fn season(&self, at: usize) -> Option<Season> {
        Some(match self.lower(at) {
            "spring" | "springtime" => Season::Spring,
            "summer" | "summertime" => Season::Summer,
            "autumn" | "fall" => Season::Autumn,
            "winter" | "wintertime" => Season::Winter,
            _ => return None,
        })
    }

    /// The unit that an atom names, and whether it is plural.
    pub(super) fn unit(&self, at: usize) -> Option<(Unit, bool)> {
        let lower = self.lower(at);
        let (stem, is_plural) = match lower.strip_suffix('s') {
            Some("centurie") => ("century", true),
            Some(stem) => (stem, true),
            None => (lower, false),
        };
        Some((
            match stem {
                "second" => Unit::Second,
                "minute" => Unit::Minute,
                "hour" => Unit::Hour,
                "day" => Unit::Day,
                "weekend" => Unit::Weekend,
                "week" => Unit::Week,
                "month" => Unit::Month,
                "quarter" => Unit::Quarter,
                "year" => Unit::Year,
                "decade" => Unit::Decade,
                "century" => Unit::Century,
                _ => return None,
            },
            is_plural,
        ))
    }

    /// A part of the day.
    pub(super) fn day_part(&self, at: usize) -> Option<Clock> {
        Some(match self.lower(at) {
            "morning" | "mornings" => Clock::Morning,
            "afternoon" | "afternoons" => Clock::Afternoon,
            "evening" | "evenings" => Clock::Evening,
            "night" | "nights" => Clock::Night,
            _ => return None,
        })
    }

    /// A year in four digits, or in words: "nineteen ninety-six", "two thousand".
    pub(super) fn year(&self, at: usize) -> Option<(u16, usize)> {
        let lower = self.lower(at);
        if lower.len() == 4 && lower.bytes().all(|b| b.is_ascii_digit()) {
            let year: u16 = lower.parse().ok()?;
            return (1000..2200).contains(&year).then_some((year, 1));
        }
        let century = match lower {
            "seventeen" => 17,
            "eighteen" => 18,
            "nineteen" => 19,
            "twenty" => 20,
            _ => return None,
        };
        let (rest, length) = self.below_hundred(at + 1)?;
        (rest >= 10).then_some((century * 100 + u16::try_from(rest).ok()?, 1 + length))
    }

    /// An ordinal number up to 31: "third", "31st", "twenty-first".
    pub(super) fn ordinal(&self, at: usize) -> Option<(u8, usize)> {
        const WORDS: [&str; 20] = [
            "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
            "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth",
            "seventeenth", "eighteenth", "nineteenth", "twentieth",
        ];
        let lower = self.lower(at);
        if let Some(n) = WORDS.iter().position(|word| *word == lower) {
            return Some((u8::try_from(n + 1).ok()?, 1));
        }
        let tens = match lower {
            "twenty" => 20,
            "thirty" => 30,
            "thirtieth" => return Some((30, 1)),
            _ => {
                let digits = lower.trim_end_matches(|c: char| c.is_ascii_alphabetic());
                let ending = &lower[digits.len()..];
                let n: u8 = digits.parse().ok().filter(|n| (1..=31).contains(n))?;
                return matches!(ending, "st" | "nd" | "rd" | "th").then_some((n, 1));
            }
        };
        let ones = WORDS[..9].iter().position(|word| *word == self.lower(at + 1))?;
        Some((tens + u8::try_from(ones + 1).ok()?, 2)).filter(|(n, _)| *n <= 31)
    }

    /// A day of the month in digits: "3", "3rd".
    pub(super) fn day_of_month(&self, at: usize) -> Option<u8> {
        let lower = self.lower(at);
        let digits = lower.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let ending = &lower[digits.len()..];
        if digits.is_empty() || !matches!(ending, "" | "st" | "nd" | "rd" | "th") {
            return None;
        }
        digits.parse().ok().filter(|n| (1..=31).contains(n))
    }

    /// A number below a hundred in words.
    fn below_hundred(&self, at: usize) -> Option<(u32, usize)> {
        const TENS: [&str; 8] =
            ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
        let lower = self.lower(at);
        if let Some(n) = small_number(lower) {
            return Some((n, 1));
        }
        let tens = (TENS.iter().position(|word| *word == lower)? as u32 + 2) * 10;
        match small_number(self.lower(at + 1)) {
            Some(ones @ 1..=9) => Some((tens + ones, 2)),
            _ => Some((tens, 1)),
        }
    }

    /// A whole number in digits or words, and how many atoms it has.
    pub(super) fn number(&self, at: usize) -> Option<(u32, usize)> {
        let lower = self.lower(at);
        if lower.starts_with(|c: char| c.is_ascii_digit()) {
            let digits: String = lower.chars().filter(|c| *c != ',').collect();
            return digits.parse().ok().map(|n| (n, 1));
        }
        let (mut n, mut length) = match lower {
            "a" | "an" if self.is(at + 1, &["hundred", "thousand", "million"]) => (1, 1),
            _ => self.below_hundred(at)?,
        };
        for (word, times) in [("hundred", 100), ("thousand", 1000), ("million", 1_000_000)] {
            if self.lower(at + length) == word {
                n = n.checked_mul(times)?;
                length += 1;
                let skip = length + usize::from(self.lower(at + length) == "and");
                if let Some((rest, more)) = self.below_hundred(at + skip) {
                    n = n.checked_add(rest)?;
                    length = skip + more;
                }
            }
        }
        Some((n, length))
    }
}

fn small_number(lower: &str) -> Option<u32> {
    const WORDS: [&str; 19] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ];
    WORDS.iter().position(|word| *word == lower).map(|n| n as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::segment;

    fn with<T>(text: &str, f: impl FnOnce(&Atoms<'_>) -> T) -> T {
        let segmented = segment(text, &[]);
        f(&Atoms::of(&segmented))
    }

    #[test]
    fn words_are_taken_apart_at_their_hyphens() {
        let parts = with("The mid-1990s, a 18-month-old plan —", |atoms| {
            atoms.all.iter().map(|atom| atom.lower.to_owned()).collect::<Vec<_>>()
        });
        assert_eq!(parts, ["the", "mid", "1990s", ",", "a", "18", "month", "old", "plan", "—"]);
    }

    #[test]
    fn numbers_in_words_and_digits() {
        for (words, expected) in [
            ("1,200", 1200),
            ("twenty-five", 25),
            ("two hundred", 200),
            ("two thousand and six", 2006),
            ("a hundred", 100),
            ("seven", 7),
        ] {
            assert_eq!(with(words, |atoms| atoms.number(0)).map(|(n, _)| n), Some(expected), "{words}");
        }
        assert_eq!(with("nineteen ninety-six", |atoms| atoms.year(0)), Some((1996, 3)));
        assert_eq!(with("seven hundred", |atoms| atoms.year(0)), None);
        assert_eq!(with("99999999999 days", |atoms| atoms.number(0)), None);
        assert_eq!(with("twenty-first", |atoms| atoms.ordinal(0)), Some((21, 2)));
        assert_eq!(with("31st", |atoms| atoms.ordinal(0)), Some((31, 1)));
    }

    #[test]
    fn names_of_days_and_months_need_their_capital() {
        assert_eq!(with("Sept. 3", |atoms| atoms.month(0)), Some(9));
        assert_eq!(with("march on", |atoms| atoms.month(0)), None);
        assert_eq!(with("Tuesdays", |atoms| atoms.weekday(0)), Some((Weekday::Tuesday, true)));
        assert_eq!(with("Sun, May 4", |atoms| atoms.weekday(0)), None);
        assert_eq!(with("Mon., May 4", |atoms| atoms.weekday(0)), Some((Weekday::Monday, false)));
    }
}
