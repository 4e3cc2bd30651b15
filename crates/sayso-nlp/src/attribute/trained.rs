//! Who said what, by a trained reader, and by rules where they know better?
//!
//! The reader finds most attributions, and finds them better than any rule. It was taught on articles
//! in which only the outermost attribution is marked, and speech that goes on without a cue is left
//! out. Rules add both, and what the typography of interviews says; a rule never changes what the
//! reader found.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use sayso_core::Span;
use sayso_encoder::Encoder;
use sayso_encoder::manifest::Decoding;
use sayso_encoder::scores::Scores;

use super::rule::Rule;
use super::turn::{self, Turn};
use super::{in_order, inside, mend, speech};
use crate::decode::decode;
use crate::hints::Hints;
use crate::quotation::{End, Kind, Marks};
use crate::relation::{Attributor, Relation, Seen};
use crate::segment::Segmented;

/// What the relations of the reader name as their evidence.
const READER: &str = "encoder";

/// Says of a text what a trained encoder sees in it.
///
/// The one door for a model: behind it may be the encoder itself, or scores that it gave once.
pub trait Scorer: Send + Sync {
    /// The scores of a text.
    fn scores(&self, text: &str) -> Scores;
    /// How scores become statements.
    fn decoding(&self) -> &Decoding;
    /// Name and version of the model.
    fn name(&self) -> &str;
}

impl Scorer for Encoder {
    fn scores(&self, text: &str) -> Scores {
        Encoder::scores(self, text)
    }

    fn decoding(&self) -> &Decoding {
        Encoder::decoding(self)
    }

    fn name(&self) -> &str {
        Encoder::name(self)
    }
}

/// Attribution by a trained reader, completed by rules.
#[derive(Clone, Copy)]
pub struct Trained<'a>(pub &'a dyn Scorer);

impl Attributor for Trained<'_> {
    fn read(&self, segmented: &Segmented<'_>) -> Seen {
        let shown = with_double_marks(segmented);
        let scores = self.0.scores(&shown);
        let hints = Hints::of(&scores, segmented);
        let turns = turn::turns(segmented);
        let mut found: Vec<Relation> = Vec::new();
        // For each statement of the reader, its first relation.
        let mut places: Vec<Option<usize>> = Vec::new();
        let mut parents: Vec<(usize, usize)> = Vec::new();
        for decoded in decode(&shown, &scores, self.0.decoding()) {
            let spans = |words: &[Range<usize>]| spans_of(segmented, &scores, words);
            let whole = Relation {
                source: spans(&decoded.source).into_iter().map(|s| trimmed(segmented, s)).collect(),
                cue: spans(&decoded.cue),
                content: spans(&decoded.content),
                parent: None,
                continues: None,
                confidence: decoded.confidence,
                by: READER,
            };
            let is_kept = !whole.content.is_empty()
                && !is_label(segmented, &turns, &whole)
                && !mend::is_wish_to_stay_unnamed(segmented, &whole);
            places.push(is_kept.then_some(found.len()));
            if is_kept {
                parents.extend(decoded.parent.map(|parent| (found.len(), parent)));
                by_paragraph(segmented, whole, &mut found);
            }
        }
        for (inner, outer) in parents {
            found[inner].parent = places[outer];
        }
        let rules = speech::join(segmented);
        let holder = holders(segmented, &found);
        mend::mend(segmented, &rules, &holder, &mut found);
        mend::close_gaps(&mut found);
        complete(segmented, rules, &mut found);
        for relation in &mut found {
            mend::cut_comment(segmented, relation);
        }
        inside::cited_for(segmented, &mut found);
        inside::look_inside(segmented, &mut found);
        Seen { relations: in_order(found), hints }
    }

    fn model(&self) -> Option<&str> {
        Some(self.0.name())
    }
}

/// Relations that are known already, from a corpus or a person, and a reader for all else.
#[derive(Clone)]
pub struct Given<'a> {
    /// What is known.
    pub relations: Vec<Relation>,
    /// Who gives hints; nobody where rules alone decide.
    pub scorer: Option<&'a dyn Scorer>,
}

impl Attributor for Given<'_> {
    fn read(&self, segmented: &Segmented<'_>) -> Seen {
        let hints = self
            .scorer
            .map(|scorer| Hints::of(&scorer.scores(&with_double_marks(segmented)), segmented));
        Seen { relations: self.relations.clone(), hints: hints.unwrap_or_default() }
    }

    fn model(&self) -> Option<&str> {
        self.scorer.map(Scorer::name)
    }
}

/// The text with double marks around quotations that have single ones.
///
/// The reader was taught on American papers, in which a single mark is an apostrophe or stands inside
/// a quotation. What replaces a mark has as many bytes, so that every place stays where it was.
fn with_double_marks<'a>(segmented: &Segmented<'a>) -> Cow<'a, str> {
    let single = segmented.quotations.iter().filter(|q| {
        q.marks == Marks::Single && !q.nested && q.kind != Kind::Name && q.end != End::Unclosed
    });
    let mut shown = Cow::Borrowed(segmented.text);
    for quotation in single {
        let opening = quotation.span.start()..quotation.inner.start();
        let closing = quotation.inner.end()..quotation.span.end();
        for mark in [opening, closing] {
            let double = match &segmented.text[mark.clone()] {
                "‘" => "“",
                "’" => "”",
                "'" => "\"",
                _ => continue,
            };
            shown.to_mut().replace_range(mark, double);
        }
    }
    shown
}

/// The places of word ranges, line by line, without those in paragraphs that are not read.
fn spans_of(segmented: &Segmented<'_>, scores: &Scores, words: &[Range<usize>]) -> Vec<Span> {
    let text = segmented.text;
    let mut places = Vec::new();
    for words in words {
        let (first, last) = (&scores.words[words.start], &scores.words[words.end - 1]);
        let whole = Span::new(first.bytes.start, last.bytes.end);
        let number = segmented.paragraph_at(whole.start());
        let paragraphs = segmented.paragraphs[number..].iter();
        let inside = paragraphs
            .take_while(|paragraph| paragraph.span.start() < whole.end())
            .filter(|paragraph| paragraph.is_read)
            .filter_map(|paragraph| paragraph.span.intersection(whole));
        places.extend(inside.map(|span| span.trim(text)).filter(|span| !span.is_empty()));
    }
    places
}

/// A source without a comma, or a clause of one word, at its end: `the harbour master, who`.
fn trimmed(segmented: &Segmented<'_>, source: Span) -> Span {
    let tokens = &segmented.tokens[segmented.tokens_in(source)];
    let is_dangling = |form: &str| matches!(form, "," | "who" | "which");
    let kept = tokens.iter().rposition(|token| !is_dangling(&token.lower));
    kept.map_or(source, |last| Span::new(source.start(), tokens[last].span.end()))
}

/// Adds a relation, of which each paragraph without the cue goes on with the one before it.
///
/// What stands before the paragraph of the cue goes on with that: a speech may wait for its speaker. Whole
/// sentences of speech after what is told in other words are a record of their own, too.
fn by_paragraph(segmented: &Segmented<'_>, whole: Relation, found: &mut Vec<Relation>) {
    let Some(first) = whole.content.first() else { return };
    let paragraph = |span: &Span| segmented.paragraph_at(span.start());
    let own = whole.cue.first().map_or(paragraph(first), &paragraph);
    let in_own = whole.content.iter().any(|span| paragraph(span) == own);
    let own = if in_own { own } else { paragraph(first) };
    let main = found.len();
    let mut parts: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
    for span in &whole.content {
        parts.entry(paragraph(span)).or_default().push(*span);
    }
    let mut content = parts.remove(&own).unwrap_or_default();
    let words = mend::own_words(segmented, &mut content);
    let Relation { confidence, by, .. } = whole;
    found.push(Relation { content, ..whole });
    let mut last = main;
    let here = (!words.is_empty()).then_some((own, words));
    let (before, after): (Vec<_>, Vec<_>) = parts.into_iter().partition(|(n, _)| *n < own);
    for (number, content) in before.into_iter().chain(here).chain(after) {
        let continues = Some(if number < own { main } else { last });
        let (source, cue) = (Vec::new(), Vec::new());
        found.push(Relation { source, cue, content, parent: None, continues, confidence, by });
        if number >= own {
            last = found.len() - 1;
        }
    }
}

/// Whether a relation takes the label of a turn in a conversation for a citation: what a turn is, the
/// conversation as a whole says.
fn is_label(segmented: &Segmented<'_>, turns: &[Turn], relation: &Relation) -> bool {
    let Some(cue) = relation.cue.first() else { return false };
    match &turns[segmented.paragraph_at(cue.start())] {
        Turn::Answer { colon, .. } => cue.overlaps(*colon),
        Turn::Question => cue.of(segmented.text) == ":",
        Turn::GoesOn | Turn::None => false,
    }
}

/// Adds what rules find where the reader found nothing, and the turns of a conversation, in which the
/// reader's relations are nested.
fn complete(segmented: &Segmented<'_>, rules: Vec<Relation>, found: &mut Vec<Relation>) {
    let read = found.len();
    let holder = holders(segmented, found);
    // For each relation of the rules, the one of `found` that stands for it.
    let mut stands_for: Vec<Option<usize>> = vec![None; rules.len()];
    let mut pending: Vec<(usize, usize)> = Vec::new();
    let mut is_turn = vec![false; rules.len()];
    let mut turn_of_paragraph: Vec<Option<usize>> = vec![None; segmented.paragraphs.len()];
    for (number, relation) in rules.into_iter().enumerate() {
        let place = found.len();
        let goes_on = relation.continues.is_some_and(|continued| is_turn[continued]);
        is_turn[number] = Rule::TurnOfAConversation.found(&relation) || goes_on;
        if is_turn[number] {
            let paragraph = segmented.paragraph_at(relation.content[0].start());
            turn_of_paragraph[paragraph] = Some(place);
        } else {
            let spans = relation.cue.iter().chain(&relation.content);
            let twin = spans.flat_map(|span| &holder[segmented.tokens_in(*span)]).flatten().next();
            let around = twin.is_some() && is_around(segmented, &relation, &found[..read]);
            if around {
                enclose(&relation, place, &mut found[..read]);
            } else if let Some(&twin) = twin {
                stands_for[number] = Some(twin);
                if is_torn_out(&relation, &found[twin]) {
                    let Relation { content, by, .. } = relation;
                    let cue = Vec::new();
                    found[twin] = Relation { cue, content, by, ..found[twin].clone() };
                    pending.extend(relation.continues.map(|continued| (twin, continued)));
                    continue;
                }
                left_over(segmented, &relation, twin, &holder, found);
                continue;
            } else if !completes(&relation) {
                promoted(segmented, relation, found);
                continue;
            }
        }
        if let Some(continued) = relation.continues {
            pending.push((place, continued));
        }
        stands_for[number] = Some(place);
        found.push(Relation { continues: None, ..relation });
    }
    for (number, continued) in pending {
        found[number].continues = stands_for[continued];
    }
    for number in 0..read {
        let first = found[number].content[0];
        let turn = turn_of_paragraph[segmented.paragraph_at(first.start())];
        let is_within = |turn: &usize| found[*turn].content.iter().any(|span| span.contains(first));
        if found[number].parent.is_none() {
            found[number].parent = turn.filter(is_within);
        }
    }
}

/// Whether the reader has a part of a speech that goes on, and nobody who says it.
fn is_torn_out(rule: &Relation, read: &Relation) -> bool {
    let inside = |span: &Span| rule.content.iter().any(|whole| whole.contains(*span));
    Rule::SpeechGoesOn.found(rule)
        && read.source.is_empty()
        && read.continues.is_none()
        && read.cue.iter().chain(&read.content).all(inside)
}

/// Whether a rule cites for the whole of what the reader has a part of: `Orr has told friends that …, the
/// Post can reveal`.
fn is_around(segmented: &Segmented<'_>, rule: &Relation, read: &[Relation]) -> bool {
    if !(Rule::ClauseBeforeTheVerb.found(rule) || Rule::AccordingTo.found(rule)) {
        return false;
    }
    let own: Vec<Span> = rule.source.iter().chain(&rule.cue).copied().collect();
    let inside = |span: &Span| rule.content.iter().any(|whole| whole.contains(*span));
    let touches = |spans: &[Span]| {
        spans.iter().any(|span| rule.content.iter().chain(&own).any(|o| o.overlaps(*span)))
    };
    read.iter().filter(|r| touches(&r.cue) || touches(&r.content)).all(|r| {
        r.source.iter().chain(&r.cue).chain(&r.content).all(inside)
            && inside::says(segmented, &r.cue)
    })
}

/// Puts what the reader has within a rule's content under the rule's relation.
fn enclose(rule: &Relation, place: usize, read: &mut [Relation]) {
    for inner in read.iter_mut().filter(|inner| inner.parent.is_none()) {
        let inside = |span: &Span| rule.content.iter().any(|whole| whole.contains(*span));
        if inner.content.iter().all(inside) {
            inner.parent = Some(place);
        }
    }
}

/// Adds the quotations of a rule's content that the reader took for nobody's, as its relation going on.
fn left_over(
    segmented: &Segmented<'_>,
    rule: &Relation,
    twin: usize,
    holder: &[Option<usize>],
    found: &mut Vec<Relation>,
) {
    // It opens a sentence: at the end of one it may be a title.
    let opens = |span: &Span| {
        let before = segmented.text[..span.start()].trim_end();
        before.ends_with(['.', '?', '!', '”', '"', '’', '\''])
    };
    let is_speech = |span: &Span| {
        let mut quotations = segmented.quotations_in(*span);
        quotations.any(|q| q.kind == Kind::Speech && q.span.start() == span.start()) && opens(span)
    };
    let is_left = |span: &&Span| {
        is_speech(span) && holder[segmented.tokens_in(**span)].iter().all(Option::is_none)
    };
    for span in rule.content.iter().filter(is_left) {
        found.push(speech::without_cue(*span, Some(twin)));
    }
}

/// Adds what a rule that may not speak itself has within its content, if somebody surely speaks there.
fn promoted(segmented: &Segmented<'_>, rule: Relation, found: &mut Vec<Relation>) {
    let mut inner = vec![rule];
    inside::nested(segmented, 0, &mut inner);
    let inner = inner.into_iter().skip(1).filter(|inner| {
        [Rule::SubjectToldSomebody, Rule::SubjectVerbQuotation, Rule::AccordingTo, Rule::AsSaying]
            .iter()
            .any(|rule| rule.found(inner))
    });
    found.extend(inner.map(|inner| Relation { parent: None, ..inner }));
}

/// For each token the relation of which it is cue or content; of several the last.
fn holders(segmented: &Segmented<'_>, found: &[Relation]) -> Vec<Option<usize>> {
    let mut holder = vec![None; segmented.tokens.len()];
    for (number, relation) in found.iter().enumerate() {
        for span in relation.cue.iter().chain(&relation.content) {
            holder[segmented.tokens_in(*span)].fill(Some(number));
        }
    }
    holder
}

/// Whether a rule may speak where the reader is silent.
///
/// On the articles of the corpus the reader leaves rules next to nothing to add (one candidate in an
/// article, of which one in three is right), on papers of other countries and kinds more. So the rules
/// speak that were right in seven of ten cases by themselves, those of speech that goes on, and that
/// of hearsay, which names no source.
fn completes(relation: &Relation) -> bool {
    [
        Rule::QuotationBeforeTheVerb,
        Rule::ClauseBeforeTheVerb,
        Rule::VerbBeforeItsSubject,
        Rule::SubjectVerbClause,
        Rule::SubjectVerbQuotation,
        Rule::SubjectToldSomebody,
        Rule::AccordingTo,
        Rule::NameAndColon,
        Rule::HearsayAdverb,
        Rule::PassiveWithoutSource,
        Rule::SpeechGoesOn,
        Rule::SpeechWithoutACue,
        Rule::QuotesSomebody,
        Rule::AsSaying,
        Rule::ReportedBy,
        Rule::PutsAt,
        Rule::InTheWordsOf,
    ]
    .iter()
    .any(|rule| rule.found(relation))
}
