//! The workloads: repeated requests, and the definition of one operation.

use std::path::Path;

use super::peer::Peer;
use super::target::Target;
use crate::programs::Failure;

/// One line of the table.
pub(super) struct Workload {
    /// The row's name in the table.
    pub(super) name: &'static str,
    /// Bytes that one operation moves; `None` if requests are counted.
    bytes: Option<usize>,
    /// Requests per operation.
    batch: usize,
    /// Whether all processes run on one processor.
    pub(super) one_processor: bool,
    /// Whether the echo server can answer it.
    pub(super) has_echo: bool,
    /// The target for the ratio to the reference agent.
    pub(super) against_reference: Option<Target>,
    /// The target for the ratio to the echo server.
    pub(super) against_echo: Option<Target>,
    /// Prepares a connection and returns the operation.
    pub(super) prepare: fn(&mut Peer, &Path) -> Result<Step, Failure>,
}

impl Workload {
    /// A rate in this workload's unit.
    pub(super) fn show(&self, operations: f64) -> String {
        #[allow(clippy::cast_precision_loss, reason = "a rate for people to read")]
        match self.bytes {
            Some(bytes) => format!("{:.1} MiB/s", operations * bytes as f64 / f64::from(1 << 20)),
            None => format!("{:.0}/s", operations * self.batch as f64),
        }
    }
}

const KIB: usize = 1 << 10;
pub(super) const MIB: usize = 1 << 20;
const PIPELINED_REQUESTS: usize = 100;

/// A workload that counts requests, on one processor.
const fn requests(
    name: &'static str,
    batch: usize,
    prepare: fn(&mut Peer, &Path) -> Result<Step, Failure>,
) -> Workload {
    Workload {
        name,
        bytes: None,
        batch,
        one_processor: true,
        has_echo: false,
        against_reference: None,
        against_echo: None,
        prepare,
    }
}

/// A workload that counts bytes, on one processor if they are few.
const fn transfer(
    name: &'static str,
    bytes: usize,
    target: Option<Target>,
    prepare: fn(&mut Peer, &Path) -> Result<Step, Failure>,
) -> Workload {
    Workload { bytes: Some(bytes), one_processor: bytes < MIB, against_reference: target, ..requests(name, 1, prepare) }
}

/// All workloads, from the smallest answer to the largest.
pub(super) const WORKLOADS: &[Workload] = &[
    Workload {
        has_echo: true,
        against_reference: Some(Target::AtLeast(2.5)),
        against_echo: Some(Target::AtLeast(0.92)),
        ..requests("ping", 1, ping)
    },
    Workload { has_echo: true, one_processor: false, ..requests("ping, any processor", 1, ping) },
    requests("ping, 100 in one write", PIPELINED_REQUESTS, pipelined),
    requests("info", 1, |_, _| ask("{\"execute\":\"guest-info\"}\n")),
    requests("connect, sync, ping, close", 1, |_, _| Ok(Step::Connect)),
    transfer("read 4 KiB", 4 * KIB, None, |peer, path| read(peer, path, 4 * KIB)),
    transfer("read 64 KiB", 64 * KIB, None, |peer, path| read(peer, path, 64 * KIB)),
    transfer("read 1 MiB", MIB, None, |peer, path| read(peer, path, MIB)),
    transfer("read 48 MiB", 48 * MIB, Some(Target::AtLeast(15.0)), |peer, path| read(peer, path, 48 * MIB)),
    transfer("write 4 KiB", 4 * KIB, None, |peer, _| write(peer, 4 * KIB)),
    transfer("write 64 KiB", 64 * KIB, None, |peer, _| write(peer, 64 * KIB)),
    transfer("write 1 MiB", MIB, None, |peer, _| write(peer, MIB)),
    transfer("write 32 MiB", 32 * MIB, Some(Target::AtLeast(30.0)), |peer, _| write(peer, 32 * MIB)),
];

/// One operation, to be repeated.
pub(super) enum Step {
    /// One request, one answer.
    Ask(Vec<u8>),
    /// Several requests in one write.
    Pipelined(Vec<u8>, usize),
    /// A new connection each time.
    Connect,
    /// A request on an open file, which is rewound before it.
    File { rewind: Vec<u8>, request: Vec<u8>, close: Vec<u8>, at_least: usize },
}

impl Step {
    pub(super) fn run(&mut self, peer: &mut Peer) -> Result<(), Failure> {
        match self {
            Self::Ask(request) => peer.ask(request).map(drop),
            Self::Pipelined(requests, count) => peer.ask_many(requests, *count).map(drop),
            Self::Connect => {
                peer.reconnect()?;
                peer.ask(b"{\"execute\":\"guest-sync\",\"arguments\":{\"id\":1}}\n")?;
                peer.ask(b"{\"execute\":\"guest-ping\"}\n").map(drop)
            }
            Self::File { rewind, request, at_least, .. } => {
                peer.ask(rewind)?;
                let length = peer.ask(request)?;
                if length < *at_least { Err(format!("an answer of {length} bytes is too short")) } else { Ok(()) }
            }
        }
    }

    /// Bytes of the request's text.
    pub(super) fn request_length(&self) -> usize {
        match self {
            Self::Ask(request) | Self::Pipelined(request, _) | Self::File { request, .. } => request.len(),
            Self::Connect => 0,
        }
    }

    pub(super) fn finish(self, peer: &mut Peer) -> Result<(), Failure> {
        match self {
            Self::File { close, .. } => peer.ask(&close).map(drop),
            _ => Ok(()),
        }
    }
}

#[allow(clippy::unnecessary_wraps, reason = "all workloads are prepared by functions of one type")]
fn ask(request: &str) -> Result<Step, Failure> {
    Ok(Step::Ask(request.as_bytes().to_vec()))
}

fn ping(_: &mut Peer, _: &Path) -> Result<Step, Failure> {
    ask("{\"execute\":\"guest-ping\"}\n")
}

#[allow(clippy::unnecessary_wraps, reason = "all workloads are prepared by functions of one type")]
fn pipelined(_: &mut Peer, _: &Path) -> Result<Step, Failure> {
    Ok(Step::Pipelined(b"{\"execute\":\"guest-ping\"}\n".repeat(PIPELINED_REQUESTS), PIPELINED_REQUESTS))
}

pub(super) fn read(peer: &mut Peer, path: &Path, count: usize) -> Result<Step, Failure> {
    let request = |handle| {
        format!("{{\"execute\":\"guest-file-read\",\"arguments\":{{\"handle\":{handle},\"count\":{count}}}}}\n")
    };
    file(peer, path, "r", count, request)
}

pub(super) fn write(peer: &mut Peer, count: usize) -> Result<Step, Failure> {
    let text = "QUJD".repeat(count / 3) + ["", "QQ==", "QUI="][count % 3];
    let request = |handle| {
        format!("{{\"execute\":\"guest-file-write\",\"arguments\":{{\"handle\":{handle},\"buf-b64\":\"{text}\"}}}}\n")
    };
    file(peer, Path::new("/dev/null"), "w", 0, request)
}

fn file(
    peer: &mut Peer,
    path: &Path,
    mode: &str,
    at_least: usize,
    request: impl Fn(i64) -> String,
) -> Result<Step, Failure> {
    let open = format!(
        "{{\"execute\":\"guest-file-open\",\"arguments\":{{\"path\":\"{}\",\"mode\":\"{mode}\"}}}}\n",
        path.display()
    );
    let answer = peer.ask_text(open.as_bytes())?;
    let value: serde_json::Value = serde_json::from_str(&answer).map_err(|error| format!("{answer}: {error}"))?;
    let handle = value["return"].as_i64().ok_or_else(|| format!("cannot open {}: {answer}", path.display()))?;
    let on_file = |command: &str, more: &str| {
        format!("{{\"execute\":\"{command}\",\"arguments\":{{\"handle\":{handle}{more}}}}}\n").into_bytes()
    };
    Ok(Step::File {
        rewind: on_file("guest-file-seek", ",\"offset\":0,\"whence\":0"),
        request: request(handle).into_bytes(),
        close: on_file("guest-file-close", ""),
        at_least,
    })
}
