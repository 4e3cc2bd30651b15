//! What does a word of news say of a source?
//!
//! The lists are text files in `data/`: given names with their likely gender, nouns for people, bodies
//! and documents, and the names that news of any day may mention. They are read once, on first use;
//! a token is looked up once and then asked by [`Class`].

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use sayso_core::record::EntityKind;

/// A class of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A noun for one person by occupation, rank or part played: `minister`, `violinist`.
    Role,
    /// `spokesman`.
    Spokes,
    /// An official voice where its principal is named: `aide`, `lawyer`, `office`.
    Voice,
    /// Somebody who tells things without being named: `source`, `official`.
    Insider,
    /// Somebody near a person: `friend`, `ally`.
    Near,
    /// People in general: `critics`, `voters`.
    Collective,
    /// A body of people that acts: `ministry`, `club`.
    Body,
    /// A word that makes a capitalised name a body's.
    BodyName,
    /// A word that makes a capitalised name neither a person's nor a body's.
    ThingName,
    /// A word that makes a capitalised name an outlet's.
    MediaName,
    /// A text or body of data: `report`, `figures`.
    Document,
    /// A document that is somebody speaking: `statement`.
    Issued,
    /// A work with a title: `memoir`, `film`.
    Work,
    /// Family: `wife`, `brother`.
    Kin,
    /// Used of women alone.
    Female,
    /// Used of men alone.
    Male,
    /// Makes a phrase collective when it opens it: `most`, `several`.
    Quantity,
    /// Counts single people: `a`, `one`, `two`.
    Number,
    /// Begins sentences and is capitalised only for that.
    Starter,
    /// A month or a day of the week.
    Month,
    /// Capitalised, and alone nobody's name.
    Never,
    /// A verb that makes the name beside it a speaker's.
    Speech,
    /// A plural made from a list.
    Plural,
}

/// Names of the sections of `data/words.txt`, in the order of [`Class`].
const SECTIONS: [&str; 22] = [
    "role",
    "spokes",
    "voice",
    "insider",
    "near",
    "collective",
    "body",
    "body-name",
    "thing-name",
    "media-name",
    "document",
    "issued",
    "work",
    "kin",
    "female",
    "male",
    "quantity",
    "number",
    "starter",
    "month",
    "never",
    "speech",
];

/// The classes of one word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Classes(u32);

impl Classes {
    /// Whether the word is of a class.
    pub fn is(self, class: Class) -> bool {
        self.0 & bit(class) != 0
    }

    /// Whether the word is of one of some classes.
    pub fn is_any(self, classes: &[Class]) -> bool {
        classes.iter().any(|class| self.is(*class))
    }
}

fn bit(class: Class) -> u32 {
    1 << class as u32
}

/// What a name or word says of a person's gender.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Gender {
    /// Nothing.
    #[default]
    Unknown,
    /// A woman's.
    Female,
    /// A man's.
    Male,
}

impl Gender {
    /// Whether two pieces of evidence can be of one person.
    pub fn agrees(self, other: Gender) -> bool {
        self == Gender::Unknown || other == Gender::Unknown || self == other
    }

    /// This evidence, or the other where this says nothing.
    #[must_use]
    pub fn or(self, other: Gender) -> Gender {
        if self == Gender::Unknown { other } else { self }
    }
}

/// What stands before a name and belongs to the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Honorific {
    /// `Mr`, `Dr`: left out of the name.
    Plain(Gender),
    /// `Prince`, `Dame`: part of the name.
    Noble(Gender),
    /// `Sen.`, `Gen.`: an office; left out of the name.
    Office,
}

impl Honorific {
    /// The gender it tells.
    pub fn gender(self) -> Gender {
        match self {
            Honorific::Plain(gender) | Honorific::Noble(gender) => gender,
            Honorific::Office => Gender::Unknown,
        }
    }
}

static WORDS: LazyLock<HashMap<Cow<'static, str>, Classes>> = LazyLock::new(|| {
    let mut words: HashMap<Cow<'static, str>, Classes> = HashMap::new();
    let mut class = 0;
    for line in include_str!("../data/words.txt").lines() {
        if let Some(section) = line.strip_prefix('[') {
            let name = section.split(']').next().unwrap_or_default();
            class = SECTIONS.iter().position(|s| *s == name).map_or(0, |at| 1 << at);
            continue;
        }
        if line.starts_with('#') {
            continue;
        }
        for word in line.split_whitespace() {
            words.entry(Cow::Borrowed(word)).or_default().0 |= class;
            if class == bit(Class::Role) || class == bit(Class::Body) {
                let entry = words.entry(Cow::Owned(plural(word))).or_default();
                entry.0 |= class | bit(Class::Plural);
            }
        }
    }
    words
});

static GIVEN_NAMES: LazyLock<HashMap<&'static str, Gender>> = LazyLock::new(|| {
    include_str!("../data/given-names.txt")
        .lines()
        .filter_map(|line| {
            let (name, gender) = line.split_once(' ')?;
            let gender = match gender {
                "f" => Gender::Female,
                "m" => Gender::Male,
                _ => Gender::Unknown,
            };
            Some((name, gender))
        })
        .collect()
});

/// What a name of the list names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// A body, outlet or place, and its full name.
    Thing(EntityKind, &'static str),
    /// One of a people, a party or a faith: `Norwegian`, `Democrat`.
    OneOfPeople,
    /// An adjective of those: `Norwegian`, `Democratic`.
    Nationality,
}

static NAMES: LazyLock<HashMap<&'static str, Vec<Known>>> = LazyLock::new(|| {
    let mut names: HashMap<&'static str, Vec<Known>> = HashMap::new();
    let mut section = "";
    for line in include_str!("../data/names.txt").lines() {
        if let Some(rest) = line.strip_prefix('[') {
            section = rest.split(']').next().unwrap_or_default();
            continue;
        }
        if line.starts_with('#') {
            continue;
        }
        for name in line.split(';').map(str::trim).filter(|name| !name.is_empty()) {
            let (short, full) = name.split_once(" = ").unwrap_or((name, name));
            let known = match section {
                "outlet" => Known::Thing(EntityKind::Outlet, full),
                "body" => Known::Thing(EntityKind::Organisation, full),
                "place" => Known::Thing(EntityKind::Place, full),
                "people" => Known::OneOfPeople,
                _ => Known::Nationality,
            };
            names.entry(short).or_default().push(known);
        }
    }
    names
});

/// The classes of a word in lower case.
pub fn classes(lower: &str) -> Classes {
    if let Some(classes) = WORDS.get(lower) {
        return *classes;
    }
    // "co-founder", "ex-aide", "vice-chairman", "then-governor": what counts is the last part.
    if let Some((_, last)) = lower.rsplit_once('-')
        && let Some(classes) = WORDS.get(last)
        && classes.is_any(&[Class::Role, Class::Spokes, Class::Insider])
    {
        return *classes;
    }
    Classes(by_ending(lower))
}

/// Endings that make nouns for people and hardly anything else.
fn by_ending(lower: &str) -> u32 {
    const SINGULAR: [&str; 6] = ["ologist", "woman", "ographer", "person", "crat", "master"];
    const PLURAL: [&str; 5] = ["ologists", "women", "ographers", "crats", "supporters"];
    let ends =
        |endings: &[&str]| endings.iter().any(|e| lower.len() > e.len() && lower.ends_with(e));
    if ends(&SINGULAR) {
        bit(Class::Role)
    } else if ends(&PLURAL) {
        bit(Class::Role) | bit(Class::Plural)
    } else {
        0
    }
}

/// The plural of a noun for a person.
fn plural(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("man").filter(|stem| *stem != "hu") {
        format!("{stem}men")
    } else if let Some(stem) = word.strip_suffix("person") {
        format!("{stem}people")
    } else if let Some(stem) = word.strip_suffix('y').filter(|s| !s.ends_with(['a', 'e', 'o'])) {
        format!("{stem}ies")
    } else if let Some(stem) = word.strip_suffix("wife") {
        format!("{stem}wives")
    } else if word.ends_with(['s', 'x']) || word.ends_with("ch") || word.ends_with("sh") {
        format!("{word}es")
    } else {
        format!("{word}s")
    }
}

/// Whether a noun in lower case is a plural, as far as its form tells.
pub fn is_plural(lower: &str) -> bool {
    const NO_PLURALS: [&str; 12] = [
        "news",
        "congress",
        "press",
        "boss",
        "princess",
        "hostess",
        "witness",
        "actress",
        "series",
        "consensus",
        "business",
        "class",
    ];
    matches!(lower, "people" | "men" | "women" | "children" | "police" | "media" | "data" | "both")
        || classes(lower).is(Class::Plural)
        || lower.ends_with("men")
        || (lower.len() > 3
            && lower.ends_with('s')
            && !lower.ends_with("ss")
            && !lower.ends_with("us")
            && !NO_PLURALS.contains(&lower))
}

/// The singular of a noun for a person, or the word itself.
pub fn singular(lower: &str) -> Cow<'_, str> {
    if lower == "people" {
        return Cow::Borrowed("person");
    }
    if let Some(stem) = lower.strip_suffix("men") {
        return Cow::Owned(format!("{stem}man"));
    }
    if let Some(stem) = lower.strip_suffix("ies").filter(|stem| stem.len() > 2) {
        return Cow::Owned(format!("{stem}y"));
    }
    if let Some(stem) = lower.strip_suffix("es")
        && (stem.ends_with("ss") || stem.ends_with("ch") || stem.ends_with("sh"))
    {
        return Cow::Borrowed(stem);
    }
    match lower.strip_suffix('s') {
        Some(stem) if is_plural(lower) => Cow::Borrowed(stem),
        _ => Cow::Borrowed(lower),
    }
}

/// The gender of a given name in lower case; `None` if it is not known as one.
pub fn given_name(lower: &str) -> Option<Gender> {
    GIVEN_NAMES.get(lower).copied().or_else(|| {
        // "Jean-Luc", "Ana-Maria": the first part tells.
        let (first, _) = lower.split_once('-')?;
        GIVEN_NAMES.get(first).copied().filter(|gender| *gender != Gender::Unknown)
    })
}

/// What a capitalised name, without "the", is known to be.
pub fn known(name: &str) -> &'static [Known] {
    NAMES.get(name).map_or(&[], Vec::as_slice)
}

/// What a word before a name, in lower case and with or without its point, is.
pub fn honorific(lower: &str) -> Option<Honorific> {
    use Gender::{Female, Male, Unknown};
    Some(match lower.trim_end_matches('.') {
        "mr" | "messrs" | "monsieur" | "herr" | "señor" | "signor" => Honorific::Plain(Male),
        "mrs" | "ms" | "miss" | "madame" | "mme" | "mlle" | "frau" | "señora" | "madam" => {
            Honorific::Plain(Female)
        }
        "dr" | "drs" | "prof" | "professor" | "mx" | "rev" | "reverend" | "fr" | "hon" => {
            Honorific::Plain(Unknown)
        }
        "sir" | "king" | "prince" | "duke" | "earl" | "baron" | "viscount" | "lord" | "emperor"
        | "sultan" | "sheikh" | "pope" => Honorific::Noble(Male),
        "dame" | "queen" | "princess" | "duchess" | "countess" | "baroness" | "lady" => {
            Honorific::Noble(Female)
        }
        "sen" | "sens" | "rep" | "reps" | "gov" | "gen" | "col" | "capt" | "lt" | "sgt" | "maj"
        | "adm" | "cmdr" | "brig" | "cpl" | "pte" | "pvt" | "det" | "insp" | "supt" | "judge"
        | "justice" | "senator" | "governor" | "congressman" | "congresswoman"
        | "representative" | "president" | "chancellor" | "mayor" | "general" | "colonel"
        | "captain" | "lieutenant" | "sergeant" | "major" | "admiral" | "commander" | "sheriff"
        | "inspector" | "detective" | "superintendent" | "constable" | "officer" | "cardinal"
        | "archbishop" | "bishop" | "rabbi" | "imam" | "ayatollah" | "coach" | "pastor"
        | "premier" => Honorific::Office,
        _ => return None,
    })
}

/// The gender that a noun or pronoun in lower case tells.
pub fn gender_of_word(lower: &str) -> Gender {
    let classes = classes(lower);
    if classes.is(Class::Female) || lower.ends_with("woman") {
        Gender::Female
    } else if classes.is(Class::Male) || (lower.ends_with("man") && classes.is(Class::Role)) {
        Gender::Male
    } else {
        Gender::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_of_the_word_list_has_its_class() {
        for line in include_str!("../data/words.txt").lines().filter(|l| l.starts_with('[')) {
            let name = line[1..].split(']').next().unwrap();
            assert!(SECTIONS.contains(&name), "{name}");
        }
        assert_eq!(SECTIONS.len(), Class::Plural as usize);
    }

    #[test]
    fn given_names_are_in_order_and_none_is_there_twice() {
        let names: Vec<&str> = include_str!("../data/given-names.txt")
            .lines()
            .map(|line| line.split_once(' ').unwrap().0)
            .collect();
        assert!(names.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn plurals_and_singulars_meet() {
        for (one, many) in [
            ("spokesman", "spokesmen"),
            ("secretary", "secretaries"),
            ("coach", "coaches"),
            ("attorney", "attorneys"),
            ("boss", "bosses"),
        ] {
            assert!(classes(many).is(Class::Plural), "{many}");
            assert_eq!(singular(many), one);
        }
        assert!(!is_plural("congress"));
    }

    #[test]
    fn compounds_count_by_their_last_part() {
        assert!(classes("co-founder").is(Class::Role));
        assert!(classes("ex-aide").is(Class::Insider));
        assert!(!classes("full-blown").is(Class::Role));
    }

    #[test]
    fn short_names_lead_to_full_ones() {
        assert_eq!(
            known("AFP")[0],
            Known::Thing(EntityKind::Outlet, "AFP"),
            "the first entry of a name counts"
        );
        assert_eq!(known("UK")[0], Known::Thing(EntityKind::Place, "United Kingdom"));
        assert!(known("Norwegian").contains(&Known::OneOfPeople));
    }
}
