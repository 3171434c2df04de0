//! `qga doctor`: finds the one cause why an agent does not respond.

use std::fmt::Write as _;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Arg, ArgMatches, Command};
use serde::Serialize;

use crate::command_line;
use crate::context::{self, Context, Format};
use crate::failure::Failure;
use crate::target;

mod diagnosis;
mod facts;
mod holder;
mod look;
mod tried;

use diagnosis::{CAUSES, Diagnosis, diagnose};
use tried::{Step, steps};

/// How long to wait for each answer, unless `--timeout` says otherwise.
const TIMEOUT: Duration = Duration::from_secs(5);

pub(crate) fn command() -> Command {
    let mut causes =
        "Exit status and cause, as --format json names it:\n  0   -               all is well\n".to_owned();
    for (_, status, name, meaning) in CAUSES {
        writeln!(causes, "  {status}  {name:15} {meaning}").expect("a string takes everything");
    }
    Command::new("doctor")
        .about("Find out why an agent does not respond: what was tried, the one cause, a remedy")
        .arg(command_line::target())
        .arg(
            Arg::new("command")
                .long("command")
                .value_name("NAME")
                .help("A command of the agent that should be allowed, such as guest-exec"),
        )
        .after_help(format!(
            "{causes}\nIt only looks: at the guest's definition, the socket and who has it, the agent's answers, and \
             over QMP or libvirt at the guest's state. --timeout is for each of these; 5 s unless given."
        ))
}

/// What it prints for programs.
#[derive(Serialize)]
struct Report<'a> {
    target: &'a str,
    status: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<&'a str>,
    tried: Vec<Tried<'a>>,
}

#[derive(Serialize)]
struct Tried<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    ok: Option<bool>,
    what: &'a str,
}

pub(crate) fn run(context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let text = context.target(matches)?;
    let command = matches.get_one::<String>("command").map(String::as_str);
    let facts = look::look(&text, command, context.timeout.unwrap_or(TIMEOUT))
        .map_err(|error| target::explained(&text, error))?;
    let (steps, diagnosis) = (steps(&facts), diagnose(&facts));
    context::print(&match context.format() {
        Format::Text => shown(&facts.target, &steps, diagnosis.as_ref()),
        Format::Json => json(&facts.target, &steps, diagnosis.as_ref()),
    })?;
    Ok(diagnosis.map_or(ExitCode::SUCCESS, |diagnosis| ExitCode::from(diagnosis.cause.status())))
}

fn shown(target: &str, steps: &[Step], diagnosis: Option<&Diagnosis>) -> String {
    let mut lines = vec![target.to_owned()];
    for step in steps {
        let mark = match step.is_good {
            Some(true) => '✓',
            Some(false) => '✗',
            None => '–',
        };
        lines.push(format!("  {mark} {}", step.words));
    }
    match diagnosis {
        Some(diagnosis) => {
            lines.push(format!("cause:  {}", diagnosis.words));
            lines.push(format!("remedy: {}", diagnosis.remedy));
        }
        None => lines.push("all is well".to_owned()),
    }
    // What a guest or another program sends is one line each.
    lines.iter().map(|line| line.replace('\n', " ") + "\n").collect()
}

fn json(target: &str, steps: &[Step], diagnosis: Option<&Diagnosis>) -> String {
    let report = Report {
        target,
        status: diagnosis.map_or(0, |diagnosis| diagnosis.cause.status()),
        cause: diagnosis.map(|diagnosis| diagnosis.cause.name()),
        reason: diagnosis.map(|diagnosis| diagnosis.words.as_str()),
        remedy: diagnosis.map(|diagnosis| diagnosis.remedy.as_str()),
        tried: steps.iter().map(|step| Tried { ok: step.is_good, what: &step.words }).collect(),
    };
    serde_json::to_string(&report).expect("strings and numbers are JSON") + "\n"
}
