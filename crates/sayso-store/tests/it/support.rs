//! Records made by hand, for ledgers made by tests.

use sayso_core::id::{ArticleId, StatementId};
use sayso_core::record::{
    ArticleRecord, CONTRACT, Extractor, Quotation, Speaker, SpeakerClass, Stance, Statement,
};
use sayso_core::text::CodePoints;
use sayso_core::{CharSpan, Span};
use sayso_store::{Author, Filter, Fingerprint, Ledger, Moment, Page, Provided, Row};

/// A record with nothing in it but its text.
pub(crate) fn article(id: &str, text: &str) -> ArticleRecord<CharSpan> {
    ArticleRecord {
        sayso: CONTRACT,
        id: ArticleId::new(id),
        url: None,
        title: Some(format!("Title of {id}")),
        outlet: Some("Harbour Post".to_owned()),
        byline: None,
        published: Some("2024-03-05".parse().expect("a date")),
        published_inferred: None,
        language: Some("en".to_owned()),
        text: text.to_owned(),
        extractor: Extractor { version: "0.1.0".to_owned(), model: Some("a".to_owned()) },
        entities: Vec::new(),
        statements: Vec::new(),
        events: Vec::new(),
        times: Vec::new(),
        furniture: Vec::new(),
        notes: Vec::new(),
        provenance: Vec::new(),
    }
}

/// Where some words stand first.
pub(crate) fn place(text: &str, words: &str) -> CharSpan {
    let start = text.find(words).unwrap_or_else(|| panic!("no `{words}` in the text"));
    CodePoints::new(text).chars(Span::new(start, start + words.len()))
}

/// Adds a statement to a record: who says what.
pub(crate) fn says(record: &mut ArticleRecord<CharSpan>, who: &str, content: &str) {
    let source: Vec<CharSpan> =
        record.text.contains(who).then(|| place(&record.text, who)).into_iter().collect();
    let content = vec![place(&record.text, content)];
    let quotation = Quotation::Indirect;
    record.statements.push(Statement {
        id: StatementId::of(&record.id, &source, &[], &content, quotation.as_str()),
        source,
        cue: Vec::new(),
        content,
        quotation,
        speaker: Speaker {
            class: SpeakerClass::Named,
            entity: None,
            name: Some(who.to_owned()),
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
        confidence: 0.8,
        evidence: Vec::new(),
    });
}

/// The ferry, in which two people speak.
pub(crate) fn ferry() -> ArticleRecord<CharSpan> {
    let text = "The ferry stays in port. Ines Calder said the rudder may be gone. \
                Tom Brandt said that nobody had told him about the repairs.";
    let mut record = article("ferry", text);
    says(&mut record, "Ines Calder", "the rudder may be gone");
    says(&mut record, "Tom Brandt", "nobody had told him about the repairs");
    record
}

/// The ferry a day later: one statement is in other words, one is gone, one is new.
pub(crate) fn ferry_later() -> ArticleRecord<CharSpan> {
    let text = "The ferry stays in port. Ines Calder said the rudder is gone. \
                Nobody had told him about the repairs. Ana Ruiz said help was on its way.";
    let mut record = article("ferry", text);
    says(&mut record, "Ines Calder", "the rudder is gone");
    says(&mut record, "Ana Ruiz", "help was on its way");
    record
}

/// How a record came, at some second.
pub(crate) fn from(record: &ArticleRecord<CharSpan>, from: &str, second: i64) -> Provided {
    Provided {
        input: Fingerprint::of_bytes(record.text.as_bytes()),
        when: Moment::of_seconds(second),
        from: from.to_owned(),
    }
}

/// Somebody who corrects, at some second.
pub(crate) fn by(name: &str, second: i64) -> Author {
    Author { by: name.to_owned(), at: Moment::of_seconds(second), note: None }
}

/// A ledger in memory with some articles.
pub(crate) fn with(records: &[ArticleRecord<CharSpan>]) -> Ledger {
    let mut ledger = Ledger::in_memory().expect("a ledger");
    for record in records {
        ledger.add(record, &from(record, &format!("{}.txt", record.id), 1)).expect("added");
    }
    ledger
}

/// All statements that nobody rejected, by id: what a user sees, whatever the order it came in.
pub(crate) fn shown(ledger: &Ledger) -> Vec<Row> {
    let page = Page { limit: 10_000, ..Page::default() };
    let mut rows = ledger.statements(&Filter::default(), &page).expect("readable");
    rows.sort_by(|a, b| a.id.cmp(&b.id));
    rows
}
