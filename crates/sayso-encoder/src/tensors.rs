//! Which tensors are in a weights file?
//!
//! `weights.safetensors`: the length of a header in eight bytes, the header in JSON (type, shape and
//! bytes of each tensor by name), then the numbers, little-endian. Every name, type and shape that is
//! asked for is checked; nothing in a garbled file leads to a panic.

use crate::kernel::Kernel;
use crate::layer::{Layer, Norm};
use crate::linear::Linear;
use crate::manifest::Broken;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

/// A weights file, opened.
pub(crate) struct Tensors<'a> {
    file: &'a [u8],
    /// Where the header ends.
    begin: usize,
    entries: BTreeMap<String, Entry>,
}

#[derive(Deserialize)]
struct Entry {
    dtype: String,
    shape: Vec<usize>,
    data_offsets: [usize; 2],
}

/// The tensors of one linear map.
struct Map<'a> {
    weights: &'a [u8],
    scale: Vec<f32>,
    bias: Vec<f32>,
}

impl<'a> Tensors<'a> {
    /// Reads the header of a file.
    pub(crate) fn open(file: &'a [u8]) -> Result<Self, Broken> {
        let length =
            file.first_chunk().ok_or_else(|| broken(&"it ends before its header's length"))?;
        let begin = usize::try_from(u64::from_le_bytes(*length))
            .ok()
            .and_then(|length| length.checked_add(size_of::<u64>()))
            .ok_or_else(|| broken(&"its header is too long"))?;
        let header = file
            .get(size_of::<u64>()..begin)
            .ok_or_else(|| broken(&"it ends within its header"))?;
        let mut values: BTreeMap<String, serde_json::Value> =
            serde_json::from_slice(header).map_err(|err| broken(&err))?;
        values.remove("__metadata__");
        let mut entries = BTreeMap::new();
        for (name, value) in values {
            let entry = Entry::deserialize(value)
                .map_err(|err| broken(&format!("header of `{name}`: {err}")))?;
            entries.insert(name, entry);
        }
        Ok(Self { file, begin, entries })
    }

    /// Where a tensor of bytes lies in the file.
    pub(crate) fn place(&self, name: &str, shape: &[usize]) -> Result<Range<usize>, Broken> {
        self.find(name, "I8", 1, shape)
    }

    /// A tensor of `f32`, copied.
    pub(crate) fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, Broken> {
        let place = self.find(name, "F32", size_of::<f32>(), shape)?;
        let (bytes, _) = self.file[place].as_chunks();
        let values: Vec<_> = bytes.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect();
        if values.iter().all(|value| value.is_finite()) {
            Ok(values)
        } else {
            Err(broken(&format!("a number of `{name}` is not finite")))
        }
    }

    /// A linear map.
    pub(crate) fn linear(
        &self,
        kernel: Kernel,
        name: &str,
        inputs: usize,
        outputs: usize,
    ) -> Result<Linear, Broken> {
        let map = self.map(name, inputs, outputs)?;
        Ok(Linear::new(kernel, &signed(map.weights), &map.scale, &map.bias))
    }

    /// A layer normalisation.
    pub(crate) fn norm(&self, name: &str, width: usize, epsilon: f32) -> Result<Norm, Broken> {
        Ok(Norm {
            weight: self.floats(&format!("{name}.weight"), &[width])?,
            bias: self.floats(&format!("{name}.bias"), &[width])?,
            epsilon,
        })
    }

    /// A transformer layer, its attention sorted by heads.
    pub(crate) fn layer(
        &self,
        kernel: Kernel,
        name: &str,
        [width, heads, inner]: [usize; 3],
        epsilon: f32,
    ) -> Result<Layer, Broken> {
        let size = width / heads;
        let mut maps = Vec::new();
        for part in ["query", "key", "value"] {
            maps.push(self.map(&format!("{name}.attention.{part}"), width, width)?);
        }
        let head = |number: usize| {
            let (mut weights, mut scale, mut bias) = (Vec::new(), Vec::new(), Vec::new());
            for map in &maps {
                let outputs = number * size..(number + 1) * size;
                weights.extend(signed(&map.weights[outputs.start * width..outputs.end * width]));
                scale.extend_from_slice(&map.scale[outputs.clone()]);
                bias.extend_from_slice(&map.bias[outputs]);
            }
            Linear::new(kernel, &weights, &scale, &bias)
        };
        Ok(Layer {
            heads: (0..heads).map(head).collect(),
            output: self.linear(kernel, &format!("{name}.attention.output"), width, width)?,
            attention_norm: self.norm(&format!("{name}.attention_norm"), width, epsilon)?,
            up: self.linear(kernel, &format!("{name}.up"), width, inner)?,
            down: self.linear(kernel, &format!("{name}.down"), inner, width)?,
            output_norm: self.norm(&format!("{name}.output_norm"), width, epsilon)?,
        })
    }

    fn map(&self, name: &str, inputs: usize, outputs: usize) -> Result<Map<'a>, Broken> {
        let file = self.file;
        Ok(Map {
            weights: &file[self.place(&format!("{name}.weight"), &[outputs, inputs])?],
            scale: self.floats(&format!("{name}.scale"), &[outputs])?,
            bias: self.floats(&format!("{name}.bias"), &[outputs])?,
        })
    }

    fn find(
        &self,
        name: &str,
        dtype: &str,
        size: usize,
        shape: &[usize],
    ) -> Result<Range<usize>, Broken> {
        let entry =
            self.entries.get(name).ok_or_else(|| broken(&format!("it holds no `{name}`")))?;
        if entry.dtype != dtype || entry.shape != shape {
            return Err(broken(&format!(
                "`{name}` is {} {:?}, and the manifest makes it {dtype} {shape:?}",
                entry.dtype, entry.shape
            )));
        }
        let bytes = shape.iter().try_fold(size, |bytes, &side| bytes.checked_mul(side));
        let [begin, end] = entry.data_offsets.map(|offset| offset.checked_add(self.begin));
        match (begin, end) {
            (Some(begin), Some(end)) if end.checked_sub(begin) == bytes && bytes.is_some() => self
                .file
                .get(begin..end)
                .map(|_| begin..end)
                .ok_or_else(|| broken(&format!("it ends within `{name}`"))),
            _ => Err(broken(&format!("`{name}` has not the bytes its shape needs"))),
        }
    }
}

fn signed(bytes: &[u8]) -> Vec<i8> {
    bytes.iter().map(|byte| byte.cast_signed()).collect()
}

fn broken(why: &dyn fmt::Display) -> Broken {
    Broken { file: "weights.safetensors", why: why.to_string() }
}
