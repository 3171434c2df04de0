//! The errors of a command, which travel, and of a call, on the caller's side.

use std::fmt;
use std::io;
use std::time::Duration;

use crate::opening::PeerKind;
use crate::qmp::NotQmp;
use crate::transport::AddressError;
use crate::unmarshal::UnmarshalError;

/// The class of a failed command, as it travels in `error.class`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ErrorClass {
    /// The command does not exist here, or may not be used.
    CommandNotFound,
    /// Everything else.
    GenericError,
    /// Any other class; agents of today send none.
    Other(String),
}

impl ErrorClass {
    /// The class as it is spelt on the wire.
    pub fn name(&self) -> &str {
        match self {
            ErrorClass::CommandNotFound => "CommandNotFound",
            ErrorClass::GenericError => "GenericError",
            ErrorClass::Other(name) => name,
        }
    }

    /// The class with this spelling.
    pub fn from_name(name: &str) -> Self {
        match name {
            "CommandNotFound" => ErrorClass::CommandNotFound,
            "GenericError" => ErrorClass::GenericError,
            other => ErrorClass::Other(other.to_owned()),
        }
    }
}

/// Why a command failed: the only error a handler returns, and exactly what travels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandError {
    /// The class; callers compare it.
    pub class: ErrorClass,
    /// The text; people read it, and some callers compare it.
    pub desc: String,
}

impl CommandError {
    /// An error of class `GenericError`.
    pub fn new(desc: impl Into<String>) -> Self {
        CommandError { class: ErrorClass::GenericError, desc: desc.into() }
    }

    /// The answer to a command that does not exist.
    pub fn not_found(command: &str) -> Self {
        CommandError { class: ErrorClass::CommandNotFound, desc: format!("The command {command} has not been found") }
    }

    /// The answer to a command that exists and may not be used now, for any reason.
    pub fn disabled(command: &str) -> Self {
        CommandError {
            class: ErrorClass::CommandNotFound,
            desc: format!("Command {command} has been disabled: the command is not allowed"),
        }
    }

    /// Whether the agent reports that the command exists and may not be used now. Agents have done so under three
    /// classes.
    fn is_disabled(&self) -> bool {
        self.class.name() == "CommandDisabled" || self.desc.contains(" has been disabled")
    }

    /// Whether the agent reports that the command does not exist or may not be used now, so that it has not run.
    pub(crate) fn is_unavailable(&self) -> bool {
        // Handles have "not been found" as well; those are no commands.
        let lacks = |(before, _): (&str, &str)| before.rsplit(' ').nth(1).is_some_and(|word| word.ends_with("ommand"));
        self.class == ErrorClass::CommandNotFound
            || self.is_disabled()
            || self.desc.split_once(" has not been found").is_some_and(lacks)
    }
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.desc)
    }
}

impl std::error::Error for CommandError {}

impl From<UnmarshalError> for CommandError {
    fn from(error: UnmarshalError) -> Self {
        CommandError::new(error.to_string())
    }
}

/// Why a call gave no result.
#[derive(Debug)]
#[non_exhaustive]
pub enum CallError {
    /// The text names no place to connect to.
    Address(AddressError),
    /// No connection could be made.
    Connect {
        /// The address.
        address: String,
        /// The reason.
        source: io::Error,
    },
    /// The other side closed the channel before it answered.
    Closed,
    /// The other side is no QMP monitor, which a QMP client needs.
    NotQmp(NotQmp),
    /// The other side is no guest agent but something of this kind, as its first bytes show.
    NotAgent(PeerKind),
    /// No answer came before the deadline.
    TimedOut {
        /// The awaited message.
        waiting_for: &'static str,
        /// The time since the call began.
        after: Duration,
    },
    /// The other side sent messages, but did not answer the handshake that puts both sides in step.
    OutOfStep,
    /// The agent's policy forbids the command.
    ///
    /// Most agents report a command that has to wait for a thaw in the same words: those up to QEMU 5.2, and those since
    /// 9.1. So a client then asks once for `guest-fsfreeze-status`, in the remaining time of the call. Unless the answer is
    /// `frozen`, this is the error.
    Refused(CommandError),
    /// The command is not available while the guest's file systems are frozen.
    ///
    /// Agents of QEMU 6.0 to 9.0 report it themselves; others are asked, see [`CallError::Refused`]. This holds the agent's
    /// error about the command.
    Frozen(CommandError),
    /// The agent has no such command.
    Unsupported(CommandError),
    /// The command ran and failed.
    Command(CommandError),
    /// The answer is larger than the caller allows.
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// The other side sent something that is no answer.
    Malformed {
        /// The reason.
        reason: String,
    },
    /// The answer is well formed, but not what the command returns.
    Decode(UnmarshalError),
    /// Reading from or writing to the channel failed.
    Io(io::Error),
}

impl CallError {
    /// Sorts an error answer into refused, frozen, unsupported and failed, by class and by the texts that agents of all
    /// ages use. Where the text fits both refused and frozen, it is refused.
    pub fn from_answer(error: CommandError) -> Self {
        if error.is_unavailable() && error.desc.contains("frozen state") {
            CallError::Frozen(error)
        } else if error.is_disabled() {
            CallError::Refused(error)
        } else if error.is_unavailable() || error.desc.contains("feature or command is not currently supported") {
            CallError::Unsupported(error)
        } else {
            CallError::Command(error)
        }
    }

    /// The error of a channel that failed; `late` is the one after the deadline.
    pub(crate) fn of_channel(error: io::Error, late: impl FnOnce() -> Self) -> Self {
        match error.kind() {
            io::ErrorKind::TimedOut => late(),
            io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset | io::ErrorKind::UnexpectedEof => {
                CallError::Closed
            }
            _ => CallError::Io(error),
        }
    }

    /// The agent's own error, if it answered with one.
    pub fn command_error(&self) -> Option<&CommandError> {
        match self {
            CallError::Refused(error)
            | CallError::Frozen(error)
            | CallError::Unsupported(error)
            | CallError::Command(error) => Some(error),
            _ => None,
        }
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CallError::Address(error) => write!(f, "{error}"),
            CallError::Connect { address, source } => write!(f, "cannot connect to {address}: {source}"),
            CallError::Closed => f.write_str("the agent closed the channel before it answered"),
            CallError::NotQmp(not) => write!(f, "{not}"),
            CallError::NotAgent(kind) => write!(f, "this is {kind}, no guest agent"),
            CallError::TimedOut { waiting_for, after } => {
                write!(f, "no {waiting_for} from the agent within {}", span(*after))
            }
            CallError::OutOfStep => f.write_str("the agent did not answer the synchronisation request"),
            CallError::Refused(error) => write!(f, "refused by the agent's policy: {error}"),
            CallError::Frozen(error) => write!(f, "not possible while frozen: {error}"),
            CallError::Unsupported(error) => write!(f, "not supported by the agent: {error}"),
            CallError::Command(error) => write!(f, "{error}"),
            CallError::TooLarge { limit } => write!(f, "the answer is larger than {limit} bytes"),
            CallError::Malformed { reason } => write!(f, "the agent sent no valid answer: {reason}"),
            CallError::Decode(error) => write!(f, "the answer has an unexpected form: {error}"),
            CallError::Io(error) => write!(f, "the channel failed: {error}"),
        }
    }
}

/// A span of time as people read it: `850 ms`, `2 s`, `2.5 s`.
fn span(span: Duration) -> String {
    let milliseconds = span.as_millis();
    let tenths = (milliseconds + 50) / 100;
    match (milliseconds, tenths % 10) {
        (0..1000, _) => format!("{milliseconds} ms"),
        (_, 0) => format!("{} s", tenths / 10),
        (_, tenth) => format!("{}.{tenth} s", tenths / 10),
    }
}

impl std::error::Error for CallError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            CallError::Address(error) => Some(error),
            CallError::Connect { source, .. } => Some(source),
            CallError::Io(error) => Some(error),
            CallError::Decode(error) => Some(error),
            _ => None,
        }
    }
}

impl From<io::Error> for CallError {
    fn from(error: io::Error) -> Self {
        CallError::Io(error)
    }
}

impl From<AddressError> for CallError {
    fn from(error: AddressError) -> Self {
        CallError::Address(error)
    }
}

impl From<UnmarshalError> for CallError {
    fn from(error: UnmarshalError) -> Self {
        CallError::Decode(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How the answers of agents of all ages are sorted.
    const ANSWERS: &[(&str, &str, &str)] = &[
        // 0.15 to 1.1
        ("CommandNotFound", "The command guest-exec has not been found", "unsupported"),
        ("CommandDisabled", "The command guest-exec has been disabled for this instance", "refused"),
        ("CommandDisabled", "no", "refused"),
        ("QgaCommandFailed", "Guest agent command failed, error was 'no'", "failed"),
        ("UndefinedError", "An undefined error has occurred", "failed"),
        ("Unsupported", "this feature or command is not currently supported", "unsupported"),
        // 1.2 to 5.2
        ("GenericError", "The command guest-exec has been disabled for this instance", "refused"),
        ("GenericError", "this feature or command is not currently supported", "unsupported"),
        ("CommandNotFound", "The command guest-exec has been disabled for this instance", "refused"),
        // 6.0 and later
        ("CommandNotFound", "Command guest-exec has been disabled", "refused"),
        ("CommandNotFound", "Command guest-exec has been disabled: the command is not allowed", "refused"),
        ("CommandNotFound", "Command guest-exec has been disabled: the agent is in frozen state", "frozen"),
        // With a vendor's words around them.
        ("GenericError", "acme-ga 7: The command guest-exec has not been found (see the manual)", "unsupported"),
        ("CommandNotFound", "acme-ga 7: Command guest-exec has been disabled: the agent is in frozen state.", "frozen"),
        ("CommandNotFound", "no", "unsupported"),
        ("GenericError", "acme-ga 7: this feature or command is not currently supported.", "unsupported"),
        // Of something else.
        ("GenericError", "handle '1000' has not been found", "failed"),
        ("GenericError", "failed to open file '/frozen state' (mode: 'r'): No such file or directory", "failed"),
        ("DeviceNotFound", "Device 'x' has not been found", "failed"),
    ];

    #[test]
    fn answers_of_all_ages_are_sorted() {
        for (class, desc, expected) in ANSWERS {
            let error = CommandError { class: ErrorClass::from_name(class), desc: (*desc).to_owned() };
            let sorted = match CallError::from_answer(error) {
                CallError::Refused(_) => "refused",
                CallError::Frozen(_) => "frozen",
                CallError::Unsupported(_) => "unsupported",
                _ => "failed",
            };
            assert_eq!(sorted, *expected, "{class}: {desc}");
        }
    }
    #[test]
    fn a_timeout_is_rounded_for_people() {
        for (microseconds, expected) in [
            (0, "0 ms"),
            (300_719, "300 ms"),
            (999_999, "999 ms"),
            (2_001_618, "2 s"),
            (2_500_900, "2.5 s"),
            (9_960_000, "10 s"),
            (90_049_999, "90 s"),
        ] {
            let after = Duration::from_micros(microseconds);
            let error = CallError::TimedOut { waiting_for: "answer", after };
            assert_eq!(error.to_string(), format!("no answer from the agent within {expected}"));
        }
    }
}
