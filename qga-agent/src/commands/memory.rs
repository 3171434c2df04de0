//! The guest's memory blocks: their list, and switching them on and off.

use std::path::Path;
use std::time::Duration;

use qga_runtime::guest::{commands, types};
use qga_runtime::{CommandError, handler};

use crate::process::deadline;
use crate::service::agent::Agent;

#[cfg_attr(target_os = "linux", path = "memory/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "memory/unsupported.rs")]
mod sys;

/// Commands of this topic that this operating system does not have.
pub(crate) const UNSUPPORTED: &[&str] = sys::UNSUPPORTED;

/// Timeout for switching: the kernel first moves everything out of a block, without a limit.
const SWITCH_TIMEOUT: Duration = Duration::from_secs(60);

#[handler]
fn get_memory_blocks(
    _agent: &mut Agent,
    _command: commands::GuestGetMemoryBlocks,
) -> Result<Vec<types::GuestMemoryBlock>, CommandError> {
    deadline::run(deadline::CALL_TIMEOUT, "list memory blocks", || sys::blocks(Path::new("/")))?
}

#[handler]
fn set_memory_blocks(
    _agent: &mut Agent,
    command: commands::GuestSetMemoryBlocks,
) -> Result<Vec<types::GuestMemoryBlockResponse>, CommandError> {
    deadline::run(SWITCH_TIMEOUT, "switch memory blocks on or off", move || {
        sys::switch(Path::new("/"), &command.mem_blks)
    })
}

#[handler]
fn get_memory_block_info(
    _agent: &mut Agent,
    _command: commands::GuestGetMemoryBlockInfo,
) -> Result<types::GuestMemoryBlockInfo, CommandError> {
    sys::block_size(Path::new("/")).map(types::GuestMemoryBlockInfo::new)
}
