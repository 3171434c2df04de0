//! Starts the built agent on a private unix socket and talks to it line by line.
//!
//! No test may ask an agent on the machine it runs on to freeze, shut down, suspend, set the time or a password.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

/// Timeout of every step; a test that reaches it has found a hang.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A running agent, killed when this is dropped.
pub(crate) struct Agent {
    pub(crate) process: Child,
    folder: tempfile::TempDir,
    socket: PathBuf,
}

impl Agent {
    pub(crate) fn start(options: &[&str]) -> Self {
        Self::start_program(env!("CARGO_BIN_EXE_qga-agent").as_ref(), options)
    }

    /// Starts any program that takes an agent's options.
    pub(crate) fn start_program(program: &Path, options: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("socket");
        let process = spawn(program, folder.path(), &socket, options);
        Self { process, folder, socket }
    }

    /// Kills the agent at any moment, and starts another one in its place.
    pub(crate) fn restart(&mut self, options: &[&str]) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        self.process = spawn(env!("CARGO_BIN_EXE_qga-agent").as_ref(), self.folder.path(), &self.socket, options);
    }

    pub(crate) fn socket(&self) -> &Path {
        &self.socket
    }

    /// A folder that is removed with the agent.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Connects, as soon as the agent listens.
    pub(crate) fn connect(&self) -> Client {
        let end = Instant::now() + TIMEOUT;
        loop {
            match UnixStream::connect(&self.socket) {
                Ok(stream) => return Client::new(stream),
                Err(error) => assert!(Instant::now() < end, "{}: {error}", self.socket.display()),
            }
            thread::yield_now();
        }
    }

    /// A file below /proc of the agent's process.
    pub(crate) fn proc(&self, name: &str) -> PathBuf {
        PathBuf::from(format!("/proc/{}/{name}", self.process.id()))
    }

    /// The agent's peak memory so far, in KiB.
    pub(crate) fn peak_memory(&self) -> u64 {
        let status = std::fs::read_to_string(self.proc("status")).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }

    /// The agent's private memory, in KiB.
    pub(crate) fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(self.proc("status")).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }

    /// The agent's processor time so far, in hundredths of a second.
    pub(crate) fn processor_time(&self) -> Duration {
        let stat = std::fs::read_to_string(self.proc("stat")).unwrap();
        // Behind the name in brackets; the first is field 3 of proc(5).
        let fields: Vec<&str> = stat.rsplit_once(") ").unwrap().1.split(' ').collect();
        let ticks = [fields[11], fields[12]].map(|field| field.parse::<u64>().unwrap());
        Duration::from_millis((ticks[0] + ticks[1]) * 10)
    }

    /// The number of the agent's open descriptors.
    pub(crate) fn descriptors(&self) -> usize {
        std::fs::read_dir(self.proc("fd")).unwrap().count()
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        // Both fail only if it has ended already, as in some tests.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn spawn(program: &Path, folder: &Path, socket: &Path, options: &[&str]) -> Child {
    Command::new(program)
        .args(["-m", "unix-listen", "-p"])
        .arg(socket)
        .arg("-t")
        .arg(folder)
        .args(options)
        .env("QGA_CONF", "/no/such/file")
        .env("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
        .stdin(Stdio::null())
        .spawn()
        .unwrap()
}

/// One connection to an agent.
pub(crate) struct Client {
    stream: BufReader<UnixStream>,
}

impl Client {
    pub(crate) fn new(stream: UnixStream) -> Self {
        stream.set_read_timeout(Some(TIMEOUT)).unwrap();
        stream.set_write_timeout(Some(TIMEOUT)).unwrap();
        Self { stream: BufReader::with_capacity(1 << 16, stream) }
    }

    pub(crate) fn send(&mut self, bytes: &[u8]) {
        self.stream.get_mut().write_all(bytes).unwrap();
    }

    /// The next line, without its end.
    pub(crate) fn line(&mut self) -> String {
        let mut line = Vec::new();
        self.stream.read_until(b'\n', &mut line).unwrap();
        assert_eq!(line.pop(), Some(b'\n'), "the agent went away");
        // The sentinel of a delimited sync is no UTF-8.
        line.iter().map(|byte| char::from(*byte)).collect()
    }

    /// Sends a request and returns the answer line.
    pub(crate) fn ask(&mut self, request: &str) -> String {
        self.send(request.as_bytes());
        self.line()
    }

    /// Runs a command with these arguments (the inside of the JSON object).
    pub(crate) fn call(&mut self, command: &str, arguments: &str) -> Result<Value, String> {
        let answer = self.ask(&format!("{{\"execute\": \"{command}\", \"arguments\": {{{arguments}}}}}"));
        let mut answer: Value = serde_json::from_str(&answer).unwrap();
        match answer.get_mut("return") {
            Some(value) => Ok(value.take()),
            None => Err(answer["error"]["desc"].as_str().unwrap().to_owned()),
        }
    }

    pub(crate) fn read_exact(&mut self, bytes: &mut [u8]) {
        self.stream.read_exact(bytes).unwrap();
    }

    /// Shuts the sending side down, and returns everything received after that.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        // An ended agent has closed the connection already.
        let _ = self.stream.get_ref().shutdown(std::net::Shutdown::Write);
        let mut rest = Vec::new();
        match self.stream.read_to_end(&mut rest) {
            Err(error) if error.kind() != std::io::ErrorKind::ConnectionReset => panic!("{error}"),
            _ => rest,
        }
    }

    /// Whether the agent has closed the connection without sending anything.
    pub(crate) fn is_closed(&mut self) -> bool {
        matches!(self.stream.read(&mut [0]), Ok(0))
    }
}
