//! Events of channels, as they are reported to the attendant.
//!
//! Nothing is reported while a command runs: the attendant may write a log to a disk that the command is freezing.

use std::io;

use crate::transport::{Address, Peer};

/// An event of a channel.
#[derive(Debug)]
#[non_exhaustive]
pub enum Notice<'a> {
    /// A client was admitted.
    Connected(Peer),
    /// A client was refused, or its connection failed before it was admitted.
    Refused(&'a io::Error),
    /// A client disconnected; the error, if there was one.
    Disconnected(Option<&'a io::Error>),
    /// The listener could not accept.
    CannotAccept(&'a io::Error),
    /// A device is lost, or cannot be opened; opening is retried.
    DeviceLost(&'a Address, &'a io::Error),
    /// A device was opened again.
    DeviceOpened(&'a Address),
}

/// A notice not yet reported.
pub(super) enum PendingNotice {
    Connected(Peer),
    Refused(io::Error),
    Disconnected(Option<io::Error>),
    CannotAccept(io::Error),
    DeviceLost(Address, io::Error),
    DeviceOpened(Address),
}

impl PendingNotice {
    pub(super) fn notice(&self) -> Notice<'_> {
        match self {
            PendingNotice::Connected(peer) => Notice::Connected(*peer),
            PendingNotice::Refused(error) => Notice::Refused(error),
            PendingNotice::Disconnected(error) => Notice::Disconnected(error.as_ref()),
            PendingNotice::CannotAccept(error) => Notice::CannotAccept(error),
            PendingNotice::DeviceLost(address, error) => Notice::DeviceLost(address, error),
            PendingNotice::DeviceOpened(address) => Notice::DeviceOpened(address),
        }
    }
}
