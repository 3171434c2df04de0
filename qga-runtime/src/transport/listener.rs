//! Waits for clients, and decides who is let in.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use rustix::io::Errno;
use rustix::net::{AddressFamily, SocketFlags, accept_with, getsockname, listen, sockopt};

use super::stream::Stream;
use super::{Address, tcp, unix, vsock};

/// Who may connect, and how an agent's socket is made.
#[derive(Clone, Debug)]
pub struct Admission {
    /// The permissions of a socket in the file system.
    pub mode: u32,
    /// The users a unix socket serves besides root and the agent's own; `None` leaves it to the permissions.
    pub users: Option<Vec<u32>>,
    /// Whether other machines than the host may connect over vsock.
    pub any_machine: bool,
    /// Whether TCP may listen on more than the loopback interface.
    pub any_interface: bool,
}

impl Default for Admission {
    fn default() -> Self {
        Admission { mode: 0o600, users: None, any_machine: false, any_interface: false }
    }
}

/// Who is at the other end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peer {
    /// A process of this machine.
    Process {
        /// Its process number.
        pid: i32,
        /// Its user.
        uid: u32,
    },
    /// A virtual machine, or the host.
    Machine {
        /// Which.
        cid: u32,
    },
    /// The transport does not say.
    Unknown,
}

/// A socket that clients connect to.
#[derive(Debug)]
pub struct Listener {
    fd: OwnedFd,
    family: AddressFamily,
    admission: Admission,
}

/// How many clients may wait to be accepted.
const BACKLOG: i32 = 16;

impl Listener {
    /// Listens at an address.
    ///
    /// # Errors
    /// Whatever the operating system reports; devices cannot be listened at.
    pub fn bind(address: &Address, admission: Admission) -> io::Result<Self> {
        let (fd, family) = match address {
            Address::Unix(path) => (unix::listen(path, admission.mode)?, AddressFamily::UNIX),
            Address::Abstract(name) => (unix::listen_abstract(name)?, AddressFamily::UNIX),
            Address::Vsock { cid, port } => (vsock::listen(*cid, *port)?, AddressFamily::VSOCK),
            Address::Tcp { host, port } => (tcp::listen(host, *port, admission.any_interface)?, AddressFamily::INET),
            Address::Serial(_) | Address::Virtio(_) => {
                return Err(io::Error::new(io::ErrorKind::InvalidInput, "a device is opened, not listened at"));
            }
        };
        listen(&fd, BACKLOG)?;
        rustix::io::ioctl_fionbio(&fd, true)?;
        Ok(Listener { fd, family, admission })
    }

    /// Takes over a listening socket that somebody else opened, a unix or a vsock one.
    ///
    /// # Errors
    /// It is none.
    pub fn adopt(fd: OwnedFd, admission: Admission) -> io::Result<Self> {
        let family = getsockname(&fd)?.address_family();
        if !matches!(family, AddressFamily::UNIX | AddressFamily::VSOCK) || !sockopt::socket_acceptconn(&fd)? {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "expected a listening unix or vsock socket"));
        }
        rustix::io::fcntl_setfd(&fd, rustix::io::FdFlags::CLOEXEC)?;
        rustix::io::ioctl_fionbio(&fd, true)?;
        Ok(Listener { fd, family, admission })
    }

    /// The next client, if one waits. One that may not connect is sent away.
    ///
    /// # Errors
    /// [`io::ErrorKind::PermissionDenied`] for a client sent away; whatever else the operating system reports.
    pub fn accept(&self) -> io::Result<Option<(Stream, Peer)>> {
        let fd = match accept_with(&self.fd, SocketFlags::CLOEXEC) {
            Ok(fd) => fd,
            Err(Errno::AGAIN | Errno::INTR | Errno::CONNABORTED) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let peer = self.peer(&fd)?;
        if !self.admits(peer) {
            let reason = match peer {
                Peer::Process { pid, uid } => format!("process {pid} of user {uid} may not connect"),
                Peer::Machine { cid } => format!("machine {cid} may not connect"),
                Peer::Unknown => "an unknown client may not connect".to_owned(),
            };
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, reason));
        }
        if self.family == AddressFamily::INET {
            sockopt::set_tcp_nodelay(&fd, true)?;
        }
        Ok(Some((Stream::socket(fd), peer)))
    }

    #[cfg(target_os = "linux")]
    fn peer(&self, fd: &OwnedFd) -> io::Result<Peer> {
        Ok(match self.family {
            AddressFamily::UNIX => {
                let process = sockopt::socket_peercred(fd)?;
                Peer::Process { pid: process.pid.as_raw_nonzero().get(), uid: process.uid.as_raw() }
            }
            AddressFamily::VSOCK => Peer::Machine { cid: vsock::peer_cid(fd)? },
            _ => Peer::Unknown,
        })
    }

    #[cfg(not(target_os = "linux"))]
    fn peer(&self, _fd: &OwnedFd) -> io::Result<Peer> {
        Ok(Peer::Unknown)
    }

    fn admits(&self, peer: Peer) -> bool {
        match (peer, &self.admission.users) {
            (Peer::Machine { cid }, _) => self.admission.any_machine || cid == vsock::HOST_CID,
            (Peer::Process { uid, .. }, Some(users)) => {
                uid == 0 || uid == rustix::process::geteuid().as_raw() || users.contains(&uid)
            }
            (Peer::Unknown, Some(_)) if self.family == AddressFamily::UNIX => false,
            (Peer::Process { .. } | Peer::Unknown, _) => true,
        }
    }
}

impl AsFd for Listener {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}
