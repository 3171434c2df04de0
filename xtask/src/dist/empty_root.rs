//! Runs the static agent in a root folder that holds only its binary, and calls commands that change nothing.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::programs::Failure;

/// Timeout for the agent's start, and for each answer.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(20);

/// Requests that must be answered, and the beginning of the answer; `{"` alone also accepts an error.
const REQUESTS: &[(&str, &str)] = &[
    (r#"{"execute":"guest-sync","arguments":{"id":7}}"#, r#"{"return": 7"#),
    (r#"{"execute":"guest-info"}"#, r#"{"return": {"#),
    (r#"{"execute":"guest-get-time"}"#, r#"{"return": "#),
    (r#"{"execute":"guest-get-host-name"}"#, r#"{"return": {"host-name""#),
    (r#"{"execute":"guest-get-timezone"}"#, r#"{"return": {"#),
    (r#"{"execute":"guest-get-osinfo"}"#, r#"{"return": {"#),
    (r#"{"execute":"guest-get-load"}"#, r#"{"return": {"#),
    (r#"{"execute":"guest-get-users"}"#, r#"{"return": ["#),
    (r#"{"execute":"guest-network-get-interfaces"}"#, r#"{"return": ["#),
    (r#"{"execute":"guest-network-get-route"}"#, r#"{"return": ["#),
    (r#"{"execute":"guest-get-fsinfo"}"#, r#"{""#),
    (r#"{"execute":"guest-get-disks"}"#, r#"{""#),
    (r#"{"execute":"guest-get-diskstats"}"#, r#"{""#),
    (r#"{"execute":"guest-get-vcpus"}"#, r#"{""#),
    (r#"{"execute":"guest-get-cpustats"}"#, r#"{""#),
    (r#"{"execute":"guest-get-memory-blocks"}"#, r#"{""#),
    (r#"{"execute":"guest-get-memory-block-info"}"#, r#"{""#),
    (r#"{"execute":"guest-fsfreeze-status"}"#, r#"{"return": "thawed""#),
    (r#"{"execute":"guest-ssh-get-authorized-keys","arguments":{"username":"root"}}"#, r#"{"error": "#),
    (r#"{"execute":"guest-exec","arguments":{"path":"ls"}}"#, r#"{"error": "#),
    (r#"{"execute":"guest-exec-status","arguments":{"pid":1}}"#, r#"{"error": "#),
    (r#"{"execute":"guest-file-open","arguments":{"path":"/none/such"}}"#, r#"{"error": "#),
    (r#"{"execute":"guest-file-open","arguments":{"path":"/new","mode":"w"}}"#, r#"{"return": 1"#),
    (r#"{"execute":"guest-ping"}"#, r#"{"return": {}}"#),
];

pub(super) fn run(program: &Path) -> Result<(), Failure> {
    let root = Root::with(program)?;
    let mut agent = Agent::start(&root.0)?;
    let Some(stream) = agent.connect(&root.0.join("agent.sock"))? else {
        println!("left out: the agent in an empty root: this needs `unshare` and the right to use it");
        return Ok(());
    };
    let failed = |error: std::io::Error| format!("the agent in an empty root does not answer: {error}");
    stream.set_read_timeout(Some(ANSWER_TIMEOUT)).map_err(failed)?;
    let mut answers = BufReader::new(&stream);
    for (request, expected) in REQUESTS {
        (&stream).write_all(request.as_bytes()).map_err(failed)?;
        let mut answer = String::new();
        answers.read_line(&mut answer).map_err(failed)?;
        if !answer.starts_with(expected) {
            return Err(format!("in an empty root, {request} is answered with {answer:?}, not {expected}…"));
        }
    }
    println!("in an empty root it answers {} requests", REQUESTS.len());
    Ok(())
}

/// A folder with one file; removed when dropped.
struct Root(PathBuf);

impl Root {
    fn with(program: &Path) -> Result<Self, Failure> {
        let root = Self(std::env::temp_dir().join(format!("qga-empty-root-{}", std::process::id())));
        let made = fs::create_dir(&root.0).and_then(|()| fs::copy(program, root.0.join("qga-agent")));
        made.map_err(|error| format!("cannot fill {}: {error}", root.0.display()))?;
        Ok(root)
    }
}

impl Drop for Root {
    fn drop(&mut self) {
        // A failure leaves a folder in the temporary folder, without harm.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The agent's process, stopped when dropped.
struct Agent(Option<Child>);

impl Agent {
    /// Starts the agent in a user namespace of its own, which needs and gives no privileges on the machine.
    fn start(root: &Path) -> Result<Self, Failure> {
        let spawned = Command::new("unshare")
            .args(["--map-root-user", "--root"])
            .arg(root)
            .args(["/qga-agent", "-m", "unix-listen", "-p", "/agent.sock", "-t", "/"])
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .stdin(Stdio::null())
            .spawn();
        match spawned {
            Ok(child) => Ok(Self(Some(child))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self(None)),
            Err(error) => Err(format!("cannot run unshare: {error}")),
        }
    }

    /// Connects to the agent; `None` if there is none, since namespaces are refused here.
    fn connect(&mut self, socket: &Path) -> Result<Option<UnixStream>, Failure> {
        let Some(child) = &mut self.0 else { return Ok(None) };
        let end = Instant::now() + ANSWER_TIMEOUT;
        while Instant::now() < end {
            if let Ok(stream) = UnixStream::connect(socket) {
                return Ok(Some(stream));
            }
            if let Some(status) = child.try_wait().map_err(|error| format!("cannot wait for unshare: {error}"))? {
                // This is unshare's own status; the agent creates its socket before it could end like this.
                return if status.code() == Some(1) && !socket.exists() {
                    Ok(None)
                } else {
                    Err(format!("the agent in an empty root has ended: {status}"))
                };
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Err("the agent in an empty root does not listen".to_owned())
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            // Fails only when it has ended already.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
