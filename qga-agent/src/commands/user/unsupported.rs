//! Lists no users on operating systems without a half of this topic.

use std::path::Path;

use qga_runtime::CommandError;
use qga_runtime::guest::types::GuestUser;

pub(super) const UNSUPPORTED: &[&str] = &["guest-get-users", "guest-set-user-password"];

pub(super) fn users(_root: &Path) -> Result<Vec<GuestUser>, CommandError> {
    Err(CommandError::new("users cannot be read on this operating system"))
}

pub(super) fn set_password(
    _root: &Path,
    _username: &str,
    _password: &[u8],
    _crypted: bool,
) -> Result<(), CommandError> {
    Err(CommandError::new("passwords cannot be set on this operating system"))
}
