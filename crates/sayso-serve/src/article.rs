//! How is one article shown?
//!
//! Its text as printed on the left, every statement marked in it; its ledger on the right. The
//! words of the text stand in the document in their order and once only: whatever is added (tags,
//! labels, notes) is an element of class `t` or `note`, which a selection leaves out.

use std::iter;
use std::ops::Range;

use maud::{Markup, html};
use sayso_core::record::{ArticleRecord, FurnitureKind};
use sayso_core::span::Span;

use crate::ledger;
use crate::links::{self, Links, Position};
use crate::segment::{self, Begin, Part, Segment};
use crate::shown::{Shown, in_attribute};
use crate::words;

/// One article of the page: what every part of it needs to know.
#[derive(Clone, Copy)]
pub(crate) struct OnPage<'a> {
    pub(crate) record: &'a ArticleRecord<Span>,
    /// Its number on the page, from 1.
    pub(crate) number: usize,
    pub(crate) links: &'a Links<'a>,
}

impl OnPage<'_> {
    /// Where the statement with this index stands on the page.
    pub(crate) fn position(&self, statement: usize) -> Position {
        Position { article: self.number, statement: statement + 1 }
    }
}

/// One article: head, text and ledger.
pub(crate) fn section(on_page: OnPage<'_>) -> Markup {
    let OnPage { record, number, .. } = on_page;
    let paragraphs = paragraphs(&record.text);
    let cuts: Vec<usize> = paragraphs.iter().flat_map(|p| [p.start, p.end]).collect();
    let segments = segment::segments(record, &cuts);
    let headline = paragraphs.iter().position(|paragraph| {
        furniture_of(within(&segments, paragraph), &record.text) == Some(FurnitureKind::Headline)
    });
    html! {
        article.article id=(links::article(number)) aria-labelledby={ (links::article(number)) "h" } {
            (head(on_page, headline.is_none()))
            .columns {
                .text id=(links::text(number)) lang=[record.language.as_deref().map(in_attribute)] {
                    (text(on_page, &paragraphs, &segments, headline))
                }
                section.ledger aria-label={ "Ledger of article " (number) } tabindex="0" {
                    (ledger::cards(on_page, &paragraphs))
                }
            }
        }
    }
}

/// The paragraphs of a text as ranges: every character outside them is white space.
pub(crate) fn paragraphs(text: &str) -> Vec<Range<usize>> {
    sayso_core::text::paragraphs(text).into_iter().map(sayso_core::Span::range).collect()
}

fn head(on_page: OnPage<'_>, with_title: bool) -> Markup {
    let OnPage { record, number, .. } = on_page;
    let address = record
        .url
        .as_deref()
        .filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    html! {
        header.head {
            p.kicker {
                b { bdi { (Shown(words::outlet(record))) } }
                @if let Some(date) = record.published {
                    " · " time datetime=(date) { (words::date(date)) }
                } @else if let Some(inferred) = &record.published_inferred {
                    " · printed between " (words::date(inferred.from)) " and "
                    (words::date(inferred.to)) ", by its own words"
                }
                @if let Some(byline) = &record.byline { " · " bdi { (Shown(byline)) } }
                @if let Some(url) = address {
                    " · " a href=(in_attribute(url)) rel="noreferrer noopener nofollow" { "as published" }
                }
            }
            @if with_title {
                h2 id={ (links::article(number)) "h" } {
                    (Shown(record.title.as_deref().unwrap_or(record.id.as_str())))
                }
            }
            (about(record))
            @for (index, note) in record.notes.iter().enumerate() {
                @if !segment::note_has_place(record, index) {
                    (self::note(number, index, &note.kind, &note.message, false))
                }
            }
        }
    }
}

/// What is known of the article beside its text, and from where.
fn about(record: &ArticleRecord<Span>) -> Markup {
    let ArticleRecord { extractor, provenance, .. } = record;
    html! {
        details.about {
            summary { "About this article" }
            dl {
                dt { "id" } dd { code { (Shown(record.id.as_str())) } }
                @if let Some(url) = &record.url { dt { "address" } dd { (Shown(url)) } }
                @if let Some(language) = &record.language {
                    dt { "language" } dd { (Shown(language)) }
                }
                @if let Some(inferred) = &record.published_inferred {
                    dt { "date concluded from" } dd { (Shown(&inferred.why.join("; "))) }
                }
                @for one in provenance {
                    dt { (Shown(&one.field)) }
                    dd {
                        "from " (Shown(&one.by))
                        @if let Some(range) = one.place.and_then(|p| segment::within(&record.text, p)) {
                            ": “" (Shown(&record.text[range])) "”"
                        }
                    }
                }
                dt { "read by" }
                dd {
                    "sayso " (Shown(&extractor.version))
                    @match &extractor.model {
                        Some(model) => { ", model " (Shown(model)) }
                        None => { ", by rules alone" }
                    }
                }
            }
        }
    }
}

fn text(
    on_page: OnPage<'_>,
    paragraphs: &[Range<usize>],
    segments: &[Segment],
    headline: Option<usize>,
) -> Markup {
    let OnPage { record, number, .. } = on_page;
    let ends = || iter::once(0).chain(paragraphs.iter().map(|paragraph| paragraph.end));
    html! {
        @for (index, (paragraph, before)) in paragraphs.iter().zip(ends()).enumerate() {
            @let inside = within(segments, paragraph);
            @let furniture = furniture_of(inside, &record.text);
            @let spaced = is_spaced(&record.text[paragraph.clone()]);
            (Shown(&record.text[before..paragraph.start]))
            @if headline == Some(index) {
                h2.headline.spaced[spaced] id={ (links::article(number)) "h" } { (words_of(on_page, inside, true)) }
            } @else if let Some(kind) = furniture {
                p.furniture.(kind.as_str()).spaced[spaced] { (words_of(on_page, inside, true)) }
            } @else if spaced {
                p.spaced { (words_of(on_page, inside, false)) }
            } @else {
                p { (words_of(on_page, inside, false)) }
            }
            @for note in inside.iter().flat_map(notes_in) {
                (self::note(number, note, &record.notes[note].kind, &record.notes[note].message, true))
            }
        }
        (Shown(&record.text[ends().last().unwrap_or(0)..]))
    }
}

/// The words of one paragraph with their marks; `dimmed` says that all of it is furniture.
fn words_of(on_page: OnPage<'_>, segments: &[Segment], dimmed: bool) -> Markup {
    html! {
        @for segment in segments {
            @for begin in &segment.begins { (begin_tag(on_page, *begin)) }
            (stretch(on_page, segment, dimmed))
            @for statement in &segment.ends { (number_tag(on_page.position(*statement))) }
        }
    }
}

fn stretch(on_page: OnPage<'_>, segment: &Segment, dimmed: bool) -> Markup {
    let words = Shown(&on_page.record.text[segment.range.clone()]);
    let plain_furniture = segment.furniture.is_none() || dimmed;
    if segment.layers.is_empty() && plain_furniture && !segment.noted {
        return html! { (words) };
    }
    let has = |part| segment.layers.iter().any(|layer| layer.part == part);
    let depth = segment.layers.iter().filter(|layer| layer.part == Part::Content).count();
    // Words under several statements take the colour of the innermost that says them.
    let voice = segment
        .layers
        .iter()
        .rfind(|layer| layer.part == Part::Content)
        .map(|layer| on_page.record.statements[layer.statement].speaker.class.as_str());
    let classes: Vec<&str> = [
        voice,
        (depth > 0).then_some("c"),
        (depth == 2).then_some("d2"),
        (depth > 2).then_some("d3"),
        has(Part::Cue).then_some("q"),
        has(Part::Source).then_some("s"),
        (!plain_furniture).then_some("f"),
        segment.noted.then_some("nt"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let mut numbers: Vec<usize> = segment.layers.iter().map(|layer| layer.statement + 1).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let numbers: Vec<String> = numbers.iter().map(usize::to_string).collect();
    html! {
        span class=(classes.join(" "))
            data-s=[(!numbers.is_empty()).then(|| numbers.join(" "))] { (words) }
    }
}

fn begin_tag(on_page: OnPage<'_>, begin: Begin) -> Markup {
    let OnPage { record, number, links } = on_page;
    match begin {
        Begin::Furniture(kind) => html! { span.t.kind { (furniture_label(kind)) } },
        Begin::Note(note) => html! {
            a.t.nt id={ (links::note(number, note + 1)) "w" } href={ "#" (links::note(number, note + 1)) } {
                "note " (note + 1)
            }
        },
        Begin::Statement(statement) => {
            let before = record.statements[statement].continues.as_ref();
            let before = before.and_then(|id| links.find(id));
            html! {
                a.at id=(on_page.position(statement).mark()) {}
                @if let Some(before) = before {
                    a.t.on href={ "#" (before.card()) } { (before.statement) " goes on" }
                }
            }
        }
        Begin::Source(statement) => {
            let class = record.statements[statement].speaker.class;
            let position = on_page.position(statement);
            html! {
                a.t.w.(class.as_str()) href={ "#" (position.card()) } {
                    (words::class_tag(class)) " " (position.statement)
                }
            }
        }
    }
}

fn number_tag(position: Position) -> Markup {
    html! {
        a.t.n href={ "#" (position.card()) } aria-label={ "statement " (position.statement) } {
            (position.statement)
        }
    }
}

fn note(article: usize, index: usize, kind: &str, message: &str, has_place: bool) -> Markup {
    let anchor = links::note(article, index + 1);
    html! {
        aside.note id=(anchor) {
            b { "Note " (index + 1) } " " span.what { (Shown(&kind.replace('-', " "))) } ": " (Shown(message))
            @if has_place { " " a href={ "#" (anchor) "w" } { "See the words" } }
        }
    }
}

fn notes_in(segment: &Segment) -> impl Iterator<Item = usize> {
    segment.begins.iter().filter_map(|begin| match begin {
        Begin::Note(note) => Some(*note),
        _ => None,
    })
}

/// The segments of one paragraph; both ends of it are cuts.
fn within<'a>(segments: &'a [Segment], paragraph: &Range<usize>) -> &'a [Segment] {
    let first = segments.partition_point(|segment| segment.range.start < paragraph.start);
    let end = segments.partition_point(|segment| segment.range.start < paragraph.end);
    &segments[first..end]
}

/// What a paragraph is, if none of its words are running text: the kind of its first words.
fn furniture_of(segments: &[Segment], text: &str) -> Option<FurnitureKind> {
    let mut words = segments.iter().filter(|s| !text[s.range.clone()].trim().is_empty()).peekable();
    let first = words.peek()?.furniture?;
    words.all(|segment| segment.furniture.is_some()).then_some(first)
}

/// Whether a paragraph has white space that a browser would fold, and so must be told to keep.
fn is_spaced(text: &str) -> bool {
    text.starts_with(char::is_whitespace)
        || text.contains('\t')
        || text.lines().any(|line| line.contains("  ") || line.starts_with(' '))
}

fn furniture_label(kind: FurnitureKind) -> &'static str {
    match kind {
        FurnitureKind::Date => "date line",
        FurnitureKind::Related => "pointer",
        FurnitureKind::Syndication => "first printed",
        FurnitureKind::Interface => "page button",
        other => other.as_str(),
    }
}
