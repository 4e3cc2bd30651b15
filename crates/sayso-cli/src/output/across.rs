//! What does a person want to see between articles?
//!
//! A heading for each kind of line, under it each line in words, then the ids and places behind it,
//! dim.

use std::fmt::Write as _;

use sayso::across::{
    Across, Claim, Contradiction, Copy, CopyKind, DateOrInterval, Disagreement, Dispute,
    DisputeKind, Drift, EntityAcross, EventAcross, Forecast, Place, Root, Story, Verdict,
};
use sayso::id::{ArticleId, StatementId};
use sayso::time::Date;

use crate::output::layout::Flow;
use crate::output::ledger::Layout;
use crate::output::style::Style;

/// What stands before the first line of an entry, and before its others.
const FIRST: &str = "  ";
const REST: &str = "    ";

/// Ids that are named of a line with many.
const SHOWN: usize = 12;

/// All lines, in the order in which they come.
pub(crate) fn listing(lines: &[Across], layout: Layout) -> String {
    let mut out = String::new();
    let mut last = "";
    for line in lines {
        let heading = heading_of(line);
        if heading != last {
            if !out.is_empty() {
                out.push('\n');
            }
            layout.write(Flow::of(Style::Bold, heading), "", "", &mut out);
            last = heading;
        }
        let (mut flow, behind) = match line {
            Across::Entity(entity) => self::entity(entity),
            Across::Copy(copy) => self::copy(copy),
            Across::Story(story) => self::story(story),
            Across::Claim(claim) => self::claim(claim),
            Across::Dispute(dispute) => self::dispute(dispute),
            Across::Drift(drift) => self::drift(drift),
            Across::Forecast(forecast) => self::forecast(forecast),
            Across::Contradiction(contradiction) => self::contradiction(contradiction),
            Across::Event(event) => self::event(event),
        };
        if !behind.is_empty() {
            flow.add(Style::Dim, &format!(" ({behind})"));
        }
        layout.write(flow, FIRST, REST, &mut out);
    }
    if lines.is_empty() {
        layout.write(Flow::of(Style::Dim, "nothing was found"), "", "", &mut out);
    }
    out
}

fn heading_of(line: &Across) -> &'static str {
    match line {
        Across::Entity(_) => "People, bodies and places",
        Across::Copy(_) => "Copies",
        Across::Story(_) => "Stories",
        Across::Claim(_) => "Claims",
        Across::Dispute(_) => "Disputes",
        Across::Drift(_) => "Drift",
        Across::Forecast(_) => "Forecasts",
        Across::Contradiction(_) => "Contradictions",
        Across::Event(_) => "Timeline",
    }
}

/// The words of an entry, and what is behind them.
type Entry = (Flow, String);

fn entity(entity: &EntityAcross) -> Entry {
    let mut flow = Flow::of(Style::Bold, &entity.name);
    let others: Vec<&str> =
        entity.aliases.iter().map(String::as_str).filter(|alias| **alias != entity.name).collect();
    if !others.is_empty() {
        flow.add(Style::Plain, &format!(": {}", list(&others)));
    }
    let articles: Vec<&str> = entity.members.iter().map(|m| m.article.as_str()).collect();
    (flow, list(&articles))
}

fn copy(copy: &Copy) -> Entry {
    let kind = match copy.kind {
        CopyKind::Wire => "carries the same agency text as",
        CopyKind::Rewritten => "is rewritten in",
        CopyKind::Version => "has another version in",
    };
    let [earlier, later] = &copy.articles;
    let mut flow = Flow::of(Style::Bold, earlier.as_str());
    flow.add(Style::Plain, &format!(" {kind} ")).add(Style::Bold, later.as_str());
    if let Some(origin) = &copy.origin {
        flow.add(Style::Plain, &format!(", from {origin}"));
    }
    flow.add(Style::Plain, &format!(": {}", copy.reason));
    (flow, format!("{:.0} % shared", copy.shared * 100.0))
}

fn story(story: &Story) -> Entry {
    let articles: Vec<&str> = story.articles.iter().map(ArticleId::as_str).collect();
    let mut flow = Flow::of(Style::Bold, &story.title);
    flow.add(Style::Plain, &format!(": {}", list(&articles)));
    (flow, story.id.to_string())
}

fn claim(claim: &Claim) -> Entry {
    let mut flow = Flow::of(Style::Bold, &claim.text);
    let n_origins = claim.origins.len();
    let origins =
        if n_origins == 1 { "1 origin".to_owned() } else { format!("{n_origins} origins") };
    flow.add(Style::Plain, &format!(": {} statements, {origins}", claim.statements.len()));
    for origin in &claim.origins {
        let root = match origin.root {
            Root::Speaker => "speaker",
            Root::Outlet => "outlet",
            Root::Text => "text",
            Root::Unknown => "unknown",
        };
        let who = origin.who.as_deref().unwrap_or("nobody named");
        flow.add(Style::Plain, &format!("; {root} {who}: {}", origin.reason));
    }
    let statements: Vec<&str> = claim.statements.iter().map(StatementId::as_str).collect();
    (flow, list(&statements))
}

fn dispute(dispute: &Dispute) -> Entry {
    let kind = match dispute.kind {
        DisputeKind::Full => "denies all of it",
        DisputeKind::Partial => "denies a part",
        DisputeKind::NonDenial => "sounds like a denial and is none",
        DisputeKind::Declined => "would not comment",
        DisputeKind::Contradicts => "says the opposite",
    };
    let mut flow = Flow::of(Style::Bold, dispute.by.as_str());
    flow.add(Style::Plain, &format!(" {kind}: {}", dispute.reason));
    let disputed: Vec<&str> = dispute.disputed.iter().map(StatementId::as_str).collect();
    (flow, list(&disputed))
}

fn drift(drift: &Drift) -> Entry {
    let mut flow = Flow::of(Style::Bold, drift.quotation.as_str());
    if !drift.lost.is_empty() {
        flow.add(Style::Plain, &format!(" lost “{}”", drift.lost.join("”, “")));
    }
    if !drift.added.is_empty() {
        flow.add(Style::Plain, &format!(" added “{}”", drift.added.join("”, “")));
    }
    if drift.speaker_from != drift.speaker_to {
        let name = |who: &Option<String>| who.clone().unwrap_or_else(|| "nobody".to_owned());
        let (from, to) = (name(&drift.speaker_from), name(&drift.speaker_to));
        flow.add(Style::Plain, &format!("; said by {from}, given to {to}"));
    }
    let nearest = drift.nearest.statement.as_ref().map(ToString::to_string);
    (flow, nearest.unwrap_or_else(|| place(&drift.nearest.place)))
}

fn forecast(forecast: &Forecast) -> Entry {
    let verdict = match forecast.verdict {
        Verdict::CameTrue => "came true",
        Verdict::DidNotHappen => "did not happen",
        Verdict::Open => "open",
    };
    let mut flow = Flow::of(Style::Bold, forecast.statement.as_str());
    if let Some(about) = &forecast.about {
        let about = match about {
            DateOrInterval::Date(date) => date.to_string(),
            DateOrInterval::Interval { from, to } => format!("{from} to {to}"),
        };
        flow.add(Style::Plain, &format!(", for {about}"));
    }
    flow.add(Style::Plain, &format!(": {verdict}: {}", forecast.reason));
    (flow, forecast.outcome.as_ref().map(place).unwrap_or_default())
}

fn contradiction(contradiction: &Contradiction) -> Entry {
    let what = match contradiction.what {
        Disagreement::Age => "ages",
        Disagreement::Date => "dates",
        Disagreement::Weekday => "weekdays",
        Disagreement::Number => "numbers",
        Disagreement::Statement => "statements",
    };
    let words =
        format!("{what} differ: {} and {}", place(&contradiction.a), place(&contradiction.b));
    (Flow::of(Style::Plain, &words), String::new())
}

fn event(event: &EventAcross) -> Entry {
    let date: Date = event.date;
    let mut words = date.to_string();
    if !event.certain {
        words.push('?');
    }
    let mut flow = Flow::of(Style::Bold, &words);
    flow.add(Style::Plain, &format!("  {}", event.what));
    let articles: Vec<&str> = event.articles.iter().map(ArticleId::as_str).collect();
    (flow, list(&articles))
}

fn place(place: &Place) -> String {
    format!("{} {}–{}", place.article, place.span.start(), place.span.end())
}

/// Some words in a row; of many the first.
fn list(words: &[&str]) -> String {
    let mut shown = words[..words.len().min(SHOWN)].join(", ");
    if words.len() > SHOWN {
        let _ = write!(shown, " and {} more", words.len() - SHOWN);
    }
    shown
}

#[cfg(test)]
mod tests {
    use sayso::CharSpan;

    use super::*;
    use crate::output::style::Palette;

    #[test]
    fn each_kind_has_its_heading_and_doubt_is_a_sign() {
        let event = |date: &str, certain| {
            Across::Event(EventAcross {
                date: date.parse().expect("a date"),
                what: "The ferry sank.".to_owned(),
                articles: vec![ArticleId::new("a"), ArticleId::new("b")],
                certain,
                evidence: vec![Place { article: ArticleId::new("a"), span: CharSpan::new(0, 3) }],
            })
        };
        let layout = Layout::new(Palette::PLAIN, 80);
        assert_eq!(
            listing(&[event("2024-02", false), event("2024-03-01", true)], layout),
            "Timeline\n  2024-02?  The ferry sank. (a, b)\n  2024-03-01  The ferry sank. (a, b)\n"
                .replace("  The", " The")
        );
        assert_eq!(listing(&[], layout), "nothing was found\n");
    }
}
