//! What time is it, if nobody waits?

use std::cell::{Cell, RefCell};
use std::time::Duration;

use sayso_fetch::Clock;

/// A clock that goes on when somebody sleeps, and at no other time.
#[derive(Default)]
pub(crate) struct FakeClock {
    now: Cell<Duration>,
    /// How long was slept, each time.
    pub(crate) slept: RefCell<Vec<Duration>>,
}

impl FakeClock {
    /// A clock that begins at this second.
    pub(crate) fn at(seconds: u64) -> Self {
        FakeClock { now: Cell::new(Duration::from_secs(seconds)), slept: RefCell::default() }
    }

    /// Time goes by.
    pub(crate) fn pass(&self, time: Duration) {
        self.now.set(self.now.get() + time);
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Duration {
        self.now.get()
    }

    fn sleep(&self, time: Duration) {
        self.slept.borrow_mut().push(time);
        self.pass(time);
    }
}
