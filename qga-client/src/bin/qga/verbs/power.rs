//! `qga shutdown`, `reboot` and `suspend`: the guest's power, and waiting for what comes of it.

use std::process::ExitCode;
use std::time::Duration;

use clap::{Arg, ArgMatches, Command};
use qga_client::{Client, commands};

use crate::command_line::{seconds, target};
use crate::context::Context;
use crate::failure::Failure;
use crate::waiting::{self, Seen};

/// How long `--wait` waits if it does not say.
const DEFAULT_WAIT_SECONDS: &str = "300";

pub(crate) fn shutdown() -> Command {
    command("shutdown", "Power the guest off", "Wait until the guest has gone")
}

pub(crate) fn reboot() -> Command {
    command("reboot", "Restart the guest", "Wait until the agent answers again")
}

pub(crate) fn suspend() -> Command {
    command("suspend", "Suspend the guest", "Wait until the agent is silent").arg(
        Arg::new("to")
            .long("to")
            .value_name("WHERE")
            .value_parser(["ram", "disk", "hybrid"])
            .default_value("ram")
            .help("Where the guest's state goes; hybrid is both"),
    )
}

fn command(name: &'static str, about: &'static str, wait: &'static str) -> Command {
    Command::new(name).about(about).arg(target()).arg(
        Arg::new("wait")
            .long("wait")
            .value_name("SECONDS")
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value(DEFAULT_WAIT_SECONDS)
            .value_parser(seconds)
            .help(format!("{wait}; {DEFAULT_WAIT_SECONDS} s at most, or --wait=SECONDS")),
    )
}

pub(crate) fn run_shutdown(context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    run(context, matches, &[Seen::Gone], |client| client.fire(with_mode("powerdown")))
}

pub(crate) fn run_reboot(context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    run(context, matches, &[Seen::Silent, Seen::Answering], |client| client.fire(with_mode("reboot")))
}

pub(crate) fn run_suspend(context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let to = matches.get_one::<String>("to").cloned().unwrap_or_default();
    run(context, matches, &[Seen::Silent], |client| match to.as_str() {
        "disk" => client.fire(commands::GuestSuspendDisk::new()),
        "hybrid" => client.fire(commands::GuestSuspendHybrid::new()),
        _ => client.fire(commands::GuestSuspendRam::new()),
    })
}

fn with_mode(mode: &str) -> commands::GuestShutdown {
    let mut shutdown = commands::GuestShutdown::new();
    shutdown.mode = Some(mode.to_owned());
    shutdown
}

/// Starts the change; with `--wait`, returns when these were seen in turn.
fn run(
    context: &mut Context,
    matches: &ArgMatches,
    wanted: &[Seen],
    change: impl FnOnce(&mut Client) -> Result<(), qga_client::CallError>,
) -> Result<ExitCode, Failure> {
    let target = context.target(matches)?;
    change(context.client_of(&target)?)?;
    context.disconnect();
    if let Some(limit) = matches.get_one::<Duration>("wait") {
        waiting::wait_for(context, &target, wanted, *limit)?;
    }
    Ok(ExitCode::SUCCESS)
}
