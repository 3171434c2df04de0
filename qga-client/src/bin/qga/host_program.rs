//! A program of this host that runs until it ends, a signal arrives, or its time is over.

use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use signal_hook::consts::SIGCHLD;

use crate::failure::Failure;
use crate::signals;

/// How long a program that is asked to end may take.
const END_TIMEOUT: Duration = Duration::from_secs(5);

/// A far deadline for a program that has none.
const FOR_EVER: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// What the wait for a program ended with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// It has ended.
    Exited(ExitStatus),
    /// This process received a signal; the program may run on.
    Signalled(i32),
    /// The time is over; the program runs on.
    Late,
}

/// A program, and the signals that reach this process while it runs.
pub(crate) struct HostProgram {
    command: Command,
    child: Option<Child>,
    signals: Receiver<i32>,
}

impl HostProgram {
    /// A program with its arguments; from here on signals are received, and end this process no more.
    pub(crate) fn new(words: &[&String]) -> Result<Self, Failure> {
        let (program, arguments) = words.split_first().ok_or_else(|| Failure::usage("no command given"))?;
        let mut command = Command::new(program);
        command.args(arguments);
        Ok(HostProgram { command, child: None, signals: signals::watch_with_children()? })
    }

    /// Runs it. A signal that has come already keeps it from starting.
    ///
    /// # Errors
    /// It cannot be started.
    pub(crate) fn run(&mut self, deadline: Option<Instant>) -> Result<End, Failure> {
        let deadline = deadline.unwrap_or_else(|| Instant::now() + FOR_EVER);
        if let Ok(signal) = self.signals.try_recv() {
            return Ok(End::Signalled(signal));
        }
        if Instant::now() >= deadline {
            return Ok(End::Late);
        }
        let child = self.command.stdin(Stdio::inherit()).spawn();
        let child = child.map_err(|error| Failure::not_started(self.command.get_program(), &error))?;
        self.child = Some(child);
        self.wait(deadline)
    }

    fn wait(&mut self, deadline: Instant) -> Result<End, Failure> {
        loop {
            let signal = match self.signals.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(signal) => signal,
                Err(RecvTimeoutError::Timeout) => return Ok(End::Late),
                Err(RecvTimeoutError::Disconnected) => return Err(Failure::host("signals are no longer received")),
            };
            if signal != SIGCHLD {
                return Ok(End::Signalled(signal));
            }
            let Some(child) = &mut self.child else { continue };
            let ended =
                child.try_wait().map_err(|error| Failure::host(format!("cannot wait for the command: {error}")))?;
            if let Some(status) = ended {
                return Ok(End::Exited(status));
            }
        }
    }

    /// Asks the program to end, and kills it if it does not.
    pub(crate) fn end(&mut self) {
        let Some(pid) = self.child.as_ref().map(Pid::from_child) else { return };
        // It has ended if this fails.
        let _ = kill_process(pid, Signal::TERM);
        let deadline = Instant::now() + END_TIMEOUT;
        // Another signal is as good as the time's end: whoever sends two wants it over.
        if !matches!(self.wait(deadline), Ok(End::Exited(_))) {
            if let Some(child) = &mut self.child {
                // It has ended if these fail.
                let _ = child.kill();
                let _ = child.wait();
            }
        }
    }
}
