//! The SSH keys that a user of the guest accepts.

use std::path::Path;

use qga_runtime::CommandError;

use crate::accounts::{self, Account};

#[cfg_attr(target_os = "linux", path = "ssh/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "ssh/unsupported.rs")]
mod sys;

mod keys;

/// Commands of this topic that this operating system does not have.
pub(crate) const UNSUPPORTED: &[&str] = sys::UNSUPPORTED;

fn account(name: &str) -> Result<Account, CommandError> {
    // The success in the text is odd, but it is what the established agent says, and programs know it.
    accounts::find(name)?.ok_or_else(|| CommandError::new(format!("failed to lookup user '{name}': Success")))
}

/// Where the keys of this user are, for error texts.
fn shown(home: &Path) -> String {
    home.join(".ssh/authorized_keys").display().to_string()
}
