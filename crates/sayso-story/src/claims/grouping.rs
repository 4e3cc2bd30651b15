//! Which things belong together, if each pair is alike to a degree?
//!
//! Groups grow from single things. The two groups that are most alike are joined, as long as they are
//! alike enough: half by their nearest pair, half by the average over all pairs, so that neither one
//! odd statement nor one lucky pair decides. Groups with a pair that excludes each other are never joined.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};

/// How alike two things are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Link {
    pub(crate) a: usize,
    pub(crate) b: usize,
    /// 0 to 1.
    pub(crate) same: f32,
    /// Whether they can never be in one group.
    pub(crate) excluded: bool,
}

/// How alike two groups must be. Set on the dossier in `examples`.
pub(crate) const ENOUGH: f32 = 0.30;

/// Share of the nearest pair in how alike two groups are; the rest is the average.
const OF_NEAREST: f32 = 0.4;

/// What is known between two groups.
#[derive(Clone, Copy, Debug, Default)]
struct Between {
    sum: f32,
    nearest: f32,
    excluded: bool,
}

struct Offer {
    alike: f32,
    a: usize,
    b: usize,
    sizes: (usize, usize),
}

impl Ord for Offer {
    fn cmp(&self, other: &Self) -> Ordering {
        // Of offers that are equal the one of the earliest things comes first.
        let by_place = (other.a, other.b).cmp(&(self.a, self.b));
        self.alike.total_cmp(&other.alike).then(by_place)
    }
}

impl PartialOrd for Offer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Offer {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Offer {}

/// The groups of two or more among `count` things, each in order, by their first thing.
pub(crate) fn groups(count: usize, links: impl IntoIterator<Item = Link>) -> Vec<Vec<usize>> {
    let mut members: Vec<Vec<usize>> = (0..count).map(|n| vec![n]).collect();
    let mut near: Vec<BTreeMap<usize, Between>> = vec![BTreeMap::new(); count];
    for link in links {
        if link.a == link.b {
            continue;
        }
        for (a, b) in [(link.a, link.b), (link.b, link.a)] {
            let between = near[a].entry(b).or_default();
            // Of two opinions on one pair the higher counts.
            if link.same > between.nearest {
                *between = Between { sum: link.same, nearest: link.same, ..*between };
            }
            between.excluded |= link.excluded;
        }
    }
    let mut offers = BinaryHeap::new();
    for (a, others) in near.iter().enumerate() {
        for (&b, between) in others.range(a + 1..) {
            offers.extend(offer(&members, a, b, between));
        }
    }
    while let Some(Offer { a, b, sizes, .. }) = offers.pop() {
        if (members[a].len(), members[b].len()) != sizes {
            continue;
        }
        let joined = std::mem::take(&mut members[b]);
        members[a].extend(joined);
        for (other, between) in std::mem::take(&mut near[b]) {
            near[other].remove(&b);
            if other == a {
                continue;
            }
            let known = near[a].entry(other).or_default();
            known.sum += between.sum;
            known.nearest = known.nearest.max(between.nearest);
            known.excluded |= between.excluded;
            let known = *known;
            near[other].insert(a, known);
        }
        for (&other, between) in &near[a] {
            let (first, second) = (a.min(other), a.max(other));
            offers.extend(offer(&members, first, second, between));
        }
    }
    let mut groups: Vec<Vec<usize>> = members.into_iter().filter(|g| g.len() > 1).collect();
    for group in &mut groups {
        group.sort_unstable();
    }
    groups.sort_unstable();
    groups
}

#[expect(clippy::cast_precision_loss, reason = "groups are far smaller than 2^24")]
fn offer(members: &[Vec<usize>], a: usize, b: usize, between: &Between) -> Option<Offer> {
    let sizes = (members[a].len(), members[b].len());
    let pairs = (sizes.0 * sizes.1) as f32;
    let alike = OF_NEAREST * between.nearest + (1.0 - OF_NEAREST) * between.sum / pairs.max(1.0);
    (!between.excluded && sizes.0 > 0 && sizes.1 > 0 && alike >= ENOUGH).then_some(Offer {
        alike,
        a,
        b,
        sizes,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn link(a: usize, b: usize, same: f32) -> Link {
        Link { a, b, same, excluded: false }
    }

    #[test]
    fn what_is_alike_is_joined_and_what_excludes_each_other_never() {
        let links = [link(0, 1, 0.9), link(1, 2, 0.8), link(3, 4, 0.1)];
        assert_eq!(groups(5, links), [vec![0, 1, 2]]);
        let apart = Link { excluded: true, ..link(0, 2, 0.0) };
        assert_eq!(groups(5, links.into_iter().chain([apart])), [vec![0, 1]]);
    }

    #[test]
    fn a_chain_of_neighbours_is_not_one_group() {
        let chain = (0..9).map(|n| link(n, n + 1, 0.5));
        assert!(groups(10, chain).iter().all(|group| group.len() < 5));
    }

    proptest! {
        #[test]
        fn the_order_of_links_does_not_matter(
            raw in prop::collection::vec((0_usize..9, 0_usize..9, 0_u8..100, 0_u8..8), 0..30)
        ) {
            let links: Vec<Link> = raw
                .iter()
                .map(|(a, b, same, e)| Link { a: *a, b: *b, same: f32::from(*same) / 64.0, excluded: *e == 0 })
                .collect();
            let forwards = groups(9, links.iter().copied());
            let backwards = groups(9, links.iter().rev().copied());
            prop_assert_eq!(&forwards, &backwards);
            for link in links.iter().filter(|link| link.excluded && link.a != link.b) {
                let together = |g: &Vec<usize>| g.contains(&link.a) && g.contains(&link.b);
                prop_assert!(!forwards.iter().any(together));
            }
        }
    }
}
