//! Sleeps while the other side of a device is gone.
//!
//! A virtio-serial port whose host side is closed is "readable" and "hung up" all the time, so that a plain poll would
//! return at once, again and again. The kernel wakes its waiters when the state changes; an edge-triggered watch hears
//! of just that, and can itself be polled.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::time::Duration;

use rustix::buffer::spare_capacity;
use rustix::event::{Timespec, epoll};

/// A watch on a device whose other side is gone.
#[derive(Debug)]
pub(crate) struct HangUp {
    epoll: OwnedFd,
}

impl HangUp {
    /// How often to look without being woken: never.
    pub(crate) const LOOK_EVERY: Option<Duration> = None;

    pub(crate) fn watch(device: impl AsFd) -> io::Result<Self> {
        let epoll = epoll::create(epoll::CreateFlags::CLOEXEC)?;
        let events = epoll::EventFlags::IN | epoll::EventFlags::ET;
        epoll::add(&epoll, device, epoll::EventData::new_u64(0), events)?;
        Ok(HangUp { epoll })
    }

    /// Readable once after each change.
    pub(crate) fn descriptor(&self) -> Option<BorrowedFd<'_>> {
        Some(self.epoll.as_fd())
    }

    /// Takes note of the change, so that the descriptor sleeps until the next.
    pub(crate) fn clear(&self) {
        let mut events: Vec<epoll::Event> = Vec::with_capacity(1);
        // An error here means there was no change to take note of.
        let _ = epoll::wait(&self.epoll, spare_capacity(&mut events), Some(&Timespec { tv_sec: 0, tv_nsec: 0 }));
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::io::Write as _;

    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::fs::{CWD, Mode, OFlags, mkfifoat, open};

    use super::*;

    fn is_ready(hangup: &HangUp) -> bool {
        let descriptor = hangup.descriptor().expect("this one wakes");
        let now = Timespec { tv_sec: 0, tv_nsec: 0 };
        poll(&mut [PollFd::from_borrowed_fd(descriptor, PollFlags::IN)], Some(&now)).expect("pollable") == 1
    }

    /// A pipe with a name is hung up when its last writer leaves, and is not when the next one comes: like a port.
    #[test]
    fn a_device_sleeps_while_hung_up_and_wakes_when_somebody_comes() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("pipe");
        mkfifoat(CWD, &path, Mode::RUSR | Mode::WUSR).expect("a pipe");
        let device = open(&path, OFlags::RDONLY | OFlags::NONBLOCK, Mode::empty()).expect("readable");
        drop(File::options().write(true).open(&path).expect("writable"));
        let hangup = HangUp::watch(&device).expect("watchable");
        hangup.clear();
        assert!(!is_ready(&hangup));
        let mut writer = File::options().write(true).open(&path).expect("writable");
        writer.write_all(b"x").expect("room");
        assert!(is_ready(&hangup));
        hangup.clear();
        assert!(!is_ready(&hangup));
        drop(writer);
        assert!(is_ready(&hangup));
    }
}
