//! How large a ledger answers how fast?
//!
//! ```sh
//! cd benches/ledger && cargo run --release -- FOLDER [ARTICLES] > table.md
//! ```
//!
//! Makes a ledger of invented articles in `FOLDER` (one that is there is used again), asks it twenty
//! questions and prints, as Markdown, how fast it was filled, how large it is, the 95th percentile of
//! each question and how the database goes about it.

mod invented;
mod questions;

use std::path::{Path, PathBuf};
use std::time::Instant;

use sayso_core::Result;
use sayso_store::{Ledger, Moment, Provided};

use crate::invented::World;

/// Articles that are added one transaction each, as `sayso add` does.
const ONE_BY_ONE: usize = 2_000;

/// Articles of one transaction of the rest.
const BATCH: usize = 200;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().unwrap_or_else(|| ".".to_owned()));
    let n_articles = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let path = folder.join(format!("bench-{n_articles}.sayso"));
    let world = World::new();
    if !path.exists() {
        fill(&path, &world, n_articles)?;
    }
    let ledger = Ledger::open_read_only(&path)?;
    let size = ledger.size()?;
    let bytes = std::fs::metadata(&path).map_or(0, |file| file.len());
    println!(
        "{} articles, {} statements, {:.2} GB on disk: {:.1} kB an article.\n",
        size.articles,
        size.statements,
        bytes as f64 / 1e9,
        bytes as f64 / 1e3 / size.articles.max(1) as f64,
    );
    questions::ask(&ledger, &world)
}

/// Adds the articles and says how fast.
fn fill(path: &Path, world: &World, n_articles: usize) -> Result<()> {
    let mut ledger = Ledger::create(path)?;
    let provided = |n: usize, record: &sayso_core::ArticleRecord<sayso_core::CharSpan>| Provided {
        input: sayso_store::Fingerprint::of_bytes(record.id.as_str().as_bytes()),
        when: Moment::of_seconds(1_700_000_000 + i64::from(n as u32)),
        from: "invented".to_owned(),
    };
    let start = Instant::now();
    let one_by_one = ONE_BY_ONE.min(n_articles);
    let mut making = 0.0;
    for n in 0..one_by_one {
        let made = Instant::now();
        let record = world.article(n);
        making += made.elapsed().as_secs_f64();
        ledger.add(&record, &provided(n, &record))?;
    }
    let seconds = start.elapsed().as_secs_f64() - making;
    println!("One transaction an article: {:.0} articles a second.", one_by_one as f64 / seconds);
    let start = Instant::now();
    let mut making = 0.0;
    for first in (one_by_one..n_articles).step_by(BATCH) {
        let made = Instant::now();
        let records: Vec<_> = (first..n_articles.min(first + BATCH))
            .map(|n| {
                let record = world.article(n);
                let provided = provided(n, &record);
                (record, provided)
            })
            .collect();
        making += made.elapsed().as_secs_f64();
        ledger.add_all(&records)?;
        if first % 10_000 == 0 {
            eprintln!("{first} articles");
        }
    }
    let seconds = start.elapsed().as_secs_f64() - making;
    let n_rest = n_articles - one_by_one;
    if n_rest > 0 {
        println!(
            "{BATCH} articles a transaction: {:.0} articles a second.",
            n_rest as f64 / seconds
        );
    }
    let start = Instant::now();
    ledger.compact()?;
    println!("Compacting: {:.0} s.\n", start.elapsed().as_secs_f64());
    Ok(())
}
