//! What changed when the words of an article did?

use std::collections::{BTreeMap, BTreeSet};

use sayso_core::id::StatementId;
use sayso_core::record::{ArticleRecord, SpeakerClass, Statement};
use sayso_core::{CharSpan, Result};
use serde::Serialize;

use crate::fold::folded;
use crate::rows::Words;

/// Share of words that two statements of one speaker must have in common to be one that changed.
const ALIKE: f64 = 0.5;

/// Beyond this many pairs of one speaker nobody looks for what changed: all is gone, and all new.
const MOST_PAIRS: usize = 250_000;

/// How the statements of two readings of an article differ.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Diff {
    /// Statements that are the same in both.
    pub kept: usize,
    /// Statements of the earlier that are another now.
    pub changed: Vec<Changed>,
    /// Statements that only the earlier has.
    pub gone: Vec<Brief>,
    /// Statements that only the later has.
    pub new: Vec<Brief>,
}

/// A statement that changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Changed {
    /// As it was.
    pub before: Brief,
    /// As it is.
    pub after: Brief,
}

/// A statement in a few words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Brief {
    /// Its id in its own version.
    pub id: StatementId,
    /// On what authority.
    pub class: SpeakerClass,
    /// Who: the name, else the role, else the source as printed.
    pub speaker: String,
    /// Through whom.
    pub via: Vec<String>,
    /// How the words stand to their truth.
    pub stance: &'static str,
    /// When it was said.
    pub said: Option<String>,
    /// What was said.
    pub content: String,
}

impl Diff {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.gone.is_empty() && self.new.is_empty()
    }
}

impl Brief {
    pub(crate) fn of(statement: &Statement<CharSpan>, words: &Words<'_>) -> Result<Self> {
        let speaker = &statement.speaker;
        let source = words.at_all(&statement.source)?;
        Ok(Brief {
            id: statement.id.clone(),
            class: speaker.class,
            speaker: speaker.name.clone().or(speaker.role.clone()).unwrap_or(source),
            via: statement.via.clone(),
            stance: statement.stance.as_str(),
            said: statement.said.map(|date| date.to_string()),
            content: words.at_all(&statement.content)?,
        })
    }

    /// Whether a reader would see no difference.
    fn says_the_same(&self, other: &Brief) -> bool {
        let Brief { id: _, class, speaker, via, stance, said, content } = self;
        (class, speaker, via, stance, said)
            == (&other.class, &other.speaker, &other.via, &other.stance, &other.said)
            && folded(content) == folded(&other.content)
    }
}

/// The statements of a record in a few words.
pub(crate) fn briefs(record: &ArticleRecord<CharSpan>) -> Result<Vec<Brief>> {
    let words = Words::of(&record.text);
    record.statements.iter().map(|statement| Brief::of(statement, &words)).collect()
}

/// How two readings differ.
pub(crate) fn diff(before: Vec<Brief>, after: Vec<Brief>) -> Diff {
    let mut diff = Diff::default();
    let mut after: Vec<Option<Brief>> = after.into_iter().map(Some).collect();
    let mut by_content: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (idx, brief) in after.iter().enumerate().rev() {
        let content = brief.as_ref().map(|brief| folded(&brief.content)).unwrap_or_default();
        by_content.entry(content).or_default().push(idx);
    }
    let mut gone = Vec::new();
    for brief in before {
        let same_words = by_content.get_mut(&folded(&brief.content));
        let Some(idx) = same_words.and_then(|idxs| {
            // The one that is the same in all, else the first.
            let is_same =
                |idx: &usize| after[*idx].as_ref().is_some_and(|after| after.says_the_same(&brief));
            let at = idxs.iter().rposition(is_same).or(idxs.len().checked_sub(1))?;
            Some(idxs.remove(at))
        }) else {
            gone.push(brief);
            continue;
        };
        let Some(now) = after[idx].take() else { continue };
        if now.says_the_same(&brief) {
            diff.kept += 1;
        } else {
            diff.changed.push(Changed { before: brief, after: now });
        }
    }
    diff.new = after.into_iter().flatten().collect();
    diff.gone = gone;
    pair_by_speaker(&mut diff);
    diff
}

/// What one speaker no longer says and what they say now may be one statement in other words.
fn pair_by_speaker(diff: &mut Diff) {
    let mut speakers: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for brief in &diff.gone {
        speakers.entry(folded(&brief.speaker)).or_default().0 += 1;
    }
    for brief in &diff.new {
        speakers.entry(folded(&brief.speaker)).or_default().1 += 1;
    }
    let is_few = |brief: &Brief| {
        let (n_gone, n_new) = speakers[&folded(&brief.speaker)];
        n_gone * n_new <= MOST_PAIRS
    };
    let mut new: Vec<Option<(Brief, BTreeSet<String>)>> = std::mem::take(&mut diff.new)
        .into_iter()
        .map(|brief| {
            let words = words_of(&brief);
            Some((brief, words))
        })
        .collect();
    for before in std::mem::take(&mut diff.gone) {
        let words = words_of(&before);
        let best = new
            .iter()
            .enumerate()
            .filter_map(|(idx, after)| {
                let (after, after_words) = after.as_ref()?;
                let one_speaker = folded(&after.speaker) == folded(&before.speaker);
                if !one_speaker || !is_few(&before) {
                    return None;
                }
                let share = shared(&words, after_words);
                (share >= ALIKE).then_some((idx, share))
            })
            // Of equals the first.
            .reduce(|best, next| if next.1 > best.1 { next } else { best });
        match best.and_then(|(idx, _)| new[idx].take()) {
            Some((after, _)) => diff.changed.push(Changed { before, after }),
            None => diff.gone.push(before),
        }
    }
    diff.new = new.into_iter().flatten().map(|(brief, _)| brief).collect();
}

fn words_of(brief: &Brief) -> BTreeSet<String> {
    folded(&brief.content).split(' ').map(str::to_owned).collect()
}

/// Share of words in common, of the sum of both.
fn shared(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let common = a.intersection(b).count();
    2.0 * common as f64 / (a.len() + b.len()).max(1) as f64
}

/// Whether two texts are versions of one article rather than two articles of one name.
pub(crate) fn are_versions(a: &str, b: &str) -> bool {
    let runs = |text: &str| -> BTreeSet<[String; 3]> {
        let words: Vec<String> = text.split_whitespace().map(folded).collect();
        words.windows(3).filter_map(|run| run.to_vec().try_into().ok()).collect()
    };
    let (a, b) = (runs(a), runs(b));
    let shorter = a.len().min(b.len());
    // A text of a few words has no runs to compare; it is a note that grew.
    shorter == 0 || 4 * a.intersection(&b).count() >= shorter
}
