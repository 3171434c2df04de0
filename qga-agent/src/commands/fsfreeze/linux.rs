//! Freezes and thaws mounted file systems by ioctl.

use std::fs::{self, File};
use std::io;
use std::os::fd::{AsRawFd, RawFd};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use qga_runtime::CommandError;
use rustix::ioctl::{Opcode, opcode};

use super::guardian::Thaw;
use super::rules::{Need, Rules};
use super::volumes::{Opened, Volume, Volumes};
use crate::linux::mounts::{self, Mount};
use crate::os::errno;
use crate::process::deadline;

#[path = "linux/plan.rs"]
mod plan;

use self::plan::{Plan, Why, Wishes};

pub(crate) const UNSUPPORTED: &[&str] = &[];

/// Timeout for making the plan, which looks at sysfs and at mounted folders.
const PLAN_TIMEOUT: Duration = Duration::from_secs(10);

/// Timeout for opening a mounted directory, which is in memory on a live device.
const OPEN_TIMEOUT: Duration = Duration::from_secs(10);

/// Thaws per file system, in case the request never fails; no system nests freezes as deeply.
const MAX_THAWS: usize = 100;

const FIFREEZE: Opcode = opcode::read_write::<libc::c_int>(b'X', 119);
const FITHAW: Opcode = opcode::read_write::<libc::c_int>(b'X', 120);

/// The mounted file systems of this machine, and the files that the agent uses besides its own program.
pub(crate) fn mounted(root: &Path, rules: Rules, mut own_files: Vec<PathBuf>) -> Arc<dyn Volumes> {
    own_files.extend(fs::read_link(root.join("proc/self/exe")));
    Arc::new(Mounted { root: root.to_owned(), wishes: Wishes { rules, own_files, ..Wishes::default() } })
}

#[derive(Debug)]
struct Mounted {
    root: PathBuf,
    wishes: Wishes,
}

impl Mounted {
    fn make_plan(&self, wishes: Wishes) -> Result<Plan, CommandError> {
        let root = self.root.clone();
        deadline::run(PLAN_TIMEOUT, "plan the freeze", move || Plan::make(&root, &wishes))?
    }

    fn open_one(&self, mount: Mount, need: Need, group: usize) -> Result<Volume, (PathBuf, CommandError)> {
        let dir = mount.dir.clone();
        let root = self.root.clone();
        let failed = |error| CommandError::new(format!("failed to open {}: {}", dir.display(), errno::text(error)));
        let opened = deadline::run(OPEN_TIMEOUT, &format!("open {dir:?}"), move || mount.open(&root));
        match opened.and_then(|opened| opened.map_err(failed)) {
            Ok(file) => Ok(Volume { dir, file, need, group, late: OnceLock::new() }),
            Err(error) => Err((dir, error)),
        }
    }
}

impl Volumes for Mounted {
    fn plan(&self) -> Result<String, CommandError> {
        self.make_plan(self.wishes.clone()).map(|plan| plan.to_string())
    }

    fn open(&self, only: Option<&[String]>) -> Result<Opened, CommandError> {
        let mut opened = Opened::default();
        let plan = self.make_plan(Wishes { only: only.map(<[String]>::to_vec), ..self.wishes.clone() })?;
        let hidden = plan.left_out.into_iter().filter(|left_out| left_out.why == Why::Hidden);
        opened.unreachable.extend(hidden.map(|left_out| (left_out.dir, left_out.why.to_string())));
        for step in plan.steps {
            match self.open_one(step.mount, step.need, step.group) {
                Ok(volume) => opened.volumes.push(volume),
                Err((dir, error)) if step.need == Need::Optional => opened.unreachable.push((dir, error.desc)),
                Err((_, error)) => return Err(error),
            }
        }
        Ok(opened)
    }

    fn open_possible(&self) -> Result<Vec<Volume>, CommandError> {
        // Without the owner's rules, which may have changed since the freeze.
        let all = Wishes { single_files: true, ..Wishes::default() };
        let mounts: Vec<(usize, Mount)> = match self.make_plan(all) {
            Ok(plan) => plan.steps.into_iter().rev().map(|step| (step.group, step.mount)).collect(),
            Err(_) => mounts::one_per_device(mounts::read(&self.root)?).into_iter().enumerate().collect(),
        };
        let open = |(group, mount)| self.open_one(mount, Need::Usual, group).ok();
        Ok(mounts.into_iter().filter_map(open).collect())
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

    fn thaw_in_guardian(&self) -> Thaw {
        thaw_descriptor
    }
}

/// Thaws as often as it was frozen; called in the guardian.
fn thaw_descriptor(descriptor: RawFd) -> bool {
    for _ in 0..MAX_THAWS {
        // SAFETY: the request does not look at its argument; a descriptor that is not open is an error.
        if unsafe { libc::ioctl(descriptor, FITHAW as libc::Ioctl, 0) } != 0 {
            return matches!(io::Error::last_os_error().raw_os_error(), Some(libc::EINVAL | libc::EOPNOTSUPP));
        }
    }
    true
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

    #[test]
    fn the_requests_have_the_numbers_of_the_kernel_s_header() {
        assert_eq!((FIFREEZE, FITHAW), (0xC004_5877, 0xC004_5878));
    }
}
