//! `cargo xtask vm ci`: the comparison and the behaviour tests in one guest, as every change has to pass them.

use std::time::Instant;

use super::machine::Machine;
use super::{Failure, compare, image, payload, test};
use crate::tools::{self, Purpose};

/// Installs what is needed, boots the guest once, compares, tests.
///
/// # Errors
/// What differs or fails. A machine that QEMU or the guest's packages cannot be installed on has no say in it: that the
/// tests are left out there is a line in the output, as is a test in which QEMU itself has crashed twice.
pub(crate) fn run() -> Result<(), Failure> {
    if let Err(failure) = tools::install(Purpose::Guest).and_then(|()| image::base()) {
        println!("left out: the tests in a virtual machine (cargo xtask vm ci): {}", tools::in_one_line(&failure));
        return Ok(());
    }
    let image = image::build()?;
    let start = Instant::now();
    let agent = payload::agent()?;
    payload::agent_tests()?;
    let mut machine = Machine::boot(&image, &agent)?;
    let compared = compare::in_guest(&mut machine, &compare::Options::default())?;
    // What the comparison has changed must not be in the tests' way.
    machine.restore_or_boot()?;
    let tally = compared + test::in_guest(&mut machine, &test::Options::default())?;
    println!("{}", tally.summary("comparison and scenarios", start.elapsed()));
    tally.verdict()
}
