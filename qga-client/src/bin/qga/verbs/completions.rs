//! `qga completions`: what a shell needs to complete the tool's words.

use std::io::Write;
use std::process::ExitCode;

use clap::{Arg, ArgMatches, Command, value_parser};
use clap_complete::Shell;

use crate::command_line::command_line;
use crate::context::Context;
use crate::failure::Failure;

pub(crate) fn command() -> Command {
    Command::new("completions")
        .about("Print a script that completes qga's words in a shell")
        .arg(Arg::new("shell").value_name("SHELL").required(true).value_parser(value_parser!(Shell)).help("The shell"))
        .after_help("Example: qga completions bash > /usr/share/bash-completion/completions/qga")
}

pub(crate) fn run(_context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let shell = matches.get_one::<Shell>("shell").copied().ok_or_else(|| Failure::usage("which shell?"))?;
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command_line(), "qga", &mut script);
    std::io::stdout().write_all(&script).map_err(Failure::output)?;
    Ok(ExitCode::SUCCESS)
}
