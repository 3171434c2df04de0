//! Reads the usage of file systems, without waiting for those that hang.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::linux::mounts::Mount;
use crate::process::deadline::FILE_SYSTEMS;

/// Timeout for all file systems together. On a live device the usage is in memory; a file system that hangs is not
/// asked again until it answers.
const USAGE_TIMEOUT: Duration = Duration::from_millis(800);

/// Unanswered reads per command; with more, the machine is slow and the file systems are not dead.
const MAX_SILENT: usize = 2;

/// Usage of a file system, in bytes.
#[derive(Debug, PartialEq)]
pub(crate) struct Usage {
    pub(crate) used: u64,
    /// Without the space reserved for the superuser.
    pub(crate) total: u64,
    pub(crate) total_privileged: u64,
}

/// The usage of each mount; `None` if it cannot be reached, fails, or does not answer in time.
pub(crate) fn of(root: &Path, mounts: &[Mount]) -> Vec<Option<Usage>> {
    let mut stuck = 0;
    let mut end = Instant::now() + USAGE_TIMEOUT;
    let usage = |mount: &Mount| {
        if stuck > MAX_SILENT {
            return None;
        }
        let left = end.saturating_duration_since(Instant::now());
        // By the device: another file system may be mounted at the same path by now.
        let device = mount.device.number();
        let what = format!("ask how full device {device:#x} is");
        let (root, mount) = (root.to_owned(), mount.clone());
        let usage = FILE_SYSTEMS.task(left).on(device).run(&what, move || ask(&root, &mount));
        if Instant::now() >= end {
            stuck += 1;
            end = Instant::now() + USAGE_TIMEOUT;
        }
        usage.ok().flatten()
    };
    mounts.iter().map(usage).collect()
}

fn ask(root: &Path, mount: &Mount) -> Option<Usage> {
    let folder = mount.open(root).ok()?;
    let found = rustix::fs::fstatvfs(folder).ok()?;
    Some(Usage::of(found.f_frsize, found.f_blocks, found.f_bfree, found.f_bavail))
}

impl Usage {
    /// The file system's numbers may be nonsense.
    fn of(size: u64, blocks: u64, free: u64, available: u64) -> Self {
        let used = blocks.saturating_sub(free).saturating_mul(size);
        Self {
            used,
            total: used.saturating_add(available.saturating_mul(size)),
            total_privileged: blocks.saturating_mul(size),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_differ_by_what_is_reserved() {
        let usage = Usage::of(4096, 1000, 400, 350);
        assert_eq!(usage, Usage { used: 600 * 4096, total: 950 * 4096, total_privileged: 1000 * 4096 });
    }

    #[test]
    fn senseless_numbers_do_not_overflow() {
        let usage = Usage::of(u64::MAX, u64::MAX, 0, u64::MAX);
        assert_eq!(usage, Usage { used: u64::MAX, total: u64::MAX, total_privileged: u64::MAX });
        assert_eq!(Usage::of(4096, 1, 2, 0), Usage { used: 0, total: 0, total_privileged: 4096 });
    }
}
