//! Why the tool gave no answer: one line that says what was tried and what to do, and the exit status.

use std::fmt::{self, Write};

use qga_client::CallError;

use crate::output::Printable;

/// An error is cut after so many bytes; an agent may send megabytes.
const MAX_ERROR_BYTES: usize = 4096;

/// The end of an unsuccessful run.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command line makes no sense.
    Usage(String),
    /// The agent, or the way to it.
    Call(CallError),
    /// The answer could not be printed.
    Output(std::io::Error),
}

impl Failure {
    pub(crate) fn usage(what: impl Into<String>) -> Self {
        Failure::Usage(what.into())
    }

    pub(crate) fn output(error: std::io::Error) -> Self {
        Failure::Output(error)
    }

    /// The exit status, as `qga --help` lists them.
    pub(crate) fn status(&self) -> u8 {
        match self {
            Failure::Usage(_) => 2,
            Failure::Output(_) => 6,
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
        let Failure::Call(error) = self else { return "" };
        match error {
            CallError::Connect { source, .. } => match source.kind() {
                std::io::ErrorKind::NotFound => "; is the guest running, and is this the channel's path?",
                std::io::ErrorKind::PermissionDenied => "; try as a user who may use the channel",
                std::io::ErrorKind::ConnectionRefused => "; nobody listens there: is the guest running?",
                _ => "",
            },
            CallError::TimedOut { .. } => {
                "; is the agent running in the guest, and does no other client hold its channel?"
            }
            CallError::OutOfStep => "; does another client use its channel, or something else in the guest?",
            CallError::Closed => "; has the guest stopped?",
            CallError::Refused(_) => "; the guest's owner decides this, by the agent's allow and block lists",
            CallError::Frozen(_) => "; thaw the file systems first",
            CallError::TooLarge { .. } => "; ask for less at a time",
            _ => "",
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What an agent reports may hold anything; a terminal must not obey it.
        let mut shown = Printable::new(f, MAX_ERROR_BYTES);
        match self {
            Failure::Usage(what) => shown.write_str(what),
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
