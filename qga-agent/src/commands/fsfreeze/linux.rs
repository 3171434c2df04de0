//! Freezes and thaws mounted file systems by ioctl.

use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use qga_runtime::CommandError;
use rustix::ioctl::{Opcode, opcode};

use super::volumes::{Volume, Volumes};
use crate::linux::mounts::{self, Mount};
use crate::os::errno;
use crate::process::deadline;

pub(crate) const UNSUPPORTED: &[&str] = &[];

/// Timeout for opening a mounted directory, which is in memory on a live device.
const OPEN_TIMEOUT: Duration = Duration::from_secs(10);

/// Thaws per file system, in case the request never fails; no system nests freezes as deeply.
const MAX_THAWS: usize = 100;

const FIFREEZE: Opcode = opcode::read_write::<libc::c_int>(b'X', 119);
const FITHAW: Opcode = opcode::read_write::<libc::c_int>(b'X', 120);

/// The mounted file systems of this machine.
pub(crate) fn mounted(root: &Path) -> Arc<dyn Volumes> {
    Arc::new(Mounted { root: root.to_owned() })
}

#[derive(Debug)]
struct Mounted {
    root: PathBuf,
}

impl Mounted {
    /// The file systems that can be frozen and reached, each once.
    fn list(&self, only: Option<&[String]>) -> Result<Vec<Mount>, CommandError> {
        let mut mounts = mounts::read(&self.root)?;
        mounts.retain(|mount| {
            let wanted = |names: &[String]| names.iter().any(|name| OsStr::new(name) == mount.dir);
            // File systems in user space cannot be frozen, and may hang.
            !mount.kind.starts_with("fuse") && only.is_none_or(wanted)
        });
        let mut mounts = mounts::one_per_device(mounts);
        mounts.retain(|mount| {
            if mount.hidden {
                log::warn!("{:?} is left out of a freeze: another file system is mounted over it", mount.dir);
            }
            !mount.hidden
        });
        Ok(mounts)
    }

    fn open_one(&self, mount: Mount) -> Result<Volume, CommandError> {
        let dir = mount.dir.clone();
        let root = self.root.clone();
        let opened = deadline::run(OPEN_TIMEOUT, &format!("open {dir:?}"), move || mount.open(&root))?;
        let failed = |error| CommandError::new(format!("failed to open {}: {}", dir.display(), errno::text(error)));
        Ok(Volume { file: opened.map_err(failed)?, dir })
    }
}

impl Volumes for Mounted {
    fn open(&self, only: Option<&[String]>) -> Result<Vec<Volume>, CommandError> {
        self.list(only)?.into_iter().map(|mount| self.open_one(mount)).collect()
    }

    fn open_possible(&self) -> Result<Vec<Volume>, CommandError> {
        Ok(self.list(None)?.into_iter().filter_map(|mount| self.open_one(mount).ok()).collect())
    }

    fn freeze(&self, volume: &Volume) -> io::Result<bool> {
        match request(&volume.file, FIFREEZE) {
            Ok(()) => Ok(true),
            Err(error) if matches!(error.raw_os_error(), Some(libc::EBUSY | libc::EOPNOTSUPP)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn thaw(&self, volume: &Volume) -> io::Result<bool> {
        let mut thawed = false;
        for _ in 0..MAX_THAWS {
            match request(&volume.file, FITHAW) {
                Ok(()) => thawed = true,
                // It is not frozen, or no longer.
                Err(error) if matches!(error.raw_os_error(), Some(libc::EINVAL | libc::EOPNOTSUPP)) => break,
                Err(error) => return Err(error),
            }
        }
        Ok(thawed)
    }
}

fn request(file: &File, request: Opcode) -> io::Result<()> {
    loop {
        // SAFETY: neither request looks at its argument.
        if unsafe { libc::ioctl(file.as_raw_fd(), request as libc::Ioctl, 0) } == 0 {
            return Ok(());
        }
        let error = io::Error::last_os_error();
        if error.kind() != io::ErrorKind::Interrupted {
            return Err(error);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::manifest::Tree;

    #[test]
    fn the_requests_have_the_numbers_of_the_kernel_s_header() {
        assert_eq!((FIFREEZE, FITHAW), (0xC004_5877, 0xC004_5878));
    }

    #[test]
    fn what_can_be_frozen_is_listed_once_and_by_any_of_its_places() {
        let tree = Tree::new(
            "proc/self/mountinfo =\n\
             | 1 0 254:0 / / rw - ext4 /dev/vda rw\n\
             | 2 1 254:0 /home /home rw - ext4 /dev/vda rw\n\
             | 3 1 254:1 / /under rw - ext4 /dev/vdb rw\n\
             | 4 3 254:2 / /under rw - xfs /dev/vdc rw\n\
             | 5 1 254:3 / /ntfs rw - fuseblk /dev/vdd rw\n",
        );
        let list = |only: Option<&[&str]>| {
            let only: Option<Vec<String>> = only.map(|names| names.iter().map(ToString::to_string).collect());
            let mounts = Mounted { root: tree.root() }.list(only.as_deref()).expect("a table");
            mounts.iter().map(|mount| format!("{} {}", mount.dir.display(), mount.kind)).collect::<Vec<_>>()
        };
        assert_eq!(list(None), ["/ ext4", "/under xfs"]);
        assert_eq!(list(Some(&["/home", "/under", "/no/such"])), ["/home ext4", "/under xfs"]);
        assert_eq!(list(Some(&["/home", "/"])), ["/ ext4"]);
        assert_eq!(list(Some(&[])), [""; 0]);
    }
}
