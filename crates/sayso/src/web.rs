//! Which articles are at this address?

use sayso_core::{Article, Error, Kind, Result};
use sayso_fetch::{Address, Conditions, Failure, Fetched, Fetcher};
use sayso_read::Options;
use sayso_read::feed::FeedKind;

/// Asks for addresses and reads what they give.
pub struct Web {
    pub(crate) fetcher: Fetcher,
    pub(crate) options: Options,
}

impl Web {
    /// Reads with these options what this fetcher brings.
    pub fn new(fetcher: Fetcher, options: Options) -> Self {
        Web { fetcher, options }
    }

    /// The articles at an address: one of a page, those that a feed holds.
    ///
    /// An article's address is the one that answered, at the end of all redirects.
    ///
    /// # Errors
    /// If the address gives nothing, or nothing that is an article.
    pub fn articles(&mut self, address: &Address) -> Result<Vec<Article>> {
        let fetched = self.fetcher.fetch(address, &Conditions::default())?;
        self.read(&fetched).map_err(|error| match error.kind() {
            Kind::Input => {
                error.hint("a feed that holds no whole article: `sayso watch --once --full`")
            }
            _ => error,
        })
    }

    /// What an address gives, asked without knowing anything of it.
    pub(crate) fn fetch(&mut self, address: &Address) -> Result<Fetched, Failure> {
        self.fetcher.fetch(address, &Conditions::default())
    }

    /// The articles in what was fetched.
    pub(crate) fn read(&self, fetched: &Fetched) -> Result<Vec<Article>, Error> {
        let content_type = content_type(fetched);
        sayso_read::fetched(
            fetched.address.as_str(),
            content_type.as_deref(),
            &fetched.bytes,
            &self.options,
        )
    }

    /// The articles that a feed holds, whatever its server calls it.
    pub(crate) fn read_feed(&self, fetched: &Fetched, kind: FeedKind) -> Vec<Article> {
        let content_type =
            if kind == FeedKind::Json { "application/feed+json" } else { "application/rss+xml" };
        let (address, bytes) = (fetched.address.as_str(), &fetched.bytes);
        // One that holds none is no failure: its entries have pages.
        sayso_read::fetched(address, Some(content_type), bytes, &self.options).unwrap_or_default()
    }
}

/// The head's field as it was, without what was no name in it.
fn content_type(fetched: &Fetched) -> Option<String> {
    let kind = fetched.content_type.as_deref()?;
    Some(match &fetched.charset {
        Some(charset) => format!("{kind}; charset={charset}"),
        None => kind.to_owned(),
    })
}
