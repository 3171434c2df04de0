//! Events of channels, as they are reported to the attendant.
//!
//! Nothing is reported while a command runs: the attendant may write a log to a disk that the command is freezing.

use std::io;

use crate::transport::{Address, Peer};

/// An event of a channel.
#[derive(Debug)]
#[non_exhaustive]
pub enum Notice {
    /// A client was admitted.
    Connected(Peer),
    /// A client was refused, or its connection failed before it was admitted.
    Refused(io::Error),
    /// A client disconnected; the error, if there was one.
    Disconnected(Option<io::Error>),
    /// The listener could not accept.
    CannotAccept(io::Error),
    /// A device is lost, or cannot be opened; opening is retried.
    DeviceLost(Address, io::Error),
    /// A device was opened again.
    DeviceOpened(Address),
}
