//! Whose name is this, and is it a whole one?
//!
//! A [`Name`] is what is left of the words of a text without titles and initials. Some names say by
//! themselves who is meant (`Ines Calder`, `Queen Astrid`, `Lyon`); others only to somebody who has
//! read on (`Calder`, `Ines`, `the Board`).

use sayso_core::record::EntityKind;

/// What a name is worth.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Name {
    /// Says who is meant.
    Whole(String),
    /// A part of a person's name: given name or surname.
    PartOfPerson(String),
    /// A noun that many bodies go by.
    Common(String),
    /// Nothing that could be compared.
    Nothing,
}

/// Whether titles tell a woman from a man.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gender {
    Woman,
    Man,
}

/// Titles that stand before a name and are no part of it.
const TITLES: [&str; 62] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "lord",
    "lady",
    "baroness",
    "baron",
    "rev",
    "reverend",
    "father",
    "sister",
    "brother",
    "rabbi",
    "imam",
    "bishop",
    "archbishop",
    "cardinal",
    "sen",
    "senator",
    "rep",
    "representative",
    "gov",
    "governor",
    "president",
    "vice",
    "prime",
    "minister",
    "premier",
    "chancellor",
    "secretary",
    "mayor",
    "councillor",
    "cllr",
    "judge",
    "justice",
    "sheriff",
    "gen",
    "general",
    "col",
    "colonel",
    "maj",
    "major",
    "capt",
    "captain",
    "lt",
    "lieutenant",
    "sgt",
    "sergeant",
    "cpl",
    "corporal",
    "pc",
    "constable",
    "inspector",
    "detective",
    "ambassador",
];

/// Titles that make a single name a whole one.
const ROYAL: [&str; 14] = [
    "king", "queen", "prince", "princess", "pope", "emperor", "empress", "duke", "duchess",
    "count", "countess", "saint", "sultan", "emir",
];

const WOMEN: [&str; 12] = [
    "mrs", "ms", "miss", "dame", "lady", "baroness", "queen", "princess", "empress", "duchess",
    "countess", "sister",
];

const MEN: [&str; 11] = [
    "mr", "sir", "lord", "baron", "king", "prince", "emperor", "duke", "pope", "father", "brother",
];

/// Nouns that a body goes by in one story, and another body in the next.
const COMMON_BODIES: [&str; 54] = [
    "academy",
    "administration",
    "agency",
    "army",
    "arts",
    "assembly",
    "association",
    "authority",
    "bank",
    "bench",
    "board",
    "cabinet",
    "chamber",
    "church",
    "city",
    "club",
    "college",
    "commission",
    "committee",
    "company",
    "congress",
    "conservatory",
    "council",
    "county",
    "court",
    "department",
    "federation",
    "force",
    "foundation",
    "fund",
    "government",
    "group",
    "guild",
    "hall",
    "hospital",
    "house",
    "institute",
    "league",
    "library",
    "ministry",
    "museum",
    "office",
    "opera",
    "palace",
    "parliament",
    "party",
    "police",
    "review",
    "school",
    "senate",
    "society",
    "theatre",
    "trust",
    "union",
];

/// Words at the end of a body's name that its short form leaves out.
const BODY_SUFFIXES: [&str; 22] = [
    "agency",
    "capital",
    "co",
    "company",
    "corp",
    "corporation",
    "fc",
    "foundation",
    "group",
    "holdings",
    "inc",
    "international",
    "limited",
    "ltd",
    "media",
    "network",
    "news",
    "newspaper",
    "plc",
    "press",
    "service",
    "university",
];

/// The name that an entity of this kind goes by in its article.
pub(crate) fn name_of(words: &str, kind: EntityKind) -> Name {
    let words = words.split('/').next().unwrap_or(words);
    let tokens = tokens(words);
    if kind == EntityKind::Person {
        return person(&tokens);
    }
    match tokens.as_slice() {
        [] => Name::Nothing,
        [one] if COMMON_BODIES.contains(&one.as_str()) => Name::Common(one.clone()),
        _ => Name::Whole(tokens.join(" ")),
    }
}

/// The gender that the titles before a name tell.
pub(crate) fn gender_of(words: &str) -> Option<Gender> {
    let first = tokens(words).into_iter().next()?;
    if WOMEN.contains(&first.as_str()) {
        Some(Gender::Woman)
    } else {
        MEN.contains(&first.as_str()).then_some(Gender::Man)
    }
}

/// Whether a shorter name of a body is the longer one cut: `Courier` of `Shore Courier`, `Fjordline` of
/// `Fjordline News Agency`, and `FNA` too.
pub(crate) fn is_short_for(short: &str, long: &str) -> bool {
    if short.len() >= long.len() {
        return false;
    }
    let at_end = long.strip_suffix(short).is_some_and(|rest| rest.ends_with(' '));
    let at_start = long
        .strip_prefix(short)
        .and_then(|rest| rest.strip_prefix(' '))
        .is_some_and(|rest| rest.split(' ').all(|word| BODY_SUFFIXES.contains(&word)));
    at_end || at_start || is_initials(short, long)
}

/// The words under which a name can be found by its parts: first, last, and the initials.
pub(crate) fn handles(whole: &str) -> Vec<String> {
    let words: Vec<&str> = whole.split(' ').collect();
    let mut handles: Vec<String> = [words.first(), words.last()]
        .into_iter()
        .flatten()
        .map(|word| (*word).to_owned())
        .collect();
    if words.len() >= 3 {
        handles.push(words.iter().filter_map(|word| word.chars().next()).collect());
    }
    handles.dedup();
    handles
}

fn is_initials(short: &str, long: &str) -> bool {
    let initials: String = long.split(' ').filter_map(|word| word.chars().next()).collect();
    initials.len() >= 3 && initials == short
}

/// A person's name: given name and surname, whatever stands between them.
fn person(tokens: &[String]) -> Name {
    let royal = tokens.iter().find(|token| ROYAL.contains(&token.as_str()));
    let is_title =
        |token: &&String| TITLES.contains(&token.as_str()) || ROYAL.contains(&token.as_str());
    let n_titles = tokens.iter().take_while(is_title).count();
    let rest = &tokens[n_titles..];
    // `Sussex` of the Duke of Sussex is a place, and stands for him with his title alone.
    let rest: Vec<&String> = rest.iter().filter(|token| token.chars().count() > 1).collect();
    match (rest.as_slice(), royal) {
        ([], _) => Name::Nothing,
        ([of, land @ ..], Some(title)) if *of == "of" && !land.is_empty() => Name::Whole(format!(
            "{title} of {}",
            land.iter().map(|t| t.as_str()).collect::<Vec<_>>().join(" ")
        )),
        ([one], Some(title)) => Name::Whole(format!("{title} {one}")),
        ([one], None) => Name::PartOfPerson((*one).clone()),
        ([first, .., last], _) => Name::Whole(format!("{first} {last}")),
    }
}

/// The words of a name in small letters, without an article before them, points and marks.
fn tokens(words: &str) -> Vec<String> {
    let mut tokens: Vec<String> = words
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '“' | '”' | '"' | '(' | ')'))
        .map(|token| {
            let token = token.replace('’', "'").to_lowercase().replace('.', "");
            let token = token.strip_suffix("'s").unwrap_or(&token);
            token.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
        })
        .filter(|token| !token.is_empty())
        .collect();
    if matches!(tokens.first().map(String::as_str), Some("the" | "a" | "an")) && tokens.len() > 1 {
        tokens.remove(0);
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_initials_are_no_part_of_a_name() {
        let person = |words| name_of(words, EntityKind::Person);
        for words in
            ["Ines Calder", "Dame Ines Calder", "INES M. CALDER", "Prof. Ines Maria Calder"]
        {
            assert_eq!(person(words), Name::Whole("ines calder".into()), "{words}");
        }
        assert_eq!(person("Mr Calder"), Name::PartOfPerson("calder".into()));
        assert_eq!(person("Queen Astrid"), Name::Whole("queen astrid".into()));
        assert_eq!(person("the Duke of Ostmark"), Name::Whole("duke of ostmark".into()));
        assert_eq!(person("the King"), Name::Nothing);
    }

    #[test]
    fn a_noun_is_a_name_in_its_story_only() {
        let body = |words| name_of(words, EntityKind::Organisation);
        assert_eq!(body("The Board"), Name::Common("board".into()));
        assert_eq!(body("the Harbour Board"), Name::Whole("harbour board".into()));
        assert!(is_short_for("board", "harbour board"));
        assert!(is_short_for("fjordline", "fjordline news agency"));
        assert!(is_short_for("uno", "united nations organisation"));
        assert!(!is_short_for("harbour", "harbour board"));
        assert!(!is_short_for("bour board", "harbour board"));
    }
}
