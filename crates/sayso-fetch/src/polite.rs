//! Whose turn is it, and how long must we wait?
//!
//! One request at a time, and between two to one host at least the delay that it or the user asks for.
//! A host that says it is busy is left alone for as long as it says, or for longer each time.

use std::collections::BTreeMap;
use std::time::Duration;

/// Longest delay that a `robots.txt` is granted; with a longer one a site would never be read through, and
/// an address of it is better asked for by hand.
pub const LONGEST_DELAY: Duration = Duration::from_mins(2);

/// First wait for a busy host that does not say how long; doubled each time, up to [`LONGEST_BACK_OFF`].
pub const FIRST_BACK_OFF: Duration = Duration::from_secs(5);

/// Longest wait for a busy host that does not say how long.
pub const LONGEST_BACK_OFF: Duration = Duration::from_hours(1);

/// Longest time a host may ask to be left alone: a day.
pub const LONGEST_RETRY_AFTER: Duration = Duration::from_hours(24);

/// When each host may be asked next.
#[derive(Debug, Default)]
pub struct Turns(BTreeMap<String, Host>);

#[derive(Debug, Default)]
struct Host {
    /// Not before this time.
    next: Duration,
    /// How often in a row it said that it is busy.
    busy: u32,
}

impl Turns {
    /// How long to wait before the host may be asked.
    pub fn wait(&self, host: &str, now: Duration) -> Duration {
        let next = self.0.get(host).map_or(Duration::ZERO, |host| host.next);
        // A clock that was set back would otherwise have us wait for as long as it was.
        next.saturating_sub(now).min(LONGEST_RETRY_AFTER)
    }

    /// The host answered, and is asked again after `delay` at the earliest.
    pub fn answered(&mut self, host: &str, now: Duration, delay: Duration) {
        let host = self.0.entry(host.to_owned()).or_default();
        host.next = now + delay;
        host.busy = 0;
    }

    /// The host did not answer as asked, which is no reason to ask it more often.
    pub fn failed(&mut self, host: &str, now: Duration, delay: Duration) {
        let host = self.0.entry(host.to_owned()).or_default();
        host.next = host.next.max(now + delay);
    }

    /// The host says that it is busy; gives how long it is left alone.
    pub fn busy(&mut self, host: &str, now: Duration, asked: Option<Duration>) -> Duration {
        let host = self.0.entry(host.to_owned()).or_default();
        let wait = match asked {
            Some(asked) => asked.clamp(Duration::from_secs(1), LONGEST_RETRY_AFTER),
            None => back_off(FIRST_BACK_OFF, host.busy, LONGEST_BACK_OFF),
        };
        host.busy = host.busy.saturating_add(1);
        host.next = now + wait;
        wait
    }
}

/// `first`, doubled `times` times, at most `longest`: the same on every machine.
pub fn back_off(first: Duration, times: u32, longest: Duration) -> Duration {
    first.saturating_mul(1_u32.checked_shl(times).unwrap_or(u32::MAX)).min(longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_host_is_asked_after_its_delay_and_others_at_once() {
        let mut turns = Turns::default();
        let now = SECOND * 1000;
        assert_eq!(turns.wait("a", now), Duration::ZERO);
        turns.answered("a", now, SECOND * 3);
        assert_eq!(turns.wait("a", now + SECOND), SECOND * 2);
        assert_eq!(turns.wait("b", now), Duration::ZERO);
        assert_eq!(turns.wait("a", now + SECOND * 5), Duration::ZERO);
        turns.failed("a", now, SECOND);
        assert_eq!(turns.wait("a", now), SECOND * 3);
    }

    #[test]
    fn a_busy_host_is_left_alone_for_longer_each_time() {
        let mut turns = Turns::default();
        let waits: Vec<_> = (0..13).map(|_| turns.busy("a", SECOND, None).as_secs()).collect();
        assert_eq!(waits[..4], [5, 10, 20, 40]);
        assert_eq!(waits[12], 3600);
        assert_eq!(turns.busy("a", SECOND, Some(SECOND * 7)), SECOND * 7);
        assert_eq!(turns.busy("a", SECOND, Some(Duration::MAX)), LONGEST_RETRY_AFTER);
        assert_eq!(turns.busy("a", SECOND, Some(Duration::ZERO)), SECOND);
        turns.answered("a", SECOND, SECOND);
        assert_eq!(turns.busy("a", SECOND, None), FIRST_BACK_OFF);
    }

    #[test]
    fn a_clock_that_goes_back_costs_a_day_at_most() {
        let mut turns = Turns::default();
        turns.answered("a", SECOND * 1_000_000_000, SECOND);
        assert_eq!(turns.wait("a", SECOND), LONGEST_RETRY_AFTER);
        assert_eq!(back_off(SECOND, 500, SECOND * 9), SECOND * 9);
    }
}
