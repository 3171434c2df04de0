//! Walks a path from `/`, one opened folder after the other, and checks who may change each.

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStringExt;
use std::path::{Component, Path, PathBuf};

use rustix::fs::{CWD, FileType, Mode, OFlags, PROC_SUPER_MAGIC, Stat, fstat, fstatfs, openat, readlinkat};
use rustix::io::Errno;
use rustix::process::geteuid;

use super::acl;

/// Links followed on one path; the kernel follows as many.
const MAX_LINKS: usize = 40;

/// The kind of object at the path's end. Beyond a place that other users may change, a walk to a file follows no link,
/// and one to a program ends.
#[derive(Clone, Copy, Debug)]
pub(super) enum Purpose<'a> {
    /// A file to open; a link at the end of its path is not followed.
    Entry,
    /// A file to open; links at the end of its path are followed, too.
    File,
    /// The part of a path that no other user can have changed: the walk ends with it.
    Beginning,
    /// A program to run, for which groups of trusted users count. Users and groups are in files below `accounts`.
    Program { accounts: &'a Path },
}

/// The end of a path.
pub(super) enum End {
    Folder(Folder),
    /// A name in a folder, where a file need not be.
    Name {
        folder: Folder,
        name: OsString,
        entry: Entry,
    },
    /// A folder of the path is missing in this one.
    Missing(Folder),
}

/// An entry of a folder.
pub(super) enum Entry {
    Folder(Folder),
    Link(PathBuf),
    /// A link of `/proc` to an open file, which only the kernel can follow: a pipe has no path.
    Magic,
    /// Any other entry, or one that was not opened.
    Other,
    None,
}

/// Why a walk stops before the path's end.
#[derive(Debug)]
pub(super) enum Refusal {
    /// The path is not absolute.
    Relative,
    /// Others than root and the agent's own user may change this file or folder.
    Changeable(PathBuf),
    Failed(PathBuf, Errno),
}

impl From<Refusal> for io::Error {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Relative => Self::new(io::ErrorKind::InvalidInput, "the path is not absolute"),
            // The kernel's error for a link that must not be followed.
            Refusal::Changeable(_) => Errno::LOOP.into(),
            Refusal::Failed(_, error) => error.into(),
        }
    }
}

/// An opened folder of the path.
#[derive(Debug)]
pub(crate) struct Folder {
    descriptor: OwnedFd,
    /// Without links and `..`.
    pub(super) path: PathBuf,
    writers: Writers,
}

/// Users who may replace a folder's entries, or the folder itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Writers {
    /// Root and the agent's own user alone.
    Own,
    /// In a sticky folder, each user only their own entries.
    Owners,
    /// Others.
    Others,
}

/// Walks to the end of an absolute path.
pub(super) fn walk(path: &Path, purpose: Purpose<'_>) -> Result<End, Refusal> {
    let mut walk = Walk::begin(path, purpose)?;
    let end = walk.pass_folders()?;
    let folder = walk.folder();
    match end {
        None => Ok(End::Folder(folder)),
        Some((name, entry)) if walk.names.is_empty() => Ok(End::Name { folder, name, entry }),
        Some((_, Entry::None)) => Ok(End::Missing(folder)),
        Some((name, _)) => {
            let beyond = walk.names.pop().unwrap_or_default();
            Err(Refusal::Failed(folder.path.join(name).join(beyond), Errno::NOTDIR))
        }
    }
}

/// Walks the part of a path that no other user can have changed, and follows links there. Returns the folder reached,
/// and the remaining names below it. If any are left, other users may write to that folder.
///
/// # Errors
/// A folder of the path cannot be entered.
pub(crate) fn reach(path: &Path) -> io::Result<(Folder, Vec<OsString>)> {
    let mut walk = Walk::begin(path, Purpose::Beginning)?;
    let end = walk.pass_folders()?;
    let folder = walk.folder();
    let left = end.map(|(name, _)| name).into_iter().chain(walk.names.into_iter().rev());
    Ok((folder, left.collect()))
}

/// The state of a walk.
struct Walk<'a> {
    purpose: Purpose<'a>,
    /// The folder reached, last, and its parents from the root on.
    folders: Vec<Folder>,
    /// The names left, the next one last.
    names: Vec<OsString>,
}

impl<'a> Walk<'a> {
    fn begin(path: &Path, purpose: Purpose<'a>) -> Result<Self, Refusal> {
        if !path.is_absolute() {
            return Err(Refusal::Relative);
        }
        Ok(Self { purpose, folders: vec![Folder::top(purpose)?], names: reversed(path) })
    }

    /// Enters folders, and links to them. Returns the first entry that is not a folder.
    fn pass_folders(&mut self) -> Result<Option<(OsString, Entry)>, Refusal> {
        let mut links = 0;
        while let Some(name) = self.names.pop() {
            if name == ".." {
                // The root is its own parent.
                self.folders.truncate((self.folders.len() - 1).max(1));
                continue;
            }
            let folder = self.folders.last().expect("the root stays");
            let entry = match self.purpose {
                Purpose::Entry if self.names.is_empty() => Entry::Other,
                Purpose::Beginning if folder.writers == Writers::Others => Entry::Other,
                purpose => folder.entry(&name, purpose)?,
            };
            match entry {
                Entry::Folder(next) => self.folders.push(next),
                Entry::Link(_) if links == MAX_LINKS => {
                    return Err(Refusal::Failed(folder.path.join(name), Errno::LOOP));
                }
                Entry::Link(target) => {
                    links += 1;
                    if target.is_absolute() {
                        self.folders.truncate(1);
                    }
                    self.names.extend(reversed(&target));
                }
                entry => return Ok(Some((name, entry))),
            }
        }
        Ok(None)
    }

    /// The folder reached.
    fn folder(&mut self) -> Folder {
        self.folders.pop().expect("the root stays")
    }
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
    fn top(purpose: Purpose<'_>) -> Result<Self, Refusal> {
        let path = PathBuf::from("/");
        let opened = openat(CWD, &path, OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty());
        match opened.and_then(|descriptor| Ok((fstat(&descriptor)?, descriptor))) {
            Ok((data, descriptor)) => Ok(Self { writers: Writers::of(&path, &data, purpose)?, descriptor, path }),
            Err(error) => Err(Refusal::Failed(path, error)),
        }
    }

    /// Whether users other than root and the agent's own may put an entry here.
    pub(crate) fn is_shared(&self) -> bool {
        self.writers != Writers::Own
    }

    pub(super) fn try_clone(&self) -> io::Result<Self> {
        Ok(Self { descriptor: self.descriptor.try_clone()?, path: self.path.clone(), writers: self.writers })
    }

    /// Opens an entry, and reads a link if it may be followed.
    fn entry(&self, name: &OsStr, purpose: Purpose<'_>) -> Result<Entry, Refusal> {
        let path = self.path.join(name);
        match self.open(name) {
            Ok((descriptor, data)) => match FileType::from_raw_mode(data.st_mode) {
                FileType::Directory => self.enter(descriptor, &data, path, purpose),
                FileType::Symlink => self.follow(name, &descriptor, &data, path, purpose),
                _ => Writers::of(&path, &data, purpose).map(|_| Entry::Other),
            },
            Err(Errno::NOENT) => Ok(Entry::None),
            Err(error) => Err(Refusal::Failed(path, error)),
        }
    }

    fn open(&self, name: &OsStr) -> rustix::io::Result<(OwnedFd, Stat)> {
        let flags = OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        // As a folder first: this triggers an automount.
        let descriptor = match openat(self, name, flags | OFlags::DIRECTORY, Mode::empty()) {
            Err(Errno::NOTDIR | Errno::LOOP) => openat(self, name, flags, Mode::empty())?,
            opened => opened?,
        };
        let data = fstat(&descriptor)?;
        Ok((descriptor, data))
    }

    fn enter(&self, descriptor: OwnedFd, data: &Stat, path: PathBuf, purpose: Purpose<'_>) -> Result<Entry, Refusal> {
        let writers = match self.writers {
            Writers::Others => Writers::Others,
            Writers::Own | Writers::Owners => Writers::of(&path, data, purpose)?,
        };
        Ok(Entry::Folder(Self { descriptor, path, writers }))
    }

    fn follow(
        &self,
        name: &OsStr,
        link: &OwnedFd,
        data: &Stat,
        path: PathBuf,
        purpose: Purpose<'_>,
    ) -> Result<Entry, Refusal> {
        let is_program = matches!(purpose, Purpose::Program { .. });
        let kept = match self.writers {
            // Its owner can no longer replace it or change its text, but has chosen its target.
            Writers::Own => is_program || is_own(data.st_uid),
            Writers::Owners => is_own(data.st_uid),
            Writers::Others => false,
        };
        let failed = |error| Refusal::Failed(path.clone(), error);
        // The kernel resolves such a link by its process, not by its text.
        let is_magic = fstatfs(link).map_err(failed)?.f_type == PROC_SUPER_MAGIC;
        if !kept || (is_magic && is_program) {
            let ends = matches!(purpose, Purpose::Beginning);
            return if ends { Ok(Entry::Other) } else { Err(Refusal::Changeable(path)) };
        }
        if !is_magic {
            let target = readlinkat(link, "", Vec::new()).map_err(failed)?;
            return Ok(Entry::Link(OsString::from_vec(target.into_bytes()).into()));
        }
        match openat(self, name, OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty()) {
            Ok(folder) => {
                let data = fstat(&folder).map_err(failed)?;
                self.enter(folder, &data, path, purpose)
            }
            Err(Errno::NOTDIR) => Ok(Entry::Magic),
            Err(error) => Err(failed(error)),
        }
    }
}

impl AsFd for Folder {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.descriptor.as_fd()
    }
}

impl Writers {
    /// Derives the writers from the mode; with an access control list the group bits are its mask.
    ///
    /// # Errors
    /// For a program: others may write there, or that cannot be determined.
    fn of(path: &Path, data: &Stat, purpose: Purpose<'_>) -> Result<Self, Refusal> {
        let mode = Mode::from_raw_mode(data.st_mode);
        // In a folder like `/tmp` users may replace and remove only their own files.
        let is_sticky = FileType::from_raw_mode(data.st_mode) == FileType::Directory && mode.contains(Mode::SVTX);
        let writers = match purpose {
            _ if !is_own(data.st_uid) => Self::Others,
            _ if !mode.intersects(Mode::WGRP | Mode::WOTH) => Self::Own,
            _ if is_sticky => Self::Owners,
            Purpose::Program { accounts } if !mode.contains(Mode::WOTH) => {
                let trusted = acl::only_trusted_write(accounts, path, data.st_gid, is_own);
                if trusted.map_err(|error| Refusal::Failed(path.to_owned(), error))? { Self::Own } else { Self::Others }
            }
            _ => Self::Others,
        };
        match (writers, purpose) {
            (Self::Others, Purpose::Program { .. }) => Err(Refusal::Changeable(path.to_owned())),
            _ => Ok(writers),
        }
    }
}
