#![expect(clippy::float_cmp, reason = "exact numbers are asked for")]

use super::*;
use crate::linear::Aligned;
use proptest::prelude::*;

/// Numbers that follow from a seed, for shapes too large to be drawn one by one.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) as u32
    }

    /// Mostly between -4 and 4, sometimes far off, sometimes zero.
    fn float(&mut self) -> f32 {
        let value = (self.next() % 8_001) as f32 / 1000.0 - 4.0;
        match self.next() % 50 {
            0 => 0.0,
            1 => value * 1000.0,
            2 => value * 1e-6,
            _ => value,
        }
    }

    fn floats(&mut self, count: usize) -> Vec<f32> {
        (0..count).map(|_| self.float()).collect()
    }

    /// All values of a weight; with `extremes`, the largest and smallest alone.
    fn weights(&mut self, count: usize, extremes: bool) -> Vec<i8> {
        let mut one = || match self.next() {
            number if extremes && number & 1 == 0 => 127,
            _ if extremes => -127,
            number => (number as u8).cast_signed(),
        };
        (0..count).map(|_| one()).collect()
    }
}

fn bits(values: &[f32]) -> Vec<u32> {
    values.iter().map(|value| value.to_bits()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn linear_maps_are_the_same(
        seed: u64,
        rows in 1_usize..40,
        outputs in 1_usize..100,
        inputs in 1_usize..50,
        extremes: bool,
    ) {
        let inputs = inputs * 32;
        let mut numbers = Numbers(seed);
        let weights = numbers.weights(outputs * inputs, extremes);
        let (scale, bias) = (numbers.floats(outputs), numbers.floats(outputs));
        let mut values = numbers.floats(rows * inputs);
        if extremes {
            for value in &mut values {
                *value = value.signum();
            }
        }
        let mapped = |kernel| {
            let linear = Linear::new(kernel, &weights, &scale, &bias);
            let (mut levels, mut out) = (Levels::default(), Aligned::default());
            levels.take(kernel, &values, inputs);
            linear.apply(kernel, &levels, &mut out);
            bits(&out)
        };
        let expected = mapped(Kernel::PORTABLE);
        for kernel in Kernel::available() {
            prop_assert!(mapped(kernel) == expected, "{}", kernel.name());
        }
    }

    #[test]
    fn sums_are_exact(seed: u64, inputs in 1_usize..50, extremes: bool) {
        let inputs = inputs * 32;
        let mut numbers = Numbers(seed);
        let weights = numbers.weights(inputs, extremes);
        // The largest is 127, so that the scale is 1 and levels are the numbers themselves.
        let mut values: Vec<_> =
            (0..inputs).map(|_| (numbers.next() % 255) as f32 - 127.0).collect();
        values[0] = 127.0;
        let pairs = values.iter().zip(&weights);
        let exact: i64 = pairs.map(|(&value, &weight)| value as i64 * i64::from(weight)).sum();
        for kernel in Kernel::available() {
            let linear = Linear::new(kernel, &weights, &[1.0], &[0.0]);
            let (mut levels, mut out) = (Levels::default(), Aligned::default());
            levels.take(kernel, &values, inputs);
            linear.apply(kernel, &levels, &mut out);
            prop_assert_eq!(out[0], exact as f32, "{}", kernel.name());
        }
    }

    #[test]
    fn products_are_the_same(
        seed: u64,
        rows in 1_usize..40,
        depth in 1_usize..70,
        panels in 1_usize..4,
        more in 0_usize..5,
    ) {
        let mut numbers = Numbers(seed);
        let columns = panels * CHANNELS;
        let (left_stride, right_stride) = (rows + more, columns + more);
        let left = numbers.floats(depth * left_stride);
        let right = numbers.floats(depth * right_stride);
        let factors = numbers.floats(rows);
        let product = Product {
            left: &left, left_stride, right: &right, right_stride, depth, columns, factors: &factors,
        };
        let multiplied = |kernel: Kernel| {
            let mut out = vec![0.0; rows * columns];
            kernel.product(&product, &mut out, columns);
            out
        };
        let expected = multiplied(Kernel::PORTABLE);
        for kernel in Kernel::available() {
            prop_assert!(bits(&multiplied(kernel)) == bits(&expected), "{}", kernel.name());
        }
        let (row, column) = (seed as usize % rows, seed as usize % columns);
        let mut sum = 0.0_f32;
        for place in 0..depth {
            sum = left[place * left_stride + row].mul_add(right[place * right_stride + column], sum);
        }
        prop_assert_eq!((sum * factors[row]).to_bits(), expected[row * columns + column].to_bits());
    }

    #[test]
    fn row_operations_are_the_same(seed: u64, len in 1_usize..500) {
        let mut numbers = Numbers(seed);
        let (row, other) = (numbers.floats(len), numbers.floats(len));
        let (weight, bias) = (numbers.floats(len), numbers.floats(len));
        let done = |kernel: Kernel| {
            let (mut levels, mut inner) = (vec![0; len], row.clone());
            let mut scales = vec![kernel.quantise(&row, &mut levels)];
            let plain = levels.clone();
            scales.push(kernel.gelu_quantise(&mut inner, &mut levels));
            let offset = kernel.packing().offset as u8;
            let levels: Vec<_> =
                [plain, levels].concat().iter().map(|level| level.wrapping_sub(offset)).collect();
            let mut normed = row.clone();
            kernel.add_normalise(&mut normed, &other, &weight, &bias, 1e-12);
            (bits(&scales), levels, bits(&inner), bits(&normed))
        };
        let expected = done(Kernel::PORTABLE);
        for kernel in Kernel::available() {
            prop_assert!(done(kernel) == expected, "{}", kernel.name());
        }
    }

    #[test]
    fn softmax_is_the_same_and_sums_to_one(seed: u64, keys in 1_usize..100) {
        let mut numbers = Numbers(seed);
        let scores = numbers.floats(keys * CHANNELS);
        let rows: Vec<Row> = (0..keys).map(|_| std::array::from_fn(|_| numbers.float())).collect();
        let done = |kernel: Kernel| {
            let (mut scores, mut factors) = (scores.clone(), [0.0; CHANNELS]);
            kernel.softmax(&mut scores, &mut factors);
            let mut rows = rows.clone();
            kernel.log_softmax(&mut rows);
            (scores, factors, bits(rows.as_flattened()))
        };
        let (expected, factors, rows) = done(Kernel::PORTABLE);
        let sum: f32 = expected.iter().step_by(CHANNELS).sum();
        prop_assert!((sum * factors[0] - 1.0).abs() < 1e-5);
        for kernel in Kernel::available() {
            let (scores, others, logarithms) = done(kernel);
            prop_assert!(bits(&scores) == bits(&expected), "{}", kernel.name());
            prop_assert!(bits(&others) == bits(&factors), "{}", kernel.name());
            prop_assert!(logarithms == rows, "{}", kernel.name());
        }
    }
}

#[test]
fn kernels_are_found_by_name() {
    for kernel in Kernel::available() {
        assert_eq!(Kernel::named(kernel.name()), Some(kernel));
    }
    assert_eq!(Kernel::named("abacus"), None);
    assert_eq!(Kernel::available()[0], Kernel::PORTABLE);
}
