//! Block devices as sysfs shows them.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::kernel_file::{self, attribute};
use super::mounts::Device;

/// One block device: a whole disk or a partition, of hardware or made by the kernel.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Block {
    /// Its folder, free of symbolic links.
    pub(crate) dir: PathBuf,
    pub(crate) name: String,
    pub(crate) number: Device,
    /// The device node, by the name the kernel gives it.
    pub(crate) node: Option<String>,
    pub(crate) is_partition: bool,
}

impl Block {
    pub(crate) fn by_number(root: &Path, Device { major, minor }: Device) -> Option<Self> {
        Self::at(&root.join(format!("sys/dev/block/{major}:{minor}")))
    }

    /// The device at this place in sysfs, if it is one that has a number.
    pub(crate) fn at(link: &Path) -> Option<Self> {
        Self::of_dir(kernel_file::resolve(link).ok()?)
    }

    /// All that is asked of a device often is in one attribute.
    fn of_dir(dir: PathBuf) -> Option<Self> {
        let uevent = attribute(&dir, "uevent")?;
        let value = |name: &str| uevent.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
        Some(Self {
            name: dir.file_name()?.to_str()?.to_owned(),
            number: Device { major: value("MAJOR")?.parse().ok()?, minor: value("MINOR")?.parse().ok()? },
            node: value("DEVNAME").map(|name| format!("/dev/{name}")),
            is_partition: value("DEVTYPE") == Some("partition"),
            dir,
        })
    }

    /// The devices a folder of sysfs lists (`slaves`), in the order of their numbers.
    pub(crate) fn all_in(folder: &Path) -> io::Result<Vec<Self>> {
        Ok(sorted(paths_in(folder)?.filter_map(|link| Self::at(&link))))
    }

    /// The disks of the machine that have a size, in the order of their numbers. Their size is read first: many machines
    /// have some empty disks, such as loops without a file.
    pub(crate) fn all_with_size(root: &Path) -> io::Result<Vec<Self>> {
        let has_size = |link: &PathBuf| attribute(link, "size").is_some_and(|size| size != "0");
        Ok(sorted(paths_in(&root.join("sys/block"))?.filter(has_size).filter_map(|link| Self::at(&link))))
    }

    /// A disk's partitions: folders in its folder whose names begin with its own name.
    pub(crate) fn partitions(&self) -> Vec<Self> {
        let is_named_so = |dir: &PathBuf| {
            dir.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(self.name.as_bytes()))
        };
        let mut partitions = match paths_in(&self.dir) {
            Ok(paths) => sorted(paths.filter(is_named_so).filter_map(Self::of_dir)),
            Err(_) => Vec::new(),
        };
        partitions.retain(|block| block.is_partition);
        partitions
    }

    /// The disk's folder, also for a partition.
    pub(crate) fn disk_dir(&self) -> &Path {
        let parent = self.dir.parent().filter(|_| self.is_partition);
        parent.unwrap_or(&self.dir)
    }

    /// Whether the device is virtual: built on other devices, files or memory.
    pub(crate) fn is_virtual(&self, root: &Path) -> bool {
        self.dir.starts_with(root.join("sys/devices/virtual/block"))
    }

    /// Whether the device is one of the machine: nothing in this guest serves it. An iSCSI disk, for one, is not known to
    /// be: its session has no such bus, and the server may be in this guest. A virtual bus may have virtio disks that a
    /// program serves.
    pub(crate) fn is_hardware(&self) -> bool {
        const BUSES: [&str; 4] = ["pci", "virtio", "vbd-", "css"];
        let mut names = self.dir.iter().filter_map(OsStr::to_str);
        let is_bus = |name: &str| BUSES.iter().any(|bus| name.starts_with(bus));
        !names.clone().any(|name| name == "virtual") && names.any(is_bus)
    }

    /// The devices that a virtual disk is built on; `None` if the kernel keeps no such list.
    pub(crate) fn slaves(&self) -> Option<Vec<Self>> {
        Self::all_in(&self.disk_dir().join("slaves")).ok()
    }
}

/// The paths in a folder. A device may disappear after its folder is listed.
fn paths_in(folder: &Path) -> io::Result<impl Iterator<Item = PathBuf>> {
    Ok(fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())))
}

fn sorted(blocks: impl Iterator<Item = Block>) -> Vec<Block> {
    let mut blocks: Vec<Block> = blocks.collect();
    blocks.sort_by_key(|block| block.number);
    blocks
}
