//! Pauses between two looks at something that goes on in the guest.

use std::time::Duration;

const FIRST: Duration = Duration::from_millis(1);

/// Pauses that grow while nothing happens.
#[derive(Debug)]
pub(crate) struct Pace {
    next: Duration,
    longest: Duration,
}

impl Pace {
    /// From 1 ms to 250 ms.
    pub(crate) fn new() -> Self {
        Pace::up_to(Duration::from_millis(250))
    }

    pub(crate) fn up_to(longest: Duration) -> Self {
        Pace { next: FIRST, longest }
    }

    /// Something has happened: what comes next may come soon.
    pub(crate) fn restart(&mut self) {
        self.next = FIRST;
    }

    /// The next pause: a quarter longer than the one before.
    pub(crate) fn pause(&mut self) -> Duration {
        let pause = self.next;
        self.next = (pause * 5 / 4).min(self.longest);
        pause
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_the_longest_and_start_again() {
        let mut pace = Pace::new();
        let pauses: Vec<Duration> = (0..40).map(|_| pace.pause()).collect();
        assert_eq!(pauses[0], Duration::from_millis(1));
        assert!(pauses.windows(2).all(|pair| pair[0] <= pair[1]));
        assert_eq!(pauses[39], Duration::from_millis(250));
        pace.restart();
        assert_eq!(pace.pause(), Duration::from_millis(1));
    }
}
