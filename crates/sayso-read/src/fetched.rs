//! Which articles are in what an address gave?
//!
//! Bytes that a server sent, now or when an archive was made, with what it called them.

use sayso_core::record::{Note, Provenance};
use sayso_core::{Article, Error, Kind, Result, Span};

use crate::html::{self, PageRead};
use crate::kinds::{self, Form, Media};
use crate::{Options, describe, feed, mail, plain_article_as, too_large};

/// Bytes from an address, and what is known of them.
pub(crate) struct Sent<'a> {
    /// What the article is called.
    pub(crate) id: &'a str,
    /// What errors call it.
    pub(crate) name: &'a str,
    pub(crate) address: Option<&'a str>,
    /// Who says that this is its address.
    pub(crate) by: &'a str,
    /// The encoding that the server named.
    pub(crate) charset: Option<&'a str>,
    pub(crate) bytes: &'a [u8],
}

/// Makes articles of what was fetched from an address.
///
/// `content_type` is the field of that name as the server sent it; without one, the bytes are looked
/// at. A page, a text or a mail is one article; a feed has one for each entry that holds the whole of
/// it. The id is made of the address: see [`id_of_address`].
///
/// # Errors
/// If this is nothing that is read, holds no article, or is larger than may be read; of a feed, if
/// no entry holds a whole article.
pub fn fetched(
    address: &str,
    content_type: Option<&str>,
    bytes: &[u8],
    options: &Options,
) -> Result<Vec<Article>> {
    if bytes.len() as u64 > options.record_limit() {
        return Err(too_large(address, options.record_limit()));
    }
    let media = content_type.filter(|t| !t.trim().is_empty()).map(kinds::of_media_type);
    let Some(form) = form_of(media.as_ref(), bytes, Some(address)) else {
        let what = content_type.unwrap_or("of an unknown kind");
        return Err(Error::new(Kind::Unsupported, "no article at")
            .at(address)
            .because(format!("what it gave is `{what}`"))
            .hint("pages, texts, mails and feeds are read"));
    };
    let id = id_of_address(address);
    match form {
        Form::Feed => feed::articles(bytes, address, options),
        form if is_one_article(form) => {
            let charset = media.as_ref().and_then(|media| media.charset.as_deref());
            let sent = Sent {
                id: &id,
                name: address,
                address: Some(address),
                by: "address",
                charset,
                bytes,
            };
            let PageRead { mut article, settled } = article(form, &sent, options)?;
            describe::describe_settled(&mut article, &settled, options);
            Ok(vec![article])
        }
        Form::Pdf => Err(crate::unsupported("PDF").at(address)),
        _ => Err(Error::new(Kind::Unsupported, "no article at")
            .at(address)
            .because("it is an archive")
            .hint("save it and name the file")),
    }
}

/// The id of an article with this address: the address without its scheme, its fragment and a slash
/// at its end.
///
/// ```
/// let id = sayso_read::id_of_address("https://orb.example/2024/wall/?page=2#top");
/// assert_eq!(id, "orb.example/2024/wall/?page=2");
/// ```
pub fn id_of_address(address: &str) -> String {
    let address = address.trim();
    let bare = address.split_once("://").map_or(address, |(_, rest)| rest);
    let bare = bare.split('#').next().unwrap_or_default();
    let bare = bare.trim_end_matches('/');
    let words = if bare.is_empty() { address } else { bare };
    // White space would cut an id in two wherever ids are listed.
    words.split(|c: char| c.is_whitespace() || c.is_control()).collect::<Vec<_>>().join("%20")
}

/// The form of what an address gave; `None` if it is nothing that holds articles.
pub(crate) fn form_of(media: Option<&Media>, bytes: &[u8], address: Option<&str>) -> Option<Form> {
    let head = &bytes[..bytes.len().min(1024)];
    let form = match media {
        Some(Media { form: Some(Form::Feed), .. }) => {
            kinds::of_head(head).filter(|form| matches!(form, Form::Feed | Form::Page))
        }
        Some(media) => media.form,
        None => kinds::of_head(head).or_else(|| is_text(head).then_some(Form::Text)),
    }?;
    let file = address.and_then(|a| a.split(['?', '#']).next()?.rsplit('/').next());
    // What servers have for machines is text as well.
    let is_for_machines = form == Form::Text
        && file.is_some_and(|f| {
            matches!(
                f,
                "robots.txt"
                    | "ads.txt"
                    | "app-ads.txt"
                    | "security.txt"
                    | "llms.txt"
                    | "humans.txt"
            )
        });
    (!is_for_machines).then_some(form)
}

fn is_text(head: &[u8]) -> bool {
    !head.is_empty() && !head.iter().any(|b| *b < 0x20 && !b.is_ascii_whitespace())
}

pub(crate) fn is_one_article(form: Form) -> bool {
    matches!(form, Form::Page | Form::Text | Form::Mail)
}

/// The article of what an address gave, which has the form of one.
pub(crate) fn article(form: Form, sent: &Sent<'_>, options: &Options) -> Result<PageRead> {
    let Sent { id, name, address, by, charset, bytes } = *sent;
    let mut read = match form {
        Form::Page => html::page_parts(id, bytes, name, charset, options)?,
        Form::Mail => mail::article(id, bytes, name, options)?,
        _ => PageRead::plain(plain_article_as(id, bytes, name, charset, options)?),
    };
    if read.article.url.is_none()
        && let Some(address) = address
    {
        read.article.url = Some(address.to_owned());
        read.article.provenance.push(Provenance {
            field: "url".to_owned(),
            by: by.to_owned(),
            place: None,
        });
    }
    Ok(read)
}

/// Says something of how an article was read.
pub(crate) fn note(article: &mut Article, message: String) {
    article.notes.push(Note { place: Span::new(0, 0), kind: "archive".to_owned(), message });
}
