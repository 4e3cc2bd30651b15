//! What does a bug report need?

use std::io::{self, Write};

use sayso::record::CONTRACT;
use sayso::{Annotator, config};
use serde_json::{Map, Value, json};

use crate::args::Info;
use crate::commands::Context;
use crate::exit::{Exit, Stop};
use crate::output::style::Style;

/// Prints versions, and each setting with where it came from.
pub(crate) fn run(context: &Context, arguments: &Info) -> Result<Exit, Stop> {
    let file = context.settings.file.as_ref().map(|path| path.display().to_string());
    let annotator = Annotator::of(&context.settings)?;
    let model = annotator.model().unwrap_or("none: rules alone decide").to_owned();
    let about = [
        ("sayso", env!("CARGO_PKG_VERSION").to_owned()),
        ("contract", CONTRACT.to_string()),
        ("model", model),
        ("system", format!("{} {}", std::env::consts::OS, std::env::consts::ARCH)),
        (config::FILE, file.unwrap_or("none found".to_owned())),
    ];
    let settings = context.settings.rows();
    let out = if arguments.json {
        let mut all: Map<String, Value> =
            about.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
        let settings = settings.into_iter().map(|(key, value, origin)| {
            (key.name.to_owned(), json!({ "value": value, "from": origin.to_string() }))
        });
        all.insert("settings".to_owned(), Value::Object(settings.collect()));
        format!("{}\n", Value::Object(all))
    } else {
        let paint = |style, words: &str| context.palette.paint(style, words).into_owned();
        let mut lines: Vec<String> = about
            .into_iter()
            .map(|(name, value)| format!("{name:<12}{}", paint(Style::Plain, &value)))
            .collect();
        lines.push(format!("\n{}", paint(Style::Bold, "Settings")));
        lines.extend(settings.into_iter().map(|(key, value, origin)| {
            let value = paint(Style::Plain, &value);
            let origin = paint(Style::Dim, &origin.to_string());
            format!("{:<12}{value:<24}  {origin}", key.name)
        }));
        format!("{}\n", lines.join("\n"))
    };
    io::stdout().write_all(out.as_bytes())?;
    Ok(Exit::Done)
}
