//! File systems on systems where nothing is known about them yet.

use std::path::Path;

use qga_runtime::CommandError;
use qga_runtime::guest::types::{GuestFilesystemInfo, GuestFilesystemTrimResponse};

use super::Stuck;

pub(crate) const UNSUPPORTED: &[&str] = &["guest-get-fsinfo", "guest-fstrim"];

pub(crate) fn filesystems(_root: &Path, _stuck: &Stuck) -> Result<Vec<GuestFilesystemInfo>, CommandError> {
    Err(CommandError::new("file systems are not supported on this system"))
}

pub(crate) fn trim(_root: &Path, _minimum: u64, _stuck: &Stuck) -> Result<GuestFilesystemTrimResponse, CommandError> {
    Err(CommandError::new("trimming is not supported on this system"))
}
