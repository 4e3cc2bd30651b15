//! Does the model say what PyTorch says of the same pieces, and the same on every kernel?
//!
//! `replay.json` of the model directory holds invented sentences with the scores that PyTorch's simulation
//! of the same arithmetic gave, to five places. The `f32` parts add in another order there. Where that
//! moves a number over a half, it is rounded to the next level, 1/127 of a token's largest number, and
//! all that follows moves with it: PyTorch's own scores in `f32` and in `f64` differ by up to 0.3 for that
//! reason, and by 1e-5 in sentences where it does not happen. So both are asked: agreement to many
//! places in some sentence, and in all of them differences no larger than such steps make.

use sayso_encoder::kernel::Kernel;
use sayso_encoder::layer::Scratch;
use sayso_encoder::model::{Model, Pieces};
use sayso_encoder::scores::{MENTION_LABELS, NAME_LABELS, Row, TIME_LABELS};
use serde::Deserialize;
use std::path::PathBuf;
use std::{env, fs};

/// Largest difference of a raw score in a sentence where no number was rounded the other way.
const SAME_LEVELS: f32 = 1e-3;

/// Largest root mean square of differences in any sentence.
const OTHER_LEVELS: f32 = 0.15;

/// A label that leads by so much in the recording leads here too.
const LEAD: f32 = 1.0;

#[derive(Deserialize)]
struct Replay {
    text: String,
    ids: Vec<u32>,
    case: Vec<u8>,
    quote: Vec<u8>,
    space: Vec<u8>,
    first: Vec<usize>,
    tags: Vec<Row>,
    trigger: usize,
    read: Vec<Row>,
    names: Vec<[f32; NAME_LABELS]>,
    times: Vec<[f32; TIME_LABELS]>,
    mentions: Vec<[f32; MENTION_LABELS]>,
    /// For each word after the first, how well it goes with each word before it.
    pairs: Vec<Vec<f32>>,
}

impl Replay {
    fn pieces(&self) -> Pieces<'_> {
        Pieces { ids: &self.ids, case: &self.case, quote: &self.quote, space: &self.space }
    }

    /// The recorded rows of all heads.
    fn rows(&self) -> Vec<Vec<f32>> {
        let mut rows: Vec<Vec<f32>> =
            self.tags.iter().chain(&self.read).map(|row| row.to_vec()).collect();
        rows.extend(self.names.iter().map(|row| row.to_vec()));
        rows.extend(self.times.iter().map(|row| row.to_vec()));
        rows.extend(self.mentions.iter().map(|row| row.to_vec()));
        rows.extend(self.pairs.iter().cloned());
        rows
    }

    /// The piece of each word, counted with the one that begins the window.
    fn first(&self) -> Vec<usize> {
        self.first.iter().map(|piece| piece + 1).collect()
    }
}

#[test]
fn scores_are_those_of_the_simulation() {
    let model = model(Kernel::best());
    let mut closest = f32::MAX;
    for replay in replays() {
        let ours = all_rows(&model, &replay);
        let theirs = replay.rows();
        assert_eq!(ours.len(), theirs.len());
        let pairs = ours.iter().flatten().zip(theirs.iter().flatten());
        let differences: Vec<_> = pairs.map(|(ours, theirs)| (ours - theirs).abs()).collect();
        let largest = differences.iter().copied().fold(0.0, f32::max);
        let squares: f32 = differences.iter().map(|difference| difference * difference).sum();
        let mean = (squares / differences.len() as f32).sqrt();
        println!("largest {largest:.1e}, root mean square {mean:.1e}: {:?}", replay.text);
        assert!(mean < OTHER_LEVELS, "{mean}: {}", replay.text);
        for (ours, theirs) in ours.iter().zip(&theirs) {
            let (best, lead) = leader(theirs);
            assert!(lead < LEAD || leader(ours).0 == best, "{ours:?}, {theirs:?}: {}", replay.text);
        }
        closest = closest.min(largest);
    }
    assert!(closest < SAME_LEVELS, "{closest}");
}

#[test]
fn every_kernel_says_the_same() {
    let all_bits = |kernel| {
        let model = model(kernel);
        let rows = replays().iter().flat_map(|replay| all_rows(&model, replay)).collect::<Vec<_>>();
        rows.into_iter().flatten().map(f32::to_bits).collect::<Vec<_>>()
    };
    let expected = all_bits(Kernel::PORTABLE);
    for kernel in Kernel::available() {
        assert!(all_bits(kernel) == expected, "{} differs from portable", kernel.name());
    }
}

/// The raw scores of all heads, in the order of [`Replay::rows`].
fn all_rows(model: &Model, replay: &Replay) -> Vec<Vec<f32>> {
    let mut scratch = Scratch::default();
    let vectors = model.encode(&replay.pieces(), &replay.first(), &mut scratch);
    let mut rows = model.tag_scores(&vectors, &mut scratch);
    rows.extend(model.reader_scores(&vectors, &[replay.trigger], &mut scratch).concat());
    let mut rows: Vec<Vec<f32>> = rows.iter().map(|row| row.to_vec()).collect();
    let others = model.word_rows(&vectors, &mut scratch);
    rows.extend(others.names.iter().map(|row| row.to_vec()));
    rows.extend(others.times.iter().map(|row| row.to_vec()));
    rows.extend(others.mentions.iter().map(|row| row.to_vec()));
    let words: Vec<usize> = (0..replay.first.len()).collect();
    let narrow = model.narrow(&vectors, &words, &mut scratch);
    rows.extend((1..narrow.len()).map(|word| {
        (0..word).map(|other| model.pair(&narrow[word], &narrow[other], word - other)).collect()
    }));
    rows
}

/// The label with the highest score, and how far it is before the second.
fn leader(row: &[f32]) -> (usize, f32) {
    let mut order: Vec<_> = (0..row.len()).collect();
    order.sort_by(|&one, &other| row[other].total_cmp(&row[one]));
    (order[0], order.get(1).map_or(f32::MAX, |&second| row[order[0]] - row[second]))
}

fn model(kernel: Kernel) -> Model {
    let manifest = String::from_utf8(file("manifest.toml")).expect("a manifest is text");
    let weights = file("weights.safetensors").into();
    Model::load(&manifest, weights, kernel).expect("the model is whole")
}

fn replays() -> Vec<Replay> {
    serde_json::from_slice(&file("replay.json")).expect("replays have the fields of a replay")
}

/// A file of the model directory of the repository, or of the one that `SAYSO_MODEL_DIR` names.
fn file(name: &str) -> Vec<u8> {
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/../../model");
    let folder = env::var_os("SAYSO_MODEL_DIR").map_or_else(|| own.into(), PathBuf::from);
    fs::read(folder.join(name)).expect("the model directory is there")
}
