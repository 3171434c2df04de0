//! Waits for many descriptors at once, and hears of changes instead of states.
//!
//! A socket is watched edge-triggered: that is the cheapest way to wait for the next request. Whoever is told that it is
//! ready must read it until it gives less than there was room for, or write it until it takes no more.
//!
//! A virtio-serial port gives one buffer of its queue at a time, however many wait, so while somebody is behind it its
//! state is watched. Once its host side is closed it is "readable" and "hung up" all the time, and only changes are.

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
    /// What the kernel watches already; what was closed since, it has forgotten by itself.
    known: Vec<(u64, Interest)>,
    events: Vec<epoll::Event>,
}

impl Readiness {
    pub(crate) fn new() -> io::Result<Self> {
        let epoll = epoll::create(epoll::CreateFlags::CLOEXEC)?;
        Ok(Readiness { epoll, known: Vec::new(), events: Vec::with_capacity(32) })
    }

    /// Waits until something is ready, or the time is over, or a signal arrives. A number must not be given to another
    /// descriptor later.
    pub(crate) fn wait(
        &mut self,
        watched: &[Watched<'_>],
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
            Ready { id: event.data.u64(), hung_up: flags.intersects(ENDS) }
        }));
        Ok(())
    }

    fn watch(&mut self, watched: &[Watched<'_>]) -> io::Result<()> {
        let same = |known: &(u64, Interest), watched: &Watched<'_>| *known == (watched.id, watched.interest);
        if self.known.len() == watched.len() && self.known.iter().zip(watched).all(|(known, one)| same(known, one)) {
            return Ok(());
        }
        for one in watched {
            let data = epoll::EventData::new_u64(one.id);
            match self.known.iter().find(|(id, _)| *id == one.id) {
                None => epoll::add(&self.epoll, one.descriptor, data, flags(one.interest))?,
                Some((_, interest)) if flags(*interest) == flags(one.interest) => {}
                // This also tells of what is ready at this moment, so that nothing that happened meanwhile is missed.
                Some(_) => epoll::modify(&self.epoll, one.descriptor, data, flags(one.interest))?,
            }
        }
        self.known.clear();
        self.known.extend(watched.iter().map(|one| (one.id, one.interest)));
        Ok(())
    }
}

/// What tells of an end.
const ENDS: epoll::EventFlags = epoll::EventFlags::HUP.union(epoll::EventFlags::RDHUP).union(epoll::EventFlags::ERR);

fn flags(interest: Interest) -> epoll::EventFlags {
    match interest {
        // The kernel tells of an end whatever is wanted; so it does once.
        Interest::Nothing => epoll::EventFlags::ET,
        Interest::Arrival => epoll::EventFlags::IN,
        // That the other side will send no more comes as a change, too, and perhaps together with its last bytes.
        Interest::Read | Interest::Return => epoll::EventFlags::IN | epoll::EventFlags::RDHUP | epoll::EventFlags::ET,
        Interest::Write | Interest::Reader => epoll::EventFlags::OUT | epoll::EventFlags::ET,
    }
}
