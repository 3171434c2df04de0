//! Compares the time that the two agents take to freeze 20 file systems.

use crate::vm::Failure;
use crate::vm::machine::Machine;

/// Our agent takes at most this percentage of the reference's time.
const MAX_PERCENT: u64 = 100;

/// Freezes and thaws by turns; prints two times in microseconds, a line each: ours, the reference's.
const MEASURE: &str = "qga-freezes 40 /usr/sbin/qemu-ga /usr/sbin/qemu-ga-reference";

/// Prints the medians of both agents.
///
/// # Errors
/// Ours takes too long, or an agent does not freeze all.
pub(super) fn check(machine: &mut Machine) -> Result<(), Failure> {
    let measured = machine.console.must(MEASURE)?;
    let times: Option<Vec<u64>> = measured.split_whitespace().map(|time| time.parse().ok()).collect();
    let Some([freeze, thaw, their_freeze, their_thaw]) = times.as_deref() else {
        return Err(format!("no four numbers: {measured}"));
    };
    let percent = 100 * freeze / (*their_freeze).max(1);
    let line = format!("20 file systems are frozen in {freeze} µs, by the reference in {their_freeze} µs: {percent} %");
    println!("{line}; thawed in {thaw} µs, by the reference in {their_thaw} µs");
    if percent > MAX_PERCENT { Err(format!("{line} instead of at most {MAX_PERCENT} %")) } else { Ok(()) }
}
