//! The guest's processors: their list, switching them on and off, and their times.

use std::path::Path;
use std::time::Duration;

use qga_runtime::guest::{commands, types};
use qga_runtime::{CommandError, handler};

use crate::os::units;
use crate::process::deadline;
use crate::service::agent::Agent;

#[cfg_attr(target_os = "linux", path = "cpu/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "cpu/unsupported.rs")]
mod sys;

/// Commands of this topic that this operating system does not have.
pub(crate) const UNSUPPORTED: &[&str] = sys::UNSUPPORTED;

/// Timeout for switching: moving tasks and interrupts off a processor is slow on a loaded machine.
const SWITCH_TIMEOUT: Duration = Duration::from_secs(30);

#[handler]
fn get_vcpus(
    _agent: &mut Agent,
    _command: commands::GuestGetVcpus,
) -> Result<Vec<types::GuestLogicalProcessor>, CommandError> {
    // A processor that is being switched is listed only after that is done.
    deadline::run(deadline::CALL_TIMEOUT, "list processors", || sys::processors(Path::new("/")))?
}

#[handler]
fn set_vcpus(_agent: &mut Agent, command: commands::GuestSetVcpus) -> Result<i64, CommandError> {
    deadline::run(SWITCH_TIMEOUT, "switch processors on or off", move || sys::switch(Path::new("/"), &command.vcpus))?
}

#[handler]
fn get_cpustats(
    _agent: &mut Agent,
    _command: commands::GuestGetCpustats,
) -> Result<Vec<types::GuestCpuStats>, CommandError> {
    sys::statistics(Path::new("/"), units::clock_ticks_per_second())
}
