//! Settings of a client, and the terms of a call that follow from them.

use std::time::{Duration, Instant};

use qga_runtime::guest::COMMANDS;
use qga_runtime::guest::commands::GuestFsfreezeStatus;
use qga_runtime::guest::types;
use qga_runtime::{
    CallError, Command, CommandError, CommandInfo, Session, SessionLimits, StatusCommand, Success, Terms, Unmarshal,
    Value,
};

use crate::timeouts::Timeouts;

/// Far enough away for any call, and near enough for the clock's arithmetic.
pub(crate) const FOR_EVER: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// How a client treats its agent.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How long each step may take.
    pub timeouts: Timeouts,
    /// How much an agent, which is not trusted, may send.
    pub limits: SessionLimits,
    /// What the ids of requests follow from; random if there is none, as it should be. With a seed a run can be repeated
    /// byte by byte, but two clients with the same one take each other's late answers for their own.
    pub seed: Option<u64>,
}

impl Options {
    /// Settings with one timeout for each step: to connect, and for each answer, whatever the command.
    pub fn with_timeout(timeout: Duration) -> Self {
        let timeouts = Timeouts { connect: timeout, silence: timeout, answer: Some(timeout), ..Timeouts::default() };
        Options { timeouts, ..Options::default() }
    }

    pub(crate) fn session(&self) -> Session {
        match self.seed {
            Some(seed) => Session::with_seed(self.limits, seed),
            None => Session::new(self.limits),
        }
    }

    /// When connecting ends at the latest.
    pub(crate) fn connect_by(&self) -> Instant {
        Instant::now() + self.timeouts.connect.min(FOR_EVER)
    }

    /// The terms of a call whose answer is waited for as long as its command's timeout, or the one given.
    pub(crate) fn ask<'a>(&self, asked: Asked<'a>, timeout: Option<Duration>) -> Terms<'a> {
        let timeout = timeout.unwrap_or_else(|| self.timeouts.of(asked.name));
        self.terms(asked, Success::Answered, timeout)
    }

    /// The terms of a call that succeeds in silence.
    pub(crate) fn fire<'a>(&self, asked: Asked<'a>) -> Terms<'a> {
        self.terms(asked, Success::Silent, self.timeouts.silence)
    }

    fn terms<'a>(&self, asked: Asked<'a>, success: Success, timeout: Duration) -> Terms<'a> {
        Terms {
            command: asked.name,
            success,
            deadline: Instant::now() + timeout.min(FOR_EVER),
            longest: self.limits.longest(asked.info.is_none_or(CommandInfo::returns_payload)),
            status: Some(StatusCommand {
                name: GuestFsfreezeStatus::NAME,
                timeout: self.timeouts.of(GuestFsfreezeStatus::NAME).min(FOR_EVER),
                says_frozen,
            }),
        }
    }
}

/// A command that is asked for.
pub(crate) struct Asked<'a> {
    name: &'a str,
    /// What its schema says of it, if that is known.
    info: Option<&'static CommandInfo>,
}

impl<'a> Asked<'a> {
    pub(crate) fn typed<C: Command>() -> Self {
        Asked { name: C::NAME, info: Some(C::INFO) }
    }

    pub(crate) fn by_name(name: &'a str) -> Self {
        Asked { name, info: command_info(name) }
    }
}

/// Whether this answer to `guest-fsfreeze-status` says that file systems are frozen.
fn says_frozen(status: Value<'_>) -> bool {
    types::GuestFsfreezeStatus::unmarshal(status).is_ok_and(|status| status == types::GuestFsfreezeStatus::Frozen)
}

/// Whether an agent that answers `guest-info` so has the command and would run it.
pub(crate) fn supported<C: Command>(info: &types::GuestAgentInfo) -> Result<(), CallError> {
    match info.supported_commands.iter().flatten().find(|command| command.name == C::NAME) {
        None => Err(CallError::Unsupported(CommandError::not_found(C::NAME))),
        Some(command) if !command.enabled => Err(CallError::Refused(CommandError::disabled(C::NAME))),
        Some(_) => Ok(()),
    }
}

/// What the table of commands says of a command, if it is one of the guest agent's.
pub fn command_info(name: &str) -> Option<&'static CommandInfo> {
    COMMANDS.iter().copied().find(|info| info.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_answers_are_for_commands_that_return_bytes() {
        let long: Vec<&str> = COMMANDS.iter().filter(|info| info.returns_payload()).map(|info| info.name).collect();
        assert_eq!(long, ["guest-file-read", "guest-exec-status"]);
        let options = Options::default();
        for (name, longest) in
            [("guest-file-read", 80 << 20), ("guest-get-users", 16 << 20), ("acme-unknown", 80 << 20)]
        {
            assert_eq!(options.ask(Asked::by_name(name), None).longest, longest, "{name}");
        }
        let limits = SessionLimits { answer: 1000, ..SessionLimits::default() };
        let options = Options { limits, ..Options::default() };
        assert_eq!(options.fire(Asked::by_name("guest-shutdown")).longest, 1000);
    }
}
