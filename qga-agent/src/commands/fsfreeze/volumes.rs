//! The operating system calls of the freezer, as a trait.

use std::fmt;
use std::fs::File;
use std::io;
use std::path::PathBuf;

use qga_runtime::CommandError;

/// The file systems of a machine that can be frozen.
pub(crate) trait Volumes: fmt::Debug + Send + Sync {
    /// Opens the file systems that can be reached, or those of them mounted at one of these places, in mount order.
    ///
    /// # Errors
    /// The list cannot be read or one of them cannot be opened.
    fn open(&self, only: Option<&[String]>) -> Result<Vec<Volume>, CommandError>;

    /// Opens the file systems that can be opened, in mount order.
    ///
    /// # Errors
    /// The list cannot be read.
    fn open_possible(&self) -> Result<Vec<Volume>, CommandError>;

    /// Freezes; false if it is frozen already or cannot be frozen.
    fn freeze(&self, volume: &Volume) -> io::Result<bool>;

    /// Thaws as often as it was frozen; false if it was not.
    fn thaw(&self, volume: &Volume) -> io::Result<bool>;
}

/// An open directory of a mounted file system.
#[derive(Debug)]
pub(crate) struct Volume {
    pub(crate) dir: PathBuf,
    pub(crate) file: File,
}

/// No file systems: for an agent without a machine, and for operating systems without freezing.
#[derive(Debug)]
pub(crate) struct Nothing;

impl Volumes for Nothing {
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
