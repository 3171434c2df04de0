//! What a copy keeps of a file or a folder beside its content.

use std::fs::{File, Metadata, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::time::{Duration, UNIX_EPOCH};

/// The rights that are kept: those of the owner, the group and others. What runs as another user is for its owner to say.
pub(super) const MODE_BITS: u32 = 0o777;

/// A file's or folder's mode and time of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attributes {
    /// The rights of its owner, its group and others: 9 bits.
    pub mode: u32,
    /// When it was changed, in seconds of the Unix epoch.
    pub seconds: i64,
}

impl Attributes {
    /// Those of a file or a folder of this host.
    pub fn of(metadata: &Metadata) -> Self {
        Attributes { mode: metadata.mode() & MODE_BITS, seconds: metadata.mtime() }
    }

    /// Reads `MODE SECONDS`, as `stat -c '%a %Y'` prints them.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (mode, seconds) = text.split_once(' ')?;
        Some(Attributes { mode: u32::from_str_radix(mode, 8).ok()? & MODE_BITS, seconds: seconds.parse().ok()? })
    }

    /// Gives them to an open file or folder of this host. Returns whether the time could be set, too.
    ///
    /// # Errors
    /// The mode cannot be set.
    pub fn give(self, file: &File) -> io::Result<bool> {
        file.set_permissions(Permissions::from_mode(self.mode & MODE_BITS))?;
        let time = UNIX_EPOCH.checked_add(Duration::from_secs(u64::try_from(self.seconds).unwrap_or(0)));
        Ok(time.is_some_and(|time| file.set_modified(time).is_ok()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_guest_says_is_no_more_than_rights_and_a_time() {
        let read = |text| Attributes::read(text).map(|read| (read.mode, read.seconds));
        assert_eq!(read("4755 -1"), Some((0o755, -1)));
        for text in ["", "755", "9 1", "755 x", "755 1 ", "-1 1", "755 99999999999999999999"] {
            assert_eq!(read(text), None, "{text:?}");
        }
    }
}
