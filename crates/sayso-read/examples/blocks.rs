//! Writes what the model of article text is given of each block, for `train/` to learn from.
//!
//! Lines of JSON with `id` and `html` on standard input; a line with `id` and `blocks` for each on
//! standard output. A block is its text, its element, and its numbers.
#![expect(clippy::print_stdout, reason = "it is a program")]

use std::io::{self, BufRead};

use serde_json::{Value, json};

fn main() -> io::Result<()> {
    for line in io::stdin().lock().lines() {
        let page: Value = serde_json::from_str(&line?)?;
        let blocks: Vec<Value> = sayso_read::seen_blocks(page["html"].as_str().unwrap_or_default())
            .into_iter()
            .map(|block| json!([block.text, block.tag, block.features]))
            .collect();
        println!("{}", json!({"id": page["id"], "blocks": blocks}));
    }
    Ok(())
}
