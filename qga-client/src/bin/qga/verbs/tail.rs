//! `qga tail`: writes the last lines of a file of the guest, and what is appended to it.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use clap::{Arg, ArgAction, ArgMatches, Command};
use qga_client::{Client, GuestFile, Stream};

use super::cat::{copy, unread};
use crate::command_line::target;
use crate::context::{self, Context};
use crate::failure::Failure;
use crate::guest_path::{of_guest, path_argument};
use crate::signals;

/// Read at a time when looking for the start of the last lines.
const BLOCK_BYTES: u64 = 64 << 10;

/// Between two looks at a file that may grow.
const FOLLOW_PAUSE: Duration = Duration::from_millis(250);

pub(crate) fn command() -> Command {
    Command::new("tail")
        .about("Write the last lines of a file of the guest, and follow it")
        .override_usage("qga tail [TARGET] PATH [-n LINES] [-f]")
        .allow_missing_positional(true)
        .arg(target())
        .arg(path_argument())
        .arg(
            Arg::new("lines")
                .short('n')
                .long("lines")
                .value_name("LINES")
                .value_parser(clap::value_parser!(u64))
                .default_value("10")
                .help("How many lines"),
        )
        .arg(
            Arg::new("follow")
                .short('f')
                .long("follow")
                .action(ArgAction::SetTrue)
                .help("Write what is appended, until ctrl-C; a file that is replaced is opened anew"),
        )
        .after_help("The bytes are written as they are.\n\nExample: qga tail /run/vm1.sock /var/log/syslog -f")
}

pub(crate) fn run(context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let (target, path) = of_guest(context, matches)?;
    let lines = matches.get_one::<u64>("lines").copied().unwrap_or_default();
    let client = context.client_of(&target)?;
    let interrupt = signals::interrupt()?;
    let mut written = last_lines(client, &path, lines, &interrupt)?;
    while matches.get_flag("follow") {
        thread::sleep(FOLLOW_PAUSE);
        written = go_on(client, &path, written, &interrupt)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes the last lines, and returns where the file ended.
fn last_lines(client: &mut Client, path: &str, lines: u64, interrupt: &AtomicBool) -> Result<u64, Failure> {
    let mut file = client.open(path)?;
    let start = match file.seek(SeekFrom::End(0)) {
        Ok(end) => start_of(&mut file, end, lines, interrupt).map_err(|error| unread(path, error))?,
        // What cannot be sought is read from where it is.
        Err(_) => 0,
    };
    file.seek(SeekFrom::Start(start)).map_err(|error| unread(path, error))?;
    Ok(start + copy(&mut file, path, interrupt)?)
}

/// Where the last lines begin, of a file that ends there; its end if the search is interrupted.
fn start_of(file: &mut GuestFile<'_, Stream>, end: u64, lines: u64, interrupt: &AtomicBool) -> io::Result<u64> {
    let (mut at, mut missing, mut block) = (end, lines, Vec::new());
    while at > 0 {
        if interrupt.load(Ordering::Relaxed) {
            return Ok(end);
        }
        let start = at.saturating_sub(BLOCK_BYTES);
        file.seek(SeekFrom::Start(start))?;
        block.clear();
        Read::by_ref(file).take(at - start).read_to_end(&mut block)?;
        for (offset, _) in block.iter().enumerate().rev().filter(|(_, byte)| **byte == b'\n') {
            // The end of the last line is none before it.
            if start + offset as u64 + 1 == end {
                continue;
            }
            missing = missing.saturating_sub(1);
            if missing == 0 && lines > 0 {
                return Ok(start + offset as u64 + 1);
            }
        }
        at = start;
    }
    Ok(if lines == 0 { end } else { 0 })
}

/// Writes what was appended since; a file that has become shorter is written from its start. Returns where it ends.
fn go_on(client: &mut Client, path: &str, written: u64, interrupt: &AtomicBool) -> Result<u64, Failure> {
    if interrupt.load(Ordering::Relaxed) {
        return Err(Failure::Interrupted);
    }
    // Opened anew each time: a log is renamed and another one begun.
    let mut file = client.open(path)?;
    let end = file.seek(SeekFrom::End(0)).map_err(|error| unread(path, error))?;
    let start = if end < written { 0 } else { written };
    if end < written {
        context::note(&format!("\"{path}\" has become shorter; from its start:"));
    }
    if end == start {
        return Ok(start);
    }
    file.seek(SeekFrom::Start(start)).map_err(|error| unread(path, error))?;
    let copied = copy(&mut file, path, interrupt)?;
    io::stdout().flush().map_err(Failure::output)?;
    Ok(start + copied)
}
