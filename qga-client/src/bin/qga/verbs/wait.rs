//! `qga wait`: returns once a guest is up, down, has an address, or is ready.

use std::io;
use std::ops::ControlFlow;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Arg, ArgMatches, Command};
use qga_client::{CallError, Caller, Client, commands, types};

use crate::command_line;
use crate::context::{self, Context};
use crate::failure::Failure;
use crate::units::span;
use crate::waiting::{Polled, poll};

/// How long to wait, unless `--timeout` says otherwise.
const DEFAULT_LIMIT: Duration = Duration::from_secs(300);

pub(crate) fn command() -> Command {
    Command::new("wait")
        .about("Wait until a guest is up or down, has an address, or is ready")
        .allow_missing_positional(true)
        .arg(command_line::target())
        .arg(
            Arg::new("for")
                .value_name("STATE")
                .required(true)
                .value_parser(["up", "down", "ip", "ready"])
                .help("up: its agent answers; down: it does not; ip: it has an address beyond its own link; ready: both, and nothing is frozen"),
        )
        .after_help(
            "With --timeout it waits for so many seconds, else for 300. The target may be missing still: a socket, a \
             domain that is not running. `ip` and `ready` print the address. Exit status 4: the time is over.",
        )
}

pub(crate) fn run(context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let target = context.target(matches)?;
    let state = matches.get_one::<String>("for").cloned().unwrap_or_default();
    let limit = context.timeout.unwrap_or(DEFAULT_LIMIT);
    let mut agent = Polled::new(context, &target);
    let seen = poll(limit, || match agent.ask(|client| look(client, &state)) {
        Ok(address) if state != "down" => ControlFlow::Break(Ok(address)),
        Err(failure) if is_final(&failure) => ControlFlow::Break(Err(failure)),
        Err(_) if state == "down" => ControlFlow::Break(Ok(String::new())),
        seen => ControlFlow::Continue(seen.err()),
    });
    match seen {
        ControlFlow::Break(address) => context::print(&address?).map(|()| ExitCode::SUCCESS),
        ControlFlow::Continue(missing) => Err(late(&state, limit, missing)),
    }
}

/// What to print of a guest that answers, if it is in the state; an error says what is missing.
fn look(client: &mut Client, state: &str) -> Result<String, Failure> {
    if state == "ready" && is_frozen(client) {
        return Err(Failure::Unreachable("its file systems are frozen".to_owned()));
    }
    if matches!(state, "up" | "down") {
        return Ok(String::new());
    }
    let address = address(&client.call(commands::GuestNetworkGetInterfaces::new())?);
    Ok(address.ok_or_else(|| Failure::Unreachable("it has no address".to_owned()))? + "\n")
}

fn is_frozen(client: &mut Client) -> bool {
    let status = client.call(commands::GuestFsfreezeStatus::new());
    matches!(status, Ok(types::GuestFsfreezeStatus::Frozen))
}

/// The first address with which others reach the guest.
fn address(interfaces: &[types::GuestNetworkInterface]) -> Option<String> {
    let addresses = interfaces.iter().flat_map(|interface| interface.ip_addresses.iter().flatten());
    addresses
        .filter_map(|address| address.ip_address.parse::<std::net::IpAddr>().ok())
        .find(|address| match address {
            std::net::IpAddr::V4(v4) => !v4.is_loopback() && !v4.is_link_local() && !v4.is_unspecified(),
            std::net::IpAddr::V6(v6) => !v6.is_loopback() && !v6.is_unicast_link_local() && !v6.is_unspecified(),
        })
        .map(|address| address.to_string())
}

/// Whether waiting changes nothing.
fn is_final(failure: &Failure) -> bool {
    match failure {
        Failure::Call(CallError::Connect { source, .. }) => source.kind() == io::ErrorKind::PermissionDenied,
        Failure::Call(error) => error.command_error().is_some(),
        Failure::Unreachable(_) => false,
        _ => true,
    }
}

fn late(state: &str, limit: Duration, missing: Option<Failure>) -> Failure {
    let missing = missing.map_or_else(|| "it still answers".to_owned(), |failure| failure.to_string());
    Failure::Late(format!("not {state} within {}: {missing}", span(limit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_beyond_the_link_counts() {
        let interface = |text: &str| {
            let json = format!(
                r#"{{"name": "e", "ip-addresses": [{{"ip-address": "{text}", "ip-address-type": "ipv4", "prefix": 8}}]}}"#
            );
            serde_json::from_str(&json).expect("an interface")
        };
        for (texts, expected) in [
            (&["127.0.0.1", "::1", "fe80::1", "169.254.3.4", "0.0.0.0", "x"][..], None),
            (&["127.0.0.1", "10.0.2.15", "192.168.0.1"], Some("10.0.2.15")),
            (&["fe80::1", "2001:db8::7"], Some("2001:db8::7")),
        ] {
            let interfaces: Vec<types::GuestNetworkInterface> = texts.iter().map(|text| interface(text)).collect();
            assert_eq!(address(&interfaces).as_deref(), expected, "{texts:?}");
        }
    }
}
