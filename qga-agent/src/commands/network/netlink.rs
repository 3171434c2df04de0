//! Reads the kernel's tables over a route netlink socket: sends a dump request, walks the messages of the answer.

use std::io::{self, ErrorKind};
use std::os::fd::OwnedFd;
use std::time::Duration;

use rustix::io::Errno;
use rustix::net::netlink::SocketAddrNetlink;
use rustix::net::sockopt::{Timeout, set_socket_timeout};
use rustix::net::{AddressFamily, RecvFlags, SendFlags, SocketAddrAny, SocketFlags, SocketType};
use rustix::net::{recvfrom, sendto, socket_with};

/// Bytes that the kernel fills at a time at most, for any table size.
const BUFFER_BYTES: usize = 32 * 1024;

/// Limit of a datagram; known kernels send smaller ones.
const MAX_DATAGRAM_BYTES: usize = 1024 * 1024;

/// Timeout for an answer; the kernel answers at once unless its network configuration is locked.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(5);

/// Dumps before one of a changing table is accepted. On a machine where the table always changes, the last dump may
/// lack an entry or have one twice, which is better than no answer.
const MAX_DUMP_ATTEMPTS: usize = 8;

const HEADER_BYTES: usize = 16;
const NLM_F_REQUEST: u16 = 0x1;
const NLM_F_DUMP_INTR: u16 = 0x10;
const NLM_F_DUMP: u16 = 0x300;
const NLMSG_ERROR: u16 = 2;
const NLMSG_DONE: u16 = 3;
const NLMSG_OVERRUN: u16 = 4;

/// A table of the kernel, and how to request it.
#[derive(Clone, Copy, Debug)]
pub(super) struct KernelTable {
    /// Message type of the request.
    pub(super) request: u16,
    pub(super) answer: u16,
    pub(super) family: u8,
    /// Size of the request's fixed header, of which only the family, its first byte, is set.
    pub(super) header: usize,
}

pub(super) struct Kernel {
    socket: OwnedFd,
    sequence: u32,
    buffer: Vec<u8>,
}

impl Kernel {
    pub(super) fn connect() -> io::Result<Self> {
        // Protocol zero of this family is rtnetlink: links, addresses and routes.
        let socket = socket_with(AddressFamily::NETLINK, SocketType::RAW, SocketFlags::CLOEXEC, None)?;
        set_socket_timeout(&socket, Timeout::Recv, Some(ANSWER_TIMEOUT))?;
        Ok(Self { socket, sequence: 0, buffer: vec![0; BUFFER_BYTES] })
    }

    /// Reads a whole table; `read` converts a message's body to an entry, or skips it.
    pub(super) fn dump<T>(&mut self, table: KernelTable, read: impl Fn(&[u8]) -> Option<T>) -> io::Result<Vec<T>> {
        let mut attempt = 1;
        loop {
            let mut entries = Vec::new();
            let each = |body: &[u8]| entries.extend(read(body));
            match self.dump_once(table, each) {
                Ok(Steady::No) if attempt < MAX_DUMP_ATTEMPTS => {}
                Ok(_) => return Ok(entries),
                // The answer did not fit; the buffer has grown. ENOBUFS is the same on the kernel's side.
                Err(Failure::Truncated) if attempt < MAX_DUMP_ATTEMPTS => {}
                Err(Failure::Io(error))
                    if error.raw_os_error() == Some(libc::ENOBUFS) && attempt < MAX_DUMP_ATTEMPTS => {}
                Err(Failure::Truncated) => return Err(ErrorKind::InvalidData.into()),
                Err(Failure::Io(error)) => return Err(error),
            }
            attempt += 1;
        }
    }

    fn dump_once(&mut self, table: KernelTable, mut each: impl FnMut(&[u8])) -> Result<Steady, Failure> {
        // Messages of an abandoned attempt carry an older number.
        self.sequence = self.sequence.wrapping_add(1);
        let to = SocketAddrNetlink::new(0, 0);
        sendto(&self.socket, &request(table, self.sequence), SendFlags::empty(), &to).map_err(io::Error::from)?;
        let mut steady = Steady::Yes;
        loop {
            let received = recvfrom(&self.socket, &mut self.buffer[..], RecvFlags::TRUNC);
            let (length, from) = match received {
                Ok((_, length, from)) => (length, from),
                Err(Errno::INTR) => continue,
                Err(Errno::AGAIN) => return Err(Failure::Io(ErrorKind::TimedOut.into())),
                Err(error) => return Err(Failure::Io(error.into())),
            };
            // Any process may send to a netlink socket; number 0 is the kernel.
            if from.as_ref().is_none_or(|from| sender(from) != Some(0)) {
                continue;
            }
            let Some(datagram) = self.buffer.get(..length) else {
                if length <= MAX_DATAGRAM_BYTES {
                    self.buffer.resize(length, 0);
                }
                return Err(Failure::Truncated);
            };
            let progress = walk(datagram, self.sequence, table.answer, &mut each)?;
            if progress.changed {
                steady = Steady::No;
            }
            if progress.done {
                return Ok(steady);
            }
        }
    }
}

/// Whether the table was unchanged while it was read.
enum Steady {
    Yes,
    No,
}

#[derive(Debug)]
enum Failure {
    Truncated,
    Io(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

fn sender(from: &SocketAddrAny) -> Option<u32> {
    SocketAddrNetlink::try_from(from.clone()).ok().map(|from| from.pid())
}

fn request(table: KernelTable, sequence: u32) -> Vec<u8> {
    let length = HEADER_BYTES + table.header;
    let mut message = Vec::with_capacity(length);
    message.extend(u32::try_from(length).unwrap_or(u32::MAX).to_ne_bytes());
    message.extend(table.request.to_ne_bytes());
    message.extend((NLM_F_REQUEST | NLM_F_DUMP).to_ne_bytes());
    message.extend(sequence.to_ne_bytes());
    message.extend([0; 4]);
    message.push(table.family);
    message.resize(length, 0);
    message
}

#[derive(Debug, Default, PartialEq)]
struct Progress {
    done: bool,
    changed: bool,
}

/// Walks the messages of one datagram.
fn walk(datagram: &[u8], sequence: u32, answer: u16, each: &mut impl FnMut(&[u8])) -> Result<Progress, Failure> {
    let mut progress = Progress::default();
    let mut rest = datagram;
    while let Some(length) = u32_at(rest, 0) {
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        let (Some(message), Some(kind), Some(flags), Some(number)) =
            (rest.get(..length), u16_at(rest, 4), u16_at(rest, 6), u32_at(rest, 8))
        else {
            return Err(Failure::Truncated);
        };
        let Some(body) = message.get(HEADER_BYTES..) else { return Err(Failure::Truncated) };
        rest = rest.get(length.next_multiple_of(4)..).unwrap_or_default();
        if number != sequence {
            continue;
        }
        progress.changed |= flags & NLM_F_DUMP_INTR != 0;
        match kind {
            NLMSG_DONE | NLMSG_ERROR => {
                // Both carry zero or a negative error number; an interrupted dump is marked in its last message.
                match u32_at(body, 0).map_or(0, |code| i32::from_ne_bytes(code.to_ne_bytes())) {
                    0 => progress.done = true,
                    code => return Err(Failure::Io(io::Error::from_raw_os_error(code.saturating_neg()))),
                }
            }
            NLMSG_OVERRUN => return Err(Failure::Truncated),
            kind if kind == answer => each(body),
            _ => {}
        }
    }
    Ok(progress)
}

/// The attributes behind a message's fixed header: kind and value, without the bits that mark nesting and byte order.
pub(super) fn attributes(mut rest: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let length = usize::from(u16_at(rest, 0)?);
        let kind = u16_at(rest, 2)? & 0x3fff;
        let value = rest.get(4..length)?;
        rest = rest.get(length.next_multiple_of(4)..).unwrap_or_default();
        Some((kind, value))
    })
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_ne_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_ne_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

pub(super) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_ne_bytes(bytes.get(at..at.checked_add(8)?)?.try_into().ok()?))
}

/// A text attribute ends at its first NUL.
pub(super) fn text(value: &[u8]) -> String {
    let end = value.iter().position(|byte| *byte == 0).unwrap_or(value.len());
    String::from_utf8_lossy(&value[..end]).into_owned()
}

#[cfg(test)]
pub(super) mod build {
    //! Encodes messages for tests.

    /// An attribute, padded to the next.
    pub(in super::super) fn attribute(kind: u16, value: &[u8]) -> Vec<u8> {
        let length = u16::try_from(4 + value.len()).unwrap();
        let mut bytes = Vec::from(length.to_ne_bytes());
        bytes.extend(kind.to_ne_bytes());
        bytes.extend(value);
        bytes.resize(bytes.len().next_multiple_of(4), 0);
        bytes
    }

    pub(super) fn message(kind: u16, flags: u16, sequence: u32, body: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::from(u32::try_from(16 + body.len()).unwrap().to_ne_bytes());
        bytes.extend(kind.to_ne_bytes());
        bytes.extend(flags.to_ne_bytes());
        bytes.extend(sequence.to_ne_bytes());
        bytes.extend([0; 4]);
        bytes.extend(body);
        bytes.resize(bytes.len().next_multiple_of(4), 0);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::build::{attribute, message};
    use super::*;

    const ANSWER: u16 = 16;

    fn walked(parts: &[Vec<u8>]) -> (Result<Progress, String>, Vec<Vec<u8>>) {
        let mut bodies = Vec::new();
        let progress = walk(&parts.concat(), 7, ANSWER, &mut |body: &[u8]| bodies.push(body.to_vec()));
        let progress = progress.map_err(|failure| match failure {
            Failure::Truncated => "truncated".to_owned(),
            Failure::Io(error) => crate::os::errno::text(error),
        });
        (progress, bodies)
    }

    #[test]
    fn a_request_is_a_header_with_the_family() {
        let table = KernelTable { request: 26, answer: 24, family: 10, header: 12 };
        let [length, kind, flags] =
            [28u32.to_ne_bytes().to_vec(), 26u16.to_ne_bytes().to_vec(), 0x301u16.to_ne_bytes().to_vec()];
        let header = [length, kind, flags, 7u32.to_ne_bytes().to_vec(), vec![0; 4]].concat();
        let body = [&[10][..], &[0; 11]].concat();
        assert_eq!(request(table, 7), [header, body].concat());
    }

    #[test]
    fn only_answers_to_this_request_count() {
        let (progress, bodies) = walked(&[
            message(ANSWER, 2, 7, b"one"),
            message(ANSWER, 2, 6, b"stale"),
            message(99, 2, 7, b"other"),
            message(ANSWER, 2, 7, b"four"),
        ]);
        assert_eq!(progress, Ok(Progress { done: false, changed: false }));
        assert_eq!(bodies, [&b"one"[..], b"four"]);
    }

    #[test]
    fn the_end_an_error_and_a_changing_table_differ() {
        let refused = (-libc::EPERM).to_ne_bytes();
        let cases = [
            (message(NLMSG_DONE, 2, 7, &[0; 4]), Ok(Progress { done: true, changed: false })),
            (message(NLMSG_DONE, NLM_F_DUMP_INTR, 7, &[0; 4]), Ok(Progress { done: true, changed: true })),
            (message(NLMSG_DONE, 2, 7, &[]), Ok(Progress { done: true, changed: false })),
            (message(NLMSG_DONE, 2, 7, &refused), Err("Operation not permitted".to_owned())),
            (message(NLMSG_ERROR, 0, 7, &refused), Err("Operation not permitted".to_owned())),
            (message(NLMSG_ERROR, 0, 7, &i32::MIN.to_ne_bytes()), Err("Unknown error 2147483647".to_owned())),
            (message(NLMSG_OVERRUN, 0, 7, &[]), Err("truncated".to_owned())),
            (message(ANSWER, 0, 7, b"12345678")[..20].to_vec(), Err("truncated".to_owned())),
            (message(ANSWER, 0, 7, b"")[..9].to_vec(), Err("truncated".to_owned())),
            ([8u32.to_ne_bytes(), [0; 4]].concat(), Err("truncated".to_owned())),
            (vec![1, 2], Ok(Progress::default())),
        ];
        for (bytes, expected) in cases {
            assert_eq!(walked(std::slice::from_ref(&bytes)).0, expected, "{bytes:?}");
        }
    }

    #[test]
    fn attributes_end_where_they_make_no_sense() {
        let good = [attribute(1, b"abc"), attribute(0x8002, b"")].concat();
        let expected: Vec<(u16, &[u8])> = vec![(1, b"abc"), (2, b"")];
        assert_eq!(attributes(&good).collect::<Vec<_>>(), expected);
        for bad in [&[][..], &[0; 4], &[3, 0, 1, 0], &[255, 255, 1, 0, 9]] {
            let bytes = [&good[..], bad].concat();
            assert_eq!(attributes(&bytes).collect::<Vec<_>>(), expected, "{bad:?}");
        }
    }
}
