//! How likely does a block belong to the article?
//!
//! Decision trees over what [`super::features`] sees. `train/article.py` made their table out of
//! pages with known text; it is read once.

use std::sync::LazyLock;

use super::features::N_FEATURES;

/// The table: a line with the sum to begin with, then a line for each node, trees one after another.
const TABLE: &str = include_str!("model.tsv");

static MODEL: LazyLock<Model> =
    LazyLock::new(|| Model::read(TABLE).expect("the table is part of the program and tested"));

/// The probability of each row.
pub(super) fn likely(rows: &[Vec<f32>]) -> Vec<f32> {
    rows.iter().map(|row| MODEL.likely(row)).collect()
}

struct Model {
    start: f32,
    /// The first node of each tree.
    roots: Vec<usize>,
    nodes: Vec<Node>,
}

#[derive(Clone, Copy)]
enum Node {
    /// Left if the feature is not above the limit.
    Fork {
        feature: usize,
        limit: f32,
        right: usize,
    },
    Leaf(f32),
}

impl Model {
    /// Reads a table; `None` if it is none or does not fit the features.
    ///
    /// A fork's left branch follows it, its right branch begins where it says; so no way can lead in
    /// a circle.
    fn read(table: &str) -> Option<Self> {
        let mut lines = table.lines();
        let start = lines.next()?.parse().ok()?;
        let mut model = Model { start, roots: Vec::new(), nodes: Vec::new() };
        let mut tree_begins = true;
        for line in lines {
            if line.is_empty() {
                tree_begins = true;
                continue;
            }
            if tree_begins {
                model.roots.push(model.nodes.len());
                tree_begins = false;
            }
            let here = model.nodes.len();
            let parts: Vec<&str> = line.split('\t').collect();
            model.nodes.push(match *parts.as_slice() {
                [leaf] => Node::Leaf(leaf.parse().ok()?),
                [feature, limit, ahead] => {
                    let feature = feature.parse().ok().filter(|f| *f < N_FEATURES)?;
                    let ahead: usize = ahead.parse().ok().filter(|n| *n > 1)?;
                    Node::Fork { feature, limit: limit.parse().ok()?, right: here + ahead }
                }
                _ => return None,
            });
        }
        let last = model.nodes.len();
        let ends = model.nodes.iter().enumerate().all(|(at, node)| match node {
            Node::Fork { right, .. } => at + 1 < last && *right < last,
            Node::Leaf(_) => true,
        });
        ends.then_some(model)
    }

    fn likely(&self, row: &[f32]) -> f32 {
        let mut sum = self.start;
        for root in &self.roots {
            let mut at = *root;
            sum += loop {
                match self.nodes[at] {
                    Node::Leaf(value) => break value,
                    Node::Fork { feature, limit, right } => {
                        at = if row[feature] <= limit { at + 1 } else { right };
                    }
                }
            };
        }
        1.0 / (1.0 + (-sum).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        let model = Model::read(TABLE).expect("a table");
        assert!(!model.roots.is_empty());
        let likely = model.likely(&vec![0.0; N_FEATURES]);
        assert!((0.0..=1.0).contains(&likely));
    }

    #[test]
    fn a_broken_table_is_refused() {
        assert!(Model::read("0.5\n\n0\t1.5\t2\n0.25\n-0.25\n").is_some());
        for broken in [
            "",
            "a",
            "0\n\n0\t1\t5\n0\n",
            "0\n\n9999\t1\t2\n0\n0\n",
            "0\n\n0\t1\t1\n0\n0\n",
            "0\n\n0\t1\n",
        ] {
            assert!(Model::read(broken).is_none(), "{broken:?}");
        }
    }
}
