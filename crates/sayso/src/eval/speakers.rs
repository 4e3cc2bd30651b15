//! Are the speakers right?
//!
//! Counted over the gold's required statements that say who speaks. A statement counts as found if
//! half of its content is shared; what is counted "of all" is wrong where nothing was found.

use std::collections::{BTreeSet, HashMap};

use super::characters::Letters;
use super::figures::Figures;
use super::gold::{Attribution, Entity, Predicted, Speaker};
use super::names;
use super::pairing::{Pairs, Row, filled};

/// Counts finding, classes, names, carriers, principals, addressees, stances and dates of saying.
pub(super) fn count(
    gold: &[Row<'_>],
    predicted_rows: &[Row<'_>],
    pairs: &Pairs,
    predicted: &Predicted,
    letters: &Letters,
    figures: &mut Figures,
) {
    let people = People::new(gold, predicted, letters);
    for (row, pair) in gold.iter().zip(pairs) {
        let attribution = row.attribution;
        let Some(speaker) = attribution.speaker.as_ref().filter(|_| attribution.required) else {
            continue;
        };
        let found = pair
            .map(|p| &predicted_rows[p])
            .filter(|other| row.content.overlap(&other.content) >= 0.5)
            .map(|other| other.attribution);
        let nobody = Speaker::default();
        let given = found.and_then(|other| other.speaker.as_ref()).unwrap_or(&nobody);

        let same_class = speaker.class == given.class;
        let called = people.is_speaker(given, speaker);
        figures.share_mut("found (content overlap)").add(found.is_some());
        figures.share_mut("class of all").add(found.is_some() && same_class);
        if filled(speaker.name.as_ref()).is_some() {
            figures.share_mut("name of all").add(found.is_some() && called);
        }
        let Some(found) = found else { continue };

        figures.share_mut("class of found").add(same_class);
        figures.count_class(speaker.class.as_deref(), given.class.as_deref());
        people.count_name(speaker, given, called, figures);
        if let Some(confidence) = given.confidence {
            let both_unnamed =
                filled(speaker.name.as_ref()).or(filled(given.name.as_ref())).is_none();
            figures.speakers_mut().add(confidence, same_class && (called || both_unnamed));
        }
        people.count_found(attribution, found, speaker, given, figures);
    }
}

/// Who is who in one article.
struct People<'a> {
    entities: HashMap<&'a str, &'a Entity>,
    /// The names of the gold's speakers, plain.
    gold_names: BTreeSet<String>,
    letters: &'a Letters,
}

impl<'a> People<'a> {
    fn new(gold: &[Row<'_>], predicted: &'a Predicted, letters: &'a Letters) -> Self {
        let speakers = gold.iter().filter_map(|row| row.attribution.speaker.as_ref());
        People {
            entities: predicted.entities.iter().map(|e| (e.id.as_str(), e)).collect(),
            gold_names: speakers
                .filter_map(|s| filled(s.name.as_ref()))
                .map(names::plain)
                .collect(),
            letters,
        }
    }

    /// Whether an entity's id, or else a plain name, stands for the one who is wanted.
    ///
    /// An entity does if it is called so, or if one of its mentions is and none of them is the name
    /// of another of the gold's speakers.
    fn is_called(&self, who: &str, wanted: &str) -> bool {
        let Some(entity) = self.entities.get(who) else { return names::same(who, wanted) };
        if names::same(entity.name.as_deref().unwrap_or_default(), wanted) {
            return true;
        }
        let wanted = names::plain(wanted);
        let forms: BTreeSet<String> =
            entity.mentions.iter().map(|m| names::plain(&self.letters.words(m.span))).collect();
        forms.contains(&wanted)
            && !forms.iter().any(|form| *form != wanted && self.gold_names.contains(form))
    }

    /// Whether the predicted speaker is the one the gold names.
    fn is_speaker(&self, given: &Speaker, gold: &Speaker) -> bool {
        let name = filled(given.name.as_ref());
        let who = filled(given.entity.as_ref()).or(name);
        let (Some(who), Some(wanted)) = (who, filled(gold.name.as_ref())) else { return false };
        self.is_called(who, wanted) || names::same(name.unwrap_or_default(), wanted)
    }

    /// The name of the entity with this id, or the words themselves, plain.
    fn plain_name(&self, who: &str) -> String {
        match self.entities.get(who) {
            Some(entity) => names::plain(entity.name.as_deref().unwrap_or_default()),
            None => names::plain(who),
        }
    }

    /// Counts the name of a found statement; a name for somebody unnamed is a wrong one.
    fn count_name(&self, gold: &Speaker, given: &Speaker, called: bool, figures: &mut Figures) {
        let name = filled(given.name.as_ref());
        let entity = filled(given.entity.as_ref());
        let counts = figures.counts_mut("name");
        if filled(gold.name.as_ref()).is_some() {
            counts.right += usize::from(called);
            counts.missing += usize::from(!called);
            counts.wrong += usize::from(!called && (name.is_some() || entity.is_some()));
        } else {
            let entity_is_named = given.class.as_deref() == Some("named")
                && entity
                    .and_then(|id| self.entities.get(id))
                    .is_some_and(|entity| filled(entity.name.as_ref()).is_some());
            counts.wrong += usize::from(name.is_some() || entity_is_named);
        }
    }

    /// Counts what else a found statement says.
    fn count_found(
        &self,
        gold: &Attribution,
        found: &Attribution,
        gold_speaker: &Speaker,
        given: &Speaker,
        figures: &mut Figures,
    ) {
        let carriers = |attribution: &Attribution| -> BTreeSet<String> {
            let via = attribution.via.iter().filter(|name| !name.is_empty());
            via.map(|name| self.plain_name(name)).collect()
        };
        figures.counts_mut("via").add_sets(&carriers(gold), &carriers(found));

        let principals = [
            (&gold_speaker.speaks_for, &given.speaks_for),
            (&gold_speaker.close_to, &given.close_to),
        ];
        for (wanted, given) in principals {
            let (wanted, given) = (filled(wanted.as_ref()), filled(given.as_ref()));
            let right =
                wanted.zip(given).is_some_and(|(wanted, given)| self.is_called(given, wanted));
            let counts = figures.counts_mut("speaks for / close to");
            counts.right += usize::from(right);
            counts.missing += usize::from(wanted.is_some() && !right);
            counts.wrong += usize::from(given.is_some() && !right);
        }

        if let Some(wanted) = filled(gold.addressee.as_ref()) {
            let right =
                filled(found.addressee.as_ref()).is_some_and(|given| self.is_called(given, wanted));
            let counts = figures.counts_mut("addressee");
            counts.right += usize::from(right);
            counts.missing += usize::from(!right);
        }

        let stance = |attribution: &'_ Attribution| -> BTreeSet<String> {
            let stance = filled(attribution.stance.as_ref()).filter(|stance| *stance != "asserts");
            stance.map(str::to_owned).into_iter().collect()
        };
        figures.counts_mut("stance").add_sets(&stance(gold), &stance(found));

        if let Some(said) = filled(gold.said.as_ref()).or(filled(gold.date.as_ref())) {
            figures.share_mut("said").add(found.said.as_deref() == Some(said));
        }
    }
}
