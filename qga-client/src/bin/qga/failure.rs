//! Why the tool gave no answer: one line that says what was tried and what to do, and the exit status.

use std::fmt;

use qga_client::CallError;

use crate::output::printable;

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
        let text = match self {
            Failure::Usage(what) => what.clone(),
            Failure::Call(error) => error.to_string(),
            Failure::Output(error) => format!("cannot print the answer: {error}"),
        };
        // What an agent says may hold anything; a terminal must not obey it.
        write!(f, "{}{}", printable(&text), self.advice())
    }
}

impl From<CallError> for Failure {
    fn from(error: CallError) -> Self {
        Failure::Call(error)
    }
}
