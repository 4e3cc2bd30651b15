//! The fetcher against servers on the loopback.

mod answers;
mod clock;
mod manners;
mod redirects;
mod server;

use std::rc::Rc;
use std::time::Duration;

use sayso_core::Error;
use sayso_fetch::{Address, Conditions, Failure, Fetched, Fetcher, Options};

use clock::FakeClock;

/// Options for tests: the loopback may be asked, and no test waits long for what never comes.
fn options() -> Options {
    Options { allow_private: true, ..Options::default() }
}

fn fetcher(options: Options) -> (Fetcher, Rc<FakeClock>) {
    let clock = Rc::new(FakeClock::at(1_700_000_000));
    let fetcher = Fetcher::new(options, Box::new(Rc::clone(&clock))).expect("options");
    (fetcher, clock)
}

fn ask(fetcher: &mut Fetcher, address: &str) -> Result<Fetched, Failure> {
    fetcher.fetch(&Address::parse(address).expect("an address"), &Conditions::default())
}

/// One answer to one question of a new fetcher.
fn ask_once(options: Options, address: &str) -> Result<Fetched, Failure> {
    ask(&mut fetcher(options).0, address)
}

/// The message and the hints, as a user sees them.
fn told(failure: Failure) -> String {
    let error = Error::from(failure);
    std::iter::once(error.to_string())
        .chain(error.hints().iter().cloned())
        .collect::<Vec<_>>()
        .join(" | ")
}

const SHORT: Duration = Duration::from_millis(200);
