//! `cargo xtask vm ci`: runs the comparison and the behaviour tests in two guests; every change has to pass.

use std::thread;
use std::time::Instant;

use super::attempt::Tally;
use super::confinement::Confinement;
use super::machine::Machine;
use super::test::Plays;
use super::{Failure, accelerator, compare, image, payload, test};
use crate::tools::{self, Purpose};

/// Installs the tools, boots the guests, compares and tests.
///
/// # Errors
/// A difference or a failed test. If QEMU or the guest's packages cannot be installed, the tests are left out, with a
/// line in the output; so is a test in which QEMU has crashed twice.
pub(crate) fn run() -> Result<(), Failure> {
    if let Err(failure) = tools::install(Purpose::Guest).and_then(|()| image::base(image::Kind::Small)) {
        println!("left out: the tests in a virtual machine (cargo xtask vm ci): {}", tools::in_one_line(&failure));
        return Ok(());
    }
    let image = image::build(image::Kind::Small)?;
    let start = Instant::now();
    let agent = payload::agent()?;
    payload::agent_tests()?;
    payload::packages(&agent)?;
    let options = test::Options::default();
    let plays = Plays::choose(&options)?;
    let accelerator = accelerator::choose(&image)?;
    let boot = || Machine::boot(&image, &agent, accelerator, Confinement::None);
    // Two guests share the scenarios: one waits for its guest's timers while the other has the processor.
    let tally = thread::scope(|scope| {
        let second = scope.spawn(|| Ok(plays.run_in(&mut boot()?, Tally::default())));
        let first = boot().and_then(|machine| first_guest(machine, &plays));
        let second = second.join().unwrap_or_else(|_| Err("the second guest's thread has panicked".to_owned()));
        first.and_then(|first| Ok(first + second?))
    })?;
    println!("comparison and {}", plays.summary(&tally, start.elapsed()));
    tally.verdict()
}

/// Compares both agents, then takes part in the scenarios.
fn first_guest(mut machine: Machine, plays: &Plays<'_>) -> Result<Tally, Failure> {
    let compared = compare::in_guest(&mut machine, &compare::Options::default())?;
    // The comparison has changed the guest.
    machine.restore_or_boot()?;
    Ok(plays.run_in(&mut machine, compared))
}
