//! How many pieces a second does an encoder read?
//!
//! sayso's own with each kernel of this processor, and on demand another engine with the same graph.
//! All read the same windows, and every piece of them up to the last layer: in articles sayso spares
//! its last layer the pieces that no word begins with, which the others cannot.

use std::fs;
use std::path::Path;

use sayso_encoder::kernel::Kernel;
use sayso_encoder::layer::Scratch;
use sayso_encoder::model::{Model, Pieces};

use crate::Failure;
use crate::clock::rate;

/// The windows of one measurement.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Windows {
    /// Pieces of each.
    pub(crate) length: usize,
    /// How many are read together.
    pub(crate) batch: usize,
}

impl Windows {
    /// What is measured.
    pub(crate) const ALL: [Windows; 4] = [
        Windows { length: 128, batch: 1 },
        Windows { length: 128, batch: 8 },
        Windows { length: 256, batch: 1 },
        Windows { length: 256, batch: 8 },
    ];

    /// The pieces of all: spread over the vocabulary, the reserved ones left out.
    fn ids(self) -> Vec<u32> {
        (0..self.length * self.batch).map(|n| (n as u32 * 7919 + 13) % 28_000 + 1_000).collect()
    }
}

/// An encoder that is ready to read.
pub(crate) struct Engine {
    pub(crate) name: &'static str,
    reads: Reads,
}

enum Reads {
    Own(Box<Model>, Box<Scratch>),
    #[cfg(feature = "rten")]
    Rten(Box<other::Rten>),
}

impl Engine {
    /// Every engine there is: the kernels, the slowest first, then the other one if it has a model.
    pub(crate) fn all(model: &Path, onnx: Option<&Path>) -> Result<Vec<Engine>, Failure> {
        let manifest = fs::read_to_string(model.join("manifest.toml"))?;
        let weights = fs::read(model.join("weights.safetensors"))?;
        let mut engines = Vec::new();
        for kernel in Kernel::available() {
            let model = Model::load(&manifest, weights.clone().into(), kernel)
                .map_err(|broken| broken.to_string())?;
            let reads = Reads::Own(Box::new(model), Box::default());
            engines.push(Engine { name: kernel.name(), reads });
        }
        #[cfg(feature = "rten")]
        if let Some(onnx) = onnx {
            let reads = Reads::Rten(Box::new(other::Rten::load(onnx)?));
            engines.push(Engine { name: "rten f32", reads });
        }
        #[cfg(not(feature = "rten"))]
        if onnx.is_some() {
            return Err("built without the feature `rten`, nothing reads an ONNX file".into());
        }
        Ok(engines)
    }

    /// Pieces a second.
    pub(crate) fn rate(&mut self, windows: Windows) -> f64 {
        let Windows { length, batch } = windows;
        let ids = windows.ids();
        match &mut self.reads {
            Reads::Own(model, scratch) => {
                let first: Vec<usize> = (0..length).collect();
                let case: Vec<u8> = (0..length).map(|n| n as u8 % 5).collect();
                let quote: Vec<u8> = (0..length).map(|n| u8::from(n % 40 < 20)).collect();
                let space: Vec<u8> = (0..length).map(|n| n as u8 % 2).collect();
                rate(length * batch, || {
                    for ids in ids.chunks(length) {
                        let pieces = Pieces { ids, case: &case, quote: &quote, space: &space };
                        std::hint::black_box(model.encode(&pieces, &first, scratch));
                    }
                })
            }
            #[cfg(feature = "rten")]
            Reads::Rten(rten) => {
                let input = rten.input(&ids, [batch, length]);
                rate(length * batch, || rten.read(&input))
            }
        }
    }
}

#[cfg(feature = "rten")]
mod other {
    //! How is rten asked?

    use std::path::Path;
    use std::sync::Arc;

    use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool};
    use rten_tensor::NdTensor;
    use rten_tensor::prelude::*;

    use crate::Failure;

    pub(super) struct Rten {
        model: Model,
        inputs: [NodeId; 2],
        output: NodeId,
        options: RunOptions,
    }

    /// Pieces and their mask.
    pub(super) type Input = [NdTensor<i32, 2>; 2];

    impl Rten {
        pub(super) fn load(path: &Path) -> Result<Self, Failure> {
            let model = ModelOptions::with_all_ops().prepack_weights(true).load_file(path)?;
            let inputs = [model.node_id("input_ids")?, model.node_id("attention_mask")?];
            let output = model.node_id("last_hidden_state")?;
            let pool = Arc::new(ThreadPool::with_num_threads(1));
            let options = RunOptions::default().with_thread_pool(Some(pool));
            Ok(Rten { model, inputs, output, options })
        }

        #[expect(clippy::unused_self, reason = "an input is of an engine")]
        pub(super) fn input(&self, ids: &[u32], shape: [usize; 2]) -> Input {
            let ids: Vec<i32> = ids.iter().map(|&id| id.cast_signed()).collect();
            [NdTensor::from_data(shape, ids), NdTensor::full(shape, 1)]
        }

        pub(super) fn read(&self, input: &Input) {
            let inputs = self.inputs.into_iter().zip(input.iter().map(|t| t.view().into()));
            let read =
                self.model.run_n(inputs.collect(), [self.output], Some(self.options.clone()));
            std::hint::black_box(read.expect("the graph takes any shape"));
        }
    }
}
