#![expect(clippy::float_cmp, reason = "exact numbers are asked for")]

use super::*;
use proptest::prelude::*;
use std::fmt::Write as _;

const HIDDEN: usize = 64;
const NARROW: usize = 32;
const VOCABULARY: usize = 50;
const POSITIONS: usize = 60;

const MANIFEST: &str = r#"
format = 2
name = "tiny"
version = "0.0.1"
licence = "MIT"
data = "drawn by a counter"
[shape]
hidden = 64
layers = 2
heads = 2
inner = 96
positions = 60
vocabulary = 50
norm_epsilon = 1e-12
reader_hidden = 32
reader_layers = 1
reader_heads = 1
reader_inner = 64
reader_distances = 8
antecedent_hidden = 32
antecedent_distances = 6
[input]
window_pieces = 40
break_piece = "[unused1]"
cases = 5
quotes = 2
spaces = 3
[labels]
tags = ["O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content"]
names = ["person", "organisation", "place", "facility", "group", "product", "other"]
times = ["date", "time", "duration", "set"]
mentions = ["person", "organisation", "place", "other"]
[decoding]
trigger = 0.25
keep = 0.5
tag_share = 0.5
piece_cost = 1.5
source_bonus = 0.0
quotation_share = 0.3
calibration_bias = -1.0
calibration_cue = 0.25
calibration_source = 0.5
calibration_content = 0.75
overlap_pieces = 16
[figures.dev]
"source exact" = 80.5
[sha256]
"#;

/// A weights file in the making.
#[derive(Default)]
struct File {
    header: String,
    data: Vec<u8>,
    state: u32,
}

impl File {
    fn byte(&mut self) -> u8 {
        self.state = self.state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.state >> 24) as u8
    }

    fn tensor(&mut self, name: &str, dtype: &str, shape: &[usize], bytes: Vec<u8>) {
        let begin = self.data.len();
        self.data.extend(bytes);
        let end = self.data.len();
        let comma = if self.header.is_empty() { "" } else { "," };
        let entry =
            format!(r#""dtype":"{dtype}","shape":{shape:?},"data_offsets":[{begin},{end}]"#);
        write!(self.header, r#"{comma}"{name}":{{{entry}}}"#).unwrap();
    }

    fn bytes(&mut self, name: &str, shape: &[usize]) {
        let bytes = (0..shape.iter().product()).map(|_| self.byte()).collect();
        self.tensor(name, "I8", shape, bytes);
    }

    /// Numbers within `spread` of `middle`.
    fn floats(&mut self, name: &str, shape: &[usize], middle: f32, spread: f32) {
        let mut bytes = Vec::new();
        for _ in 0..shape.iter().product() {
            let value = middle + spread * (f32::from(self.byte()) / 128.0 - 1.0);
            bytes.extend(value.to_le_bytes());
        }
        self.tensor(name, "F32", shape, bytes);
    }

    fn linear(&mut self, name: &str, inputs: usize, outputs: usize) {
        self.bytes(&format!("{name}.weight"), &[outputs, inputs]);
        self.floats(&format!("{name}.scale"), &[outputs], 0.002, 0.001);
        self.floats(&format!("{name}.bias"), &[outputs], 0.0, 0.5);
    }

    fn norm(&mut self, name: &str, width: usize) {
        self.floats(&format!("{name}.weight"), &[width], 1.0, 0.25);
        self.floats(&format!("{name}.bias"), &[width], 0.0, 0.25);
    }

    fn layer(&mut self, name: &str, width: usize, inner: usize) {
        for part in ["query", "key", "value", "output"] {
            self.linear(&format!("{name}.attention.{part}"), width, width);
        }
        self.norm(&format!("{name}.attention_norm"), width);
        self.linear(&format!("{name}.up"), width, inner);
        self.linear(&format!("{name}.down"), inner, width);
        self.norm(&format!("{name}.output_norm"), width);
    }

    fn finish(self) -> Vec<u8> {
        let header = format!(r#"{{"__metadata__":{{"format":"pt"}},{}}}"#, self.header);
        let mut file = (header.len() as u64).to_le_bytes().to_vec();
        file.extend(header.bytes());
        file.extend(self.data);
        file
    }
}

fn weights() -> Vec<u8> {
    let mut file = File::default();
    file.bytes("piece.weight", &[VOCABULARY, HIDDEN]);
    file.floats("piece.scale", &[VOCABULARY], 0.001, 0.0005);
    file.floats("position.weight", &[POSITIONS, HIDDEN], 0.0, 0.05);
    for (name, rows) in [("case", 5), ("quote", 2), ("space", 3)] {
        file.floats(&format!("{name}.weight"), &[rows, HIDDEN], 0.0, 0.05);
    }
    file.norm("input_norm", HIDDEN);
    for number in 0..2 {
        file.layer(&format!("layers.{number}"), HIDDEN, 96);
    }
    file.linear("tags", HIDDEN, LABELS);
    file.linear("reader.word", HIDDEN, NARROW);
    file.linear("reader.trigger", HIDDEN, 2 * NARROW);
    file.floats("reader.distance.weight", &[8, NARROW], 0.0, 0.5);
    file.norm("reader.norm", NARROW);
    file.layer("reader.layers.0", NARROW, 64);
    file.linear("reader.labels", NARROW, LABELS);
    for (name, labels) in
        [("names", NAME_LABELS), ("times", TIME_LABELS), ("mentions", MENTION_LABELS)]
    {
        file.linear(name, HIDDEN, labels);
    }
    file.linear("antecedents.anaphor", HIDDEN, NARROW);
    file.linear("antecedents.candidate", HIDDEN, NARROW);
    file.floats("antecedents.distance.weight", &[6, NARROW], 0.0, 0.5);
    file.finish()
}

fn model(kernel: Kernel) -> Model {
    Model::load(MANIFEST, weights().into(), kernel).unwrap()
}

/// All that a model says of a window of `count` pieces, as bits.
fn said(model: &Model, count: usize, seed: usize, scratch: &mut Scratch) -> Vec<u32> {
    let ids: Vec<_> = (0..count).map(|piece| (piece * 7 + seed) as u32 % 50).collect();
    let feature = |kinds| (0..count).map(|piece| ((piece + seed) % kinds) as u8).collect();
    let (case, quote, space): (Vec<_>, Vec<_>, Vec<_>) = (feature(5), feature(2), feature(3));
    let pieces = Pieces { ids: &ids, case: &case, quote: &quote, space: &space };
    let first: Vec<_> = (0..count).filter(|piece| piece % 3 != 2).collect();
    let vectors = model.encode(&pieces, &first, scratch);
    let mut rows = model.tags(&vectors, scratch);
    let triggers = [0, first.len() / 2, first.len().saturating_sub(1)];
    rows.extend(model.read(&vectors, &triggers, scratch).concat());
    assert_eq!(rows.len(), 4 * first.len());
    let others = model.word_rows(&vectors, scratch);
    let words: Vec<_> = (0..first.len()).step_by(2).collect();
    let narrow = model.narrow(&vectors, &words, scratch);
    let pairs = (1..narrow.len()).map(|n| model.pair(&narrow[n], &narrow[n - 1], n));
    let all = [
        rows.as_flattened(),
        others.names.as_flattened(),
        others.times.as_flattened(),
        others.mentions.as_flattened(),
    ];
    all.concat().into_iter().chain(pairs).map(f32::to_bits).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    #[test]
    fn windows_are_read_alike_by_all_kernels_and_after_any_other(
        count in 0_usize..POSITIONS,
        before in 0_usize..POSITIONS,
        seed in 0_usize..50,
    ) {
        let expected = said(&model(Kernel::PORTABLE), count, seed, &mut Scratch::default());
        for kernel in Kernel::available() {
            let (model, mut scratch) = (model(kernel), Scratch::default());
            said(&model, before, seed + 1, &mut scratch);
            prop_assert!(said(&model, count, seed, &mut scratch) == expected, "{}", kernel.name());
        }
    }

    #[test]
    fn garbled_files_are_refused_or_read(
        garbled in prop::collection::vec((0_usize..20_000, any::<u8>()), 1..4),
    ) {
        let mut file = weights();
        for (place, byte) in garbled {
            let place = place % file.len();
            file[place] = byte;
        }
        if let Ok(model) = Model::load(MANIFEST, file.into(), Kernel::best()) {
            said(&model, 9, 1, &mut Scratch::default());
        }
    }

    #[test]
    fn truncated_files_are_refused(keep in 0.0_f64..1.0) {
        let mut file = weights();
        file.truncate((file.len() as f64 * keep) as usize);
        let err = Model::load(MANIFEST, file.into(), Kernel::PORTABLE).unwrap_err();
        prop_assert_eq!(err.file, "weights.safetensors");
    }
}

#[test]
fn words_have_rows_of_probabilities() {
    let model = model(Kernel::best());
    let mut scratch = Scratch::default();
    let (ids, features) = ([1, 2, 3, 4, 5, 6], [0; 6]);
    let pieces = Pieces { ids: &ids, case: &features, quote: &features, space: &features };
    let vectors = model.encode(&pieces, &[1, 3, 4], &mut scratch);
    let tags = model.tags(&vectors, &mut scratch);
    assert_eq!(tags.len(), 3);
    for row in &tags {
        let sum: f32 = row.iter().map(|log| log.exp()).sum();
        assert!((sum - 1.0).abs() < 1e-5);
    }
    let readings = model.read(&vectors, &[2, 0], &mut scratch);
    assert_eq!(readings[1], model.read(&vectors, &[0], &mut scratch)[0]);
    assert_ne!(readings[0], readings[1]);
}

#[test]
fn the_last_layer_looks_at_words_only_and_no_score_changes() {
    let model = model(Kernel::best());
    let mut scratch = Scratch::default();
    let (ids, features) = ([9, 8, 7, 6, 5], [1; 5]);
    let pieces = Pieces { ids: &ids, case: &features, quote: &features, space: &features };
    let all = model.encode(&pieces, &[0, 1, 2, 3, 4], &mut scratch);
    let some = model.encode(&pieces, &[3, 1], &mut scratch);
    let row = |vectors: &Vectors, word: usize| vectors.values[word * HIDDEN..][..HIDDEN].to_vec();
    assert_eq!((row(&some, 0), row(&some, 1)), (row(&all, 3), row(&all, 1)));
}

#[test]
fn what_is_out_of_range_is_read_all_the_same() {
    let model = model(Kernel::best());
    let mut scratch = Scratch::default();
    let (ids, features) = (vec![u32::MAX; 100], vec![u8::MAX; 90]);
    let pieces = Pieces { ids: &ids, case: &features, quote: &features, space: &features };
    let vectors = model.encode(&pieces, &[0, 1000], &mut scratch);
    assert_eq!(model.read(&vectors, &[77], &mut scratch)[0].len(), 2);
    let nothing = Pieces { ids: &[], case: &[], quote: &[], space: &[] };
    assert!(model.encode(&nothing, &[], &mut scratch).values.is_empty());
    let vectors = model.encode(&pieces, &[], &mut scratch);
    assert!(model.tags(&vectors, &mut scratch).is_empty());
    assert_eq!(model.read(&vectors, &[3], &mut scratch), [Vec::<Row>::new()]);
}

#[test]
fn the_manifest_is_read() {
    let model = model(Kernel::PORTABLE);
    let manifest = model.manifest();
    assert_eq!((manifest.name.as_str(), manifest.licence.as_str()), ("tiny", "MIT"));
    assert_eq!((manifest.decoding.trigger, manifest.decoding.calibration.content), (0.25, 0.75));
    assert_eq!(manifest.figures["dev"]["source exact"], 80.5);
    assert_eq!((manifest.input.window_pieces, manifest.decoding.overlap_pieces), (40, 16));
}

#[test]
fn manifests_that_do_not_fit_are_refused_with_a_reason() {
    for (from, to, why) in [
        ("format = 2", "format = 1", "its format is 1, and this version reads format 2 only"),
        ("format = 2", "", "it names no `format`"),
        ("heads = 2", "heads = 3", "`hidden` by `heads`, or `inner`, is no multiple of 32"),
        ("layers = 2", "layers = 0", "`layers` is zero or too large"),
        ("\"I-cue\", ", "", "`tags` are not O, B-source"),
        ("antecedent_hidden = 32", "antecedent_hidden = 33", "is no multiple of 32"),
        ("\"set\"]", "\"age\"]", "`times` are not date, time"),
        ("window_pieces = 40", "window_pieces = 61", "`window_pieces` is larger than `positions`"),
        (
            "inner = 96",
            "inner = 128",
            "`layers.0.up.weight` is I8 [96, 64], and the manifest makes",
        ),
        ("layers = 2", "layers = 3", "it holds no `layers.2.attention.query.weight`"),
        ("hidden = 64", "hidden = -64", "invalid value: integer `-64`"),
    ] {
        let manifest = MANIFEST.replacen(from, to, 1);
        let err = Model::load(&manifest, weights().into(), Kernel::PORTABLE).unwrap_err();
        assert!(err.why.contains(why), "{}", err.why);
    }
}

#[test]
fn numbers_that_are_none_are_refused() {
    let file = weights();
    let header = 8 + u64::from_le_bytes(*file.first_chunk().unwrap()) as usize;
    let mut garbled = file.clone();
    let at = header + VOCABULARY * HIDDEN;
    garbled[at..at + 4].copy_from_slice(&f32::NAN.to_le_bytes());
    let err = Model::load(MANIFEST, garbled.into(), Kernel::PORTABLE).unwrap_err();
    assert_eq!(err.why, "a number of `piece.scale` is not finite");
}
