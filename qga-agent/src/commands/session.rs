//! guest-sync, guest-sync-delimited, guest-ping and guest-info: is somebody there, and what can it do.

use qga_runtime::guest::{commands, types};
use qga_runtime::{CommandError, handler};

use crate::service::agent::Agent;

#[handler]
fn sync(_agent: &mut Agent, command: commands::GuestSync) -> Result<i64, CommandError> {
    Ok(command.id)
}

#[handler]
fn sync_delimited(_agent: &mut Agent, command: commands::GuestSyncDelimited) -> Result<i64, CommandError> {
    Ok(command.id)
}

#[handler]
fn ping(_agent: &mut Agent, _command: commands::GuestPing) -> Result<(), CommandError> {
    // No line in the system log: it would be one every few seconds, for ever, and nobody waits for it.
    Ok(())
}

#[handler]
fn info(agent: &mut Agent, _command: commands::GuestInfo) -> Result<types::GuestAgentInfo, CommandError> {
    Ok(agent.offer().info())
}
