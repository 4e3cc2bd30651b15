//! Where do some words stand?

use std::io::{self, Write};

use sayso::Error;
use sayso::store::ask::texts::MARKS;
use sayso::store::{Filter, Text};
use sayso_serve::words;

use super::{asked, statements};
use crate::args::kept::{Place, Search, Sort};
use crate::commands::Context;
use crate::exit::{Exit, Stop};
use crate::output::columns;
use crate::output::layout::Flow;
use crate::output::ledger::Layout;
use crate::output::style::Style;
use crate::output::table;

/// Prints statements or articles that have the words.
pub(crate) fn run(context: &Context, arguments: &Search) -> Result<Exit, Stop> {
    let answering = asked(context, &arguments.asked)?;
    let ledger = &answering.ledger;
    if arguments.place == Place::Statements {
        let filter = Filter { words: Some(arguments.words.clone()), ..Filter::default() };
        let page = statements::page(ledger, &arguments.part, true)?;
        statements::print(context, ledger, &filter, &page, arguments.written)?;
        return Ok(Exit::with_failed(answering.failed));
    }
    if arguments.part.after.is_some() || !matches!(arguments.part.sort, None | Some(Sort::Added)) {
        let error = Error::config("articles are found in the order in which they were added");
        return Err(error.hint("leave out `--sort` and `--after`, or raise `--limit`").into());
    }
    let texts = ledger.texts(&arguments.words, arguments.part.limit, 0)?;
    if arguments.written.json {
        let plain = |text: &Text| Text { snippet: text.snippet.replace(MARKS, ""), ..text.clone() };
        table::json_lines(&texts.iter().map(plain).collect::<Vec<_>>())?;
    } else if arguments.written.csv {
        let headings = ["article", "title", "outlet", "published", "url", "snippet", "statements"];
        let text = |words: &Option<String>| words.clone().unwrap_or_default();
        let values = texts.iter().map(|found| {
            vec![
                found.article.to_string(),
                text(&found.title),
                text(&found.outlet),
                text(&found.published),
                text(&found.url),
                found.snippet.replace(MARKS, ""),
                found.statements.to_string(),
            ]
        });
        table::csv(&headings, values)?;
    } else {
        let layout = Layout::new(context.palette, columns());
        let mut out = String::new();
        for text in &texts {
            article(text, layout, &mut out);
        }
        io::stdout().write_all(out.as_bytes())?;
        context.log.told(&words::count(texts.len(), "article"));
    }
    Ok(Exit::with_failed(answering.failed))
}

/// An article for a person, what was found in bold.
fn article(text: &Text, layout: Layout, out: &mut String) {
    let mut head = Flow::of(Style::Bold, text.title.as_deref().unwrap_or("(no headline)"));
    for fact in [&text.outlet, &text.published].into_iter().flatten() {
        head.separate();
        head.keep(Style::Plain, fact);
    }
    head.separate();
    head.keep(Style::Cyan, text.article.as_str());
    head.separate();
    let n = usize::try_from(text.statements).unwrap_or(usize::MAX);
    head.keep(Style::Plain, &words::count(n, "statement"));
    layout.write(head, "", "  ", out);
    let mut snippet = Flow::default();
    let mut style = Style::Plain;
    let one_line = text.snippet.replace(['\n', '\r'], " ");
    for piece in one_line.split_inclusive(MARKS) {
        snippet.add(style, piece.trim_end_matches(MARKS));
        style = if piece.ends_with(MARKS[0]) { Style::Bold } else { Style::Plain };
    }
    layout.write(snippet, "  ", "  ", out);
    out.push('\n');
}
