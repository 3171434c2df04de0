//! Wakes a thread that waits for descriptors.

use std::io::{self, Read as _, Write as _};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;

/// A descriptor that is readable from [`Wake::wake`] to [`Wake::take`].
pub(super) struct Wake {
    readable: UnixStream,
    writable: UnixStream,
}

impl Wake {
    pub(super) fn new() -> io::Result<Self> {
        let (readable, writable) = UnixStream::pair()?;
        readable.set_nonblocking(true)?;
        writable.set_nonblocking(true)?;
        Ok(Wake { readable, writable })
    }

    pub(super) fn wake(&self) {
        // It fails only when the socket is full, and then it is readable.
        let _ = (&self.writable).write(&[0]);
    }

    /// Makes it unreadable.
    pub(super) fn take(&self) {
        // Unread bytes only cause one more wake-up.
        let _ = (&self.readable).read(&mut [0; 64]);
    }
}

impl AsFd for Wake {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.readable.as_fd()
    }
}
