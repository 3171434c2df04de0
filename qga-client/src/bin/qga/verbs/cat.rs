//! `qga cat`: writes a file of the guest to standard output.

use std::io::{self, BufRead, Write};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::{ArgMatches, Command};

use crate::command_line::target;
use crate::context::Context;
use crate::failure::Failure;
use crate::guest_path::{of_guest, path_argument};
use crate::signals;

pub(crate) fn command() -> Command {
    Command::new("cat")
        .about("Write a file of the guest to standard output")
        .override_usage("qga cat [TARGET] PATH")
        .allow_missing_positional(true)
        .arg(target())
        .arg(path_argument())
        .after_help("The bytes are written as they are.\n\nExample: qga cat /run/vm1.sock /etc/os-release")
}

pub(crate) fn run(context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let (target, path) = of_guest(context, matches)?;
    let interrupt = signals::interrupt()?;
    let mut file = context.client_of(&target)?.open(&path)?;
    copy(&mut file, &path, &interrupt)?;
    Ok(ExitCode::SUCCESS)
}

/// Writes what is left of a file to standard output, and returns how much that was. The flag ends it between two pieces,
/// so that the file is closed in the guest.
pub(crate) fn copy(file: &mut impl BufRead, path: &str, interrupt: &AtomicBool) -> Result<u64, Failure> {
    let (mut stdout, mut copied) = (io::stdout().lock(), 0);
    loop {
        if interrupt.load(Ordering::Relaxed) {
            return Err(Failure::Interrupted);
        }
        let bytes = file.fill_buf().map_err(|error| unread(path, error))?;
        if bytes.is_empty() {
            stdout.flush().map_err(Failure::output)?;
            return Ok(copied);
        }
        stdout.write_all(bytes).map_err(Failure::output)?;
        let count = bytes.len();
        copied += count as u64;
        file.consume(count);
    }
}

/// The failure of a file of the guest that cannot be read.
pub(crate) fn unread(path: &str, error: io::Error) -> Failure {
    match error.downcast::<qga_client::CallError>() {
        Ok(error) => error.into(),
        Err(error) => Failure::host(format!("cannot read \"{path}\" in the guest: {error}")),
    }
}
