//! Refuses shutdown and suspend on operating systems without a half of this topic.

use std::path::Path;

use qga_runtime::CommandError;

use super::{ShutdownMode, Sleep};

pub(crate) const UNSUPPORTED: &[&str] =
    &["guest-shutdown", "guest-suspend-disk", "guest-suspend-ram", "guest-suspend-hybrid"];

pub(crate) fn shutdown(_root: &Path, mode: ShutdownMode, _by_kernel: bool) -> Result<(), CommandError> {
    Err(CommandError::new(format!("{mode:?} is not possible on this operating system")))
}

pub(crate) fn suspend(_root: &Path, sleep: Sleep) -> Result<(), CommandError> {
    Err(CommandError::new(format!("sleep ({sleep:?}) is not possible on this operating system")))
}
