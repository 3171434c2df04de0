//! What happened to channels, as it is reported to the attendant.
//!
//! While a command runs nothing is reported: the attendant may write a log, and a freeze may be about to stop the disk that
//! the log is on.

use std::io;

use crate::transport::{Address, Peer};

/// What happened to a channel.
#[derive(Debug)]
#[non_exhaustive]
pub enum Notice<'a> {
    /// A client was let in.
    Connected(Peer),
    /// A client was sent away, or its connection failed before it was let in.
    Refused(&'a io::Error),
    /// A client left, orderly or not.
    Disconnected(Option<&'a io::Error>),
    /// No client could be let in.
    CannotAccept(&'a io::Error),
    /// A device is lost, or cannot be opened; opening it is tried again and again.
    DeviceLost(&'a Address, &'a io::Error),
    /// A device could be opened again.
    DeviceOpened(&'a Address),
}

/// A notice that is not reported yet.
pub(super) enum Happened {
    Connected(Peer),
    Refused(io::Error),
    Disconnected(Option<io::Error>),
    CannotAccept(io::Error),
    DeviceLost(Address, io::Error),
    DeviceOpened(Address),
}

impl Happened {
    pub(super) fn notice(&self) -> Notice<'_> {
        match self {
            Happened::Connected(peer) => Notice::Connected(*peer),
            Happened::Refused(error) => Notice::Refused(error),
            Happened::Disconnected(error) => Notice::Disconnected(error.as_ref()),
            Happened::CannotAccept(error) => Notice::CannotAccept(error),
            Happened::DeviceLost(address, error) => Notice::DeviceLost(address, error),
            Happened::DeviceOpened(address) => Notice::DeviceOpened(address),
        }
    }
}
