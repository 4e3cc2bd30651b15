//! What comes back from one request?
//!
//! The only module that knows the HTTP library. One request, one answer: no redirect is followed and
//! nobody waits here.

use std::fmt;
use std::io::Read;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use sayso_core::{Error, Result};
use ureq::http::{HeaderMap, Uri, header};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Proxy, Timeout};

use crate::address::Address;
use crate::failure::{Cause, Failure};
use crate::fetcher::Conditions;
use crate::network;
use crate::options::Options;
use crate::unpack::{self, Broken};

/// Largest head of an answer, in bytes.
const LARGEST_HEAD: usize = 64 * 1024;

/// Longest value of a header that is kept, in bytes: it is sent back and stored.
const LONGEST_VALUE: usize = 2 * 1024;

/// Asks servers.
#[derive(Debug)]
pub(crate) struct Exchange {
    agent: Agent,
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request<'a> {
    pub(crate) address: &'a Address,
    pub(crate) accept: &'a str,
    pub(crate) conditions: &'a Conditions,
    /// Most bytes of the body.
    pub(crate) limit: u64,
    /// Whether a body that is larger is cut instead of refused.
    pub(crate) may_be_cut: bool,
    /// Most time for all of it.
    pub(crate) time: Duration,
}

/// What came back. The body is read of an answer that has what was asked for, of no other.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: Option<String>,
    pub(crate) etag: Option<String>,
    pub(crate) last_modified: Option<String>,
    pub(crate) location: Option<String>,
    pub(crate) retry_after: Option<String>,
    pub(crate) bytes: Vec<u8>,
    /// How long it took.
    pub(crate) took: Duration,
}

/// Finds hosts, and refuses those that lie in a network that is not asked.
///
/// The numbers that are checked here are the numbers that are connected to: nobody asks for them a second
/// time and hears another answer.
#[derive(Debug)]
struct Guard {
    inner: DefaultResolver,
    allow_private: bool,
    /// The one host that the user chose, wherever it is.
    proxy: Option<Uri>,
}

/// A host that lies in a network that is not asked.
#[derive(Debug)]
struct Closed {
    address: SocketAddr,
    what: &'static str,
}

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "it leads to {}, an address {}", self.address.ip(), self.what)
    }
}

impl std::error::Error for Closed {}

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &Uri,
        config: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let addresses = self.inner.resolve(uri, config, timeout)?;
        let is_chosen =
            self.proxy.as_ref().is_some_and(|proxy| proxy.authority() == uri.authority());
        if !self.allow_private && !is_chosen {
            // One bad number is enough: which of them is taken depends on who answers.
            for address in &addresses {
                if let Some(what) = network::refusal(address.ip()) {
                    return Err(ureq::Error::Other(Box::new(Closed { address: *address, what })));
                }
            }
        }
        Ok(addresses)
    }
}

impl Answer {
    /// One with nothing but a status.
    pub(crate) fn of(status: u16) -> Self {
        Answer {
            status,
            content_type: None,
            etag: None,
            last_modified: None,
            location: None,
            retry_after: None,
            bytes: Vec::new(),
            took: Duration::ZERO,
        }
    }
}

impl Exchange {
    pub(crate) fn new(options: &Options) -> Result<Self> {
        let proxy = options.proxy.as_deref().map(|words| -> Result<(Uri, Proxy)> {
            let refused = |why: &dyn fmt::Display| {
                Error::config(format!("cannot use the proxy `{words}`"))
                    .because(why)
                    .hint("write it as http://host:port")
            };
            let uri: Uri = words.parse().map_err(|e| refused(&e))?;
            Ok((uri, Proxy::new(words).map_err(|e| refused(&e))?))
        });
        let (proxy_uri, proxy) = proxy.transpose()?.unzip();
        let agent = options.user_agent.as_str();
        if agent.is_empty() || !agent.bytes().all(|b| b == b' ' || b.is_ascii_graphic()) {
            return Err(
                Error::config("cannot use the user agent").because("it is no line of ASCII")
            );
        }
        let config = Agent::config_builder()
            .user_agent(agent)
            .proxy(proxy)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_response_header_size(LARGEST_HEAD)
            // A host is asked again after a pause; by then a kept connection is closed more often than not.
            .max_idle_connections(0)
            .timeout_resolve(Some(options.connect))
            .timeout_connect(Some(options.connect))
            .timeout_per_read(Some(options.silence))
            .timeout_per_write(Some(options.silence))
            .build();
        let guard = Guard {
            inner: DefaultResolver::default(),
            allow_private: options.allow_private,
            proxy: proxy_uri,
        };
        Ok(Exchange { agent: Agent::with_parts(config, DefaultConnector::default(), guard) })
    }

    /// Asks once.
    pub(crate) fn ask(&self, request: Request<'_>) -> Result<Answer, Failure> {
        let began = Instant::now();
        let mut asked = self.agent.get(request.address.as_str());
        asked = asked
            .header(header::ACCEPT, request.accept)
            .header(header::ACCEPT_ENCODING, unpack::ACCEPTED);
        let Conditions { etag, last_modified } = request.conditions;
        if let Some(etag) = etag {
            asked = asked.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(date) = last_modified {
            asked = asked.header(header::IF_MODIFIED_SINCE, date);
        }
        let answer = asked.config().timeout_global(Some(request.time)).build().call();
        let mut answer = answer.map_err(|error| told(error, request.address))?;
        let head = |name| value(answer.headers(), name);
        let encoding = head(header::CONTENT_ENCODING).unwrap_or_default();
        let length =
            head(header::CONTENT_LENGTH).and_then(|length| length.parse().ok()).unwrap_or(0);
        let mut given = Answer {
            content_type: head(header::CONTENT_TYPE),
            etag: head(header::ETAG),
            last_modified: head(header::LAST_MODIFIED),
            location: head(header::LOCATION),
            retry_after: head(header::RETRY_AFTER),
            ..Answer::of(answer.status().as_u16())
        };
        if answer.status().is_success() {
            let Request { address, limit, may_be_cut, .. } = request;
            if length > limit && !may_be_cut {
                return Err(too_large(address, limit));
            }
            let mut packed = Vec::new();
            let reader = answer.body_mut().with_config().limit(u64::MAX).reader();
            let read = reader.take(limit.saturating_add(1)).read_to_end(&mut packed);
            read.map_err(|error| told(ureq::Error::from(error), address))?;
            if packed.len() as u64 > limit {
                if !may_be_cut {
                    return Err(too_large(address, limit));
                }
                packed.truncate(limit as usize);
            }
            given.bytes = unpack::unpack(packed, &encoding, limit, may_be_cut)
                .map_err(|broken| damaged(broken, address, limit))?;
        }
        given.took = began.elapsed();
        Ok(given)
    }
}

/// The value of a header, if it is text of a sensible length.
fn value(headers: &HeaderMap, name: header::HeaderName) -> Option<String> {
    let longest = if name == header::LOCATION { 4 * LONGEST_VALUE } else { LONGEST_VALUE };
    let bytes = headers.get(name)?.as_bytes();
    // An address in a head is now and then UTF-8, though it should be ASCII.
    let text = std::str::from_utf8(bytes).ok()?;
    (text.len() <= longest && !text.chars().any(char::is_control)).then(|| text.to_owned())
}

fn too_large(address: &Address, limit: u64) -> Failure {
    let why = format!("it holds more than {limit} bytes");
    Failure::new(Cause::Size, address, why).hint("raise --max-fetch if it is meant to be so large")
}

fn damaged(broken: Broken, address: &Address, limit: u64) -> Failure {
    match broken {
        Broken::TooLarge => too_large(address, limit),
        Broken::Unknown(name) => {
            let why = format!("it is packed as `{name}`, which was not asked for");
            Failure::new(Cause::Broken, address, why)
        }
        Broken::Damaged(why) => {
            let why = format!("what was sent cannot be unpacked ({why})");
            Failure::new(Cause::Broken, address, why)
        }
    }
}

/// What the library says went wrong, in our words.
fn told(error: ureq::Error, address: &Address) -> Failure {
    let failed = |cause, why: &str| Failure::new(cause, address, why);
    match error {
        ureq::Error::Timeout(timeout) => {
            let why = match timeout {
                Timeout::Resolve => "its host was not found in time",
                Timeout::Connect => "its host was not reached in time",
                Timeout::PerRead => "the server fell silent",
                Timeout::PerWrite | Timeout::SendRequest | Timeout::SendBody => {
                    "the server does not listen"
                }
                _ => "it took longer than allowed",
            };
            failed(Cause::Time, why).hint("try again later, or raise --timeout")
        }
        ureq::Error::HostNotFound => {
            failed(Cause::Network, "there is no such host").hint("check the address")
        }
        ureq::Error::Other(other) => match other.downcast::<Closed>() {
            Ok(closed) => failed(Cause::Refused, &closed.to_string()).hint(ALLOW_PRIVATE),
            Err(other) => failed(Cause::Network, &other.to_string()),
        },
        ureq::Error::Io(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            failed(Cause::Network, "the server broke off before the end").hint("try again later")
        }
        ureq::Error::Io(error) => failed(Cause::Network, &error.to_string()),
        ureq::Error::LargeResponseHeader(..) => {
            let why = format!("the head of its answer has more than {LARGEST_HEAD} bytes");
            failed(Cause::Size, &why)
        }
        ureq::Error::Rustls(_) | ureq::Error::Tls(_) | ureq::Error::TlsRequired => {
            failed(Cause::Network, &format!("the way to it cannot be trusted ({error})"))
        }
        ureq::Error::Protocol(_) | ureq::Error::Http(_) | ureq::Error::BadUri(_) => {
            failed(Cause::Broken, &format!("what came back is no answer ({error})"))
        }
        error => failed(Cause::Network, &error.to_string()),
    }
}

/// What to do about an address that is not of the open web.
pub(crate) const ALLOW_PRIVATE: &str =
    "only the open web is asked; --allow-private asks your own network too";

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn a_number_is_checked_when_it_is_connected_to() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback");
        listener.set_nonblocking(true).expect("a setting");
        let port = listener.local_addr().expect("bound").port();
        let exchange = Exchange::new(&Options::default()).expect("options");
        for host in ["127.0.0.1", "localhost"] {
            let address = Address::parse(&format!("http://{host}:{port}/")).expect("an address");
            let failure = exchange
                .ask(Request {
                    address: &address,
                    accept: "*/*",
                    conditions: &Conditions::default(),
                    limit: 10,
                    may_be_cut: false,
                    time: Duration::from_secs(30),
                })
                .expect_err("this machine");
            assert_eq!(failure.cause, Cause::Refused, "{failure}");
            assert!(failure.to_string().contains("of this machine"), "{failure}");
        }
        // Nobody even knocked.
        assert!(listener.accept().is_err());
    }

    #[test]
    fn proxies_are_addresses() {
        for (proxy, is_one) in
            [("http://127.0.0.1:3128", true), ("", false), ("ftp://a", false), ("http://", false)]
        {
            let options = Options { proxy: Some(proxy.to_owned()), ..Options::default() };
            assert_eq!(Exchange::new(&options).is_ok(), is_one, "{proxy}");
        }
    }
}
