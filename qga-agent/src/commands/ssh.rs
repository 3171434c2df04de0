//! The SSH keys that a user of the guest accepts.

use std::path::Path;

use qga_runtime::guest::{commands, types};
use qga_runtime::{CommandError, handler};

use crate::os::accounts::{self, Account};
use crate::process::logging::AUDIT;
use crate::service::agent::Agent;

#[cfg_attr(target_os = "linux", path = "ssh/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "ssh/unsupported.rs")]
mod sys;

mod keys;

/// Commands of this topic that this operating system does not have.
pub(crate) const UNSUPPORTED: &[&str] = sys::UNSUPPORTED;

#[handler]
fn get_keys(
    _agent: &mut Agent,
    command: commands::GuestSshGetAuthorizedKeys,
) -> Result<types::GuestAuthorizedKeys, CommandError> {
    let content = sys::read(Path::new("/"), account(&command.username)?)?;
    Ok(types::GuestAuthorizedKeys::new(keys::listed(&content)))
}

#[handler]
fn add_keys(_agent: &mut Agent, command: commands::GuestSshAddAuthorizedKeys) -> Result<(), CommandError> {
    log::info!(target: AUDIT, "guest-ssh-add-authorized-keys called, user: {:?}", command.username);
    let commands::GuestSshAddAuthorizedKeys { username, keys, reset, .. } = command;
    let account = account(&username)?;
    keys::check(&keys)?;
    let root = Path::new("/");
    if reset == Some(true) {
        sys::replace(root, account, keys::with(b"", &keys))
    } else {
        sys::add(root, account, keys)
    }
}

#[handler]
fn remove_keys(_agent: &mut Agent, command: commands::GuestSshRemoveAuthorizedKeys) -> Result<(), CommandError> {
    log::info!(target: AUDIT, "guest-ssh-remove-authorized-keys called, user: {:?}", command.username);
    let account = account(&command.username)?;
    keys::check(&command.keys)?;
    sys::remove(Path::new("/"), account, command.keys)
}

fn account(name: &str) -> Result<Account, CommandError> {
    // The word "Success" is odd, but it is the established agent's text, which programs compare.
    accounts::find(name)?.ok_or_else(|| CommandError::new(format!("failed to lookup user '{name}': Success")))
}
