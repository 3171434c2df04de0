//! What the contestants hold in memory: idle, and while much passes through.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use super::peer::Peer;
use super::target::{Target, Verdicts};
use super::workload::{self, MIB};
use crate::programs::{Failure, RunningAgent};

/// Half of the reference.
const IDLE: Target = Target::AtMost(0.5);

/// MiB above idle while a large file is read.
const READ: Target = Target::AtMost(8.0);

/// Memory above idle while a large file is written, in sizes of the request's text.
const WRITE: Target = Target::AtMost(1.5);

/// Lets the kernel read a program from the disk when it starts, as after a boot: one that was just linked lies in the
/// file cache in larger pieces, and more of it counts as mapped.
pub(super) fn forget_file(program: &Path) {
    let mut input = OsString::from("if=");
    input.push(program);
    // Without it the numbers are a little worse.
    let _ = Command::new("sync").arg(program).status();
    let _ = Command::new("dd").arg(input).args(["iflag=nocache", "count=0", "status=none"]).status();
}

/// Prints what the agents hold after a first exchange.
pub(super) fn print_idle(
    ours: &RunningAgent,
    reference: Option<&RunningAgent>,
    verdicts: &mut Verdicts,
) -> Result<(), Failure> {
    let idle = |agent: &RunningAgent| -> Result<u64, Failure> {
        let mut peer = Peer::connect(&agent.socket())?;
        peer.ask(b"{\"execute\":\"guest-sync\",\"arguments\":{\"id\":1}}\n")?;
        peer.ask(b"{\"execute\":\"guest-info\"}\n")?;
        field(agent.pid(), "smaps_rollup", "Pss:")
    };
    let our_kib = idle(ours)?;
    let mut line = format!("idle memory (PSS): ours {our_kib} KiB");
    if let Some(agent) = reference {
        let kib = idle(agent)?;
        #[allow(clippy::cast_precision_loss, reason = "a ratio for people to read")]
        let ratio = our_kib as f64 / kib as f64;
        let verdict = verdicts.judge("idle memory", Some(ratio), Some(IDLE));
        line += &format!(", reference {kib} KiB: {ratio:.2}   {verdict}");
    }
    println!("{line}\n");
    Ok(())
}

/// Prints how much the agent holds above idle while 48 MiB are read and written.
pub(super) fn print_peaks(agent: &RunningAgent, input: &Path, verdicts: &mut Verdicts) -> Result<(), Failure> {
    const SIZE: usize = 48 * MIB;
    let mut peer = Peer::connect(&agent.socket())?;
    for (what, step) in
        [("read 48 MiB", workload::read(&mut peer, input, SIZE)?), ("write 48 MiB", workload::write(&mut peer, SIZE)?)]
    {
        let idle = field(agent.pid(), "status", "VmRSS:")?;
        // From here on the highest point counts anew.
        let forgotten = std::fs::write(format!("/proc/{}/clear_refs", agent.pid()), "5");
        forgotten.map_err(|error| format!("cannot reset the agent's peak: {error}"))?;
        let mut step = step;
        step.run(&mut peer)?;
        let above = field(agent.pid(), "status", "VmHWM:")?.saturating_sub(idle);
        #[allow(clippy::cast_precision_loss, reason = "a number for people to read")]
        let (mib, text) = (above as f64 / 1024.0, step.request_length() as f64 / MIB as f64);
        let row = format!("memory above idle, {what}");
        let verdict = if what.starts_with("read") {
            verdicts.judge(&row, Some(mib), Some(READ))
        } else {
            format!("{:.2} of the request's text   {}", mib / text, verdicts.judge(&row, Some(mib / text), Some(WRITE)))
        };
        println!("{row:<36} {mib:>6.1} MiB   {verdict}");
        step.finish(&mut peer)?;
    }
    Ok(())
}

/// The most memory each of them ever had resident.
pub(super) fn print_highest(ours: &RunningAgent, reference: Option<&RunningAgent>) -> Result<(), Failure> {
    for (name, agent) in [("ours", Some(ours)), ("reference", reference)] {
        if let Some(agent) = agent {
            let row = format!("peak memory (RSS) of the run, {name}");
            println!("{row:<36} {:>6} KiB", field(agent.pid(), "status", "VmHWM:")?);
        }
    }
    Ok(())
}

fn field(pid: u32, file: &str, name: &str) -> Result<u64, Failure> {
    let path = format!("/proc/{pid}/{file}");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("cannot read {path}: {error}"))?;
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    number.ok_or_else(|| format!("{path} has no {name}"))
}
