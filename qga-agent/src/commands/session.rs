//! guest-sync, guest-sync-delimited, guest-ping and guest-info: synchronisation, liveness and the list of commands.

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
    // Not in the system log: hosts ping every few seconds.
    Ok(())
}

#[handler]
fn info(agent: &mut Agent, _command: commands::GuestInfo) -> Result<types::GuestAgentInfo, CommandError> {
    Ok(agent.offer().info())
}
