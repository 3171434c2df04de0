//! The functions of `vsock` on systems without vsock: they fail.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::time::Instant;

use super::stream::Stream;

pub(super) const HOST_CID: u32 = 2;

pub(super) fn connect(_cid: u32, _port: u32, _deadline: Instant) -> io::Result<Stream> {
    Err(io::ErrorKind::Unsupported.into())
}

pub(super) fn listen(_cid: u32, _port: u32) -> io::Result<OwnedFd> {
    Err(io::ErrorKind::Unsupported.into())
}

pub(super) fn peer_cid(_socket: impl AsFd) -> io::Result<u32> {
    Err(io::ErrorKind::Unsupported.into())
}
