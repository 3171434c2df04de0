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
        self.admission.admits(peer, rustix::process::geteuid().as_raw(), self.family == AddressFamily::UNIX)
    }
}

impl Admission {
    /// Whether a peer may connect to an agent of this user.
    fn admits(&self, peer: Peer, agent: u32, over_unix: bool) -> bool {
        match (peer, &self.users) {
            (Peer::Machine { cid }, _) => self.any_machine || cid == vsock::HOST_CID,
            (Peer::Process { uid, .. }, Some(users)) => uid == 0 || uid == agent || users.contains(&uid),
            (Peer::Unknown, Some(_)) if over_unix => false,
            (Peer::Process { .. } | Peer::Unknown, _) => true,
        }
    }
}

impl AsFd for Listener {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_let_in_depends_on_who_it_is() {
        let of = |uid| Peer::Process { pid: 1, uid };
        let machine = |cid| Peer::Machine { cid };
        let open = Admission::default();
        let closed = Admission { users: Some(vec![1000]), ..Admission::default() };
        let any = Admission { any_machine: true, ..Admission::default() };
        for (admission, peer, over_unix, admitted) in [
            (&open, of(1234), true, true),
            (&closed, of(0), true, true),
            (&closed, of(500), true, true),
            (&closed, of(1000), true, true),
            (&closed, of(1001), true, false),
            // A system that does not say who connects lets nobody in where that matters.
            (&closed, Peer::Unknown, true, false),
            (&closed, Peer::Unknown, false, true),
            (&open, Peer::Unknown, true, true),
            // The host, and nothing else: not the machine itself, not its hypervisor's own number, not a neighbour.
            (&open, machine(2), false, true),
            (&open, machine(0), false, false),
            (&open, machine(1), false, false),
            (&open, machine(3), false, false),
            (&open, machine(u32::MAX), false, false),
            (&any, machine(3), false, true),
        ] {
            assert_eq!(admission.admits(peer, 500, over_unix), admitted, "{peer:?} {over_unix} {admission:?}");
        }
    }
}
