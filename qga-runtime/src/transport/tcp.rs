//! TCP sockets of clients and agents.

use std::io;
use std::net::SocketAddr;
use std::os::fd::OwnedFd;
use std::time::{Duration, Instant};

use rustix::io::Errno;
use rustix::net::sockopt::{set_socket_reuseaddr, set_tcp_nodelay};
use rustix::net::{AddressFamily, SocketFlags, SocketType, bind, connect as connect_to, socket_with};

use super::TcpReach;
use super::stream::{self, Stream};

/// Connects to the first address of the host that answers.
pub(super) fn connect(host: &str, port: u16, deadline: Instant) -> io::Result<Stream> {
    let mut failure = io::Error::new(io::ErrorKind::NotFound, "the name has no address");
    for address in resolve(host, port, deadline)? {
        match connect_at(address, deadline) {
            Ok(stream) => return Ok(stream),
            Err(error) => failure = error,
        }
    }
    Err(failure)
}

/// A socket bound to the host's first address, if that is within `reach`.
pub(super) fn listen(host: &str, port: u16, reach: TcpReach) -> io::Result<OwnedFd> {
    let address = resolve(host, port, Instant::now() + LOOKUP_TIMEOUT)?.into_iter().next();
    let address = address.ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "the name has no address"))?;
    let within = match reach {
        TcpReach::Nowhere => false,
        TcpReach::Loopback => address.ip().is_loopback(),
        TcpReach::AnyInterface => true,
    };
    if !within {
        let reason =
            "listening there is refused: TCP does not identify its clients, and the protocol has no authentication";
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, reason));
    }
    let socket = new_socket(address, SocketFlags::CLOEXEC)?;
    set_socket_reuseaddr(&socket, true)?;
    bind(&socket, &address)?;
    Ok(socket)
}

/// Timeout for resolving the name to listen at.
const LOOKUP_TIMEOUT: Duration = Duration::from_secs(10);

#[cfg(feature = "names")]
fn resolve(host: &str, port: u16, deadline: Instant) -> io::Result<Vec<SocketAddr>> {
    use std::net::ToSocketAddrs;

    if let Ok(ip) = host.parse() {
        return Ok(vec![SocketAddr::new(ip, port)]);
    }
    // The resolver has long timeouts of its own, so it runs on a thread, which ends when the resolver returns.
    let (sender, receiver) = std::sync::mpsc::channel();
    let name = (host.to_owned(), port);
    std::thread::Builder::new().name("resolver".into()).spawn(move || {
        // After the deadline the receiver is dropped.
        let _ = sender.send(name.to_socket_addrs().map(Iterator::collect));
    })?;
    receiver.recv_timeout(stream::left(deadline)?).unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}

/// Accepts numeric addresses only: the resolver would be a large part of a static agent.
#[cfg(not(feature = "names"))]
fn resolve(host: &str, port: u16, _deadline: Instant) -> io::Result<Vec<SocketAddr>> {
    let numeric = host.parse().map(|ip| vec![SocketAddr::new(ip, port)]);
    numeric.map_err(|_| io::Error::new(io::ErrorKind::Unsupported, "names of hosts are not looked up here"))
}

fn connect_at(address: SocketAddr, deadline: Instant) -> io::Result<Stream> {
    let socket = new_socket(address, SocketFlags::CLOEXEC | SocketFlags::NONBLOCK)?;
    match connect_to(&socket, &address) {
        Ok(()) => {}
        Err(Errno::INPROGRESS | Errno::INTR) => stream::wait_connected(&socket, deadline)?,
        Err(error) => return Err(error.into()),
    }
    // Each write is a whole request or answer, so delaying it to send more at once gains nothing.
    set_tcp_nodelay(&socket, true)?;
    rustix::io::ioctl_fionbio(&socket, false)?;
    Ok(Stream::socket(socket))
}

fn new_socket(address: SocketAddr, flags: SocketFlags) -> io::Result<OwnedFd> {
    let family = if address.is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
    Ok(socket_with(family, SocketType::STREAM, flags, None)?)
}
