//! Runs a program in the guest: what to run, and the plain way, which collects the output in the agent.

use std::fmt;
use std::time::{Duration, Instant};

use qga_runtime::guest::{commands, types};
use qga_runtime::{CallError, Payload};

use crate::either::EitherClient;
use crate::pace::Pace;

#[cfg(feature = "tokio")]
mod asynchronous;
mod blocking;
pub(crate) mod script;
mod spool;
mod stream;

#[cfg(feature = "tokio")]
pub use asynchronous::AsyncRunning;
pub use blocking::Running;
pub use stream::{Event, Lost, Signal};

/// What [`CallError::TimedOut`] was waiting for if a program took longer than [`Exec::timeout`] allows.
pub const PROGRAM_END: &str = "end of the program";

/// A program to run in the guest, with its arguments and all else that it gets. Made by [`Client::exec`](crate::Client::exec).
///
/// Names and arguments are text, as the protocol has it. Agents write the whole command line to the guest's system log:
/// pass secrets by [`Exec::stdin`].
pub struct Exec<'c, C> {
    client: &'c mut C,
    program: Program,
}

/// Which output is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Capture {
    /// Both streams, each by itself.
    #[default]
    Separated,
    /// Both in one, in the order in which they were written.
    Merged,
    /// Neither.
    Nothing,
}

/// A terminal of the guest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terminal {
    /// What kind it is, the value of `TERM`.
    pub kind: String,
    /// How many lines it has.
    pub rows: u16,
    /// How many columns.
    pub columns: u16,
}

/// How a program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitStatus {
    /// By itself, with this code.
    Code(i64),
    /// By this signal; on Windows by this exception.
    Signal(i64),
}

impl ExitStatus {
    /// Whether the program ended by itself with code 0.
    pub fn success(self) -> bool {
        self == ExitStatus::Code(0)
    }

    /// The status as a shell has it: the code, or 128 and the signal's number.
    pub fn shell_code(self) -> i64 {
        match self {
            ExitStatus::Code(code) => code,
            ExitStatus::Signal(signal) => signal.saturating_add(128),
        }
    }

    fn of(answer: &types::GuestExecStatus) -> Self {
        match (answer.exitcode, answer.signal) {
            (Some(code), _) => ExitStatus::Code(code),
            (None, Some(signal)) => ExitStatus::Signal(signal),
            // No agent known answers so.
            (None, None) => ExitStatus::Code(0),
        }
    }
}

impl fmt::Display for ExitStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ExitStatus::Code(code) => write!(f, "exit status {code}"),
            ExitStatus::Signal(signal) => write!(f, "signal {signal}"),
        }
    }
}

/// What a program did.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Output {
    /// How it ended.
    pub status: ExitStatus,
    /// What it wrote to standard output; with [`Capture::Merged`] to both.
    pub stdout: Vec<u8>,
    /// What it wrote to standard error.
    pub stderr: Vec<u8>,
    /// More was written to standard output than an agent keeps, 16 MiB.
    pub stdout_truncated: bool,
    /// More was written to standard error than an agent keeps, 16 MiB.
    pub stderr_truncated: bool,
    /// The agent, older than 8.1, cannot merge the streams: they are separate.
    pub unmerged: bool,
}

/// Shows how much was written, never what.
impl fmt::Debug for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Output")
            .field("status", &self.status)
            .field("stdout", &format_args!("{} bytes", self.stdout.len()))
            .field("stderr", &format_args!("{} bytes", self.stderr.len()))
            .field("stdout_truncated", &self.stdout_truncated)
            .field("stderr_truncated", &self.stderr_truncated)
            .field("unmerged", &self.unmerged)
            .finish()
    }
}

impl<'c, C> Exec<'c, C> {
    pub(crate) fn new(client: &'c mut C, path: impl Into<String>) -> Self {
        Exec { client, program: Program::new(path) }
    }

    /// Adds an argument.
    #[must_use]
    pub fn arg(mut self, arg: impl Into<String>) -> Self {
        self.program.args.push(arg.into());
        self
    }

    /// Adds arguments.
    #[must_use]
    pub fn args(mut self, args: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.program.args.extend(args.into_iter().map(Into::into));
        self
    }

    /// Adds a variable to the environment. Unless [`Exec::env_clear`] is called, too, this takes a shell in the guest.
    #[must_use]
    pub fn env(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.program.env.push(format!("{}={}", name.as_ref(), value.as_ref()));
        self
    }

    /// Starts from an empty environment instead of the agent's.
    #[must_use]
    pub fn env_clear(mut self) -> Self {
        self.program.env_clear = true;
        self
    }

    /// Sets the folder to run in; by default it is the agent's. This takes a shell in the guest.
    #[must_use]
    pub fn current_dir(mut self, folder: impl Into<String>) -> Self {
        self.program.folder = folder.into();
        self
    }

    /// Sets the user to run as; by default it is the agent's. This takes a shell in the guest, and `runuser`, `setpriv`
    /// or `su`.
    #[must_use]
    pub fn user(mut self, user: impl Into<String>) -> Self {
        self.program.user = user.into();
        self
    }

    /// Sets what the program reads from standard input; by default that is nothing.
    ///
    /// All of it is sent before the program starts, so keep it below 48 MiB.
    #[must_use]
    pub fn stdin(mut self, bytes: impl Into<Payload>) -> Self {
        self.program.stdin = Some(bytes.into());
        self
    }

    /// Lets [`Running::write_stdin`] give the program its standard input while it runs. This is for streams.
    #[must_use]
    pub fn stdin_piped(mut self) -> Self {
        self.program.piped = true;
        self
    }

    /// Runs the program on a terminal of its own in the guest; all output is then one stream. This is for streams, and
    /// takes the program `script` in the guest.
    #[must_use]
    pub fn terminal(mut self, terminal: Terminal) -> Self {
        self.program.terminal = Some(terminal);
        self
    }

    /// Sets which output is kept; by default both streams, each by itself.
    #[must_use]
    pub fn capture(mut self, capture: Capture) -> Self {
        self.program.capture = capture;
        self
    }

    /// Sets how long the program may take; by default for ever. After that it is killed, where the guest has a shell,
    /// and the call ends with [`CallError::TimedOut`].
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.program.timeout = Some(timeout);
        self
    }
}

impl<C> fmt::Debug for Exec<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exec").field("path", &self.program.path).finish_non_exhaustive()
    }
}

/// What to run.
#[derive(Clone)]
pub(crate) struct Program {
    pub(crate) path: String,
    pub(crate) args: Vec<String>,
    /// As `NAME=value`.
    pub(crate) env: Vec<String>,
    pub(crate) env_clear: bool,
    /// Empty for the agent's own.
    pub(crate) folder: String,
    /// Empty for the agent's own.
    pub(crate) user: String,
    pub(crate) stdin: Option<Payload>,
    /// Standard input comes while the program runs.
    pub(crate) piped: bool,
    pub(crate) terminal: Option<Terminal>,
    pub(crate) capture: Capture,
    pub(crate) timeout: Option<Duration>,
}

impl Program {
    pub(crate) fn new(path: impl Into<String>) -> Self {
        Program {
            path: path.into(),
            args: Vec::new(),
            env: Vec::new(),
            env_clear: false,
            folder: String::new(),
            user: String::new(),
            stdin: None,
            piped: false,
            terminal: None,
            capture: Capture::default(),
            timeout: None,
        }
    }

    /// A script for the guest's shell, with its parameters.
    pub(crate) fn shell(script: &str, parameters: &[&str]) -> Self {
        let args = ["-c", script, "qga"].iter().chain(parameters).map(|arg| (*arg).to_owned()).collect();
        Program { args, ..Program::new("/bin/sh") }
    }

    /// The request that starts it, without what it captures.
    fn command(&self) -> commands::GuestExec {
        let mut words = self.words();
        let arg = words.split_off(1);
        let mut command = commands::GuestExec::new(words.concat()).with_arg(arg);
        command.env = self.env_clear.then(|| self.env.clone());
        command.input_data = self.stdin.clone();
        command
    }

    /// The program and its arguments: its own, or those of the shell that prepares what it gets.
    pub(crate) fn words(&self) -> Vec<String> {
        // A cleared environment is given by the agent.
        let variables = if self.env_clear { &[][..] } else { &self.env };
        let mut words = Vec::new();
        if !(self.folder.is_empty() && self.user.is_empty() && variables.is_empty()) {
            words.extend(["/bin/sh", "-c", script::LAUNCH, "qga"].map(str::to_owned));
            words.extend([self.folder.clone(), self.user.clone(), variables.len().to_string()]);
            words.extend_from_slice(variables);
        }
        words.push(self.path.clone());
        words.extend_from_slice(&self.args);
        words
    }
}

/// A program that was started.
pub(crate) struct Started {
    pub(crate) pid: i64,
    pub(crate) unmerged: bool,
}

/// Starts a program. Agents before 8.1 refuse the name of a way to capture, before they start anything: they get the flag.
pub(crate) async fn start<C: EitherClient>(client: &mut C, program: &Program) -> Result<Started, CallError> {
    let (mode, flag) = match program.capture {
        Capture::Separated => (types::GuestExecCaptureOutput::Flag(true), None),
        Capture::Nothing => (types::GuestExecCaptureOutput::Flag(false), None),
        Capture::Merged => (
            types::GuestExecCaptureOutput::Mode(types::GuestExecCaptureOutputMode::Merged),
            Some(types::GuestExecCaptureOutput::Flag(true)),
        ),
    };
    let command = program.command().with_capture_output(mode);
    match (client.call(command.clone()).await, flag) {
        // Those for Windows know names, but not this one.
        (Err(CallError::Command(error)), Some(flag))
            if error.desc.contains("capture-output") || error.desc.contains("'merged'") =>
        {
            let started = client.call(command.with_capture_output(flag)).await?;
            Ok(Started { pid: started.pid, unmerged: true })
        }
        (started, _) => Ok(Started { pid: started?.pid, unmerged: false }),
    }
}

/// Runs a program to its end, and returns what the agent has kept of its output.
pub(crate) async fn output<C: EitherClient>(client: &mut C, program: &Program) -> Result<Output, CallError> {
    let begun = Instant::now();
    let started = start(client, program).await?;
    finish(client, &started, begun, program.timeout).await
}

/// Waits for the end of a program that was started then, and returns what the agent has kept of its output.
pub(crate) async fn finish<C: EitherClient>(
    client: &mut C,
    started: &Started,
    begun: Instant,
    timeout: Option<Duration>,
) -> Result<Output, CallError> {
    let mut pace = Pace::new();
    loop {
        let answer = client.call(commands::GuestExecStatus::new(started.pid)).await?;
        if answer.exited {
            return Ok(collected(answer, started.unmerged));
        }
        let left = timeout.map_or(Duration::MAX, |timeout| timeout.saturating_sub(begun.elapsed()));
        if left.is_zero() {
            // The error is that of the time-out, whether or not the guest can kill.
            let _ = cancel(client, started).await;
            return Err(CallError::TimedOut { waiting_for: PROGRAM_END, after: begun.elapsed() });
        }
        client.sleep(pace.pause().min(left)).await;
    }
}

/// Kills the process of a program.
pub(crate) async fn cancel<C: EitherClient>(client: &mut C, started: &Started) -> Result<(), CallError> {
    let kill = Program::shell(script::KILL, &[&started.pid.to_string(), "KILL"]);
    let killer = start(client, &kill).await?;
    wait_for_end(client, killer.pid).await?;
    wait_for_end(client, started.pid).await
}

/// Waits until the agent has said that a program has ended, for a second at most. It keeps what is never asked for.
async fn wait_for_end<C: EitherClient>(client: &mut C, pid: i64) -> Result<(), CallError> {
    let (mut pace, begun) = (Pace::new(), Instant::now());
    while !client.call(commands::GuestExecStatus::new(pid)).await?.exited && begun.elapsed() < Duration::from_secs(1) {
        client.sleep(pace.pause()).await;
    }
    Ok(())
}

fn collected(answer: types::GuestExecStatus, unmerged: bool) -> Output {
    Output {
        status: ExitStatus::of(&answer),
        stdout_truncated: is_truncated(answer.out_data.as_ref(), answer.out_truncated),
        stderr_truncated: is_truncated(answer.err_data.as_ref(), answer.err_truncated),
        stdout: answer.out_data.map(Payload::into_vec).unwrap_or_default(),
        stderr: answer.err_data.map(Payload::into_vec).unwrap_or_default(),
        unmerged,
    }
}

/// What an agent keeps of a stream.
const MAX_KEPT_BYTES: usize = 16 << 20;

/// Whether a stream was cut off. Agents before 10.2 send the flag only if it was, and then with the value false.
fn is_truncated(data: Option<&Payload>, flag: Option<bool>) -> bool {
    match flag {
        Some(true) => true,
        Some(false) => data.is_some_and(|data| data.len() >= MAX_KEPT_BYTES),
        None => false,
    }
}
