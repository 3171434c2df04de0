//! Refuses to set the clock on operating systems without a half of this topic.

use std::path::Path;

use qga_runtime::CommandError;

pub(crate) const UNSUPPORTED: &[&str] = &["guest-set-time"];

pub(crate) fn set(_root: &Path, _nanoseconds: i64) -> Result<(), CommandError> {
    Err(CommandError::new("the clock cannot be set on this operating system"))
}

pub(crate) fn set_from_hardware(_root: &Path) -> Result<(), CommandError> {
    Err(CommandError::new("the clock cannot be set on this operating system"))
}
