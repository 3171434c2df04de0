//! `qga raw`: sends any command, known or not, with arguments as JSON.

use std::process::ExitCode;

use clap::{Arg, ArgMatches, Command};

use super::command_word;
use crate::context::Context;
use crate::failure::Failure;
use crate::request;

pub(crate) fn command() -> Command {
    Command::new("raw")
        .about("Send any command with JSON arguments")
        .override_usage("qga raw [TARGET] NAME [JSON]")
        .arg(
            Arg::new("words")
                .value_names(["TARGET", "NAME", "JSON"])
                .num_args(1..=3)
                .required(true)
                .help("Target, the command's name, and its arguments: a JSON object, or @FILE for a file with one"),
        )
        .after_help("Example: qga raw /run/vm1.sock guest-file-open '{\"path\": \"/etc/motd\"}'")
}

pub(crate) fn run(context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let words: Vec<&str> = matches.get_many::<String>("words").unwrap_or_default().map(String::as_str).collect();
    let (words, json) = match words.split_last() {
        Some((last, before)) if !before.is_empty() && last.starts_with(['{', '[', '@']) => (before, Some(*last)),
        _ => (words.as_slice(), None),
    };
    let (target, name) = match *words {
        [name] => (None, name),
        [target, name] => (Some(target), name),
        _ => return Err(Failure::usage("raw takes [TARGET] NAME [JSON], and JSON begins with { or @")),
    };
    let arguments = json.map(request::object).transpose().map_err(Failure::usage)?;
    let target = context.target_or(target)?;
    command_word::send(context, &target, name, arguments.as_ref())
}
