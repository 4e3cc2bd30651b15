//! What does a stretch of capitalised words name, and which of them are the name?
//!
//! [`name_run`] takes the words apart from both ends: known names first, then roles and honorifics
//! before a person, then words that mark bodies and outlets, then given names; what is left stays
//! unknown.

use std::ops::Range;

use sayso_core::record::EntityKind;

use super::{Finder, Name, NameKind, thing};
use crate::segment::Shape;
use crate::words::{self, Class, Gender, Honorific, Known};

/// Adds the names of one run of capitalised tokens.
pub(super) fn name_run(
    finder: &Finder<'_>,
    run: Range<usize>,
    sentence: Range<usize>,
    names: &mut Vec<Name>,
) {
    let run = trim(finder, run, sentence.start);
    if run.is_empty() {
        return;
    }
    let first = names.len();
    split(finder, run.clone(), names);
    let start =
        names[first..].iter().filter(|n| n.tokens.end == run.end).map(|n| n.core.start).min();
    let people = is_people_word(finder, run.end - 1).then_some(run.end - 1);
    if let Some(start) = start.or(people) {
        with_small_body(finder, start..run.end, sentence.end, names);
    }
}

/// Drops leading words that are capitalised only because a sentence begins.
fn trim(finder: &Finder<'_>, mut run: Range<usize>, sentence_start: usize) -> Range<usize> {
    while run.len() > 1 {
        let token = finder.token(run.start);
        let begins = finder.is_weak(run.start, sentence_start) || finder.is_loud_at(run.start);
        let listed = finder.longest_known(run.start, run.end).is_some()
            || words::given_name(&token.lower).is_some()
            || words::honorific(&token.lower).is_some();
        let plain = finder.classes[run.start].is(Class::Starter)
            && (begins
                || matches!(token.lower.as_str(), "former" | "the" | "his" | "her" | "their"))
            && finder.longest_known(run.start, run.end).is_none_or(|end| end <= run.start + 1);
        let small = begins
            && !listed
            && finder.is_small_elsewhere(&token.lower)
            && !finder.classes[run.start].is_any(&[Class::Role, Class::BodyName, Class::MediaName]);
        let speaks = finder.is_loud_at(run.start)
            && !listed
            && finder.is_small_word(run.start)
            && !finder.classes[run.start].is_any(&[Class::Role, Class::BodyName]);
        if !(plain || small || speaks) {
            break;
        }
        run.start += 1;
        while run.len() > 1 && !finder.token(run.start).is_capital() {
            run.start += 1;
        }
    }
    run
}

/// Names one run, cutting it where two names meet.
fn split(finder: &Finder<'_>, run: Range<usize>, names: &mut Vec<Name>) {
    if run.is_empty() || !finder.token(run.start).is_capital() && !is_number(finder, run.start) {
        if run.len() > 1 {
            split(finder, run.start + 1..run.end, names);
        }
        return;
    }
    let known = words::known(finder.words(run.clone()));
    if let Some((kind, full)) = thing(known)
        && !(run.len() == 1 && is_given_only(finder, run.start, kind))
    {
        push(finder, run, NameKind::Thing(kind), None, Some(full), names);
        return;
    }
    if run.len() > 1 && is_people(finder, run.end - 1) {
        push(finder, run, NameKind::Thing(EntityKind::Group), None, None, names);
        return;
    }
    if let Some(role) = last_role(finder, run.clone())
        && !names_no_person(finder, role + 1..run.end)
    {
        split_at_role(finder, run, role, names);
        return;
    }
    let partners = run.clone().any(|at| finder.token(at).form == "&");
    if partners || ends_as_body(finder, run.clone()) || begins_as_station(finder, run.clone()) {
        let kind = body_kind(finder, run.clone());
        push(finder, run, NameKind::Thing(kind), None, None, names);
        return;
    }
    if run.len() > 1
        && let Some(given) = first_given(finder, run.clone())
    {
        if given > run.start {
            split(finder, run.start..given, names);
        }
        push(finder, given..run.end, NameKind::Thing(EntityKind::Person), None, None, names);
        return;
    }
    // "CBS This Morning", "BBC Newsnight": a programme by its station.
    if let Some(end) = finder.longest_known(run.start, run.end)
        && end < run.end
        && thing(words::known(finder.words(run.start..end)))
            .is_some_and(|(kind, _)| kind == EntityKind::Outlet)
        && (end..run.end).all(|at| finder.token(at).is_capital())
        && run.end - end <= 3
    {
        push(finder, run, NameKind::Thing(EntityKind::Outlet), None, None, names);
        return;
    }
    if let Some(end) = finder.longest_known(run.start, run.end)
        && end < run.end
        && (thing(words::known(finder.words(run.start..end)))
            .is_some_and(|(kind, _)| kind != EntityKind::Place)
            || is_people_word(finder, run.start) && end == run.start + 1)
    {
        split(finder, run.start..end, names);
        split(finder, end..run.end, names);
        return;
    }
    one_name(finder, run, names);
}

fn is_number(finder: &Finder<'_>, at: usize) -> bool {
    finder.token(at).shape == Shape::Number
}

/// Whether the words after a role cannot be a person: "Republican Party", "Queen City".
fn names_no_person(finder: &Finder<'_>, rest: Range<usize>) -> bool {
    let Some(last) = rest.clone().next_back() else { return false };
    rest.len() == 1
        && finder.classes[last].is_any(&[
            Class::ThingName,
            Class::BodyName,
            Class::MediaName,
            Class::Document,
            Class::Body,
            Class::Kin,
            Class::Collective,
        ])
        && words::given_name(&finder.token(last).lower).is_none()
}

/// A word that is a place or outlet by the list but stands here for a person: "Georgia said she".
fn is_given_only(finder: &Finder<'_>, at: usize, kind: EntityKind) -> bool {
    // "People say", "Times change", "Time is": at the start of a sentence only capitals throughout or
    // an article before them make these outlets.
    kind == EntityKind::Outlet
        && finder.token(at).shape == Shape::Capitalised
        && finder.is_small_elsewhere(&finder.token(at).lower)
        && is_common(&finder.token(at).lower)
        && !preceded_by(finder, at, &["the", "to", "told", "tells", "telling", "on", "by", "with"])
        && finder.segmented.tokens.get(at + 1).is_none_or(|t| t.lower != "magazine")
}

/// Outlets whose names are everyday words.
fn is_common(lower: &str) -> bool {
    matches!(
        lower,
        "people"
            | "time"
            | "times"
            | "sun"
            | "today"
            | "hill"
            | "heat"
            | "medium"
            | "closer"
            | "fortune"
            | "variety"
            | "vice"
            | "slate"
            | "salon"
            | "sky"
            | "mirror"
            | "metro"
            | "independent"
            | "observer"
            | "house"
            | "senate"
            | "lords"
            | "commons"
            | "google"
            | "labour"
            | "medium-sized"
            | "verge"
            | "deadline"
            | "wired"
            | "threads"
            | "telegram"
    )
}

fn preceded_by(finder: &Finder<'_>, at: usize, lowers: &[&str]) -> bool {
    at.checked_sub(1).is_some_and(|b| lowers.contains(&finder.token(b).lower.as_str()))
}

fn is_role(finder: &Finder<'_>, at: usize) -> bool {
    let token = finder.token(at);
    token.is_capital()
        && (words::honorific(&token.lower).is_some()
            || finder.classes[at].is_any(&[Class::Role, Class::Spokes])
                && !(finder.classes[at].is(Class::Plural)
                    && at + 1 < finder.segmented.tokens.len()
                    && finder.is_possessive_mark(at + 1)))
}

fn is_suffix(lower: &str) -> bool {
    matches!(
        lower,
        "jr" | "jr." | "sr" | "sr." | "ii" | "iii" | "iv" | "vi" | "viii" | "md" | "phd"
    )
}

/// The last role or honorific that has a name after it or closes the run.
fn last_role(finder: &Finder<'_>, run: Range<usize>) -> Option<usize> {
    let role = run.clone().rev().find(|at| {
        is_role(finder, *at)
            && !finder.first_of(*at + 1..run.end).is_some_and(|next| is_suffix(&next.lower))
    })?;
    let alone = role + 1 == run.end;
    // "Mr King", "Dr Judge": after an honorific it is the surname.
    if alone
        && role > run.start
        && matches!(words::honorific(&finder.token(role - 1).lower), Some(Honorific::Plain(_)))
        && finder.token(role - 1).is_capital()
        && is_title_and_surname(&finder.token(role).lower)
    {
        return Some(role - 1);
    }
    let given_before = role > run.start
        && words::given_name(&finder.token(role - 1).lower).is_some()
        && words::honorific(&finder.token(role - 1).lower).is_none();
    // "Larry King", "Dana Marshall": a role at the end of a person's name is the surname.
    if given_before && (alone || run.end - role <= 2 && role - run.start == 1) {
        return None;
    }
    // "Dean Foster": a role that is a given name and opens the run.
    if role == run.start
        && run.len() > 1
        && words::given_name(&finder.token(role).lower).is_some()
        && !matches!(words::honorific(&finder.token(role).lower), Some(Honorific::Noble(_)))
    {
        return None;
    }
    Some(role)
}

/// Titles that are surnames as often.
fn is_title_and_surname(lower: &str) -> bool {
    matches!(
        lower,
        "king"
            | "prince"
            | "duke"
            | "earl"
            | "baron"
            | "lord"
            | "pope"
            | "bishop"
            | "judge"
            | "justice"
            | "major"
            | "constable"
            | "marshall"
            | "cook"
            | "baker"
            | "fisher"
            | "carpenter"
            | "mason"
            | "butler"
            | "parson"
            | "parsons"
    )
}

impl Finder<'_> {
    /// The first of some tokens, if there is one.
    fn first_of(&self, tokens: Range<usize>) -> Option<&crate::segment::Token<'_>> {
        self.segmented.tokens.get(tokens.start).filter(|_| !tokens.is_empty())
    }
}

fn split_at_role(finder: &Finder<'_>, run: Range<usize>, role: usize, names: &mut Vec<Name>) {
    let honorific = words::honorific(&finder.token(role).lower);
    let mut person = role + 1..run.end;
    // "Secretary of State Nils Aker", "Duke of Kent".
    if finder.first_of(person.clone()).is_some_and(|next| !next.is_capital()) {
        if matches!(honorific, Some(Honorific::Noble(_))) {
            push(finder, role..run.end, NameKind::Title, honorific, None, names);
            left_of_role(finder, run.start..role, names);
            return;
        }
        let given = first_given(finder, person.clone()).filter(|given| run.end - given > 1);
        let Some(given) = given else {
            let inner = person.start + 1..person.end;
            left_of_role(finder, run.start..role, names);
            split(finder, skip_small(finder, inner), names);
            return;
        };
        person.start = given;
    }
    if person.is_empty() {
        let noble = matches!(honorific, Some(Honorific::Noble(_)));
        left_of_role(finder, run.start..role, names);
        if noble {
            push(finder, role..run.end, NameKind::Title, honorific, None, names);
        }
        return;
    }
    if ends_as_body(finder, person.clone())
        && !(person.len() == 2 && words::given_name(&finder.token(person.start).lower).is_some())
    {
        // "King Edward Hospital", "President Aker Foundation"
        let kind = body_kind(finder, run.clone());
        push(finder, run, NameKind::Thing(kind), None, None, names);
        return;
    }
    left_of_role(finder, run.start..role, names);
    let start = if honorific.is_some() { role } else { person.start };
    let mut name = new_name(finder, start..run.end, NameKind::Thing(EntityKind::Person));
    name.core = person;
    name.honorific = honorific;
    // "Captain Sir Tom": the honorific nearest to the name counts, and the noble one is kept.
    if let Some(before) = role.checked_sub(1).filter(|b| *b >= run.start)
        && let Some(Honorific::Noble(gender)) = words::honorific(&finder.token(before).lower)
    {
        name.honorific = Some(Honorific::Noble(gender));
        name.tokens.start = before;
    }
    name.gender = person_gender(finder, &name);
    names.push(name);
}

fn skip_small(finder: &Finder<'_>, mut run: Range<usize>) -> Range<usize> {
    while !run.is_empty() && !finder.token(run.start).is_capital() {
        run.start += 1;
    }
    run
}

/// The names in what stands before a role, the other words of the role left out.
fn left_of_role(finder: &Finder<'_>, mut left: Range<usize>, names: &mut Vec<Name>) {
    while !left.is_empty() {
        let last = left.end - 1;
        let lower = finder.token(last).lower.as_str();
        let part_of_role = is_role(finder, last)
            || !finder.token(last).is_capital()
            || matches!(
                lower,
                "vice"
                    | "deputy"
                    | "prime"
                    | "attorney"
                    | "chief"
                    | "assistant"
                    | "acting"
                    | "first"
                    | "former"
                    | "executive"
                    | "managing"
                    | "press"
                    | "majority"
                    | "minority"
                    | "under"
                    | "general"
                    | "lieutenant"
                    | "foreign"
                    | "interior"
                    | "co"
                    | "senior"
                    | "lead"
                    | "head"
                    | "home"
                    | "culture"
                    | "finance"
                    | "defence"
                    | "defense"
                    | "health"
                    | "education"
                    | "justice"
                    | "environment"
                    | "interim"
                    | "ex"
                    | "presidential"
                    | "sports"
                    | "political"
                    | "editorial"
                    | "opposition"
                    | "national"
                    | "ranking"
                    | "running"
                    | "rear"
                    | "air"
                    | "private"
            );
        if !part_of_role {
            break;
        }
        left.end -= 1;
    }
    while !left.is_empty() && is_role(finder, left.start) {
        left.start += 1;
    }
    let left = skip_small(finder, left);
    if !left.is_empty() {
        split(finder, left, names);
    }
}

/// Whether the last word, or the word before "of", "for" or "on", marks a body or an outlet.
fn ends_as_body(finder: &Finder<'_>, run: Range<usize>) -> bool {
    let last = run.end - 1;
    let classes = finder.classes[last];
    let upper = finder.token(last).shape == Shape::Upper && !finder.is_loud_at(last);
    let marks = classes.is_any(&[Class::BodyName, Class::MediaName]) && run.len() > 1
        || upper
            && run.len() > 1
            && matches!(
                finder.token(last).form,
                "TV" | "FM" | "PLC" | "AG" | "SA" | "FC" | "UK" | "USA"
            );
    if marks {
        let surname = run.len() == 2
            && words::given_name(&finder.token(run.start).lower).is_some()
            && !preceded_by(finder, run.start, &["the"])
            && is_surname_too(&finder.token(last).lower);
        return !surname;
    }
    (run.start..last).any(|at| {
        finder.classes[at].is_any(&[Class::BodyName])
            && !finder.classes[at].is(Class::Role)
            && !finder.token(at + 1).is_capital()
            && finder.token(at + 1).is_word()
    })
}

/// Words that mark bodies and outlets and are surnames as often.
fn is_surname_too(lower: &str) -> bool {
    matches!(
        lower,
        "hall"
            | "house"
            | "church"
            | "guard"
            | "court"
            | "bank"
            | "front"
            | "force"
            | "town"
            | "bee"
            | "post"
            | "star"
            | "press"
            | "day"
            | "sunday"
            | "banks"
            | "parliament"
            | "games"
            | "brothers"
            | "sons"
            | "bros"
            | "capital"
            | "power"
            | "mercury"
            | "park"
            | "monday"
            | "mission"
            | "record"
            | "mirror"
            | "wire"
            | "rangers"
            | "reserve"
            | "workers"
    )
}

/// "Radio Vik", "Canal Sur", "TV Nord".
fn begins_as_station(finder: &Finder<'_>, run: Range<usize>) -> bool {
    run.len() > 1
        && matches!(
            finder.token(run.start).form,
            "Radio" | "TV" | "Canal" | "Channel" | "Televisa" | "Antena" | "Rádio"
        )
}

fn body_kind(finder: &Finder<'_>, run: Range<usize>) -> EntityKind {
    let last = finder.classes[run.end - 1];
    let media = last.is(Class::MediaName)
        || begins_as_station(finder, run.clone())
        || run.clone().any(|at| {
            matches!(
                finder.token(at).form,
                "TV" | "FM" | "Radio" | "News" | "Broadcasting" | "Gazette"
            )
        });
    let body = last.is(Class::BodyName) && !last.is(Class::MediaName);
    if media && !body { EntityKind::Outlet } else { EntityKind::Organisation }
}

/// The first token of a person's name inside a run: a given name or initial with something after it.
fn first_given(finder: &Finder<'_>, run: Range<usize>) -> Option<usize> {
    run.clone().find(|at| {
        let token = finder.token(*at);
        let more = *at + 1 < run.end && !is_suffix(&finder.token(*at + 1).lower);
        let initial = token.form.ends_with('.')
            && token.shape == Shape::Upper
            && token.form.chars().filter(|c| c.is_alphabetic()).count() <= 2
            && words::known(token.form).is_empty();
        let place = *at == run.start
            && thing(words::known(token.form)).is_some_and(|(kind, _)| kind == EntityKind::Place)
            && run.len() > 2;
        more && token.is_capital()
            && !place
            && (initial || words::given_name(&token.lower).is_some())
            && !finder.classes[*at + 1].is(Class::Month)
            && !(finder.classes[run.end - 1].is(Class::ThingName)
                && words::given_name(&token.lower) == Some(Gender::Unknown))
    })
}

fn is_people_word(finder: &Finder<'_>, at: usize) -> bool {
    words::known(finder.token(at).form)
        .iter()
        .any(|k| matches!(k, Known::OneOfPeople | Known::Nationality))
}

/// Whether a token is a plural of one of a people: `Norwegians`.
fn is_people(finder: &Finder<'_>, at: usize) -> bool {
    let form = finder.token(at).form;
    form.strip_suffix('s').is_some_and(|stem| words::known(stem).contains(&Known::OneOfPeople))
        || matches!(form, "Tories" | "Dems" | "Lib Dems" | "Frenchmen" | "Spaniards")
}

/// A run that neither lists nor marks decide: by what stands around it.
fn one_name(finder: &Finder<'_>, run: Range<usize>, names: &mut Vec<Name>) {
    let token = finder.token(run.start);
    let single = run.len() == 1;
    if single && is_people(finder, run.start) {
        push(finder, run, NameKind::Thing(EntityKind::Group), None, None, names);
        return;
    }
    if single && is_people_word(finder, run.start) {
        return;
    }
    let loud = finder.is_loud_at(run.start);
    if single
        && token.shape == Shape::Upper
        && !loud
        && token.form.chars().filter(|c| c.is_alphabetic()).count() > 1
        && words::given_name(&token.lower).is_none()
    {
        let kind = if token.form.chars().count() == 2 && token.form.contains('.') {
            NameKind::Unknown
        } else {
            NameKind::Thing(EntityKind::Organisation)
        };
        push(finder, run, kind, None, None, names);
        return;
    }
    if single && words::given_name(&token.lower).is_some_and(|g| g != Gender::Unknown) && !loud {
        push(finder, run, NameKind::Thing(EntityKind::Person), None, None, names);
        return;
    }
    // "the Echo"
    if single
        && !loud
        && token.shape == Shape::Capitalised
        && finder.classes[run.start].is(Class::MediaName)
        && preceded_by(finder, run.start, &["the"])
    {
        push(finder, run, NameKind::Thing(EntityKind::Outlet), None, None, names);
        return;
    }
    // "Source", "Trustee" in a headline, "Critics" at the start of a sentence.
    let common = finder.classes[run.start].is_any(&[
        Class::Role,
        Class::Insider,
        Class::Document,
        Class::Collective,
        Class::Kin,
        Class::Spokes,
    ]);
    if single && common && (loud || finder.is_small_elsewhere(&token.lower)) {
        return;
    }
    if finder.classes[run.end - 1].is(Class::ThingName) {
        return;
    }
    let kind = if !single && run.len() <= 4 && !loud && acts_as_person(finder, run.clone()) {
        NameKind::Thing(EntityKind::Person)
    } else {
        NameKind::Unknown
    };
    push(finder, run, kind, None, None, names);
}

/// Whether what stands around two or more unknown capitals makes them a person.
fn acts_as_person(finder: &Finder<'_>, run: Range<usize>) -> bool {
    let tokens = &finder.segmented.tokens;
    let lower = |at: usize| tokens.get(at).map_or("", |t| t.lower.as_str());
    let role_before = run.start > 0
        && finder.touch(run.start - 1, run.start)
        && finder.classes[run.start - 1].is_any(&[Class::Role, Class::Spokes, Class::Kin]);
    let all_words = run.clone().all(|at| finder.token(at).is_capital());
    let next = lower(run.end);
    let age = next == ","
        && tokens.get(run.end + 1).is_some_and(|t| {
            t.shape == Shape::Number && t.form.len() <= 3 && lower(run.end + 2) == ","
        });
    let relative = next == "," && matches!(lower(run.end + 1), "who" | "whose");
    let article = preceded_by(finder, run.start, &["the", "a", "an"]);
    all_words
        && (role_before
            || age
            || relative
            || (!article && run.end < tokens.len() && finder.says(run.end))
            || (next == "," && !article && apposes_role(finder, run.end + 1)))
}

/// Whether a phrase that begins at a token names a role: ", the club's director".
fn apposes_role(finder: &Finder<'_>, start: usize) -> bool {
    let tokens = &finder.segmented.tokens;
    let determined = tokens
        .get(start)
        .is_some_and(|t| matches!(t.lower.as_str(), "the" | "a" | "an" | "his" | "her"));
    determined
        && (start + 1..tokens.len().min(start + 6))
            .take_while(|at| tokens[*at].is_word())
            .any(|at| finder.classes[at].is_any(&[Class::Role, Class::Spokes, Class::Kin]))
}

/// Adds "the Hale campaign", "Hale's campaign", "the Norwegian government" beside the names in them.
fn with_small_body(
    finder: &Finder<'_>,
    owner: Range<usize>,
    sentence_end: usize,
    names: &mut Vec<Name>,
) {
    let mut head = owner.end;
    if head < sentence_end
        && (finder.token(head).shape == Shape::Clitic && finder.token(head).lower == "'s"
            || finder.is_possessive_mark(head))
    {
        head += 1;
    }
    if head >= sentence_end || !finder.touch(head - 1, head) {
        return;
    }
    // "Hale's re-election campaign", "Norway's coalition government"
    if head + 1 < sentence_end
        && matches!(
            finder.token(head).lower.as_str(),
            "presidential" | "re-election" | "reelection" | "election"
        )
        && finder.token(head + 1).lower == "campaign"
    {
        head += 1;
    }
    if !is_small_body(&finder.token(head).lower) || finder.token(head).is_capital() {
        return;
    }
    let kind = NameKind::Thing(EntityKind::Organisation);
    push(finder, owner.start..head + 1, kind, None, None, names);
}

/// Bodies that are named by the name before them.
pub(crate) fn is_small_body(lower: &str) -> bool {
    matches!(
        lower,
        "campaign"
            | "administration"
            | "government"
            | "camp"
            | "team"
            | "foundation"
            | "regime"
            | "military"
            | "army"
            | "parliament"
            | "embassy"
            | "ministry"
    )
}

pub(super) fn new_name(finder: &Finder<'_>, tokens: Range<usize>, kind: NameKind) -> Name {
    let mut name = Name {
        core: tokens.clone(),
        tokens,
        kind,
        honorific: None,
        gender: Gender::Unknown,
        full: None,
    };
    name.gender = person_gender(finder, &name);
    name
}

fn person_gender(finder: &Finder<'_>, name: &Name) -> Gender {
    let told = name.honorific.map_or(Gender::Unknown, Honorific::gender);
    if !name.kind.is_person() {
        return told;
    }
    let given =
        if name.core.len() > 1 || name.honorific.is_none_or(|h| matches!(h, Honorific::Noble(_))) {
            // The last of several words is the surname, whatever else it may be.
            let given = if name.core.len() > 1 { name.core.len() - 1 } else { 1 };
            name.core
                .clone()
                .take(given.min(2))
                .find_map(|at| words::given_name(&finder.token(at).lower))
                .unwrap_or_default()
        } else {
            Gender::Unknown
        };
    told.or(given)
}

pub(super) fn push(
    finder: &Finder<'_>,
    tokens: Range<usize>,
    kind: NameKind,
    honorific: Option<Honorific>,
    full: Option<&'static str>,
    names: &mut Vec<Name>,
) {
    let mut tokens = tokens;
    // "The Sun", where the text writes the article large.
    if matches!(kind, NameKind::Thing(EntityKind::Outlet))
        && tokens.start > 0
        && finder.token(tokens.start - 1).form == "The"
        && finder.touch(tokens.start - 1, tokens.start)
    {
        tokens.start -= 1;
    }
    let mut name = new_name(finder, tokens, kind);
    if finder.token(name.core.start).form == "The" {
        name.core.start += 1;
    }
    name.honorific = honorific;
    name.full = full;
    name.gender = honorific.map_or(Gender::Unknown, Honorific::gender).or(name.gender);
    names.push(name);
}
