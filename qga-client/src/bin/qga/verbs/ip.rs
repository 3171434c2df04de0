//! `qga ip`: network interfaces, their addresses and what went through them.

use std::process::ExitCode;

use clap::{ArgMatches, Command};
use qga_client::{commands, types};

use crate::command_line;
use crate::context::Context;
use crate::failure::Failure;
use crate::table::Table;
use crate::units::decimal;

pub(crate) fn command() -> Command {
    Command::new("ip")
        .about("List network interfaces and their addresses")
        .arg(command_line::target())
        .after_help("--format json prints the answer to guest-network-get-interfaces.")
}

pub(crate) fn run(context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    context.look::<commands::GuestNetworkGetInterfaces>(matches, show)
}

fn show(interfaces: Vec<types::GuestNetworkInterface>) -> String {
    let mut table = Table::new(&["INTERFACE", "HARDWARE", "ADDRESS", ">RECEIVED", ">SENT"]);
    for interface in interfaces {
        let mut addresses = interface.ip_addresses.unwrap_or_default().into_iter().map(|address| {
            // A prefix is a number that the guest chose; it is shown, not used.
            format!("{}/{}", address.ip_address, address.prefix)
        });
        let (received, sent) = interface
            .statistics
            .map_or_else(Default::default, |counted| (decimal(counted.rx_bytes), decimal(counted.tx_bytes)));
        let hardware = interface.hardware_address.unwrap_or_default();
        table.row([interface.name, hardware, addresses.next().unwrap_or_default(), received, sent]);
        for address in addresses {
            table.row([String::new(), String::new(), address, String::new(), String::new()]);
        }
    }
    table.finish("no network interfaces")
}
