//! Freezing on systems where it is not known how.

use std::io;
use std::path::Path;

use qga_runtime::CommandError;

use super::volumes::{Volume, Volumes};

pub(crate) const UNSUPPORTED: &[&str] =
    &["guest-fsfreeze-status", "guest-fsfreeze-freeze", "guest-fsfreeze-freeze-list", "guest-fsfreeze-thaw"];

/// No file system at all.
#[derive(Debug)]
pub(crate) struct Mounted;

impl Mounted {
    pub(crate) fn new(_root: &Path) -> Self {
        Self
    }
}

impl Volumes for Mounted {
    fn open(&self, _only: Option<&[String]>) -> Result<Vec<Volume>, CommandError> {
        Ok(Vec::new())
    }

    fn open_possible(&self) -> Result<Vec<Volume>, CommandError> {
        Ok(Vec::new())
    }

    fn freeze(&self, _volume: &Volume) -> io::Result<bool> {
        Ok(false)
    }

    fn thaw(&self, _volume: &Volume) -> io::Result<bool> {
        Ok(false)
    }
}
