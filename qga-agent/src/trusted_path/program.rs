//! Checks that only root can change a program, or put another in its place.
//!
//! The path is walked as the kernel does it, descriptor by descriptor: every folder, every link and the program itself
//! must be root's own, or that of the user the agent runs as, and no other user may write to it, by mode or by access
//! control list. All that a later look-up of the same path reads has then been checked, and only root can change it. So a
//! checked program is started by its path, and it is the one that was checked. Starting it by a descriptor would gain
//! nothing, would need `/proc` for scripts, and would change the `$0` by which they find what lies beside them.

use std::ffi::OsString;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStringExt;
use std::path::{Component, Path, PathBuf};

use rustix::buffer::spare_capacity;
use rustix::fs::{
    CWD, FileType, Mode, OFlags, PROC_SUPER_MAGIC, Stat, fstat, fstatfs, lgetxattr, open, openat, readlinkat,
};
use rustix::io::Errno;
use rustix::process::geteuid;

use super::acl::{self, Writer};
use crate::accounts::group;
use crate::errno;

/// As in the kernel.
const MAX_LINKS: usize = 40;

/// As in the kernel.
const MAX_LIST_BYTES: usize = 64 * 1024;

const STEP: OFlags = OFlags::PATH.union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

/// A file or folder that only root can change.
#[derive(Debug, PartialEq)]
pub(crate) struct Found {
    /// Without links and `..`.
    pub(crate) path: PathBuf,
    /// A folder like `/tmp`: other users may create files in it, and replace and remove those.
    pub(crate) takes_new_files: bool,
}

/// Finds the program or folder that a path leads to, through links; `None` if there is none and only root can create it.
/// `root` is the folder below which the files with users and groups are.
///
/// # Errors
/// The reason not to use it: others than root may change it, or it cannot be looked at.
pub(crate) fn find(root: &Path, program: &Path) -> Result<Option<Found>, String> {
    // First, because this mounts what is mounted on demand.
    let opened = match open(program, OFlags::PATH | OFlags::CLOEXEC, Mode::empty()).and_then(fstat) {
        Ok(data) => Some(data),
        Err(Errno::NOENT) => None,
        Err(error) => return Err(unknown(program, error)),
    };
    let walked = walk(root, program)?;
    let identity = |data: &Stat| (data.st_dev, data.st_ino);
    if opened.as_ref().map(identity) != walked.as_ref().map(|place| identity(&place.data)) {
        return Err(format!("'{}' is another file than a moment ago", program.display()));
    }
    Ok(walked.map(|place| Found { takes_new_files: place.takes_new_files(), path: place.path }))
}

/// Whether this user may change what the agent runs: root, or the user the agent runs as.
pub(crate) fn is_trusted(uid: u32) -> bool {
    uid == 0 || uid == geteuid().as_raw()
}

fn walk(root: &Path, program: &Path) -> Result<Option<Place>, String> {
    let mut place = Place::top(root)?;
    let mut names = steps(program);
    let mut links = 0;
    while let Some(name) = names.pop() {
        let next = match place.step(&name) {
            Ok(next) => next,
            // Another user could create it before it is run.
            Err(Errno::NOENT) if place.takes_new_files() => return Err(changeable(&place.path)),
            Err(Errno::NOENT) => return Ok(None),
            Err(error) => return Err(unknown(&place.path.join(name), error)),
        };
        if !next.is(FileType::Symlink) {
            next.check(root)?;
            place = next;
            continue;
        }
        let failed = |error| unknown(&next.path, error);
        // Its text cannot be changed. In a folder that takes new files, only its owner can replace it. A link of `/proc`
        // leads where its process goes, whatever its text.
        let replaceable = place.takes_new_files() && !is_trusted(next.data.st_uid);
        if replaceable || fstatfs(&next.descriptor).map_err(failed)?.f_type == PROC_SUPER_MAGIC {
            return Err(changeable(&next.path));
        }
        links += 1;
        if links > MAX_LINKS {
            return Err(failed(Errno::LOOP));
        }
        let target = readlinkat(&next.descriptor, "", Vec::new()).map_err(failed)?;
        let target = PathBuf::from(OsString::from_vec(target.into_bytes()));
        if target.is_absolute() {
            place = Place::top(root)?;
        }
        names.extend(steps(&target));
    }
    Ok(Some(place))
}

/// The names of a path, the first one last.
fn steps(path: &Path) -> Vec<OsString> {
    let name = |part: Component<'_>| match part {
        Component::Normal(_) | Component::ParentDir => Some(part.as_os_str().to_owned()),
        _ => None,
    };
    path.components().rev().filter_map(name).collect()
}

/// A file, folder or link on the way to a program.
struct Place {
    descriptor: OwnedFd,
    data: Stat,
    /// Without links and `..`.
    path: PathBuf,
}

impl Place {
    fn top(root: &Path) -> Result<Self, String> {
        let path = PathBuf::from("/");
        let opened = openat(CWD, &path, STEP, Mode::empty()).and_then(|descriptor| Self::new(descriptor, path.clone()));
        let place = opened.map_err(|error| unknown(&path, error))?;
        place.check(root)?;
        Ok(place)
    }

    fn new(descriptor: OwnedFd, path: PathBuf) -> Result<Self, Errno> {
        let data = fstat(&descriptor)?;
        Ok(Self { descriptor, data, path })
    }

    fn step(&self, name: &OsString) -> Result<Self, Errno> {
        let descriptor = openat(&self.descriptor, name, STEP, Mode::empty())?;
        let path =
            if name == ".." { self.path.parent().unwrap_or(&self.path).to_owned() } else { self.path.join(name) };
        Self::new(descriptor, path)
    }

    fn is(&self, kind: FileType) -> bool {
        FileType::from_raw_mode(self.data.st_mode) == kind
    }

    fn is_writable_by(&self, mode: Mode) -> bool {
        Mode::from_raw_mode(self.data.st_mode).intersects(mode)
    }

    /// Whether it is a folder like `/tmp`, in which users may replace and remove only what is their own.
    fn is_sticky(&self) -> bool {
        self.is(FileType::Directory) && Mode::from_raw_mode(self.data.st_mode).contains(Mode::SVTX)
    }

    /// Whether other users may create files in it, after it has been checked.
    fn takes_new_files(&self) -> bool {
        self.is_sticky() && self.is_writable_by(Mode::WGRP | Mode::WOTH)
    }

    fn check(&self, root: &Path) -> Result<(), String> {
        let protected = is_trusted(self.data.st_uid)
            && (self.is_sticky() || (!self.is_writable_by(Mode::WOTH) && self.only_trusted_groups_write(root)?));
        if protected { Ok(()) } else { Err(changeable(&self.path)) }
    }

    /// Whether all are trusted that may write but are neither the owner nor all others.
    fn only_trusted_groups_write(&self, root: &Path) -> Result<bool, String> {
        // Of a file with an access control list this is the mask: without it, no user or group that the list names writes.
        if !self.is_writable_by(Mode::WGRP) {
            return Ok(true);
        }
        let mut list = Vec::with_capacity(MAX_LIST_BYTES);
        // By the path, as a descriptor opened for its place only gives no attributes; the folders on it are checked.
        let writers = match lgetxattr(&self.path, acl::ATTRIBUTE, spare_capacity(&mut list)) {
            Ok(_) => acl::writers(&list),
            Err(Errno::NODATA | Errno::NOTSUP) => Some(vec![Writer::OwningGroup]),
            Err(error) => return Err(unknown(&self.path, error)),
        };
        let is_trusted_writer = |writer| match writer {
            Writer::User(uid) => is_trusted(uid),
            Writer::Group(gid) => group::has_only_trusted(root, gid, is_trusted),
            Writer::OwningGroup => group::has_only_trusted(root, self.data.st_gid, is_trusted),
        };
        Ok(writers.is_some_and(|writers| writers.into_iter().all(is_trusted_writer)))
    }
}

/// The reason not to use what is at this place.
pub(crate) fn changeable(place: &Path) -> String {
    format!("others than root may change '{}'", place.display())
}

fn unknown(place: &Path, error: Errno) -> String {
    format!("cannot look at '{}': {}", place.display(), errno::text(error))
}

#[cfg(test)]
mod tests;
