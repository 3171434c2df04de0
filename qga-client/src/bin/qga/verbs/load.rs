//! `qga load`: how many tasks wanted to run, on average.

use std::process::ExitCode;

use clap::{ArgMatches, Command};
use qga_client::{commands, types};

use crate::command_line;
use crate::context::Context;
use crate::failure::Failure;
use crate::table::Table;

pub(crate) fn command() -> Command {
    Command::new("load")
        .about("Show the load average over 1, 5 and 15 minutes")
        .arg(command_line::target())
        .after_help("--format json prints the answer to guest-get-load.")
}

pub(crate) fn run(context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    context.look::<commands::GuestGetLoad>(matches, show)
}

fn show(load: types::GuestLoadAverage) -> String {
    let mut table = Table::new(&[">1 MIN", ">5 MIN", ">15 MIN"]);
    table.row([load.load1m, load.load5m, load.load15m].map(|load| format!("{load:.2}")));
    table.finish("")
}
