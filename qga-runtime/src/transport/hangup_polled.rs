//! Sleeps while the other side of a device is gone, where the kernel does not wake anybody when it returns.

use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::time::Duration;

/// A device whose other side is gone.
#[derive(Debug)]
pub(crate) struct HangUp;

impl HangUp {
    /// How often to look.
    pub(crate) const LOOK_EVERY: Option<Duration> = Some(Duration::from_millis(200));

    pub(crate) fn watch(_device: impl AsFd) -> io::Result<Self> {
        Ok(HangUp)
    }

    pub(crate) fn descriptor(&self) -> Option<BorrowedFd<'_>> {
        None
    }

    pub(crate) fn clear(&self) {}
}
