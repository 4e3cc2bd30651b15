//! What did somebody say, when, and in whose pages?

use std::io::{self, Write};

use sayso::store::{Filter, Person};
use sayso::{Error, Kind};
use sayso_serve::words;
use serde_json::json;

use super::{asked, statements};
use crate::args::kept::Who;
use crate::commands::Context;
use crate::exit::{Exit, Stop};
use crate::output::columns;
use crate::output::layout::Flow;
use crate::output::ledger::Layout;
use crate::output::style::Style;
use crate::output::table;

/// Prints who is called so, and what they said.
pub(crate) fn run(context: &Context, arguments: &Who) -> Result<Exit, Stop> {
    let answering = asked(context, &arguments.asked)?;
    let ledger = &answering.ledger;
    let people = ledger.who(&arguments.name)?;
    if people.is_empty() {
        let error = Error::new(Kind::Query, format!("nobody called `{}` speaks", arguments.name));
        let hint = "names are found by their words: `sayso who calder`";
        return Err(error
            .hint(hint)
            .hint("`sayso search --in text NAME` finds who is only named")
            .into());
    }
    let filter = Filter { speaker: Some(arguments.name.clone()), ..Filter::default() };
    let page = statements::page(ledger, &arguments.part, false)?;
    if arguments.written.json {
        let people: Vec<_> = people.iter().map(|person| json!({ "person": person })).collect();
        table::json_lines(&people)?;
    } else if !arguments.written.csv {
        let layout = Layout::new(context.palette, columns());
        let mut out = String::new();
        for person in &people {
            head(person, layout, &mut out);
        }
        out.push('\n');
        io::stdout().write_all(out.as_bytes())?;
    }
    statements::print(context, ledger, &filter, &page, arguments.written)?;
    Ok(Exit::with_failed(answering.failed))
}

/// A person in a few lines.
fn head(person: &Person, layout: Layout, out: &mut String) {
    let number = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let mut flow = Flow::of(Style::Bold, &person.name);
    flow.separate();
    flow.keep(Style::Plain, &words::count(number(person.statements), "statement"));
    flow.separate();
    flow.keep(Style::Plain, &words::count(number(person.articles), "article"));
    layout.write(flow, "", "", out);
    let list = |label: &str, items: Vec<String>, out: &mut String| {
        if items.is_empty() {
            return;
        }
        let mut flow = Flow::of(Style::Dim, label);
        for (idx, item) in items.iter().enumerate() {
            let comma = if idx + 1 < items.len() { "," } else { "" };
            flow.add(Style::Plain, " ").keep(Style::Plain, &format!("{item}{comma}"));
        }
        layout.write(flow, "  ", "    ", out);
    };
    let counted = |counts: &[(String, u64)], none: &str| -> Vec<String> {
        let name = |name: &String| if name.is_empty() { none.to_owned() } else { name.clone() };
        counts.iter().map(|(of, n)| format!("{} {n}", name(of))).collect()
    };
    list("also as", person.also.clone(), out);
    list("described as", counted(&person.roles, ""), out);
    list("in", counted(&person.outlets, "no outlet named"), out);
    list("by month", counted(&person.months, "undated"), out);
}
