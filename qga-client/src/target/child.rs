//! Agents that a program of this host speaks with.

use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::process::{Command, Stdio};
use std::thread;

use qga_runtime::transport::Stream;

/// What the other host runs: its own `qga`, or else what joins a socket to a pipe.
const JOIN: &str = r#"
if command -v qga >/dev/null 2>&1; then exec qga pipe "$1"; fi
path=${1#unix:}
if [ ! -S "$path" ]; then echo "qga is not installed here, and $1 is no socket" >&2; exit 1; fi
if command -v socat >/dev/null 2>&1; then exec socat - "UNIX-CONNECT:$path"; fi
exec nc -U "$path"
"#;

/// The agent that another host calls `target`.
pub(super) fn over_ssh(host: &str, target: &str) -> io::Result<Stream> {
    let script = shell_words::join(["sh", "-c", JOIN, "sh", target]);
    start(Command::new("ssh").args(["-T", "--", host, &script]))
}

/// Starts a program, and returns what it reads and writes. It ends when that is closed.
pub(super) fn start(command: &mut Command) -> io::Result<Stream> {
    let (ours, theirs) = UnixStream::pair()?;
    let input: OwnedFd = theirs.into();
    let output = input.try_clone()?;
    let started = command.stdin(Stdio::from(input)).stdout(Stdio::from(output)).spawn();
    let program = command.get_program().to_string_lossy();
    let mut child = started.map_err(|error| io::Error::other(format!("cannot run {program}: {error}")))?;
    // A command keeps its descriptors.
    command.stdin(Stdio::null()).stdout(Stdio::null());
    thread::spawn(move || child.wait());
    Ok(Stream::from(ours))
}
