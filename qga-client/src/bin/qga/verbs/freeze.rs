//! `qga freeze`: freezes the guest's file systems while a command runs on this host, and thaws them whatever happens.

use std::process::{ExitCode, ExitStatus};
use std::time::{Duration, Instant};

use clap::{Arg, ArgAction, ArgMatches, Command};
use qga_client::{Caller, Client, Options, commands, types};

use super::command_word::how_to_thaw;
use crate::command_line::{seconds, target};
use crate::context::{self, Context};
use crate::failure::Failure;
use crate::host_program::{End, HostProgram};
use crate::units::span;

/// Connections that are made to thaw, after the one that froze has failed.
const MAX_RECONNECTS: u32 = 3;

pub(crate) fn command() -> Command {
    Command::new("freeze")
        .about("Freeze the guest's file systems while a command runs on this host")
        .override_usage("qga freeze [TARGET] [--mounts PATH]... [--at-most SECONDS] -- COMMAND ARGUMENTS...")
        .arg(target())
        .arg(
            Arg::new("mounts")
                .long("mounts")
                .value_name("PATH")
                .action(ArgAction::Append)
                .value_delimiter(',')
                .help("Mount point in the guest to freeze; may be repeated. All by default"),
        )
        .arg(
            Arg::new("at-most")
                .long("at-most")
                .value_name("SECONDS")
                .value_parser(seconds)
                .help("Thaw after this time, and end the command, if it has not ended by itself"),
        )
        .arg(
            Arg::new("command")
                .value_name("COMMAND")
                .num_args(1..)
                .required(true)
                .last(true)
                .help("The command, with its arguments"),
        )
        .after_help(
            "Thaws when the command ends, and on ctrl-C, SIGTERM and SIGHUP. Reports how long the file systems were \
             frozen. The exit status is the command's; 125 if freezing or thawing failed, or the time was over.\n\n\
             Example: qga freeze /run/vm1.sock --at-most 10 -- lvcreate --snapshot --size 1G --name backup vg/vm1",
        )
}

pub(crate) fn run(context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let target = context.target(matches)?;
    frozen(context, &target, matches).map_err(|failure| Failure::Program(Box::new(failure)))
}

fn frozen(context: &mut Context, target: &str, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let at_most = matches.get_one::<Duration>("at-most").copied();
    let mounts: Vec<&str> = matches.get_many::<String>("mounts").unwrap_or_default().map(String::as_str).collect();
    let words: Vec<&String> = matches.get_many("command").unwrap_or_default().collect();
    // Before anything is frozen: from here on, a signal ends nothing but the command.
    let mut program = HostProgram::new(&words)?;
    let mut client = context.connect(target, &options(context, at_most))?;

    let begun = Instant::now();
    let guard = if mounts.is_empty() { client.freeze() } else { client.freeze_only(&mounts) };
    let guard = guard.map_err(|error| not_frozen(target, error))?;
    let count = guard.count();
    let end = program.run(at_most.map(|limit| begun + limit));
    let window = match guard.thaw() {
        Ok(thawed) => thawed.window,
        Err(error) if error.command_error().is_some() => return Err(not_thawed(target, &error.into())),
        Err(error) => {
            thaw_again(context, target).map_err(|_| not_thawed(target, &error.into()))?;
            begun.elapsed()
        }
    };
    context::note(&format!("frozen for {}, file systems: {count}", span(window)));
    match end? {
        End::Exited(status) => Ok(exit_code(status)),
        End::Signalled(signal) => {
            program.end();
            Ok(ExitCode::from(128u8.saturating_add(u8::try_from(signal).unwrap_or(u8::MAX))))
        }
        End::Late => {
            program.end();
            let limit = span(at_most.unwrap_or_default());
            Err(Failure::host(format!("the command had not ended after {limit}; thawed without it")))
        }
    }
}

/// The client's options: a freeze that takes longer than the window may be is none.
fn options(context: &Context, at_most: Option<Duration>) -> Options {
    let mut options = context.options();
    if let Some(limit) = at_most {
        for name in ["guest-fsfreeze-freeze", "guest-fsfreeze-freeze-list"] {
            let limit = limit.min(options.timeouts.of(name));
            options.timeouts.of_command.insert(name.to_owned(), limit);
        }
    }
    options
}

/// Thaws over a new connection, where the old one has failed.
fn thaw_again(context: &Context, target: &str) -> Result<(), Failure> {
    let mut thawed = Ok(());
    for _ in 0..MAX_RECONNECTS {
        thawed = context.connect(target, &context.options()).and_then(|mut client| thaw(&mut client));
        if thawed.is_ok() {
            break;
        }
    }
    thawed
}

fn thaw(client: &mut Client) -> Result<(), Failure> {
    let error = match client.call(commands::GuestFsfreezeThaw::new()) {
        Ok(_) => return Ok(()),
        Err(error) => error,
    };
    match client.call(commands::GuestFsfreezeStatus::new()) {
        Ok(types::GuestFsfreezeStatus::Thawed) => Ok(()),
        _ => Err(error.into()),
    }
}

fn not_frozen(target: &str, error: qga_client::CallError) -> Failure {
    if error.command_error().is_some() {
        return error.into();
    }
    Failure::Call(error).advise(how_to_thaw(target))
}

fn not_thawed(target: &str, failure: &Failure) -> Failure {
    Failure::host(format!("not known to be thawed: {failure}")).advise(how_to_thaw(target))
}

/// The status of the command as shells have it.
fn exit_code(status: ExitStatus) -> ExitCode {
    use std::os::unix::process::ExitStatusExt;

    let code = status.code().or_else(|| status.signal().map(|signal| signal + 128));
    ExitCode::from(code.and_then(|code| u8::try_from(code).ok()).unwrap_or(u8::MAX))
}
