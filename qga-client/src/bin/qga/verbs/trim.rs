//! `qga trim`: gives unused blocks of the guest's file systems back to the host.

use std::process::ExitCode;

use clap::{Arg, ArgMatches, Command};
use qga_client::{commands, types};

use crate::command_line::target;
use crate::context::Context;
use crate::failure::Failure;
use crate::table::Table;
use crate::units::binary;

pub(crate) fn command() -> Command {
    Command::new("trim")
        .about("Give unused blocks of the guest's file systems back to the host")
        .arg(target())
        .arg(
            Arg::new("minimum")
                .long("minimum")
                .value_name("BYTES")
                .value_parser(clap::value_parser!(i64).range(0..))
                .help("Smallest free extent to give back; any by default"),
        )
        .after_help("--format json prints the answer to guest-fstrim.")
}

pub(crate) fn run(context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let arguments = matches.get_one::<i64>("minimum").map(|minimum| serde_json::json!({ "minimum": minimum }));
    context.look_with::<commands::GuestFstrim>(matches, arguments, show)
}

fn show(trimmed: types::GuestFilesystemTrimResponse) -> String {
    let mut table = Table::new(&["MOUNTED ON", ">TRIMMED", "REMARK"]);
    for result in trimmed.paths.unwrap_or_default() {
        let bytes = result.trimmed.and_then(|bytes| u64::try_from(bytes).ok()).map(binary).unwrap_or_default();
        table.row([result.path, bytes, result.error.unwrap_or_default()]);
    }
    table.finish("no file system that can be trimmed")
}
