//! Timeouts of a client: one that suits each command, since a freeze is not a ping.

use std::collections::BTreeMap;
use std::time::Duration;

/// The timeout of an ordinary command.
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

/// How long a client waits for each step.
#[derive(Clone, Debug)]
pub struct Timeouts {
    /// For a connection; 5 s by default.
    pub connect: Duration,
    /// For the error of a command that does not answer success; 3 s by default.
    pub silence: Duration,
    /// For every answer, reading it included; by default each command has a timeout of its own, 10 s for most and up to
    /// 10 minutes for a freeze.
    pub answer: Option<Duration>,
    /// For the answers of single commands, a vendor's too; this goes before [`Timeouts::answer`].
    pub of_command: BTreeMap<String, Duration>,
}

impl Default for Timeouts {
    fn default() -> Self {
        Timeouts {
            connect: Duration::from_secs(5),
            silence: Duration::from_secs(3),
            answer: None,
            of_command: BTreeMap::new(),
        }
    }
}

impl Timeouts {
    /// The same timeouts, but for the answer of one command. Any command has one, also those of a schema of your own,
    /// which are otherwise waited for 10 s:
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// let timeouts = qga_client::Timeouts::default().with_command("acme-calibrate", Duration::from_secs(300));
    /// assert_eq!(timeouts.of("acme-calibrate"), Duration::from_secs(300));
    /// assert_eq!(timeouts.of("acme-reset"), Duration::from_secs(10));
    /// ```
    #[must_use]
    pub fn with_command(mut self, command: impl Into<String>, timeout: Duration) -> Self {
        self.of_command.insert(command.into(), timeout);
        self
    }

    /// The timeout of this command's answer.
    pub fn of(&self, command: &str) -> Duration {
        let slow = || SLOW.iter().find(|(name, _)| *name == command).map(|(_, limit)| *limit);
        self.of_command.get(command).copied().or(self.answer).or_else(slow).unwrap_or(ORDINARY)
    }
}

#[cfg(test)]
mod tests {
    use super::{SLOW, Timeouts};
    use std::time::Duration;

    #[test]
    fn slow_commands_exist_and_own_settings_go_first() {
        for (name, _) in SLOW {
            assert!(crate::command_info(name).is_some(), "{name}");
        }
        let mut timeouts = Timeouts::default();
        assert_eq!(timeouts.of("guest-ping"), Duration::from_secs(10));
        assert_eq!(timeouts.of("guest-fsfreeze-freeze"), Duration::from_secs(600));
        timeouts.answer = Some(Duration::from_secs(1));
        assert_eq!(timeouts.of("guest-fsfreeze-freeze"), Duration::from_secs(1));
        let timeouts = timeouts.with_command("guest-ping", Duration::from_secs(2));
        assert_eq!(timeouts.of("guest-ping"), Duration::from_secs(2));
        assert_eq!(timeouts.of("guest-get-time"), Duration::from_secs(1));
    }
}
