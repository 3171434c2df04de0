//! Byte streams between host and guest, and their addresses.

use std::io;
use std::time::Instant;

mod address;

#[cfg(unix)]
pub mod char_device;
#[cfg(unix)]
mod line;
#[cfg(unix)]
mod listener;
#[cfg(unix)]
pub mod memory;
#[cfg(target_os = "linux")]
pub(crate) mod readiness;
#[cfg(all(unix, not(target_os = "linux")))]
#[path = "transport/readiness_polled.rs"]
pub(crate) mod readiness;
#[cfg(all(target_os = "linux", test))]
mod readiness_polled;
#[cfg(unix)]
mod stream;
#[cfg(unix)]
mod tcp;
mod timed;
#[cfg(unix)]
mod unix;
#[cfg(target_os = "linux")]
mod vsock;
#[cfg(all(unix, not(target_os = "linux")))]
#[path = "transport/vsock_unsupported.rs"]
mod vsock;
#[cfg(unix)]
pub(crate) mod watching;

pub use address::{Address, AddressError};
#[cfg(unix)]
pub use listener::{Accepted, Admission, Listener, Peer, TcpReach};
#[cfg(unix)]
pub use stream::Stream;
pub use timed::Timed;

/// A connected byte stream of a client, whose reads and writes end at a deadline.
///
/// Every [`Read`](io::Read) and [`Write`](io::Write) with timeouts is one, see [`Timed`]; implement it for others, such as
/// a stream through a hypervisor's library.
pub trait Transport {
    /// Appends bytes that arrive before the deadline, up to the spare capacity of `into`; zero means that the peer has
    /// closed.
    ///
    /// # Errors
    /// [`io::ErrorKind::TimedOut`] at the deadline.
    fn read_by(&mut self, into: &mut Vec<u8>, deadline: Instant) -> io::Result<usize>;

    /// Writes everything before the deadline.
    ///
    /// # Errors
    /// [`io::ErrorKind::TimedOut`] at the deadline; part of the bytes may be written then.
    fn write_all_by(&mut self, bytes: &[u8], deadline: Instant) -> io::Result<()>;
}

#[cfg(unix)]
impl Transport for Stream {
    fn read_by(&mut self, into: &mut Vec<u8>, deadline: Instant) -> io::Result<usize> {
        Stream::read_by(self, into, deadline)
    }

    fn write_all_by(&mut self, bytes: &[u8], deadline: Instant) -> io::Result<()> {
        Stream::write_all_by(self, bytes, deadline)
    }
}
