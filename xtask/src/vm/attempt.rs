//! Runs a test in the guest, and once more in a fresh guest if QEMU crashes in it.

use std::time::Duration;

use super::Failure;
use super::crash::{Broken, NextStep, judge};
use super::machine::Machine;

/// The result of a test.
pub(crate) enum TestOutcome {
    Passed,
    Failed(Failure),
    /// QEMU has crashed twice in it: the step and the signal, in one line.
    LeftOut(String),
}

/// Runs `test`. If QEMU ends in it, a fresh guest is booted, for the repetition or the next test.
pub(crate) fn run(machine: &mut Machine, mut test: impl FnMut(&mut Machine) -> Result<(), Broken>) -> TestOutcome {
    let mut repeated = false;
    loop {
        let Err(broken) = test(machine) else { return TestOutcome::Passed };
        let end = machine.end();
        let next = judge(&broken, end.as_ref(), repeated);
        if let NextStep::Repeat(text) = &next {
            println!("repeated in a fresh guest: {text}");
        }
        if let Some(end) = end {
            if let Err(failure) = machine.reboot_from_image() {
                return TestOutcome::Failed(format!("{broken}\n  {end}\n  the guest does not come back: {failure}"));
            }
        }
        match next {
            NextStep::Fail(failure) => return TestOutcome::Failed(failure),
            NextStep::LeaveOut(text) => return TestOutcome::LeftOut(text),
            NextStep::Repeat(_) => repeated = true,
        }
    }
}

/// Prints the results of tests, and counts those that have not passed.
#[derive(Default)]
pub(crate) struct Tally {
    failed: usize,
    left_out: usize,
}

impl Tally {
    /// Prints and counts the result of the test of that name.
    pub(crate) fn count(&mut self, name: &str, title: &str, took: Duration, outcome: &TestOutcome) {
        let seconds = took.as_secs_f32();
        match outcome {
            TestOutcome::Passed => println!("ok     {name:32} {seconds:5.1} s  {title}"),
            TestOutcome::Failed(failure) => {
                self.failed += 1;
                println!("FAILED {name:32} {seconds:5.1} s  {title}\n  {failure}");
            }
            TestOutcome::LeftOut(text) => {
                self.left_out += 1;
                println!("left out: {text}");
            }
        }
    }

    /// The counts in one line; `what` was run.
    pub(crate) fn summary(&self, what: &str, duration: Duration) -> String {
        let Self { failed, left_out } = self;
        format!("{what}, {failed} failed, {left_out} left out, in {:.0} s", duration.as_secs_f32())
    }

    /// An error if a test has failed; tests that were left out do not count.
    pub(crate) fn verdict(&self) -> Result<(), Failure> {
        match self.failed {
            0 => Ok(()),
            failed => Err(format!("{failed} failed in the virtual machine")),
        }
    }
}

impl std::ops::Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { failed: self.failed + other.failed, left_out: self.left_out + other.left_out }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Tally, TestOutcome};

    #[test]
    fn a_test_that_was_left_out_is_counted_and_does_not_fail() {
        let mut tally = Tally::default();
        let count = |tally: &mut Tally, outcome| tally.count("unplug", "A title.", Duration::ZERO, &outcome);
        count(&mut tally, TestOutcome::Passed);
        count(&mut tally, TestOutcome::LeftOut("QEMU 7.2.22 ended by SIGABRT".into()));
        let took = Duration::from_secs(198);
        assert_eq!(tally.summary("52 scenarios", took), "52 scenarios, 0 failed, 1 left out, in 198 s");
        assert_eq!(tally.verdict(), Ok(()));
        count(&mut tally, TestOutcome::Failed("no answer".into()));
        assert_eq!(tally.summary("52 scenarios", took), "52 scenarios, 1 failed, 1 left out, in 198 s");
        assert_eq!(tally.verdict(), Err("1 failed in the virtual machine".into()));
    }
}
