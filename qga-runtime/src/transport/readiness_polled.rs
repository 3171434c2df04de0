//! Waits for many descriptors at once, where the kernel tells of states only.

use std::io;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::watching::{Interest, Ready, Watched};

/// Waits for descriptors.
pub(crate) struct Readiness;

/// How often to look whether somebody has returned to a device.
const LOOK_EVERY: Duration = Duration::from_millis(200);

impl Readiness {
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Readiness)
    }

    /// Waits until something is ready, or the time is over, or a signal arrives.
    pub(crate) fn wait(
        &mut self,
        watched: &[Watched<'_>],
        timeout: Option<Duration>,
        ready: &mut Vec<Ready>,
    ) -> io::Result<()> {
        let looked_at = |one: &&Watched<'_>| matches!(one.interest, Interest::Return | Interest::Reader);
        let looks = watched.iter().any(|one| looked_at(&one));
        let timeout = [timeout, looks.then_some(LOOK_EVERY)].into_iter().flatten().min();
        let timeout = timeout.and_then(|timeout| Timespec::try_from(timeout).ok());
        let (ids, mut polled): (Vec<u64>, Vec<PollFd<'_>>) = watched
            .iter()
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
            Err(Errno::INTR) => return Ok(()),
            Err(error) => return Err(error.into()),
        }
        let states = ids.into_iter().zip(&polled).filter(|(_, polled)| !polled.revents().is_empty());
        ready.extend(states.map(|(id, polled)| Ready { id, hung_up: polled.revents().contains(PollFlags::HUP) }));
        let returned = watched.iter().filter(looked_at);
        ready.extend(returned.map(|one| Ready { id: one.id, hung_up: false }));
        Ok(())
    }
}
