//! Lists no disks on operating systems without a half of this topic.

use std::path::Path;

use qga_runtime::CommandError;
use qga_runtime::guest::types::{GuestDiskInfo, GuestDiskStatsInfo};

pub(crate) const UNSUPPORTED: &[&str] = &["guest-get-disks", "guest-get-diskstats"];

pub(crate) fn disks(_root: &Path) -> Result<Vec<GuestDiskInfo>, CommandError> {
    Err(CommandError::new("disks are not supported on this system"))
}

pub(crate) fn stats(_root: &Path) -> Result<Vec<GuestDiskStatsInfo>, CommandError> {
    Err(CommandError::new("disk counters are not supported on this system"))
}
