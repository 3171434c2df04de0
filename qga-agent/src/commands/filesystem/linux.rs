//! File systems on block devices: their disks, their usage, and trimming.

#[path = "linux/trim.rs"]
mod trim;
#[path = "linux/usage.rs"]
mod usage;

use std::fs;
use std::path::Path;

use qga_runtime::CommandError;
use qga_runtime::guest::types::{GuestDiskAddress, GuestFilesystemInfo};

pub(crate) use self::trim::trim;
use crate::linux::address;
use crate::linux::block::Block;
use crate::linux::mounts::{self, Device, Mount};

pub(crate) const UNSUPPORTED: &[&str] = &[];

/// The mounted file systems, last mounted first.
pub(crate) fn filesystems(root: &Path) -> Result<Vec<GuestFilesystemInfo>, CommandError> {
    let mounts = mounts::one_per_device(mounts::read(root)?);
    let usages = usage::of(root, &mounts);
    let mut infos = Vec::with_capacity(mounts.len());
    for (mount, usage) in mounts.iter().zip(usages) {
        let mut info = describe(root, mount);
        if let Some(usage) = usage {
            info.used_bytes = Some(usage.used);
            info.total_bytes = Some(usage.total);
            info.total_bytes_privileged = Some(usage.total_privileged);
        }
        infos.push(info);
    }
    infos.reverse();
    Ok(infos)
}

fn describe(root: &Path, mount: &Mount) -> GuestFilesystemInfo {
    let Device { major, minor } = mount.device;
    let (name, disks) = match Block::by_number(root, mount.device) {
        Some(block) => {
            let disks =
                devices(root, mount, &block).iter().flat_map(|block| address::of_hardware(root, block)).collect();
            (block.name, disks)
        }
        None => (format!("{major}:{minor}"), Vec::<GuestDiskAddress>::new()),
    };
    let dir = mount.dir.to_string_lossy().into_owned();
    GuestFilesystemInfo::new(name, dir, mount.kind.clone(), disks)
}

/// The block devices a file system lies on: one, except with btrfs, which may spread over several.
fn devices(root: &Path, mount: &Mount, block: &Block) -> Vec<Block> {
    if mount.kind == "btrfs" {
        let volumes = fs::read_dir(root.join("sys/fs/btrfs")).into_iter().flatten().flatten();
        for volume in volumes {
            let devices = Block::all_in(&volume.path().join("devices")).unwrap_or_default();
            if devices.contains(block) {
                return devices;
            }
        }
    }
    vec![block.clone()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linux::machine::{machine, show};

    #[test]
    fn each_file_system_names_all_disks_it_lies_on() {
        let machine = machine(include_str!("../../../tests/fixtures/pc.disks"));
        let infos = filesystems(&machine.root()).expect("a table");
        let shown: Vec<String> = infos
            .iter()
            .map(|info| {
                // The fixture's mounts have numbers of other mounts or none, so no usage may be read.
                assert_eq!((info.used_bytes, info.total_bytes, info.total_bytes_privileged), (None, None, None));
                let disks: Vec<String> = info.disk.iter().map(show).collect();
                format!("{} {} {}: {}", info.mountpoint, info.r#type, info.name, disks.join(", "))
            })
            .collect();
        let expected = [
            "/cd iso9660 11:0: ",
            "/san xfs dm-3: scsi 0:0:5 pci 0:0:5.0 /dev/sdf, scsi 2:7:1 pci 0:0:6.0 /dev/sdg",
            "/secret ext4 dm-2: sata 0:0:1 pci 0:0:31.2 /dev/sdc, sata 0:0:9 pci 0:0:31.2 /dev/sdd",
            "/pool btrfs vdc: virtio 0:0:0 pci 0:0:11.0 /dev/vdc, virtio 0:0:0 pci 0:0:12.0 /dev/vdd",
            "/img ext4 loop0: ",
            "/raid xfs dm-1: sata 0:0:1 pci 0:0:31.2 /dev/sdc, sata 0:0:9 pci 0:0:31.2 /dev/sdd",
            "/boot vfat vda1: virtio 0:0:0 pci 0:1:0.0 /dev/vda1 udev-vda",
            "/ ext4 dm-0: scsi 0:0:1 pci 0:0:3.0 /dev/sda1 scsi-sda, virtio 0:0:0 pci 0:0:2.0 /dev/vdb kernel-vdb",
        ];
        assert_eq!(shown, expected);
    }
}
