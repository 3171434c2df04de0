//! Waits for many descriptors at once, with poll, on systems without epoll.

use std::io;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::watching::{Interest, Ready, Waited, Watched};

/// Waits for descriptors.
pub(crate) struct Readiness {
    /// Time without any event to report; `None` if it was reported and nothing has happened since.
    idle: Option<Duration>,
    after: Option<Duration>,
}

/// Interval for checking whether a client has opened a device.
const DEVICE_POLL_INTERVAL: Duration = Duration::from_millis(200);

impl Readiness {
    /// With a time `idle`, a wait reports once that no descriptor has become ready for this long.
    pub(crate) fn new(idle: Option<Duration>) -> io::Result<Self> {
        Ok(Readiness { idle, after: idle })
    }

    /// Waits until a descriptor is ready, the timeout ends, or a signal arrives.
    pub(crate) fn wait<'fd>(
        &mut self,
        watched: impl Iterator<Item = Watched<'fd>> + Clone,
        timeout: Option<Duration>,
        ready: &mut Vec<Ready>,
    ) -> io::Result<Waited> {
        let is_polled = |one: &Watched<'_>| matches!(one.interest, Interest::Return | Interest::Reader);
        let polls = watched.clone().any(|one| is_polled(&one));
        let until_idle = self.idle.filter(|_| timeout.is_none() && !polls);
        let timeout = [timeout, polls.then_some(DEVICE_POLL_INTERVAL), until_idle].into_iter().flatten().min();
        let timeout = timeout.and_then(|timeout| Timespec::try_from(timeout).ok());
        let (ids, mut polled): (Vec<u64>, Vec<PollFd<'_>>) = watched
            .clone()
            .filter_map(|one| {
                let events = match one.interest {
                    Interest::Nothing | Interest::Return | Interest::Reader => return None,
                    Interest::Arrival | Interest::Read => PollFlags::IN,
                    Interest::Write => PollFlags::OUT,
                };
                Some((one.id, PollFd::from_borrowed_fd(one.descriptor, events)))
            })
            .unzip();
        match poll(&mut polled, timeout.as_ref()) {
            Ok(_) => {}
            Err(Errno::INTR) => return Ok(Waited::Due),
            Err(error) => return Err(error.into()),
        }
        let states = ids.into_iter().zip(&polled).filter(|(_, polled)| !polled.revents().is_empty());
        ready.extend(states.map(|(id, polled)| Ready { id, hung_up: polled.revents().contains(PollFlags::HUP) }));
        let returned = watched.filter(is_polled);
        ready.extend(returned.map(|one| Ready { id: one.id, hung_up: false }));
        let is_idle = until_idle.is_some() && ready.is_empty();
        self.idle = if is_idle { None } else { self.after.filter(|_| !ready.is_empty()).or(self.idle) };
        Ok(if is_idle { Waited::Idle } else { Waited::Due })
    }
}
