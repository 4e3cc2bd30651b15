//! Where does the text speak of its people and things, and how?
//!
//! [`gather`] runs when all voices are known. Names and pronouns have their figures by then; a trained
//! reader adds names of things that nobody cites, and descriptions and pronouns that go back to a figure.
//! Whoever says "I" in a quotation is its speaker.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use sayso_core::Span;
use sayso_core::record::MentionForm;

use crate::coref::{self, FigureId};
use crate::hints::Hints;
use crate::names::{self, NameKind};
use crate::phrase::{Page, is_determiner, is_possessive_pronoun, is_preposition};
use crate::pronoun::{gender_of_pronoun, is_first_person};
use crate::segment::Shape;
use crate::speaker::Room;
use crate::words::{Class, Gender, gender_of_word};

/// A mention goes back to a figure that is at least so probable.
const LEAST: f32 = 0.5;

/// A description takes in so many words before its noun.
const LONGEST: usize = 6;

/// For each figure where the text refers to it, and how.
pub(crate) type Forms = Vec<BTreeMap<Span, MentionForm>>;

/// Adds figures that only a reader of names sees; then says where the text refers to each of all.
pub(crate) fn gather(room: &mut Room<'_>, hints: &Hints) -> Forms {
    meet_others(room, hints);
    let segmented = room.page.segmented;
    let mut forms = known(room);
    let mut of_token = heads(room);
    for (token, figure) in speakers_of_themselves(room, &of_token) {
        forms[figure].entry(segmented.cover(token..token + 1)).or_insert(MentionForm::Pronoun);
        of_token.insert(token, figure);
    }
    for token in hints.mentions() {
        if of_token.contains_key(&token) {
            continue;
        }
        let Some(figure) = goes_back(room, hints, &of_token, token) else { continue };
        of_token.insert(token, figure);
        let pronoun = is_pronoun(room.page.lower(token));
        let tokens = if pronoun { token..token + 1 } else { described(room.page, token) };
        let form = if pronoun { MentionForm::Pronoun } else { MentionForm::Description };
        forms[figure].entry(segmented.cover(tokens)).or_insert(form);
    }
    forms
}

/// Names where nobody found one: of places, peoples, events, works, and bodies that say nothing.
fn meet_others(room: &mut Room<'_>, hints: &Hints) {
    let page = room.page;
    let mut taken = vec![false; page.segmented.tokens.len()];
    for (name, _) in &room.cast.named {
        taken[name.tokens.clone()].fill(true);
    }
    for name in names::hinted(page.segmented, hints) {
        if !taken[name.tokens.clone()].contains(&true) {
            room.cast.meet(page, name);
        }
    }
}

/// What names, pronouns and voices say of their figures; what is a name there is nothing else.
fn known(room: &Room<'_>) -> Forms {
    let segmented = room.page.segmented;
    let mut forms = vec![BTreeMap::new(); room.cast.figures.len()];
    for (name, figure) in &room.cast.named {
        let mut tokens = coref::shown_tokens(name);
        // "the Duke of Ostmark" is one man's name, "the King" is what he is.
        let called =
            name.kind != NameKind::Title || name.core.clone().any(|at| room.page.lower(at) == "of");
        let form = if called { MentionForm::Name } else { MentionForm::Description };
        if !called && tokens.start > 0 && room.page.lower(tokens.start - 1) == "the" {
            tokens.start -= 1;
        }
        forms[*figure].insert(segmented.cover(tokens), form);
    }
    for (token, reading) in room.pronouns.iter() {
        forms[reading.figure]
            .entry(segmented.cover(token..token + 1))
            .or_insert(MentionForm::Pronoun);
    }
    let named: BTreeSet<(FigureId, usize, usize)> = room
        .cast
        .named
        .iter()
        .map(|(name, figure)| (*figure, name.tokens.start, name.tokens.end))
        .collect();
    for (figure, known) in room.cast.figures.iter().enumerate() {
        for tokens in &known.mentions {
            if !named.contains(&(figure, tokens.start, tokens.end)) {
                let alone = tokens.len() == 1 && is_pronoun(room.page.lower(tokens.start));
                let form = if alone { MentionForm::Pronoun } else { MentionForm::Description };
                forms[figure].entry(segmented.cover(tokens.clone())).or_insert(form);
            }
        }
    }
    forms
}

/// The token by which a reader knows each mention, and its figure.
fn heads(room: &Room<'_>) -> BTreeMap<usize, FigureId> {
    let mut of_token = BTreeMap::new();
    for (figure, known) in room.cast.figures.iter().enumerate() {
        for tokens in &known.mentions {
            let head = room.page.phrase(tokens.clone()).map_or(tokens.end - 1, |p| p.head);
            of_token.insert(head, figure);
        }
    }
    of_token.extend(room.pronouns.iter().map(|(token, reading)| (token, reading.figure)));
    // The words of a name are nobody else's: in "the Hale campaign" the body's name is the longer.
    let mut named: Vec<_> = room.cast.named.iter().collect();
    named.sort_by_key(|(name, _)| std::cmp::Reverse(name.core.len()));
    for (name, figure) in named {
        of_token.insert(name.core.end - 1, *figure);
    }
    of_token
}

/// Each "I", "me" and "my" inside a quotation, and the person who speaks there.
fn speakers_of_themselves(
    room: &Room<'_>,
    of_token: &BTreeMap<usize, FigureId>,
) -> Vec<(usize, FigureId)> {
    let is_self = |lower: &str| matches!(lower, "i" | "me" | "my" | "mine" | "myself");
    (0..room.page.segmented.tokens.len())
        .filter(|token| is_self(room.page.lower(*token)) && !of_token.contains_key(token))
        .filter(|token| room.field.quotation[*token].is_some())
        .filter_map(|token| {
            let relation = room.field.content_of[token]?;
            let voice = room.voices[relation].as_ref()?;
            let figure = voice.figure.filter(|f| room.cast.is_person(*f) && !voice.plural)?;
            Some((token, figure))
        })
        .collect()
}

/// The figure that a mention goes back to, if that is sure and nothing speaks against it.
fn goes_back(
    room: &Room<'_>,
    hints: &Hints,
    of_token: &BTreeMap<usize, FigureId>,
    token: usize,
) -> Option<FigureId> {
    let mut shares: BTreeMap<FigureId, f32> = BTreeMap::new();
    for (before, probability) in hints.antecedents(token) {
        if let Some(figure) = of_token.get(before) {
            *shares.entry(*figure).or_default() += probability;
        }
    }
    let (figure, share) = shares.into_iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
    let known = &room.cast.figures[figure];
    let lower = room.page.lower(token);
    let person = room.cast.is_person(figure);
    let gender = gender_of_pronoun(lower).unwrap_or_else(|| gender_of_word(lower));
    let fits = match lower {
        "it" | "its" | "itself" | "which" => !person,
        "i" | "me" | "my" | "mine" | "myself" => person,
        _ if gender_of_pronoun(lower).is_some() => person && known.gender.agrees(gender),
        _ if is_pronoun(lower) => true,
        _ => gender == Gender::Unknown || person && known.gender.agrees(gender),
    };
    let is_name = room.page.segmented.tokens[token].is_capital() && !is_pronoun(lower);
    (share >= LEAST && fits && !is_name && !known.unknown).then_some(figure)
}

/// The words of a description by its noun: "the new harbour master".
fn described(page: Page<'_>, head: usize) -> Range<usize> {
    let mut start = head;
    while start > 0 && head - start < LONGEST {
        let before = start - 1;
        let lower = page.lower(before);
        let token = &page.segmented.tokens[before];
        if is_determiner(lower) || is_possessive_pronoun(lower) {
            return before..head + 1;
        }
        let part = (token.shape == Shape::Lower
            || token.is_capital()
            || page.is_possessive(before))
            && page.segmented.text[token.span.end()..page.segmented.tokens[start].span.start()]
                .len()
                <= 1
            && !is_preposition(lower)
            && !is_pronoun(lower)
            && !page.is(before, Class::Speech)
            && !matches!(lower, "and" | "or" | "but" | "as" | "is" | "was" | "are" | "were" | "be");
        if !part {
            break;
        }
        start = before;
    }
    start..head + 1
}

/// Whether a word stands for somebody named or described elsewhere.
fn is_pronoun(lower: &str) -> bool {
    gender_of_pronoun(lower).is_some()
        || is_first_person(lower)
        || matches!(
            lower,
            "they"
                | "them"
                | "their"
                | "theirs"
                | "themselves"
                | "it"
                | "its"
                | "itself"
                | "you"
                | "your"
                | "who"
                | "whom"
                | "whose"
                | "which"
                | "one"
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::segment;
    use crate::words;

    fn description(text: &str, noun: &str) -> String {
        let segmented = segment(text, &[]);
        let classes: Vec<_> = segmented.tokens.iter().map(|t| words::classes(&t.lower)).collect();
        let page = Page { segmented: &segmented, classes: &classes };
        let head = segmented.tokens.iter().position(|t| t.lower == noun).expect("a word of it");
        segmented.cover(described(page, head)).of(text).to_owned()
    }

    #[test]
    fn a_description_begins_with_its_determiner() {
        assert_eq!(
            description("Then the new harbour master left.", "master"),
            "the new harbour master"
        );
        assert_eq!(
            description("She told her younger brother so.", "brother"),
            "her younger brother"
        );
        assert_eq!(description("They asked officials in Vik.", "officials"), "officials");
    }
}
