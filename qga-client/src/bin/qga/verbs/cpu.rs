//! `qga cpu`: processors, and what they have done since the guest started.

use std::process::ExitCode;

use clap::{ArgMatches, Command};
use qga_client::{Caller, commands, types};

use crate::command_line;
use crate::context::{self, Context, Format};
use crate::failure::Failure;
use crate::processor_time::{Shares, Times, by_processor};
use crate::table::Table;

pub(crate) fn command() -> Command {
    Command::new("cpu")
        .about("List processors, and what they have done since the guest started")
        .arg(command_line::target())
        .after_help("--format json prints the answer to guest-get-vcpus.")
}

pub(crate) fn run(context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let format = context.format();
    let client = context.client(matches)?;
    let answer = client.call_text("guest-get-vcpus", None)?;
    match format {
        Format::Json => context::print_json(&answer)?,
        Format::Text => {
            // An agent may not have it; the columns are empty then.
            let times = client.call(commands::GuestGetCpustats::new()).unwrap_or_default();
            context::print(&show(answer.read()?, &times))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn show(processors: Vec<types::GuestLogicalProcessor>, times: &[types::GuestCpuStats]) -> String {
    let mut table = Table::new(&[">CPU", "STATE", ">USER", ">SYSTEM", ">WAITING", ">STOLEN", ">IDLE"]);
    let times = by_processor(times);
    for processor in processors {
        let state = match (processor.online, processor.can_offline) {
            (true, Some(false)) => "on, always",
            (true, _) => "on",
            (false, _) => "off",
        };
        let Shares { user, system, waiting, stolen, idle } =
            times.get(&processor.logical_id).map(Times::shares).unwrap_or_default();
        table.row([processor.logical_id.to_string(), state.to_owned(), user, system, waiting, stolen, idle]);
    }
    table.finish("no processors")
}
