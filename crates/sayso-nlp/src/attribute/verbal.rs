//! Which words in this line cite somebody?
//!
//! [`attributions`] goes through a line from left to right. Each cue is tried against a few plain
//! patterns; what it takes as content is not searched again.

use std::ops::Range;

use sayso_core::Span;

use super::Found;
use super::content::{self, After};
use super::cues::{self, Class, Cue, Form};
use super::line::Line;
use super::phrase;
use crate::segment::Shape;

/// The rules by name, with the share of their attributions of which source and content were both
/// right on the training part of the attribution corpus.
const RULES: &[(&str, f32)] = &[
    ("quotation before the verb", 0.5),
    ("clause before the verb", 0.5),
    ("verb before its subject", 0.5),
    ("subject, verb, clause", 0.5),
    ("subject, verb, quotation", 0.5),
    ("subject told somebody", 0.5),
    ("subject believes", 0.5),
    ("subject wants", 0.5),
    ("subject judges", 0.5),
    ("text shows", 0.5),
    ("subject appears", 0.5),
    ("shared subject", 0.5),
    ("according to", 0.5),
    ("noun with its possessor", 0.5),
    ("noun without possessor", 0.5),
    ("passive with by", 0.5),
    ("passive without source", 0.5),
    ("hearsay adverb", 0.5),
    ("name and colon", 0.5),
    ("asked by nobody named", 0.5),
    ("speech goes on", 0.5),
    ("speech without a cue", 0.5),
];

/// How likely an attribution of this rule has source and content right.
pub(super) fn confidence(by: &str) -> f32 {
    RULES.iter().find(|(name, _)| *name == by).map_or(0.5, |(_, share)| *share)
}

/// Whether a rule is sure enough for statements inside statements.
pub(super) fn is_sure(by: &str) -> bool {
    matches!(
        by,
        "quotation before the verb"
            | "clause before the verb"
            | "verb before its subject"
            | "subject, verb, clause"
            | "subject, verb, quotation"
            | "subject told somebody"
            | "according to"
            | "noun with its possessor"
    )
}

/// A verb that may cite, with what belongs to it.
#[derive(Clone, Debug)]
struct Verb {
    /// The whole cue: auxiliaries, adverbs, the verb, its particle.
    group: Range<usize>,
    /// The verb itself.
    at: usize,
    cue: Cue,
    /// A form of *be* stands before the participle.
    passive: bool,
    /// Something finite stands in the group: `is saying`, `had said`, `said`.
    finite: bool,
}

/// The attributions of one line.
pub(super) fn attributions(line: &Line<'_, '_>) -> Vec<Found> {
    if let Some(whole) = trailing(line) {
        return vec![whole];
    }
    let mut found: Vec<Found> = Vec::new();
    let mut floor = 0;
    let mut at = 0;
    while at < line.len() {
        let before = found.len();
        let next = cite(line, at, floor, &mut found);
        match next {
            Some(next) => {
                at = next.max(at + 1);
                if found.len() > before {
                    floor = at;
                }
            }
            None => at += 1,
        }
    }
    found
}

/// A citation after the last comma that takes the whole sentence before it: `…, it is claimed`, `…, an
/// aide said on Monday`, `…, according to two officials`.
fn trailing(line: &Line<'_, '_>) -> Option<Found> {
    let end = line.end();
    let comma = (1..end)
        .rev()
        .take(24)
        .find(|&at| line.lower(at) == "," && cites_to_the_end(line, at + 1))?;
    // Quotations before it are found by the ordinary way, which knows their pieces.
    if line.is_quote(comma - 1) && line.is_speech(comma - 1)
        || (0..comma).all(|at| line.is_quote(at) || line.is_mark(at))
    {
        return None;
    }
    let mut found = Vec::new();
    let at = (comma + 1..end).find(|&at| {
        let lower = line.lower(at);
        lower == "according" || cues::is_impersonal(lower) || cues::cue(lower).is_some()
    })?;
    let words = (0..comma).filter(|&at| line.is_word(at) || line.is_quote(at)).count();
    cite(line, at, 0, &mut found)?;
    let whole = found.pop()?;
    let from_the_start = whole.content.first()?.start() <= line.span(1.min(comma - 1)).end();
    (words >= 4 && from_the_start && whole.content.len() == 1).then_some(whole)
}

/// Whether nothing but a source, a verb that cites and words of time and place stand from an item to
/// the end.
fn cites_to_the_end(line: &Line<'_, '_>, from: usize) -> bool {
    let end = line.end();
    if line.lower(from) == "according" {
        return line.lower(from + 1) == "to"
            && !(from..end)
                .any(|at| phrase::is_auxiliary(line.lower(at)) || line.lower(at) == ",");
    }
    if line.lower(from) == "it" {
        return (from + 1..end).all(|at| {
            phrase::is_auxiliary(line.lower(at))
                || line.is_adverb(at)
                || at + 1 == end && cues::is_impersonal(line.lower(at))
        }) && cues::is_impersonal(line.lower(end - 1));
    }
    let Some(at) = (from + 1..end).find(|&at| cues::cue(line.lower(at)).is_some()) else {
        return false;
    };
    let Some(verb) = verb(line, at) else { return false };
    let subject = phrase::before(line, verb.group.start, from);
    verb.finite
        && !verb.passive
        && !verb.cue.weak
        && verb.cue.class == Class::Say
        && subject.is_some_and(|s| s.start == from)
        && matches!(content::after(line, verb.group.end, verb.cue.class), After::Aside(stop) if stop >= end)
}

/// Tries the item as a cue; the item after what it took, if it cites.
fn cite(line: &Line<'_, '_>, at: usize, floor: usize, found: &mut Vec<Found>) -> Option<usize> {
    if !line.is_word(at) {
        return if line.lower(at) == ":" { name_and_colon(line, at, floor, found) } else { None };
    }
    let lower = line.lower(at);
    if lower == "according" && line.lower(at + 1) == "to" {
        return according_to(line, at, floor, found);
    }
    if cues::is_hearsay(lower) && !next_is_cue(line, at) {
        return hearsay(line, at, floor, found);
    }
    if cues::is_impersonal(lower)
        && let Some(next) = impersonal(line, at, floor, found)
    {
        return Some(next);
    }
    if cues::is_noun(lower)
        && let Some(next) = noun(line, at, found)
    {
        return Some(next);
    }
    if lower == "asked"
        && let Some(next) = asked(line, at, floor, found)
    {
        return Some(next);
    }
    if cues::is_adjective(lower)
        && let Some(next) = adjective(line, at, floor, found)
    {
        return Some(next);
    }
    if lower == "clear"
        && let Some(next) = made_clear(line, at, floor, found)
    {
        return Some(next);
    }
    let verb = verb(line, at)?;
    if verb.cue.class == Class::Seem
        && line.lower(at + 1) == "to"
        && cues::cue(line.lower(at + 2)).is_some_and(|(c, _)| {
            c.form == Form::Base && matches!(c.class, Class::Say | Class::Tell | Class::Judge)
        })
    {
        // "appeared to accuse" is one cue, found at its last word.
        return None;
    }
    if verb.passive {
        return passive(line, &verb, floor, found);
    }
    if !verb.finite && verb.cue.form != Form::Ing {
        return None;
    }
    active(line, &verb, floor, found)
}

/// Whether the adverb belongs to a verb that cites: `reportedly said`.
fn next_is_cue(line: &Line<'_, '_>, at: usize) -> bool {
    let near = [at + 1, at + 2, at.wrapping_sub(1)];
    near.into_iter().any(|i| {
        cues::cue(line.lower(i)).is_some_and(|(c, _)| {
            !c.weak
                && c.form != Form::Base
                && matches!(c.class, Class::Say | Class::Tell | Class::Judge)
        }) && (i != at + 2 || phrase::is_auxiliary(line.lower(at + 1)) || line.is_adverb(at + 1))
    })
}

/// The verb at an item with its auxiliaries, if it is a verb that cites.
fn verb(line: &Line<'_, '_>, at: usize) -> Option<Verb> {
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
        if phrase::is_auxiliary(lower) {
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
            && phrase::is_pronoun(line.lower(start.wrapping_sub(2)))
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
    if cues::is_particle(word, line.lower(end)) {
        end += 1;
    } else if cues::needs_particle(word) {
        return None;
    }
    let before = line.lower_before(start);
    let determined = (phrase::is_starter(before) && !phrase::is_pronoun(before)
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
        if phrase::is_starter(before) {
            return None;
        }
    }
    Some(Verb { group: start..end, at, cue, passive, finite })
}

/// Whether most words of the line begin with a capital, as in a headline.
fn is_title_case(line: &Line<'_, '_>) -> bool {
    let words = (0..line.len()).filter(|&at| line.is_word(at));
    let capitals = words
        .clone()
        .filter(|&at| line.token(at).is_some_and(crate::segment::Token::is_capital))
        .count();
    capitals * 3 >= words.count() * 2
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
        && !phrase::is_preposition(before)
        || matches!(before, "people" | "police" | "men" | "women" | "staff")
        || before == ","
}

fn spans(line: &Line<'_, '_>, items: Range<usize>) -> Vec<Span> {
    line.cover(line.trim(items)).into_iter().collect()
}

fn has_letters(line: &Line<'_, '_>, items: Range<usize>) -> bool {
    line.cover(items).is_some_and(|s| s.of(line.segmented.text).chars().any(char::is_alphabetic))
}

/// A finite verb or a participle with its content before or after it.
fn active(line: &Line<'_, '_>, verb: &Verb, floor: usize, found: &mut Vec<Found>) -> Option<usize> {
    let Verb { group, cue, .. } = verb;
    let speech = matches!(cue.class, Class::Say | Class::Tell);
    let after = content::after(line, group.end, cue.class);
    // "…", said Ana Ruiz, the mayor.
    if cue.class == Class::Say
        && cue.form != Form::Ing
        && group.start > floor
        && !has_apposition_subject(line, group.start, floor)
        && content_stands_before(line, group.start, floor)
        && let Some(source) = phrase::from(line, group.end)
        && !matches!(line.lower(group.end), "that" | "the" | "it" | "he" | "she" | "they" if line.lower(source.end).eq("was"))
        && (matches!(cue.form, Form::Past | Form::Third) || cue.form == Form::Base && !cue.weak)
        && (!cue.weak || line.is_quote(group.start - 1))
        && !continues_as_clause(line, &source)
    {
        let left = content::left(line, floor, group.start)?;
        let mut content = spans(line, left);
        let mut next = source.end;
        if let Some(right) = quotation_after(line, source.end) {
            content.extend(line.cover(right.clone()));
            next = right.end;
        }
        found.push(Found {
            source: spans(line, source),
            cue: spans(line, group.clone()),
            content,
            by: "verb before its subject",
        });
        return Some(next);
    }
    let subject = phrase::before(line, group.start, floor).or_else(|| {
        // "a player, who did not want to be named, said": the relative clause was cited before.
        let after_clause = line.lower_before(group.start) == "," && verb.finite;
        after_clause.then(|| phrase::before(line, group.start, 0)).flatten()
    });
    let Some(source) = subject else {
        return shared(line, verb, after, floor, found);
    };
    let with = source.start > 0 && line.lower(source.start - 1) == "with";
    if cue.form == Form::Ing && !verb.finite && !with {
        return shared(line, verb, after, floor, found);
    }
    if !agrees(line, verb, &source) {
        return None;
    }
    let at_left = source.start > floor && content_stands_before(line, source.start, floor);
    let quote_left = at_left && quote_ends_at(line, source.start);
    let right_start = match after {
        After::Content(start) => Some(start),
        After::Aside(_) => None,
    };
    let goes_left =
        (speech || cue.class == Class::Think && !quote_left) && (!cue.weak || quote_left);
    let aside = matches!(after, After::Aside(at) if line.lower(at) == ",");
    if at_left
        && goes_left
        && aside
        && !quote_left
        && let Some(left) = content::left(line, floor, source.start)
        && let After::Aside(comma) = after
        && goes_on_after(line, comma)
    {
        // "The plan, she said, was dead": one content around its cue.
        let end = content::end(line, comma + 1, cue.class);
        let mut content = spans(line, left);
        content.extend(spans(line, comma + 1..end));
        found.push(Found {
            source: spans(line, source),
            cue: spans(line, group.clone()),
            content,
            by: "clause before the verb",
        });
        return Some(end);
    }
    if at_left && goes_left && (quote_left || right_start.is_none()) {
        if let Some(left) = content::left(line, floor, source.start)
            && has_letters(line, left.clone())
            && (quote_left || is_clause(line, &left))
        {
            let by =
                if quote_left { "quotation before the verb" } else { "clause before the verb" };
            let mut content = spans(line, left);
            let mut next = match after {
                After::Aside(end) => end,
                After::Content(start) if line.is_quote(start) => {
                    let end = content::end(line, start, cue.class);
                    content.extend(line.cover(start..end));
                    end
                }
                After::Content(_) => group.end,
            };
            if let Some(right) = quotation_after(line, next) {
                content.extend(line.cover(right.clone()));
                next = right.end;
            }
            found.push(Found {
                source: spans(line, source),
                cue: spans(line, group.clone()),
                content,
                by,
            });
            return Some(next);
        }
    }
    let start = right_start?;
    if !takes(line, verb, start) {
        return None;
    }
    let end = content::end(line, start, cue.class);
    if !has_letters(line, start..end) {
        return None;
    }
    let by = match cue.class {
        Class::Say if line.is_speech(start) => "subject, verb, quotation",
        Class::Say => "subject, verb, clause",
        Class::Tell => "subject told somebody",
        Class::Think => "subject believes",
        Class::Want => "subject wants",
        Class::Judge => "subject judges",
        Class::Show => "text shows",
        Class::Seem => "subject appears",
    };
    if cue.class == Class::Seem {
        return appears(line, verb, source, start..end, found);
    }
    let mut content = spans_with_quotes(line, start..end);
    let mut next = end;
    if line.is_speech(start)
        && let Some(right) = quotation_after(line, end)
    {
        content.extend(line.cover(right.clone()));
        next = right.end;
    }
    found.push(Found { source: spans(line, source), cue: spans(line, group.clone()), content, by });
    Some(next)
}

/// Whether the comma before the verb closes an apposition to its subject: `Orr, the mayor, said`.
fn has_apposition_subject(line: &Line<'_, '_>, end: usize, floor: usize) -> bool {
    line.is_mark(end - 1)
        && phrase::before(line, end, floor).is_some_and(|s| {
            s.start <= floor || line.is_mark(s.start - 1) || line.is_quote(s.start - 1)
        })
}

/// A verb without a subject of its own: the one who spoke before it in the line, or the line's
/// subject, is cited again.
fn shared(
    line: &Line<'_, '_>,
    verb: &Verb,
    after: After,
    floor: usize,
    found: &mut Vec<Found>,
) -> Option<usize> {
    let Verb { group, cue, .. } = verb;
    let before = line.lower_before(group.start);
    let joined = matches!(
        before,
        "," | "and"
            | "but"
            | "—"
            | "–"
            | "by"
            | "in"
            | "while"
            | "before"
            | "after"
            | "then"
            | "when"
            | "without"
    );
    let After::Content(start) = after else { return None };
    if !joined && !(cue.form == Form::Ing && group.start > 0)
        || cue.form == Form::Base
        || !takes(line, verb, start)
    {
        return None;
    }
    // A participle of a wish or a judgement is an action as often as words.
    let spoken = matches!(cue.class, Class::Say | Class::Tell) || line.is_quote(start);
    if cue.form == Form::Ing
        && !spoken
        && (before != ","
            || !matches!(
                line.lower(verb.at),
                "accusing"
                    | "blaming"
                    | "calling"
                    | "citing"
                    | "comparing"
                    | "criticising"
                    | "criticizing"
                    | "describing"
                    | "praising"
                    | "promising"
                    | "quoting"
                    | "urging"
                    | "vowing"
                    | "hoping"
                    | "denouncing"
                    | "dismissing"
            ))
    {
        return None;
    }
    let source = match found.last() {
        Some(last) if floor > 0 => last.source.clone(),
        _ => phrase::subject(line, group.start).map(|s| spans(line, s)).unwrap_or_default(),
    };
    if source.is_empty() {
        return None;
    }
    let end = content::end(line, start, cue.class);
    if !has_letters(line, start..end) {
        return None;
    }
    found.push(Found {
        source,
        cue: spans(line, group.clone()),
        content: spans_with_quotes(line, start..end),
        by: "shared subject",
    });
    Some(end)
}

/// A content's span, a quotation's marks at its ends kept.
fn spans_with_quotes(line: &Line<'_, '_>, items: Range<usize>) -> Vec<Span> {
    spans(line, items)
}

/// Whether a verb may take what follows it as content.
fn takes(line: &Line<'_, '_>, verb: &Verb, start: usize) -> bool {
    let lower = line.lower(start);
    let clause = matches!(lower, "that" | "whether" | "how" | "why") || line.is_quote(start);
    let Cue { class, weak, form } = verb.cue;
    match class {
        _ if clause => true,
        Class::Say if weak => names_text(line, verb.group.start) && line.is_word(start),
        Class::Say => !matches!(lower, "and" | "or" | "by" | "than" | "as"),
        Class::Tell => !matches!(lower, "," | "and"),
        Class::Think => {
            !weak && lower != "to" || lower == "to" && matches!(form, Form::Past | Form::Third)
        }
        Class::Want => lower == "to" || !weak && !phrase::is_preposition(lower),
        Class::Judge => {
            !weak && line.is_word(start) && !matches!(lower, "and" | "or" | "by" | "in" | "at")
        }
        Class::Show => {
            names_text(line, verb.group.start) && !matches!(lower, "," | "and" | "up" | "no")
        }
        Class::Seem => lower == "to" || !weak && lower == "as",
    }
}

/// Whether a text or a body of data is named shortly before an item: `the latest poll by … shows`.
fn names_text(line: &Line<'_, '_>, end: usize) -> bool {
    (end.saturating_sub(8)..end).any(|at| cues::is_text_noun(line.lower(at)))
}

/// Whether the noun phrase can be the subject of the verb's form.
fn agrees(line: &Line<'_, '_>, verb: &Verb, source: &Range<usize>) -> bool {
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
                && !phrase::is_pronoun(last))
        }
    }
}

/// Whether something that can be content ends right before an item: a quotation, or a clause and a
/// comma.
fn content_stands_before(line: &Line<'_, '_>, end: usize, floor: usize) -> bool {
    end > floor
        && (line.is_quote(end - 1)
            || matches!(line.lower(end - 1), "," | "—" | "–" | "?" | "!") && end - 1 > floor)
}

fn quote_ends_at(line: &Line<'_, '_>, end: usize) -> bool {
    let at = if line.is_mark(end - 1) { end.saturating_sub(2) } else { end - 1 };
    line.is_quote(at) && (line.is_speech(at) || line.is_quote(end - 1)) || line.is_speech(at)
}

/// Whether the words to the left are more than an adverbial.
fn is_clause(line: &Line<'_, '_>, left: &Range<usize>) -> bool {
    let first = line.lower(left.start);
    let words = left.clone().filter(|&at| line.is_word(at) || line.is_quote(at)).count();
    let adverbial = (phrase::is_preposition(first)
        || matches!(
            first,
            "when"
                | "while"
                | "as"
                | "if"
                | "although"
                | "though"
                | "because"
                | "since"
                | "once"
                | "asked"
                | "speaking"
        )
        || first.ends_with("ing"))
        && !left.clone().any(|at| line.lower(at) == ",");
    let comma_clause = (phrase::is_preposition(first)
        || matches!(first, "when" | "while" | "as" | "asked" | "speaking"))
        && words < 9;
    words >= 3 && !adverbial && !comma_clause
}

/// Whether the clause that a cue interrupted goes on after the comma.
fn goes_on_after(line: &Line<'_, '_>, comma: usize) -> bool {
    let next = comma + 1;
    let lower = line.lower(next);
    next < line.end()
        && !matches!(
            lower,
            "according" | "but" | "who" | "which" | "while" | "when" | "as" | "though" | "although"
        )
        && !cues::cue(lower).is_some_and(|(c, _)| c.form == Form::Ing)
}

/// Whether what looks like an inverted subject is the subject of a clause: `said the plan was dead`.
fn continues_as_clause(line: &Line<'_, '_>, source: &Range<usize>) -> bool {
    phrase::is_auxiliary(line.lower(source.end))
}

/// `The deal appears to be dead`: nobody is named to whom it appears.
fn appears(
    line: &Line<'_, '_>,
    verb: &Verb,
    subject: Range<usize>,
    rest: Range<usize>,
    found: &mut Vec<Found>,
) -> Option<usize> {
    let dummy =
        line.lower(subject.start) == "it" && matches!(line.lower(rest.start), "that" | "as");
    let cue = if dummy { subject.start..verb.group.end } else { verb.group.clone() };
    let mut content = if dummy { Vec::new() } else { spans(line, subject) };
    content.extend(spans(line, rest.clone()));
    found.push(Found { source: Vec::new(), cue: spans(line, cue), content, by: "subject appears" });
    Some(rest.end)
}

/// The quotations that begin right after an item, past its mark.
fn quotation_after(line: &Line<'_, '_>, at: usize) -> Option<Range<usize>> {
    let mut start = at;
    while start < line.len()
        && line.is_mark(start)
        && matches!(line.lower(start), "," | "." | ":" | "—" | "–" | ";")
    {
        start += 1;
    }
    if !line.is_quote(start)
        || start == at && start > 0 && line.is_word(start - 1) && !line.is_speech(start)
    {
        return None;
    }
    let mut end = start + 1;
    while end < line.len() && (line.is_mark(end) || line.is_quote(end)) {
        end += 1;
    }
    // Marks after the last quotation stay outside.
    while end > start + 1 && line.is_mark(end - 1) {
        end -= 1;
    }
    Some(start..end)
}

/// `According to X, …` and `…, according to X`.
fn according_to(
    line: &Line<'_, '_>,
    at: usize,
    floor: usize,
    found: &mut Vec<Found>,
) -> Option<usize> {
    let end = line.end();
    let source = phrase::from(line, at + 2).or_else(|| {
        let close = (at + 2..end).find(|&i| matches!(line.lower(i), "," | ";")).unwrap_or(end);
        (close > at + 2).then_some(at + 2..close)
    })?;
    let starts = at <= floor || line.is_mark(at - 1) && at - 1 <= floor;
    let first = starts || phrase_starts(line, at, floor);
    let content = if first {
        let comma = (source.end..end)
            .find(|&i| line.lower(i) == ",")
            .map_or(source.end, |c| if c <= source.end + 1 { c + 1 } else { source.end });
        let stop = content::end(line, comma, Class::Say);
        (comma < stop).then_some(comma..stop)
    } else {
        content::left(line, floor, at)
    }?;
    if !has_letters(line, content.clone()) {
        return None;
    }
    let mut next = content.end.max(source.end);
    let mut content = spans(line, content);
    if !first && line.lower(source.end) == "," && goes_on_after(line, source.end) {
        next = content::end(line, source.end + 1, Class::Say);
        content.extend(spans(line, source.end + 1..next));
    }
    found.push(Found {
        source: spans(line, source),
        cue: spans(line, at..at + 2),
        content,
        by: "according to",
    });
    Some(next)
}

/// Whether only a conjunction stands between the start and an item.
fn phrase_starts(line: &Line<'_, '_>, at: usize, floor: usize) -> bool {
    (floor..at)
        .all(|i| line.is_mark(i) || matches!(line.lower(i), "but" | "and" | "yet" | "so" | "still"))
}

/// `X reportedly wants …`: the sentence without the adverb, attributed to nobody.
fn hearsay(line: &Line<'_, '_>, at: usize, floor: usize, found: &mut Vec<Found>) -> Option<usize> {
    let start = (floor..at)
        .rev()
        .find(|&i| matches!(line.lower(i), "," | ";" | "—" | ":") || line.is_speech(i))
        .map_or(floor, |i| i + 1);
    let end = content::end(line, at + 1, Class::Say);
    let mut content = spans(line, start..at);
    content.extend(spans(line, at + 1..end));
    if !has_letters(line, at + 1..end) {
        return None;
    }
    found.push(Found {
        source: Vec::new(),
        cue: spans(line, at..at + 1),
        content,
        by: "hearsay adverb",
    });
    Some(end)
}

/// `it has been claimed that …`, `…, it is understood`, `X is thought to …`.
fn impersonal(
    line: &Line<'_, '_>,
    at: usize,
    floor: usize,
    found: &mut Vec<Found>,
) -> Option<usize> {
    let mut start = at;
    let mut be = false;
    while start > floor {
        let lower = line.lower(start - 1);
        if phrase::is_auxiliary(lower)
            || line.is_adverb(start - 1)
            || lower == "'s" && line.lower(start.wrapping_sub(2)) == "it"
        {
            be |= matches!(lower, "is" | "are" | "was" | "were" | "be" | "been" | "being" | "'s");
            start -= 1;
        } else {
            break;
        }
    }
    if !be || line.lower(at + 1) == "by" {
        return None;
    }
    let next = line.lower(at + 1);
    let cue = start..at + 1;
    if line.lower_before(start) == "it" && start > floor {
        let cue = start - 1..at + 1;
        let trailing = at + 1 >= line.end() && content_stands_before(line, start - 1, floor);
        let content = if trailing {
            content::left(line, floor, start - 1)?
        } else {
            if matches!(next, "to" | "as" | "for" | "in") {
                return None;
            }
            let from = at + 1;
            from..content::end(line, from, Class::Say)
        };
        if !has_letters(line, content.clone()) {
            return None;
        }
        let end = content.end.max(at + 1);
        found.push(Found {
            source: Vec::new(),
            cue: spans(line, cue),
            content: spans(line, content),
            by: "passive without source",
        });
        return Some(end);
    }
    if next != "to" {
        return None;
    }
    let subject = phrase::before(line, start, floor)?;
    let end = content::end(line, at + 1, Class::Want);
    let mut content = spans(line, subject);
    content.extend(spans(line, at + 1..end));
    found.push(Found {
        source: Vec::new(),
        cue: spans(line, cue),
        content,
        by: "passive without source",
    });
    Some(end)
}

/// `X was accused by Y of …`: Y is the source.
fn passive(
    line: &Line<'_, '_>,
    verb: &Verb,
    floor: usize,
    found: &mut Vec<Found>,
) -> Option<usize> {
    if line.lower(verb.group.end) != "by" || verb.cue.class == Class::Show {
        return None;
    }
    let subject = phrase::before(line, verb.group.start, floor)?;
    let source = phrase::from(line, verb.group.end + 1)?;
    if source.clone().any(|at| {
        phrase::is_time(line.lower(at))
            || matches!(line.lower(at), "summer" | "spring" | "autumn" | "winter")
    }) {
        return None;
    }
    let mut content = spans(line, subject);
    let mut next = source.end;
    if matches!(line.lower(source.end), "of" | "for" | "as" | "that" | "to") {
        let end = content::end(line, source.end, Class::Judge);
        content.extend(spans(line, source.end..end));
        next = end;
    }
    found.push(Found {
        source: spans(line, source),
        cue: spans(line, verb.group.clone()),
        content,
        by: "passive with by",
    });
    Some(next)
}

/// `X's claim that …`, `the claim that …`.
fn noun(line: &Line<'_, '_>, at: usize, found: &mut Vec<Found>) -> Option<usize> {
    let start = at + 1;
    let lower = line.lower(start);
    let clause = lower == "that" && !phrase::is_auxiliary(line.lower(start + 1));
    if !clause {
        return None;
    }
    // "Hale claims that": a verb.
    let before = line.token(at.checked_sub(1)?);
    if before.is_some_and(|t| t.is_capital())
        || phrase::is_pronoun(line.lower(at - 1)) && !phrase::is_starter(line.lower(at - 1))
    {
        return None;
    }
    let content_start = start;
    let end = content::end(line, content_start, Class::Say);
    if end <= content_start + 2 {
        return None;
    }
    // The possessor: "Hale's repeated claim", "his claim".
    let owner = (at.saturating_sub(4)..at).rev().find_map(|i| {
        if matches!(line.lower(i), "'s" | "'") && i > 0 {
            let name = phrase::before(line, i, i.saturating_sub(5))?;
            return Some(name);
        }
        matches!(line.lower(i), "his" | "her" | "their" | "its" | "my" | "our").then_some(i..i + 1)
    });
    let (source, by) = match owner {
        Some(owner) => (spans(line, owner), "noun with its possessor"),
        None if cues::is_hearsay_noun(line.lower(at)) => (Vec::new(), "noun without possessor"),
        None => return None,
    };
    found.push(Found {
        source,
        cue: spans(line, at..at + 1),
        content: spans(line, content_start..end),
        by,
    });
    Some(end)
}

/// `Asked whether it was over, …`: nobody is named who asks.
fn asked(line: &Line<'_, '_>, at: usize, floor: usize, found: &mut Vec<Found>) -> Option<usize> {
    let opens =
        at == floor || at > 0 && (matches!(line.lower_before(at), "when" | "if" | "," | "and"));
    if !opens
        || !matches!(
            line.lower(at + 1),
            "if" | "whether" | "how" | "why" | "what" | "about" | "who" | "when" | "where"
        )
    {
        return None;
    }
    let end = (at + 2..line.end()).find(|&i| line.lower(i) == "," || line.is_quote(i))?;
    let about = usize::from(line.lower(at + 1) == "about");
    found.push(Found {
        source: Vec::new(),
        cue: spans(line, at..at + 1 + about),
        content: spans(line, at + 1 + about..end),
        by: "asked by nobody named",
    });
    Some(end)
}

/// `She is confident that …`.
fn adjective(
    line: &Line<'_, '_>,
    at: usize,
    floor: usize,
    found: &mut Vec<Found>,
) -> Option<usize> {
    if line.lower(at + 1) != "that" {
        return None;
    }
    let mut start = at;
    while start > floor
        && (phrase::is_auxiliary(line.lower(start - 1))
            || line.is_adverb(start - 1)
            || line.lower(start - 1) == "'s")
    {
        start -= 1;
    }
    if start == at {
        return None;
    }
    says(line, start..at + 1, at + 1, floor, found)
}

/// `He made it clear to the board that …`.
fn made_clear(
    line: &Line<'_, '_>,
    at: usize,
    floor: usize,
    found: &mut Vec<Found>,
) -> Option<usize> {
    let make = (at.saturating_sub(4)..at)
        .rev()
        .find(|&i| matches!(line.lower(i), "made" | "makes" | "make" | "making"))?;
    let After::Content(content) = content::after(line, at + 1, Class::Say) else { return None };
    let mut start = make;
    while start > floor
        && (phrase::is_auxiliary(line.lower(start - 1)) || line.is_adverb(start - 1))
    {
        start -= 1;
    }
    says(line, start..at + 1, content, floor, found)
}

/// A citation whose cue and start of content are known.
fn says(
    line: &Line<'_, '_>,
    cue: Range<usize>,
    content: usize,
    floor: usize,
    found: &mut Vec<Found>,
) -> Option<usize> {
    let source = phrase::before(line, cue.start, floor)?;
    let end = content::end(line, content, Class::Say);
    found.push(Found {
        source: spans(line, source),
        cue: spans(line, cue),
        content: spans(line, content..end),
        by: "subject, verb, clause",
    });
    Some(end)
}

/// `Ana Ruiz: we will not go` in a headline or a transcript.
fn name_and_colon(
    line: &Line<'_, '_>,
    at: usize,
    floor: usize,
    found: &mut Vec<Found>,
) -> Option<usize> {
    if floor > 0 || at == 0 || at > 4 || at + 1 >= line.end() {
        return None;
    }
    let name = (0..at).all(|i| line.token(i).is_some_and(|t| t.is_capital()));
    let heading = line.paragraph == 0;
    let first = line.segmented.paragraphs[line.paragraph].span.start() == line.span(0).start();
    if !name || !first || !(heading || line.is_quote(at + 1)) {
        return None;
    }
    let end = line.end();
    found.push(Found {
        source: spans(line, 0..at),
        cue: spans_of_mark(line, at),
        content: spans(line, at + 1..end),
        by: "name and colon",
    });
    Some(end)
}

fn spans_of_mark(line: &Line<'_, '_>, at: usize) -> Vec<Span> {
    vec![line.span(at)]
}
