//! Can two people of one name be one?
//!
//! What articles say of somebody: gender, year of birth by an age, roles, and who else is there.

use std::collections::BTreeSet;

use sayso_core::Span;
use sayso_core::record::{AttributeKind, Entity};

use crate::common::is_common;
use crate::copies::prints::hash_of;
use crate::dossier::View;
use crate::people::name::{Gender, gender_of};
use crate::words::words_of;

/// Years that two birth years may differ: an age is a year wide, and papers are careless.
const YEARS_APART: i32 = 3;

/// Names of others that two must share to be of one company whatever their roles.
const SAME_COMPANY: usize = 2;

/// Words that are remembered of one's roles and company.
const MOST_KEPT: usize = 400;

/// What is known of somebody.
#[derive(Clone, Debug, Default)]
pub(crate) struct Profile {
    gender: Option<Gender>,
    /// Years in which the ages that are given put the birth.
    born: BTreeSet<i32>,
    roles: BTreeSet<u64>,
    company: BTreeSet<u64>,
}

impl Profile {
    /// What one article says.
    pub(crate) fn of(view: &View<'_>, entity: &Entity<Span>, company: &BTreeSet<u64>) -> Self {
        let year = view.published().map(|date| i32::from(date.year()));
        let mut profile = Profile { company: company.clone(), ..Profile::default() };
        let text = &view.record.text;
        let names = entity.mentions.iter().map(|mention| mention.place.of(text));
        profile.gender = names.chain([entity.name.as_str()]).find_map(gender_of);
        for attribute in &entity.attributes {
            let value = attribute.value.as_str();
            match attribute.kind {
                AttributeKind::Age => {
                    let age = value.parse::<i32>().ok().zip(year);
                    profile.born.extend(age.map(|(age, year)| year - age));
                }
                AttributeKind::Title => profile.gender = profile.gender.or(gender_of(value)),
                AttributeKind::Role => {
                    let words = words_of(value, Span::new(0, value.len()));
                    let words = words.iter().filter(|word| !is_common(&word.key));
                    profile.roles.extend(words.map(|word| hash_of(&word.key)));
                }
                AttributeKind::Kin => {}
            }
        }
        profile
    }

    /// Whether nothing says that the two are different people. In one story they are the same unless
    /// they are of two genders: papers err in ages and differ in what they call somebody.
    pub(crate) fn can_be(&self, other: &Profile, in_one_story: bool) -> bool {
        if self.gender.zip(other.gender).is_some_and(|(a, b)| a != b) {
            return false;
        }
        if in_one_story || self.company.intersection(&other.company).count() > SAME_COMPANY {
            return true;
        }
        let far = |a: i32, b: i32| (a - b).abs() > YEARS_APART;
        let of_ages = self.born.iter().any(|a| other.born.iter().any(|b| far(*a, *b)));
        let have_roles = !self.roles.is_empty() && !other.roles.is_empty();
        let of_roles = have_roles && self.roles.is_disjoint(&other.roles);
        !(of_ages || of_roles)
    }

    /// How much both have in common.
    pub(crate) fn likeness(&self, other: &Profile) -> usize {
        let shared = |a: &BTreeSet<u64>, b: &BTreeSet<u64>| a.intersection(b).count();
        shared(&self.roles, &other.roles) * 2 + shared(&self.company, &other.company)
    }

    /// Remembers what another article says of the same person.
    pub(crate) fn add(&mut self, other: &Profile) {
        self.gender = self.gender.or(other.gender);
        self.born.extend(&other.born);
        for (kept, new) in [(&mut self.roles, &other.roles), (&mut self.company, &other.company)] {
            if kept.len() < MOST_KEPT {
                kept.extend(new);
            }
        }
    }
}
