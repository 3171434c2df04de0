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
use rustix::time::{Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, timerfd_create, timerfd_settime};

use super::watching::{Interest, Ready, Waited, Watched};

/// Waits for descriptors.
pub(crate) struct Readiness {
    epoll: OwnedFd,
    /// The descriptors that the kernel watches; it removes closed ones by itself.
    registered: Vec<(u64, Interest)>,
    events: Vec<epoll::Event>,
    idle: Option<IdleTimer>,
}

/// The timer's id; no descriptor of a caller has it.
const IDLE_ID: u64 = u64::MAX;

impl Readiness {
    /// With a time `idle`, a wait reports once that no descriptor has become ready for one to two times as long.
    pub(crate) fn new(idle: Option<Duration>) -> io::Result<Self> {
        let epoll = epoll::create(epoll::CreateFlags::CLOEXEC)?;
        let idle = idle.map(|after| IdleTimer::new(after, &epoll)).transpose()?;
        Ok(Readiness { epoll, registered: Vec::new(), events: Vec::with_capacity(32), idle })
    }

    /// Waits until a descriptor is ready, the timeout ends, or a signal arrives. An id must not be reused for another
    /// descriptor.
    pub(crate) fn wait<'fd>(
        &mut self,
        watched: impl Iterator<Item = Watched<'fd>> + Clone,
        timeout: Option<Duration>,
        ready: &mut Vec<Ready>,
    ) -> io::Result<Waited> {
        self.watch(watched)?;
        let timeout = timeout.and_then(|timeout| Timespec::try_from(timeout).ok());
        self.events.clear();
        match epoll::wait(&self.epoll, spare_capacity(&mut self.events), timeout.as_ref()) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let mut expired = false;
        for event in &self.events {
            let flags = event.flags;
            match event.data.u64() {
                IDLE_ID => expired = true,
                id => ready.push(Ready { id, hung_up: flags.intersects(END_FLAGS) }),
            }
        }
        match &mut self.idle {
            Some(timer) => timer.checked(expired, !ready.is_empty()),
            None => Ok(Waited::Due),
        }
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

/// A timer that runs while something happens, so that a wait for the next request needs no timeout of its own: setting
/// one up takes the kernel a twelfth of a ping's time.
struct IdleTimer {
    timer: OwnedFd,
    after: Duration,
    runs: bool,
    /// A descriptor became ready since the timer was set.
    active: bool,
}

impl IdleTimer {
    fn new(after: Duration, epoll: &OwnedFd) -> io::Result<Self> {
        let timer = timerfd_create(TimerfdClockId::Monotonic, TimerfdFlags::CLOEXEC | TimerfdFlags::NONBLOCK)?;
        epoll::add(epoll, &timer, epoll::EventData::new_u64(IDLE_ID), epoll::EventFlags::IN | epoll::EventFlags::ET)?;
        let new = IdleTimer { timer, after, runs: true, active: false };
        new.set()?;
        Ok(new)
    }

    /// Takes the result of a wait.
    fn checked(&mut self, expired: bool, active: bool) -> io::Result<Waited> {
        let is_idle = expired && !self.active && !active;
        self.active = active || self.active && !expired;
        self.runs &= !is_idle;
        if expired && !is_idle || active && !self.runs {
            self.runs = true;
            self.set()?;
        }
        Ok(if is_idle { Waited::Idle } else { Waited::Due })
    }

    fn set(&self) -> io::Result<()> {
        let once = Timespec { tv_sec: 0, tv_nsec: 0 };
        let it_value = Timespec::try_from(self.after).unwrap_or(Timespec { tv_sec: i64::MAX, tv_nsec: 0 });
        timerfd_settime(&self.timer, TimerfdTimerFlags::empty(), &Itimerspec { it_interval: once, it_value })?;
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
