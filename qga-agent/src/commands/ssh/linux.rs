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
use rustix::fs::{
    AtFlags, FileType, Mode, OFlags, fchmod, fstat, fsync, mkdirat, open, openat, renameat, statat, unlinkat,
};
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

/// How often to begin again when the file has changed meanwhile.
const TRIES: usize = 5;

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
        write_file(account, &folder, &content, |_| true).map(drop)
    })?
}

/// Adds the keys that are not there yet.
pub(super) fn add(account: Account, keys: Vec<String>) -> Result<(), CommandError> {
    as_user(account, LIMIT, "add keys", move |account| {
        let folder = make_folder(account)?;
        change(account, &folder, |content| Some(keys::with(content.unwrap_or_default(), &keys)))
    })?
}

/// Removes the keys that are there.
pub(super) fn remove(account: Account, keys: Vec<String>) -> Result<(), CommandError> {
    as_user(account, LIMIT, "remove keys", move |account| {
        let opened = open_home(account).and_then(|home| open_folder(&home));
        let Some(folder) = existing(account, opened)? else { return Ok(()) };
        change(account, &folder, |content| {
            let content = content?;
            Some(keys::without(content, &keys)).filter(|rest| rest != content)
        })
    })?
}

/// Replaces the file by what `edit` makes of its content, if anything. Nobody else locks this file, so if it is another
/// one by then, it is read again: what the user has added meanwhile must not be lost.
fn change(
    account: &Account,
    folder: &OwnedFd,
    edit: impl Fn(Option<&[u8]>) -> Option<Vec<u8>>,
) -> Result<(), CommandError> {
    for _ in 0..TRIES {
        let before = version(folder);
        let content = existing(account, read_file(folder))?;
        let Some(content) = edit(content.as_deref()) else { return Ok(()) };
        if write_file(account, folder, &content, |folder| version(folder) == before)? {
            return Ok(());
        }
    }
    let file = shown(&account.home);
    Err(CommandError::new(format!("failed to write to '{file}': something else keeps writing to it")))
}

/// What tells a file from the same one after a change, and from another one in its place.
fn version(folder: &OwnedFd) -> Option<(u64, i64, i64, u64)> {
    let data = statat(folder, FILE, AtFlags::SYMLINK_NOFOLLOW).ok()?;
    Some((data.st_ino, data.st_ctime, i64::try_from(data.st_ctime_nsec).ok()?, u64::try_from(data.st_size).ok()?))
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
/// instead of followed. Does so only if it `may` at the last moment, and tells whether it did.
fn write_file(
    account: &Account,
    folder: &OwnedFd,
    content: &[u8],
    may: impl Fn(&OwnedFd) -> bool,
) -> Result<bool, CommandError> {
    let file = shown(&account.home);
    let failed =
        |what: &str, error: io::Error| CommandError::new(format!("failed to {what} '{file}': {}", errno::text(error)));
    // It could not be read again.
    if content.len() as u64 > LARGEST {
        return Err(failed("write to", Errno::FBIG.into()));
    }
    let (name, new) = new_file(folder).map_err(|error| failed("write to", error))?;
    let put = || {
        fchmod(&new, Mode::RUSR | Mode::WUSR).map_err(|error| failed("set permissions of", error.into()))?;
        let mut new = File::from(new);
        new.write_all(content).and_then(|()| new.sync_all()).map_err(|error| failed("write to", error))?;
        if may(folder) {
            renameat(folder, &*name, folder, FILE).map_err(|error| failed("write to", error.into()))?;
            fsync(folder).map_err(|error| failed("write to", error.into()))?;
            return Ok(true);
        }
        Ok::<_, CommandError>(false)
    };
    let put = put();
    if !matches!(put, Ok(true)) {
        // It may be gone already; what went wrong first is what counts.
        let _ = unlinkat(folder, &*name, AtFlags::empty());
    }
    put
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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};

    use rustix::process::{getegid, geteuid};

    use super::*;
    use crate::fixture::Root;

    /// A home with these files; as root it is somebody else's.
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
        add(account.clone(), list(&["a", "b"])).unwrap();
        for (path, mode) in [("home/.ssh", 0o40_700), ("home/.ssh/authorized_keys", 0o100_600)] {
            let data = fs::metadata(root.join(path)).unwrap();
            assert_eq!((data.uid(), data.gid(), data.mode()), (account.uid, account.gid, mode), "{path}");
        }
        assert_eq!(read(account.clone()).unwrap(), b"a\nb\n");
        remove(account.clone(), list(&["a"])).unwrap();
        assert_eq!(read(account.clone()).unwrap(), b"b\n");
        replace(account.clone(), Vec::new()).unwrap();
        assert_eq!(read(account).unwrap(), b"");
        let left: Vec<_> =
            fs::read_dir(root.join("home/.ssh")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, [FILE], "nothing is left behind");
    }

    #[test]
    fn removing_from_nothing_makes_nothing() {
        let (root, account) = home(&[("home/", "")]);
        remove(account, list(&["a"])).unwrap();
        assert!(!root.join("home/.ssh").exists());
    }

    #[test]
    fn failures_name_the_file() {
        let file = "/home/.ssh/authorized_keys";
        let missing = format!("failed to read '{file}': Failed to open file “{file}”: No such file or directory");
        let (root, account) = home(&[("home/", "")]);
        assert_eq!(root.plain(&read(account).unwrap_err().desc), missing);
        let (root, account) = home(&[]);
        let error = add(account, list(&["a"])).unwrap_err().desc;
        assert_eq!(root.plain(&error), "failed to create directory '/home/.ssh': No such file or directory");
    }

    #[test]
    fn only_a_plain_file_of_a_sane_size_is_read() {
        let (root, account) = home(&[("home/.ssh/", "")]);
        let file = root.join("home/.ssh/authorized_keys");
        let check = |expected: &str| {
            let error = add(account.clone(), list(&["a"])).unwrap_err().desc;
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
        File::options().write(true).open(&file).unwrap().set_len(LARGEST + 1).unwrap();
        check("File too large");
        let error = replace(account.clone(), vec![b'x'; 9 << 20]).unwrap_err().desc;
        assert_eq!(root.plain(&error), "failed to write to '/home/.ssh/authorized_keys': File too large");
    }

    #[test]
    fn what_somebody_else_adds_meanwhile_is_kept() {
        let (root, account) = home(&[("home/.ssh/authorized_keys", "a\n")]);
        let folder = open_folder(&open_home(&account).unwrap()).unwrap();
        let round = std::cell::Cell::new(0);
        change(&account, &folder, |content| {
            if round.replace(1) == 0 {
                fs::write(root.join("home/.ssh/authorized_keys"), "a\nmeanwhile\n").unwrap();
            }
            Some(keys::with(content.unwrap(), &list(&["b"])))
        })
        .unwrap();
        assert_eq!(root.read("home/.ssh/authorized_keys"), "a\nmeanwhile\nb\n");
    }
}
