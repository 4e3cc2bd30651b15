//! What can this processor do, and how is that used?
//!
//! A [`Kernel`] is a set of instructions that the processor was asked for. Every kernel has the same
//! operations and gives the same bits: products of eight bits are summed exactly, products in `f32` are
//! fused and summed in order of the inputs, each output by itself, and `math` keeps the order of all
//! else. So a kernel changes the time a text takes and nothing else.
//!
//! | kernel | eight bits | `f32` |
//! | --- | --- | --- |
//! | `portable` | plain Rust | plain Rust |
//! | `avx2` | 16-bit multiply and add pairs | 8 lanes, fused |
//! | `avx-vnni` | groups of four, 8 sums | 8 lanes, fused |
//! | `avx512-vnni` | groups of four, 16 sums | 16 lanes, fused |
//!
//! One more is one more module with these functions: `PACKING`, `linear`, `product`, and what
//! `row_operations!` writes.
//!
//! # Invariant
//! The only `unsafe` of the project is in this module and below it. A `Kernel` other than `portable`
//! exists only after the processor said that it has all of that kernel's features.
#![cfg_attr(
    target_arch = "x86_64",
    expect(unsafe_code, reason = "vector instructions; every block says why it is sound")
)]

use crate::linear::{CHANNELS, Levels, Linear, Packing};
use crate::scores::Row;

/// Compiles the row operations of [`crate::math`] for the processor that an attribute names.
macro_rules! row_operations {
    ($fused:ty, $flip:literal $(, #[$features:meta])?) => {
        $(#[$features])?
        pub(super) fn quantise(row: &[f32], levels: &mut [u8]) -> f32 {
            crate::math::quantise::<$fused, $flip>(row, levels)
        }

        $(#[$features])?
        pub(super) fn gelu_quantise(row: &mut [f32], levels: &mut [u8]) -> f32 {
            crate::math::gelu::<$fused>(row);
            crate::math::quantise::<$fused, $flip>(row, levels)
        }

        $(#[$features])?
        pub(super) fn add_normalise(
            row: &mut [f32],
            other: &[f32],
            weight: &[f32],
            bias: &[f32],
            epsilon: f32,
        ) {
            crate::math::add_normalise::<$fused>(row, other, weight, bias, epsilon);
        }

        $(#[$features])?
        pub(super) fn softmax(scores: &mut [f32], factors: &mut [f32; crate::linear::CHANNELS]) {
            crate::math::softmax::<$fused>(scores, factors);
        }

        $(#[$features])?
        pub(super) fn log_softmax(rows: &mut [crate::scores::Row]) {
            for row in rows {
                crate::math::log_softmax::<$fused>(row);
            }
        }

        $(#[$features])?
        pub(super) fn transpose(rows: &[&[f32]], columns: &mut [f32], height: usize) {
            crate::math::transpose(rows, columns, height);
        }
    };
}

/// Calls `$tile::<N>` for the `N` that equals a number from 1 to the last one listed.
#[cfg(target_arch = "x86_64")]
macro_rules! by_count {
    ($count:expr, $($n:literal)+, $last:literal => $tile:ident $arguments:tt) => {
        match $count {
            $($n => $tile::<$n> $arguments,)+
            _ => $tile::<$last> $arguments,
        }
    };
}

mod portable;
#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avxvnni;
#[cfg(target_arch = "x86_64")]
mod avx512;

/// A set of instructions that this processor has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kernel(Kind);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    AvxVnni,
    #[cfg(target_arch = "x86_64")]
    Avx512Vnni,
}

impl Kernel {
    /// The kernel that every processor has.
    pub const PORTABLE: Self = Self(Kind::Portable);

    /// The fastest kernel of this processor.
    pub fn best() -> Self {
        Self::available().last().copied().unwrap_or(Self::PORTABLE)
    }

    /// The kernels of this processor, the slowest first.
    pub fn available() -> Vec<Self> {
        #[cfg_attr(
            not(target_arch = "x86_64"),
            expect(unused_mut, reason = "other processors have no other kernel yet")
        )]
        let mut kernels = vec![Self::PORTABLE];
        #[cfg(target_arch = "x86_64")]
        {
            let has_avx2 = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
            if has_avx2 {
                kernels.push(Self(Kind::Avx2));
            }
            if has_avx2 && is_x86_feature_detected!("avxvnni") {
                kernels.push(Self(Kind::AvxVnni));
            }
            if has_avx2
                && is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512vnni")
            {
                kernels.push(Self(Kind::Avx512Vnni));
            }
        }
        kernels
    }

    /// The kernel of that name (`portable`, `avx2`, `avx-vnni`, `avx512-vnni`), if this processor has it.
    pub fn named(name: &str) -> Option<Self> {
        Self::available().into_iter().find(|kernel| kernel.name() == name)
    }

    /// The name by which [`Kernel::named`] finds it.
    pub fn name(self) -> &'static str {
        match self.0 {
            Kind::Portable => "portable",
            #[cfg(target_arch = "x86_64")]
            Kind::Avx2 => "avx2",
            #[cfg(target_arch = "x86_64")]
            Kind::AvxVnni => "avx-vnni",
            #[cfg(target_arch = "x86_64")]
            Kind::Avx512Vnni => "avx512-vnni",
        }
    }

    /// How weights must lie for [`Kernel::linear`].
    pub(crate) fn packing(self) -> Packing {
        match self.0 {
            Kind::Portable => portable::PACKING,
            #[cfg(target_arch = "x86_64")]
            Kind::Avx2 => avx2::PACKING,
            #[cfg(target_arch = "x86_64")]
            Kind::AvxVnni => avxvnni::PACKING,
            #[cfg(target_arch = "x86_64")]
            Kind::Avx512Vnni => avx512::PACKING,
        }
    }
}

macro_rules! dispatch {
    ($($(#[doc = $doc:literal])+ fn $name:ident($($argument:ident: $type:ty),*) $(-> $result:ty)?;)+) => {
        impl Kernel {$(
            $(#[doc = $doc])+
            pub(crate) fn $name(self, $($argument: $type),*) $(-> $result)? {
                match self.0 {
                    Kind::Portable => portable::$name($($argument),*),
                    #[cfg(target_arch = "x86_64")]
                    // SAFETY: such a kernel is made by `available` alone, after it saw the features.
                    Kind::Avx2 => unsafe { avx2::$name($($argument),*) },
                    #[cfg(target_arch = "x86_64")]
                    // SAFETY: as above.
                    Kind::AvxVnni => unsafe { avxvnni::$name($($argument),*) },
                    #[cfg(target_arch = "x86_64")]
                    // SAFETY: as above.
                    Kind::Avx512Vnni => unsafe { avx512::$name($($argument),*) },
                }
            }
        )+}
    };
}

dispatch! {
    /// Maps every row of `levels` into a row of `out`, which has `linear.width()` numbers a row.
    fn linear(levels: &Levels, linear: &Linear, out: &mut [f32]);
    /// Writes a product's rows, `stride` apart.
    fn product(product: &Product<'_>, out: &mut [f32], stride: usize);
    /// Writes a row in eight bits and returns its scale.
    fn quantise(row: &[f32], levels: &mut [u8]) -> f32;
    /// Replaces a row by its GELU, writes that in eight bits and returns its scale.
    fn gelu_quantise(row: &mut [f32], levels: &mut [u8]) -> f32;
    /// Adds `other` to a row and normalises it.
    fn add_normalise(row: &mut [f32], other: &[f32], weight: &[f32], bias: &[f32], epsilon: f32);
    /// Replaces each column of scores by its exponentials, and `factors` by one over their sums.
    fn softmax(scores: &mut [f32], factors: &mut [f32; CHANNELS]);
    /// Replaces scores by logarithms of probabilities, row by row.
    fn log_softmax(rows: &mut [Row]);
    /// Writes rows as columns, `height` apart, and zeros where rows are missing.
    fn transpose(rows: &[&[f32]], columns: &mut [f32], height: usize);
}

/// A product of matrices: `out[row][column]` is the sum over `i`, in order, of
/// `left[i][row] · right[i][column]`, times the row's factor.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Product<'a> {
    /// Numbers of the left, `left_stride` from one `i` to the next.
    pub(crate) left: &'a [f32],
    pub(crate) left_stride: usize,
    /// Numbers of the right, `right_stride` from one `i` to the next.
    pub(crate) right: &'a [f32],
    pub(crate) right_stride: usize,
    /// How many `i` there are.
    pub(crate) depth: usize,
    /// Columns of the right; a multiple of [`CHANNELS`].
    pub(crate) columns: usize,
    /// What each row of the result is multiplied with.
    pub(crate) factors: &'a [f32],
}

#[cfg(test)]
mod tests;
