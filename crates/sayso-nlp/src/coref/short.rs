//! Whom does a short name mean: a surname, a given name, the beginning of a body's name?
//!
//! One person of that name is meant at once. Of several, the one for whom most speaks: whom the article
//! called so before, names most often, named last in the paragraph, or whose pronoun follows.

use sayso_core::record::EntityKind;

use super::{Cast, Figure, FigureId, core_words};
use crate::names::Name;
use crate::phrase::Page;
use crate::pronoun::gender_of_pronoun;
use crate::segment::Shape;
use crate::words::{self, Class, Gender, Honorific};

/// What speaks for one of several people of a name.
mod weight {
    /// Whom the article called so the time before.
    pub(super) const CALLED_SO: f32 = 1.0;
    /// Times the logarithm of how often the person is named, more often as a source.
    pub(super) const OFTEN: f32 = 0.6;
    /// The last of them whom the paragraph names in full.
    pub(super) const PARAGRAPH: f32 = 0.8;
    /// Whom the text has named in full already, and for a headline whom it names first.
    pub(super) const INTRODUCED: f32 = 1.0;
    /// The first whom the text names in full, all through it.
    pub(super) const FIRST: f32 = 0.3;
    /// "Lund said she": the gender of the pronoun that follows in the sentence.
    pub(super) const PRONOUN: f32 = 1.2;
}

/// How many times named tell no more than fewer.
const ENOUGH: f32 = 4.0;

impl Cast {
    /// The figure for which a name is short: a surname, a given name, the beginning of a body's name.
    pub(super) fn short_for(
        &self,
        page: Page<'_>,
        core: &[String],
        name: &Name,
        names: &[Name],
        of_name: &[Option<FigureId>],
    ) -> Option<FigureId> {
        let first = &core[0];
        let last = core.last()?;
        let noble = matches!(name.honorific, Some(Honorific::Noble(_)));
        let plain = matches!(name.honorific, Some(Honorific::Plain(g)) if g != Gender::Unknown);
        // A bare word that is somebody's surname says nothing of gender as a given name; "Mr Lund"
        // elsewhere does.
        let told = if name.honorific.is_some_and(|h| h.gender() != Gender::Unknown) {
            name.gender
        } else {
            self.told.get(last).copied().unwrap_or_default()
        };
        let people = |figure: &&Figure| {
            figure.kind == EntityKind::Person
                && (if figure.words.last() == Some(last) { told } else { name.gender })
                    .agrees(figure.gender)
                && !(plain && figure.noble.is_some())
                && !(noble && figure.plain)
                && (figure.words == core
                    || core.len() == 1
                        && (figure.words.last() == Some(last)
                            && !(noble
                                && figure.noble.is_none()
                                && figure.words.len() > 1
                                && page.lower(name.tokens.start) != "lord")
                            || figure.words.first() == Some(first)
                                && (noble
                                    || figure.noble.is_some()
                                    || words::given_name(first).is_some())))
        };
        let mut candidates: Vec<FigureId> = self
            .figures
            .iter()
            .enumerate()
            .filter(|(_, figure)| people(figure))
            .map(|(id, _)| id)
            .collect();
        // A surname outweighs a given name, unless the person is called by the given name.
        if core.len() == 1 && candidates.len() > 1 {
            let by_surname: Vec<FigureId> = candidates
                .iter()
                .copied()
                .filter(|id| {
                    self.figures[*id].words.last() == Some(last)
                        || self.figures[*id].noble.is_some()
                })
                .collect();
            if !by_surname.is_empty() {
                candidates = by_surname;
            }
        }
        // Somebody called by the given name alone is not the one called by the surname.
        if candidates.len() > 1 && core.len() == 1 {
            let by_given = |id: &FigureId| {
                let figure = &self.figures[*id];
                figure.words.len() > 1
                    && figure.noble.is_none()
                    && self.alone.contains(&figure.words[0])
            };
            let rest: Vec<FigureId> =
                candidates.iter().copied().filter(|id| !by_given(id)).collect();
            if !rest.is_empty() {
                candidates = rest;
            }
        }
        if candidates.len() > 1 {
            return self.likelier(&candidates, name, core, page, names, of_name);
        }
        if let Some(found) = candidates.first() {
            return Some(*found);
        }
        if name.kind.is_person() && (name.honorific.is_some() || core.len() > 1) {
            return None;
        }
        self.figures
            .iter()
            .enumerate()
            .filter(|(_, f)| {
                matches!(f.kind, EntityKind::Organisation | EntityKind::Outlet)
                    && f.words.len() > core.len()
                    && (f.words.starts_with(core) || f.words.ends_with(core))
                    && !f.words.last().is_some_and(|w| crate::names::is_small_body(w))
            })
            .map(|(id, _)| id)
            .next()
            .or_else(|| self.figures.iter().position(|f| f.words == core))
            .or_else(|| self.misspelt(page, name))
    }

    /// Of several people with one name, the one for whom most speaks.
    fn likelier(
        &self,
        candidates: &[FigureId],
        name: &Name,
        core: &[String],
        page: Page<'_>,
        names: &[Name],
        of_name: &[Option<FigureId>],
    ) -> Option<FigureId> {
        let here = name.tokens.start;
        let earlier = || {
            names.iter().zip(of_name).filter(|(other, _)| other.tokens.start < here).filter_map(
                |(other, figure)| figure.filter(|f| candidates.contains(f)).map(|f| (other, f)),
            )
        };
        let called_so =
            earlier().rfind(|(other, _)| core_words(page, other) == core).map(|(_, figure)| figure);
        let paragraph =
            |at: usize| page.segmented.paragraph_at(page.segmented.tokens[at].span.start());
        let in_paragraph = earlier()
            .rfind(|(other, _)| {
                other.core.len() > core.len() && paragraph(other.tokens.start) == paragraph(here)
            })
            .map(|(_, figure)| figure);
        let introduced = |figure: FigureId| {
            let full = names
                .iter()
                .zip(of_name)
                .filter(|(other, f)| **f == Some(figure) && other.core.len() > core.len());
            full.map(|(other, _)| other.tokens.start).min().unwrap_or(usize::MAX)
        };
        let first = candidates.iter().copied().map(introduced).min().unwrap_or(usize::MAX);
        let pronoun = gender_after(page, name, names);
        // Being a source counts as being named often: the people of an article are those who speak.
        let count = |figure: FigureId| {
            of_name
                .iter()
                .zip(&self.speaks)
                .filter(|(f, _)| **f == Some(figure))
                .map(|(_, speaks)| if *speaks { 4.0 } else { 1.0 })
                .sum::<f32>()
        };
        let score = |figure: FigureId| {
            // Somebody whom the article keeps naming in full is not the one it calls by surname.
            let mut score = weight::OFTEN * (1.0 + count(figure).min(ENOUGH)).ln();
            if called_so == Some(figure) {
                score += weight::CALLED_SO;
            }
            if introduced(figure) <= first.max(here) && first < usize::MAX {
                score += weight::INTRODUCED;
            }
            if introduced(figure) == first && first < usize::MAX {
                score += weight::FIRST;
            }
            if in_paragraph == Some(figure) {
                score += weight::PARAGRAPH;
            }
            let gender = self.figures[figure].gender;
            if pronoun != Gender::Unknown && gender != Gender::Unknown {
                score += if gender == pronoun { weight::PRONOUN } else { -weight::PRONOUN };
            }
            score
        };
        let last = |figure: FigureId| {
            earlier().rfind(|(_, f)| *f == figure).map(|(other, _)| other.tokens.start)
        };
        // Among equals the one named last, else the one whom the text names first.
        candidates.iter().copied().max_by(|a, b| {
            score(*a).total_cmp(&score(*b)).then(last(*a).cmp(&last(*b))).then(b.cmp(a))
        })
    }

    /// The person whose surname is one letter away: names are misspelt even in print.
    ///
    /// Only where nobody bears the name as it stands, and the article never writes it as a word.
    fn misspelt(&self, page: Page<'_>, name: &Name) -> Option<FigureId> {
        const SHORTEST: usize = 5;
        let token = page.segmented.tokens.get(name.core.start)?;
        let lower = token.lower.as_str();
        if name.core.len() != 1
            || !token.is_capital()
            || token.shape == Shape::Upper
            || lower.chars().count() < SHORTEST
            || name.full.is_some()
            || !words::known(token.form).is_empty()
            || words::given_name(lower).is_some_and(|gender| gender != Gender::Unknown)
            || words::classes(lower) != words::Classes::default()
            || page.segmented.tokens.iter().any(|t| t.shape == Shape::Lower && t.lower == lower)
        {
            return None;
        }
        let mut near = self.figures.iter().enumerate().filter(|(_, figure)| {
            (figure.kind == EntityKind::Person || figure.unknown)
                && figure.words.len() > 1
                && figure.words.last().is_some_and(|last| {
                    last.chars().count() >= SHORTEST
                        && last.chars().next() == lower.chars().next()
                        && one_edit_apart(last, lower)
                })
        });
        let (found, _) = near.next()?;
        near.next().is_none().then_some(found)
    }
}

/// The gender of the pronoun that soon follows a name which speaks: "Lund said she".
fn gender_after(page: Page<'_>, name: &Name, names: &[Name]) -> Gender {
    const SOON: usize = 8;
    let end = name.tokens.end;
    let sentence = page.sentence_of(name.tokens.start);
    let speaks = (end..sentence.end.min(end + 3))
        .take_while(|at| page.is_word(*at) && !page.is_possessive(*at))
        .any(|at| page.is(at, Class::Speech));
    if !speaks {
        return Gender::Unknown;
    }
    let other_person = names
        .iter()
        .filter(|other| other.kind.is_person() && other.tokens.start >= end)
        .map(|other| other.tokens.start)
        .min()
        .unwrap_or(usize::MAX);
    (end..sentence.end.min(other_person).min(end + SOON))
        .take_while(|at| {
            page.segmented.tokens[*at].shape != Shape::QuotationMark || page.is_possessive(*at)
        })
        .find_map(|at| gender_of_pronoun(page.lower(at)))
        .unwrap_or_default()
}

/// Whether one letter added, left out or changed makes one word the other.
fn one_edit_apart(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if long.len() - short.len() > 1 || short == long {
        return false;
    }
    let same = short.iter().zip(&long).take_while(|(x, y)| x == y).count();
    if short.len() == long.len() {
        short[same + 1..] == long[same + 1..]
    } else {
        short[same..] == long[same + 1..]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::names;
    use crate::segment::segment;

    /// The names of the figures that the names of a text mean, in order.
    fn meant(text: &str) -> Vec<String> {
        let segmented = segment(text, &[]);
        let classes: Vec<_> = segmented.tokens.iter().map(|t| words::classes(&t.lower)).collect();
        let page = Page { segmented: &segmented, classes: &classes };
        let cast = Cast::gather(page, names::find(&segmented), |_| false);
        cast.named.iter().map(|(_, f)| cast.figures[*f].name.clone()).collect()
    }

    #[test]
    fn a_surname_of_two_goes_with_the_pronoun_after_it() {
        let text = "Henrik Brandt and Olga Brandt own the mill. Brandt said she had paid.";
        assert_eq!(meant(text).last().map(String::as_str), Some("Olga Brandt"));
        let text = "Olga Brandt and Henrik Brandt own the mill. Brandt said he had paid.";
        assert_eq!(meant(text).last().map(String::as_str), Some("Henrik Brandt"));
    }

    #[test]
    fn a_surname_one_letter_off_is_the_same_person() {
        assert_eq!(
            meant("It leaks, said Olga Haverly. Now Havarly wants it closed."),
            ["Olga Haverly", "Olga Haverly"]
        );
        // Two people with names of their own stay two.
        assert_eq!(
            meant("Olga Haverly met Henrik Havarly. Later Havarly left."),
            ["Olga Haverly", "Henrik Havarly", "Henrik Havarly"]
        );
    }

    proptest! {
        #[test]
        fn one_edit_is_seen_from_both_sides(a in "[a-c]{0,5}", b in "[a-c]{0,5}") {
            prop_assert_eq!(one_edit_apart(&a, &b), one_edit_apart(&b, &a));
        }

        #[test]
        fn one_letter_left_out_is_one_edit(word in "[a-z]{2,8}", at in 0_usize..8) {
            let at = at % word.len();
            let mut short = word.clone();
            short.remove(at);
            prop_assert!(one_edit_apart(&word, &short));
        }
    }
}
