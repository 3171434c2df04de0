//! Reads the table of mounted file systems, and opens one of them, never another mounted over it.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use qga_runtime::CommandError;
use rustix::fs::{AtFlags, StatxFlags, major, makedev, minor, statx};

pub(crate) mod table;

/// The number of a block device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Device {
    pub(crate) major: u32,
    pub(crate) minor: u32,
}

impl Device {
    /// Reads `254:0`, as `mountinfo` and the `dev` files of sysfs have it.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (major, minor) = text.trim().split_once(':')?;
        Some(Self { major: major.parse().ok()?, minor: minor.parse().ok()? })
    }

    /// Splits the number that `stat` and its like return.
    pub(crate) fn of(number: u64) -> Self {
        Self { major: major(number), minor: minor(number) }
    }

    /// Both in one, as the kernel's interfaces have it.
    pub(crate) fn number(self) -> u64 {
        makedev(self.major, self.minor)
    }
}

/// One mount of a file system that lies on a block device.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mount {
    /// Number of the mount in this mount namespace; the kernel gives it to no other mount while this one exists.
    id: u64,
    pub(crate) device: Device,
    pub(crate) dir: PathBuf,
    pub(crate) kind: String,
    /// Another mount covers it or a folder above it, so its path leads elsewhere.
    pub(crate) hidden: bool,
}

/// The mounts that lie on block devices, in the order they were made, as far as the agent's mount namespace shows them.
///
/// # Errors
/// When the kernel's table cannot be read.
pub(crate) fn read(root: &Path) -> Result<Vec<Mount>, CommandError> {
    let entries = table::read(root)?;
    Ok(entries.iter().filter_map(|entry| Some(entry.mount(entry.block_device(root)?))).collect())
}

/// One mount of each device, in table order: the first that can be reached, or the first when none can.
pub(crate) fn one_per_device(mounts: Vec<Mount>) -> Vec<Mount> {
    let reachable: BTreeSet<Device> = mounts.iter().filter(|mount| !mount.hidden).map(|mount| mount.device).collect();
    let mut seen = BTreeSet::new();
    mounts
        .into_iter()
        .filter(|mount| (!mount.hidden || !reachable.contains(&mount.device)) && seen.insert(mount.device))
        .collect()
}

impl Mount {
    /// Opens the mount's top directory (or file, where a file is mounted); fails if another mount lies at its path.
    ///
    /// A user who owns a folder of the path may have put a link to a device in its place, and opening a device may act on
    /// it. So the path is only looked up first, and opened after the check.
    pub(crate) fn open(&self, root: &Path) -> io::Result<File> {
        if self.hidden {
            return Err(hidden());
        }
        let file = OpenOptions::new().read(true).custom_flags(libc::O_PATH).open(beneath(root, &self.dir))?;
        let metadata = file.metadata()?;
        if !metadata.is_dir() && !metadata.is_file() {
            // An ioctl on it would reach a driver and not the file system.
            return Err(io::Error::from_raw_os_error(libc::ENOTDIR));
        }
        if self.is_mounted_at(&file, &metadata) {
            File::open(format!("/proc/self/fd/{}", file.as_raw_fd()))
        } else {
            Err(hidden())
        }
    }

    fn is_mounted_at(&self, file: &File, metadata: &fs::Metadata) -> bool {
        let flags = AtFlags::EMPTY_PATH | AtFlags::STATX_DONT_SYNC;
        match statx(file, c"", flags, StatxFlags::MNT_ID) {
            Ok(found) if found.stx_mask & StatxFlags::MNT_ID.bits() != 0 => found.stx_mnt_id == self.id,
            // Before Linux 5.8 only the device number identifies a mount, and btrfs gives each subvolume a number of
            // its own.
            _ => self.kind == "btrfs" || Device::of(metadata.dev()) == self.device,
        }
    }
}

fn hidden() -> io::Error {
    io::Error::other("another file system is mounted over it")
}

/// An absolute path of the guest, below the folder in place of `/`.
pub(crate) fn beneath(root: &Path, path: &Path) -> PathBuf {
    root.join(path.strip_prefix("/").unwrap_or(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::manifest::Tree as Fixture;

    fn check(table: &str, expected: &[&str]) {
        let fixture = Fixture::new(table);
        let shown: Vec<String> = one_per_device(read(&fixture.root()).expect("a table"))
            .iter()
            .map(|Mount { device, dir, kind, hidden, .. }| {
                let hidden = if *hidden { " hidden" } else { "" };
                format!("{}:{} {} {kind}{hidden}", device.major, device.minor, dir.display())
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn only_block_devices_are_listed_and_each_once() {
        check(
            "proc/self/mountinfo =\n\
             | 27 1 254:0 / / rw,relatime shared:1 master:2 - ext4 /dev/vda rw,discard\n\
             | 28 27 0:21 / /proc rw - proc proc rw\n\
             | 29 27 0:40 / /srv rw - nfs4 server:/export rw\n\
             | 30 27 8:1 / /mnt/with\\040blank\\011and\\134back rw - xfs /dev/sda1 rw\n\
             | 31 27 8:1 /sub /mnt/bound rw - xfs /dev/sda1 rw\n\
             | not a mount\n",
            &["254:0 / ext4", "8:1 /mnt/with blank\tand\\back xfs"],
        );
    }

    #[test]
    fn btrfs_has_the_number_of_its_source_and_its_subvolumes_are_one() {
        check(
            "sys/class/block/vdb/dev = 254:16\\n\n\
             proc/self/mountinfo =\n\
             | 30 1 0:33 /root / rw - btrfs /dev/vdb rw,subvol=/root\n\
             | 31 30 0:33 /home /home rw - btrfs /dev/vdb rw,subvol=/home\n\
             | 32 30 0:34 / /lost rw - btrfs /dev/gone rw\n",
            &["254:16 / btrfs"],
        );
    }

    #[test]
    fn what_lies_under_another_mount_is_hidden() {
        // vdb lies under a tmpfs, vdc was below vdb, vdd is below a folder that was mounted over, vde was itself mounted
        // twice and is still there at its second place, vdf lies on the tmpfs.
        check(
            "proc/self/mountinfo =\n\
             | 27 1 254:0 / / rw - ext4 /dev/vda rw\n\
             | 40 27 254:16 / /b rw - ext4 /dev/vdb rw\n\
             | 41 40 254:32 / /b/c rw - ext4 /dev/vdc rw\n\
             | 42 40 0:50 / /b rw - tmpfs tmpfs rw\n\
             | 43 42 254:80 / /b/f rw - ext4 /dev/vdf rw\n\
             | 50 27 254:48 / /d/deep rw - ext4 /dev/vdd rw\n\
             | 51 27 0:51 / /d rw - tmpfs tmpfs rw\n\
             | 60 27 254:64 / /e rw - ext4 /dev/vde rw\n\
             | 61 60 0:52 / /e rw - tmpfs tmpfs rw\n\
             | 62 27 254:64 / /e2 rw - ext4 /dev/vde rw\n\
             | 63 27 254:96 / /e2x rw - ext4 /dev/vdg rw\n",
            &[
                "254:0 / ext4",
                "254:16 /b ext4 hidden",
                "254:32 /b/c ext4 hidden",
                "254:80 /b/f ext4",
                "254:48 /d/deep ext4 hidden",
                "254:64 /e2 ext4",
                "254:96 /e2x ext4",
            ],
        );
    }

    #[test]
    fn a_mount_that_is_its_own_parent_ends_the_search() {
        check(
            "proc/self/mountinfo =\n| 1 1 254:0 / / rw - ext4 /dev/vda rw\n| 2 1 8:1 / /a rw - xfs /dev/sda1 rw\n",
            &["254:0 / ext4", "8:1 /a xfs"],
        );
    }

    #[test]
    fn a_device_in_the_place_of_a_mount_is_not_opened() {
        let fixture = Fixture::new("proc/self/mountinfo =\n| 999999 1 254:0 / /mnt rw - ext4 /dev/vda rw\n");
        let mounts = read(&fixture.root()).expect("a table");
        // Opening a socket fails with ENXIO.
        let _socket = std::os::unix::net::UnixListener::bind(fixture.root().join("mnt")).expect("a socket");
        assert_eq!(mounts[0].open(&fixture.root()).expect_err("no mount").raw_os_error(), Some(libc::ENOTDIR));
    }

    #[test]
    fn opening_what_is_not_that_mount_fails() {
        let fixture = Fixture::new("mnt/\nproc/self/mountinfo =\n| 999999 1 254:0 / /mnt rw - ext4 /dev/vda rw\n");
        let mounts = read(&fixture.root()).expect("a table");
        let error = mounts[0].open(&fixture.root()).expect_err("another mount");
        assert_eq!(error.to_string(), "another file system is mounted over it");
    }

    #[test]
    fn a_missing_table_is_an_error() {
        let error = read(&Fixture::new("").root()).expect_err("no table");
        assert_eq!(error.desc, "failed to open mtab file: '/proc/self/mountinfo': No such file or directory");
    }

    #[test]
    fn no_table_makes_the_reader_panic() {
        let table = b"27 1 254:0 / / rw - ext4 /dev/vda rw\n30 27 0:33 /a /b\\040\\134 rw x - btrfs /dev/vdb rw\n31 30 8:1 / /b rw - a b c\n";
        let fixture = Fixture::new("proc/self/\n");
        let mut state = 1u32;
        let mut random = move |below: usize| {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            state as usize % below
        };
        for _ in 0..2000 {
            let mut spoilt = table.to_vec();
            for _ in 0..=random(8) {
                let place = random(spoilt.len());
                spoilt[place] = [b' ', b'\n', b'-', b':', b'\\', b'9', b'/', 0xFF][random(8)];
            }
            spoilt.truncate(random(table.len() + 1));
            fixture.write("proc/self/mountinfo", &spoilt);
            one_per_device(read(&fixture.root()).expect("a table"));
        }
    }
}
