//! Splits the path to a key file: the part that only root can change, and the rest, opened with the user's rights.
//!
//! Links that only root can have made are followed, with root's rights: an administrator may keep keys elsewhere. From
//! the first folder that another user may write to, the thread has the user's rights and follows no link, since the
//! user may make one at any time.

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

/// Timeout for work in a home, which may lie on a file server.
const HOME_TIMEOUT: Duration = Duration::from_secs(20);

const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

/// The path to a key file of a user.
pub(super) struct Way {
    start: Start,
    /// Names below the start; the last is the file's.
    names: Vec<OsString>,
    /// The file's path, for error texts.
    pub(super) path: PathBuf,
    /// Whether the keys are for root.
    pub(super) is_for_root: bool,
}

/// The folder from which names are opened one by one.
enum Start {
    Folder(Folder),
    /// The user's home, if users other than root may change the path to it. Links on it are the administrator's and are
    /// followed, with the user's rights.
    Home(PathBuf),
}

/// Runs `work` with the rights that the path to the key file requires; `what` completes "cannot …".
pub(super) fn on_way<T: Send + 'static>(
    account: &Account,
    path: PathBuf,
    what: &str,
    work: impl FnOnce(&Way) -> T + Send + 'static,
) -> Result<io::Result<T>, CommandError> {
    let named = format!("{what} of user '{}'", account.name);
    let owner = account.clone();
    let found = deadline::HOMES.run(HOME_TIMEOUT, &named, move || {
        let way = Way::find(&owner, path)?;
        let is_for_root_alone = way.is_roots() && (way.is_for_root || way.names.len() == 1);
        Ok(if is_for_root_alone { Step::Done(work(&way)) } else { Step::AsUser(way, work) })
    })?;
    match found {
        Ok(Step::Done(result)) => Ok(Ok(result)),
        Ok(Step::AsUser(way, work)) => as_user(account.clone(), HOME_TIMEOUT, what, move |_| work(&way)).map(Ok),
        Err(error) => Ok(Err(error)),
    }
}

/// What a thread with root's rights leaves to do.
enum Step<T, W> {
    Done(T),
    AsUser(Way, W),
}

/// Creates the folder of a key file where only root can. In the user's home it belongs to the user.
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
                // Set again, independent of the agent's umask and the folder's default access control list.
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
            // An agent that is not root has no rights to protect.
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

    /// Whether only root can change the path up to the last existing folder.
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

    /// Opens the folder of the file. Single names without links cannot leave the start folder.
    pub(super) fn open_folder(&self) -> io::Result<OwnedFd> {
        let above = self.open_above()?;
        let flags = FOLDER | OFlags::NOFOLLOW;
        match &*self.names {
            [.., folder, _] => Ok(openat(above, folder, flags, Mode::empty())?),
            _ => Ok(openat(above, ".", flags, Mode::empty())?),
        }
    }

    /// Opens the folder of the file, and creates it if it is missing.
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
                // Set again, independent of the agent's umask and the home's default access control list.
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
