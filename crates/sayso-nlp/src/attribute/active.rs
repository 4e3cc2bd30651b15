//! What does an active verb attribute, and to whom?
//!
//! `“…,” Ana Ruiz said.` `Ana Ruiz said that …` `“…,” said Ana Ruiz, the mayor.` `The plan, she said,
//! was …` And a verb without a subject of its own, which cites whoever was cited before it.

use std::ops::Range;

use sayso_core::Span;

use super::Found;
use super::content::{self, After};
use super::cues::{self, Class, Form};
use super::folded;
use super::line::Line;
use super::phrase;
use super::rule::Rule;
use super::verb::{Verb, agrees, names_text, takes};
use super::words;

/// A finite verb or a participle with its content before or after it.
pub(super) fn active(
    line: &Line<'_, '_>,
    verb: &Verb,
    floor: usize,
    found: &mut Vec<Found>,
) -> Option<usize> {
    let after = content::after(line, verb.group.end, verb.cue.class);
    if let Some(next) = inverted(line, verb, floor, found) {
        return Some(next);
    }
    let subject = phrase::before(line, verb.group.start, floor).or_else(|| {
        // "a player, who did not want to be named, said": the relative clause was cited before.
        let after_clause = line.lower_before(verb.group.start) == "," && verb.finite;
        after_clause.then(|| phrase::before(line, verb.group.start, 0)).flatten()
    });
    let Some(source) = subject else {
        return shared(line, verb, after, floor, found);
    };
    // "with one saying": a participle that has its own subject.
    let with = source.start > 0 && line.lower(source.start - 1) == "with";
    if verb.cue.form == Form::Ing && !verb.finite && !with {
        return shared(line, verb, after, floor, found);
    }
    if !agrees(line, verb, &source) {
        return None;
    }
    let citing = Citing { line, verb, source, after };
    around(&citing, floor, found)
        .or_else(|| before_subject(&citing, floor, found))
        .or_else(|| after_verb(&citing, found))
}

/// A verb with its subject and what follows it.
struct Citing<'a, 's, 't> {
    line: &'a Line<'s, 't>,
    verb: &'a Verb,
    source: Range<usize>,
    after: After,
}

impl Citing<'_, '_, '_> {
    fn found(&self, content: Vec<Span>, by: Rule) -> Found {
        Found {
            source: self.line.spans(self.source.clone()),
            cue: self.line.spans(self.verb.group.clone()),
            content,
            by,
        }
    }

    /// Whether a quotation ends right before the subject.
    fn follows_quotation(&self, floor: usize) -> bool {
        self.follows_content(floor) && quote_ends_at(self.line, self.source.start)
    }

    fn follows_content(&self, floor: usize) -> bool {
        self.source.start > floor && content_stands_before(self.line, self.source.start, floor)
    }

    /// Whether content may stand before the subject at all.
    fn may_follow(&self, floor: usize) -> bool {
        // "Orr, who insisted, …": a relative clause has its content after it.
        if matches!(self.line.lower(self.source.start), "who" | "which") {
            return false;
        }
        let quoted = self.follows_quotation(floor);
        let verb = match self.verb.cue.class {
            Class::Say | Class::Tell => true,
            Class::Think => !quoted,
            // "Two cranes were sold, its accounts show".
            Class::Show if !quoted && self.follows_content(floor) => {
                return names_text(self.line, self.source.end);
            }
            _ => false,
        };
        // "the Post has learned": with its auxiliary the verb is surely one.
        let helped = |at: usize| words::is_auxiliary(self.line.lower(at));
        let sure = !self.verb.cue.weak || quoted || self.verb.group.clone().any(helped);
        verb && self.follows_content(floor) && sure
    }
}

/// `“…,” said Ana Ruiz, the mayor.`
fn inverted(
    line: &Line<'_, '_>,
    verb: &Verb,
    floor: usize,
    found: &mut Vec<Found>,
) -> Option<usize> {
    let Verb { group, cue, .. } = verb;
    let reports = cue.class == Class::Say
        && (matches!(cue.form, Form::Past | Form::Third) || cue.form == Form::Base && !cue.weak);
    if !reports
        || group.start <= floor
        || !content_stands_before(line, group.start, floor)
        || has_apposition_subject(line, group.start, floor)
        || cue.weak && !line.is_quote(group.start - 1)
    {
        return None;
    }
    // "said the plan was dead": what follows is a clause, not the speaker.
    let source =
        phrase::from(line, group.end).filter(|s| !words::is_auxiliary(line.lower(s.end)))?;
    let mut content = line.spans(content::left(line, floor, group.start)?);
    let mut next = source.end;
    if let Some(right) = quotation_after(line, source.end) {
        content.extend(line.cover(right.clone()));
        next = right.end;
    }
    found.push(Found {
        source: line.spans(source),
        cue: line.spans(group.clone()),
        content,
        by: Rule::VerbBeforeItsSubject,
    });
    Some(next)
}

/// `The plan, she said, was dead`: one content around its cue.
fn around(citing: &Citing<'_, '_, '_>, floor: usize, found: &mut Vec<Found>) -> Option<usize> {
    let Citing { line, verb, source, after } = citing;
    let After::Aside(comma) = *after else { return None };
    if line.lower(comma) != ","
        || !citing.may_follow(floor)
        || citing.follows_quotation(floor)
        // "its accounts show, and it was the fourth": the writer goes on.
        || verb.cue.class == Class::Show && line.lower(comma + 1) == "and"
        || !goes_on_after(line, comma)
    {
        return None;
    }
    let end = content::end(line, comma + 1, verb.cue.class);
    let mut content = line.spans(content::left(line, floor, source.start)?);
    content.extend(line.spans(comma + 1..end));
    found.push(citing.found(content, Rule::ClauseBeforeTheVerb));
    Some(end)
}

/// `“…,” Ana Ruiz said.` and `The plan was dead, officials said on Monday.`
fn before_subject(
    citing: &Citing<'_, '_, '_>,
    floor: usize,
    found: &mut Vec<Found>,
) -> Option<usize> {
    let Citing { line, verb, source, after } = citing;
    let quoted = citing.follows_quotation(floor);
    if !citing.may_follow(floor) || !quoted && matches!(after, After::Content(_)) {
        return None;
    }
    let left = content::left(line, floor, source.start)?;
    // "All winter two cranes stood idle, its accounts show, and": between two commas a text has its
    // content before it, whatever that begins with.
    let told = quoted || verb.cue.class == Class::Show || is_clause(line, &left);
    if !line.has_letters(left.clone()) || !told {
        return None;
    }
    let mut content = line.spans(left);
    let mut next = match *after {
        After::Aside(end) => end,
        After::Content(start) if line.is_quote(start) => {
            let end = content::end(line, start, verb.cue.class);
            content.extend(line.cover(start..end));
            end
        }
        After::Content(_) => verb.group.end,
    };
    if let Some(right) = quotation_after(line, next) {
        content.extend(line.cover(right.clone()));
        next = right.end;
    }
    let by = if quoted { Rule::QuotationBeforeTheVerb } else { Rule::ClauseBeforeTheVerb };
    found.push(citing.found(content, by));
    Some(next)
}

/// `Ana Ruiz said that the plan was dead.`
fn after_verb(citing: &Citing<'_, '_, '_>, found: &mut Vec<Found>) -> Option<usize> {
    let Citing { line, verb, source, after } = citing;
    let After::Content(start) = *after else { return None };
    let mut end = content::end(line, start, verb.cue.class);
    if is_subordinate(line, source.start) && !line.is_quote(start) && line.lower(start) != "that" {
        // "When Orr revealed his plan, the council laughed": the main clause is the writer's.
        end = (start..end).find(|&at| line.lower(at) == ",").unwrap_or(end);
    }
    if !takes(line, verb, start) || !line.has_letters(start..end) {
        return None;
    }
    let by = match verb.cue.class {
        Class::Say if line.is_speech(start) => Rule::SubjectVerbQuotation,
        Class::Say => Rule::SubjectVerbClause,
        Class::Tell => Rule::SubjectToldSomebody,
        Class::Think => Rule::SubjectBelieves,
        Class::Want => Rule::SubjectWants,
        Class::Judge if is_quoting(line, verb) && folded::quotes_somebody(line, start..end) => {
            Rule::QuotesSomebody
        }
        Class::Judge => Rule::SubjectJudges,
        Class::Show => Rule::TextShows,
        Class::Seem => {
            found.push(appears(line, verb, source.clone(), start..end));
            return Some(end);
        }
    };
    let mut content = line.spans(start..end);
    let mut next = end;
    if line.is_speech(start)
        && let Some(right) = quotation_after(line, end)
    {
        content.extend(line.cover(right.clone()));
        next = right.end;
    }
    found.push(citing.found(content, by));
    Some(next)
}

/// Whether the verb is one for handing on somebody's words.
fn is_quoting(line: &Line<'_, '_>, verb: &Verb) -> bool {
    let lower = line.lower(verb.at);
    lower.starts_with("quot") || lower.starts_with("cit")
}

/// Whether a subject opens a clause that another one follows.
fn is_subordinate(line: &Line<'_, '_>, subject: usize) -> bool {
    matches!(
        line.lower_before(subject),
        "when"
            | "after"
            | "as"
            | "while"
            | "before"
            | "if"
            | "since"
            | "until"
            | "once"
            | "although"
    )
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
    let participle = cue.form == Form::Ing && group.start > 0;
    if !(joined || participle) || cue.form == Form::Base || !takes(line, verb, start) {
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
        _ => phrase::subject(line, group.start).map(|s| line.spans(s)).unwrap_or_default(),
    };
    if source.is_empty() {
        return None;
    }
    let end = content::end(line, start, cue.class);
    if !line.has_letters(start..end) {
        return None;
    }
    found.push(Found {
        source,
        cue: line.spans(group.clone()),
        content: line.spans(start..end),
        by: Rule::SharedSubject,
    });
    Some(end)
}

/// Whether something that can be content ends right before an item: a quotation, or a clause and a
/// comma.
pub(super) fn content_stands_before(line: &Line<'_, '_>, end: usize, floor: usize) -> bool {
    end > floor
        && (line.is_quote(end - 1)
            || matches!(line.lower(end - 1), "," | "—" | "–" | "?" | "!") && end - 1 > floor)
}

fn quote_ends_at(line: &Line<'_, '_>, end: usize) -> bool {
    let at = if line.is_mark(end - 1) { end.saturating_sub(2) } else { end - 1 };
    line.is_quote(at) && (line.is_speech(at) || line.is_quote(end - 1)) || line.is_speech(at)
}

/// Whether the words to the left are more than an adverbial.
pub(super) fn is_clause(line: &Line<'_, '_>, left: &Range<usize>) -> bool {
    let first = line.lower(left.start);
    let words = left.clone().filter(|&at| line.is_word(at) || line.is_quote(at)).count();
    let adverbial = (words::is_preposition(first)
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
    let comma_clause = (words::is_preposition(first)
        || matches!(first, "when" | "while" | "as" | "asked" | "speaking"))
        && words < 9;
    words >= 3 && !adverbial && !comma_clause
}

/// Whether the clause that a cue interrupted goes on after the comma.
pub(super) fn goes_on_after(line: &Line<'_, '_>, comma: usize) -> bool {
    let next = comma + 1;
    let lower = line.lower(next);
    next < line.end()
        && !matches!(
            lower,
            "according" | "but" | "who" | "which" | "while" | "when" | "as" | "though" | "although"
        )
        && cues::cue(lower).is_none_or(|(c, _)| c.form != Form::Ing)
}

/// `The deal appears to be dead`: nobody is named to whom it appears.
fn appears(line: &Line<'_, '_>, verb: &Verb, subject: Range<usize>, rest: Range<usize>) -> Found {
    let dummy =
        line.lower(subject.start) == "it" && matches!(line.lower(rest.start), "that" | "as");
    let cue = if dummy { subject.start..verb.group.end } else { verb.group.clone() };
    let mut content = if dummy { Vec::new() } else { line.spans(subject) };
    content.extend(line.spans(rest));
    Found { source: Vec::new(), cue: line.spans(cue), content, by: Rule::SubjectAppears }
}

/// The quotations that begin right after an item, past its mark.
pub(super) fn quotation_after(line: &Line<'_, '_>, at: usize) -> Option<Range<usize>> {
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
