//! Which records do the tests of this crate show?
//!
//! One small invented article in which speech nests, comes in pieces and runs on, and arbitrary
//! ones whose spans and strings respect nothing.

use proptest::prelude::*;
use sayso_core::id::{ArticleId, EntityId, StatementId};
use sayso_core::record::{
    ArticleRecord, CONTRACT, Candidate, Entity, EntityKind, Evidence, Extractor, Furniture,
    FurnitureKind, InferredDate, Note, Provenance, Quotation, Speaker, SpeakerClass, Stance,
    Statement,
};
use sayso_core::span::Span;

/// An article of which only its text is known.
pub(crate) fn article(id: &str, text: &str) -> ArticleRecord<Span> {
    ArticleRecord {
        sayso: CONTRACT,
        id: ArticleId::new(id),
        url: None,
        title: None,
        outlet: None,
        byline: None,
        published: None,
        published_inferred: None,
        language: Some("en".into()),
        text: text.into(),
        extractor: Extractor { version: "0.0.0".into(), model: None },
        entities: Vec::new(),
        statements: Vec::new(),
        events: Vec::new(),
        times: Vec::new(),
        furniture: Vec::new(),
        notes: Vec::new(),
        provenance: Vec::new(),
        page: None,
    }
}

/// A statement by nobody with these places.
pub(crate) fn statement(
    id: &str,
    source: &[(usize, usize)],
    cue: &[(usize, usize)],
    content: &[(usize, usize)],
) -> Statement<Span> {
    let spans = |pairs: &[(usize, usize)]| pairs.iter().map(|(a, b)| Span::new(*a, *b)).collect();
    Statement {
        id: StatementId::new(id),
        source: spans(source),
        cue: spans(cue),
        content: spans(content),
        quotation: Quotation::Indirect,
        speaker: Speaker {
            class: SpeakerClass::Unattributed,
            entity: None,
            name: None,
            role: None,
            speaks_for: None,
            close_to: None,
            anonymity_reason: None,
            confidence: 0.9,
            candidates: Vec::new(),
        },
        via: Vec::new(),
        work: None,
        addressee: None,
        said: None,
        stance: Stance::Asserts,
        negated: false,
        parent: None,
        continues: None,
        disputes: Vec::new(),
        disputed_by: Vec::new(),
        confidence: 0.9,
        evidence: Vec::new(),
    }
}

/// The words of the ferry article.
const FERRY: &str = "Ferry “may never sail again”\n\n\
    By Ida Mott\n\n\
    “The hull is sound,” said Orla Finch, the harbour master. “The money is <not>.”\n\n\
    “She told me that the mayor had agreed to pay,” a clerk in her office said. “Nobody signed.\n\n\
    “We waited all winter.”\n\n\
    The mayor’s office denied it. The clerk is “mistaken”, it was added.\n\n\
    The ferry at its berth. Photograph: P. Lund\n";

/// An invented dispute over a ferry, and an article without a word.
pub(crate) fn ferry() -> Vec<ArticleRecord<Span>> {
    let mut record = article("ferry", FERRY);
    record.title = Some("Ferry “may never sail again”".into());
    record.outlet = Some("The Quay & Lantern".into());
    record.byline = Some("Ida Mott".into());
    record.published = "2031-03-04".parse().ok();
    record.url = Some("https://quay.example/ferry?a=1&b=2".into());
    record.furniture = [
        ("Ferry “may never sail again”", FurnitureKind::Headline),
        ("By Ida Mott", FurnitureKind::Byline),
        ("The ferry at its berth.", FurnitureKind::Caption),
        ("Photograph: P. Lund", FurnitureKind::Credit),
    ]
    .map(|(words, kind)| Furniture { place: place(words), kind })
    .into();
    record.notes = vec![
        Note {
            place: place("“mistaken”"),
            kind: "unsourced-quotation".into(),
            message: "nobody is named for these words".into(),
        },
        Note {
            place: Span::new(0, FERRY.len()),
            kind: "encoding".into(),
            message: "the text was read as windows-1252".into(),
        },
    ];
    record.provenance =
        vec![Provenance { field: "outlet".into(), by: "side file".into(), place: None }];
    record.entities = vec![Entity {
        id: EntityId::new("e1"),
        name: "the mayor of Skerry".into(),
        kind: EntityKind::Person,
        mentions: Vec::new(),
        attributes: Vec::new(),
    }];
    record.statements = ferry_statements();

    let mut empty = article("empty", "");
    empty.published_inferred = Some(InferredDate {
        from: "2031-03-05".parse().expect("a date"),
        to: "2031-03-09".parse().expect("a date"),
        why: vec!["it speaks of “yesterday’s” denial".into()],
    });
    vec![record, empty]
}

/// Speech in pieces, speech in speech, speech that runs on, and a denial of it.
fn ferry_statements() -> Vec<Statement<Span>> {
    let mut headline = statement("ferry/6", &[], &[], &[at("Ferry “may never sail again”")]);
    headline.quotation = Quotation::Mixed;
    headline.stance = Stance::Hedged;
    headline.evidence = vec![Evidence {
        field: "stance".into(),
        place: place("may"),
        by: "hedge: modal verb".into(),
    }];

    let mut master = statement(
        "ferry/1",
        &[at("Orla Finch, the harbour master")],
        &[start_of("said Orla", 4)],
        &[at("“The hull is sound,”"), at("“The money is <not>.”")],
    );
    master.quotation = Quotation::Direct;
    master.speaker.class = SpeakerClass::Named;
    master.speaker.name = Some("Orla Finch".into());
    master.speaker.role = Some("harbour master".into());
    master.said = "2031-03".parse().ok();

    let mut clerk = statement(
        "ferry/2",
        &[at("a clerk in her office")],
        &[start_of("said. “Nobody", 4)],
        &[at("“She told me that the mayor had agreed to pay,”"), at("“Nobody signed.")],
    );
    clerk.quotation = Quotation::Direct;
    clerk.speaker.class = SpeakerClass::Anonymous;
    clerk.speaker.role = Some("clerk".into());
    clerk.speaker.close_to = Some("Orla Finch".into());
    clerk.speaker.anonymity_reason = Some("feared for the post".into());
    clerk.speaker.confidence = 0.4;
    clerk.speaker.candidates =
        vec![Candidate { entity: EntityId::new("e1"), name: "Ida Mott".into(), confidence: 0.25 }];
    clerk.via = vec!["Radio Skerry".into()];
    clerk.disputed_by = vec![StatementId::new("ferry/5"), StatementId::new("elsewhere/9")];

    let mut nested = statement(
        "ferry/3",
        &[start_of("She told me", 3)],
        &[start_of("told me", 4)],
        &[at("the mayor had agreed to pay")],
    );
    nested.speaker.class = SpeakerClass::Named;
    nested.speaker.name = Some("Orla Finch".into());
    nested.parent = Some(clerk.id.clone());
    nested.addressee = Some("the clerk".into());

    let mut goes_on = statement("ferry/4", &[], &[], &[at("“We waited all winter.”")]);
    goes_on.quotation = Quotation::Direct;
    goes_on.speaker = clerk.speaker.clone();
    goes_on.continues = Some(clerk.id.clone());

    let mut denial = statement(
        "ferry/5",
        &[at("The mayor’s office")],
        &[at("denied")],
        &[start_of("it. The clerk", 2)],
    );
    denial.speaker.class = SpeakerClass::Spokesperson;
    denial.speaker.speaks_for = Some("e1".into());
    denial.stance = Stance::Denies;
    denial.disputes = vec![clerk.id.clone()];

    vec![headline, master, clerk, nested, goes_on, denial]
}

fn at(words: &str) -> (usize, usize) {
    let start = FERRY.find(words).expect("the fixture's own words");
    (start, start + words.len())
}

/// The first bytes of words that are unique only with those after them.
fn start_of(words: &str, length: usize) -> (usize, usize) {
    (at(words).0, at(words).0 + length)
}

fn place(words: &str) -> Span {
    Span::new(at(words).0, at(words).1)
}

/// Text that tries to be more than text.
pub(crate) fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "\\PC{0,12}",
        2 => "[a-z“”’ ]{0,20}",
        1 => Just("<script>alert(1)</script>".to_owned()),
        1 => Just("\"' onload=x <b>&amp;&#60; </p></div> -->".to_owned()),
        1 => Just("\u{202e}evil\u{2066}\u{200f}".to_owned()),
        1 => "[\u{0}-\u{1f}\u{7f}-\u{9f}]{1,3}",
        2 => Just("\n\n".to_owned()),
        1 => Just("\r\n".to_owned()),
        1 => Just("\n".to_owned()),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// Spans that need not lie in the text or on its character boundaries.
fn any_spans(most: usize) -> impl Strategy<Value = Vec<(usize, usize)>> {
    let span = (0usize..140, 0usize..60).prop_map(|(start, length)| (start, start + length));
    prop::collection::vec(span, 0..most)
}

fn any_statement() -> impl Strategy<Value = Statement<Span>> {
    let spans = (any_spans(3), any_spans(3), any_spans(4), any_spans(3));
    let words = (any_text(), prop::option::of(any_text()), prop::option::of(any_text()));
    let choices = (0usize..8, 0usize..4, 0usize..10, 0usize..10, -1f32..2f32);
    (spans, words, choices).prop_map(|(spans, words, choices)| {
        let (source, cue, content, evidence) = spans;
        let (id, name, other) = words;
        let (class, stance, parent, before, confidence) = choices;
        let mut statement = statement(&id, &source, &cue, &content);
        statement.speaker.class = SpeakerClass::ALL[class];
        statement.speaker.name = name;
        statement.speaker.role.clone_from(&other);
        statement.speaker.close_to.clone_from(&other);
        statement.speaker.confidence = confidence;
        statement.work.clone_from(&other);
        statement.via = other.into_iter().collect();
        statement.stance =
            [Stance::Asserts, Stance::Denies, Stance::Hedged, Stance::Forecast][stance];
        // Names of statements that may or may not be there: the strategy below renames them.
        statement.parent = Some(StatementId::new(format!("s{parent}")));
        statement.continues = Some(StatementId::new(format!("s{before}")));
        statement.evidence = evidence
            .into_iter()
            .map(|(start, end)| Evidence {
                field: "stance".into(),
                place: Span::new(start, end),
                by: id.clone(),
            })
            .collect();
        statement
    })
}

/// An article whose places and words respect nothing.
pub(crate) fn any_article() -> impl Strategy<Value = ArticleRecord<Span>> {
    let statements = prop::collection::vec(any_statement(), 0..6);
    let marks = (any_spans(4), any_spans(4));
    (any_text(), any_text(), statements, marks).prop_map(
        |(text, words, statements, (furniture, notes))| {
            let mut record = article(&words, &text);
            record.title = Some(words.clone());
            record.outlet = Some(words.clone());
            record.url = Some(words.clone());
            record.language = Some(words.clone());
            record.statements = statements;
            for (index, statement) in record.statements.iter_mut().enumerate() {
                statement.id = StatementId::new(format!("s{index}"));
            }
            let kinds = [FurnitureKind::Headline, FurnitureKind::Caption, FurnitureKind::Date];
            record.furniture = furniture
                .into_iter()
                .zip(kinds.into_iter().cycle())
                .map(|((start, end), kind)| Furniture { place: Span::new(start, end), kind })
                .collect();
            record.notes = notes
                .into_iter()
                .map(|(start, end)| Note {
                    place: Span::new(start, end),
                    kind: words.clone(),
                    message: words.clone(),
                })
                .collect();
            record
        },
    )
}
