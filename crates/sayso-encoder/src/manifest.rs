//! What does a model directory say of itself?
//!
//! `manifest.toml` of format 2: what the model is and under which terms, the shapes of its tensors, what
//! it wants as input, its labels, and the settings and calibration that belong to its scores.

use crate::math::WIDEST;
use crate::scores::{LABELS, MentionKind, NameKind, TimeKind};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;

/// The only format this version reads.
const FORMAT: i64 = 2;

/// Labels in the order of [`crate::scores::Label`].
const TAGS: [&str; LABELS] =
    ["O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content"];

/// Kinds in the order of [`crate::scores::NameKind`]; each has a label for its first and its later words.
const NAMES: [&str; NameKind::ALL.len()] =
    ["person", "organisation", "place", "facility", "group", "product", "other"];

/// Kinds in the order of [`crate::scores::TimeKind`].
const TIMES: [&str; TimeKind::ALL.len()] = ["date", "time", "duration", "set"];

/// Kinds in the order of [`crate::scores::MentionKind`].
const MENTIONS: [&str; MentionKind::ALL.len()] = ["person", "organisation", "place", "other"];

/// Head sizes and inner widths are multiples of this, so that rows need no filling up.
const STEP: usize = crate::linear::CHANNELS;

/// No width, count or length may be larger: what is, is garbled, and sums could leave 32 bits.
const MOST: usize = 1 << 15;

/// Why a model cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The file of the model directory that is at fault.
    pub file: &'static str,
    /// What is wrong with it: lower case, no period.
    pub why: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot use the model's `{}`: {}", self.file, self.why)
    }
}

impl std::error::Error for Broken {}

/// What `manifest.toml` says.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Manifest {
    /// The model's name.
    pub name: String,
    /// The model's own version.
    pub version: String,
    /// Under which terms it may be used, as an SPDX expression.
    pub licence: String,
    /// What it was trained on.
    pub data: String,
    /// Sizes of the tensors.
    pub shape: Shape,
    /// What goes in.
    pub input: Input,
    /// How its scores become statements.
    pub decoding: Decoding,
    /// F1 in per cent, by split and name.
    #[serde(default)]
    pub figures: BTreeMap<String, BTreeMap<String, f64>>,
    /// SHA-256 of the other files, in hexadecimal.
    #[serde(default)]
    pub sha256: BTreeMap<String, String>,
    labels: Labels,
}

/// Sizes of the tensors.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[expect(
    missing_docs,
    reason = "the names say it; the reader's sizes are those of its narrow layers"
)]
pub struct Shape {
    pub hidden: usize,
    pub layers: usize,
    pub heads: usize,
    pub inner: usize,
    pub positions: usize,
    pub vocabulary: usize,
    pub norm_epsilon: f32,
    pub reader_hidden: usize,
    pub reader_layers: usize,
    pub reader_heads: usize,
    pub reader_inner: usize,
    pub reader_distances: usize,
    pub antecedent_hidden: usize,
    pub antecedent_distances: usize,
}

/// What goes in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Input {
    /// Pieces of a window, with the one before and the one after.
    pub window_pieces: usize,
    /// The piece that stands for a run of line breaks.
    pub break_piece: String,
    /// Number of case features.
    pub cases: usize,
    /// Number of quotation features.
    pub quotes: usize,
    /// Number of spacing features.
    pub spaces: usize,
}

/// How scores become statements: chosen together, on what the model was not trained on.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(from = "FlatDecoding")]
pub struct Decoding {
    /// Least probability of beginning a cue at which a word is a trigger.
    pub trigger: f64,
    /// Least probability at which a statement is kept.
    pub keep: f64,
    /// Share of the tag head's row beside the reader's.
    pub tag_share: f64,
    /// What each further piece of a content costs.
    pub piece_cost: f64,
    /// What a statement with a source has for it.
    pub source_bonus: f64,
    /// Share of a quotation from which a content takes all of it.
    pub quotation_share: f64,
    /// Least confidence at which a statement is given at all.
    pub least_confidence: f64,
    /// Pieces that neighbouring windows have in common.
    pub overlap_pieces: usize,
    /// How confidence is reckoned.
    pub calibration: Calibration,
}

/// Weights of a logistic regression: how sure a statement is, from how sure its parts are.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Calibration {
    pub bias: f64,
    pub cue: f64,
    pub source: f64,
    pub content: f64,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Labels {
    tags: Vec<String>,
    names: Vec<String>,
    times: Vec<String>,
    mentions: Vec<String>,
}

/// As it stands in the file.
#[derive(Deserialize)]
struct FlatDecoding {
    trigger: f64,
    keep: f64,
    tag_share: f64,
    piece_cost: f64,
    source_bonus: f64,
    quotation_share: f64,
    #[serde(default)]
    least_confidence: f64,
    overlap_pieces: usize,
    calibration_bias: f64,
    calibration_cue: f64,
    calibration_source: f64,
    calibration_content: f64,
}

impl From<FlatDecoding> for Decoding {
    fn from(flat: FlatDecoding) -> Self {
        Self {
            trigger: flat.trigger,
            keep: flat.keep,
            tag_share: flat.tag_share,
            piece_cost: flat.piece_cost,
            source_bonus: flat.source_bonus,
            quotation_share: flat.quotation_share,
            least_confidence: flat.least_confidence,
            overlap_pieces: flat.overlap_pieces,
            calibration: Calibration {
                bias: flat.calibration_bias,
                cue: flat.calibration_cue,
                source: flat.calibration_source,
                content: flat.calibration_content,
            },
        }
    }
}

impl Manifest {
    /// Reads the text of a `manifest.toml`.
    ///
    /// # Errors
    /// If it is no such text, of another format, or says what this version cannot compute.
    pub fn parse(text: &str) -> Result<Self, Broken> {
        let table: toml::Table = text.parse().map_err(|err| broken(&err))?;
        match table.get("format").and_then(toml::Value::as_integer) {
            Some(FORMAT) => {}
            Some(other) => {
                return Err(broken(&format!(
                    "its format is {other}, and this version reads format {FORMAT} only"
                )));
            }
            None => return Err(broken(&"it names no `format`")),
        }
        let manifest: Self = table.try_into().map_err(|err| broken(&err))?;
        manifest.check()?;
        Ok(manifest)
    }

    fn check(&self) -> Result<(), Broken> {
        let (shape, input) = (&self.shape, &self.input);
        let sizes = [
            ("hidden", shape.hidden),
            ("layers", shape.layers),
            ("heads", shape.heads),
            ("inner", shape.inner),
            ("positions", shape.positions),
            ("vocabulary", shape.vocabulary.div_ceil(MOST)),
            ("reader_hidden", shape.reader_hidden),
            ("reader_layers", shape.reader_layers),
            ("reader_heads", shape.reader_heads),
            ("reader_inner", shape.reader_inner),
            ("reader_distances", shape.reader_distances),
            ("antecedent_hidden", shape.antecedent_hidden),
            ("antecedent_distances", shape.antecedent_distances),
            ("window_pieces", input.window_pieces),
            ("cases", input.cases),
            ("quotes", input.quotes),
            ("spaces", input.spaces),
        ];
        if let Some((name, _)) = sizes.into_iter().find(|&(_, size)| size == 0 || size > MOST) {
            return Err(broken(&format!("`{name}` is zero or too large")));
        }
        for (name, hidden, heads, inner) in [
            ("", shape.hidden, shape.heads, shape.inner),
            ("reader_", shape.reader_hidden, shape.reader_heads, shape.reader_inner),
        ] {
            if hidden % (STEP * heads) != 0 || inner % STEP != 0 {
                return Err(broken(&format!(
                    "`{name}hidden` by `{name}heads`, or `{name}inner`, is no multiple of {STEP}"
                )));
            }
            if hidden / heads > WIDEST {
                return Err(broken(&format!("`{name}heads` are too few")));
            }
        }
        if input.window_pieces > shape.positions {
            return Err(broken(&"`window_pieces` is larger than `positions`"));
        }
        if shape.reader_distances % 2 != 0 {
            return Err(broken(&"`reader_distances` is odd"));
        }
        if !shape.norm_epsilon.is_finite() || shape.norm_epsilon < 0.0 {
            return Err(broken(&"`norm_epsilon` is no small number"));
        }
        if shape.antecedent_hidden % STEP != 0 {
            return Err(broken(&format!("`antecedent_hidden` is no multiple of {STEP}")));
        }
        let labels = &self.labels;
        for (name, found, known) in [
            ("tags", &labels.tags, &TAGS[..]),
            ("names", &labels.names, &NAMES),
            ("times", &labels.times, &TIMES),
            ("mentions", &labels.mentions, &MENTIONS),
        ] {
            if found != known {
                return Err(broken(&format!("`{name}` are not {}", known.join(", "))));
            }
        }
        Ok(())
    }
}

fn broken(why: &dyn fmt::Display) -> Broken {
    Broken { file: "manifest.toml", why: why.to_string().trim_end().to_owned() }
}
