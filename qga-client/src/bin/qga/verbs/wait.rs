//! `qga wait`: returns once a guest is up, down, has an address, or is ready.

use std::io;
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use clap::{Arg, ArgMatches, Command};
use qga_client::{CallError, Caller, Client, Options, Timeouts, commands, types};

use crate::command_line;
use crate::context::{self, Context};
use crate::failure::Failure;
use crate::units::span;

/// How long to wait, unless `--timeout` says otherwise.
const DEFAULT_LIMIT: Duration = Duration::from_secs(300);

/// Time between two attempts.
const POLL_INTERVAL: Duration = Duration::from_millis(250);

/// An agent that does not answer in this time is silent.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(2);

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
    let end = Instant::now() + limit;
    let mut client = None;
    loop {
        let seen = look(context, &target, &mut client, &state);
        match seen {
            Ok(address) if state != "down" => return context::print(&address).map(|()| ExitCode::SUCCESS),
            Err(failure) if is_final(&failure) => return Err(failure),
            Err(_) if state == "down" => return Ok(ExitCode::SUCCESS),
            seen if Instant::now() >= end => return Err(late(&state, limit, seen.err())),
            _ => thread::sleep(POLL_INTERVAL),
        }
    }
}

/// Whether the guest is in the state, and what to print of it; an error says what is missing.
fn look(context: &Context, target: &str, client: &mut Option<Client>, state: &str) -> Result<String, Failure> {
    let timeouts = Timeouts { connect: ANSWER_TIMEOUT, answer: Some(ANSWER_TIMEOUT), ..Timeouts::default() };
    let options = Options { timeouts, ..Options::default() };
    let mut asked = match client.take() {
        Some(client) => client,
        None => context.connect(target, &options)?,
    };
    // Any answer is one, also a refusal.
    match asked.call(commands::GuestPing::new()) {
        Err(error) if error.command_error().is_none() => return Err(error.into()),
        _ => {}
    }
    let mut shown = String::new();
    if state == "ready" && is_frozen(&mut asked) {
        return Err(Failure::Unreachable("its file systems are frozen".to_owned()));
    }
    if matches!(state, "ip" | "ready") {
        let address = address(&asked.call(commands::GuestNetworkGetInterfaces::new())?);
        shown = address.ok_or_else(|| Failure::Unreachable("it has no address".to_owned()))? + "\n";
    }
    *client = Some(asked);
    Ok(shown)
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
            let value = qga_runtime::Value::lenient(&json).expect("JSON");
            qga_runtime::Unmarshal::unmarshal(value).expect("an interface")
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
