//! Two connected streams in one process.

use std::io;

use rustix::net::{AddressFamily, SocketFlags, SocketType, socketpair};

use super::Stream;

/// Two ends of one stream: what is written to one is read from the other.
///
/// # Errors
/// The process has too many descriptors.
pub fn pair() -> io::Result<(Stream, Stream)> {
    let (one, other) = socketpair(AddressFamily::UNIX, SocketType::STREAM, SocketFlags::CLOEXEC, None)?;
    Ok((Stream::socket(one), Stream::socket(other)))
}
