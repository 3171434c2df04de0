//! Why a verb failed: one line that says what was tried and what to do, and the exit status.

use std::fmt::{self, Write};
use std::io;
use std::process::ExitCode;

use qga_client::{CallError, Target};

use crate::output::{Printable, printable};

/// An error is cut after so many bytes; an agent may send megabytes.
const MAX_ERROR_BYTES: usize = 4096;

/// The end of an unsuccessful run.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command line makes no sense.
    Usage(String),
    /// The agent, or the way to it.
    Call(CallError),
    /// No guest is found by this name.
    Unreachable(String),
    /// What was waited for did not come.
    Late(String),
    /// The verb was meant for these; it has done nothing yet.
    Many(Vec<Target>),
    /// The answer could not be printed.
    Output(io::Error),
    /// A file, a program or the terminal of this host.
    Host(String),
    /// The user has ended it.
    Interrupted,
    /// A program of this host that cannot be started, and the status that shells have for it.
    NotStarted(String, u8),
    /// A failure, and what the user may do about it, which `advice` does not know.
    Advised(Box<Failure>, String),
    /// A verb that exits as a program does could not run it to its end.
    Program(Box<Failure>),
}

impl Failure {
    pub(crate) fn usage(what: impl Into<String>) -> Self {
        Failure::Usage(what.into())
    }

    pub(crate) fn output(error: io::Error) -> Self {
        Failure::Output(error)
    }

    pub(crate) fn host(what: impl Into<String>) -> Self {
        Failure::Host(what.into())
    }

    pub(crate) fn not_started(program: &std::ffi::OsStr, error: &io::Error) -> Self {
        let status = if error.kind() == io::ErrorKind::NotFound { 127 } else { 126 };
        Failure::NotStarted(format!("cannot run {}: {error}", program.to_string_lossy()), status)
    }

    /// The same failure, with more to say.
    pub(crate) fn advise(self, advice: String) -> Self {
        Failure::Advised(Box::new(self), advice)
    }

    /// Prints the failure, and returns the exit status.
    pub(crate) fn report(&self) -> ExitCode {
        self.print();
        ExitCode::from(self.status())
    }

    /// Prints the failure, unless the user knows already.
    pub(crate) fn print(&self) {
        if !self.is_quiet() {
            // A terminal that has gone takes no line, and the exit status says it, too.
            let _ = io::Write::write_all(&mut io::stderr(), format!("qga: {self}\n").as_bytes());
        }
    }

    /// Whether the user knows already.
    fn is_quiet(&self) -> bool {
        match self {
            Failure::Output(error) => error.kind() == io::ErrorKind::BrokenPipe,
            Failure::Program(inner) => inner.is_quiet(),
            failure => matches!(failure, Failure::Interrupted),
        }
    }

    /// The exit status, as `qga --help` lists them.
    pub(crate) fn status(&self) -> u8 {
        match self {
            Failure::Usage(_) | Failure::Many(_) => 2,
            Failure::Unreachable(_) => 3,
            Failure::Late(_) => 4,
            // What a program without a handler of SIGPIPE would end with.
            Failure::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => 141,
            Failure::Output(_) | Failure::Host(_) => 6,
            Failure::Interrupted => 130,
            Failure::NotStarted(_, status) => *status,
            Failure::Advised(inner, _) => inner.status(),
            Failure::Program(inner) => match **inner {
                Failure::NotStarted(_, status) => status,
                Failure::Usage(_) => 2,
                _ if inner.is_quiet() => inner.status(),
                _ => 125,
            },
            Failure::Call(error) => match error {
                CallError::Address(_) => 2,
                CallError::Connect { .. } => 3,
                CallError::TimedOut { .. } | CallError::OutOfStep | CallError::Closed => 4,
                error if error.command_error().is_some() => 1,
                _ => 5,
            },
        }
    }

    fn advice(&self) -> &'static str {
        let error = match self {
            Failure::Call(error) => error,
            Failure::Program(inner) => return inner.advice(),
            _ => return "",
        };
        match error {
            CallError::Connect { address, source } => match source.kind() {
                io::ErrorKind::NotFound if address.contains(',') => {
                    "; this is one path, commas and all: for several, repeat -s"
                }
                io::ErrorKind::NotFound => "; is the guest running, and is this the channel's path?",
                io::ErrorKind::PermissionDenied => "; try as a user who may use the channel",
                io::ErrorKind::ConnectionRefused => "; nothing listens there: is the guest running?",
                _ => "",
            },
            CallError::TimedOut { .. } => {
                "; is the agent running in the guest, and does no other client hold its channel?"
            }
            CallError::OutOfStep => "; does another client use its channel, or something else in the guest?",
            CallError::Closed => "; has the guest stopped?",
            CallError::NotAgent(_) => "; the agent has a channel of its own",
            CallError::Refused(_) => "; the guest's owner decides this, by the agent's allow and block lists",
            CallError::Frozen(_) => "; thaw the file systems first",
            CallError::TooLarge { .. } => "; ask for less at a time",
            _ => "",
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Program(inner) => return inner.fmt(f),
            Failure::Advised(inner, advice) => return write!(f, "{inner}{}", printable(advice)),
            _ => {}
        }
        // What an agent reports may hold anything; a terminal must not obey it.
        let mut shown = Printable::new(f, MAX_ERROR_BYTES);
        match self {
            Failure::Usage(what)
            | Failure::Host(what)
            | Failure::NotStarted(what, _)
            | Failure::Unreachable(what)
            | Failure::Late(what) => shown.write_str(what),
            Failure::Many(targets) => {
                write!(shown, "{} guests are meant, and this is for one at a time", targets.len())
            }
            Failure::Interrupted | Failure::Program(_) | Failure::Advised(..) => shown.write_str("interrupted"),
            Failure::Call(error) => write!(shown, "{error}"),
            Failure::Output(error) => write!(shown, "cannot print the answer: {error}"),
        }?;
        shown.finish()?;
        f.write_str(self.advice())
    }
}

impl From<CallError> for Failure {
    fn from(error: CallError) -> Self {
        Failure::Call(error)
    }
}
