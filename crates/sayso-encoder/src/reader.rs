//! What does a window say of one word that may open a cue?
//!
//! The reader reads the window's words again, each turned by what stands at the trigger and by how far
//! off it is, in two narrow layers, and tags source, cue and content of that statement alone.
//!
//! Triggers are read one after the other: what one of them needs stays in the second cache, and of a
//! window's words the projection is made once for all of them.

use crate::kernel::Kernel;
use crate::layer::{Layer, Norm, Scratch};
use crate::linear::{Aligned, Levels, Linear};
use crate::scores::Row;

/// Distances below this have a bucket each.
const NEAR: usize = 8;

/// The reader's weights.
#[derive(Debug)]
pub(crate) struct Reader {
    pub(crate) word: Linear,
    /// From the trigger's vector to a scale and a shift.
    pub(crate) trigger: Linear,
    /// A row for each bucket: `buckets / 2` at or after the trigger, as many before it.
    pub(crate) distance: Vec<f32>,
    pub(crate) buckets: usize,
    pub(crate) norm: Norm,
    pub(crate) layers: Vec<Layer>,
    pub(crate) labels: Linear,
}

impl Reader {
    /// Raw scores of all words for each trigger. `vectors` are the words' vectors, `width` each.
    pub(crate) fn read(
        &self,
        kernel: Kernel,
        vectors: &[f32],
        width: usize,
        triggers: &[usize],
        scratch: &mut Scratch,
    ) -> Vec<Vec<Row>> {
        let words = vectors.len() / width;
        let narrow = self.word.outputs;
        scratch.levels.take(kernel, vectors, width);
        self.word.apply(kernel, &scratch.levels, &mut scratch.narrow);
        let mut readings = Vec::with_capacity(triggers.len());
        for &trigger in triggers {
            let mut turned = Aligned::default();
            scratch.levels.take(kernel, &vectors[trigger * width..][..width], width);
            self.trigger.apply(kernel, &scratch.levels, &mut turned);
            let (scale, shift) = turned[..2 * narrow].split_at(narrow);
            let rows = scratch.hidden.reshape(words * narrow);
            for (word, row) in rows.chunks_exact_mut(narrow).enumerate() {
                let base = &scratch.narrow[word * self.word.width()..][..narrow];
                for (number, value) in row.iter_mut().enumerate() {
                    *value = base[number] * (1.0 + scale[number]) + shift[number];
                }
                let bucket = bucket(word, trigger, self.buckets);
                let distance = &self.distance[bucket * narrow..][..narrow];
                self.norm.apply(kernel, row, distance);
            }
            for layer in &self.layers {
                layer.apply(kernel, None, scratch);
            }
            readings.push(labels(kernel, &self.labels, &scratch.hidden, &mut scratch.levels));
        }
        readings
    }
}

/// The rows of seven that a linear map makes of vectors.
pub(crate) fn labels(
    kernel: Kernel,
    linear: &Linear,
    vectors: &[f32],
    levels: &mut Levels,
) -> Vec<Row> {
    let mut scores = Aligned::default();
    levels.take(kernel, vectors, linear.inputs);
    linear.apply(kernel, levels, &mut scores);
    scores.chunks_exact(linear.width()).filter_map(|row| row.first_chunk().copied()).collect()
}

/// The bucket of a word's distance from the trigger, of which each side has half.
fn bucket(word: usize, trigger: usize, buckets: usize) -> usize {
    let side = buckets / 2;
    let bucket = near_or_doubled(word.abs_diff(trigger)).min(side - 1);
    if word < trigger { bucket + side } else { bucket }
}

/// The bucket of a distance where there are enough of them: exact to 7, then two for each doubling.
pub(crate) fn near_or_doubled(distance: usize) -> usize {
    // Twice the binary logarithm of distance / 8, rounded down, in whole numbers.
    let far = |distance: usize| NEAR + (distance * distance / (NEAR * NEAR)).ilog2() as usize;
    if distance < NEAR { distance } else { far(distance) }
}

#[cfg(test)]
mod tests {
    use super::bucket;

    #[test]
    fn buckets_are_exact_nearby_and_grow_by_the_square_root_of_two() {
        let after = |distance| bucket(distance, 0, 32);
        let known = [(0, 0), (1, 1), (7, 7), (8, 8), (11, 8), (12, 9), (15, 9), (16, 10), (22, 10)];
        for (distance, expected) in known {
            assert_eq!(after(distance), expected, "{distance}");
        }
        assert_eq!((after(90), after(91), after(500)), (14, 15, 15));
        assert_eq!((bucket(3, 10, 32), bucket(9, 10, 32), bucket(0, 500, 32)), (23, 17, 31));
    }
}
