//! Unix sockets: in the file system or, on Linux, in the abstract name space.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::os::fd::{AsRawFd, OwnedFd};
use std::path::{Path, PathBuf};
use std::time::Instant;

use rustix::fs::{AtFlags, FileType, Mode, OFlags, Stat, chmodat, fchmod, fstat, open, stat, statat, unlinkat};
use rustix::io::Errno;
use rustix::net::{AddressFamily, SocketAddrUnix, SocketFlags, SocketType, bind, connect as connect_to, socket_with};
use rustix::process::geteuid;

use super::Peer;
use super::stream::{self, Stream};

pub(super) fn connect(path: &Path, deadline: Instant) -> io::Result<Stream> {
    connect_at(&SocketAddrUnix::new(path)?, deadline).map_err(|error| other_kind(path, error))
}

/// The same error, unless its reason is what is at the path: the system refuses a file as it does a socket without a
/// listener.
fn other_kind(path: &Path, error: io::Error) -> io::Error {
    let words = match Errno::from_io_error(&error) {
        Some(Errno::CONNREFUSED) if stat(path).is_ok_and(|file| !is_socket(&file)) => "this file is no socket",
        Some(Errno::PROTOTYPE) => "this socket is no stream",
        _ => return error,
    };
    io::Error::new(io::ErrorKind::InvalidInput, words)
}

pub(super) fn connect_abstract(name: &str, deadline: Instant) -> io::Result<Stream> {
    connect_at(&abstract_address(name)?, deadline)
}

/// A socket bound to `path`, with these permissions.
///
/// A socket of an earlier run is replaced; any other file at that path is kept, and is an error.
pub(super) fn listen(path: &Path, mode: Mode) -> io::Result<OwnedFd> {
    let address = SocketAddrUnix::new(path)?;
    let name = path.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
    let folder = open(folder_of(path), FOLDER_FLAGS, Mode::empty())?;
    let socket = new_socket()?;
    // The file gets this mode minus the umask; a kernel may refuse it. `settle_mode` corrects both.
    let _ = fchmod(&socket, mode);
    remove_left_behind(&folder, name)?;
    bind(&socket, &address).map_err(taken)?;
    // No client can connect before the socket listens, so the mode is set in time.
    settle_mode(&folder, name, mode)?;
    Ok(socket)
}

pub(super) fn listen_abstract(name: &str) -> io::Result<OwnedFd> {
    let socket = new_socket()?;
    bind(&socket, &abstract_address(name)?).map_err(taken)?;
    Ok(socket)
}

fn taken(error: Errno) -> io::Error {
    match error {
        Errno::ADDRINUSE => io::Error::new(io::ErrorKind::AddrInUse, "another process has taken this name"),
        other => other.into(),
    }
}

fn remove_left_behind(folder: &OwnedFd, name: &OsStr) -> io::Result<()> {
    match statat(folder, name, AtFlags::SYMLINK_NOFOLLOW) {
        Ok(file) if is_socket(&file) => Ok(unlinkat(folder, name, AtFlags::empty())?),
        Ok(_) => Err(io::Error::new(io::ErrorKind::AlreadyExists, "a file that is not a socket has this name")),
        Err(Errno::NOENT) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Sets the mode of the socket bound in `folder`, if the umask or the kernel has changed it.
///
/// `folder` is the one where the name was free, even if the path leads elsewhere now. If others can replace files in it,
/// this is an error: the name may refer to another file.
fn settle_mode(folder: &OwnedFd, name: &OsStr, mode: Mode) -> io::Result<()> {
    let made = statat(folder, name, AtFlags::SYMLINK_NOFOLLOW)?;
    if is_socket(&made) && Mode::from_raw_mode(made.st_mode) == mode {
        return Ok(());
    }
    let own = geteuid().as_raw();
    if !is_socket(&made) || made.st_uid != own || is_shared(&fstat(folder)?, own) {
        let reason = "the socket cannot be given its permissions, since others may replace files in its folder";
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, reason));
    }
    Ok(chmodat(folder, name, mode, AtFlags::empty())?)
}

fn is_socket(file: &Stat) -> bool {
    FileType::from_raw_mode(file.st_mode) == FileType::Socket
}

/// Finds the first folder on `path` in which users other than root and this one may replace the socket or a folder.
pub(super) fn shared_folder(path: &Path) -> io::Result<Option<PathBuf>> {
    let own = geteuid().as_raw();
    for folder in fs::canonicalize(folder_of(path))?.ancestors() {
        if is_shared(&stat(folder)?, own) {
            return Ok(Some(folder.to_owned()));
        }
    }
    Ok(None)
}

/// Whether users other than root and `own` may replace files of `own` in a folder. With an access control list, the group
/// bits are the most that any of its entries grants.
fn is_shared(folder: &Stat, own: u32) -> bool {
    let mode = Mode::from_raw_mode(folder.st_mode);
    let writable = mode.intersects(Mode::WGRP | Mode::WOTH) && !mode.contains(Mode::SVTX);
    writable || ![0, own].contains(&folder.st_uid)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."))
}

/// Flags to open a folder for naming files in it; on Linux this needs no permission to list it.
#[cfg(target_os = "linux")]
const FOLDER_FLAGS: OFlags = OFlags::PATH.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);
#[cfg(not(target_os = "linux"))]
const FOLDER_FLAGS: OFlags = OFlags::DIRECTORY.union(OFlags::CLOEXEC);

/// The process that has connected, as the kernel recorded it at that time.
#[cfg(target_os = "linux")]
pub(super) fn peer(socket: &OwnedFd) -> io::Result<Peer> {
    // The process id is 0 for a process in a PID namespace that this one cannot see. rustix's type cannot hold 0, so the
    // structure is read with libc.
    let mut credentials = libc::ucred { pid: 0, uid: 0, gid: 0 };
    #[allow(clippy::cast_possible_truncation, reason = "12 fits")]
    let mut length = size_of::<libc::ucred>() as libc::socklen_t;
    // SAFETY: the descriptor is open, and the kernel writes at most `length` bytes into a structure of plain integers
    // that lives through the call.
    let result = unsafe {
        let into = (&raw mut credentials).cast();
        libc::getsockopt(socket.as_raw_fd(), libc::SOL_SOCKET, libc::SO_PEERCRED, into, &raw mut length)
    };
    if result != 0 {
        return Err(io::Error::last_os_error());
    }
    // The kernel reports an unknown peer with an invalid user id.
    if length as usize != size_of::<libc::ucred>() || credentials.uid == u32::MAX {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "the system does not identify the client"));
    }
    Ok(Peer::Process { pid: u32::try_from(credentials.pid).ok().filter(|pid| *pid != 0), uid: credentials.uid })
}

#[cfg(not(target_os = "linux"))]
pub(super) fn peer(_socket: &OwnedFd) -> io::Result<Peer> {
    Err(io::ErrorKind::Unsupported.into())
}

fn connect_at(address: &SocketAddrUnix, deadline: Instant) -> io::Result<Stream> {
    let socket = new_socket()?;
    stream::limit_connect(&socket, deadline)?;
    loop {
        match connect_to(&socket, address) {
            Ok(()) => return Ok(Stream::socket(socket)),
            Err(Errno::INTR) => stream::limit_connect(&socket, deadline)?,
            // The queue of waiting clients was full until the deadline.
            Err(Errno::AGAIN) => return Err(io::ErrorKind::TimedOut.into()),
            Err(error) => return Err(error.into()),
        }
    }
}

fn new_socket() -> io::Result<OwnedFd> {
    Ok(socket_with(AddressFamily::UNIX, SocketType::STREAM, SocketFlags::CLOEXEC, None)?)
}

#[cfg(target_os = "linux")]
fn abstract_address(name: &str) -> io::Result<SocketAddrUnix> {
    Ok(SocketAddrUnix::new_abstract_name(name.as_bytes())?)
}

#[cfg(not(target_os = "linux"))]
fn abstract_address(_name: &str) -> io::Result<SocketAddrUnix> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::os::unix::net::UnixListener;

    use super::*;

    fn permissions(path: &Path) -> u32 {
        fs::symlink_metadata(path).expect("there").permissions().mode() & 0o777
    }

    #[test]
    fn a_socket_gets_its_permissions_in_the_folder_it_was_made_in() {
        let parent = tempfile::tempdir().expect("a folder");
        let [checked, moved] = ["checked", "moved"].map(|name| parent.path().join(name));
        let name = OsStr::new("socket");
        fs::create_dir(&checked).expect("a free name");
        fs::set_permissions(&checked, fs::Permissions::from_mode(0o700)).expect("our own");
        let folder = open(&checked, FOLDER_FLAGS, Mode::empty()).expect("there");
        UnixListener::bind(checked.join(name)).expect("a free name");
        fs::rename(&checked, &moved).expect("our own");
        // Another folder takes the place of the first one and has a file with the socket's name.
        fs::create_dir(&checked).expect("a free name");
        fs::write(checked.join(name), "precious").expect("a free name");
        fs::set_permissions(checked.join(name), fs::Permissions::from_mode(0o640)).expect("our own");
        settle_mode(&folder, name, Mode::RWXU | Mode::RWXG).expect("our own");
        assert_eq!((permissions(&checked.join(name)), permissions(&moved.join(name))), (0o640, 0o770));
        remove_left_behind(&folder, name).expect("a socket");
        assert_eq!((checked.join(name).exists(), moved.join(name).exists()), (true, false));
        assert!(settle_mode(&folder, name, Mode::RWXU).is_err(), "the socket is gone");
    }

    #[test]
    fn what_is_no_stream_socket_is_told_apart() {
        let folder = tempfile::tempdir().expect("a folder");
        let [file, datagrams, stale] = ["file", "datagrams", "stale"].map(|name| folder.path().join(name));
        fs::write(&file, "").expect("a free name");
        let _datagrams = std::os::unix::net::UnixDatagram::bind(&datagrams).expect("a free name");
        drop(UnixListener::bind(&stale).expect("a free name"));
        for (path, kind, words) in [
            (file, io::ErrorKind::InvalidInput, "this file is no socket"),
            (datagrams, io::ErrorKind::InvalidInput, "this socket is no stream"),
            (stale, io::ErrorKind::ConnectionRefused, "Connection refused (os error 111)"),
        ] {
            let error = connect(&path, Instant::now() + std::time::Duration::from_secs(60)).expect_err("no listener");
            assert_eq!((error.kind(), error.to_string().as_str()), (kind, words));
        }
    }

    #[test]
    fn a_link_is_neither_followed_nor_replaced() {
        let parent = tempfile::tempdir().expect("a folder");
        let file = |name| parent.path().join(name);
        UnixListener::bind(file("other")).expect("a free name");
        symlink("other", file("link")).expect("a free name");
        let before = permissions(&file("other"));
        let folder = open(parent.path(), FOLDER_FLAGS, Mode::empty()).expect("there");
        assert!(settle_mode(&folder, OsStr::new("link"), Mode::RWXU | Mode::RWXG | Mode::RWXO).is_err());
        assert!(remove_left_behind(&folder, OsStr::new("link")).is_err());
        assert!(listen(&file("link"), Mode::RWXU).is_err());
        assert_eq!(permissions(&file("other")), before);
        assert!(file("link").is_symlink());
    }

    #[test]
    fn a_folder_is_shared_when_others_may_replace_files_in_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut examined = stat(folder.path()).expect("there");
        for (mode, owner, shared) in [
            (0o700, 0, false),
            (0o755, 500, false),
            (0o1777, 0, false),
            (0o1775, 500, false),
            (0o755, 1234, true),
            (0o1777, 1234, true),
            (0o777, 0, true),
            (0o770, 500, true),
            (0o702, 500, true),
        ] {
            (examined.st_mode, examined.st_uid) = (mode, owner);
            assert_eq!(is_shared(&examined, 500), shared, "{mode:o} of {owner}");
        }
    }
}
