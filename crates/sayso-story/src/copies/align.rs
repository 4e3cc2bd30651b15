//! Which words of one text stand in another in the same order?
//!
//! Longest common runs, found greedily from the beginning of one text: what a reader sees when two
//! prints lie side by side. Runs shorter than [`SHORTEST`] are the language's and not the text's.

use crate::copies::prints::runs;

/// Words of the shortest run that counts.
const SHORTEST: usize = 4;

/// Places of one run in the other text that are tried.
const MOST_PLACES: usize = 8;

/// A run of words that both texts have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    /// Its first word in the one.
    pub(crate) a: usize,
    /// Its first word in the other.
    pub(crate) b: usize,
    /// Words in it.
    pub(crate) length: usize,
}

/// The runs that two texts share, none overlapping another in the second text.
pub(crate) fn align(a: &[u64], b: &[u64]) -> Vec<Run> {
    let mut places: Vec<(u64, usize)> =
        runs(a, SHORTEST).enumerate().map(|(place, run)| (run, place)).collect();
    places.sort_unstable();
    let of_b: Vec<u64> = runs(b, SHORTEST).collect();
    let mut found: Vec<Run> = Vec::new();
    let mut at = 0;
    while at < of_b.len() {
        let from = places.partition_point(|(run, _)| *run < of_b[at]);
        let same = places[from..].iter().take_while(|(run, _)| *run == of_b[at]);
        let best = same
            .take(MOST_PLACES)
            .map(|(_, place)| Run { a: *place, b: at, length: common(&a[*place..], &b[at..]) })
            .max_by_key(|run| (run.length, std::cmp::Reverse(run.a)));
        match best.filter(|run| run.length >= SHORTEST) {
            Some(run) => {
                at += run.length;
                found.push(run);
            }
            None => at += 1,
        }
    }
    found
}

fn common(a: &[u64], b: &[u64]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::copies::prints::hash_of;

    fn words(text: &str) -> Vec<u64> {
        text.split(' ').map(hash_of).collect()
    }

    #[test]
    fn what_was_cut_and_what_was_put_in_parts_the_runs() {
        let a = words("the ferry sank off the cape on sunday and nobody was hurt the owner said");
        let b = words("a ferry sank off the cape and nobody was hurt the owner said");
        assert_eq!(align(&a, &b), [Run { a: 1, b: 1, length: 5 }, Run { a: 8, b: 6, length: 7 }]);
        assert!(align(&a, &words("one two three")).is_empty());
    }

    proptest! {
        #[test]
        fn runs_are_the_same_words(a in "[ab]( [abc]){0,40}", b in "[ab]( [abc]){0,40}") {
            let (a, b) = (words(&a), words(&b));
            let mut end = 0;
            for run in align(&a, &b) {
                prop_assert!(run.b >= end);
                prop_assert_eq!(&a[run.a..run.a + run.length], &b[run.b..run.b + run.length]);
                end = run.b + run.length;
            }
        }
    }
}
