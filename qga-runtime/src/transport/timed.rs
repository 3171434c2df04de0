//! Blocking readers and writers with timeouts, such as the standard library's sockets, as transports.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::Transport;

/// A blocking reader and writer with timeouts. It must not be in non-blocking mode.
pub trait Timed: Read + Write {
    /// Sets the timeout of reads, more than zero: they then end with [`io::ErrorKind::WouldBlock`] or
    /// [`io::ErrorKind::TimedOut`].
    ///
    /// # Errors
    /// Those of the operating system.
    fn set_read_timeout(&mut self, timeout: Duration) -> io::Result<()>;

    /// Sets the timeout of writes, more than zero; see [`Timed::set_read_timeout`].
    ///
    /// # Errors
    /// Those of the operating system.
    fn set_write_timeout(&mut self, timeout: Duration) -> io::Result<()>;
}

/// Bytes per read, at most.
const MAX_READ_BYTES: usize = 16 * 1024;

/// Bytes per write, at most: some kernels restart the timeout for each piece of a large write.
const MAX_WRITE_BYTES: usize = 16 * 1024;

impl<T: Timed> Transport for T {
    fn read_by(&mut self, into: &mut Vec<u8>, deadline: Instant) -> io::Result<usize> {
        let length = into.len();
        let room = (into.capacity() - length).clamp(1, MAX_READ_BYTES);
        into.resize(length + room, 0);
        let count = within(deadline, |timeout| {
            self.set_read_timeout(timeout)?;
            self.read(&mut into[length..])
        });
        into.truncate(length + count.as_ref().map_or(0, |count| *count));
        count
    }

    fn write_all_by(&mut self, mut bytes: &[u8], deadline: Instant) -> io::Result<()> {
        while !bytes.is_empty() {
            let piece = &bytes[..bytes.len().min(MAX_WRITE_BYTES)];
            let count = within(deadline, |timeout| {
                self.set_write_timeout(timeout)?;
                self.write(piece)
            })?;
            if count == 0 {
                return Err(io::ErrorKind::WriteZero.into());
            }
            bytes = bytes.get(count..).unwrap_or_default();
        }
        within(deadline, |_| self.flush())
    }
}

/// Repeats an attempt until it succeeds, fails, or the deadline has passed.
fn within<T>(deadline: Instant, mut attempt: impl FnMut(Duration) -> io::Result<T>) -> io::Result<T> {
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        match attempt(left.max(Duration::from_millis(1))) {
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted
                ) => {}
            done => return done,
        }
    }
}

impl Timed for TcpStream {
    fn set_read_timeout(&mut self, timeout: Duration) -> io::Result<()> {
        TcpStream::set_read_timeout(self, Some(timeout))
    }

    fn set_write_timeout(&mut self, timeout: Duration) -> io::Result<()> {
        TcpStream::set_write_timeout(self, Some(timeout))
    }
}

#[cfg(unix)]
impl Timed for std::os::unix::net::UnixStream {
    fn set_read_timeout(&mut self, timeout: Duration) -> io::Result<()> {
        std::os::unix::net::UnixStream::set_read_timeout(self, Some(timeout))
    }

    fn set_write_timeout(&mut self, timeout: Duration) -> io::Result<()> {
        std::os::unix::net::UnixStream::set_write_timeout(self, Some(timeout))
    }
}
