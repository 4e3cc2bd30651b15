//! What holds between articles?
//!
//! Floor 2. Reads the records of many articles and writes those of [`sayso_core::across`]. Knows
//! records only: no page, no tensor, no file, so that the same code runs on one machine and on a
//! cluster.
//!
//! A [`Dossier`] is the records that are looked at together, in order of publication, with the words
//! and sentences of each. Every question about them is a module with one function of a dossier;
//! [`across`] asks them all, in the order in which they need each other's answers.
//!
//! # Invariant
//! Depends on `sayso-core` alone, no record leaves without the places that justify it, and none
//! depends on the order in which the articles were given.
#![warn(missing_docs)]

mod claims;
mod common;
mod contradictions;
mod copies;
mod disputes;
mod dossier;
mod drift;
#[cfg(test)]
mod fixture;
mod forecasts;
mod groups;
mod origins;
mod people;
mod relations;
mod stories;
mod timeline;
mod words;

use sayso_core::across::{Across, Story};
use sayso_core::id::ArticleId;

pub use claims::{Judgement, Lexical, Meaning, Shared};
pub use dossier::{Dossier, Sentence, View};
pub use people::Decision;
pub use relations::relations;
pub use words::{Word, words_of};

use crate::copies::copies;
use crate::people::people;
use crate::stories::stories;
use crate::timeline::timeline;

/// Articles whose text is nearly the same throughout: at least this share of their runs of six words
/// stands in both. Groups of one are left out.
pub fn nearly_equal(dossier: &Dossier, least: f64) -> Vec<Vec<ArticleId>> {
    let views = dossier.views();
    let groups = copies::families(&views, least).into_iter().filter(|group| group.len() > 1);
    let ids = |group: Vec<usize>| group.into_iter().map(|n| views[n].record.id.clone()).collect();
    groups.map(ids).collect()
}

/// What is known beside the articles.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Stories that earlier runs found: their ids stay with the articles that they had.
    pub stories: Vec<Story>,
    /// What people decided about who is who.
    pub decisions: Vec<Decision>,
}

/// All that holds between the articles of a dossier, one kind after the other; statements are compared by
/// their words.
pub fn across(dossier: &Dossier, known: &Known) -> Vec<Across> {
    across_by(dossier, known, &Lexical)
}

/// The same, with statements compared by a scorer that is handed in.
pub fn across_by(dossier: &Dossier, known: &Known, meaning: &dyn Meaning) -> Vec<Across> {
    let views = dossier.views();
    let (stories, story_of) = stories(&views, &known.stories);
    let copies = copies(&views, &story_of);
    let (entities, persons) = people(&views, &story_of, &known.decisions);
    let timeline = timeline(&views, &persons);
    let related = relations(&views, &copies, &entities, meaning);

    let mut lines: Vec<Across> = copies.into_iter().map(Across::Copy).collect();
    lines.extend(stories.into_iter().map(Across::Story));
    lines.extend(related);
    lines.extend(timeline.into_iter().map(Across::Event));
    lines.extend(entities.into_iter().map(Across::Entity));
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sayso_core::record::EntityKind::{Organisation, Person};

    use super::*;
    use crate::fixture::{article, dossier, with_entities};

    /// Articles that copy, retell and continue each other, some without a day.
    fn articles() -> Vec<sayso_core::ArticleRecord<sayso_core::Span>> {
        let wire = "CORVANE (Fjordline) — The night ferry ran aground on the northern sandbank and stayed \
            there until the morning tide, when two tugs pulled it free and brought it back to the harbour \
            with all of its passengers, none of whom was hurt, according to the harbour board. Ines Calder \
            said the rudder had failed in the dark and that the pumps had been old for years.";
        let people = [("Ines Calder", Person)];
        let mut all = vec![
            with_entities(article("a", "2024-06-14", wire), &people),
            with_entities(article("b", "2024-06-14", &format!("{wire} More follows.")), &people),
            with_entities(article("c", "2024-06-15", &wire[20..]), &people),
            with_entities(
                article(
                    "d",
                    "",
                    "Calder told the Board that the night ferry ran aground on the northern sandbank because the rudder failed.",
                ),
                &[("Calder", Person), ("Board", Organisation)],
            ),
            with_entities(
                article(
                    "e",
                    "2024-06-16",
                    "The Harbour Board met Ines Calder about the night ferry that ran aground on the northern sandbank, its rudder and its pumps.",
                ),
                &[("Ines Calder", Person), ("Harbour Board", Organisation)],
            ),
            article("f", "2024-06-16", "A baker in another town won a prize for his bread."),
        ];
        for (number, record) in all.iter_mut().enumerate() {
            record.outlet = Some(format!("Paper {number}"));
        }
        all
    }

    fn lines(records: Vec<sayso_core::ArticleRecord<sayso_core::Span>>) -> Vec<Across> {
        across(&dossier(records), &Known::default())
    }

    #[test]
    fn what_holds_is_found() {
        let found = lines(articles());
        let count = |is: fn(&Across) -> bool| found.iter().filter(|line| is(line)).count();
        assert_eq!(count(|line| matches!(line, Across::Copy(_))), 3);
        assert_eq!(count(|line| matches!(line, Across::Story(_))), 1);
        let calder = found.iter().find_map(|line| match line {
            Across::Entity(entity) if entity.id.as_str() == "ines-calder" => Some(entity),
            _ => None,
        });
        assert_eq!(calder.expect("an entity").members.len(), 5);
    }

    proptest! {
        #[test]
        fn the_order_in_which_articles_come_does_not_matter(order in Just((0..6).collect::<Vec<usize>>()).prop_shuffle()) {
            let all = articles();
            let shuffled = order.iter().map(|number| all[*number].clone()).collect();
            prop_assert_eq!(lines(shuffled), lines(all));
        }
    }
}
