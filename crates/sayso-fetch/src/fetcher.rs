//! How does an address become bytes?

use std::collections::BTreeMap;
use std::time::Duration;

use sayso_core::Result;

use crate::address::Address;
use crate::clock::Clock;
use crate::exchange::{ALLOW_PRIVATE, Answer, Exchange, Request};
use crate::failure::{Cause, Failure};
use crate::header;
use crate::options::Options;
use crate::polite::{LONGEST_DELAY, Turns};
use crate::robots::{self, Robots};

/// What we would rather have, in this order.
const ACCEPT: &str = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5";

/// How long a `robots.txt` is believed: the standard allows a day.
const ROBOTS_HOLD: Duration = Duration::from_hours(24);

/// How long a `robots.txt` that could not be read keeps us away before it is asked for again.
const ROBOTS_MISSING: Duration = Duration::from_mins(10);

/// Redirects of a `robots.txt` that are followed.
const ROBOTS_REDIRECTS: usize = 5;

/// Asks servers for addresses, one at a time.
pub struct Fetcher {
    options: Options,
    clock: Box<dyn Clock>,
    exchange: Exchange,
    turns: Turns,
    /// What each origin's `robots.txt` says, and until when that holds.
    robots: BTreeMap<String, (Robots, Duration)>,
}

/// What is known of an address from before: it is not sent again if it is still the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conditions {
    /// The server's name for what it sent.
    pub etag: Option<String>,
    /// When that was last changed, in the server's words.
    pub last_modified: Option<String>,
}

/// What an address answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// The address that answered, at the end of all redirects.
    pub address: Address,
    /// The redirects on the way, in their order.
    pub redirects: Vec<Redirect>,
    /// The status: 200 to 299, or 304.
    pub status: u16,
    /// The kind of content in small letters, `text/html`, as the server calls it.
    pub content_type: Option<String>,
    /// The character set in small letters, as the server calls it.
    pub charset: Option<String>,
    /// The body, unpacked; empty if nothing was modified.
    pub bytes: Vec<u8>,
    /// The server's name for this body.
    pub etag: Option<String>,
    /// When it was last changed, in the server's words.
    pub last_modified: Option<String>,
    /// Whether the server says that it is the same as before.
    pub not_modified: bool,
}

/// One step on the way to another address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// The address that sent us on.
    pub from: Address,
    /// The status that it answered with.
    pub status: u16,
}

impl Fetched {
    /// Where to ask next time, if the server says that the address has moved for good.
    pub fn moved_to(&self) -> Option<&Address> {
        let for_good = |redirect: &Redirect| matches!(redirect.status, 301 | 308);
        (!self.redirects.is_empty() && self.redirects.iter().all(for_good)).then_some(&self.address)
    }
}

impl Fetcher {
    /// A fetcher that has asked nobody yet.
    ///
    /// # Errors
    /// If the user agent or the proxy cannot be used.
    pub fn new(options: Options, clock: Box<dyn Clock>) -> Result<Self> {
        let exchange = Exchange::new(&options)?;
        Ok(Fetcher { options, clock, exchange, turns: Turns::default(), robots: BTreeMap::new() })
    }

    /// The clock that was handed in.
    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// Asks for an address, with all its redirects, when it is its host's turn.
    ///
    /// # Errors
    /// If it gives nothing to read, for whatever reason. The next address can be asked for all the same.
    pub fn fetch(
        &mut self,
        address: &Address,
        conditions: &Conditions,
    ) -> Result<Fetched, Failure> {
        self.follow(address, conditions).map_err(|failure| failure.on_behalf_of(address))
    }

    /// The addresses of sitemaps that the `robots.txt` of an address names.
    ///
    /// # Errors
    /// If the `robots.txt` could not be asked for.
    pub fn sitemaps(&mut self, address: &Address) -> Result<Vec<Address>, Failure> {
        let robots = self.learn_robots(address)?;
        Ok(robots.sitemaps.iter().filter_map(|words| address.join(words).ok()).collect())
    }

    fn follow(&mut self, address: &Address, conditions: &Conditions) -> Result<Fetched, Failure> {
        let mut time = self.options.total;
        let mut at = address.clone();
        let mut redirects: Vec<Redirect> = Vec::new();
        loop {
            self.keep_to_robots(&at)?;
            let answer = self.ask_when_free(&at, conditions, &mut time)?;
            match answer.status {
                200..=299 | 304 => return Ok(fetched(at, redirects, answer)),
                301 | 302 | 303 | 307 | 308 => {
                    let next = self.next(&at, &redirects, &answer)?;
                    redirects.push(Redirect { from: at, status: answer.status });
                    at = next;
                }
                status => return Err(refused_with(status, &at)),
            }
        }
    }

    /// Where an answer sends us.
    fn next(&self, at: &Address, before: &[Redirect], answer: &Answer) -> Result<Address, Failure> {
        let failed = |why: String| Failure::new(Cause::Redirects, at, why);
        let Some(location) = &answer.location else {
            let why = format!("the answer leads on (status {}) but to nowhere", answer.status);
            return Err(failed(why));
        };
        let next = at.join(location).map_err(|error| failed(error.to_string()))?;
        if before.len() >= self.options.max_redirects {
            let most = self.options.max_redirects;
            return Err(failed(format!("it leads on more than {most} times, last to `{next}`")));
        }
        // A server that only wanted to set a cookie sends us to where we were; we keep none.
        if next == *at || before.iter().any(|redirect| redirect.from == next) {
            return Err(failed(format!("it leads in a circle, back to `{next}`")));
        }
        if at.is_encrypted() && !next.is_encrypted() {
            return Err(failed(format!("an encrypted address leads to an open one, `{next}`"))
                .hint("name the open address yourself if you trust the way to it"));
        }
        Ok(next)
    }

    /// Asks once or, if the server is busy, a few times. Gives an answer of any other status.
    fn ask_when_free(
        &mut self,
        address: &Address,
        conditions: &Conditions,
        time: &mut Duration,
    ) -> Result<Answer, Failure> {
        let mut tries = 0;
        loop {
            let request = Request {
                address,
                accept: ACCEPT,
                conditions,
                limit: self.options.max_bytes,
                may_be_cut: false,
                time: *time,
            };
            let answer = self.ask_in_turn(request)?;
            *time = time.saturating_sub(answer.took);
            if !is_busy(answer.status) {
                return Ok(answer);
            }
            let wait = self.leave_alone(address, &answer);
            if tries >= self.options.retries || wait > self.options.patience {
                return Err(refused_with(answer.status, address).after(wait));
            }
            tries += 1;
        }
    }

    /// How long the host of an answer that says it is busy is left alone.
    fn leave_alone(&mut self, address: &Address, answer: &Answer) -> Duration {
        let now = self.clock.now();
        let asked = answer.retry_after.as_deref().and_then(|value| header::retry_after(value, now));
        self.turns.busy(address.host(), now, asked)
    }

    /// Waits for the host's turn, asks, and notes when its next turn is.
    fn ask_in_turn(&mut self, request: Request<'_>) -> Result<Answer, Failure> {
        let address = request.address;
        if !self.options.allow_private
            && let Some(what) = address.told_by_itself()
        {
            let why = format!("its host is {what}");
            return Err(Failure::new(Cause::Refused, address, why).hint(ALLOW_PRIVATE));
        }
        if request.time.is_zero() {
            let failure = Failure::new(Cause::Time, address, "it took longer than allowed");
            return Err(failure.hint("raise --timeout"));
        }
        let delay = self.delay(address);
        let host = address.host();
        let wait = self.turns.wait(host, self.clock.now());
        if wait > self.options.patience.max(delay) {
            let seconds = wait.as_secs();
            let why = format!("its host is busy and wants to be left alone for {seconds} seconds");
            let failure = Failure::new(Cause::Status(503), address, why);
            return Err(failure.hint("try again after that").after(wait));
        }
        if !wait.is_zero() {
            self.clock.sleep(wait);
        }
        let answer = self.exchange.ask(request);
        let now = self.clock.now();
        match &answer {
            Ok(answer) if !is_busy(answer.status) => self.turns.answered(host, now, delay),
            _ => self.turns.failed(host, now, delay),
        }
        answer
    }

    /// The time between two requests to the host of an address.
    fn delay(&self, address: &Address) -> Duration {
        let wished = self.robots.get(&address.origin()).and_then(|(robots, _)| robots.delay);
        wished.unwrap_or_default().min(LONGEST_DELAY).max(self.options.delay)
    }

    /// Fails for an address that the `robots.txt` of its origin forbids.
    fn keep_to_robots(&mut self, address: &Address) -> Result<(), Failure> {
        if !self.options.robots {
            return Ok(());
        }
        let robots = self.learn_robots(address)?;
        if robots.allows(address.path_and_query()) {
            return Ok(());
        }
        let why = if *robots == Robots::deny_all() {
            format!("`{}` forbids all of it, or cannot be read", address.robots())
        } else {
            format!("`{}` forbids it", address.robots())
        };
        let hint =
            "save the page with a browser and read the file; --ignore-robots asks all the same";
        Err(Failure::new(Cause::Robots, address, why).hint(hint))
    }

    /// What the `robots.txt` of an address says; it is asked for unless it is known.
    fn learn_robots(&mut self, address: &Address) -> Result<&Robots, Failure> {
        let origin = address.origin();
        let now = self.clock.now();
        if self.robots.get(&origin).is_none_or(|(_, until)| *until <= now) {
            let (robots, hold) = match self.ask_for_robots(&address.robots()) {
                Ok(robots) => (robots, ROBOTS_HOLD),
                // One that leads in circles is as good as none.
                Err(failure) if failure.cause == Cause::Redirects => {
                    (Robots::allow_all(), ROBOTS_HOLD)
                }
                // The standard takes a site that is out of order for one that wants no machines.
                Err(Failure { cause: Cause::Status(500..), retry_after: None, .. }) => {
                    (Robots::deny_all(), ROBOTS_MISSING)
                }
                // Nothing is asked of the site in these cases either, and the reason is told.
                Err(failure) => return Err(failure),
            };
            self.robots.insert(origin.clone(), (robots, self.clock.now() + hold));
        }
        Ok(&self.robots[&origin].0)
    }

    /// Reads a `robots.txt`, following its redirects wherever they lead.
    fn ask_for_robots(&mut self, first: &Address) -> Result<Robots, Failure> {
        let mut time = self.options.total;
        let mut at = first.clone();
        for _ in 0..=ROBOTS_REDIRECTS {
            let request = Request {
                address: &at,
                accept: "text/plain, */*;q=0.5",
                conditions: &Conditions::default(),
                limit: robots::READ as u64,
                may_be_cut: true,
                time,
            };
            let answer = self.ask_in_turn(request)?;
            time = time.saturating_sub(answer.took);
            match answer.status {
                200..=299 => return Ok(Robots::read(&answer.bytes, self.options.product())),
                300..=399 => {
                    let Some(location) = answer.location else { return Ok(Robots::allow_all()) };
                    at = at
                        .join(&location)
                        .map_err(|error| Failure::new(Cause::Redirects, &at, error.to_string()))?;
                }
                // A site that tells us to slow down has not said that it has no rules.
                429 => {
                    let wait = self.leave_alone(&at, &answer);
                    return Err(refused_with(429, &at).after(wait));
                }
                400..=499 => return Ok(Robots::allow_all()),
                status => return Err(refused_with(status, &at)),
            }
        }
        Err(Failure::new(Cause::Redirects, first, "it leads on too many times"))
    }
}

/// Whether a status says that the server would answer at another time.
fn is_busy(status: u16) -> bool {
    matches!(status, 429 | 503)
}

fn fetched(address: Address, redirects: Vec<Redirect>, answer: Answer) -> Fetched {
    let (content_type, charset) =
        answer.content_type.as_deref().map(header::content_type).unwrap_or_default();
    Fetched {
        address,
        redirects,
        status: answer.status,
        content_type,
        charset,
        bytes: answer.bytes,
        etag: answer.etag,
        last_modified: answer.last_modified,
        not_modified: answer.status == 304,
    }
}

/// A server that answered, but not with what was asked for.
fn refused_with(status: u16, address: &Address) -> Failure {
    let (what, hint) = match status {
        401 | 403 => (
            "the server wants to know who asks",
            Some("open it in a browser, save the page and read the file"),
        ),
        402 => (
            "the server wants to be paid",
            Some("save the page with a browser that you are logged in with"),
        ),
        404 => ("there is no such page", Some("check the address")),
        410 => ("the page was taken away for good", None),
        429 => ("the server was asked too often", Some("try again later, or raise --delay")),
        451 => ("the law forbids the server to answer", None),
        503 => ("the server is busy or out of order", Some("try again later")),
        500..=599 => ("the server is out of order", Some("try again later")),
        _ => ("the server does not give it", None),
    };
    let why = format!("{what} (status {status})");
    let failure = Failure::new(Cause::Status(status), address, why);
    if let Some(hint) = hint { failure.hint(hint) } else { failure }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Stopped;

    impl Clock for Stopped {
        fn now(&self) -> Duration {
            Duration::ZERO
        }

        fn sleep(&self, _: Duration) {}
    }

    #[test]
    fn an_encrypted_way_does_not_become_an_open_one() {
        let fetcher = Fetcher::new(Options::default(), Box::new(Stopped)).expect("options");
        let at = Address::parse("https://a.example/x").expect("an address");
        let lead = |location: &str| {
            let answer = Answer { location: Some(location.to_owned()), ..Answer::of(302) };
            fetcher.next(&at, &[], &answer)
        };
        let failure = lead("http://a.example/y").expect_err("open");
        assert_eq!(failure.cause, Cause::Redirects);
        assert!(failure.to_string().contains("leads to an open one"));
        assert_eq!(lead("//b.example/").expect("encrypted").as_str(), "https://b.example/");
    }
}
