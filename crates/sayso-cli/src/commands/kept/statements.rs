//! Which statements did the user ask for?

use std::io::{self, Write};

use sayso::Error;
use sayso::config::nearest;
use sayso::id::ArticleId;
use sayso::record::{Quotation, SpeakerClass, Stance};
use sayso::store::{Filter, Order, Page, Row, Status};
use sayso::time::Date;
use sayso::{Kind, Ledger};
use sayso_serve::words;

use super::asked;
use crate::args::kept::{Judged, Part, Sort, Statements, Written};
use crate::commands::Context;
use crate::exit::{Exit, Stop};
use crate::output::columns;
use crate::output::ledger::Layout;
use crate::output::table;

/// Statements beyond which nobody waits for their number.
const MOST_COUNTED: u64 = 10_000;

/// Prints the statements that the filters let through.
pub(crate) fn run(context: &Context, arguments: &Statements) -> Result<Exit, Stop> {
    let filter = filter(arguments)?;
    let answering = asked(context, &arguments.asked)?;
    let page = page(&answering.ledger, &arguments.part, filter.words.is_some())?;
    print(context, &answering.ledger, &filter, &page, arguments.written)?;
    Ok(Exit::with_failed(answering.failed))
}

/// The page that the flags ask for; words that are searched for come added last first.
pub(super) fn page(ledger: &Ledger, part: &Part, has_words: bool) -> Result<Page, Error> {
    let order = match part.sort {
        Some(Sort::Oldest) => Order::Oldest,
        Some(Sort::Added) => Order::Added,
        Some(Sort::Relevance) => Order::Relevance,
        // To sort all that has a common word takes long; the index gives it in this order.
        None if has_words => Order::Added,
        Some(Sort::Newest) | None => Order::Newest,
    };
    let after = part.after.as_ref().map(|id| ledger.statement_called(id)).transpose()?;
    Ok(Page { order, limit: part.limit, after })
}

/// Prints one page of an answer.
pub(super) fn print(
    context: &Context,
    ledger: &Ledger,
    filter: &Filter,
    page: &Page,
    written: Written,
) -> Result<(), Stop> {
    let rows = ledger.statements(filter, page)?;
    match written {
        Written { json: true, .. } => table::json_lines(&rows)?,
        Written { csv: true, .. } => table::statements_csv(&rows)?,
        _ => print_for_a_person(context, &rows, ledger, filter, page)?,
    }
    Ok(())
}

fn print_for_a_person(
    context: &Context,
    rows: &[Row],
    ledger: &Ledger,
    filter: &Filter,
    page: &Page,
) -> Result<(), Stop> {
    let layout = Layout::new(context.palette, columns());
    let mut out = String::new();
    for row in rows {
        table::statement(row, layout, &mut out);
        out.push('\n');
    }
    io::stdout().write_all(out.as_bytes())?;
    let is_whole = rows.len() < page.limit && page.after.is_none();
    let n = if is_whole { rows.len() as u64 } else { ledger.count(filter, MOST_COUNTED + 1)? };
    let all = if n > MOST_COUNTED {
        format!("more than {} statements", words::grouped(MOST_COUNTED as usize))
    } else {
        words::count(n as usize, "statement")
    };
    match rows.last() {
        Some(last) if rows.len() == page.limit && n > rows.len() as u64 => {
            context.log.told(&format!("{all}; go on with --after {}", last.id));
        }
        _ => context.log.told(&all),
    }
    Ok(())
}

/// The flags as a filter.
fn filter(arguments: &Statements) -> Result<Filter, Error> {
    let date = |flag: &str, words: &Option<String>| -> Result<Option<Date>, Error> {
        let parse = |words: &String| {
            words.parse().map_err(|error| {
                Error::config(format!("cannot use `--{flag}`")).because(format!("{error}"))
            })
        };
        words.as_ref().map(parse).transpose()
    };
    let stances = [Stance::Asserts, Stance::Denies, Stance::Hedged, Stance::Forecast];
    let quotations = [Quotation::Direct, Quotation::Mixed, Quotation::Indirect];
    let classes: Result<Vec<SpeakerClass>, Error> = arguments
        .class
        .iter()
        .map(|word| one_of("class", word, SpeakerClass::ALL, SpeakerClass::as_str))
        .collect();
    let stance = arguments.stance.as_ref();
    let quotation = arguments.quotation.as_ref();
    Ok(Filter {
        speaker: arguments.speaker.clone(),
        classes: classes?,
        outlet: arguments.outlet.clone(),
        via: arguments.via.clone(),
        words: arguments.words.clone(),
        from: date("from", &arguments.from)?,
        to: date("to", &arguments.to)?,
        stance: stance.map(|word| one_of("stance", word, stances, Stance::as_str)).transpose()?,
        quotation: quotation
            .map(|word| one_of("quotation", word, quotations, Quotation::as_str))
            .transpose()?,
        article: arguments.article.clone().map(ArticleId::new),
        status: arguments.status.map(|judged| match judged {
            Judged::Open => Status::Open,
            Judged::Accepted => Status::Accepted,
            Judged::Rejected => Status::Rejected,
        }),
    })
}

/// The one of some words of the contract that the user means.
fn one_of<T: Copy, const N: usize>(
    flag: &str,
    word: &str,
    all: [T; N],
    as_str: fn(T) -> &'static str,
) -> Result<T, Error> {
    all.into_iter().find(|one| as_str(*one) == word).ok_or_else(|| {
        let names = all.map(as_str);
        let error = Error::new(Kind::Config, format!("cannot use `--{flag} {word}`"));
        match nearest(word, names) {
            Some(meant) => error.hint(format!("did you mean `{meant}`?")),
            None => error.hint(format!("it is one of: {}", names.join(", "))),
        }
    })
}
