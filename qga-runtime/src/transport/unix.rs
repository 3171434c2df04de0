//! Unix sockets: in the file system or, on Linux, in the abstract name space.

use std::fs;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::path::Path;
use std::time::Instant;

use rustix::io::Errno;
use rustix::net::{AddressFamily, SocketAddrUnix, SocketFlags, SocketType, bind, connect as connect_to, socket_with};

use super::stream::{self, Stream};

pub(super) fn connect(path: &Path, deadline: Instant) -> io::Result<Stream> {
    connect_at(&SocketAddrUnix::new(path)?, deadline)
}

pub(super) fn connect_abstract(name: &str, deadline: Instant) -> io::Result<Stream> {
    connect_at(&abstract_address(name)?, deadline)
}

/// A listening socket at `path`, with these permissions.
///
/// A socket left behind by an earlier run is replaced; anything else at that path is left alone, and is an error.
pub(super) fn listen(path: &Path, mode: u32) -> io::Result<OwnedFd> {
    let address = SocketAddrUnix::new(path)?;
    let socket = new_socket()?;
    let permissions = fs::Permissions::from_mode(mode);
    // Where the kernel lets them be set in advance, they need not be set by a path that may lead elsewhere by then.
    let _ = fs::File::from(socket.try_clone()?).set_permissions(permissions.clone());
    if let Err(error) = bind(&socket, &address) {
        if error != Errno::ADDRINUSE {
            return Err(error.into());
        }
        if !fs::symlink_metadata(path)?.file_type().is_socket() {
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, "something that is no socket is in the way"));
        }
        fs::remove_file(path)?;
        bind(&socket, &address)?;
    }
    // Nobody can connect before the socket listens, so nobody gets in before the permissions are right.
    if fs::symlink_metadata(path)?.mode() & 0o7777 != mode {
        fs::set_permissions(path, permissions)?;
    }
    Ok(socket)
}

pub(super) fn listen_abstract(name: &str) -> io::Result<OwnedFd> {
    let socket = new_socket()?;
    bind(&socket, &abstract_address(name)?)?;
    Ok(socket)
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
