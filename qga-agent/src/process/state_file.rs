//! Reads state files that an earlier process of the agent wrote.

use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use crate::process::trusted_path::Place;

/// Read limit; real state files are far smaller.
const MAX_STATE_BYTES: u64 = 64 * 1024;

/// The content of a state file.
pub(crate) struct Content {
    pub(crate) text: String,
    /// When it was written, in seconds since 1970.
    pub(crate) modified: i64,
}

/// Reads a small regular file; refuses one that another user may have put there.
pub(crate) fn read(path: &Path) -> io::Result<Content> {
    let file = Place::at(path)?.read()?;
    let modified = file.metadata()?.mtime();
    let mut text = String::new();
    file.take(MAX_STATE_BYTES).read_to_string(&mut text)?;
    Ok(Content { text, modified })
}
