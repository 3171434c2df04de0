//! The guest's processors: which there are, switching them on and off, and how their time was spent.

use std::path::Path;
use std::time::Duration;

use crate::deadline;

#[cfg_attr(target_os = "linux", path = "cpu/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "cpu/unsupported.rs")]
mod sys;

/// Commands of this topic that this operating system does not have.
pub(crate) const UNSUPPORTED: &[&str] = sys::UNSUPPORTED;

/// Moving every task and interrupt off a processor takes its time on a loaded machine.
const SWITCH: Duration = Duration::from_secs(30);
