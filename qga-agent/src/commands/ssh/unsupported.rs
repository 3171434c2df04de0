//! Stands in for SSH keys where this operating system has no half of the topic.

use qga_runtime::CommandError;

use crate::accounts::Account;

pub(super) const UNSUPPORTED: &[&str] =
    &["guest-ssh-get-authorized-keys", "guest-ssh-add-authorized-keys", "guest-ssh-remove-authorized-keys"];

pub(super) fn read(account: Account) -> Result<Vec<u8>, CommandError> {
    Err(refuse(&account))
}

pub(super) fn replace(account: Account, _content: Vec<u8>) -> Result<(), CommandError> {
    Err(refuse(&account))
}

pub(super) fn add(account: Account, _keys: Vec<String>) -> Result<(), CommandError> {
    Err(refuse(&account))
}

pub(super) fn remove(account: Account, _keys: Vec<String>) -> Result<(), CommandError> {
    Err(refuse(&account))
}

fn refuse(account: &Account) -> CommandError {
    let file = super::shown(&account.home);
    CommandError::new(format!("'{file}' cannot be touched on this operating system"))
}
