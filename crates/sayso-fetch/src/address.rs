//! May this be asked for at all?
//!
//! An [`Address`] is a web address as browsers read it, of which everything that can be told without
//! asking anybody is in order: its scheme, its host, its port, no credentials.

use std::fmt;

use sayso_core::{Error, Result};
use url::{Host, Url};

use crate::network::{is_local_name, refusal};

/// Longest address, in bytes; servers refuse longer ones as well.
const LONGEST: usize = 8 * 1024;

/// Ports of services that are not the web: a request sent there would be read as their commands. The list
/// is that of the Fetch standard, as browsers keep it.
const CLOSED_PORTS: [u16; 83] = [
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101,
    102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427,
    465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990,
    993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667,
    6668, 6669, 6679, 6697, 10080,
];

/// A web address that may be asked for.
///
/// Two that are written differently and mean the same are equal: hosts are in small letters, default ports
/// and fragments are left out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(Url);

impl Address {
    /// Reads an address.
    ///
    /// # Errors
    /// If it is none, is not of the web, or holds a user's name or password.
    pub fn parse(words: &str) -> Result<Self> {
        let words = words.trim();
        if words.len() > LONGEST {
            let start: String = words.chars().take(60).collect();
            return Err(Error::input("cannot fetch")
                .at(format!("{start}…"))
                .because(format!("the address has more than {LONGEST} bytes")));
        }
        let url = Url::parse(words).map_err(|error| {
            Error::input("cannot fetch")
                .at(words)
                .because(format!("it is no address ({error})"))
                .hint("write it in full: https://example.org/news/article")
        })?;
        Address::check(url)
    }

    /// The address that a page or an answer at this one means by `reference`.
    ///
    /// # Errors
    /// As of [`Address::parse`].
    pub fn join(&self, reference: &str) -> Result<Self> {
        if reference.len() > LONGEST {
            return Err(Error::input("cannot follow an address found at")
                .at(self)
                .because(format!("it has more than {LONGEST} bytes")));
        }
        let url = self.0.join(reference.trim()).map_err(|error| {
            Error::input("cannot follow an address found at")
                .at(self)
                .because(format!("`{}` is no address ({error})", reference.trim()))
        })?;
        Address::check(url)
    }

    /// Whether somebody who writes this means an address and no file.
    pub fn is_meant(words: &str) -> bool {
        let start = words.get(..8).unwrap_or(words).to_ascii_lowercase();
        start.starts_with("http://") || start == "https://"
    }

    /// The host, in small letters, in the form of the domain name system.
    pub fn host(&self) -> &str {
        // One without a host was refused.
        self.0.host_str().unwrap_or_default()
    }

    /// Scheme, host and port: for whom one `robots.txt` speaks.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// Path and query: what `robots.txt` speaks of.
    pub fn path_and_query(&self) -> &str {
        &self.0[url::Position::BeforePath..url::Position::AfterQuery]
    }

    /// Whether the way to it is encrypted.
    pub fn is_encrypted(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// The address of the `robots.txt` that speaks for it.
    #[must_use]
    pub fn robots(&self) -> Self {
        let mut url = self.0.clone();
        url.set_path("/robots.txt");
        url.set_query(None);
        Address(url)
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether the host is written as a number or is a name that means this machine or a network at home:
    /// what can be told without asking for its number.
    pub(crate) fn told_by_itself(&self) -> Option<String> {
        match self.0.host()? {
            Host::Ipv4(ip) => refusal(ip.into()).map(|what| format!("an address {what}")),
            Host::Ipv6(ip) => refusal(ip.into()).map(|what| format!("an address {what}")),
            Host::Domain(name) => is_local_name(name).then(|| "a local name".to_owned()),
        }
    }

    fn check(mut url: Url) -> Result<Self> {
        // A password has no place in a message.
        let refused = |shown: &Url, why: String| {
            let mut shown = shown.clone();
            let _ = shown.set_password(None);
            let _ = shown.set_username("");
            Err(Error::input("cannot fetch").at(shown).because(why))
        };
        if !matches!(url.scheme(), "http" | "https") {
            let why = format!("`{}` is not asked, only http and https", url.scheme());
            return refused(&url, why);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return refused(&url, "it holds a user's name or password".to_owned())
                .map_err(|error| error.hint("save the page with a browser and read the file"));
        }
        if url.host_str().is_none_or(str::is_empty) {
            return refused(&url, "it names no host".to_owned());
        }
        if let Some(port) = url.port().filter(|port| CLOSED_PORTS.contains(port)) {
            return refused(&url, format!("port {port} belongs to another service than the web"));
        }
        url.set_fragment(None);
        Ok(Address(url))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn why(words: &str) -> String {
        Address::parse(words).expect_err(words).to_string()
    }

    #[test]
    fn an_address_is_read_as_browsers_read_it() {
        for (written, meant) in [
            (" HTTPS://Example.ORG:443/a b?q=ü#top ", "https://example.org/a%20b?q=%C3%BC"),
            ("http://bücher.example/", "http://xn--bcher-kva.example/"),
            ("http://0x7f.1/", "http://127.0.0.1/"),
            ("http://example.org/a/../b", "http://example.org/b"),
        ] {
            assert_eq!(Address::parse(written).expect(written).as_str(), meant);
        }
        let address = Address::parse("https://example.org:8443/news/?page=2").expect("an address");
        assert_eq!(address.origin(), "https://example.org:8443");
        assert_eq!(address.path_and_query(), "/news/?page=2");
        assert_eq!(address.robots().as_str(), "https://example.org:8443/robots.txt");
        let joined = address.join("../late?x").expect("an address");
        assert_eq!(joined.as_str(), "https://example.org:8443/late?x");
    }

    #[test]
    fn what_is_not_of_the_web_is_refused_and_no_password_is_shown() {
        assert!(why("ftp://example.org/a").contains("only http and https"));
        assert!(why("file:///etc/passwd").contains("only http and https"));
        assert!(why("example.org/a").contains("no address"));
        assert!(why("http://example.org:25/").contains("port 25"));
        assert!(why("https:///").contains("no address"));
        let shown = why("https://ann:secret@example.org/");
        assert!(shown.contains("password") && !shown.contains("secret"), "{shown}");
        assert!(why(&format!("http://example.org/{}", "a".repeat(LONGEST))).contains("8192"));
        let page = Address::parse("https://example.org/").expect("an address");
        assert!(page.join("javascript:alert(1)").is_err());
        assert!(page.join(&"a".repeat(LONGEST + 1)).is_err());
    }

    #[test]
    fn addresses_are_told_from_files() {
        for words in ["http://a", "https://a", "HTTPS://a"] {
            assert!(Address::is_meant(words), "{words}");
        }
        for words in ["a.txt", "https.txt", "http:", "/https://a", "é", "httpé://a"] {
            assert!(!Address::is_meant(words), "{words}");
        }
    }

    proptest! {
        #[test]
        fn any_words_are_an_address_or_an_error(words in "\\PC{0,60}", then in "\\PC{0,60}") {
            if let Ok(address) = Address::parse(&words) {
                prop_assert_eq!(Address::parse(address.as_str()).expect("it was one"), address.clone());
                let _ = address.join(&then).map(|joined| joined.origin());
            }
        }
    }
}
