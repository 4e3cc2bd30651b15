//! Counts the articles of some inputs, for measuring reading alone: `count PATH…`.

use std::io::{self, Write};
use std::path::PathBuf;

use sayso_read::{Options, articles};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let mut run = articles(&paths, &Options::default())?;
    let (mut read, mut failed, mut bytes) = (0u64, 0u64, 0u64);
    for article in &mut run {
        match article {
            Ok(article) => {
                read += 1;
                bytes += article.text.len() as u64;
            }
            Err(_) => failed += 1,
        }
    }
    let skipped = run.skipped();
    writeln!(
        io::stdout(),
        "{{\"articles\": {read}, \"bytes\": {bytes}, \"failed\": {failed}, \"skipped\": {skipped}}}"
    )?;
    Ok(())
}
