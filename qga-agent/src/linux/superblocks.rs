//! The mounted superblocks: one entry for each file system, however often and wherever it is mounted.

use std::collections::BTreeMap;
use std::path::Path;

use qga_runtime::CommandError;

use super::mounts::Device;
use super::mounts::table::{self, Entry};

/// All mounted file systems, in the order of their first mounts.
#[derive(Debug)]
pub(crate) struct Superblocks {
    pub(crate) list: Vec<Superblock>,
    by_number: BTreeMap<Device, usize>,
}

/// One file system.
#[derive(Debug)]
pub(crate) struct Superblock {
    pub(crate) number: Device,
    pub(crate) nature: Nature,
    /// Its mounts in table order, at least one.
    pub(crate) mounts: Vec<Entry>,
}

/// Where a file system keeps its data, as its type says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nature {
    /// On block devices.
    Block,
    /// With a program of the guest or of the host, which may not answer.
    UserSpace,
    /// With a server, which may not answer.
    Network,
    /// In memory, or on devices that the kernel does not name.
    Memory,
}

/// Types with a server at the other end. Some have a device number other than 0.
const NETWORK: &[&str] = &[
    "9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "gfarm", "lustre", "ncpfs", "nfs", "nfs4", "orangefs",
    "panfs", "pvfs2", "smb3", "smbfs",
];

impl Superblocks {
    /// Reads the table of mounts; no path in it is looked at.
    ///
    /// # Errors
    /// When the kernel's table cannot be read.
    pub(crate) fn read(root: &Path) -> Result<Self, CommandError> {
        let mut all = Self { list: Vec::new(), by_number: BTreeMap::new() };
        for entry in table::read(root)? {
            let next = all.list.len();
            let index = *all.by_number.entry(entry.number).or_insert(next);
            if index == next {
                let nature = Nature::of(&entry);
                all.list.push(Superblock { number: entry.number, nature, mounts: Vec::new() });
            }
            all.list[index].mounts.push(entry);
        }
        Ok(all)
    }

    /// The superblock with this number.
    pub(crate) fn numbered(&self, number: Device) -> Option<usize> {
        self.by_number.get(&number).copied()
    }

    /// The superblock with a mount of this number.
    pub(crate) fn of_mount(&self, id: u64) -> Option<usize> {
        self.list.iter().position(|superblock| superblock.mounts.iter().any(|mount| mount.id == id))
    }

    /// The superblock at this absolute path, by the table alone: links in the path are not followed.
    pub(crate) fn at(&self, path: &Path) -> Option<usize> {
        let mounts = self.list.iter().enumerate().flat_map(|(index, superblock)| {
            superblock.mounts.iter().filter(|mount| !mount.hidden).map(move |mount| (mount, index))
        });
        let above = mounts.filter(|(mount, _)| path.starts_with(&mount.dir));
        above.max_by_key(|(mount, _)| mount.dir.components().count()).map(|(_, index)| index)
    }

    /// The mount through which a superblock is best reached: its path leads there, and needs no server on the way.
    pub(crate) fn reached<'a>(&self, superblock: &'a Superblock) -> &'a Entry {
        let mounts = superblock.mounts.iter();
        mounts.min_by_key(|mount| (mount.hidden, self.lies_behind_another(mount))).expect("at least one mount")
    }

    /// Whether a server or a program has to answer before this mount can be reached.
    pub(crate) fn lies_behind_another(&self, mount: &Entry) -> bool {
        let remote = |superblock: &&Superblock| matches!(superblock.nature, Nature::UserSpace | Nature::Network);
        let mut remotes = self.list.iter().filter(remote).flat_map(|superblock| &superblock.mounts);
        remotes.any(|remote| mount.dir != remote.dir && mount.dir.starts_with(&remote.dir))
    }
}

impl Nature {
    fn of(entry: &Entry) -> Self {
        let kind = entry.kind.as_str();
        if kind.starts_with("fuse") || kind == "virtiofs" {
            Self::UserSpace
        } else if NETWORK.contains(&kind) {
            Self::Network
        } else if entry.number.major != 0 || kind == "btrfs" {
            Self::Block
        } else {
            Self::Memory
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;
    use crate::fixture::manifest::Tree;

    #[test]
    fn each_file_system_is_listed_once_with_its_nature() {
        let tree = Tree::new(
            "proc/self/mountinfo =\n\
             | 1 0 254:0 / / rw - ext4 /dev/vda rw\n\
             | 2 1 0:21 / /proc rw - proc proc rw\n\
             | 3 1 0:33 /a /a rw - btrfs /dev/vdb rw,subvol=/a\n\
             | 4 1 254:0 /etc/hosts /hosts rw - ext4 /dev/vda rw\n\
             | 5 1 0:33 /b /b rw - btrfs /dev/vdb rw,subvol=/b\n\
             | 6 1 8:1 / /ntfs rw - fuseblk /dev/sda1 rw\n\
             | 7 1 0:40 / /srv rw - nfs4 server:/export rw\n\
             | 8 7 254:16 / /srv/disk rw - xfs /dev/vdc rw\n",
        );
        let all = Superblocks::read(&tree.root()).expect("a table");
        let shown: Vec<String> = all
            .list
            .iter()
            .map(|superblock| {
                let mut text = format!("{:?}", superblock.nature);
                for mount in &superblock.mounts {
                    let behind = if all.lies_behind_another(mount) { "!" } else { "" };
                    write!(text, " {}{behind}", mount.dir.display()).expect("memory");
                }
                text
            })
            .collect();
        assert_eq!(
            shown,
            ["Block / /hosts", "Memory /proc", "Block /a /b", "UserSpace /ntfs", "Network /srv", "Block /srv/disk!"]
        );
        let kind = |path: &str| all.list[all.at(Path::new(path)).expect("a mount")].mounts[0].kind.as_str();
        let kinds = ["/x", "/a/x", "/b", "/bb", "/hosts", "/srv/disk/x", "/srv/x"].map(kind);
        assert_eq!(kinds, ["ext4", "btrfs", "btrfs", "ext4", "ext4", "xfs", "nfs4"]);
        assert_eq!((all.of_mount(5), all.of_mount(9)), (Some(2), None));
    }

    /// As a host of containers has them: mounts are as many as users like.
    #[test]
    fn thousands_of_mounts_of_one_file_system_are_one() {
        let mut table = "proc/self/mountinfo =\n| 1 0 254:0 / / rw - ext4 /dev/vda rw\n".to_owned();
        for number in 2..3002 {
            writeln!(table, "| {number} 1 254:0 /x /b/{number} rw - ext4 /dev/vda rw").expect("memory");
        }
        let all = Superblocks::read(&Tree::new(&table).root()).expect("a table");
        assert_eq!((all.list.len(), all.list[0].mounts.len()), (1, 3001));
    }
}
