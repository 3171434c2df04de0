//! Freezing file systems for a snapshot: guest-fsfreeze-status, -freeze, -freeze-list and -thaw.

use std::path::Path;
use std::time::Duration;

use qga_runtime::guest::{commands, types};
use qga_runtime::{CommandError, handler};

use crate::process::logging::AUDIT;
use crate::service::agent::Agent;

mod freezer;
mod hook;
mod marker;
mod volumes;

#[cfg_attr(target_os = "linux", path = "fsfreeze/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "fsfreeze/unsupported.rs")]
mod sys;

pub(crate) use self::freezer::Freezer;
use self::freezer::Settings;
use self::hook::Hook;
use self::marker::Marker;

/// Commands of this topic that this operating system does not have.
pub(crate) const UNSUPPORTED: &[&str] = sys::UNSUPPORTED;

/// The freezer of this machine's file systems; nothing is frozen yet, except by an earlier process of the agent.
///
/// `hook` runs before a freeze and after a thaw; after `limit` the agent thaws by itself.
pub(crate) fn machine(state_dir: &Path, hook: Option<&Path>, limit: Option<Duration>) -> Freezer {
    let root = Path::new("/");
    Freezer::new(Settings {
        volumes: sys::mounted(root),
        marker: Some(Marker { path: state_dir.join("qga.state.isfrozen"), root: root.to_owned() }),
        // The conventional path for no hook.
        hook: hook.filter(|path| *path != Path::new("/dev/null")).map(|path| Hook { program: path.to_owned() }),
        limit,
    })
}

#[handler]
fn status(
    agent: &mut Agent,
    _command: commands::GuestFsfreezeStatus,
) -> Result<types::GuestFsfreezeStatus, CommandError> {
    Ok(agent.offer().freeze_status())
}

#[handler]
fn freeze(agent: &mut Agent, _command: commands::GuestFsfreezeFreeze) -> Result<i64, CommandError> {
    log::info!(target: AUDIT, "guest-fsfreeze called");
    agent.freezer.freeze(None)
}

#[handler]
fn freeze_list(agent: &mut Agent, command: commands::GuestFsfreezeFreezeList) -> Result<i64, CommandError> {
    log::info!(target: AUDIT, "guest-fsfreeze called");
    agent.freezer.freeze(command.mountpoints.as_deref())
}

#[handler]
fn thaw(agent: &mut Agent, _command: commands::GuestFsfreezeThaw) -> Result<i64, CommandError> {
    let thawed = agent.freezer.thaw();
    log::info!(target: AUDIT, "guest-fsthaw called");
    thawed
}
