//! Counts a ping's system calls and instructions, with the tools that are installed.

use std::path::Path;
use std::process::{Command, Stdio};

use super::peer::Peer;
use super::target::{Target, Verdicts};
use crate::programs::{Failure, RunningAgent};

const PING: &[u8] = b"{\"execute\":\"guest-ping\"}\n";

/// System calls per ping: a bare echo server reads and writes; an agent with several channels also waits.
const SYSTEM_CALLS_TARGET: Target = Target::AtMost(3.01);

/// Prints this agent's system calls and instructions per ping.
pub(super) fn print(name: &str, program: &Path, agent: &RunningAgent, verdicts: &mut Verdicts) -> Result<(), Failure> {
    let judged = (name == "ours").then_some(SYSTEM_CALLS_TARGET);
    let calls = system_calls(agent.pid(), &agent.socket())?;
    show(name, "system calls", "strace", calls, judged, verdicts);
    show(name, "user instructions", "valgrind", instructions(program)?, None, verdicts);
    Ok(())
}

fn show(name: &str, what: &str, program: &str, count: Option<f64>, target: Option<Target>, verdicts: &mut Verdicts) {
    let row = format!("{what} per ping, {name}");
    match count {
        Some(value) => {
            let line = format!("{row:<36} {value:>10.2}   {}", verdicts.judge(&row, count, target));
            println!("{}", line.trim_end());
        }
        None => println!("{row:<36} not measured: {program} is missing, or does not work here"),
    }
}

fn system_calls(pid: u32, socket: &Path) -> Result<Option<f64>, Failure> {
    const PINGS: u32 = 2000;
    let mut peer = Peer::connect(socket)?;
    peer.ask(PING)?;
    let pid = pid.to_string();
    let mut command = Command::new("strace");
    command.args(["-f", "-c", "-U", "calls,name", "-p", &pid]).stdin(Stdio::null()).stderr(Stdio::piped());
    let Ok(mut child) = command.spawn() else { return Ok(None) };
    wait_until_attached(&pid, &mut child);
    for _ in 0..PINGS {
        peer.ask(PING)?;
    }
    // On an interrupt it prints the counts.
    let _ = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    let output = child.wait_with_output().map_err(|error| format!("cannot wait for strace: {error}"))?;
    let text = String::from_utf8_lossy(&output.stderr);
    let total = text.lines().find(|line| line.trim_end().ends_with("total"));
    let count = total.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    Ok(count.map(|count| count / f64::from(PINGS)))
}

/// Waits until strace is attached: the kernel then names a tracer.
fn wait_until_attached(pid: &str, child: &mut std::process::Child) {
    for _ in 0..400 {
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        let attached = status.lines().any(|line| line.starts_with("TracerPid:") && !line.ends_with("\t0"));
        if attached || matches!(child.try_wait(), Ok(Some(_))) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
}

/// Counts instructions per ping: the difference between many pings and none, which leaves out starting and ending. Uses
/// valgrind, since most virtual machines have no counters for perf.
fn instructions(program: &Path) -> Result<Option<f64>, Failure> {
    const PINGS: u32 = 2000;
    let (Some(none), Some(many)) = (instructions_of(program, 0)?, instructions_of(program, PINGS)?) else {
        return Ok(None);
    };
    Ok(Some((many - none) / f64::from(PINGS)))
}

fn instructions_of(program: &Path, pings: u32) -> Result<Option<f64>, Failure> {
    let counts = std::env::temp_dir().join(format!("qga-bench-valgrind-{}", std::process::id()));
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    command.arg(format!("--log-file={}", counts.display())).arg(program).stderr(Stdio::null());
    let Ok(agent) = RunningAgent::start_as(command, "bench-counted", &[]) else { return Ok(None) };
    let mut peer = Peer::connect(&agent.socket())?;
    peer.ask(PING)?;
    for _ in 0..pings {
        peer.ask(PING)?;
    }
    drop(peer);
    agent.stop()?;
    let text = std::fs::read_to_string(&counts).unwrap_or_default();
    // A failure leaves a file in the temporary folder, without harm.
    let _ = std::fs::remove_file(&counts);
    Ok(text.lines().find_map(|line| line.split("Collected :").nth(1)?.trim().parse().ok()))
}
