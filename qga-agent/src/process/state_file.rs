//! Reads what an earlier process of the agent has left in the state directory.

use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use crate::process::trusted_path::Place;

/// More than any state file has in it.
const MOST: u64 = 64 * 1024;

/// The content of a state file.
pub(crate) struct Content {
    pub(crate) text: String,
    /// When it was written, in seconds since 1970.
    pub(crate) modified: i64,
}

/// The content of a regular file of a few bytes, whatever another user may have put in its place.
pub(crate) fn read(path: &Path) -> io::Result<Content> {
    let file = Place::at(path)?.read()?;
    let modified = file.metadata()?.mtime();
    let mut text = String::new();
    file.take(MOST).read_to_string(&mut text)?;
    Ok(Content { text, modified })
}
