//! Shuts the guest down and suspends it.

use std::path::Path;

use qga_runtime::guest::commands;
use qga_runtime::{CommandError, handler};

use crate::process::logging::AUDIT;
use crate::service::agent::Agent;

#[cfg_attr(target_os = "linux", path = "power/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "power/unsupported.rs")]
mod sys;

/// Commands of this topic that this operating system does not have.
pub(crate) const UNSUPPORTED: &[&str] = sys::UNSUPPORTED;

#[handler]
fn shutdown(agent: &mut Agent, command: commands::GuestShutdown) -> Result<(), CommandError> {
    log::info!(target: AUDIT, "guest-shutdown called, mode: {:?}", command.mode.as_deref().unwrap_or("(null)"));
    sys::shutdown(Path::new("/"), ShutdownMode::named(command.mode.as_deref())?, agent.shutdown_by_kernel)
}

#[handler]
fn suspend_disk(_agent: &mut Agent, _command: commands::GuestSuspendDisk) -> Result<(), CommandError> {
    log::info!(target: AUDIT, "guest-suspend-disk called");
    sys::suspend(Path::new("/"), Sleep::Disk)
}

#[handler]
fn suspend_ram(_agent: &mut Agent, _command: commands::GuestSuspendRam) -> Result<(), CommandError> {
    log::info!(target: AUDIT, "guest-suspend-ram called");
    sys::suspend(Path::new("/"), Sleep::Ram)
}

#[handler]
fn suspend_hybrid(_agent: &mut Agent, _command: commands::GuestSuspendHybrid) -> Result<(), CommandError> {
    log::info!(target: AUDIT, "guest-suspend-hybrid called");
    sys::suspend(Path::new("/"), Sleep::Hybrid)
}

/// How a shutdown ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum ShutdownMode {
    Halt,
    Powerdown,
    Reboot,
}

impl ShutdownMode {
    fn named(name: Option<&str>) -> Result<Self, CommandError> {
        match name {
            Some("halt") => Ok(Self::Halt),
            None | Some("powerdown") => Ok(Self::Powerdown),
            Some("reboot") => Ok(Self::Reboot),
            // The missing bracket at the end is the established agent's text, which programs compare.
            Some(_) => Err(CommandError::new("mode is invalid (valid values are: halt|powerdown|reboot")),
        }
    }
}

/// The place of the guest's state while it is suspended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Sleep {
    Disk,
    Ram,
    /// On disk, in case the power fails, and in memory.
    Hybrid,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mode_is_one_of_three_words() {
        let bad = Err("mode is invalid (valid values are: halt|powerdown|reboot".to_owned());
        let cases = [
            (None, Ok(ShutdownMode::Powerdown)),
            (Some("powerdown"), Ok(ShutdownMode::Powerdown)),
            (Some("halt"), Ok(ShutdownMode::Halt)),
            (Some("reboot"), Ok(ShutdownMode::Reboot)),
            (Some("Reboot"), bad.clone()),
            (Some(""), bad),
        ];
        for (name, expected) in cases {
            assert_eq!(ShutdownMode::named(name).map_err(|error| error.desc), expected, "{name:?}");
        }
    }
}
