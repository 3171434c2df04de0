//! A server that answers every read with the same line: the upper bound for any agent.

use std::io::{Read, Write};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use crate::programs::Failure;

/// Serves one connection after the other on `socket`: one read, one write, nothing else.
pub(crate) fn serve(socket: &Path) -> Result<(), Failure> {
    let listener = UnixListener::bind(socket).map_err(|error| format!("cannot listen: {error}"))?;
    let mut buffer = vec![0; 64 << 10];
    for stream in listener.incoming() {
        let mut stream = stream.map_err(|error| format!("cannot accept: {error}"))?;
        while let Ok(count) = stream.read(&mut buffer) {
            if count == 0 || stream.write_all(b"{\"return\": {}}\n").is_err() {
                break;
            }
        }
    }
    Ok(())
}

/// The echo server in a process of its own, like the agents; stopped when dropped.
pub(super) struct Process {
    child: Child,
    socket: PathBuf,
}

impl Process {
    pub(super) fn start() -> Result<Self, Failure> {
        let socket = std::env::temp_dir().join(format!("qga-bench-echo-{}.sock", std::process::id()));
        let program = std::env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
        let child = Command::new(program).arg("bench-echo").arg(&socket).spawn();
        let child = child.map_err(|error| format!("cannot start the echo server: {error}"))?;
        let process = Self { child, socket };
        let deadline = Instant::now() + Duration::from_secs(10);
        while std::os::unix::net::UnixStream::connect(&process.socket).is_err() {
            if Instant::now() > deadline {
                return Err("the echo server does not listen after 10 s".to_owned());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(process)
    }

    pub(super) fn pid(&self) -> u32 {
        self.child.id()
    }

    pub(super) fn socket(&self) -> PathBuf {
        self.socket.clone()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_file(&self.socket);
    }
}
