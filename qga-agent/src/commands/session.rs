//! guest-sync, guest-sync-delimited, guest-ping and guest-info: is somebody there, and what can it do.

use qga_runtime::CommandError;
use qga_runtime::guest::{commands, types};

use crate::agent::Agent;
use crate::logging::AUDIT;

#[cfg(any())]
fn sync(_agent: &mut Agent, command: commands::GuestSync) -> Result<i64, CommandError> {
    Ok(command.id)
}

#[cfg(any())]
fn sync_delimited(_agent: &mut Agent, command: commands::GuestSyncDelimited) -> Result<i64, CommandError> {
    Ok(command.id)
}

#[cfg(any())]
fn ping(_agent: &mut Agent, _command: commands::GuestPing) -> Result<(), CommandError> {
    log::info!(target: AUDIT, "guest-ping called");
    Ok(())
}

#[cfg(any())]
fn info(agent: &mut Agent, _command: commands::GuestInfo) -> Result<types::GuestAgentInfo, CommandError> {
    // Last first, as clients know it.
    let commands = agent
        .commands()
        .rev()
        .map(|(info, enabled)| types::GuestAgentCommandInfo::new(info.name.into(), enabled, info.success_response));
    Ok(types::GuestAgentInfo::new(env!("CARGO_PKG_VERSION").into(), commands.collect()))
}
