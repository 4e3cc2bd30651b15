//! What must hold of these bytes, whatever they are?
//!
//! One function a format: each reads the bytes as a file of that kind, under small limits so that a run
//! is fast, and asserts that every article is sound. The tests of `sayso-read` call the same functions
//! with the seeds.

use sayso_core::Article;
use sayso_read::{Articles, Options, fetched, in_memory};

/// A format: its name, which is that of its target and of its folder of seeds, and what reads it.
pub type Target = (&'static str, fn(&[u8]));

/// All formats.
pub const TARGETS: [Target; 9] = [
    ("text", text),
    ("jsonl", jsonl),
    ("page", page),
    ("feed", feed),
    ("warc", warc),
    ("packed", packed),
    ("zip", zip),
    ("mail", mail),
    ("address", address),
];

/// A text file.
pub fn text(bytes: &[u8]) {
    sound(file("a.txt", bytes));
}

/// JSON Lines.
pub fn jsonl(bytes: &[u8]) {
    sound(file("a.jsonl", bytes));
}

/// An HTML page.
pub fn page(bytes: &[u8]) {
    sound(file("a.html", bytes));
}

/// A feed, for its articles and for its entries.
pub fn feed(bytes: &[u8]) {
    sound(file("a.rss", bytes));
    if let Ok(feed) = sayso_read::feed::read(bytes, "https://orb.example/news/feed") {
        assert!(feed.entries.len() <= sayso_read::feed::MAX_ENTRIES);
        for entry in &feed.entries {
            let _ = entry.whole();
            if let Some(address) = &entry.address {
                assert!(!address.contains(char::is_whitespace), "{address:?}");
            }
        }
    }
}

/// A web archive.
pub fn warc(bytes: &[u8]) {
    sound(file("a.warc", bytes));
}

/// Something packed: the first byte says how it is called.
pub fn packed(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    let names =
        ["a.txt.gz", "a.txt.zst", "a.warc.gz", "a.warc.zst", "a.jsonl.gz", "a.jsonl.zst", "a"];
    sound(file(names[usize::from(*first) % names.len()], rest));
}

/// A zip archive.
pub fn zip(bytes: &[u8]) {
    sound(file("a.zip", bytes));
}

/// A mail, a saved page, a folder of mails.
pub fn mail(bytes: &[u8]) {
    sound(file("a.eml", bytes));
    sound(file("a.mbox", bytes));
}

/// What an address gave: the first line is what the server called it.
pub fn address(bytes: &[u8]) {
    let at = bytes.iter().position(|b| *b == b'\n').unwrap_or(bytes.len());
    let content_type = String::from_utf8_lossy(&bytes[..at]);
    let rest = bytes.get(at + 1..).unwrap_or_default();
    for content_type in [None, Some(&*content_type)] {
        let articles =
            fetched("https://orb.example/2024/06/23/wall", content_type, rest, &options());
        for article in articles.into_iter().flatten() {
            sound_article(&article);
        }
    }
}

fn options() -> Options {
    Options {
        max_bytes: 1 << 16,
        max_record: 1 << 18,
        max_unpacked: 1 << 24,
        max_ratio: 20,
        ..Options::default()
    }
}

fn file(name: &str, bytes: &[u8]) -> Articles {
    in_memory(name, bytes.to_vec(), &options())
}

fn sound(articles: Articles) {
    let mut ids = std::collections::BTreeSet::new();
    for article in articles {
        match article {
            Ok(article) => {
                sound_article(&article);
                assert!(ids.insert(article.id.clone()), "two articles are called {}", article.id);
            }
            Err(error) => {
                let said = error.to_string();
                assert!(!said.is_empty() && error.hints().iter().all(|hint| !hint.is_empty()));
            }
        }
    }
}

/// Places lie in the text, and what is found is what stands there.
fn sound_article(article: &Article) {
    assert!(!article.text.trim().is_empty(), "an article without a text");
    assert!(article.text.len() as u64 <= 4 * options().max_record, "an article beyond its limits");
    let places = article
        .furniture
        .iter()
        .map(|furniture| furniture.place)
        .chain(article.notes.iter().map(|note| note.place))
        .chain(article.provenance.iter().filter_map(|provenance| provenance.place));
    for place in places {
        assert!(article.text.get(place.range()).is_some(), "{place:?} in {:?}", article.text);
    }
}
