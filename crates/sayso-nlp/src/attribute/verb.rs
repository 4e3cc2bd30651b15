//! Is this verb a cue here?
//!
//! The same form reports in one place and modifies a noun in another. [`verb`] gathers a form with its
//! auxiliaries, adverbs and particle and decides from them and its neighbours; [`takes`] and [`agrees`]
//! say whether what stands around it can be its content and its subject.

use std::ops::Range;

use super::cues::{self, Class, Cue, Form};
use super::line::Line;
use super::phrase;
use super::words;
use crate::segment::{Shape, Token};

/// A verb that may cite, with what belongs to it.
#[derive(Clone, Debug)]
pub(super) struct Verb {
    /// The whole cue: auxiliaries, adverbs, the verb, its particle.
    pub(super) group: Range<usize>,
    /// The verb itself.
    pub(super) at: usize,
    pub(super) cue: Cue,
    /// A form of *be* stands before the participle.
    pub(super) passive: bool,
    /// Something finite stands in the group: `is saying`, `had said`, `said`.
    pub(super) finite: bool,
}

/// The verb at an item with its auxiliaries, if it is a verb that cites.
pub(super) fn verb(line: &Line<'_, '_>, at: usize) -> Option<Verb> {
    let (cue, word) = cues::cue(line.lower(at))?;
    if at > 0
        && line.token(at).is_some_and(|t| t.shape == Shape::Capitalised)
        && !is_title_case(line)
    {
        return None;
    }
    let mut start = at;
    let mut passive = false;
    let mut auxiliary = false;
    while start > 0 {
        let lower = line.lower(start - 1);
        if words::is_auxiliary(lower) {
            auxiliary = true;
            if matches!(
                lower,
                "is" | "are" | "was" | "were" | "be" | "been" | "being" | "am" | "'re" | "'m"
            ) && cue.form == Form::Past
                && start == at
            {
                passive = true;
            }
            start -= 1;
        } else if lower == "'s"
            && matches!(cue.form, Form::Ing)
            && words::is_pronoun(line.lower(start.wrapping_sub(2)))
        {
            auxiliary = true;
            start -= 1;
        } else if line.is_adverb(start - 1) || cues::is_hearsay(lower) {
            if matches!(cue.form, Form::Past)
                && start >= 2
                && matches!(line.lower(start - 2), "is" | "are" | "was" | "were" | "be" | "been")
            {
                passive = true;
            }
            start -= 1;
        } else if lower == "to"
            && start >= 2
            && leads_to_speech(line.lower(start - 2))
            && cue.form == Form::Base
        {
            // "went on to say", "appeared to accuse", "declined to say".
            auxiliary = true;
            start -= 2;
            if line.lower(start).eq("on") && start >= 1 {
                start -= 1;
            }
        } else {
            break;
        }
    }
    // An adverb at the head of the group belongs to the sentence, not to the cue.
    while start < at && line.is_adverb(start) && (start == 0 || line.is_mark(start - 1)) {
        start += 1;
    }
    let mut end = at + 1;
    let mut cue = cue;
    if cues::is_particle(word, line.lower(end)) {
        // "rules out", "hints at": no other use of the form has the particle.
        cue.weak &= !matches!(line.lower(end), "out" | "at");
        end += 1;
    } else if cues::needs_particle(word) {
        return None;
    }
    let before = line.lower_before(start);
    let determined = (words::is_starter(before) && !words::is_pronoun(before)
        || before == "'s"
        || before == "'"
        || before == "of")
        && start == at;
    if determined && cue.form != Form::Ing {
        return None;
    }
    // "was accused of": passive; "the cuts proposed by": a participle after its noun.
    if cue.form == Form::Past && line.lower(end) == "by" && !passive {
        return None;
    }
    let finite = match cue.form {
        Form::Past | Form::Third => true,
        Form::Ing => auxiliary,
        Form::Base => {
            auxiliary
                || plural_subject(line, start)
                || line.lower(end) == "that" && phrase::before(line, start, 0).is_some()
        }
    };
    if cue.form == Form::Ing && !auxiliary && start == at {
        // "by saying", "after saying": a participle that shares the subject; "his saying" is a noun.
        if words::is_starter(before) && before != "one" {
            return None;
        }
    }
    Some(Verb { group: start..end, at, cue, passive, finite })
}

/// Words before *to* and a verb of speech that belong to its cue.
fn leads_to_speech(lower: &str) -> bool {
    matches!(
        lower,
        "appeared"
            | "appears"
            | "seemed"
            | "seems"
            | "on"
            | "continued"
            | "continues"
            | "began"
            | "tried"
            | "was"
            | "is"
            | "moved"
            | "sought"
            | "appear"
            | "seem"
            | "came"
    )
}

/// Whether most words of the line begin with a capital, as in a headline.
fn is_title_case(line: &Line<'_, '_>) -> bool {
    let words = (0..line.len()).filter(|&at| line.is_word(at));
    let capitals =
        words.clone().filter(|&at| line.token(at).is_some_and(Token::is_capital)).count();
    capitals * 3 >= words.count() * 2
}

/// Whether a plural subject stands before a base form: `they say`, `officials say`, `some think`.
fn plural_subject(line: &Line<'_, '_>, start: usize) -> bool {
    let before = line.lower_before(start);
    matches!(
        before,
        "i" | "we"
            | "they"
            | "you"
            | "who"
            | "many"
            | "some"
            | "others"
            | "most"
            | "few"
            | "all"
            | "both"
            | "several"
            | "those"
    ) || before.len() > 3
        && before.ends_with('s')
        && !before.ends_with("ss")
        && start.checked_sub(1).is_some_and(|b| line.is_word(b))
        && before != "'s"
        && !words::is_preposition(before)
        || matches!(before, "people" | "police" | "staff" | "children" | "clergy")
        || before.ends_with("men")
        || before == ","
}

/// Whether a verb may take what follows it as content.
pub(super) fn takes(line: &Line<'_, '_>, verb: &Verb, start: usize) -> bool {
    let lower = line.lower(start);
    let clause = matches!(lower, "that" | "whether" | "how" | "why") || line.is_quote(start);
    let Cue { class, weak, form } = verb.cue;
    if line.token(start).is_some_and(|t| t.shape == Shape::QuotationMark) {
        // A name between quotation marks: "wrote “Fire and Clay”".
        return false;
    }
    if line.lower(verb.at).starts_with("ask") && !clause {
        return asks_something(line, start);
    }
    match class {
        _ if clause => true,
        Class::Say if weak => names_text(line, verb.group.start) && line.is_word(start),
        Class::Say => !matches!(lower, "and" | "or" | "by" | "than" | "as"),
        Class::Tell => !matches!(lower, "," | "and"),
        Class::Think => {
            !weak && lower != "to" || lower == "to" && matches!(form, Form::Past | Form::Third)
        }
        Class::Want => lower == "to" || !weak && !words::is_preposition(lower),
        Class::Judge => {
            !weak && line.is_word(start) && !matches!(lower, "and" | "or" | "by" | "in" | "at")
        }
        Class::Show => {
            names_text(line, verb.group.start) && !matches!(lower, "," | "and" | "up" | "no")
        }
        Class::Seem => lower == "to" || !weak && lower == "as",
    }
}

/// Whether a question or a request follows *ask*, not just somebody: `asked him to go`, `asked for it`.
fn asks_something(line: &Line<'_, '_>, start: usize) -> bool {
    matches!(line.lower(start), "if" | "what" | "who" | "when" | "where" | "for" | "about" | "not")
        || (start..start + 7).any(|at| {
            matches!(line.lower(at), "to" | "if" | "whether" | "about" | "why" | "how" | "what")
        })
}

/// Whether the noun phrase can be the subject of the verb's form.
pub(super) fn agrees(line: &Line<'_, '_>, verb: &Verb, source: &Range<usize>) -> bool {
    let last = line.lower(source.end - 1);
    if source.len() == 1
        && verb.cue.class == Class::Judge
        && matches!(last, "most" | "many" | "some" | "all" | "few" | "one" | "another" | "several")
    {
        return false;
    }
    match verb.cue.form {
        // "He say" is no English; "plans" after "he" is a verb, after "the" a noun.
        Form::Third => !(matches!(last, "i" | "we" | "they" | "you")),
        Form::Base => true,
        Form::Past | Form::Ing => {
            // "the man charged with", "a book called": a participle after a common noun needs more.
            !(verb.cue.weak
                && line.token(source.end - 1).is_some_and(|t| t.shape == Shape::Lower)
                && verb.group.len() == 1
                && !words::is_pronoun(last))
        }
    }
}

/// Whether a text or a body of data is named shortly before an item: `the latest poll by … shows`.
pub(super) fn names_text(line: &Line<'_, '_>, end: usize) -> bool {
    (end.saturating_sub(8)..end).any(|at| cues::is_text_noun(line.lower(at)))
}
