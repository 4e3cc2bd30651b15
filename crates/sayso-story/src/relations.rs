//! What have the statements of all articles to do with one another?
//!
//! The order of the steps that compare statements: claims, drift, origins, disputes, forecasts,
//! contradictions. Each takes what the steps before it found.

use sayso_core::across::{Across, Copy, EntityAcross};

use crate::claims::{Meaning, Sayings, claims, compare};
use crate::contradictions::contradictions;
use crate::disputes::disputes;
use crate::dossier::View;
use crate::drift::drifts;
use crate::forecasts::forecasts;
use crate::origins::{copy_ties, origins};

/// All that statements have to do with one another: claims with their origins, disputes, drift,
/// forecasts, contradictions.
pub fn relations(
    views: &[View<'_>],
    copies: &[Copy],
    people: &[EntityAcross],
    meaning: &dyn Meaning,
) -> Vec<Across> {
    let sayings = Sayings::of(views, people);
    let ties = copy_ties(&sayings, copies);
    let copies = ties.iter().map(|tie| (tie.first.min(tie.second), tie.first.max(tie.second)));
    let compared = compare(&sayings, &copies.collect(), meaning);
    let drifting = drifts(&sayings, &compared, &ties);
    let come_from = drifting.iter().map(|drift| (drift.from, drift.to)).collect();
    let mut records = Vec::new();
    for (group, mut claim) in claims(&sayings, &compared.groups) {
        claim.origins = origins(&sayings, &group, &ties, &come_from);
        records.push(Across::Claim(claim));
    }
    let disputes = disputes(&sayings, &compared);
    let contradictions = contradictions(&sayings, &disputes);
    records.extend(disputes.into_iter().map(Across::Dispute));
    records.extend(drifting.into_iter().map(|drift| Across::Drift(drift.drift)));
    records.extend(forecasts(&sayings, &compared).into_iter().map(Across::Forecast));
    records.extend(contradictions.into_iter().map(Across::Contradiction));
    records
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sayso_core::across::{Claim, Dispute, DisputeKind, Drift, Root, Verdict};
    use sayso_core::id::{EntityId, StatementId};
    use sayso_core::record::{EntityKind, Quotation, Speaker, SpeakerClass, Stance, Statement};
    use sayso_core::{ArticleRecord, Span};

    use super::*;
    use crate::claims::Lexical;
    use crate::fixture::{article, dossier, with_entities};

    /// A statement of an article: the words of its source, its cue and its content, as they stand there.
    fn say(
        record: &mut ArticleRecord<Span>,
        words: [&str; 3],
        class: SpeakerClass,
        stance: Stance,
    ) {
        let place = |words: &str| {
            let start = record.text.find(words).expect("the words stand in the text");
            vec![Span::new(start, start + words.len())]
        };
        let [source, cue, content] = words;
        let number = record.statements.len();
        let entity = record.entities.iter().find(|entity| entity.name == source);
        let direct = content.starts_with('“');
        record.statements.push(Statement {
            id: StatementId::new(format!("{}/{number}", record.id)),
            source: if source.is_empty() { Vec::new() } else { place(source) },
            cue: if cue.is_empty() { Vec::new() } else { place(cue) },
            content: place(content),
            quotation: if direct { Quotation::Direct } else { Quotation::Indirect },
            speaker: Speaker {
                class,
                entity: entity.map(|entity| EntityId::new(entity.id.as_str())),
                name: (class != SpeakerClass::Anonymous).then(|| source.to_owned()),
                role: None,
                speaks_for: None,
                close_to: None,
                anonymity_reason: None,
                confidence: 1.0,
                candidates: Vec::new(),
            },
            via: Vec::new(),
            work: None,
            addressee: None,
            said: None,
            stance,
            negated: false,
            parent: None,
            continues: None,
            disputes: Vec::new(),
            disputed_by: Vec::new(),
            confidence: 1.0,
            evidence: Vec::new(),
        });
    }

    /// Three papers on one ferry: an insider, who cites the insider's paper, and a denial.
    fn papers() -> Vec<ArticleRecord<Span>> {
        let mut first = with_entities(
            article(
                "a",
                "2024-03-04",
                "“The ferry may be sold before the autumn regatta,” an insider said. Ines Calder, 71, \
                 owns it.",
            ),
            &[("Ines Calder", EntityKind::Person)],
        );
        first.outlet = Some("Corvane Gazette".to_owned());
        let quoted = ["an insider", "said", "“The ferry may be sold before the autumn regatta,”"];
        say(&mut first, quoted, SpeakerClass::Anonymous, Stance::Hedged);

        let mut second = with_entities(
            article(
                "b",
                "2024-03-05",
                "The Corvane Gazette reported the ferry would be sold before the autumn regatta. “The ferry \
                 will be sold before the autumn regatta,” said Ines Calder, 75.",
            ),
            &[("Ines Calder", EntityKind::Person)],
        );
        second.outlet = Some("Evening Lamp".to_owned());
        let reported = [
            "The Corvane Gazette",
            "reported",
            "the ferry would be sold before the autumn regatta",
        ];
        say(&mut second, reported, SpeakerClass::Organisation, Stance::Asserts);
        let swapped =
            ["Ines Calder", "said", "“The ferry will be sold before the autumn regatta,”"];
        say(&mut second, swapped, SpeakerClass::Named, Stance::Forecast);

        let mut third = with_entities(
            article(
                "c",
                "2024-03-06",
                "The ferry will be sold before the regatta, the Evening Lamp wrote. Otto Renn denied that \
                 the ferry would be sold.",
            ),
            &[("Otto Renn", EntityKind::Person)],
        );
        third.outlet = Some("Northern Post".to_owned());
        let wrote = ["the Evening Lamp", "wrote", "The ferry will be sold before the regatta"];
        say(&mut third, wrote, SpeakerClass::Organisation, Stance::Forecast);
        let denied = ["Otto Renn", "denied", "the ferry would be sold"];
        say(&mut third, denied, SpeakerClass::Named, Stance::Denies);
        for (record, years, words) in
            [(&mut first, "71", "Ines Calder, 71"), (&mut second, "75", "Ines Calder, 75")]
        {
            let start = record.text.find(words).expect("the age stands in the text");
            record.entities[0].attributes.push(sayso_core::record::Attribute {
                kind: sayso_core::record::AttributeKind::Age,
                value: years.to_owned(),
                place: Span::new(start, start + words.len()),
            });
        }
        vec![first, second, third]
    }

    fn found(records: Vec<ArticleRecord<Span>>) -> Vec<Across> {
        relations(&dossier(records).views(), &[], &[], &Lexical)
    }

    fn claims_of(lines: &[Across]) -> Vec<&Claim> {
        let claims = lines.iter().filter_map(|line| match line {
            Across::Claim(claim) => Some(claim),
            _ => None,
        });
        claims.collect()
    }

    #[test]
    fn who_cites_a_paper_adds_no_origin() {
        let mut records = papers();
        records[1].statements.truncate(1);
        records.truncate(2);
        let lines = found(records);
        let claims = claims_of(&lines);
        assert_eq!(claims.len(), 1);
        assert_eq!(claims[0].statements.len(), 2);
        assert_eq!(claims[0].origins.len(), 1, "{:?}", claims[0].origins);
        assert_eq!(claims[0].origins[0].root, Root::Outlet);
        assert!(claims[0].origins[0].reason.contains("b has it from Corvane Gazette"));
    }

    #[test]
    fn two_people_who_say_the_same_are_two_origins() {
        let mut records = papers();
        records.truncate(1);
        let mut other = with_entities(
            article(
                "d",
                "2024-03-07",
                "“The ferry may be sold before the regatta,” Otto Renn said.",
            ),
            &[("Otto Renn", EntityKind::Person)],
        );
        let words = ["Otto Renn", "said", "“The ferry may be sold before the regatta,”"];
        say(&mut other, words, SpeakerClass::Named, Stance::Hedged);
        records.push(other);
        let lines = found(records);
        let claims = claims_of(&lines);
        assert_eq!(claims.iter().map(|claim| claim.origins.len()).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn a_lost_hedge_and_another_mouth_are_drift() {
        let lines = found(papers());
        let drift: Vec<&Drift> = lines
            .iter()
            .filter_map(|line| match line {
                Across::Drift(drift) => Some(drift),
                _ => None,
            })
            .collect();
        let swapped = drift.iter().find(|drift| drift.quotation.as_str() == "b/1").expect("found");
        assert_eq!(swapped.lost, ["may"]);
        assert_eq!(swapped.speaker_from.as_deref(), Some("an insider"));
        assert_eq!(swapped.speaker_to.as_deref(), Some("Ines Calder"));
    }

    #[test]
    fn a_denial_rejects_what_it_names_and_not_itself() {
        let lines = found(papers());
        let disputes: Vec<&Dispute> = lines
            .iter()
            .filter_map(|line| match line {
                Across::Dispute(dispute) => Some(dispute),
                _ => None,
            })
            .collect();
        assert_eq!(disputes.len(), 1);
        assert_eq!(disputes[0].by.as_str(), "c/1");
        assert_eq!(disputes[0].kind, DisputeKind::Full);
        assert!(disputes[0].disputed.iter().any(|id| id.as_str() == "c/0"));
        assert!(disputes[0].disputed.iter().all(|id| id.as_str() != "c/1"));
    }

    #[test]
    fn four_years_in_a_day_are_a_contradiction_and_a_forecast_without_news_is_open() {
        let lines = found(papers());
        let ages = lines.iter().filter(|line| matches!(line, Across::Contradiction(_))).count();
        assert_eq!(ages, 1);
        let verdicts: Vec<Verdict> = lines
            .iter()
            .filter_map(|line| match line {
                Across::Forecast(forecast) => Some(forecast.verdict),
                _ => None,
            })
            .collect();
        assert!(!verdicts.is_empty() && verdicts.iter().all(|verdict| *verdict == Verdict::Open));
    }

    proptest! {
        #[test]
        fn the_order_of_the_articles_does_not_matter(order in Just([0, 1, 2]).prop_shuffle()) {
            let shuffled = order.iter().map(|n| papers()[*n].clone()).collect();
            prop_assert_eq!(found(shuffled), found(papers()));
        }
    }
}
