//! How good is the ledger, against gold?

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use sayso::eval::{self, Figures, GoldArticle, Predicted};
use sayso::{Annotator, Error};

use crate::args::Eval;
use crate::commands::Context;
use crate::exit::{Exit, Stop};
use crate::output::style::safe;

/// Prints the figures of the extractor, or of what a file predicts.
pub(crate) fn run(context: &Context, arguments: &Eval) -> Result<Exit, Stop> {
    let articles = arguments.articles.clone().or_else(|| articles_beside(&arguments.gold));
    let gold = eval::read_gold(&arguments.gold, articles.as_deref())?;
    let options = eval::Options { outermost: arguments.outermost };
    let mut predictions = arguments.predicted.as_deref().map(eval::read_predicted).transpose()?;
    let annotator =
        (!arguments.given_spans).then(|| Annotator::of(&context.settings)).transpose()?;
    let mut predict = |article: &GoldArticle| -> Result<Option<Predicted>, Error> {
        match &mut predictions {
            Some(predictions) => Ok(predictions.remove(&article.id)),
            None => Predicted::of(&article.extract(annotator.as_ref())?).map(Some),
        }
    };
    let mut figures = Figures::default();
    let mut failed = 0;
    let mut progress = context.log.progress(Some(gold.len()), true);
    for article in &gold {
        progress.step();
        let counted = predict(article)
            .and_then(|predicted| figures.add(article, predicted.as_ref(), options));
        if let Err(error) = counted {
            context.log.error(&error);
            failed += 1;
        }
    }
    progress.finish();
    let mut out = String::new();
    if arguments.json {
        out = serde_json::to_string(&figures).map_err(io::Error::from)?;
        out.push('\n');
    } else {
        for line in figures.to_string().lines() {
            out.push_str(&safe(line));
            out.push('\n');
        }
    }
    io::stdout().write_all(out.as_bytes())?;
    if failed > 0 {
        context.log.warning(&format!("{failed} of {} articles could not be scored", gold.len()));
    }
    Ok(Exit::with_failed(failed))
}

/// The folder of the articles where the gold lies in a folder `gold` within it.
fn articles_beside(gold: &[PathBuf]) -> Option<PathBuf> {
    let first = gold.first()?;
    let folder = if first.is_dir() { first } else { first.parent()? };
    let folder = folder.canonicalize().ok()?;
    (folder.file_name()? == "gold").then(|| folder.parent().map(Path::to_owned))?
}
