//! Refuses SSH key commands on operating systems without a half of this topic.

use std::path::Path;

use qga_runtime::CommandError;

use crate::os::accounts::Account;

pub(super) const UNSUPPORTED: &[&str] =
    &["guest-ssh-get-authorized-keys", "guest-ssh-add-authorized-keys", "guest-ssh-remove-authorized-keys"];

pub(super) fn read(_root: &Path, account: Account) -> Result<Vec<u8>, CommandError> {
    Err(refuse(&account))
}

pub(super) fn replace(_root: &Path, account: Account, _content: Vec<u8>) -> Result<(), CommandError> {
    Err(refuse(&account))
}

pub(super) fn add(_root: &Path, account: Account, _keys: Vec<String>) -> Result<(), CommandError> {
    Err(refuse(&account))
}

pub(super) fn remove(_root: &Path, account: Account, _keys: Vec<String>) -> Result<(), CommandError> {
    Err(refuse(&account))
}

fn refuse(account: &Account) -> CommandError {
    CommandError::new(format!("the keys of user '{}' cannot be touched on this operating system", account.name))
}
