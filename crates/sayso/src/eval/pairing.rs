//! Which predicted statement stands for which gold one?
//!
//! One to one, greedily, the best overlap of contents first; cue and source only break ties. Ties
//! that remain go to the earlier gold statement, then the earlier predicted one.

use std::collections::{HashMap, HashSet};

use super::characters::{Characters, Letters};
use super::figures::Figures;
use super::gold::Attribution;

/// A statement with the characters of its roles.
pub(super) struct Row<'a> {
    pub(super) attribution: &'a Attribution,
    pub(super) source: Characters,
    pub(super) cue: Characters,
    pub(super) content: Characters,
}

/// For each gold row, the predicted row that stands for it.
pub(super) type Pairs = Vec<Option<usize>>;

impl<'a> Row<'a> {
    /// The statements whose cue and content lie outside what is left out.
    pub(super) fn all(
        attributions: &'a [Attribution],
        letters: &Letters,
        left_out: &[bool],
    ) -> Vec<Row<'a>> {
        let rows = attributions.iter().map(|attribution| Row {
            attribution,
            source: Characters::new(&attribution.source, letters),
            cue: Characters::new(&attribution.cue, letters),
            content: Characters::new(&attribution.content, letters),
        });
        rows.filter(|row| {
            !row.cue.positions().chain(row.content.positions()).any(|at| left_out[at])
        })
        .collect()
    }

    /// How well a predicted row fits a gold one, or `None` if they share neither content nor cue.
    fn likeness(&self, predicted: &Row<'_>) -> Option<f64> {
        (self.content.touches(&predicted.content) || self.cue.touches(&predicted.cue)).then(|| {
            self.content.overlap(&predicted.content)
                + 0.01 * self.cue.overlap(&predicted.cue)
                + 0.001 * self.source.overlap(&predicted.source)
        })
    }

    /// Whether source and content are both right by half of their characters.
    pub(super) fn relation_overlaps(&self, predicted: &Row<'_>) -> bool {
        self.source.overlap(&predicted.source) >= 0.5
            && self.content.overlap(&predicted.content) >= 0.5
    }
}

/// Pairs gold and predicted rows one to one.
pub(super) fn pair(gold: &[Row<'_>], predicted: &[Row<'_>]) -> Pairs {
    let mut near = Vec::new();
    for (g, gold_row) in gold.iter().enumerate() {
        for (p, predicted_row) in predicted.iter().enumerate() {
            if let Some(likeness) = gold_row.likeness(predicted_row) {
                near.push((likeness, g, p));
            }
        }
    }
    // Stable: equal ones stay in the order of gold, then predicted.
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut pairs = vec![None; gold.len()];
    let mut used = vec![false; predicted.len()];
    for (_, g, p) in near {
        if pairs[g].is_none() && !used[p] {
            pairs[g] = Some(p);
            used[p] = true;
        }
    }
    pairs
}

/// Counts whole statements.
pub(super) fn count_relations(
    gold: &[Row<'_>],
    predicted: &[Row<'_>],
    pairs: &Pairs,
    figures: &mut Figures,
) {
    type Right = fn(&Row<'_>, &Row<'_>) -> bool;
    let ways: [(&'static str, Right); 3] = [
        ("relation exact", |g, p| g.source == p.source && g.content == p.content),
        ("relation overlap", |g, p| g.relation_overlaps(p)),
        ("triple exact", |g, p| g.source == p.source && g.cue == p.cue && g.content == p.content),
    ];
    let alone = predicted.len() - pairs.iter().flatten().count();
    for (name, right) in ways {
        let counts = figures.counts_mut(name);
        counts.wrong += alone;
        for (gold_row, pair) in gold.iter().zip(pairs) {
            if !gold_row.attribution.required {
                continue;
            }
            match pair {
                Some(p) if right(gold_row, &predicted[*p]) => counts.right += 1,
                Some(_) => {
                    counts.wrong += 1;
                    counts.missing += 1;
                }
                None => counts.missing += 1,
            }
        }
    }
}

/// The statements that stand in no other, each with the contents of those that continue it.
pub(super) fn outermost(statements: &[Attribution]) -> Vec<Attribution> {
    let by_id: HashMap<&str, &Attribution> =
        statements.iter().filter_map(|s| Some((filled(s.id.as_ref())?, s))).collect();
    let previous = |s: &Attribution| s.continues.as_deref().and_then(|id| by_id.get(id).copied());
    let inside = |s: &Attribution| filled(s.parent.as_ref()).is_some();

    let mut kept: Vec<Attribution> = Vec::new();
    let mut heads: HashMap<&str, usize> = HashMap::new();
    for statement in statements {
        if !inside(statement) && previous(statement).is_none() {
            if let Some(id) = filled(statement.id.as_ref()) {
                heads.insert(id, kept.len());
            }
            kept.push(statement.clone());
        }
    }
    for statement in statements.iter().filter(|s| !inside(s)) {
        let mut head = statement;
        let mut seen = HashSet::new();
        while let Some(before) = previous(head)
            && seen.insert(head.id.as_deref())
        {
            head = before;
        }
        if let Some(place) = head.id.as_deref().and_then(|id| heads.get(id))
            && statement.id != kept[*place].id
        {
            kept[*place].content.extend(&statement.content);
        }
    }
    kept
}

/// The words, if there are any.
pub(super) fn filled(words: Option<&String>) -> Option<&str> {
    words.map(String::as_str).filter(|words| !words.is_empty())
}

#[cfg(test)]
mod tests {
    use sayso_core::CharSpan;

    use super::*;

    fn statement(id: &str, content: (usize, usize)) -> Attribution {
        Attribution {
            id: Some(id.to_owned()),
            content: vec![CharSpan::new(content.0, content.1)],
            ..Attribution::default()
        }
    }

    #[test]
    fn the_best_content_is_paired_first() {
        let letters = Letters::new(&"x".repeat(40));
        let gold = [statement("g1", (0, 10)), statement("g2", (10, 20))];
        let predicted =
            [statement("p1", (0, 20)), statement("p2", (0, 9)), statement("p3", (30, 40))];
        let none = letters.mask(&[]);
        let (gold, predicted) =
            (Row::all(&gold, &letters, &none), Row::all(&predicted, &letters, &none));
        assert_eq!(pair(&gold, &predicted), [Some(1), Some(0)]);
    }

    #[test]
    fn what_lies_in_a_stretch_left_out_is_no_row() {
        let letters = Letters::new(&"x".repeat(40));
        let gold = [statement("g1", (0, 10)), statement("g2", (10, 20))];
        let left_out = letters.mask(&[CharSpan::new(12, 13), CharSpan::new(50, 60)]);
        assert_eq!(Row::all(&gold, &letters, &left_out).len(), 1);
    }

    #[test]
    fn a_speech_is_folded_into_its_head_and_nested_statements_go() {
        let mut all = [
            statement("a", (0, 5)),
            statement("b", (5, 9)),
            statement("c", (9, 12)),
            statement("in", (1, 3)),
        ];
        all[1].continues = Some("a".to_owned());
        all[2].continues = Some("b".to_owned());
        all[3].parent = Some("a".to_owned());
        let kept = outermost(&all);
        assert_eq!(kept.len(), 1);
        let content = [CharSpan::new(0, 5), CharSpan::new(5, 9), CharSpan::new(9, 12)];
        assert_eq!(kept[0].content, content);
    }

    #[test]
    fn a_speech_that_continues_itself_ends() {
        let mut all = [statement("a", (0, 5)), statement("b", (5, 9))];
        all[0].continues = Some("b".to_owned());
        all[1].continues = Some("a".to_owned());
        assert!(outermost(&all).is_empty());
        let mut lost = [statement("a", (0, 5))];
        lost[0].continues = Some("gone".to_owned());
        assert_eq!(outermost(&lost), lost);
    }
}
