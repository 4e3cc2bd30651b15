//! What kind of thing is this, by its name, its first bytes or what a server called it?

use crate::unpack::Packing;

/// A form in which articles come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// One article, plain.
    Text,
    /// JSON Lines, an article a line.
    Lines,
    /// An HTML page.
    Page,
    /// RSS, Atom, JSON Feed; a sitemap or a list of feeds too.
    Feed,
    /// A web archive.
    Warc,
    /// A mail, or a page saved as one.
    Mail,
    /// A folder of mails in one file.
    Mbox,
    /// A zip archive.
    Zip,
    /// A PDF document.
    Pdf,
}

/// What a name says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    /// The packings, outermost first.
    pub(crate) packings: Vec<Packing>,
    /// The form of what is packed; `None` where the name does not say.
    pub(crate) form: Option<Form>,
    /// The name without what says so.
    pub(crate) stem: String,
}

const PACKINGS: [(&str, Packing); 4] = [
    ("gz", Packing::Gzip),
    ("gzip", Packing::Gzip),
    ("zst", Packing::Zstd),
    ("zstd", Packing::Zstd),
];

const FORMS: [(&str, Form); 19] = [
    ("txt", Form::Text),
    ("text", Form::Text),
    ("jsonl", Form::Lines),
    ("ndjson", Form::Lines),
    ("html", Form::Page),
    ("htm", Form::Page),
    ("xhtml", Form::Page),
    ("rss", Form::Feed),
    ("atom", Form::Feed),
    ("rdf", Form::Feed),
    ("opml", Form::Feed),
    ("warc", Form::Warc),
    ("wet", Form::Warc),
    ("eml", Form::Mail),
    ("mht", Form::Mail),
    ("mhtml", Form::Mail),
    ("mbox", Form::Mbox),
    ("zip", Form::Zip),
    ("pdf", Form::Pdf),
];

/// Extensions of things that hold articles, but are not read by this version, and what they are.
const NOT_READ: [(&str, &str); 16] = [
    ("doc", "a word processor's file"),
    ("docx", "a word processor's file"),
    ("odt", "a word processor's file"),
    ("rtf", "a word processor's file"),
    ("epub", "an e-book"),
    ("mobi", "an e-book"),
    ("msg", "a mail in a format of one program"),
    ("tar", "a tar archive"),
    ("tgz", "a tar archive"),
    ("7z", "a 7-Zip archive"),
    ("rar", "a RAR archive"),
    ("bz2", "a bzip2 file"),
    ("xz", "an xz file"),
    ("br", "a Brotli file"),
    ("arc", "an old web archive"),
    ("wat", "the metadata of a web archive"),
];

/// Reads a name from its end.
pub(crate) fn of_name(name: &str) -> Named {
    let mut stem = name;
    let mut packings = Vec::new();
    while let Some((rest, extension)) = split(stem)
        && let Some((_, packing)) = PACKINGS.iter().find(|(e, _)| *e == extension)
    {
        packings.push(*packing);
        stem = rest;
    }
    let mut form = None;
    if let Some((rest, extension)) = split(stem) {
        form = FORMS.iter().find(|(e, _)| *e == extension).map(|(_, form)| *form);
        stem = rest;
        // A crawl's texts are `….warc.wet.gz`.
        if form == Some(Form::Warc)
            && let Some((rest, before)) = split(stem)
            && before == "warc"
        {
            stem = rest;
        }
    }
    Named { packings, form, stem: stem.to_owned() }
}

/// What a name calls a thing that is not read.
pub(crate) fn not_read(name: &str) -> Option<&'static str> {
    let mut name = name;
    while let Some((rest, extension)) = split(name) {
        if let Some((_, what)) = NOT_READ.iter().find(|(e, _)| *e == extension) {
            return Some(what);
        }
        if !PACKINGS.iter().any(|(e, _)| *e == extension) {
            return None;
        }
        name = rest;
    }
    None
}

/// Whether a name says that a look inside must tell whether this is a feed.
pub(crate) fn may_be_feed(name: &str) -> bool {
    split(name).is_some_and(|(_, extension)| extension == "xml" || extension == "json")
}

/// The last extension in small letters, and what stands before it.
fn split(name: &str) -> Option<(&str, String)> {
    let (stem, extension) = name.rsplit_once('.')?;
    (!stem.is_empty() && !stem.ends_with('/')).then(|| (stem, extension.to_ascii_lowercase()))
}

/// The form of what begins like this, where the bytes are clear about it.
pub(crate) fn of_head(head: &[u8]) -> Option<Form> {
    if head.starts_with(b"WARC/") {
        return Some(Form::Warc);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Some(Form::Zip);
    }
    if head.starts_with(b"%PDF-") {
        return Some(Form::Pdf);
    }
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    if text.starts_with('{') {
        return text.contains("https://jsonfeed.org/version/").then_some(Form::Feed);
    }
    match first_element(text)? {
        "html" | "head" | "body" => Some(Form::Page),
        "rss" | "rdf:rdf" | "feed" | "atom:feed" | "urlset" | "sitemapindex" | "opml" => {
            Some(Form::Feed)
        }
        _ => None,
    }
}

/// The name of the first element behind declarations and comments.
fn first_element(mut text: &str) -> Option<&str> {
    loop {
        text = text.trim_start().strip_prefix('<')?;
        if let Some(rest) = text.strip_prefix("!--") {
            text = rest.split_once("-->")?.1;
        } else if text.starts_with("!doctype html") {
            return Some("html");
        } else if text.starts_with(['!', '?']) {
            text = text.split_once('>')?.1;
        } else {
            let end = text.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'));
            return Some(&text[..end.unwrap_or(text.len())]);
        }
    }
}

/// What a server called what it sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Media {
    /// The form; `None` for pictures, styles, scripts and whatever else is no article.
    pub(crate) form: Option<Form>,
    /// The encoding, as it was named.
    pub(crate) charset: Option<String>,
}

/// Reads a `Content-Type`.
pub(crate) fn of_media_type(media_type: &str) -> Media {
    let mut parts = media_type.split(';');
    let kind = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    });
    let form = match kind.as_str() {
        "text/html" | "application/xhtml+xml" | "application/vnd.wap.xhtml+xml" => Some(Form::Page),
        "text/plain" => Some(Form::Text),
        "application/rss+xml"
        | "application/atom+xml"
        | "application/rdf+xml"
        | "application/feed+json"
        | "text/x-opml"
        | "application/xml"
        | "text/xml" => Some(Form::Feed),
        "message/rfc822" | "multipart/related" => Some(Form::Mail),
        "application/pdf" | "application/x-pdf" => Some(Form::Pdf),
        _ => None,
    };
    Media { form, charset }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_from_their_end() {
        let gz = Packing::Gzip;
        for (name, packings, form, stem) in [
            ("storm.txt", vec![], Some(Form::Text), "storm"),
            ("storm.TXT.GZ", vec![gz], Some(Form::Text), "storm"),
            ("a.b.warc.gz", vec![gz], Some(Form::Warc), "a.b"),
            ("CC-1.warc.wet.gz", vec![gz], Some(Form::Warc), "CC-1"),
            ("x.jsonl.zst.gz", vec![gz, Packing::Zstd], Some(Form::Lines), "x"),
            ("notes.md", vec![], None, "notes"),
            ("README", vec![], None, "README"),
            (".gz", vec![], None, ".gz"),
            ("a/.txt", vec![], None, "a/.txt"),
            ("dump.gz", vec![gz], None, "dump"),
        ] {
            let expected = Named { packings, form, stem: stem.to_owned() };
            assert_eq!(of_name(name), expected, "{name}");
        }
        assert!(not_read("a.tar.gz").is_some() && not_read("a.docx").is_some());
        assert!(not_read("a.txt.gz").is_none() && not_read("tar").is_none());
    }

    #[test]
    fn first_bytes_tell() {
        for (head, form) in [
            ("<!-- hi --><!DOCTYPE html><p>", Some(Form::Page)),
            (" <HTML lang=en>", Some(Form::Page)),
            ("\u{FEFF}<?xml version='1.0'?><!-- > -->\n<rss version='2.0'>", Some(Form::Feed)),
            ("<feed>", Some(Form::Feed)),
            ("<nitf>", None),
            ("<", None),
            ("{\"version\": \"https://jsonfeed.org/version/1.1\"", Some(Form::Feed)),
            ("{\"id\": 1}", None),
            ("The wall fell.", None),
            ("WARC/1.0\r\n", Some(Form::Warc)),
        ] {
            assert_eq!(of_head(head.as_bytes()), form, "{head}");
        }
    }

    #[test]
    fn servers_tell_too() {
        let media = of_media_type("Text/HTML; foo; Charset=\"windows-1252\"");
        assert_eq!(
            (media.form, media.charset.as_deref()),
            (Some(Form::Page), Some("windows-1252"))
        );
        assert_eq!(of_media_type("image/png").form, None);
        assert_eq!(of_media_type("").form, None);
    }
}
