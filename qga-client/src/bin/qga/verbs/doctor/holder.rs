//! Finds the process that has a Unix socket while others wait: QEMU serves one client at a time.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use rustix::net::{AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType, netlink, recv, send, socket_with};

use super::facts::Holder;

/// The message that asks for sockets, and that of each answer (`SOCK_DIAG_BY_FAMILY`).
const BY_FAMILY: u16 = 20;

/// A request for all that there are (`NLM_F_REQUEST | NLM_F_DUMP`).
const ALL: u16 = 0x301;

/// What is asked of each: its name, its file and its peer (`UDIAG_SHOW_NAME | UDIAG_SHOW_VFS | UDIAG_SHOW_PEER`).
const NAME_FILE_AND_PEER: u32 = 1 | 2 | 4;

/// Attributes of an answer.
const NAME: u16 = 0;
const FILE: u16 = 1;
const PEER: u16 = 2;

/// The state of a connected socket.
const CONNECTED: u8 = 1;

/// Bytes of a netlink message's head, and of an answer's fixed part.
const HEAD_BYTES: usize = 16;
const FIXED_BYTES: usize = 16;

/// A server's end of a connection.
#[derive(Debug, Default, PartialEq, Eq)]
struct Served {
    /// Its inode; 0 until the server has taken the connection.
    inode: u32,
    /// The inode of the client's end.
    client: u32,
}

/// The client of the socket at `path` whom its server serves, if it serves none of this process.
pub(super) fn holder(path: &Path) -> Option<Holder> {
    let full = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    // The kernel has 32 bits of it.
    let own_file = fs::metadata(path).ok().and_then(|file| u32::try_from(file.ino() & u64::from(u32::MAX)).ok());
    // A server may have bound it by a path of its own folder, as QEMU does: the same last name, and the same file.
    let is_this = |name: &[u8], file: Option<u32>| {
        let name = Path::new(OsStr::from_bytes(name));
        [path, &full].contains(&name) || file.is_some() && file == own_file && name.file_name() == full.file_name()
    };
    let mut served = served(is_this)?;
    served.retain(|end| end.inode != 0);
    let own = std::process::id();
    if served.iter().any(|end| has_socket(own, end.client)) {
        return None;
    }
    let end = served.first()?;
    let pid = pids().find(|pid| has_socket(*pid, end.client));
    let name = |pid| fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default().trim().to_owned();
    Some(Holder { process: pid.map(|pid| (pid, name(pid))) })
}

fn pids() -> impl Iterator<Item = u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten();
    entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
}

/// Whether the process has a socket with this inode, as far as this user may see.
fn has_socket(pid: u32, inode: u32) -> bool {
    let link = format!("socket:[{inode}]");
    let descriptors = fs::read_dir(format!("/proc/{pid}/fd")).into_iter().flatten().filter_map(Result::ok);
    descriptors.into_iter().any(|entry| fs::read_link(entry.path()).is_ok_and(|target| target == Path::new(&link)))
}

/// Asks the kernel for the servers' ends of the connections to a name; none if it does not say.
fn served(is_this: impl Fn(&[u8], Option<u32>) -> bool) -> Option<Vec<Served>> {
    let kind = SocketType::DGRAM;
    let socket = socket_with(AddressFamily::NETLINK, kind, SocketFlags::CLOEXEC, Some(netlink::SOCK_DIAG)).ok()?;
    send(&socket, &request(), SendFlags::empty()).ok()?;
    let mut ends = Vec::new();
    let mut buffer = vec![0; 64 << 10];
    loop {
        let (_, count) = recv(&socket, buffer.as_mut_slice(), RecvFlags::empty()).ok()?;
        let mut rest = buffer.get(..count)?;
        while let Some(length) = number(rest, 0).map(|length| length as usize).filter(|length| *length >= HEAD_BYTES) {
            let message = rest.get(..length)?;
            // The end of all, or an error.
            if half(message, 4)? != BY_FAMILY {
                return Some(ends);
            }
            ends.extend(read(message.get(HEAD_BYTES..)?, &is_this));
            rest = rest.get(length.next_multiple_of(4)..).unwrap_or_default();
        }
    }
}

fn request() -> Vec<u8> {
    let mut request = Vec::new();
    request.extend(40_u32.to_ne_bytes());
    request.extend(BY_FAMILY.to_ne_bytes());
    request.extend(ALL.to_ne_bytes());
    // A number for the answers, and the kernel as the one that is asked.
    request.extend([0; 8]);
    request.extend([u8::try_from(AddressFamily::UNIX.as_raw()).unwrap_or(1), 0, 0, 0]);
    request.extend((1_u32 << CONNECTED).to_ne_bytes());
    request.extend(0_u32.to_ne_bytes());
    request.extend(NAME_FILE_AND_PEER.to_ne_bytes());
    request.extend([0; 8]);
    request
}

/// One answer: family, type, state and a spare byte; inode; eight bytes; attributes.
fn read(answer: &[u8], is_this: impl Fn(&[u8], Option<u32>) -> bool) -> Option<Served> {
    let mut end = Served { inode: number(answer, 4)?, client: 0 };
    let (mut name, mut file) = (None, None);
    let mut rest = answer.get(FIXED_BYTES..)?;
    while let Some(length) = half(rest, 0).map(usize::from).filter(|length| *length >= 4) {
        let value = rest.get(4..length)?;
        match half(rest, 2)? {
            NAME => name = value.split(|byte| *byte == 0).next(),
            FILE => file = number(value, 0),
            PEER => end.client = number(value, 0)?,
            _ => {}
        }
        rest = rest.get(length.next_multiple_of(4)..).unwrap_or_default();
    }
    is_this(name?, file).then_some(end)
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_ne_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn half(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_ne_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}
