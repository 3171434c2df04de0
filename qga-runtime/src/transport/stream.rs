//! One connected byte stream: a socket or a character device.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use rustix::buffer::spare_capacity;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::net::sockopt::{self, Timeout};
use rustix::net::{RecvFlags, SendFlags};

use super::{Address, char_device, tcp, unix, vsock};

/// A connected stream. Reading and writing either never block, or end at a deadline.
#[derive(Debug)]
pub struct Stream {
    fd: OwnedFd,
    kind: Kind,
    /// The socket's receive timeout as last set: reads wait in the call, without a poll before.
    read_limit: Option<Duration>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Socket,
    Device,
}

/// The receive timeout may exceed the remaining time by this before it is set again.
const READ_TIMEOUT_SLACK: Duration = Duration::from_millis(5);

impl Stream {
    /// Connects to a socket, or opens a device, before the deadline.
    ///
    /// # Errors
    /// Those of the operating system; [`io::ErrorKind::TimedOut`] at the deadline.
    pub fn connect(address: &Address, deadline: Instant) -> io::Result<Self> {
        match address {
            Address::Unix(path) => unix::connect(path, deadline),
            Address::Abstract(name) => unix::connect_abstract(name, deadline),
            Address::Vsock { cid, port } => vsock::connect(*cid, *port, deadline),
            Address::Tcp { host, port } => tcp::connect(host, *port, deadline),
            Address::Serial(_) | Address::Virtio(_) => Stream::open(address),
        }
    }

    /// Opens a device.
    ///
    /// # Errors
    /// Those of the operating system; a socket is no device.
    pub fn open(address: &Address) -> io::Result<Self> {
        match address {
            Address::Serial(path) => char_device::open_serial(path),
            Address::Virtio(name) => char_device::open_virtio(name, char_device::ROOT.as_ref()),
            _ => Err(no_device()),
        }
    }

    /// Opens a device for this process alone, as an agent must: bytes of other processes are not the host's.
    ///
    /// # Errors
    /// As [`Stream::open`]; a terminal may be claimed by another process.
    pub fn claim(address: &Address) -> io::Result<Self> {
        match address {
            Address::Serial(path) => char_device::claim_serial(path),
            Address::Virtio(name) => char_device::claim_virtio(name, char_device::ROOT.as_ref()),
            _ => Err(no_device()),
        }
    }

    pub(super) fn socket(fd: OwnedFd) -> Self {
        Stream { fd, kind: Kind::Socket, read_limit: None }
    }

    pub(super) fn device(fd: OwnedFd) -> Self {
        Stream { fd, kind: Kind::Device, read_limit: None }
    }

    /// A second descriptor of the same stream, so that one thread reads while another writes.
    ///
    /// # Errors
    /// The process has too many descriptors.
    pub fn try_clone(&self) -> io::Result<Self> {
        Ok(Stream { fd: self.fd.try_clone()?, kind: self.kind, read_limit: None })
    }

    /// Whether this is a device: it may return less than it holds, and may be open without a client.
    pub(crate) fn is_device(&self) -> bool {
        self.kind == Kind::Device
    }

    /// Appends bytes that have arrived, up to the spare capacity of `into`. Never blocks; zero means that the peer has
    /// closed.
    ///
    /// # Errors
    /// [`io::ErrorKind::WouldBlock`] if nothing has arrived.
    pub fn try_read(&mut self, into: &mut Vec<u8>) -> io::Result<usize> {
        if into.spare_capacity_mut().is_empty() {
            into.reserve(4096);
        }
        self.retry_read(|stream| match stream.kind {
            Kind::Socket => rustix::net::recv(&stream.fd, spare_capacity(into), RecvFlags::DONTWAIT).map(|read| read.1),
            Kind::Device => rustix::io::read(&stream.fd, spare_capacity(into)),
        })
    }

    /// Reads bytes that have arrived into `into`. Never blocks; zero means that the peer has closed.
    ///
    /// # Errors
    /// [`io::ErrorKind::WouldBlock`] if nothing has arrived.
    pub fn try_read_slice(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.retry_read(|stream| match stream.kind {
            Kind::Socket => rustix::net::recv(&stream.fd, &mut *into, RecvFlags::DONTWAIT).map(|read| read.1),
            Kind::Device => rustix::io::read(&stream.fd, &mut *into),
        })
    }

    fn retry_read(&self, mut read: impl FnMut(&Self) -> Result<usize, Errno>) -> io::Result<usize> {
        loop {
            match read(self) {
                Err(Errno::INTR) => {}
                // A terminal whose peer has closed reports this error.
                Err(Errno::IO) if self.kind == Kind::Device => return Ok(0),
                other => return other.map_err(io::Error::from),
            }
        }
    }

    /// Writes as much as is possible without blocking.
    ///
    /// # Errors
    /// [`io::ErrorKind::WouldBlock`] if nothing can.
    pub fn try_write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        loop {
            let count = match self.kind {
                Kind::Socket => rustix::net::send(&self.fd, bytes, SendFlags::DONTWAIT | SendFlags::NOSIGNAL),
                Kind::Device => rustix::io::write(&self.fd, bytes),
            };
            match count {
                Err(Errno::INTR) => {}
                other => return other.map_err(io::Error::from),
            }
        }
    }

    /// Appends bytes that arrive before the deadline, up to the spare capacity of `into`; zero means that the peer has
    /// closed.
    ///
    /// # Errors
    /// [`io::ErrorKind::TimedOut`] at the deadline.
    pub fn read_by(&mut self, into: &mut Vec<u8>, deadline: Instant) -> io::Result<usize> {
        if into.spare_capacity_mut().is_empty() {
            into.reserve(4096);
        }
        loop {
            let left = left(deadline)?;
            let count = match self.kind {
                Kind::Socket => {
                    limit_read(&self.fd, &mut self.read_limit, left)?;
                    rustix::net::recv(&self.fd, spare_capacity(into), RecvFlags::empty()).map(|read| read.1)
                }
                Kind::Device => {
                    wait(&self.fd, PollFlags::IN, left)?;
                    rustix::io::read(&self.fd, spare_capacity(into))
                }
            };
            match count {
                Err(Errno::INTR | Errno::AGAIN) => {}
                Err(Errno::IO) if self.kind == Kind::Device => return Ok(0),
                other => return other.map_err(io::Error::from),
            }
        }
    }

    /// Writes everything before the deadline.
    ///
    /// # Errors
    /// [`io::ErrorKind::TimedOut`] at the deadline; part of the bytes may be written then.
    pub fn write_all_by(&mut self, mut bytes: &[u8], deadline: Instant) -> io::Result<()> {
        let mut gone = false;
        while !bytes.is_empty() {
            let left = left(deadline)?;
            // Not with a send timeout: the kernel restarts it for each piece that finds room.
            match self.try_write(bytes) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
                // A port whose host side is closed reports a hang-up and accepts no more bytes.
                Err(error) if error.kind() == io::ErrorKind::WouldBlock && gone => {
                    return Err(io::ErrorKind::BrokenPipe.into());
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    gone = wait(&self.fd, PollFlags::OUT, left)?.intersects(PollFlags::HUP | PollFlags::ERR);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

fn no_device() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "a socket is no device")
}

impl From<UnixStream> for Stream {
    /// A socket that is connected already.
    fn from(socket: UnixStream) -> Self {
        Stream::socket(socket.into())
    }
}

impl AsFd for Stream {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}

/// The remaining time, or a timeout error.
pub(super) fn left(deadline: Instant) -> io::Result<Duration> {
    match deadline.checked_duration_since(Instant::now()) {
        Some(left) if !left.is_zero() => Ok(left),
        _ => Err(io::ErrorKind::TimedOut.into()),
    }
}

/// Sets the receive timeout for the next read. One that fits is kept, so that repeated calls need no system call.
fn limit_read(fd: &OwnedFd, current: &mut Option<Duration>, left: Duration) -> io::Result<()> {
    let fits = current.is_some_and(|current| current <= left + READ_TIMEOUT_SLACK && current >= left / 2);
    if !fits {
        sockopt::set_socket_timeout(fd, Timeout::Recv, Some(left.max(Duration::from_millis(1))))?;
        *current = Some(left);
    }
    Ok(())
}

/// Waits until the stream is ready and returns the events, or fails with a timeout.
fn wait(fd: impl AsFd, events: PollFlags, left: Duration) -> io::Result<PollFlags> {
    let deadline = Instant::now() + left;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        let timeout = Timespec::try_from(left).ok();
        let mut polled = [PollFd::new(&fd, events)];
        match poll(&mut polled, timeout.as_ref()) {
            Ok(0) => return Err(io::ErrorKind::TimedOut.into()),
            Ok(_) => return Ok(polled[0].revents()),
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// Waits until a connection is made, or fails with a timeout.
pub(super) fn wait_connected(fd: &OwnedFd, deadline: Instant) -> io::Result<()> {
    wait(fd, PollFlags::OUT, left(deadline)?)?;
    sockopt::socket_error(fd)?.map_err(io::Error::from)
}

/// Sets the timeout of a blocking `connect`.
pub(super) fn limit_connect(fd: &OwnedFd, deadline: Instant) -> io::Result<()> {
    Ok(sockopt::set_socket_timeout(fd, Timeout::Send, Some(left(deadline)?))?)
}
