//! `cargo xtask vm test`: every scenario in one guest.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::channel::Answer;
use super::machine::{Machine, Socket};
use super::scenario::run::{self, Subject};
use super::scenario::{self, Scenario};
use super::tool::Tool;
use super::{Failure, image, payload, sources};

/// What to test.
#[derive(Default, clap::Args)]
pub(crate) struct Options {
    /// Only scenarios whose name contains one of these.
    filters: Vec<String>,
    /// Which agent answers.
    #[arg(long, value_enum, default_value = "ours")]
    subject: Subject,
    /// A static agent program to test, instead of one built now.
    #[arg(long, value_name = "PROGRAM")]
    agent: Option<PathBuf>,
    /// Call the agent directly instead of through the `qga` program.
    #[arg(long)]
    direct: bool,
    /// Run the robustness tests instead, which take long: a hundred thousand requests, a thousand hosts, kills.
    #[arg(long)]
    robust: bool,
    /// Stop at the first failure and keep the guest until Enter is pressed.
    #[arg(long)]
    keep: bool,
}

/// Boots the guest, runs the scenarios, and fails if one of them does.
pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let agent = options.agent.clone().map_or_else(payload::agent, Ok)?;
    if chosen(options)?.iter().any(|scenario| scenario.mentions(payload::AGENT_TESTS)) {
        payload::agent_tests()?;
    }
    in_guest(&mut Machine::boot(&image::build()?, &agent)?, options)
}

fn chosen(options: &Options) -> Result<Vec<Scenario>, Failure> {
    let folder = if options.robust { "robust" } else { "scenarios" };
    let scenarios = scenario::read_all(&sources().join(folder), &options.filters)?;
    if scenarios.is_empty() { Err("no scenario has such a name".to_owned()) } else { Ok(scenarios) }
}

/// Runs the scenarios in a guest that has booted.
pub(crate) fn in_guest(machine: &mut Machine, options: &Options) -> Result<(), Failure> {
    let scenarios = chosen(options)?;
    let tool = if options.direct { None } else { Some(Tool::build()?) };
    let start = Instant::now();
    let mut failed = 0;
    for scenario in &scenarios {
        if !passes(machine, options.subject, tool.as_deref(), scenario) {
            failed += 1;
            if options.keep {
                wait_for_enter(machine);
                break;
            }
        }
    }
    if options.filters.is_empty() && !options.robust {
        nothing_is_left_out(machine, options.subject, &scenarios)?;
    }
    println!("{} scenarios, {failed} failed, in {:.0} s", scenarios.len(), start.elapsed().as_secs_f32());
    if failed > 0 { Err(format!("{failed} scenarios failed")) } else { Ok(()) }
}

/// Fails if the agent offers a command that no scenario says anything about.
fn nothing_is_left_out(machine: &Machine, subject: Subject, scenarios: &[Scenario]) -> Result<(), Failure> {
    let Answer::Return(info) = machine.channel(subject.socket()).call("guest-info", None)? else {
        return Err("guest-info has not answered".to_owned());
    };
    let offered = info["supported_commands"].as_array().ok_or("guest-info lists no commands")?;
    let called: Vec<_> = scenarios.iter().flat_map(Scenario::commands).collect();
    let offered = offered.iter().filter_map(|command| command["name"].as_str());
    let left_out: Vec<_> = offered.filter(|name| !called.contains(name)).collect();
    if left_out.is_empty() { Ok(()) } else { Err(format!("no scenario says anything about {}", left_out.join(", "))) }
}

fn passes(machine: &mut Machine, subject: Subject, tool: Option<&Path>, scenario: &Scenario) -> bool {
    let start = Instant::now();
    let mut outcome = run::run(machine, subject, tool, scenario);
    if let Err(failure) = &outcome {
        match machine.revive() {
            Ok(None) => {}
            Ok(Some(words)) => {
                println!("QEMU has ended in {}, which is tried once more: {failure}\n  {words}", scenario.name);
                outcome = run::run(machine, subject, tool, scenario);
            }
            Err(failure) => println!("QEMU has ended, and the guest does not come back: {failure}"),
        }
    }
    let (name, title, seconds) = (&scenario.name, &scenario.title, start.elapsed().as_secs_f32());
    match &outcome {
        Ok(()) => println!("ok     {name:32} {seconds:5.1} s  {title}"),
        Err(failure) => println!("FAILED {name:32} {seconds:5.1} s  {title}\n  {failure}"),
    }
    outcome.is_ok()
}

fn wait_for_enter(machine: &Machine) {
    println!("the guest's terminal: socat -,rawer,escape=0x1d {}", machine.socket(Socket::Terminal).display());
    println!("Enter ends the guest");
    // Whatever ends the wait, the guest goes.
    let _ = std::io::stdin().read_line(&mut String::new());
}
