//! How good is the ledger, against gold?

use std::borrow::Cow;
use std::fmt::Display;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use sayso::eval::{
    self, ChainFigures, Figures, GoldArticle, NameFigures, Predicted, TimeFigures, in_sample,
};
use sayso::{Annotator, Error};
use serde::Serialize;

use crate::args::Eval;
use crate::commands::Context;
use crate::exit::{Exit, Stop};
use crate::output::style::safe;

/// Prints the figures of the extractor, or of what a file predicts.
pub(crate) fn run(context: &Context, arguments: &Eval) -> Result<Exit, Stop> {
    let wanted = |id: &str| arguments.sha1.as_ref().is_none_or(|digits| in_sample(id, digits));
    if arguments.names {
        let mut gold = eval::read_named(&arguments.gold)?;
        gold.retain(|text| wanted(&text.id));
        let mut figures = NameFigures::of(&gold);
        let exit = count(
            context,
            arguments,
            &gold,
            |text| Cow::Owned(text.article()),
            |text, predicted| figures.add(text, predicted),
        )?;
        print(&figures, arguments.json)?;
        return Ok(exit);
    }
    if arguments.times {
        let mut gold = eval::read_timed(&arguments.gold)?;
        gold.retain(|text| wanted(&text.id));
        let mut figures = TimeFigures::default();
        let exit = count(
            context,
            arguments,
            &gold,
            |text| Cow::Owned(text.article()),
            |text, predicted| figures.add(text, predicted),
        )?;
        print(&figures, arguments.json)?;
        return Ok(exit);
    }
    if arguments.coreference {
        let mut gold = eval::read_chained(&arguments.gold)?;
        gold.retain(|text| wanted(&text.id));
        let mut figures = ChainFigures::default();
        let exit = count(
            context,
            arguments,
            &gold,
            |text| Cow::Owned(text.article()),
            |text, predicted| figures.add(text, predicted),
        )?;
        print(&figures, arguments.json)?;
        return Ok(exit);
    }
    let articles = arguments.articles.clone().or_else(|| articles_beside(&arguments.gold));
    let mut gold = eval::read_gold(&arguments.gold, articles.as_deref())?;
    gold.retain(|article| wanted(&article.id));
    let options = eval::Options { outermost: arguments.outermost };
    let mut figures = Figures::default();
    let exit = count(
        context,
        arguments,
        &gold,
        |article| Cow::Borrowed(article),
        |article, predicted| figures.add(article, predicted, options),
    )?;
    print(&figures, arguments.json)?;
    Ok(exit)
}

/// Adds what is predicted for each text of the gold; one that cannot be read is an error and no end.
fn count<T>(
    context: &Context,
    arguments: &Eval,
    gold: &[T],
    article: impl Fn(&T) -> Cow<'_, GoldArticle>,
    mut add: impl FnMut(&T, Option<&Predicted>) -> Result<(), Error>,
) -> Result<Exit, Stop> {
    let mut predictions = arguments.predicted.as_deref().map(eval::read_predicted).transpose()?;
    let annotator = Annotator::of(&context.settings)?;
    let spans = if arguments.given_spans { eval::Spans::Given } else { eval::Spans::Found };
    let mut predict = |article: &GoldArticle| -> Result<Option<Predicted>, Error> {
        match &mut predictions {
            Some(predictions) => Ok(predictions.remove(&article.id)),
            None => Predicted::of(&article.extract(&annotator, spans)?).map(Some),
        }
    };
    let mut failed = 0;
    let mut progress = context.log.progress(Some(gold.len()), true);
    for text in gold {
        progress.step();
        let counted = predict(&article(text)).and_then(|predicted| add(text, predicted.as_ref()));
        if let Err(error) = counted {
            context.log.error(&error);
            failed += 1;
        }
    }
    progress.finish();
    if failed > 0 {
        context.log.warning(&format!("{failed} of {} articles could not be scored", gold.len()));
    }
    Ok(Exit::with_failed(failed))
}

fn print(figures: &(impl Serialize + Display), json: bool) -> Result<(), Stop> {
    let mut out = String::new();
    if json {
        out = serde_json::to_string(figures).map_err(io::Error::from)?;
        out.push('\n');
    } else {
        for line in figures.to_string().lines() {
            out.push_str(&safe(line));
            out.push('\n');
        }
    }
    io::stdout().write_all(out.as_bytes())?;
    Ok(())
}

/// The folder of the articles where the gold lies in a folder `gold` within it.
fn articles_beside(gold: &[PathBuf]) -> Option<PathBuf> {
    let first = gold.first()?;
    let folder = if first.is_dir() { first } else { first.parent()? };
    let folder = folder.canonicalize().ok()?;
    (folder.file_name()? == "gold").then(|| folder.parent().map(Path::to_owned))?
}
