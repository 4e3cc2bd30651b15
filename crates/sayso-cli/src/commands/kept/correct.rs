//! What does a person know better?

use std::io::{self, Read, Write};
use std::path::Path;

use sayso::config::nearest;
use sayso::id::ArticleId;
use sayso::store::correct::{Action, State};
use sayso::store::{Author, Correction, Field, Listed};
use sayso::{Error, Kind, Ledger};
use sayso_serve::words;

use super::{now, path};
use crate::args::kept::{Correct, Signed};
use crate::commands::Context;
use crate::exit::{Exit, Stop};
use crate::output::columns;
use crate::output::layout::Flow;
use crate::output::ledger::Layout;
use crate::output::style::Style;
use crate::output::table;

/// Bytes of a log beyond which it is no log of people's corrections.
const LARGEST_LOG: u64 = 1 << 30;

/// Corrects, or shows what was corrected.
pub(crate) fn run(context: &Context, arguments: &Correct) -> Result<Exit, Stop> {
    let path = path(context)?;
    match arguments {
        Correct::Accept { ids, signed } => each(context, path, ids, signed, Ledger::accept),
        Correct::Reject { ids, signed } => each(context, path, ids, signed, Ledger::reject),
        Correct::Set { id, field, value, signed } => {
            let field = field_named(field)?;
            one(context, path, signed, |ledger, author| {
                let id = ledger.statement_called(id)?;
                ledger.edit(&id, field, value, author)
            })
        }
        Correct::Merge { names, into, signed } => one(context, path, signed, |ledger, author| {
            let into = into.as_ref().or(names.first()).map_or("", String::as_str);
            let known: Vec<String> =
                names.iter().map(|name| whole_name(ledger, name)).collect::<Result<_, _>>()?;
            ledger.merge(&known, into, author)
        }),
        Correct::Split { name, articles, into, signed } => {
            one(context, path, signed, |ledger, author| {
                let articles: Vec<ArticleId> = articles.iter().map(ArticleId::new).collect();
                ledger.split(name, &articles, into, author)
            })
        }
        Correct::Undo { id, signed } => one(context, path, signed, |ledger, author| {
            let last = if id.is_some() { None } else { ledger.last_correction()? };
            let id = id.clone().or(last).ok_or_else(|| {
                Error::new(Kind::Query, "cannot undo").because("no correction holds")
            })?;
            ledger.undo(&id, author)
        }),
        Correct::List { unanchored, json, .. } => list(context, path, *unanchored, *json),
        Correct::Export { .. } => {
            let lines = Ledger::open_read_only(path)?.export_corrections()?;
            let lines: String = lines.into_iter().map(|line| line + "\n").collect();
            io::stdout().write_all(lines.as_bytes())?;
            Ok(Exit::Done)
        }
        Correct::Import { files, .. } => {
            let mut ledger = Ledger::open(path)?;
            for file in files {
                import(context, &mut ledger, file)?;
            }
            Ok(Exit::Done)
        }
        Correct::Gold { .. } => gold(context, path),
    }
}

/// Judges each of some statements.
fn each(
    context: &Context,
    path: &Path,
    ids: &[String],
    signed: &Signed,
    judge: fn(&mut Ledger, &sayso::id::StatementId, &Author) -> Result<Correction, Error>,
) -> Result<Exit, Stop> {
    let mut ledger = Ledger::open(path)?;
    let author = author(signed)?;
    // All are looked up before any is judged: a mistyped one leaves nothing half done.
    let ids: Vec<_> = ids.iter().map(|id| ledger.statement_called(id)).collect::<Result<_, _>>()?;
    for id in ids {
        let correction = judge(&mut ledger, &id, &author)?;
        told(context, &correction);
    }
    Ok(Exit::Done)
}

/// Makes one correction.
fn one(
    context: &Context,
    path: &Path,
    signed: &Signed,
    make: impl FnOnce(&mut Ledger, &Author) -> Result<Correction, Error>,
) -> Result<Exit, Stop> {
    let mut ledger = Ledger::open(path)?;
    let correction = make(&mut ledger, &author(signed)?)?;
    told(context, &correction);
    Ok(Exit::Done)
}

fn told(context: &Context, correction: &Correction) {
    let what = in_words(&correction.action);
    context.log.told(&format!("{what}; undo with `sayso correct undo {}`", correction.id));
}

/// Who corrects: what the flag says, else what the system calls them.
fn author(signed: &Signed) -> Result<Author, Error> {
    let variable = |name: &str| std::env::var(name).ok().filter(|name| !name.trim().is_empty());
    let system =
        || variable("USER").or_else(|| variable("USERNAME")).or_else(|| variable("LOGNAME"));
    let by = signed
        .by
        .clone()
        .or_else(system)
        .ok_or_else(|| Error::config("cannot tell who corrects").hint("say so: `--by NAME`"))?;
    Ok(Author { by, at: now(), note: signed.note.clone() })
}

fn field_named(name: &str) -> Result<Field, Error> {
    Field::named(name).ok_or_else(|| {
        let names = Field::ALL.map(Field::as_str);
        let error =
            Error::new(Kind::Query, format!("a statement has no field `{name}` to correct"));
        match nearest(name, names.map(|name| name.strip_prefix("speaker.").unwrap_or(name))) {
            Some(meant) => error.hint(format!("did you mean `{meant}`?")),
            None => error.hint(format!("fields are: {}", names.join(", "))),
        }
    })
}

/// The whole name that is meant; an error if it is nobody's.
fn whole_name(ledger: &Ledger, name: &str) -> Result<String, Error> {
    let people = ledger.who(name)?;
    if people.iter().any(|person| person.is_called(name)) {
        return Ok(name.to_owned());
    }
    let error = Error::new(Kind::Query, format!("nobody is called just `{name}`"));
    match &people[..] {
        [] => Err(error.hint("`sayso who NAME` shows who speaks, and under which names")),
        some => {
            let names: Vec<String> = some.iter().take(5).map(|p| format!("`{}`", p.name)).collect();
            Err(error.hint(format!("give a whole name: {}", names.join(", "))))
        }
    }
}

fn list(context: &Context, path: &Path, unanchored: bool, json: bool) -> Result<Exit, Stop> {
    let mut listed = Ledger::open_read_only(path)?.corrections()?;
    if unanchored {
        listed.retain(|line| matches!(line.state, State::Unanchored(_) | State::Waiting));
    }
    if json {
        table::json_lines(&listed)?;
        return Ok(Exit::Done);
    }
    let layout = Layout::new(context.palette, columns());
    let mut out = String::new();
    for line in &listed {
        correction_line(line, layout, &mut out);
    }
    io::stdout().write_all(out.as_bytes())?;
    context.log.told(&words::count(listed.len(), "correction"));
    Ok(Exit::Done)
}

/// A line of the log for a person.
pub(crate) fn correction_line(line: &Listed, layout: Layout, out: &mut String) {
    let Correction { id, at, by, action, note, .. } = &line.correction;
    let mut flow = Flow::of(Style::Cyan, &id[..id.len().min(10)]);
    flow.add(Style::Plain, " ").keep(Style::Dim, &at.to_string());
    flow.add(Style::Plain, " ").keep(Style::Bold, by).add(Style::Plain, ": ");
    flow.add(Style::Plain, &in_words(action));
    if let Some(note) = note {
        flow.add(Style::Plain, &format!(" ({note})"));
    }
    match &line.state {
        State::Holds(_) => {}
        State::Unanchored(why) => {
            flow.add(Style::Yellow, &format!(" — holds nowhere: {why}"));
        }
        State::Waiting => {
            flow.add(Style::Yellow, " — its article is not in the ledger");
        }
        State::Undone => {
            flow.add(Style::Dim, " — undone");
        }
    }
    layout.write(flow, "", "  ", out);
}

/// What a correction does.
fn in_words(action: &Action) -> String {
    let value = |value: &serde_json::Value| match value {
        serde_json::Value::String(words) => format!("“{words}”"),
        serde_json::Value::Null => "nothing".to_owned(),
        serde_json::Value::Array(pieces) => {
            let piece = |piece: &serde_json::Value| {
                let words = piece.get("quote").unwrap_or(piece).as_str();
                words.map_or_else(|| piece.to_string(), str::to_owned)
            };
            let pieces: Vec<String> = pieces.iter().map(piece).collect();
            if pieces.is_empty() {
                "nothing".to_owned()
            } else {
                format!("“{}”", pieces.join(" … "))
            }
        }
        other => other.to_string(),
    };
    match action {
        Action::Accept { on, .. } => format!("accepted {}", on.statement),
        Action::Reject { on } => format!("rejected {}", on.statement),
        Action::Edit { on, field, value: now, was } => {
            format!(
                "set {} of {} to {} from {}",
                field.as_str(),
                on.statement,
                value(now),
                value(was)
            )
        }
        Action::Merge { names, into } => format!("merged {} into {into}", names.join(", ")),
        Action::Split { name, articles, into } => {
            let articles: Vec<&str> = articles.iter().map(ArticleId::as_str).collect();
            format!("{name} is {into} in {}", articles.join(", "))
        }
        Action::Undo { of } => format!("undid {}", &of[..of.len().min(10)]),
    }
}

fn import(context: &Context, ledger: &mut Ledger, file: &Path) -> Result<(), Error> {
    let name = file.display().to_string();
    let mut text = String::new();
    let read = if file.as_os_str() == "-" {
        io::stdin().take(LARGEST_LOG).read_to_string(&mut text)
    } else {
        std::fs::File::open(file).and_then(|file| file.take(LARGEST_LOG).read_to_string(&mut text))
    };
    read.map_err(|error| Error::input("cannot read").at(&name).because(error))?;
    let imported = ledger.import_corrections(text.lines(), &name)?;
    let mut parts = vec![
        format!("{} new", words::grouped(imported.new)),
        format!("{} known already", words::grouped(imported.known)),
    ];
    if imported.unanchored > 0 {
        parts.push(format!("{} hold nowhere", words::grouped(imported.unanchored)));
    }
    if imported.waiting > 0 {
        parts.push(format!("{} wait for their article", words::grouped(imported.waiting)));
    }
    context.log.told(&format!("corrections of `{name}`: {}", parts.join(", ")));
    Ok(())
}

fn gold(context: &Context, path: &Path) -> Result<Exit, Stop> {
    let gold = Ledger::open_read_only(path)?.gold()?;
    let n_lines = gold.lines.len();
    let lines: String = gold.lines.into_iter().map(|line| line + "\n").collect();
    io::stdout().write_all(lines.as_bytes())?;
    context.log.told(&words::count(n_lines, "gold article"));
    let list =
        |ids: &[ArticleId]| ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
    if !gold.unfinished.is_empty() {
        context.log.warning(&format!("not judged as a whole: {}", list(&gold.unfinished)));
    }
    if !gold.unanchored.is_empty() {
        let ids = list(&gold.unanchored);
        context.log.warning(&format!("left out, some corrections hold nowhere in them: {ids}"));
    }
    Ok(Exit::Done)
}
