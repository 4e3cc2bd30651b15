//! How good is the extractor, counted against gold?
//!
//! [`score`] compares predicted statements with gold ones and returns [`Figures`]: additive counts
//! (right, wrongly there, missing) from which precision, recall and F1 follow. White space never
//! counts, and quotation marks and punctuation at the edge of a field are ignored on both sides.
//!
//! | figure | over |
//! | --- | --- |
//! | exact | the distinct fields of a role (source, cue, content): right with the same characters |
//! | overlap | the same, one to one: right when they share half of their characters |
//! | token | the characters that carry the role |
//! | relation | whole statements: right when source *and* content are; two empty sources agree |
//! | triple | source, cue and content all exact |
//! | found, class, name, via, … | speakers of the gold's required statements |
//! | furniture | stretches that are not running text |
//!
//! Gold statements with `"required": false` are neither demanded nor punished, and stretches that
//! the gold marks `discard` are left out on both sides.
//!
//! Whether confidences mean what they say is counted beside: [`Figures::calibration`].
//!
//! Names and coreference have gold and figures of their own: [`NameFigures`], [`ChainFigures`];
//! so have expressions of time: [`TimeFigures`].
//!
//! ```
//! use sayso::eval::{self, GoldArticle, Options, Predicted};
//!
//! let gold: GoldArticle = serde_json::from_str(
//!     r#"{"id": "a", "text": "Ines Calder said no.",
//!         "attributions": [{"source": [[0, 11]], "cue": [[12, 16]], "content": [[17, 19]]}]}"#,
//! )?;
//! let predicted: Predicted = serde_json::from_str(
//!     r#"{"id": "a", "text": "Ines Calder said no.",
//!         "statements": [{"source": [[0, 4]], "cue": [[12, 16]], "content": [[17, 19]]}]}"#,
//! )?;
//! let figures = eval::score(&[gold], &mut |_| Ok(Some(predicted.clone())), Options::default())?;
//! assert_eq!(figures.value("content exact f1"), Some(100.0));
//! assert_eq!(figures.value("relation exact f1"), Some(0.0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod calibration;
mod characters;
mod coreference;
mod figures;
mod furniture;
mod gold;
mod name_spans;
mod names;
mod pairing;
mod predict;
mod sample;
mod spans;
mod speakers;
mod times;

use sayso_core::Result;

pub use calibration::{Bin, Calibration};
pub use coreference::{Chain, ChainFigures, ChainedText, GoldMention, Quotation, read_chained};
pub use figures::{Counts, Figures, Share};
pub use gold::{
    Attribution, Entity, Furniture, GoldArticle, Mention, Predicted, Speaker, gold_files,
    read_gold, read_predicted,
};
pub use predict::Spans;

pub use name_spans::{NameFigures, NamedText, read_named};
pub use sample::in_sample;
pub use times::{TimeExpression, TimeFigures, TimedText, read_timed};

use characters::Letters;
use pairing::{Row, outermost};

/// How predicted and gold statements are made comparable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Drops predicted statements inside others and joins those that continue another: for gold
    /// that marks only the outermost attribution.
    pub outermost: bool,
}

/// Scores what `predicted` gives for each gold article; `None` counts as predicted empty.
///
/// # Errors
/// If `predicted` fails, or gives another text than the gold's.
pub fn score(
    gold: &[GoldArticle],
    predicted: &mut dyn FnMut(&GoldArticle) -> Result<Option<Predicted>>,
    options: Options,
) -> Result<Figures> {
    let mut figures = Figures::default();
    for article in gold {
        figures.add(article, predicted(article)?.as_ref(), options)?;
    }
    Ok(figures)
}

impl Figures {
    /// Counts one article; `None` counts as predicted empty.
    ///
    /// # Errors
    /// If the predicted text is not the gold's, so that places cannot be compared.
    pub fn add(
        &mut self,
        gold: &GoldArticle,
        predicted: Option<&Predicted>,
        options: Options,
    ) -> Result<()> {
        gold::same_text(&gold.id, &gold.text, predicted)?;
        self.count_article(predicted.is_none());
        let nothing = Predicted::default();
        let predicted = predicted.unwrap_or(&nothing);
        let folded = options.outermost.then(|| outermost(&predicted.statements));
        let statements = folded.as_deref().unwrap_or(&predicted.statements);

        let letters = Letters::new(&gold.text);
        let left_out = letters.mask(&gold.discard);
        let gold_rows = Row::all(&gold.attributions, &letters, &left_out);
        let predicted_rows = Row::all(statements, &letters, &left_out);
        let pairs = pairing::pair(&gold_rows, &predicted_rows);

        spans::count_fields(&gold_rows, &predicted_rows, &letters, self);
        pairing::count_relations(&gold_rows, &predicted_rows, &pairs, self);
        speakers::count(&gold_rows, &predicted_rows, &pairs, predicted, &letters, self);
        if !gold.furniture.is_empty() {
            furniture::count(&gold.furniture, &predicted.furniture, self);
        }
        calibration::count(&gold_rows, &predicted_rows, &pairs, self.calibration_mut());
        Ok(())
    }
}
