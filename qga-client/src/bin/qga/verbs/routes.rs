//! `qga routes`: where the guest sends packets to.

use std::net::IpAddr;
use std::process::ExitCode;

use clap::{ArgMatches, Command};
use qga_client::{commands, types};

use crate::command_line;
use crate::context::Context;
use crate::failure::Failure;
use crate::table::Table;

pub(crate) fn command() -> Command {
    Command::new("routes")
        .about("List network routes")
        .arg(command_line::target())
        .after_help("--format json prints the answer to guest-network-get-route.")
}

pub(crate) fn run(context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    context.look::<commands::GuestNetworkGetRoute>(matches, show)
}

fn show(routes: Vec<types::GuestNetworkRoute>) -> String {
    let mut table = Table::new(&["INTERFACE", "DESTINATION", ">METRIC", "GATEWAY"]);
    for route in routes {
        let destination = destination(&route);
        let gateway = route.gateway.or(route.nexthop).filter(|gateway| !is_unspecified(gateway));
        table.row([route.iface, destination, route.metric.to_string(), gateway.unwrap_or_else(|| "direct".to_owned())]);
    }
    table.finish("no routes")
}

/// The destination with its prefix length, or `default`.
fn destination(route: &types::GuestNetworkRoute) -> String {
    let prefix = match (&route.mask, &route.desprefixlen) {
        (Some(mask), _) => mask.parse::<std::net::Ipv4Addr>().ok().map(|mask| mask.to_bits().count_ones().to_string()),
        (None, prefix) => prefix.clone(),
    };
    match prefix {
        Some(prefix) if prefix == "0" && is_unspecified(&route.destination) => "default".to_owned(),
        Some(prefix) => format!("{}/{prefix}", route.destination),
        None => route.destination.clone(),
    }
}

fn is_unspecified(address: &str) -> bool {
    address.parse::<IpAddr>().is_ok_and(|address| address.is_unspecified())
}
