//! Lists no processors on operating systems without a half of this topic.

use std::path::Path;

use qga_runtime::CommandError;
use qga_runtime::guest::types::{GuestCpuStats, GuestLogicalProcessor};

pub(super) const UNSUPPORTED: &[&str] = &["guest-get-vcpus", "guest-set-vcpus", "guest-get-cpustats"];

pub(super) fn processors(_root: &Path) -> Result<Vec<GuestLogicalProcessor>, CommandError> {
    Err(CommandError::new("processors cannot be read on this operating system"))
}

pub(super) fn switch(_root: &Path, _wanted: &[GuestLogicalProcessor]) -> Result<i64, CommandError> {
    Err(CommandError::new("processors cannot be switched on this operating system"))
}

pub(super) fn statistics(_root: &Path, _ticks_per_second: u64) -> Result<Vec<GuestCpuStats>, CommandError> {
    Err(CommandError::new("processor times cannot be read on this operating system"))
}
