//! Tables of the Linux kernel that several topics read: mounts, block devices, and where a disk sits.

pub(crate) mod address;
pub(crate) mod block;
pub(crate) mod dependencies;
pub(crate) mod kept_file;
pub(crate) mod kernel_file;
mod loop_device;
#[cfg(test)]
pub(crate) mod machine;
pub(crate) mod mounts;
mod serial;
pub(crate) mod superblocks;
