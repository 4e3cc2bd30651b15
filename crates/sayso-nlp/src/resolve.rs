//! Who is speaking, on what authority, and through whom did it come?

use sayso_core::record::{Entity, Evidence, Note, Speaker, SpeakerClass, Stance};
use sayso_core::time::Date;
use sayso_core::{Article, Span};

use crate::relation::Relation;
use crate::segment::Segmented;

/// What is known of the speakers of an article.
#[derive(Debug)]
pub struct Resolved {
    pub entities: Vec<Entity<Span>>,
    pub statements: Vec<Attributed>,
    pub notes: Vec<Note<Span>>,
}

/// What is known of one statement beside its spans.
#[derive(Debug)]
pub struct Attributed {
    pub speaker: Speaker,
    pub via: Vec<String>,
    pub work: Option<String>,
    pub addressee: Option<String>,
    pub said: Option<Date>,
    pub stance: Stance,
    pub negated: bool,
    pub disputes: Vec<usize>,
    pub evidence: Vec<Evidence<Span>>,
}

pub fn resolve(_: &Article, _: &Segmented<'_>, relations: &[Relation]) -> Resolved {
    let statements = relations
        .iter()
        .map(|_| Attributed {
            speaker: Speaker {
                class: SpeakerClass::Unattributed,
                entity: None,
                name: None,
                role: None,
                speaks_for: None,
                close_to: None,
                anonymity_reason: None,
                confidence: 0.0,
                candidates: Vec::new(),
            },
            via: Vec::new(),
            work: None,
            addressee: None,
            said: None,
            stance: Stance::Asserts,
            negated: false,
            disputes: Vec::new(),
            evidence: Vec::new(),
        })
        .collect();
    Resolved { entities: Vec::new(), statements, notes: Vec::new() }
}
