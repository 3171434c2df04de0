//! Waits for many descriptors at once, with epoll.
//!
//! A socket is watched edge-triggered, the cheapest way to wait for the next request. After an event it must be read
//! until a read is short, or written until a write would block.
//!
//! A virtio-serial port returns one buffer of its queue per read, however many wait, so it is watched level-triggered
//! while it has a client. Once the host side is closed it stays readable and hung up, so it is watched edge-triggered.

use std::io;
use std::time::Duration;

use rustix::buffer::spare_capacity;
use rustix::event::{Timespec, epoll};
use rustix::fd::OwnedFd;
use rustix::io::Errno;

use super::watching::{Interest, Ready, Watched};

/// Waits for descriptors.
pub(crate) struct Readiness {
    epoll: OwnedFd,
    /// The descriptors that the kernel watches; it removes closed ones by itself.
    registered: Vec<(u64, Interest)>,
    events: Vec<epoll::Event>,
}

impl Readiness {
    pub(crate) fn new() -> io::Result<Self> {
        let epoll = epoll::create(epoll::CreateFlags::CLOEXEC)?;
        Ok(Readiness { epoll, registered: Vec::new(), events: Vec::with_capacity(32) })
    }

    /// Waits until a descriptor is ready, the timeout ends, or a signal arrives. An id must not be reused for another
    /// descriptor.
    pub(crate) fn wait<'fd>(
        &mut self,
        watched: impl Iterator<Item = Watched<'fd>> + Clone,
        timeout: Option<Duration>,
        ready: &mut Vec<Ready>,
    ) -> io::Result<()> {
        self.watch(watched)?;
        let timeout = timeout.and_then(|timeout| Timespec::try_from(timeout).ok());
        self.events.clear();
        match epoll::wait(&self.epoll, spare_capacity(&mut self.events), timeout.as_ref()) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        ready.extend(self.events.iter().map(|event| {
            let flags = event.flags;
            Ready { id: event.data.u64(), hung_up: flags.intersects(END_FLAGS) }
        }));
        Ok(())
    }

    fn watch<'fd>(&mut self, watched: impl Iterator<Item = Watched<'fd>> + Clone) -> io::Result<()> {
        let ids = watched.clone().map(|one| (one.id, one.interest));
        if ids.clone().eq(self.registered.iter().copied()) {
            return Ok(());
        }
        for one in watched {
            let data = epoll::EventData::new_u64(one.id);
            match self.registered.iter().find(|(id, _)| *id == one.id) {
                None => epoll::add(&self.epoll, one.descriptor, data, flags(one.interest))?,
                Some((_, interest)) if flags(*interest) == flags(one.interest) => {}
                // This also reports what is ready now, so no event since the last wait is lost.
                Some(_) => epoll::modify(&self.epoll, one.descriptor, data, flags(one.interest))?,
            }
        }
        self.registered.clear();
        self.registered.extend(ids);
        Ok(())
    }
}

/// Events that mean the other side has closed.
const END_FLAGS: epoll::EventFlags =
    epoll::EventFlags::HUP.union(epoll::EventFlags::RDHUP).union(epoll::EventFlags::ERR);

fn flags(interest: Interest) -> epoll::EventFlags {
    match interest {
        // The kernel always reports an end; edge-triggered, it does so once.
        Interest::Nothing => epoll::EventFlags::ET,
        Interest::Arrival => epoll::EventFlags::IN,
        // The end of the peer's input is an edge, too, perhaps together with its last bytes.
        Interest::Read | Interest::Return => epoll::EventFlags::IN | epoll::EventFlags::RDHUP | epoll::EventFlags::ET,
        Interest::Write | Interest::Reader => epoll::EventFlags::OUT | epoll::EventFlags::ET,
    }
}
