//! Freezing file systems for a snapshot: guest-fsfreeze-status, -freeze, -freeze-list and -thaw.

mod freezer;
mod hook;
mod marker;
mod volumes;

#[cfg_attr(target_os = "linux", path = "fsfreeze/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "fsfreeze/unsupported.rs")]
mod sys;

pub(crate) use self::freezer::{Freezer, Settings};
pub(crate) use self::hook::Hook;
pub(crate) use self::marker::Marker;
pub(crate) use self::sys::Mounted;

/// Commands of this topic that this operating system does not have.
pub(crate) const UNSUPPORTED: &[&str] = sys::UNSUPPORTED;
