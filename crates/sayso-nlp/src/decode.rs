//! Which statements do the scores of a text say?
//!
//! 1. A word is a *trigger* when the tag head gives it the start of a cue with some probability.
//! 2. The reader's scores for it, with a share of the tag head's, give the best legal tags
//!    (`path`).
//! 3. A statement stands when its trigger is read as cue with enough probability; of two with
//!    overlapping cues the surer one stays. It has one source, one cue and content in pieces. One that
//!    stands within the content of another is nested.
//! 4. A word is content of one statement: of those that claim it the one with the surest piece
//!    around it.
//! 5. A content that covers most of a quotation takes all of it; a piece without letters or digits is
//!    dropped.
//! 6. A statement of which the confidence is low is dropped.
//!
//! `train/sayso_train/decode.py` does the same step by step: the settings were chosen with it.

mod path;

use std::ops::Range;

use sayso_encoder::logarithm::{exp, ln, probability};
use sayso_encoder::manifest::Decoding;
use sayso_encoder::scores::{Label, Reading, Row, Scores};

/// Log odds beyond this say no more than this.
const LARGEST_ODDS: f32 = 8.0;

/// One statement in words of the scores.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded {
    /// Who is cited; none or one range.
    pub source: Vec<Range<usize>>,
    /// The words that cite; one range.
    pub cue: Vec<Range<usize>>,
    /// What is attributed, in pieces; never empty.
    pub content: Vec<Range<usize>>,
    /// How likely source and content are both right, 0 to 1.
    pub confidence: f32,
    /// Index of the statement whose content holds all of this one.
    pub parent: Option<usize>,
}

/// A statement and how sure the reader is of its parts.
struct Read<'a> {
    reading: &'a Reading,
    source: Vec<Range<usize>>,
    cue: Vec<Range<usize>>,
    content: Vec<Range<usize>>,
    /// Of the trigger: that it is a cue.
    cue_sure: f32,
    /// Mean over the source's words; without a source, that no word is one.
    source_sure: f32,
    /// Mean over the content's words.
    content_sure: f32,
    /// The trigger of the statement whose content holds all of this one.
    parent: Option<usize>,
}

/// The statements of a text, in the order of their cues.
pub fn decode(text: &str, scores: &Scores, settings: &Decoding) -> Vec<Decoded> {
    let likely = |reading: &&Reading| {
        exp(scores.tags[reading.trigger][Label::BCue as usize]) >= settings.trigger as f32
    };
    let mut read: Vec<Read<'_>> = scores
        .readings
        .iter()
        .filter(likely)
        .filter_map(|reading| read(scores, reading, settings))
        .filter(|read| read.cue_sure >= settings.keep as f32)
        .collect();
    keep_surer_cues(scores, &mut read);
    find_parents(scores, &mut read);
    share_out_contents(scores, &mut read);
    complete_quotations(text, scores, settings, &mut read);
    let least = settings.least_confidence as f32;
    read.retain(|read| !read.content.is_empty() && confidence(read, settings) >= least);
    read.sort_by_key(|read| read.cue[0].start);
    let place = |trigger| read.iter().position(|other| other.reading.trigger == trigger);
    let parents: Vec<_> = read.iter().map(|read| read.parent.and_then(place)).collect();
    read.into_iter()
        .zip(parents)
        .map(|(read, parent)| Decoded {
            confidence: confidence(&read, settings),
            source: read.source,
            cue: read.cue,
            content: read.content,
            parent,
        })
        .collect()
}

/// The best legal tags of one reading, as a statement; none if its trigger is no cue by them.
fn read<'a>(scores: &Scores, reading: &'a Reading, settings: &Decoding) -> Option<Read<'a>> {
    let tags = &scores.tags[reading.begin..];
    let share = settings.tag_share as f32;
    let rows: Vec<Row> = std::iter::zip(&reading.rows, tags)
        .map(|(read, tag)| {
            let mut row: Row = std::array::from_fn(|label| read[label] + share * tag[label]);
            row[Label::BContent as usize] -= settings.piece_cost as f32;
            row[Label::BSource as usize] += settings.source_bonus as f32;
            row
        })
        .collect();
    let labels = path::best(&rows);
    let spans = |begin, inside| path::spans(&labels, begin, inside);
    let at = reading.trigger - reading.begin;
    let cue = spans(Label::BCue, Label::ICue).into_iter().find(|span| span.contains(&at))?;
    let sources = spans(Label::BSource, Label::ISource);
    let of_source = |word: usize| role(&reading.rows[word], Label::BSource, Label::ISource);
    // Of equally sure ones the first.
    let source = sources.into_iter().reduce(|best, span| {
        if mean(&span, of_source) > mean(&best, of_source) { span } else { best }
    });
    let source_sure = source.as_ref().map_or_else(
        || 1.0 - (0..reading.rows.len()).map(of_source).fold(0.0, f32::max),
        |span| mean(span, of_source),
    );
    let content = spans(Label::BContent, Label::IContent);
    let words: usize = content.iter().map(ExactSizeIterator::len).sum();
    let sum: f32 = content.iter().cloned().flatten().map(|word| of_content(reading, word)).sum();
    let place = |span: Range<usize>| span.start + reading.begin..span.end + reading.begin;
    Some(Read {
        reading,
        source: source.map(place).into_iter().collect(),
        cue: vec![place(cue)],
        content: content.into_iter().map(place).collect(),
        cue_sure: role(&reading.rows[at], Label::BCue, Label::ICue),
        source_sure,
        content_sure: if words == 0 { 0.0 } else { sum / words as f32 },
        parent: None,
    })
}

/// The probability that a word has a role.
fn role(row: &Row, begin: Label, inside: Label) -> f32 {
    exp(row[begin as usize]) + exp(row[inside as usize])
}

/// The probability that a word of a reading's window is content.
fn of_content(reading: &Reading, word: usize) -> f32 {
    role(&reading.rows[word], Label::BContent, Label::IContent)
}

fn mean(span: &Range<usize>, of: impl Fn(usize) -> f32) -> f32 {
    span.clone().map(of).sum::<f32>() / span.len() as f32
}

/// Keeps of statements with overlapping cues the surest.
fn keep_surer_cues(scores: &Scores, read: &mut Vec<Read<'_>>) {
    read.sort_by(|a, b| {
        b.cue_sure.total_cmp(&a.cue_sure).then(a.cue[0].start.cmp(&b.cue[0].start))
    });
    let mut taken = vec![false; scores.words.len()];
    read.retain(|read| {
        let words = read.cue[0].clone();
        let is_free = !taken[words.clone()].contains(&true);
        if is_free {
            taken[words].fill(true);
        }
        is_free
    });
}

/// Finds the statements that stand, source, cue and content, within the content of another one.
///
/// The model was taught with outermost statements alone; where its reader nevertheless hears one within
/// another, both are right, and neither takes words from the other.
fn find_parents(scores: &Scores, read: &mut [Read<'_>]) {
    // For each word the statements that claim it as content.
    let mut claims: Vec<Vec<usize>> = vec![Vec::new(); scores.words.len()];
    for (number, read) in read.iter().enumerate() {
        for word in read.content.iter().cloned().flatten() {
            claims[word].push(number);
        }
    }
    for number in 0..read.len() {
        let inner = &read[number];
        let holds_all = |outer: &&usize| {
            let parts = [&inner.source, &inner.cue, &inner.content];
            let mut words = parts.into_iter().flatten().cloned().flatten();
            **outer != number && words.all(|word| claims[word].contains(outer))
        };
        let outer = claims[inner.cue[0].start].iter().find(holds_all).copied();
        read[number].parent = outer.map(|outer| read[outer].reading.trigger);
    }
}

/// Gives each word that several pieces of content claim to the piece that is surest on the whole.
fn share_out_contents(scores: &Scores, read: &mut [Read<'_>]) {
    let mut holder: Vec<Option<(f32, usize)>> = vec![None; scores.words.len()];
    for (number, read) in read.iter().enumerate().filter(|(_, read)| read.parent.is_none()) {
        for piece in &read.content {
            let sure = mean(piece, |word| of_content(read.reading, word - read.reading.begin));
            for holder in &mut holder[piece.clone()] {
                if holder.is_none_or(|(best, _)| sure > best) {
                    *holder = Some((sure, number));
                }
            }
        }
    }
    let outermost = read.iter_mut().enumerate().filter(|(_, read)| read.parent.is_none());
    for (number, read) in outermost {
        let is_own = |word: usize| holder[word].is_some_and(|(_, holder)| holder == number);
        read.content = read.content.drain(..).flat_map(|piece| runs(piece, is_own)).collect();
    }
}

/// The longest stretches of a range of which all words are wanted.
fn runs(piece: Range<usize>, is_wanted: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for word in piece.filter(|word| is_wanted(*word)) {
        match runs.last_mut() {
            Some(last) if last.end == word => last.end += 1,
            _ => runs.push(word..word + 1),
        }
    }
    runs
}

/// Completes the quotations in which a content begins or ends, and drops pieces of mere marks.
fn complete_quotations(text: &str, scores: &Scores, settings: &Decoding, read: &mut [Read<'_>]) {
    let quotation_of = quotations(text, scores);
    let mut taken = vec![false; scores.words.len()];
    for read in read.iter() {
        for words in read.cue.iter().chain(&read.content) {
            taken[words.clone()].fill(true);
        }
    }
    let letters = |piece: &Range<usize>| {
        let bytes = scores.words[piece.start].bytes.start..scores.words[piece.end - 1].bytes.end;
        text[bytes].chars().any(char::is_alphanumeric)
    };
    for read in read.iter_mut() {
        let mut pieces: Vec<Range<usize>> = Vec::new();
        for piece in read.content.drain(..) {
            let piece =
                take_quotations(piece, &quotation_of, &taken, settings.quotation_share as f32);
            match pieces.last_mut() {
                // Such as only touch stay apart.
                Some(last) if piece.start < last.end => last.end = last.end.max(piece.end),
                _ => pieces.push(piece),
            }
        }
        pieces.retain(letters);
        read.content = pieces;
    }
}

/// For each word within quotation marks the words of its quotation, marks included.
fn quotations(text: &str, scores: &Scores) -> Vec<Option<Range<usize>>> {
    let mut of_word = vec![None; scores.words.len()];
    let mut start = 0;
    for end in 1..=scores.words.len() {
        let ends = scores.words.get(end).is_none_or(|word| {
            word.is_quoted != scores.words[start].is_quoted
                || word.is_quoted && text[word.bytes.clone()].starts_with('“')
        });
        if ends {
            if scores.words[start].is_quoted {
                of_word[start..end].fill(Some(start..end));
            }
            start = end;
        }
    }
    of_word
}

/// A piece of content with the rest of the quotations of which it holds most.
fn take_quotations(
    piece: Range<usize>,
    quotation_of: &[Option<Range<usize>>],
    taken: &[bool],
    share: f32,
) -> Range<usize> {
    let covered = |quotation: &Range<usize>| {
        let common = piece.end.min(quotation.end).saturating_sub(piece.start.max(quotation.start));
        common as f32 / quotation.len() as f32
    };
    let mut whole = piece.clone();
    if let Some(opened) = &quotation_of[piece.start]
        && covered(opened) >= share
    {
        while whole.start > opened.start && !taken[whole.start - 1] {
            whole.start -= 1;
        }
    }
    let closed = quotation_of[piece.end - 1].as_ref();
    let closed = closed.or_else(|| quotation_of.get(piece.end).and_then(Option::as_ref));
    if let Some(closed) = closed
        && covered(closed) >= share
    {
        while whole.end < closed.end && !taken[whole.end] {
            whole.end += 1;
        }
    }
    whole
}

/// How likely source and content are both right: a logistic regression, fitted on articles that no
/// weight was trained on.
fn confidence(read: &Read<'_>, settings: &Decoding) -> f32 {
    let by = &settings.calibration;
    let odds = |sure: f32| {
        let sure = sure.clamp(1e-6, 1.0 - 1e-6);
        (ln(sure) - ln(1.0 - sure)).clamp(-LARGEST_ODDS, LARGEST_ODDS)
    };
    probability(
        by.bias as f32
            + by.cue as f32 * odds(read.cue_sure)
            + by.source as f32 * odds(read.source_sure)
            + by.content as f32 * odds(read.content_sure),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sayso_encoder::manifest::Calibration;
    use sayso_encoder::scores::{LABELS, Word};

    use super::*;

    const SETTINGS: Decoding = Decoding {
        trigger: 0.3,
        keep: 0.5,
        tag_share: 0.5,
        piece_cost: 1.0,
        source_bonus: 0.0,
        quotation_share: 0.5,
        least_confidence: 0.0,
        overlap_pieces: 0,
        calibration: Calibration { bias: 0.0, cue: 0.5, source: 0.5, content: 0.5 },
    };

    /// Scores of a text of words with a space between, sure of one label for each word; a reading is
    /// its trigger and the labels for it.
    fn scores(text: &str, tags: &[Label], readings: &[(usize, &[Label])]) -> Scores {
        let sure = |label: Label| -> Row {
            std::array::from_fn(|column| if column == label as usize { ln(0.94) } else { ln(0.01) })
        };
        let mut end = 0;
        let words = text.split(' ').map(|word| {
            let start = end;
            end += word.len() + 1;
            Word { bytes: start..start + word.len(), is_quoted: false }
        });
        Scores {
            words: words.collect(),
            tags: tags.iter().copied().map(sure).collect(),
            readings: readings
                .iter()
                .map(|(trigger, labels)| Reading {
                    trigger: *trigger,
                    begin: 0,
                    rows: labels.iter().copied().map(sure).collect(),
                })
                .collect(),
            ..Scores::default()
        }
    }

    #[test]
    fn two_statements_may_share_a_source_and_no_content() {
        use Label::{BContent, BCue, BSource, IContent, Outside};
        let text = "Orr said no and denied all of it";
        let tags = [BSource, BCue, BContent, Outside, BCue, BContent, IContent, IContent];
        let said = [BSource, BCue, BContent, Outside, Outside, BContent, Outside, Outside];
        let denied = [BSource, Outside, Outside, Outside, BCue, BContent, IContent, IContent];
        let mut scores = scores(text, &tags, &[(1, &said), (4, &denied)]);
        // The first is less sure of the word that both claim.
        scores.readings[0].rows[5][BContent as usize] = ln(0.8);
        let found = decode(text, &scores, &SETTINGS);
        let parts = |d: &Decoded| (d.source.clone(), d.cue.clone(), d.content.clone());
        let of = |range: Range<usize>| vec![range];
        assert_eq!(
            found.iter().map(parts).collect::<Vec<_>>(),
            [(of(0..1), of(1..2), of(2..3)), (of(0..1), of(4..5), of(5..8)),]
        );
        assert!(found.iter().all(|d| d.confidence > 0.5));
    }

    #[test]
    fn a_trigger_that_is_read_as_no_cue_is_no_statement() {
        use Label::{BContent, BCue, Outside};
        let text = "Orr said no";
        let tags = [Outside, BCue, BContent];
        let found = decode(text, &scores(text, &tags, &[(1, &[Outside; 3])]), &SETTINGS);
        assert_eq!(found, []);
    }

    #[test]
    fn a_piece_of_mere_marks_is_no_content() {
        use Label::{BContent, BCue, BSource};
        let text = "Orr said ...";
        let tags = [BSource, BCue, BContent];
        assert_eq!(decode(text, &scores(text, &tags, &[(1, &tags)]), &SETTINGS), []);
    }

    fn any_scores() -> impl Strategy<Value = (String, Scores)> {
        let rows = |count| prop::collection::vec(prop::array::uniform7(-6.0_f32..0.0), count);
        let reading = move |words: usize| {
            (0..words, 0..words).prop_flat_map(move |(one, other)| {
                let (begin, trigger) = (one.min(other), one.max(other));
                (trigger + 1 - begin..=words - begin).prop_flat_map(move |count| {
                    rows(count).prop_map(move |rows| Reading { trigger, begin, rows })
                })
            })
        };
        let words = prop::collection::vec(
            (prop::sample::select(vec!["Orr", "said", "no", ".", "“"]), any::<bool>()),
            1..12,
        );
        words
            .prop_flat_map(move |words| {
                let count = words.len();
                (Just(words), rows(count), prop::collection::vec(reading(count), 0..5))
            })
            .prop_map(|(words, tags, readings)| {
                let text = words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(" ");
                let mut scores = scores(&text, &[], &[]);
                for (word, (_, is_quoted)) in scores.words.iter_mut().zip(&words) {
                    word.is_quoted = *is_quoted;
                }
                (text, Scores { tags, readings, ..scores })
            })
    }

    proptest! {
        #[test]
        fn whatever_the_scores_statements_are_sound((text, scores) in any_scores()) {
            const { assert!(LABELS == 7) };
            let found = decode(&text, &scores, &Decoding { trigger: 0.0, keep: 0.0, ..SETTINGS });
            let mut cued = vec![0; scores.words.len()];
            let mut contents = vec![0; scores.words.len()];
            for statement in &found {
                prop_assert!(!statement.content.is_empty());
                prop_assert_eq!(statement.cue.len(), 1);
                prop_assert!(statement.source.len() <= 1);
                prop_assert!(statement.content.is_sorted_by(|a, b| a.end <= b.start));
                prop_assert!((0.0..=1.0).contains(&statement.confidence));
                statement.cue.iter().cloned().flatten().for_each(|word| cued[word] += 1);
                if statement.parent.is_none() {
                    let words = statement.content.iter().cloned().flatten();
                    words.for_each(|word| contents[word] += 1);
                }
            }
            prop_assert!(cued.iter().chain(&contents).all(|count| *count <= 1), "shared out");
        }
    }
}
