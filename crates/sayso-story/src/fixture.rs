//! Which articles are tested with?
//!
//! Records of invented articles with nothing in them but what a test puts there.

use sayso_core::Span;
use sayso_core::id::{ArticleId, EntityId};
use sayso_core::record::{
    ArticleRecord, CONTRACT, Entity, EntityKind, Extractor, Mention, MentionForm,
};

use crate::Dossier;

/// An article of a day with a text.
pub(crate) fn article(id: &str, published: &str, text: &str) -> ArticleRecord<Span> {
    ArticleRecord {
        sayso: CONTRACT,
        id: ArticleId::new(id),
        url: None,
        title: None,
        outlet: None,
        byline: None,
        published: published.parse().ok(),
        published_inferred: None,
        language: None,
        text: text.to_owned(),
        extractor: Extractor { version: String::new(), model: None },
        entities: Vec::new(),
        statements: Vec::new(),
        events: Vec::new(),
        times: Vec::new(),
        furniture: Vec::new(),
        notes: Vec::new(),
        provenance: Vec::new(),
    }
}

/// The same with entities: each stands in the text where its name first does.
pub(crate) fn with_entities(
    mut record: ArticleRecord<Span>,
    entities: &[(&str, EntityKind)],
) -> ArticleRecord<Span> {
    for (number, (name, kind)) in entities.iter().enumerate() {
        let start = record.text.find(name).expect("the name stands in the text");
        let place = Span::new(start, start + name.len());
        record.entities.push(Entity {
            id: EntityId::new(format!("e{}", number + 1)),
            name: (*name).to_owned(),
            kind: *kind,
            mentions: vec![Mention { place, form: MentionForm::Name }],
            attributes: Vec::new(),
        });
    }
    record
}

pub(crate) fn dossier(records: Vec<ArticleRecord<Span>>) -> Dossier {
    Dossier::new(records)
}
