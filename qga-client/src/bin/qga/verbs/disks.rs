//! `qga disks`: disks and partitions, and where they are attached.

use std::process::ExitCode;

use clap::{ArgMatches, Command};
use qga_client::{commands, types};
use qga_runtime::QapiEnum;

use crate::command_line;
use crate::context::Context;
use crate::failure::Failure;
use crate::table::Table;

pub(crate) fn command() -> Command {
    Command::new("disks")
        .about("List disks and partitions, and where they are attached")
        .arg(command_line::target())
        .after_help("--format json prints the answer to guest-get-disks.")
}

pub(crate) fn run(context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    context.look::<commands::GuestGetDisks>(matches, show)
}

fn show(disks: Vec<types::GuestDiskInfo>) -> String {
    let mut table = Table::new(&["NAME", "KIND", "DEPENDS ON", "BUS", "PCI", "SERIAL", "ALIAS"]);
    for disk in disks {
        let kind = if disk.partition { "partition" } else { "disk" };
        let (bus, pci, serial) = disk.address.map_or_else(Default::default, |address| {
            (address.bus_type.name().to_owned(), pci(&address.pci_controller), address.serial.unwrap_or_default())
        });
        let depends_on = disk.dependencies.unwrap_or_default().join(" ");
        table.row([disk.name, kind.to_owned(), depends_on, bus, pci, serial, disk.alias.unwrap_or_default()]);
    }
    table.finish("no disks")
}

/// A PCI address as lspci writes it; nothing where the disk is on none.
fn pci(address: &types::GuestPCIAddress) -> String {
    let types::GuestPCIAddress { domain, bus, slot, function, .. } = address;
    if [domain, bus, slot, function].iter().any(|part| **part < 0) {
        return String::new();
    }
    format!("{domain:04x}:{bus:02x}:{slot:02x}.{function:x}")
}
