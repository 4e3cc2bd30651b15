//! Which texts share a run of words?
//!
//! The fingerprints of a text are hashes of runs of [`RUN`] words, of each [`WINDOW`] the smallest
//! (winnowing, Schleimer and others 2003): two texts with a run of `RUN + WINDOW - 1` words in common
//! share a print, wherever it stands. [`pairs`] counts the prints that texts share without comparing all
//! with all: a print that many texts have is held against the first and the nearest of them alone.

/// Words in a run. Four are often a phrase of the language, five hardly ever.
pub(crate) const RUN: usize = 5;

/// Runs of which one is kept.
const WINDOW: usize = 5;

/// Texts with one print up to which each is held against each.
const FEW: usize = 24;

/// Beyond that, texts held against: so many of the first, so many right before.
const OF_MANY: usize = 4;

/// Earlier texts that one text is aligned with at most, those with most prints in common.
const MOST_CANDIDATES: usize = 40;

/// The hash of a word's key (FNV-1a): the same on every machine.
pub(crate) fn hash_of(key: &str) -> u64 {
    key.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The hash of each run of words.
pub(crate) fn runs(words: &[u64], length: usize) -> impl Iterator<Item = u64> + '_ {
    words.windows(length).map(|run| {
        let mixed = run.iter().fold(0u64, |hash, word| {
            (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
        });
        mixed ^ (mixed >> 32)
    })
}

/// The fingerprints of a text, each once.
pub(crate) fn prints(words: &[u64]) -> Vec<u64> {
    let hashes: Vec<u64> = runs(words, RUN).collect();
    let window = WINDOW.min(hashes.len());
    if window == 0 {
        return Vec::new();
    }
    let mut kept: Vec<u64> =
        hashes.windows(window).filter_map(|some| some.iter().min().copied()).collect();
    kept.sort_unstable();
    kept.dedup();
    kept
}

/// Pairs of texts, the later one's number first, with the number of prints they share: at least `least`.
pub(crate) fn pairs(prints: &[Vec<u64>], least: usize) -> Vec<(usize, usize, usize)> {
    let mut all: Vec<(u64, u32)> = prints
        .iter()
        .enumerate()
        .flat_map(|(text, prints)| prints.iter().map(move |print| (*print, text as u32)))
        .collect();
    all.sort_unstable();
    // Most prints stand in one text alone and tell nothing.
    let shared: Vec<&[(u64, u32)]> =
        all.chunk_by(|a, b| a.0 == b.0).filter(|having| having.len() > 1).collect();
    let mut groups_of: Vec<Vec<u32>> = vec![Vec::new(); prints.len()];
    for (group, having) in shared.iter().enumerate() {
        for (_, text) in *having {
            groups_of[*text as usize].push(group as u32);
        }
    }
    let mut pairs = Vec::new();
    for (text, groups) in groups_of.iter().enumerate() {
        let mut earlier: Vec<u32> = Vec::new();
        for group in groups {
            let having = shared[*group as usize];
            let place = having.partition_point(|(_, other)| (*other as usize) < text);
            let before = &having[..place];
            if before.len() <= FEW {
                earlier.extend(before.iter().map(|(_, other)| *other));
            } else {
                let (first, nearest) = (&before[..OF_MANY], &before[before.len() - OF_MANY..]);
                earlier.extend(first.iter().chain(nearest).map(|(_, other)| *other));
            }
        }
        earlier.sort_unstable();
        let mut candidates: Vec<(usize, usize)> = earlier
            .chunk_by(|a, b| a == b)
            .filter(|same| same.len() >= least)
            .map(|same| (same.len(), same[0] as usize))
            .collect();
        candidates.sort_unstable_by_key(|(count, other)| (std::cmp::Reverse(*count), *other));
        candidates.truncate(MOST_CANDIDATES);
        pairs.extend(candidates.into_iter().map(|(count, other)| (text, other, count)));
    }
    pairs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(numbers: &[u8]) -> Vec<u64> {
        numbers.iter().map(|n| hash_of(&n.to_string())).collect()
    }

    proptest! {
        #[test]
        fn a_shared_run_leaves_a_shared_print(
            run in prop::collection::vec(any::<u8>(), RUN + WINDOW - 1..30),
            before in prop::collection::vec(any::<u8>(), 0..30),
            after in prop::collection::vec(any::<u8>(), 0..30),
        ) {
            let one = prints(&words(&[before.clone(), run.clone()].concat()));
            let other = prints(&words(&[run, after, before].concat()));
            prop_assert_eq!(pairs(&[one, other], 1).len(), 1);
        }
    }

    #[test]
    fn a_print_that_all_have_does_not_compare_all_with_all() {
        let text = prints(&words(&(0..40).collect::<Vec<u8>>()));
        let found = pairs(&vec![text; 300], 1);
        assert!(found.len() < 300 * MOST_CANDIDATES);
        // Each is still tied to the first one.
        assert!((1..300).all(|later| found.iter().any(|pair| (pair.0, pair.1) == (later, 0))));
        assert!(pairs(&[prints(&words(&[1, 2])), Vec::new()], 1).is_empty());
    }
}
