//! Writes the text of the articles of pages, for scorers.
//!
//! Lines of JSON with `id` and `html` on standard input; on standard output a line for each with its
//! `text` without furniture, its whole text as `all`, and the seconds that it took.
#![expect(clippy::print_stdout, reason = "it is a program")]

use std::io::{self, BufRead};
use std::time::Instant;

use sayso_read::{Options, page_article};
use serde_json::{Value, json};

fn main() -> io::Result<()> {
    for line in io::stdin().lock().lines() {
        let page: Value = serde_json::from_str(&line?)?;
        let html = page["html"].as_str().unwrap_or_default();
        let started = Instant::now();
        let article = page_article("page", html.as_bytes(), "page", &Options::default());
        let seconds = started.elapsed().as_secs_f64();
        let (all, own) = match &article {
            Ok(article) => (article.text.as_str(), article.own_text()),
            Err(_) => ("", String::new()),
        };
        println!("{}", json!({"id": page["id"], "text": own, "all": all, "seconds": seconds}));
    }
    Ok(())
}
