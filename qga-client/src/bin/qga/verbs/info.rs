//! `qga info`: the agent's version, which system it runs on, and what it does not allow.

use std::process::ExitCode;

use clap::{ArgMatches, Command};
use qga_client::{Caller, Client, commands, types};

use crate::command_line;
use crate::context::{self, Context, Format};
use crate::failure::Failure;
use crate::table::Facts;

pub(crate) fn command() -> Command {
    Command::new("info")
        .about("Show the agent's version, the guest's system, and the commands that are disabled")
        .arg(command_line::target())
        .after_help("--format json prints the answer to guest-info.")
}

pub(crate) fn run(context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let format = context.format();
    let client = context.client(matches)?;
    let answer = client.call_text("guest-info", None)?;
    match format {
        Format::Json => context::print_json(&answer)?,
        Format::Text => context::print(&show(client, answer.read()?))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn show(client: &mut Client, info: types::GuestAgentInfo) -> String {
    let mut facts = Facts::default();
    facts.add("agent", info.version);
    // An agent may lack these commands, or refuse them; then their lines are left out.
    facts.add_some("host name", client.call(commands::GuestGetHostName::new()).ok().map(|answer| answer.host_name));
    if let Ok(system) = client.call(commands::GuestGetOsinfo::new()) {
        facts.add_some("system", system.pretty_name.or(system.name));
        let kernel = [system.kernel_release, system.machine].into_iter().flatten().collect::<Vec<_>>().join(" ");
        facts.add_some("kernel", (!kernel.is_empty()).then_some(kernel));
    }
    let Some(known) = info.supported_commands else { return facts.finish() };
    let disabled: Vec<&str> =
        known.iter().filter(|command| !command.enabled).map(|command| command.name.as_str()).collect();
    facts.add("commands", format!("{}, of which {} are disabled", known.len(), disabled.len()));
    facts.add_some("disabled", (!disabled.is_empty()).then(|| disabled.join(" ")));
    facts.finish()
}
