//! What does the encoder say of a whole text?
//!
//! A text is read in overlapping windows, each on its own: so a long text takes time in proportion,
//! and windows may be read side by side. What several windows say of a word is averaged, the edges of
//! windows left out; a word that may open a cue is so read with the context before it and with that
//! after it. The averages are taken in the order of the windows, whoever read them first.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::heads::{Narrow, WordRows, softmax};
use crate::input::Input;
use crate::kernel::Kernel;
use crate::layer::Scratch;
use crate::logarithm;
use crate::manifest::{Broken, Decoding};
use crate::mentions::{Asked, LEAST_MENTION};
use crate::model::{Model, Pieces};
use crate::scores::{
    LABELS, Label, MENTION_LABELS, NAME_LABELS, NameKind, Reading, Row, Scores, TIME_LABELS,
    TimeKind,
};
use crate::spans::stretches;
use crate::windows::{Window, depths, reading_cuts};
use crate::wordpiece::Vocabulary;

/// Words that open a cue with less probability are not read again.
const LEAST_TRIGGER: f32 = 0.2;

/// Words this near to the edge of a window count only where no window holds them deeper.
const MARGIN: usize = 24;

/// Windows that are read before what they say is summed up.
const WINDOWS_AT_ONCE: usize = 64;

/// Probabilities below this are as good as none.
const LEAST: f32 = 1e-9;

/// The ends of a reading with at least this probability of no label say nothing and are not kept.
const SURELY_OUTSIDE: f32 = 0.999_9;

/// A model with its vocabulary: text in, scores out.
pub struct Encoder {
    name: String,
    model: Model,
    vocabulary: Vocabulary,
    threads: usize,
}

/// What one window says.
struct Read {
    /// Probabilities of each of its words.
    tags: Vec<Row>,
    /// Words of the text that may open a cue, and the probabilities that the reader gives the window.
    readings: Vec<(usize, Vec<Row>)>,
    /// Probabilities of each of its words.
    rows: WordRows,
    /// Words of the text that may head a mention.
    asked: Vec<(usize, Narrow)>,
}

/// A sum of rows, and how many they are.
type Sum<const N: usize> = ([f32; N], f32);

/// What the windows of a text say of its words, summed up.
struct Sums {
    tags: Vec<Sum<LABELS>>,
    names: Vec<Sum<NAME_LABELS>>,
    times: Vec<Sum<TIME_LABELS>>,
    mentions: Vec<Sum<MENTION_LABELS>>,
    readings: BTreeMap<usize, Mean>,
    asked: Asked,
}

/// A running mean of readings.
#[derive(Default)]
struct Mean {
    begin: usize,
    /// One for each word, of the readings that hold it.
    rows: Vec<Sum<LABELS>>,
}

impl Encoder {
    /// Makes an encoder of the files of a model folder: `manifest.toml`, `vocab.txt`,
    /// `weights.safetensors`.
    ///
    /// # Errors
    /// If a file is not what the format says.
    pub fn load(
        manifest: &str,
        vocabulary: &str,
        weights: Cow<'static, [u8]>,
        kernel: Kernel,
    ) -> Result<Self, Broken> {
        let model = Model::load(manifest, weights, kernel)?;
        let vocabulary = Vocabulary::parse(vocabulary)?;
        let (pieces, rows) = (vocabulary.len(), model.manifest().shape.vocabulary);
        if pieces != rows {
            let why = format!("it has {pieces} pieces, and the weights have {rows}");
            return Err(Broken { file: "vocab.txt", why });
        }
        let manifest = model.manifest();
        let name = format!("{} {}", manifest.name, manifest.version);
        Ok(Encoder { name, model, vocabulary, threads: 1 })
    }

    /// The same encoder, reading the windows of a text with so many threads; the scores stay the same.
    #[must_use]
    pub fn with_threads(self, threads: usize) -> Self {
        Encoder { threads: threads.max(1), ..self }
    }

    /// How scores become statements.
    pub fn decoding(&self) -> &Decoding {
        &self.model.manifest().decoding
    }

    /// Name and version of the model.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The model without its vocabulary: what it is, and its windows one by one.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Reads a text.
    pub fn scores(&self, text: &str) -> Scores {
        let input = Input::read(text, &self.vocabulary);
        let manifest = self.model.manifest();
        let size = manifest.input.window_pieces.saturating_sub(2).max(1);
        // A piece is read by few windows, whatever the manifest says.
        let overlap = manifest.decoding.overlap_pieces.min(size / 4 * 3);
        let cuts = reading_cuts(&input, size, overlap);
        let counted = counted(&cuts, input.words.len());
        let mut sums = Sums::of(input.words.len());
        // What windows say is summed up before many more are read: it is larger than the sums.
        for (cuts, counted) in cuts.chunks(WINDOWS_AT_ONCE).zip(counted.chunks(WINDOWS_AT_ONCE)) {
            sums.add(cuts, counted, self.all_windows(&input, cuts, counted));
        }
        sums.scores(input, &self.model)
    }

    /// What each window says, in their order.
    fn all_windows(
        &self,
        input: &Input,
        cuts: &[Range<usize>],
        counted: &[Vec<bool>],
    ) -> Vec<Read> {
        let threads = self.threads.min(cuts.len());
        let one = |number: usize, scratch: &mut Scratch| {
            self.window(input, cuts[number].clone(), &counted[number], scratch)
        };
        if threads <= 1 {
            let mut scratch = Scratch::default();
            return (0..cuts.len()).map(|number| one(number, &mut scratch)).collect();
        }
        let next = AtomicUsize::new(0);
        let work = || {
            let (mut scratch, mut done) = (Scratch::default(), Vec::new());
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= cuts.len() {
                    return done;
                }
                done.push((number, one(number, &mut scratch)));
            }
        };
        let mut read: Vec<(usize, Read)> = std::thread::scope(|scope| {
            let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
            let mut all = work();
            for other in others {
                all.extend(other.join().expect("reading a window does not panic"));
            }
            all
        });
        read.sort_by_key(|(number, _)| *number);
        read.into_iter().map(|(_, read)| read).collect()
    }

    fn window(
        &self,
        input: &Input,
        words: Range<usize>,
        counted: &[bool],
        scratch: &mut Scratch,
    ) -> Read {
        let window = Window::cut(input, words.clone(), &self.vocabulary);
        let Window { ids, case, quote, space, first } = &window;
        let vectors = self.model.encode(&Pieces { ids, case, quote, space }, first, scratch);
        let tags: Vec<Row> = self.model.tags(&vectors, scratch).iter().map(probabilities).collect();
        let is_trigger =
            |&word: &usize| counted[word] && tags[word][Label::BCue as usize] >= LEAST_TRIGGER;
        let triggers: Vec<usize> = (0..tags.len()).filter(is_trigger).collect();
        let readings = self.model.read(&vectors, &triggers, scratch);
        let place = |trigger: usize| words.start + trigger;
        let readings = triggers
            .into_iter()
            .zip(readings)
            .map(|(trigger, rows)| (place(trigger), rows.iter().map(probabilities).collect()))
            .collect();
        let rows = self.model.word_rows(&vectors, scratch);
        let rows = WordRows {
            names: rows.names.iter().map(softmax).collect(),
            times: rows.times.iter().map(softmax).collect(),
            mentions: rows.mentions.iter().map(softmax).collect(),
        };
        let is_mention =
            |&word: &usize| counted[word] && 1.0 - rows.mentions[word][0] >= LEAST_MENTION;
        let mentions: Vec<usize> = (0..rows.mentions.len()).filter(is_mention).collect();
        let narrow = self.model.narrow(&vectors, &mentions, scratch);
        let asked = mentions.into_iter().map(place).zip(narrow).collect();
        Read { tags, readings, rows, asked }
    }
}

impl Sums {
    fn of(words: usize) -> Sums {
        Sums {
            tags: zeros(words),
            names: zeros(words),
            times: zeros(words),
            mentions: zeros(words),
            readings: BTreeMap::new(),
            asked: Asked::default(),
        }
    }

    /// Adds what some windows say, in their order.
    fn add(&mut self, cuts: &[Range<usize>], counted: &[Vec<bool>], read: Vec<Read>) {
        for ((cut, counted), read) in cuts.iter().zip(counted).zip(read) {
            for (at, word) in cut.clone().enumerate().filter(|(at, _)| counted[*at]) {
                add(&mut self.tags[word], &read.tags[at]);
                add(&mut self.names[word], &read.rows.names[at]);
                add(&mut self.times[word], &read.rows.times[at]);
                add(&mut self.mentions[word], &read.rows.mentions[at]);
            }
            for (trigger, rows) in read.readings {
                self.readings.entry(trigger).or_default().add(cut.start, &rows);
            }
            for (word, said) in read.asked {
                self.asked.add(word, &said);
            }
        }
    }

    /// The means of what the windows said.
    fn scores(self, input: Input, model: &Model) -> Scores {
        let tags = means(&self.tags);
        let readings = self
            .readings
            .into_iter()
            .filter(|(trigger, _)| tags[*trigger][Label::BCue as usize] >= LEAST_TRIGGER)
            .map(|(trigger, mean)| mean.reading(trigger))
            .collect();
        Scores {
            words: input.words,
            tags: tags.iter().map(logarithms).collect(),
            readings,
            names: stretches(&means(&self.names), &NameKind::ALL),
            times: stretches(&means(&self.times), &TimeKind::ALL),
            mentions: self.asked.mentions(model, &means(&self.mentions)),
        }
    }
}

/// For each window, which of its words it may speak of.
fn counted(cuts: &[Range<usize>], words: usize) -> Vec<Vec<bool>> {
    let depths = depths(cuts, words);
    let mut deepest = vec![0; words];
    for (cut, depths) in cuts.iter().zip(&depths) {
        for (word, depth) in cut.clone().zip(depths) {
            deepest[word] = deepest[word].max(*depth);
        }
    }
    let is_counted = |(word, depth): (usize, usize)| depth >= MARGIN || depth == deepest[word];
    cuts.iter()
        .zip(depths)
        .map(|(cut, depths)| cut.clone().zip(depths).map(is_counted).collect())
        .collect()
}

impl Mean {
    /// Adds a reading that opens at word `begin`, not before those that are there.
    fn add(&mut self, begin: usize, rows: &[Row]) {
        if self.rows.is_empty() {
            self.begin = begin;
        }
        let place = begin - self.begin;
        self.rows.resize(self.rows.len().max(place + rows.len()), ([0.0; LABELS], 0.0));
        for (sum, row) in self.rows[place..].iter_mut().zip(rows) {
            add(sum, row);
        }
    }

    /// The mean, without the ends that say nothing.
    fn reading(&self, trigger: usize) -> Reading {
        let rows: Vec<Row> = self.rows.iter().map(mean).collect();
        let at = trigger - self.begin;
        let speaks = |row: &Row| row[Label::Outside as usize] < SURELY_OUTSIDE;
        let first = rows.iter().position(speaks).map_or(at, |first| first.min(at));
        let last = rows.iter().rposition(speaks).map_or(at, |last| last.max(at));
        Reading {
            trigger,
            begin: self.begin + first,
            rows: rows[first..=last].iter().map(logarithms).collect(),
        }
    }
}

fn zeros<const N: usize>(words: usize) -> Vec<Sum<N>> {
    vec![([0.0; N], 0.0); words]
}

fn add<const N: usize>(sum: &mut Sum<N>, row: &[f32; N]) {
    for (sum, probability) in sum.0.iter_mut().zip(row) {
        *sum += probability;
    }
    sum.1 += 1.0;
}

fn mean<const N: usize>((sum, count): &Sum<N>) -> [f32; N] {
    sum.map(|sum| sum / count.max(1.0))
}

fn means<const N: usize>(sums: &[Sum<N>]) -> Vec<[f32; N]> {
    sums.iter().map(mean).collect()
}

fn probabilities(row: &Row) -> Row {
    row.map(logarithm::exp)
}

fn logarithms(row: &Row) -> Row {
    row.map(|probability| logarithm::ln(probability.max(LEAST)))
}
