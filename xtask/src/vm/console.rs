//! The console: runs shell commands as root in the guest and returns their output.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::Failure;
use super::base64;
use super::lines::Lines;

const BOOT_ID_COMMAND: &str = "cat /proc/sys/kernel/random/boot_id";

/// The result of a command in the guest: exit status, and the output of both streams.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) status: i32,
    pub(crate) output: String,
}

/// A connection to the guest's console service, reopened when the guest restarts.
pub(crate) struct Console {
    socket: PathBuf,
    lines: Lines,
    next: u64,
    timeout: Duration,
}

impl Console {
    /// Connects to the port, before or after the guest has booted; `timeout` is for one command.
    pub(crate) fn connect(socket: &Path, timeout: Duration) -> Result<Self, Failure> {
        let lines = Lines::connect(socket, Duration::from_secs(10))?;
        Ok(Self { socket: socket.to_path_buf(), lines, next: 0, timeout })
    }

    /// Waits until the guest has booted and answers.
    pub(crate) fn wait(&mut self, timeout: Duration) -> Result<(), Failure> {
        let deadline = Instant::now() + timeout;
        while Instant::now() < deadline {
            if self.try_run("true", Duration::from_secs(2))?.is_some() {
                return Ok(());
            }
            self.lines = Lines::connect(&self.socket, Duration::from_secs(10))?;
        }
        Err(format!("the guest's console is silent after {timeout:?}"))
    }

    /// Waits until a boot with an id other than `before` answers.
    pub(crate) fn wait_for_restart(&mut self, before: &str, timeout: Duration) -> Result<(), Failure> {
        let deadline = Instant::now() + timeout;
        while Instant::now() < deadline {
            self.wait(deadline.saturating_duration_since(Instant::now()))?;
            match self.try_run(BOOT_ID_COMMAND, Duration::from_secs(5))? {
                Some(finished) if finished.output != before => return Ok(()),
                _ => std::thread::sleep(Duration::from_millis(500)),
            }
        }
        Err(format!("the guest has not restarted after {timeout:?}"))
    }

    /// The kernel's id of this boot.
    pub(crate) fn boot(&mut self) -> Result<String, Failure> {
        self.must(BOOT_ID_COMMAND)
    }

    /// Runs a command, which must not start a process that keeps its output open.
    pub(crate) fn run(&mut self, command: &str) -> Result<Finished, Failure> {
        let timeout = self.timeout;
        let finished = self.try_run(command, timeout)?;
        finished.ok_or_else(|| format!("the guest has not finished after {timeout:?}: {command}"))
    }

    /// Runs a command that must succeed, and returns its output.
    pub(crate) fn must(&mut self, command: &str) -> Result<String, Failure> {
        let finished = self.run(command)?;
        match finished.status {
            0 => Ok(finished.output),
            status => Err(format!("in the guest: {command}: status {status}: {}", finished.output.trim_end())),
        }
    }

    /// Whether a command ends in time, whatever its result.
    pub(crate) fn finishes(&mut self, command: &str, timeout: Duration) -> Result<bool, Failure> {
        Ok(self.try_run(command, timeout)?.is_some())
    }

    fn try_run(&mut self, command: &str, timeout: Duration) -> Result<Option<Finished>, Failure> {
        self.next += 1;
        let id = format!("{}.{}", std::process::id(), self.next);
        self.lines.send(format!("{id} {}\n", base64::encode(command.as_bytes())).as_bytes())?;
        let deadline = Instant::now() + timeout;
        while let Some(line) = self.lines.next(deadline.saturating_duration_since(Instant::now()))? {
            let line = String::from_utf8_lossy(&line);
            let mut words = line.split(' ');
            if words.next() == Some(&id) {
                let status =
                    words.next().and_then(|word| word.parse().ok()).ok_or("the console's answer has no status")?;
                let output = base64::decode(words.next().unwrap_or("")).ok_or("the console's output is not base64")?;
                return Ok(Some(Finished { status, output: String::from_utf8_lossy(&output).into_owned() }));
            }
        }
        Ok(None)
    }
}
