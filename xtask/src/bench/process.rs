//! What a process costs: memory from /proc, system calls and instructions by the tools that are there.

use std::path::Path;
use std::process::{Command, Stdio};

use super::peer::Peer;
use crate::programs::Failure;

/// Memory the process has to itself plus its share of what it shares, in KiB.
pub(super) fn idle_kib(pid: u32) -> Result<u64, Failure> {
    field(&format!("/proc/{pid}/smaps_rollup"), "Pss:")
}

/// The most memory the process ever had resident, in KiB.
pub(super) fn peak_kib(pid: u32) -> Result<u64, Failure> {
    field(&format!("/proc/{pid}/status"), "VmHWM:")
}

fn field(path: &str, name: &str) -> Result<u64, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("cannot read {path}: {error}"))?;
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    number.ok_or_else(|| format!("{path} has no {name}"))
}

/// Prints system calls (strace) and user instructions (perf) per ping, as far as those tools exist and work here.
pub(super) fn print_cost_of_a_ping(name: &str, pid: u32, socket: &Path) -> Result<(), Failure> {
    const PINGS: u32 = 2000;
    let mut peer = Peer::connect(socket)?;
    peer.ask(b"{\"execute\":\"guest-ping\"}\n")?;
    let pid = pid.to_string();
    for (what, program, arguments) in [
        ("system calls", "strace", &["-f", "-c", "-U", "calls,name", "-p", &pid][..]),
        ("user instructions", "perf", &["stat", "-x", ",", "-e", "instructions:u", "-p", &pid]),
    ] {
        let mut command = Command::new(program);
        let Ok(mut child) = command.args(arguments).stdin(Stdio::null()).stderr(Stdio::piped()).spawn() else {
            println!("{what} per ping, {name}: not measured, {program} is not installed");
            continue;
        };
        wait_until_attached(program, &pid, &mut child);
        for _ in 0..PINGS {
            peer.ask(b"{\"execute\":\"guest-ping\"}\n")?;
        }
        // An interrupt makes both tools print what they counted.
        let _ = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
        let output = child.wait_with_output().map_err(|error| format!("cannot wait for {program}: {error}"))?;
        match total(program, &String::from_utf8_lossy(&output.stderr)) {
            Some(count) => println!("{what} per ping, {name}: {:.2}", count / f64::from(PINGS)),
            None => println!("{what} per ping, {name}: not measured, {program} does not work here"),
        }
    }
    Ok(())
}

/// strace is attached once the kernel names a tracer; perf has no such sign, but says so by its first wait.
fn wait_until_attached(program: &str, pid: &str, child: &mut std::process::Child) {
    for _ in 0..400 {
        let attached = program == "strace"
            && std::fs::read_to_string(format!("/proc/{pid}/status"))
                .is_ok_and(|text| text.lines().any(|line| line.starts_with("TracerPid:") && !line.ends_with("\t0")));
        if attached || matches!(child.try_wait(), Ok(Some(_))) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
}

fn total(program: &str, text: &str) -> Option<f64> {
    match program {
        "strace" => {
            text.lines().find(|line| line.trim_end().ends_with("total"))?.split_whitespace().next()?.parse().ok()
        }
        _ => text.lines().find(|line| line.contains("instructions"))?.split(',').next()?.parse().ok(),
    }
}
