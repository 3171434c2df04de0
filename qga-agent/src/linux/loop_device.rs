//! Asks a loop device which file it is.

use std::fs::OpenOptions;
use std::os::fd::AsRawFd;
use std::os::unix::fs::{FileTypeExt, MetadataExt, OpenOptionsExt};
use std::path::Path;

use super::block::Block;
use super::mounts::Device;

/// The file behind a loop device.
pub(crate) struct File {
    /// The superblock it lies on; with btrfs the number of a subvolume instead.
    pub(crate) on: Device,
    /// The device that it is, if it is one.
    pub(crate) is: Option<Device>,
}

/// `struct loop_info64` of the kernel's interface.
#[repr(C)]
struct Info {
    device: u64,
    inode: u64,
    special: u64,
    rest: [u64; 26],
}

const LOOP_GET_STATUS64: libc::c_int = 0x4C05;

/// `None` if the device has no file, or none that can be asked for.
pub(crate) fn file(root: &Path, block: &Block) -> Option<File> {
    let device = OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK).open(root.join("dev").join(&block.name));
    let device = device.ok()?;
    let metadata = device.metadata().ok()?;
    if !metadata.file_type().is_block_device() || Device::of(metadata.rdev()) != block.number {
        return None;
    }
    let mut info = Info { device: 0, inode: 0, special: 0, rest: [0; 26] };
    // SAFETY: the structure is as long as the kernel's and outlives the call.
    let done = unsafe { libc::ioctl(device.as_raw_fd(), LOOP_GET_STATUS64 as libc::Ioctl, &raw mut info) };
    let is = (info.special != 0).then(|| Device::of(info.special));
    (done == 0).then(|| File { on: Device::of(info.device), is })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_structure_is_as_long_as_the_kernel_s() {
        assert_eq!(size_of::<Info>(), 232);
    }
}
