//! `qga`: reaches into virtual machines through their guest agents.

use std::process::ExitCode;

mod command_line;
mod context;
mod failure;
mod front;
mod guest_path;
mod hidden;
mod host_program;
mod known;
mod many;
mod output;
mod processor_time;
mod progress;
mod raw_terminal;
mod request;
mod secret_line;
mod signals;
mod standard_input;
mod table;
mod target;
mod trace;
mod units;
mod vendor_schema;
mod verbs;
mod waiting;
mod words;

use context::Context;
use failure::Failure;

fn main() -> ExitCode {
    let before = match known::load() {
        Ok(targets) => targets,
        Err(failure) => return failure.report(),
    };
    let matches = match command_line::command_line().try_get_matches() {
        Ok(matches) => matches,
        Err(error) => return command_line::report(error),
    };
    let ended = match verbs::run(&mut Context::new(&matches, before), &matches) {
        Err(Failure::Many(targets)) => many::run(&targets, &matches),
        ended => ended,
    };
    match ended {
        Ok(code) => code,
        Err(failure) => failure.report(),
    }
}
