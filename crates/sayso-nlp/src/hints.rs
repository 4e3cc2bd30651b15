//! What does the reader say of names, and of who is meant?
//!
//! [`Hints`] are the encoder's further heads told in tokens. They are advice: rules that know better keep
//! their own, and without a model there are none.

use std::collections::BTreeMap;
use std::ops::Range;

use sayso_core::Span;
use sayso_core::record::TimeKind;
use sayso_encoder::scores::{self, NameKind, Scores};

use crate::segment::Segmented;

/// What a reader says beside who is cited for what.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hints {
    /// Names in order; they do not overlap.
    pub names: Vec<NameHint>,
    /// Expressions of time in order.
    pub times: Vec<TimeHint>,
    /// For each token that heads a mention, those of earlier mentions of the same thing, with the
    /// probability of each, the likeliest first.
    antecedents: BTreeMap<usize, Vec<(usize, f32)>>,
}

/// A stretch that the reader takes for a name.
#[derive(Clone, Debug, PartialEq)]
pub struct NameHint {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What it names.
    pub kind: NameKind,
    /// How sure that is.
    pub probability: f32,
}

/// A stretch that the reader takes for an expression of time.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeHint {
    /// Where it stands.
    pub place: Span,
    /// What it says.
    pub kind: TimeKind,
    /// How sure that is.
    pub probability: f32,
}

impl Hints {
    /// Tells the scores of a text in its tokens.
    pub fn of(scores: &Scores, segmented: &Segmented<'_>) -> Hints {
        let bytes = |words: &Range<usize>| {
            Span::new(scores.words[words.start].bytes.start, scores.words[words.end - 1].bytes.end)
        };
        let mut names: Vec<NameHint> = Vec::new();
        for tagged in &scores.names {
            let mut tokens = segmented.tokens_in(bytes(&tagged.words));
            // A token that two names share goes to the first.
            tokens.start =
                names.last().map_or(tokens.start, |last| tokens.start.max(last.tokens.end));
            if !tokens.is_empty() {
                let (kind, probability) = (tagged.kind, tagged.probability);
                names.push(NameHint { tokens, kind, probability });
            }
        }
        // A word may hold no token: a byte that is none, or a run of line breaks.
        let token = |word: usize| segmented.tokens_in(bytes(&(word..word + 1))).next();
        let mut antecedents: BTreeMap<usize, Vec<(usize, f32)>> = BTreeMap::new();
        for mention in &scores.mentions {
            let Some(at) = token(mention.word) else { continue };
            let before = mention.antecedents.iter();
            let told = before.filter_map(|(word, p)| Some((token(*word)?, *p)));
            antecedents.entry(at).or_default().extend(told.filter(|(before, _)| *before < at));
        }
        let times = scores.times.iter().map(|tagged| TimeHint {
            place: bytes(&tagged.words),
            kind: match tagged.kind {
                scores::TimeKind::Date => TimeKind::Date,
                scores::TimeKind::Time => TimeKind::Time,
                scores::TimeKind::Duration => TimeKind::Duration,
                scores::TimeKind::Set => TimeKind::Set,
            },
            probability: tagged.probability,
        });
        Hints { names, times: times.collect(), antecedents }
    }

    /// How probable it is that a mention at a token goes back to one at an earlier token; none where the
    /// reader takes the token for no mention.
    pub fn antecedent(&self, token: usize, earlier: usize) -> Option<f32> {
        let known = self.antecedents.get(&token)?;
        Some(known.iter().find(|(at, _)| *at == earlier).map_or(0.0, |(_, p)| *p))
    }

    /// The tokens that head mentions, in order.
    pub fn mentions(&self) -> impl Iterator<Item = usize> {
        self.antecedents.keys().copied()
    }

    /// The earlier mentions that one at a token may go back to.
    pub fn antecedents(&self, token: usize) -> &[(usize, f32)] {
        self.antecedents.get(&token).map_or(&[], Vec::as_slice)
    }
}
