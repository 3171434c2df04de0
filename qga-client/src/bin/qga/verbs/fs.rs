//! `qga fs`: mounted file systems and how full they are.

use std::process::ExitCode;

use clap::{ArgMatches, Command};
use qga_client::{commands, types};

use crate::command_line;
use crate::context::Context;
use crate::failure::Failure;
use crate::table::Table;
use crate::units::{binary, percent};

pub(crate) fn command() -> Command {
    Command::new("fs")
        .about("List mounted file systems and how full they are")
        .arg(command_line::target())
        .after_help("--format json prints the answer to guest-get-fsinfo.")
}

pub(crate) fn run(context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    context.look::<commands::GuestGetFsinfo>(matches, show)
}

fn show(file_systems: Vec<types::GuestFilesystemInfo>) -> String {
    let mut table = Table::new(&["NAME", "MOUNTED ON", "TYPE", ">USED", ">TOTAL", ">FULL", "DISK"]);
    for system in file_systems {
        let full = match (system.used_bytes, system.total_bytes) {
            (Some(used), Some(total)) => percent(used, total),
            _ => String::new(),
        };
        let disks: Vec<String> = system.disk.into_iter().filter_map(|disk| disk.dev.or(disk.serial)).collect();
        table.row([
            system.name,
            system.mountpoint,
            system.r#type,
            system.used_bytes.map(binary).unwrap_or_default(),
            system.total_bytes.map(binary).unwrap_or_default(),
            full,
            disks.join(" "),
        ]);
    }
    table.finish("no mounted file systems")
}
