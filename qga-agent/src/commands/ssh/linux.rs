//! Reads and replaces a user's key files, with the user's rights, following none of the user's links.
//!
//! The user may change a folder of their own at any time. Two rules keep the agent, which is root, from being led to
//! another file. The work is done by a thread with the user's rights, so it can do nothing that the user could not. And
//! every folder is opened from the one before, refusing links, so that no other file, even of the user's own, is read
//! or replaced. If only root can have made the path, root's rights are used.

use std::ffi::OsString;
use std::fs::File;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use qga_runtime::CommandError;
use rustix::fs::{
    AtFlags, FileType, Gid, Mode, OFlags, Stat, Uid, fchmod, fchown, fstat, fsync, openat, renameat, statat, unlinkat,
};
use rustix::io::Errno;

use super::keys;
use crate::os::accounts::Account;
use crate::os::errno;
use crate::process::deadline;
use way::{Way, make_roots_folder, on_way};

mod identity;
#[cfg(test)]
mod layouts;
#[cfg(test)]
mod races;
mod sshd;
mod way;

pub(super) const UNSUPPORTED: &[&str] = &[];

/// Limit of a key file's size.
const MAX_KEY_FILE_BYTES: u64 = 8 * 1024 * 1024;

/// Attempts at a change if the file changes at the same time.
const MAX_CHANGE_ATTEMPTS: usize = 5;

/// The content of all the user's key files, concatenated. `root` is the folder above the server's configuration and the
/// groups.
pub(super) fn read(root: &Path, account: Account) -> Result<Vec<u8>, CommandError> {
    let mut content = None;
    let mut first_missing = None;
    for path in key_files(root, &account)? {
        let file = path.display().to_string();
        match on_way(&account, path, "read the keys", read_file)?.and_then(|read| read) {
            Ok(lines) => {
                let content: &mut Vec<u8> = content.get_or_insert_default();
                // The last line of the file before may have no end.
                if !content.is_empty() {
                    content.push(b'\n');
                }
                content.extend(lines);
            }
            Err(error) => {
                let missing = error.kind() == ErrorKind::NotFound;
                let reason = errno::text(error);
                let error =
                    CommandError::new(format!("failed to read '{file}': Failed to open file “{file}”: {reason}"));
                if !missing {
                    return Err(error);
                }
                first_missing.get_or_insert(error);
            }
        }
    }
    content.ok_or_else(|| first_missing.expect("there is a file, and each is read or missing"))
}

/// Replaces the content of the user's first key file, and empties the others.
pub(super) fn replace(root: &Path, account: Account, content: Vec<u8>) -> Result<(), CommandError> {
    let mut files = key_files(root, &account)?.into_iter();
    let first = files.next().expect("checked by key_files");
    in_folder(&account, first, "replace the keys", move |way, folder| {
        write_file(way, folder, &content, |_| true).map(drop)
    })?;
    for path in files {
        change_existing(&account, path, "replace the keys", |content| (!content.is_empty()).then(Vec::new))?;
    }
    Ok(())
}

/// Adds the missing keys to the user's first key file.
pub(super) fn add(root: &Path, account: Account, keys: Vec<String>) -> Result<(), CommandError> {
    let first = key_files(root, &account)?.swap_remove(0);
    in_folder(&account, first, "add keys", move |way, folder| {
        change(way, folder, |content| Some(keys::with(content.unwrap_or_default(), &keys)))
    })
}

/// Removes the keys from all the user's key files.
pub(super) fn remove(root: &Path, account: Account, keys: Vec<String>) -> Result<(), CommandError> {
    let keys = Arc::new(keys);
    for path in key_files(root, &account)? {
        let keys = Arc::clone(&keys);
        let without = move |content: &[u8]| Some(keys::without(content, &keys)).filter(|rest| rest != content);
        change_existing(&account, path, "remove keys", without)?;
    }
    Ok(())
}

/// The user's own key files, one at least.
fn key_files(root: &Path, account: &Account) -> Result<Vec<PathBuf>, CommandError> {
    let (root, owner) = (root.to_owned(), account.clone());
    let files = deadline::run(deadline::CALL_TIMEOUT, "read the configuration of the SSH server", move || {
        sshd::key_files(&root, &owner)
    })?;
    if files.is_empty() {
        let name = &account.name;
        return Err(CommandError::new(format!(
            "the SSH server is configured to read no key file of user '{name}' alone"
        )));
    }
    Ok(files)
}

/// Runs work in the folder of the file, and creates it if it is missing.
fn in_folder(
    account: &Account,
    path: PathBuf,
    what: &str,
    work: impl FnOnce(&Way, &OwnedFd) -> Result<(), CommandError> + Send + 'static,
) -> Result<(), CommandError> {
    let folder = path.parent().unwrap_or(&path).display().to_string();
    let failed = |error| CommandError::new(format!("failed to create directory '{folder}': {}", errno::text(error)));
    make_roots_folder(account, path.clone(), what)?.map_err(failed)?;
    on_way(account, path, what, |way| work(way, &way.make_folder()?))?.map_err(failed)?
}

/// Changes the file, if there is one.
fn change_existing(
    account: &Account,
    path: PathBuf,
    what: &str,
    edit: impl Fn(&[u8]) -> Option<Vec<u8>> + Send + 'static,
) -> Result<(), CommandError> {
    let shown = path.clone();
    let work = move |way: &Way| {
        let Some(folder) = existing(&way.path, way.open_folder())? else { return Ok(()) };
        change(way, &folder, |content| edit(content?))
    };
    match existing(&shown, on_way(account, path, what, work)?)? {
        Some(result) => result,
        None => Ok(()),
    }
}

/// Replaces the file's content by the result of `edit`, unless that is `None`. No program locks this file, so if it has
/// changed since it was read, it is read again: the user's own additions must not be lost.
fn change(way: &Way, folder: &OwnedFd, edit: impl Fn(Option<&[u8]>) -> Option<Vec<u8>>) -> Result<(), CommandError> {
    for _ in 0..MAX_CHANGE_ATTEMPTS {
        let before = version(way, folder);
        let content = existing(&way.path, read_in(way, folder))?;
        let Some(content) = edit(content.as_deref()) else { return Ok(()) };
        if write_file(way, folder, &content, |folder| version(way, folder) == before)? {
            return Ok(());
        }
    }
    let file = way.path.display();
    Err(CommandError::new(format!("failed to write to '{file}': something else keeps writing to it")))
}

/// A file's version: differs after a change, and for another file in its place.
fn version(way: &Way, folder: &OwnedFd) -> Option<(u64, i64, i64, u64)> {
    let data = statat(folder, way.file_name(), AtFlags::SYMLINK_NOFOLLOW).ok()?;
    Some((data.st_ino, data.st_ctime, i64::try_from(data.st_ctime_nsec).ok()?, u64::try_from(data.st_size).ok()?))
}

/// A missing file has no keys; any other error must not be taken for an empty list.
fn existing<T>(path: &Path, result: io::Result<T>) -> Result<Option<T>, CommandError> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => {
            let file = path.display();
            Err(CommandError::new(format!("failed to read '{file}': {}", errno::text(error))))
        }
    }
}

fn read_file(way: &Way) -> io::Result<Vec<u8>> {
    read_in(way, &way.open_folder()?)
}

fn read_in(way: &Way, folder: &OwnedFd) -> io::Result<Vec<u8>> {
    // Must not hang on a FIFO that the user put there.
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let file = openat(folder, way.file_name(), flags, Mode::empty())?;
    if FileType::from_raw_mode(fstat(&file)?.st_mode) != FileType::RegularFile {
        return Err(io::Error::other("not a regular file"));
    }
    let mut content = Vec::new();
    File::from(file).take(MAX_KEY_FILE_BYTES + 1).read_to_end(&mut content)?;
    if content.len() as u64 > MAX_KEY_FILE_BYTES {
        return Err(Errno::FBIG.into());
    }
    Ok(content)
}

/// Replaces the file by a new one, so that no reader sees half of it, and a link there is replaced, not followed. Does
/// so only if `may` returns true at the last moment; returns whether it did.
fn write_file(
    way: &Way,
    folder: &OwnedFd,
    content: &[u8],
    may: impl Fn(&OwnedFd) -> bool,
) -> Result<bool, CommandError> {
    let file = way.path.display();
    let failed =
        |what: &str, error: io::Error| CommandError::new(format!("failed to {what} '{file}': {}", errno::text(error)));
    // It could not be read again.
    if content.len() as u64 > MAX_KEY_FILE_BYTES {
        return Err(failed("write to", Errno::FBIG.into()));
    }
    let (name, new) = new_file(way, folder).map_err(|error| failed("write to", error))?;
    let put = || {
        give_rights(way, folder, &new).map_err(|error| failed("set permissions of", error))?;
        let mut new = File::from(new);
        new.write_all(content).and_then(|()| new.sync_all()).map_err(|error| failed("write to", error))?;
        if may(folder) {
            renameat(folder, &name, folder, way.file_name()).map_err(|error| failed("write to", error.into()))?;
            fsync(folder).map_err(|error| failed("write to", error.into()))?;
            return Ok(true);
        }
        Ok::<_, CommandError>(false)
    };
    let put = put();
    if !matches!(put, Ok(true)) {
        // It may have been removed already; the first error is reported.
        let _ = unlinkat(folder, &name, AtFlags::empty());
    }
    put
}

/// A user's file is accessible to the user alone. A file in root's folder keeps its rights; a new one there can be read
/// by all, since the server reads it with the user's rights.
fn give_rights(way: &Way, folder: &OwnedFd, new: &OwnedFd) -> io::Result<()> {
    let own = Mode::RUSR | Mode::WUSR;
    if !way.is_roots() {
        return Ok(fchmod(new, own)?);
    }
    let is_file = |data: &Stat| FileType::from_raw_mode(data.st_mode) == FileType::RegularFile;
    match statat(folder, way.file_name(), AtFlags::SYMLINK_NOFOLLOW).ok().filter(is_file) {
        Some(old) => {
            fchown(new, Some(Uid::from_raw(old.st_uid)), Some(Gid::from_raw(old.st_gid)))?;
            Ok(fchmod(new, Mode::from_raw_mode(old.st_mode))?)
        }
        None if way.is_for_root => Ok(fchmod(new, own)?),
        None => Ok(fchmod(new, own | Mode::RGRP | Mode::ROTH)?),
    }
}

/// Creates a file with a name that cannot be predicted; if it exists, with another.
fn new_file(way: &Way, folder: impl AsFd) -> io::Result<(OsString, OwnedFd)> {
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    for _ in 0..16 {
        let mut name = OsString::from(".");
        name.push(way.file_name());
        name.push(format!(".{:016x}", RandomState::new().build_hasher().finish()));
        match openat(&folder, &name, flags, Mode::RUSR | Mode::WUSR) {
            Ok(file) => return Ok((name, file)),
            Err(Errno::EXIST) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(Errno::EXIST.into())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
    use std::sync::atomic::{AtomicUsize, Ordering};

    use rustix::process::{getegid, geteuid};

    use super::*;
    use crate::fixture::Root;

    /// A root in which the SSH server is not configured.
    pub(super) static NO_ROOT: std::sync::LazyLock<PathBuf> = std::sync::LazyLock::new(|| "/no/such/folder".into());

    /// A home with these files; if the test runs as root, it belongs to another user.
    fn home(files: &[(&str, &str)]) -> (Root, Account) {
        let root = Root::new(files);
        fs::set_permissions(root.path(), fs::Permissions::from_mode(0o711)).unwrap();
        let (uid, gid) = if geteuid().is_root() { (65_534, 65_533) } else { (geteuid().as_raw(), getegid().as_raw()) };
        for path in ["", "home", "home/.ssh", "home/.ssh/authorized_keys"].map(|path| root.join(path)) {
            if path.exists() && path != root.path() {
                chown(path, Some(uid), Some(gid)).unwrap();
            }
        }
        let home = root.join("home");
        (root, Account { name: "user".into(), uid, gid, groups: Vec::new(), home })
    }

    fn list(keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| (*key).to_owned()).collect()
    }

    #[test]
    fn what_is_made_belongs_to_the_user_alone() {
        let (root, account) = home(&[("home/", "")]);
        add(&NO_ROOT, account.clone(), list(&["a", "b"])).unwrap();
        for (path, mode) in [("home/.ssh", 0o40_700), ("home/.ssh/authorized_keys", 0o100_600)] {
            let data = fs::metadata(root.join(path)).unwrap();
            assert_eq!((data.uid(), data.gid(), data.mode()), (account.uid, account.gid, mode), "{path}");
        }
        assert_eq!(read(&NO_ROOT, account.clone()).unwrap(), b"a\nb\n");
        remove(&NO_ROOT, account.clone(), list(&["a"])).unwrap();
        assert_eq!(read(&NO_ROOT, account.clone()).unwrap(), b"b\n");
        replace(&NO_ROOT, account.clone(), Vec::new()).unwrap();
        assert_eq!(read(&NO_ROOT, account).unwrap(), b"");
        let left: Vec<_> =
            fs::read_dir(root.join("home/.ssh")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["authorized_keys"], "nothing is left behind");
    }

    #[test]
    fn removing_from_nothing_makes_nothing() {
        let (root, account) = home(&[("home/", "")]);
        remove(&NO_ROOT, account, list(&["a"])).unwrap();
        assert!(!root.join("home/.ssh").exists());
    }

    #[test]
    fn failures_name_the_file() {
        let file = "/home/.ssh/authorized_keys";
        let missing = format!("failed to read '{file}': Failed to open file “{file}”: No such file or directory");
        let (root, account) = home(&[("home/", "")]);
        assert_eq!(root.plain(&read(&NO_ROOT, account).unwrap_err().desc), missing);
        let (root, account) = home(&[]);
        let error = add(&NO_ROOT, account, list(&["a"])).unwrap_err().desc;
        assert_eq!(root.plain(&error), "failed to create directory '/home/.ssh': No such file or directory");
    }

    #[test]
    fn only_a_plain_file_of_a_sane_size_is_read() {
        let (root, account) = home(&[("home/.ssh/", "")]);
        let file = root.join("home/.ssh/authorized_keys");
        let check = |expected: &str| {
            let error = add(&NO_ROOT, account.clone(), list(&["a"])).unwrap_err().desc;
            assert_eq!(root.plain(&error), format!("failed to read '/home/.ssh/authorized_keys': {expected}"));
        };
        symlink(root.join("other"), &file).unwrap();
        check("Too many levels of symbolic links");
        fs::remove_file(&file).unwrap();
        fs::create_dir(&file).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
        check("not a regular file");
        fs::remove_dir(&file).unwrap();
        fs::write(&file, "").unwrap();
        File::options().write(true).open(&file).unwrap().set_len(MAX_KEY_FILE_BYTES + 1).unwrap();
        check("File too large");
        let error = replace(&NO_ROOT, account.clone(), vec![b'x'; 9 << 20]).unwrap_err().desc;
        assert_eq!(root.plain(&error), "failed to write to '/home/.ssh/authorized_keys': File too large");
    }

    #[test]
    fn a_key_that_is_added_during_a_change_is_kept() {
        let (root, account) = home(&[("home/.ssh/authorized_keys", "a\n")]);
        let file = root.join("home/.ssh/authorized_keys");
        let changed = file.clone();
        let round = AtomicUsize::new(0);
        change_existing(&account, file, "test", move |content| {
            if round.fetch_add(1, Ordering::Relaxed) == 0 {
                fs::write(&changed, "a\nmeanwhile\n").unwrap();
            }
            Some(keys::with(content, &list(&["b"])))
        })
        .unwrap();
        assert_eq!(root.read("home/.ssh/authorized_keys"), "a\nmeanwhile\nb\n");
    }
}
