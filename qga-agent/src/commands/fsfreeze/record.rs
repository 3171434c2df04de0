//! The record of a freeze that ended by itself, kept until a thaw has reported it, also across restarts of the agent.

use std::io::{self, Write};
use std::path::PathBuf;

use super::marker;
use crate::process::state_file;
use crate::process::trusted_path::Place;

/// A file in the state directory: the boot, and how the freeze ended.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub(crate) path: PathBuf,
    /// The folder in place of `/` above `proc`.
    pub(crate) root: PathBuf,
}

impl Record {
    pub(crate) fn write(&self, end: &str) -> io::Result<()> {
        let mut file = Place::at(&self.path)?.write()?;
        file.set_len(0)?;
        file.write_all(format!("{}\n{end}\n", marker::boot(&self.root).unwrap_or_default().trim()).as_bytes())
    }

    pub(crate) fn remove(&self) -> io::Result<()> {
        match Place::at(&self.path).and_then(|place| place.remove()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            result => result,
        }
    }

    /// How the last freeze of this boot ended by itself, if that was not reported.
    pub(crate) fn read(&self) -> Option<String> {
        let content = state_file::read(&self.path).ok()?;
        let (boot, end) = content.text.split_once('\n')?;
        (boot == marker::boot(&self.root).unwrap_or_default().trim()).then(|| end.trim_end().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::manifest::Tree;

    #[test]
    fn it_counts_in_its_boot_until_it_is_removed() {
        let tree = Tree::new("run/\nproc/sys/kernel/random/boot_id = 1111\\n");
        let record = Record { path: tree.root().join("run/record"), root: tree.root() };
        assert_eq!(record.read(), None);
        record.remove().expect("nothing to remove");
        record.write("a longer text").expect("a writable folder");
        record.write("a text").expect("over the old one");
        assert_eq!(record.read().as_deref(), Some("a text"));
        tree.write("proc/sys/kernel/random/boot_id", b"2222\n");
        assert_eq!(record.read(), None);
        tree.write("proc/sys/kernel/random/boot_id", b"1111\n");
        record.remove().expect("the file");
        assert_eq!(record.read(), None);
    }
}
