//! Measures the contestants' memory: idle, and during large transfers.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use super::peer::Peer;
use super::target::{Target, Verdicts};
use super::workload::{self, MIB};
use crate::programs::{Failure, RunningAgent};

/// Idle memory, as a ratio to the reference's.
const IDLE_RATIO_TARGET: Target = Target::AtMost(0.5);

/// Time after the last request in which an agent gets idle: ours unmaps its program after 10 to 20 s.
const IDLE_WAIT: Duration = Duration::from_secs(25);

/// MiB above idle while a large file is read.
const READ_MIB_TARGET: Target = Target::AtMost(8.0);

/// Memory above idle while a large file is written, in sizes of the request's text.
const WRITE_RATIO_TARGET: Target = Target::AtMost(1.5);

/// Removes a program from the page cache, so that it is read from the disk as after a boot. A program that was just
/// linked is cached in larger pieces, and more of it counts as mapped.
pub(super) fn evict_from_page_cache(program: &Path) {
    let mut input = OsString::from("if=");
    input.push(program);
    // If this fails, the numbers are slightly higher.
    let _ = Command::new("sync").arg(program).status();
    let _ = Command::new("dd").arg(input).args(["iflag=nocache", "count=0", "status=none"]).status();
}

/// Prints the agents' memory when they are idle after a first exchange.
pub(super) fn print_idle(
    ours: &RunningAgent,
    reference: Option<&RunningAgent>,
    verdicts: &mut Verdicts,
) -> Result<(), Failure> {
    let idle = |agent: &RunningAgent| -> Result<u64, Failure> {
        let mut peer = Peer::connect(&agent.socket())?;
        peer.ask(b"{\"execute\":\"guest-sync\",\"arguments\":{\"id\":1}}\n")?;
        peer.ask(b"{\"execute\":\"guest-info\"}\n")?;
        let idle_from = Instant::now() + IDLE_WAIT;
        let mut kib = field(agent.pid(), "smaps_rollup", "Pss:")?;
        while Instant::now() < idle_from {
            thread::sleep(Duration::from_secs(1));
            kib = kib.min(field(agent.pid(), "smaps_rollup", "Pss:")?);
        }
        Ok(kib)
    };
    let our_kib = idle(ours)?;
    let mut line = format!("idle memory (PSS): ours {our_kib} KiB");
    if let Some(agent) = reference {
        let kib = idle(agent)?;
        #[allow(clippy::cast_precision_loss, reason = "a ratio for people to read")]
        let ratio = our_kib as f64 / kib as f64;
        let verdict = verdicts.judge("idle memory", Some(ratio), Some(IDLE_RATIO_TARGET));
        line += &format!(", reference {kib} KiB: {ratio:.2}   {verdict}");
    }
    println!("{line}\n");
    Ok(())
}

/// Prints the agent's memory above idle while 48 MiB are read and written.
pub(super) fn print_peaks(agent: &RunningAgent, input: &Path, verdicts: &mut Verdicts) -> Result<(), Failure> {
    const TRANSFER_BYTES: usize = 48 * MIB;
    let mut peer = Peer::connect(&agent.socket())?;
    for (what, step) in [
        ("read 48 MiB", workload::read(&mut peer, input, TRANSFER_BYTES)?),
        ("write 48 MiB", workload::write(&mut peer, TRANSFER_BYTES)?),
    ] {
        let idle = field(agent.pid(), "status", "VmRSS:")?;
        // Resets the peak (VmHWM).
        let reset = std::fs::write(format!("/proc/{}/clear_refs", agent.pid()), "5");
        reset.map_err(|error| format!("cannot reset the agent's peak: {error}"))?;
        let mut step = step;
        step.run(&mut peer)?;
        let above = field(agent.pid(), "status", "VmHWM:")?.saturating_sub(idle);
        #[allow(clippy::cast_precision_loss, reason = "a number for people to read")]
        let (mib, text) = (above as f64 / 1024.0, step.request_length() as f64 / MIB as f64);
        let row = format!("memory above idle, {what}");
        let verdict = if what.starts_with("read") {
            verdicts.judge(&row, Some(mib), Some(READ_MIB_TARGET))
        } else {
            format!(
                "{:.2} of the request's text   {}",
                mib / text,
                verdicts.judge(&row, Some(mib / text), Some(WRITE_RATIO_TARGET))
            )
        };
        println!("{row:<36} {mib:>6.1} MiB   {verdict}");
        step.finish(&mut peer)?;
    }
    Ok(())
}

/// Prints each agent's peak resident memory.
pub(super) fn print_highest(ours: &RunningAgent, reference: Option<&RunningAgent>) -> Result<(), Failure> {
    for (name, agent) in [("ours", Some(ours)), ("reference", reference)] {
        if let Some(agent) = agent {
            let row = format!("peak memory (RSS) of the run, {name}");
            println!("{row:<36} {:>6} KiB", field(agent.pid(), "status", "VmHWM:")?);
        }
    }
    Ok(())
}

/// A field of a process's file in `/proc`, in KiB.
pub(super) fn field(pid: u32, file: &str, name: &str) -> Result<u64, Failure> {
    let path = format!("/proc/{pid}/{file}");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("cannot read {path}: {error}"))?;
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    number.ok_or_else(|| format!("{path} has no {name}"))
}
