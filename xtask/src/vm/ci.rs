//! `cargo xtask vm ci`: the comparison and the behaviour tests in one guest, as every change has to pass them.

use std::time::Instant;

use super::machine::Machine;
use super::{Failure, compare, image, payload, test};
use crate::tools::{self, Purpose};

/// Installs what is needed, boots the guest once, compares, tests.
///
/// # Errors
/// What differs or fails. A machine that QEMU or the guest cannot be installed on has no say in it: that the tests are
/// left out there is a line in the output.
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
    let compared = compare::in_guest(&mut machine, &compare::Options::default());
    if let Err(failure) = &compared {
        println!("FAILED comparison: {failure}");
    }
    // What the comparison has changed must not be in the tests' way.
    machine.restore()?;
    let tested = test::in_guest(&mut machine, &test::Options::default());
    println!("one guest, {:.0} s", start.elapsed().as_secs_f32());
    compared.and(tested)
}
