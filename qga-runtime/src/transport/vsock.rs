//! Sockets between a host and its virtual machines.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::time::Instant;

use rustix::io::Errno;
use rustix::net::addr::{SocketAddrArg, SocketAddrLen, SocketAddrOpaque};
use rustix::net::{
    AddressFamily, SocketAddrAny, SocketFlags, SocketType, bind, connect as connect_to, getpeername, socket_with,
};

use super::stream::{self, Stream};

/// The context id of the host, in every machine.
pub(super) const HOST_CID: u32 = 2;

/// The kernel's `struct sockaddr_vm`.
#[repr(C)]
struct SocketAddrVm {
    family: u16,
    reserved: u16,
    port: u32,
    cid: u32,
    flags: u8,
    zero: [u8; 3],
}

impl SocketAddrVm {
    fn new(cid: u32, port: u32) -> Self {
        SocketAddrVm { family: AddressFamily::VSOCK.as_raw(), reserved: 0, port, cid, flags: 0, zero: [0; 3] }
    }
}

// SAFETY: the closure gets a pointer to a whole `sockaddr_vm` that lives as long as the call, and its length.
unsafe impl SocketAddrArg for SocketAddrVm {
    unsafe fn with_sockaddr<R>(&self, f: impl FnOnce(*const SocketAddrOpaque, SocketAddrLen) -> R) -> R {
        f(std::ptr::from_ref(self).cast(), SOCKADDR_VM_BYTES)
    }
}

/// The length of a vsock address: 16 bytes on every target.
#[allow(clippy::cast_possible_truncation, reason = "16 fits")]
const SOCKADDR_VM_BYTES: SocketAddrLen = size_of::<SocketAddrVm>() as SocketAddrLen;

pub(super) fn connect(cid: u32, port: u32, deadline: Instant) -> io::Result<Stream> {
    let socket = new_socket(SocketFlags::CLOEXEC | SocketFlags::NONBLOCK)?;
    match connect_to(&socket, &SocketAddrVm::new(cid, port)) {
        Ok(()) => {}
        Err(Errno::INPROGRESS | Errno::INTR) => stream::wait_connected(&socket, deadline)?,
        Err(error) => return Err(error.into()),
    }
    rustix::io::ioctl_fionbio(&socket, false)?;
    Ok(Stream::socket(socket))
}

pub(super) fn listen(cid: u32, port: u32) -> io::Result<OwnedFd> {
    let socket = new_socket(SocketFlags::CLOEXEC)?;
    bind(&socket, &SocketAddrVm::new(cid, port))?;
    Ok(socket)
}

/// The machine at the other end.
pub(super) fn peer_cid(socket: impl AsFd) -> io::Result<u32> {
    let peer = getpeername(socket)?;
    peer.as_ref().and_then(cid_of).ok_or_else(|| io::ErrorKind::InvalidData.into())
}

fn cid_of(address: &SocketAddrAny) -> Option<u32> {
    if address.address_family() != AddressFamily::VSOCK || address.addr_len() < SOCKADDR_VM_BYTES {
        return None;
    }
    // SAFETY: the storage is larger and more strictly aligned than any address, and the kernel wrote at
    // least a whole `sockaddr_vm` of plain integers into it.
    let address = unsafe { &*address.as_ptr().cast::<SocketAddrVm>() };
    Some(address.cid)
}

fn new_socket(flags: SocketFlags) -> io::Result<OwnedFd> {
    Ok(socket_with(AddressFamily::VSOCK, SocketType::STREAM, flags, None)?)
}
