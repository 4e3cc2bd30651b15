//! What went?

use std::io::{self, Write};

use sayso::Ledger;
use sayso::id::ArticleId;
use sayso::store::Forgotten;
use sayso_serve::words;

use super::path;
use crate::args::kept::Forget;
use crate::commands::Context;
use crate::exit::{Exit, Stop};
use crate::output::columns;
use crate::output::layout::Flow;
use crate::output::ledger::Layout;
use crate::output::style::Style;
use crate::output::table;

/// Removes articles or a person, and says what went.
pub(crate) fn run(context: &Context, arguments: &Forget) -> Result<Exit, Stop> {
    let mut ledger = Ledger::open(path(context)?)?;
    let forgotten = if let Some(person) = &arguments.person {
        vec![ledger.forget_person(person, arguments.with_articles)?]
    } else {
        let ids = arguments.articles.iter().map(ArticleId::new);
        ids.map(|id| ledger.forget_article(&id)).collect::<Result<Vec<_>, _>>()?
    };
    if arguments.json {
        table::json_lines(&forgotten)?;
        return Ok(Exit::Done);
    }
    let layout = Layout::new(context.palette, columns());
    let mut out = String::new();
    for forgotten in &forgotten {
        what_went(forgotten, layout, &mut out);
    }
    io::stdout().write_all(out.as_bytes())?;
    context.log.told("backups and copies of the ledger are not touched");
    Ok(Exit::Done)
}

fn what_went(forgotten: &Forgotten, layout: Layout, out: &mut String) {
    let ids = |ids: &[ArticleId]| ids.iter().map(ArticleId::as_str).collect::<Vec<_>>().join(", ");
    let mut flow = Flow::of(Style::Bold, "forgotten: ");
    let mut gone = Vec::new();
    if !forgotten.articles.is_empty() {
        let n = words::count(forgotten.articles.len(), "article");
        gone.push(format!("{n} ({})", ids(&forgotten.articles)));
    }
    if !forgotten.names.is_empty() {
        gone.push(format!("the names {}", forgotten.names.join(", ")));
    }
    let counts = [
        (forgotten.statements, "statement"),
        (forgotten.past_versions, "earlier version"),
        (forgotten.corrections, "correction"),
    ];
    gone.extend(counts.into_iter().map(|(n, noun)| words::count(n, noun)));
    flow.add(Style::Plain, &gone.join("; "));
    layout.write(flow, "", "  ", out);
    if !forgotten.still_named_in.is_empty() {
        let articles = ids(&forgotten.still_named_in);
        let still = format!("the text of these articles still names them: {articles}");
        layout.write(Flow::of(Style::Yellow, &still), "  ", "  ", out);
        let hint = "`--with-articles` forgets them as well";
        layout.write(Flow::of(Style::Plain, hint), "  ", "  ", out);
    }
}
