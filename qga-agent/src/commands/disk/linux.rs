//! Disks, partitions and their counters, from sysfs and procfs.

#[path = "linux/nvme.rs"]
mod nvme;
#[path = "linux/stats.rs"]
mod stats;

use std::path::Path;

use qga_runtime::CommandError;
use qga_runtime::guest::types::{GuestDiskInfo, GuestDiskSmart};

pub(crate) use self::stats::read as stats;
use crate::linux::address;
use crate::linux::block::Block;
use crate::linux::kernel_file::attribute;
use crate::os::errno;

pub(crate) const UNSUPPORTED: &[&str] = &[];

/// All disks with a size and a device node, highest number first, each after its partitions.
pub(crate) fn disks(root: &Path) -> Result<Vec<GuestDiskInfo>, CommandError> {
    let blocks = Block::all_with_size(root)
        .map_err(|error| CommandError::new(format!("Can't open directory \"/sys/block\": {}", errno::text(error))))?;
    let mut disks = Vec::new();
    for block in &blocks {
        let Some(node) = &block.node else { continue };
        disks.push(disk(root, block, node));
        for partition in block.partitions() {
            if let Some(name) = partition.node {
                let mut info = GuestDiskInfo::new(name, true);
                info.dependencies = Some(vec![node.clone()]);
                disks.push(info);
            }
        }
    }
    disks.reverse();
    Ok(disks)
}

fn disk(root: &Path, block: &Block, node: &str) -> GuestDiskInfo {
    let mut info = GuestDiskInfo::new(node.to_owned(), false);
    info.alias = attribute(&block.dir, "dm/name").filter(|name| !name.is_empty());
    info.dependencies = block.slaves().map(|slaves| slaves.into_iter().rev().filter_map(|slave| slave.node).collect());
    if !block.is_virtual(root) {
        info.address = address::of_disk(root, block);
    }
    if block.name.starts_with("nvme") {
        let node = root.join(node.trim_start_matches('/'));
        info.smart = nvme::smart(&node).map(GuestDiskSmart::Nvme);
    }
    info
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linux::machine::{machine, show};

    fn check(manifest: &str, expected: &[&str]) {
        let shown: Vec<String> = disks(&machine(manifest).root())
            .expect("disks")
            .iter()
            .map(|disk| {
                let partition = if disk.partition { " partition" } else { "" };
                let alias = disk.alias.as_ref().map_or(String::new(), |alias| format!(" = {alias}"));
                let dependencies = disk.dependencies.as_ref().map_or("nothing".to_owned(), |names| names.join(" "));
                let address = disk.address.as_ref().map_or(String::new(), |address| format!("; {}", show(address)));
                format!("{}{partition}{alias} < {dependencies}{address}", disk.name)
            })
            .collect();
        assert_eq!(shown.iter().map(String::as_str).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn disks_of_a_pc() {
        check(
            include_str!("../../../tests/fixtures/pc.disks"),
            &[
                "/dev/nvme1n1 < ; nvme 0:0:0 pci 0:0:10.0 /dev/nvme1n1 uuid.1-2-3",
                "/dev/nvme0n1p1 partition < /dev/nvme0n1",
                "/dev/nvme0n1 < ; nvme 0:0:0 pci 0:0:9.0 /dev/nvme0n1 nvme-0",
                "/dev/vdd < ; virtio 0:0:0 pci 0:0:12.0 /dev/vdd",
                "/dev/vdc < ; virtio 0:0:0 pci 0:0:11.0 /dev/vdc",
                "/dev/vdb < ; virtio 0:0:0 pci 0:0:2.0 /dev/vdb kernel-vdb",
                "/dev/vda14 partition < /dev/vda",
                "/dev/vda1 partition < /dev/vda",
                "/dev/vda < ; virtio 0:0:0 pci 0:1:0.0 /dev/vda udev-vda",
                "/dev/dm-3 = mpatha < /dev/sdg /dev/sdf",
                "/dev/dm-2 = secret < /dev/dm-1",
                "/dev/dm-1 = vg-on--raid < /dev/md0p1",
                "/dev/dm-0 = vg-root < /dev/vdb /dev/sda1",
                "/dev/md0p1 partition < /dev/md0",
                "/dev/md0 < /dev/sdd /dev/sdc",
                "/dev/sdj < ; iscsi 0:0:2 /dev/sdj",
                "/dev/sdi < ; usb 0:0:0 pci 0:0:8.0 /dev/sdi",
                "/dev/sdh < ; usb 0:0:0 pci 0:0:7.0 /dev/sdh usb-sdh",
                "/dev/sdg < ; scsi 2:7:1 pci 0:0:6.0 /dev/sdg",
                "/dev/sdf < ; scsi 0:0:5 pci 0:0:5.0 /dev/sdf",
                "/dev/sde < ; ide 1:0:1 pci 0:0:1.1 /dev/sde",
                "/dev/sdd < ; sata 0:0:9 pci 0:0:31.2 /dev/sdd",
                "/dev/sdc < ; sata 0:0:1 pci 0:0:31.2 /dev/sdc",
                "/dev/sdb < ; scsi 0:3:0 pci 0:0:3.0 /dev/sdb naa.5000000000000001",
                "/dev/sda1 partition < /dev/sda",
                "/dev/sda < ; scsi 0:0:1 pci 0:0:3.0 /dev/sda scsi-sda",
                "/dev/loop0 < ",
            ],
        );
    }

    #[test]
    fn disks_of_other_machines() {
        check(
            include_str!("../../../tests/fixtures/other.disks"),
            &[
                "/dev/vdc < ; virtio 0:0:0 ccw 0.0.1.162 /dev/vdc",
                "/dev/vdb < ; virtio 0:0:0 /dev/vdb",
                "/dev/vda < ; virtio 0:0:0 pci 0:0:1.0 /dev/vda",
                "/dev/xvda < ; xen 0:0:0 /dev/xvda",
                "/dev/mmcblk0p1 partition < /dev/mmcblk0",
                "/dev/mmcblk0 < ; sd 0:0:0 /dev/mmcblk0 0xdeadbeef",
                "/dev/ubda < ; unknown 0:0:0 /dev/ubda",
                "/dev/dasda < ; unknown 0:0:0 ccw 0.0.15.4660 /dev/dasda",
                "/dev/sdb < ; scsi 0:1:5 ccw 0.0.2.3 /dev/sdb",
                "/dev/sda < ; scsi 0:2:1 /dev/sda",
            ],
        );
    }

    #[test]
    fn without_sysfs_the_answer_is_an_error() {
        let error = disks(&machine("").root()).expect_err("no sysfs");
        assert_eq!(error.desc, "Can't open directory \"/sys/block\": No such file or directory");
    }
}
