//! Which things belong together, once it is known which pairs do?

/// Things by number, each in one group.
#[derive(Clone, Debug)]
pub(crate) struct Groups {
    /// For each thing another one of its group, itself for the first.
    parents: Vec<usize>,
}

impl Groups {
    /// So many things, each alone.
    pub(crate) fn alone(count: usize) -> Self {
        Groups { parents: (0..count).collect() }
    }

    /// The lowest number of a thing's group.
    pub(crate) fn first_of(&mut self, mut thing: usize) -> usize {
        while self.parents[thing] != thing {
            self.parents[thing] = self.parents[self.parents[thing]];
            thing = self.parents[thing];
        }
        thing
    }

    /// Puts the groups of two things together; whether they were apart.
    pub(crate) fn join(&mut self, a: usize, b: usize) -> bool {
        let (a, b) = (self.first_of(a), self.first_of(b));
        self.parents[a.max(b)] = a.min(b);
        a != b
    }

    /// The groups in order of their first thing, each in order.
    pub(crate) fn all(mut self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut number_of = vec![usize::MAX; self.parents.len()];
        for thing in 0..self.parents.len() {
            let first = self.first_of(thing);
            if number_of[first] == usize::MAX {
                number_of[first] = groups.len();
                groups.push(Vec::new());
            }
            groups[number_of[first]].push(thing);
        }
        groups
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn pairs_make_groups() {
        let mut groups = Groups::alone(5);
        assert!(groups.join(3, 1));
        assert!(groups.join(4, 3));
        assert!(!groups.join(1, 4));
        assert_eq!(groups.all(), [vec![0], vec![1, 3, 4], vec![2]]);
    }

    proptest! {
        #[test]
        fn the_order_of_pairs_does_not_matter(pairs in prop::collection::vec((0usize..12, 0usize..12), 0..20)) {
            let grouped = |pairs: &mut dyn Iterator<Item = &(usize, usize)>| {
                let mut groups = Groups::alone(12);
                for (a, b) in pairs {
                    groups.join(*a, *b);
                }
                groups.all()
            };
            prop_assert_eq!(grouped(&mut pairs.iter()), grouped(&mut pairs.iter().rev()));
        }
    }
}
