//! How does a reader see what changed in an article?

use sayso::store::{Brief, Changed, Diff};
use sayso_serve::words;

use crate::output::layout::Flow;
use crate::output::ledger::Layout;
use crate::output::style::Style;

/// What changed between two readings of an article, under a title.
pub(crate) fn of(title: &str, diff: &Diff, layout: Layout) -> String {
    let mut out = String::new();
    let mut flow = Flow::of(Style::Bold, title);
    let counts = [
        (diff.kept, "kept"),
        (diff.changed.len(), "changed"),
        (diff.gone.len(), "gone"),
        (diff.new.len(), "new"),
    ];
    for (n, name) in counts.into_iter().filter(|(n, _)| *n > 0) {
        flow.separate();
        flow.keep(Style::Plain, &format!("{} {name}", words::grouped(n)));
    }
    layout.write(flow, "", "", &mut out);
    for Changed { before, after } in &diff.changed {
        line(before, "−", Style::Red, layout, &mut out);
        line(after, "+", Style::Green, layout, &mut out);
    }
    for brief in &diff.gone {
        line(brief, "−", Style::Red, layout, &mut out);
    }
    for brief in &diff.new {
        line(brief, "+", Style::Green, layout, &mut out);
    }
    out
}

fn line(brief: &Brief, sign: &str, style: Style, layout: Layout, out: &mut String) {
    let mut flow = Flow::default();
    let speaker = if brief.speaker.is_empty() { brief.class.as_str() } else { &brief.speaker };
    flow.keep(Style::Bold, speaker);
    if !brief.via.is_empty() {
        flow.add(Style::Dim, &format!(" via {}", brief.via.join(", then ")));
    }
    if let Some(said) = &brief.said {
        flow.add(Style::Dim, &format!(" on {said}"));
    }
    if brief.stance != "asserts" {
        flow.add(Style::Yellow, &format!(" ({})", brief.stance));
    }
    flow.add(Style::Plain, &format!(": {}", brief.content));
    let sign = layout.palette.paint(style, sign);
    layout.write(flow, &format!("  {sign} "), "    ", out);
}
