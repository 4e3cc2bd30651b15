//! Is this id free?

use std::collections::{HashMap, HashSet};

use sha2::{Digest, Sha256};

/// The ids of a run. An archive may hold millions, so each takes sixteen bytes, however long it is.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    ids: HashSet<u128>,
    /// The number that the next article of a name gets that is taken.
    next: HashMap<u128, u32>,
}

impl Seen {
    /// Takes an id; `false` if it was taken before.
    pub(crate) fn take(&mut self, id: &str) -> bool {
        self.ids.insert(hash(id))
    }

    /// Takes the first of some names that is free, or the last one with a number: `wall#2`.
    pub(crate) fn take_one_of(&mut self, names: Vec<String>) -> String {
        let mut last = String::new();
        for name in names {
            if self.take(&name) {
                return name;
            }
            last = name;
        }
        loop {
            let number = self.next.entry(hash(&last)).or_insert(2);
            let numbered = format!("{last}#{number}");
            *number += 1;
            if self.ids.insert(hash(&numbered)) {
                return numbered;
            }
        }
    }
}

/// Half of a SHA-256: two ids that share it are not met in the life of a machine.
fn hash(id: &str) -> u128 {
    let hash = Sha256::digest(id.as_bytes());
    hash[..16].iter().fold(0, |all, byte| all << 8 | u128::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_taken_get_others() {
        let mut seen = Seen::default();
        let names = || vec!["wall".to_owned(), "orb/wall".to_owned()];
        let taken: Vec<String> = (0..4).map(|_| seen.take_one_of(names())).collect();
        assert_eq!(taken, ["wall", "orb/wall", "orb/wall#2", "orb/wall#3"]);
        assert!(!seen.take("orb/wall#2") && seen.take("orb/wall#4"));
        assert_eq!(seen.take_one_of(names()), "orb/wall#5");
    }
}
