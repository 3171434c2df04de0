//! The file that tells an agent that starts while file systems are frozen that they are, and in which boot they were.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::PathBuf;

use crate::state_file;

/// `qga.state.isfrozen` in the state directory.
#[derive(Clone, Debug)]
pub(crate) struct Marker {
    pub(crate) path: PathBuf,
    /// What stands for `/` where the kernel's tables are read.
    pub(crate) root: PathBuf,
}

impl Marker {
    pub(crate) fn set(&self) -> io::Result<()> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(0o600).custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK);
        options.open(&self.path)?.write_all(self.boot().unwrap_or_default().as_bytes())
    }

    pub(crate) fn clear(&self) -> io::Result<()> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            result => result,
        }
    }

    /// Whether it was set and not cleared since this system started. A marker of another boot came with a copied or
    /// restored image, or the system went down frozen; nothing is frozen after a start. When in doubt, it counts: thawing
    /// what is not frozen does no harm.
    pub(crate) fn is_set(&self) -> bool {
        let content = match state_file::read(&self.path) {
            Ok(content) => content,
            Err(error) => return error.kind() != io::ErrorKind::NotFound,
        };
        if content.is_empty() {
            return !self.is_older_than_boot();
        }
        self.boot().is_none_or(|boot| boot == content)
    }

    /// The established agent leaves an empty file; its time is all it tells.
    fn is_older_than_boot(&self) -> bool {
        let Ok(metadata) = fs::metadata(&self.path) else { return false };
        let stat = fs::read_to_string(self.root.join("proc/stat")).unwrap_or_default();
        let boot = stat.lines().find_map(|line| line.strip_prefix("btime ")?.trim().parse::<i64>().ok());
        boot.is_some_and(|boot| metadata.mtime() < boot)
    }

    /// The kernel's name for the time since it started.
    fn boot(&self) -> Option<String> {
        let id = fs::read_to_string(self.root.join("proc/sys/kernel/random/boot_id")).ok()?;
        (!id.trim().is_empty()).then_some(id)
    }
}

#[cfg(test)]
mod tests {
    use rustix::fs::{CWD, Mode, mkfifoat};

    use super::*;
    use crate::manifest::Tree;

    fn marker(tree: &Tree) -> Marker {
        Marker { path: tree.root().join("run/qga.state.isfrozen"), root: tree.root() }
    }

    #[test]
    fn it_counts_in_the_boot_that_set_it_only() {
        let tree = Tree::new("run/\nproc/sys/kernel/random/boot_id = 1111-2222\\n");
        let marker = marker(&tree);
        assert!(!marker.is_set());
        marker.clear().expect("nothing to clear");
        marker.set().expect("a writable folder");
        assert!(marker.is_set());
        assert_eq!(fs::metadata(&marker.path).expect("the file").mode() & 0o777, 0o600);

        tree.write("proc/sys/kernel/random/boot_id", b"3333-4444\n");
        assert!(!marker.is_set());
        marker.set().expect("over the old one");
        assert!(marker.is_set());
        marker.clear().expect("the file");
        assert!(!marker.path.exists() && !marker.is_set());
    }

    #[test]
    fn an_empty_one_counts_when_it_is_younger_than_the_boot() {
        for (stat, expected) in [("cpu 1\\nbtime 1\\n", true), ("btime 99999999999\\n", false), ("cpu 1\\n", true)] {
            let tree = Tree::new(&format!(
                "run/qga.state.isfrozen = \nproc/stat = {stat}\nproc/sys/kernel/random/boot_id = 1111\\n"
            ));
            assert_eq!(marker(&tree).is_set(), expected, "{stat}");
        }
    }

    #[test]
    fn when_in_doubt_it_counts() {
        assert!(marker(&Tree::new("run/qga.state.isfrozen = 1111\\n")).is_set());
        assert!(marker(&Tree::new("run/qga.state.isfrozen/")).is_set());
        // Nobody writes to this one, and nobody waits for that.
        let tree = Tree::new("run/\nproc/sys/kernel/random/boot_id = 1111\\n");
        mkfifoat(CWD, marker(&tree).path, Mode::RUSR | Mode::WUSR).expect("a pipe");
        assert!(marker(&tree).is_set());
    }
}
