//! Tables of the Linux kernel that several topics read: mounts, block devices, and where a disk sits.

pub(crate) mod address;
pub(crate) mod block;
pub(crate) mod kernel_file;
#[cfg(test)]
pub(crate) mod machine;
pub(crate) mod mounts;
mod serial;
