//! What time is it, and who waits?

use std::rc::Rc;
use std::time::Duration;

/// A clock and a way to wait, handed in from outside: tests need not wait.
pub trait Clock {
    /// The time since the beginning of 1970, in coordinated universal time.
    fn now(&self) -> Duration;

    /// Waits so long.
    fn sleep(&self, time: Duration);
}

impl<C: Clock + ?Sized> Clock for Rc<C> {
    fn now(&self) -> Duration {
        (**self).now()
    }

    fn sleep(&self, time: Duration) {
        (**self).sleep(time);
    }
}
