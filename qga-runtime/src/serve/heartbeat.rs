//! Shows a watchdog that the loop serves.

use std::time::{Duration, Instant};

/// A function that the loop calls at intervals while it serves clients, on whichever thread it is: also while a command
/// runs, and no more when clients are not served.
pub struct Heartbeat {
    interval: Duration,
    next: Instant,
    beat: Box<dyn FnMut() + Send>,
}

impl Heartbeat {
    /// Calls `beat` at once and then at this interval. It must not block.
    pub fn new(interval: Duration, beat: impl FnMut() + Send + 'static) -> Self {
        Heartbeat { interval, next: Instant::now(), beat: Box::new(beat) }
    }

    /// The time of the next call.
    pub(super) fn next(&self) -> Instant {
        self.next
    }

    pub(super) fn beat_if_due(&mut self, now: Instant) {
        if now >= self.next {
            (self.beat)();
            self.next = now + self.interval;
        }
    }
}
