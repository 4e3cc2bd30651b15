//! Every seed of the fuzz targets, once, so that neither rots.

use std::path::Path;

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
