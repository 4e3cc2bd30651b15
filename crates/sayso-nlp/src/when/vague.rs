//! Which words say past, present or future and no more?

use super::atoms::Atoms;
use super::meaning::{Meaning, Parsed, Strength};
use super::moment::{Length, Unit, Value};

use Strength::{Likely, Sure, Weak};

/// The words, what they say, and how sure it is that they are meant as time.
const WORDS: &[(&[&str], Value, Strength)] = &[
    (&["now"], Value::Present, Sure),
    (&["currently"], Value::Present, Sure),
    (&["nowadays"], Value::Present, Sure),
    (&["presently"], Value::Present, Likely),
    (&["these", "days"], Value::Present, Sure),
    (&["at", "present"], Value::Present, Sure),
    (&["at", "the", "moment"], Value::Present, Likely),
    (&["at", "this", "time"], Value::Present, Likely),
    (&["this", "time"], Value::Present, Weak),
    (&["the", "present"], Value::Present, Weak),
    (&["present"], Value::Present, Weak),
    (&["current"], Value::Present, Weak),
    (&["the", "current"], Value::Present, Weak),
    (&["the", "time"], Value::Past, Weak),
    (&["that", "time"], Value::Past, Weak),
    (&["then"], Value::Past, Weak),
    (&["recently"], Value::Past, Sure),
    (&["more", "recently"], Value::Past, Sure),
    (&["most", "recently"], Value::Past, Sure),
    (&["recent"], Value::Past, Weak),
    (&["recent", "years"], Value::Past, Sure),
    (&["recent", "months"], Value::Past, Sure),
    (&["recent", "weeks"], Value::Past, Sure),
    (&["recent", "days"], Value::Past, Sure),
    (&["the", "past"], Value::Past, Sure),
    (&["the", "recent", "past"], Value::Past, Sure),
    (&["past", "years"], Value::Past, Sure),
    (&["previously"], Value::Past, Weak),
    (&["formerly"], Value::Past, Weak),
    (&["once"], Value::Past, Weak),
    (&["earlier"], Value::Past, Weak),
    (&["long", "ago"], Value::Past, Sure),
    (&["a", "long", "time", "ago"], Value::Past, Sure),
    (&["some", "time", "ago"], Value::Past, Sure),
    (&["lately"], Value::Past, Likely),
    (&["the", "future"], Value::Future, Sure),
    (&["the", "near", "future"], Value::Future, Sure),
    (&["the", "foreseeable", "future"], Value::Future, Sure),
    (&["the", "not", "too", "distant", "future"], Value::Future, Sure),
    (&["the", "distant", "future"], Value::Future, Sure),
    (&["future"], Value::Future, Weak),
    (&["soon"], Value::Future, Weak),
    (&["later"], Value::Future, Weak),
    (&["shortly"], Value::Future, Weak),
    (&["as", "soon", "as", "possible"], Value::Future, Weak),
    (&["the", "short", "term"], Value::Future, Weak),
    (&["the", "long", "term"], Value::Future, Weak),
    (&["some", "time"], Value::Lasting(Length::SOME_TIME), Weak),
    (&["a", "while"], Value::Lasting(Length::SOME_TIME), Weak),
    (&["a", "long", "time"], Value::Lasting(Length::SOME_TIME), Weak),
    (&["decades"], Value::Lasting(Length::DECADES), Likely),
];

impl Length {
    /// No more than that it takes time.
    const SOME_TIME: Length = Length { count: None, and_half: false, unit: Unit::Month };
    /// Several decades are told in years.
    const DECADES: Length = Length { count: None, and_half: false, unit: Unit::Year };
}

/// The longest of the words that stand at an atom.
pub(super) fn at(atoms: &Atoms<'_>, at: usize) -> Option<Parsed> {
    let found = WORDS.iter().filter(|(words, ..)| atoms.reads(at, words));
    let (words, value, strength) = found.max_by_key(|(words, ..)| words.len())?;
    // "now" in "until now" and "now that" is the same; "Now" as a name is not.
    if atoms.is_joined(at) || atoms.is_joined(at + words.len()) {
        return None;
    }
    let parsed = Parsed::new(at, at + words.len(), Meaning::Whole(*value), words[words.len() - 1]);
    Some(Parsed { strength: *strength, ..parsed })
}
