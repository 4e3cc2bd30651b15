//! Folders, patterns, side files.

use std::path::PathBuf;

use sayso_read::{Options, articles};

use crate::support::{WALL, expect, gzip, outcomes, text_response, zip};

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (file, bytes) in files {
        let path = folder.path().join(file);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }
    folder
}

fn read(paths: &[PathBuf]) -> (Vec<String>, usize) {
    let mut articles = articles(paths, &Options::default()).expect("paths");
    let found = outcomes(&mut articles);
    (found, articles.skipped())
}

#[test]
fn a_folder_of_boxes() {
    let folder = folder(&[
        ("a.txt.gz", &gzip(WALL.as_bytes())),
        ("b.warc.gz", &gzip(&text_response("http://orb.example/a"))),
        ("c.zip", &zip(&[("a.txt", WALL.as_bytes()), ("x/y.txt", WALL.as_bytes())])),
        ("d.eml", format!("Subject: x\r\n\r\n{WALL}").as_bytes()),
        ("e.xml", b"<settings/>"),
        ("f.xml", b"<urlset><url><loc>https://orb.example/a</loc></url></urlset>"),
        ("g.xml", b"<rss/>"),
        ("h.json", b"{\"a\": 1}"),
        ("i.docx", b"x"),
        ("j.pdf", b"%PDF-1.4"),
        ("k.tar.gz", &gzip(b"x")),
        ("l.gz", &gzip(b"x")),
        ("page_files/m.txt", WALL.as_bytes()),
        ("page.xhtml", b""),
    ]);
    let (found, skipped) = read(&[folder.path().to_owned()]);
    expect(
        &found,
        &[
            "a",
            "orb.example/a",
            "c/a",
            "x/y",
            "d",
            "g.xml`: the feed has no entries",
            "/page.xhtml`:",
        ],
    );
    assert_eq!(skipped, 8);
}

#[test]
fn a_side_file_describes_a_packed_article_and_a_mail() {
    let side = br#"{"outlet": "The Echo", "title": "Other"}"#;
    let folder = folder(&[
        ("a.txt.gz", &gzip(WALL.as_bytes())),
        ("a.meta.json", side),
        ("b.eml", format!("Subject: Wall\r\n\r\n{WALL}").as_bytes()),
        ("b.meta.json", side),
    ]);
    let read: Vec<_> =
        articles(&[folder.path().to_owned()], &Options::default()).expect("a path").collect();
    assert_eq!(read.len(), 2);
    for article in read {
        let article = article.expect("an article");
        assert_eq!(article.outlet.as_deref(), Some("The Echo"));
        assert_eq!(article.title.as_deref(), Some("Other"));
        let by = |field: &str| {
            article
                .provenance
                .iter()
                .filter(|p| p.field == field)
                .map(|p| p.by.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            (by("title"), by("outlet")),
            (vec!["side file".to_owned()], vec!["side file".to_owned()])
        );
    }
}

#[test]
fn a_pattern_names_files() {
    let folder = folder(&[
        ("a.txt", WALL.as_bytes()),
        ("b.txt", WALL.as_bytes()),
        ("x/c.txt", WALL.as_bytes()),
        ("[d].txt", WALL.as_bytes()),
    ]);
    let path = |pattern: &str| folder.path().join(pattern);
    expect(&read(&[path("?.txt")]).0, &["a", "b"]);
    expect(&read(&[path("**/c.*")]).0, &["c"]);
    // A file of that name goes before the pattern.
    expect(&read(&[path("[d].txt")]).0, &["[d]"]);
    expect(&read(&[path("*.pdf")]).0, &["no file fits this pattern"]);
    expect(&read(&[path("***")]).0, &["`: no pattern: "]);
}

#[test]
fn what_turns_out_to_be_an_archive_has_no_side_file() {
    let folder = folder(&[
        ("crawl", &text_response("http://orb.example/a")),
        ("crawl.meta.json", br#"{"outlet": "The Echo"}"#),
    ]);
    let mut run = articles(&[folder.path().join("crawl")], &Options::default()).expect("a path");
    let article = run.next().expect("one").expect("an article");
    assert_eq!((article.id.as_str(), article.outlet), ("orb.example/a", None));
}
