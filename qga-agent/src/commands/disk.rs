//! Disks: guest-get-disks and guest-get-diskstats.

use std::path::Path;

use qga_runtime::guest::{commands, types};
use qga_runtime::{CommandError, handler};

use crate::process::deadline;
use crate::service::agent::Agent;

#[cfg_attr(target_os = "linux", path = "disk/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "disk/unsupported.rs")]
mod sys;

/// Commands of this topic that this operating system does not have.
pub(crate) const UNSUPPORTED: &[&str] = sys::UNSUPPORTED;

#[handler]
fn get_disks(_agent: &mut Agent, _command: commands::GuestGetDisks) -> Result<Vec<types::GuestDiskInfo>, CommandError> {
    // Reading some attributes, and the health log, waits for the device.
    deadline::run(deadline::CALL_TIMEOUT, "look at the disks", || sys::disks(Path::new("/")))?
}

#[handler]
fn get_diskstats(
    _agent: &mut Agent,
    _command: commands::GuestGetDiskstats,
) -> Result<Vec<types::GuestDiskStatsInfo>, CommandError> {
    sys::stats(Path::new("/"))
}
