//! `cargo xtask vm test`: runs scenarios in one guest.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::agent_client::Answer;
use super::attempt::{self, Tally, TestOutcome};
use super::confinement::Confinement;
use super::crash::Broken;
use super::hardware::Socket;
use super::image::{self, Kind};
use super::machine::Machine;
use super::scenario::run::{self, Subject};
use super::scenario::{self, Scenario};
use super::tool::Tool;
use super::{Failure, accelerator, payload, sources};

/// The options of `cargo xtask vm test`.
#[derive(Default, clap::Args)]
pub(crate) struct Options {
    /// Only scenarios whose name contains one of these.
    filters: Vec<String>,
    /// The agent to test.
    #[arg(long, value_enum, default_value = "ours")]
    subject: Subject,
    /// A static agent program to test, instead of one built now.
    #[arg(long, value_name = "PROGRAM")]
    agent: Option<PathBuf>,
    /// Call the agent directly instead of through the `qga` program.
    #[arg(long)]
    direct: bool,
    /// Run the robustness tests instead, which are slow: a hundred thousand requests, a thousand hosts, kills, a
    /// thousand deaths in a freeze, snapshots of databases.
    #[arg(long)]
    robust: bool,
    /// Install our package first, and restrict its service by the packaged `hardened.conf`.
    #[arg(long)]
    hardened: bool,
    /// Install our package first, with its policy of SELinux, in a guest of its own that enforces it.
    #[arg(long, conflicts_with = "hardened")]
    selinux: bool,
    /// Stop at the first failure and keep the guest until Enter is pressed.
    #[arg(long)]
    keep: bool,
}

impl Options {
    fn confinement(&self) -> Confinement {
        match (self.hardened, self.selinux) {
            (true, _) => Confinement::Hardened,
            (_, true) => Confinement::Selinux,
            _ => Confinement::None,
        }
    }
}

/// Boots the guest, runs the scenarios, and fails if one fails.
pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let agent = options.agent.clone().map_or_else(payload::agent, Ok)?;
    if chosen(options)?.iter().any(|scenario| scenario.mentions(payload::AGENT_TESTS_PATH)) {
        payload::agent_tests()?;
    }
    let confinement = options.confinement();
    if confinement != Confinement::None || chosen(options)?.iter().any(Scenario::needs_packages) {
        payload::packages(&agent)?;
    }
    let kind = if chosen(options)?.iter().any(Scenario::needs_servers) { Kind::Server } else { confinement.guest() };
    let image = image::build(kind)?;
    let mut machine = Machine::boot(&image, &agent, accelerator::choose(&image)?, confinement)?;
    in_guest(&mut machine, options)?.verdict()
}

fn chosen(options: &Options) -> Result<Vec<Scenario>, Failure> {
    let folder = if options.robust { "robust" } else { "scenarios" };
    let mut scenarios = scenario::read_all(&sources().join(folder), &options.filters)?;
    if options.direct {
        scenarios.retain(|scenario| !scenario.uses_tool());
    }
    if scenarios.is_empty() { Err("no scenario has such a name".to_owned()) } else { Ok(scenarios) }
}

/// Runs the scenarios in a booted guest, and prints the result of each.
fn in_guest(machine: &mut Machine, options: &Options) -> Result<Tally, Failure> {
    let start = Instant::now();
    let plays = Plays::choose(options)?;
    let tally = plays.run_in(machine, Tally::default());
    println!("{}", plays.summary(&tally, start.elapsed()));
    Ok(tally)
}

/// Scenarios that are still to be run, which several guests share.
pub(crate) struct Plays<'a> {
    options: &'a Options,
    tool: Option<PathBuf>,
    scenarios: Vec<Scenario>,
    /// Places in `scenarios`, and the agent to run each with; `None` checks that no command was forgotten.
    waiting: Mutex<VecDeque<Option<(usize, Subject)>>>,
}

impl<'a> Plays<'a> {
    pub(crate) fn choose(options: &'a Options) -> Result<Self, Failure> {
        let scenarios = chosen(options)?;
        let tool = if options.direct { None } else { Some(Tool::build()?) };
        let plays = scenarios.iter().enumerate();
        let plays = plays.flat_map(|(at, scenario)| {
            subjects(options.subject, scenario).iter().map(move |subject| Some((at, *subject)))
        });
        let all = options.filters.is_empty() && !options.robust;
        let waiting = Mutex::new(plays.chain(all.then_some(None)).collect());
        Ok(Plays { options, tool, scenarios, waiting })
    }

    /// Runs what no other guest has begun, one after the other, in a booted guest.
    pub(crate) fn run_in(&self, machine: &mut Machine, mut tally: Tally) -> Tally {
        let next = || self.waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        while let Some(play) = next() {
            let Some((at, subject)) = play else {
                self.check_that_every_command_is_called(machine, &mut tally);
                continue;
            };
            let outcome = self.play(machine, subject, &self.scenarios[at], &mut tally);
            if self.options.keep && matches!(outcome, TestOutcome::Failed(_)) {
                wait_for_enter(machine);
                break;
            }
        }
        tally
    }

    /// Runs one scenario, prints its result, and prepares the guest for the next.
    fn play(&self, machine: &mut Machine, subject: Subject, scenario: &Scenario, tally: &mut Tally) -> TestOutcome {
        let start = Instant::now();
        let name = match subject {
            Subject::Ours => scenario.name.clone(),
            Subject::Reference => format!("{}, Debian's", scenario.name),
        };
        let outcome = match scenario.left_out(self.options.confinement()) {
            Some(reason) => TestOutcome::LeftOut(format!("{name}: {reason}")),
            None => attempt::run(machine, |machine| run::run(machine, subject, self.tool.as_deref(), scenario)),
        };
        tally.count(&name, &scenario.title, start.elapsed(), &outcome);
        if matches!(outcome, TestOutcome::Failed(_)) {
            if let Err(failure) = run::rescue(machine) {
                println!("  and the guest: {failure}");
            }
        }
        outcome
    }

    fn check_that_every_command_is_called(&self, machine: &mut Machine, tally: &mut Tally) {
        let start = Instant::now();
        let outcome = attempt::run(machine, |machine| {
            let called = every_command_is_called(machine, self.options.subject, self.played());
            called
                .and_then(|()| machine.check_denials())
                .map_err(|cause| Broken { place: "guest-info".to_owned(), cause })
        });
        tally.count("guest-info", "Every command that it lists is in a scenario.", start.elapsed(), &outcome);
    }

    /// The scenarios that are not left out.
    fn played(&self) -> impl Iterator<Item = &Scenario> {
        let confinement = self.options.confinement();
        self.scenarios.iter().filter(move |scenario| scenario.left_out(confinement).is_none())
    }

    pub(crate) fn summary(&self, tally: &Tally, took: Duration) -> String {
        tally.summary(&format!("{} scenarios", self.scenarios.len()), took)
    }
}

/// The agents that a scenario is run with: the tool has to do its work with Debian's agent, too.
fn subjects(subject: Subject, scenario: &Scenario) -> &'static [Subject] {
    match subject {
        Subject::Ours if scenario.uses_tool() => &[Subject::Ours, Subject::Reference],
        Subject::Ours => &[Subject::Ours],
        Subject::Reference => &[Subject::Reference],
    }
}

/// Fails if the agent offers a command that no scenario checks.
fn every_command_is_called<'a>(
    machine: &Machine,
    subject: Subject,
    scenarios: impl Iterator<Item = &'a Scenario>,
) -> Result<(), Failure> {
    let Answer::Return(info) = machine.client(subject.socket()).call("guest-info", None)? else {
        return Err("guest-info has not answered".to_owned());
    };
    let offered = info["supported_commands"].as_array().ok_or("guest-info lists no commands")?;
    let called: Vec<_> = scenarios.flat_map(Scenario::commands).collect();
    let offered = offered.iter().filter_map(|command| command["name"].as_str());
    let missing: Vec<_> = offered.filter(|name| !called.contains(name)).collect();
    if missing.is_empty() { Ok(()) } else { Err(format!("no scenario checks {}", missing.join(", "))) }
}

fn wait_for_enter(machine: &Machine) {
    println!("the guest's terminal: socat -,rawer,escape=0x1d {}", machine.socket(Socket::Terminal).display());
    println!("Enter ends the guest");
    // The guest ends after an error, too.
    let _ = std::io::stdin().read_line(&mut String::new());
}
