//! How long a client waits: a sensible time for every command, since a freeze is not a ping.

use std::collections::BTreeMap;
use std::io;
use std::time::Duration;

use qga_runtime::{CallError, Session};

/// The time an ordinary command gets.
const ORDINARY: Duration = Duration::from_secs(10);

/// Commands that may rightly take longer: they wait for disks, for helper programs, or for the guest's owner's hooks.
const SLOW: &[(&str, Duration)] = &[
    ("guest-fsfreeze-freeze", Duration::from_secs(10 * 60)),
    ("guest-fsfreeze-freeze-list", Duration::from_secs(10 * 60)),
    ("guest-fsfreeze-thaw", Duration::from_secs(3 * 60)),
    ("guest-fstrim", Duration::from_secs(10 * 60)),
    ("guest-file-read", Duration::from_secs(60)),
    ("guest-file-write", Duration::from_secs(60)),
    ("guest-file-flush", Duration::from_secs(60)),
    ("guest-file-close", Duration::from_secs(60)),
    ("guest-get-fsinfo", Duration::from_secs(30)),
    ("guest-set-vcpus", Duration::from_secs(60)),
    ("guest-set-memory-blocks", Duration::from_secs(60)),
    ("guest-set-time", Duration::from_secs(30)),
    ("guest-set-user-password", Duration::from_secs(30)),
    ("guest-shutdown", Duration::from_secs(60)),
    ("guest-suspend-disk", Duration::from_secs(60)),
    ("guest-suspend-ram", Duration::from_secs(60)),
    ("guest-suspend-hybrid", Duration::from_secs(60)),
];

/// How long a client waits for what.
#[derive(Clone, Debug)]
pub struct Patience {
    /// For a connection; 5 s by default.
    pub connect: Duration,
    /// For the error of a command that does not answer success; 3 s by default.
    pub silence: Duration,
    /// For every answer; by default each command has a time of its own, 10 s for most and up to 10 minutes for a freeze.
    pub answer: Option<Duration>,
    /// For the answers of single commands; this goes before [`Patience::answer`].
    pub of_command: BTreeMap<String, Duration>,
}

impl Default for Patience {
    fn default() -> Self {
        Patience {
            connect: Duration::from_secs(5),
            silence: Duration::from_secs(3),
            answer: None,
            of_command: BTreeMap::new(),
        }
    }
}

impl Patience {
    /// How long the answer of this command is waited for.
    pub fn of(&self, command: &str) -> Duration {
        let slow = || SLOW.iter().find(|(name, _)| *name == command).map(|(_, limit)| *limit);
        self.of_command.get(command).copied().or(self.answer).or_else(slow).unwrap_or(ORDINARY)
    }
}

/// A request that has no answer.
pub(crate) struct Unanswered {
    pub(crate) error: CallError,
    /// An agent in step was sent all of the request; since then it was silent, or it went.
    pub(crate) taken: bool,
}

impl Unanswered {
    /// Gives up on a request that failed after this time.
    pub(crate) fn give_up(error: CallError, sent: bool, session: &mut Session, after: Duration) -> Self {
        let error = match error {
            CallError::Io(error) => channel_error(error, session, after),
            other => other,
        };
        let quiet = matches!(error, CallError::TimedOut { .. } | CallError::Closed);
        let taken = quiet && sent && session.is_synced();
        session.abandon();
        Unanswered { error, taken }
    }
}

/// The error of a call whose channel failed after this time.
fn channel_error(error: io::Error, session: &Session, after: Duration) -> CallError {
    match error.kind() {
        io::ErrorKind::TimedOut if session.is_talked_past() => CallError::OutOfStep,
        io::ErrorKind::TimedOut => CallError::TimedOut { waiting_for: session.waiting_for(), after },
        io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset | io::ErrorKind::UnexpectedEof => CallError::Closed,
        _ => CallError::Io(error),
    }
}

#[cfg(test)]
mod tests {
    use super::{Patience, SLOW};
    use std::time::Duration;

    #[test]
    fn slow_commands_exist_and_own_words_go_first() {
        for (name, _) in SLOW {
            assert!(crate::command_info(name).is_some(), "{name}");
        }
        let mut patience = Patience::default();
        assert_eq!(patience.of("guest-ping"), Duration::from_secs(10));
        assert_eq!(patience.of("guest-fsfreeze-freeze"), Duration::from_secs(600));
        patience.answer = Some(Duration::from_secs(1));
        assert_eq!(patience.of("guest-fsfreeze-freeze"), Duration::from_secs(1));
        patience.of_command.insert("guest-ping".to_owned(), Duration::from_secs(2));
        assert_eq!(patience.of("guest-ping"), Duration::from_secs(2));
    }
}
