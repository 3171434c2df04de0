//! The workloads: what is asked again and again, and what one operation is.

use std::path::Path;

use super::peer::Peer;
use crate::programs::Failure;

/// One line of the table.
pub(super) struct Workload {
    /// What it is called.
    pub(super) name: &'static str,
    /// How many bytes one operation moves, or none when operations themselves are counted.
    bytes: Option<usize>,
    /// How many requests one operation holds.
    batch: usize,
    /// Whether the echo server can answer it.
    pub(super) has_echo: bool,
    /// Readies a connection and says what one operation is.
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
const MIB: usize = 1 << 20;
const PIPELINED: usize = 100;

/// All workloads, from the smallest answer to the largest.
pub(super) const WORKLOADS: &[Workload] = &[
    Workload {
        name: "ping",
        bytes: None,
        batch: 1,
        has_echo: true,
        prepare: |_, _| ask("{\"execute\":\"guest-ping\"}\n"),
    },
    Workload { name: "ping, 100 in one write", bytes: None, batch: PIPELINED, has_echo: false, prepare: pipelined },
    Workload {
        name: "info",
        bytes: None,
        batch: 1,
        has_echo: false,
        prepare: |_, _| ask("{\"execute\":\"guest-info\"}\n"),
    },
    Workload {
        name: "connect, sync, ping, close",
        bytes: None,
        batch: 1,
        has_echo: false,
        prepare: |_, _| Ok(Step::Connect),
    },
    Workload {
        name: "read 4 KiB",
        bytes: Some(4 * KIB),
        batch: 1,
        has_echo: false,
        prepare: |peer, path| read(peer, path, 4 * KIB),
    },
    Workload {
        name: "read 64 KiB",
        bytes: Some(64 * KIB),
        batch: 1,
        has_echo: false,
        prepare: |peer, path| read(peer, path, 64 * KIB),
    },
    Workload {
        name: "read 1 MiB",
        bytes: Some(MIB),
        batch: 1,
        has_echo: false,
        prepare: |peer, path| read(peer, path, MIB),
    },
    Workload {
        name: "read 48 MiB",
        bytes: Some(48 * MIB),
        batch: 1,
        has_echo: false,
        prepare: |peer, path| read(peer, path, 48 * MIB),
    },
    Workload {
        name: "write 4 KiB",
        bytes: Some(4 * KIB),
        batch: 1,
        has_echo: false,
        prepare: |peer, _| write(peer, 4 * KIB),
    },
    Workload { name: "write 1 MiB", bytes: Some(MIB), batch: 1, has_echo: false, prepare: |peer, _| write(peer, MIB) },
    Workload {
        name: "write 32 MiB",
        bytes: Some(32 * MIB),
        batch: 1,
        has_echo: false,
        prepare: |peer, _| write(peer, 32 * MIB),
    },
];

/// One operation, to be repeated.
pub(super) enum Step {
    /// One request, one answer.
    Ask(Vec<u8>),
    /// Several requests in one write.
    Pipelined(Vec<u8>, usize),
    /// A new connection each time.
    Connect,
    /// A request on an open file, which is rewound in front of it.
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

#[allow(clippy::unnecessary_wraps, reason = "all workloads are prepared by functions of one type")]
fn pipelined(_: &mut Peer, _: &Path) -> Result<Step, Failure> {
    Ok(Step::Pipelined(b"{\"execute\":\"guest-ping\"}\n".repeat(PIPELINED), PIPELINED))
}

fn read(peer: &mut Peer, path: &Path, count: usize) -> Result<Step, Failure> {
    let request = |handle| {
        format!("{{\"execute\":\"guest-file-read\",\"arguments\":{{\"handle\":{handle},\"count\":{count}}}}}\n")
    };
    file(peer, path, "r", count, request)
}

fn write(peer: &mut Peer, count: usize) -> Result<Step, Failure> {
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
