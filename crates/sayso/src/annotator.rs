//! With what are articles read?
//!
//! By default with the encoder that is part of the program, completed by rules; with another model of
//! the same format; or by rules alone, which need no model and find less.

use std::borrow::Cow;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use sayso_core::record::Extractor;
use sayso_core::{Article, ArticleRecord, Error, Result, Span};
use sayso_encoder::Encoder;
use sayso_encoder::kernel::Kernel;
use sayso_encoder::scores::Scores;
use sayso_nlp::annotate::annotate_with;
use sayso_nlp::attribute::{Given, Rules, Scorer, Trained};
use sayso_nlp::doubt::{LEAST_CONFIDENCE, leave_open};
use sayso_nlp::relation::{Attributor, Relation};

use crate::config::{Model, Settings};

static MANIFEST: &str = include_str!("../../../model/manifest.toml");
static VOCABULARY: &str = include_str!("../../../model/vocab.txt");
static WEIGHTS: &[u8] = include_bytes!("../../../model/weights.safetensors");

/// Reads articles, one at a time, and says who said what in them.
///
/// Cheap to clone; what it holds is shared.
#[derive(Clone)]
pub struct Annotator {
    scorer: Option<Arc<dyn Scorer>>,
    /// Speakers below this confidence are left open.
    least_confidence: f32,
}

impl Annotator {
    /// With the encoder that is part of the program, one thread.
    pub fn built_in() -> Self {
        static BUILT_IN: OnceLock<Annotator> = OnceLock::new();
        let encoder = || Annotator::with(Arc::new(built_in(Kernel::best())));
        BUILT_IN.get_or_init(encoder).clone()
    }

    /// By rules alone.
    pub fn rules() -> Self {
        Annotator { scorer: None, least_confidence: LEAST_CONFIDENCE }
    }

    /// With somebody else's encoder, or with scores that one gave before; rules complete it.
    pub fn with(scorer: Arc<dyn Scorer>) -> Self {
        Annotator { scorer: Some(scorer), ..Annotator::rules() }
    }

    /// The same, with speakers left open whose confidence is below `least`.
    #[must_use]
    pub fn with_least_confidence(self, least: f32) -> Self {
        Annotator { least_confidence: least, ..self }
    }

    /// As the settings say.
    ///
    /// # Errors
    /// If a model folder cannot be used.
    pub fn of(settings: &Settings) -> Result<Self> {
        let kernel = settings.kernel.value.as_deref().and_then(Kernel::named);
        let kernel = kernel.unwrap_or_else(Kernel::best);
        let encoder = match &settings.model.value {
            Model::None => None,
            Model::BuiltIn => Some(built_in(kernel)),
            Model::Folder(folder) => Some(open(folder, kernel)?),
        };
        let threads = settings.threads.value;
        let annotator = match encoder {
            Some(encoder) => Annotator::with(Arc::new(encoder.with_threads(threads))),
            None => Annotator::rules(),
        };
        Ok(annotator.with_least_confidence(settings.speaker_confidence.value))
    }

    /// Says who said what in an article.
    pub fn annotate(&self, article: Article) -> ArticleRecord<Span> {
        match &self.scorer {
            Some(scorer) => self.read(article, &Trained(&**scorer)),
            None => self.read(article, &Rules),
        }
    }

    /// Says who speaks, through whom and when in relations that are known already.
    pub fn annotate_given(
        &self,
        article: Article,
        relations: Vec<Relation>,
    ) -> ArticleRecord<Span> {
        self.read(article, &Given { relations, scorer: self.scorer.as_deref() })
    }

    fn read(&self, article: Article, attributor: &dyn Attributor) -> ArticleRecord<Span> {
        let mut record = annotate_with(article, attributor);
        leave_open(&mut record, self.least_confidence);
        record
    }

    /// What the encoder says of a text; none where rules alone decide.
    pub fn scores(&self, text: &str) -> Option<Scores> {
        self.scorer.as_ref().map(|scorer| scorer.scores(text))
    }

    /// What its records say that made them.
    pub fn extractor(&self) -> Extractor {
        // All crates of the workspace have one version.
        let version = env!("CARGO_PKG_VERSION").to_owned();
        Extractor { version, model: self.model().map(str::to_owned) }
    }

    /// Name and version of the model; none where rules alone decide.
    pub fn model(&self) -> Option<&str> {
        self.scorer.as_deref().map(Scorer::name)
    }
}

impl Default for Annotator {
    fn default() -> Self {
        Annotator::built_in()
    }
}

/// Reads one article with the built-in model and says who said what in it.
pub fn annotate(article: Article) -> ArticleRecord<Span> {
    Annotator::built_in().annotate(article)
}

/// The names of the kernels that this processor can run, the best first.
pub fn kernels() -> Vec<&'static str> {
    Kernel::available().into_iter().rev().map(Kernel::name).collect()
}

fn built_in(kernel: Kernel) -> Encoder {
    Encoder::load(MANIFEST, VOCABULARY, Cow::Borrowed(WEIGHTS), kernel)
        .expect("the model inside the program is whole: a test reads it")
}

/// Reads a model folder.
fn open(folder: &Path, kernel: Kernel) -> Result<Encoder> {
    let cannot = |name: &str| {
        let path = folder.join(name);
        Error::config("cannot use the model in").at(path.display())
    };
    let text = |name: &str| {
        std::fs::read_to_string(folder.join(name)).map_err(|error| {
            cannot(name).because(error).hint("docs/model-format.md says what a model folder holds")
        })
    };
    let weights = "weights.safetensors";
    let bytes =
        std::fs::read(folder.join(weights)).map_err(|error| cannot(weights).because(error))?;
    Encoder::load(&text("manifest.toml")?, &text("vocab.txt")?, Cow::Owned(bytes), kernel)
        .map_err(|broken| cannot("manifest.toml").because(broken))
}

#[cfg(test)]
mod tests {
    use sayso_encoder::manifest::Manifest;
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn the_model_inside_the_program_is_whole() {
        let manifest = Manifest::parse(MANIFEST).expect("it is read at every start");
        let files = [("weights.safetensors", WEIGHTS), ("vocab.txt", VOCABULARY.as_bytes())];
        for (name, bytes) in files {
            let hash = format!("{:x}", Sha256::digest(bytes));
            assert_eq!(manifest.sha256.get(name), Some(&hash), "{name}");
        }
        let model = Annotator::built_in().model().map(str::to_owned);
        assert_eq!(model, Some(format!("{} {}", manifest.name, manifest.version)));
    }

    #[test]
    fn threads_and_kernels_change_nothing() {
        let text = "“The rudder may be gone,” said Ines Calder, the harbour master. ".repeat(40);
        let scores = |kernel, threads| built_in(kernel).with_threads(threads).scores(&text);
        let one = scores(Kernel::best(), 1);
        assert!(one.words.len() > 500 && !one.readings.is_empty(), "more than one window");
        assert_eq!(scores(Kernel::best(), 3), one);
        for kernel in Kernel::available().into_iter().filter(|kernel| *kernel != Kernel::PORTABLE) {
            assert_eq!(scores(kernel, 1), one, "{}", kernel.name());
        }
    }

    #[test]
    fn a_folder_without_a_model_is_an_error_that_names_the_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let error = open(folder.path(), Kernel::PORTABLE).err().expect("nothing is there");
        assert!(error.to_string().contains("weights.safetensors"), "{error}");
    }
}
