//! Accepts clients and checks their identity.

use std::fmt;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::PathBuf;

use rustix::fs::Mode;
use rustix::io::Errno;
use rustix::net::{AddressFamily, SocketFlags, accept_with, getsockname, listen, sockopt};

use super::stream::Stream;
use super::{Address, tcp, unix, vsock};

/// The clients that may connect.
///
/// The default admits the fewest: root and the agent's own user over Unix sockets, the host over vsock, none over TCP.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Admission {
    /// User ids that Unix sockets admit besides root's and the agent's own.
    pub users: Vec<u32>,
    /// Whether vsock admits other machines than the host.
    pub any_machine: bool,
    /// Interfaces where TCP listens. TCP does not identify its peers: every process that reaches the port is admitted.
    pub tcp: TcpReach,
}

/// The interfaces where TCP listens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TcpReach {
    /// None: binding a TCP address is refused.
    #[default]
    Nowhere,
    /// The loopback interface, for every user of this machine.
    Loopback,
    /// Every interface, for every machine of the network.
    AnyInterface,
}

/// The process or machine at the other end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peer {
    /// A process of this machine.
    Process {
        /// Its process id; `None` if it is in a PID namespace that the agent cannot see.
        pid: Option<u32>,
        /// Its user id in the agent's user namespace; unmapped users have the kernel's overflow id, 65534.
        uid: u32,
    },
    /// A virtual machine, or the host.
    Machine {
        /// Its context id.
        cid: u32,
    },
    /// A TCP peer, which the transport does not identify.
    Unknown,
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Peer::Process { pid: Some(pid), uid } => write!(f, "process {pid} of user {uid}"),
            Peer::Process { pid: None, uid } => write!(f, "a process of user {uid} in another PID namespace"),
            Peer::Machine { cid } => write!(f, "machine {cid}"),
            Peer::Unknown => f.write_str("an unknown client"),
        }
    }
}

/// The result of [`Listener::accept`].
#[derive(Debug)]
pub enum Accepted {
    /// A client was admitted.
    Client(Stream, Peer),
    /// A client may not connect, or its connection failed; it is closed, and the listener can accept the next.
    Refused(io::Error),
    /// No client waits.
    Nothing,
}

/// A socket that clients connect to.
#[derive(Debug)]
pub struct Listener {
    fd: OwnedFd,
    family: AddressFamily,
    admission: Admission,
}

/// Clients that may wait to be accepted.
const BACKLOG: i32 = 16;

impl Listener {
    /// Listens at an address.
    ///
    /// A socket in the file system has mode 0600; 0666 if the admission names users, whose ids are checked on connection.
    ///
    /// # Errors
    /// Those of the operating system. [`io::ErrorKind::AddrInUse`] if another process has the name,
    /// [`io::ErrorKind::AlreadyExists`] if a file that is not a socket has it, [`io::ErrorKind::PermissionDenied`] if
    /// `admission` does not allow TCP there or the socket's mode cannot be set safely, and
    /// [`io::ErrorKind::InvalidInput`] for a device.
    pub fn bind(address: &Address, admission: Admission) -> io::Result<Self> {
        let (fd, family) = match address {
            Address::Unix(path) => (unix::listen(path, admission.mode())?, AddressFamily::UNIX),
            Address::Abstract(name) => (unix::listen_abstract(name)?, AddressFamily::UNIX),
            Address::Vsock { cid, port } => (vsock::listen(*cid, *port)?, AddressFamily::VSOCK),
            Address::Tcp { host, port } => (tcp::listen(host, *port, admission.tcp)?, AddressFamily::INET),
            Address::Serial(_) | Address::Virtio(_) => {
                return Err(io::Error::new(io::ErrorKind::InvalidInput, "a device is opened, not listened at"));
            }
        };
        listen(&fd, BACKLOG)?;
        rustix::io::ioctl_fionbio(&fd, true)?;
        Ok(Listener { fd, family, admission })
    }

    /// Takes over a listening Unix or vsock socket that another process opened. Its clients are checked like those of
    /// [`bind`](Self::bind).
    ///
    /// # Errors
    /// [`io::ErrorKind::InvalidInput`] if it is not a listening Unix or vsock socket.
    pub fn adopt(fd: OwnedFd, admission: Admission) -> io::Result<Self> {
        let family = getsockname(&fd)?.address_family();
        if !matches!(family, AddressFamily::UNIX | AddressFamily::VSOCK) || !sockopt::socket_acceptconn(&fd)? {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "expected a listening unix or vsock socket"));
        }
        rustix::io::fcntl_setfd(&fd, rustix::io::FdFlags::CLOEXEC)?;
        rustix::io::ioctl_fionbio(&fd, true)?;
        Ok(Listener { fd, family, admission })
    }

    /// Finds the first folder on the path of a Unix socket in which users other than root and the agent's own may replace
    /// the socket, or a folder of its path; `None` if there is none, or the address is not a path.
    ///
    /// # Errors
    /// A folder cannot be examined.
    pub fn shared_folder(address: &Address) -> io::Result<Option<PathBuf>> {
        match address {
            Address::Unix(path) => unix::shared_folder(path),
            _ => Ok(None),
        }
    }

    /// Accepts the next client, if one waits, and checks it.
    ///
    /// # Errors
    /// The listener cannot accept, for instance for lack of descriptors. The client stays in the queue and the listener
    /// stays readable, so wait before trying again.
    pub fn accept(&self) -> io::Result<Accepted> {
        match accept_with(&self.fd, SocketFlags::CLOEXEC) {
            Ok(fd) => Ok(self.admit(fd).unwrap_or_else(Accepted::Refused)),
            Err(Errno::AGAIN | Errno::INTR) => Ok(Accepted::Nothing),
            Err(error) if is_of_connection(error) => Ok(Accepted::Refused(error.into())),
            Err(error) => Err(error.into()),
        }
    }

    fn admit(&self, fd: OwnedFd) -> io::Result<Accepted> {
        let peer = self.peer(&fd)?;
        if !self.admission.admits(peer, rustix::process::geteuid().as_raw()) {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, format!("{peer} may not connect")));
        }
        if self.family == AddressFamily::INET {
            sockopt::set_tcp_nodelay(&fd, true)?;
        }
        Ok(Accepted::Client(Stream::socket(fd), peer))
    }

    fn peer(&self, fd: &OwnedFd) -> io::Result<Peer> {
        match self.family {
            AddressFamily::UNIX => unix::peer(fd),
            AddressFamily::VSOCK => Ok(Peer::Machine { cid: vsock::peer_cid(fd)? }),
            _ => Ok(Peer::Unknown),
        }
    }
}

/// Whether an error of `accept` belongs to the new connection: the kernel reports its network errors there.
fn is_of_connection(error: Errno) -> bool {
    matches!(
        error,
        Errno::CONNABORTED
            | Errno::CONNRESET
            | Errno::PROTO
            | Errno::NOPROTOOPT
            | Errno::HOSTDOWN
            | Errno::HOSTUNREACH
            | Errno::NETDOWN
            | Errno::NETUNREACH
            | Errno::TIMEDOUT
    )
}

impl Admission {
    /// The mode of a socket in the file system: users named in the admission need write permission to connect.
    fn mode(&self) -> Mode {
        let own = Mode::RUSR | Mode::WUSR;
        if self.users.is_empty() { own } else { own | Mode::RGRP | Mode::WGRP | Mode::ROTH | Mode::WOTH }
    }

    /// Whether an agent that runs as the user `agent` admits a peer.
    fn admits(&self, peer: Peer, agent: u32) -> bool {
        match peer {
            Peer::Process { uid, .. } => uid == 0 || uid == agent || self.users.contains(&uid),
            Peer::Machine { cid } => self.any_machine || cid == vsock::HOST_CID,
            Peer::Unknown => self.tcp != TcpReach::Nowhere,
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
    fn admission_depends_on_the_peers_identity() {
        let of = |uid| Peer::Process { pid: Some(1), uid };
        let machine = |cid| Peer::Machine { cid };
        let closed = Admission::default();
        let named = Admission { users: vec![1000], ..Admission::default() };
        let any = Admission { any_machine: true, ..Admission::default() };
        let tcp = Admission { tcp: TcpReach::Loopback, ..Admission::default() };
        for (admission, peer, admitted) in [
            (&closed, of(0), true),
            (&closed, of(500), true),
            (&closed, of(1000), false),
            // The kernel's id for users outside this user namespace.
            (&closed, of(65534), false),
            (&closed, of(u32::MAX), false),
            (&closed, Peer::Process { pid: None, uid: 0 }, true),
            (&closed, Peer::Process { pid: None, uid: 1234 }, false),
            (&named, of(0), true),
            (&named, of(500), true),
            (&named, of(1000), true),
            (&named, of(1001), false),
            // Admitting TCP peers admits no Unix or vsock peers.
            (&tcp, of(1234), false),
            (&tcp, machine(3), false),
            (&any, of(1234), false),
            (&tcp, Peer::Unknown, true),
            (&closed, Peer::Unknown, false),
            (&named, Peer::Unknown, false),
            (&any, Peer::Unknown, false),
            // Only the host: not this machine (1), its hypervisor (0), or another machine.
            (&closed, machine(2), true),
            (&closed, machine(0), false),
            (&closed, machine(1), false),
            (&closed, machine(3), false),
            (&closed, machine(u32::MAX), false),
            (&any, machine(3), true),
        ] {
            assert_eq!(admission.admits(peer, 500), admitted, "{peer:?} {admission:?}");
        }
    }

    #[test]
    fn only_a_connections_error_lets_the_listener_go_on() {
        for error in [Errno::CONNABORTED, Errno::PROTO, Errno::NETDOWN, Errno::HOSTUNREACH] {
            assert!(is_of_connection(error), "{error}");
        }
        // After these the client is still in the queue, or the listener is broken.
        for error in [Errno::MFILE, Errno::NFILE, Errno::NOBUFS, Errno::NOMEM, Errno::INVAL, Errno::BADF, Errno::PERM] {
            assert!(!is_of_connection(error), "{error}");
        }
    }
}
