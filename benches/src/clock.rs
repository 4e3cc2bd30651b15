//! How much time and memory did that take?

use std::fs;

use rustix::time::{ClockId, clock_gettime};

/// A measurement goes on for so many seconds at least.
const LEAST_SECONDS: f64 = 0.2;

/// Seconds of processor time that this process has used, all threads together.
///
/// Unlike the time of day it does not run on while others have the processor.
pub(crate) fn processor_seconds() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}

/// How many things a second are done by work that does `things` each time.
///
/// Nothing is warmed up: over several rounds the median passes over the first.
pub(crate) fn rate(things: usize, mut work: impl FnMut()) -> f64 {
    let begin = processor_seconds();
    let mut done = 0;
    loop {
        work();
        done += things;
        let seconds = processor_seconds() - begin;
        if seconds >= LEAST_SECONDS {
            return done as f64 / seconds;
        }
    }
}

/// The median; the higher of the middle two.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The most memory that this process has held, in MiB, where the system says so.
pub(crate) fn peak_memory() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kib / 1024.0)
}
