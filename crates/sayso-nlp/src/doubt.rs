//! Which speakers is the ledger not sure of?
//!
//! A name below a confidence is worse than none: it would be quoted. Such a speaker is left open, with
//! whom it may be as candidates, the likeliest first; class and evidence stay.

use sayso_core::Span;
use sayso_core::record::{ArticleRecord, Candidate, Evidence, Statement};

/// Names below this confidence are as often wrong as right.
pub const LEAST_CONFIDENCE: f32 = 0.5;

/// Leaves open the speakers of a record whose confidence is below `least`.
///
/// Several people who speak together have no single entity, and stay.
pub fn leave_open(record: &mut ArticleRecord<Span>, least: f32) {
    for statement in &mut record.statements {
        if statement.speaker.confidence < least {
            open(statement);
        }
    }
}

fn open(statement: &mut Statement<Span>) {
    let speaker = &mut statement.speaker;
    let (Some(entity), Some(name)) = (speaker.entity.take(), speaker.name.take()) else { return };
    speaker.candidates.insert(0, Candidate { entity, name, confidence: speaker.confidence });
    let places = [&statement.source, &statement.cue, &statement.content];
    if let Some(place) = places.into_iter().flatten().next() {
        statement.evidence.push(Evidence {
            field: "speaker".to_owned(),
            place: *place,
            by: "left open: not sure enough".to_owned(),
        });
    }
}

#[cfg(test)]
mod tests {
    use sayso_core::Article;
    use sayso_core::id::ArticleId;

    use super::*;
    use crate::annotate;

    fn speakers(least: f32) -> Vec<(Option<String>, Vec<String>)> {
        let text = "Olga Brandt met Ines Calder. “It leaks,” she said. Olga Brandt said so too.";
        let mut record = annotate(Article::new(ArticleId::new("a"), text.to_owned()));
        leave_open(&mut record, least);
        let names = |s: &Statement<Span>| {
            let candidates = s.speaker.candidates.iter().map(|c| c.name.clone()).collect();
            (s.speaker.name.clone(), candidates)
        };
        record.statements.iter().map(names).collect()
    }

    #[test]
    fn who_is_not_sure_is_a_candidate() {
        let sure = speakers(0.0);
        let name = sure[0].0.clone().expect("somebody is the likeliest");
        let open = speakers(1.01);
        assert_eq!(open[0].0, None);
        assert_eq!(open[0].1.first(), Some(&name));
        assert_eq!(open[0].1.len(), sure[0].1.len() + 1);
    }

    #[test]
    fn names_that_are_sure_stay() {
        assert_eq!(speakers(0.9)[1].0.as_deref(), Some("Olga Brandt"));
    }
}
