//! What did the encoder say of the texts of a case file, when it was last asked?
//!
//! Cases under `tests/cases/encoder` are read with scores that lie beside them (`NAME.scores`), so that
//! they need no weights and hold whatever model comes next. A line is a text, its words, and for each
//! row of scores seven letters, one a label: `A` for a probability of 1, each letter after it for one
//! that is lower by the same factor; names and mentions by their words, with probabilities in percent.
//! `SAYSO_UPDATE=1` asks the built-in model again.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sayso::Annotator;
use sayso_encoder::manifest::{Calibration, Decoding};
use sayso_encoder::scores::{
    LABELS, Mention, MentionKind, NameKind, Reading, Row, Scores, Tagged, Word,
};
use sayso_nlp::attribute::Scorer;
use serde_json::{Value, json};

/// Natural logarithms between one letter and the next.
const STEP: f32 = 0.15;

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Settings as a model might have them.
const DECODING: Decoding = Decoding {
    trigger: 0.4,
    keep: 0.5,
    tag_share: 0.5,
    piece_cost: 1.0,
    source_bonus: 0.0,
    quotation_share: 0.5,
    least_confidence: 0.0,
    overlap_pieces: 0,
    calibration: Calibration { bias: 0.0, cue: 0.3, source: 0.2, content: 0.2 },
};

/// Recorded scores by text.
pub(crate) struct Replay(BTreeMap<String, Scores>);

impl Scorer for Replay {
    fn scores(&self, text: &str) -> Scores {
        self.0.get(text).cloned().unwrap_or_default()
    }

    fn decoding(&self) -> &Decoding {
        &DECODING
    }

    fn name(&self) -> &'static str {
        "replay"
    }
}

/// Asks the built-in model, and keeps what it says.
struct Recorder(std::sync::Mutex<BTreeMap<String, Scores>>);

impl Scorer for Recorder {
    fn scores(&self, text: &str) -> Scores {
        let scores = Annotator::built_in().scores(text).expect("there is a model inside");
        let scores = read_line(&line(text, &scores)).expect("what was written can be read").1;
        self.0.lock().expect("no panic").insert(text.to_owned(), scores.clone());
        scores
    }

    fn decoding(&self) -> &Decoding {
        &DECODING
    }

    fn name(&self) -> &'static str {
        "replay"
    }
}

/// Where the scores of a case file lie; none for a file that is read by rules.
pub(crate) fn beside(case_file: &Path) -> Option<PathBuf> {
    let folder = case_file.parent()?.file_name()?;
    (folder == "encoder").then(|| case_file.with_extension("scores"))
}

/// An annotator with the scores of a file.
pub(crate) fn annotator(path: &Path) -> Result<Annotator, String> {
    let raw = fs::read_to_string(path)
        .map_err(|error| format!("{}: {error}; SAYSO_UPDATE=1 writes it", path.display()))?;
    let read = |line: &str| read_line(line).ok_or(format!("{}: no scores: {line}", path.display()));
    let scores: Result<BTreeMap<_, _>, String> = raw.lines().map(read).collect();
    Ok(Annotator::with(Arc::new(Replay(scores?))))
}

/// Writes the scores that the built-in model gives the texts with which `reads` uses an annotator.
pub(crate) fn record(path: &Path, reads: impl FnOnce(&Annotator)) -> std::io::Result<()> {
    let recorder = Arc::new(Recorder(std::sync::Mutex::default()));
    reads(&Annotator::with(recorder.clone()));
    let scores = recorder.0.lock().expect("no panic");
    let lines: String = scores.iter().map(|(text, scores)| line(text, scores) + "\n").collect();
    fs::write(path, lines)
}

fn line(text: &str, scores: &Scores) -> String {
    let words: Vec<_> = scores.words.iter().map(|w| [w.bytes.start, w.bytes.end]).collect();
    let quoted = scores.words.iter().enumerate().filter(|(_, word)| word.is_quoted);
    let readings: Vec<Value> = scores
        .readings
        .iter()
        .map(|r| json!({"trigger": r.trigger, "begin": r.begin, "rows": letters(&r.rows)}))
        .collect();
    let names = scores.names.iter().map(|name| {
        json!([name.words.start, name.words.end, name.kind as usize, percent(name.probability)])
    });
    let mentions = scores.mentions.iter().map(|mention| {
        let before = mention.antecedents.iter().map(|(word, p)| json!([word, percent(*p)]));
        let before: Vec<Value> = before.collect();
        json!([mention.word, mention.kind as usize, percent(mention.probability), before])
    });
    json!({
        "text": text,
        "words": words,
        "quoted": quoted.map(|(number, _)| number).collect::<Vec<_>>(),
        "tags": letters(&scores.tags),
        "readings": readings,
        "names": names.collect::<Vec<_>>(),
        "mentions": mentions.collect::<Vec<_>>(),
    })
    .to_string()
}

fn percent(probability: f32) -> u32 {
    (probability * 100.0).round() as u32
}

fn letters(rows: &[Row]) -> String {
    let letter = |log: f32| LETTERS[((-log / STEP).round() as usize).min(LETTERS.len() - 1)];
    rows.iter().flatten().map(|log| char::from(letter(*log))).collect()
}

fn read_line(line: &str) -> Option<(String, Scores)> {
    let value: Value = serde_json::from_str(line).ok()?;
    let quoted: Vec<usize> = value["quoted"].as_array()?.iter().filter_map(number).collect();
    let words = value["words"].as_array()?.iter().enumerate().map(|(at, pair)| {
        Some(Word { bytes: number(&pair[0])?..number(&pair[1])?, is_quoted: quoted.contains(&at) })
    });
    let readings = value["readings"].as_array()?.iter().map(|reading| {
        Some(Reading {
            trigger: number(&reading["trigger"])?,
            begin: number(&reading["begin"])?,
            rows: rows(&reading["rows"])?,
        })
    });
    let scores = Scores {
        words: words.collect::<Option<_>>()?,
        tags: rows(&value["tags"])?,
        readings: readings.collect::<Option<_>>()?,
        names: value["names"].as_array()?.iter().map(name).collect::<Option<_>>()?,
        times: Vec::new(),
        mentions: value["mentions"].as_array()?.iter().map(mention).collect::<Option<_>>()?,
    };
    Some((value["text"].as_str()?.to_owned(), scores))
}

fn number(value: &Value) -> Option<usize> {
    value.as_u64().map(|n| n as usize)
}

fn probability(value: &Value) -> Option<f32> {
    value.as_u64().map(|percent| percent as f32 / 100.0)
}

fn name(value: &Value) -> Option<Tagged<NameKind>> {
    Some(Tagged {
        words: number(&value[0])?..number(&value[1])?,
        kind: *NameKind::ALL.get(number(&value[2])?)?,
        probability: probability(&value[3])?,
    })
}

fn mention(value: &Value) -> Option<Mention> {
    let before = value[3].as_array()?.iter();
    Some(Mention {
        word: number(&value[0])?,
        kind: *MentionKind::ALL.get(number(&value[1])?)?,
        probability: probability(&value[2])?,
        antecedents: before
            .map(|pair| Some((number(&pair[0])?, probability(&pair[1])?)))
            .collect::<Option<_>>()?,
    })
}

fn rows(letters: &Value) -> Option<Vec<Row>> {
    let log = |letter: &u8| {
        LETTERS.iter().position(|known| known == letter).map(|place| place as f32 * -STEP)
    };
    let (rows, rest) = letters.as_str()?.as_bytes().as_chunks::<LABELS>();
    let row = |row: &[u8; LABELS]| -> Option<Row> {
        let mut logs = [0.0; LABELS];
        for (slot, letter) in logs.iter_mut().zip(row) {
            *slot = log(letter)?;
        }
        Some(logs)
    };
    rest.is_empty().then(|| rows.iter().map(row).collect())?
}
