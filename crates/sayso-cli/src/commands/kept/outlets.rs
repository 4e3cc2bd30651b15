//! On whose word do outlets rely?

use std::io::{self, Write};

use sayso::store::OutletShares;
use sayso_serve::words;

use super::asked;
use crate::args::kept::Outlets;
use crate::commands::Context;
use crate::exit::{Exit, Stop};
use crate::output::style::{Palette, Style};
use crate::output::table;

/// Columns of an outlet's name.
const NAME: usize = 28;

/// Prints the shares of each outlet.
pub(crate) fn run(context: &Context, arguments: &Outlets) -> Result<Exit, Stop> {
    let answering = asked(context, &arguments.asked)?;
    let outlets = answering.ledger.outlets()?;
    if arguments.written.json {
        table::json_lines(&outlets)?;
    } else if arguments.written.csv {
        let headings = [
            "outlet",
            "articles",
            "statements",
            "named",
            "official",
            "anonymous",
            "unattributed",
            "other",
        ];
        let share = |share: f64| format!("{share:.4}");
        let values = outlets.iter().map(|outlet| {
            vec![
                outlet.outlet.clone().unwrap_or_default(),
                outlet.articles.to_string(),
                outlet.statements.to_string(),
                share(outlet.named),
                share(outlet.official),
                share(outlet.anonymous),
                share(outlet.unattributed),
                share(outlet.other),
            ]
        });
        table::csv(&headings, values)?;
    } else {
        io::stdout().write_all(for_a_person(&outlets, context.palette).as_bytes())?;
    }
    Ok(Exit::with_failed(answering.failed))
}

fn for_a_person(outlets: &[OutletShares], palette: Palette) -> String {
    let heading = format!(
        "{:<NAME$} {:>8} {:>10} {:>7} {:>9} {:>10} {:>13} {:>7}",
        "outlet",
        "articles",
        "statements",
        "named",
        "official",
        "anonymous",
        "unattributed",
        "other"
    );
    let mut out = format!("{}\n", palette.paint(Style::Bold, &heading));
    for outlet in outlets {
        let name = outlet.outlet.as_deref().unwrap_or("(no outlet named)");
        let is_long = name.chars().count() > NAME;
        let cut: String = name.chars().take(if is_long { NAME - 1 } else { NAME }).collect();
        let name = if is_long { format!("{cut}…") } else { cut };
        let number = |n: u64| words::grouped(usize::try_from(n).unwrap_or(usize::MAX));
        let percent = |share: f64| format!("{:.0} %", share * 100.0);
        let line = format!(
            "{name:<NAME$} {:>8} {:>10} {:>7} {:>9} {:>10} {:>13} {:>7}",
            number(outlet.articles),
            number(outlet.statements),
            percent(outlet.named),
            percent(outlet.official),
            percent(outlet.anonymous),
            percent(outlet.unattributed),
            percent(outlet.other),
        );
        out.push_str(&palette.paint(Style::Plain, &line));
        out.push('\n');
    }
    out
}
