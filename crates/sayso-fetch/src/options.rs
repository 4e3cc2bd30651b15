//! What is allowed, and how much of it?

use std::time::Duration;

/// How servers are asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// What servers are told who asks: a product with its version, and where to read about it.
    pub user_agent: String,
    /// Whether addresses of this machine and of private networks may be asked.
    pub allow_private: bool,
    /// Whether `robots.txt` is asked for and kept to.
    pub robots: bool,
    /// The proxy that asks in our place: `http://host:port`.
    pub proxy: Option<String>,
    /// Largest body, in bytes, as sent and as unpacked.
    pub max_bytes: u64,
    /// Most redirects of one address.
    pub max_redirects: usize,
    /// Time for finding and reaching a host.
    pub connect: Duration,
    /// Longest silence of a server that was reached.
    pub silence: Duration,
    /// Time for one address with its redirects, without the waiting that is due to politeness.
    pub total: Duration,
    /// Least time between two requests to one host.
    pub delay: Duration,
    /// Longest wait for a host that asks for one; after a longer one the address has failed.
    pub patience: Duration,
    /// How often an address is asked for again whose server is busy.
    pub retries: u32,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            user_agent: concat!("sayso/", env!("CARGO_PKG_VERSION")).to_owned(),
            allow_private: false,
            robots: true,
            proxy: None,
            max_bytes: 10 << 20,
            max_redirects: 10,
            connect: Duration::from_secs(10),
            silence: Duration::from_secs(20),
            total: Duration::from_mins(1),
            delay: Duration::from_secs(1),
            patience: Duration::from_mins(1),
            retries: 2,
        }
    }
}

impl Options {
    /// The product's name in the user agent, by which a `robots.txt` speaks of us.
    pub fn product(&self) -> &str {
        let is_part = |c: char| c.is_ascii_alphabetic() || c == '-' || c == '_';
        let end = self.user_agent.find(|c| !is_part(c)).unwrap_or(self.user_agent.len());
        &self.user_agent[..end]
    }
}
