//! `qga exporter`: what the agents of many guests say, for Prometheus.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use clap::{Arg, ArgMatches, Command};
use qga_client::{Found, Target};

use crate::command_line::seconds;
use crate::context::{self, Context};
use crate::failure::Failure;
use crate::target;

mod families;
mod http;
mod sample;
mod scrape;

use scrape::{Guests, Terms};

/// Where it listens, unless `--listen` says otherwise.
const ADDRESS: &str = "127.0.0.1:9876";

/// How long a guest may take, unless `--timeout` says otherwise.
const TIMEOUT: Duration = Duration::from_secs(3);

/// Guests that are asked at a time, unless `--jobs` says otherwise.
const JOBS: usize = 32;

pub(crate) fn command() -> Command {
    Command::new("exporter")
        .about("Serve the guests' state as metrics for Prometheus")
        .arg(
            Arg::new("selection")
                .value_name("TARGETS")
                .help("These: names, patterns, groups, addresses, with commas between; all that are found without"),
        )
        .arg(
            Arg::new("listen")
                .long("listen")
                .value_name("ADDRESS")
                .default_value(ADDRESS)
                .value_parser(clap::value_parser!(SocketAddr))
                .help("IP address and port of /metrics; every client that reaches it can read"),
        )
        .arg(
            Arg::new("cache")
                .long("cache")
                .value_name("SECONDS")
                .default_value("5")
                .value_parser(seconds)
                .help("A younger answer is given again, so that several servers ask the guests once"),
        )
        .arg(
            Arg::new("refresh")
                .long("refresh")
                .value_name("SECONDS")
                .default_value("60")
                .value_parser(seconds)
                .help("How often to look for guests that TARGETS names now"),
        )
        .after_help(format!(
            "Every scrape connects to the guests, {JOBS} at a time (--jobs), and leaves their channels free between \
             scrapes. A guest has {} s (--timeout); a scrape ends after {} s, and a guest that has not answered is \
             qga_up 0. Those that answered last time are asked first.\n\nA guest has at most {} series: {} file \
             systems, {} disks, {} interfaces; qga_left_out counts the rest. A label is cut after {} bytes, and an \
             answer longer than {} KiB is left out. A command that a guest lacks has no series.\n\nA dashboard, alert \
             rules and a scrape configuration are in qga-client/examples/monitoring, and in the package's \
             /usr/share/doc/qga/monitoring.",
            TIMEOUT.as_secs(),
            scrape::LIMIT.as_secs(),
            sample::MAX_SERIES,
            sample::MAX_FILE_SYSTEMS,
            sample::MAX_DISKS,
            sample::MAX_INTERFACES,
            sample::MAX_LABEL_BYTES,
            sample::MAX_ANSWER_BYTES >> 10,
        ))
}

pub(crate) fn run(context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let selections = context.given(matches.get_one::<String>("selection").map(String::as_str))?;
    let time = |name| matches.get_one::<Duration>(name).copied().unwrap_or(TIMEOUT);
    let address = matches.get_one::<SocketAddr>("listen").copied().unwrap_or_else(|| ([127, 0, 0, 1], 9876).into());
    let guests = Guests::new(Terms {
        limit: context.timeout.unwrap_or(TIMEOUT).min(scrape::LIMIT),
        jobs: matches.get_one::<usize>("jobs").copied().unwrap_or(JOBS),
        cache: time("cache"),
    });
    let targets = match find(&selections) {
        // They may start later.
        Err(failure @ Failure::Unreachable(_)) => {
            context::note(&failure.to_string());
            Vec::new()
        }
        found => found?,
    };
    guests.replace(targets);
    let server = http::Server::bind(address)?;
    // The one line by which another program knows the port.
    let (count, address) = (guests.count(), server.address());
    let noun = if count == 1 { "guest" } else { "guests" };
    context::print(&format!("metrics of {count} {noun} at http://{address}/metrics\n"))?;
    let guests = Arc::new(guests);
    let (found, refresh) = (Arc::clone(&guests), time("refresh"));
    thread::spawn(move || {
        loop {
            thread::sleep(refresh);
            // If the search fails, the guests of before stay.
            match find(&selections) {
                Ok(targets) => found.replace(targets),
                Err(failure) => context::note(&failure.to_string()),
            }
        }
    });
    server.serve(move |format| guests.scrape().text(format))
}

fn find(selections: &[String]) -> Result<Vec<Target>, Failure> {
    if selections.is_empty() {
        return Ok(Found::all().map_err(|error| Failure::host(error.to_string()))?.targets());
    }
    target::select(selections)
}
