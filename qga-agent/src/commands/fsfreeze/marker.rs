//! The marker file of frozen file systems, bound to the boot, for an agent that starts during a freeze.
//!
//! It holds the boot's id, and a line for each hook that was started since.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::process::former::Former;
use crate::process::state_file;
use crate::process::trusted_path::Place;

/// `qga.state.isfrozen` in the state directory.
#[derive(Clone, Debug)]
pub(crate) struct Marker {
    pub(crate) path: PathBuf,
    /// The folder in place of `/` above `proc`.
    pub(crate) root: PathBuf,
}

impl Marker {
    pub(crate) fn set(&self) -> io::Result<()> {
        let mut file = Place::at(&self.path)?.write()?;
        file.set_len(0)?;
        file.write_all(boot(&self.root).unwrap_or_default().as_bytes())
    }

    pub(crate) fn clear(&self) -> io::Result<()> {
        match Place::at(&self.path).and_then(|place| place.remove()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            result => result,
        }
    }

    /// The marker, if it is set, for the line of a hook that is about to be started.
    pub(crate) fn for_hook(&self) -> io::Result<Option<File>> {
        match Place::at(&self.path).and_then(|place| place.extend()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            result => result.map(Some),
        }
    }

    /// The hook that was started last.
    pub(crate) fn hook(&self) -> Option<Former> {
        Former::read(state_file::read(&self.path).ok()?.text.lines().skip(1).last()?)
    }

    /// Whether it was set in this boot and not cleared. A marker of another boot is from a copied image or a crash
    /// during a freeze; after a boot nothing is frozen. In doubt it counts: thawing a file system that is not frozen
    /// does no harm.
    pub(crate) fn is_set(&self) -> bool {
        let content = match state_file::read(&self.path) {
            Ok(content) => content,
            Err(error) => return error.kind() != io::ErrorKind::NotFound,
        };
        if content.text.is_empty() {
            return !self.is_before_boot(content.modified);
        }
        boot(&self.root).is_none_or(|boot| boot == content.text.split_inclusive('\n').next().unwrap_or_default())
    }

    /// Whether this time, in seconds since 1970, is before the boot; used for the established agent's marker, an empty
    /// file.
    fn is_before_boot(&self, time: i64) -> bool {
        let stat = fs::read_to_string(self.root.join("proc/stat")).unwrap_or_default();
        let boot = stat.lines().find_map(|line| line.strip_prefix("btime ")?.trim().parse::<i64>().ok());
        boot.is_some_and(|boot| time < boot)
    }
}

/// The kernel's id of this boot, with a line end. `root` is the folder in place of `/`.
pub(super) fn boot(root: &Path) -> Option<String> {
    let id = fs::read_to_string(root.join("proc/sys/kernel/random/boot_id")).ok()?;
    (!id.trim().is_empty()).then_some(id)
}

#[cfg(test)]
mod tests {
    use std::fs::Permissions;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    use rustix::fs::{CWD, Mode, mkfifoat};

    use super::*;
    use crate::fixture::manifest::Tree;

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
    fn it_is_written_to_no_file_that_another_user_put_there() {
        let tree = Tree::new("run/\nother = precious\nproc/sys/kernel/random/boot_id = 1111\\n");
        let (marker, other) = (marker(&tree), tree.root().join("other"));
        fs::set_permissions(tree.root().join("run"), Permissions::from_mode(0o777)).expect("it is one's own");
        fs::hard_link(&other, &marker.path).expect("one file system");
        marker.set().expect_err("the file has another name");
        marker.clear().expect("the name");
        symlink(&other, &marker.path).expect("a link");
        marker.set().expect_err("it is a link");
        marker.clear().expect("the link");
        marker.set().expect("nothing is there");
        assert!(marker.is_set());
        assert_eq!(fs::read_to_string(other).expect("the file"), "precious");
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
        // A pipe without a writer, which must not be waited for.
        let tree = Tree::new("run/\nproc/sys/kernel/random/boot_id = 1111\\n");
        mkfifoat(CWD, marker(&tree).path, Mode::RUSR | Mode::WUSR).expect("a pipe");
        assert!(marker(&tree).is_set());
    }
}
