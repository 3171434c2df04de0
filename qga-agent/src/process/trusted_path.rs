//! Opens files and finds programs at configured paths as root, and follows no link that another user can have made.
//!
//! A path is walked from `/`, one opened folder after the other. Links that only root can have made are followed.
//! Beyond the first entry that another user may replace, no link is followed, and a file is opened only if it is
//! regular, belongs to root or the agent's own user, and has a single name: no other user can put such a file there. A
//! program is found only if there is no such entry.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rustix::fs::{AtFlags, Mode, OFlags, fstat, openat, renameat, statat, unlinkat};
use rustix::io::Errno;

pub(crate) use program::{changeable, find};
pub(crate) use walk::{Folder, is_own, reach};

use walk::{End, Entry, Purpose, walk};

mod acl;
mod program;
#[cfg(test)]
mod tests;
mod walk;

/// A file's place: a name in an opened folder. The file need not exist.
#[derive(Debug)]
pub(crate) struct Place {
    folder: Folder,
    name: OsString,
    /// A link of `/proc` to an open file, which only the kernel can follow: a pipe has no path.
    magic: bool,
}

impl Place {
    /// The place that the path names. If a link is there, opening it fails.
    ///
    /// # Errors
    /// A folder of the path cannot be entered, or is behind a link that another user may have made (`ELOOP`).
    pub(crate) fn at(path: &Path) -> io::Result<Self> {
        Self::find(path, Purpose::Entry)
    }

    /// The place that the path leads to when links at its end are followed, too.
    ///
    /// # Errors
    /// As [`Place::at`].
    pub(crate) fn behind(path: &Path) -> io::Result<Self> {
        Self::find(path, Purpose::File)
    }

    fn find(path: &Path, purpose: Purpose<'_>) -> io::Result<Self> {
        match walk(path, purpose)? {
            End::Name { folder, name, entry } => Ok(Self { folder, name, magic: matches!(entry, Entry::Magic) }),
            End::Folder(_) => Err(Errno::ISDIR.into()),
            End::Missing(_) => Err(Errno::NOENT.into()),
        }
    }

    /// Whether users other than root and the agent's own may put a file here.
    pub(crate) fn is_shared(&self) -> bool {
        self.folder.is_shared()
    }

    /// Opens a regular file for reading.
    ///
    /// # Errors
    /// There is none, or another user may have put it there.
    pub(crate) fn read(&self) -> io::Result<File> {
        self.open_regular(OFlags::RDONLY)
    }

    /// Opens a regular file for writing; creates it with mode 0600. Its content stays until the caller truncates it.
    ///
    /// # Errors
    /// As [`Place::read`].
    pub(crate) fn write(&self) -> io::Result<File> {
        self.open_regular(OFlags::WRONLY | OFlags::CREATE)
    }

    /// Opens a regular file that exists for writing at its end.
    ///
    /// # Errors
    /// As [`Place::read`].
    pub(crate) fn extend(&self) -> io::Result<File> {
        self.open_regular(OFlags::WRONLY | OFlags::APPEND)
    }

    /// Opens a file, device or pipe for appending, without waiting for a reader; creates a file with mode 0600.
    ///
    /// # Errors
    /// It cannot be opened, or another user may have put it there.
    pub(crate) fn append(&self) -> io::Result<File> {
        self.open(OFlags::WRONLY | OFlags::APPEND | OFlags::CREATE)
    }

    /// Replaces the file by one with this content and mode 0600, at once.
    ///
    /// # Errors
    /// The file is unchanged.
    pub(crate) fn replace(&self, content: &[u8]) -> io::Result<()> {
        let mut name = self.name.clone();
        name.push(".new");
        let new = Self { folder: self.folder.try_clone()?, name, magic: false };
        // Removes one left by a crash; other errors appear when it is created.
        let _ = new.remove();
        new.open_regular(OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL)?.write_all(content)?;
        Ok(renameat(&new.folder, &new.name, &self.folder, &self.name)?)
    }

    /// Removes the file, or the link that is there.
    ///
    /// # Errors
    /// There is none, or it is a folder.
    pub(crate) fn remove(&self) -> io::Result<()> {
        Ok(unlinkat(&self.folder, &self.name, AtFlags::empty())?)
    }

    /// Whether this file is the one at this place.
    pub(crate) fn holds(&self, file: &File) -> bool {
        let here = statat(&self.folder, &self.name, AtFlags::SYMLINK_NOFOLLOW);
        here.is_ok_and(|here| fstat(file).is_ok_and(|file| (file.st_dev, file.st_ino) == (here.st_dev, here.st_ino)))
    }

    fn open_regular(&self, flags: OFlags) -> io::Result<File> {
        let file = self.open(flags)?;
        if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::other("not a regular file")) }
    }

    /// Opens the file and checks it; `O_TRUNC` would act before the check.
    fn open(&self, flags: OFlags) -> io::Result<File> {
        let link = if self.magic { OFlags::empty() } else { OFlags::NOFOLLOW };
        let flags = flags | link | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let file = File::from(openat(&self.folder, &self.name, flags, Mode::RUSR | Mode::WUSR)?);
        let data = file.metadata()?;
        if self.is_shared() && !(data.is_file() && is_own(data.uid()) && data.nlink() == 1) {
            let text = "others may write to its folder, and it is not a regular file of the agent's own with one name";
            return Err(io::Error::new(ErrorKind::PermissionDenied, text));
        }
        Ok(file)
    }
}
