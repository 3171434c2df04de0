//! `cargo xtask vm ci`: runs the comparison and the behaviour tests in one guest; every change has to pass.

use std::time::Instant;

use super::machine::Machine;
use super::{Failure, compare, image, payload, test};
use crate::tools::{self, Purpose};

/// Installs the tools, boots the guest once, compares and tests.
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
    let mut machine = Machine::boot(&image, &agent)?;
    let compared = compare::in_guest(&mut machine, &compare::Options::default())?;
    // The comparison has changed the guest.
    machine.restore_or_boot()?;
    let tally = compared + test::in_guest(&mut machine, &test::Options::default())?;
    println!("{}", tally.summary("comparison and scenarios", start.elapsed()));
    tally.verdict()
}
