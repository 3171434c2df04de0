//! The operating system calls of the freezer, as a trait.

use std::fmt;
use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use qga_runtime::CommandError;

use super::guardian::{Guardian, Thaw};
use super::rules::Need;

/// The file systems of a machine that can be frozen.
pub(crate) trait Volumes: fmt::Debug + Send + Sync {
    /// What a freeze of all file systems would do, as text for a person.
    ///
    /// # Errors
    /// As [`open`](Self::open), but nothing is opened.
    fn plan(&self) -> Result<String, CommandError>;

    /// Opens the file systems that are to be frozen, or those of them mounted at one of these places, in the order of
    /// the freeze.
    ///
    /// # Errors
    /// There is no such order, or one of them cannot be opened and is not optional.
    fn open(&self, only: Option<&[String]>) -> Result<Opened, CommandError>;

    /// Opens the file systems that can be opened, in the order of a thaw.
    ///
    /// # Errors
    /// The list cannot be read.
    fn open_possible(&self) -> Result<Vec<Volume>, CommandError>;

    /// Freezes; false if it is frozen already or cannot be frozen.
    fn freeze(&self, volume: &Volume) -> io::Result<bool>;

    /// Thaws as often as it was frozen; false if it was not.
    fn thaw(&self, volume: &Volume) -> io::Result<bool>;

    /// The function that thaws an open directory in the guardian.
    fn thaw_in_guardian(&self) -> Thaw;
}

/// What a freeze starts from.
#[derive(Debug, Default)]
pub(crate) struct Opened {
    pub(crate) volumes: Vec<Volume>,
    /// Those that are left out though they lie on block devices, and why: optional and not opened, or under another.
    pub(crate) unreachable: Vec<(PathBuf, String)>,
}

/// An open directory of a mounted file system.
#[derive(Debug)]
pub(crate) struct Volume {
    pub(crate) dir: PathBuf,
    pub(crate) file: File,
    pub(crate) need: Need,
    /// Neighbours with the same number are frozen at the same time, and thawed so.
    pub(crate) group: usize,
    /// While a freeze of it hangs that was given up: thaws it if the agent ends before that freeze.
    pub(crate) late: OnceLock<Arc<Guardian>>,
}

/// No file systems: for an agent without a machine, and for operating systems without freezing.
#[derive(Debug)]
pub(crate) struct Nothing;

impl Volumes for Nothing {
    fn plan(&self) -> Result<String, CommandError> {
        Ok(String::new())
    }

    fn open(&self, _only: Option<&[String]>) -> Result<Opened, CommandError> {
        Ok(Opened::default())
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

    fn thaw_in_guardian(&self) -> Thaw {
        |_| true
    }
}
