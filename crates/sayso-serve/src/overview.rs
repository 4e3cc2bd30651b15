//! What is on this page, all in all?
//!
//! The sums, who speaks how often, and an index of the articles.

use maud::{Markup, html};
use sayso_core::record::{ArticleRecord, SpeakerClass, Stance, Statement};
use sayso_core::span::Span;

use crate::links;
use crate::shown::{Shown, in_attribute};
use crate::words;

/// Width of a drawn bar in its own units.
const FULL: usize = 1000;

/// The head of the page.
pub(crate) fn head(title: &str, records: &[ArticleRecord<Span>], notices: &[String]) -> Markup {
    let statements = || records.iter().flat_map(|record| &record.statements);
    html! {
        header.top {
            .lead {
                p.name { "sayso" }
                h1 { (Shown(title)) }
                p.standfirst { (sums(records)) }
                p.promise {
                    "Every statement below is tied to the words that prove it. "
                    "The ledger tells who says what on whose authority; it does not rate what is true."
                }
                @if !notices.is_empty() {
                    ul.notices aria-label="What was not read" {
                        @for notice in notices { li { (Shown(notice)) } }
                    }
                }
            }
            section.voices aria-labelledby="voices" {
                h2 #voices { "On whose authority" }
                (voices(&counts(statements())))
            }
        }
        @if records.len() > 1 { (index(records)) }
    }
}

/// How many statements each class of speaker makes, in the order of the contract.
pub(crate) fn counts<'a>(
    statements: impl Iterator<Item = &'a Statement<Span>>,
) -> Vec<(SpeakerClass, usize)> {
    let mut counts: Vec<_> = SpeakerClass::ALL.into_iter().map(|class| (class, 0)).collect();
    for statement in statements {
        for (class, count) in &mut counts {
            *count += usize::from(*class == statement.speaker.class);
        }
    }
    counts
}

fn sums(records: &[ArticleRecord<Span>]) -> Markup {
    let statements: Vec<_> = records.iter().flat_map(|record| &record.statements).collect();
    let mut outlets: Vec<_> = records.iter().filter_map(|r| r.outlet.as_deref()).collect();
    outlets.sort_unstable();
    outlets.dedup();
    let dates = || records.iter().filter_map(|record| record.published);
    let with = |stance| statements.iter().filter(|s| s.stance == stance).count();
    let unsure = statements.iter().filter(|s| words::calls_for_a_look(s)).count();
    html! {
        b { (words::count(statements.len(), "statement")) } " in "
        b { (words::count(records.len(), "article")) }
        @match outlets[..] {
            [] => {}
            [outlet] => { " by " bdi { (Shown(outlet)) } }
            _ => { " by " (words::count(outlets.len(), "outlet")) }
        }
        @if let (Some(first), Some(last)) = (dates().min(), dates().max()) {
            ", " (words::date(first))
            @if first != last { " to " (words::date(last)) }
        }
        ". "
        (words::count(with(Stance::Denies), "denial")) ", "
        (words::count(with(Stance::Hedged), "hedged statement")) ", "
        (words::count(with(Stance::Forecast), "forecast")) "; "
        (words::grouped(unsure)) " to be checked, because sayso is not sure."
    }
}

fn voices(counts: &[(SpeakerClass, usize)]) -> Markup {
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0).max(1);
    html! {
        ul.bars {
            @for (class, count) in counts {
                li.(class.as_str()) .zero[*count == 0] {
                    span.label { (words::class_heading(*class)) }
                    svg viewBox={ "0 0 " (FULL) " 10" } preserveAspectRatio="none" aria-hidden="true" {
                        rect width=(count * FULL / most) height="10" {}
                    }
                    span.number { (words::grouped(*count)) }
                }
            }
        }
    }
}

fn index(records: &[ArticleRecord<Span>]) -> Markup {
    html! {
        nav.index aria-labelledby="index" {
            h2 #index { "Articles" }
            table {
                thead {
                    tr {
                        th scope="col" { "Printed" }
                        th scope="col" { "Outlet" }
                        th scope="col" { "Article" }
                        th.count scope="col" { "Statements" }
                        th scope="col" { "Who speaks" }
                    }
                }
                tbody {
                    @for (number, record) in (1..).zip(records) { (row(number, record)) }
                }
            }
        }
    }
}

fn row(number: usize, record: &ArticleRecord<Span>) -> Markup {
    html! {
        tr {
            td.date {
                @match (record.published, &record.published_inferred) {
                    (Some(date), _) => { (words::date(date)) }
                    (None, Some(inferred)) => { (words::date(inferred.from)) " or later" }
                    (None, None) => { "not given" }
                }
            }
            td.outlet { bdi { (Shown(words::outlet(record))) } }
            th scope="row" {
                a href={ "#" (links::article(number)) } {
                    (Shown(record.title.as_deref().unwrap_or(record.id.as_str())))
                }
            }
            td.count { (words::grouped(record.statements.len())) }
            td.mix { (mix(record)) }
        }
    }
}

/// Who speaks in one article: a bar in pieces, and the same in words for who cannot see it.
fn mix(record: &ArticleRecord<Span>) -> Markup {
    let counts = counts(record.statements.iter());
    let sum = record.statements.len().max(1);
    let said: Vec<String> = counts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(class, count)| format!("{}: {count}", words::class_heading(*class)))
        .collect();
    let said = if said.is_empty() { "nobody".to_owned() } else { said.join(", ") };
    let mut end = 0;
    let pieces: Vec<_> = counts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(class, count)| {
            let start = end;
            end += count;
            (class, start * FULL / sum, count * FULL / sum)
        })
        .collect();
    html! {
        svg role="img" aria-label=(in_attribute(&said)) viewBox={ "0 0 " (FULL) " 10" } preserveAspectRatio="none" {
            title { (said) }
            @for (class, start, width) in pieces {
                // A gap of a hundredth keeps neighbours apart without their colours.
                rect.(class.as_str()) x=(start) width=(width.saturating_sub(FULL / 100).max(1)) height="10" {}
            }
        }
    }
}
