//! The guardian: a process that thaws the file systems when the agent ends, or when the time limit is over.
//!
//! It is forked from the agent before the first file system is frozen, and holds nothing but their descriptors and a
//! socket to the agent. It executes no program and opens no file later, so it needs no disk that is frozen.

use std::io;
use std::os::fd::{AsRawFd, OwnedFd, RawFd};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::net::{AddressFamily, SendFlags, SocketFlags, SocketType, send, socketpair};

mod child;

/// Thaws the file system behind a descriptor; returns whether it is thawed now. Called in the guardian, so it must be
/// safe in a signal handler: system calls only, no memory from the heap.
pub(crate) type Thaw = fn(RawFd) -> bool;

/// The agent's end. Dropping it dismisses the guardian, which then ends and thaws nothing.
#[derive(Debug)]
pub(crate) struct Guardian {
    line: Line,
    #[cfg(test)]
    process: libc::pid_t,
}

/// A line to the guardian, for the thread that freezes.
#[derive(Clone, Debug)]
pub(crate) struct Line(Arc<OwnedFd>);

/// Waits for the guardian's end; kept by a thread of its own.
#[derive(Debug)]
pub(crate) struct Watch {
    socket: Arc<OwnedFd>,
    process: libc::pid_t,
}

/// How the guardian's work ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// It has thawed because the time limit was over.
    LimitOver,
    /// It has ended, dismissed or killed.
    Ended,
}

/// Timeout for the guardian to get ready.
const START_TIMEOUT: Duration = Duration::from_secs(10);

/// The agent's messages. A number follows where one is meant.
const SKIP: u8 = b's';
const DISMISS: u8 = b'd';
/// The guardian's messages.
const READY: u8 = b'r';
const LIMIT_OVER: u8 = b'l';

impl Guardian {
    /// Starts the guardian of these descriptors, in the order of the freeze; it thaws in reverse. Returns when it is
    /// ready.
    ///
    /// # Errors
    /// It cannot be started, or ended at once.
    pub(crate) fn start(descriptors: &[RawFd], limit: Option<Duration>, thaw: Thaw) -> io::Result<(Self, Watch)> {
        let (socket, other) = socketpair(AddressFamily::UNIX, SocketType::SEQPACKET, SocketFlags::CLOEXEC, None)?;
        let process = child::fork(&other, descriptors, limit, thaw)?;
        drop(other);
        let socket = Arc::new(socket);
        let guardian = Self {
            line: Line(Arc::clone(&socket)),
            #[cfg(test)]
            process,
        };
        let watch = Watch { socket, process };
        // It locks its memory, which may have to be read from a disk that hangs.
        let started = watch.is_readable_within(START_TIMEOUT) && watch.receive(0) == Some(READY);
        if started {
            return Ok((guardian, watch));
        }
        // SAFETY: no pointers; the process is a child that nothing has collected yet.
        unsafe { libc::kill(process, libc::SIGKILL) };
        // Not waited for: a process that hangs in the kernel does not end. Without a thread it stays a zombie.
        let _ = thread::Builder::new().name("guardian".into()).spawn(move || watch.reap());
        Err(io::Error::other("it did not start"))
    }

    pub(crate) fn line(&self) -> &Line {
        &self.line
    }

    /// As [`Line::event`].
    pub(crate) fn event(&self) -> Option<Event> {
        self.line.event()
    }

    #[cfg(test)]
    pub(crate) fn process(&self) -> libc::pid_t {
        self.process
    }
}

impl Line {
    /// Tells it not to thaw this one, which another program has frozen.
    pub(crate) fn skip(&self, index: usize) {
        let mut message = [SKIP; 5];
        message[1..].copy_from_slice(&u32::try_from(index).unwrap_or(u32::MAX).to_ne_bytes());
        // If it has ended, the next look at it reports that.
        let _ = send(&self.0, &message, SendFlags::NOSIGNAL);
    }

    /// Whether it has ended its work, and how.
    pub(crate) fn event(&self) -> Option<Event> {
        match receive(&self.0, libc::MSG_DONTWAIT | libc::MSG_PEEK) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => None,
            Ok(Some(LIMIT_OVER)) => Some(Event::LimitOver),
            _ => Some(Event::Ended),
        }
    }
}

impl Drop for Guardian {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = send(&self.line.0, &[DISMISS], SendFlags::NOSIGNAL);
    }
}

impl Watch {
    /// Waits until its work has ended. The message stays, for [`Guardian::event`].
    pub(crate) fn wait(&self) -> Event {
        match self.receive(libc::MSG_PEEK) {
            Some(LIMIT_OVER) => Event::LimitOver,
            _ => Event::Ended,
        }
    }

    fn is_readable_within(&self, time: Duration) -> bool {
        let timeout = Timespec::try_from(time).ok();
        poll(&mut [PollFd::new(&*self.socket, PollFlags::IN)], timeout.as_ref()).is_ok_and(|ready| ready == 1)
    }

    fn receive(&self, flags: libc::c_int) -> Option<u8> {
        receive(&self.socket, flags).ok().flatten()
    }

    /// Collects the process, which has ended or is about to.
    pub(crate) fn reap(self) {
        let mut status = 0;
        // SAFETY: the status lives through the call. The process is a child that nothing else collects.
        while unsafe { libc::waitpid(self.process, &raw mut status, 0) } < 0
            && io::Error::last_os_error().kind() == io::ErrorKind::Interrupted
        {}
    }
}

/// The kind of the next message; `None` at the end.
fn receive(socket: &OwnedFd, flags: libc::c_int) -> io::Result<Option<u8>> {
    let mut message = [0u8; 8];
    loop {
        // SAFETY: the buffer is as long as is said and lives through the call.
        let length = unsafe { libc::recv(socket.as_raw_fd(), message.as_mut_ptr().cast(), message.len(), flags) };
        match length {
            0 => return Ok(None),
            1.. => return Ok(Some(message[0])),
            _ => {}
        }
        let error = io::Error::last_os_error();
        if error.kind() != io::ErrorKind::Interrupted {
            return Err(error);
        }
    }
}

#[cfg(test)]
mod tests;
