//! Lists no file systems on operating systems without a half of this topic.

use std::path::Path;

use qga_runtime::CommandError;
use qga_runtime::guest::types::{GuestFilesystemInfo, GuestFilesystemTrimResponse};

pub(crate) const UNSUPPORTED: &[&str] = &["guest-get-fsinfo", "guest-fstrim"];

pub(crate) fn filesystems(_root: &Path) -> Result<Vec<GuestFilesystemInfo>, CommandError> {
    Err(CommandError::new("file systems are not supported on this system"))
}

pub(crate) fn trim(_root: &Path, _minimum: u64) -> Result<GuestFilesystemTrimResponse, CommandError> {
    Err(CommandError::new("trimming is not supported on this system"))
}
