//! `qga targets`: the guests that can be reached, what knows them, and whether they answer.

use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use clap::{Arg, ArgMatches, Command};
use qga_client::{CallError, Caller, Found, Options, Target, commands};
use serde::Serialize;

use crate::command_line::switch;
use crate::context::{self, Context, Format};
use crate::failure::Failure;
use crate::table::Table;
use crate::target;
use crate::units::span;

/// How long each guest may take.
const TIMEOUT: Duration = Duration::from_secs(3);

/// Guests that are asked at a time.
const JOBS: usize = 32;

pub(crate) fn command() -> Command {
    Command::new("targets")
        .about("List the guests that are known here, where they were found, and whether they answer")
        .arg(Arg::new("selection").value_name("TARGETS").help("Only these: names, patterns, groups, with commas between"))
        .arg(switch("no-ping", "Do not ask whether they answer"))
        .after_help(
            "Found are: targets.toml in ~/.config/qga and /etc/qga, the running domains of libvirt, the guests of \
             Proxmox VE, and QEMU processes of this user (for root, of the system) whose command line has an agent's \
             channel.\n\nThe file targets.toml:\n  [targets]\n  web1 = \"libvirt:web1\"\n  db1 = \"ssh:root@host2/db1\"\n  \
             [groups]\n  db = [\"db1\", \"db*\"]",
        )
}

/// A line of the list.
#[derive(Serialize)]
struct Line {
    target: String,
    address: String,
    source: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    answers: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

pub(crate) fn run(context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let selections = context.given(matches.get_one::<String>("selection").map(String::as_str))?;
    let targets = if selections.is_empty() {
        let found = Found::all().map_err(|error| Failure::host(error.to_string()))?;
        found.unasked().iter().for_each(|what| context::note(what));
        found.targets()
    } else {
        target::select(&selections)?
    };
    let asked =
        if matches.get_flag("no-ping") { targets.iter().map(|_| None).collect() } else { ask(context, &targets) };
    match context.format() {
        Format::Json => {
            for (target, answer) in targets.iter().zip(asked) {
                let line = Line {
                    target: target.name.clone(),
                    address: target.way.to_string(),
                    source: target.source.to_string(),
                    answers: answer.as_ref().map(Result::is_ok),
                    seconds: answer.as_ref().and_then(|answer| Some(answer.as_ref().ok()?.as_secs_f64())),
                    error: answer.and_then(Result::err),
                };
                context::print(&format!("{}\n", serde_json::to_string(&line).expect("strings and numbers are JSON")))?;
            }
            Ok(ExitCode::SUCCESS)
        }
        Format::Text => {
            let mut table = Table::new(&["NAME", "ADDRESS", "FOUND BY", "ANSWERS"]);
            for (target, answer) in targets.iter().zip(asked) {
                let answers = match answer {
                    None => String::new(),
                    Some(Ok(time)) => format!("in {}", span(time)),
                    Some(Err(error)) => format!("no: {error}"),
                };
                table.row([target.name.clone(), target.way.to_string(), target.source.to_string(), answers]);
            }
            context::print(&table.finish("no guests found; `qga targets --help` says where they are looked for"))?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Pings each target, several at a time; the time an answer took, or why there is none.
fn ask(context: &Context, targets: &[Target]) -> Vec<Option<Result<Duration, String>>> {
    let options = Options::with_timeout(context.timeout.unwrap_or(TIMEOUT));
    let next = AtomicUsize::new(0);
    let results = Mutex::new(vec![None; targets.len()]);
    thread::scope(|scope| {
        for _ in 0..JOBS.min(targets.len()) {
            scope.spawn(|| {
                while let Some((at, target)) =
                    Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, targets.get(at)?)))
                {
                    let begun = Instant::now();
                    let answer =
                        target.connect(&options).and_then(|mut client| client.call(commands::GuestPing::new()));
                    let result = answer.map(|()| begun.elapsed()).map_err(|error| match error {
                        // The line has the address.
                        CallError::Connect { source, .. } => source.to_string(),
                        error => error.to_string(),
                    });
                    results.lock().expect("no thread panics")[at] = Some(result);
                }
            });
        }
    });
    results.into_inner().expect("no thread panics")
}
