//! The guest's memory blocks: which there are, and switching them on and off.

use std::path::Path;
use std::time::Duration;

use crate::deadline;

#[cfg_attr(target_os = "linux", path = "memory/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "memory/unsupported.rs")]
mod sys;

/// Commands of this topic that this operating system does not have.
pub(crate) const UNSUPPORTED: &[&str] = sys::UNSUPPORTED;

/// The kernel moves everything out of a block before it goes off, and tries for as long as it takes.
const SWITCH: Duration = Duration::from_secs(60);
