//! Reads and replaces a user's `authorized_keys`, with that user's rights and without following a link.
//!
//! The folder belongs to the user, who may swap anything in it at any time. Two things keep the agent, which is root, from
//! being led to another file. All work is done by a thread that has taken on the user, so whatever it meets it can do
//! nothing that the user could not; and everything below the home is opened a step at a time from the step before,
//! refusing links, so that even among the user's own files no other one is read or replaced.

use std::ffi::OsStr;
use std::fs::File;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::time::Duration;

use qga_runtime::CommandError;
use rustix::fs::{AtFlags, FileType, Mode, OFlags, fchmod, fstat, fsync, mkdirat, open, openat, renameat, unlinkat};
use rustix::io::Errno;

use super::{keys, shown};
use crate::accounts::Account;
use crate::errno;
use identity::as_user;

mod identity;
#[cfg(test)]
mod races;

pub(super) const UNSUPPORTED: &[&str] = &[];

/// A home may lie on a file server.
const LIMIT: Duration = Duration::from_secs(20);

/// No file with this much in it is a list of keys.
const LARGEST: u64 = 8 * 1024 * 1024;

const FOLDER: &str = ".ssh";
const FILE: &str = "authorized_keys";

/// The content of the file.
pub(super) fn read(account: Account) -> Result<Vec<u8>, CommandError> {
    let file = shown(&account.home);
    let read = |error| {
        CommandError::new(format!("failed to read '{file}': Failed to open file “{file}”: {}", errno::text(error)))
    };
    let work = |account: &Account| {
        let home = open_home(account)?;
        read_file(&open_folder(&home)?)
    };
    as_user(account, LIMIT, "read the keys", work)?.map_err(read)
}

/// Makes this the content of the file, whatever it was.
pub(super) fn replace(account: Account, content: Vec<u8>) -> Result<(), CommandError> {
    as_user(account, LIMIT, "replace the keys", move |account| {
        let folder = make_folder(account)?;
        write_file(account, &folder, &content)
    })?
}

/// Adds the keys that are not there yet.
pub(super) fn add(account: Account, keys: Vec<String>) -> Result<(), CommandError> {
    as_user(account, LIMIT, "add keys", move |account| {
        let folder = make_folder(account)?;
        let content = existing(account, read_file(&folder))?.unwrap_or_default();
        write_file(account, &folder, &keys::with(&content, &keys))
    })?
}

/// Removes the keys that are there.
pub(super) fn remove(account: Account, keys: Vec<String>) -> Result<(), CommandError> {
    as_user(account, LIMIT, "remove keys", move |account| {
        let opened = open_home(account).and_then(|home| open_folder(&home));
        let Some(folder) = existing(account, opened)? else { return Ok(()) };
        let Some(content) = existing(account, read_file(&folder))? else { return Ok(()) };
        let rest = keys::without(&content, &keys);
        if rest == content { Ok(()) } else { write_file(account, &folder, &rest) }
    })?
}

/// What is not there has no keys in it; anything else in the way must not be taken for an empty list.
fn existing<T>(account: &Account, result: io::Result<T>) -> Result<Option<T>, CommandError> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => {
            let file = shown(&account.home);
            Err(CommandError::new(format!("failed to read '{file}': {}", errno::text(error))))
        }
    }
}

/// The way to the home is the administrator's, who may use links, and the thread has only the user's rights to go it.
fn open_home(account: &Account) -> io::Result<OwnedFd> {
    Ok(open(&account.home, OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?)
}

/// With a single name and no following of links there is nowhere to go but below the home.
fn open_folder(home: &OwnedFd) -> io::Result<OwnedFd> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    Ok(openat(home, FOLDER, flags, Mode::empty())?)
}

/// Opens the folder, and makes it first where there is none.
fn make_folder(account: &Account) -> Result<OwnedFd, CommandError> {
    let path = account.home.join(FOLDER);
    let failed = |what: &str, error: io::Error| {
        CommandError::new(format!("failed to {what} directory '{}': {}", path.display(), errno::text(error)))
    };
    let home = open_home(account).map_err(|error| failed("create", error))?;
    match mkdirat(&home, FOLDER, Mode::RWXU) {
        Ok(()) => {
            let folder = open_folder(&home).map_err(|error| failed("open", error))?;
            // Neither the agent's umask nor a default of the home's shall matter.
            fchmod(&folder, Mode::RWXU).map_err(|error| failed("set permissions of", error.into()))?;
            Ok(folder)
        }
        Err(Errno::EXIST) => open_folder(&home).map_err(|error| failed("open", error)),
        Err(error) => Err(failed("create", error.into())),
    }
}

fn read_file(folder: &OwnedFd) -> io::Result<Vec<u8>> {
    // Not to hang on a pipe that the user put there.
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let file = openat(folder, FILE, flags, Mode::empty())?;
    if FileType::from_raw_mode(fstat(&file)?.st_mode) != FileType::RegularFile {
        return Err(io::Error::other("not a regular file"));
    }
    let mut content = Vec::new();
    File::from(file).take(LARGEST + 1).read_to_end(&mut content)?;
    if content.len() as u64 > LARGEST {
        return Err(Errno::FBIG.into());
    }
    Ok(content)
}

/// Puts a new file in the place of the old one, so that nobody ever reads half of it, and a link there is replaced
/// instead of followed.
fn write_file(account: &Account, folder: &OwnedFd, content: &[u8]) -> Result<(), CommandError> {
    let failed = |what: &str, error: io::Error| {
        let file = shown(&account.home);
        CommandError::new(format!("failed to {what} '{file}': {}", errno::text(error)))
    };
    let (name, file) = new_file(folder).map_err(|error| failed("write to", error))?;
    let written = (|| {
        fchmod(&file, Mode::RUSR | Mode::WUSR).map_err(|error| failed("set permissions of", error.into()))?;
        let mut file = File::from(file);
        file.write_all(content).and_then(|()| file.sync_all()).map_err(|error| failed("write to", error))?;
        renameat(folder, &*name, folder, FILE).map_err(|error| failed("write to", error.into()))
    })();
    if written.is_err() {
        // It may be gone already; the reason for the first failure is what counts.
        let _ = unlinkat(folder, &*name, AtFlags::empty());
    }
    written?;
    fsync(folder).map_err(|error| failed("write to", error.into()))
}

/// A name that nobody can have taken in advance, and if so, the next one.
fn new_file(folder: impl AsFd) -> io::Result<(String, OwnedFd)> {
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    for _ in 0..16 {
        let name = format!(".{FILE}.{:016x}", RandomState::new().build_hasher().finish());
        match openat(&folder, OsStr::new(&name), flags, Mode::RUSR | Mode::WUSR) {
            Ok(file) => return Ok((name, file)),
            Err(Errno::EXIST) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(Errno::EXIST.into())
}
