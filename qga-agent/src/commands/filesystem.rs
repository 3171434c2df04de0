//! Mounted file systems: guest-get-fsinfo and guest-fstrim.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use qga_runtime::guest::{commands, types};
use qga_runtime::{CommandError, handler};

use crate::agent::Agent;
use crate::deadline;
use crate::logging::AUDIT;

#[cfg_attr(target_os = "linux", path = "filesystem/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "filesystem/unsupported.rs")]
mod sys;

/// Commands of this topic that this operating system does not have.
pub(crate) const UNSUPPORTED: &[&str] = sys::UNSUPPORTED;

#[handler]
fn get_fsinfo(
    agent: &mut Agent,
    _command: commands::GuestGetFsinfo,
) -> Result<Vec<types::GuestFilesystemInfo>, CommandError> {
    let stuck = agent.stuck.clone();
    deadline::run(deadline::SHORT, "look at the file systems", move || sys::filesystems(Path::new("/"), &stuck))?
}

#[handler]
fn fstrim(
    agent: &mut Agent,
    command: commands::GuestFstrim,
) -> Result<types::GuestFilesystemTrimResponse, CommandError> {
    log::info!(target: AUDIT, "guest-fstrim called");
    // The kernel's number has no sign; it refuses one that is too large for the file system, as a negative one becomes.
    let minimum = command.minimum.unwrap_or(0) as u64;
    sys::trim(Path::new("/"), minimum, &agent.stuck)
}

/// The devices whose file systems an operation of the agent is busy with, on a thread that may hang for ever.
///
/// Host software asks again and again; without this note each question would leave one more thread at a dead device.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stuck {
    /// Shared with the threads, which take themselves off the list should they ever come back.
    busy: Arc<Mutex<BTreeSet<(u32, u32)>>>,
}

impl Stuck {
    /// Runs the work unless an earlier piece of work on that device still runs.
    pub(crate) fn unless_busy<T>(&self, device: (u32, u32), work: impl FnOnce() -> T) -> Option<T> {
        let busy = || self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        if !busy().insert(device) {
            return None;
        }
        let result = work();
        busy().remove(&device);
        Some(result)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_piece_of_work_per_device() {
        let stuck = Stuck::default();
        let inner = stuck.unless_busy((8, 0), || (stuck.unless_busy((8, 0), || 1), stuck.unless_busy((8, 1), || 2)));
        assert_eq!(inner, Some((None, Some(2))));
        assert_eq!(stuck.unless_busy((8, 0), || 3), Some(3));
    }
}
