//! Block devices as sysfs shows them.

use std::fs;
use std::path::{Path, PathBuf};

use super::mounts::Device;

/// One block device: a whole disk or a partition, of hardware or made by the kernel.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Block {
    /// Its folder, free of symbolic links.
    pub(crate) dir: PathBuf,
    pub(crate) name: String,
    pub(crate) number: Device,
}

impl Block {
    pub(crate) fn by_number(root: &Path, Device { major, minor }: Device) -> Option<Self> {
        Self::at(&root.join(format!("sys/dev/block/{major}:{minor}")))
    }

    /// The device at this place in sysfs, if it is one that has a number.
    pub(crate) fn at(link: &Path) -> Option<Self> {
        let dir = fs::canonicalize(link).ok()?;
        let name = dir.file_name()?.to_str()?.to_owned();
        let number = Device::parse(&attribute(&dir, "dev")?)?;
        Some(Self { dir, name, number })
    }

    /// The devices a folder of sysfs lists (`/sys/block`, `slaves`), in the order of their numbers.
    pub(crate) fn all_in(folder: &Path) -> std::io::Result<Vec<Self>> {
        // A device may disappear after the folder is listed.
        let mut blocks: Vec<Self> = fs::read_dir(folder)?.filter_map(|entry| Self::at(&entry.ok()?.path())).collect();
        blocks.sort_by_key(|block| block.number);
        Ok(blocks)
    }

    /// The device node, by the name the kernel gives it.
    pub(crate) fn node(&self) -> Option<String> {
        let uevent = attribute(&self.dir, "uevent")?;
        let name = uevent.lines().find_map(|line| line.strip_prefix("DEVNAME="))?;
        Some(format!("/dev/{name}"))
    }

    pub(crate) fn is_partition(&self) -> bool {
        self.dir.join("partition").exists()
    }

    pub(crate) fn partitions(&self) -> Vec<Self> {
        let mut partitions = Self::all_in(&self.dir).unwrap_or_default();
        partitions.retain(|block| block.dir.parent() == Some(&self.dir) && block.is_partition());
        partitions
    }

    /// The disk's folder, also for a partition.
    pub(crate) fn disk_dir(&self) -> &Path {
        let parent = self.dir.parent().filter(|_| self.is_partition());
        parent.unwrap_or(&self.dir)
    }

    /// Whether the device is virtual: built on other devices, files or memory.
    pub(crate) fn is_virtual(&self, root: &Path) -> bool {
        self.dir.starts_with(root.join("sys/devices/virtual/block"))
    }

    /// The devices that a virtual disk is built on; `None` if the kernel keeps no such list.
    pub(crate) fn slaves(&self) -> Option<Vec<Self>> {
        Self::all_in(&self.disk_dir().join("slaves")).ok()
    }
}

/// The text of an attribute, if it is there and can be read.
pub(crate) fn attribute(dir: &Path, name: &str) -> Option<String> {
    let bytes = fs::read(dir.join(name)).ok()?;
    Some(String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\0']).to_owned())
}
