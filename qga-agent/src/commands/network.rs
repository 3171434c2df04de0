//! The guest's network interfaces and routes.

use qga_runtime::guest::{commands, types};
use qga_runtime::{CommandError, handler};

use crate::process::deadline;
use crate::service::agent::Agent;

#[cfg_attr(target_os = "linux", path = "network/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "network/unsupported.rs")]
mod sys;

/// Commands of this topic that this operating system does not have.
pub(crate) const UNSUPPORTED: &[&str] = sys::UNSUPPORTED;

#[handler]
fn get_interfaces(
    _agent: &mut Agent,
    _command: commands::GuestNetworkGetInterfaces,
) -> Result<Vec<types::GuestNetworkInterface>, CommandError> {
    deadline::run(deadline::CALL_TIMEOUT, "list network interfaces", sys::interfaces)?
}

#[handler]
fn get_route(
    _agent: &mut Agent,
    _command: commands::GuestNetworkGetRoute,
) -> Result<Vec<types::GuestNetworkRoute>, CommandError> {
    deadline::run(deadline::CALL_TIMEOUT, "list network routes", sys::routes)?
}
