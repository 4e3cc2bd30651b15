//! Every seed of the fuzz targets, once, so that neither rots.

use std::path::Path;

use proptest::prelude::*;

#[expect(unreachable_pub, reason = "the targets are another crate, and see it so")]
#[path = "../../../../fuzz/src/lib.rs"]
mod targets;

#[test]
fn every_seed_passes_through_its_target() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds");
    for (name, target) in targets::TARGETS {
        let folder = seeds.join(name);
        let files = std::fs::read_dir(&folder).expect("a folder of seeds");
        let mut count = 0;
        for file in files {
            let bytes = std::fs::read(file.expect("a file").path()).expect("a seed");
            target(&bytes);
            count += 1;
        }
        assert!(count > 0, "no seeds for {name}");
    }
}

#[test]
fn every_target_is_built() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz");
    let manifest = std::fs::read_to_string(fuzz.join("Cargo.toml")).expect("a manifest");
    for (name, _) in targets::TARGETS {
        assert!(manifest.contains(&format!("name = \"{name}\"\n")), "{name}");
        let target = std::fs::read_to_string(fuzz.join(format!("fuzz_targets/{name}.rs")));
        assert!(target.expect("a target").contains(&format!("sayso_fuzz::{name}(")), "{name}");
    }
}

/// All seeds of a target.
fn seeds(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds").join(name);
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("a folder of seeds")
        .map(|file| file.expect("a file").path())
        .collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).expect("a seed")).collect()
}

/// A wound: where, as a share of the whole, how long, and what is done there.
type Wound = (f64, usize, u8, u8);

fn wound(bytes: &mut Vec<u8>, (at, length, what, byte): Wound, other: &[u8]) {
    let at = (at * bytes.len() as f64) as usize;
    let end = (at + length).min(bytes.len());
    match what % 5 {
        0 => bytes[at..end].fill(byte),
        1 => drop(bytes.drain(at..end)),
        2 => {
            let twice = bytes[at..end].to_vec();
            bytes.splice(at..at, twice.repeat(1 + usize::from(byte % 4)));
        }
        3 => {
            let from = usize::from(byte) * other.len() / 256;
            let part = &other[from..(from + length).min(other.len())];
            bytes.splice(at..end, part.iter().copied());
        }
        _ => bytes.truncate(at),
    }
}

proptest! {
    #[test]
    fn wounded_seeds_pass_too(
        target in 0..targets::TARGETS.len(),
        pick in any::<(prop::sample::Index, prop::sample::Index)>(),
        wounds in prop::collection::vec((0.0..1.0f64, 1usize..40, any::<u8>(), any::<u8>()), 1..6),
    ) {
        let (name, read) = targets::TARGETS[target];
        let seeds = seeds(name);
        let mut bytes: Vec<u8> = pick.0.get(&seeds).clone();
        let other: &Vec<u8> = pick.1.get(&seeds);
        for one in wounds {
            wound(&mut bytes, one, other);
        }
        read(&bytes);
    }
}
