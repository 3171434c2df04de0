//! Compares the memory of the two agents, idle after a first exchange.

use crate::vm::Failure;
use crate::vm::hardware::Socket;
use crate::vm::machine::Machine;

/// Our agent takes at most this percentage of the reference's memory.
const MAX_PERCENT: u64 = 50;

/// Each agent's share of the memory (PSS), in KiB, a line each: ours, the reference's. Ours is idle when it has unmapped
/// its program, so its smallest share within 25 s counts.
const MEASURE: &str = "ours=$(systemctl show --property MainPID --value qemu-guest-agent)
reference=$(systemctl show --property MainPID --value qga-reference)
for second in $(seq 25); do
    awk '/^Pss:/ { print $2 }' /proc/$ours/smaps_rollup
    sleep 1
done | sort -n | head -n 1
awk '/^Pss:/ { print $2 }' /proc/$reference/smaps_rollup";

/// Prints the memory of both agents.
///
/// # Errors
/// Ours takes too much, or an agent or the guest does not answer.
pub(super) fn check(machine: &mut Machine) -> Result<(), Failure> {
    for socket in [Socket::Agent, Socket::Reference] {
        machine.client(socket).call("guest-info", None)?;
    }
    let measured = machine.console.must(MEASURE)?;
    let kib: Option<Vec<u64>> = measured.lines().map(|line| line.trim().parse().ok()).collect();
    let Some([ours, reference]) = kib.as_deref() else { return Err(format!("no two numbers: {measured}")) };
    let percent = 100 * ours / (*reference).max(1);
    let line = format!("idle memory (PSS): ours {ours} KiB, reference {reference} KiB: {percent} %");
    println!("{line}");
    if percent > MAX_PERCENT { Err(format!("{line} instead of at most {MAX_PERCENT} %")) } else { Ok(()) }
}
