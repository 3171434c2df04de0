//! `qga users`: who is logged in, and since when.

use std::process::ExitCode;

use clap::{ArgMatches, Command};
use qga_client::{commands, types};

use crate::command_line;
use crate::context::Context;
use crate::failure::Failure;
use crate::table::Table;
use crate::units::date_of_seconds;

pub(crate) fn command() -> Command {
    Command::new("users")
        .about("List users who are logged in")
        .arg(command_line::target())
        .after_help("Times are this host's. --format json prints the answer to guest-get-users.")
}

pub(crate) fn run(context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    context.look::<commands::GuestGetUsers>(matches, show)
}

fn show(users: Vec<types::GuestUser>) -> String {
    let mut table = Table::new(&["USER", "SINCE", "DOMAIN"]);
    for user in users {
        table.row([user.user, date_of_seconds(user.login_time), user.domain.unwrap_or_default()]);
    }
    table.finish("nobody is logged in")
}
