//! Whose is a noble title that stands without a name?

use sayso_core::record::EntityKind;

use super::{Cast, Figure, FigureId, core_words};
use crate::names::Name;
use crate::phrase::Page;

impl Cast {
    /// The person with a noble title: known by it, named beside it, or the last noble person of fitting
    /// rank and gender who has no other.
    pub(super) fn titled(
        &mut self,
        page: Page<'_>,
        name: &Name,
        names: &[Name],
        of_name: &[Option<FigureId>],
    ) -> Option<FigureId> {
        let title = page.words(name.core.clone()).to_lowercase();
        if let Some(found) = self.figures.iter().position(|f| f.titles.contains(&title)) {
            return Some(found);
        }
        let rank = page.lower(name.tokens.start).to_owned();
        let here = name.tokens.start;
        let last = page.lower(name.tokens.end - 1);
        let sovereign = matches!(rank.as_str(), "king" | "queen" | "emperor" | "pope" | "sultan")
            || matches!(last, "majesty" | "holiness");
        if rank == "lord" || rank == "lady" {
            return None;
        }
        let fits = |figure: &Figure| {
            figure.kind == EntityKind::Person
                && name.gender.agrees(figure.gender)
                && figure.noble.as_deref().is_some_and(|noble| {
                    if last == "holiness" {
                        noble == "pope"
                    } else if last == "majesty" {
                        matches!(noble, "king" | "queen" | "emperor")
                    } else if sovereign {
                        noble == rank
                    } else {
                        !matches!(
                            noble,
                            "king" | "queen" | "sir" | "dame" | "lord" | "lady" | "pope"
                        )
                    }
                })
                && (sovereign || !figure.titles.iter().any(|t| t.contains(" of ")))
        };
        // "the Duke" before "the Duke of Ostmark"
        if let Some(found) = self
            .figures
            .iter()
            .position(|f| f.titles.contains(&rank) && !f.titles.iter().any(|t| t.contains(" of ")))
            && !sovereign
        {
            self.figures[found].titles.push(title);
            return Some(found);
        }
        let places = || {
            names.iter().zip(of_name).filter_map(|(other, figure)| {
                let figure = (*figure)?;
                fits(&self.figures[figure]).then_some((other.tokens.clone(), figure))
            })
        };
        // "Prince Nils, the Duke of Ostmark"
        let beside = places().find(|(tokens, _)| {
            let (first, second) = if tokens.end <= here {
                (tokens.end, here)
            } else {
                (name.tokens.end, tokens.start)
            };
            second >= first
                && second - first <= 2
                && second > first
                && (first..second).all(|at| matches!(page.lower(at), "," | "the"))
        });
        let found = beside
            .or_else(|| places().rfind(|(tokens, _)| tokens.start < here))
            .or_else(|| places().next().filter(|_| sovereign))
            .map(|(_, figure)| figure);
        let figure = match found {
            Some(figure) => figure,
            // "the duchess" of nobody named tells nothing; "the Duchess of Ostmark" is somebody.
            None if !title.contains(" of ") => return None,
            None => self.new_figure(page, name, core_words(page, name)),
        };
        self.figures[figure].titles.push(title);
        Some(figure)
    }
}
