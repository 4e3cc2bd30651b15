//! How is one statement shown as a record?
//!
//! A card says who speaks and on what authority, the words, the way they came, the stance, and how
//! sure all this is; behind "why" stand the words that prove each field and the rule that decided.

use std::ops::Range;

use maud::{Markup, html};
use sayso_core::id::StatementId;
use sayso_core::record::{Evidence, SpeakerClass, Stance, Statement};
use sayso_core::span::Span;

use crate::article::OnPage;
use crate::links;
use crate::segment;
use crate::shown::{Shown, excerpt};
use crate::words;

/// Characters of a statement's words that a card repeats; the text has the rest.
const WORDS_ON_A_CARD: usize = 700;
/// Characters of a source as printed, or of words of evidence, that a card repeats.
const WORDS_IN_A_LINE: usize = 160;

/// The cards of one article.
pub(crate) fn cards(on_page: OnPage<'_>, paragraphs: &[Range<usize>]) -> Markup {
    let statements = &on_page.record.statements;
    html! {
        h3 { "Ledger" span.sum { (words::count(statements.len(), "statement")) } }
        @if statements.is_empty() {
            p.empty { "No statement on anybody’s word was found in this article." }
        } @else {
            ol.cards {
                @for index in 0..statements.len() { (card(on_page, index, paragraphs)) }
            }
        }
    }
}

fn card(on_page: OnPage<'_>, index: usize, paragraphs: &[Range<usize>]) -> Markup {
    let record = on_page.record;
    let statement = &record.statements[index];
    let speaker = &statement.speaker;
    let position = on_page.position(index);
    let place = segment::anchor(statement, &record.text);
    let mark = if place.is_some() { position.mark() } else { links::text(on_page.number) };
    let paragraph = place.map(|place| 1 + paragraphs.partition_point(|p| p.end <= place.start));
    let role = speaker.role.as_deref().filter(|_| speaker.name.is_some());
    html! {
        li.card.(speaker.class.as_str()) id=(position.card()) {
            p.who {
                span.no { (position.statement) }
                " " b { bdi { (Shown(&words::speaker(speaker))) } }
                @if let Some(role) = role { " " span.role { bdi { (Shown(role)) } } }
            }
            p.tasks {
                a href={ "#" (mark) } {
                    "in the text" @if let Some(paragraph) = paragraph { ", ¶ " (paragraph) }
                }
            }
            p.authority { (Shown(&authority(on_page, statement))) }
            @if let Some(reason) = &speaker.anonymity_reason {
                p.reason { "Reason printed: “" (Shown(reason)) "”" }
            }
            (content(on_page, statement))
            (facts(on_page, statement))
            (chain(statement))
            (relations(on_page, statement))
            (candidates(statement))
            (why(on_page, statement))
        }
    }
}

fn authority(on_page: OnPage<'_>, statement: &Statement<Span>) -> String {
    let record = on_page.record;
    let speaker = &statement.speaker;
    let speaks_for = speaker.speaks_for.as_deref().map(|words| words::named(record, words));
    let close_to = speaker.close_to.as_deref().map(|words| words::named(record, words));
    words::authority(speaker, speaks_for, close_to, &as_printed(&record.text, &statement.source))
}

/// The words themselves, the words behind a doubt marked among them.
fn content(on_page: OnPage<'_>, statement: &Statement<Span>) -> Markup {
    let text = &on_page.record.text;
    let ranges = statement.content.iter().filter_map(|span| segment::within(text, *span));
    let mut left = WORDS_ON_A_CARD;
    let mut pieces = Vec::new();
    let mut left_off = 0;
    for range in ranges {
        let (words, off) = excerpt(&text[range.clone()], left);
        left -= words.chars().count().min(left);
        left_off += off;
        if !words.is_empty() {
            pieces.push(range.start..range.start + words.len());
        }
    }
    let doubts: Vec<Range<usize>> = evidence_of(statement, "stance")
        .filter_map(|evidence| segment::within(text, evidence.place))
        .collect();
    html! {
        @if pieces.is_empty() && left_off == 0 {
            p.empty { "The record holds no words of it." }
        } @else {
            blockquote.(statement.quotation.as_str()) {
                @for (index, piece) in pieces.iter().enumerate() {
                    @if index > 0 { span.gap { " … " } }
                    (with_doubts(text, piece.clone(), &doubts))
                }
                @if left_off > 0 {
                    span.gap { " … and " (words::count(left_off, "more character")) " in the text" }
                }
            }
        }
    }
}

fn with_doubts(text: &str, piece: Range<usize>, doubts: &[Range<usize>]) -> Markup {
    let mut inside: Vec<&Range<usize>> =
        doubts.iter().filter(|d| piece.start <= d.start && d.end <= piece.end).collect();
    inside.sort_by_key(|doubt| doubt.start);
    let mut parts = Vec::new();
    let mut at = piece.start;
    for doubt in inside {
        if doubt.start >= at {
            parts.push((at..doubt.start, false));
            parts.push((doubt.clone(), true));
            at = doubt.end;
        }
    }
    parts.push((at..piece.end, false));
    html! {
        @for (range, doubt) in parts {
            @if doubt { mark { (Shown(&text[range])) } } @else { (Shown(&text[range])) }
        }
    }
}

/// Stance, manner, date and addressee.
fn facts(on_page: OnPage<'_>, statement: &Statement<Span>) -> Markup {
    let record = on_page.record;
    let stance = words::stance(statement.stance);
    // A doubt outside the statement's own words would be lost on the card.
    let doubt = (statement.stance == Stance::Hedged)
        .then(|| {
            evidence_of(statement, "stance")
                .filter_map(|evidence| segment::within(&record.text, evidence.place))
                .find(|range| !is_in(range, &statement.content, &record.text))
        })
        .flatten();
    html! {
        p.facts {
            @if statement.negated { span.chip.denies { "not said" } " " }
            @if let Some(stance) = stance {
                span.chip.(stance) { (stance) }
                @if let Some(doubt) = doubt {
                    " “" mark { (Shown(excerpt(&record.text[doubt], WORDS_IN_A_LINE).0)) } "”"
                }
                " "
            }
            span.manner { (words::quotation(statement.quotation)) }
            @if let Some(said) = statement.said {
                " · said " time datetime=(said) { (words::date(said)) }
            }
            @if let Some(addressee) = &statement.addressee {
                " · to " bdi { (Shown(words::named(record, addressee))) }
            }
        }
    }
}

/// The way of the words: speaker, work, carriers, this article.
fn chain(statement: &Statement<Span>) -> Markup {
    let speaker = &statement.speaker;
    let broken = speaker.class == SpeakerClass::Unattributed;
    html! {
        ol.chain {
            @if broken {
                li.broken { "nobody named" }
            } @else {
                li { bdi { (Shown(&words::speaker(speaker))) } }
            }
            @if let Some(work) = &statement.work { li { cite { (Shown(work)) } } }
            @for carrier in &statement.via { li { bdi { (Shown(carrier)) } } }
            li { "this article" }
        }
    }
}

/// Links to the statements that this one stands in, goes on from, or argues with.
fn relations(on_page: OnPage<'_>, statement: &Statement<Span>) -> Markup {
    let parent = statement.parent.as_slice();
    let continues = statement.continues.as_slice();
    let all: [(&str, &[StatementId]); 4] = [
        ("Inside", parent),
        ("Continues", continues),
        ("Disputes", &statement.disputes),
        ("Disputed by", &statement.disputed_by),
    ];
    html! {
        @if all.iter().any(|(_, ids)| !ids.is_empty()) {
            p.relations {
                @for (label, ids) in all {
                    @if !ids.is_empty() {
                        span { (label) @for id in ids { " " (link_to(on_page, id)) } } " "
                    }
                }
            }
        }
    }
}

fn link_to(on_page: OnPage<'_>, id: &StatementId) -> Markup {
    match on_page.links.find(id) {
        Some(position) if position.article == on_page.number => html! {
            a.to href={ "#" (position.card()) } { (position.statement) }
        },
        Some(position) => html! {
            a.to href={ "#" (position.card()) } {
                (position.statement) " of article " (position.article)
            }
        },
        None => html! { code { (Shown(id.as_str())) } " (not on this page)" },
    }
}

/// Who else it could be, where that is not sure.
fn candidates(statement: &Statement<Span>) -> Markup {
    let candidates = &statement.speaker.candidates;
    html! {
        @if !candidates.is_empty() {
            p.candidates {
                "It could also be "
                @for (index, candidate) in candidates.iter().enumerate() {
                    @if index > 0 { ", " }
                    bdi { (Shown(&candidate.name)) } " " (number(candidate.confidence))
                }
            }
        }
    }
}

fn measure(what: &str, confidence: f32) -> Markup {
    let sureness = words::sureness(confidence);
    html! {
        (what) " "
        @if words::is_unsure(confidence) { b.doubt { (sureness) } } @else { b { (sureness) } }
        " " (number(confidence))
    }
}

fn number(confidence: f32) -> String {
    format!("{confidence:.2}")
}

fn why(on_page: OnPage<'_>, statement: &Statement<Span>) -> Markup {
    let text = on_page.record.text.as_str();
    let printed = [("source", &statement.source), ("cue", &statement.cue)];
    let proved = |field: &str| evidence_of(statement, field).next().is_some();
    html! {
        details.why {
            summary {
                "Why? " span.sure {
                    (measure("Words", statement.confidence)) " · "
                    (measure("speaker", statement.speaker.confidence))
                }
            }
            dl {
                @for (part, spans) in printed.iter().filter(|(part, _)| !proved(part)) {
                    dt { (part) }
                    dd {
                        @if spans.is_empty() { "none in the text" }
                        @else { "“" (Shown(&as_printed(text, spans))) "”" }
                    }
                }
                @for evidence in &statement.evidence {
                    dt { (Shown(&evidence.field)) }
                    dd {
                        @if let Some(range) = segment::within(text, evidence.place) {
                            "“" (Shown(excerpt(&text[range], WORDS_IN_A_LINE).0)) "” "
                        }
                        i { (Shown(&evidence.by)) }
                    }
                }
                dt { "id" }
                dd { code { (Shown(statement.id.as_str())) } }
            }
        }
    }
}

fn evidence_of<'a>(
    statement: &'a Statement<Span>,
    field: &'a str,
) -> impl Iterator<Item = &'a Evidence<Span>> {
    statement.evidence.iter().filter(move |evidence| evidence.field == field)
}

fn as_printed(text: &str, spans: &[Span]) -> String {
    excerpt(&segment::pieces(text, spans).join(" … "), WORDS_IN_A_LINE).0.to_owned()
}

fn is_in(range: &Range<usize>, spans: &[Span], text: &str) -> bool {
    spans
        .iter()
        .filter_map(|span| segment::within(text, *span))
        .any(|span| span.start <= range.start && range.end <= span.end)
}
