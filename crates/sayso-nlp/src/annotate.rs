//! How do the stages follow one another?
//!
//! segment → attribute → resolve → record. Each stage borrows the one before it and adds its own.

use sayso_core::id::StatementId;
use sayso_core::record::{
    CONTRACT, Evidence, Extractor, FurnitureKind, Note, Quotation, Statement,
};
use sayso_core::text::CodePoints;
use sayso_core::{Article, ArticleRecord, Span};

use crate::event;
use crate::language;
use crate::quotation::{End, Kind};
use crate::relation::{Attributor, Relation, Seen};
use crate::resolve::{Resolved, resolve};
use crate::segment::{Segmented, segment};
use crate::when::{Times, check};

/// Reads one article with an attributor and says who said what in it.
pub fn annotate_with(article: Article, attributor: &dyn Attributor) -> ArticleRecord<Span> {
    let language = language::of(&article.text);
    let mut segmented = segment(&article.text, &article.furniture);
    let mut notes = article.notes.clone();
    leave_out(&mut segmented, language, &mut notes);
    let Seen { relations, hints } = attributor.read(&segmented);
    let model = attributor.model().map(str::to_owned);
    let (times, published_inferred) = Times::read(&segmented, &hints, article.published);
    let resolved = resolve(&article, &segmented, &relations, &hints, &times);
    notes.extend(unclosed(&segmented));
    notes.extend(resolved.notes.iter().cloned());
    notes.extend(check::contradictions(
        &segmented,
        &times,
        &resolved.entities,
        article.published,
    ));
    notes.sort_by(|a, b| (a.place, &a.kind).cmp(&(b.place, &b.kind)));
    let statements = statements(&article, &segmented, relations, &resolved);
    let events =
        event::gather(&segmented, &times, &resolved.entities, &statements, article.published);
    ArticleRecord {
        sayso: CONTRACT,
        id: article.id,
        url: article.url,
        title: article.title,
        outlet: article.outlet,
        byline: article.byline,
        published: article.published,
        published_inferred,
        language: language.map(str::to_owned),
        text: article.text,
        extractor: Extractor { version: env!("CARGO_PKG_VERSION").to_owned(), model },
        entities: resolved.entities,
        statements,
        events,
        times: times.records(),
        furniture: article.furniture,
        notes,
        provenance: article.provenance,
    }
}

/// Marks the paragraphs that nobody's words are looked for in: furniture without speech, and other
/// languages, of which a reader is told.
fn leave_out(
    segmented: &mut Segmented<'_>,
    language: Option<&'static str>,
    notes: &mut Vec<Note<Span>>,
) {
    let text = segmented.text;
    for paragraph in &mut segmented.paragraphs {
        let silent = paragraph.furniture.is_some_and(|kind| {
            !matches!(kind, FurnitureKind::Headline | FurnitureKind::Deck | FurnitureKind::Caption)
        });
        let foreign = language::of(paragraph.span.of(text)).or(language).filter(|l| *l != "en");
        paragraph.is_read = !silent && foreign.is_none();
        if let (Some(code), false) = (foreign, silent) {
            notes.push(Note {
                place: paragraph.span,
                kind: "language".to_owned(),
                message: format!(
                    "this paragraph is in {}; statements are found in English text only",
                    language::name(code)
                ),
            });
        }
    }
}

/// A note for each quotation that no mark and no next paragraph ends.
fn unclosed(segmented: &Segmented<'_>) -> impl Iterator<Item = Note<Span>> {
    segmented.quotations.iter().filter(|q| q.end == End::Unclosed && q.kind == Kind::Speech).map(
        |q| Note {
            place: Span::new(q.span.start(), q.inner.start()),
            kind: "unclosed-quotation".to_owned(),
            message:
                "this quotation is never closed; it is taken to run to the end of its paragraph"
                    .to_owned(),
        },
    )
}

fn statements(
    article: &Article,
    segmented: &Segmented<'_>,
    relations: Vec<Relation>,
    resolved: &Resolved,
) -> Vec<Statement<Span>> {
    let points = CodePoints::new(&article.text);
    let kinds: Vec<Quotation> = relations.iter().map(|r| quotation(segmented, r)).collect();
    let chars = |spans: &[Span]| spans.iter().map(|s| points.chars(*s)).collect::<Vec<_>>();
    let ids: Vec<StatementId> = relations
        .iter()
        .zip(&kinds)
        .map(|(r, kind)| {
            let (source, cue, content) = (chars(&r.source), chars(&r.cue), chars(&r.content));
            StatementId::of(&article.id, &source, &cue, &content, kind.as_str())
        })
        .collect();
    let id_of = |n: usize| ids[n].clone();
    let mut disputed_by: Vec<Vec<StatementId>> = vec![Vec::new(); ids.len()];
    for (by, statement) in resolved.statements.iter().enumerate() {
        for &disputed in &statement.disputes {
            disputed_by[disputed].push(id_of(by));
        }
    }
    relations
        .into_iter()
        .zip(&resolved.statements)
        .enumerate()
        .map(|(n, (relation, attributed))| {
            let mut evidence: Vec<Evidence<Span>> = relation
                .content
                .iter()
                .map(|place| Evidence {
                    field: "content".to_owned(),
                    place: *place,
                    by: relation.by.to_owned(),
                })
                .collect();
            evidence.extend(attributed.evidence.iter().cloned());
            Statement {
                id: id_of(n),
                source: relation.source,
                cue: relation.cue,
                content: relation.content,
                quotation: kinds[n],
                speaker: attributed.speaker.clone(),
                via: attributed.via.clone(),
                work: attributed.work.clone(),
                addressee: attributed.addressee.clone(),
                said: attributed.said,
                stance: attributed.stance,
                negated: attributed.negated,
                parent: relation.parent.map(id_of),
                continues: relation.continues.map(id_of),
                disputes: attributed.disputes.iter().copied().map(id_of).collect(),
                disputed_by: std::mem::take(&mut disputed_by[n]),
                confidence: relation.confidence,
                evidence,
            }
        })
        .collect()
}

/// How much of a content stands in quotation marks of its own.
///
/// Speech reported inside somebody's direct speech is indirect: the marks around both are not its
/// own.
fn quotation(segmented: &Segmented<'_>, relation: &Relation) -> Quotation {
    let content = |offset: usize| relation.content.iter().any(|s| s.holds(offset));
    let quoted = |span: Span| {
        segmented
            .quotations_in(span)
            .filter(|q| q.kind != Kind::Name)
            // Its own marks: the opening one, or the whole inside where a content begins after it.
            .filter(|q| relation.parent.is_none() || content(q.span.start()))
            .any(|q| q.span.contains(span))
    };
    let words = relation.content.iter().flat_map(|span| {
        segmented.tokens[segmented.tokens_in(*span)].iter().filter(|t| t.is_word()).map(|t| t.span)
    });
    let (mut inside, mut outside) = (0, 0);
    for word in words {
        if quoted(word) { inside += 1 } else { outside += 1 }
    }
    match (inside, outside) {
        (0, _) => Quotation::Indirect,
        (_, 0) => Quotation::Direct,
        _ => Quotation::Mixed,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sayso_core::id::ArticleId;
    use sayso_encoder::manifest::{Calibration, Decoding};
    use sayso_encoder::scores::{Reading, Scores, Word};

    use super::*;
    use crate::annotate;
    use crate::attribute::{Scorer, Trained};

    /// Text that looks like news in pieces and like nothing as a whole.
    fn newsy() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(vec![
            "said",
            "told",
            "according",
            "to",
            "that",
            "the",
            "mayor",
            "Orr",
            "Ana Ruiz",
            "she",
            "who",
            "is",
            "thought",
            "reportedly",
            "claims",
            "as",
            "it",
            "has",
            "been",
            "claimed",
            "and",
            "but",
            "asked",
            "whether",
            "“",
            "”",
            "\"",
            "'",
            "’",
            "‘",
            ",",
            ".",
            ":",
            "—",
            "(",
            ")",
            "?",
            "\n",
            "\n\n",
            "\r\n",
            "ORR",
            "Mr.",
            "U.K.",
            "41",
            "’s",
            "n’t",
            "é",
            "👩‍👧",
            "\u{200b}",
            "ß",
            "with",
            "one",
            "saying",
            "in",
            "a",
            "statement",
            "on",
            "Monday",
        ]);
        prop::collection::vec((pieces, prop::bool::weighted(0.8)), 0..60).prop_map(|pieces| {
            pieces
                .iter()
                .flat_map(|(piece, space)| [*piece, if *space { " " } else { "" }])
                .collect()
        })
    }

    /// Scores that mean nothing, the same for the same text.
    struct Noise(u64);

    impl Scorer for Noise {
        fn scores(&self, text: &str) -> Scores {
            let mut state = self.0;
            let mut draw = || {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                (state >> 40) as f32 / (1 << 24) as f32
            };
            let mut row = || std::array::from_fn(|_| -4.0 * draw());
            let mut words: Vec<Word> = Vec::new();
            for (start, letter) in text.char_indices() {
                let end = start + letter.len_utf8();
                match words.last_mut() {
                    Some(word) if word.bytes.end == start && letter.is_alphabetic() => {
                        word.bytes.end = end;
                    }
                    _ if letter == ' ' => {}
                    _ => words.push(Word { bytes: start..end, is_quoted: false }),
                }
            }
            let tags = words.iter().map(|_| row()).collect();
            let readings = (0..words.len()).step_by(3).map(|trigger| {
                let begin = trigger.saturating_sub(12);
                let rows = (begin..words.len().min(trigger + 12)).map(|_| row()).collect();
                Reading { trigger, begin, rows }
            });
            Scores { tags, readings: readings.collect(), words, ..Scores::default() }
        }

        fn decoding(&self) -> &Decoding {
            &Decoding {
                trigger: 0.1,
                keep: 0.1,
                tag_share: 0.5,
                piece_cost: 0.5,
                source_bonus: 0.0,
                quotation_share: 0.5,
                least_confidence: 0.0,
                overlap_pieces: 0,
                calibration: Calibration { bias: 0.0, cue: 0.5, source: 0.5, content: 0.5 },
            }
        }

        fn name(&self) -> &'static str {
            "noise"
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(600))]
        #[test]
        fn any_text_gives_a_sound_record(
            text in newsy().boxed().prop_union("\\PC{0,120}".boxed()),
            seed in prop::option::of(any::<u64>()),
        ) {
            let article = Article::new(ArticleId::new("a"), text.clone());
            let record = match seed {
                Some(seed) => annotate_with(article, &Trained(&Noise(seed))),
                None => annotate(article),
            };
            let mut ids: Vec<&StatementId> = record.statements.iter().map(|s| &s.id).collect();
            ids.sort();
            ids.dedup();
            prop_assert_eq!(ids.len(), record.statements.len(), "an id names one statement");
            for statement in &record.statements {
                prop_assert!(!statement.content.is_empty());
                for role in [&statement.source, &statement.cue, &statement.content] {
                    prop_assert!(role.is_sorted_by(|a, b| a.end() <= b.start()), "pieces in order");
                    for span in role {
                        prop_assert!(!span.is_empty());
                        prop_assert_eq!(span.trim(&text), *span, "no white space at the ends");
                    }
                }
                let known = |id: &StatementId| ids.contains(&id);
                prop_assert!(statement.parent.iter().all(known));
                prop_assert!(statement.continues.iter().all(known));
                prop_assert!((0.0..=1.0).contains(&statement.confidence));
            }
            let chars = record.clone().to_chars();
            prop_assert_eq!(chars.to_bytes().expect("places inside the text"), record);
        }
    }

    #[test]
    fn one_long_paragraph_keeps_all_its_statements() {
        let text =
            "“No,” said Orr. “It is ‘over’ now.” He added that the mayor was wrong. ".repeat(500);
        let record = annotate(Article::new(ArticleId::new("a"), text));
        assert_eq!(record.statements.len(), 1_000);
    }
}
