//! Which shape have the records, for programs that read them?
//!
//! `docs/schema` holds the JSON Schema of a line of `sayso extract` and of `sayso across`, made from
//! the records themselves.

use std::fs;
use std::path::Path;

use sayso_core::across::Across;
use sayso_core::{ArticleRecord, CharSpan, Error, Result};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};

use crate::{Problems, sources};

/// Writes the schemas, or says which differ from the records.
pub(crate) fn run(root: &Path, only_check: bool) -> Result<Problems> {
    let mut problems = Problems::new();
    let files = [
        ("docs/schema/article.schema.json", schema::<ArticleRecord<CharSpan>>()),
        ("docs/schema/across.schema.json", schema::<Across>()),
    ];
    for (path, schema) in files {
        let made = serde_json::to_string_pretty(&schema).expect("a schema is JSON") + "\n";
        let file = root.join(path);
        let is = if file.exists() { sources::read(&file)? } else { String::new() };
        if is == made {
            println!("{path} holds");
        } else if only_check {
            problems.push(format!("{path} differs from the records: run `cargo xtask gen`"));
        } else {
            let cannot = |e| Error::input("cannot write").at(file.display()).because(e);
            fs::create_dir_all(root.join("docs/schema")).map_err(cannot)?;
            fs::write(&file, made).map_err(cannot)?;
            println!("{path} written");
        }
    }
    Ok(problems)
}

/// What is printed, not what is accepted: there every field is present.
fn schema<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>()
}
