//! The command line: options that all verbs share, the verbs in groups, and the help around them.

use std::fmt::Write;
use std::process::ExitCode;
use std::time::Duration;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};
use qga_runtime::CommandInfo;
use qga_runtime::guest::COMMANDS;

use crate::context::TARGET_VARIABLE;
use crate::failure::Failure;
use crate::verbs::{Group, VERBS, command_word};
use crate::{known, many, words};

const GRAMMAR: &str = "\
Targets:
  A TARGET is the address of an agent's channel on this host:
    unix:PATH, or a path with a slash in it, such as ./vm1.sock
    vsock:CID:PORT    tcp:HOST:PORT    serial:DEVICE    virtio:PORT-NAME
  or what owns or reaches the channel:
    libvirt:DOMAIN, libvirt:URI#DOMAIN    pve:VMID    ssh:HOST/TARGET
    exec:PROGRAM ARGUMENTS, which speaks through its standard input and output
  or a name: of targets.toml in ~/.config/qga or /etc/qga, or of a guest that
  `qga targets` finds on this host.
  It is the first word after the verb. Leave it out where -s (--target) or the
  variable QGA_TARGET (or QGA_CLIENT_ADDRESS) gives it. A TARGET goes before
  the variable; -s and a TARGET together are an error.

Several targets:
  A pattern 'web*', a group @GROUP of targets.toml, and a list web1,web2,@db are
  several; so is -s repeated, once for each path: -s ./vm1.sock -s ./vm2.sock.
  The verb runs on each, at most --jobs at a time. Only repl, top, pipe, broker,
  record, exec -t and cp from a guest take one target.

Words:
  Options stand anywhere; a program to run, with its arguments, follows `--`.
  Where an option or argument of an agent's command takes a value, @FILE takes
  it from a file, @- from standard input, and @@ begins a text with an @.

Defaults:
  Without --timeout each command has its own: most 10 s, a freeze 10 minutes.
  Without --format it is text; for raw and the agent's own commands it is json
  where the output is no terminal.";

const EXIT_STATUS: &str = "\
Exit status:
  0    it worked
  1    the agent refused the command, or the command failed in the guest
  2    the command line is wrong
  3    the target cannot be reached
  4    the agent is silent, or has gone
  5    the agent sent something that is no answer
  6    a file, a program or the terminal of this host failed
  130  ended by ctrl-C
  141  the reader of the output has gone
  Of several targets it is the highest. exec and freeze exit as their program does: 128 + N if signal N ended it,
  126 if it cannot be run, 127 if there is none, 125 if qga itself failed. doctor has one for each cause.";

const EXAMPLES: &str = "\
Examples:
  qga info /run/vm1.sock
  qga exec /run/vm1.sock -- ls -l /var/log
  qga freeze /run/vm1.sock --at-most 10 -- lvcreate --snapshot --size 1G --name backup vg/vm1
  export QGA_TARGET=vsock:3:9000; qga ip; qga fs --format json
  qga raw /run/vm1.sock guest-get-load
  qga targets; qga load 'web*'; qga exec @db,web1 -- systemctl is-system-running
  qga --schema acme.json acme-pump-set /run/vm1.sock --name p1";

/// The whole command line.
pub(crate) fn command_line() -> Command {
    Command::new("qga")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Runs programs in virtual machines, copies files, shows their state and controls them, through their guest agents")
        .help_template("{about}\n\n{usage-heading} {usage}\n\n{before-help}Options:\n{options}{after-help}")
        .override_usage("qga VERB [TARGET] [OPTIONS] [-- PROGRAM ARGUMENTS...]")
        .before_help(verb_list())
        .after_help("`qga --help` also lists the agent's own commands, exit statuses and examples; `qga VERB --help` explains a verb.")
        .after_long_help(format!("{}\n{GRAMMAR}\n\n{EXIT_STATUS}\n\n{EXAMPLES}", command_list()))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand_value_name("VERB")
        .args(shared_options())
        .arg(known::option())
        .subcommands(VERBS.iter().map(|verb| (verb.command)()))
        .subcommands(known::all().map(command_word::command))
}

/// The options that stand anywhere on the command line.
pub(crate) fn shared_options() -> [Arg; 6] {
    [
        Arg::new("socket")
            .short('s')
            .long("target")
            .alias("socket")
            .value_name("TARGET")
            .action(ArgAction::Append)
            .help(format!("Target, if none follows the verb; may be repeated [variable: {TARGET_VARIABLE}]")),
        Arg::new("timeout")
            .long("timeout")
            .value_name("SECONDS")
            .value_parser(seconds)
            .help("How long to wait: for each answer, or with exec for the program's end"),
        Arg::new("format")
            .long("format")
            .value_name("FORMAT")
            .value_parser(["text", "json", "jsonl"])
            .help("For people; for programs: the agent's own answer; jsonl is a line for each target"),
        Arg::new("jobs")
            .long("jobs")
            .value_name("NUMBER")
            .value_parser(clap::builder::RangedU64ValueParser::<usize>::new().range(1..=1000))
            .help("Of several targets, how many at a time [default: 16]"),
        switch("fail-fast", "Of several targets, begin no more once one has failed, and end those that run"),
        Arg::new(many::ONE).long(many::ONE).value_name("TARGET").hide(true),
    ]
    .map(|option| option.global(true).display_order(900))
}

/// A positive number of seconds, fractions included.
pub(crate) fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number of seconds".to_owned())?;
    match Duration::try_from_secs_f64(seconds) {
        Ok(duration) if !duration.is_zero() => Ok(duration),
        _ => Err("not a positive number of seconds".to_owned()),
    }
}

/// The positional TARGET of a verb.
pub(crate) fn target() -> Arg {
    Arg::new("target").value_name("TARGET").help("Whose agent, or several; see `qga --help`")
}

fn verb_list() -> String {
    let mut list = String::new();
    for group in Group::ALL {
        let verbs: Vec<Command> =
            VERBS.iter().filter(|verb| verb.group == *group).map(|verb| (verb.command)()).collect();
        if verbs.iter().all(Command::is_hide_set) {
            continue;
        }
        line(&mut list, format_args!("{}:", group.heading()));
        for verb in verbs.iter().filter(|verb| !verb.is_hide_set()) {
            let about = verb.get_about().map(ToString::to_string).unwrap_or_default();
            line(&mut list, format_args!("  {:12} {about}", verb.get_name()));
        }
        list.push('\n');
    }
    list.truncate(list.trim_end().len());
    list
}

fn command_list() -> String {
    let mut list =
        "The agent's own commands, for programs; `guest-` may be left out where no verb has the name:\n".to_owned();
    COMMANDS.iter().for_each(|info| list_command(&mut list, info));
    let mut vendor = known::vendor().peekable();
    if vendor.peek().is_some() {
        list.push_str("\nCommands of the schema that --schema names:\n");
        vendor.for_each(|info| list_command(&mut list, info));
    }
    list
}

fn list_command(list: &mut String, info: &CommandInfo) {
    line(list, format_args!("  {:33} {}", info.name, words::about(info)));
}

fn line(text: &mut String, line: std::fmt::Arguments<'_>) {
    writeln!(text, "{line}").expect("a string takes everything");
}

/// Prints help, or what is wrong with the command line, and returns the exit status.
pub(crate) fn report(mut error: clap::Error) -> ExitCode {
    if error.kind() == ErrorKind::InvalidSubcommand {
        return no_such_verb(&error).report();
    }
    for kind in [ContextKind::SuggestedValue, ContextKind::SuggestedArg] {
        if let Some(best) = best_suggestion(&error, kind) {
            error.insert(kind, ContextValue::Strings(vec![best]));
        }
    }
    let is_word = |word: &ContextValue| !word.to_string().starts_with('-');
    if error.kind() == ErrorKind::UnknownArgument && error.get(ContextKind::InvalidArg).is_some_and(is_word) {
        let several = "several targets are a list, as in web1,web2, or -s repeated".into();
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![several]));
    }
    // A terminal that has gone needs no help.
    let _ = error.print();
    ExitCode::from(if error.use_stderr() { 2 } else { 0 })
}

fn no_such_verb(error: &clap::Error) -> Failure {
    let word = error.get(ContextKind::InvalidSubcommand).map(ToString::to_string).unwrap_or_default();
    Failure::usage(match best_suggestion(error, ContextKind::SuggestedSubcommand) {
        Some(best) => format!("no verb '{word}'; did you mean '{best}'?"),
        None => format!("no verb '{word}'; `qga --help` lists them"),
    })
}

/// The most similar word, which comes last; more than one is a riddle.
fn best_suggestion(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::Strings(words) => words.last().cloned(),
        ContextValue::String(word) => Some(word.clone()),
        _ => None,
    }
}

/// A flag without a value.
pub(crate) fn switch(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_sound() {
        super::command_line().debug_assert();
    }
}
