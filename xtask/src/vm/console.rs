//! Root's hand in the guest: runs shell commands there and brings back what they print.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::Failure;
use super::base64;
use super::lines::Lines;

const BOOT: &str = "cat /proc/sys/kernel/random/boot_id";

/// What a command in the guest has printed, both streams together, and how it ended.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) status: i32,
    pub(crate) output: String,
}

/// A connection to the guest's console service, made anew when the guest restarts.
pub(crate) struct Console {
    socket: PathBuf,
    lines: Lines,
    next: u64,
    patience: Duration,
}

impl Console {
    /// Connects to the port, whether or not the guest is already there; `patience` is what one command may take.
    pub(crate) fn connect(socket: &Path, patience: Duration) -> Result<Self, Failure> {
        let lines = Lines::connect(socket, Duration::from_secs(10))?;
        Ok(Self { socket: socket.to_path_buf(), lines, next: 0, patience })
    }

    /// Waits until the guest has booted and answers.
    pub(crate) fn wait(&mut self, limit: Duration) -> Result<(), Failure> {
        let deadline = Instant::now() + limit;
        while Instant::now() < deadline {
            if self.try_run("true", Duration::from_secs(2))?.is_some() {
                return Ok(());
            }
            self.lines = Lines::connect(&self.socket, Duration::from_secs(10))?;
        }
        Err(format!("the guest's console is silent after {limit:?}"))
    }

    /// Waits until a boot other than `before` answers.
    pub(crate) fn wait_for_restart(&mut self, before: &str, limit: Duration) -> Result<(), Failure> {
        let deadline = Instant::now() + limit;
        while Instant::now() < deadline {
            self.wait(deadline.saturating_duration_since(Instant::now()))?;
            match self.try_run(BOOT, Duration::from_secs(5))? {
                Some(finished) if finished.output != before => return Ok(()),
                _ => std::thread::sleep(Duration::from_millis(500)),
            }
        }
        Err(format!("the guest has not restarted after {limit:?}"))
    }

    /// What tells this boot of the guest from any other.
    pub(crate) fn boot(&mut self) -> Result<String, Failure> {
        self.must(BOOT)
    }

    /// Runs a command, which must not leave a process behind that holds its output.
    pub(crate) fn run(&mut self, command: &str) -> Result<Finished, Failure> {
        let patience = self.patience;
        let finished = self.try_run(command, patience)?;
        finished.ok_or_else(|| format!("the guest has not finished after {patience:?}: {command}"))
    }

    /// Runs a command that must succeed, and returns what it has printed.
    pub(crate) fn must(&mut self, command: &str) -> Result<String, Failure> {
        let finished = self.run(command)?;
        match finished.status {
            0 => Ok(finished.output),
            status => Err(format!("in the guest: {command}: status {status}: {}", finished.output.trim_end())),
        }
    }

    fn try_run(&mut self, command: &str, limit: Duration) -> Result<Option<Finished>, Failure> {
        self.next += 1;
        let id = format!("{}.{}", std::process::id(), self.next);
        self.lines.send(format!("{id} {}\n", base64::encode(command.as_bytes())).as_bytes())?;
        let deadline = Instant::now() + limit;
        while let Some(line) = self.lines.next(deadline.saturating_duration_since(Instant::now()))? {
            let line = String::from_utf8_lossy(&line);
            let mut words = line.split(' ');
            if words.next() == Some(&id) {
                let status = words.next().and_then(|word| word.parse().ok()).ok_or("the console answers nonsense")?;
                let output = base64::decode(words.next().unwrap_or("")).ok_or("the console's output is not base64")?;
                return Ok(Some(Finished { status, output: String::from_utf8_lossy(&output).into_owned() }));
            }
        }
        Ok(None)
    }
}
