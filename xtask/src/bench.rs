//! `cargo xtask bench`: our agent, a reference agent and a bare echo server, measured side by side in one run.
//!
//! The contestants alternate in every workload, so that other load on the machine affects all of them; the best round of
//! each counts. The tool `qga` is measured with each agent, its copies beside a stream of the library. The table shows
//! rates, ratios and whether targets are reached. A missed target fails the run only with `--check`, since load changes
//! ratios, too.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::programs::{self, Failure, RunningAgent};
use peer::Peer;
use processors::Processors;
use target::Verdicts;
use workload::{Step, WORKLOADS};

mod client;
mod cost;
pub(crate) mod echo;
mod memory;
mod peer;
mod processors;
mod reading;
mod target;
mod tool;
mod workload;

/// The options of `cargo xtask bench`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The reference agent to compare with; Debian's package qemu-guest-agent installs /usr/sbin/qemu-ga.
    #[arg(long, value_name = "PATH")]
    reference: Option<PathBuf>,
    /// A running libvirt guest with an agent: measures a loop of `virsh qemu-agent-command` beside `qga exec`.
    #[arg(long, value_name = "NAME")]
    domain: Option<String>,
    /// Time for each contestant and workload, in milliseconds, divided among the rounds.
    #[arg(long, value_name = "MS", default_value_t = 1500)]
    time: u64,
    /// Rounds of each workload; on a busy machine many short rounds give better results.
    #[arg(long, value_name = "N", default_value_t = 15)]
    rounds: u32,
    /// Fail if a target is missed.
    #[arg(long)]
    check: bool,
}

/// Builds the agent with the release profile, measures and prints the table.
pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let program = programs::build("release", &["--package", "qga-agent"])?.join("qga-agent");
    for program in [Some(&program), options.reference.as_ref()].into_iter().flatten() {
        memory::evict_from_page_cache(program);
    }
    let ours = RunningAgent::start(&program, "bench-ours", &[])?;
    let reference = match &options.reference {
        Some(program) => Some(RunningAgent::start(program, "bench-reference", &[])?),
        None => None,
    };
    let echo = echo::Process::start()?;
    let input = Input::create()?;
    let mut verdicts = Verdicts::default();

    memory::print_idle(&ours, reference.as_ref(), &mut verdicts)?;
    let pids = [ours.pid(), echo.pid()].into_iter().chain(reference.as_ref().map(RunningAgent::pid));
    let processors = Processors::of(pids.collect())?;
    println!("{:<26} {:>12} {:>12} {:>12} {:>9} {:>9}", "", "ours", "reference", "echo", "ours/ref", "ours/echo");
    for workload in WORKLOADS {
        if workload.one_processor {
            processors.gather()?;
        } else {
            processors.spread()?;
        }
        let mut contestants = vec![ours.socket()];
        contestants.extend(reference.as_ref().map(RunningAgent::socket));
        if workload.has_echo {
            contestants.push(echo.socket());
        }
        let rates = measure(|peer| (workload.prepare)(peer, &input.path), &contestants, options)?;
        let reference_rate = reference.as_ref().map(|_| rates[1]);
        let echo_rate = workload.has_echo.then(|| rates[rates.len() - 1]);
        let to_reference = reference_rate.map(|rate| rates[0] / rate);
        let to_echo = echo_rate.map(|rate| rates[0] / rate);
        let line = format!(
            "{:<26} {:>12} {:>12} {:>12} {:>9} {:>9}   {} {}",
            workload.name,
            workload.show(rates[0]),
            reference_rate.map_or("-".to_owned(), |rate| workload.show(rate)),
            echo_rate.map_or("-".to_owned(), |rate| workload.show(rate)),
            to_reference.map_or("-".to_owned(), |ratio| format!("{ratio:.2}")),
            to_echo.map_or("-".to_owned(), |ratio| format!("{ratio:.2}")),
            verdicts.judge(workload.name, to_reference, workload.against_reference),
            verdicts.judge(&format!("{}, beside echo", workload.name), to_echo, workload.against_echo),
        );
        println!("{}", line.trim_end());
    }
    println!();
    print_reading_commands(&ours, reference.as_ref(), &processors, options, &mut verdicts)?;
    println!();
    memory::print_highest(&ours, reference.as_ref())?;
    memory::print_peaks(&ours, &input.path, &mut verdicts)?;
    println!();
    processors.gather()?;
    client::print_rates(&ours.socket(), options.rounds.max(1), &mut verdicts)?;
    println!();
    processors.spread()?;
    let agents: Vec<_> = [("ours", Some(&ours)), ("reference", reference.as_ref())]
        .into_iter()
        .filter_map(|(name, agent)| Some((name, agent?)))
        .collect();
    tool::print(&agents, options.domain.as_deref(), &mut verdicts)?;
    println!();
    cost::print("ours", &program, &ours, &mut verdicts)?;
    if let (Some(program), Some(agent)) = (&options.reference, &reference) {
        cost::print("reference", program, agent, &mut verdicts)?;
    }
    if options.check && !verdicts.missed().is_empty() {
        return Err(format!("missed: {}", verdicts.missed().join("; ")));
    }
    Ok(())
}

/// Measures the commands that only read, on one processor, and prints a table of them.
fn print_reading_commands(
    ours: &RunningAgent,
    reference: Option<&RunningAgent>,
    processors: &Processors,
    options: &Options,
    verdicts: &mut Verdicts,
) -> Result<(), Failure> {
    processors.gather()?;
    let sockets: Vec<PathBuf> = [Some(ours), reference].into_iter().flatten().map(RunningAgent::socket).collect();
    println!("{:<30} {:>12} {:>12} {:>9}", "commands that only read", "ours", "reference", "ref/ours");
    for command in reading::COMMANDS {
        let rates = measure(|_| Ok(command.step()), &sockets, options)?;
        // The established agent serves one client at a time.
        let mut peers = Vec::new();
        for socket in &sockets {
            peers.push(Peer::connect(socket)?);
        }
        println!("{}", command.row(&rates, &mut peers, verdicts)?.trim_end());
    }
    Ok(())
}

/// Rounds of a contestant that has used up its time.
const MIN_ROUNDS: u32 = 3;

/// Measures the contestants in alternation and returns the best rate of each, in operations per second.
fn measure(
    prepare: impl Fn(&mut Peer) -> Result<Step, Failure>,
    sockets: &[PathBuf],
    options: &Options,
) -> Result<Vec<f64>, Failure> {
    let mut best = vec![0.0_f64; sockets.len()];
    let mut spent = vec![Duration::ZERO; sockets.len()];
    let time = Duration::from_millis(options.time);
    let turn = time / options.rounds.max(1);
    for round in 0..options.rounds.max(1) {
        for ((socket, best), spent) in sockets.iter().zip(&mut best).zip(&mut spent) {
            // A round is at least one operation, which may take a second.
            if round >= MIN_ROUNDS && *spent > 2 * time {
                continue;
            }
            let mut peer = Peer::connect(socket)?;
            let mut step = prepare(&mut peer)?;
            step.run(&mut peer)?;
            let started = Instant::now();
            let mut count = 0_u32;
            while count == 0 || started.elapsed() < turn {
                step.run(&mut peer)?;
                count += 1;
            }
            *best = best.max(f64::from(count) / started.elapsed().as_secs_f64());
            *spent += started.elapsed();
            step.finish(&mut peer)?;
        }
    }
    Ok(best)
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
        // A failure leaves a file in the temporary folder, without harm.
        let _ = std::fs::remove_file(&self.path);
    }
}
