//! Mounted file systems: guest-get-fsinfo and guest-fstrim.

use std::path::Path;

use qga_runtime::guest::{commands, types};
use qga_runtime::{CommandError, handler};

use crate::process::deadline;
use crate::process::logging::AUDIT;
use crate::service::agent::Agent;

#[cfg_attr(target_os = "linux", path = "filesystem/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "filesystem/unsupported.rs")]
mod sys;

/// Commands of this topic that this operating system does not have.
pub(crate) const UNSUPPORTED: &[&str] = sys::UNSUPPORTED;

#[handler]
fn get_fsinfo(
    _agent: &mut Agent,
    _command: commands::GuestGetFsinfo,
) -> Result<Vec<types::GuestFilesystemInfo>, CommandError> {
    deadline::run(deadline::CALL_TIMEOUT, "look at the file systems", || sys::filesystems(Path::new("/")))?
}

#[handler]
fn fstrim(
    _agent: &mut Agent,
    command: commands::GuestFstrim,
) -> Result<types::GuestFilesystemTrimResponse, CommandError> {
    log::info!(target: AUDIT, "guest-fstrim called");
    // The kernel's number has no sign; it refuses one that is too large for the file system, as a negative one becomes.
    let minimum = command.minimum.unwrap_or(0) as u64;
    sys::trim(Path::new("/"), minimum)
}
