//! Lists no memory blocks on operating systems without a half of this topic.

use std::path::Path;

use qga_runtime::CommandError;
use qga_runtime::guest::types::{GuestMemoryBlock, GuestMemoryBlockResponse, GuestMemoryBlockResponseType};

pub(super) const UNSUPPORTED: &[&str] =
    &["guest-get-memory-blocks", "guest-set-memory-blocks", "guest-get-memory-block-info"];

pub(super) fn blocks(_root: &Path) -> Result<Vec<GuestMemoryBlock>, CommandError> {
    Err(CommandError::new("memory blocks cannot be read on this operating system"))
}

pub(super) fn switch(_root: &Path, wanted: &[GuestMemoryBlock]) -> Vec<GuestMemoryBlockResponse> {
    let refuse = |block: &GuestMemoryBlock| {
        GuestMemoryBlockResponse::new(block.phys_index, GuestMemoryBlockResponseType::OperationNotSupported)
    };
    wanted.iter().map(refuse).collect()
}

pub(super) fn block_size(_root: &Path) -> Result<u64, CommandError> {
    Err(CommandError::new("memory blocks cannot be read on this operating system"))
}
