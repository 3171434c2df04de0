//! Trims file systems: their devices learn which blocks are free.

use std::os::fd::AsRawFd;
use std::path::Path;
use std::time::Duration;
use std::{fs::File, io};

use qga_runtime::CommandError;
use qga_runtime::guest::types::{GuestFilesystemTrimResponse, GuestFilesystemTrimResult};
use rustix::ioctl::{Opcode, opcode};

use crate::linux::mounts::Mount;
use crate::linux::superblocks::{Nature, Superblocks};
use crate::os::errno;
use crate::process::daemon;
use crate::process::deadline::{FILE_SYSTEMS, STOPPING};

/// Timeout per file system; host software waits ten minutes.
const TRIM_TIMEOUT: Duration = Duration::from_secs(600);

const UNSUPPORTED: &str = "trim not supported";

/// `struct fstrim_range` of the kernel's interface.
#[derive(Clone, Copy)]
#[repr(C)]
struct Range {
    start: u64,
    /// In: bytes to trim. Out: bytes trimmed.
    length: u64,
    minimum: u64,
}

const FITRIM: Opcode = opcode::read_write::<Range>(b'X', 121);

/// Trims one file system after the other. A failure is part of the answer, and the next one is still trimmed.
pub(crate) fn trim(root: &Path, minimum: u64) -> Result<GuestFilesystemTrimResponse, CommandError> {
    let mut paths = Vec::new();
    let all = Superblocks::read(root)?;
    for superblock in &all.list {
        let mount = all.reached(superblock);
        let trimmed = match superblock.nature {
            Nature::Block => {
                let device = mount.block_device(root).unwrap_or(superblock.number);
                trim_one(root, mount.mount(device), minimum)
            }
            // Without a look at a path that may not answer.
            Nature::UserSpace | Nature::Network if superblock.number.major != 0 => Err(UNSUPPORTED.to_owned()),
            Nature::UserSpace | Nature::Network | Nature::Memory => continue,
        };
        let mut result = GuestFilesystemTrimResult::new(mount.dir.to_string_lossy().into_owned());
        match trimmed {
            Ok(range) => {
                result.trimmed = Some(range.length.try_into().unwrap_or(i64::MAX));
                result.minimum = Some(range.minimum.try_into().unwrap_or(i64::MAX));
            }
            Err(text) => result.error = Some(text),
        }
        paths.push(result);
    }
    paths.reverse();
    Ok(GuestFilesystemTrimResponse::new(paths))
}

fn trim_one(root: &Path, mount: Mount, minimum: u64) -> Result<Range, String> {
    if daemon::is_to_stop() {
        return Err(format!("failed to trim: {STOPPING}"));
    }
    let what = format!("trim {:?}", mount.dir);
    let (root, device) = (root.to_owned(), mount.device);
    let work = move || {
        let file = mount.open(&root).map_err(|error| format!("failed to open: {}", errno::text(error)))?;
        fitrim(&file, minimum).map_err(|error| match error.raw_os_error() {
            Some(libc::ENOTTY | libc::EOPNOTSUPP) => UNSUPPORTED.to_owned(),
            _ => format!("failed to trim: {}", errno::text(error)),
        })
    };
    FILE_SYSTEMS.task(TRIM_TIMEOUT).on(device.number()).run(&what, work).map_err(|error| error.desc)?
}

fn fitrim(file: &File, minimum: u64) -> io::Result<Range> {
    let mut range = Range { start: 0, length: u64::MAX, minimum };
    // SAFETY: the range is laid out as the kernel's and outlives the call.
    match unsafe { libc::ioctl(file.as_raw_fd(), FITRIM as libc::Ioctl, &mut range) } {
        0 => Ok(range),
        _ => Err(io::Error::last_os_error()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::manifest::Tree as Fixture;

    #[test]
    fn the_request_has_the_number_of_the_kernel_s_header() {
        assert_eq!(FITRIM, 0xC018_5879);
    }

    #[test]
    fn each_failure_is_in_its_place_and_the_last_mount_comes_first() {
        let fixture = Fixture::new(
            "proc/self/mountinfo =\n\
             | 1 0 254:0 / / rw - ext4 /dev/vda rw\n\
             | 2 1 254:1 / /gone rw - ext4 /dev/vda1 rw\n\
             | 3 1 254:2 / /under rw - ext4 /dev/vda2 rw\n\
             | 4 3 0:50 / /under rw - tmpfs tmpfs rw\n\
             | 5 1 254:3 / /ntfs rw - fuseblk /dev/vda3 rw\n\
             | 6 1 254:1 /a /bound rw - ext4 /dev/vda1 rw\n",
        );
        let answer = trim(&fixture.root(), 0).expect("a table");
        let shown: Vec<_> =
            answer.paths.iter().flatten().map(|path| (path.path.as_str(), path.error.as_deref())).collect();
        let covered = Some("failed to open: another file system is mounted over it");
        let missing = Some("failed to open: No such file or directory");
        let unsupported = Some("trim not supported");
        let expected = [("/ntfs", unsupported), ("/under", covered), ("/gone", missing), ("/", covered)];
        assert_eq!(shown, expected);
        assert!(answer.paths.iter().flatten().all(|path| path.trimmed.is_none() && path.minimum.is_none()));
    }
}
