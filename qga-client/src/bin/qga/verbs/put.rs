//! `qga put`: makes a file of the guest from standard input.

use std::process::ExitCode;
use std::sync::Arc;

use clap::{ArgMatches, Command};

use crate::command_line::target;
use crate::context::Context;
use crate::failure::Failure;
use crate::guest_path::{copy_failure, of_guest, path_argument};
use crate::progress::Bar;
use crate::signals;
use crate::standard_input::StandardInput;

pub(crate) fn command() -> Command {
    Command::new("put")
        .about("Make a file of the guest from standard input")
        .override_usage("qga put [TARGET] PATH")
        .allow_missing_positional(true)
        .arg(target())
        .arg(path_argument())
        .after_help(
            "The file appears when it is whole, where the guest has a shell. One that is replaced keeps its mode.\n\n\
             Example: echo 'nameserver 192.0.2.1' | qga put /run/vm1.sock /etc/resolv.conf",
        )
}

pub(crate) fn run(context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let (target, path) = of_guest(context, matches)?;
    let interrupt = signals::interrupt()?;
    let bar = Bar::new(&path);
    let client = context.client_of(&target)?;
    let put = client.put(StandardInput::until(&interrupt), &path).interrupt(Arc::clone(&interrupt));
    let copied = put.progress(|at| bar.show(at)).run().map_err(copy_failure)?;
    drop(bar);
    super::cp::tell(&path, copied);
    Ok(ExitCode::SUCCESS)
}
