//! `cargo xtask bench`: our agent, a reference agent and a bare echo server, measured side by side in one run.
//!
//! The contestants take turns within every workload, so that whatever else the machine does hits all of them alike;
//! the table prints rates and the ratios that matter, never a verdict that depends on the machine.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::programs::{self, Failure, RunningAgent};
use peer::Peer;
use workload::{WORKLOADS, Workload};

mod client;
pub(crate) mod echo;
mod peer;
mod process;
mod workload;

/// What to measure.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The reference agent to compare with; Debian's package qemu-guest-agent installs /usr/sbin/qemu-ga.
    #[arg(long, value_name = "PATH")]
    reference: Option<PathBuf>,
    /// How long each contestant gets for each workload, in milliseconds, spread over the rounds.
    #[arg(long, value_name = "MS", default_value_t = 1500)]
    time: u64,
    /// How many turns each contestant takes in each workload.
    #[arg(long, value_name = "N", default_value_t = 5)]
    rounds: u32,
}

/// Builds the agent with the release profile, measures, prints the table.
pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let binaries = programs::build("release", &["--package", "qga-agent"])?;
    let ours = RunningAgent::start(&binaries.join("qga-agent"), "bench-ours", &[])?;
    let reference = match &options.reference {
        Some(program) => Some(RunningAgent::start(program, "bench-reference", &[])?),
        None => None,
    };
    let echo = echo::Process::start()?;
    let input = Input::create()?;

    print_idle_memory(&ours, reference.as_ref())?;
    println!("{:<26} {:>12} {:>12} {:>12} {:>9} {:>9}", "", "ours", "reference", "echo", "ours/ref", "ours/echo");
    for workload in WORKLOADS {
        let mut contestants = vec![ours.socket()];
        contestants.extend(reference.as_ref().map(RunningAgent::socket));
        if workload.has_echo {
            contestants.push(echo.socket());
        }
        let rates = measure(workload, &contestants, &input.path, options)?;
        let reference_rate = reference.as_ref().map(|_| rates[1]);
        let echo_rate = workload.has_echo.then(|| rates[rates.len() - 1]);
        println!(
            "{:<26} {:>12} {:>12} {:>12} {:>9} {:>9}",
            workload.name,
            workload.show(rates[0]),
            reference_rate.map_or("-".to_owned(), |rate| workload.show(rate)),
            echo_rate.map_or("-".to_owned(), |rate| workload.show(rate)),
            ratio(rates[0], reference_rate),
            ratio(rates[0], echo_rate),
        );
    }
    print_peaks(&ours, reference.as_ref())?;
    client::print_rates(&ours.socket(), options.rounds.max(1))?;
    process::print_cost_of_a_ping("ours", ours.pid(), &ours.socket())?;
    if let Some(agent) = &reference {
        process::print_cost_of_a_ping("reference", agent.pid(), &agent.socket())?;
    }
    Ok(())
}

/// Lets the contestants take turns and returns the best rate of each, in operations a second.
fn measure(workload: &Workload, sockets: &[PathBuf], input: &Path, options: &Options) -> Result<Vec<f64>, Failure> {
    let mut best = vec![0.0_f64; sockets.len()];
    let turn = Duration::from_millis(options.time) / options.rounds.max(1);
    for _ in 0..options.rounds.max(1) {
        for (socket, best) in sockets.iter().zip(&mut best) {
            let mut peer = Peer::connect(socket)?;
            let mut step = (workload.prepare)(&mut peer, input)?;
            step.run(&mut peer)?;
            let started = Instant::now();
            let mut count = 0_u32;
            while count == 0 || started.elapsed() < turn {
                step.run(&mut peer)?;
                count += 1;
            }
            *best = best.max(f64::from(count) / started.elapsed().as_secs_f64());
            step.finish(&mut peer)?;
        }
    }
    Ok(best)
}

fn ratio(ours: f64, other: Option<f64>) -> String {
    other.map_or("-".to_owned(), |other| format!("{:.2}", ours / other))
}

fn print_idle_memory(ours: &RunningAgent, reference: Option<&RunningAgent>) -> Result<(), Failure> {
    let mut line = format!("idle memory (PSS): ours {} KiB", process::idle_kib(ours.pid())?);
    if let Some(agent) = reference {
        line += &format!(", reference {} KiB", process::idle_kib(agent.pid())?);
    }
    println!("{line}\n");
    Ok(())
}

fn print_peaks(ours: &RunningAgent, reference: Option<&RunningAgent>) -> Result<(), Failure> {
    let mut line = format!("\npeak memory (RSS): ours {} KiB", process::peak_kib(ours.pid())?);
    if let Some(agent) = reference {
        line += &format!(", reference {} KiB", process::peak_kib(agent.pid())?);
    }
    println!("{line}");
    Ok(())
}

/// A file of 48 MiB for the agents to read, removed when dropped.
struct Input {
    path: PathBuf,
}

impl Input {
    fn create() -> Result<Self, Failure> {
        let path = std::env::temp_dir().join(format!("qga-bench-input-{}", std::process::id()));
        let bytes: Vec<u8> = (0..48_u32 << 20).map(|at| at.wrapping_mul(2_654_435_761).to_le_bytes()[3]).collect();
        std::fs::write(&path, bytes).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
        Ok(Self { path })
    }
}

impl Drop for Input {
    fn drop(&mut self) {
        // A file of the temporary folder that cannot be removed harms nobody.
        let _ = std::fs::remove_file(&self.path);
    }
}
