//! Who asks the web, and which articles does it bring?

use std::collections::VecDeque;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, SystemTime};

use sayso::fetch::{Address, Clock, Fetcher, Options};
use sayso::web::Web;
use sayso::{Article, Error, Result};

use crate::args::net::Fetching;
use crate::commands::Context;

/// The clock of this machine.
struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Duration {
        #[expect(
            clippy::disallowed_methods,
            reason = "when something is asked for is no date of it"
        )]
        let now = SystemTime::now();
        now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
    }

    fn sleep(&self, time: Duration) {
        thread::sleep(time);
    }
}

/// What asks for addresses and reads what they give.
pub(super) fn web(context: &Context, fetching: &Fetching) -> Result<Web> {
    let default = Options::default();
    let Fetching { allow_private, ignore_robots, user_agent, proxy, timeout, delay, max_fetch } =
        fetching.clone();
    let total = timeout.unwrap_or(default.total);
    let options = Options {
        user_agent: user_agent.unwrap_or(default.user_agent),
        allow_private,
        robots: !ignore_robots,
        proxy,
        max_bytes: max_fetch.unwrap_or(default.max_bytes),
        total,
        connect: default.connect.min(total),
        silence: default.silence.min(total),
        delay: delay.unwrap_or(default.delay),
        ..default
    };
    Ok(Web::new(Fetcher::new(options, Box::new(SystemClock))?, context.settings.options()))
}

/// Parts paths from addresses.
pub(super) fn part(words: &[PathBuf]) -> (Vec<String>, Vec<PathBuf>) {
    let (addresses, paths): (Vec<_>, Vec<_>) =
        words.iter().cloned().partition(|words| words.to_str().is_some_and(Address::is_meant));
    (addresses.into_iter().map(|words| words.to_string_lossy().into_owned()).collect(), paths)
}

/// The articles of some addresses, each with where it came from; asked for when it is their turn.
pub(super) struct Brought {
    web: Web,
    addresses: VecDeque<String>,
    waiting: VecDeque<(Result<Article>, String)>,
}

impl Brought {
    pub(super) fn new(web: Web, addresses: Vec<String>) -> Self {
        Brought { web, addresses: addresses.into(), waiting: VecDeque::new() }
    }

    fn ask(&mut self, words: &str) -> Result<Vec<Article>, Error> {
        self.web.articles(&Address::parse(words)?)
    }
}

impl Iterator for Brought {
    type Item = (Result<Article>, String);

    fn next(&mut self) -> Option<Self::Item> {
        while self.waiting.is_empty() {
            let words = self.addresses.pop_front()?;
            match self.ask(&words) {
                Ok(articles) => self.waiting.extend(articles.into_iter().map(|article| {
                    let from = article.url.clone().unwrap_or_else(|| words.clone());
                    (Ok(article), from)
                })),
                Err(error) => return Some((Err(error), words)),
            }
        }
        self.waiting.pop_front()
    }
}
