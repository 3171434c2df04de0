//! `qga`: reaches into virtual machines through their guest agents.

use std::process::ExitCode;

mod command_line;
mod context;
mod failure;
mod guest_path;
mod hidden;
mod host_program;
mod known;
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
mod units;
mod vendor_schema;
mod verbs;
mod waiting;
mod words;

use context::Context;

fn main() -> ExitCode {
    if let Err(failure) = known::load() {
        return failure.report();
    }
    let matches = match command_line::command_line().try_get_matches() {
        Ok(matches) => matches,
        Err(error) => return command_line::report(error),
    };
    match verbs::run(&mut Context::new(&matches), &matches) {
        Ok(code) => code,
        Err(failure) => failure.report(),
    }
}
