//! Finds the way to a key file: which part of it only root can change, and with whose rights the rest is gone.
//!
//! Links that only root can have made are followed, with root's rights: the file of root's keys may be kept elsewhere, a
//! home may belong to root. From the first folder on that another user may write to, the user's rights are taken and no
//! link is followed, since the user may put one there at any time.

use std::ffi::OsString;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::path::{Path, PathBuf};
use std::time::Duration;

use qga_runtime::CommandError;
use rustix::fs::{AtFlags, Gid, Mode, OFlags, Uid, fchmod, fchown, mkdirat, open, openat, statat};
use rustix::io::Errno;
use rustix::process::geteuid;

use super::identity::as_user;
use crate::os::accounts::Account;
use crate::os::errno;
use crate::process::deadline;
use crate::process::trusted_path::{Folder, reach};

/// A home may lie on a file server.
const HOME_TIMEOUT: Duration = Duration::from_secs(20);

const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

/// The way to a key file of a user.
pub(super) struct Way {
    start: Start,
    /// Names below the start, the file's at the end.
    names: Vec<OsString>,
    /// The file's path, for error texts.
    pub(super) path: PathBuf,
    /// Whether the keys are root's.
    pub(super) is_for_root: bool,
}

/// Where the way begins to be gone step by step.
enum Start {
    Folder(Folder),
    /// The user's home, if other users than root may change the way there. That way is the administrator's, who may use
    /// links, and it is gone with the user's rights.
    Home(PathBuf),
}

/// Runs `work` on the way to a key file, with the rights that the way asks for; `what` completes "cannot …".
pub(super) fn on_way<T: Send + 'static>(
    account: &Account,
    path: PathBuf,
    what: &str,
    work: impl FnOnce(&Way) -> T + Send + 'static,
) -> Result<io::Result<T>, CommandError> {
    let named = format!("{what} of user '{}'", account.name);
    let owner = account.clone();
    let way = match deadline::HOMES.run(HOME_TIMEOUT, &named, move || Way::find(&owner, path))? {
        Ok(way) => way,
        Err(error) => return Ok(Err(error)),
    };
    if way.is_roots() && (way.is_for_root || way.names.len() == 1) {
        return deadline::HOMES.run(HOME_TIMEOUT, &named, move || work(&way)).map(Ok);
    }
    as_user(account.clone(), HOME_TIMEOUT, what, move |_| work(&way)).map(Ok)
}

/// Makes the folder of a key file where only root can make it. In the user's home it is the user's.
pub(super) fn make_roots_folder(account: &Account, path: PathBuf, what: &str) -> Result<io::Result<()>, CommandError> {
    let what = format!("{what} of user '{}'", account.name);
    let account = account.clone();
    deadline::HOMES.run(HOME_TIMEOUT, &what, move || {
        let way = Way::find(&account, path)?;
        match (&way.start, &*way.names) {
            (Start::Folder(folder), [name, _]) if way.is_roots() && statat(folder, name, AtFlags::empty()).is_err() => {
                let in_home = way.path.starts_with(&account.home);
                let mode = if in_home { Mode::RWXU } else { Mode::from_raw_mode(0o755) };
                mkdirat(folder, name, mode)?;
                let made = openat(folder, name, FOLDER | OFlags::NOFOLLOW, Mode::empty())?;
                // Neither the agent's umask nor a default of the folder shall matter.
                fchmod(&made, mode)?;
                if in_home {
                    fchown(&made, Some(Uid::from_raw(account.uid)), Some(Gid::from_raw(account.gid)))?;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    })
}

impl Way {
    fn find(account: &Account, path: PathBuf) -> io::Result<Self> {
        let home = &account.home;
        let new = |start, names: Vec<OsString>, path| {
            let is_for_root = account.uid == 0;
            if names.is_empty() { Err(Errno::ISDIR.into()) } else { Ok(Self { start, names, path, is_for_root }) }
        };
        if let Ok(below) = path.strip_prefix(home) {
            // An agent that is not root has no rights to be led astray with.
            let by_user = !geteuid().is_root() || {
                let (folder, left) = reach(home)?;
                folder.is_shared() && !left.is_empty()
            };
            if by_user {
                let names = below.components().map(|name| name.as_os_str().to_owned()).collect();
                return new(Start::Home(home.clone()), names, path);
            }
        }
        let (folder, names) = reach(&path)?;
        new(Start::Folder(folder), names, path)
    }

    /// Whether only root can change the way up to the last folder there is.
    pub(super) fn is_roots(&self) -> bool {
        matches!(&self.start, Start::Folder(folder) if !folder.is_shared())
    }

    /// The folder of the file, for error texts.
    pub(super) fn folder_path(&self) -> &Path {
        self.path.parent().unwrap_or(&self.path)
    }

    pub(super) fn file_name(&self) -> &OsString {
        self.names.last().expect("checked by find")
    }

    /// Opens the folder of the file. With single names and no following of links there is nowhere to go but below the
    /// start.
    pub(super) fn open_folder(&self) -> io::Result<OwnedFd> {
        let above = self.open_above()?;
        let flags = FOLDER | OFlags::NOFOLLOW;
        match &*self.names {
            [.., folder, _] => Ok(openat(above, folder, flags, Mode::empty())?),
            _ => Ok(openat(above, ".", flags, Mode::empty())?),
        }
    }

    /// Opens the folder of the file, and makes it first where there is none.
    pub(super) fn make_folder(&self) -> Result<OwnedFd, CommandError> {
        let failed = |what: &str, error: io::Error| {
            let path = self.folder_path().display();
            CommandError::new(format!("failed to {what} directory '{path}': {}", errno::text(error)))
        };
        let [.., name, _] = &*self.names else { return self.open_folder().map_err(|error| failed("open", error)) };
        let above = self.open_above().map_err(|error| failed("create", error))?;
        match mkdirat(&above, name, Mode::RWXU) {
            Ok(()) => {
                let folder = self.open_folder().map_err(|error| failed("open", error))?;
                // Neither the agent's umask nor a default of the home's shall matter.
                fchmod(&folder, Mode::RWXU).map_err(|error| failed("set permissions of", error.into()))?;
                Ok(folder)
            }
            Err(Errno::EXIST) => self.open_folder().map_err(|error| failed("open", error)),
            Err(error) => Err(failed("create", error.into())),
        }
    }

    /// Opens the folder above that of the file.
    fn open_above(&self) -> io::Result<OwnedFd> {
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let mut folder = match &self.start {
            Start::Folder(folder) => folder.as_fd().try_clone_to_owned()?,
            Start::Home(home) => open(home, flags, Mode::empty())?,
        };
        for name in self.names.iter().rev().skip(2).rev() {
            folder = openat(&folder, name, flags | OFlags::NOFOLLOW, Mode::empty())?;
        }
        Ok(folder)
    }
}
