//! Decides whether a failure in the guest is the agent's fault or a crash of QEMU.

use std::fmt;
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

use super::Failure;

/// Signals of a crash, by their numbers on Linux. SIGKILL and SIGTERM are sent by other processes.
const CRASHES: [(i32, &str); 6] =
    [(4, "SIGILL"), (5, "SIGTRAP"), (6, "SIGABRT"), (7, "SIGBUS"), (8, "SIGFPE"), (11, "SIGSEGV")];

/// Texts, in lower case, of an emulator that ends because the host lacks a resource: no crash.
const SHORTAGES: [&str; 5] = [
    "cannot allocate memory",
    "failed to allocate",
    "resource temporarily unavailable",
    "too many open files",
    "no space left on device",
];

/// How an emulator has ended.
pub(crate) struct End {
    /// The release of QEMU, such as `7.2.22`.
    pub(crate) version: String,
    pub(crate) status: ExitStatus,
    /// Its output.
    pub(crate) log: String,
}

impl End {
    /// The signal's name, if the emulator has crashed.
    pub(crate) fn crash(&self) -> Option<&'static str> {
        let log = self.log.to_lowercase();
        if SHORTAGES.iter().any(|text| log.contains(text)) {
            return None;
        }
        let signal = self.status.signal()?;
        CRASHES.iter().find(|(number, _)| *number == signal).map(|&(_, name)| name)
    }

    /// Its output, after a colon; empty if there is none.
    fn log_text(&self) -> String {
        match self.log.trim() {
            "" => String::new(),
            log => format!(": {log}"),
        }
    }
}

impl fmt::Display for End {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "QEMU {} ended with {}{}", self.version, self.status, self.log_text())
    }
}

/// A failed step: its place, in one line, and the cause.
#[derive(Debug)]
pub(crate) struct Broken {
    pub(crate) place: String,
    pub(crate) cause: Failure,
}

impl fmt::Display for Broken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}\n  {}", self.place, self.cause)
    }
}

/// What is done after a failed step.
#[derive(PartialEq, Eq, Debug)]
pub(crate) enum NextStep {
    /// The test has failed.
    Fail(Failure),
    /// The test is repeated in a fresh guest.
    Repeat(String),
    /// The test has no result, which is no failure.
    LeaveOut(String),
}

/// Decides on a failed step by the emulator's end, `None` if it still runs; `repeated`: after a crash in the same test.
pub(crate) fn judge(broken: &Broken, end: Option<&End>, repeated: bool) -> NextStep {
    let Some(end) = end else { return NextStep::Fail(broken.to_string()) };
    let Some(signal) = end.crash() else { return NextStep::Fail(format!("{broken}\n  {end}")) };
    let crashed = format!("QEMU {} ended by {signal} at {}", end.version, broken.place);
    if repeated { NextStep::LeaveOut(crashed) } else { NextStep::Repeat(crashed + &end.log_text()) }
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::ExitStatusExt;
    use std::process::ExitStatus;

    use super::{Broken, End, NextStep, judge};

    const HEAP: &str = "corrupted double-linked list\n";
    const BY_ABORT: &str = "QEMU 7.2.22 ended by SIGABRT at unplug:15 monitor device_add";

    fn failed(more: &str) -> NextStep {
        NextStep::Fail(format!("unplug:15 monitor device_add\n  the monitor is silent{more}"))
    }

    #[test]
    fn only_a_crash_of_its_own_that_repeats_leaves_a_test_out() {
        const CORE: i32 = 0x80;
        let exit = |code: i32| code << 8;
        let cases: &[(Option<(i32, &str)>, bool, NextStep)] = &[
            (None, false, failed("")),
            (None, true, failed("")),
            (Some((6, HEAP)), false, NextStep::Repeat(format!("{BY_ABORT}: corrupted double-linked list"))),
            (Some((6, HEAP)), true, NextStep::LeaveOut(BY_ABORT.into())),
            (Some((6 | CORE, "")), true, NextStep::LeaveOut(BY_ABORT.into())),
            (Some((11, "")), true, NextStep::LeaveOut(BY_ABORT.replace("SIGABRT", "SIGSEGV"))),
            (Some((9, "")), true, failed("\n  QEMU 7.2.22 ended with signal: 9 (SIGKILL)")),
            (Some((15, "")), false, failed("\n  QEMU 7.2.22 ended with signal: 15 (SIGTERM)")),
            (
                Some((exit(1), "no such disk\n")),
                true,
                failed("\n  QEMU 7.2.22 ended with exit status: 1: no such disk"),
            ),
            (Some((exit(0), "")), true, failed("\n  QEMU 7.2.22 ended with exit status: 0")),
            (
                Some((6, "Failed to allocate memory")),
                true,
                failed("\n  QEMU 7.2.22 ended with signal: 6 (SIGABRT): Failed to allocate memory"),
            ),
        ];
        for (end, repeated, expected) in cases {
            let broken = Broken { place: "unplug:15 monitor device_add".into(), cause: "the monitor is silent".into() };
            let end = end.map(|(status, log)| End {
                version: "7.2.22".into(),
                status: ExitStatus::from_raw(status),
                log: log.into(),
            });
            assert_eq!(judge(&broken, end.as_ref(), *repeated), *expected);
        }
    }
}
