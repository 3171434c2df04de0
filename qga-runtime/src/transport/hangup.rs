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
