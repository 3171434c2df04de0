//! Walks a path from `/` to the folder of its last name, with an eye on who may change the way.

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStringExt;
use std::path::{Component, Path, PathBuf};

use rustix::fs::{CWD, FileType, Mode, OFlags, PROC_SUPER_MAGIC, Stat, fstat, fstatfs, openat, readlinkat};
use rustix::io::Errno;
use rustix::process::geteuid;

use super::Place;

/// Links followed on one path; the kernel follows as many.
const MAX_LINKS: usize = 40;

/// Whether a link at the end of a path is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Last {
    Kept,
    Followed,
}

/// An opened folder on the way.
#[derive(Debug)]
pub(crate) struct Folder {
    descriptor: OwnedFd,
    writers: Writers,
}

/// Users who may put another entry in the place of one of a folder's, or another folder in its own place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Writers {
    /// Root and the agent's own user alone.
    Own,
    /// In a sticky folder, each user only what is theirs.
    Owners,
    /// Others.
    Others,
}

/// An entry of a folder.
enum Entry {
    Folder(Folder),
    Link(PathBuf),
    /// See [`Place`].
    Magic,
    File,
}

/// Walks to the folder of the path's last name.
pub(super) fn to(path: &Path, last: Last) -> io::Result<Place> {
    if !path.is_absolute() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "the path is not absolute"));
    }
    let mut links = 0;
    let mut way = vec![Folder::root()?];
    let mut names = reversed(path);
    while let Some(name) = names.pop() {
        if name == ".." {
            // Above the root is the root.
            way.truncate((way.len() - 1).max(1));
            continue;
        }
        let folder = way.last().expect("the root stays");
        let is_last = names.is_empty();
        let entry = if is_last && last == Last::Kept { Ok(Entry::File) } else { folder.entry(&name) };
        let magic = match entry {
            Ok(Entry::Folder(next)) => {
                way.push(next);
                continue;
            }
            Ok(Entry::Link(target)) => {
                links += 1;
                if links > MAX_LINKS {
                    return Err(Errno::LOOP.into());
                }
                if target.is_absolute() {
                    way.truncate(1);
                }
                names.extend(reversed(&target));
                continue;
            }
            Ok(_) if !is_last => return Err(Errno::NOTDIR.into()),
            Ok(entry) => matches!(entry, Entry::Magic),
            Err(Errno::NOENT) if is_last => false,
            Err(error) => return Err(error.into()),
        };
        let folder = way.pop().expect("the root stays");
        return Ok(Place { folder, name, magic });
    }
    Err(Errno::ISDIR.into())
}

/// Walks a path as far as no other user can have changed the way, and follows links there. Returns the folder reached,
/// which other users may write to if it is not the last one, and the names left below it, which may be none.
///
/// # Errors
/// A folder on the way cannot be entered.
pub(crate) fn reach(path: &Path) -> io::Result<(Folder, Vec<OsString>)> {
    if !path.is_absolute() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "the path is not absolute"));
    }
    let mut links = 0;
    let mut way = vec![Folder::root()?];
    let mut names = reversed(path);
    while let Some(name) = names.pop() {
        if name == ".." {
            way.truncate((way.len() - 1).max(1));
            continue;
        }
        let folder = way.last().expect("the root stays");
        let entry = if folder.writers == Writers::Others { Err(Errno::LOOP) } else { folder.entry(&name) };
        match entry {
            Ok(Entry::Folder(next)) => way.push(next),
            Ok(Entry::Link(target)) if links < MAX_LINKS => {
                links += 1;
                if target.is_absolute() {
                    way.truncate(1);
                }
                names.extend(reversed(&target));
            }
            Ok(Entry::File | Entry::Link(_) | Entry::Magic) | Err(Errno::NOENT | Errno::LOOP) => {
                names.push(name);
                break;
            }
            Err(error) => return Err(error.into()),
        }
    }
    names.reverse();
    Ok((way.pop().expect("the root stays"), names))
}

/// The names of a path, its first one last.
fn reversed(path: &Path) -> Vec<OsString> {
    let names = path.components().rev();
    names
        .filter(|part| matches!(part, Component::Normal(_) | Component::ParentDir))
        .map(|part| part.as_os_str().to_owned())
        .collect()
}

/// Whether a user is root or the agent's own.
pub(crate) fn is_own(uid: u32) -> bool {
    uid == 0 || uid == geteuid().as_raw()
}

impl Folder {
    fn root() -> rustix::io::Result<Self> {
        let descriptor = openat(CWD, "/", OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
        let writers = Writers::of(&fstat(&descriptor)?);
        Ok(Self { descriptor, writers })
    }

    /// Whether users other than root and the agent's own may put something in it.
    pub(crate) fn is_shared(&self) -> bool {
        self.writers != Writers::Own
    }

    pub(super) fn try_clone(&self) -> io::Result<Self> {
        Ok(Self { descriptor: self.descriptor.try_clone()?, writers: self.writers })
    }

    /// Opens an entry; a link only if no other user can have made it.
    fn entry(&self, name: &OsStr) -> rustix::io::Result<Entry> {
        // As a folder first: this mounts what is mounted on demand.
        match self.open(name, OFlags::DIRECTORY | OFlags::NOFOLLOW) {
            Ok(folder) => return self.enter(folder),
            Err(Errno::NOTDIR | Errno::LOOP) => {}
            Err(error) => return Err(error),
        }
        let entry = self.open(name, OFlags::NOFOLLOW)?;
        let data = fstat(&entry)?;
        if FileType::from_raw_mode(data.st_mode) != FileType::Symlink {
            return Ok(Entry::File);
        }
        if !self.keeps(&data) {
            return Err(Errno::LOOP);
        }
        if fstatfs(&self.descriptor)?.f_type != PROC_SUPER_MAGIC {
            let target = readlinkat(&entry, "", Vec::new())?;
            return Ok(Entry::Link(OsString::from_vec(target.into_bytes()).into()));
        }
        match self.open(name, OFlags::DIRECTORY) {
            Ok(folder) => self.enter(folder),
            Err(Errno::NOTDIR) => Ok(Entry::Magic),
            Err(error) => Err(error),
        }
    }

    fn open(&self, name: &OsStr, flags: OFlags) -> rustix::io::Result<OwnedFd> {
        openat(&self.descriptor, name, OFlags::PATH | OFlags::CLOEXEC | flags, Mode::empty())
    }

    fn enter(&self, descriptor: OwnedFd) -> rustix::io::Result<Entry> {
        let data = fstat(&descriptor)?;
        let writers = if self.keeps(&data) { Writers::of(&data) } else { Writers::Others };
        Ok(Entry::Folder(Self { descriptor, writers }))
    }

    /// Whether no other user can have put this entry there.
    fn keeps(&self, entry: &Stat) -> bool {
        self.writers != Writers::Others && is_own(entry.st_uid)
    }
}

impl AsFd for Folder {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.descriptor.as_fd()
    }
}

impl Writers {
    /// By the folder's own mode. What an access control list permits at most shows in the mode as the group's rights.
    fn of(folder: &Stat) -> Self {
        let mode = Mode::from_raw_mode(folder.st_mode);
        if !is_own(folder.st_uid) {
            Self::Others
        } else if !mode.intersects(Mode::WGRP | Mode::WOTH) {
            Self::Own
        } else if mode.contains(Mode::SVTX) {
            Self::Owners
        } else {
            Self::Others
        }
    }
}
